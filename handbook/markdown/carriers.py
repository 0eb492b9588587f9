"""Let characters carry their place through Python-Markdown, which keeps no places.

Before rendering, every character beyond ASCII is replaced by a *carrier*: a rare character
that stands for an offset. A letter's carrier is a letter (CJK Unified Ideographs Extension
B–G), any other's is a private-use character, so that no rule of Markdown that looks at the
class of a character decides otherwise. Afterwards a carrier found in the tree tells both the
character it stood for and where that stood.
"""

from __future__ import annotations

import re

_LETTERS = [
    code
    for first, last in (
        (0x20000, 0x2A6DF),
        (0x2A700, 0x2B738),
        (0x2B740, 0x2B81D),
        (0x2B820, 0x2CEA1),
        (0x2CEB0, 0x2EBE0),
        (0x30000, 0x3134A),
    )
    for code in range(first, last + 1)
]
_OTHERS = [*range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE)]
_LETTER_CHARS = [chr(code) for code in _LETTERS]
_OTHER_CHARS = [chr(code) for code in _OTHERS]
_INDEX = {char: i for i, char in enumerate(_LETTER_CHARS)} | {
    char: i for i, char in enumerate(_OTHER_CHARS)
}
# White space beyond ASCII (U+3000, U+00A0, line separators) must stay white space.
_PLAIN = re.compile(r"[\x00-\x7f\s]+")
CARRIER = re.compile("[\U00020000-\U0003134a\U000f0000-\U0010fffd]")


def load(text: str, start: int = 0) -> str:
    """The text with each character beyond ASCII replaced by the carrier of its offset.

    Offsets repeat after some 65,000 letters; `unload` resolves that by nearness, so a text
    may be of any length.
    """
    letters, others = len(_LETTER_CHARS), len(_OTHER_CHARS)
    out: list[str] = []
    for offset, char in enumerate(text):
        if offset < start or char < "\x80" or char.isspace():
            out.append(char)
        elif char.isalnum():
            out.append(_LETTER_CHARS[offset % letters])
        else:
            out.append(_OTHER_CHARS[offset % others])
    return "".join(out)


def offset_of(carrier: str, near: int) -> int:
    """The offset that a carrier stands for; `near` is one within some 32,000 of it."""
    index = _INDEX[carrier]
    period = len(_LETTER_CHARS) if carrier < "\U000f0000" else len(_OTHER_CHARS)
    turns = round((near - index) / period)
    return index + max(turns, 0) * period


def is_carrier(char: str) -> bool:
    """Whether `char` may be a carrier."""
    return char in _INDEX


def unload(text: str, original: str, near: int) -> str:
    """Rendered text with its carriers turned back into the characters of `original`."""
    last = near

    def back(found: re.Match[str]) -> str:
        nonlocal last
        last = offset_of(found[0], last)
        return original[last]

    return CARRIER.sub(back, text)
