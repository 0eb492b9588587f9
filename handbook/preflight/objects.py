"""Forms and images (ISO 32000-1, 8.8 to 8.10)."""

from __future__ import annotations

import math

from pypdf.generic import StreamObject

from handbook.preflight import syntax
from handbook.preflight.marks import Picture, hull, times
from handbook.preflight.open import dictionary, entry, numbers
from handbook.preflight.shelf import Image
from handbook.preflight.state import Ground, six


class Objects(Ground):
    """Places images and follows forms."""

    def _object(self, raw: bytes) -> None:
        name = syntax.names(raw)[0]
        resources = self.resources
        found = self.shelf.read(resources, "/XObject", name, lambda value: value)
        if not isinstance(found, StreamObject):
            raise ValueError(name)
        kind = entry(found, "/Subtype")
        for key in ("/OPI", "/Ref", "/Alternates", "/F"):
            if key in found:
                self.fault("pdf-external", key.encode())
        if "/OC" in found:
            self.trace.layers = True
        if kind == "/Image":
            spaces = dictionary(resources, "/ColorSpace")
            self._place(self.shelf.image(found, spaces))
        elif kind == "/Form":
            if entry(found, "/Subtype2") == "/PS" or "/PS" in found:
                self.fault("pdf-postscript", b"/PS")
            state = self.state.copy()
            state.ctm = times(six(numbers(entry(found, "/Matrix"))), state.ctm)
            self.form(found, state, resources)
        else:
            self.fault("pdf-postscript", str(kind).encode())

    def _inline(self, raw: bytes) -> None:
        spaces = dictionary(self.resources, "/ColorSpace")
        self._place(self.shelf.inline(raw, spaces))

    def _place(self, image: Image) -> None:
        a, b, c, d = self.state.ctm[:4]
        across, up = math.hypot(a, b), math.hypot(c, d)
        if not across or not up:
            return
        ppi = min(image.width / across, image.height / up) * 72
        box = hull(self.state.ctm, 0, 0, 1, 1)
        mark = Picture(image, round(ppi, 1), self.state.fill, self.state.look)
        self.trace.pictures.setdefault(mark, box)
        self.note(box, image.mask and self.state.fill.white)
