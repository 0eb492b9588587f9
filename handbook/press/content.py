"""A volume as one XML document: all that the templates read, and nothing that they run."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.book import Book, Page, Section
from handbook.book.records import with_records
from handbook.markdown.relations import group_relations
from handbook.press.changes import Changes, changes_element
from handbook.press.imprint import Imprint
from handbook.press.index import keyword_index
from handbook.press.record import Volume, date_words, edition_record, latest_url
from handbook.press.records.content import add_forms, record_pages
from handbook.press.sheet import Sheet
from handbook.press.xhtml import Place, read_xhtml, take_roles

DIVISIONS = frozenset({"item", "area", "aspect", "practices"})
"""Kinds of heading that gather others below them."""


def volume_xml(
    book: Book,
    volume: Volume,
    sheet: Sheet,
    changes: Changes | None = None,
    imprint: Imprint | None = None,
) -> bytes:
    """The volume's text with its numbers, links, relations and the record of its edition.

    `changes` is what this text changed in the edition before it, for the appendix; `imprint` is
    what a press run says of itself.
    """
    if volume.is_record:
        book = with_records(book)
    pages = volume_pages(book, volume)
    root = Element("book", edition_record(book, volume, sheet, imprint))
    here = frozenset(section.id for page in pages for section in page.sections)
    for page in pages:
        root.append(_page(book, page, here, sheet))
    appendix = changes_element(book, volume.folder, changes) if changes else None
    if appendix is not None:
        root.append(appendix)
    if volume.folder == "handbook" and book.settings.keywords:
        root.append(_index(book))
    if volume.is_record:
        add_forms(root, book, volume.folder, sheet)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def volume_pages(book: Book, volume: Volume) -> tuple[Page, ...]:
    """The pages that are a volume's text."""
    return (record_pages if volume.is_record else Book.folder)(book, volume.folder)


def _page(book: Book, page: Page, here: frozenset[str], sheet: Sheet) -> Element:
    element = Element("page", {"kind": page.head.kind} | _dated(page.document.meta))
    latest = latest_url(book)
    base = latest + book.url(page.head.id).partition("#")[0] if latest else ""

    def address(id: str) -> str:
        return latest + book.url(id) if latest else ""

    place = Place(here, address, base, sheet.table_measure)
    opens = _opens(page)
    for section in page.sections:
        child = SubElement(element, "section", _section(page, section, opens))
        body = read_xhtml("body", section.body_html, place)
        # The templates know these by their order.
        child.append(read_xhtml("title", section.title_html, place))
        child.append(body)
        child.append(take_roles(body, "check"))
        child.append(take_roles(body, "footnote"))
        child.append(_relations(book, section, place))
    return element


def _dated(meta: Mapping[str, object]) -> dict[str, str]:
    """The line below a title: when it came out, and who it is from."""
    published, adopted = date_words(meta.get("published")), date_words(meta.get("adopted"))
    dated = f"{published}印发" if published else f"{adopted}通过" if adopted else ""
    trial = "，试行" if meta.get("trial") else ""
    return {"dated": dated + trial, "unit": str(meta.get("unit", ""))}


def _section(page: Page, section: Section, opens: Mapping[str, str]) -> dict[str, str]:
    attributes = {
        "id": section.id,
        "kind": section.kind,
        "level": str(section.heading.level),
        "mark": _mark(section),
        "plain": section.title,
        "head": section.heading_text,
        "aside": str(page.document.meta.get("unit", "")) if section.kind == "method" else "",
        "note": "1" if section.note else "",
    }
    if section.id in opens:
        attributes |= {"leaf": "1", "opens": opens[section.id]}
    else:
        attributes |= _extent(page, section)
    return attributes | ({"number": str(section.number)} if section.is_provision else {})


def _opens(page: Page) -> dict[str, str]:
    """For each leaf what it is the first of: `page`, the id of its division, or nothing."""
    opens: dict[str, str] = {}
    begun = set()
    for section in page.sections[1:]:
        if section.kind not in DIVISIONS:
            above = section.path[-1]
            opens[section.id] = "page" if not opens else "" if above in begun else above
            begun.add(above)
    return opens


def _extent(page: Page, section: Section) -> dict[str, str]:
    """First and last provision of a division; whether it is its page's last row of contents."""
    ids = [s.id for s in page.sections if s.is_provision and section.id in s.path]
    rows = [s for s in page.sections if s is page.head or s.kind in DIVISIONS]
    first, last = (ids[0], ids[-1]) if ids else ("", "")
    return {"first": first, "last": last, "ends": "1" if section is rows[-1] else ""}


def _mark(section: Section) -> str:
    """The number as it hangs beside the title: 第18条 also where a citation names the rules."""
    if section.number is None or section.kind == "bulletin":
        return ""
    return f"第{section.number}条" if section.kind == "norm" else section.label


def _relations(book: Book, section: Section, place: Place) -> Element:
    element = Element("relations")
    citing = book.resolver("").citing(section.id)
    for name, targets in group_relations(citing) if section.kind != "method" else ():
        group = SubElement(element, "relation", {"name": name})
        for target in targets:
            address = place.address(target.id)
            where = {"ref": target.id} if target.id in place.here else {"href": address}
            SubElement(group, "a", where if any(where.values()) else {}).text = target.label
    return element


def _index(book: Book) -> Element:
    element = Element("index")
    clauses = [s for s in book.provisions if s.kind == "clause"]
    for letter, entries in keyword_index(book.settings.keywords, clauses):
        group = SubElement(element, "group", {"letter": letter})
        for entry in entries:
            row = SubElement(group, "entry", {"word": entry.word})
            for section in entry.clauses:
                chief = "1" if entry.word in section.title else ""
                SubElement(row, "a", {"ref": section.id, "chief": chief}).text = str(section.number)
    return element
