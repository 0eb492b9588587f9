"""The balance sheet of an edition: what was there, and what was declared, is what there is.

Replaying the errata and amendments incorporated in an edition on handbook and regulations of the
one before must give those of this one, every byte accounted for (design: Balance).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handbook.book import Book
from handbook.book.load import LOCKED
from handbook.errata import Erratum, Register
from handbook.problems import Problem
from handbook.review.coverage import Uncovered, cover


@dataclass(frozen=True)
class Balance:
    """An account of all changes between two editions."""

    applied: tuple[Erratum, ...] = ()
    """The errata and amendments that the edition takes in, in the order of their histories."""
    uncovered: tuple[Uncovered, ...] = ()
    """What nothing covers; empty where the account closes."""
    problems: tuple[Problem, ...] = ()
    causes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What changed each heading, by its id."""

    @property
    def closes(self) -> bool:
        """Whether every difference is accounted for."""
        return not self.uncovered and not self.problems


def incorporated_in(register: Register, edition: str) -> tuple[Erratum, ...]:
    """The errata and amendments that an edition takes in, in the order of their histories."""
    found = [
        e for e in register.errata if e.state == "incorporated" and e.history[-1].edition == edition
    ]
    return tuple(sorted(found, key=lambda e: (e.history[-1].date, e.id)))


def balance(before: Book, after: Book, register: Register, edition: str) -> Balance:
    """The account from one text to the next, which is, or will be, `edition`."""
    errata = tuple(
        e for e in incorporated_in(register, edition) if _bound(before, after, e.provision)
    )
    found = cover(locked_files(before), locked_files(after), errata, after.settings)
    problems = [u.problem(before.settings.edition) for u in found.uncovered]
    return Balance(
        errata, found.uncovered, tuple(sorted([*problems, *found.problems])), found.causes
    )


def _bound(before: Book, after: Book, id: str) -> bool:
    """Whether a heading is of handbook or regulations; bulletins and methods are edited freely."""
    books = (book for book in (before, after) if id in book.sections)
    return all(book.page_of(id).document.folder in LOCKED for book in books)


def locked_files(book: Book) -> dict[str, bytes]:
    """The bytes of handbook and regulations, by path below the text's own root."""
    return {
        path.relative_to(book.root).as_posix(): path.read_bytes()
        for folder in sorted(LOCKED)
        for path in sorted((book.root / "docs" / folder).glob("*.md"))
    }
