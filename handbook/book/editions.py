"""The frozen editions of a project, as their `edition.yml` files tell (design: Edition)."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handbook.book.keep import Keep
from handbook.book.load import load_book
from handbook.book.model import Book
from handbook.source import Settings
from handbook.source.document import is_date, parse_yaml, read_text

_PRINTINGS = re.compile(rb"^printings:", re.MULTILINE)


@dataclass(frozen=True)
class PrintRun:
    """One printing of an edition."""

    id: str
    printed: datetime.date | None = None
    copies: int = 0
    errata: tuple[str, ...] = ()
    """The errata that its copies carry already."""
    map: str = ""
    """The file that says where each provision stands in it, relative to the edition's folder."""


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
    lock_sha256: str = ""
    """Of its own edition.yml above `printings`: what a successor writes down."""

    def settings(self, draft: Settings) -> Settings:
        """The settings of the edition: the draft's, with its own name and date."""
        return dataclasses.replace(
            draft, edition=self.id, edition_title=self.title, edition_date=self.published
        )


def read_editions(root: Path) -> tuple[Edition, ...]:
    """The editions below `root`, oldest first. What is wrong with them `verify` says."""
    paths = sorted((root / "editions").glob("*/edition.yml"))
    editions = [read_edition(root, path) for path in paths]
    return tuple(sorted(editions, key=lambda e: (e.published or datetime.date.min, e.id)))


def read_edition(root: Path, path: Path) -> Edition:
    """One `edition.yml`; a key that is missing or wrong has its default."""
    text, _ = read_text(root, path)
    data: Any = None
    with contextlib.suppress(yaml.YAMLError, ValueError):
        data = parse_yaml(text or "")
    data = data if isinstance(data, dict) else {}
    published, rows, retired = (data.get(k) for k in ("published", "printings", "retired"))
    return Edition(
        path.parent.name,
        str(data.get("title") or ""),
        published if is_date(published) else None,
        str(data["supersedes"]) if data.get("supersedes") else None,
        str(data.get("sha256") or ""),
        str(data["previous_sha256"]) if data.get("previous_sha256") else None,
        tuple(str(id) for id in retired) if isinstance(retired, list) else (),
        tuple(_print_run(row) for row in rows or () if isinstance(row, dict)),
        lock_sha256(path.read_bytes()),
    )


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
    )


def edition_book(root: Path, edition: Edition, draft: Settings, keep: Keep | None = None) -> Book:
    """The Book of a frozen edition. Raises `InputError` where its text cannot be read."""
    return load_book(root / "editions" / edition.id, edition.settings(draft), keep=keep)
