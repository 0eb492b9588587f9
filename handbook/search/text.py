"""Fold a text for searching, with the map back to what is shown.

Two texts that a reader takes for the same fold to the same characters: full width and half
width, upper and lower case, simplified and traditional, with and without spaces, quotation
marks, commas. Each character folds by itself, so what is found never depends on where a reader
cut the words out:

    the folding of a part of a text is a part of the folding of the text.

*Why not `unicodedata.normalize("NFKC")` and `casefold` over the whole:* both look at
neighbours (é from e and an accent, the last sigma of a word), and browsers know other
versions of Unicode. `RULES` is all that a program in another language needs; `worker.js`
gets it with the index.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from handbook.search.tables import traditional

SEPARATOR = "\n"
"""Stands between two sections in the index; folded text itself never contains it."""

SOFT = (
    (0x00, 0x22), (0x27, 0x2A), (0x2C, 0x2C), (0x3B, 0x3B), (0x3F, 0x3F), (0x5B, 0x60),
    (0x7B, 0x7D), (0x7F, 0xA1), (0xA6, 0xA8), (0xAB, 0xAB), (0xAD, 0xAD), (0xAF, 0xAF),
    (0xB4, 0xB4), (0xB6, 0xB8), (0xBB, 0xBB), (0xBF, 0xBF),
    (0x300, 0x344), (0x346, 0x36F),  # combining marks: accents
    (0x1680, 0x1680), (0x180B, 0x180E),
    (0x2000, 0x202F), (0x2032, 0x206F),  # general punctuation but ‰ and ‱
    (0x2E00, 0x2E2E), (0x2E30, 0x2E7F),
    (0x3000, 0x3004), (0x3008, 0x3020), (0x3030, 0x3030), (0x303D, 0x303F),  # CJK, not 々〆〇
    (0x30FB, 0x30FB),
    (0xD800, 0xDFFF),  # halves of characters
    (0xFE00, 0xFE0F), (0xFE45, 0xFE46), (0xFEFF, 0xFEFF),
    (0xE0000, 0xE01EF),  # tags and variation selectors
)  # fmt: skip
"""Ranges of characters that fold away: white space, punctuation, accents, what is invisible."""

SAME = {
    "ß": "ss",
    "ς": "σ",
    "⁄": "/",
    **dict.fromkeys("~‐‑‒–—―−〜", "-"),
}
"""Characters that fold to others than Unicode's decomposition and lower case say."""

JOINTS = "-./:"
"""Stay between two digits (问3-14, 1.5, 2/3, 8:30), and fold away elsewhere."""

DIGITS = frozenset("0123456789")

RULES: dict[str, Any] = {"soft": [list(pair) for pair in SOFT], "same": SAME, "joints": JOINTS}
"""The folding as data, the same for every text."""

_STARTS = [first for first, _ in SOFT]


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the place of the one it came from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the shown text behind a non-empty span of the folded one."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> str:
    """The folded text alone: what `fold_with_places` gives, at a tenth of its time."""
    return _LOOSE_JOINT.sub("", text.translate(_TABLE))


class _Table(dict[int, str]):
    """What each character folds to, found when first asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_char(chr(code))
        return folded


_TABLE = _Table()
_LOOSE_JOINT = re.compile(rf"(?<![0-9])[{re.escape(JOINTS)}]|[{re.escape(JOINTS)}](?![0-9])")
"""A joint that does not stand between two digits."""


def fold_with_places(text: str) -> Folded:
    """Fold a text and keep where each character came from."""
    pieces = [(place, char) for place, raw in enumerate(text) for char in fold_char(raw)]
    last = len(pieces) - 1
    kept = [
        (place, char)
        for i, (place, char) in enumerate(pieces)
        if char not in JOINTS
        or (0 < i < last and pieces[i - 1][1] in DIGITS and pieces[i + 1][1] in DIGITS)
    ]
    return Folded("".join(char for _, char in kept), tuple(place for place, _ in kept))


@cache
def fold_char(char: str) -> str:
    """What one character folds to, joints still in: compatibility decomposition, lower case."""
    plain = (part.lower() for part in unicodedata.normalize("NFKD", char))
    same = "".join(SAME.get(part, part) for part in plain)
    forms = traditional()
    return "".join(forms.get(part, part) for part in same if not is_soft(part))


def is_soft(char: str) -> bool:
    """Whether a character folds away."""
    at = bisect_right(_STARTS, ord(char)) - 1
    return at >= 0 and ord(char) <= SOFT[at][1]


def fold_table(text: Iterable[str]) -> dict[str, str]:
    """What each unusual character of a text folds to.

    A browser with another Unicode than ours looks here first, so that it finds all there is.
    ASCII and the common Han characters fold the same everywhere.
    """
    unusual = {char for char in text if char > "\x7f" and not "\u4e00" <= char <= "\u9fff"}
    return {char: fold_char(char) for char in sorted(unusual)}


def form_table(text: Iterable[str]) -> dict[str, str]:
    """For each simplified character of a text the traditional ones that fold to it.

    Those of other characters find nothing in the text, folded or not.
    """
    folded = {part for char in set(text) for part in fold_char(char)}
    found: dict[str, str] = {}
    for char, form in traditional().items():
        if form in folded:
            found[form] = found.get(form, "") + char
    return dict(sorted(found.items()))


def code_units(text: str) -> int:
    """The length as a browser counts it: characters beyond U+FFFF are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
