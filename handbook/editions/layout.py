"""A comparison made ready to be shown: rows gathered to tables, equal lines left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from handbook.editions.entries import Comparison, Entry
from handbook.editions.pieces import Block, Piece

Side = Literal["old", "new"]
WHOLE = 8
"""A text of so many lines is shown whole."""
_FEW = 2
"""So few equal lines are not worth leaving out."""
_NEAR = 1
"""How many equal lines stay on both sides of a change."""


@dataclass(frozen=True)
class Skip:
    """Equal lines that are left out."""

    count: int
    rows: bool = False
    """Whether they are rows of a table."""


@dataclass(frozen=True)
class Table:
    """Rows of one table, or of an old and a new one."""

    rows: tuple[Block | Skip, ...]

    def rows_of(self, side: Side) -> tuple[Block | Skip, ...]:
        """The rows of one side; none where it has no such table."""
        found = any(isinstance(row, Block) and _stands(row, side) for row in self.rows)
        return self.rows if found else ()

    def columns(self, *sides: Side) -> list[int]:
        """The columns that any of the sides has; one that only the other has is left out."""
        blocks = [row for row in self.rows if isinstance(row, Block)]
        found = []
        for n in range(max((len(row.cells) for row in blocks), default=0)):
            pieces = [p for row in blocks if n < len(row.cells) for p in row.cells[n]]
            if not pieces or any(runs(pieces, side) for side in sides):
                found.append(n)
        return found


def _stands(row: Block, side: Side) -> bool:
    return row.in_old if side == "old" else row.in_new


Shape = Block | Skip | Table


class Run(NamedTuple):
    """Words as one side shows them."""

    text: str
    mark: Literal["", "del", "ins", "number"]
    """Whether they went, came, or are a number that follows from others' places."""
    causes: tuple[str, ...] = ()


def layout(blocks: Sequence[Block], whole: int = WHOLE) -> list[Shape]:
    """The lines of a provision, tables as such; far from any change they are left out."""
    shapes: list[Shape] = []
    rows: list[Block | Skip] = []
    tables = (0, 0)
    for item in _shorten(blocks, whole):
        row = item.rows if isinstance(item, Skip) else item.kind == "row"
        table = item.table if isinstance(item, Block) else (0, 0)
        if rows and (not row or _differs(tables, table)):
            shapes.append(Table(tuple(rows)))
            rows, tables = [], (0, 0)
        if row:
            rows.append(item)
            tables = table[0] or tables[0], table[1] or tables[1]
        else:
            shapes.append(item)
    return [*shapes, Table(tuple(rows))] if rows else shapes


def _differs(tables: tuple[int, int], table: tuple[int, int]) -> bool:
    return any(a and b and a != b for a, b in zip(tables, table, strict=True))


def _shorten(blocks: Sequence[Block], whole: int) -> Iterator[Block | Skip]:
    if len(blocks) <= whole:
        yield from blocks
        return
    near = range(-_NEAR, _NEAR + 1)
    kept = {n + d for n, block in enumerate(blocks) if block.changed for d in near}
    tables = {blocks[n].table for n in kept if 0 <= n < len(blocks)}
    kept |= {n for n, b in enumerate(blocks) if b.head and b.table in tables}
    dropped: list[Block] = []
    for n, block in enumerate(blocks):
        if n not in kept and (not dropped or dropped[-1].table == block.table):
            dropped.append(block)
            continue
        yield from _dropped(dropped)
        dropped = [] if n in kept else [block]
        if n in kept:
            yield block
    yield from _dropped(dropped)


def _dropped(blocks: list[Block]) -> Iterator[Block | Skip]:
    if len(blocks) > _FEW:
        yield Skip(len(blocks), blocks[0].kind == "row")
    else:
        yield from blocks


def runs(pieces: Iterable[Piece], side: Side) -> list[Run]:
    """The words of one side; neighbours that look alike are one run."""
    found: list[Run] = []
    for piece in pieces:
        text = piece.old if side == "old" else piece.new
        if not text:
            continue
        if piece.tag == "equal":
            run = Run(text, "")
        elif piece.computed:
            run = Run(text, "number")
        else:
            run = Run(text, "del" if side == "old" else "ins", piece.causes)
        if found and found[-1][1:] == run[1:] and run.mark != "number":
            run = run._replace(text=found.pop().text + text)
        found.append(run)
    return found


def renumbered_ranges(comparison: Comparison) -> list[tuple[str, str]]:
    """第12–40条 and 第13–41条: numbers that moved on together, old and new."""
    found: list[list[Entry]] = []
    for entry in comparison.entries:
        if not entry.renumbered or entry.old is None or entry.new is None:
            continue
        if found and _goes_on(found[-1][-1], entry):
            found[-1].append(entry)
        else:
            found.append([entry])
    return [
        (_range(group[0], group[-1], "old"), _range(group[0], group[-1], "new")) for group in found
    ]


def _goes_on(last: Entry, entry: Entry) -> bool:
    """Whether two entries bear numbers that follow one another in both texts."""
    for a, b in ((last.old, entry.old), (last.new, entry.new)):
        if a is None or b is None or a.kind != b.kind or a.number is None or b.number is None:
            return False
        if b.number != a.number + 1 or (a.kind != "clause" and a.file != b.file):
            return False
    return True


def _range(first: Entry, last: Entry, side: Side) -> str:
    a, b = (entry.old if side == "old" else entry.new for entry in (first, last))
    assert a is not None
    assert b is not None
    if a is b:
        return a.label
    if a.kind in ("clause", "norm", "item"):
        return f"{a.label[:-1]}–{b.number}{a.label[-1]}"
    return f"{a.label}至{b.label}"
