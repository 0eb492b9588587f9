"""The frozen editions of a project, as their `edition.yml` files tell (design: Edition)."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handbook.book.keep import Keep
from handbook.book.load import load_book
from handbook.book.model import Book
from handbook.problems import InputError, Problem, problem
from handbook.source import Settings
from handbook.source.document import is_date, parse_yaml, read_text

HANDBOOK = "handbook"
_PRINTINGS = re.compile(rb"^printings:", re.MULTILINE)


@dataclass(frozen=True)
class PrintRun:
    """One printing of one book of an edition."""

    id: str
    """Its number; each book counts its own."""
    printed: datetime.date | None = None
    copies: int = 0
    errata: tuple[str, ...] = ()
    """The errata that its copies carry already."""
    map: str = ""
    """The file that says where each provision stands in it, relative to the edition's folder."""
    book: str = HANDBOOK
    """What was printed: bulletins, methods, regulations or records/NAME beside the handbook."""


@dataclass(frozen=True)
class Edition:
    """A frozen edition."""

    id: str
    title: str = ""
    published: datetime.date | None = None
    supersedes: str | None = None
    sha256: str = ""
    """Of its SHA256SUMS."""
    previous_sha256: str | None = None
    """Of the predecessor's edition.yml above `printings`."""
    retired: tuple[str, ...] = ()
    """Ids that existed before and never come back."""
    printings: tuple[PrintRun, ...] = ()
    """Of all its books, oldest first."""
    lock_sha256: str = ""
    """Of its own edition.yml above `printings`: what a successor writes down."""

    def runs(self, book: str = HANDBOOK) -> tuple[PrintRun, ...]:
        """The printings of one book."""
        return tuple(run for run in self.printings if run.book == book)

    def settings(self, draft: Settings) -> Settings:
        """The settings of the edition: the draft's, with its own name and date."""
        return dataclasses.replace(
            draft, edition=self.id, edition_title=self.title, edition_date=self.published
        )


def read_editions(root: Path) -> tuple[Edition, ...]:
    """The editions below `root`, oldest first. What was touched of them `verify` says.

    Raises `InputError` where a record cannot be read: without its id, date and retired ids nothing
    that rests on it can be told.
    """
    paths = sorted((root / "editions").glob("*/edition.yml"))
    editions: list[Edition] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            editions.append(read_edition(root, path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(sorted(editions, key=lambda e: (e.published or datetime.date.min, e.id)))


def read_edition(root: Path, path: Path) -> Edition:
    """One `edition.yml`; an optional key that is missing has its default. Raises `InputError`."""
    data = _record(root, path)
    published = data["published"]
    return Edition(
        path.parent.name,
        str(data.get("title") or ""),
        published if is_date(published) else None,
        str(data["supersedes"]) if data.get("supersedes") else None,
        str(data.get("sha256") or ""),
        str(data["previous_sha256"]) if data.get("previous_sha256") else None,
        tuple(data.get("retired") or ()),
        tuple(_print_run(row) for row in data.get("printings") or ()),
        lock_sha256(path.read_bytes()),
    )


def _is_name(value: object) -> bool:
    return value is None or isinstance(value, str | int)


_KEYS: Mapping[str, Callable[[object], bool]] = {
    "published": is_date,
    "title": _is_name,
    "supersedes": _is_name,
    "sha256": _is_name,
    "previous_sha256": _is_name,
    "retired": lambda v: (
        v is None or (isinstance(v, list) and all(isinstance(id, str) for id in v))
    ),
    "printings": lambda v: (
        v is None or (isinstance(v, list) and all(isinstance(row, dict) for row in v))
    ),
}
"""What each key of a record may hold."""


def _record(root: Path, path: Path) -> dict[str, Any]:
    """The keys of a record. Raises `InputError` with one line that says which of them is wrong."""
    name = path.relative_to(root).as_posix()
    data: Any = None
    text = ""
    with contextlib.suppress(yaml.YAMLError, ValueError, RecursionError, OSError):
        text = read_text(root, path)[0] or ""
        data = parse_yaml(text)
    if not isinstance(data, dict):
        raise InputError([problem("edition-unreadable", name)])
    wrong = [key for key, fits in _KEYS.items() if not fits(data.get(key))]
    if str(data.get("edition")) != path.parent.name:
        wrong.insert(0, "edition")
    if wrong:
        found = re.search(rf"^{wrong[0]}:", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise InputError([problem("edition-key", name, line, key=wrong[0], id=path.parent.name)])
    return data


def lock_sha256(data: bytes) -> str:
    """The sha256 of an `edition.yml` above its `printings`, which alone may grow."""
    found = _PRINTINGS.search(data)
    return hashlib.sha256(data[: found.start()] if found else data).hexdigest()


def _print_run(row: Mapping[str, Any]) -> PrintRun:
    printed, copies, errata = row.get("printed"), row.get("copies"), row.get("errata")
    return PrintRun(
        str(row.get("id") or ""),
        printed if is_date(printed) else None,
        copies if isinstance(copies, int) else 0,
        tuple(str(id) for id in errata) if isinstance(errata, list) else (),
        str(row.get("map") or ""),
        str(row.get("book") or HANDBOOK),
    )


def edition_book(root: Path, edition: Edition, draft: Settings, keep: Keep | None = None) -> Book:
    """The Book of a frozen edition. Raises `InputError` where its text cannot be read."""
    folder = f"editions/{edition.id}"
    try:
        return load_book(root / folder, edition.settings(draft), keep=keep)
    except InputError as error:
        raise InputError(_seen_from_root(found, folder) for found in error.problems) from None


def _seen_from_root(found: Problem, folder: str) -> Problem:
    """A finding in a frozen text, with its path as the project has it."""
    if found.rule == "project-missing":
        return problem("edition-missing", f"{folder}/docs/handbook")
    return dataclasses.replace(found, file=f"{folder}/{found.file}")
