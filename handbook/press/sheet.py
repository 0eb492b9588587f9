"""The sheet a book is set on: trim size, bleed and inks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from handbook.problems import InputError, problem
from handbook.source import Settings

Colour = Literal["screen", "k", "second"]
TRIM_NAMES = {(140, 203): "大32开", (130, 184): "小32开", (148, 210): "A5", (185, 260): "16开"}
"""What the trade calls a trim size (GB/T 788—1999), in millimetres."""
NAMED = {name: size for size, name in TRIM_NAMES.items()} | {"32开": (130, 184)}
_TRIM = re.compile(r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Sheet:
    """Millimetres, and which inks there are."""

    width: float = 140
    height: float = 203
    bleed: float = 0
    """0 for PDFs that are read on screen."""
    colour: Colour = "screen"
    """`screen` has the one red; `k` is black alone, as a one-colour interior is printed; `second`
    has another ink beside it."""

    @staticmethod
    def of(
        settings: Settings, bleed: float = 0, colour: Colour = "screen", trim: str = ""
    ) -> Sheet:
        """The sheet of a trim, by default the one that the settings name. Raises `InputError`."""
        trim = trim or settings.print.trim
        found = _TRIM.fullmatch(trim.strip())
        named: tuple[float, float] = NAMED.get(trim.strip(), (0, 0))
        width, height = (float(found[1]), float(found[2])) if found else named
        # Below this the measure falls short of 15 characters; above, no book is bound.
        if not (105 <= width <= 420 and 120 <= height <= 594):
            names = "、".join(NAMED)
            form = f"{names} 或宽x高（毫米），如 140x203 (or width x height in mm, from 105x120)"
            raise InputError(
                [
                    problem(
                        "settings-value",
                        "mkdocs.yml",
                        key="print.trim",
                        value=trim,
                        form=form,
                    )
                ]
            )
        return Sheet(width, height, bleed, colour)

    @property
    def table_measure(self) -> float:
        """The measure in ems of a table's type (9 pt), as page.typ makes it."""
        return (self.width - 45) / 25.4 * 72 // 9.75 * 9.75 / 9

    @property
    def format(self) -> str:
        """The trim in words for the colophon: 140毫米×203毫米（大32开）."""
        name = TRIM_NAMES.get((round(self.width), round(self.height)))
        return f"{self.width:g}毫米×{self.height:g}毫米" + (f"（{name}）" if name else "")
