"""All texts of a project side by side: the draft, the frozen editions, and what is the latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book import Book, Edition, edition_book, load_book, read_book, read_editions
from handbook.book.keep import Keep
from handbook.editions.verify import verify_editions
from handbook.errata import Register, load_register
from handbook.errata.export import bears_on
from handbook.errata.renamed import in_text
from handbook.problems import InputError, Problem


@dataclass(frozen=True)
class Shelf:
    """Every text that is published."""

    draft: Book
    editions: tuple[Edition, ...]
    """Oldest first."""
    texts: Mapping[str, Book]
    """The Book of each edition by its id, oldest first."""
    latest: Book
    """The newest edition's handbook and regulations with today's living parts; the draft
    itself until there is an edition."""
    register: Register


def load_shelf(root: Path, keep: Keep | None = None) -> tuple[Shelf, list[Problem]]:
    """The texts of a project, and what is wrong with its register.

    What is in `keep` is neither read nor rendered again; nor is what two texts have alike.

    Raises `InputError` where a text cannot be read.
    """
    keep = keep or Keep()
    draft = load_book(root, keep=keep)
    editions = read_editions(root)
    try:
        texts = {e.id: edition_book(root, e, draft.settings, keep) for e in editions}
    except InputError as error:  # why it cannot be read says less than that it was touched
        raise InputError(verify_editions(root, editions) or error.problems) from None
    latest = read_latest(root, draft, editions, keep)
    register, problems = load_register(draft, texts)
    return Shelf(draft, editions, texts, latest, register), problems


def load_sound_shelf(root: Path, keep: Keep | None = None) -> Shelf:
    """The texts of a project. Raises `InputError` with every error, the register's too."""
    shelf, problems = load_shelf(root, keep)
    errors = [p for p in problems if p.severity == "error"]
    if errors:  # where an edition is gone, so is all that the register says of it
        raise InputError(verify_editions(root, shelf.editions) or errors)
    return shelf


def read_latest(
    root: Path, draft: Book, editions: Sequence[Edition], keep: Keep | None = None
) -> Book:
    """What members read. Raises `InputError` where a living part cites what nothing has."""
    if not editions:
        return draft
    newest = editions[-1]
    frozen = root / "editions" / newest.id
    book, problems = read_book(root, newest.settings(draft.settings), frozen, keep=keep)
    # A living part may cite what only the draft has yet: `check` says so, the page shows the words.
    errors = [p for p in problems if p.severity == "error" and p.rule != "reference-unknown"]
    if errors:
        raise InputError(errors)
    return book


def register_of(register: Register, book: Book) -> Register:
    """The errata that bear on a frozen text, or were taken in by it; no others."""
    edition = book.settings.edition
    return Register(
        tuple(
            in_text(e, book)
            for e in register.errata
            if bears_on(e, book) or any(step.edition == edition for step in e.history)
        )
    )
