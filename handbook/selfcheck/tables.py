"""The overview as tables, for a terminal and for an office."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handbook.errata.intake.package import fix_package
from handbook.errata.intake.safe_cells import set_text
from handbook.letters.tables import Cell, Table
from handbook.messages import Language, say
from handbook.selfcheck.model import VERDICTS
from handbook.selfcheck.overview import Branch, Overview, Tally
from handbook.selfcheck.standing import LEVELS

_WIDEST, _NARROWEST = 44, 7
"""A column's width in characters of a half."""


def overview_tables(overview: Overview, lang: Language) -> tuple[Table, ...]:
    """Growth, branches, items, and the clauses that most branches lack."""
    return (
        _growth(overview, lang),
        _branches(overview, lang),
        _tallies("items", overview.items, lang),
        _tallies("clauses", overview.clauses, lang),
    )


def level_name(level: str, lang: Language) -> str:
    """The name of a class."""
    return say(f"selfcheck-level-{level}", lang)


def _verdict_heads(lang: Language) -> tuple[str, ...]:
    return tuple(say(f"selfcheck-verdict-{verdict or 'none'}", lang) for verdict in VERDICTS)


def _heads(lang: Language, *names: str) -> tuple[str, ...]:
    return tuple(say(f"selfcheck-{name}", lang) for name in names)


def _growth(overview: Overview, lang: Language) -> Table:
    heads = (
        *_heads(lang, "date"),
        *(level_name(level, lang) for level in LEVELS),
        *_heads(lang, "total", "rate"),
    )
    rows: list[tuple[Cell, ...]] = []
    for point in overview.growth:
        total = sum(point.levels.values())
        rate = f"{100 * point.levels['reached'] / total:.1f}%"
        rows.append((point.date, *(point.levels[level] for level in LEVELS), total, rate))
    return Table(say("selfcheck-growth", lang), heads, tuple(rows))


def _branches(overview: Overview, lang: Language) -> Table:
    heads = (
        *_heads(lang, "unit", "branch", "date", "edition", "level"),
        *_verdict_heads(lang),
        *_heads(lang, "overdue", "lacks", "asked", "archived", "files"),
    )
    rows = tuple(_branch(branch, lang) for branch in overview.branches)
    return Table(say("selfcheck-branches", lang), heads, rows)


def _branch(branch: Branch, lang: Language) -> tuple[Cell, ...]:
    here = branch.standing
    return (
        branch.unit,
        branch.branch,
        branch.date,
        branch.edition,
        level_name(here.level, lang),
        *(here.counts[verdict] for verdict in VERDICTS),
        here.overdue,
        say("selfcheck-comma", lang).join(
            say(f"selfcheck-lack-{lack}", lang) for lack in here.lacks
        ),
        branch.asked,
        branch.archived,
        branch.files,
    )


def _tallies(name: str, tallies: tuple[Tally, ...], lang: Language) -> Table:
    heads = (*_heads(lang, "number", "title"), *_verdict_heads(lang))
    rows: list[tuple[Cell, ...]] = [
        (each.label, each.title, *(each.counts[verdict] for verdict in VERDICTS))
        for each in tallies
    ]
    return Table(say(f"selfcheck-{name}", lang), heads, tuple(rows))


def write_workbook(overview: Overview, lang: Language) -> bytes:
    """The tables as sheets, the growth with a curve; every text is a text and never a formula."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, table in enumerate(overview_tables(overview, lang)):
        sheet = workbook.create_sheet(table.title)
        _fill(sheet, table)
        if number == 0 and len(table.rows) > 1:
            _draw_curve(sheet, table)
    out = io.BytesIO()
    workbook.save(out)
    last = max((p.date for p in overview.growth), default="1980-01-01")
    return fix_package(out.getvalue(), datetime.date.fromisoformat(last))


def _fill(sheet: Worksheet, table: Table) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate([table.heads, *table.rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str) and value:
                set_text(cell, value)
            elif value != "":
                cell.value = value
            cell.font = Font(name="宋体", size=11, bold=number == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.border = Border(bottom=Side(style="thin"))
            wide = sum(1 if ord(char) < 0x1100 else 2 for char in str(value)) + 2
            widths[column] = max(widths.get(column, _NARROWEST), wide)
    for column, wide in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, wide)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def _draw_curve(sheet: Worksheet, table: Table) -> None:
    """How the number of branches in each class grew."""
    last = len(table.rows) + 1
    chart = LineChart()
    chart.title = table.title
    chart.add_data(Reference(sheet, min_col=2, max_col=4, min_row=1, max_row=last), True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, f"A{last + 2}")


def level_counts(overview: Overview) -> Mapping[str, int]:
    """How many branches are in each class today."""
    return {level: overview.level(level) for level in LEVELS}
