"""A record book's forms as XML, for the templates to draw."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from handbook.book import Book, Page, Section
from handbook.book.records import with_records
from handbook.press.record import ROOM
from handbook.press.records.page import FormPage, book_page
from handbook.press.records.side import Side
from handbook.press.sheet import Sheet
from handbook.source import scan_references
from handbook.source.forms import Field, Form, read_record

INDEX = "records/index"
"""The page whose common sections and forms stand in front of every book."""
FLYLEAF = ("使用单位", "本册编号", "记录人", "保管人", "起止日期")
"""What is filled in on a title page that names nothing else."""
SPARE = Form("spare", "记事", "", 1, ((Field("记事", "lines"),),))
"""What stands on a page that a form of two pages leaves free before it."""
_NUMBER = re.compile(r"(?P<book>.*)第(?P<number>\d+)条")


def record_pages(book: Book, folder: str) -> tuple[Page, ...]:
    """The pages that a record book's instructions are: what all share, and its own."""
    return tuple(
        Page(page.document, (page.head, *(s for s in page.sections if s.id in common)))
        for page in book.folder(INDEX)
        if (common := read_record(page.document)[0].common)
    ) + book.folder(folder)


def bound_forms(book: Book, folder: str) -> Iterator[tuple[Page, Form]]:
    """The forms that a record book is bound of, in order, each with the page that describes it."""
    for page in (*book.folder(INDEX), *book.folder(folder)):
        for form in read_record(page.document)[0].forms:
            if form.pages:
                yield page, form


def cover_words(book: Book, folder: str) -> tuple[str, tuple[str, ...]]:
    """What a record book's cover has below its title, 2020年度 or the room to write it, and the
    lines that whoever opens the book fills in. Raises `InputError`."""
    record = read_record(with_records(book).folder(folder)[0].document)[0]
    year = f"{record.year}年度" if record.year else f"20{ROOM}年度"
    return year, record.flyleaf or FLYLEAF


def add_forms(root: Element, book: Book, folder: str, sheet: Sheet) -> None:
    """Add a record book's forms to its XML, and to each section a line that leads to its forms."""
    paper = book_page(sheet)
    page = book.folder(folder)[0]
    record = read_record(page.document)[0]
    root.set("year", str(record.year or ""))
    root.set("flyleaf", "\n".join(record.flyleaf or FLYLEAF))
    set_paper(root, paper)
    SubElement(root, "spare").append(form_element(book, page, SPARE, paper))
    forms = SubElement(root, "forms")
    for home, form in bound_forms(book, folder):
        element = form_element(book, home, form, paper)
        element.set("copies", str(form.pages // form.length))
        element.set("repeat", str(form.repeat))
        forms.append(element)
        for section in root.iter("section"):
            if section.get("id") == form.section:
                _lead_to(section[-1], home, form)


def set_paper(root: Element, paper: FormPage) -> None:
    """The page's measures as attributes, in millimetres."""
    for key in ("inside", "outside", "top", "bottom"):
        root.set(f"form-{key}", f"{getattr(paper, key):g}")


def form_element(
    book: Book, page: Page, form: Form, paper: FormPage, fill: bool = False
) -> Element:
    """A form; with `fill` its blanks are there to be made fields, else they are left white."""
    section = next((s for s in page.sections if s.id == form.section), None)
    element = Element(
        "form",
        {
            "id": form_label(page, form),
            "title": form.title,
            "note": note_text(book, form.note),
            "basis": basis_text(book, section.cites) if section else "",
        },
    )
    sides = paper.lay_out(form, page.document.path)
    element.set("rows", str(max(side.rows for side in sides)))
    numbers = itertools.count()
    for side in sides:
        element.append(_side(side, fill, numbers))
    return element


def form_label(page: Page, form: Form) -> str:
    """The form's name in the templates, unlike that of any section."""
    return f"form:{page.document.stem}:{form.id}"


def _side(side: Side, fill: bool, numbers: Iterator[int]) -> Element:
    element = Element("side", {"width": _mm(side.width), "height": _mm(side.height)})
    # Text that is typed would not stand on lines to write on.
    for weight in ("line", "cell", "frame") if fill else ("write", "line", "cell", "frame"):
        places = [place for kind, place in side.rules if kind == weight]
        if places:
            SubElement(element, "rules", {"weight": weight}).text = ";".join(map(_place, places))
    for word in side.words:
        if not (fill and word.look == "date"):
            attributes = {"look": word.look, "place": _place(word.place)}
            if word.row:
                attributes["row"] = str(word.row)
            SubElement(element, "word", attributes).text = word.text
    for blank in side.blanks:
        number = next(numbers)
        if fill or blank.kind == "check":
            attributes = {"kind": blank.kind, "place": _place(blank.place)}
            SubElement(element, "blank", attributes | ({"field": str(number)} if fill else {}))
    return element


def _lead_to(relations: Element, page: Page, form: Form) -> None:
    """A line 表格 with the form's page, as relations have it."""
    group = next((each for each in relations if each.get("name") == "表格"), None)
    if group is None:
        group = SubElement(relations, "relation", {"name": "表格"})
    SubElement(group, "a", {"ref": form_label(page, form)}).text = form.title


def note_text(book: Book, note: str) -> str:
    """A form's note with its references as the Book's numbers."""
    text, end = "", 0
    for found in scan_references(note):
        target = book.sections.get(found.target)
        text += note[end : found.start] + (found.words or (target.label if target else ""))
        end = found.end
    return text + note[end:]


def basis_text(book: Book, ids: Iterable[str]) -> str:
    """What a form rests on: 第12、15–17条，工作规范第18条; bulletins and methods are no basis."""
    numbers: dict[str, list[int]] = {}
    for section in _cited(book, ids):
        if found := _NUMBER.fullmatch(section.label):
            numbers.setdefault(found["book"], []).append(int(found["number"]))
    parts = (f"{name}第{_ranges(sorted(set(found)))}条" for name, found in numbers.items())
    return "，".join(parts)


def _cited(book: Book, ids: Iterable[str]) -> list[Section]:
    found = (book.sections.get(id) for id in ids)
    order = {id: n for n, id in enumerate(book.sections)}
    return sorted((s for s in found if s is not None), key=lambda s: order[s.id])


def _ranges(numbers: list[int]) -> str:
    """Numbers in order; three or more in a row as from–to."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return "、".join(
        f"{group[0]}–{group[-1]}" if len(group) > 2 else "、".join(map(str, group))
        for group in groups
    )


def _mm(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _place(place: tuple[float, float, float, float]) -> str:
    return " ".join(map(_mm, place))
