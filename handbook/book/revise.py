"""The Book after an edit of one file's text, without looking at any other.

For a live preview: where headings, front matter and what exists are as they were, an edit changes
its own page alone, and the rest of the Book stays the very same objects.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.book.lazy import LazyPage, LazySection
from handbook.book.model import Book, Page, Section, page_url, relative_url
from handbook.book.rules import body_problems, front_matter_problems
from handbook.book.scan import scan_document
from handbook.markdown import RenderedSection, Target, render_document
from handbook.source import Document, Heading, Numbered, scan_headings
from handbook.source.document import Folder, make_document


def revise_book(book: Book, path: str, data: bytes) -> Book | None:
    """The Book with the file at `path`, relative to the root, as `data` says.

    None where more than its text may have changed, or something is wrong with it.
    """
    at = next((n for n, page in enumerate(book.pages) if page.document.path == path), None)
    if at is None:
        return None
    old = book.pages[at]
    document, problems = make_document(path, _folder(old), data)
    if document is None:
        return None
    headings, found = scan_headings(document)
    problems += [*found, *front_matter_problems(document)]
    if document.meta != old.document.meta or _heads(headings) != _heads_of(old.sections):
        return None
    entries = [
        Numbered(document, heading, s.kind, s.number, s.label, ())
        for heading, s in zip(headings, old.sections, strict=True)
    ]
    problems += body_problems(document, book.settings, entries)
    scan = scan_document(document, headings)
    if any(p.severity == "error" for p in problems) or not scan.targets <= book.sections.keys():
        return None
    page = LazyPage(document, functools.partial(_render, book, document, entries))
    sections = []
    for heading, before in zip(headings, old.sections, strict=True):
        sha256, lines = scan.sources[heading.start]
        kept = ("id", "kind", "number", "path", "file", "note", "label")
        fields = {name: getattr(before, name) for name in kept}
        own = {"line": heading.line, "end_line": heading.line + lines, "heading": heading}
        sections.append(LazySection.make(page, {**fields, **own, "sha256": sha256}))
    pages = list(book.pages)
    pages[at] = Page(document, tuple(sections), f"{old.key}{document.sha256}", old.heads)
    return dataclasses.replace(book, pages=tuple(pages), sha256=f"{book.sha256}{document.sha256}")


def _folder(page: Page) -> Folder:
    folder: Folder = page.document.folder  # type: ignore[assignment]
    return folder


def _heads(headings: Sequence[Heading]) -> list[tuple[object, ...]]:
    return [(h.level, h.title, h.id, h.classes) for h in headings]


def _heads_of(sections: Sequence[Section]) -> list[tuple[object, ...]]:
    return _heads([section.heading for section in sections])


def _render(
    book: Book, document: Document, entries: Sequence[Numbered]
) -> Sequence[RenderedSection]:
    return render_document(document, entries, _Labels(book, page_url(document.path, _urls(book))))


def _urls(book: Book) -> bool:
    return book.settings.directory_urls


@dataclass(frozen=True)
class _Labels:
    """Answers for ids out of a Book that is there."""

    book: Book
    from_url: str

    def target(self, id: str) -> Target | None:
        section = self.book.sections.get(id)
        if section is None:
            return None
        href = relative_url(self.book.url(id), self.from_url)
        return Target(id, section.label, href, section.heading.title, section.kind)

    def citing(self, id: str) -> Sequence[Target]:
        return ()
