"""Printings that are out: where each provision stands in the copies that people hold."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
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


class PageMap(Mapping[str, tuple[PrintedLine, ...]]):
    """The map of a printing, made out when it is first asked for: it may have 15,000 lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.sha256 = hashlib.sha256(text.encode()).hexdigest() if text else ""
        """Of the map's text; empty where there is none."""

    @cached_property
    def _rows(self) -> dict[str, tuple[PrintedLine, ...]]:
        data: Any = None
        with contextlib.suppress(ValueError, RecursionError):  # `verify` says what is wrong
            data = json.loads(self._text or "null")
        return {
            str(id): tuple(_lines(rows))
            for id, rows in (data.items() if isinstance(data, dict) else ())
            if isinstance(rows, list)
        }

    def __getitem__(self, id: str) -> tuple[PrintedLine, ...]:
        return self._rows[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Printing:
    """One print run of an edition, with its map."""

    edition: Edition
    run: PrintRun
    lines: Mapping[str, tuple[PrintedLine, ...]] = field(default_factory=dict)
    """The printed lines of each provision; empty where the printing has no map."""

    @property
    def name(self) -> str:
        """What commands call it: 2018/1."""
        return f"{self.edition.id}/{self.run.id}"

    @property
    def title(self) -> str:
        """What a reader calls it: 2018年版第1次印刷, as the colophon has it (GB/T 12450, 4.2)."""
        run = f"第{self.run.id}次印刷" if self.run.id.isdecimal() else f"（{self.run.id}）"
        return f"{self.edition.title or self.edition.id}{run}"

    @property
    def map_sha256(self) -> str:
        """Of its map; empty where that was not read from a file."""
        return self.lines.sha256 if isinstance(self.lines, PageMap) else ""


def read_printings(
    root: Path, editions: Sequence[Edition] | None = None, book: str = "handbook"
) -> tuple[Printing, ...]:
    """Every printing of a book in the editions below `root`, oldest first."""
    return tuple(
        Printing(edition, run, _read_map(root, root / "editions" / edition.id, run.map))
        for edition in (read_editions(root) if editions is None else editions)
        for run in edition.runs(book)
    )


def _read_map(root: Path, folder: Path, name: str) -> PageMap:
    path = folder / name
    inside = name and path.resolve().is_relative_to(folder.resolve()) and path.is_file()
    text, _ = read_text(root, path) if inside else (None, [])
    return PageMap(text or "")


def _lines(rows: list[Any]) -> Iterator[PrintedLine]:
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("line"), int):
            yield PrintedLine(str(row.get("page", "")), row["line"], str(row.get("text", "")))


def find_line(
    printing: Printing, id: str, words: str, at: int = 0, nth: int = 0
) -> PrintedLine | None:
    """The printed line on which the character `at` of `words` stands; None where it is not found.

    `nth` says which occurrence in the provision is meant, counted from 0.
    """
    return next(iter(find_lines(printing, id, words, at, at, nth)), None)


def find_lines(
    printing: Printing, id: str, words: str, start: int, end: int, nth: int = 0
) -> tuple[PrintedLine, ...]:
    """The printed lines on which the characters `start` to `end` of `words` stand, in order.

    Of an empty span it is the line of the character behind it. White space does not count, nor do
    the pages that print adds behind references.
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
            return ()
    first = min(len(_SPACE.sub("", words[:start])), len(part) - 1)
    last = max(first, len(_SPACE.sub("", words[:end])) - 1)
    return tuple(dict.fromkeys(owners[place + first : place + last + 1]))


def leaves(pages: Iterable[str]) -> int:
    """How many leaves (张) the pages stand on. Page 1 is a recto, so a leaf is 1 and 2, 3 and 4."""
    folios = (int(page) if page.isdecimal() else page for page in pages)
    return len({(folio + 1) // 2 if isinstance(folio, int) else folio for folio in folios})


def printed_places(
    erratum: Erratum, printings: Iterable[Printing]
) -> list[tuple[Printing, PrintedLine]]:
    """Where the first character that an erratum changes stands, in every print run that has it."""
    words = plain_words(erratum.original)
    pairs = zip(words, plain_words(erratum.corrected), strict=False)
    at = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))
    found = []
    for printing in printings:
        ids = (erratum.provision, erratum.provision_then)
        line = next((x for id in ids if (x := find_line(printing, id, words, at))), None)
        if line is not None and erratum.id not in printing.run.errata:
            found.append((printing, line))
    return found
