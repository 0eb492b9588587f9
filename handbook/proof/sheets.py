"""What a page inks, as data: runs of glyphs with their places, marks, and what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handbook.proof.record import Kind

if TYPE_CHECKING:
    from handbook.proof.fonts import Face

ASCENT, DESCENT = 0.88, 0.12
"""The em box of a Chinese face above and below its baseline, in ems."""


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs that one operator shows, on one baseline. Measures are points of the page."""

    text: str
    """What the glyphs stand for by the font's ToUnicode, white space included."""
    face: Face
    codes: tuple[int, ...]
    edges: tuple[float, ...]
    """The left edge of each glyph, and the right edge of the last."""
    y: float
    """The baseline."""
    size: float
    """The em."""
    shade: float
    """0 is black ink, 1 is bare paper."""

    @property
    def left(self) -> float:
        """Where the first glyph begins."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where the last glyph ends."""
        return self.edges[-1]

    @property
    def bottom(self) -> float:
        """The foot of the em box."""
        return self.y - DESCENT * self.size

    @property
    def top(self) -> float:
        """The head of the em box."""
        return self.y + ASCENT * self.size


@dataclass(frozen=True, slots=True)
class Mark:
    """A path that is filled or stroked, by the box it lies in."""

    left: float
    bottom: float
    right: float
    top: float
    straight: bool
    """Whether it has level and upright sides alone."""

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule: no thicker than two points, so that it is no letter."""
        return self.straight and min(self.right - self.left, self.top - self.bottom) <= 2.0


@dataclass(frozen=True)
class Sheet:
    """One page of the file, its content stream read operator by operator."""

    index: int
    """Its place in the file, from 0."""
    box: tuple[float, float, float, float]
    """The trimmed page: left, bottom, right, top."""
    runs: tuple[Run, ...]
    """In the order of the content stream."""
    marks: tuple[Mark, ...]
    faults: tuple[tuple[Kind, str], ...] = field(default=())
    """What this page does that hides ink or cannot be followed: the kind, and what it is."""

    def split(self, margins: tuple[float, float]) -> tuple[list[Run], list[Run], list[Run]]:
        """The runs of the running head, of the text, and of the foot.

        `margins` are the millimetres of the trim that the first and the last of them keep to.
        """
        head: list[Run] = []
        body: list[Run] = []
        foot: list[Run] = []
        high, low = self.box[3] - margins[0] * MM, self.box[1] + margins[1] * MM
        for run in self.runs:
            (foot if run.y < low else head if run.y > high else body).append(run)
        return head, body, foot


MM = 72 / 25.4
"""Points of a millimetre."""


def text_of(runs: Sequence[Run]) -> str:
    """What runs say, without white space."""
    return "".join("".join(run.text for run in runs).split())
