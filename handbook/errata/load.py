"""Read `docs/errata/*.md`; what is wrong with a file comes all at once, with its line."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handbook.book.rules import Key
from handbook.errata.keys import entry_keys, erratum_keys
from handbook.errata.model import Amendment, Entry, Erratum
from handbook.problems import Problem, problem
from handbook.source.document import CONTROL, Document, compose_yaml, read_document
from handbook.source.plain import read_plain

CONTACT = re.compile(
    r"(?<!\w)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\w)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
"""Telephone numbers and addresses of persons never enter the tree (design: One register)."""
_MAYBE_CONTACT = re.compile(r"[0-9]{7}|@")
"""What every one of them has: quick to look for."""


def load_errata(root: Path) -> tuple[list[Erratum], list[Problem]]:
    """Every erratum that can be made out, in the order of the files' names, and all problems.

    A file with an error in its form is left out: nothing else can be said about it.
    """
    errata: list[Erratum] = []
    problems: list[Problem] = []
    for path in sorted((root / "docs" / "errata").glob("*.md"), key=lambda path: path.name):
        document, found = read_document(root, path, "errata")
        # A body without words is no empty file here: `parse_erratum` asks for the reason.
        problems += [p for p in found if p.rule != "file-empty"]
        rules = {p.rule for p in found}
        if document is None or "front-matter-syntax" in rules:
            continue
        erratum, found = parse_erratum(document)
        problems += found
        if erratum is not None and not rules - {"file-empty"}:
            errata.append(erratum)
    return errata, problems


@dataclass(frozen=True)
class _Check:
    """Checks one file's keys at their places."""

    document: Document
    lines: Mapping[str, int]

    def keys(
        self, values: Mapping[str, Any], keys: Mapping[str, Key], prefix: str, own: str
    ) -> Iterator[Problem]:
        """Unknown, wrong and missing keys of one mapping, which is itself the value of `own`."""
        name = self.document.path
        for key, value in values.items():
            if key in keys and keys[key].accepts(value):
                continue
            full = prefix + str(key)
            line = self.lines.get(full) or self.lines.get(own, 1)
            if key not in keys:
                known = "、".join(keys)
                yield problem("front-matter-key", name, line, key=full, known=known)
            else:
                shown = "" if value is None else value
                form = keys[key].form
                yield problem("front-matter-value", name, line, key=full, value=shown, form=form)
        for key, rule in keys.items():
            if rule.required and key not in values:
                full = prefix + key
                line = self.lines.get(own, 1)
                yield problem("front-matter-missing", name, line, key=full, form=rule.form)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the file by itself."""
        meta, name = self.document.meta, self.document.path
        yield from self.keys(meta, erratum_keys(meta), "", "")
        history = meta.get("history")
        for place, entry in enumerate(history if isinstance(history, list) else [], 1):
            if isinstance(entry, dict):
                key = f"history[{place}]"
                yield from self.keys(entry, entry_keys(entry), f"{key}.", key)
        originals = [meta.get(key) for key in ("original", "original_now")]
        for key, original in zip(("original", "original_now"), originals, strict=True):
            if original is not None and original == (meta.get("corrected") or ""):
                yield problem("erratum-same", name, self.lines.get(key, 1))
        # Only an escape writes one that reading the file has not found already.
        hidden = "\\" in self.document.text or CONTROL.search(self.document.text)
        for key, value in walk_text(meta, "") if hidden else ():
            if found := CONTROL.search(value):
                code = f"U+{ord(found[0]):04X}"
                yield problem("file-control", name, self.lines.get(key, 1), code=code)
        quoted = "\n".join(str(meta.get(key) or "") for key in ("original", "corrected"))
        text = self.document.text
        for found in CONTACT.finditer(text) if _MAYBE_CONTACT.search(text) else ():
            if found[0] not in quoted:
                line = self.document.line_at(found.start())
                yield problem("erratum-contact", name, line, text=found[0])
        if not self.document.body.strip():
            yield problem("erratum-reason", name, severity="warning")


def walk_text(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text in a mapping, down into lists, with the key that `key_lines` knows it by."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from walk_text(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from walk_text(inner, f"{key}[{place}]")


def parse_erratum(document: Document) -> tuple[Erratum | None, list[Problem]]:
    """One file as an erratum, or None where its form is wrong; and what is wrong."""
    lines, problems = key_lines(document)
    problems += _Check(document, lines).problems()
    if any(p.severity == "error" for p in problems):
        return None, problems
    meta = document.meta
    erratum = Erratum(
        id=document.stem,
        provision=meta.get("provision_now") or meta["provision"],
        edition=meta["edition"],
        kind=meta["kind"],
        original=meta.get("original", ""),
        corrected=meta.get("corrected") or "",
        history=tuple(_entry(each) for each in meta["history"]),
        reason=document.body.strip(),
        group=meta.get("group", ""),
        original_now=meta.get("original_now", ""),
        provision_then=meta["provision"] if meta.get("provision_now") else "",
        amendment=_amendment(meta) if meta["kind"] == "amendment" else None,
        path=document.path,
        lines=lines,
    )
    return erratum, problems


def _entry(value: Mapping[str, Any]) -> Entry:
    return Entry(**{**value, "by": tuple(value["by"])})


def _amendment(meta: Mapping[str, Any]) -> Amendment:
    to = meta.get("to", ())
    return Amendment(
        action=meta["action"],
        old_sha256=meta.get("old_sha256", ""),
        new_sha256=meta.get("new_sha256", ""),
        to=(to,) if isinstance(to, str) else tuple(to),
        after=meta.get("after", ""),
        sources=tuple(meta.get("from", ())),
        to_sha256=tuple(meta.get("to_sha256", ())),
    )


def key_lines(document: Document) -> tuple[Mapping[str, int], list[Problem]]:
    """The line of each key, down into lists, and keys that stand twice (YAML takes the last)."""
    lines: dict[str, int] = {}
    problems: list[Problem] = []

    def walk(node: yaml.Node | None, prefix: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = f"{prefix}.{key.value}" if prefix else str(key.value)
                line = key.start_mark.line + 2  # the front matter begins on the second line
                if name in lines:
                    problems.append(problem("erratum-key-twice", document.path, line, key=name))
                lines[name] = line
                walk(value, name)
        elif isinstance(node, yaml.SequenceNode):
            for place, value in enumerate(node.value, 1):
                lines[f"{prefix}[{place}]"] = value.start_mark.line + 2
                walk(value, f"{prefix}[{place}]")

    if document.meta:
        head = document.text[4 : document.text.rindex("---", 4, document.body_start)]
        plain = read_plain(head)
        if plain:
            return plain.lines, []
        walk(compose_head(head), "")
    return lines, problems


def compose_head(text: str) -> yaml.Node | None:
    """Front matter as YAML's nodes, which know their places."""
    with contextlib.suppress(yaml.YAMLError):
        return compose_yaml(text)
    return yaml.compose(text, Loader=yaml.SafeLoader)
