"""Freeze the working text into `editions/ID/` (design: Edition)."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book import Book, Edition
from handbook.editions.balance import text_files
from handbook.problems import InputError, Problem, problem
from handbook.source import FOLDERS

ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}")
RESERVED = frozenset({"next", "latest", "all"})
"""Names of `site/` that no edition can have."""


@dataclass(frozen=True)
class Release:
    """What a release writes, before it is written."""

    edition: str
    files: Mapping[str, bytes]
    """Content by path below `editions/ID/`: `docs/…`, `SHA256SUMS`, `edition.yml`."""
    retired: tuple[str, ...]
    """Ids that the edition before had and this one has not, and all retired earlier."""
    added: tuple[str, ...]
    """Ids that are new in it."""


def plan_release(
    book: Book, editions: Sequence[Edition], before: Book | None, id: str, date: datetime.date
) -> tuple[Release, list[Problem]]:
    """The release of the working text as edition `id`, and what forbids it.

    `before` is the Book of the newest of `editions`; None for a first edition.
    """
    problems = _name_problems(book, editions, id) or _date_problems(editions, date)
    files = {name: path.read_bytes() for name, path in text_files(book.root, FOLDERS).items()}
    sums = sha256sums(files)
    newest = editions[-1] if editions else None
    gone = set(before.sections) - set(book.sections) if before else set()
    retired = tuple(sorted(gone.union(newest.retired if newest else ())))
    for back in sorted(set(newest.retired if newest else ()) & set(book.sections)):
        section = book.sections[back]
        problems.append(problem("id-retired", section.file, section.line, id=back))
    head = edition_yml(
        id,
        book.settings.edition_name if book.settings.edition == id else f"{id}年版",
        date,
        newest,
        hashlib.sha256(sums).hexdigest(),
        retired,
    )
    content = {**files, "SHA256SUMS": sums, "edition.yml": head}
    added = tuple(sorted(set(book.sections) - set(before.sections))) if before else ()
    return Release(id, content, retired, added), problems


def _name_problems(book: Book, editions: Sequence[Edition], id: str) -> list[Problem]:
    place = f"editions/{id}"
    if not ID.fullmatch(id) or id in RESERVED:
        return [problem("release-id", place, id=id)]
    if any(e.id == id for e in editions) or (book.root / "editions" / id).exists():
        return [problem("release-taken", place, id=id)]
    if book.settings.edition != id:
        return [problem("release-draft", "mkdocs.yml", id=id, draft=book.settings.edition)]
    return []


def _date_problems(editions: Sequence[Edition], date: datetime.date) -> list[Problem]:
    """The order of editions is that of their dates: none can come in before what is out."""
    newest = editions[-1] if editions else None
    if newest is None or newest.published is None or date > newest.published:
        return []
    last = newest.published
    return [problem("release-order", "mkdocs.yml", date=date, before=newest.id, published=last)]


def sha256sums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum` prints for the files, in the order of their paths."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def edition_yml(
    id: str,
    title: str,
    date: datetime.date,
    newest: Edition | None,
    sha256: str,
    retired: Sequence[str],
) -> bytes:
    """The record of a new edition. Ids and titles are quoted, so that 2018 stays a name."""
    supersedes = f'"{newest.id}"' if newest else "null"
    previous = newest.lock_sha256 if newest else "null"
    lines = [
        f'edition: "{id}"',
        f"title: {_quoted(title)}",
        f"published: {date.isoformat()}",
        f"supersedes: {supersedes}",
        f"sha256: {sha256}",
        f"previous_sha256: {previous}",
        f"retired: [{', '.join(retired)}]",
        "printings: []",
    ]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_release(root: Path, release: Release) -> Path:
    """Write an edition whole or not at all; return its folder.

    It is written beside and renamed into place, which is one step. Raises `InputError` where
    the folder is there already.
    """
    target = root / "editions" / release.edition
    if target.exists():
        raise InputError([problem("release-taken", f"editions/{target.name}", id=target.name)])
    fresh = root / ".cache" / "handbook" / f"release-{release.edition}"
    shutil.rmtree(fresh, ignore_errors=True)
    for name, data in release.files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    target.parent.mkdir(exist_ok=True)
    fresh.rename(target)
    return target
