"""Operators of colour (ISO 32000-1, 8.6.8), patterns and shadings (8.7)."""

from __future__ import annotations

from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight import syntax
from handbook.preflight.marks import Shade, times
from handbook.preflight.open import dictionary, entry, number, numbers
from handbook.preflight.record import Box
from handbook.preflight.space import (
    BLACK,
    CMYK,
    GREY,
    PATTERN,
    RGB,
    Colour,
    Space,
    read_space,
    shading_colours,
)
from handbook.preflight.state import Ground, State, six

DEVICES = {"/DeviceGray": GREY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK, "/Pattern": PATTERN}
NONE = DictionaryObject()


class Colours(Ground):
    """Sets the state's colours; what a pattern paints is followed where it is chosen."""

    known: dict[tuple[Space, bytes], Colour]
    """Colours by space and operands, so that the same is one."""

    def _in(self, space: Space, raw: bytes) -> Colour:
        key = (space, raw)
        found = self.known.get(key)
        if found is None:
            parts = tuple(min(max(part, 0.0), 1e6) for part in syntax.floats(raw))
            found = self.known[key] = Colour(space, parts)
        return found

    def _device(self, space: Space) -> Space:
        """Grey or RGB, or what stands in for it (8.6.5.6)."""
        if "/ColorSpace" not in self.resources:
            return space
        name = space.label.replace("Device", "/Default")
        found = self.shelf.read(
            self.resources, "/ColorSpace", name, lambda value: read_space(value, NONE)
        )
        return found or space

    def _grey(self, raw: bytes) -> None:
        if not self.plain:
            self.state.fill_space = self._device(GREY)
            self.state.fill = self._in(self.state.fill_space, raw)

    def _grey_stroke(self, raw: bytes) -> None:
        if not self.plain:
            self.state.stroke_space = self._device(GREY)
            self.state.stroke = self._in(self.state.stroke_space, raw)

    def _rgb(self, raw: bytes) -> None:
        if not self.plain:
            self.state.fill_space = self._device(RGB)
            self.state.fill = self._in(self.state.fill_space, raw)

    def _rgb_stroke(self, raw: bytes) -> None:
        if not self.plain:
            self.state.stroke_space = self._device(RGB)
            self.state.stroke = self._in(self.state.stroke_space, raw)

    def _cmyk(self, raw: bytes) -> None:
        if not self.plain:
            self.state.fill_space = CMYK
            self.state.fill = self._in(CMYK, raw)

    def _cmyk_stroke(self, raw: bytes) -> None:
        if not self.plain:
            self.state.stroke_space = CMYK
            self.state.stroke = self._in(CMYK, raw)

    def _named_space(self, raw: bytes) -> Space:
        name = syntax.names(raw)[0]
        if name in DEVICES:
            found = DEVICES[name]
            return self._device(found) if found in (GREY, RGB) else found
        spaces = dictionary(self.resources, "/ColorSpace")
        read = self.shelf.read(
            self.resources, "/ColorSpace", name, lambda value: read_space(value, spaces)
        )
        if read is None:
            raise ValueError(name)
        return read

    def _first(self, space: Space) -> Colour:
        """A space's colour before any is chosen (8.6.5)."""
        start = b" 1" if space.family == "spot" else b" 0"
        last = b" 0 0 0 1" if space.family == "cmyk" else start * max(space.count, 1)
        return self._in(space, last)

    def _space(self, raw: bytes) -> None:
        if not self.plain:
            self.state.fill_space = self._named_space(raw)
            self.state.fill = self._first(self.state.fill_space)

    def _space_stroke(self, raw: bytes) -> None:
        if not self.plain:
            self.state.stroke_space = self._named_space(raw)
            self.state.stroke = self._first(self.state.stroke_space)

    def _colour(self, raw: bytes) -> None:
        if not self.plain:
            self.state.fill = self._chosen(self.state.fill_space, raw)

    def _colour_stroke(self, raw: bytes) -> None:
        if not self.plain:
            self.state.stroke = self._chosen(self.state.stroke_space, raw)

    def _chosen(self, space: Space, raw: bytes) -> Colour:
        if space.family == "pattern":
            return self._pattern(space, raw)
        if space.family == "indexed":
            return space.colour_at(int(syntax.floats(raw)[0]))
        return self._in(space, raw)

    def _pattern(self, space: Space, raw: bytes) -> Colour:
        """Whatever a pattern paints counts where it is chosen (8.7)."""
        name = syntax.names(raw)[-1]
        found = self.shelf.read(self.resources, "/Pattern", name, lambda value: value)
        if found is None:
            raise ValueError(name)
        if number(entry(found, "/PatternType")) == 2:
            self._shades(entry(found, "/Shading"))
        elif isinstance(found, StreamObject):
            under = self._in(space.base, raw.rpartition(b"/")[0]) if space.base else BLACK
            plain, placed = self.plain, self.placed
            self.plain, self.placed = number(entry(found, "/PaintType")) == 2, False
            matrix = six(numbers(entry(found, "/Matrix")))
            state = State(times(matrix, self.base), under, under)
            try:
                self.form(found, state, self.resources)
            finally:
                self.plain, self.placed = plain, placed
        return Colour(space)

    def _shades(self, shading: Any, box: Box | None = None) -> None:
        spaces = dictionary(self.resources, "/ColorSpace")
        for colour in shading_colours(shading, spaces):
            self.trace.shades.setdefault(Shade(colour, self.state.look), box or self.trim)
        self.trace.inked = True

    def _shade(self, raw: bytes) -> None:
        name = syntax.names(raw)[0]
        found = self.shelf.read(self.resources, "/Shading", name, lambda value: value)
        if found is None:
            raise ValueError(name)
        self._shades(found)
