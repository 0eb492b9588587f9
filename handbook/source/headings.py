"""Find the headings of a Markdown file, with their ids and their exact places.

Follows Python-Markdown's `HashHeaderProcessor` (a line that starts with `#` in the first
column) and the `attr_list` extension (`{#id .class}` at the line's end).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from handbook.problems import Problem, problem
from handbook.source.document import Document

ID = re.compile(r"[a-z0-9-]{3,64}")
LINE = re.compile(r"^(?P<hashes>#{1,6})(?P<rest>[^\n]*)$", re.MULTILINE)
ATTRIBUTES = re.compile(r"[ \t]+\{:?[ \t]*(?P<body>[^}\n]*?)[ \t]*\}[ \t]*$")
SETEXT = re.compile(r"^(?![#>\-*+|:=!\s]|\d+\.)(?P<title>[^\n]+)\n(?:=+|-+)[ \t]*$", re.MULTILINE)
NESTED = re.compile(
    r"^(?:[ \t]*(?:>|[-*+] |\d+\. )[ \t]*|[ \t]+)#{1,3} *(?P<title>\S[^\n]*)$", re.M
)
PRACTICES = re.compile(r"p-")
"""The id of a bulletin's `##` that holds practices, not questions, begins so (design: Sources)."""


@dataclass(frozen=True)
class HeadingParts:
    """A heading line taken apart; offsets are relative to the line's start."""

    level: int
    title: str
    title_start: int
    id: str | None
    classes: tuple[str, ...]
    unknown: tuple[str, ...]
    """Attributes that are neither an id nor a class."""
    cut: tuple[int, int]
    """What to leave out of the line so that it reads the same without its id."""


class Heading(NamedTuple):
    """A heading and the extent of its text, up to the next heading of level 1–3."""

    level: int
    title: str
    """The title's Markdown, without hashes, id and classes."""
    id: str | None
    classes: tuple[str, ...]
    start: int
    """Offset of the heading line in the document's text."""
    end: int
    """Offset of the next heading of level 1–3, or the text's end."""
    line: int
    """1-based line of the heading."""
    cut: tuple[int, int]
    """Offsets in the document's text of the id that the provision's source leaves out."""

    def source(self, text: str) -> str:
        """The provision's Markdown, the id left out, without trailing white space."""
        return (text[self.start : self.cut[0]] + text[self.cut[1] : self.end]).rstrip()

    def to_source(self, offset: int) -> int | None:
        """The place in `source` of an offset in the text; None inside the id."""
        if self.start <= offset < self.cut[0]:
            return offset - self.start
        if self.cut[1] <= offset < self.end:
            return offset - self.start - (self.cut[1] - self.cut[0])
        return None

    def to_text(self, position: int) -> int:
        """The offset in the document's text of a position in `source`."""
        offset = self.start + position
        return offset if offset < self.cut[0] else offset + self.cut[1] - self.cut[0]


def parse_heading(line: str) -> HeadingParts:
    """Take apart a line that starts with `#`."""
    found = re.match(r"(#{1,6})", line)
    assert found
    level = len(found[1])
    attributes = ATTRIBUTES.search(line)
    stop = attributes.start() if attributes else len(line)
    title = line[level:stop].strip().rstrip("#").rstrip()
    title_start = level + len(line[level:stop]) - len(line[level:stop].lstrip())
    if not attributes:
        end = len(line.rstrip())
        return HeadingParts(level, title, title_start, None, (), (), (end, end))
    words = attributes["body"].split()
    ids = [word[1:] for word in words if word.startswith("#")]
    classes = tuple(word[1:] for word in words if word.startswith("."))
    unknown = tuple(word for word in words if word[0] not in "#.")
    if classes or unknown or not ids:
        # Only the id itself leaves the line: `{#q-x .note}` reads `{.note}`.
        body = attributes.start("body")
        at = line.find(f"#{ids[0]}", body) if ids else body
        after = at + len(ids[0]) + 1 if ids else body
        while ids and after < attributes.end("body") and line[after] in " \t":
            after += 1
        cut = (at, after)
    else:
        cut = (attributes.start(), attributes.end())
    return HeadingParts(level, title, title_start, ids[0] if ids else None, classes, unknown, cut)


def scan_headings(document: Document) -> tuple[list[Heading], list[Problem]]:
    """All headings of level 1–3 in order, and what is wrong with them."""
    text, name = document.text, document.path
    found = [m for m in LINE.finditer(text, document.body_start) if len(m["hashes"]) <= 3]
    ends = [*(m.start() for m in found[1:]), len(text)][: len(found)]
    headings: list[Heading] = []
    problems: list[Problem] = []
    for match, end in zip(found, ends, strict=True):
        parts = parse_heading(match[0])
        line = document.line_at(match.start())
        start = match.start()
        cut = (start + parts.cut[0], start + parts.cut[1])
        headings.append(
            Heading(parts.level, parts.title, parts.id, parts.classes, start, end, line, cut)
        )
        problems += heading_problems(name, line, parts)
    problems += structure_problems(document, headings)
    return headings, problems


def heading_problems(name: str, line: int, parts: HeadingParts) -> Iterator[Problem]:
    """What is wrong with one heading line by itself."""
    if not parts.title:
        yield problem("heading-empty", name, line)
    if parts.id is None:
        what = {1: "#", 2: "##", 3: "###"}[parts.level]
        yield problem("id-missing", name, line, what=what, title=parts.title)
    elif not ID.fullmatch(parts.id):
        yield problem("id-malformed", name, line, parts.title_start + 1, id=parts.id)
    for word in (*parts.unknown, *(f".{c}" for c in parts.classes if c != "note")):
        yield problem("heading-attribute", name, line, text=word)


def structure_problems(document: Document, headings: list[Heading]) -> Iterator[Problem]:
    """What is wrong with the headings of a file taken together."""
    text, name = document.text, document.path
    if document.body.strip():
        lead = text[document.body_start : headings[0].start] if headings else document.body
        if not headings or headings[0].level != 1 or lead.strip():
            line = document.line_at(document.body_start)
            yield problem("heading-first", name, line)
    for before, after in itertools.pairwise(headings):
        if after.level > before.level + 1:
            yield problem(
                "heading-skipped", name, after.line, before=before.level, level=after.level
            )
        if after.level == 1:
            yield problem("heading-second", name, after.line)
    for match in SETEXT.finditer(text, document.body_start):
        yield problem("heading-setext", name, document.line_at(match.start()))
    for match in NESTED.finditer(text, document.body_start):
        title = ATTRIBUTES.sub("", match["title"])
        yield problem("heading-nested", name, document.line_at(match.start()), title=title)
