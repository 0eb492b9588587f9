"""Search an index. `worker.js` does the same, step by step, in the browser.

A section is a hit when the whole query stands in it, spaces and punctuation aside, or all of
its words do, or when the query is its name. First come those it names, then those with the
query in their heading, in their text, and those with its words only; within each, clauses
before questions before norms before all else, then more occurrences, then reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handbook.search.excerpt import Span, excerpt
from handbook.search.index import Entry, Index
from handbook.search.text import fold

SPACES = re.compile("[ \\t\\r\\n\u3000]+")
"""What parts words; other white space is left to the folding."""
KINDS = {"clause": 3, "question": 2, "norm": 1}
NAME, HEADING, PHRASE, WORDS = 3, 2, 1, 0
MOST = 999
"""More occurrences than these count for no more."""


@dataclass(frozen=True)
class Hit:
    """A section that was found."""

    entry: Entry
    score: int
    """Sorts hits, the best first."""
    exact: bool
    """Whether the query as a whole was found, and not its words only."""
    heading_spans: tuple[Span, ...]
    """What to mark in the entry's heading."""
    spans: tuple[Span, ...]
    """What to mark in the entry's text."""
    excerpt: Span
    """The part of the text that a result shows."""

    def as_json(self, edition: str) -> dict[str, Any]:
        """The shape that `search --json` prints."""
        return {
            "id": self.entry.id,
            "label": self.entry.label,
            "title": self.entry.title,
            "edition": edition,
            "score": self.score,
            "exact": self.exact,
            "url": self.entry.url,
            "spans": [list(span) for span in self.spans],
        }


def search(index: Index, query: str) -> list[Hit]:
    """The sections that a query finds, the best first."""
    phrase = fold(query)
    if not phrase:
        return []
    words = tuple(dict.fromkeys(w for part in SPACES.split(query) if (w := fold(part))))
    named = index.names.get(phrase, ())
    whole = find_places(index, phrase)
    parts = find_all(index, words) if words != (phrase,) else {}
    hits = []
    for place in sorted({*named, *whole, *parts}):
        entry = index.entries[place]
        exact = place in named or place in whole
        if place in named:
            rank = NAME
        elif place in whole:
            rank = HEADING if phrase in entry.folded_heading else PHRASE
        else:
            rank = WORDS
        count = min(whole.get(place, 0) or parts.get(place, 0), MOST)
        score = (rank * 4 + KINDS.get(entry.kind, 0)) * (MOST + 1) + count
        heading_spans, spans = find_spans(entry, (phrase,) if exact else words)
        hits.append(Hit(entry, score, exact, heading_spans, spans, excerpt(entry.text, spans)))
    return sorted(hits, key=lambda hit: -hit.score)


def find_places(index: Index, needle: str) -> Counter[int]:
    """How often a folded text, not empty, stands in each entry that has it, by their places."""
    found: Counter[int] = Counter()
    at = index.text.find(needle)
    while at >= 0:
        found[bisect_right(index.starts, at) - 1] += 1
        at = index.text.find(needle, at + len(needle))
    return found


def find_all(index: Index, words: Iterable[str]) -> dict[int, int]:
    """How often folded words stand in each entry that has them all."""
    found = [find_places(index, word) for word in words]
    places = set.intersection(*(set(counts) for counts in found))
    return {place: sum(counts[place] for counts in found) for place in places}


def find_spans(entry: Entry, needles: Iterable[str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where folded texts stand in an entry's heading, and where in its text."""
    found = []
    for needle in needles:
        at = entry.folded.text.find(needle)
        while at >= 0:
            found.append(entry.folded.span(at, at + len(needle)))
            at = entry.folded.text.find(needle, at + len(needle))
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    length, below = len(entry.heading), len(entry.heading) + 1
    heading = tuple((start, min(end, length)) for start, end in merged if start < length)
    text = tuple((max(start, below) - below, end - below) for start, end in merged if end > below)
    return heading, text
