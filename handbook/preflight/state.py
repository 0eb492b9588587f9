"""The graphics state, and what all that paints has in common."""

from __future__ import annotations

from dataclasses import dataclass

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight import syntax
from handbook.preflight.marks import NEAR, UNIT, Matrix, Trace, times
from handbook.preflight.open import entry, number
from handbook.preflight.record import Box
from handbook.preflight.shelf import PLAIN, Font, Look, Shelf, read_font
from handbook.preflight.space import BLACK, GREY, Colour, Space


@dataclass(slots=True)
class State:
    """The graphics state (8.4), as far as marks depend on it."""

    ctm: Matrix = UNIT
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_space: Space = GREY
    stroke_space: Space = GREY
    line: float = 1.0
    look: Look = PLAIN
    font: Font | None = None
    size: float = 0.0
    mode: int = 0
    leading: float = 0.0
    stretch: float = 1.0
    rise: float = 0.0

    def copy(self) -> State:
        """As `q` keeps it."""
        return State(
            self.ctm, self.fill, self.stroke, self.fill_space, self.stroke_space, self.line,
            self.look, self.font, self.size, self.mode, self.leading, self.stretch, self.rise,
        )  # fmt: skip


class Ground:
    """A stream that is being followed: its state, its resources, and where its marks go."""

    shelf: Shelf
    trim: Box
    safe: Box
    trace: Trace
    state: State
    stack: list[State]
    path: list[float]
    tm: Matrix
    line_start: Matrix
    resources: DictionaryObject
    base: Matrix
    """The matrix with which the stream began: patterns hang on it (8.7.3.1)."""
    placed: bool
    """Whether marks stand where the matrices say: not in a pattern's cell."""
    plain: bool
    """Whether colours are not listened to, as in the glyphs of an uncoloured font."""

    def form(self, stream: StreamObject, state: State, outer: DictionaryObject) -> None:
        """Follow a form, pattern, glyph or appearance in a state whose matrix is its own."""
        raise NotImplementedError

    def fault(self, rule: str, what: bytes | str = b"") -> None:
        """Note what stands in the way of printing."""
        self.trace.fault(rule, what if isinstance(what, str) else what.decode("latin-1"))

    def note(self, box: Box, white: bool) -> None:
        """Keep what shows within the trim, and what comes near its edge."""
        if white or not self.placed:
            self.trace.inked = self.trace.inked or not white
            return
        x1, y1, x2, y2 = box
        left, bottom, right, top = self.trim
        if x2 > left and x1 < right and y2 > bottom and y1 < top:
            self.trace.inked = True
            safe = self.safe
            if (x1 < safe[0] or y1 < safe[1] or x2 > safe[2] or y2 > safe[3]) and (
                len(self.trace.near) < NEAR
            ):
                self.trace.near.append(box)

    def _save(self, raw: bytes) -> None:
        self.stack.append(self.state.copy())

    def _restore(self, raw: bytes) -> None:
        if self.stack:
            self.state = self.stack.pop()
        else:
            self.fault("pdf-operator", b"Q")

    def _concat(self, raw: bytes) -> None:
        a, b, c, d, e, f = syntax.floats(raw)
        self.state.ctm = times((a, b, c, d, e, f), self.state.ctm)

    def _width(self, raw: bytes) -> None:
        self.state.line = abs(syntax.floats(raw)[0])

    def _set_look(self, raw: bytes) -> None:
        name = syntax.names(raw)[0]
        found = self.shelf.read(self.resources, "/ExtGState", name, lambda value: value)
        if not isinstance(found, DictionaryObject):
            self.fault("pdf-operator", raw.strip() + b" gs")
            return
        self.state.look = self.shelf.look(self.state.look, found)
        if "/LW" in found:
            self.state.line = abs(number(entry(found, "/LW")))
        if "/Font" in found:
            pair = entry(found, "/Font")
            self.state.font, self.state.size = read_font(pair[0].get_object()), number(pair[1])
        for key in ("/TR", "/TR2", "/HTP"):
            value = entry(found, key)
            if value is not None and not (key == "/TR2" and value == "/Default"):
                self.fault("pdf-transfer", key.encode())


def six(values: tuple[float, ...]) -> Matrix:
    """A matrix of six numbers; the unit matrix for anything else."""
    if len(values) != 6:
        return UNIT
    a, b, c, d, e, f = values
    return a, b, c, d, e, f
