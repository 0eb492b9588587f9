"""Apply errata to the text, in memory: what is written is the caller's business.

Order of work: errata whose places overlap are refused together; then one after another is
located in the text as the earlier ones left it, checked, and applied. Either all of them go
in, or nothing does.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from handbook.book import Book
from handbook.errata.effects import effect_problems
from handbook.errata.locate import brief, occurrences
from handbook.errata.model import Erratum
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
        return refuse("erratum-provision", id=erratum.provision, near=document.path)
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
    after = with_text(document, apply_change(document.text, change))
    place = (places[0], places[0] + len(original))
    problems = effect_problems(document, after, heading, place, corrected, known, settings)
    if problems:
        return None, [dataclasses.replace(p, file=erratum.path, line=line) for p in problems]
    return change, []


def apply_errata(book: Book, errata: Iterable[Erratum]) -> tuple[dict[str, str], list[Problem]]:
    """The new text of every file that the errata change, by path, in the order given.

    With any problem there are no texts at all. Two errata whose originals overlap are in
    conflict, whatever each of them changes of its original: the second would no longer be found.
    """
    errata = list(errata)
    unknown = [e for e in errata if e.provision not in book.sections]
    problems = [
        problem("erratum-provision", e.path, e.line("provision"), id=e.provision, near="")
        for e in unknown
    ]
    errata = [e for e in errata if e not in unknown]
    problems += conflicts(book, errata)
    documents: dict[str, Document] = {}
    for erratum in errata if not problems else ():
        first = book.page_of(erratum.provision).document
        document = documents.get(first.path, first)
        change, found = plan_change(document, erratum, book.sections, book.settings)
        problems += found
        if change is not None:
            documents[change.path] = with_text(document, apply_change(document.text, change))
    if problems:
        return {}, problems
    return {path: document.text for path, document in sorted(documents.items())}, []


def conflicts(book: Book, errata: Sequence[Erratum]) -> list[Problem]:
    """Pairs of errata whose originals overlap in the text as it stands."""
    spans: dict[str, list[tuple[int, int, Erratum]]] = {}
    for erratum in errata:
        places = occurrences(book.sections[erratum.provision].source, erratum.current)
        if len(places) == 1:
            end = places[0] + len(erratum.current)
            spans.setdefault(erratum.provision, []).append((places[0], end, erratum))
    return [
        problem("erratum-conflict", b.path, b.line("original"), other=a.id)
        for found in spans.values()
        for (start, end, a), (first, last, b) in itertools.combinations(found, 2)
        if start < last and first < end
    ]


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
    head = len(_common(original, corrected))
    tail = len(_common(original[head:][::-1], corrected[head:][::-1]))
    old = len(original) - head - tail
    new = corrected[head : len(corrected) - tail]
    if old == 0:  # an insertion: behind the character before it, unless that is the start
        at = heading.to_text(start + head - 1) + 1 if head else heading.to_text(start)
        return at, at, new
    first = heading.to_text(start + head)
    last = heading.to_text(start + head + old - 1) + 1
    return None if first < heading.cut[0] and last > heading.cut[1] else (first, last, new)


def _common(a: str, b: str) -> str:
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False))
    return "".join(char for char, _ in pairs)
