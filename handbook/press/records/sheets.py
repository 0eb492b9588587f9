"""Single forms: to print at the office, and to fill in on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from handbook.book import Book, Page
from handbook.press.books import OVERRIDES
from handbook.press.record import Volume, edition_record
from handbook.press.records.content import form_element, set_paper
from handbook.press.records.fillable import make_fillable
from handbook.press.records.page import A4
from handbook.press.records.side import Blank
from handbook.press.sentences import glyph_problem, template_problem
from handbook.press.sheet import Sheet
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset_all
from handbook.press.xhtml import clean
from handbook.problems import InputError
from handbook.source.forms import Form, read_record

SHEET = Sheet(A4.width, A4.height)
TEMPLATE = "form"


@dataclass(frozen=True)
class Single:
    """A form as a sheet of its own."""

    page: Page
    """The record page that describes it."""
    form: Form
    fillable: bool = False

    @property
    def name(self) -> str:
        """Where its PDF stands below `print/records/`."""
        kind = "-fill" if self.fillable else ""
        return f"{self.page.document.stem}/{self.form.id}{kind}.pdf"


def singles(book: Book) -> list[Single]:
    """Every form of a Book with its record pages, to print and to fill in."""
    return [
        Single(page, form, fillable)
        for page in book.folder("records")
        for form in read_record(page.document)[0].forms
        for fillable in (False, True)
    ]


def set_singles(book: Book, sheets: list[Single]) -> list[bytes]:
    """The PDFs of forms, in their order. Raises `InputError` where one does not fit its page."""
    records = {
        stem: edition_record(book, Volume(f"records/{stem}", title), SHEET)
        for stem, title in {
            (each.page.document.stem, each.page.head.title.strip("《》")) for each in sheets
        }
    }
    xmls = [_xml(book, each, records[each.page.document.stem]) for each in sheets]
    try:
        pdfs = typeset_all(xmls, TEMPLATE, book.root / OVERRIDES)
    except MissingGlyphError as error:
        raise InputError([glyph_problem(book, error.text)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None
    return [
        make_fillable(pdf, _blanks(each)) if each.fillable else pdf
        for each, pdf in zip(sheets, pdfs, strict=True)
    ]


def _blanks(each: Single) -> list[Blank]:
    sides = A4.lay_out(each.form, each.page.document.path)
    return [blank for side in sides for blank in side.blanks]


def _xml(book: Book, each: Single, record: Mapping[str, str]) -> bytes:
    """The form for the template; to be filled in, each blank is a link to `field:N`."""
    root = Element("book", dict(record))
    root.set("full-title", clean(each.form.title))
    root.set("series", record["full-title"])
    root.set("fields", "1" if each.fillable else "")
    element = form_element(book, each.page, each.form, A4, each.fillable)
    name = book.settings.edition_name
    root.set("basis-edition", f"依据{name}" if element.get("basis") else "")
    set_paper(root, A4)
    root.append(element)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml
