"""Follow content streams and gather what they ink (ISO 32000-1, annex A).

Page, forms, patterns, glyphs of Type 3 fonts and appearances of annotations all pass through here.
A file that would never end is left off after a number of operations, which is the same on every
machine; time is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight import syntax
from handbook.preflight.colours import Colours
from handbook.preflight.marks import UNIT, Trace
from handbook.preflight.objects import Objects
from handbook.preflight.open import dictionary, entry
from handbook.preflight.paths import Paths
from handbook.preflight.record import Box
from handbook.preflight.shelf import Shelf
from handbook.preflight.space import Colour, Space, read_space
from handbook.preflight.state import State
from handbook.preflight.texts import Texts

BUDGET = 4_000_000
"""Operations that are followed in one file."""
DEPTH = 16
"""Forms within forms that are followed."""


class BudgetError(Exception):
    """A file has more operations than are followed."""


class Walker(Colours, Paths, Texts, Objects):
    """Reads the pages of one file; each fills a `Trace`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.left = BUDGET
        self.known: dict[tuple[Space, bytes], Colour] = {}
        self.fonts = {}
        self.glyphs = {}
        self.methods: dict[bytes, Callable[[bytes], None]] = {
            name.encode(): method
            for names, method in (
                ("q", self._save), ("Q", self._restore), ("cm", self._concat), ("w", self._width),
                ("gs", self._set_look), ("g", self._grey), ("G", self._grey_stroke),
                ("rg", self._rgb), ("RG", self._rgb_stroke), ("k", self._cmyk),
                ("K", self._cmyk_stroke), ("cs", self._space), ("CS", self._space_stroke),
                ("sc scn", self._colour), ("SC SCN", self._colour_stroke),
                ("m l c v y", self._points), ("re", self._rectangle), ("n", self._end_path),
                ("f F f*", self._paint_fill), ("S s", self._paint_stroke),
                ("B B* b b*", self._paint_both), ("sh", self._shade), ("Do", self._object),
                ("EI", self._inline), ("BT", self._begin_text), ("Tf", self._font),
                ("Tm", self._matrix), ("Td", self._move), ("TD", self._move_leading),
                ("T*", self._next_line), ("TL", self._leading), ("Tr", self._mode),
                ("Tz", self._stretch), ("Ts", self._rise), ("Tj TJ", self._show),
                ("' \"", self._show_next), ("BDC", self._content), ("d1", self._uncoloured),
                ("h W W* d i ri j J M Tc Tw BMC DP MP EMC ET BI d0", self._nothing),
            )
            for name in names.split()
        }  # fmt: skip

    def start(self, trim: Box, safe: Box) -> Trace:
        """Begin a page: what shows in `trim` but not in `safe` is near its edge."""
        self.trim, self.safe, self.trace = trim, safe, Trace()
        self.uses = set()
        self.opened: list[int] = []
        self.placed, self.plain = True, False
        self.state, self.stack, self.path = State(), [], []
        self.tm = self.line_start = self.base = UNIT
        self.resources = DictionaryObject()
        return self.trace

    def walk(
        self, rows: Iterable[tuple[bytes, bytes]], resources: DictionaryObject, state: State
    ) -> None:
        """Follow one stream. Raises `BudgetError`."""
        self.resources, self.base = resources, state.ctm
        self.state, self.stack, self.path = state, [], []
        self.tm = self.line_start = UNIT
        methods = self.methods
        for word, raw in rows:
            self.left -= 1
            if self.left < 0:
                raise BudgetError
            method = methods.get(word)
            if method is None:
                self.fault("pdf-operator", raw[:12] if word == syntax.UNREADABLE else word[:24])
                continue
            try:
                method(raw)
            except (ValueError, IndexError, OverflowError, ZeroDivisionError):
                self.fault("pdf-operator", word)

    def form(self, stream: StreamObject, state: State, outer: DictionaryObject) -> None:
        """Follow a form, pattern, glyph or appearance; the same in the same state only once."""
        key = (id(stream), state.ctm, state.fill, state.stroke, state.look, self.placed)
        if id(stream) in self.opened or len(self.opened) >= DEPTH:
            self.fault("pdf-loop", str(entry(stream, "/Subtype") or "/Pattern"))
            return
        if key in self.uses:
            return
        self.uses.add(key)
        rows = self.shelf.parsed(stream)
        if rows is None:
            self.fault("pdf-stream", str(entry(stream, "/Subtype") or ""))
            return
        resources = dictionary(stream, "/Resources") or outer
        group = dictionary(stream, "/Group")
        if "/CS" in group:
            spaces = dictionary(resources, "/ColorSpace")
            self.trace.spaces.append(Colour(read_space(entry(group, "/CS"), spaces)))
        kept = (self.state, self.stack, self.path, self.tm, self.line_start)
        outside = (self.resources, self.base)
        self.opened.append(id(stream))
        try:
            self.walk(rows, resources, state)
        finally:
            self.opened.pop()
            self.state, self.stack, self.path, self.tm, self.line_start = kept
            self.resources, self.base = outside

    def _content(self, raw: bytes) -> None:
        if syntax.names(raw)[:1] == ["/OC"]:
            self.trace.layers = True

    def _nothing(self, raw: bytes) -> None:
        """What changes neither colour nor place."""
