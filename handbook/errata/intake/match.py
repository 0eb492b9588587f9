"""Tell whether two suggestions are one: same provision, same words, same correction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from handbook.errata.intake.cleaning import half_width
from handbook.errata.intake.numerals import numbers_in
from handbook.errata.locate import occurrences
from handbook.errata.model import Erratum
from handbook.errata.raw import common_length

SAME = 90.0
"""rapidfuzz' ratio, of 100, from which on two corrections of the same words pass for one."""
_NEGATION = re.compile("[不未无非没否勿免除]")
# 应当 obliges, 可以 allows, 以上 includes: a single such word makes another rule of it.
_FORCE = re.compile("必须|应当?|须|可以?|宜|一般|原则上|以上|以下|以内|以外|至少|不少于|不超过")


@dataclass(frozen=True)
class _Edit:
    """What an erratum really changes: the characters that differ, in the source."""

    start: int
    end: int
    new: str


def is_same(source: str, one: Erratum, two: Erratum) -> bool:
    """Whether two errata on one source come to the same, in other words or another extent.

    The words quoted must overlap. Over all characters that either of them changes, the texts that
    they make must be equal, or alike by `SAME` with the same numbers, negations and words of
    force: 32学时 and 36学时 are two corrections, however alike.
    """
    here, there = _span(source, one), _span(source, two)
    if here is None or there is None:
        return one.original == two.original and _alike(one.corrected, two.corrected)
    if not (here[0] < there[1] and there[0] < here[1]):
        return False
    edits = _edit(here[0], one), _edit(there[0], two)
    low, high = min(e.start for e in edits), max(e.end for e in edits)
    made = (source[low : e.start] + e.new + source[e.end : high] for e in edits)
    return _alike(*made)


def find_same(source: str, erratum: Erratum, others: Iterable[Erratum]) -> Erratum | None:
    """The first of some errata on the same provision that comes to the same, or None."""
    return next((o for o in others if not o.amendment and is_same(source, erratum, o)), None)


def _span(source: str, erratum: Erratum) -> tuple[int, int] | None:
    places = occurrences(source, erratum.current)
    return (places[0], places[0] + len(erratum.current)) if len(places) == 1 else None


def _edit(start: int, erratum: Erratum) -> _Edit:
    old, new = erratum.current, erratum.corrected
    head = common_length(old, new)
    tail = common_length(old[head:][::-1], new[head:][::-1])
    return _Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])


def _alike(a: str, b: str) -> bool:
    a, b = (re.sub(r"\s", "", half_width(text)) for text in (a, b))
    return a == b or (
        fuzz.ratio(a, b) >= SAME
        and numbers_in(a) == numbers_in(b)
        and _NEGATION.findall(a) == _NEGATION.findall(b)
        and _FORCE.findall(a) == _FORCE.findall(b)
    )
