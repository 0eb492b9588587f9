"""Read the sheets of an xlsx as text, row by row: numbers and dates as they are written.

Streams, so that a sheet of a million rows is refused after the first few thousand. Formulas are
text and stay so: their results, which only a program could vouch for, are not taken.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from handbook.errata.intake.archive import open_archive, refuse
from handbook.errata.intake.tables import COLUMNS, ROWS, Span, Table, make_lines

_EMPTY_ROWS = 5 * ROWS
"""Rows without text that are passed over: formatting often runs on below a table."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FAULTS = (
    ParseError, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, AttributeError,
    OverflowError, TypeError,
)  # fmt: skip


def read_workbook(data: bytes, name: str) -> list[Table]:
    """The visible sheets of an xlsx that `recognise` has passed. Raises `InputError`."""
    try:
        return list(_Workbook(open_archive(data, name), name).tables())
    except _FAULTS:
        refuse("intake-damaged", name)


@dataclass
class _Workbook:
    archive: zipfile.ZipFile
    name: str
    left: int = ROWS

    def tables(self) -> Iterator[Table]:
        main, _ = self._targets("", "officeDocument")[0]
        book = self._tree(main)
        sheets = {id: part for part, id in self._targets(main, "worksheet")}
        texts = self._shared(main)
        dates = self._dates(main)
        flag = book.find("{*}workbookPr")
        from_1904 = flag is not None and flag.get("date1904") in ("1", "true")
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            id = next((v for key, v in sheet.items() if key.endswith("}id")), "")
            if id in sheets and sheet.get("state", "visible") == "visible":
                reader = _Sheet(texts, dates, from_1904)
                with self.archive.open(sheets[id]) as stream:
                    for _, element in iterparse(stream):
                        if not reader.take(element, self.left):
                            refuse("intake-rows", self.name, rows=ROWS)
                lines = make_lines(reader.rows, reader.spans)
                self.left -= len(lines)
                yield Table(sheet.get("name", ""), lines)

    def _tree(self, part: str) -> Element:
        return fromstring(self.archive.read(part))

    def _targets(self, part: str, type: str) -> list[tuple[str, str]]:
        """The parts that a part points at by relations of one type, with the relations' ids."""
        folder, base = posixpath.split(part)
        tree = self._tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [
            (posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:],
             each.get("Id", ""))
            for each in tree
            if each.get("Type", "").endswith(f"/{type}") and each.get("TargetMode") != "External"
        ]  # fmt: skip

    def _shared(self, main: str) -> list[str]:
        """The texts that cells name by number."""
        texts: list[str] = []
        for part, _ in self._targets(main, "sharedStrings")[:1]:
            with self.archive.open(part) as stream:
                for _, element in iterparse(stream):
                    if _tag(element) == "si":
                        texts.append(_text(element))
                        element.clear()
        return texts

    def _dates(self, main: str) -> set[int]:
        """The numbers of the cell styles that show a date."""
        for part, _ in self._targets(main, "styles")[:1]:
            tree = self._tree(part)
            formats: dict[int, str] = {**BUILTIN_FORMATS}
            for each in tree.iterfind("{*}numFmts/{*}numFmt"):
                formats[int(each.get("numFmtId", 0))] = each.get("formatCode", "")
            ids = [int(style.get("numFmtId", 0)) for style in tree.iterfind("{*}cellXfs/{*}xf")]
            # 27–36 and 50–58 are dates in East Asian versions (ISO/IEC 29500-1, 18.8.30).
            return {
                place
                for place, id in enumerate(ids)
                if is_date_format(formats.get(id, "")) or 27 <= id <= 36 or 50 <= id <= 58
            }
        return set()


class _Sheet:
    """Collects the rows of one sheet while it is being parsed."""

    def __init__(self, texts: list[str], dates: set[int], from_1904: bool) -> None:
        self.texts, self.dates = texts, dates
        self.epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        self.rows: dict[int, list[str]] = {}
        self.spans: list[Span] = []
        self.filled = self.passed = self.number = 0

    def take(self, element: Element, limit: int) -> bool:
        """Take in what was parsed; False where the sheet has more rows than may be."""
        tag = _tag(element)
        if tag == "row":
            self.number = int(element.get("r", self.number + 1))
            row = self._row(element)
            filled = any(row)
            self.filled += filled
            self.passed += not filled
            self.rows[self.number] = row
            element.clear()
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            self.spans.append((top, left - 1, bottom, right - 1))
        return self.filled <= limit and self.passed <= _EMPTY_ROWS and len(self.spans) <= ROWS

    def _row(self, element: Element) -> list[str]:
        cells: list[str] = []
        for cell in element:
            place = cell.get("r")
            column = len(cells)
            if place:
                column = column_index_from_string(coordinate_from_string(place)[0]) - 1
            if column < COLUMNS and (text := self._cell(cell)):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
        return cells

    def _cell(self, cell: Element) -> str:
        formula = cell.find("{*}f")
        if formula is not None:
            return f"={formula.text or '…'}"
        type = cell.get("t", "n")
        if type == "inlineStr":
            return _text(cell)
        value = cell.findtext("{*}v") or ""
        if type == "s":
            return self.texts[int(value)] if value else ""
        if type != "n" or not value:
            return _unescape(value)
        number = float(value)
        if int(cell.get("s", 0)) in self.dates:
            date = from_excel(number, self.epoch)
            if isinstance(date, datetime.datetime):
                return date.date().isoformat()
        return f"{number:.15g}"


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    """The text of a rich string, its readings (phonetic runs) left out."""
    pieces: list[str] = []
    for child in element:
        tag = _tag(child)
        if tag == "t":
            pieces.append(_unescape(child.text or ""))
        elif tag in ("r", "is"):
            pieces.append(_text(child))
    return "".join(pieces)


def _unescape(text: str) -> str:
    """Characters that XML cannot hold stand as _x000D_ (ISO/IEC 29500-1, 22.4.2.4)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
