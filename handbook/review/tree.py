"""A whole tree as a review sees it: its Book, its register, its files, and what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from handbook.book import Book, read_book
from handbook.errata import Register, load_register
from handbook.errata.rules import Editions, read_editions
from handbook.problems import Problem
from handbook.source.document import is_inside

Inspect = Callable[[Book], tuple[Register, list[Problem]]]
"""Reads the register of a Book's project, and finds what the Book itself does not tell."""
BOUND = ("handbook", "regulations")
"""The folders of which every changed byte must be accounted for (design: Balance)."""


@dataclass(frozen=True)
class Tree:
    """One state of a project."""

    book: Book
    register: Register
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The Markdown files of `docs/` by path, as git records them."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of what else is in the folders that are bound: pictures, by path."""

    @cached_property
    def editions(self) -> Editions:
        """The frozen editions."""
        return read_editions(self.book)

    @property
    def bound(self) -> dict[str, bytes]:
        """The files of handbook and regulations."""
        folders = tuple(f"docs/{folder}/" for folder in BOUND)
        return {path: data for path, data in self.files.items() if path.startswith(folders)}

    def line(self, path: str, line: int) -> str:
        """A line's text without the white space around it; empty where there is none."""
        if path not in self._lines:
            self._lines[path] = self._read(path).decode("utf-8", "replace").splitlines()
        lines = self._lines[path]
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {}

    def _read(self, path: str) -> bytes:
        if path in self.files:
            return self.files[path]
        file = self.book.root / path
        inside = file.resolve().is_relative_to(self.book.root.resolve())
        return file.read_bytes() if inside and file.is_file() else b""


def read_tree(
    root: Path,
    inspect: Inspect = load_register,
    read: Callable[[str], bytes] | None = None,
    bytes_too: bool = True,
) -> Tree:
    """Read a project and everything that is wrong with it.

    `inspect` adds the rules of the rooms above the Book. `read` gives a file's bytes by its path;
    default: what is on disk. Whoever compares nothing need not have them all: `bytes_too`.
    Raises `InputError` where there is no handbook to read.
    """
    book, problems = read_book(root, lazy=True)
    register, found = inspect(book)
    get = read or (lambda path: root.joinpath(path).read_bytes())
    names = _files(root) if bytes_too else []
    files = {name: get(name) for name in names if name.endswith(".md")}
    bound = tuple(f"docs/{folder}/" for folder in BOUND)
    assets = {
        name: hashlib.sha256(root.joinpath(name).read_bytes()).hexdigest()
        for name in names
        if name not in files and name.startswith(bound)
    }
    return Tree(book, register, tuple(sorted({*problems, *found})), files, assets)


def _files(root: Path) -> list[str]:
    """The files of `docs/` by path; a link out of the tree is none (`file-outside`)."""
    paths = (path for path in sorted((root / "docs").glob("**/*")) if path.is_file())
    return [name for path in paths if is_inside(root, name := path.relative_to(root).as_posix())]
