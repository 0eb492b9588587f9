"""Compose every page of the site that comes from the Book and the register of errata."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markdown import markdown
from markupsafe import Markup

from handbook.book import Book, Page, Section
from handbook.book.model import BookResolver, page_url, relative_url
from handbook.editions.history import Stage
from handbook.editions.ripple import Stale
from handbook.errata import Erratum, Register
from handbook.errata.issued import Printing, printed_places, read_printings
from handbook.markdown import HandbookExtension
from handbook.markdown.relations import group_relations
from handbook.site.places import Place
from handbook.site.states import STATES, Redline, is_applied, redline_of
from handbook.site.suggest import SCRIPTS

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


def make_environment(root: Path) -> jinja2.Environment:
    """Templates: the project's `overrides/handbook/` first, then ours."""
    places = [root / "overrides" / "handbook", TEMPLATES]
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(p) for p in places]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["date"] = chinese_date
    env.filters["paragraphs"] = paragraphs
    env.globals.update(STATES=STATES, KINDS=KINDS)
    return env


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

    def stages(self, section: Section) -> Sequence[Stage]:
        """What became of a section from edition to edition; empty where there is but one."""
        found = self.place.stages.get(section.id, ()) if self.place else ()
        return found if len(found) > 1 else ()

    def changed_in(self, section: Section) -> str:
        """The editions in which a section was changed or new, for what a reader saw last."""
        return " ".join(s.edition for s in self.stages(section)[1:] if s.status != "same")

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

    def redline(self, erratum: Erratum) -> Redline:
        """Before and after in the sentence around."""
        return redline_of(self.book, erratum)

    def reference(self, id: str) -> Section | None:
        """The section with an id."""
        return self.book.sections.get(id)

    def crumbs(self, section: Section) -> list[tuple[str, str]]:
        """Text and address of the headings above a section."""
        above = (self.book.sections[id] for id in section.path)
        return [(s.heading_text, self.href(s.id)) for s in above]

    def cite(self, section: Section) -> str:
        """How official letters cite a provision: 《…手册》（2018年版）第45条."""
        settings = self.book.settings
        if section.kind == "clause":
            return f"《{settings.title}》（{settings.edition_name}）{section.label}"
        head = self.book.page_of(section.id).head
        if section.kind == "norm":
            return f"《{head.title}》第{section.number}条"
        return f"《{head.label}》{section.label}"

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
    env.globals["issued"] = read_printings(place.root)
    env.globals["place"] = place
    pages = [*_document_pages(env, book, register), *_index_pages(env, book, register)]
    pages += _erratum_pages(env, book, register)
    pages.append(_suggest_page(env, book, register))
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
) -> SitePage:
    url = page_url(f"docs/{src_uri}", book.settings.directory_urls)
    known: Mapping[str, Any] = env.globals
    view = View(book, register, url, known["issued"], known["place"])
    html = env.get_template(template).render(
        book=book, view=view, register=register, settings=book.settings, title=title, **context
    )
    return SitePage(src_uri, title, nav_title, html, tuple(toc), tuple(ids))


def _document_pages(env: jinja2.Environment, book: Book, register: Register) -> Iterator[SitePage]:
    for page in book.pages:
        src_uri = page.document.path.removeprefix("docs/")
        head = page.head
        toc = [TocEntry(s.level, s.id, _toc_title(s)) for s in page.sections if s.level > 1]
        nav_title = head.label if head.kind == "bulletin" else head.heading_text
        ids = [s.id for s in page.sections]
        yield _page(
            env, book, register, "document.html", src_uri, nav_title, nav_title, toc, ids, page=page
        )


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
    for erratum in register.errata:
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
