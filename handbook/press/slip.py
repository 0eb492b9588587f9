"""The errata slip on paper: one to a page, or as many to an A4 sheet as can be cut from it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, NameObject

from handbook.book import Book
from handbook.errata.slip import Slip, SlipRow
from handbook.press.books import OVERRIDES, overrides_of
from handbook.press.imprint import printing_words
from handbook.press.record import date_words
from handbook.press.sentences import template_problem
from handbook.press.sheet import Sheet
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset
from handbook.press.xhtml import clean
from handbook.problems import InputError, problem
from handbook.source import Settings

Format = Literal["A5", "A6"]
MM = 72 / 25.4


@dataclass(frozen=True)
class Cut:
    """How a slip's size is cut from an A4 sheet; millimetres (GB/T 148—1997)."""

    width: float
    height: float
    across: int
    down: int


SIZES: dict[Format, tuple[float, float]] = {"A5": (148, 210), "A6": (105, 148)}
CUTS: dict[Format, Cut] = {"A5": Cut(148.5, 210, 2, 1), "A6": Cut(105, 148.5, 2, 2)}
"""Half and quarter of A4, half a millimetre over A5 and A6 where A4 has it to give."""
TICK, HAIR = 4.0, 0.25
"""A cut mark's length in millimetres and its width in points."""


def set_slip(
    slip: Slip, settings: Settings, format: Format, single: bool, overrides: Path | None = None
) -> bytes:
    """The PDF. Raises what `typeset` raises.

    Many to a sheet, every sheet carries one page of the slip alone: cut and gathered, the piles
    are the slip's pages in their order, and a slip of two pages can be printed on both sides.
    """
    cut = CUTS[format]
    size = SIZES[format] if single else (cut.width, cut.height)
    pdf = typeset(slip_xml(slip, settings, format, size), "slip", overrides)
    return pdf if single else tile(pdf, cut)


def set_fitting_slip(slip: Slip, book: Book) -> bytes:
    """The slip in the largest size that lies in the book unfolded, as many to an A4 sheet as fit.

    Raises `InputError` where the errata's text or the project's template cannot be set.
    """
    sheet = Sheet.of(book.settings)
    format: Format = "A5" if sheet.width >= SIZES["A5"][0] else "A6"
    try:
        return set_slip(slip, book.settings, format, single=False, overrides=overrides_of(book))
    except MissingGlyphError as error:
        codes = " ".join(f"U+{ord(char):04X}" for char in error.text)
        raise InputError(
            [problem("print-glyph", "docs/errata", text=error.text, code=codes)]
        ) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None


def write_slips(slips: Iterable[tuple[str, Slip, Book]], out_dir: Path) -> None:
    """Write the slips of printings, each with its name (2018-1) and the Book that it mends.

    Raises what `set_fitting_slip` raises.
    """
    for name, slip, book in slips:
        pdf = set_fitting_slip(slip, book)
        out_dir.mkdir(parents=True, exist_ok=True)
        (out_dir / f"slip-{name}.pdf").write_bytes(pdf)


def slip_xml(slip: Slip, settings: Settings, format: Format, size: tuple[float, float]) -> bytes:
    """The slip as the template reads it; `size` is width and height in millimetres."""
    printing = slip.printing
    root = Element(
        "book",
        {
            "title": f"《{settings.title}》",
            "edition": settings.edition_name,
            "printing": printing_words(printing.run.id) if printing else "",
            "date": slip.date.isoformat() if slip.date else "",
            "date-words": date_words(slip.date),
            "publisher": settings.publisher,
            "notice": settings.notice,
            "address": latest_errata(settings),
            "count": str(len(slip.errata)),
            "errata": errata_ranges(slip.errata),
            "leaves": str(slip.leaves) if slip.by_page and not slip.unplaced else "",
            "by-page": "1" if slip.by_page else "",
            "format": format,
            "width": f"{size[0]:g}",
            "height": f"{size[1]:g}",
        },
    )
    for row in slip.rows:
        root.append(_row(row))
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _row(row: SlipRow) -> Element:
    line = str(row.line) if row.page else ""
    element = Element(
        "row", {"label": row.label, "title": row.title, "page": row.page, "line": line}
    )
    for tag, runs in (("wrong", row.wrong), ("right", row.right)):
        cell = SubElement(element, tag)
        for text, changed in runs:
            SubElement(cell, "run", {"changed": "1" if changed else ""}).text = clean(text)
    return element


def latest_errata(settings: Settings) -> str:
    """Where the change log stands; empty without a site."""
    site = settings.site_url
    page = "errata/" if settings.directory_urls else "errata/index.html"
    return f"{site.rstrip('/')}/latest/{page}" if site else ""


def errata_ranges(ids: tuple[str, ...]) -> str:
    """E2018-001至003、E2018-005: the numbers, runs of them joined."""
    parts: list[str] = []
    runs: list[list[tuple[str, int]]] = []
    for id in ids:
        found = re.fullmatch(r"(\d{4}-)(\d{3,})", id)
        if found is None:
            parts.append(id)
            continue
        year, number = found[1], int(found[2])
        if runs and runs[-1][-1] == (year, number - 1):
            runs[-1].append((year, number))
        else:
            runs.append([(year, number)])
    for run in runs:
        (year, first), (_, last) = run[0], run[-1]
        tail = f"至{last:03d}" if len(run) > 2 else f"、E{year}{last:03d}" if len(run) == 2 else ""
        parts.append(f"E{year}{first:03d}{tail}")
    return "、".join(parts)


def tile(pdf: bytes, cut: Cut) -> bytes:
    """Every page as often as it goes onto an A4 sheet, with marks where to cut."""
    reader, writer = PdfReader(io.BytesIO(pdf)), PdfWriter()
    width, height = cut.width * cut.across * MM, cut.height * cut.down * MM
    for page in reader.pages:
        sheet = PageObject.create_blank_page(writer, width, height)
        for at in range(cut.across * cut.down):
            right, up = at % cut.across * cut.width * MM, at // cut.across * cut.height * MM
            sheet.merge_transformed_page(page, Transformation().translate(right, up))
        _draw(sheet, cut_marks(cut))
        writer.add_page(sheet)
    root = writer.root_object
    for key in ("/Lang", "/ViewerPreferences"):
        if key in reader.root_object:
            root[NameObject(key)] = reader.root_object[key]
    writer.add_metadata({k: v for k, v in (reader.metadata or {}).items() if k != "/Producer"})
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def cut_marks(cut: Cut) -> list[tuple[float, float, float, float]]:
    """The marks as lines in millimetres from the sheet's lower left corner.

    They lie on the cut itself, at the sheet's edges and at crossings, so that no slip keeps one.
    """
    width, height = cut.width * cut.across, cut.height * cut.down
    lines = []
    for n in range(1, cut.across):
        x = n * cut.width
        lines += [(x, 0, x, TICK), (x, height - TICK, x, height)]
    for n in range(1, cut.down):
        y = n * cut.height
        lines += [(0, y, TICK, y), (width - TICK, y, width, y)]
        for m in range(1, cut.across):
            x = m * cut.width
            lines += [(x - TICK / 2, y, x + TICK / 2, y), (x, y - TICK / 2, x, y + TICK / 2)]
    return lines


def _draw(page: PageObject, lines: list[tuple[float, float, float, float]]) -> None:
    """Hairlines in black alone."""
    path = " ".join(
        f"{a * MM:.3f} {b * MM:.3f} m {c * MM:.3f} {d * MM:.3f} l" for a, b, c, d in lines
    )
    stream = DecodedStreamObject()
    stream.set_data(f"q 0 0 0 1 K {HAIR} w {path} S Q".encode())
    marks = PageObject.create_blank_page(None, page.mediabox.width, page.mediabox.height)
    marks[NameObject("/Contents")] = stream
    page.merge_page(marks)
