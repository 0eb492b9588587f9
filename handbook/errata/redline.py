"""Two texts side by side: what changed, in pieces that one can read.

Chinese writes no spaces between words, so a plain diff of characters breaks into confetti.
Here a change takes in the few equal characters between two others, a run of letters and digits
is never cut, and a bracket changes together with its partner.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
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
    return _slide(_keep_pairs(_drown_islands(_join(ops))))


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


def _slide(ops: list[Op]) -> list[Op]:
    """Tell what came or went by whole parts of a sentence where it can be told in several ways.

    由书记召集〔；书记不在的，由副书记召集〕。 and not 由〔书记召集；书记不在的，由副〕书记召集。
    """
    for place in range(len(ops)):
        if place < len(ops) and ops[place][0] in ("insert", "delete"):
            ops = next(_turned(ops, place), ops)
    return ops


def _turned(ops: list[Op], place: int) -> Iterator[list[Op]]:
    """The ops with one of them told by whole parts of a sentence, if it is not and can be."""
    tag, old, new = ops[place]
    before, after = ops[:place], ops[place + 1 :]
    left = before.pop()[1] if before else ""
    right = after.pop(0)[1] if after else ""
    if _is_part(left, old or new, right):
        return
    for a, words, b in _turns(left, old or new, right):
        if _is_part(a, words, b):
            op = _op(words, "") if tag == "delete" else _op("", words)
            slid = [*before, _op(a, a), op, _op(b, b), *after]
            slid = [each for each in slid if each[1] or each[2]]
            if _keep_pairs(_drown_islands(_join(slid))) == slid:
                yield slid


def _turns(left: str, words: str, right: str) -> Iterator[tuple[str, str, str]]:
    """The other ways to tell the same change, the nearest first on either side."""
    a, x, b = left, words, right
    while b and x[0] == b[0] != "\n":
        a, x, b = a + x[0], x[1:] + b[0], b[1:]
        yield a, x, b
    a, x, b = left, words, right
    while a and x[-1] == a[-1] != "\n":
        a, x, b = a[:-1], a[-1] + x[:-1], x[-1] + b
        yield a, x, b


def _is_part(left: str, words: str, right: str) -> bool:
    """Whether words begin or end with a mark of punctuation and are parted off by another."""
    begun = words[0] in _POINTS and (not right or right[0] in _POINTS)
    ended = words[-1] in _POINTS and (not left or left[-1] in _POINTS)
    seams = ((left, words), (words, right), (left, right))
    return (begun or ended) and not any(_cuts(*seam) for seam in seams)


def _cuts(left: str, right: str) -> bool:
    """Whether a number or a word of letters would be cut between two texts."""
    near = left[-_ISLAND * 8 :]
    ends = {found.end() for found in _TOKEN.finditer(near + right[: _ISLAND * 8])}
    return bool(near and right) and len(near) not in ends


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
