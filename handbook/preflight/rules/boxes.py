"""Page boxes: there, one within the other, of the size that was asked for, and all alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from handbook.preflight.clauses import OURS, both, gwg, pdf, x4
from handbook.preflight.open import entry, number
from handbook.preflight.pages import File, Page
from handbook.preflight.record import MM, Box, Expected, Finding, Rule

_BOXES = both(x4(), pdf("14.11.2"))
TRIM = Rule("pdf-trim", _BOXES)
ART = Rule("pdf-trim-and-art", _BOXES)
NESTING = Rule("pdf-box-nesting", _BOXES)
SIZE = Rule("pdf-trim-size", OURS)
UNEVEN = Rule("pdf-trim-uneven", gwg("4.4 Page Size and Orientation"))
BLEED = Rule("pdf-bleed", OURS)
CROP = Rule("pdf-crop", gwg("4.3 Crop Box"), "warning")
ROTATED = Rule("pdf-rotated", gwg("4.4 Page Size and Orientation"), "warning")
SCALED = Rule("pdf-scaled", gwg("4.2 Page Scaling"))
RULES = (TRIM, ART, NESTING, SIZE, UNEVEN, BLEED, CROP, ROTATED, SCALED)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on boxes, rotation and scaling."""
    first = next((page.size for page in file.pages if page.trim or page.art), (0, 0))
    near = expected.limits.tolerance
    for page in file.pages:
        yield from _boxes(page, near * MM)
        size = page.size if page.trim or page.art else first
        if expected.width is not None and expected.height is not None:
            asked = (expected.width, expected.height)
            if _differ(size, asked, near):
                yield page.finding(SIZE, _words(size), _words(asked))
        if _differ(size, first, near):
            yield page.finding(UNEVEN, _words(size), _words(first))
        if expected.bleed is not None and page.margin < expected.bleed - near:
            yield page.finding(BLEED, f"{max(page.margin, 0):.1f} mm", f"≥ {expected.bleed:g} mm")
        turned = number(entry(page.dictionary, "/Rotate")) % 360
        if turned:
            yield page.finding(ROTATED, f"{turned:g}°", "0°")
        unit = number(entry(page.dictionary, "/UserUnit"), 1)
        if unit != 1:
            yield page.finding(SCALED, f"UserUnit {unit:g}", "1")


def _boxes(page: Page, near: float) -> Iterator[Finding]:
    if page.trim is None and page.art is None:
        yield page.finding(TRIM, "—", "TrimBox")
    if page.trim is not None and page.art is not None:
        yield page.finding(ART, "TrimBox + ArtBox", "TrimBox")
    nest = [("MediaBox", page.media), ("BleedBox", page.bleed), ("TrimBox", page.trim)]
    if page.trim is None:
        nest[2] = ("ArtBox", page.art)
    there = [(name, box) for name, box in nest if box is not None]
    for (outer, around), (inner, within) in pairwise(there):
        if not _holds(around, within, near):
            yield page.finding(NESTING, f"{inner} ⊄ {outer}", f"{inner} ⊂ {outer}", within)
    if not page.media[2] > page.media[0] or not page.media[3] > page.media[1]:
        yield page.finding(NESTING, "MediaBox 0 × 0", "MediaBox")
    if page.crop is not None and not _holds(page.crop, page.trimmed, near):
        yield page.finding(CROP, "TrimBox ⊄ CropBox", "TrimBox ⊂ CropBox", page.crop)


def _holds(outer: Box, inner: Box, near: float) -> bool:
    return (
        inner[0] >= outer[0] - near
        and inner[1] >= outer[1] - near
        and inner[2] <= outer[2] + near
        and inner[3] <= outer[3] + near
    )


def _differ(a: tuple[float, float], b: tuple[float, float], near: float) -> bool:
    return abs(a[0] - b[0]) > near or abs(a[1] - b[1]) > near


def _words(size: tuple[float, float]) -> str:
    return " × ".join(f"{side:.1f}".removesuffix(".0") for side in size) + " mm"
