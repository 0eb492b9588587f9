"""Transparency: PDF/X-4 allows it, so it is listed; blending in RGB is not for the press."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import both, gwg, pdf, x4
from handbook.preflight.marks import looks
from handbook.preflight.pages import File, Page
from handbook.preflight.record import Expected, Finding, Rule

USED = Rule("pdf-transparency", both(x4("6.20"), pdf("11")), "note")
SPACE = Rule("pdf-blend-space", both(x4("6.20"), gwg("Transparency Blend Color Space")))
RULES = (USED, SPACE)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on pages where anything is see-through."""
    for page in file.pages:
        used = sorted(_uses(page))
        if not used:
            continue
        yield page.finding(USED, ", ".join(used))
        rgb = {colour.space.label for colour in page.trace.spaces if colour.space.family == "rgb"}
        for label in sorted(rgb):
            yield page.finding(SPACE, label, "DeviceCMYK")


def _uses(page: Page) -> Iterator[str]:
    for look in looks(page.trace):
        if look.blend not in ("/Normal", "/Compatible"):
            yield look.blend[1:]
        if look.mask:
            yield "SMask"
        if min(look.alpha_fill, look.alpha_stroke) < 1:
            yield f"{min(look.alpha_fill, look.alpha_stroke):.0%}"
    if any(picture.image.soft for picture in page.trace.pictures):
        yield "SMask (image)"
