"""Search several editions at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from handbook.search.hit import Hit
from handbook.search.index import Index
from handbook.search.near import MOST_SECTIONS
from handbook.search.query import Answer, search

_T = TypeVar("_T")


def search_editions(indexes: Sequence[Index], text: str, groups: Collection[str] = ()) -> Answer:
    """What a query finds in all of them; an earlier one comes first where hits tie.

    A section that several editions have alike is one hit. Parts of the query count only if no
    edition has the whole.
    """
    answers = [search(index, text, groups) for index in indexes]
    if whole := [answer for answer in answers if answer.hits and not answer.is_partial]:
        return Answer(_merge(whole), _join(a.tried for a in answers))
    if any(answer.elsewhere for answer in answers):
        elsewhere = len(search_editions(indexes, text).hits)
        return Answer(tried=_join(a.tried for a in answers), elsewhere=elsewhere)
    return Answer(
        _merge(answers)[:MOST_SECTIONS],
        _join(a.tried for a in answers),
        _join(a.parts for a in answers),
        _join(a.alike for a in answers),
    )


def _merge(answers: Iterable[Answer]) -> tuple[Hit, ...]:
    """The hits of all, the best first; of those that are alike the first."""
    hits = [hit for answer in answers for hit in answer.hits]
    merged: dict[tuple[str, str, str], Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        key = (hit.entry.id, hit.entry.heading, hit.entry.text)
        if first := merged.get(key):
            hit = dataclasses.replace(first, also=(*first.also, hit.edition))
        merged[key] = hit
    return tuple(merged.values())


def _join(groups: Iterable[Iterable[_T]]) -> tuple[_T, ...]:
    """What stands in any of the groups, each once."""
    return tuple(dict.fromkeys(each for group in groups for each in group))
