"""Read a csv as offices save it: UTF-8, GBK or UTF-16, with commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
import io

from handbook.errata.intake.archive import refuse
from handbook.errata.intake.tables import COLUMNS, ROWS, Table, make_lines


def read_delimited(data: bytes, name: str) -> list[Table]:
    """The rows of a csv. Raises `InputError`."""
    text = decode(data, name)
    rows: dict[int, list[str]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, row in enumerate(reader, 1):
            if any(row):
                rows[number] = [plain(cell) for cell in row[:COLUMNS]]
            if len(rows) > ROWS or number > 5 * ROWS:
                refuse("intake-rows", name, rows=ROWS)
    except csv.Error:  # a field beyond the module's limit, 131,072 characters
        refuse("intake-damaged", name)
    return [Table("", make_lines(rows))]


def decode(data: bytes, name: str) -> str:
    """The text of a file whose encoding nobody says; GB 18030 contains GBK and GB 2312."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    texts = filter(None, (_decode(data, encoding) for encoding in encodings))
    text = next(texts, "\0")
    if "\0" in text:
        refuse("intake-unknown", name)
    return text


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a program from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _delimiter(text: str) -> str:
    """The mark that most of the first rows are parted by."""
    head = text[:4096]
    return max(",\t;", key=head.count)
