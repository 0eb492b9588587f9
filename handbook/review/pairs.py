"""Marks that come in two halves (GB/T 15834—2011, 5.1.3): each half with its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.review.prose import Line

_PAIRS = {"）": "（", "》": "《", "”": "“", "】": "【", "〕": "〔"}
_ORDINAL = re.compile(r"(?:^|[，。；：、\ufffc])[ \t]*[0-9A-Za-z一二三四五六七八九十]{1,3}$")
"""1） and 一） before what they number are half a pair, and meant so."""

Found = tuple[str, str, Line, int]
"""Rule, clause, line, and the place in it."""


def find_pairs(block: list[Line]) -> Iterator[Found]:
    """Halves without a partner in a block, and single quotation marks outside double ones.

    A quotation over several paragraphs has an opening mark at the start of each and a closing one
    at the end of the last (4.8.3.5): an opening mark that starts a block may stay open.
    """
    stack: list[tuple[str, Line, int]] = []
    clause = "GB/T 15834—2011, 5.1.3"
    for line in block:
        for at, char in enumerate(line.text):
            if char in _PAIRS.values():
                stack.append((char, line, at))
            elif char in _PAIRS:
                if stack and stack[-1][0] == _PAIRS[char]:
                    stack.pop()
                elif not (char == "）" and _ORDINAL.search(line.text[:at])):
                    yield "gb-pairs", clause, line, at
            elif char == "‘" and not any(half == "“" for half, _, _ in stack):
                yield "gb-quotes-single", "GB/T 15834—2011, 4.8.3.4", line, at
    for half, line, at in stack:
        starts = line is block[0] and not line.text[:at].strip(" \t\ufffc")
        if not (half == "“" and starts):
            yield "gb-pairs", clause, line, at
