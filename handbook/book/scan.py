"""What a source file says by itself, whatever stands in the others."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from handbook.book.keep import Keep, key_of
from handbook.book.rules import body_problems, front_matter_problems
from handbook.book.workers import spread
from handbook.problems import Problem, problem
from handbook.source import (
    Document,
    Heading,
    Settings,
    number_headings,
    scan_headings,
    scan_references,
)
from handbook.source.document import (
    Folder,
    decode_text,
    is_inside,
    make_document,
    name_problems,
)
from handbook.source.walk import markdown_files, read_bytes

_DEFINED = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:", re.MULTILINE)


@dataclass(frozen=True)
class Scan:
    """A readable file of the four folders, and what can be said of it alone."""

    document: Document
    key: str
    """A hash of its path and its text."""
    headings: tuple[Heading, ...]
    heads: str
    """A hash of all that numbers and labels are computed of."""
    sources: Mapping[int, tuple[str, int]]
    """By where a heading starts: the sha256 of its source, and how many line feeds are in that."""
    problems: tuple[Problem, ...]
    targets: frozenset[str]
    """The ids it refers to, if they are none of its own link definitions."""


class _Kept(Document):
    """A document that is kept without its text, which is decoded when it is first asked for."""

    @staticmethod
    def make(document: Document) -> _Kept:
        """All of a document but its text; its `data` are given to it each time."""
        kept = object.__new__(_Kept)
        kept.__dict__.update(document.__dict__)
        del kept.__dict__["text"]
        return kept

    def __getattr__(self, name: str) -> str:
        if name != "text":
            raise AttributeError(name)
        text = self.__dict__["text"] = decode_text(self.__dict__["data"])
        return text


def scan_files(
    places: Mapping[Folder, Path], settings: Settings, keep: Keep | None = None
) -> tuple[list[Scan], list[Problem]]:
    """All files below `docs/` of the places given for the four folders, in reading order.

    A file whose bytes were scanned before is taken from `keep`.
    """
    keep = keep or Keep()
    keep.preload("scan")
    files, problems = _read_files(places, settings)
    found: list[Scan | None] = [keep.get("scan", file.key) for file in files]
    others = [file for file, scan in zip(files, found, strict=True) if scan is None]
    made = iter(spread(partial(_scan_file, settings), others))
    scans = []
    for file, kept in zip(files, found, strict=True):
        if (scan := kept) is None:
            scan, wrong = next(made)
            if scan is None:
                problems += wrong
                continue
            keep.put("scan", file.key, scan)
        scan.document.__dict__["data"] = file.data
        problems += scan.problems
        scans.append(scan)
    return scans, problems


class _File(NamedTuple):
    """A file of one of the four folders."""

    name: str
    folder: Folder
    data: bytes
    key: str
    """A hash of all that its scan depends on."""


def _read_files(
    places: Mapping[Folder, Path], settings: Settings
) -> tuple[list[_File], list[Problem]]:
    files: list[_File] = []
    problems: list[Problem] = []
    for folder, root in places.items():
        inside: dict[str, bool] = {}
        for below, entry in markdown_files(f"{root / 'docs' / folder}"):
            name = f"docs/{folder}/{below}"
            above = name.rpartition("/")[0]
            if (safe := inside.get(above)) is None:
                safe = inside[above] = is_inside(root, above)
            if not safe or (entry.is_symlink() and not is_inside(root, name)):
                problems += [problem("file-outside", name), *name_problems(name, folder)]
                continue
            data = read_bytes(entry.path)
            digest = hashlib.sha256(data).hexdigest()
            key = key_of(name, digest, settings.require_check)
            files.append(_File(name, folder, data, key))
    return files, problems


def _scan_file(settings: Settings, file: _File) -> tuple[Scan | None, list[Problem]]:
    """What can be said of a file alone, its text left out; or why it cannot be read."""
    document, problems = make_document(file.name, file.folder, file.data)
    problems += name_problems(file.name, file.folder)
    if document is None:
        return None, problems
    headings, found = scan_headings(document)
    problems += [*found, *front_matter_problems(document)]
    problems += body_problems(document, settings, number_headings([(document, headings)]))
    scan = scan_document(document, headings, problems)
    return dataclasses.replace(scan, document=_Kept.make(document)), []


def scan_document(
    document: Document, headings: Sequence[Heading], problems: Iterable[Problem] = ()
) -> Scan:
    """A document whose headings are known."""
    sources = {}
    for heading in headings:
        source = heading.source(document.text)
        sources[heading.start] = hashlib.sha256(source.encode()).hexdigest(), source.count("\n")
    cited = {found.target for found in scan_references(document.body)}
    defined = set(_DEFINED.findall(document.body))
    meta = [document.meta.get(key) for key in ("issue", "short")]
    own = [(h.level, h.title, h.id, h.classes) for h in headings]
    return Scan(
        document,
        key_of(document.path, document.sha256),
        tuple(headings),
        key_of(document.path, meta, own),
        sources,
        tuple(problems),
        frozenset(cited - defined),
    )
