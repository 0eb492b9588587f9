"""Choose the part of a text that a search result shows."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[int, int]
"""Start and end in characters, the end not included."""

ENDS = "。！？；\n"
"""After these a sentence, or a line, is over."""
LONGEST = 120
"""An excerpt has no more characters than these, unless what was found is longer."""
BEFORE = 40
"""And not more than these before what was found, where it must be cut."""


def excerpt(text: str, spans: Sequence[Span]) -> Span:
    """The sentence around the first span; without one, the first sentence."""
    first, last = spans[0] if spans else (0, 0)
    start = max(text.rfind(end, 0, first) for end in ENDS) + 1
    ends = [at for end in ENDS if (at := text.find(end, max(last - 1, start))) >= 0]
    end = min(ends) + 1 if ends else len(text)
    if end - start > LONGEST:
        start = max(start, first - BEFORE)
        end = min(end, max(start + LONGEST, last))
    return start, end - (text[end - 1 : end] == "\n")
