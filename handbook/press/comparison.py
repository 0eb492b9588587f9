"""修订对照表: two texts in three columns as offices file them: 原文, 修改后, 依据."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.book import Section
from handbook.editions.entries import Comparison, Entry
from handbook.editions.layout import Shape, Side, Skip, Table, layout, renumbered_ranges, runs
from handbook.editions.pieces import Block, Piece
from handbook.errata.declared import basis_words
from handbook.press.books import OVERRIDES
from handbook.press.columns import column_shares
from handbook.press.record import date_words
from handbook.press.sentences import glyph_problem, template_problem
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset
from handbook.press.xhtml import clean
from handbook.problems import InputError, Problem

MEASURE = 32.0
"""The width of a column in ems of a table's type, as comparison.typ makes it."""
SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def set_comparison(comparison: Comparison, root: Path | None = None) -> bytes:
    """The PDF. Raises `InputError` where the user's text or template cannot be set.

    `root` is the project whose `overrides/print/` come before our templates.
    """
    overrides = (root or comparison.new.book.root) / OVERRIDES
    try:
        return typeset(comparison_xml(comparison), "comparison", overrides)
    except MissingGlyphError as error:
        raise InputError([_glyph_problem(comparison, error.text)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None


def _glyph_problem(comparison: Comparison, text: str) -> Problem:
    """Where a character stands that no font has: in one of the texts, or in an erratum."""
    found = (glyph_problem(side.book, text) for side in (comparison.new, comparison.old))
    placed = next((p for p in found if p.file != "mkdocs.yml"), None)
    return placed or glyph_problem(comparison.new.book, text, comparison.errata.values())


def comparison_xml(comparison: Comparison) -> bytes:
    """The comparison as the template reads it; what only bears another number is summed up."""
    settings = comparison.new.book.settings
    date = settings.edition_date if comparison.new.name == settings.edition else None
    rows = comparison.of("changed", "added", "removed", "moved")
    root = Element(
        "book",
        {
            "title": f"《{settings.title}》",
            "old": comparison.old.title,
            "new": comparison.new.title,
            "date": date.isoformat() if date else "",
            "date-words": date_words(date),
            "publisher": settings.publisher,
            "notice": settings.notice,
            "count": str(len(rows)),
            "ranges": "；".join(f"{a}改为{b}" for a, b in renumbered_ranges(comparison)),
        },
    )
    for head, entries in groupby(rows, lambda entry: _head(comparison, entry)):
        group = SubElement(root, "group", {"title": head})
        for entry in entries:
            group.append(_entry(comparison, entry))
    for element in root.iter():
        element.text = clean(element.text or "")
        element.attrib.update({key: clean(value) for key, value in element.attrib.items()})
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _head(comparison: Comparison, entry: Entry) -> str:
    book = comparison.new.book if entry.new else comparison.old.book
    return book.page_of(entry.here.id).head.heading_text


def _entry(comparison: Comparison, entry: Entry) -> Element:
    element = Element("entry", {"id": entry.id})
    errata = [comparison.errata[id] for id in entry.causes]
    signs = dict(zip(entry.causes, SIGNS, strict=False)) if len(errata) > 1 else {}
    same = entry.status == "same"
    shapes = [] if same else layout(entry.blocks)
    for side, section in (("old", entry.old), ("new", entry.new)):
        element.append(_side(entry, "old" if side == "old" else "new", section, shapes, signs))
    basis = SubElement(element, "basis")
    for note in _notes(comparison, entry):
        SubElement(basis, "p", {"kind": "note"}).text = note
    for erratum in errata:
        head = f"{signs.get(erratum.id, '')}{erratum.name}"
        SubElement(basis, "p", {"kind": "name"}).text = head
        SubElement(basis, "p", {"kind": "word"}).text = basis_words(erratum)
    if comparison.undeclared(entry):
        other = "另有改动" if errata else ""
        SubElement(basis, "p", {"kind": "word"}).text = f"{other}没有登记的勘误或者修订"
    return element


def _notes(comparison: Comparison, entry: Entry) -> Iterator[str]:
    if entry.moved and entry.old and entry.new:
        was = comparison.old.book.path_text(entry.old)
        now = comparison.new.book.path_text(entry.new)
        there, here = ("／".join(path) or "原处" for path in (was, now))
        yield "调整顺序" if was == now else f"由“{there}”移至“{here}”"
    if entry.moved and entry.status == "same":
        yield "文字未变"
    if entry.renamed_from:
        yield f"标识由{entry.renamed_from}改为{entry.id}"
    if entry.status == "changed" and not entry.reworded:
        yield "文字未变，只是链接、强调等标记有改动"


def _side(
    entry: Entry,
    side: Side,
    section: Section | None,
    shapes: Iterable[Shape],
    signs: dict[str, str],
) -> Element:
    element: Element = Element(
        str(side), {"number": _number(section), "absent": "" if section else "1"}
    )
    if section is None:
        return element
    _runs(SubElement(element, "title"), entry.title, side, signs)
    for shape in shapes:
        if isinstance(shape, Skip):
            SubElement(element, "skip").text = f"其余{shape.count}段未变"
        elif isinstance(shape, Table):
            _table(element, shape, side, signs)
        elif shape.in_old if side == "old" else shape.in_new:
            _line(element, shape, side, signs)
    return element


def _number(section: Section | None) -> str:
    if section is None or section.number is None or section.kind == "bulletin":
        return ""
    return f"第{section.number}条" if section.kind == "norm" else section.label


def _line(parent: Element, block: Block, side: Side, signs: dict[str, str]) -> None:
    mark = "".join(piece.old if side == "old" else piece.new for piece in block.mark)
    line = SubElement(parent, "line", {"kind": block.kind, "depth": str(block.depth), "mark": mark})
    _runs(line, block.pieces, side, signs)


def _table(parent: Element, table: Table, side: Side, signs: dict[str, str]) -> None:
    rows, columns = table.rows_of(side), table.columns(side)
    if not rows or not columns:
        return
    texts = []
    element = SubElement(parent, "rows")
    for row in rows:
        if isinstance(row, Skip):
            SubElement(element, "row", {"skip": f"其余{row.count}行未变", "head": ""})
            continue
        if not (row.in_old if side == "old" else row.in_new):
            SubElement(element, "row", {"skip": "（无此行）", "head": ""})
            continue
        cells = [row.cells[n] if n < len(row.cells) else () for n in columns]
        child = SubElement(element, "row", {"skip": "", "head": "1" if row.head else ""})
        for cell in cells:
            _runs(SubElement(child, "cell"), cell, side, signs)
        texts.append(tuple("".join(run.text for run in runs(cell, side)) for cell in cells))
    shares = column_shares(tuple(texts), MEASURE)
    element.set("columns", " ".join(f"{share:g}" for share in shares))


def _runs(parent: Element, pieces: Iterable[Piece], side: Side, signs: dict[str, str]) -> None:
    for run in runs(pieces, side):
        sign = "".join(signs.get(id, "") for id in run.causes)
        SubElement(parent, "run", {"mark": run.mark, "sign": sign}).text = run.text
