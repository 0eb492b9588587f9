"""The spine: how thick the bound book is, and how sure that is.

Published formulas for the same book differ by a tenth, since they hide the paper's bulk in a
constant. So the bulk is stated, the result keeps its uncertainty, and a measured value (of a dummy
that the bindery makes from the very paper) overrides both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from handbook.problems import InputError, problem

BULK = 1.3
"""cm³/g of uncoated offset paper, where neither mill nor print shop has named one."""
BULK_ERROR = 0.07
"""cm³/g by which a bulk that nobody measured may be off: 240 sides of 80 g come to 11.8–13.2 mm,
which spans what the trade's formulas give."""
COVER_BULK = 1.0
"""cm³/g of coated board; the two boards add half a millimetre, so its error does not show."""
TITLE_FROM = 5.0
"""Millimetres from which on a spine bears the title: below, type of a readable size does not stay
between the folds when the cover shifts by a millimetre."""


@dataclass(frozen=True)
class Spine:
    """A spine's width in millimetres, and what it rests on."""

    width_mm: float
    """What the cover is set with, to a tenth."""
    low_mm: float
    """The least that the bound book may turn out to have, rounded down to a tenth."""
    high_mm: float
    """The most, rounded up to a tenth."""
    leaves: int
    """Leaves of the text block; two pages each."""
    grammage: float
    """g/m² of the text paper."""
    bulk: float
    """cm³/g of the text paper."""
    cover_grammage: float
    """g/m² of the cover's board; 0 where it is not known and adds nothing."""
    bulk_stated: bool = False
    """Whether mill or print shop named the bulk; else it is our default."""
    measured: bool = False
    """Whether the width was measured on a dummy; then low, high and width are the same."""

    @property
    def has_title(self) -> bool:
        """Whether the spine is sure to be wide enough for the title: its least width decides."""
        return self.low_mm >= TITLE_FROM


def spine_width(
    leaves: int,
    grammage: float,
    bulk: float | None = None,
    cover_grammage: float = 0.0,
    measured_mm: float | None = None,
) -> Spine:
    """The spine of a book: leaves × grammage × bulk / 1000 + two boards of the cover.

    g/m² × cm³/g is the thickness of a leaf in micrometres. `bulk` None takes `BULK`; `measured_mm`
    overrides the result. Raises `InputError` for a figure that no paper has.
    """
    values = (
        ("grammage", grammage, 25, 400),
        ("bulk", bulk if bulk is not None else BULK, 0.5, 3),
        ("cover_grammage", cover_grammage, 0, 600),
        ("spine", measured_mm if measured_mm is not None else 1, 0.1, 120),
    )
    wrong = [
        problem("press-figure", "mkdocs.yml", key=f"print.{key}", value=f"{v:g}", low=a, high=b)
        for key, v, a, b in values
        if not a <= v <= b
    ]
    if wrong:
        raise InputError(wrong)
    used = bulk if bulk is not None else BULK
    low, width, high = (
        leaves * grammage * b / 1000 + 2 * cover_grammage * COVER_BULK / 1000
        for b in (used - BULK_ERROR, used, used + BULK_ERROR)
    )
    if measured_mm is not None:
        low = width = high = measured_mm
    return Spine(
        _tenths(width, round),
        _tenths(low, math.floor),
        _tenths(high, math.ceil),
        leaves,
        grammage,
        used,
        cover_grammage,
        bulk is not None,
        measured_mm is not None,
    )


def _tenths(value: float, way: Callable[[float], int]) -> float:
    """A tenth of a millimetre; figures of paper do not carry binary dust over the edge."""
    return way(round(value * 10, 6)) / 10
