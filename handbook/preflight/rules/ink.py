"""Inks: which ones, how much of them at one place, and what overprints."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, both, gwg, pdf
from handbook.preflight.image_inks import ImageInks
from handbook.preflight.marks import Text, looks, painted
from handbook.preflight.pages import File, Page
from handbook.preflight.record import PROCESS, Box, Expected, Finding, Limits, Rule
from handbook.preflight.shelf import Image
from handbook.preflight.space import ALL, Colour

OTHER = Rule("pdf-ink-other", OURS)
TOTAL = Rule("pdf-ink-total", gwg("4.22 Total Ink Area Coverage"))
UNREAD = Rule("pdf-ink-unread", OURS, "note")
BLACK = Rule("pdf-rich-black", gwg("4.15 Rich Black Text"))
WHITE = Rule("pdf-white-overprint", both(gwg("4.8 Overprint White Text, 4.9"), pdf("8.6.7")))
OVERPRINT = Rule("pdf-overprint", pdf("8.6.7"), "note")
REGISTRATION = Rule("pdf-registration", both(gwg("4.21 Separation Color All"), pdf("8.6.6.4")))
RULES = (OTHER, TOTAL, UNREAD, BLACK, WHITE, OVERPRINT, REGISTRATION)
DARK = 0.8
"""A text with this much K is meant to be black. Ours."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on inks."""
    for page in file.pages:
        for colour, over, box in painted(page.trace):
            yield from _colour(page, colour, over, box, expected)
        for text, box in page.trace.texts.items():
            if _is_rich_black(text, expected.limits):
                measured = f"{text.fill.words}  {text.size:g} pt"
                yield page.finding(BLACK, measured, "K", box)
        if any(look.overprint_fill or look.overprint_stroke for look in looks(page.trace)):
            modes = sorted({f"OPM {look.mode}" for look in looks(page.trace)})
            yield page.finding(OVERPRINT, ", ".join(modes))
        for picture, box in page.trace.pictures.items():
            image = picture.image
            if not image.mask:
                yield from _image(page, image, file.image_inks[image], box, expected)


def _colour(
    page: Page, colour: Colour, over: bool, box: Box, expected: Expected
) -> Iterator[Finding]:
    inks = colour.inks
    if over and colour.white:
        yield page.finding(WHITE, colour.words, "", box)
    if ALL in inks:
        if _meets(box, page.trimmed):
            yield page.finding(REGISTRATION, colour.words, "", box)
        return
    if expected.inks is not None:
        if not colour.parts and colour.space.family in ("cmyk", "spot"):
            inks = dict.fromkeys(colour.space.names or PROCESS, 1.0)
        others = [ink for ink in inks if ink not in expected.inks and ink != "None"]
        if others:
            yield page.finding(OTHER, colour.words, " ".join(expected.inks), box)
    total = 100 * sum(inks.values()) if colour.parts else 0
    if total > expected.limits.ink + 0.5:
        yield page.finding(TOTAL, f"{total:.0f} %", f"≤ {expected.limits.ink:g} %", box)


def _image(
    page: Page, image: Image, inks: ImageInks, box: Box, expected: Expected
) -> Iterator[Finding]:
    if expected.inks is not None:
        others = sorted(inks.names - set(expected.inks) - {"None"})
        if others:
            measured = f"{image.space.label} {' '.join(others)}"
            yield page.finding(OTHER, measured, " ".join(expected.inks), box)
    if inks.most is None:
        yield page.finding(UNREAD, image.space.label, "", box)
    elif inks.most > expected.limits.ink + 0.5:
        yield page.finding(TOTAL, f"{inks.most:.0f} %", f"≤ {expected.limits.ink:g} %", box)


def _is_rich_black(text: Text, limits: Limits) -> bool:
    inks = text.fill.inks
    small = text.size < limits.black_text and text.mode in (0, 2, 4, 6)
    return small and inks.get("K", 0) >= DARK and len(inks) > 1 and ALL not in inks


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
