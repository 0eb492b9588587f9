"""What an original reads today, where the working text has moved on since it was quoted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.book import Book, Section
from handbook.errata.locate import occurrences, place_problem
from handbook.errata.model import Erratum
from handbook.errata.nearest import LIKE, only_near
from handbook.errata.register import Register
from handbook.errata.renamed import in_text
from handbook.problems import Problem, problem


@dataclass(frozen=True)
class Proposal:
    """What an erratum's `original_now` should be."""

    now: str
    """Empty where the original itself stands in the text again."""
    found: str
    """The words of the working text that the correction is to replace."""


def is_stale(book: Book, erratum: Erratum) -> bool:
    """Whether what an erratum is to replace no longer stands once in the working text."""
    section = book.sections.get(erratum.provision)
    if section is None or erratum.amendment:
        return False
    return len(occurrences(section.source, erratum.current)) != 1


def propose(
    book: Book, register: Register, texts: Mapping[str, Book], erratum: Erratum
) -> tuple[Proposal | None, list[Problem]]:
    """What a stale erratum's original reads today, or why nobody can tell.

    Where the text is known that had the original, its place is followed from there to the
    working text; else the nearest text is taken, if no other comes close.
    """
    section = book.sections.get(erratum.provision)
    if section is None:
        missed = place_problem(book, erratum)
        return None, [missed] if missed else []
    if len(occurrences(section.source, erratum.original)) == 1:
        return Proposal("", erratum.original), []
    found = next(
        (
            now
            for source in _earlier_sources(section, register, texts, erratum)
            if (now := follow(source, section.source, erratum.original))
        ),
        None,
    )
    if found is None:
        closest = only_near(section.source, erratum.original)
        found = closest.text if closest else None
    line = erratum.line("original")
    if found == erratum.corrected and found:
        return None, [problem("rebase-done", erratum.path, line, corrected=found)]
    if found is None or len(occurrences(section.source, found)) != 1:
        missed = place_problem(book, erratum, "original")
        return None, [missed] if missed else []
    return Proposal(found, found), []


def _earlier_sources(
    section: Section, register: Register, texts: Mapping[str, Book], erratum: Erratum
) -> Iterator[str]:
    """What the provision read before: in the erratum's edition, then before each correction."""
    frozen = texts.get(erratum.edition)
    id = in_text(erratum, frozen).provision if frozen else ""
    if frozen and id in frozen.sections:
        yield frozen.sections[id].source
    source = section.source
    others = register.by_provision.get(erratum.provision, ())
    done = [e for e in others if e.state == "incorporated" and not e.amendment]
    for other in sorted(done, key=lambda e: (e.history[-1].date, e.id), reverse=True):
        places = occurrences(source, other.corrected)
        if len(places) == 1:
            end = places[0] + len(other.corrected)
            source = source[: places[0]] + other.current + source[end:]
            yield source


def follow(old: str, new: str, words: str) -> str | None:
    """What stands in `new` where `words` stood, once, in `old`; None if it is hardly like them."""
    places = occurrences(old, words)
    if len(places) != 1:
        return None
    start, end = places[0], places[0] + len(words)
    low = high = 0
    for _, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        equal = b - a == d - c and old[a:b] == new[c:d]
        if a <= start < b:
            low = c + start - a if equal else c
        if a < end <= b:
            high = c + end - a if equal else d
    found = new[low:high]
    like = difflib.SequenceMatcher(None, found, words, autojunk=False).ratio()
    return found if like >= LIKE else None
