"""本版变更: the appendix that accounts for all that an edition changed in the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from handbook.book import Book, Section
from handbook.editions.balance import Balance, balance
from handbook.editions.compare import compare
from handbook.editions.entries import Comparison, Entry, Text
from handbook.editions.layout import Shape, Side, Skip, Table, layout, runs
from handbook.editions.pieces import Piece
from handbook.editions.shelf import Shelf
from handbook.editions.window import Window
from handbook.errata import Erratum
from handbook.errata.declared import amendment_words, basis_words
from handbook.errata.locate import occurrences
from handbook.errata.quoted import redline_of
from handbook.press.xhtml import clean

Words = Iterable[tuple[str, str]]
"""Words with their mark: `del`, `ins` or nothing."""


@dataclass(frozen=True)
class Changes:
    """What a text changed in the edition before it."""

    before: Book
    account: Balance

    def of_volume(self, book: Book, folder: str) -> tuple[Erratum, ...]:
        """The errata and amendments of one volume, in the order of their histories."""
        return tuple(e for e in self.account.applied if self._folder(book, e) == folder)

    def _folder(self, book: Book, erratum: Erratum) -> str:
        found = [b for b in (book, self.before) if erratum.provision in b.sections]
        return found[0].page_of(erratum.provision).document.folder if found else "handbook"


def edition_changes(shelf: Shelf, id: str) -> Changes | None:
    """What an edition, or `next`, changed in the one before; None for a first one."""
    ids = list(shelf.texts)
    at = ids.index(id) if id in ids else len(ids)
    if at == 0:
        return None
    book = shelf.texts[id] if id in ids else shelf.draft
    before = shelf.texts[ids[at - 1]]
    return Changes(before, balance(before, book, shelf.register, book.settings.edition))


def changes_element(book: Book, folder: str, changes: Changes) -> Element | None:
    """The appendix of one volume as the templates read it.

    The handbook has one though nothing changed, and says so; another volume only with changes of
    its own.
    """
    errata = changes.of_volume(book, folder)
    if folder != "handbook" and not errata:
        return None
    account = changes.account
    root = Element(
        "changes",
        {
            "before": changes.before.settings.edition_name,
            "after": book.settings.edition_name,
            "count": str(len(errata)),
            "closes": "1" if account.closes else "",
            "open": str(len(account.uncovered)),
        },
    )
    made = _Rows(book, changes)
    for erratum in errata:
        root.append(made.row(erratum))
    for element in root.iter():
        element.text = clean(element.text or "")
        element.attrib.update({key: clean(value) for key, value in element.attrib.items()})
    return root


class _Rows:
    """Makes the rows; both texts are compared only where an amendment asks for it."""

    def __init__(self, book: Book, changes: Changes) -> None:
        self.book, self.before = book, changes.before
        self.window = Window(
            changes.account.applied, frozenset(e.id for e in changes.account.applied)
        )
        self._entries: dict[str, Entry] | None = None

    def row(self, erratum: Erratum) -> Element:
        """One erratum or amendment: what it is about, 原文, 修订后, 依据."""
        section = self._section(erratum.provision)
        named = erratum.amendment and erratum.amendment.to[:1]
        here = next(
            (id for id in (erratum.provision, *(named or ())) if id in self.book.sections), ""
        )
        element = Element(
            "change",
            {
                "name": erratum.name,
                "number": _number(self.book.sections.get(here) or section),
                "title": section.title if section else erratum.provision,
                "id": here,
                "what": amendment_words(erratum, self._called),
                "basis": basis_words(erratum),
            },
        )
        old, new = SubElement(element, "old"), SubElement(element, "new")
        if erratum.amendment is None:
            first = self.before.sections.get(erratum.provision)
            quoted = first and len(occurrences(first.source, erratum.original)) == 1
            ops = redline_of(self.before if quoted else self.book, erratum).ops
            _line(old, ((a, "del" if tag != "equal" else "") for tag, a, _ in ops))
            _line(new, ((b, "ins" if tag != "equal" else "") for tag, _, b in ops))
        else:
            self._amendment(erratum, old, new)
        return element

    def _section(self, id: str) -> Section | None:
        return self.book.sections.get(id) or self.before.sections.get(id)

    def _called(self, id: str) -> str:
        section = self._section(id)
        return section.heading_text if section else id

    def _amendment(self, erratum: Erratum, old: Element, new: Element) -> None:
        change = erratum.amendment
        assert change is not None
        if change.action in ("move", "rename"):
            id = change.to[0] if change.action == "rename" and change.to else erratum.provision
            _line(old, [(_place(self.before, erratum.provision), "")])
            _line(new, [(_place(self.book, id), "")])
            return
        ids = tuple(dict.fromkeys((erratum.provision, *change.to, *change.sources)))
        for entry in filter(None, map(self._entry, ids)):
            titled = len(ids) > 1 or any(p.tag != "equal" for p in entry.title)
            titled &= len(ids) > 1 or entry.status == "changed"  # the row's head says it already
            _text(old, entry, "old", erratum.id, titled)
            _text(new, entry, "new", erratum.id, titled)

    def _entry(self, id: str) -> Entry | None:
        if self._entries is None:
            self._entries = {}
            for entry in self._compared().entries:
                ids = (entry.id, entry.renamed_from)
                self._entries.update({each: entry for each in ids if each})
        return self._entries.get(id)

    def _compared(self) -> Comparison:
        texts = [
            Text(b.settings.edition, b.settings.edition_name, b) for b in (self.before, self.book)
        ]
        return compare(texts[0], texts[1], self.window)


def _number(section: Section | None) -> str:
    if section is None or section.number is None:
        return ""
    return f"第{section.number}条" if section.kind == "norm" else section.label


def _place(book: Book, id: str) -> str:
    """Where a heading stands: 第二章 组织生活／第5项 会议，第12条."""
    section = book.sections.get(id)
    if section is None:
        return ""
    path = "／".join(book.path_text(section))
    return "，".join(filter(None, (path, _number(section))))


def _text(parent: Element, entry: Entry, side: Side, cause: str, titled: bool) -> None:
    """One side of a heading: its title and its lines; what a cause changed is marked."""
    section = entry.old if side == "old" else entry.new
    if section is None:
        return
    head = f"{_number(section)}　" if _number(section) else ""
    cause = cause if entry.status == "changed" else ""  # what is new as a whole needs no marks
    if titled:
        _line(parent, [(head, ""), *_words(entry.title, side, cause)], "title")
    shapes = layout(entry.blocks) if entry.blocks else ()
    if not shapes:
        _line(parent, [(section.shown.text.replace("\t", "　"), "")])
    for shape in shapes:
        for words in _lines(shape, side, cause):
            _line(parent, words)


def _lines(shape: Shape, side: Side, cause: str) -> Iterator[Words]:
    if isinstance(shape, Skip):
        yield [(f"（其余{shape.count}{'行' if shape.rows else '段'}未变）", "")]
    elif isinstance(shape, Table):
        for row in shape.rows:
            yield from _lines(row, side, cause)
    elif shape.in_old if side == "old" else shape.in_new:
        mark = "".join(piece.old if side == "old" else piece.new for piece in shape.mark)
        cells = [list(_words(cell, side, cause)) for cell in shape.cells]
        joined = [
            word for n, cell in enumerate(cells) for word in (*([("　", "")] if n else []), *cell)
        ]
        yield [(mark, ""), *joined]


def _words(pieces: Iterable[Piece], side: Side, cause: str) -> Words:
    for run in runs(pieces, side):
        mine = run.mark in ("del", "ins") and cause in run.causes
        yield run.text, run.mark if mine else ""


def _line(parent: Element, words: Words, kind: str = "") -> None:
    line = SubElement(parent, "line", {"kind": kind})
    for text, mark in words:
        if text:
            SubElement(line, "run", {"mark": mark}).text = text
