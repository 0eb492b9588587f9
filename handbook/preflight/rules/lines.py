"""Lines: thick enough to be printed, as strokes or as thin filled shapes."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, both, gwg, pdf
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule

HAIRLINE = Rule("pdf-hairline", both(OURS, gwg("4.17 Effective Line Width"), pdf("8.4.3.2")))
RULES = (HAIRLINE,)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on lines thinner than the limit, as wide as they are printed."""
    limit = expected.limits.hairline
    for page in file.pages:
        strokes = ((s.width, s.colour, box) for s, box in page.trace.strokes.items())
        fills = ((f.thin, f.colour, box) for f, box in page.trace.fills.items())
        for width, colour, box in (*strokes, *fills):
            if width < limit - 0.002 and not colour.white:
                yield page.finding(HAIRLINE, f"{width:.3g} pt", f"≥ {limit:g} pt", box)
