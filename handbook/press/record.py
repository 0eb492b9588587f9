"""The record of an edition: what title page, colophon and document properties say."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import segno

from handbook.book import Book
from handbook.press.imprint import Imprint
from handbook.press.sheet import Sheet
from handbook.source.document import Folder

ROOM = "　　"
"""Room to write in, as in 20　　年度; nobody writes on a spine."""


@dataclass(frozen=True)
class Volume:
    """One of the books: its file's name is its folder's, and so is its template's."""

    folder: Folder | str
    """`records/branch-book` for a record book: the page that describes it."""
    title: str = ""
    """Empty: the handbook's own title."""
    trim: str = ""
    """Its own trim size, as the settings write one; empty for theirs."""

    @property
    def is_record(self) -> bool:
        """Whether it is a record book, bound of forms."""
        return self.folder.startswith("records/")

    @property
    def template(self) -> str:
        """The name of its main template."""
        return "record" if self.is_record else self.folder


def latest_url(book: Book) -> str:
    """The address that a printed book sends its reader to; empty without a site."""
    site = book.settings.site_url
    return f"{site.rstrip('/')}/latest/" if site else ""


def edition_record(
    book: Book, volume: Volume, sheet: Sheet, imprint: Imprint | None = None
) -> dict[str, str]:
    """The attributes of the document that the front matter is set from.

    With `imprint` it is that of one printing.
    """
    settings = book.settings
    sections = [s for page in book.folder(volume.folder) for s in page.sections]
    signs = sum(len("".join((s.title + s.shown.text).split())) for s in sections)
    title = volume.title or settings.title
    latest = latest_url(book)
    run = imprint or Imprint("")
    address = run.address or latest
    return {
        "full-title": title,
        "title-lines": "\n".join(_title_lines(title, settings.site_name)),
        "series": settings.title if volume.title else "",
        "publisher": settings.publisher,
        "notice": settings.notice,
        "contact": settings.contact,
        "edition": settings.edition_name,
        "date": settings.edition_date.isoformat() if settings.edition_date else "",
        "date-words": date_words(settings.edition_date),
        "sha256": run.text_sha256 or book.sha256,
        "words": f"{max(1, round(signs / 1000))}千字",
        "keywords": "\n".join(dict.fromkeys(s.title for s in sections if s.heading.level < 3)),
        "latest": latest,
        "qr": qr_rows(address) if address else "",
        "format": sheet.format,
        "width": f"{sheet.width:g}",
        "height": f"{sheet.height:g}",
        "bleed": f"{sheet.bleed:g}",
        "colour": sheet.colour,
    } | run.attributes()


def qr_rows(address: str) -> str:
    """A QR code as rows of 0 and 1, for the template to draw in its own ink.

    Level M (ISO/IEC 18004, 7.5.1) bears the wear of a printed page.
    """
    code = segno.make(address, error="m", micro=False)
    return "\n".join("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def _title_lines(title: str, short: str) -> list[str]:
    """A long title is broken before the short one with which it ends, where sense allows it."""
    before = title.removesuffix(short)
    return [before, short] if before and short and before != title else [title]


def date_words(date: object) -> str:
    """2018年5月20日; empty for anything but a date."""
    if not isinstance(date, datetime.date):
        return ""
    return f"{date.year}年{date.month}月{date.day}日"
