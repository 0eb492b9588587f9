"""The two texts of a comparison by the names that a user gives them, and the way between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book import Book, Edition, edition_book, load_book, read_editions
from handbook.editions.entries import Text
from handbook.editions.verify import verify_edition
from handbook.editions.window import Window
from handbook.errata import Erratum, load_errata
from handbook.problems import InputError, Problem, problem
from handbook.source import Settings, load_settings

NEXT = "next"
DRAFT_TITLE = "草案"


@dataclass(frozen=True)
class Editions:
    """What of a project tells which errata lie between two of its texts."""

    ids: tuple[str, ...] = ()
    """The frozen editions, oldest first."""
    draft: str = ""
    """The id that the working text will have as an edition."""

    def window(self, old: str, new: str, errata: Iterable[Erratum]) -> Window:
        """The errata on the way from one text to another, by their names.

        A text that is neither an edition nor `next` may have any of them.
        """
        line = [*self.ids, NEXT]
        if old not in line or new not in line:
            return Window.of(errata, None)
        first, last = sorted((line.index(old), line.index(new)))
        between = [*self.ids[first + 1 : last + 1]]
        unfinished = last == len(self.ids) > first
        if unfinished and self.draft not in self.ids:
            between.append(self.draft)
        return Window.of(errata, between, unfinished, line.index(old) > line.index(new))


def open_texts(
    root: Path, old: str, new: str, here: Path | None = None
) -> tuple[Text, Text, Window, list[Problem]]:
    """The two texts, the errata that lie between them, and what is wrong with the files of those.

    A name is an edition's id, `next` for the working text below `root`, or a directory with
    `docs/`, seen from `here`. Raises `InputError` where a name stands for nothing, or its text
    cannot be read.
    """
    shelf = _Shelf(root, here or Path.cwd())
    before, after = shelf.text(old), shelf.text(new)
    own = after.book.root  # a directory may bring its register
    foreign = after.name not in (*shelf.ids, NEXT) and (own / "docs" / "errata").is_dir()
    errata, problems = load_errata(own if foreign else root)
    for edition in shelf.editions:  # a comparison with a text that was touched proves nothing
        if edition.sha256 and edition.id in (before.name, after.name):
            problems = [*verify_edition(root, edition), *problems]
    editions = Editions(shelf.ids, shelf.settings.edition)
    return before, after, editions.window(before.name, after.name, errata), problems


class _Shelf:
    """The texts of a project by their names."""

    def __init__(self, root: Path, here: Path) -> None:
        self.root, self.here = root, here
        self.editions: Sequence[Edition] = read_editions(root)
        self.ids = tuple(edition.id for edition in self.editions)
        self.settings = load_settings(root) if (root / "mkdocs.yml").is_file() else Settings()

    def text(self, name: str) -> Text:
        """The text with a name."""
        edition = next((e for e in self.editions if e.id == name), None)
        if edition is not None:
            try:
                book = edition_book(self.root, edition, self.settings)
            except InputError as error:
                raise InputError([*verify_edition(self.root, edition)] or error.problems) from None
            return Text(name, book.settings.edition_name, book)
        if name == NEXT or (name == self.settings.edition and self._is_handbook(self.root)):
            return Text(NEXT, draft_title(self.settings, self.ids), load_book(self.root))
        folder = self.here / name
        if not self._is_handbook(folder):
            known = "、".join((*self.ids, NEXT))
            raise InputError([problem("diff-unknown", name, name=name, known=known)])
        title = "".join(c for c in folder.resolve().name if c.isprintable())
        return Text(name, title, self._read(folder.absolute()))

    @staticmethod
    def _is_handbook(folder: Path) -> bool:
        try:
            return (folder / "docs" / "handbook").is_dir()
        except OSError:  # a name that no file system takes
            return False

    def _read(self, folder: Path) -> Book:
        own = (folder / "mkdocs.yml").is_file()
        return load_book(folder, load_settings(folder) if own else self.settings)


def draft_title(settings: Settings, frozen: Iterable[str]) -> str:
    """What a comparison calls the working text: 2019年版草案."""
    return DRAFT_TITLE if settings.edition in frozen else f"{settings.edition_name}{DRAFT_TITLE}"
