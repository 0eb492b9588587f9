"""What results are compared with: the clauses of an edition, and how they came to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handbook.book import Book, Section
from handbook.errata import Register
from handbook.problems import InputError, Problem, problem
from handbook.source.settings import ReachedSettings, SelfcheckSettings, Settings

How = Literal["same", "renamed", "merged", "split"]


@dataclass(frozen=True)
class Clause:
    """A clause of the edition."""

    id: str
    sha256: str
    label: str
    title: str
    text: str
    path: tuple[str, ...]
    """Ids of its chapter and its item."""


@dataclass(frozen=True)
class Item:
    """An item with its clauses."""

    id: str
    label: str
    title: str
    chapter: str
    """The chapter's id."""
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """An amendment by which the text of one id goes on under another."""

    edition: str
    """The edition that took it in."""
    how: How
    old: str
    new: str


@dataclass(frozen=True)
class Standard:
    """One edition's clauses, and the way to them from the editions before."""

    handbook: str
    """Its title."""
    edition: str
    title: str
    """2019年版."""
    clauses: Mapping[str, Clause]
    """By id, in reading order."""
    items: tuple[Item, ...]
    sizes: Mapping[str, int]
    """The editions up to this one, oldest first, each with the number of its clauses."""
    titles: Mapping[str, str]
    """What they are called."""
    events: tuple[Event, ...]
    """In the order in which they came about."""
    rule: SelfcheckSettings


def shown_text(section: Section) -> str:
    """The text of a clause as a reader sees it."""
    return section.shown.text


def standard_of(
    book: Book,
    texts: Mapping[str, Book],
    register: Register,
    text_of: Callable[[Section], str] = shown_text,
) -> Standard:
    """The standard that a text is; `texts` are the frozen editions up to it, oldest first.

    `text_of` gives what stands as the text of a clause; to make it takes time.
    Raises `InputError` where the rule of the settings names what there is not.
    """
    _check_rule(book.settings, (book, *texts.values()))
    clauses = {
        s.id: Clause(s.id, s.sha256, s.label, s.title, text_of(s), s.path)
        for s in book.of_kind("clause")
    }
    below: dict[str, list[str]] = {}
    for clause in clauses.values():
        for id in clause.path:
            below.setdefault(id, []).append(clause.id)
    items = tuple(
        Item(s.id, s.label, s.title, s.path[0], tuple(below.get(s.id, ())))
        for s in book.of_kind("item")
    )
    edition = book.settings.edition
    sizes = {id: len(text.of_kind("clause")) for id, text in texts.items()}
    sizes.setdefault(edition, len(clauses))
    titles = {id: text.settings.edition_name for id, text in texts.items()}
    titles.setdefault(edition, book.settings.edition_name)
    return Standard(
        book.settings.title,
        edition,
        book.settings.edition_name,
        clauses,
        items,
        sizes,
        titles,
        tuple(_events(register, list(sizes))),
        book.settings.selfcheck,
    )


def _events(register: Register, editions: Sequence[str]) -> Iterable[Event]:
    """The amendments of the editions that gave texts other ids, in the order of their histories."""
    done = [e for e in register.in_state("incorporated") if e.amendment]
    done = [e for e in done if e.history[-1].edition in editions]
    order = {id: n for n, id in enumerate(editions)}
    done.sort(key=lambda e: (order[e.history[-1].edition], e.history[-1].date, e.id))
    for erratum in done:
        change, edition = erratum.amendment, erratum.history[-1].edition
        if change is None:
            continue
        if change.action == "rename":
            yield Event(edition, "renamed", erratum.provision, change.to[0])
        elif change.action == "split":
            yield from (Event(edition, "split", erratum.provision, new) for new in change.to)
        elif change.action == "merge":
            yield from (Event(edition, "merged", old, erratum.provision) for old in change.sources)


def _check_rule(settings: Settings, books: Sequence[Book]) -> None:
    rule, found = settings.selfcheck, []
    if rule.not_applicable not in ("apart", "met"):
        found.append(_wrong("not_applicable", rule.not_applicable, "apart / met"))
    levels: tuple[tuple[str, ReachedSettings], ...] = (
        ("reached", rule.reached),
        ("nearly", rule.nearly),
    )
    for name, level in levels:
        if not 0 <= level.share <= 1:
            found.append(_wrong(f"{name}.share", level.share, "0–1"))
        for id in level.clean:
            sections = (book.sections.get(id) for book in books)
            if not any(s and s.kind in ("chapter", "item", "clause") for s in sections):
                found.append(problem("selfcheck-clean", "mkdocs.yml", key=name, id=id))
    if found:
        raise InputError(found)


def _wrong(key: str, value: object, form: str) -> Problem:
    return problem("settings-value", "mkdocs.yml", key=f"selfcheck.{key}", value=value, form=form)
