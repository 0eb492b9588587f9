"""Shown text: what a reader sees of a provision, and where each character stands in its source."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A text with the map to its source.

    Blocks are separated by a line feed, cells of a table row by a tab.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...] = ()
    """(start in `text`, start in the source, length), ascending in `text`. Characters in no
    run are computed: labels, list marks, separators."""

    @staticmethod
    def make(text: str, places: Sequence[int | None], move: Callable[[int], int | None]) -> Shown:
        """From a place for each character, or None where it is computed.

        `move` turns the place that a run starts at into one in the provision's source.
        """
        runs: list[tuple[int, int, int]] = []
        start, expected = 0, -1
        for i, place in enumerate([*places, None]):
            if place == expected:
                expected += 1
                continue
            if expected >= 0 and (first := move(expected - i + start)) is not None:
                runs.append((start, first, i - start))
            start, expected = i, -1 if place is None else place + 1
        return Shown(text, tuple(runs))

    def to_source(self, position: int) -> int | None:
        """Where the character at `position` stands in the source; None if it is computed."""
        at = bisect.bisect_right(self.runs, (position, 1 << 60, 0)) - 1
        if at < 0:
            return None
        start, source, length = self.runs[at]
        return source + position - start if position < start + length else None

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the source behind a non-empty span of the text; None if any is computed."""
        places = [self.to_source(i) for i in range(start, end)]
        if not places or any(place is None for place in places):
            return None
        known = [place for place in places if place is not None]
        return known[0], known[-1] + 1

    def from_source(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the text that show the source's span, ascending."""
        found = []
        for shown, source, length in self.runs:
            low, high = max(start, source), min(end, source + length)
            if low < high:
                found.append((shown + low - source, shown + high - source))
        return found
