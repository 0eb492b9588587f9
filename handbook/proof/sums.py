"""The sum of a volume's text, which its colophon prints and its finished PDF must give again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from handbook.book import Book, Page, Section
from handbook.source.forms import read_record

SOFT_HYPHEN = "\u00ad"
RECORDS_INDEX = "records/index"


def squeeze(text: str) -> str:
    """The text without white space, which is the typesetter's, and places to break a word."""
    return "".join(text.split()).replace(SOFT_HYPHEN, "")


def sections_sha256(rows: Iterable[tuple[str, str]]) -> str:
    """The sha256 of rows of heading and text, in UTF-8: both without white space, then LF each."""
    digest = hashlib.sha256()
    for heading, text in rows:
        digest.update(f"{squeeze(heading)}\n{squeeze(text)}\n".encode())
    return digest.hexdigest()


def text_sha256(book: Book, volume: str = "handbook") -> str:
    """The sha256 of a volume's normalised text.

    It is taken over all sections in reading order, two lines each: number and title; the text as
    a reader sees it, with list marks, footnotes and self-check line, cells one after the other.
    White space of every kind is left out, so that line breaks in source or print do not count.
    """
    return sections_sha256((s.heading_text, s.shown.text) for _, s in volume_sections(book, volume))


def volume_sections(book: Book, volume: str) -> list[tuple[Page, Section]]:
    """The sections that a volume prints, each with its page, in the order of print.

    A record book, `records/branch-book`, begins with its own introduction; then come the sections
    that all record books share, and its own.
    """
    pages = book.folder(volume)
    rows = [(page, section) for page in pages for section in page.sections]
    if not volume.startswith("records/"):
        return rows
    shared = [
        (page, section)
        for page in book.folder(RECORDS_INDEX)
        if (common := read_record(page.document)[0].common)
        for section in page.sections[1:]
        if section.id in common
    ]
    return [*rows[:1], *shared, *rows[1:]]
