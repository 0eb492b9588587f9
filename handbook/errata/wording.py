"""Changes in the words around them: what a slip quotes, so that an eye finds it on the page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handbook.errata.locate import occurrences
from handbook.errata.redline import SENTENCE_ENDS, Op, redline

_APART = 16
"""Equal characters between two changes from which on each is a row of its own."""
_LEAST = 8
"""Characters that a row quotes at least, so that an eye can find them on the page."""
_MOST = 28
"""Characters that a row quotes at most, unless that many more change or are needed."""
_REACHES = (2, 4, 6, 9, 13, 18, 26, 40)
_POINT = re.compile(r"[，。、；：？！（）《》“”\s]")
_NOT_FIRST = "，。、；：？！）》〉】〕”’…—·％%　\t "
_NOT_LAST = "，、；：（《〈【〔“‘　\t "

Run = tuple[str, bool]
"""Words, and whether they are what changes."""

_REFERENCE = re.compile(r"\[\]\[([^\[\]]+)\]")
_MARKUP = re.compile(r"\*{1,3}|`|\[(?=[^\]]+\][\[(])|\](?:\[[^\]]*\]|\([^)]*\))")


def plain_words(markdown: str, label: Callable[[str], str] = lambda id: "") -> str:
    """A few words of Markdown as a reader sees them: no marks of emphasis, code and links.

    `label` gives what `[][id]` shows. For whole provisions there is the shown text.
    """
    return _MARKUP.sub("", _REFERENCE.sub(lambda found: label(found[1]), markdown))


@dataclass(frozen=True)
class Quoted:
    """A change with the words around it, as they stand in both texts."""

    start: int
    """Where the quotation begins in the old text."""
    head: str
    change: tuple[Op, ...]
    tail: str

    @property
    def old(self) -> str:
        """The quotation as it stands in the old text."""
        return self.head + "".join(op[1] for op in self.change) + self.tail

    @property
    def wrong(self) -> tuple[Run, ...]:
        """The old words, those that change marked."""
        return self._runs(1)

    @property
    def right(self) -> tuple[Run, ...]:
        """The new words, those that changed marked."""
        return self._runs(2)

    def _runs(self, side: int) -> tuple[Run, ...]:
        runs = [
            (self.head, False),
            *((op[side], op[0] != "equal") for op in self.change),
            (self.tail, False),
        ]
        return tuple(run for run in runs if run[0])


def quote_changes(old: str, new: str, quotes: Iterable[tuple[int, int]] = ()) -> Iterator[Quoted]:
    """Every change from `old` to `new` with the words around; near ones come as one.

    `quotes` are spans of `old` that somebody has chosen as words that make sense by themselves.
    """
    quotes = list(quotes)
    for place in _places(redline(old, new)):
        at, (_, change, _) = place
        head, tail = _around(old, place, quotes)
        yield Quoted(at - len(head), head, tuple(change), tail)


_Place = tuple[int, tuple[str, list[Op], str]]


def _places(ops: list[Op]) -> Iterator[_Place]:
    """Changes that are read together: where in the old text, and the equal text around them."""
    groups: list[tuple[bool, list[Op]]] = []
    for op in ops:
        equal = op[0] == "equal"
        apart = equal and (len(op[1]) >= _APART or any(end in op[1] for end in SENTENCE_ENDS))
        if apart or not groups or groups[-1][0]:
            groups.append((apart, []))
        groups[-1][1].append(op)
    texts = [("".join(op[1] for op in part), apart, part) for apart, part in groups]
    starts = list(itertools.accumulate((len(text) for text, _, _ in texts), initial=0))
    for n, (_, apart, part) in enumerate(texts):
        if apart:
            continue
        before = texts[n - 1][0] if n else ""
        after = texts[n + 1][0] if n + 1 < len(texts) else ""
        at = starts[n]
        if part[0][0] == "equal":  # the text begins with a few equal characters
            before, at, part = before + part[0][1], at + len(part[0][1]), part[1:]
        if part and part[-1][0] == "equal":
            after, part = part[-1][1] + after, part[:-1]
        if part:
            yield at, (before, part, after)


def _around(old: str, place: _Place, quotes: Iterable[tuple[int, int]]) -> tuple[str, str]:
    """The words around a change: enough to tell it from any other place of the provision.

    Whoever reported it has chosen words that make sense; where these are few, they are taken.
    Else they go to the marks of punctuation, or as far as is needed.
    """
    at, (before, change, after) = place
    end = at + len("".join(op[1] for op in change))
    reaches = [
        (at - low, high - end)
        for low, high in quotes
        if at - len(before) <= low <= at and end <= high <= end + len(after)
        and high - low <= _MOST
    ]  # fmt: skip
    clause = _clause(before, after)
    reaches += [clause] if sum(clause) + end - at <= _MOST else []
    head = tail = ""
    for left, right in [*reaches, *((reach, reach) for reach in _REACHES)]:
        head, tail = _head(before, left), _tail(after, right)
        quoted = head + old[at:end] + tail
        if len(quoted) >= _LEAST and len(occurrences(old, quoted)) == 1:
            break
    return head, tail


def _clause(before: str, after: str) -> tuple[int, int]:
    """How far it is to the marks of punctuation on both sides."""
    head = max((found.end() for found in _POINT.finditer(before)), default=0)
    found = _POINT.search(after)
    return len(before) - head, found.start() if found else len(after)


def _head(text: str, reach: int) -> str:
    """The last characters of a text, within its sentence; no number is cut."""
    start = max(0, len(text) - reach, *(text.rfind(end) + 1 for end in SENTENCE_ENDS))
    while 0 < start < len(text) and _joined(text[start - 1], text[start]):
        start -= 1
    return text[start:].lstrip(_NOT_FIRST)


def _tail(text: str, reach: int) -> str:
    """The first characters of a text, within its sentence; no number is cut."""
    ends = (place for end in SENTENCE_ENDS if (place := text.find(end)) >= 0)
    stop = min(len(text), reach, *ends)
    while 0 < stop < len(text) and _joined(text[stop - 1], text[stop]):
        stop += 1
    return text[:stop].rstrip(_NOT_LAST)


def _joined(a: str, b: str) -> bool:
    """Whether two neighbours are of one number or word: 2018-10-20, 3.5%."""
    return all(char.isascii() and (char.isalnum() or char in ".:/%-") for char in (a, b))
