"""Write texts into spreadsheets so that no program takes one for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_FORMULA = re.compile(r"[=+\-@\t\r]")
_MOST = 32_767
"""Characters that a cell of an xlsx holds."""


def set_text(cell: Cell, text: str) -> None:
    """Put a text into a cell of an xlsx as text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_MOST]
    cell.data_type = "s"
    cell.quotePrefix = bool(_FORMULA.match(text))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """A csv; what a spreadsheet would take for a formula has an apostrophe before it.

    A byte order mark tells Excel and WPS that it is UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([f"'{text}" if _FORMULA.match(text) else text for text in row] for row in rows)
    return f"\ufeff{out.getvalue()}"
