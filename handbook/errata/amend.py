"""Amendments: an editor changes the text by hand, and here it is seen that this was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from handbook.book import Book
from handbook.errata.apply import find_heading
from handbook.errata.model import Erratum
from handbook.problems import Problem, problem
from handbook.source import Document


def amendment_problems(
    book: Book, documents: Mapping[str, Document], erratum: Erratum
) -> list[Problem]:
    """Why the working text is not yet what an amendment says it is to be.

    `documents` are files as earlier errata of the same run leave them, by path.
    """
    change = erratum.amendment
    assert change is not None
    gone: tuple[str, ...] = ()
    there: tuple[str, ...] = (erratum.provision,)
    match change.action:
        case "remove":
            gone, there = there, ()
        case "rename":
            gone, there = there, change.to
        case "split":
            there = (erratum.provision, *change.to)
        case "merge":
            gone = change.sources
    missing = [id for id in there if id not in book.sections]
    left = [id for id in gone if id in book.sections and id not in there]
    problems = [_problem("amendment-absent", erratum, "action", id=id) for id in missing]
    problems += [_problem("amendment-there", erratum, "action", id=id) for id in left]
    if not problems and there:
        problems += _text_problems(book, documents, erratum, there[0], change.new_sha256)
        problems += _place_problems(book, erratum, there[0])
        for id, wanted in zip(change.to, change.to_sha256, strict=False):
            problems += _text_problems(book, documents, erratum, id, wanted, "to_sha256")
    return problems


def _text_problems(
    book: Book,
    documents: Mapping[str, Document],
    erratum: Erratum,
    id: str,
    wanted: str,
    key: str = "new_sha256",
) -> Iterator[Problem]:
    section = book.sections[id]
    if wanted:
        document = documents.get(section.file, book.page_of(id).document)
        heading = find_heading(document, id)
        source = heading.source(document.text) if heading else ""
        now = hashlib.sha256(source.encode()).hexdigest()
        if now != wanted:
            place = f"{section.file}:{section.line}"
            values = {"label": section.label, "place": place, "now": now, "wanted": wanted}
            yield _problem("amendment-text", erratum, key, **values)


def _place_problems(book: Book, erratum: Erratum, id: str) -> Iterator[Problem]:
    change, section = erratum.amendment, book.sections[id]
    assert change is not None
    if change.after and change.after not in _before(book, id):
        values = {"label": section.label, "after": change.after}
        yield _problem("amendment-place", erratum, "after", **values)


def _before(book: Book, id: str) -> list[str]:
    """The heading right before one, and the one before it on its own level."""
    ids = list(book.sections)
    above = [book.sections[each] for each in ids[: ids.index(id)]]
    level = book.sections[id].level
    upward = (s for s in reversed(above) if s.level <= level)
    sibling = next(upward, None)
    return [s.id for s in (*above[-1:], sibling) if s is not None]


def removed_ids(errata: Iterable[Erratum]) -> Iterator[str]:
    """The ids that incorporated amendments took out of the working text."""
    for erratum in errata:
        change = erratum.amendment
        if change is None or erratum.state != "incorporated":
            continue
        if change.action in ("remove", "rename"):
            yield erratum.provision
        yield from change.sources


def _problem(rule: str, erratum: Erratum, key: str, **values: object) -> Problem:
    return problem(rule, erratum.path, erratum.line(key), 1, "error", **values)
