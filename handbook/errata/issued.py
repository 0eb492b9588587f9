"""Printings that are out: where each provision stands in the copies that people hold."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.book import Edition, PrintRun, read_editions
from handbook.errata.model import Erratum
from handbook.errata.wording import plain_words
from handbook.source.document import read_text

_SPACE = re.compile(r"\s")
_PAGE_MARK = re.compile(r"（\d+页）")


@dataclass(frozen=True)
class PrintedLine:
    """A line of one print run (design: a printing's map)."""

    page: str
    """The folio as printed."""
    line: int
    """Counted from the top of the text block, 1-based."""
    text: str


@dataclass(frozen=True)
class Printing:
    """One print run of an edition, with its map."""

    edition: Edition
    run: PrintRun
    lines: dict[str, tuple[PrintedLine, ...]] = field(default_factory=dict)
    """The printed lines of each provision; empty where the printing has no map."""

    @property
    def name(self) -> str:
        """What commands call it: 2018/1."""
        return f"{self.edition.id}/{self.run.id}"


def read_printings(root: Path, editions: Sequence[Edition] | None = None) -> tuple[Printing, ...]:
    """Every printing of the editions below `root`, oldest first."""
    return tuple(
        Printing(edition, run, _read_map(root, root / "editions" / edition.id, run.map))
        for edition in (read_editions(root) if editions is None else editions)
        for run in edition.printings
    )


def _read_map(root: Path, folder: Path, name: str) -> dict[str, tuple[PrintedLine, ...]]:
    path = folder / name
    inside = name and path.resolve().is_relative_to(folder.resolve()) and path.is_file()
    text, _ = read_text(root, path) if inside else (None, [])
    data: Any = None
    with contextlib.suppress(ValueError):  # `verify` says what is wrong
        data = json.loads(text or "null")
    return {
        str(id): tuple(_lines(rows))
        for id, rows in (data.items() if isinstance(data, dict) else ())
        if isinstance(rows, list)
    }


def _lines(rows: list[Any]) -> Iterator[PrintedLine]:
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("line"), int):
            yield PrintedLine(str(row.get("page", "")), row["line"], str(row.get("text", "")))


def find_line(
    printing: Printing, id: str, words: str, at: int = 0, nth: int = 0
) -> PrintedLine | None:
    """The printed line on which the character `at` of `words` stands; None where it is not found.

    `nth` says which occurrence in the provision is meant, counted from 0. White space does not
    count, nor do the pages that print adds behind references.
    """
    lines = printing.lines.get(id, ())
    owners = [line for line in lines for char in line.text if not _SPACE.match(char)]
    text = _SPACE.sub("", "".join(line.text for line in lines))
    for mark in reversed(list(_PAGE_MARK.finditer(text))):
        del owners[mark.start() : mark.end()]
    text = _PAGE_MARK.sub("", text)
    part = _SPACE.sub("", words)
    place = -1
    for _ in range(nth + 1):
        place = text.find(part, place + 1)
        if place < 0 or not part:
            return None
    return owners[place + min(len(_SPACE.sub("", words[:at])), len(part) - 1)]


def printed_places(
    erratum: Erratum, printings: Iterable[Printing]
) -> list[tuple[Printing, PrintedLine]]:
    """Where the first character that an erratum changes stands, in every print run that has it."""
    words = plain_words(erratum.original)
    pairs = zip(words, plain_words(erratum.corrected), strict=False)
    at = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))
    found = []
    for printing in printings:
        line = find_line(printing, erratum.provision, words, at)
        if line is not None and erratum.id not in printing.run.errata:
            found.append((printing, line))
    return found
