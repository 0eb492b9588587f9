"""Annotations: none where the sheet is printed, but for a printer's marks and traps."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import both, pdf, x4
from handbook.preflight.open import box, entry
from handbook.preflight.pages import File, page_notes
from handbook.preflight.record import MM, Expected, Finding, Rule

INSIDE = Rule("pdf-annotation", both(x4("6.17"), pdf("12.5")))
RULES = (INSIDE,)
ALLOWED = ("/PrinterMark", "/TrapNet")


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on annotations that reach into the bleed."""
    near = expected.limits.tolerance * MM
    for page in file.pages:
        left, bottom, right, top = page.bled
        for note in page_notes(page):
            kind, place = entry(note, "/Subtype"), box(note, "/Rect")
            if kind in ALLOWED or place is None:
                continue
            across = place[0] < right - near and place[2] > left + near
            if across and place[1] < top - near and place[3] > bottom + near:
                yield page.finding(INSIDE, str(kind).lstrip("/"), "", place)
