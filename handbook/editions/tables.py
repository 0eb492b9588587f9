"""Lines of two texts paired, and the columns of their tables: cell answers to cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.editions.align import Pair, align, alike, signs
from handbook.editions.outline import Line, Outline

Columns = Mapping[tuple[int, int], list[Pair]]
"""The pairs of columns of an old and a new table."""


@dataclass(frozen=True)
class Matched:
    """Two outlines, their lines and columns paired."""

    old: Outline
    new: Outline

    @cached_property
    def lines(self) -> list[Pair]:
        """The lines of both, in order."""
        a, b = _facts(self.old), _facts(self.new)

        def likeness(i: int, k: int) -> float:
            line, other = self.old.lines[i], self.new.lines[k]
            if (line.kind == "row") != (other.kind == "row"):
                return 0.0
            like = alike(a[i].signs, b[k].signs)
            if line.kind == "row" and line.head == other.head and a[i].first == b[k].first:
                like = (like + 1) / 2  # a row is known by its first cell
            same = line.kind == other.kind and line.head == other.head
            return like if same else like * 0.8

        def alone(i: int, k: int) -> bool:
            line, other = self.old.lines[i], self.new.lines[k]
            return line.kind == other.kind and line.head == other.head

        return align([f.key for f in a], [f.key for f in b], likeness, alone)

    @cached_property
    def columns(self) -> Columns:
        """The columns of every two tables that have rows in common."""
        rows: dict[tuple[int, int], list[tuple[list[str], list[str]]]] = {}
        for i, k in self.lines:
            if i is None or k is None or self.old.lines[i].kind != "row":
                continue
            line, other = self.old.lines[i], self.new.lines[k]
            both = _texts(self.old, line), _texts(self.new, other)
            rows.setdefault((line.table, other.table), []).append(both)
        return {tables: _pair_columns(found) for tables, found in rows.items()}

    def cells(self, i: int, k: int) -> list[Pair]:
        """The pairs of cells of two lines that are a pair."""
        line, other = self.old.lines[i], self.new.lines[k]
        if line.kind != "row" or other.kind != "row":
            return [(0, 0)]
        pairs = self.columns[line.table, other.table]
        a, b = len(line.cells), len(other.cells)
        # A row may have fewer cells than its head.
        return [
            (x, y)
            for old, new in pairs
            for x, y in [(_within(old, a), _within(new, b))]
            if x is not None or y is not None
        ]


def _within(place: int | None, count: int) -> int | None:
    return place if place is not None and place < count else None


@dataclass(frozen=True)
class _Facts:
    key: tuple[object, ...]
    signs: Counter[str]
    first: str


def _facts(outline: Outline) -> list[_Facts]:
    facts = []
    for line in outline.lines:
        texts = _texts(outline, line)
        key = (line.kind, line.head, *texts)
        facts.append(_Facts(key, signs("\t".join(texts)), texts[0] if texts else ""))
    return facts


def _texts(outline: Outline, line: Line) -> list[str]:
    """The words of a line's cells, a label as what it stands for: renumbering changes none."""
    texts = []
    for start, end in line.cells:
        text, at = "", start
        for (low, high), word in outline.words.items():
            if start <= low and high <= end:
                text += outline.text[at:low] + f"[{word}]"
                at = high
        texts.append(text + outline.text[at:end])
    return texts


def _pair_columns(rows: Sequence[tuple[list[str], list[str]]]) -> list[Pair]:
    """Columns are alike where their cells are, row by row."""
    a, b = (max((len(row[side]) for row in rows), default=0) for side in (0, 1))

    def column(side: int, place: int) -> tuple[str, ...]:
        return tuple(row[side][place] if place < len(row[side]) else "" for row in rows)

    old, new = [column(0, n) for n in range(a)], [column(1, n) for n in range(b)]
    if a == b and (not rows or rows[0][0] == rows[0][1]):
        return [(n, n) for n in range(a)]

    def likeness(i: int, k: int) -> float:
        cells = [alike(signs(x), signs(y)) for x, y in zip(old[i], new[k], strict=True)]
        return sum(cells) / len(cells)

    pairs = align(old, new, likeness)
    alone = sum(i is None or k is None for i, k in pairs)
    # As many columns as before, and hardly one like another: then place tells.
    return [(n, n) for n in range(a)] if a == b and alone >= a else pairs
