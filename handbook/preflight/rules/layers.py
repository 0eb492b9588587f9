"""Optional content: PDF/X-4 allows it, but a layer that is off may print or not."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import both, pdf, x4
from handbook.preflight.open import dictionary, entry, items
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule

USED = Rule("pdf-layers", both(x4("6.24"), pdf("8.11")), "note")
HIDDEN = Rule("pdf-layer-off", both(x4("6.24"), pdf("8.11.4.3")), "warning")
RULES = (USED, HIDDEN)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on layers."""
    layers = dictionary(file.root, "/OCProperties")
    groups = items(layers, "/OCGs")
    if not groups:
        return
    yield USED.finding(", ".join(str(entry(group, "/Name")) for group in groups[:20]))
    default = dictionary(layers, "/D")
    off = items(default, "/OFF")
    if entry(default, "/BaseState") == "/OFF":
        on = [id(group) for group in items(default, "/ON")]
        off = [group for group in groups if id(group) not in on]
    if off:
        names = ", ".join(str(entry(group, "/Name")) for group in off[:20])
        used = [page.number for page in file.pages if page.trace.layers]
        yield HIDDEN.finding(names, "" if not used else str(len(used)))
