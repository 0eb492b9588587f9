"""Fonts: in the file, each with a map to Unicode."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, both, pdf, x4
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, FontFact, Rule

EMBEDDED = Rule("pdf-font-embedded", both(x4("6.5"), pdf("9.9")))
UNICODE = Rule("pdf-font-unicode", both(OURS, pdf("9.10.3")), "warning")
SUBSET = Rule("pdf-font-whole", both(OURS, pdf("9.6.4")), "note")
TYPE3 = Rule("pdf-font-type3", both(OURS, pdf("9.6.5")), "warning")
RULES = (EMBEDDED, UNICODE, SUBSET, TYPE3)
INVISIBLE = 3
"""The text rendering mode that inks nothing (ISO 32000-1, 9.3.6)."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on fonts that ink something."""
    for page in file.pages:
        for text, box in page.trace.texts.items():
            font = text.font
            if text.mode == INVISIBLE:
                continue
            if not font.embedded:
                yield page.finding(EMBEDDED, f"{font.name} ({font.kind})", "", box)
            elif font.kind == "Type3":
                yield page.finding(TYPE3, font.name, "", box)
            elif not font.subset:
                yield page.finding(SUBSET, font.name, "", box)
            if font.embedded and not font.unicode:
                yield page.finding(UNICODE, font.name, "ToUnicode", box)


def list_fonts(file: File) -> tuple[FontFact, ...]:
    """Fonts that ink something, by name."""
    fonts = {
        FontFact(font.name, font.kind, font.embedded, font.subset, font.unicode)
        for page in file.pages
        for font in {text.font for text in page.trace.texts if text.mode != INVISIBLE}
    }
    return tuple(sorted(fonts, key=lambda font: (font.name, font.kind)))
