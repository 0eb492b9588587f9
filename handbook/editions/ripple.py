"""Which answers, methods and norms must be looked at again, because what they cite has changed.

Each says under which edition it was last affirmed. It is stale when a provision that it cites
reads otherwise now than in that edition, or is gone. Computed from links and texts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.book import Book, Page, Section
from handbook.errata import Erratum, Register
from handbook.errata.renamed import newest_id, renames

AFFIRMED: frozenset[str] = frozenset({"bulletins", "methods", "regulations"})
"""The folders whose documents say under which edition they were last affirmed."""
_REFERENCE = re.compile(r"\]\[([a-z0-9-]+)\]")


@dataclass(frozen=True)
class Stale:
    """A citation whose ground has moved."""

    citing: str
    """The id of the question, norm or other heading; of a method, which is affirmed as a whole,
    that of its title."""
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
    former = {new: old for old, new in renames(register.errata).items()}
    causes = _Causes(register, list(texts))
    for page in book.pages:
        for citing, cites in _citing(book, page):
            edition = affirmed_under(page, citing)
            text = texts.get(edition)
            if text is None:
                continue
            for id in cites:
                ids = _line(id, former)
                old = next((s for each in ids if (s := text.sections.get(each))), None)
                if old and _reads_otherwise(old, book.sections.get(id), former):
                    found.append(Stale(citing.id, id, edition, causes.since(edition, ids)))
    return found


def _citing(book: Book, page: Page) -> Iterator[tuple[Section, Sequence[str]]]:
    if page.head.kind == "method":
        yield page.head, book.method_cites(page.head)
    elif page.document.folder in AFFIRMED:
        yield from ((section, section.cites) for section in page.sections)


def _reads_otherwise(old: Section, new: Section | None, former: Mapping[str, str]) -> bool:
    """Whether a provision has another text, or none; new ids of what it cites do not count."""
    if new is None or new.sha256 == old.sha256:
        return new is None

    def renamed(found: re.Match[str]) -> str:
        return f"][{newest_id(found[1], former)}]"

    return _REFERENCE.sub(renamed, old.source) != _REFERENCE.sub(renamed, new.source)


def _line(id: str, former: Mapping[str, str]) -> list[str]:
    """An id and those that the heading had before, the latest first."""
    ids = [id]
    while (before := former.get(ids[-1])) and before not in ids:
        ids.append(before)
    return ids


def _keeps_text(erratum: Erratum) -> bool:
    return erratum.amendment is not None and erratum.amendment.action in ("move", "rename")


@dataclass(frozen=True)
class _Causes:
    """What changed provisions, by the edition that took it in."""

    register: Register
    editions: Sequence[str]
    """Oldest first."""

    @cached_property
    def _by_id(self) -> dict[str, list[Erratum]]:
        found: dict[str, list[Erratum]] = {}
        done = self.register.in_state("incorporated")
        for erratum in sorted(done, key=lambda e: (e.history[-1].date, e.id)):
            for id in erratum.names:
                found.setdefault(id, []).append(erratum)
        return found

    def since(self, affirmed: str, ids: Sequence[str]) -> tuple[str, ...]:
        """The errata that entered an edition after the one affirmed, in their order."""
        seen = set(self.editions[: self.editions.index(affirmed) + 1])
        named = {e.id: e for id in ids for e in self._by_id.get(id, ())}
        later = [e for e in named.values() if e.history[-1].edition not in seen]
        # What only moved or renamed a provision did not change what it says.
        later = [e for e in later if not _keeps_text(e)] or later
        return tuple(e.id for e in sorted(later, key=lambda e: (e.history[-1].date, e.id)))
