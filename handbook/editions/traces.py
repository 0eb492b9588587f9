"""The traces of errata in a provision: the words that they took, and those that they put.

The errata are replayed on the old source character by character, each in the text as the ones
before it left it. What a later one changed again counts for both.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from handbook.editions.outline import Span
from handbook.errata import Erratum
from handbook.errata.locate import occurrences
from handbook.errata.raw import common_length
from handbook.markdown import Shown

_Marks = dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Traces:
    """Places in the sources of a provision and the ids of the errata that bear on them."""

    old: _Marks = field(default_factory=dict)
    """Characters of the old source that went."""
    new: _Marks = field(default_factory=dict)
    """Characters of the new source that came."""
    near: tuple[_Marks, _Marks] = field(default_factory=lambda: ({}, {}))
    """Characters of both sources that an erratum quotes and leaves as they are."""
    applied: frozenset[str] = frozenset()
    """The errata that found their original."""
    whole: bool = False
    """Whether all of them did, and make the new source of the old one."""

    def causes(self, old: Span, new: Span) -> tuple[str, ...]:
        """The errata behind a change of two spans of the sources; either may be empty."""
        found = [*_within(self.old, old), *_within(self.new, new)]
        if not found:  # the same change can be told in several places of a text: 一一 → 一
            found = [*_within(self.near[0], _wider(old)), *_within(self.near[1], _wider(new))]
        return tuple(dict.fromkeys(found))

    def turned(self) -> Traces:
        """The traces as seen on the way back."""
        return Traces(self.new, self.old, self.near[::-1], self.applied, self.whole)


def _within(marks: _Marks, span: Span) -> Iterator[str]:
    for place in range(*span):
        yield from marks.get(place, ())


def _wider(span: Span) -> Span:
    return max(0, span[0] - 1), span[1] + 1


@dataclass(frozen=True)
class _Char:
    """A character on its way from one source to the other."""

    char: str
    origin: int | None
    """Its place in the old source; None where an erratum wrote it."""
    by: tuple[str, ...] = ()
    """The errata that wrote it."""
    near: tuple[str, ...] = ()
    """The errata that quote it."""


def trace(old: str, new: str, errata: Iterable[Erratum]) -> Traces:
    """The traces of errata between two sources, in the order in which the errata went in."""
    chars = [_Char(char, place) for place, char in enumerate(old)]
    gone: _Marks = {}
    applied: set[str] = set()
    waiting = list(errata)
    while waiting:
        left = []
        for erratum in waiting:
            after = _replay(chars, erratum, gone)
            if after is None:
                left.append(erratum)
            else:
                chars = after
                applied.add(erratum.id)
        if len(left) == len(waiting):
            break
        waiting = left  # dates may not tell which of two came first; the texts do
    came: _Marks = {}
    near: tuple[_Marks, _Marks] = ({}, {})
    for place, char in _places(chars, new):
        if char.by:
            came[place] = char.by
        if char.near:
            near[1][place] = char.near
    for char in chars:
        if char.origin is not None and char.near:
            near[0][char.origin] = char.near
    whole = not waiting and "".join(char.char for char in chars) == new
    return Traces(gone, came, near, frozenset(applied), whole)


def _replay(chars: Sequence[_Char], erratum: Erratum, gone: _Marks) -> list[_Char] | None:
    """The characters with one erratum applied; None where its original is not there once."""
    text = "".join(char.char for char in chars)
    for original in dict.fromkeys((erratum.current, erratum.original)):
        places = occurrences(text, original)
        if len(places) == 1:
            break
    else:
        return None
    start, end = places[0], places[0] + len(original)
    head = common_length(original, erratum.corrected)
    tail = common_length(original[head:][::-1], erratum.corrected[head:][::-1])
    low, high = start + head, end - tail
    earlier: tuple[str, ...] = ()
    for char in chars[low:high]:
        if char.origin is None:
            earlier += char.by
        else:
            gone[char.origin] = (*gone.get(char.origin, ()), erratum.id)
    by = tuple(dict.fromkeys((*earlier, erratum.id)))
    written = [_Char(c, None, by) for c in erratum.corrected[head : len(erratum.corrected) - tail]]
    return [
        *chars[:start],
        *(_quoted(char, erratum.id) for char in chars[start:low]),
        *written,
        *(_quoted(char, erratum.id) for char in chars[high:end]),
        *chars[end:],
    ]


def _quoted(char: _Char, id: str) -> _Char:
    return _Char(char.char, char.origin, char.by, (*char.near, id))


def _places(chars: Sequence[_Char], new: str) -> Iterator[tuple[int, _Char]]:
    """The characters that stand in the new source, with their places there."""
    text = "".join(char.char for char in chars)
    if text == new:
        yield from enumerate(chars)
        return
    matcher = difflib.SequenceMatcher(None, text, new, autojunk=False)
    for start, place, size in matcher.get_matching_blocks():
        yield from ((place + n, chars[start + n]) for n in range(size))


def source_span(shown: Shown, span: Span, bounds: Span) -> Span:
    """The part of a source that stands behind a span of its shown text.

    It runs from the known character before the span to the one after it, so that a computed
    label has the reference that makes it, and an empty span its place; at the text's ends to
    `bounds`, the part of the source that the text shows.
    """
    start, end = span
    ahead = (shown.to_source(i) for i in range(start - 1, -1, -1))
    before = next((place for place in ahead if place is not None), bounds[0] - 1)
    behind = (shown.to_source(i) for i in range(end, len(shown.text)))
    after = next((place for place in behind if place is not None), bounds[1])
    if before < after:
        return before + 1, after
    # Footnotes stand out of order.
    places = [place for i in range(start, end) if (place := shown.to_source(i)) is not None]
    return (min(places), max(places) + 1) if places else (0, 0)
