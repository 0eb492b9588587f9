"""The ledger as tables: Markdown for a terminal or a page, xlsx for an office."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handbook.book import Book
from handbook.errata import STATES
from handbook.errata.intake.package import fix_package
from handbook.errata.intake.safe_cells import set_text
from handbook.errata.ledger import OUTCOMES, Answer, Ledger, Outcome, Suggestion
from handbook.letters.reply import name
from handbook.messages import Language, say
from handbook.source.document import CONTROL

Cell = str | int
_WIDEST, _NARROWEST = 44, 6
"""A column's width in characters of a half."""


@dataclass(frozen=True)
class Table:
    """One table: what it is called, its head and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def ledger_tables(ledger: Ledger, book: Book, lang: Language) -> tuple[Table, Table, Table]:
    """The sums, the units, and the suggestions."""
    return _sums(ledger, lang), _units(ledger, lang), _suggestions(ledger, book, lang)


def outcome_name(outcome: Outcome, lang: Language) -> str:
    """What became of a suggestion, in a word."""
    known = outcome in STATES
    return say(f"state-{outcome}" if known else f"outcome-{outcome}", lang)


def _sums(ledger: Ledger, lang: Language) -> Table:
    answered = [answer for answer in ledger.asked if answer.date is not None]
    rows: list[tuple[Cell, ...]] = [
        (say("ledger-asked", lang), len(ledger.asked)),
        (say("ledger-answered", lang), len(answered)),
        (say("ledger-suggesting", lang), sum(1 for answer in answered if answer.suggestions)),
        (say("ledger-nil", lang), sum(1 for answer in answered if answer.nil)),
        (say("ledger-silent", lang), len(ledger.silent)),
    ]
    others = sum(1 for answer in ledger.answers if not answer.asked)
    rows += [(say("ledger-unasked", lang), others)] if others else []
    rows.append((say("ledger-suggestions", lang), len(ledger.errata)))
    counts = ledger.states()
    rows += [(say(f"state-{state}", lang), n) for state, n in counts.items() if n]
    heads = say("ledger-what", lang), say("ledger-count", lang)
    return Table(say("ledger-sums", lang), heads, tuple(rows))


def _units(ledger: Ledger, lang: Language) -> Table:
    used = [o for o in OUTCOMES if any(answer.count(o) for answer in ledger.answers)]
    heads = ("unit", "reply", "date", "suggestions")
    return Table(
        say("ledger-units", lang),
        (*(say(f"ledger-{head}", lang) for head in heads), *(outcome_name(o, lang) for o in used)),
        tuple(_unit(answer, used, lang) for answer in ledger.answers),
    )


def _unit(answer: Answer, used: Sequence[Outcome], lang: Language) -> tuple[Cell, ...]:
    kind = "no" if answer.date is None else "nil" if answer.nil else "yes"
    return (
        answer.unit,
        say(f"ledger-reply-{kind}", lang),
        answer.date.isoformat() if answer.date else "",
        len(answer.suggestions) or "",
        *(answer.count(outcome) or "" for outcome in used),
    )


def _suggestions(ledger: Ledger, book: Book, lang: Language) -> Table:
    heads = ("unit", "place", "original", "corrected", "outcome", "id", "why")
    rows = (
        _suggestion(each, book, lang) for answer in ledger.answers for each in answer.suggestions
    )
    names = tuple(say(f"ledger-{head}", lang) for head in heads)
    return Table(say("ledger-suggestions", lang), names, tuple(rows))


def _suggestion(suggestion: Suggestion, book: Book, lang: Language) -> tuple[Cell, ...]:
    erratum, row = suggestion.erratum, suggestion.row
    last = erratum.history[-1] if erratum else None
    section = book.sections.get(erratum.provision) if erratum else None
    place = erratum.provision if erratum else row.place if row else ""
    why = last.why if last else row.why if row else ""
    if last and last.of:
        why = f"→ E{last.of}" + (f"；{why}" if why else "")
    return (
        suggestion.unit,
        section.heading_text if section else place,
        suggestion.original,
        suggestion.corrected or say("ledger-deletion", lang),
        outcome_name(suggestion.outcome, lang),
        name(erratum) if erratum else "",
        why,
    )


def table_markdown(table: Table) -> str:
    """The table in Markdown, its columns in line in a terminal."""
    rows = [[_plain(cell) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(3, *(_width(row[at]) for row in rows)) for at in range(len(table.heads))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def _line(row: Iterable[str], widths: Iterable[int]) -> str:
    pairs = zip(row, widths, strict=True)
    cells = (f" {text}{' ' * (width - _width(text))} " for text, width in pairs)
    return "|" + "|".join(cells) + "|"


def _width(text: str) -> int:
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)


def _plain(cell: Cell) -> str:
    """A cell on one line that ends no cell and starts no tag or link."""
    text = CONTROL.sub("", str(cell)).replace("\n", "⏎").replace("\t", " ")
    for char in "\\|<[`":
        text = text.replace(char, f"\\{char}")
    return text


def write_workbook(tables: Iterable[Table], ledger: Ledger) -> bytes:
    """The tables as sheets of an xlsx; every cell is text or a number and never a formula."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for table in tables:
        _sheet(workbook.create_sheet(table.title), table)
    out = io.BytesIO()
    workbook.save(out)
    dates = [entry.date for erratum in ledger.errata for entry in erratum.history]
    return fix_package(out.getvalue(), max(dates, default=ledger.sent or datetime.date(1980, 1, 1)))


def _sheet(sheet: Worksheet, table: Table) -> None:
    line = Side(style="thin")
    for number, row in enumerate([table.heads, *table.rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str) and value:
                set_text(cell, CONTROL.sub("", value))
            elif value != "":
                cell.value = value
            cell.font = Font(name="宋体", size=11, bold=number == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(bottom=line) if number == 1 else Border()
    for column in range(1, len(table.heads) + 1):
        texts = [str(row[column - 1]) for row in (table.heads, *table.rows)]
        wide = max(_width(text.split("\n")[0]) for text in texts) + 2
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(_NARROWEST, min(_WIDEST, wide))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def ledger_markdown(tables: Iterable[Table]) -> Iterator[str]:
    """The tables, each under its title."""
    for table in tables:
        yield f"## {table.title}\n\n{table_markdown(table)}"
