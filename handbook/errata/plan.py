"""Apply many errata to the text, in memory: what is written is the caller's business.

Order of work: errata whose places overlap are refused together; then one after another is
located in the text as the earlier ones left it, checked, and applied. Either all of them go
in, or nothing does.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.book import Book, Page, Section
from handbook.errata.apply import Change, apply_change, plan_change, with_text
from handbook.errata.effects import is_local, only_words
from handbook.errata.locate import brief, occurrences
from handbook.errata.model import Erratum
from handbook.problems import Problem, problem
from handbook.source import Document, scan_headings


@dataclass(frozen=True)
class Plan:
    """Changes that go together, each on the text that the ones before it leave."""

    changes: tuple[Change, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    """The files that they change, as they are to be, by path."""


def apply_errata(book: Book, errata: Iterable[Erratum]) -> tuple[dict[str, str], list[Problem]]:
    """The new text of every file that the errata change, by path, in the order given.

    With any problem there are no texts at all.
    """
    plan, problems = plan_errata(book, errata)
    return {path: document.text for path, document in sorted(plan.documents.items())}, problems


def plan_errata(book: Book, errata: Iterable[Erratum]) -> tuple[Plan, list[Problem]]:
    """The changes that errata make to the working text, in the order given; or none of them.

    Two errata whose originals overlap are in conflict, whatever each of them changes of its
    original: the second would no longer be found.
    """
    errata = list(errata)
    problems = [
        problem("erratum-provision", e.path, e.line("provision"), id=e.provision, near="")
        for e in errata
        if e.provision not in book.sections
    ]
    errata = [e for e in errata if e.provision in book.sections]
    problems += conflicts(book, errata)
    changes: list[Change] = []
    files: dict[str, _File] = {}
    for erratum in errata if not problems else ():
        section = book.sections[erratum.provision]
        document = book.page_of(section.id).document
        file = files.setdefault(section.file, _File(document, document.text))
        change, found = file.plan(book, section, erratum)
        problems += found
        if change is not None:
            changes.append(change)
            file.make(section, change)
    if problems:
        return Plan(), problems
    paths = {change.path for change in changes}
    documents = {path: with_text(files[path].document, files[path].text) for path in paths}
    return Plan(tuple(changes), documents), []


@dataclass
class _File:
    """A file while errata go in. Its headings stay, so each section can be planned by itself."""

    document: Document
    text: str
    moves: list[tuple[int, int]] = field(default_factory=list)
    """(where a changed section began at first, by how much the change moved what follows)."""

    def plan(
        self, book: Book, section: Section, erratum: Erratum
    ) -> tuple[Change | None, list[Problem]]:
        heading = section.heading
        start = heading.start + sum(by for at, by in self.moves if at < heading.start)
        end = heading.end + sum(by for at, by in self.moves if at <= heading.start)
        piece = self.text[start:end]
        old, new = erratum.current, erratum.corrected
        if only_words(old, new) and not erratum.amendment and old != new:
            places = occurrences(piece, old)
            if len(places) == 1:  # nothing else need be looked at
                return Change(erratum.id, section.file, start + places[0], old, new), []
        if is_local(piece, end == len(self.text), old, new):
            alone = dataclasses.replace(self.document, text=piece, body_start=0)
            change, problems = plan_change(alone, erratum, book.sections, book.settings)
            if change is not None:
                return dataclasses.replace(change, start=change.start + start), problems
        whole = dataclasses.replace(self.document, text=self.text)
        return plan_change(whole, erratum, book.sections, book.settings)

    def make(self, section: Section, change: Change) -> None:
        self.text = apply_change(self.text, change)
        self.moves.append((section.heading.start, len(change.new) - len(change.old)))


def conflicts(book: Book, errata: Sequence[Erratum]) -> list[Problem]:
    """Pairs of errata whose originals overlap in the text as it stands."""
    spans: dict[str, list[tuple[int, int, Erratum]]] = {}
    for erratum in errata:
        places = occurrences(book.sections[erratum.provision].source, erratum.current)
        if len(places) == 1:
            end = places[0] + len(erratum.current)
            spans.setdefault(erratum.provision, []).append((places[0], end, erratum))
    return [
        _conflict(a, b)
        for found in spans.values()
        for (start, end, a), (first, last, b) in itertools.combinations(found, 2)
        if start < last and first < end
    ]


def _conflict(a: Erratum, b: Erratum) -> Problem:
    mine, theirs = (f"{brief(e.current)}→{brief(e.corrected)}" for e in (b, a))
    line = b.line("original")
    return problem("erratum-conflict", b.path, line, other=a.id, mine=mine, theirs=theirs)


def with_documents(book: Book, documents: Mapping[str, Document]) -> Book:
    """The Book with other texts of some files, headings unchanged. Nothing is rendered anew."""
    pages = [_with_document(page, documents.get(page.document.path)) for page in book.pages]
    return dataclasses.replace(book, pages=tuple(pages))


def _with_document(page: Page, document: Document | None) -> Page:
    if document is None:
        return page
    headings = {heading.id: heading for heading in scan_headings(document)[0]}
    sections = []
    for section in page.sections:
        heading = headings[section.id]
        source = heading.source(document.text)
        digest = hashlib.sha256(source.encode()).hexdigest()
        changed = {"heading": heading, "line": heading.line, "source": source, "sha256": digest}
        sections.append(dataclasses.replace(section, **changed))  # type: ignore[arg-type]
    return Page(document, tuple(sections))
