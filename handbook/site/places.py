"""What each folder of `site/` shows: a frozen edition, the latest, or the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.book import Book, Edition
from handbook.editions.history import Stage, trace
from handbook.editions.ripple import Stale, find_stale
from handbook.editions.shelf import Shelf, register_of
from handbook.errata import Register
from handbook.errata.issued import Printing, read_printings
from handbook.errata.renamed import in_text
from handbook.errata.slip import Slip, make_slip

if TYPE_CHECKING:
    from handbook.editions.balance import Balance

DRAFT = "next"
LATEST = "latest"


@dataclass(frozen=True)
class Place:
    """One folder of `site/`, and all that its pages may depend on."""

    name: str
    """The folder: 2018, latest or next."""
    root: Path
    """The project's root."""
    book: Book
    register: Register = field(default_factory=Register)
    """Of a frozen edition only the errata that bear on it or that it took in."""
    editions: tuple[Edition, ...] = ()
    """Oldest first; of a frozen edition it and those before."""
    texts: Mapping[str, Book] = field(default_factory=dict)
    """Their Books by id, in the same order."""
    stages: Mapping[str, Sequence[Stage]] = field(default_factory=dict)
    """What became of each id up to here."""
    stale: Mapping[str, Sequence[Stale]] = field(default_factory=dict)
    """By citing id, the citations whose ground has moved since they were affirmed."""
    account: Balance | None = None
    """What this text changed in the edition before; None for a first one."""
    prints: bool = False
    """Whether the PDFs stand in `print/` beside the pages."""

    @property
    def is_frozen(self) -> bool:
        """Whether it is an edition of its own, which newer ones may have followed."""
        return self.name in self.texts

    @property
    def is_draft(self) -> bool:
        """Whether it is the working text, ahead of an edition that is out."""
        return self.name == DRAFT and bool(self.editions)

    @cached_property
    def issued(self) -> tuple[Printing, ...]:
        """The print runs of its editions, with where they have what."""
        return read_printings(self.root, self.editions)

    @cached_property
    def slips(self) -> Mapping[str, Slip]:
        """What stands wrong in the copies of each print run, by its name: 2018/1."""
        ids = list(self.texts)
        return {
            p.name: make_slip(
                self.texts[p.edition.id],
                self.register,
                before=ids[: ids.index(p.edition.id) + 1],
                printing=p,
            )
            for p in self.issued
        }

    @property
    def before(self) -> Edition | None:
        """The edition that this text followed."""
        if self.is_draft:
            return self.editions[-1]
        return self.editions[-2] if len(self.editions) > 1 else None

    @property
    def compared(self) -> tuple[str, ...]:
        """The earlier editions that it has a page against, `changes/ID`, oldest first.

        A frozen edition has the one before it, the draft the newest, the latest all.
        """
        ids = tuple(self.texts)
        if self.is_draft:
            return ids[-1:]
        return ids[:-1] if self.name == LATEST else ids[-2:-1]


def draft_place(shelf: Shelf, prints: bool = False) -> Place:
    """The working text. It calls itself the latest until there is an edition."""
    draft, editions = shelf.draft, shelf.editions
    account = None
    if editions:
        newest = shelf.texts[editions[-1].id]
        account = _balance(newest, draft, shelf.register, draft.settings.edition)
    stages = trace([*shelf.texts.values(), draft], shelf.register) if editions else {}
    return Place(
        DRAFT if editions else LATEST,
        draft.root,
        draft,
        shelf.register,
        editions,
        shelf.texts,
        stages,
        _by_citing(find_stale(draft, shelf.texts, shelf.register)),
        account,
        prints,
    )


def latest_place(shelf: Shelf, prints: bool = False) -> Place:
    """The newest edition with today's living parts."""
    register = Register(tuple(in_text(e, shelf.latest) for e in shelf.register.errata))
    texts = list(shelf.texts.values())
    account = None
    if len(texts) > 1:
        newest = shelf.editions[-1].id
        account = _balance(texts[-2], texts[-1], shelf.register, newest)
    return Place(
        LATEST,
        shelf.draft.root,
        shelf.latest,
        register,
        shelf.editions,
        shelf.texts,
        trace(texts, shelf.register),
        _by_citing(find_stale(shelf.latest, shelf.texts, shelf.register)),
        account,
        prints,
    )


def edition_place(shelf: Shelf, id: str, prints: bool = False) -> Place:
    """A frozen edition: its own text, what came before it, and the errata that bear on it."""
    ids = list(shelf.texts)
    at = ids.index(id)
    books = [shelf.texts[each] for each in ids[: at + 1]]
    register = register_of(shelf.register, books[-1])
    account = _balance(books[-2], books[-1], shelf.register, id) if at else None
    return Place(
        id,
        shelf.draft.root,
        books[-1],
        register,
        shelf.editions[: at + 1],
        {each: shelf.texts[each] for each in ids[: at + 1]},
        trace(books, shelf.register),
        {},
        account,
        prints,
    )


def _by_citing(found: Sequence[Stale]) -> dict[str, list[Stale]]:
    stale: dict[str, list[Stale]] = {}
    for each in found:
        stale.setdefault(each.citing, []).append(each)
    return stale


def _balance(before: Book, after: Book, register: Register, edition: str) -> Balance:
    """The account of a text; what makes it takes a while to import."""
    from handbook.editions.balance import balance

    return balance(before, after, register, edition)
