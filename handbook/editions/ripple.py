"""Which answers, methods and norms must be looked at again, because what they cite has changed.

Each says under which edition it was last affirmed. It is stale when a provision that it cites
reads otherwise now than in that edition, or is gone. Computed from links and texts alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.book import Book, Page, Section
from handbook.errata import Register

CITING: frozenset[str] = frozenset({"question", "practice", "norm"})
"""The kinds that are affirmed one by one; a method is affirmed as a whole."""


@dataclass(frozen=True)
class Stale:
    """A citation whose ground has moved."""

    citing: str
    """The id of the question, practice, norm, or of the method's title."""
    cited: str
    affirmed: str
    """The edition under which the citing text was last affirmed."""
    causes: tuple[str, ...]
    """The errata and amendments that changed what is cited since."""


def affirmed_under(page: Page, section: Section) -> str:
    """The edition under which a section was last affirmed; empty where none is named."""
    value = page.document.meta.get("affirmed")
    if isinstance(value, dict):
        return str(value.get(section.id) or value.get("default") or "")
    return str(value or "")


def find_stale(book: Book, texts: Mapping[str, Book], register: Register) -> list[Stale]:
    """Every stale citation of the Book, in reading order.

    `texts` are the frozen editions by id. What is affirmed under an edition that is not among
    them, such as the draft's own, is taken to have been looked at as the text stands.
    """
    found = []
    for page in book.pages:
        for citing, cites in _citing(book, page):
            edition = affirmed_under(page, citing)
            text = texts.get(edition)
            if text is None:
                continue
            for id in cites:
                old, new = text.sections.get(id), book.sections.get(id)
                if old and (new is None or new.sha256 != old.sha256):
                    causes = _causes(register, id, edition, list(texts))
                    found.append(Stale(citing.id, id, edition, causes))
    return found


def _citing(book: Book, page: Page) -> Iterator[tuple[Section, Sequence[str]]]:
    if page.head.kind == "method":
        yield page.head, book.method_cites(page.head)
        return
    for section in page.sections:
        if section.kind in CITING:
            yield section, section.cites


def _causes(register: Register, id: str, affirmed: str, editions: Sequence[str]) -> tuple[str, ...]:
    """The errata of a provision that entered an edition after the one affirmed."""
    seen = editions[: editions.index(affirmed) + 1] if affirmed in editions else ()
    taken = [
        e
        for e in register.by_provision.get(id, ())
        if e.state == "incorporated" and e.history[-1].edition not in seen
    ]
    return tuple(e.id for e in sorted(taken, key=lambda e: (e.history[-1].date, e.id)))
