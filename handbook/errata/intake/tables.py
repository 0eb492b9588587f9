"""Rows of text out of a spreadsheet, a document's tables or a csv, all in one shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROWS = 20_000
"""Rows with text that one file may have."""
COLUMNS = 64
"""Columns that are read of a row."""

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of cells merged; ends included."""


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    number: int
    """The row's number as the sender sees it, from 1."""
    cells: tuple[str, ...]
    """Its cells' texts; a merged cell's text stands in every cell that it covers."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are there, each once, from the left."""
        return tuple(dict.fromkeys(cell for cell in self.cells if cell))


@dataclass(frozen=True)
class Table:
    """A sheet, a table of a document, or a whole csv."""

    name: str
    """The sheet's name; 表1 for a document's first table; empty for a csv."""
    lines: tuple[Line, ...]
    """The rows that have text."""
    lead: tuple[str, ...] = ()
    """Paragraphs of a document that stand before the table, or anywhere if it has none."""


def make_lines(rows: Mapping[int, Sequence[str]], spans: Sequence[Span] = ()) -> tuple[Line, ...]:
    """Lines of rows by their numbers, merged cells filled, empty rows left out.

    Raises `OverflowError` where merged cells cover more than any form does.
    """
    cells = {number: list(row) for number, row in rows.items()}
    budget = ROWS * COLUMNS
    for first, left, last, right in spans:
        row = cells.get(first, [])
        text = row[left] if left < len(row) else ""
        covered = [n for n in range(first, min(last, first + ROWS) + 1) if text and n in cells]
        right = min(right, COLUMNS - 1)
        budget -= len(covered) * (right - left + 1) + 1
        if budget < 0:
            raise OverflowError
        for number in covered:
            row = cells[number]
            row += [""] * (right + 1 - len(row))
            row[left : right + 1] = [text] * (right + 1 - left)
    lines = ((number, tuple(clean_cell(text) for text in row)) for number, row in cells.items())
    return tuple(Line(number, row) for number, row in sorted(lines) if any(row))


_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def clean_cell(text: str) -> str:
    """A cell's text with line feeds for all line ends and no white space around it."""
    return _ENDS.sub("\n", text).strip()
