"""What a record book must show: its instructions, and every page of every form."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from handbook.book import Book, Page
from handbook.press.record import Volume
from handbook.press.records.content import SPARE, bound_forms, form_element, form_label
from handbook.press.records.page import book_page
from handbook.press.sheet import Sheet
from handbook.proof import Atom, Plan, Unit, contents_unit
from handbook.proof.expected import section_units
from handbook.proof.sums import squeeze, volume_sections
from handbook.source.forms import Form

INSTRUCTIONS = "使用说明"
MARGINS = (0.0, 17.5)
"""Forms reach further up and down than text; there is no running head."""


def plan_record(book: Book, volume: Volume) -> Plan:
    """The plan of a record book, in the order of record.typ. `book` has the record pages."""
    folder = str(volume.folder)
    rows = volume_sections(book, folder)
    forms = list(bound_forms(book, folder))
    units = section_units(book, rows)
    first = units[0]
    bare = tuple(atom for atom in first.atoms if atom.role != "head")
    gone = len(first.atoms) - len(bare)
    units[0] = dataclasses.replace(
        first, atoms=(Atom("head", INSTRUCTIONS), *bare), notes_at=first.notes_at - gone + 1
    )
    units = [dataclasses.replace(unit, atoms=(*unit.atoms, *_leads(unit, forms))) for unit in units]
    paper = book_page(Sheet.of(book.settings, trim=volume.trim))
    home = book.folder(folder)[0]
    spare = form_element(book, home, SPARE, paper)
    pages: list[Unit] = []
    for page, form in forms:
        element = form_element(book, page, form, paper)
        pages.append(_spare(spare))
        pages += _form_pages(element, form)
    contents: list[tuple[str, ...]] = [(first.id, INSTRUCTIONS)]
    for page, form in forms:
        count = form.pages // form.length * form.length
        contents.append((form_label(page, form), form.title, f"{count}页"))
    free = frozenset(unit.id for unit in pages)
    sections = tuple(section for _, section in rows)
    documents = (*book.folder(folder), *book.folder("records/index"))
    return Plan(
        documents, sections, (*units, *pages), contents_unit(contents), False, False, free, MARGINS
    )


def _leads(unit: Unit, forms: list[tuple[Page, Form]]) -> Iterator[Atom]:
    """The line 表格 below a section, with the page of each of its forms."""
    mine = [(page, form) for page, form in forms if form.section == unit.id]
    if not mine:
        return
    related = any(atom.role == "added" for atom in unit.atoms[-2:])
    yield Atom("added", "｜表格" if related else "表格")
    for n, (page, form) in enumerate(mine):
        yield Atom("added", ("、" if n else "") + squeeze(form.title))
        yield Atom("behind", form_label(page, form))


def _spare(element: Element) -> Unit:
    """A page to write on, there only where the next form must begin on a verso."""
    words = _words(element, next(element.iter("side")), 0)
    return Unit("form:spare", "记事", (Atom("head", words),), optional=True)


def _form_pages(element: Element, form: Form) -> Iterator[Unit]:
    """Each page that a form has in the book; the first bears its label."""
    first, *second = element.findall("side")
    sides = [first, *second * form.repeat]
    for copy in range(form.pages // form.length):
        for n, side in enumerate(sides):
            start = copy * int(element.get("rows", "0"))
            label = element.get("id", "")
            id = label if copy + n == 0 else f"{label}:{copy + 1}-{n + 1}"
            yield Unit(id, form.title, (Atom("head", _words(element, side, start)),))


def _words(element: Element, side: Element, start: int) -> str:
    """All words of a form's page in the order in which form-side.typ sets them."""
    basis, note = element.get("basis", ""), element.get("note", "")
    words = [
        str(start + int(word.get("row", "0"))) if word.get("row") else word.text or ""
        for word in side.iter("word")
    ]
    head = f"{element.get('title', '')}{'依据' + basis if basis else ''}"
    return squeeze(head + "".join(words) + (f"注：{note}" if note else ""))
