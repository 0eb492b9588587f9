"""The shares of a table's columns: as few lines as the text allows, and form fields with room."""

from __future__ import annotations

import functools
import itertools
import math
import unicodedata

BLANK, BLANK_LEAST = 7.0, 4.0
"""What a cell wants, and what it can do with, in ems, where a form leaves it to be filled in."""
WHITE = 1.12
"""The white at both sides of a cell, in ems: what blocks.typ has, and a hair that keeps a word that
just fits from breaking over a rounding."""
LEAST = 2.0 + WHITE
MEASURE = 29.0
"""The default measure in ems of a table's type."""
_STEPS = (5.0, 4.0, 3.0, 2.0, 1.0, 0.5)


def text_width(text: str) -> float:
    """A text's width in ems: a full-width character counts one, any other a half.

    A quarter stands between Han and Latin (clreq 3.2.3).
    """
    wide = [unicodedata.east_asian_width(char) in "WFA" for char in text]
    turns = sum(a != b for a, b in itertools.pairwise(wide))
    return sum(1.0 if is_wide else 0.55 for is_wide in wide) + 0.25 * turns


@functools.lru_cache(maxsize=512)
def column_shares(rows: tuple[tuple[str, ...], ...], measure: float = MEASURE) -> tuple[float, ...]:
    """Widths in ems of the columns of `rows`, of which the first is the head."""
    count = max((len(row) for row in rows), default=0)
    blank = {(n, at) for n, row in enumerate(rows) for at, cell in enumerate(row) if n and not cell}

    def cells(empty: float) -> list[list[float]]:
        widths = [[*map(text_width, row), *[0.0] * (count - len(row))] for row in rows]
        for n, at in blank:
            widths[n][at] = empty
        return widths

    wants = [max(row[at] for row in cells(BLANK)) + WHITE for at in range(count)]
    spare = measure - sum(wants)
    if spare >= 0:
        # Set at its own width a narrow table would leave the rules long and the columns huddled.
        return tuple(want + spare / count for want in wants)
    fair = measure / count
    short = sum(want for want in wants if want <= fair)
    long = sum(want for want in wants if want > fair)
    return _fewest_lines(
        cells(BLANK_LEAST),
        [want if want <= fair else want * (measure - short) / long for want in wants],
    )


def _fewest_lines(cells: list[list[float]], widths: list[float]) -> tuple[float, ...]:
    """Move width from column to column as long as that saves lines."""
    cost = _lines(cells, widths)
    while cost[1] > len(cells) * len(widths):
        moves = [(cost, 0.0, widths)]
        for step, (here, there) in itertools.product(
            _STEPS, itertools.permutations(range(len(widths)), 2)
        ):
            if widths[here] - step >= LEAST:
                moved = list(widths)
                moved[here] -= step
                moved[there] += step
                moves.append((_lines(cells, moved), step, moved))
        best = min(moves)
        if best[0] >= cost:
            break
        cost, _, widths = best
    return tuple(round(width, 2) for width in widths)


def _lines(cells: list[list[float]], widths: list[float]) -> tuple[int, int]:
    """Lines of the table, and lines of all its cells."""
    lines = [
        [math.ceil(wide / max(w - WHITE, 1) - 0.001) for wide, w in zip(row, widths, strict=True)]
        for row in cells
    ]
    return sum(map(max, lines)), sum(map(sum, lines))
