"""What stands in the way of reading the file at all, or of printing all that it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject

from handbook.preflight.clauses import OURS, both, pdf, x4
from handbook.preflight.open import entry, filters, items, resolve
from handbook.preflight.pages import File, Page
from handbook.preflight.record import Expected, Finding, Rule

SYNTAX = Rule("pdf-syntax", both(x4(), pdf("7")))
STREAM = Rule("pdf-stream", both(x4(), pdf("7.3.8")))
OPERATOR = Rule("pdf-operator", both(x4("6.19"), pdf("7.8.2")))
LOOP = Rule("pdf-loop", pdf("8.10.1"))
LIMIT = Rule("pdf-limit", OURS)
FILTER = Rule("pdf-filter", both(x4(), pdf("7.4.4")))
EXTERNAL = Rule("pdf-external", both(x4(), pdf("7.11")))
POSTSCRIPT = Rule("pdf-postscript", both(x4("6.14"), pdf("8.8.2")))
TRANSFER = Rule("pdf-transfer", both(x4(), pdf("10.4")))
FONT = Rule("pdf-font-missing", pdf("9.3.1"))
RULES = (
    SYNTAX, STREAM, OPERATOR, LOOP, LIMIT, FILTER, EXTERNAL, POSTSCRIPT, TRANSFER, FONT,
)  # fmt: skip
FORBIDDEN = ("/LZWDecode", "/LZW", "/Crypt")


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on syntax, streams and references."""
    by_name = {rule.name: rule for rule in RULES}
    for said in list(file.complaints)[:5]:
        yield SYNTAX.finding(said[:160])
    if file.cut:
        yield LIMIT.finding(file.cut)
    for page in file.pages:
        for (rule, what), box in page.trace.faults.items():
            yield page.finding(by_name[rule], what, box=box)
        for stream, short in _streams(page):
            for name in {*filters(stream), *short} & {*FORBIDDEN}:
                yield page.finding(FILTER, name[1:], "FlateDecode")
            if "/F" in stream and not short:
                yield page.finding(EXTERNAL, "/F")


def _streams(page: Page) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The content streams and images of a page; of inline images their filters."""
    contents = entry(page.dictionary, "/Contents")
    parts = items(page.dictionary, "/Contents") if isinstance(contents, ArrayObject) else [contents]
    yield from ((resolve(part), ()) for part in parts if part is not None)
    for picture in page.trace.pictures:
        stream = picture.image.stream
        yield ({} if stream is None else stream), (() if stream else picture.image.filters)
