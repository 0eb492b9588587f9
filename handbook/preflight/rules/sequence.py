"""The pages in their order: how many, what opens on a recto, which are blank."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.preflight.clauses import OURS, gwg
from handbook.preflight.open import dictionary, entry, items, number
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule

COUNT = Rule("pdf-page-count", OURS)
MULTIPLE = Rule("pdf-page-multiple", OURS)
RECTO = Rule("pdf-recto", OURS)
PARITY = Rule("pdf-parity", OURS, "warning")
BLANK = Rule("pdf-blank", gwg("4.5 Empty Pages"), "note")
RULES = (COUNT, MULTIPLE, RECTO, PARITY, BLANK)


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on the number of pages and their order."""
    count = len(file.pages)
    if expected.pages is not None and count != expected.pages:
        yield COUNT.finding(str(count), str(expected.pages))
    if expected.multiple > 1 and count % expected.multiple:
        asked = f"{expected.multiple} × n"
        yield MULTIPLE.finding(str(count), asked)
    for page in file.pages:
        if page.number in expected.rectos and page.number % 2 == 0:
            yield page.finding(RECTO, str(page.number), "1, 3, 5 …")
        if not page.trace.inked and not file.cut:
            known = expected.blanks is None or page.number in expected.blanks
            yield page.finding(BLANK, severity="note" if known else "warning")
    yield from _parity(file)


def _parity(file: File) -> Iterator[Finding]:
    """Arabic page labels odd on rectos (ISO 32000-1, 12.4.2), where the file has labels."""
    flat = items(dictionary(file.root, "/PageLabels"), "/Nums")
    starts = sorted(
        (int(number(at)), label)
        for at, label in zip(flat[::2], flat[1::2], strict=False)
        if entry(label, "/S") == "/D" and not entry(label, "/P")
    )
    for at, label in starts[:1000]:
        first = int(number(entry(label, "/St"), 1))
        if (first - at) % 2 == 0 and at < len(file.pages):
            yield file.pages[at].finding(PARITY, f"{first} → {at + 1}")
