"""What a comparison found: the two texts, and an entry for each heading that either has.

A provision is *changed* when the sha256 of its source differs: its words, or how they are marked
up; references count as they are written, so that renumbering elsewhere changes nothing. It is
*moved* when it stands under another heading or in another order among its neighbours, and
*renumbered* when its number differs, for whatever reason. Of a provision that is the same the
shown text may still differ, where it shows the number of one that was renumbered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from handbook.book import Book, Section
from handbook.editions.pieces import Block, Piece
from handbook.errata import Erratum
from handbook.source.document import FOLDERS

Status = Literal["same", "changed", "added", "removed"]
Group = Literal["changed", "added", "removed", "moved", "renumbered", "same"]
"""What an entry is counted under: the first of these that fits."""
GROUPS: tuple[Group, ...] = ("changed", "added", "removed", "moved", "renumbered", "same")
BOUND = ("handbook", "regulations")
"""The folders that only errata and amendments change, in reading order (design: Balance)."""


@dataclass(frozen=True)
class Text:
    """One of the two texts."""

    name: str
    """An edition's id, `next`, or a directory as it was named."""
    title: str
    """What readers call it: 2018年版, 2019年版草案."""
    book: Book


@dataclass(frozen=True)
class Entry:
    """A heading that either of the texts has, and what became of it."""

    id: str
    """Its id in the new text; in the old one where it was removed."""
    status: Status
    old: Section | None
    new: Section | None
    moved: bool = False
    renamed_from: str | None = None
    causes: tuple[str, ...] = ()
    """The errata and amendments behind anything of it that changed, by their ids."""
    unexplained: bool = False
    """Whether anything of it changed that has no cause."""
    title: tuple[Piece, ...] = ()
    """The title's words, both texts in one."""
    pieces: tuple[Piece, ...] = ()
    """The text's words, both texts in one."""
    blocks: tuple[Block, ...] = ()
    """The same line by line; none where both texts are equal in every character."""

    @property
    def here(self) -> Section:
        """The heading in the new text, in the old one where it was removed."""
        section = self.new or self.old
        assert section is not None
        return section

    @property
    def renumbered(self) -> bool:
        """Whether its number differs; a question's is within its issue."""
        if self.old is None or self.new is None:
            return False
        question = self.old.kind == self.new.kind == "question"
        return self.old.number != self.new.number or (question and self.old.label != self.new.label)

    @property
    def relabelled(self) -> bool:
        """Whether its text shows a number or mark that differs and follows from others' places."""
        return any(piece.computed for piece in (*self.title, *self.pieces))

    @property
    def reworded(self) -> bool:
        """Whether its title or text reads otherwise, numbers of others left out of account."""
        return any(
            piece.tag != "equal" and not piece.computed for piece in (*self.title, *self.pieces)
        )

    @property
    def group(self) -> Group:
        """What it is counted under."""
        if self.status != "same":
            return self.status
        if self.moved or self.renamed_from:
            return "moved"
        return "renumbered" if self.renumbered or self.relabelled else "same"

    @property
    def ops(self) -> list[list[str]]:
        """The pieces of the text as `[tag, old, new]`."""
        return [list(piece[:3]) for piece in self.pieces]

    def as_json(self) -> dict[str, Any]:
        """The published shape; `handbook/schemas/diff.schema.json` describes it."""
        return {
            "id": self.id,
            "status": self.status,
            "moved": self.moved,
            "renumbered": self.renumbered,
            "renamed_from": self.renamed_from,
            "old": _side(self.old),
            "new": _side(self.new),
            "causes": list(self.causes),
            "ops": self.ops,
        }


def _side(section: Section | None) -> dict[str, Any] | None:
    if section is None:
        return None
    return {"number": section.number, "title": section.title, "text": section.shown.text}


@dataclass(frozen=True)
class Comparison:
    """Two texts and what became of each heading, in the new text's order.

    What was removed stands behind what it stood behind in the old text.
    """

    old: Text
    new: Text
    entries: tuple[Entry, ...]
    errata: Mapping[str, Erratum] = field(default_factory=dict)
    """Those that are causes, by their ids."""

    @cached_property
    def counts(self) -> dict[Group, int]:
        """How many entries are of each group, every group named."""
        found = [entry.group for entry in self.entries]
        return {group: found.count(group) for group in GROUPS}

    def of(self, *groups: Group) -> list[Entry]:
        """The entries of the groups named."""
        return [entry for entry in self.entries if entry.group in groups]

    def folder(self, entry: Entry) -> str:
        """The folder that it stands in."""
        book = self.new.book if entry.new else self.old.book
        return book.page_of(entry.here.id).document.folder

    def undeclared(self, entry: Entry) -> bool:
        """Whether something changed that an erratum or amendment must account for and none does."""
        return entry.unexplained and self.folder(entry) in BOUND

    def path(self, entry: Entry) -> tuple[str, ...]:
        """Number and title of the headings above it."""
        book = self.new.book if entry.new else self.old.book
        return book.path_text(entry.here)

    def as_json(self) -> list[dict[str, Any]]:
        """The published shape."""
        return [entry.as_json() for entry in self.entries]


def folders_of(everything: bool) -> tuple[str, ...]:
    """Handbook and regulations, or all four folders."""
    return BOUND + tuple(f for f in FOLDERS if f not in BOUND) if everything else BOUND
