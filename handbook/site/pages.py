"""Compose every page of the site that comes from the Book and the register of errata."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markdown import markdown
from markupsafe import Markup

from handbook.book import Book, Page, Section
from handbook.book.model import BookResolver, page_url, relative_url
from handbook.editions.ripple import Stale
from handbook.errata import Erratum, Register
from handbook.errata.declared import amendment_words
from handbook.errata.issued import Printing, printed_places
from handbook.markdown import HandbookExtension
from handbook.markdown.relations import group_relations
from handbook.site.compiled import Compiled
from handbook.site.desk import DATA as DESK
from handbook.site.desk import SCRIPTS as DESK_SCRIPTS
from handbook.site.desk import desk_settings, former_ids
from handbook.site.here import called, is_shared
from handbook.site.parts import Parts
from handbook.site.past import Past, changed_in, past_of
from handbook.site.places import LATEST, Place
from handbook.site.selfcheck import (
    CHECKLIST,
    DATA,
    MARKS,
    MODEL,
    OVERVIEW,
    checklist_parts,
    has_selfcheck,
)
from handbook.site.states import STATES, Redline, is_applied, redline_of
from handbook.site.suggest import SCRIPTS
from handbook.site.watch import WatchedPlace, fingerprint

TEMPLATES = Path(__file__).parent / "templates"
KINDS = {"technical": "技术性", "editorial": "文字性", "amendment": "修订"}


@dataclass(frozen=True)
class TocEntry:
    """A line of a page's table of contents."""

    level: int
    id: str
    title: str


@dataclass(frozen=True)
class SitePage:
    """A page ready for the theme."""

    src_uri: str
    """Where MkDocs takes it to come from, relative to `docs/`."""
    title: str
    """In the browser's title bar."""
    nav_title: str
    html: str
    toc: tuple[TocEntry, ...] = ()
    ids: tuple[str, ...] = ()
    """Anchors that other pages may link to."""


class ComposedPage(SitePage):
    """A page that is composed when its body is first asked for."""

    compose: Callable[[], str]
    data: object
    """What its template was given beside the Book and the register."""

    @staticmethod
    def make(page: SitePage, compose: Callable[[], str], data: object) -> ComposedPage:
        """A page with all but its body."""
        composed = object.__new__(ComposedPage)
        composed.__dict__.update(page.__dict__, compose=compose, data=data)
        del composed.__dict__["html"]
        return composed

    def with_headings_of(self, page: Page) -> ComposedPage:
        """The page with contents and anchors of a page of the Book; listed when asked for."""
        self.__dict__["_headings"] = page
        del self.__dict__["toc"], self.__dict__["ids"]
        return self

    @cached_property
    def toc(self) -> tuple[TocEntry, ...]:
        """The contents."""
        sections = self.__dict__["_headings"].sections
        return tuple(TocEntry(s.level, s.id, _toc_title(s)) for s in sections if s.level > 1)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The anchors."""
        return tuple(s.id for s in self.__dict__["_headings"].sections)

    @cached_property
    def html(self) -> str:
        """The body."""
        return self.compose()

    @property
    def given(self) -> bytes:
        """A hash of all that decides the body but what is asked of the place meanwhile."""
        return fingerprint(self.data)


def make_environment(root: Path) -> jinja2.Environment:
    """Templates: the project's `overrides/handbook/` first, then ours."""
    places = [root / "overrides" / "handbook", TEMPLATES]
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(p) for p in places]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=Compiled(root),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["date"] = chinese_date
    env.filters["paragraphs"] = paragraphs
    env.globals.update(STATES=STATES, KINDS=KINDS, called=called)
    return env


def _without_empty_lines(html: str) -> str:
    """A page without what templates leave behind; in a `pre` it would be the author's."""
    while "\n\n" in html:
        html = html.replace("\n\n", "\n")
    return html


def chinese_date(value: datetime.date | None) -> str:
    """2018年10月20日, as prose has it (GB/T 15835—2011, 5.1)."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def paragraphs(text: str) -> Markup:
    """An erratum's reason, our Markdown, as HTML."""
    return Markup(markdown(text, extensions=[HandbookExtension(folder="")]))


@dataclass(frozen=True)
class View:
    """What a template asks about the Book, with addresses relative to its page."""

    book: Book
    register: Register
    url: str
    """The page's own address, relative to the site."""
    issued: tuple[Printing, ...] = ()
    """The print runs that are out, with where they have what."""
    place: Place | None = None
    """The folder of `site/` that the page stands in."""

    def past(self, section: Section) -> list[Past]:
        """What became of a section from edition to edition; empty where there is but one."""
        return past_of(self, section)

    def changed_in(self, section: Section) -> str:
        """The editions in which a section was changed or new, for what a reader saw last."""
        return " ".join(changed_in(self.place, section))

    @property
    def is_shared(self) -> bool:
        """Whether the page leaves it to its folder to say which edition it is."""
        return self.place is not None and is_shared(self.place, self.url)

    def desk(self, page: Page | None = None) -> str:
        """What the scripts of the reader's desk must know of the place, as JSON."""
        return desk_settings(self, page)

    def former(self, section: Section) -> str:
        """The ids that a section had in earlier editions, for what a reader kept of it."""
        return " ".join(former_ids(self.place, section.id)) if self.place else ""

    def stale(self, section: Section) -> Sequence[Stale]:
        """Citations of an answer, a method or a norm whose ground has moved."""
        return self.place.stale.get(section.id, ()) if self.place else ()

    def elsewhere(self, place: str, id: str) -> str:
        """The address of a section in another edition's site."""
        return f"{self.root}../{place}/c/{id}/index.html"

    def by_id(self, id: str) -> Erratum | None:
        """The erratum with an id, if this page's register has it."""
        return self.register.by_id.get(id)

    @property
    def resolver(self) -> BookResolver:
        """Answers for ids."""
        return self.book.resolver(self.url)

    def href(self, id: str) -> str:
        """The address of a section."""
        target = self.resolver.target(id)
        return target.href if target else "#"

    def to(self, src_uri: str) -> str:
        """The address of another page, named by its source."""
        return relative_url(
            page_url(f"docs/{src_uri}", self.book.settings.directory_urls), self.url
        )

    def citing(self, section: Section) -> list[tuple[str, list[Any]]]:
        """What cites a section, by relation."""
        return group_relations(self.resolver.citing(section.id))

    def errata(self, section: Section) -> Sequence[Erratum]:
        """The errata that bear on a section and are open or accepted."""
        found = self.register.by_provision.get(section.id, ())
        return [e for e in found if e.state in ("reported", "held", "accepted", "incorporated")]

    @property
    def root(self) -> str:
        """The way from the page up to its edition's site: ../ or nothing."""
        return relative_url("x", self.url).removesuffix("x")

    def erratum(self, id: str) -> str:
        """The address of an erratum: its page, or its place among those of a frozen edition."""
        if self.place and self.place.is_frozen:
            return f"{self.to('errata/index.md')}#{id}"
        return self.to(f"errata/{id}.md")

    def registered(self, id: str = "index") -> str:
        """The address of an erratum in the living register, or of all of that."""
        return self._latest(f"errata/{id}.md")

    def _latest(self, src_uri: str) -> str:
        """The address of a page beside the newest edition."""
        page = page_url(f"docs/{src_uri}", self.book.settings.directory_urls)
        return f"{self.root}../{LATEST}/{page}"

    def permanent(self, erratum: Erratum) -> str:
        """The public address at which an erratum is found for ever; empty without a site."""
        settings = self.book.settings
        page = page_url(f"docs/errata/{erratum.id}.md", settings.directory_urls)
        return f"{settings.site_url.rstrip('/')}/latest/{page}" if settings.site_url else ""

    def corrections(self, section: Section) -> list[Erratum]:
        """The errata that this text has taken in, the newest first."""
        found = [e for e in self.errata(section) if is_applied(self.book, e)]
        return sorted(found, key=lambda e: (e.history[-1].date, e.id), reverse=True)

    def pending(self, section: Section) -> list[Erratum]:
        """The errata that this text has not taken in: undecided, or for a later edition."""
        return [e for e in self.errata(section) if not is_applied(self.book, e)]

    def printed(self, erratum: Erratum) -> list[str]:
        """Where it stands in the copies that are out: 2018年版第1印：第23页第4行."""
        return [
            f"{p.edition.title or p.edition.id}第{p.run.id}印：第{line.page}页第{line.line}行"
            for p, line in printed_places(erratum, self.issued)
        ]

    def mine(self, name: str = "index") -> str:
        """The address of 我手里这本, or of the page of one printing there: 2018-1."""
        uri = f"mine/{name}.md"
        if self.place and self.place.name == LATEST:
            return self.to(uri)
        return self._latest(uri)

    def redline(self, erratum: Erratum) -> Redline:
        """Before and after in the sentence around."""
        return redline_of(self.book, erratum)

    def amendment(self, erratum: Erratum) -> str:
        """What an amendment did, in words; empty for an erratum."""
        return amendment_words(erratum, self.called)

    def called(self, id: str) -> str:
        """Number and title of a section, of the newest earlier text if it is not in this one."""
        earlier = list(self.place.texts.values())[::-1] if self.place else []
        found = (book.sections[id] for book in (self.book, *earlier) if id in book.sections)
        return next((section.heading_text for section in found), id)

    def compared(self, edition: str, before: str) -> str:
        """The address of the page that compares an edition with the one before it."""
        uri = f"changes/{before}.md"
        if self.place and edition == self.place.book.settings.edition and not self.place.is_draft:
            return self.to(uri)
        url = page_url(f"docs/{uri}", self.book.settings.directory_urls)
        return f"{self.root}../{edition}/{url}"

    def reference(self, id: str) -> Section | None:
        """The section with an id."""
        return self.book.sections.get(id)

    def crumbs(self, section: Section) -> list[tuple[str, str]]:
        """Text and address of the headings above a section."""
        above = (self.book.sections[id] for id in section.path)
        return [(s.heading_text, self.href(s.id)) for s in above]

    def span(self, sections: Sequence[Section]) -> str:
        """第1–26条, the range of the clauses or norms among sections; empty where there is none."""
        numbers = [s.number for s in sections if s.kind in ("clause", "norm") and s.number]
        if not numbers:
            return ""
        first, last = numbers[0], numbers[-1]
        return f"第{first}条" if first == last else f"第{first}–{last}条"

    def below(self, page: Page, id: str) -> list[Section]:
        """All sections of a page below a heading."""
        return [s for s in page.sections if id in s.path]


def compose_pages(place: Place) -> list[SitePage]:
    """All pages that are made from the Book: its documents, the indexes, the errata, home."""
    book, register, prints = place.book, place.register, place.prints
    env = make_environment(place.root)
    env.globals["place"] = place
    env.globals["part"] = Parts(env, place)
    pages = [*_document_pages(env, book, register), *_index_pages(env, book, register)]
    pages += _erratum_pages(env, book, register)
    pages.append(_suggest_page(env, book, register))
    pages.append(_desk_page(env, book, register))
    if has_selfcheck(place):
        pages += _selfcheck_pages(env, book, register)
    if place.editions:
        title = "版次"
        pages.append(_page(env, book, register, "editions.html", "editions/index.md", title, title))
    if not any(d.path == "docs/index.md" for d in book.others):
        title = "首页"
        latest = sorted(register.errata, key=lambda e: e.history[-1].date, reverse=True)[:6]
        pages.append(
            _page(
                env,
                book,
                register,
                "home.html",
                "index.md",
                title,
                title,
                prints=prints,
                latest=latest,
            )
        )
    return pages


def _page(
    env: jinja2.Environment,
    book: Book,
    register: Register,
    template: str,
    src_uri: str,
    title: str,
    nav_title: str,
    toc: Sequence[TocEntry] = (),
    ids: Sequence[str] = (),
    **context: object,
) -> ComposedPage:
    url = page_url(f"docs/{src_uri}", book.settings.directory_urls)
    known: Mapping[str, Any] = env.globals
    place: Place = known["place"]
    view = View(book, register, url, place.issued, place)

    def compose() -> str:
        html = env.get_template(template).render(
            book=book, view=view, register=register, settings=book.settings, title=title, **context
        )
        return html if "<pre" in html else _without_empty_lines(html)

    page = SitePage(src_uri, title, nav_title, "", tuple(toc), tuple(ids))
    return ComposedPage.make(page, compose, (template, url, title, context))


def _document_pages(env: jinja2.Environment, book: Book, register: Register) -> Iterator[SitePage]:
    for page in book.pages:
        src_uri = page.document.path.removeprefix("docs/")
        head = page.head
        nav_title = head.label if head.kind == "bulletin" else head.heading_text
        found = _page(
            env, book, register, "document.html", src_uri, nav_title, nav_title, page=page
        )
        yield found.with_headings_of(page)


def _toc_title(section: Section) -> str:
    """Number and title; a regulation's own page need not name the regulation."""
    if section.kind == "norm":
        return f"第{section.number}条 {section.title}"
    return section.heading_text


def _index_pages(env: jinja2.Environment, book: Book, register: Register) -> Iterator[SitePage]:
    chapters = book.folder("handbook")
    toc = [TocEntry(2, f"in-{p.head.id}", p.head.heading_text) for p in chapters]
    yield _page(env, book, register, "clauses.html", "handbook/index.md", "条文索引", "手册", toc)
    if pages := book.folder("bulletins"):
        toc = [TocEntry(2, f"in-{p.head.id}", p.head.label) for p in pages]
        yield _page(
            env, book, register, "questions.html", "bulletins/index.md", "问答索引", "学习参考", toc
        )
    if book.folder("methods"):
        served = methods_by_chapter(book)
        toc = [TocEntry(2, f"in-{p.head.id}", p.head.heading_text) for p in chapters]
        yield _page(
            env, book, register, "methods.html", "methods/index.md", "工作法索引", "工作法", toc,
            served=served,
        )  # fmt: skip
    if book.folder("regulations"):
        yield _page(
            env, book, register, "regulations.html", "regulations/index.md", "配套制度", "配套制度"
        )
    yield _page(env, book, register, "errata.html", "errata/index.md", "勘误记录", "勘误")


def methods_by_chapter(book: Book) -> Mapping[str, list[tuple[Page, list[Section]]]]:
    """For each chapter the methods that serve clauses of it, with those clauses."""
    served: dict[str, list[tuple[Page, list[Section]]]] = {}
    for page in book.folder("methods"):
        by_chapter: dict[str, list[Section]] = {}
        for id in book.method_cites(page.head):
            section = book.sections.get(id)
            if section and section.kind in ("clause", "item"):
                by_chapter.setdefault(section.path[0], []).append(section)
        for chapter, sections in by_chapter.items():
            ordered = sorted(sections, key=lambda s: s.number or 0)
            served.setdefault(chapter, []).append((page, ordered))
    return served


def _erratum_pages(env: jinja2.Environment, book: Book, register: Register) -> Iterator[SitePage]:
    """A page for each; a frozen edition has its own together on the page that lists them."""
    place: Place = env.globals["place"]  # type: ignore[assignment]
    for erratum in () if place.is_frozen else register.errata:
        title = f"勘误 {erratum.name}"
        yield _page(
            env, book, register, "erratum.html", f"errata/{erratum.id}.md", title, title,
            erratum=erratum,
        )  # fmt: skip


def _suggest_page(env: jinja2.Environment, book: Book, register: Register) -> SitePage:
    """The page on which a reader writes a suggestion; its scripts are on no other page."""
    uri, title = "suggest/index.md", "勘误建议"
    root = View(book, register, page_url(f"docs/{uri}", book.settings.directory_urls)).root
    scripts = ("suggest/data.js", *(f"assets/{name}" for name in SCRIPTS))
    return _page(
        env, book, register, "suggest.html", uri, title, title,
        scripts=[root + name for name in (scripts[1], scripts[0], *scripts[2:])],
    )  # fmt: skip


def _desk_page(env: jinja2.Environment, book: Book, register: Register) -> SitePage:
    """The page that lists what a reader kept."""
    uri, title = "desk/index.md", "我的书桌"
    root = View(book, register, page_url(f"docs/{uri}", book.settings.directory_urls)).root
    paths = [DESK, *(f"assets/{name}" for name in DESK_SCRIPTS)]
    return _page(
        env, book, register, "desk.html", uri, title, title, scripts=[root + path for path in paths]
    )


def _selfcheck_pages(env: jinja2.Environment, book: Book, register: Register) -> Iterator[SitePage]:
    """The checklist in its parts, and the overview; their scripts are on no other page."""
    place: Place = env.globals["place"]  # type: ignore[assignment]
    # What is listed here is in the pages' keys: it need not be noted heading by heading.
    parts = checklist_parts(place.raw.book if isinstance(place, WatchedPlace) else book)
    data = [DATA, *(part.data for part in parts)]
    lists = [(part.of_kind("item"), part.of_kind("clause")) for part in parts]
    view = View(book, register, "")
    spans = [view.span(clauses) for _, clauses in lists]
    whole = {
        "items": sum(len(items) for items, _ in lists),
        "clauses": sum(len(clauses) for _, clauses in lists),
        "parts": list(zip([part.uri for part in parts], spans, strict=True)),
        "texts": [part.texts for part in parts],
        "scripts": [*data, *(f"assets/{each}" for each in (*MODEL, *MARKS, *CHECKLIST))],
    }
    title, end = "对标自查", 0
    for part, span, (items, clauses) in zip(parts, spans, lists, strict=True):
        start, end = end, end + len(part.chapters)
        name = f"{title}（{span}）" if len(parts) > 1 else title
        nav_title = span if part.number > 1 else title
        toc = [TocEntry(2, f"i-{s.id}", s.heading_text) for s in items]
        ids = [entry.id for entry in toc] + [f"c-{s.id}" for s in clauses]
        yield _page(
            env, book, register, "selfcheck.html", part.uri, name, nav_title, toc, ids,
            here=part.number, extent=(start, end), own=len(clauses), **whole,
        )  # fmt: skip
    uri, name = "selfcheck/overview.md", "部门汇总"
    scripts = [*data, *(f"assets/{each}" for each in (*MODEL, *OVERVIEW))]
    yield _page(env, book, register, "selfcheck-overview.html", uri, name, name, scripts=scripts)
