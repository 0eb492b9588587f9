"""Incorporate accepted errata into the working text, or take them out of it again: plans only."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.book import Book
from handbook.errata.amend import amendment_problems
from handbook.errata.apply import Change, apply_change, with_text
from handbook.errata.life import Revision, step_problems
from handbook.errata.locate import locate, place_problem
from handbook.errata.model import LIVE, Entry, Erratum
from handbook.errata.nearest import only_near
from handbook.errata.plan import Plan, plan_errata
from handbook.errata.raw import Splice, splice_text
from handbook.errata.register import Register
from handbook.errata.renamed import renames, repoint
from handbook.problems import Problem, problem
from handbook.source import Document


@dataclass(frozen=True)
class Incorporation:
    """What to change in the text, and what becomes of the errata."""

    plan: Plan = dataclasses.field(default_factory=Plan)
    revisions: tuple[Revision, ...] = ()


def incorporate(
    book: Book,
    register: Register,
    errata: Sequence[Erratum],
    entry: Entry,
    frozen: Container[str] = (),
) -> tuple[Incorporation, list[Problem]]:
    """Put accepted errata into the working text in the order given, all or none.

    The errata may differ from those of the register in `original_now`. Each must stand once in
    the text as it is (design: *found, exactly once*), and still once where the ones before it
    are in. An amendment changes no text: it must have been made by hand. Where it renames a
    heading, other open errata follow to the new id.
    """
    problems = list(_edition_problems(book, entry.edition, frozen))
    problems += [found for erratum in errata for found in step_problems(erratum, entry)]
    corrections = [erratum for erratum in errata if erratum.amendment is None]
    problems += [found for e in corrections if (found := place_problem(book, e))]
    if problems:
        return Incorporation(), problems
    plan, problems = plan_errata(book, corrections)
    changes = {change.erratum: change for change in plan.changes}
    documents: dict[str, Document] = {}
    for erratum in errata if not problems else ():
        if erratum.amendment:
            problems += amendment_problems(book, documents, erratum)
        else:
            change = changes[erratum.id]
            page = book.page_of(erratum.provision)
            document = documents.get(change.path, page.document)
            documents[change.path] = with_text(document, apply_change(document.text, change))
    if problems:
        return Incorporation(), problems
    revisions = tuple(
        Revision(register.by_id[e.id], dataclasses.replace(e, history=(*e.history, entry)))
        for e in errata
    )
    moved = renames(r.after for r in revisions)
    return Incorporation(plan, (*revisions, *_repointed(register, errata, moved))), []


def _repointed(
    register: Register, errata: Sequence[Erratum], moved: Mapping[str, str]
) -> Iterator[Revision]:
    """Open errata about headings that get another id: they point at the new one."""
    for other in register.in_state(*LIVE):
        if other.provision in moved and other not in errata:
            yield Revision(other, repoint(other, moved[other.provision]))


def reopen(
    book: Book, register: Register, errata: Sequence[Erratum], entry: Entry
) -> tuple[Incorporation, list[Problem]]:
    """Take incorporated errata out of the working text: they are accepted once more.

    The correction must stand once in its provision. One that deleted words leaves no place to
    put them back at; one of an edition that is frozen stays (the register's rules say so).
    """
    problems = [found for erratum in errata for found in step_problems(erratum, entry)]
    corrections = [e for e in reversed(errata) if e.amendment is None]
    empty = [e for e in corrections if not e.corrected]
    problems += [problem("reopen-deleted", e.path, e.line("corrected")) for e in empty]
    turned = [
        dataclasses.replace(e, original=e.corrected, original_now="", corrected=e.current)
        for e in corrections
        if e.corrected
    ]
    problems += [found for e in turned if (found := place_problem(book, e, "corrected"))]
    if problems:
        return Incorporation(), problems
    plan, problems = plan_errata(book, turned)
    if problems:
        return Incorporation(), problems
    revisions = tuple(
        Revision(register.by_id[e.id], dataclasses.replace(e, history=(*e.history, entry)))
        for e in errata
    )
    back = {now: then for then, now in renames(errata).items()}
    return Incorporation(plan, (*revisions, *_repointed(register, errata, back))), []


def take_nearest(book: Book, erratum: Erratum) -> Erratum | None:
    """The erratum with the nearest text for its original; None where that is ambiguous."""
    section = book.sections.get(erratum.provision)
    if section is None or erratum.amendment:
        return None
    found = locate(section, erratum.current)
    if found.cause == "shown":  # what a reader saw of Markdown: once on screen is once in all
        text = section.shown.text
        words = found.near if text.count(erratum.current) == 1 else ""
    else:
        near = only_near(section.source, erratum.current) if found.count == 0 else None
        words = near.text if near else ""
    if not words or words == erratum.corrected:
        return None
    return dataclasses.replace(erratum, original_now=words)


def splice_changes(data: bytes, changes: Iterable[Change]) -> tuple[bytes, list[Splice], list[str]]:
    """A file's bytes with changes made one after another, and the ids of those that cannot be."""
    splices: list[Splice] = []
    refused: list[str] = []
    for change in changes:
        splice = splice_text(data, change.start, change.old, change.new)
        if splice is None:
            refused.append(change.erratum)
            continue
        splices.append(splice)
        data = splice.apply(data)
    return data, splices, refused


def _edition_problems(book: Book, edition: str, frozen: Container[str]) -> Iterable[Problem]:
    if edition in frozen:
        yield problem("apply-frozen", "mkdocs.yml", edition=edition)
    elif edition != book.settings.edition:
        yield problem("apply-edition", "mkdocs.yml", edition=edition, draft=book.settings.edition)
