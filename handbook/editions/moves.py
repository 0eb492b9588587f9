"""What stands elsewhere: under another heading, or in another order among its neighbours."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from handbook.book import Book

_STAYS, _MOVES = 1.0, 0.5
"""What it is worth to leave one in its place: less where it is declared to have moved."""


def find_moved(
    old: Book, new: Book, known: Mapping[str, str], declared: Container[str] = ()
) -> set[str]:
    """The new ids of headings that moved.

    `known` has, for each old id, the id that the heading has in the new text, as far as it is
    there. Of those that changed places as few as can be are said to have moved, and rather those
    that are `declared`. What moved with the heading above it has not moved itself.
    """
    before, after = _children(old), _children(new)
    former = {b: a for a, b in known.items()}
    moved = set()
    for id, here in known.items():
        was = _parent(old, id)
        if known.get(was, was) != _parent(new, here):
            moved.add(here)
    for parent, ids in after.items():
        order = {
            known[id]: n
            for n, id in enumerate(before.get(former.get(parent, parent), ()))
            if id in known
        }
        rest = [id for id in ids if id in order and id not in moved]
        worth = [_MOVES if id in declared else _STAYS for id in rest]
        stay = heaviest_rise([order[id] for id in rest], worth)
        moved.update(id for n, id in enumerate(rest) if n not in stay)
    return moved


def _parent(book: Book, id: str) -> str:
    """The heading above, or the folder."""
    section = book.sections[id]
    return section.path[-1] if section.path else f"{book.page_of(id).document.folder}/"


def _children(book: Book) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id in book.sections:
        found.setdefault(_parent(book, id), []).append(id)
    return found


def heaviest_rise(places: Sequence[int], worth: Sequence[float]) -> set[int]:
    """The indexes of a rising subsequence that is worth most in sum."""
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    places = [ranks[place] for place in places]
    low, high = 0, len(places)
    while low < high and places[low] == low:  # in nearly all cases nothing moved
        low += 1
    while low < high and places[high - 1] == high - 1:
        high -= 1
    best: list[float] = []
    back: list[int] = []
    for n in range(low, high):
        top, prior = 0.0, -1
        for m in range(low, n):
            if places[m] < places[n] and best[m - low] > top:
                top, prior = best[m - low], m
        best.append(top + worth[n])
        back.append(prior)
    stay = {*range(low), *range(high, len(places))}
    at = max(range(low, high), key=lambda n: best[n - low], default=-1)
    while at >= low:
        stay.add(at)
        at = back[at - low]
    return stay
