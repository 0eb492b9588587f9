"""A page in grey pixels, asked where it is inked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import pypdfium2 as pdfium

from handbook.preflight.pages import Page
from handbook.preflight.record import Box

SCALE = 1.5
"""Pixels to a point: 108 to the inch."""
SIDE = 2500
"""Pixels of the longer side at the most."""
INK = 240
"""Pixels darker than this of 255 are inked."""


class Edge(Protocol):
    """A side of a box."""

    @property
    def at(self) -> int:
        """Its place among left, bottom, right, top."""

    @property
    def out(self) -> int:
        """1 where outward is towards greater numbers."""


@dataclass(frozen=True)
class Pixels:
    """What was rendered."""

    data: bytes
    stride: int
    width: int
    height: int
    scale: float
    area: Box
    """What it shows, in points."""

    def inked(self, box: Box) -> bool:
        """Whether there is ink in a box."""
        x1, y1, x2, y2 = self._place(box)
        rows = range(y1, y2)
        return any(
            min(self.data[y * self.stride + x1 : y * self.stride + x2], default=255) < INK
            for y in rows
        )

    def distance(self, trim: Box, box: Box, edge: Edge, deep: float) -> float | None:
        """Points from an edge of the trim to the nearest ink of a box; None beyond `deep`."""
        start, step = trim[edge.at], -edge.out / self.scale
        for n in range(math.ceil(deep * self.scale) + 1):
            low, high = sorted((start + n * step, start + (n + 1) * step))
            x1, y1, x2, y2 = box
            strip = (low, y1, high, y2) if edge.at in (0, 2) else (x1, low, x2, high)
            if self.inked(strip):
                return n / self.scale
        return None

    def _place(self, box: Box) -> tuple[int, int, int, int]:
        """Columns and rows of a box, the first row on top; at least one of each."""
        x1 = round((box[0] - self.area[0]) * self.scale)
        x2 = round((box[2] - self.area[0]) * self.scale)
        y1 = round((self.area[3] - box[3]) * self.scale)
        y2 = round((self.area[3] - box[1]) * self.scale)
        x1, y1 = min(max(x1, 0), self.width), min(max(y1, 0), self.height)
        return x1, y1, min(max(x2, x1 + 1), self.width), min(max(y2, y1 + 1), self.height)


def open_document(pdf: bytes) -> pdfium.PdfDocument | None:
    """The file as the renderer reads it; None if it cannot."""
    try:
        return pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError:
        return None


def render(document: pdfium.PdfDocument, page: Page) -> Pixels | None:
    """A page as it stands, not turned; None if it cannot be rendered."""
    crop = page.crop or page.media
    media = page.media
    area = (
        max(crop[0], media[0]), max(crop[1], media[1]),
        min(crop[2], media[2]), min(crop[3], media[3]),
    )  # fmt: skip
    longest = max(area[2] - area[0], area[3] - area[1])
    if min(area[2] - area[0], area[3] - area[1]) <= 0:
        return None
    scale = min(SCALE, SIDE / longest)
    try:
        shown = document[page.number - 1]
        shown.set_rotation(0)
        bitmap = shown.render(scale=scale, grayscale=True, may_draw_forms=False)
    except pdfium.PdfiumError:
        return None
    found = Pixels(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height, scale, area)
    bitmap.close()
    shown.close()
    return found
