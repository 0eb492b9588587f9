"""Find the references of a text without rendering it: `[][id]` and `[words][id]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A code span is closed by as many backticks as opened it (CommonMark 6.1; Python-Markdown's
# `BACKTICK_RE` agrees) and ends with its block. A backslash takes the next character out of play.
SKIP = re.compile(r"\\.|(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
REFERENCE = re.compile(r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\[(?P<id>[^\[\]\s]{1,80})\]")


@dataclass(frozen=True)
class Reference:
    """A link from one provision to another."""

    target: str
    words: str
    """Empty where the label is to be computed."""
    start: int
    end: int
    """Offsets in the text that was scanned."""
    id_start: int
    """Offset of the target's id."""


def mask_code(text: str) -> str:
    """The text with code spans and escapes blanked, offsets kept."""
    if "`" not in text and "\\" not in text:
        return text
    return SKIP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def scan_references(text: str) -> Iterator[Reference]:
    """Every reference of `text`, in order. Code is passed over."""
    if "][" not in text:
        return
    masked = mask_code(text)
    for found in REFERENCE.finditer(masked):
        words = text[found.start("words") : found.end("words")]
        yield Reference(found["id"], words, found.start(), found.end(), found.start("id"))
