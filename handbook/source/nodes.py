"""Front matter as nodes that know their lines, and that say what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from handbook.problems import Problem, problem
from handbook.source.document import Document, compose_yaml

FIRST = 2
"""The line of a file on which its front matter begins, below the first ---."""
LONGEST = 200
"""Characters of a text; a form has no room for more."""


@dataclass(frozen=True)
class Node:
    """A value of the front matter; what it is asked for and cannot give becomes a finding."""

    node: yaml.Node
    path: str
    """The file."""
    problems: list[Problem] = field(compare=False)

    @property
    def line(self) -> int:
        """The 1-based line of the file on which it begins."""
        return int(self.node.start_mark.line) + FIRST

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_scalar(self) -> bool:
        """Whether it is a word or a number."""
        return isinstance(self.node, yaml.ScalarNode)

    def report(self, rule: str, line: int | None = None, **values: object) -> None:
        """Add a finding at this place, or at the line given."""
        column = int(self.node.start_mark.column) + 1 if line is None else 1
        found = problem(rule, self.path, line or self.line, column, "error", **values)
        self.problems.append(found)

    def name(self, kind: str) -> str:
        """What to call it in a message: its kind, and its title or label where it has one."""
        if isinstance(self.node, yaml.MappingNode):
            for key, value in self.node.value:
                if key.value in ("title", "label") and isinstance(value, yaml.ScalarNode):
                    return f"{kind}“{value.value}”"
        return kind

    def mapping(
        self, where: str, known: Sequence[str], needed: Sequence[str] = ()
    ) -> dict[str, Node]:
        """The values by their keys; unknown keys, twins and missing ones are findings."""
        found: dict[str, Node] = {}
        if not isinstance(self.node, yaml.MappingNode):
            self._wrong(where, where, "键: 值 key: value")
            return found
        for key, value in self.node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            here = Node(value, self.path, self.problems)
            if name in found:
                Node(key, *self._rest).report("forms-twice", where=where, key=name)
            elif name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                Node(key, *self._rest).report(
                    "forms-key", where=where, key=name, known="、".join(near or known)
                )
            else:
                found[name] = here
        for key in needed:
            if key not in found:
                self.report("forms-missing", where=where, key=key)
        return found

    def items(self, key: str = "") -> list[Node]:
        """The values of a list; none, and a finding, where it is no list or has none."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self._wrong(key, key, "列表，至少一项 a list, one at least")
            return []
        return [Node(value, *self._rest) for value in self.node.value]

    def text(self, key: str, form: str, pattern: re.Pattern[str] | None = None) -> str:
        """Its text, one line of it; empty, and a finding, where it is none."""
        text = self._scalar("str").strip()
        good = bool(text) and "\n" not in text and len(text) <= LONGEST
        if good and (pattern is None or pattern.fullmatch(text)):
            return str(text)
        self._wrong(key, key, form)
        return ""

    def number(self, key: str, least: int, most: int) -> int:
        """Its whole number; 0, and a finding, where it is none."""
        text = self._scalar("int")
        if re.fullmatch(r"\d{1,4}", text) and least <= int(text) <= most:
            return int(text)
        self._wrong(key, key, f"{least}至{most}的整数 a whole number")
        return 0

    def choice(self, key: str, known: Sequence[str]) -> str:
        """Its word of those known; the first, and a finding, where it is none."""
        text = self._scalar("str")
        if text in known:
            return str(text)
        self._wrong(key, key, "、".join(known))
        return known[0]

    def _scalar(self, tag: str) -> str:
        """Its word or number as it is written; empty where it is of another type."""
        node = self.node
        right = isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{tag}"
        return str(node.value) if right else ""

    @property
    def _rest(self) -> tuple[str, list[Problem]]:
        return self.path, self.problems

    def _wrong(self, where: str, key: str, form: str) -> None:
        empty = not self.node.value
        value = self.node.value if isinstance(self.node, yaml.ScalarNode) or empty else "…"
        shown = " ".join(str(value).split())[:40]
        self.report("forms-value", where=where, key=key, value=shown, form=form)


def front_matter_node(document: Document, problems: list[Problem]) -> Node | None:
    """The front matter of a document that has been read, with its places; None without one."""
    if not document.meta:
        return None
    source = document.text[4 : document.body_start].rstrip("\n \t").removesuffix("---")
    root = compose_yaml(source)
    return Node(root, document.path, problems) if root is not None else None
