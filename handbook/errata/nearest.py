"""What somebody meant who quoted not quite what stands there, and why the two differ."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import Literal, NamedTuple

from handbook.errata.redline import redline
from handbook.source import chinese_number

Cause = Literal["", "near", "width", "space", "wrap", "digits", "shown", "computed"]
"""Why an original is not found: "" when nothing is like it, `near` when other words stand there,
`shown` when it is what a reader sees of Markdown, `computed` when part of it is in no source."""

LIKE = 0.6
"""`difflib`'s ratio from which on a text passes for a miswritten original."""
_SURE = 0.75
"""The ratio from which on one may be asked whether it is meant."""
_CLEAR = 0.2
"""How much less like the original the second best must be."""
_MANY = 3
_PIECE = re.compile(r"\d+|\s+|.", re.DOTALL)
_POINTS = str.maketrans("。“”‘’【】", ".\"\"''[]")


class Near(NamedTuple):
    """A part of a source that is like an original."""

    start: int
    end: int
    text: str
    score: float
    """1 where the two differ only in width, spaces, line wraps or how a number is written."""


def nearest(source: str, original: str) -> str:
    """The part of `source` that is most like `original`; empty if nothing is like it."""
    found = nearest_parts(source, original, 1)
    return found[0].text if found else ""


def only_near(source: str, original: str) -> Near | None:
    """The part of `source` that is like `original`, where no other comes close to it."""
    found = nearest_parts(source, original, 2)
    if not found or found[0].score < _SURE or source.count(found[0].text) != 1:
        return None
    if len(found) > 1 and found[1].score > found[0].score - _CLEAR:
        return None
    return found[0]


def nearest_parts(source: str, original: str, limit: int = _MANY) -> list[Near]:
    """The parts of `source` that are like `original`, the best first, none over another."""
    found = _folded_parts(source, original)
    if found:
        return found[:limit]
    while len(found) < limit and (near := _nearest_part(source, original)):
        found.append(near)
        hole = "\0" * (near.end - near.start)
        source = source[: near.start] + hole + source[near.end :]
    return found


def _nearest_part(source: str, original: str) -> Near | None:
    matcher = difflib.SequenceMatcher(None, source, original, autojunk=False)
    best: Near | None = None
    blocks = sorted(matcher.get_matching_blocks(), key=lambda m: -m.size)[:8]
    for block in blocks:
        start = max(block.a - block.b, 0)
        part = _trim(source[start : start + len(original) + 8], original)
        ratio = difflib.SequenceMatcher(None, part, original, autojunk=False).ratio()
        if ratio > (best.score if best else LIKE) and "\0" not in part:
            best = Near(start, start + len(part), part, ratio)
    return best


def _trim(part: str, original: str) -> str:
    """The part less what sticks out behind the last characters that the original has too."""
    ops = redline(original, part)
    if ops and ops[-1][0] == "insert":
        part = part[: len(part) - len(ops[-1][2])]
    elif ops and ops[-1][0] == "replace":
        part = part[: len(part) - len(ops[-1][2]) + len(ops[-1][1])]
    return part.rstrip("\n")


def _folded_parts(source: str, original: str) -> list[Near]:
    """The parts that are `original` but for width, spaces, wraps and ways to write a number."""
    text, places = _fold(source)
    wanted, _ = _fold(original)
    found = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted)
        # Whole pieces only: 三 is not half of the 三十 that a 30 was turned into.
        if (at == 0 or places[at - 1] != places[at]) and (
            last == len(text) or places[last] != places[last - 1]
        ):
            start, end = places[at][0], places[last - 1][1]
            found.append(Near(start, end, source[start:end], 1.0))
        at = text.find(wanted, last)
    return found


def _fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text with all that is often miswritten in one form, and whence each character comes."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for found in _PIECE.finditer(text):
        piece = "".join(unicodedata.normalize("NFKC", found[0]).split())
        piece = numerals(points(piece))
        folded.append(piece)
        places += [found.span()] * len(piece)
    return "".join(folded), places


def explain(original: str, near: str) -> Cause:
    """The usual cause of a difference, the slightest first."""
    if not near:
        return ""
    bare = re.sub(r"\s+", "", original), re.sub(r"\s+", "", near)
    if bare[0] == bare[1]:
        return "wrap" if "\n" in original or "\n" in near else "space"
    folded = unicodedata.normalize("NFKC", bare[0]), unicodedata.normalize("NFKC", bare[1])
    if points(folded[0]) == points(folded[1]):
        return "width"
    if numerals(points(folded[0])) == numerals(points(folded[1])):
        return "digits"
    return "near"


def points(text: str) -> str:
    """The text with Chinese punctuation that NFKC leaves alone in its Western form."""
    return text.translate(_POINTS)


def numerals(text: str) -> str:
    """The text with Arabic numbers in Chinese numerals: 3个 and 三个 are one."""
    return re.sub(r"\d{1,4}", lambda found: chinese_number(int(found[0])), text)
