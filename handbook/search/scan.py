"""Find a folded text in all sections at once, and how near several stand to one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.search.index import Index


@dataclass(frozen=True)
class Found:
    """Where a text stands."""

    text: str
    at: Mapping[int, Sequence[int]]
    """By the entries' places, the places in the index's text, in order, none overlapping."""
    titled: frozenset[int]
    """The entries that have it in their title."""


def find(index: Index, text: str) -> Found:
    """Find a folded text, not empty."""
    at: dict[int, list[int]] = {}
    titled: set[int] = set()
    here = index.text.find(text)
    while here >= 0:
        place = bisect_right(index.starts, here) - 1
        at.setdefault(place, []).append(here)
        first, last = index.entries[place].title_span
        if first <= here and here + len(text) <= last:
            titled.add(place)
        here = index.text.find(text, here + len(text))
    return Found(text, at, frozenset(titled))


def narrowest(spans: Sequence[Sequence[tuple[int, int]]]) -> int:
    """How many characters stand between spans, one of each list, that lie nearest together.

    Each list is in order. Overlapping spans have nothing between them.
    """
    heads = [0] * len(spans)
    best = -1
    while True:
        chosen = [each[head] for each, head in zip(spans, heads, strict=True)]
        start, which = min((span[0], i) for i, span in enumerate(chosen))
        width = max(end for _, end in chosen) - start
        gap = max(0, width - sum(end - first for first, end in chosen))
        best = gap if best < 0 else min(best, gap)
        heads[which] += 1
        if heads[which] == len(spans[which]):
            return best
