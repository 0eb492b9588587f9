"""Let characters carry their place through Python-Markdown, which keeps no places.

Before rendering, every character beyond ASCII is replaced by a *carrier*: a rare character
that stands for an offset. A letter's carrier is a letter (CJK Unified Ideographs Extension
B–G), any other's is a private-use character, so that no rule of Markdown that looks at the
class of a character decides otherwise. Afterwards a carrier found in the tree tells both the
character it stood for and where that stood.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

_LETTERS = (
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B738),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    (0x30000, 0x3134A),
)
_OTHERS = ((0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
CARRIER = re.compile("[\U00020000-\U0003134a\U000f0000-\U0010fffd]")
PERIOD = sum(last - first + 1 for first, last in _LETTERS)
"""A text of so many characters has a carrier of its own for each offset."""
_CHUNK = 8192


class _Table:
    """The carriers in the order of the offsets they stand for.

    Made as far as texts are long: all of them take as long as to render a page.
    """

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.others: list[str] = []
        self.index: dict[str, int] = {}
        """The offset of each."""
        self._rest = tuple(
            map(chr, itertools.chain(*(range(first, last + 1) for first, last in ranges)))
            for ranges in (_LETTERS, _OTHERS)
        )

    def reach(self, length: int) -> None:
        """Make the carriers for the offsets of a text so long."""
        while len(self.letters) < min(length, PERIOD):
            start = len(self.letters)
            size = min(_CHUNK, PERIOD - start)
            for kind, rest in zip((self.letters, self.others), self._rest, strict=True):
                chars = list(itertools.islice(rest, size))
                kind += chars
                self.index.update(zip(chars, range(start, start + size), strict=True))


_TABLE = _Table()


def load(text: str, start: int = 0) -> str:
    """The text with each character beyond ASCII replaced by the carrier of its offset.

    White space beyond ASCII stays white space. Offsets repeat after `PERIOD` characters;
    `unload` resolves that by nearness, so a text may be of any length.
    """
    _TABLE.reach(len(text))
    letters, others = _TABLE.letters, _TABLE.others
    out = list(text)
    for found in _BEYOND.finditer(text, start):
        offset = found.start()
        place = offset % PERIOD
        out[offset] = (letters if found[0].isalnum() else others)[place]
    return "".join(out)


_BEYOND = re.compile(r"[^\x00-\x7f\s]")


def offset_of(carrier: str, near: int) -> int:
    """The offset that a carrier stands for; `near` is one within half a `PERIOD` of it."""
    _TABLE.reach(PERIOD)
    index = _TABLE.index[carrier]
    return index + max(round((near - index) / PERIOD), 0) * PERIOD


def offsets_of(text: str, near: int, short: bool) -> list[int | None]:
    """For each character of rendered text the offset it stands for, None where it is itself.

    `short` promises that the original has at most `PERIOD` characters.
    """
    found = list(map(_TABLE.index.get, text))
    if not short:
        for i, index in enumerate(found):
            if index is not None:
                near = found[i] = offset_of(text[i], near)
    return found


def unload(text: str, original: str, near: int) -> str:
    """Rendered text with its carriers turned back into the characters of `original`."""
    if len(original) <= PERIOD:
        return CARRIER.sub(lambda found: original[_TABLE.index[found[0]]], text)
    last = near

    def back(found: re.Match[str]) -> str:
        nonlocal last
        last = offset_of(found[0], last)
        return original[last]

    return CARRIER.sub(back, text)


def unloader(loaded: str, original: str) -> Callable[[str, int], str]:
    """`unload` for many pieces of one text: a table for a short one, made once."""
    if len(original) > PERIOD:
        return lambda text, near: unload(text, original, near)
    table = {ord(a): b for a, b in zip(loaded, original, strict=True) if a != b}
    return lambda text, near: text.translate(table)
