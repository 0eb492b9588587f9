"""The edges of the trimmed page: what bleeds goes all the way, all else keeps its distance.

The walk gives boxes that are never too small; the few that come near an edge are looked at in
pixels, so that nothing is reported that is not inked there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium

from handbook.preflight.clauses import OURS
from handbook.preflight.pages import File, Page
from handbook.preflight.pixels import Pixels, open_document, render
from handbook.preflight.record import MM, Box, Expected, Finding, Rule

SAFE = Rule("pdf-safe-area", OURS, "warning")
SHORT = Rule("pdf-bleed-short", OURS)
RULES = (SAFE, SHORT)
TOUCH = 0.3 * MM
"""What ends so near to the trim is meant to reach it."""
PAGES = 600
"""Pages that are looked at in pixels."""


class Side(NamedTuple):
    """A side of the page: the place of its edge in a box, its sign outward, its arrow."""

    at: int
    out: int
    arrow: str


SIDES = (Side(0, -1, "←"), Side(1, -1, "↓"), Side(2, 1, "→"), Side(3, 1, "↑"))


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on what is too near to an edge, or stops short of the bleed's."""
    document: pdfium.PdfDocument | None = None
    near = [page for page in file.pages if page.trace.near and _is_simple(page)]
    try:
        for page in near[:PAGES]:
            document = document or open_document(file.pdf)
            pixels = render(document, page) if document else None
            if pixels is not None:
                yield from _page(page, pixels, expected)
    finally:
        if document is not None:
            document.close()


def _is_simple(page: Page) -> bool:
    """Whether a renderer can be trusted with it."""
    return not any(rule in ("pdf-loop", "pdf-stream") for rule, _ in page.trace.faults)


def _page(page: Page, pixels: Pixels, expected: Expected) -> Iterator[Finding]:
    safe = expected.limits.safe * MM
    for side in SIDES:
        worst: tuple[float, Box] | None = None
        for box in page.trace.near:
            inward = side.out * (page.trimmed[side.at] - box[side.at])
            if inward >= safe:
                continue
            if inward > TOUCH:
                found = pixels.distance(page.trimmed, box, side, safe)
                if found is not None and TOUCH < found < safe - 0.3:
                    worst = min(worst or (found, box), (found, box))
            elif _is_short(page, box, side, pixels):
                room = max(side.out * (page.bled[side.at] - page.trimmed[side.at]), 0) / MM
                reach = max(-inward, 0) / MM
                asked = f"{room:.1f} mm" if room > 0.05 else f"{expected.bleed or 3:g} mm"
                yield page.finding(SHORT, f"{side.arrow} {reach:.1f} mm", asked, box)
                break
        else:
            if worst is not None:
                measured = f"{side.arrow} {worst[0] / MM:.1f} mm"
                asked = f"≥ {expected.limits.safe:g} mm"
                yield page.finding(SAFE, measured, asked, worst[1])


def _is_short(page: Page, box: Box, side: Side, pixels: Pixels) -> bool:
    """Whether ink at the trim does not go on to the bleed's edge."""
    edge = page.bled[side.at]
    if side.out * (edge - page.trimmed[side.at]) > TOUCH and (
        side.out * (box[side.at] - edge) > -TOUCH
    ):
        return False
    at_trim = pixels.inked(_strip(box, side, page.trimmed[side.at], -2 * TOUCH))
    outer = pixels.inked(_strip(box, side, edge, -TOUCH, page.bled))
    return at_trim and not outer


def _strip(box: Box, side: Side, edge: float, deep: float, within: Box | None = None) -> Box:
    """A strip along an edge, as long as a box is."""
    other = edge + side.out * deep
    low, high = min(edge, other), max(edge, other)
    x1, y1, x2, y2 = box
    if within is not None:
        x1, y1 = max(x1, within[0]), max(y1, within[1])
        x2, y2 = min(x2, within[2]), min(y2, within[3])
    return (low, y1, high, y2) if side.at in (0, 2) else (x1, low, x2, high)
