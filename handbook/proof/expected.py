"""What a volume must show, in the order in which print shows it.

A section becomes atoms: pieces of text that stand together, marks that only the finished page can
tell (the page of a reference), and where in a table a piece belongs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element, fromstring

from handbook.book import Book, Page, Section
from handbook.markdown.relations import group_relations
from handbook.proof.sums import squeeze

Role = Literal["head", "body", "cell", "added", "page", "behind", "number"]
"""A heading; text; a cell of a table; what print adds. Of pages: that of a reference in the text,
that behind a relation, and a bare number as contents have it."""
OPENING = 12
"""How many characters beyond its heading tell a section from others."""
PAGES: frozenset[Role] = frozenset({"page", "behind", "number"})


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a section."""

    role: Role
    text: str
    """Without white space; of a page the id that stands on it."""
    place: tuple[int, int, int] | None = None
    """Of a cell: its table, row and column within the section, from 0."""
    struck: bool = False
    """Whether a rule strikes it out: text of an edition before."""


@dataclass(frozen=True)
class Unit:
    """A section as print shows it, or another part of the book that is compared as one."""

    id: str
    name: str
    """What a finding calls it."""
    atoms: tuple[Atom, ...]
    notes: tuple[Unit, ...] = ()
    """Its footnotes in the order of their citation, each with the section's own id."""
    heads: tuple[tuple[int, str], ...] = ()
    """The header row of each table by its number, to be repeated where the table goes on."""
    counted: bool = False
    """Whether the certificate counts it."""
    optional: bool = False
    """Whether it may be left out, as a page that is there only to make the next one a verso."""
    notes_at: int = 0
    """Before which atom the footnotes stand in the text as a reader sees it."""

    @property
    def opening(self) -> str:
        """Its heading and the first words, by which it is found; short, so that no hyphen parts
        them."""
        text, head = "", 0
        for atom in self.atoms:
            if atom.role in PAGES or len(text) > head + OPENING:
                break
            text += atom.text
            head += len(atom.text) if atom.role == "head" else 0
        return text[: head + OPENING]


@dataclass
class _Writer:
    """Collects the atoms of a section."""

    here: frozenset[str]
    atoms: list[Atom] = field(default_factory=list)
    tables: int = 0

    def add(
        self, text: str, role: Role = "body", place: tuple[int, int, int] | None = None
    ) -> None:
        """Add text, joined with what stands before it in the same paragraph or cell."""
        text = squeeze(text.replace(SOFT_HYPHEN, ""))
        if text:
            self.atoms.append(Atom(role, text, place))

    def page(
        self, id: str | None, place: tuple[int, int, int] | None = None, role: Role = "page"
    ) -> None:
        """Add the page of an id, if it is one of this volume."""
        if id in self.here:
            self.atoms.append(Atom(role, id or "", place))

    def inline(
        self, node: Element, role: Role = "body", place: tuple[int, int, int] | None = None
    ) -> None:
        """Add an element's text and its children's, but not its tail."""
        self.add(node.text or "", role, place)
        for child in node:
            self.node(child, role, place)
            self.add(child.tail or "", role, place)

    def node(
        self, child: Element, role: Role = "body", place: tuple[int, int, int] | None = None
    ) -> None:
        """Add a child of a paragraph."""
        if child.tag == "img":
            self.add(f"〔{child.get('alt', '')}〕", "added", place)
        elif "hb-footnote-ref" in child.get("class", "").split():
            self.add("".join(child.itertext()), role, place)
        else:
            self.inline(child, role, place)
        if child.tag == "a":
            self.page(child.get("data-ref") or _fragment(child.get("href", "")), place)

    def flow(self, parent: Element, place: tuple[int, int, int] | None = None) -> None:
        """Add blocks, and what stands between them."""
        role: Role = "body" if place is None else "cell"
        self.add(parent.text or "", role, place)
        for child in parent:
            if child.tag == "table":
                self.table(child)
            elif child.tag == "li":
                if parent.tag == "ul":
                    self.add("•", "added", place)
                self.flow(child, place)
            elif child.tag in BLOCKS:
                self.flow(child, place)
            else:
                self.node(child, role, place)
            self.add(child.tail or "", role, place)

    def table(self, table: Element) -> None:
        """Add the cells of a table, row by row."""
        for row, line in enumerate(table.iter("tr")):
            for column, cell in enumerate(line):
                place = (self.tables, row, column)
                at = len(self.atoms)
                self.flow(cell, place)
                # The text of a cell is one piece wherever no page mark parts it.
                self.atoms[at:] = list(_joined(self.atoms[at:]))
        self.tables += 1


BLOCKS = frozenset(
    {"p", "ol", "ul", "li", "dl", "dt", "dd", "div", "blockquote", "hr", "pre", "h4", "h5", "h6"}
    | {"thead", "tbody", "tr", "td", "th"}
)
SOFT_HYPHEN = "\u00ad"
"""A place where a word may be broken: no character of the text."""


def _fragment(href: str) -> str | None:
    return href[1:] if href.startswith("#") else None


def _joined(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """Neighbours of one role and place as one atom."""
    before: Atom | None = None
    for atom in atoms:
        if before is None:
            before = atom
        elif (atom.role, atom.place) == (before.role, before.place) and atom.role not in PAGES:
            before = Atom(before.role, before.text + atom.text, before.place)
        else:
            yield before
            before = atom
    if before is not None:
        yield before


def section_unit(book: Book, page: Page, section: Section, here: frozenset[str]) -> Unit:
    """A section as its template sets it: heading, text, self-check line, relations, contents."""
    writer = _Writer(here)
    writer.add(mark_of(section), "head")
    writer.inline(_element(section.title_html), "head")
    if section.note:
        writer.add("注意", "added")
    if section.level == 1:
        writer.add(_below_title(page, section), "added")
    body = _element(section.body_html)
    notes = [child for child in body if "hb-footnote" in child.get("class", "").split()]
    for note in notes:
        body.remove(note)
    checks = [child for child in body if child.get("class") == "hb-check"]
    for check in checks:
        body.remove(check)
    writer.flow(body)
    writer.atoms = [*_joined(writer.atoms)]
    notes_at = len(writer.atoms)
    for check in checks:
        writer.inline(check, "body")
    _relations(writer, book, section)
    if section.kind == "chapter":
        for n, item in enumerate(page.children(section.id)):
            words = (mark_of(item), item.title, provision_range(page, item))
            writer.atoms += row_atoms((writer.tables, n), item.id, words)
    heads: dict[int, str] = {}
    for atom in writer.atoms:
        if atom.role == "cell" and atom.place and atom.place[1] == 0:
            heads[atom.place[0]] = heads.get(atom.place[0], "") + atom.text
    return Unit(
        section.id,
        section.heading_text,
        (*writer.atoms[:notes_at], *_joined(writer.atoms[notes_at:])),
        tuple(_note(section, note, here) for note in notes),
        (*heads.items(),),
        notes_at=notes_at,
    )


def row_atoms(row: tuple[int, int], id: str, words: Sequence[str]) -> Iterator[Atom]:
    """A row of contents: its words cell by cell, and the page of what it leads to."""
    for column, text in enumerate(map(squeeze, words)):
        if text:
            yield Atom("added", text, (*row, column))
    yield Atom("number", id, (*row, len(words)))


def _note(section: Section, note: Element, here: frozenset[str]) -> Unit:
    writer = _Writer(here)
    writer.inline(note)
    return Unit(section.id, section.heading_text, (*_joined(writer.atoms),))


def _element(xhtml: str) -> Element:
    return fromstring(f"<body>{xhtml}</body>")


def mark_of(section: Section) -> str:
    """The number as it stands beside the title: 第18条 also where a citation names the rules."""
    if section.number is None or section.kind == "bulletin":
        return ""
    return f"第{section.number}条" if section.kind == "norm" else section.label


def _below_title(page: Page, section: Section) -> str:
    """The line below a level-1 heading: a chapter's range; when an issue or a rule came out."""
    if section.kind == "chapter":
        return provision_range(page, section)
    meta = page.document.meta
    if section.kind == "method":
        return str(meta.get("unit", ""))
    published, adopted = date_words(meta.get("published")), date_words(meta.get("adopted"))
    dated = f"{published}印发" if published else f"{adopted}通过" if adopted else ""
    return dated + ("，试行" if meta.get("trial") else "")


def date_words(date: object) -> str:
    """2018年5月20日; empty for anything but a date."""
    return f"{date.year}年{date.month}月{date.day}日" if hasattr(date, "year") else ""  # type: ignore[attr-defined]


def provision_range(page: Page, above: Section) -> str:
    """The range of the provisions below a section; empty where it has none."""
    found = [s for s in page.sections if s.is_provision and above.id in s.path]
    return range_text(found[0], found[-1]) if found else ""


def range_text(first: Section, last: Section) -> str:
    """第41–46条, 问3-01至3-14: from one provision to another."""
    if first is last:
        return mark_of(first)
    if first.kind == "question":
        return f"{mark_of(first)}至{mark_of(last).lstrip('问')}"
    return f"第{first.number}–{last.number}条"


def _relations(writer: _Writer, book: Book, section: Section) -> None:
    """解答 问1-02 ｜ 参见 第3条（5页）."""
    if section.kind == "method":
        return
    groups = group_relations(book.resolver("").citing(section.id))
    for n, (name, targets) in enumerate(groups):
        writer.add(name, "added")
        for m, target in enumerate(targets):
            writer.add(target.label, "added")
            writer.page(target.id, role="behind")
            last = m + 1 == len(targets)
            writer.add("、" if not last else "｜" if n + 1 < len(groups) else "", "added")


def section_units(book: Book, rows: Sequence[tuple[Page, Section]]) -> list[Unit]:
    """A volume's sections; the provisions are counted, or all where there are none."""
    here = frozenset(section.id for _, section in rows)
    numbered = any(section.is_provision for _, section in rows)
    units = []
    for page, section in rows:
        unit = section_unit(book, page, section, here)
        counted = section.is_provision or not numbered
        units.append(dataclasses.replace(unit, counted=counted))
    return units
