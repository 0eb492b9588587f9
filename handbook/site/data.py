"""The files of a folder of the site that are data: the Book, the search, what the pages load.

Each comes with a key, a hash of all that it depends on, so that nothing need be made to know
that it is the same as before. What a page adds to the files that hold the whole text is kept by
itself: an edit costs that page and the writing of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handbook.book import Page, dump_json
from handbook.book.export import book_outline, provision_json
from handbook.book.keep import Keep, key_of
from handbook.book.model import page_url
from handbook.errata import errata_json
from handbook.search.entries import erratum_entry, page_entries
from handbook.search.entry import Entry
from handbook.search.material import fixed_files
from handbook.search.publish import (
    ERRATA,
    entries_file,
    entries_name,
    head_file,
    make_head,
    part_files,
    part_head,
    plan_parts,
)
from handbook.site.addresses import receipt_addresses
from handbook.site.desk import DATA as DESK
from handbook.site.desk import desk_script, rows_json
from handbook.site.here import SCRIPT as HERE
from handbook.site.here import here_files
from handbook.site.mine import DATA as MINE
from handbook.site.mine import has_mine, mine_file
from handbook.site.pieces import Pieces
from handbook.site.places import Place
from handbook.site.selfcheck import (
    DATA,
    Part,
    chapter_json,
    checklist_parts,
    has_selfcheck,
    part_scripts,
    selfcheck_script,
)
from handbook.site.suggest import data_script, edition_of, shard_scripts
from handbook.site.watch import Watch, fingerprint

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True)
class Group:
    """Files that are made together."""

    name: str
    key: str
    """A hash of all that the files depend on."""
    make: Callable[[], Files]
    """Path below the folder of the site, and content, of each."""


@dataclass(frozen=True)
class Facts:
    """What some pages of the Book add to the files that hold the whole text."""

    sizes: tuple[tuple[int, ...], ...]
    """For each page, of its entries in the search's index, in bytes of UTF-8."""
    chars: str
    """The characters of those entries."""


class Data:
    """All such files of a place."""

    def __init__(
        self,
        place: Place,
        keep: Keep | None = None,
        watch: Watch | None = None,
        pieces: Pieces | None = None,
    ) -> None:
        self.place = place
        self._pieces = pieces or Pieces()
        self._watch = watch or Watch(place.book, {})
        self.book = place.book
        self._keep = keep or Keep()

    def groups(self) -> Iterator[Group]:
        """The files, with what decides them."""
        book, place = self.book, self.place
        settings = fingerprint(book.settings)
        yield Group("book.json", self._whole, lambda: [("book.json", self._book_json())])
        marked = [page for page in book.pages if any(s.is_provision for s in page.sections)]
        pages = [(self._keys[p.document.path], edition_of(place, p)) for p in marked]
        key = key_of("suggest", settings, pages)
        yield Group("suggest/data.js", key, lambda: [data_script(place)])
        for page in marked:
            group = f"suggest/{page.document.path}"
            yield Group(group, self._page_key(page), _shards(place, page))
        key = key_of(self._texts_key(settings, marked), sorted(self._keys.items()))
        yield Group(DESK, key, self._desk)
        here = list(here_files(place))
        yield Group(HERE, key_of(here), lambda: here)
        if has_selfcheck(place):
            yield from self._selfcheck(settings)
        register = key_of(fingerprint(place.register.errata), settings)
        if has_mine(place):
            printings = [(p.name, p.run, p.map_sha256) for p in place.issued]
            texts = [(id, text.sha256) for id, text in place.texts.items()]
            key = key_of(register, fingerprint((printings, texts, place.prints)))
            yield Group(MINE, key, lambda: [mine_file(place)])
        if not place.is_frozen:
            yield Group("receipts", register, lambda: receipt_addresses(book, place.register))
        if book.settings.search.enabled:
            yield Group("search", key_of("search"), lambda: fixed_files().items())
            yield from self._search()

    def _texts_key(self, settings: bytes, pages: Sequence[Page]) -> str:
        """The provisions of pages, those of each edition, and the amendments that led to them."""
        texts = [self._page_key(page) for page in pages]
        before = [(id, text.sha256, text.settings) for id, text in self.place.texts.items()]
        return key_of(texts, settings, fingerprint((before, self.place.register.errata)))

    def _selfcheck(self, settings: bytes) -> Iterator[Group]:
        """The checklist: what is in force, then the clauses of each of its parts."""
        key = key_of(self._texts_key(settings, ()), self._watch.answer("outline"))
        yield Group(DATA, key, lambda: [selfcheck_script(self.place)])
        for part in checklist_parts(self.book):
            keys = [self._page_key(page) for page in part.chapters]
            yield Group(part.data, key_of(part.number, keys), self._checklist(part))

    def _checklist(self, part: Part) -> Callable[[], Files]:
        """A part of the checklist, its chapters as they were made before."""

        def chapter(page: Page) -> tuple[str, str]:
            return self._keep.made("items", self._page_key(page), lambda: chapter_json(page))

        return lambda: part_scripts(part, map(chapter, part.chapters))

    def _desk(self) -> Files:
        return [desk_script(self.place, self._rows)]

    def _rows(self, pages: Sequence[Page]) -> list[str]:
        """The provisions of pages for the desk, in runs."""
        keys = [self._page_key(page) for page in pages]
        return self._keep.in_runs("desk", keys, lambda n: rows_json(pages[n]), _joined)

    def _page_key(self, page: Page) -> str:
        """What the sections of a page show, what they are called and where they stand."""
        return key_of(page.key, self._keys[page.document.path])

    @property
    def _whole(self) -> str:
        return key_of(
            self.book.sha256, list(self._facts_keys.values()), fingerprint(self.book.settings)
        )

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """For each page a hash of what its headings are called and where they stand."""
        urls = f"{self.book.settings.directory_urls}"
        return {path: self._watch.answer("page", path).hex() + urls for path in self._watch.by_path}

    @cached_property
    def _facts_keys(self) -> Mapping[str, str]:
        cited = self.book.cited_by
        return {
            page.document.path: key_of(
                page.key,
                self._keys[page.document.path],
                [cited.get(section.id) for section in page.sections],
            )
            for page in self.book.pages
        }

    @cached_property
    def _facts(self) -> Sequence[Facts]:
        """Of all pages, in runs."""
        keys = [self._facts_keys[page.document.path] for page in self.book.pages]
        make = self._facts_of
        return self._keep.in_runs("facts", keys, lambda n: make(self.book.pages[n]), _all_facts)

    def _facts_of(self, page: Page) -> Facts:
        shown = [entry.shown for entry in page_entries(self.book, page, 0)]
        sizes = tuple(len(text.encode()) for text in shown)
        return Facts((sizes,), "".join(sorted(set().union(*shown))))

    def _book_json(self) -> bytes:
        text = dump_json(book_outline(self.book))
        # Titles cannot hold a quote unescaped.
        before, _, after = text.encode().rpartition(b'"provisions":[]')
        keys = [self._facts_keys[page.document.path] for page in self.book.pages]
        self._keep.use("provisions", keys)
        start = before + b'"provisions":['
        return self._pieces.join("book.json", start, keys, self._provisions, b"]" + after)

    def _provisions(self, n: int) -> bytes:
        """What a page adds to `book.json`."""
        page = self.book.pages[n]

        def make() -> bytes:
            rows = (provision_json(self.book, s) for s in page.sections if s.is_provision)
            return ",".join(dump_json(row).rstrip("\n") for row in rows).encode()

        return self._keep.made("provisions", self._facts_keys[page.document.path], make)

    def _search(self) -> Iterator[Group]:
        """The parts of the index; one that holds none but the same pages is the same."""
        book, settings = self.book, self.book.settings
        rows = errata_json(self.place.register, book, frozen=self.place.is_frozen)["errata"]
        errata = [erratum_entry(row, book) for row in rows]
        pages = [sizes for facts in self._facts for sizes in facts.sizes]
        pages += [(len(entry.shown.encode()),) for entry in errata]
        chars = set().union(*(facts.chars for facts in self._facts))
        chars |= set().union(*(entry.shown for entry in errata))
        about = settings.edition, settings.edition_name
        words = settings.search.synonyms, settings.keywords
        head = key_of(about, words, "".join(sorted(chars)))
        spans = plan_parts(pages)
        firsts = [0]
        for sizes in pages:
            firsts.append(firsts[-1] + len(sizes))
        at = 0
        for n, (start, end) in enumerate(spans):
            while at + 1 < len(pages) and firsts[at + 1] <= start:
                at += 1
            last = at
            while last < len(pages) and firsts[last] < end:
                last += 1
            parts = [self._part_key(i, errata) for i in range(at, last)]
            key = key_of(head if n == 0 else about[0], parts, start - firsts[at], start, end, n)

            def make(
                n: int = n, at: int = at, last: int = last, start: int = start, end: int = end
            ) -> Files:
                whole = make_head(*about, chars, *words) if n == 0 else {}
                around = dict(self._entries(at, last, firsts, errata))
                part = [around[place] for place in range(start, end)]
                shape = part_head(settings.edition, n, whole, len(spans))
                files = part_files(n, shape, start, part, around)
                return map(_below_search, files)

            yield Group(f"search/{n}", key_of(key, len(spans) if n == 0 else 0), make)
        yield from self._entries_files(head, errata, lambda: make_head(*about, chars, *words))

    def _entries_files(
        self, head: str, errata: Sequence[Entry], make_it: Callable[[], dict[str, Any]]
    ) -> Iterator[Group]:
        """The index for other programs: a file for each page, one for the errata, and the head."""
        book, urls = self.book, self.book.settings.directory_urls
        names = []
        for page in book.pages:
            name = entries_name(page_url(page.document.path, urls))
            names.append(name)

            def make(page: Page = page, name: str = name) -> tuple[str, bytes]:
                return entries_file(name, dict(enumerate(page_entries(book, page, 0))))

            yield _search_file(name, self._page_key(page), make)
        if errata:
            names.append(ERRATA)
            key = key_of([repr(entry) for entry in errata])
            yield _search_file(ERRATA, key, lambda: entries_file(ERRATA, dict(enumerate(errata))))
        key = key_of(head, names)
        yield _search_file("index.json", key, lambda: head_file(make_it(), names))

    def _part_key(self, at: int, errata: Sequence[Entry]) -> str:
        pages = self.book.pages
        if at < len(pages):
            return self._facts_keys[pages[at].document.path]
        return repr(errata[at - len(pages)])

    def _entries(
        self, at: int, last: int, firsts: Sequence[int], errata: Sequence[Entry]
    ) -> Iterator[tuple[int, Entry]]:
        """The entries of some pages by their places in the index."""
        pages = self.book.pages
        for i in range(at, last):
            first = firsts[i]
            if i < len(pages):
                yield from enumerate(page_entries(self.book, pages[i], first), first)
            else:
                yield first, errata[i - len(pages)]


def _search_file(name: str, key: str, make: Callable[[], tuple[str, bytes]]) -> Group:
    """A group of one file."""
    return Group(f"search/{name}", key, lambda: [_below_search(make())])


def _below_search(file: tuple[str, bytes]) -> tuple[str, bytes]:
    name, data = file
    return f"search/{name}", data


def _joined(texts: Iterable[str]) -> str:
    """Parts of an array in one."""
    return ",".join(filter(None, texts))


def _all_facts(found: Sequence[Facts]) -> Facts:
    """What pages add, together."""
    return Facts(
        tuple(sizes for facts in found for sizes in facts.sizes),
        "".join(sorted(set().union(*(facts.chars for facts in found)))),
    )


def _shards(place: Place, page: Page) -> Callable[[], Files]:
    return lambda: shard_scripts(place, page)


def data_files(place: Place) -> dict[str, bytes]:
    """All such files by their paths, each made."""
    return {name: data for group in Data(place).groups() for name, data in group.make()}
