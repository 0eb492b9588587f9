"""Operators of paths (ISO 32000-1, 8.5)."""

from __future__ import annotations

import math

from handbook.preflight import syntax
from handbook.preflight.marks import Fill, Stroke, hull, least_scale
from handbook.preflight.record import Box
from handbook.preflight.state import Ground

LINE = 1.5
"""Points: a filled shape thinner than this is taken for a line."""


class Paths(Ground):
    """Gathers a path's points and marks what is painted."""

    def _points(self, raw: bytes) -> None:
        self.path += syntax.floats(raw)

    def _rectangle(self, raw: bytes) -> None:
        x, y, width, height = syntax.floats(raw)
        self.path += (x, y, x + width, y, x, y + height, x + width, y + height)

    def _end_path(self, raw: bytes) -> None:
        self.path = []

    def _hull(self, grow: float = 0) -> Box | None:
        path = self.path
        if not path:
            return None
        a, b, c, d, e, f = self.state.ctm
        xs, ys = path[::2], path[1::2]
        if not (b or c):
            box = hull(self.state.ctm, min(xs), min(ys), max(xs), max(ys))
        else:
            us = [a * x + c * y for x, y in zip(xs, ys, strict=False)]
            vs = [b * x + d * y for x, y in zip(xs, ys, strict=False)]
            box = (min(us) + e, min(vs) + f, max(us) + e, max(vs) + f)
        return box[0] - grow, box[1] - grow, box[2] + grow, box[3] + grow

    def _paint_fill(self, raw: bytes) -> None:
        box = self._hull()
        if box is not None:
            colour, look = self.state.fill, self.state.look
            width, height = box[2] - box[0], box[3] - box[1]
            thin = min(width, height)
            # A shape short both ways is a dot, or a module of a code, not a line; nor is a glyph.
            is_line = self.placed and thin < LINE and max(width, height) > 4 * thin
            mark = Fill(colour, round(thin, 3) if is_line else math.inf, look)
            self.trace.fills.setdefault(mark, box)
            self.note(box, colour.white)
        self.path = []

    def _paint_stroke(self, raw: bytes) -> None:
        width = self.state.line * least_scale(self.state.ctm)
        box = self._hull(width / 2)
        if box is not None:
            colour = self.state.stroke
            mark = Stroke(colour, round(width, 3), self.state.look)
            self.trace.strokes.setdefault(mark, box)
            self.note(box, colour.white)
        self.path = []

    def _paint_both(self, raw: bytes) -> None:
        path = self.path
        self._paint_fill(raw)
        self.path = path
        self._paint_stroke(raw)
