"""Which piece of one text answers to which piece of another, in order.

Pieces that are alike in every character hold the alignment; between two of them those are paired
that are most alike in sum, and what is like nothing stays alone.
"""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

Pair = tuple[int | None, int | None]
"""Places in the old and in the new sequence; None where the other side has no answer."""
LEAST = 0.4
"""Pieces that have less in common are two pieces, not one that was changed."""
_MOST = 10_000
"""How many pairs are weighed at most; beyond that pieces are paired by their places."""


def align(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    alone: Callable[[int, int], bool] = lambda a, b: True,
) -> list[Pair]:
    """Pairs in order, every place of both sequences once.

    `likeness` of two places is 0 to 1. Where exactly one piece stands against one, they are a
    pair however much they differ, if `alone` allows it.
    """
    pairs: list[Pair] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i, j), range(k, m), strict=True)
        elif (j - i, m - k) == (1, 1) and alone(i, k):
            pairs.append((i, k))
        elif (j - i) * (m - k) > _MOST:
            pairs += _by_place(range(i, j), range(k, m))
        else:
            pairs += _weigh(range(i, j), range(k, m), likeness)
    return pairs


def _by_place(old: range, new: range) -> Iterator[Pair]:
    yield from zip(old, new, strict=False)
    common = min(len(old), len(new))
    yield from ((i, None) for i in old[common:])
    yield from ((None, k) for k in new[common:])


def _weigh(old: range, new: range, likeness: Callable[[int, int], float]) -> list[Pair]:
    """The pairs with the greatest likeness in sum (Needleman and Wunsch, without a gap's cost)."""
    rows, columns = len(old), len(new)
    like = [[likeness(i, k) for k in new] for i in old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for k in range(columns - 1, -1, -1):
            paired = like[i][k] + best[i + 1][k + 1] if like[i][k] >= LEAST else -1.0
            best[i][k] = max(paired, best[i + 1][k], best[i][k + 1])
    pairs: list[Pair] = []
    i = k = 0
    while i < rows and k < columns:
        if like[i][k] >= LEAST and best[i][k] == like[i][k] + best[i + 1][k + 1]:
            pairs.append((old[i], new[k]))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[k]))
            k += 1
    pairs += [(place, None) for place in old[i:]]
    pairs += [(None, place) for place in new[k:]]
    return pairs


def signs(text: str) -> Counter[str]:
    """What a text is made of, for `alike`: its characters, and each two that follow another."""
    return Counter(text) + Counter(a + b for a, b in itertools.pairwise(text))


def alike(a: Counter[str], b: Counter[str]) -> float:
    """The share of two texts that they have in common, 0 to 1 (Dice's coefficient)."""
    size = a.total() + b.total()
    return 2 * (a & b).total() / size if size else 1.0
