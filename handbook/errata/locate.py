"""Find an erratum's original in its provision, and say why where it is not there just once."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.book import Book, Section
from handbook.book.rules import near_id
from handbook.errata.model import Erratum
from handbook.errata.nearest import Cause, explain, nearest
from handbook.errata.redline import redline
from handbook.problems import Problem, problem


@dataclass(frozen=True)
class Located:
    """Where an original stands in a section."""

    count: int
    """How often it occurs in the source, overlaps counted."""
    span: tuple[int, int] | None = None
    """Its place in the source, when it occurs exactly once."""
    shown: tuple[tuple[int, int], ...] = ()
    """The spans of the shown text that show it."""
    title: tuple[tuple[int, int], ...] = ()
    """The spans of the shown title that show it."""
    near: str = ""
    """When it does not occur: the source's text that is most like it."""
    cause: Cause = ""


def occurrences(text: str, part: str) -> list[int]:
    """Every place of `part` in `text`, overlapping ones too; none of an empty `part`."""
    places: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0:
        places.append(at)
        at = text.find(part, at + 1)
    return places


def locate(section: Section, original: str) -> Located:
    """Find an original in a section's source (design: *found, exactly once*)."""
    places = occurrences(section.source, original)
    if len(places) == 1:
        start, end = places[0], places[0] + len(original)
        shown = tuple(section.shown.from_source(start, end))
        return Located(1, (start, end), shown, tuple(section.shown_title.from_source(start, end)))
    if places or not original:
        return Located(len(places))
    at = section.shown.text.find(original)
    if at >= 0:
        quoted = quote_shown(section, at, at + len(original))
        return Located(0, near=quoted or "", cause="shown" if quoted else "computed")
    near = nearest(section.source, original)
    return Located(0, near=near, cause=explain(original, near))


def quote_shown(section: Section, start: int, end: int) -> str | None:
    """The source behind a span marked in the shown text; None if any of it is computed."""
    span = section.shown.source_span(start, end)
    return section.source[span[0] : span[1]] if span else None


def locate_problem(erratum: Erratum, key: str, label: str, found: Located) -> Problem | None:
    """Why an original cannot be used, or None where it occurs exactly once.

    `key` is what holds it in the erratum's file, `original` or `original_now`.
    """
    if found.count == 1:
        return None
    path, line = erratum.path, erratum.line(key)
    original = erratum.original_now if key == "original_now" else erratum.original
    quoted = brief(original)
    if found.count:
        return problem("erratum-many", path, line, label=label, original=quoted, count=found.count)
    ops = redline(original, found.near) if found.near else []
    diff = "，".join(f"“{old}”→“{new}”" for tag, old, new in ops if tag != "equal")
    return problem(
        f"erratum-zero-{found.cause}" if found.cause else "erratum-zero",
        path,
        line,
        label=label,
        original=quoted,
        near=brief(found.near),
        diff=brief(diff, 80),
    )


def place_problem(book: Book, erratum: Erratum, key: str = "") -> Problem | None:
    """Why an erratum's words are not found just once in a text; by default its `current` ones.

    `key` is what of the erratum's file the finding is about.
    """
    section = book.sections.get(erratum.provision)
    if section is None:
        line, id = erratum.line("provision"), erratum.provision
        near = near_id(id, book.sections)
        return problem("erratum-provision", erratum.path, line, id=id, near=near)
    key = key or ("original_now" if erratum.original_now else "original")
    words = erratum.original_now if key == "original_now" else erratum.original
    return locate_problem(erratum, key, section.label, locate(section, words))


def brief(text: str, size: int = 40) -> str:
    """A text on one line, shortened in its middle, for a message."""
    text = text.replace("\n", "⏎")
    half = size // 2
    return text if len(text) <= size else f"{text[:half]}……{text[-half:]}"
