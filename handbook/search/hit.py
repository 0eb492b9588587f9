"""What is shown of a section that was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handbook.search.entry import Entry
from handbook.search.excerpt import Span, excerpt
from handbook.search.index import Index
from handbook.search.rank import Ranked


@dataclass(frozen=True)
class Hit:
    """A section that was found."""

    edition: str
    entry: Entry
    score: int
    """Sorts hits, the best first."""
    exact: bool
    """Whether the query as a whole was found, or names the section."""
    needles: tuple[str, ...]
    """The folded texts to mark."""
    also: tuple[str, ...] = ()
    """Other editions that have the very same section."""

    @cached_property
    def marks(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """What to mark in the entry's heading, and what in its text."""
        return find_spans(self.entry, self.needles)

    @property
    def heading_spans(self) -> tuple[Span, ...]:
        """What to mark in the entry's heading."""
        return self.marks[0]

    @property
    def spans(self) -> tuple[Span, ...]:
        """What to mark in the entry's text."""
        return self.marks[1]

    @property
    def excerpt(self) -> Span:
        """The part of the text that a result shows."""
        return excerpt(self.entry.text, self.spans)

    def as_json(self) -> dict[str, Any]:
        """The shape that `search --json` prints."""
        return {
            "id": self.entry.id,
            "label": self.entry.label,
            "title": self.entry.title,
            "edition": self.edition,
            "also": list(self.also),
            "score": self.score,
            "exact": self.exact,
            "url": self.entry.url,
            "spans": [list(span) for span in self.spans],
        }


def make_hit(index: Index, ranked: Ranked) -> Hit:
    """The hit of a section that was found."""
    entry = index.entries[ranked.place]
    return Hit(index.edition, entry, ranked.score, ranked.exact, ranked.needles)


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
