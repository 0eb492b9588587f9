"""What a source file says by itself, whatever stands in the others."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.keep import Keep, key_of
from handbook.book.rules import body_problems, front_matter_problems
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
    list_folder,
    make_document,
    name_problems,
)

_DEFINED = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:", re.MULTILINE)


@dataclass(frozen=True)
class Scan:
    """A readable file of the four folders, and what can be said of it alone."""

    document: Document
    headings: tuple[Heading, ...]
    sources: Mapping[int, tuple[str, int]]
    """By where a heading starts: the sha256 of its source, and how many line feeds are in that."""
    problems: tuple[Problem, ...]
    targets: frozenset[str]
    """The ids it refers to, if they are none of its own link definitions."""


def scan_files(
    places: Mapping[Folder, Path], settings: Settings, keep: Keep | None = None
) -> tuple[list[Scan], list[Problem]]:
    """All files below `docs/` of the places given for the four folders, in reading order.

    A file whose bytes were scanned before is taken from `keep`.
    """
    keep = keep or Keep()
    keep.preload("scan")
    scans: list[Scan] = []
    problems: list[Problem] = []
    for folder, root in places.items():
        inside: dict[str, bool] = {}
        at = len(f"{root / folder}") - len(folder)
        for path in map(str, list_folder(root, folder)):  # paths as texts: there are thousands
            name = path[at:].replace(os.sep, "/")
            above = name.rpartition("/")[0]
            if (safe := inside.get(above)) is None:
                safe = inside[above] = is_inside(root, above)
            if not safe or (os.path.islink(path) and not is_inside(root, name)):  # noqa: PTH114
                problems += [problem("file-outside", name), *name_problems(name, folder)]
                continue
            with open(path, "rb") as file:  # noqa: PTH123
                data = file.read()
            digest = hashlib.sha256(data).hexdigest()
            key = key_of(name, digest, settings.require_check)
            scan: Scan | None = keep.get("scan", key)
            if scan is None:
                document, found = make_document(name, folder, data)
                found += name_problems(name, folder)
                if document is None:
                    problems += found
                    continue
                scan = _scan(document, found, settings)
                bare = dataclasses.replace(document, text="")  # the text is read each time
                keep.put("scan", key, dataclasses.replace(scan, document=bare))
            else:
                scan.document.__dict__["text"] = decode_text(data)  # the same each time
            problems += scan.problems
            scans.append(scan)
    return scans, problems


def _scan(document: Document, problems: list[Problem], settings: Settings) -> Scan:
    headings, found = scan_headings(document)
    problems = [*problems, *found, *front_matter_problems(document)]
    problems += body_problems(document, settings, number_headings([(document, headings)]))
    return scan_document(document, headings, problems)


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
    return Scan(document, tuple(headings), sources, tuple(problems), frozenset(cited - defined))
