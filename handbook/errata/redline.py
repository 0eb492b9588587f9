"""Two texts side by side: what changed, in pieces that one can read.

Chinese writes no spaces between words, so a plain diff of characters breaks into confetti.
Here a change takes in the few equal characters between two others, a run of letters and digits
is never cut, and a bracket changes together with its partner.
"""

from __future__ import annotations

import difflib
import itertools
import re
from typing import NamedTuple

Op = tuple[str, str, str]
"""(tag, old, new); the tag is equal, replace, delete or insert."""

_NUMERAL = "零〇一二三四五六七八九十百千万亿"
_TOKEN = re.compile(
    r"[A-Za-z0-9]+(?:[.,:/_-][A-Za-z0-9]+)*[%％‰]?"
    rf"|[{_NUMERAL}]+(?:分之[{_NUMERAL}]+)?|[^\S\n]+|\n|.",
)
_POINTS = frozenset("，。、；：？！,.;:?!…—·～-~ \t")
_PAIRS = dict(zip("）》】”’〕〉)]}", "（《【“‘〔〈([{", strict=True))
_ISLAND = 2
_BRACKETS = 24
"""How far apart a bracket and its partner may be to be kept together."""
SENTENCE_ENDS = "。！？；\n"


def redline(old: str, new: str) -> list[Op]:
    """What changed from `old` to `new`.

    The ops' old parts joined are `old`, their new parts joined are `new`; two ops with one tag
    never follow one another, and none is empty.
    """
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    ops = [_op("".join(a[i:j]), "".join(b[k:m])) for _, i, j, k, m in matcher.get_opcodes()]
    return _keep_pairs(_drown_islands(_join(ops)))


def _op(old: str, new: str) -> Op:
    if old == new:
        return ("equal", old, new)
    return ("replace" if old and new else "delete" if old else "insert", old, new)


def _join(ops: list[Op]) -> list[Op]:
    """Equal next to equal and change next to change made one; empty ones left out."""
    joined: list[Op] = []
    for op in ops:
        if not op[1] and not op[2]:
            continue
        if joined and (joined[-1][0] == "equal") == (op[0] == "equal"):
            last = joined.pop()
            op = _op(last[1] + op[1], last[2] + op[2])
        joined.append(op)
    # Two changes joined may come to the same text on both sides.
    same = any(a[0] == b[0] == "equal" for a, b in itertools.pairwise(joined))
    return _join(joined) if same else joined


def _merge(ops: list[Op], first: int, last: int) -> list[Op]:
    part = ops[first : last + 1]
    merged = _op("".join(op[1] for op in part), "".join(op[2] for op in part))
    return _join([*ops[:first], merged, *ops[last + 1 :]])


def _drown_islands(ops: list[Op]) -> list[Op]:
    """Merge changes with the equal text between them where that is too short to read by itself."""
    at = 1
    while at < len(ops) - 1:
        if ops[at][0] == "equal" and _is_island(ops[at - 1], ops[at][1], ops[at + 1]):
            ops = _merge(ops, at - 1, at + 1)
            at = max(at - 2, 1)
        else:
            at += 1
    return ops


def _is_island(left: Op, text: str, right: Op) -> bool:
    if "\n" in text:
        return False  # a block ends here
    if _only_points(left) and _only_points(right):
        return False  # each mark of punctuation is read by itself
    around = min(max(len(left[1]), len(left[2])), max(len(right[1]), len(right[2])))
    return len(text) <= _ISLAND or len(text) * 2 <= around


def _only_points(op: Op) -> bool:
    return _POINTS.issuperset(op[1] + op[2])


def _keep_pairs(ops: list[Op]) -> list[Op]:
    """Merge the ops from a bracket to its partner where only one of the two changed."""
    for side in (1, 2):
        owner = [place for place, op in enumerate(ops) for _ in op[side]]
        for start, end in _pairs("".join(op[side] for op in ops)):
            first, last = owner[start], owner[end]
            if first != last and (ops[first][0] != "equal" or ops[last][0] != "equal"):
                # Whoever merged must look again: `owner` has moved.
                return _keep_pairs(_drown_islands(_merge(ops, first, last)))
    return ops


def _pairs(text: str) -> list[tuple[int, int]]:
    """Places of brackets and their partners that are near enough."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    opening = set(_PAIRS.values())
    for place, char in enumerate(text):
        if char in opening:
            stack.append(place)
        elif char in _PAIRS and stack and text[stack[-1]] == _PAIRS[char]:
            start = stack.pop()
            if place - start <= _BRACKETS:
                found.append((start, place))
    return found


class Snippet(NamedTuple):
    """The words before and after a span."""

    before: str
    after: str


def context(text: str, span: tuple[int, int], n: int = 20) -> Snippet:
    """The words around a span of `text`: to the sentence's bounds, at most `n` on each side.

    What is cut inside a sentence is marked by …… (GB/T 15834—2011, 4.11).
    """
    start, end = span
    head, tail = text[:start], text[end:]
    begin = max(head.rfind(mark) for mark in SENTENCE_ENDS) + 1
    before = head[begin:]
    if len(before) > n:
        starts = (found.start() for found in _TOKEN.finditer(before))
        first = next((at for at in starts if at >= len(before) - n), len(before))
        before = "……" + before[first:]
    stop = min((at for mark in SENTENCE_ENDS if (at := tail.find(mark)) >= 0), default=len(tail))
    closed = text[start:end].endswith(tuple(SENTENCE_ENDS))
    after = "" if closed else tail[: stop + 1].rstrip("\n")
    if len(after) > n:
        last = max((m.end() for m in _TOKEN.finditer(after) if m.end() <= n), default=0)
        after = after[:last] + "……"
    return Snippet(before, after)
