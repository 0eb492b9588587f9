"""The form as a document: A4 landscape, the table's head on every page."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from handbook.book import Book
from handbook.errata.intake.package import fix_package
from handbook.errata.intake.template import (
    COLUMNS,
    PRIVACY,
    SENDER,
    form_instructions,
    form_title,
)

ROWS = 8
"""Rows to fill in; whoever needs more adds them."""
_WIDTH = 265
"""Millimetres that a line takes: A4 landscape less margins of 16."""


def template_docx(book: Book) -> bytes:
    """The form; the same Book gives the same bytes."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    title = _write(document.add_paragraph(), form_title(book), 16, bold=True)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(document.add_paragraph(), SENDER + PRIVACY, 10.5)
    _write(document.add_paragraph(), form_instructions(book), 9)
    table = document.add_table(ROWS + 1, len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _fill(table)
    out = io.BytesIO()
    document.save(out)
    return fix_package(out.getvalue(), book.settings.edition_date)


def _fill(table: Table) -> None:
    unit = _WIDTH / sum(column.share for column in COLUMNS)
    for grid, column in zip(table.columns, COLUMNS, strict=True):
        grid.width = Mm(round(column.share * unit))
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        row.height = Mm(9 if number == 0 else 13)
        for place, (cell, column) in enumerate(zip(row.cells, COLUMNS, strict=True)):
            cell.width = Mm(round(column.share * unit))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            text = column.head if number == 0 else str(number) if place == 0 else ""
            paragraph = _write(cell.paragraphs[0], text, 10.5, bold=number == 0)
            paragraph.paragraph_format.space_after = Pt(0)
            if number == 0 or column.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write(paragraph: Paragraph, text: str, size: float, bold: bool = False) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Times New Roman"
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "宋体")
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are Chinese here
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph
