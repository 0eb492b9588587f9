"""The cover: front, spine and back as one sheet, ready for the press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.book import Book, Page
from handbook.press.books import OVERRIDES, overrides_of
from handbook.press.imprint import printing_words
from handbook.press.ink import RED, Ink, name_spot
from handbook.press.isbn import ean_modules, read_isbn
from handbook.press.record import ROOM, Volume, edition_record, qr_rows
from handbook.press.sentences import glyph_problem, template_problem
from handbook.press.sheet import Sheet
from handbook.press.spine import Spine
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset
from handbook.press.xhtml import clean
from handbook.problems import InputError

INDEX_ROWS = 12
"""More divisions than this do not go onto the front."""


@dataclass(frozen=True)
class CoverJob:
    """What a cover is set from, beside the Book."""

    volume: Volume
    sheet: Sheet
    """The trim of one page and the bleed; its colour does not matter."""
    spine: Spine | None = None
    """None for a saddle-stitched book, which has no spine."""
    printing: str = "1"
    """The printing's id, for the QR code."""
    number: str = ""
    """An ISBN, which gets its bars, or an internal number as words (内部资料准印号等)."""
    ink: Ink | None = RED
    """None: black alone."""
    subtitle: str | None = None
    """The red line above the title; None: the edition's name."""
    address: str | None = None
    """Where the QR code leads; None: 我手里这本, `<site_url>mine/?e=2018&p=1`; "": no code."""
    blanks: tuple[str, ...] = ()
    """What is to be written on the front of a record book: 支部全称, 起止日期, a line each."""


def set_cover(book: Book, job: CoverJob) -> bytes:
    """The cover as PDF, its TrimBox around back, spine and front together.

    Raises `InputError` for an ISBN that is not one and for text or a template that cannot be set.
    """
    xml = cover_xml(book, job)
    try:
        pdf = typeset(xml, "cover", overrides_of(book))
    except MissingGlyphError as error:
        raise InputError([glyph_problem(book, error.text)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None
    return name_spot(pdf, job.ink) if job.ink is not None and job.ink.name else pdf


def cover_xml(book: Book, job: CoverJob) -> bytes:
    """The cover as the template reads it."""
    record = edition_record(book, job.volume, job.sheet)
    spine, isbn = job.spine, read_isbn(job.number)
    address = copy_url(book, job) if job.address is None else job.address
    root = Element("book")
    subtitle = record["edition"] if job.subtitle is None else job.subtitle
    attributes = record | {
        "subtitle": subtitle,
        "printing": f"{record['edition']}　{printing_words(job.printing)}",
        "address": address,
        "qr": qr_rows(address) if address else "",
        "number": _number(job.number, isbn),
        "isbn": isbn,
        "bars": ean_modules(isbn) if isbn else "",
        "spine": f"{spine.width_mm:g}" if spine else "0",
        "spine-low": f"{spine.low_mm:g}" if spine else "0",
        "spine-title": record["full-title"] if spine and spine.has_title else "",
        "spine-edition": "" if ROOM in subtitle else subtitle,
        "ink": " ".join(f"{part:g}" for part in job.ink.cmyk) if job.ink else "",
    }
    for key, value in attributes.items():
        root.set(key, clean(value))
    for row in index_rows(book, job.volume):
        SubElement(root, "row", {key: clean(value) for key, value in row.items()})
    for label in job.blanks:
        SubElement(root, "blank", {"label": clean(label)})
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _number(number: str, isbn: str) -> str:
    """The number as it is printed; an ISBN has its name before it (GB/T 5795—2006)."""
    words = " ".join(number.split())
    return f"ISBN {words}" if isbn and words[0].isdigit() else words


def copy_url(book: Book, job: CoverJob) -> str:
    """The address of 我手里这本 for a printing of the handbook; empty without a site."""
    site = book.settings.site_url
    if not site or job.volume.folder != "handbook":
        return ""
    query = urlencode({"e": book.settings.edition, "p": job.printing})
    return f"{site.rstrip('/')}/mine/?{query}"


def index_rows(book: Book, volume: Volume) -> list[dict[str, str]]:
    """The book's divisions as the front lists them: number, title, and what they hold."""
    rows = [] if volume.is_record else list(_rows(book.folder(volume.folder)))
    return rows if 1 < len(rows) <= INDEX_ROWS else []


def _rows(pages: tuple[Page, ...]) -> Iterator[dict[str, str]]:
    for page in pages:
        head, provisions = page.head, [s for s in page.sections if s.is_provision]
        mark = head.label if head.kind == "chapter" else ""
        title = head.label if head.kind == "bulletin" else head.title
        aside = str(page.document.meta.get("unit", ""))
        if provisions:
            first, last = provisions[0], provisions[-1]
            if first.kind == "question":
                aside = f"{first.label}至{last.label.removeprefix('问')}"
            else:
                aside = f"第{first.number}–{last.number}条"
        yield {"mark": mark, "title": title, "aside": aside}
