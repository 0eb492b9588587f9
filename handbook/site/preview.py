"""The draft as it is being written: each page is composed when a browser asks for it.

Nothing is written to disk. An edit of a text costs the reading of that file; the browser then asks
for the page that it shows. Whatever changes more (a title, a template, the settings) loads the
draft anew. What is wrong with the sources is shown in the pages' place until it is mended.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from handbook.book.keep import Keep
from handbook.book.revise import revise_book
from handbook.editions.shelf import Shelf, load_sound_shelf
from handbook.messages import Language
from handbook.problems import InputError, Problem, problem
from handbook.site.addresses import short_addresses
from handbook.site.build import KEPT, print_books
from handbook.site.composing import site_pages
from handbook.site.csp import add_policy
from handbook.site.data import Data
from handbook.site.mistakes import template_mistakes
from handbook.site.places import Place, draft_place
from handbook.site.swap import CACHE
from handbook.site.theme import Theme

RELOAD = b'<script src="/livereload.js" defer></script></body>'
"""Stands in every page; a file, since no page may run a script that is written into it."""


class Preview:
    """What the server answers with."""

    def __init__(self, root: Path, address: str, lang: Language) -> None:
        self.root, self.address, self.lang = root, address, lang
        self.problems: tuple[Problem, ...] = ()
        self._lock = threading.RLock()
        self._keep = Keep(root / CACHE / KEPT)
        self._theme: Theme | None = None
        self._data: dict[str, bytes] | None = None
        self._prints: Mapping[str, bytes] | None = None
        self.load()

    def load(self) -> None:
        """Load the draft anew."""
        with self._lock:
            try:
                with template_mistakes(self.root):
                    self._shelf = load_sound_shelf(self.root, self._keep)
                    self._show(self._shelf)
                    self._theme = Theme(self.root, self.place, self._pages, self.address)
                self.problems = ()
            except InputError as error:
                self.problems = error.problems
            except OSError as error:  # a file went while it was read: its change comes next
                name = Path(str(error.filename)).name
                what = error.strerror or str(error)
                self.problems = (problem("serve-reading", name, what=what),)

    def change(self, paths: set[Path]) -> None:
        """Take in that files have changed."""
        with self._lock:
            if len(paths) == 1 and not self.problems and self._theme is not None:
                (path,) = paths
                if self._revise(path):
                    return
            self.load()

    def _revise(self, path: Path) -> bool:
        """Take in the new text of one file; False where that is not all that has changed."""
        shelf = self._shelf
        try:
            name = path.relative_to(self.root).as_posix()
            book = revise_book(shelf.draft, name, path.read_bytes())
        except (OSError, ValueError):
            return False
        if book is None or self._theme is None:
            return False
        latest = book if shelf.latest is shelf.draft else shelf.latest
        self._shelf = Shelf(book, shelf.editions, shelf.texts, latest, shelf.register)
        self._show(self._shelf)
        self._theme.turn(self.place, self._pages)
        return True

    def _show(self, shelf: Shelf) -> None:
        self.place: Place = draft_place(shelf, prints=True)
        self._pages = site_pages(self.place)
        self._data = self._prints = None

    def answer(self, path: str) -> bytes | None:
        """The content at a path below the draft's root; None where there is none."""
        if not path or path.endswith("/"):
            path += "index.html"
        with self._lock:
            is_page, problems, found = path.endswith(".html"), self.problems, None
            if self._theme is not None and not (problems and is_page):
                try:
                    with template_mistakes(self.root):
                        found = self._theme.answer(path)
                        if found is None:
                            return self._other(path)
                except InputError as error:
                    problems = error.problems
            if problems and is_page:
                found = self._problem_page(problems)
            return found.replace(b"</body>", RELOAD) if found and is_page else found

    def missing(self) -> bytes:
        """What is shown where there is no page."""
        page = (
            '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>404</title></head>'
        )
        return f'{page}\n<body><p><a href="/">404</a></p></body></html>'.encode()

    def _other(self, path: str) -> bytes | None:
        """What is no page: data, the PDFs, short addresses."""
        folder = path.partition("/")[0]
        if folder in ("c", "n"):
            ever = dict.fromkeys(self.place.book.sections, self.place.book)
            return dict(short_addresses(self.place.book, ever, {})).get(path)
        if folder == "print":
            if self._prints is None:
                with tempfile.TemporaryDirectory() as name:
                    print_books(self.place, Path(name))
                    files = [p for p in Path(name).rglob("*") if p.is_file()]
                    self._prints = {p.relative_to(name).as_posix(): p.read_bytes() for p in files}
            return self._prints.get(path.partition("/")[2])
        if self._data is None:
            groups = Data(self.place, self._keep).groups()
            self._data = {name: data for group in groups for name, data in group.make()}
        return self._data.get(path)

    def _problem_page(self, problems: Sequence[Problem]) -> bytes:
        colon, stop = ("：", "；") if self.lang == "zh" else (": ", "; ")
        rows = "".join(
            f"<li><code>{escape(f'{p.file}:{p.line}')}</code>{colon}"
            f"{escape(p.message(self.lang))}{stop}{escape(p.hint(self.lang))}</li>"
            for p in problems
        )
        page = (
            '<!doctype html>\n<html lang="zh"><head>\n<meta charset="utf-8">'
            f"<title>{len(problems)} ✗</title></head>\n<body><ul>{rows}</ul></body></html>\n"
        )
        return add_policy(page).encode()
