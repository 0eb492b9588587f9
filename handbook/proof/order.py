"""Whether text stands on the page in the order in which it is read.

The content stream may say one thing and its places another: a line that was moved, cells that
changed places. So every run must stand right of the one before it or below it; in a table, cells
right of one another and rows below one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.proof.flow import Flow
from handbook.proof.sheets import Run

Place = tuple[int, int, int, int]
"""Of a cell: its unit, table, row and column. Row -1 is a header repeated overleaf."""
SQUEEZE = 0.9
"""Punctuation gives up half of its em, and glyphs come so much closer: twice where a list's mark
（二） stands before an opening bracket, whose gap of a fifth remains."""


@dataclass
class _Line:
    """The line that is being read: its biggest run, and where it ends."""

    run: Run
    right: float

    def takes(self, run: Run) -> bool:
        """Whether a run goes on with the line: beside it and right of it."""
        overlap = min(run.top, self.run.top) - max(run.bottom, self.run.bottom)
        beside = overlap > 0.4 * min(run.size, self.run.size)
        return beside and run.left >= self.right - SQUEEZE * max(run.size, self.run.size)

    def add(self, run: Run) -> None:
        """Go on with a run."""
        self.right = max(self.right, run.right)
        if run.size > self.run.size:
            self.run = run

    def is_above(self, run: Run) -> bool:
        """Whether a run begins another line below this one."""
        return run.top <= self.run.bottom + 0.2 * run.size


@dataclass
class _Row:
    """A table's row on one sheet, as far as it was read."""

    place: Place
    top: float
    """The baseline of its first line."""
    size: float
    bottom: float
    right: float
    """Of the cells that are finished."""
    cell_right: float

    @staticmethod
    def begin(place: Place, run: Run) -> _Row:
        """A row by its first run."""
        return _Row(place, run.y, run.size, run.bottom, run.left - 1, run.right)


def disorder(
    flow: Flow, places: Sequence[Place | None], columns: bool = False
) -> Iterator[tuple[int, Run]]:
    """The runs that do not follow the one before them, each by its number.

    `places` names the cell of each run. With `columns` text may go on higher up, in a column right
    of all that the sheet has so far from there down.
    """
    line: _Line | None = None
    row: _Row | None = None
    sheet, before = -1, 0
    for n, ((here, run), place) in enumerate(zip(flow.runs, places, strict=True)):
        if here != sheet:
            sheet, before, line = here, n, _Line(run, run.right)
            row = _Row.begin(place, run) if place else None
            continue
        assert line is not None
        fits, row, goes_on = _follow(line, row, run, place)
        if not fits and columns:
            lower = (other for _, other in flow.runs[before:n] if other.y < run.top)
            fits, goes_on = all(other.right <= run.left + 1 for other in lower), False
        if not fits:
            yield n, run
        if goes_on:
            line.add(run)
        else:
            line = _Line(run, run.right)


def _follow(
    line: _Line, row: _Row | None, run: Run, place: Place | None
) -> tuple[bool, _Row | None, bool]:
    """Whether a run stands where it may, the row it is in, and whether the line goes on."""
    if place is None or row is None or place[:2] != row.place[:2]:
        # Below the whole of the table that ends here.
        below_table = row is None or run.top <= row.bottom + 0.2 * run.size
        goes_on = row is None and line.takes(run)
        fits = below_table and (goes_on or line.is_above(run) or row is not None)
        return fits, _Row.begin(place, run) if place else None, goes_on
    if place == row.place:
        goes_on = line.takes(run)
        in_cell = run.left >= row.right - SQUEEZE * run.size
        row.bottom, row.cell_right = min(row.bottom, run.bottom), max(row.cell_right, run.right)
        return in_cell and (goes_on or line.is_above(run)), row, goes_on
    if place[2] == row.place[2]:
        beside = abs(run.y - row.top) <= 0.6 * row.size
        right_of = run.left >= row.cell_right - SQUEEZE * run.size
        fits = beside and right_of and place[3] > row.place[3]
        row.place, row.right = place, row.cell_right
        row.bottom, row.cell_right = min(row.bottom, run.bottom), max(row.cell_right, run.right)
        return fits, row, False
    fits = run.top <= row.bottom + 0.2 * run.size
    return fits, _Row.begin(place, run), False
