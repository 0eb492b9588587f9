"""Paths as a page draws them (ISO 32000-1, 8.5), cut down to the boxes of what they ink."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from handbook.proof.sheets import Mark

Point = tuple[float, float]
STRAIGHT = 0.01
"""Points by which the ends of a level or upright side may differ."""


@dataclass
class Subpath:
    """A part of a path that is drawn without lifting the pen."""

    points: list[Point]
    straight: bool = True
    """Whether all its sides are level or upright."""


@dataclass
class Path:
    """The path that is being drawn, in points of the page."""

    parts: list[Subpath] = field(default_factory=list)

    def move(self, point: Point) -> None:
        """Lift the pen (m)."""
        self.parts.append(Subpath([point]))

    def line(self, point: Point) -> None:
        """Draw a side (l). Raises `IndexError` where nothing has begun."""
        part = self.parts[-1]
        (x, y), (u, v) = part.points[-1], point
        part.straight = part.straight and (abs(x - u) < STRAIGHT or abs(y - v) < STRAIGHT)
        part.points.append(point)

    def curve(self, points: list[Point]) -> None:
        """Draw a curve by its control points and end (c, v, y)."""
        self.parts[-1].points += points
        self.parts[-1].straight = False

    def close(self) -> None:
        """Draw the side back to where the part began (h)."""
        if self.parts:
            self.line(self.parts[-1].points[0])

    def marks(self, filled: bool, width: float) -> Iterator[Mark]:
        """The boxes of what is inked: of a stroke each side's, of a filled part the whole's."""
        for part in self.parts:
            sides = list(itertools.pairwise(part.points))
            if filled or not part.straight or not sides:
                yield _mark(part.points, width / 2, part.straight)
                continue
            for side in sides:
                yield _mark(list(side), width / 2, True)


def _mark(points: list[Point], grow: float, straight: bool) -> Mark:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Mark(min(xs) - grow, min(ys) - grow, max(xs) + grow, max(ys) + grow, straight)
