"""What makes one section a better answer than another (`rules` has the order)."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.search import rules
from handbook.search.entry import Entry
from handbook.search.index import Index
from handbook.search.terms import Term
from handbook.search.text import code_units


def stands_apart(text: str, needle: str, at: int) -> bool:
    """Whether no letter or digit runs on at either end: 45 does not in 145."""
    end = at + len(needle)
    return not (
        (at > 0 and _is_latin(text[at - 1]) and _is_latin(text[at]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def weigh_title(index: Index, place: int, terms: Sequence[Term]) -> int:
    """How much of a section's title is what was looked for, and of the titles above; 0 to 14."""
    weight = _part(index, place, terms, 5, 6)
    above, least = 0, 3
    up = index.entries[place].parent
    while up >= 0:
        above = max(above, _part(index, up, terms, 1, least))
        up, least = index.entries[up].parent, 2
    return min(weight + above, rules.NAMED - 1)


def _part(index: Index, place: int, terms: Sequence[Term], base: int, steps: int) -> int:
    """`base`, and a step for each part of the title that the terms make up; 0 if none is there."""
    there = ([form for form, found in term.forms if place in found.titled] for term in terms)
    covered = sum(max((code_units(form.text) for form in forms), default=0) for forms in there)
    length = code_units(index.entries[place].folded_title)
    return base + min(steps, steps * covered // length) if covered else 0


def combine(exactness: int, title: int, entry: Entry, nearness: int, count: int) -> int:
    """All weights in one number; each part decides where those before it tie."""
    score = exactness * 16 + title
    score = score * 8 + rules.KINDS.get(entry.kind, 0)
    score = score * 8 + nearness
    return score * (rules.MOST + 1) + min(count, rules.MOST)
