"""Where a text differs from one of which the hash alone is known, if it is one character.

A hash tells that a text is another, not where. A slip of the keyboard can be found all the same: of
the texts that are one character away there are so few that each can be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

TRIES = 60_000
"""So many texts are tried at most, in a tenth of a second or so."""
_USUAL = "，。、；：？！“”《》（）0123456789 \n"
"""What is mistyped anywhere, beside the characters that the text has."""


@dataclass(frozen=True)
class Stray:
    """A character that is too many, too few, or another."""

    at: int
    """Its place in the text."""
    found: str
    """What stands there; empty where something is missing."""
    wanted: str
    """What should; empty where something is too many."""


def find_stray(text: str, is_wanted: Callable[[str], bool], tries: int = TRIES) -> Stray | None:
    """The character by which a text differs from the wanted one; None if it is not just one."""
    for stray in islice(_neighbours(text), tries):
        if is_wanted(text[: stray.at] + stray.wanted + text[stray.at + len(stray.found) :]):
            return stray
    return None


def _neighbours(text: str) -> Iterator[Stray]:
    """Everything one character away, the likely first."""
    for at, char in enumerate(text):
        yield Stray(at, char, "")
    chars = sorted({*text, *_USUAL})
    for at in range(len(text) + 1):
        for char in chars:
            yield Stray(at, "", char)
            if at < len(text):
                yield Stray(at, text[at], char)
