"""Read `docs/programme/distribution.yml`, with the line of everything that is wrong in it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from handbook.problems import InputError, Problem, problem
from handbook.programme.distribution import Distribution, Stock, Unit
from handbook.source import FOLDERS
from handbook.source.document import compose_yaml, read_text, yaml_problem

PATH = "docs/programme/distribution.yml"
LARGEST = 8
"""Digits of a number of copies; a longer one is a slip of the hand."""
LONGEST = 60
"""Characters of a name."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_BOOK = re.compile(r"records/[a-z0-9-]{1,64}")
_PRINTING = re.compile(r"([\w.-]{1,32})/([\w.-]{1,16})")


def load_distribution(root: Path) -> Distribution | None:
    """The ledger; None where a project has none. Raises `InputError` for one that is wrong."""
    ledger, problems = read_distribution(root)
    if problems:
        raise InputError(problems)
    return ledger


def read_distribution(root: Path) -> tuple[Distribution | None, list[Problem]]:
    """The ledger as far as it can be made out, and what is wrong with its form."""
    path = root / PATH
    if not path.is_file():
        return None, []
    text, problems = read_text(root, path)
    if text is None:
        return None, problems
    try:
        node = compose_yaml(text)
    except yaml.YAMLError as error:
        return None, [*problems, yaml_problem("distribution-syntax", PATH, error, 1)]
    return _Reader(problems).ledger(node), problems


class _Reader:
    """Reads the nodes of the file, which know their lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def ledger(self, node: yaml.Node | None) -> Distribution:
        """The whole file."""
        parts = self.parts(node, "distribution.yml", ("stock", "units"))
        if not parts:
            return Distribution()
        kinds = self.parts(parts.get("stock"), "stock", None)
        stock = tuple(self.stock(key, value) for key, value in kinds.items())
        rows = parts.get("units")
        if not isinstance(rows, yaml.SequenceNode):
            self.report(rows or node, "units", "- {unit: …}")
            return Distribution(stock)
        units = tuple(self.unit(row, tuple(kinds)) for row in rows.value)
        self.twice(units)
        return Distribution(stock, units)

    def stock(self, key: str, node: yaml.Node) -> Stock:
        """One kind of thing handed out."""
        parts = self.parts(node, f"stock.{key}", ("title", "book", "printing", "copies"))
        if not _KEY.fullmatch(key):
            self.report(node, key, "a-z 0-9 -")
        book = _word(parts["book"]) if "book" in parts else key
        if book not in FOLDERS and not _BOOK.fullmatch(book):
            self.report(parts.get("book", node), "book", "、".join((*FOLDERS, "records/NAME")))
        printing = parts.get("printing")
        found = _PRINTING.fullmatch(_word(printing)) if printing else None
        if found is None and (printing or book in FOLDERS):
            self.add("distribution-printing", printing or node, key=key)
        return Stock(
            key,
            self.words("title", parts["title"]) if "title" in parts else key,
            book,
            found[1] if found else "",
            found[2] if found else "",
            self.number("copies", parts["copies"]) if "copies" in parts else None,
            _line(node),
        )

    def unit(self, node: yaml.Node, keys: Sequence[str]) -> Unit:
        """One department's row."""
        parts = self.parts(node, "units", ("unit", "received", *keys))
        name = parts.get("unit")
        if name is None and isinstance(node, yaml.MappingNode):
            self.report(node, "unit", "{unit: 示例单位 01, …}")
        copies = {
            key: number
            for key in keys
            if key in parts and (number := self.number(key, parts[key])) is not None
        }
        received = self.date("received", parts["received"]) if "received" in parts else None
        return Unit(self.words("unit", name) if name else "", copies, received, _line(node))

    def parts(
        self, node: yaml.Node | None, where: str, known: Sequence[str] | None
    ) -> dict[str, yaml.Node]:
        """A mapping's values by their keys; unknown keys and twins are findings."""
        found: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.report(node, where, "键: 值 key: value")
            return found
        for key, value in node.value:
            name = _word(key)
            if name in found:
                self.add("distribution-key-twice", key, key=name, where=where)
            elif known is not None and name not in known:
                self.add("distribution-key", key, key=name, where=where, known="、".join(known))
            else:
                found[name] = value
        return found

    def number(self, key: str, node: yaml.Node) -> int | None:
        """A number of copies; None, and a finding, for anything else."""
        word = _word(node)
        if word.isascii() and word.isdigit() and len(word) <= LARGEST:
            return int(word)
        self.report(node, key, "0、1、2…")
        return None

    def date(self, key: str, node: yaml.Node) -> datetime.date | None:
        """A date; None, and a finding, for anything else."""
        try:
            return datetime.date.fromisoformat(_word(node))
        except ValueError:
            self.report(node, key, "YYYY-MM-DD")
            return None

    def words(self, key: str, node: yaml.Node) -> str:
        """A name on one line."""
        word = _word(node)
        if not word or "\n" in word or len(word) > LONGEST:
            self.report(node, key, "一行文字 one line of text")
        return word

    def twice(self, units: Sequence[Unit]) -> None:
        """A department has one row."""
        seen: dict[str, int] = {}
        for unit in units:
            first = seen.setdefault(unit.name, unit.line)
            if unit.name and first != unit.line:
                self.problems.append(
                    problem("distribution-twice", PATH, unit.line, unit=unit.name, other=first)
                )

    def report(self, node: yaml.Node | None, key: str, form: str) -> None:
        """A value is not what it should be."""
        self.add("distribution-form", node, key=key, form=form)

    def add(self, rule: str, node: yaml.Node | None, **values: str) -> None:
        """A finding at a node."""
        column = node.start_mark.column + 1 if node is not None else 1
        self.problems.append(problem(rule, PATH, _line(node), column, "error", **values))


def _word(node: yaml.Node) -> str:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""


def _line(node: yaml.Node | None) -> int:
    return int(node.start_mark.line) + 1 if node is not None else 1
