"""A form of writing that is wrong wherever it stands, and the clause that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.review.prose import OPAQUE

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
"""Han characters, inside a character class."""
_CLASSES = {
    "@han": HAN,
    "@left": f"{HAN}）》”’〉】〕",
    "@right": f"{HAN}（《“‘〈【〔",
    "@n": "一二三四五六七八九十",
    "@start": rf"(?:^|{OPAQUE})[ \t]*",
}


@dataclass(frozen=True)
class Form:
    """One wrong form."""

    rule: str
    """The key of its sentences."""
    standard: str
    clause: str
    pattern: re.Pattern[str]
    """Its group `it`, where it has one, is what is wrong."""
    title_only: bool = False
    """Whether it is about titles."""

    @property
    def cited(self) -> str:
        """The standard with its clause."""
        return f"{self.standard}, {self.clause}"

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The span of every place that has it."""
        named = "it" in self.pattern.groupindex
        return (m.span("it") if named else m.span() for m in self.pattern.finditer(text))


def form(standard: str, rule: str, clause: str, pattern: str, title_only: bool = False) -> Form:
    """Make a form; `@han`, `@left`, `@right` and `@n` are insides of character classes.

    `@left` may stand before a mark of Chinese text and `@right` behind it, `@n` are the numerals
    from 一 to 十, and `@start` is where the text of a line begins.
    """
    for name, inside in _CLASSES.items():
        pattern = pattern.replace(name, inside)
    return Form(rule, standard, clause, re.compile(pattern), title_only)
