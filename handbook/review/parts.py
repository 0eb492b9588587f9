"""Files cut at their headings, to the byte: what stands between two belongs to the one above."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.errata.raw import plain_text
from handbook.source import Document, Heading, scan_headings
from handbook.source.document import split_front_matter

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|\\Z)")
TOP = "^"
"""Begins the key of what stands above a file's first heading, whose id follows."""


@dataclass(frozen=True)
class Part:
    """A heading with its text, or what stands above the first heading of a file."""

    id: str
    """The heading's id, or `^` and the id of the file's first heading."""
    path: str
    line: int
    """Of its first line, 1-based."""
    raw: str
    """As it is in the file: line ends, trailing spaces and a BOM as they are."""
    source: str
    """As `Section.source`: the id and trailing white space left out; empty above the heading."""
    level: int = 0
    title: str = ""

    @property
    def text(self) -> str:
        """All but the white space at its end."""
        return self.raw.rstrip()

    @property
    def tail(self) -> str:
        """The white space at its end: it parts it from what follows."""
        return self.raw[len(self.text) :]

    @cached_property
    def plain(self) -> str:
        """`text` with LF ends and without a BOM."""
        return re.sub("\r\n|\r", "\n", self.text.removeprefix("\ufeff"))


def read_part_document(path: str, data: bytes) -> Document | None:
    """The bytes as a document; None where they are no UTF-8, which is a finding of its own."""
    try:
        text = plain_text(data)
    except UnicodeDecodeError:
        return None
    meta, lines, start, _ = split_front_matter(path, text)
    folder = path.split("/")[1] if path.count("/") > 1 else ""
    return Document(folder, path, text, start, meta, lines)


def split_parts(files: Mapping[str, bytes]) -> dict[str, Part]:
    """All parts by id, in reading order: the handbook's files by name, then the regulations'.

    A heading without an id, or with one that stands elsewhere already, is taken for text of the
    one above: its own finding says what is wrong with it.
    """
    parts: dict[str, Part] = {}
    for path in sorted(files):
        document = read_part_document(path, files[path])
        if document is None:
            continue
        headings = [h for h in scan_headings(document)[0] if h.id]
        fresh = _first_of_each(h for h in headings if h.id not in parts)
        for part in _cut(document, files[path].decode("utf-8"), fresh):
            parts[part.id] = part
    return parts


def broken_heading(parts: Mapping[str, Part], id: str) -> tuple[str, int] | None:
    """File and line of what was a heading and still says its id, but is text of another now."""
    for part in parts.values():
        for number, row in enumerate(part.plain.split("\n")):
            if part.id != id and f"{{#{id}}}" in row:
                return part.path, part.line + number
    return None


def _first_of_each(headings: Iterable[Heading]) -> list[Heading]:
    return list({heading.id: heading for heading in reversed(list(headings))}.values())[::-1]


def _cut(document: Document, raw: str, headings: list[Heading]) -> Iterable[Part]:
    lines = _LINE.findall(raw)
    first = headings[0].id if headings else document.path
    starts = [1, *(heading.line for heading in headings), len(lines) + 1]
    texts = ["".join(lines[a - 1 : b - 1]) for a, b in itertools.pairwise(starts)]
    yield Part(f"{TOP}{first}", document.path, 1, texts[0], "")
    for place, heading in enumerate(headings):
        end = headings[place + 1].start if place + 1 < len(headings) else len(document.text)
        source = document.text[heading.start : heading.cut[0]]
        source = (source + document.text[heading.cut[1] : end]).rstrip()
        yield Part(
            heading.id or "",
            document.path,
            heading.line,
            texts[place + 1],
            source,
            heading.level,
            heading.title,
        )
