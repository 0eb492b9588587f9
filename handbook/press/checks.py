"""A pack checked before it is written: its text read back, both its files through preflight."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from handbook.book import Book
from handbook.book.records import with_records
from handbook.preflight import Expected, Limits, Report, preflight, report_json
from handbook.press.binding import SADDLE_MULTIPLE, half_sheet
from handbook.press.books import OVERRIDES, overrides_of
from handbook.press.changes import Changes
from handbook.press.content import volume_pages
from handbook.press.interior import Interior
from handbook.press.job import parent_sheet
from handbook.press.preflight_page import set_preflight
from handbook.press.proving import prove
from handbook.press.record import Volume
from handbook.press.sentences import template_problem
from handbook.press.sheet import Sheet
from handbook.press.spine import Spine
from handbook.press.typeset import TemplateError
from handbook.problems import InputError
from handbook.proof import Certificate

APPENDICES = ("edition-changes", "keyword-index")
"""What stands behind a volume's text, by the names that its templates give it."""


@dataclass(frozen=True)
class Checks:
    """What was found in a pack."""

    certificate: Certificate
    """Of the interior."""
    reports: Mapping[str, Report]
    """Of preflight, by file name."""

    @property
    def sound(self) -> bool:
        """Whether the pack may be printed: the text is the source's, and nothing is an error."""
        return self.certificate.holds and all(report.ok for report in self.reports.values())

    def as_json(self) -> dict[str, Any]:
        """`preflight.json`: a report for each file."""
        files = {name: report_json(report) for name, report in self.reports.items()}
        return {"format": 1, "files": files}

    def page(self, book: Book, title: str) -> bytes:
        """The reports as pages to read, one file after the other. Raises `InputError`."""
        try:
            return set_preflight(
                self.reports, f"《{title}》", book.settings.notice, overrides_of(book)
            )
        except TemplateError as error:
            raise InputError([template_problem(OVERRIDES, str(error))]) from None


@dataclass(frozen=True)
class Made:
    """How the files of a pack were made, for preflight to hold them to."""

    sheet: Sheet
    inks: tuple[str, ...]
    """Of the interior."""
    cover_inks: tuple[str, ...]
    spine: Spine | None
    pdfx: bool
    """Whether they claim PDF/X-4."""


def check_pack(
    book: Book,
    volume: Volume,
    interior: Interior,
    cover: bytes,
    made: Made,
    changes: Changes | None = None,
) -> Checks:
    """Certificate and preflight of a printing's interior and cover."""
    shown = with_records(book) if volume.is_record else book
    certificate = prove(interior.pdf, shown, volume, changes, interior.imprint)
    bound, sheet = interior.bound, made.sheet
    saddle = bound.binding == "saddle"
    rectos = find_rectos(interior.bare, shown, volume)
    padding = range(bound.pages - bound.padding + 1, bound.pages + 1)
    expected = Expected(
        sheet.width,
        sheet.height,
        sheet.bleed,
        bound.pages,
        SADDLE_MULTIPLE if saddle else half_sheet(parent_sheet(sheet).parts),
        made.inks,
        made.pdfx or None,
        frozenset({page - 1 for page in rectos} | set(padding)),
        rectos,
        _limits(book),
    )
    back = Expected(
        round(2 * sheet.width + (made.spine.width_mm if made.spine else 0), 3),
        sheet.height,
        sheet.bleed,
        1,
        inks=made.cover_inks,
        pdfx=made.pdfx or None,
        limits=_limits(book),
    )
    reports = {
        "interior.pdf": preflight(interior.pdf, expected),
        "cover.pdf": preflight(cover, back),
    }
    return Checks(certificate, reports)


def _limits(book: Book) -> Limits:
    settings = book.settings.print
    return Limits(
        ink=settings.total_ink,
        image_low=settings.image_ppi_least,
        image_wanted=settings.image_ppi,
        hairline=settings.hairline,
        safe=settings.safe,
    )


def find_rectos(pdf: bytes, book: Book, volume: Volume) -> tuple[int, ...]:
    """The pages, from 1, on which what must open on a recto does; by the PDF's named places."""
    reader = PdfReader(io.BytesIO(pdf))
    places = {name: dest.page for name, dest in reader.named_destinations.items()}
    numbers = {page.indirect_reference: n for n, page in enumerate(reader.pages, 1)}
    return tuple(
        sorted({numbers[places[name]] for name in _openings(book, volume) if name in places})
    )


def _openings(book: Book, volume: Volume) -> Iterator[str]:
    """Names of what opens on a recto: chapters, issues, regulations; not methods, a page each."""
    if volume.folder != "methods":
        yield from (page.head.id for page in volume_pages(book, volume))
    yield from APPENDICES
