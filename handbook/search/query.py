"""Search an index. `browser/` does the same, step by step, in the reader's browser.

Whatever a query's operators, all of it is looked for as it stands, spaces and punctuation aside,
so that every part of a section finds it. Beside that its words are looked for, in any order, and
what they may stand for (`forms`). Only if there is nothing at all do parts of it count (`near`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handbook.search import rules
from handbook.search.forms import Form
from handbook.search.hit import Hit, make_hit
from handbook.search.index import Index
from handbook.search.near import (
    LONGEST_NEAR,
    MOST_SECTIONS,
    pairs_of,
    parts_of,
    rank_pairs,
    without_asking,
    words_like,
)
from handbook.search.rank import Ranked, rank
from handbook.search.terms import Scanner
from handbook.search.words import Query, Word, parse_query


@dataclass(frozen=True)
class Answer:
    """What a query found."""

    hits: tuple[Hit, ...] = ()
    """The best first."""
    tried: tuple[Form, ...] = ()
    """What else was looked for than the words themselves."""
    parts: tuple[str, ...] = ()
    """Where nothing has the query: the parts of it that the hits have."""
    alike: tuple[str, ...] = ()
    """Where nothing has the query: words like it that stand in titles."""
    elsewhere: int = 0
    """Where nothing of the groups asked for has the query: how many others have."""

    @property
    def is_partial(self) -> bool:
        """Whether nothing anywhere has the query."""
        return bool(self.parts or self.alike)


def search(index: Index, text: str, groups: Collection[str] = ()) -> Answer:
    """The sections that a query finds, of some groups (`rules.GROUPS`) or of all."""
    query = parse_query(text)
    if not query.phrase:
        return Answer()
    scanner = Scanner(index)
    ranked, tried = rank(scanner, query)
    wanted = _of_groups(index, ranked, groups)
    if wanted or ranked:
        hits = tuple(make_hit(index, each) for each in wanted)
        return Answer(hits, tuple(tried), elsewhere=0 if wanted else len(ranked))
    words = without_asking(query.phrase[:LONGEST_NEAR])
    if words != [query.phrase]:
        plain = tuple(map(Word, words))
        asked = Query("", plain, plain, query.without)
        ranked, others = rank(scanner, asked)
        tried = [*tried, *others]
    asked_all = bool(ranked)
    found = {each.place for each in ranked}
    ranked += [each for each in rank_pairs(scanner, pairs_of(words)) if each.place not in found]
    parts = words if asked_all else []
    if ranked and not asked_all:
        parts = parts_of(words, index.entries[ranked[0].place].folded.text)
    wanted = _of_groups(index, ranked, groups)[:MOST_SECTIONS]
    hits = tuple(make_hit(index, each) for each in wanted)
    alike = words_like(index, query.phrase)
    return Answer(hits, tuple(dict.fromkeys(tried)), tuple(parts), tuple(alike))


def _of_groups(index: Index, ranked: list[Ranked], groups: Collection[str]) -> list[Ranked]:
    if not groups:
        return ranked
    kinds = {kind for kind, group in rules.GROUP_OF.items() if group in groups}
    return [each for each in ranked if index.entries[each.place].kind in kinds]
