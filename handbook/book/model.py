"""The frozen value types of the Book."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.markdown import Shown, Target
from handbook.source import Document, Heading, Settings
from handbook.source.numbering import PROVISION_KINDS, Kind


@dataclass(frozen=True)
class Section:
    """A heading and its text: everything that has an id. Those with a number are provisions."""

    id: str
    kind: Kind
    number: int | None
    label: str
    """What a reference shows: 第12条, 问3-14, or the title."""
    path: tuple[str, ...]
    """Ids of the headings above it, outermost first."""
    file: str
    """The source file, relative to the project's root."""
    line: int
    """1-based line of the heading."""
    end_line: int
    """1-based line of the text's last line that is not blank."""
    heading: Heading
    """The heading's place in the file's text."""
    source: str
    """Markdown, heading line without the id included, trailing white space left out."""
    sha256: str
    """Of `source` in UTF-8."""
    shown_title: Shown
    shown: Shown
    """The text below the heading as a reader sees it; places are those in `source`."""
    check: str | None
    """The self-check line without its name."""
    cites: tuple[str, ...]
    """Ids that the text cites, each once, in order."""
    note: bool
    """Whether a question is a point to note (注意事项)."""
    title_html: str
    body_html: str

    @property
    def title(self) -> str:
        """The title as a reader sees it."""
        return self.shown_title.text

    @property
    def level(self) -> int:
        """The heading's level, 1 to 3."""
        return self.heading.level

    @property
    def is_provision(self) -> bool:
        """Whether it is a clause, a question or a norm."""
        return self.kind in PROVISION_KINDS

    @property
    def heading_text(self) -> str:
        """Label and title in one: 第二章 组织生活; the title alone where there is no number."""
        return (
            self.title
            if self.number is None or self.kind == "bulletin"
            else f"{self.label} {self.title}"
        )


@dataclass(frozen=True)
class Page:
    """One source document of the four folders, a page of the site."""

    document: Document
    sections: tuple[Section, ...]
    key: str = ""
    """A hash of all that decides what the sections show; empty where nobody asked for it."""
    heads: str = ""
    """A hash of what other pages show of its headings; empty where nobody asked for it."""

    @property
    def head(self) -> Section:
        """The section of the level-1 heading."""
        return self.sections[0]

    def children(self, id: str) -> Iterator[Section]:
        """The sections directly below the one with `id`."""
        return (s for s in self.sections if s.path and s.path[-1] == id)


@dataclass(frozen=True)
class Book:
    """One text of the handbook with all that hangs on it."""

    root: Path
    settings: Settings
    pages: tuple[Page, ...]
    """Chapters, bulletins, methods, regulations, each in the order of their files."""
    others: tuple[Document, ...] = ()
    """Other Markdown pages of `docs/`: programme, records, home."""
    sha256: str = ""
    """Of the list of the text's files with their hashes, as `SHA256SUMS` holds it."""

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """All sections by id, in reading order."""
        return {section.id: section for page in self.pages for section in page.sections}

    @cached_property
    def provisions(self) -> tuple[Section, ...]:
        """Clauses, questions and norms in reading order."""
        return tuple(s for s in self.sections.values() if s.is_provision)

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each id the ids that cite it, in reading order; a method cites as a whole."""
        cited: dict[str, dict[str, None]] = {}
        for section in self.sections.values():
            me = section.path[0] if section.kind == "part" else section.id
            for id in section.cites:
                if id != me:
                    cited.setdefault(id, {})[me] = None
        return {id: tuple(citing) for id, citing in cited.items()}

    def of_kind(self, *kinds: Kind) -> tuple[Section, ...]:
        """All sections of the kinds named, in reading order."""
        return tuple(s for s in self.sections.values() if s.kind in kinds)

    def folder(self, folder: str) -> tuple[Page, ...]:
        """The pages of one folder, or the one page of `records/branch-book`."""
        path = f"docs/{folder}.md"
        return tuple(
            page
            for page in self.pages
            if page.document.folder == folder or page.document.path == path
        )

    @cached_property
    def _page_of(self) -> Mapping[str, Page]:
        return {section.id: page for page in self.pages for section in page.sections}

    def page_of(self, id: str) -> Page:
        """The page on which a section stands."""
        return self._page_of[id]

    def url(self, id: str) -> str:
        """The address of a section relative to its edition's site: `handbook/01-x.html#id`."""
        return section_url(self.page_of(id).document.path, id, self.settings.directory_urls)

    def path_text(self, section: Section) -> tuple[str, ...]:
        """Number and title of the headings above a section, outermost first."""
        return tuple(self.sections[id].heading_text for id in section.path)

    def method_cites(self, method: Section) -> tuple[str, ...]:
        """What a method cites anywhere in it."""
        page = self.page_of(method.id)
        return tuple(dict.fromkeys(id for section in page.sections for id in section.cites))

    def resolver(self, from_url: str) -> BookResolver:
        """Answers for ids with addresses relative to the page at `from_url`."""
        return BookResolver(self, from_url)


@dataclass(frozen=True)
class BookResolver:
    """The Book as `handbook.markdown.Resolver`."""

    book: Book
    from_url: str

    def target(self, id: str) -> Target | None:
        """The target of an id."""
        section = self.book.sections.get(id)
        if section is None:
            return None
        href = relative_url(self.book.url(id), self.from_url)
        return Target(id, section.label, href, section.title, section.kind)

    def citing(self, id: str) -> Sequence[Target]:
        """What cites an id."""
        return self.targets(self.book.cited_by.get(id, ()))

    def targets(self, ids: Iterable[str]) -> list[Target]:
        """The targets of ids that exist."""
        found = (self.target(id) for id in ids)
        return [target for target in found if target is not None]


def page_url(path: str, directory_urls: bool) -> str:
    """The address of a source file's page relative to its site, as MkDocs makes it."""
    stem = path.removeprefix("docs/").removesuffix(".md")
    if not directory_urls:
        return f"{stem}.html"
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def section_url(path: str, id: str, directory_urls: bool) -> str:
    """The address of a section: its page's, and its id as the fragment."""
    return f"{page_url(path, directory_urls)}#{id}"


def relative_url(target: str, from_url: str) -> str:
    """`target` as seen from the page at `from_url`, both relative to one site."""
    address, _, fragment = target.partition("#")
    suffix = f"#{fragment}" if fragment else ""
    if address == from_url and suffix:
        return suffix
    base = posixpath.dirname(from_url) or "."
    relative = posixpath.relpath(address or ".", base)
    return relative + ("/" if address.endswith("/") and relative != "." else "") + suffix
