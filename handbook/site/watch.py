"""What a page asked for while it was composed, and whether any of that has changed since.

Pages are composed from a place whose parts note what is asked of them: a heading's number and
title, its text, what cites it, the errata that bear on it. A page whose notes still have the same
answers is the same page, whatever its template looks at; nobody has to list what it may depend on.
*After* "Build Systems à la Carte" (Mokhov, Mitchell, Peyton Jones 2018), 4.2.2: verifying traces.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from handbook.book import Book, Page, Section
from handbook.book.keep import Keep
from handbook.book.model import section_url
from handbook.errata import Register
from handbook.site.places import Place
from handbook.source import Document
from handbook.source.numbering import Kind

if TYPE_CHECKING:
    from handbook.editions.balance import Balance
    from handbook.errata.slip import Slip

SIZE = 8
"""How many bytes tell one answer from another."""
Note = tuple[str, str]
"""What was asked for: its kind (see `Watch`) and of what."""


@dataclass(frozen=True)
class Trace:
    """All that a page asked for, each once, with the answers' hashes one after the other."""

    notes: tuple[Note, ...] = ()
    answers: bytes = b""


class Watch:
    """Notes what is asked of a place while a page is composed.

    | kind | of | what was asked for |
    |---|---|---|
    | section | an id | kind, number, title, place of a heading |
    | text | an id | all else of it: what it shows, its source, its lines |
    | page, meta, document | a file | the headings of a page; its front matter; all of it |
    | folder, outline | a folder, all | the headings of all pages of it |
    | cited | an id | what cites it |
    | errata, erratum, register | an id, all | the errata that bear on it; one; all |
    | stages, stale | an id | its history; what of it must be looked at again |
    | account, others, sha256 | | what changed in all; other documents; the whole text |
    """

    def __init__(self, book: Book, parts: Mapping[str, Callable[[str], object]]) -> None:
        self.book = book
        self._parts: dict[str, Callable[[str], object]] = {
            "section": self.outline,
            "text": lambda id: book.page_of(id).key if id in book.sections else None,
            "page": self.headings,
            "meta": lambda path: (page := self.by_path.get(path)) and page.document.meta,
            "document": lambda path: (page := self.by_path.get(path)) and page.document.sha256,
            "folder": lambda name: self._all_headings(book.folder(name)),
            "outline": lambda _: self._all_headings(book.pages),
            "cited": lambda id: book.cited_by.get(id),
            "others": lambda _: [(d.path, d.sha256) for d in book.others],
            "sha256": lambda _: book.sha256,
            **parts,
        }
        self.by_path = {page.document.path: page for page in book.pages}
        self._outlines: dict[str, str | None] = {}
        self._noted: dict[Note, None] | None = None
        self._answers = _Answers(self._parts)

    def note(self, kind: str, of: str = "") -> None:
        """Note a question."""
        if self._noted is not None:
            self._noted[kind, of] = None

    def answer(self, kind: str, of: str = "") -> bytes:
        """A hash of an answer."""
        return self._answers[kind, of]

    def trace(self, compose: Callable[[], str]) -> tuple[str, Trace]:
        """Compose a page and note all that it asks for."""
        before, self._noted = self._noted, {}
        try:
            html = compose()
            notes = tuple(self._noted)
        finally:
            self._noted = before
        return html, Trace(notes, b"".join(map(self._answers.__getitem__, notes)))

    def changed(self, trace: Trace) -> list[Note]:
        """The notes that would have another answer now."""
        answers = list(map(self._answers.__getitem__, trace.notes))
        if b"".join(answers) == trace.answers:
            return []
        old = (trace.answers[i : i + SIZE] for i in range(0, len(trace.answers), SIZE))
        found = zip(trace.notes, old, answers, strict=True)
        return [note for note, before, now in found if before != now]

    def world(self) -> bytes:
        """A hash of all that pages may ask for but texts."""
        whole = ("outline", "register", "history")
        answers = [self._answers[kind, ""] for kind in whole]
        return text_fingerprint(repr((answers, dict(self.book.cited_by))))

    def texts(self) -> dict[str, str]:
        """By what pages ask for besides, a hash of it: a source file, or a kind of note."""
        found = {path: f"{page.key} {page.document.sha256}" for path, page in self.by_path.items()}
        return found | {f"?{kind}": self._answers[kind, ""].hex() for kind in _APART}

    def files(self, trace: Trace) -> tuple[str, ...]:
        """Which of the `texts` a page asked for."""
        found: dict[str, None] = {}
        for kind, of in trace.notes:
            if kind == "text" and of in self.book.sections:
                found[self.book.sections[of].file] = None
            elif kind in ("meta", "document"):
                found[of] = None
            elif kind in _APART:
                found[f"?{kind}"] = None
        return tuple(found)

    def outline(self, id: str) -> str | None:
        """What other pages show of a heading, in one text."""
        if id not in self._outlines:
            s = self.book.sections.get(id)
            own = s and (s.kind, s.number, s.label, s.title, s.path, s.file, s.note, s.level)
            self._outlines[id] = repr(own) if own else None
        return self._outlines[id]

    def headings(self, path: str) -> str | None:
        """What other pages show of the headings of a page, in one text, or a hash of it."""
        page = self.by_path.get(path)
        if page is None:
            return None
        return page.heads or "\n".join([f"{s.id} {self.outline(s.id)}" for s in page.sections])

    def _all_headings(self, pages: Iterable[Page]) -> str:
        return "\n".join([self.headings(page.document.path) or "" for page in pages])


def is_same_source(before: str | None, now: str | None) -> bool:
    """Whether two of the `texts` are of the same file: what it cites is called otherwise."""
    return before is not None and now is not None and before[-64:] == now[-64:] and len(now) > 64


_APART = ("account", "others", "sha256")
"""What changes with texts."""


class _Answers(dict[Note, bytes]):
    """The hash of each answer, found when first asked for."""

    def __init__(self, parts: Mapping[str, Callable[[str], object]]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, note: Note) -> bytes:
        part = self._parts.get(note[0])  # a kind that is unknown is of another version
        self[note] = answer = fingerprint(part(note[1])) if part else _NOTHING
        return answer


class WatchedSection(Section):
    """A section of which number, title and place may be had; all else is noted."""

    @staticmethod
    def make(section: Section, watch: Watch) -> WatchedSection:
        """A section that notes."""
        watched = object.__new__(WatchedSection)
        watched.__dict__.update(
            {name: getattr(section, name) for name in _OUTLINE}, _section=section, _watch=watch
        )
        return watched

    def __getattr__(self, name: str) -> Any:
        """What only the page itself shows."""
        if name.startswith("_"):
            raise AttributeError(name)
        self.__dict__["_watch"].note("text", self.id)
        return getattr(self.__dict__["_section"], name)

    @property
    def title(self) -> str:
        """The title as a reader sees it."""
        return cast(Section, self.__dict__["_section"]).title

    @property
    def level(self) -> int:
        """The heading's level, 1 to 3."""
        return cast(Section, self.__dict__["_section"]).level


_OUTLINE = ("id", "kind", "number", "label", "path", "file", "note")


class WatchedDocument(Document):
    """A document of which the place may be had; all else is noted."""

    @staticmethod
    def make(document: Document, watch: Watch) -> WatchedDocument:
        """A document that notes."""
        watched = object.__new__(WatchedDocument)
        own = {"folder": document.folder, "path": document.path}
        watched.__dict__.update(own, _document=document, _watch=watch)
        return watched

    @property
    def meta(self) -> Mapping[str, Any]:
        """The front matter."""
        self.__dict__["_watch"].note("meta", self.path)
        return cast(Document, self.__dict__["_document"]).meta

    def _all(self) -> Document:
        self.__dict__["_watch"].note("document", self.path)
        return cast(Document, self.__dict__["_document"])

    @property
    def text(self) -> str:
        """The whole file."""
        return self._all().text

    @property
    def body_start(self) -> int:
        """Where the Markdown body begins."""
        return self._all().body_start

    @property
    def meta_lines(self) -> Mapping[str, int]:
        """The line of each front-matter key."""
        return self._all().meta_lines

    @property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return self._all().sha256


class WatchedPage(Page):
    """A page that notes when its document is looked at."""

    @staticmethod
    def make(page: Page, watch: Watch, sections: Mapping[str, WatchedSection]) -> WatchedPage:
        """A page that notes; `sections` has the sections that do."""
        watched = object.__new__(WatchedPage)
        watched.__dict__.update(_page=page, _watch=watch, _all=sections)
        return watched

    @cached_property
    def document(self) -> Document:
        """The document; its place may be had, all else is noted."""
        return WatchedDocument.make(self.__dict__["_page"].document, self.__dict__["_watch"])

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections with their numbers, titles and places."""
        page: Page = self.__dict__["_page"]
        self.__dict__["_watch"].note("page", page.document.path)
        return self._mine

    @property
    def head(self) -> Section:
        """The section of the level-1 heading; the others need not be made for it."""
        page: Page = self.__dict__["_page"]
        self.__dict__["_watch"].note("page", page.document.path)
        return cast(Section, self.__dict__["_all"][page.sections[0].id])

    @cached_property
    def _mine(self) -> tuple[Section, ...]:
        return tuple(self.__dict__["_all"][s.id] for s in self.__dict__["_page"].sections)

    @property
    def key(self) -> str:
        """A hash of all that decides what the sections show."""
        page: Page = self.__dict__["_page"]
        for section in page.sections:
            self.__dict__["_watch"].note("text", section.id)
        return page.key

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class _Wrapped(Mapping[str, Any]):
    """A mapping with each value turned into another when it is first asked for."""

    def __init__(self, data: Mapping[str, Any], wrap: Callable[[Any], Any]) -> None:
        self._data, self._wrap = data, wrap
        self._found: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._found:
            self._found[key] = self._wrap(self._data[key])
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class WatchedMap(Mapping[str, Any]):
    """A mapping that notes which keys are asked for; `whole` is noted when all are."""

    def __init__(self, data: Mapping[str, Any], watch: Watch, kind: str, whole: str) -> None:
        self._data, self._watch, self._kind, self._whole = data, watch, kind, whole

    def __getitem__(self, key: str) -> Any:
        self._watch.note(self._kind, key)
        return self._data[key]

    def __contains__(self, key: object) -> bool:
        self._watch.note(self._kind, str(key))
        return key in self._data

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key; that there is none is an answer too."""
        self._watch.note(self._kind, key)
        return self._data.get(key, default)

    def __iter__(self) -> Iterator[str]:
        self._watch.note(self._whole)
        return iter(self._data)

    def __len__(self) -> int:
        self._watch.note(self._whole)
        return len(self._data)


class WatchedBook(Book):
    """A Book that notes what is asked of it."""

    @staticmethod
    def make(book: Book, watch: Watch) -> WatchedBook:
        """A Book that notes."""
        watched = object.__new__(WatchedBook)
        sections = _Wrapped(book.sections, lambda section: WatchedSection.make(section, watch))
        pages = {p.document.path: WatchedPage.make(p, watch, sections) for p in book.pages}
        page_of = _Wrapped(book.sections, lambda section: pages[section.file])
        watched.__dict__.update(
            root=book.root,
            settings=book.settings,
            sections=WatchedMap(sections, watch, "section", "outline"),
            cited_by=WatchedMap(book.cited_by, watch, "cited", "outline"),
            _page_of=WatchedMap(page_of, watch, "section", "outline"),
            _book=book,
            _sections=sections,
            _pages=tuple(pages.values()),
            _watch=watch,
        )
        return watched

    def _note(self, kind: str, of: str = "") -> Book:
        self.__dict__["_watch"].note(kind, of)
        return cast(Book, self.__dict__["_book"])

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, with their headings."""
        self._note("outline")
        return cast("tuple[Page, ...]", self.__dict__["_pages"])

    @property
    def others(self) -> tuple[Document, ...]:
        """Other documents."""
        return self._note("others").others

    @property
    def sha256(self) -> str:
        """Of the whole text."""
        return self._note("sha256").sha256

    def of_kind(self, *kinds: Kind) -> tuple[Section, ...]:
        """All sections of some kinds: what other pages show of them is in the outline."""
        own = self.__dict__["_sections"]
        return tuple(own[section.id] for section in self._note("outline").of_kind(*kinds))

    def folder(self, folder: str) -> tuple[Page, ...]:
        """The pages of one folder, with their headings."""
        names = {page.document.path for page in self._note("folder", folder).folder(folder)}
        found = self.__dict__["_pages"]
        return tuple(page for page in found if page.__dict__["_page"].document.path in names)

    def url(self, id: str) -> str:
        """The address of a section relative to its edition's site."""
        return section_url(self.sections[id].file, id, self.settings.directory_urls)


class WatchedRegister(Register):
    """A register that notes what is asked of it."""

    @staticmethod
    def make(register: Register, watch: Watch) -> WatchedRegister:
        """A register that notes."""
        watched = object.__new__(WatchedRegister)
        maps = {
            "by_id": WatchedMap(register.by_id, watch, "erratum", "register"),
            "by_provision": WatchedMap(register.by_provision, watch, "errata", "register"),
        }
        watched.__dict__.update(maps, _register=register, _watch=watch)
        return watched

    @property
    def errata(self) -> tuple[Any, ...]:
        """All errata."""
        self.__dict__["_watch"].note("register")
        return cast(Register, self.__dict__["_register"]).errata


class WatchedPlace(Place):
    """A place whose Book, register and histories note what is asked of them.

    Its name, its editions, their texts and printings do not: they are in every page's key
    (`constants`).
    """

    keep: Keep
    """What was made of parts of pages before."""
    base: str
    """A hash of code, templates and settings."""

    @staticmethod
    def make(place: Place, keep: Keep | None = None, base: str = "") -> WatchedPlace:
        """A place that notes, with a `Watch` of its own."""
        register = place.register
        parts: dict[str, Callable[[str], object]] = {
            "errata": register.by_provision.get,
            "erratum": register.by_id.get,
            "register": lambda _: register.errata,
            "stages": place.stages.get,
            "stale": place.stale.get,
            "history": lambda _: (place.stages, place.stale),
            "account": lambda _: place.account,
        }
        watch = Watch(place.book, parts)
        watched = object.__new__(WatchedPlace)
        watched.__dict__.update(
            place.__dict__,
            book=WatchedBook.make(place.book, watch),
            register=WatchedRegister.make(register, watch),
            stages=WatchedMap(place.stages, watch, "stages", "history"),
            stale=WatchedMap(place.stale, watch, "stale", "history"),
            _watch=watch,
            _account=place.account,
            raw=place,
            keep=keep or Keep(),
            base=base,
        )
        watched.__dict__.pop("account", None)
        return watched

    @property
    def account(self) -> Balance | None:
        """What this text changed in the edition before."""
        self.watch.note("account")
        return cast("Balance | None", self.__dict__["_account"])

    @property
    def slips(self) -> Mapping[str, Slip]:
        """What stands wrong in the copies of each print run."""
        self.watch.note("register")
        raw: Place = self.__dict__["raw"]
        return raw.slips

    @property
    def watch(self) -> Watch:
        """What notes for this place."""
        return cast(Watch, self.__dict__["_watch"])

    raw: Place
    """The place itself."""

    def constants(self) -> bytes:
        """A hash of all that is not noted."""
        maps = [printing.map_sha256 for printing in self.issued]
        found = [self.name, self.editions, maps, self.prints, self.book.settings]
        return fingerprint([*found, [(id, text.sha256) for id, text in self.texts.items()]])


def fingerprint(value: object) -> bytes:
    """A short hash of a value, the same for equal values in every process."""
    if value is None:
        return _NOTHING
    return text_fingerprint(value if type(value) is str else repr(_plain(value)))


def text_fingerprint(text: str) -> bytes:
    """The same of a text, or of what stands for a value."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


_NOTHING = b"\0" * SIZE
"""Stands for None, the most frequent answer."""


_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})


def _plain(value: Any) -> Any:
    """A value as texts, numbers and lists of them."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple or kind is list:
        return [each if type(each) in _ATOMS else _plain(each) for each in value]
    if kind in _VALUES:
        return kind.__name__, _plain(_VALUES[kind](value))
    if isinstance(value, WatchedSection):
        return "section", value.__dict__["_watch"].outline(value.id)
    if isinstance(value, WatchedPage):
        return "page", value.__dict__["_page"].document.path  # what is read of it is noted
    if isinstance(value, Section):
        return "section", value.id, value.sha256, value.label, value.title, value.file
    if isinstance(value, Book):
        return "book", value.sha256, _plain(value.settings)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted(map(repr, map(_plain, value)))
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(type(value), "__dataclass_fields__"):
        return kind.__name__, _plain(_values(kind)(value))
    return repr(value)


_VALUES: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {}


def _values(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """What takes the values of a data class's fields, made once."""
    found = _VALUES.get(cls)
    if found is None:
        names = [each.name for each in fields(cls)]
        getter = attrgetter(*names, "__class__")  # one name more, so that it gives a tuple
        found = _VALUES[cls] = lambda value: getter(value)[:-1]
    return found
