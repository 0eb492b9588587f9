"""How much room a form's labels want, where they are broken, and a table's columns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from handbook.press.columns import text_width
from handbook.source.forms import BLOCKS, Column, Field, Row

EM = 9 / 72 * 25.4
"""A label's em (9 pt) in millimetres."""
SMALL = 8.5 / 9
"""A table head's type, in ems of a label's."""
WHITE = 1.8
"""The white at either side of a label, in millimetres."""
LABEL_EMS = 6.0
"""A longer label is broken over two lines."""
DATES = ("　　　年　　月　　日", "　　年　月　日")
"""What a date is written into, where there is room for it."""
_GOOD_BREAK = frozenset("、或和与及，")
"""A label is broken after one of these, or before a bracket, rather than within a word."""


class MisfitError(Exception):
    """A form that its page cannot hold."""


class WideError(MisfitError):
    """A row with too little room to write."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(label)


def date_words(width: float) -> str:
    """年 月 日 with room to write, as there is in so many millimetres; else nothing."""
    return next((each for each in DATES if text_width(each) * EM <= width), "")


def broken(label: str, ems: float) -> str:
    """A label as it stands in so many ems: whole, or in two lines of like length."""
    if text_width(label) <= ems or len(label) < 2:
        return label

    def cost(at: int) -> tuple[bool, float]:
        first, second = text_width(label[:at]), text_width(label[at:])
        good = label[at - 1] in _GOOD_BREAK or label[at] == "（"
        ascii_word = label[at - 1].isascii() and label[at].isascii()
        return max(first, second) > ems or ascii_word, abs(first - second) - (2.5 if good else 0)

    at = min(range(1, len(label)), key=cost)
    return f"{label[:at]}\n{label[at:]}"


def label_width(label: str) -> float:
    """What a label's cell wants, in millimetres: one line of it, or two of a long one."""
    ems = text_width(label)
    if ems > LABEL_EMS:
        ems = max(math.ceil(ems / 2), LABEL_EMS - 1)
    return ems * EM + 2 * WHITE


def band_width(words: str) -> float:
    """What words at the head of a field take of its first line, in millimetres."""
    return text_width(words) * EM + 2 * WHITE


def label_widths(rows: Sequence[Row]) -> list[tuple[float, ...]]:
    """The label widths of each row of cells: as wide as those of all rows of the page that have as
    many, and the first as wide as the first of any, so that their rules stand below one another."""
    wanted = [
        tuple(label_width(each.label) for each in row if each.kind not in BLOCKS) for row in rows
    ]
    first = max((row[0] for row in wanted if row), default=0.0)
    return [
        (
            first,
            *(max(row[n] for row in wanted if len(row) == len(mine)) for n in range(1, len(mine))),
        )
        if mine
        else ()
        for mine in wanted
    ]


def column_widths(field: Field, width: float) -> tuple[float, ...]:
    """The widths of a table's columns in millimetres. Raises `WideError`.

    A column has its share, but never less than its label in two lines.
    """
    shares = [_share(column) for column in field.columns]
    least = [math.ceil(text_width(c.label) / 2) * EM * SMALL + WHITE for c in field.columns]
    if field.names:
        longest = max(map(text_width, field.names))
        shares[0] = max(shares[0], longest + 1)
        least[0] = max(least[0], longest * EM + WHITE)
    if sum(least) > width:
        raise WideError(field.label or field.columns[0].label)
    widths = list(least)
    free = set(range(len(shares)))
    while free:  # whoever gets less than its least has that; the others share what is left
        rest = width - sum(widths[n] for n in range(len(shares)) if n not in free)
        each = rest / sum(shares[n] for n in free)
        short = {n for n in free if shares[n] * each < least[n] - 1e-9}
        if not short:
            for n in free:
                widths[n] = shares[n] * each
            break
        free -= short
    return tuple(widths)


def _share(column: Column) -> float:
    """A column's width in characters: what it asks for, or what its label lets expect."""
    if column.kind == "number":
        return column.width or 3.0
    return column.width or max(6.0, text_width(column.label) + 1)
