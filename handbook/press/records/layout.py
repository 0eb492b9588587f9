"""A form's page: from its fields to rules, words and blanks, each in its place.

Everything stands on lines of one pitch, 8.5 to 9 mm as record books have it, so that what is
ruled, what is tabled and what is left free agree from the head of the page to its foot. A field
without a number of rows takes what the others leave.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from handbook.press.columns import text_width
from handbook.press.records.labels import (
    EM,
    SMALL,
    WHITE,
    MisfitError,
    WideError,
    band_width,
    broken,
    column_widths,
    date_words,
    label_width,
    label_widths,
)
from handbook.press.records.side import Blank, Place, Side, Weight, Word
from handbook.source.forms import BLOCKS, Field, Form, Row

PITCH = 9.0
"""The most, in millimetres, that two ruled lines stand apart."""
LEAST_BLANK = 12.0
"""The least width that a hand can write in, in millimetres."""
BOX, GAP, OPTION_GAP = 3.0, 1.2, 3.6
"""The side of a box to tick, the white before its word and after that, in millimetres."""
INSET = 0.9
"""The white at either side of words in their place, as form-side.typ has it."""
LEAST_ROWS = 2
"""What a field that takes the rest of the page must get at least."""
DATE_WEIGHT = 1.4
"""How much more room a date gets than another blank, where three or more share a row."""


class TallError(MisfitError):
    """Too many lines."""

    def __init__(self, side: int, needs: int, has: int) -> None:
        self.side, self.needs, self.has = side, needs, has
        super().__init__(f"{needs} > {has}")


def lay_out(form: Form, width: float, height: float) -> tuple[Side, ...]:
    """The form's pages with a frame of this width and at most this height, in millimetres.

    Raises `TallError` or `WideError` where it does not fit.
    """
    count = math.ceil(height / PITCH - 0.001)
    pitch = height / count
    names: set[str] = set()
    return tuple(
        _Page(width, pitch, count, names).lay(number, rows)
        for number, rows in enumerate(form.sides, 1)
    )


@dataclass
class _Page:
    """What is laid down so far; `at` is the height, in lines, that the next row begins at."""

    width: float
    pitch: float
    count: int
    names: set[str]
    at: int = 0
    counted: int = 0
    rules: list[tuple[Weight, Place]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)

    def lay(self, number: int, rows: Sequence[Row]) -> Side:
        labels = label_widths(rows)
        heights = self._heights(number, rows, labels)
        for row, high, widths in zip(rows, heights, labels, strict=True):
            if self.at:
                self._rule("cell", 0, self.at, self.width)
            top = self.at
            if row[0].kind in BLOCKS:
                self._block(row[0], high)
            else:
                self._cells(row, high, widths)
            self.at = top + high
        wide, tall = self.width, self.at * self.pitch
        edges: list[Place] = [
            (0, 0, wide, 0),
            (0, tall, wide, 0),
            (0, 0, 0, tall),
            (wide, 0, 0, tall),
        ]
        self.rules += [("frame", edge) for edge in edges]
        return Side(
            wide, tall, self.pitch, tuple(self.rules), tuple(self.words),
            tuple(self.blanks), self.counted,
        )  # fmt: skip

    def _heights(
        self, number: int, rows: Sequence[Row], labels: Sequence[tuple[float, ...]]
    ) -> list[int]:
        """Lines of each row. What is left goes to those that grow, a line more to the first."""
        fixed = [self._fixed(row, widths) for row, widths in zip(rows, labels, strict=True)]
        growing = [n for n, row in enumerate(rows) if row[0].grows]
        left = self.count - sum(fixed)
        if left < LEAST_ROWS * len(growing):
            raise TallError(number, sum(fixed) + LEAST_ROWS * len(growing), self.count)
        # Where nothing else would fill the page, rows with names are set wider apart.
        growing = growing or [n for n, row in enumerate(rows) if row[0].names]
        for n, at in enumerate(growing):
            fixed[at] += left // len(growing) + (n < left % len(growing))
        return fixed

    def _fixed(self, row: Row, labels: Sequence[float]) -> int:
        """The lines that a row has whatever the page is."""
        first = row[0]
        if first.kind == "table":
            return 1 + bool(first.label) + (len(first.names) or first.rows) * first.high
        if first.kind in BLOCKS:
            return first.rows
        shares = self._shares(row)
        return max(
            len(self._options(each, share - label)) if each.kind == "choice" else 1
            for each, share, label in zip(row, shares, labels, strict=True)
        )

    # Rows of labels and blanks

    def _shares(self, row: Row) -> list[float]:
        """The width of each cell of a row, its label included.

        Two halve the row, so that such rows agree; more have blanks alike beside their labels.
        """
        given = [each.width for each in row if each.width]
        if len(row) < 3 or given:
            usual = sum(given) / len(given) if given else 1
            weights = [each.width or usual for each in row]
            return [self.width * weight / sum(weights) for weight in weights]
        labels = [label_width(each.label) for each in row]
        weights = [DATE_WEIGHT if each.kind == "date" else 1 for each in row]
        spare = (self.width - sum(labels)) / sum(weights)
        return [label + weight * spare for label, weight in zip(labels, weights, strict=True)]

    def _cells(self, row: Row, high: int, labels: Sequence[float]) -> None:
        top, tall = self.at * self.pitch, high * self.pitch
        left = 0.0
        for n, (each, share, label) in enumerate(zip(row, self._shares(row), labels, strict=True)):
            if n:
                self._rule("cell", left, self.at, 0, high)
            if share - label < LEAST_BLANK:
                raise WideError(each.label)
            words = broken(each.label, (label - WHITE) / EM)
            self.words.append(Word(words, (left, top, label, tall), "label"))
            self._rule("cell", left + label, self.at, 0, high)
            place = (left + label, top, share - label, tall)
            if each.kind == "choice":
                self._choice(each, place)
            else:
                if each.kind == "date" and (words := date_words(place[2])):
                    self.words.append(Word(words, place, "date"))
                self._blank(each.label, each.label, each.hint, place)
            left += share

    def _options(self, field: Field, width: float) -> list[list[tuple[str, float]]]:
        """The options with their widths, broken into lines."""
        lines: list[list[tuple[str, float]]] = [[]]
        used = WHITE
        for option in field.options:
            wide = BOX + GAP + text_width(option) * EM + INSET
            if used + wide > width and lines[-1]:
                lines.append([])
                used = WHITE
            if used + wide > width:
                raise WideError(field.label)
            lines[-1].append((option, wide))
            used += wide + OPTION_GAP
        return lines

    def _choice(self, field: Field, place: Place) -> None:
        left, top, width, _ = place
        for n, line in enumerate(self._options(field, width)):
            x, y = left + WHITE, top + n * self.pitch
            for option, wide in line:
                tick = (x, y + (self.pitch - BOX) / 2, BOX, BOX)
                self._blank(
                    f"{field.label}-{option}", f"{field.label}：{option}", "", tick, "check"
                )
                words = (x + BOX + GAP - INSET, y, wide - BOX - GAP + INSET, self.pitch)
                self.words.append(Word(option, words, "option"))
                x += wide + OPTION_GAP

    # What has the whole width

    def _block(self, field: Field, high: int) -> None:
        if field.kind == "table":
            self._table(field, high)
            return
        top = self.at * self.pitch
        words = f"{field.label}（{field.hint}）" if field.hint else field.label
        self.words.append(Word(words, (0, top, self.width, self.pitch), "band"))
        if field.kind == "lines":
            for line in range(1, high):
                self._rule("write", 0, self.at + line, self.width)
        used = min(band_width(words), self.width - LEAST_BLANK)
        place = (
            (0.0, top + self.pitch, self.width, (high - 1) * self.pitch)
            if high > 1
            else (used, top, self.width - used, self.pitch)
        )
        self._blank(field.label, field.label, field.hint, place, "lines" if high > 1 else "text")

    def _table(self, field: Field, high: int) -> None:
        if field.label:
            place = (0.0, self.at * self.pitch, self.width, self.pitch)
            self.words.append(Word(field.label, place, "band"))
            self._rule("cell", 0, self.at + 1, self.width)
            self.at, high = self.at + 1, high - 1
        widths = column_widths(field, self.width)
        lefts = [sum(widths[:n]) for n in range(len(widths))]
        top = self.at * self.pitch
        for n, (column, left, wide) in enumerate(zip(field.columns, lefts, widths, strict=True)):
            words = broken(column.label, (wide - WHITE) / EM / SMALL)
            self.words.append(Word(words, (left, top, wide, self.pitch), "head"))
            if n:
                self._rule("cell", left, self.at, 0, high)
        count = len(field.names) or (high - 1) // field.high
        tall = (high - 1) / count  # what would be left below the last row goes to all of them
        for line in range(1, count + 1):
            at = 1 + (line - 1) * tall
            self._rule("cell" if line == 1 else "line", 0, self.at + at, self.width)
            name = field.names[line - 1] if field.names else ""
            y = top + at * self.pitch
            for column, left, wide in zip(field.columns, lefts, widths, strict=True):
                place = (left, y, wide, tall * self.pitch)
                if name and not left:
                    self.words.append(Word(name, place, "name"))
                elif column.kind == "number":
                    self.counted = max(self.counted, line)
                    self.words.append(Word("", place, "number", line))
                else:
                    where = name or f"第{line}行"
                    prefix = f"{field.label}-" if field.label else ""
                    tip = f"{field.label}，{where}，" if field.label else f"{where}，"
                    self._blank(
                        f"{prefix}{name or line}-{column.label}", tip + column.label, column.hint,
                        place,
                    )  # fmt: skip

    def _rule(self, weight: Weight, x: float, line: float, wide: float, high: int = 0) -> None:
        self.rules.append((weight, (x, line * self.pitch, wide, high * self.pitch)))

    def _blank(
        self,
        name: str,
        tip: str,
        hint: str,
        place: Place,
        kind: Literal["text", "lines", "check"] = "text",
    ) -> None:
        # A full stop would part a field's name into levels (ISO 32000-1, 12.7.3.2).
        base = name.replace(".", "·")
        unique = next(n for n in _numbered(base) if n not in self.names)
        self.names.add(unique)
        tip = f"{tip}（{hint}）" if hint else tip
        self.blanks.append(Blank(unique, tip, place, kind))


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}（{number}）"
        number += 1
