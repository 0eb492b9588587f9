"""What a page inks, each kind of mark once with the first place where it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from handbook.preflight.record import Box
from handbook.preflight.shelf import Font, Image, Look
from handbook.preflight.space import Colour

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
NEAR = 64
"""Marks near a page's edge that are kept."""


class Text(NamedTuple):
    """Glyphs in one font, size and colour."""

    font: Font
    size: float
    """Points as printed."""
    mode: int
    """0 filled, 1 stroked, 2 both; 3 is invisible (9.3.6)."""
    fill: Colour
    stroke: Colour
    look: Look


class Fill(NamedTuple):
    """Filled paths."""

    colour: Colour
    thin: float
    """Points of the shorter side where it is a line's thickness; infinite otherwise."""
    look: Look


class Stroke(NamedTuple):
    """Stroked paths."""

    colour: Colour
    width: float
    """Points as printed."""
    look: Look


class Picture(NamedTuple):
    """An image at a size."""

    image: Image
    ppi: float
    """Pixels per inch as printed, the lower of both directions."""
    colour: Colour
    """Of a stencil."""
    look: Look


class Shade(NamedTuple):
    """A colour that a shading reaches."""

    colour: Colour
    look: Look


@dataclass
class Trace:
    """A page's marks."""

    texts: dict[Text, Box] = field(default_factory=dict)
    fills: dict[Fill, Box] = field(default_factory=dict)
    strokes: dict[Stroke, Box] = field(default_factory=dict)
    pictures: dict[Picture, Box] = field(default_factory=dict)
    shades: dict[Shade, Box] = field(default_factory=dict)
    spaces: list[Colour] = field(default_factory=list)
    """Spaces that transparency groups blend in, as colours without parts."""
    faults: dict[tuple[str, str], Box | None] = field(default_factory=dict)
    """What stands in the way of printing it: a rule and what was found."""
    near: list[Box] = field(default_factory=list)
    """Marks that come nearer to the trim than is safe."""
    layers: bool = False
    """Whether something belongs to a layer."""
    inked: bool = False
    """Whether anything shows within the trim."""

    def fault(self, rule: str, what: str, box: Box | None = None) -> None:
        """Note what a rule of `streams` is about."""
        if len(self.faults) < 200:
            self.faults.setdefault((rule, what), box)

    def add(self, other: Trace) -> None:
        """Take over the marks of a part."""
        for name in ("texts", "fills", "strokes", "pictures", "shades", "faults"):
            mine = getattr(self, name)
            for mark, box in getattr(other, name).items():
                mine.setdefault(mark, box)
        self.spaces += other.spaces
        self.layers = self.layers or other.layers
        self.inked = self.inked or other.inked


def times(a: Matrix, b: Matrix) -> Matrix:
    """First `a`, then `b`."""
    a0, a1, a2, a3, a4, a5 = a
    b0, b1, b2, b3, b4, b5 = b
    return (
        a0 * b0 + a1 * b2, a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2, a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4, a4 * b1 + a5 * b3 + b5,
    )  # fmt: skip


def hull(matrix: Matrix, x1: float, y1: float, x2: float, y2: float) -> Box:
    """The upright box around a rectangle after a matrix."""
    a, b, c, d, e, f = matrix
    xs = (a * x1 + c * y1, a * x2 + c * y1, a * x1 + c * y2, a * x2 + c * y2)
    ys = (b * x1 + d * y1, b * x2 + d * y1, b * x1 + d * y2, b * x2 + d * y2)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def least_scale(matrix: Matrix) -> float:
    """How much a matrix shrinks in the direction in which it shrinks most."""
    a, b, c, d = matrix[:4]
    half = (a * a + b * b + c * c + d * d) / 2
    area = a * d - b * c
    return math.sqrt(max(half - math.sqrt(max(half * half - area * area, 0)), 0))


def painted(trace: Trace) -> Iterator[tuple[Colour, bool, Box]]:
    """Each colour that is laid on the page, whether it overprints, and a place."""
    for text, box in trace.texts.items():
        if text.mode in (0, 2, 4, 6):
            yield text.fill, text.look.overprint_fill, box
        if text.mode in (1, 2, 5, 6):
            yield text.stroke, text.look.overprint_stroke, box
    for fill, box in trace.fills.items():
        yield fill.colour, fill.look.overprint_fill, box
    for stroke, box in trace.strokes.items():
        yield stroke.colour, stroke.look.overprint_stroke, box
    for shade, box in trace.shades.items():
        yield shade.colour, shade.look.overprint_fill, box
    for picture, box in trace.pictures.items():
        if picture.image.mask:
            yield picture.colour, picture.look.overprint_fill, box


def looks(trace: Trace) -> set[Look]:
    """The looks in which anything is painted."""
    kinds = (trace.texts, trace.fills, trace.strokes, trace.pictures, trace.shades)
    return {mark.look for kind in kinds for mark in kind}
