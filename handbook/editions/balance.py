"""The balance sheet of an edition: what was there, and what was declared, is what there is.

Replaying the errata and amendments incorporated in an edition on handbook and regulations of the
one before must give those of this one, every byte accounted for (design: Balance).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.book import Book
from handbook.book.load import LOCKED
from handbook.errata import Erratum, Register
from handbook.problems import Problem
from handbook.review.coverage import Uncovered, asset_problems, cover
from handbook.source.document import is_inside


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
    sections = before.sections, after.sections
    problems += asset_problems(_assets(before), _assets(after), sections, found.plan)
    return Balance(
        errata, found.uncovered, tuple(sorted([*problems, *found.problems])), found.causes
    )


def _bound(before: Book, after: Book, id: str) -> bool:
    """Whether a heading is of handbook or regulations; bulletins and methods are edited freely."""
    books = (book for book in (before, after) if id in book.sections)
    return all(book.page_of(id).document.folder in LOCKED for book in books)


def _assets(book: Book) -> dict[str, str]:
    """The hashes of pictures and the like in handbook and regulations."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in text_files(book.root, sorted(LOCKED)).items()
        if path.suffix != ".md"
    }


def text_files(root: Path, folders: Iterable[str]) -> dict[str, Path]:
    """All files of folders of the text, pictures too; what an editor or system hides is none."""
    paths = (path for folder in folders for path in (root / "docs" / folder).glob("**/*"))
    files = {path.relative_to(root).as_posix(): path for path in paths if path.is_file()}
    return {
        name: files[name]
        for name in sorted(files)
        if not name.endswith("~") and "/." not in name and is_inside(root, name)
    }


def locked_files(book: Book) -> dict[str, bytes]:
    """The bytes of handbook and regulations, by path below the text's own root."""
    return {
        path.relative_to(book.root).as_posix(): path.read_bytes()
        for folder in sorted(LOCKED)
        for path in sorted((book.root / "docs" / folder).glob("*.md"))
    }
