"""From a suggestion to an erratum: its provision found, its words found, its correction carried."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.book import Book, Section
from handbook.errata.apply import plan_change
from handbook.errata.intake.answers import guess_kind
from handbook.errata.intake.cleaning import mask_contact, paragraphs
from handbook.errata.intake.quotes import Found, carry, find_exact, find_near, is_clear, to_source
from handbook.errata.intake.suggestions import Fault, Suggestion
from handbook.errata.intake.texts import Text
from handbook.errata.model import Entry, Erratum
from handbook.problems import Problem
from handbook.source import Document

_QUOTED = re.compile(r"[“\"「『](?P<text>[^“”\"「」『』]+)[”\"」』]", re.DOTALL)
_LEAST = 6
"""Characters that are enough to find a place by, where the row names none that there is."""


@dataclass(frozen=True)
class Resolved:
    """What became of a suggestion by itself; the register has not been asked yet."""

    erratum: Erratum | None = None
    score: float = 100.0
    fault: Fault | None = None
    problem: Problem | None = None
    """Why the correction cannot be made on the text."""
    among: tuple[Section, ...] = ()
    """For what is not located: the sections that the place may mean."""
    several: tuple[Found, ...] = ()
    """For words that stand there more than once: where."""


def resolve(
    text: Text, given: Suggestion, among: tuple[Section, ...], date: datetime.date
) -> Resolved:
    """The erratum that a suggestion asks for, or why there is none. Nil answers ask for none.

    `among` are the sections that it may mean, `date` when it came in unless it says so itself.
    """
    found = _find(text, given, among)
    if isinstance(found, list):
        count = str(len(found))
        return Resolved(fault=Fault("intake-row-many", (("count", count),)), several=tuple(found))
    if isinstance(found, Fault):
        return Resolved(fault=found, among=among)
    if given.markdown:
        made = given.original, given.corrected
    else:
        quoted, corrected = _unquoted(given, found)
        corrected = carry(quoted, corrected, found.text)
        if corrected == found.text:
            return Resolved(fault=Fault("intake-row-already"), among=among)
        change = to_source(text.book, found, corrected)
        if change is None:
            return Resolved(fault=Fault("intake-row-marks"), among=among)
        made = change.original, change.corrected
    reason = mask_contact(given.reason)
    kind = given.kind or guess_kind(given.original, given.corrected, given.reason)
    history = (Entry("reported", given.date or date, given.units),)
    erratum = Erratum("", found.section.id, text.edition, kind, *made, history, paragraphs(reason))
    receipt = erratum.receipt
    erratum = dataclasses.replace(erratum, id=receipt, path=f"docs/errata/{receipt}.md")
    problems = effects(text.book, erratum)
    if problems:
        return Resolved(problem=problems[0], among=among)
    return Resolved(erratum, found.score)


def sections_meant(text: Text, given: Suggestion) -> tuple[Section, ...]:
    """The sections that a suggestion's place may mean, the likeliest first."""
    if given.markdown:  # a packet names one by its id
        section = text.book.sections.get(given.place)
        return (section,) if section else ()
    readings = text.places.candidates(given.place) if given.place else []
    return tuple({s.id: s for reading in readings for s in reading}.values())


def _find(text: Text, given: Suggestion, among: Sequence[Section]) -> Found | list[Found] | Fault:
    """The words of a suggestion in the sections that it may mean, or all places if several."""
    for quoted in _ways_to_quote(given.original):
        found = find_exact(among, quoted)
        if len(found) == 1:
            return found[0]
        if found:
            return found
        if not among and len(quoted) >= _LEAST:
            anywhere = find_exact(text.sections, quoted)
            if len(anywhere) == 1:
                return anywhere[0]
    if given.markdown:  # it was marked in a text that reads otherwise by now
        return Fault("intake-row-words" if among else "intake-row-place")
    near = find_near(among, given.original)
    if is_clear(near, given.original):
        return near[0]
    return Fault("intake-row-words" if among else "intake-row-place")


def _ways_to_quote(original: str) -> list[str]:
    """The words as given, and without the quotation marks that somebody set around them."""
    found = _QUOTED.fullmatch(original)
    return [original, found["text"].strip()] if found else [original]


def _unquoted(given: Suggestion, found: Found) -> tuple[str, str]:
    """Original and correction without quotation marks that the text does not have."""
    original, corrected = _QUOTED.fullmatch(given.original), _QUOTED.fullmatch(given.corrected)
    if original is None or found.text == given.original:
        return given.original, given.corrected
    words = corrected["text"].strip() if corrected else given.corrected
    return original["text"].strip(), words


def effects(book: Book, erratum: Erratum) -> list[Problem]:
    """Why the correction cannot go into its provision, looked at by itself.

    The rest of the file is left out, so that thousands of rows take seconds; `errata apply` looks
    at all of it again.
    """
    page = book.page_of(erratum.provision)
    heading = book.sections[erratum.provision].heading
    text = page.document.text[heading.start : heading.end]
    document = Document(page.document.folder, page.document.path, text, 0, page.document.meta)
    return plan_change(document, erratum, book.sections, book.settings)[1]
