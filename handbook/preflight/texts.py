"""Operators of text (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

import math
import re

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight import syntax
from handbook.preflight.marks import UNIT, Matrix, Text, Trace, hull, times
from handbook.preflight.open import entry
from handbook.preflight.record import Box
from handbook.preflight.shelf import Font, Look, read_font
from handbook.preflight.space import Colour
from handbook.preflight.state import Ground, six

_FAR = re.compile(rb"-\d{4}")
"""A move in TJ by an em or more, which takes fewer characters than it is wide."""
GLYPHS = 512
"""Glyphs of a Type 3 font that are followed."""


class Texts(Ground):
    """Marks text, in a box that is never too small."""

    fonts: dict[tuple[int, bytes], tuple[Font | None, float, DictionaryObject]]
    """By resources and operands; the resources are kept so that no id is used twice."""
    glyphs: dict[tuple[Font, Matrix, Colour, Look], Trace]
    """What the glyphs of a Type 3 font mark, by size and colour."""
    uses: set[tuple[object, ...]]

    def _begin_text(self, raw: bytes) -> None:
        self.tm = self.line_start = UNIT

    def _font(self, raw: bytes) -> None:
        key = (id(self.resources), raw)
        known = self.fonts.get(key)
        if known is None:
            name, size = syntax.name_and_number(raw)
            font = self.shelf.read(self.resources, "/Font", name, read_font)
            if font is None:
                self.fault("pdf-font-missing", name)
            known = self.fonts[key] = (font, size, self.resources)
        self.state.font, self.state.size, _ = known

    def _matrix(self, raw: bytes) -> None:
        a, b, c, d, e, f = syntax.floats(raw)
        self.tm = self.line_start = (a, b, c, d, e, f)

    def _move(self, raw: bytes) -> None:
        x, y = syntax.floats(raw)
        self.tm = self.line_start = times((1, 0, 0, 1, x, y), self.line_start)

    def _move_leading(self, raw: bytes) -> None:
        self.state.leading = -syntax.floats(raw)[1]
        self._move(raw)

    def _next_line(self, raw: bytes) -> None:
        self.tm = self.line_start = times((1, 0, 0, 1, 0, -self.state.leading), self.line_start)

    def _leading(self, raw: bytes) -> None:
        self.state.leading = syntax.floats(raw)[0]

    def _mode(self, raw: bytes) -> None:
        self.state.mode = int(syntax.floats(raw)[0])

    def _stretch(self, raw: bytes) -> None:
        self.state.stretch = syntax.floats(raw)[0] / 100

    def _rise(self, raw: bytes) -> None:
        self.state.rise = syntax.floats(raw)[0]

    def _show_next(self, raw: bytes) -> None:
        self._next_line(raw)
        self._show(raw[raw.index(b"(") if b"(" in raw else raw.index(b"<") :])

    def _show(self, raw: bytes) -> None:
        state, font = self.state, self.state.font
        if font is None:
            return
        matrix = times(self.tm, state.ctm)
        c, d = matrix[2], matrix[3]
        size = abs(state.size) * (abs(d) if not c else math.hypot(c, d))
        mark = Text(font, round(size, 2), state.mode, state.fill, state.stroke, state.look)
        # Generous at first: only what then seems to come too near is measured.
        each = 2 * font.code if b"(" not in raw else font.code
        ems = len(raw) / each + 2
        box = self._text_box(matrix, ems)
        safe = self.safe
        near = box[0] < safe[0] or box[1] < safe[1] or box[2] > safe[2] or box[3] > safe[3]
        if near or _FAR.search(raw):
            ems = syntax.advance(raw, font.code)
            box = self._text_box(matrix, ems)
        if mark not in self.trace.texts:
            self.trace.texts[mark] = self._text_box(matrix, syntax.advance(raw, font.code))
        if state.mode != 3 and state.mode != 7:
            self.note(box, (state.stroke if state.mode in (1, 5) else state.fill).white)
        along = ems * state.size
        move = (along * state.stretch, 0) if font.upright else (0, -along)
        self.tm = times((1, 0, 0, 1, *move), self.tm)
        if font.glyphs is not None:
            self._glyphs(font, matrix)

    def _text_box(self, matrix: Matrix, ems: float) -> Box:
        state, size = self.state, self.state.size
        if state.font is not None and not state.font.upright:
            return hull(matrix, -size, -ems * size, size, size)
        foot, head = state.rise - 0.25 * size, state.rise + 0.95 * size
        return hull(matrix, 0, foot, ems * size * state.stretch, head)

    def _glyphs(self, font: Font, matrix: Matrix) -> None:
        """All glyphs of a Type 3 font, as large as they are set here (9.6.5)."""
        size, state = self.state.size, self.state.copy()
        placed = times(six(font.matrix), times((size, 0, 0, size, 0, 0), matrix))
        state.ctm = (placed[0], placed[1], placed[2], placed[3], 0, 0)
        key = (font, state.ctm, state.fill, state.look)
        if key in self.uses:
            return
        self.uses.add(key)
        page, uses = self.trace, self.uses
        if key not in self.glyphs:
            kept = self.plain, self.placed
            self.trace = self.glyphs[key] = Trace()
            self.uses, self.placed = set(), False
            try:
                for name in list(font.glyphs or ())[:GLYPHS]:
                    glyph = entry(font.glyphs, name)
                    if isinstance(glyph, StreamObject):
                        self.plain = False
                        self.form(glyph, state.copy(), font.resources or self.resources)
            finally:
                self.plain, self.placed = kept
                self.trace, self.uses = page, uses
        page.add(self.glyphs[key])

    def _uncoloured(self, raw: bytes) -> None:
        self.plain = True
