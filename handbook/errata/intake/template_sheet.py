"""The form as a spreadsheet: A4 landscape, its head on every page, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handbook.book import Book
from handbook.errata.intake.package import fix_package
from handbook.errata.intake.safe_cells import set_text
from handbook.errata.intake.template import (
    COLUMNS,
    KINDS,
    NAME,
    PRIVACY,
    SENDER,
    form_instructions,
    form_places,
    form_title,
)

ROWS = 40
"""Rows to fill in; whoever needs more adds them."""
_LAST = get_column_letter(len(COLUMNS))
_FACE = "宋体"


def template_xlsx(book: Book) -> bytes:
    """The form; the same Book gives the same bytes."""
    workbook = Workbook()
    sheet: Worksheet = workbook.active
    sheet.title = NAME
    head = _write_top(sheet, book) + 1
    _write_rows(sheet, head)
    _add_kinds(sheet, head)
    _add_places(workbook, sheet, head, form_places(book))
    _set_page(sheet, head)
    out = io.BytesIO()
    workbook.save(out)
    return fix_package(out.getvalue(), book.settings.edition_date)


def _write_top(sheet: Worksheet, book: Book) -> int:
    """Title, sender and instructions, each across the sheet; how many rows they take."""
    top = (
        (form_title(book), 16, 32),
        (SENDER + PRIVACY, 11, 24),
        (form_instructions(book), 10, 46),
    )
    for row, (text, size, height) in enumerate(top, 1):
        sheet.merge_cells(f"A{row}:{_LAST}{row}")
        cell = sheet.cell(row, 1)
        set_text(cell, text)
        cell.font = Font(name=_FACE, size=size, bold=row == 1)
        cell.alignment = Alignment("center" if row == 1 else "left", "center", wrap_text=True)
        sheet.row_dimensions[row].height = height
    return len(top)


def _write_rows(sheet: Worksheet, head: int) -> None:
    line = Side(style="thin")
    for row in range(head, head + ROWS + 1):
        for place, column in enumerate(COLUMNS, 1):
            cell = sheet.cell(row, place)
            cell.border = Border(line, line, line, line)
            cell.font = Font(name=_FACE, size=11, bold=row == head)
            across = "center" if row == head or column.centred else "left"
            cell.alignment = Alignment(across, "center", wrap_text=True)
            if row == head:
                set_text(cell, column.head)
                cell.fill = PatternFill("solid", fgColor="EDEDED")
            elif place == 1:
                cell.value = row - head
            else:
                cell.number_format = "@"  # else 3-14 becomes a date, and 3.10 the number 3.1
        sheet.row_dimensions[row].height = 24 if row == head else 34
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.share


def _add_kinds(sheet: Worksheet, head: int) -> None:
    """类别 takes one of two words."""
    kinds = DataValidation("list", formula1=f'"{",".join(KINDS)}"', allow_blank=True)
    kinds.showErrorMessage = True
    kinds.errorTitle, kinds.error = (
        "类别",
        f"请选“{KINDS[0]}”（改变要求）或“{KINDS[1]}”（只改文字）",
    )
    kinds.add(_cells("类别", head))
    sheet.add_data_validation(kinds)


def _add_places(workbook: Workbook, sheet: Worksheet, head: int, places: Sequence[str]) -> None:
    """条款 offers all provisions, from a sheet out of sight, and takes what else is typed."""
    if not places:
        return
    hidden = workbook.create_sheet("条款")
    hidden.sheet_state = "hidden"
    for row, place in enumerate(places, 1):
        set_text(hidden.cell(row, 1), place)
    choice = DataValidation("list", formula1=f"条款!$A$1:$A${len(places)}", allow_blank=True)
    choice.showErrorMessage = False
    choice.showInputMessage = True
    choice.promptTitle, choice.prompt = "条款", "可从列表中选，也可直接填写"
    choice.add(_cells("条款（条号和标题）", head))
    sheet.add_data_validation(choice)


def _cells(name: str, head: int) -> str:
    """The cells to fill in of a column."""
    place = [column.head for column in COLUMNS].index(name) + 1
    letter = get_column_letter(place)
    return f"{letter}{head + 1}:{letter}{head + ROWS}"


def _set_page(sheet: Worksheet, head: int) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = f"A{head + 1}"
