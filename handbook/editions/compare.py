"""Compare two texts of a handbook, provision by provision: `entries` says what the words mean."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from handbook.book import Book, Section
from handbook.editions.attribute import attribute
from handbook.editions.entries import (
    BOUND,
    GROUPS,
    Comparison,
    Entry,
    Group,
    Status,
    Text,
    folders_of,
)
from handbook.editions.moves import find_moved
from handbook.editions.outline import outline, plain_outline, with_new_ids
from handbook.editions.pieces import Block, Piece, compare_texts, compare_words
from handbook.editions.window import Window
from handbook.errata import Erratum

__all__ = [
    "BOUND",
    "GROUPS",
    "Comparison",
    "Entry",
    "Group",
    "Status",
    "Text",
    "compare",
    "folders_of",
]


def compare(
    old: Text, new: Text, window: Window | None = None, folders: Sequence[str] = BOUND
) -> Comparison:
    """Compare the folders named; `window` has the errata that lie between the two texts.

    What went from these folders into others, or came from there, counts as removed or added.
    """
    window = window or Window()
    before, after = _sections(old.book, folders), _sections(new.book, folders)
    known = _known(before, after, window.renamed)
    declared = {e.provision for e in window.errata if e.amendment and e.amendment.action == "move"}
    moved = find_moved(old.book, new.book, known, declared)
    former = {b: a for a, b in known.items()}
    entries = []
    for id, gone in _order(before, after, known, moved):
        if gone:
            entries.append(_one(before[id], None, window))
        elif id in former:
            entries.append(_both(before[former[id]], after[id], id in moved, window))
        else:
            entries.append(_one(None, after[id], window))
    causes = {id for entry in entries for id in entry.causes}
    return Comparison(old, new, tuple(entries), {e.id: e for e in window.errata if e.id in causes})


def _sections(book: Book, folders: Iterable[str]) -> dict[str, Section]:
    """The headings of the folders in the order in which these are named."""
    return {s.id: s for folder in folders for page in book.folder(folder) for s in page.sections}


def _known(
    before: Mapping[str, Section], after: Container[str], renamed: Mapping[str, str]
) -> dict[str, str]:
    """For each old id that is still there, under whatever name, the new one."""
    known: dict[str, str] = {}
    taken: set[str] = set()
    for id in before:
        now, seen = id, {id}
        while now not in after and renamed.get(now, id) not in seen:
            now = renamed[now]
            seen.add(now)
        if now in after and (now == id or now not in before) and now not in taken:
            known[id] = now
            taken.add(now)
    return known


def _order(
    before: Iterable[str], after: Iterable[str], known: Mapping[str, str], moved: Container[str]
) -> Iterator[tuple[str, bool]]:
    """Ids in reading order, and whether they are of what was removed.

    Something removed follows the heading that it followed in the old text.
    """
    removed: dict[str, list[str]] = {"": []}
    last = ""
    for id in before:
        if id not in known:
            removed.setdefault(last, []).append(id)
        elif known[id] not in moved:
            last = known[id]
    yield from ((id, True) for id in removed[""])
    for id in after:
        yield id, False
        yield from ((id, True) for id in removed.get(id, ()))


def _one(old: Section | None, new: Section | None, window: Window) -> Entry:
    here = new or old
    assert here is not None
    aspect: Literal["added", "removed"] = "removed" if old else "added"
    causes = window.amendments(aspect, old, new)

    def explain(*spans: object) -> tuple[str, ...]:
        return causes

    text, none = outline(here), plain_outline("")
    pieces, blocks = compare_texts(text if old else none, text if new else none, explain)
    words = (here.title, "") if old else ("", here.title)
    title = compare_words(*words, explain)
    return Entry(here.id, aspect, old, new, False, None, causes, not causes, title, pieces, blocks)


def _both(old: Section, new: Section, moved: bool, window: Window) -> Entry:
    changed = old.sha256 != new.sha256
    renames = window.amendments("renamed", old, new) if old.id != new.id else ()
    moves = window.amendments("moved", old, new) if moved else ()
    causes = [*renames, *moves]
    unexplained = moved and not moves
    title: tuple[Piece, ...] = (Piece("equal", old.title, new.title),)
    pieces: tuple[Piece, ...] = _equal(old.shown.text)
    blocks: tuple[Block, ...] = ()
    if changed or old.title != new.title or old.shown.text != new.shown.text:
        found = attribute(old, new, window)
        title = compare_words(old.title, new.title, found.title)
        before = with_new_ids(outline(old), window.renamed)
        pieces, blocks = compare_texts(before, outline(new), found.body)
        words = [p for p in (*title, *pieces) if p.tag != "equal" and not p.computed]
        causes += [id for piece in words for id in piece.causes]
        if changed:
            causes += found.certain
            causes += window.repointed(old, new)
            if not words and not causes:  # only how it is marked up
                causes += (*found.traces.applied, *found.rest)
        parts = (piece for piece in words if (piece.old + piece.new).strip())
        unexplained |= any(not piece.causes for piece in parts)
        unexplained |= changed and not causes
    return Entry(
        new.id,
        "changed" if changed else "same",
        old,
        new,
        moved,
        old.id if old.id != new.id else None,
        _ordered(causes, window.errata),
        unexplained,
        title,
        pieces,
        blocks,
    )


def _equal(text: str) -> tuple[Piece, ...]:
    return (Piece("equal", text, text),) if text else ()


def _ordered(ids: Iterable[str], errata: Iterable[Erratum]) -> tuple[str, ...]:
    """Each id once, in the order of the register's going in."""
    found = set(ids)
    return tuple(e.id for e in errata if e.id in found)
