"""Find an erratum's original in its provision, and say why where it is not there just once."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from handbook.book import Section
from handbook.errata.model import Erratum
from handbook.errata.redline import redline
from handbook.problems import Problem, problem
from handbook.source import chinese_number

Cause = Literal["", "near", "width", "space", "wrap", "digits", "shown", "computed"]
"""Why an original is not found: "" when nothing is like it, `near` when other words stand there,
`shown` when it is what a reader sees of Markdown, `computed` when part of it is in no source."""

_LIKE = 0.6
"""`difflib`'s ratio from which on a text passes for a miswritten original."""


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


def nearest(source: str, original: str) -> str:
    """The part of `source` that is most like `original`; empty if nothing is like it."""
    matcher = difflib.SequenceMatcher(None, source, original, autojunk=False)
    best, score = "", _LIKE
    blocks = sorted(matcher.get_matching_blocks(), key=lambda m: -m.size)[:8]
    for block in blocks:
        start = max(block.a - block.b, 0)
        part = _trim(source[start : start + len(original) + 8], original)
        ratio = difflib.SequenceMatcher(None, part, original, autojunk=False).ratio()
        if ratio > score:
            best, score = part, ratio
    return best


def _trim(part: str, original: str) -> str:
    """The part less what sticks out behind the last characters that the original has too."""
    ops = redline(original, part)
    if ops and ops[-1][0] == "insert":
        part = part[: len(part) - len(ops[-1][2])]
    elif ops and ops[-1][0] == "replace":
        part = part[: len(part) - len(ops[-1][2]) + len(ops[-1][1])]
    return part.rstrip("\n")


def explain(original: str, near: str) -> Cause:
    """The usual cause of a difference, the slightest first."""
    if not near:
        return ""
    bare = re.sub(r"\s+", "", original), re.sub(r"\s+", "", near)
    if bare[0] == bare[1]:
        return "wrap" if "\n" in original or "\n" in near else "space"
    folded = unicodedata.normalize("NFKC", bare[0]), unicodedata.normalize("NFKC", bare[1])
    if _points(folded[0]) == _points(folded[1]):
        return "width"
    if _numerals(folded[0]) == _numerals(folded[1]):
        return "digits"
    return "near"


def _points(text: str) -> str:
    """The text with Chinese punctuation that NFKC leaves alone in its Western form."""
    return text.translate(str.maketrans("。“”‘’【】", ".\"\"''[]"))


def _numerals(text: str) -> str:
    """The text with Arabic numbers in Chinese numerals: 3个 and 三个 are one."""
    return re.sub(r"\d{1,4}", lambda found: chinese_number(int(found[0])), text)


def locate_problem(erratum: Erratum, key: str, label: str, found: Located) -> Problem | None:
    """Why an original cannot be used, or None where it occurs exactly once.

    `key` is what holds it in the erratum's file, `original` or `original_now`.
    """
    if found.count == 1:
        return None
    path, line = erratum.path, erratum.line(key)
    original = erratum.original if key == "original" else erratum.original_now
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


def brief(text: str, size: int = 40) -> str:
    """A text on one line, shortened in its middle, for a message."""
    text = text.replace("\n", "⏎")
    half = size // 2
    return text if len(text) <= size else f"{text[:half]}……{text[-half:]}"
