"""What became of each provision from edition to edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handbook.book import Book
from handbook.errata import Erratum, Register

Status = Literal["new", "same", "changed", "removed"]


@dataclass(frozen=True)
class Stage:
    """A heading in one edition, against the edition before."""

    edition: str
    title: str
    """What the edition is called."""
    status: Status
    label: str
    """Its number or title in that edition; in `removed`, in the edition before."""
    renumbered: bool
    causes: tuple[str, ...]
    """The errata and amendments that changed it, by their ids."""


def trace(books: Sequence[Book], register: Register) -> dict[str, list[Stage]]:
    """The stages of every id in any of the Books, which are given oldest first."""
    stages: dict[str, list[Stage]] = {}
    for place, book in enumerate(books):
        before = books[place - 1] if place else None
        ids = dict.fromkeys([*book.sections, *(before.sections if before else ())])
        for id in ids:
            stages.setdefault(id, []).append(_stage(id, book, before, register))
    return stages


def _stage(id: str, book: Book, before: Book | None, register: Register) -> Stage:
    edition, name = book.settings.edition, book.settings.edition_name
    new, old = book.sections.get(id), before.sections.get(id) if before else None
    causes = tuple(e.id for e in changes_of(register, id, edition))
    if new is None:
        assert old is not None
        return Stage(edition, name, "removed", old.label, False, causes)
    if old is None:
        return Stage(edition, name, "new", new.label, False, causes if before else ())
    changed = new.sha256 != old.sha256
    status: Status = "changed" if changed else "same"
    return Stage(
        edition, name, status, new.label, new.number != old.number, causes if changed else ()
    )


def changes_of(register: Register, id: str, edition: str) -> list[Erratum]:
    """The errata and amendments of a provision that an edition took in, in that order."""
    found = [
        e
        for e in register.by_provision.get(id, ())
        if e.state == "incorporated" and e.history[-1].edition == edition
    ]
    return sorted(found, key=lambda e: (e.history[-1].date, e.id))


def last_seen(books: Sequence[Book]) -> Mapping[str, Book]:
    """For every id there ever was the newest of the Books that has it."""
    return {id: book for book in books for id in book.sections}
