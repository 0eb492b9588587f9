"""Find the words that a row quotes, and carry its correction over to the source that shows them.

Words are sought in the source, then in what a reader sees, exactly; then the text nearest to them
is taken where it is near enough, says the same numbers, and is the only one. What the correction
leaves alone stays as the source has it: its marks, its references, and its own punctuation where
the row misquotes that.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from handbook.book import Book, Section
from handbook.errata.intake.cleaning import escape_markdown, half_width
from handbook.errata.intake.numerals import numbers_in
from handbook.errata.locate import occurrences
from handbook.errata.nearest import nearest_parts
from handbook.errata.raw import common_length
from handbook.markdown import render_document
from handbook.source import Document, Numbered, scan_headings

NEAR = 90.0
"""rapidfuzz' ratio, of 100, from which on a text passes for a misquoted original."""
_HOPELESS = 60.0
APART = 3.0
"""How much nearer the nearest text must be than the second, or no one can tell which is meant."""


@dataclass(frozen=True)
class Found:
    """Words found in a section."""

    section: Section
    text: str
    """The words as they stand there: in the source, or in what a reader sees."""
    where: Literal["source", "shown"]
    start: int
    """Where `text` begins there."""
    score: float = 100.0
    """rapidfuzz' ratio of the words to `text`; 100 where they are equal."""
    folded: bool = False
    """Whether the two differ only in width, spaces, line wraps or how numbers are written."""


def find_exact(sections: Iterable[Section], quoted: str) -> list[Found]:
    """Every place where the very words stand: in the sources, or else in what readers see."""
    sections = list(sections)
    found = [
        Found(section, quoted, "source", at)
        for section in sections
        for at in occurrences(section.source, quoted)
    ]
    return found or [
        Found(section, quoted, "shown", at)
        for section in sections
        for at in occurrences(section.shown.text, quoted)
    ]


def find_near(sections: Iterable[Section], quoted: str) -> list[Found]:
    """The text nearest to the words in each section that has any like it, the nearest first."""
    found = []
    for section in sections:
        text = section.shown.text
        if fuzz.partial_ratio(quoted, text) < _HOPELESS:
            continue
        for near in nearest_parts(text, quoted, 1):
            score = round(fuzz.ratio(quoted, near.text), 1)
            folded = near.score == 1
            found.append(Found(section, near.text, "shown", near.start, score, folded))
    return sorted(found, key=lambda each: (-each.folded, -each.score))


def is_clear(found: Sequence[Found], quoted: str) -> bool:
    """Whether the first of several near texts is surely what is quoted.

    Numbers must agree: a text that says 32 where 24 is quoted is not misquoted, it is another.
    """
    if not found or not (found[0].folded or found[0].score >= NEAR):
        return False
    first = found[0]
    if numbers_in(half_width(quoted)) != numbers_in(half_width(first.text)):
        return False
    alone = len(occurrences(first.section.shown.text, first.text)) == 1
    apart = len(found) == 1 or first.score - found[1].score >= APART
    return alone and (apart or (first.folded and not found[1].folded))


def carry(quoted: str, corrected: str, actual: str) -> str:
    """The correction of `quoted` made on `actual`, which is what really stands there.

    Where the quotation and the text differ and the correction does not touch that, the text is
    right; where it does, the correction is.
    """
    if quoted == actual:
        return corrected
    ours = _edits(quoted, corrected)
    theirs = [
        edit
        for edit in _edits(quoted, actual)
        if not any(edit[0] <= end and start <= edit[1] for start, end, _ in ours)
    ]
    return _edited(quoted, [*ours, *theirs])


_Edit = tuple[int, int, str]
"""Start and end in the old text, and what stands there in the new one."""


def _edits(old: str, new: str) -> list[_Edit]:
    """What changes; words are added behind those that stay rather than before."""
    head = common_length(old, new)
    tail = common_length(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [
        (i + head, j + head, b[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"
    ]


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@dataclass(frozen=True)
class Correction:
    """Original and correction as an erratum has them: Markdown of the source."""

    original: str
    corrected: str


def to_source(book: Book, found: Found, corrected: str) -> Correction | None:
    """The correction as a change of the source, or None where that cannot be told.

    `corrected` is what a reader shall see instead of the words found. The result shows just that:
    where the words have marks among them, the changed section is rendered to make sure.
    """
    section = found.section
    if found.where == "source" or (found.text and _is_plain(found)):
        return Correction(found.text, _as_markdown(found.text, corrected))
    end = found.start + len(found.text)
    shown = section.shown.text
    wanted = shown[: found.start] + corrected + shown[end:]
    for made in _mapped(found, corrected), _replaced(found, corrected):
        if made is None or made.original == made.corrected:
            continue
        places = occurrences(section.source, made.original)
        if len(places) == 1:
            at, stop = places[0], places[0] + len(made.original)
            source = section.source[:at] + made.corrected + section.source[stop:]
            if shown_text(book, section, source) == wanted:
                return made
    return None


def _is_plain(found: Found) -> bool:
    """Whether the words read the same in the source, at their very place, and only there."""
    section = found.section
    span = section.shown.source_span(found.start, found.start + len(found.text))
    return span is not None and occurrences(section.source, found.text) == [span[0]]


def _as_markdown(original: str, corrected: str) -> str:
    """Words typed into a form as Markdown; whoever quotes Markdown is taken to write it."""
    return corrected if escape_markdown(original) != original else escape_markdown(corrected)


def _mapped(found: Found, corrected: str) -> Correction | None:
    """Only the characters that change are changed, wherever they stand in the source."""
    section, start = found.section, found.start
    places = [section.shown.to_source(start + i) for i in range(len(found.text))]
    known = [place for place in places if place is not None]
    if not known:
        return None
    low, high = known[0], known[-1] + 1
    edits: list[_Edit] = []
    for first, last, new in _edits(found.text, corrected):
        inside = places[first:last]
        if any(place is None for place in inside):
            return None  # a computed number
        at = _insertion(places, first) if first == last else inside[0]
        if at is None:
            return None
        end = at if first == last else (inside[-1] or 0) + 1
        if end - at != len(inside):
            return None  # marks among what goes
        edits.append((at - low, end - low, escape_markdown(new)))
    original = section.source[low:high]
    return Correction(original, _edited(original, edits))


def _insertion(places: Sequence[int | None], at: int) -> int | None:
    """Where in the source new characters go: behind the one before, else before the next."""
    before = places[at - 1] if at else None
    if before is not None:
        return before + 1
    return places[at] if at < len(places) else None


def _replaced(found: Found, corrected: str) -> Correction | None:
    """All of the words, with the marks among them, make way for the correction."""
    span = found.section.shown.source_span(found.start, found.start + len(found.text))
    if span is None:
        return None
    return Correction(found.section.source[slice(*span)], escape_markdown(corrected))


def shown_text(book: Book, section: Section, source: str) -> str:
    """What a reader would see below the section's heading if its source were this.

    The heading's own line is as it was.
    """
    page = book.page_of(section.id)
    heading = section.heading
    at = heading.cut[0] - heading.start  # where the id stood that a source leaves out
    text = source[:at] + page.document.text[slice(*heading.cut)] + source[at:] + "\n"
    document = Document(page.document.folder, section.file, text, 0, page.document.meta)
    headings, _ = scan_headings(document)
    if len(headings) != 1:
        return ""
    entry = Numbered(document, headings[0], section.kind, section.number, section.label, ())
    rendered = render_document(document, [entry], book.resolver(""))
    return rendered[0].text.text if rendered else ""
