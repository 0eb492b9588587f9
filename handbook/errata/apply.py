"""One erratum applied to one text, in memory: the change that it makes, or why it is refused."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Container
from dataclasses import dataclass

from handbook.errata.effects import effect_problems, only_words
from handbook.errata.locate import brief, occurrences
from handbook.errata.model import Erratum
from handbook.errata.raw import common_length
from handbook.problems import Problem, problem
from handbook.source import Document, Heading, Settings, scan_headings


@dataclass(frozen=True)
class Change:
    """A piece of one file's text and what replaces it; nothing else of the file changes."""

    erratum: str
    """The erratum's id."""
    path: str
    """The file, relative to the project's root."""
    start: int
    """Where `old` begins in the file's text as `read_text` gives it: LF, no BOM."""
    old: str
    new: str

    @property
    def end(self) -> int:
        """Where `old` ends."""
        return self.start + len(self.old)


def apply_change(text: str, change: Change) -> str:
    """The text with the change made. Raises `ValueError` where `old` does not stand there."""
    if text[change.start : change.end] != change.old:
        raise ValueError(f"{change.path}: not the text that {change.erratum} was planned on")
    return text[: change.start] + change.new + text[change.end :]


def reverse_change(change: Change) -> Change:
    """The change that undoes a change, on the text that it made."""
    return dataclasses.replace(change, old=change.new, new=change.old)


def plan_change(
    document: Document, erratum: Erratum, known: Container[str], settings: Settings | None = None
) -> tuple[Change | None, list[Problem]]:
    """The change that an erratum makes to a document, or the reasons why it is refused.

    `known` are the ids that a reference may name. Refused are an original that does not stand
    exactly once in the provision, and a correction that touches computed characters, the
    headings, a reference or the shape of a table, or that breaks any other rule of the sources.
    """
    line = erratum.line("original_now" if erratum.original_now else "original")

    def refuse(rule: str, **values: object) -> tuple[None, list[Problem]]:
        return None, [problem(rule, erratum.path, line, 1, "error", **values)]

    if erratum.amendment:
        return refuse("erratum-amendment")
    heading = find_heading(document, erratum.provision)
    if heading is None:
        return refuse("erratum-provision", id=erratum.provision, near="")
    original, corrected = erratum.current, erratum.corrected
    if original == corrected:
        return refuse("erratum-same")
    source = heading.source(document.text)
    places = occurrences(source, original)
    if len(places) != 1:
        rule = "erratum-many" if places else "erratum-zero"
        return refuse(rule, label=heading.title, original=brief(original), count=len(places))
    span = _file_span(heading, places[0], original, corrected)
    if span is None:
        return refuse("erratum-heading")
    start, end, new = span
    change = Change(erratum.id, document.path, start, document.text[start:end], new)
    if only_words(original, corrected):
        return change, []
    after = with_text(document, apply_change(document.text, change))
    place = (places[0], places[0] + len(original))
    problems = effect_problems(document, after, heading, place, corrected, known, settings)
    if problems:
        return None, [dataclasses.replace(p, file=erratum.path, line=line) for p in problems]
    return change, []


def find_heading(document: Document, id: str) -> Heading | None:
    """The heading with an id, in a document as it stands."""
    headings, _ = scan_headings(document)
    return next((heading for heading in headings if heading.id == id), None)


def with_text(document: Document, text: str) -> Document:
    """The document with another text and the same front matter."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return dataclasses.replace(document, text=text, sha256=digest)


def _file_span(
    heading: Heading, start: int, original: str, corrected: str
) -> tuple[int, int, str] | None:
    """Where the change lies in the file, and what goes there.

    A source leaves the heading's id out. Where the original runs across it, only the part that
    differs is replaced; None if that too lies on both sides of the id.
    """
    first, last = heading.to_text(start), heading.to_text(start + len(original) - 1) + 1
    if not (first < heading.cut[0] < heading.cut[1] < last):
        return first, last, corrected
    head = common_length(original, corrected)
    tail = common_length(original[head:][::-1], corrected[head:][::-1])
    old = len(original) - head - tail
    new = corrected[head : len(corrected) - tail]
    if old == 0:  # an insertion: behind the character before it, unless that is the start
        at = heading.to_text(start + head - 1) + 1 if head else heading.to_text(start)
        return at, at, new
    first = heading.to_text(start + head)
    last = heading.to_text(start + head + old - 1) + 1
    return None if first < heading.cut[0] and last > heading.cut[1] else (first, last, new)
