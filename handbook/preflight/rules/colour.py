"""Colour spaces: nothing but what the plates can take, page by page, forms and images too."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, both, pdf, x4
from handbook.preflight.marks import Trace, painted
from handbook.preflight.pages import File
from handbook.preflight.record import Box, Expected, Finding, Rule
from handbook.preflight.space import Space

RGB = Rule("pdf-rgb", both(x4("6.4"), pdf("8.6.4.3")))
MANAGED = Rule("pdf-managed-rgb", both(OURS, pdf("8.6.5")))
GREY = Rule("pdf-managed-grey", both(OURS, pdf("8.6.5")))
LAB = Rule("pdf-lab", both(OURS, pdf("8.6.5.4")), "warning")
RULES = (RGB, MANAGED, GREY, LAB)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on spaces, whatever the colour in them."""
    black_only = expected.inks == ("K",)
    for page in file.pages:
        for space, box in _spaces(page.trace):
            if space.family == "rgb":
                rule = MANAGED if space.managed else RGB
                yield page.finding(rule, space.label, "CMYK", box)
            elif space.family == "lab":
                yield page.finding(LAB, space.label, "CMYK", box)
            elif space.family == "grey" and space.managed and black_only:
                yield page.finding(GREY, space.label, "K", box)


def _spaces(trace: Trace) -> Iterator[tuple[Space, Box]]:
    """Spaces in use, and those that they rest on, each once."""
    found: dict[Space, Box] = {}
    for colour, _, box in painted(trace):
        found.setdefault(colour.space, box)
    for picture, box in trace.pictures.items():
        if not picture.image.mask:
            found.setdefault(picture.image.space, box)
    for space, box in found.items():
        below: Space | None = space
        while below is not None:
            yield below, box
            below = below.base
