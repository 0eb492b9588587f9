"""Read the tables of a docx as text: merged cells filled, tracked changes as accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from handbook.errata.intake.archive import open_archive, refuse
from handbook.errata.intake.tables import COLUMNS, ROWS, Table, make_lines

_FAULTS = (ParseError, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, OverflowError)
_MAIN = "word/document.xml"
# Deleted or moved away, drawn for old programs, or a field's code: not what the document says.
_UNSAID = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tcPr"})


def read_word(data: bytes, name: str) -> list[Table]:
    """The tables of a docx that `recognise` has passed. Raises `InputError`.

    A document without any gives one table without rows: its paragraphs may say something.
    """
    try:
        body = fromstring(open_archive(data, name).read(_MAIN))
        tables: list[Table] = []
        lead: list[str] = []
        left = ROWS
        for block in _blocks(body):
            if _tag(block) == "p":
                lead += filter(None, [_said(block)])
                continue
            rows = list(_within(block, "tr"))
            left -= len(rows)
            if left < 0:
                refuse("intake-rows", name, rows=ROWS)
            tables.append(_table(rows, f"表{len(tables) + 1}", tuple(lead)))
            lead = []
        if lead and tables:  # what stands below the last table may name the sender too
            last = tables.pop()
            tables.append(Table(last.name, last.lines, (*last.lead, *lead)))
    except _FAULTS:
        refuse("intake-damaged", name)
    return tables or [Table("", (), tuple(lead))]


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and outermost tables, in reading order, whatever they are wrapped in."""
    for child in element:
        tag = _tag(child)
        if tag in ("p", "tbl"):
            yield child
        elif tag not in _UNSAID:
            yield from _blocks(child)


def _within(element: Element, tag: str) -> Iterator[Element]:
    """The outermost elements of one name, content controls opened; a table inside stays shut."""
    for child in element:
        if _tag(child) == tag:
            yield child
        elif _tag(child) not in ("tbl", *_UNSAID):
            yield from _within(child, tag)


def _table(rows: list[Element], name: str, lead: tuple[str, ...]) -> Table:
    """A table with its cells laid out on the grid, merged ones filled."""
    grid: dict[int, list[str]] = {}
    above: dict[int, str] = {}
    """The text of the last cell that began at each column, for those that run on downwards."""
    for number, row in enumerate(rows, 1):
        cells: list[str] = [""] * _whole(row.find("{*}trPr/{*}gridBefore"), 0)
        for cell in _within(row, "tc"):
            merge = cell.find("{*}tcPr/{*}vMerge")
            if merge is None or _value(merge) == "restart":
                above[len(cells)] = "\n".join(_paragraphs(cell))
            text = above.get(len(cells), "")
            cells += [text] * _whole(cell.find("{*}tcPr/{*}gridSpan"), 1)
        if row.find("{*}trPr/{*}del") is None:
            grid[number] = cells[:COLUMNS]
    return Table(name, make_lines(grid), lead)


def _paragraphs(cell: Element) -> Iterator[str]:
    """The paragraphs of a cell; those of a table inside it too, cell by cell."""
    for block in _blocks(cell):
        if _tag(block) == "p":
            yield _said(block)
        else:
            for inner in _within(block, "tr"):
                yield "\t".join(" ".join(_paragraphs(each)) for each in _within(inner, "tc"))


def _said(element: Element) -> str:
    """The text of a paragraph as it reads when all tracked changes are accepted."""
    return "".join(_pieces(element)).strip()


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag == "tab":
            yield "\t"
        elif tag in ("br", "cr"):
            yield "\n"
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag not in _UNSAID:
            yield from _pieces(child)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: Element) -> str:
    return next((value for key, value in element.items() if key.endswith("}val")), "")


def _whole(element: Element | None, default: int) -> int:
    value = _value(element) if element is not None else ""
    return min(int(value), COLUMNS) if value.isdecimal() else default
