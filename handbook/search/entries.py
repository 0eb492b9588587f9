"""What is searched: every section of the Book, and every erratum of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from handbook.book import Book, Page
from handbook.search.entry import Entry
from handbook.search.index import Index, make_index

REFERENCE = re.compile(r"\[([^\]\n]*)\]\[([a-z0-9-]+)\]")


def build_index(book: Book, errata: Iterable[Mapping[str, Any]] = ()) -> Index:
    """The index of everything in the Book that has an id, in reading order, then the errata.

    `errata` are rows of `errata.json`.
    """
    settings = book.settings
    return make_index(
        settings.edition,
        [*section_entries(book), *(erratum_entry(row, book) for row in errata)],
        settings.edition_name,
        settings.search.synonyms,
        settings.keywords,
    )


def section_entries(book: Book) -> Iterator[Entry]:
    """The Book's sections in reading order."""
    first = 0
    for page in book.pages:
        yield from page_entries(book, page, first)
        first += len(page.sections)


def page_entries(book: Book, page: Page, first: int) -> Iterator[Entry]:
    """The sections of one page; `first` is the place of the first of them in the index."""
    places = {section.id: place for place, section in enumerate(page.sections, first)}
    for section in page.sections:
        yield Entry(
            id=section.id,
            kind=section.kind,
            label=section.label,
            title=section.title,
            path=book.path_text(section),
            url=book.url(section.id),
            heading=section.heading_text,
            text=section.shown.text,
            parent=places[section.path[-1]] if section.path else -1,
        )


def erratum_entry(row: Mapping[str, Any], book: Book) -> Entry:
    """An erratum: what was to be changed where, into what, and why."""
    section = book.sections.get(row["provision"])
    label = row["id"] if row["id"].startswith("r-") else f"E{row['id']}"
    title = f"勘误 {section.heading_text if section else row['provision']}"
    parts = []
    if row["original"]:
        parts = [f"原文：{row['original']}", f"改为：{row['corrected'] or '（删去）'}"]
    reason = REFERENCE.sub(lambda match: match[1] or _label(match[2], book), row["reason"] or "")
    return Entry(
        id=row["id"],
        kind="erratum",
        label=label,
        title=title,
        path=("勘误",),
        url=row["url"],
        heading=f"{label} {title}",
        text="\n".join(filter(None, [*parts, reason.strip()])),
    )


def _label(id: str, book: Book) -> str:
    section = book.sections.get(id)
    return section.label if section else id
