"""What to offer when nothing has the query: sections with parts of it, and words like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.search import rules
from handbook.search.index import Index
from handbook.search.rank import Ranked
from handbook.search.terms import Scanner

MOST_SECTIONS = 20
MOST_PAIRS = 24
LONGEST_NEAR = 40
"""Characters of a query beyond these are not looked at."""
MOST_WORDS = 3
LIKE = 300
"""In thousandths, how much of their pairs of characters two words share that are alike."""


def without_asking(phrase: str) -> list[str]:
    """The words of a folded question: what it asks as titles put it, the rest as it is."""
    for asked, matter in rules.ASKING.items():
        phrase = phrase.replace(asked, f" {matter} ")
    return list(dict.fromkeys(phrase.split()))


def pairs_of(words: Iterable[str]) -> list[str]:
    """The pairs of neighbouring characters of folded words."""
    return list(dict.fromkeys(pair for word in words for pair in _pairs(word)))[:MOST_PAIRS]


def parts_of(words: Iterable[str], text: str) -> list[str]:
    """The longest parts of folded words that stand in a text, two characters at least."""
    parts: dict[str, None] = {}
    for word in words:
        at = 0
        while at < len(word):
            end = at + 1
            while end < len(word) and word[at : end + 1] in text:
                end += 1
            if end - at > 1:
                parts[word[at:end]] = None
            at = end
    return list(parts)


def rank_pairs(scanner: Scanner, pairs: Iterable[str]) -> list[Ranked]:
    """The sections that have most pairs; rare ones weigh more, in titles twice."""
    entries = scanner.index.entries
    weights: dict[int, int] = {}
    needles: dict[int, list[str]] = {}
    for pair in pairs:
        found = scanner.find(pair)
        rarity = (len(entries) // max(1, len(found.at))).bit_length()
        for place in found.at:
            weight = rarity * (2 if place in found.titled else 1)
            weights[place] = weights.get(place, 0) + weight
            needles.setdefault(place, []).append(pair)
    ranked = [
        Ranked(place, _score(weight, entries[place].kind), False, tuple(needles[place]))
        for place, weight in weights.items()
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.place))


def _score(weight: int, kind: str) -> int:
    """A clause weighs a third more than what has no number."""
    return weight * (16 + rules.KINDS.get(kind, 0))


def words_like(index: Index, phrase: str) -> list[str]:
    """Titles and keywords, folded, that share most pairs of characters with a query."""
    pairs = frozenset(_pairs(phrase))
    alike = []
    for words in index.phrases:
        other = frozenset(_pairs(words))
        if (shared := len(pairs & other)) and words != phrase:
            share = 2000 * shared // (len(pairs) + len(other))
            if share >= LIKE:
                alike.append((share, words))
    alike.sort(key=lambda each: -each[0])
    return [words for _, words in alike[:MOST_WORDS]]


def _pairs(text: str) -> Iterator[str]:
    """Characters beyond U+FFFF make none: a browser would cut them in two."""
    pairs = (text[i : i + 2] for i in range(len(text) - 1))
    return (pair for pair in pairs if max(pair) <= "\uffff")
