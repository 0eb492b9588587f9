"""A provision's shown text as what it is made of: paragraphs, items of lists, rows of tables.

Offsets are those of the shown text. The XHTML is walked as `handbook.markdown` walks it, so that
every piece is at its exact place; where the two should differ the text is taken line by line.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, fromstring

from handbook.book import Section
from handbook.errata.renamed import newest_id
from handbook.markdown.extension import COMPUTED
from handbook.markdown.render import BLOCKS, Flow

LineKind = Literal["text", "item", "row", "check", "note"]
"""Paragraph, item of a list, row of a table, self-check line, footnote."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A piece of text that stands by itself."""

    kind: LineKind
    cells: tuple[Span, ...]
    """A row's cells, empty ones of no length; any other line is one cell."""
    mark: Span | None = None
    """The computed mark of an item or a footnote: （一）, ①."""
    depth: int = 0
    """In how many lists it stands."""
    table: int = 0
    """Which table of the text a row is of, from 1."""
    head: bool = False
    """Whether a row is of the table's head."""

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.cells[-1][1]


@dataclass(frozen=True)
class Outline:
    """A text with its lines."""

    text: str
    lines: tuple[Line, ...] = ()
    words: Mapping[Span, str] = field(default_factory=dict)
    """Computed labels and marks of footnotes: their spans, and what each stands for."""


def outline(section: Section) -> Outline:
    """The outline of the text below a section's heading."""
    text = section.shown.text
    try:
        root = fromstring(f"<div>{section.body_html}</div>")
    except (ParseError, ValueError):  # characters that XML cannot hold
        return plain_outline(text)
    walker = _Walker()
    for element in root:
        walker.walk(element, _Place())
    if "".join(walker.pieces) != text:
        return plain_outline(text)
    words = {(leaf.start, leaf.end): leaf.place.word for leaf in walker.leaves if leaf.place.word}
    return Outline(text, tuple(_lines(text, walker.leaves, walker.widths)), words)


def with_new_ids(outline: Outline, renamed: Mapping[str, str]) -> Outline:
    """The outline with labels that stand for renamed headings standing for their new ids."""
    if not renamed:
        return outline
    words = {span: newest_id(word, renamed) for span, word in outline.words.items()}
    return dataclasses.replace(outline, words=words)


def plain_outline(text: str) -> Outline:
    """The outline of a text of which nothing else is known: lines, and cells between tabs."""
    lines, at = [], 0
    for line in text.split("\n") if text else ():
        cells = []
        for cell in line.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        lines.append(Line("row" if len(cells) > 1 else "text", tuple(cells)))
    return Outline(text, tuple(lines))


@dataclass(frozen=True)
class _Place:
    """Where in the tree a piece of text stands."""

    kind: LineKind = "text"
    depth: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    head: bool = False
    mark: bool = False
    word: str = ""
    """What a computed label stands for: an id, or the address of a footnote."""
    computed: bool = False


@dataclass(frozen=True)
class _Leaf:
    start: int
    end: int
    place: _Place


class _Walker(Flow):
    """Reads elements as `Flow` does and remembers where each piece of text came from."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: list[_Leaf] = []
        self.widths: list[int] = [0]
        """How many cells each row has; rows count from 1."""
        self.tables = 0

    def walk(self, element: Element, place: _Place) -> None:
        """Add an element and all in it, but not its tail."""
        place = self._enter(element, place)
        cell = element.tag in ("td", "th")
        block = not cell and (element.tag in BLOCKS or element.tag == "br")
        if block:
            self._part("\n")
        self._leaf(element.text, place)
        for n, child in enumerate(element):
            inside = dataclasses.replace(place, cell=n) if element.tag == "tr" else place
            self.walk(child, inside)
            self._leaf(child.tail, place)
        if cell:
            self._part("\t")
        elif block:
            self._part("\n")

    def _enter(self, element: Element, place: _Place) -> _Place:
        classes = element.get("class", "").split()
        change: dict[str, object] = {}
        if COMPUTED in classes:
            change["computed"] = True
        if element.tag == "table":
            self.tables += 1
            change |= {"kind": "row", "table": self.tables}
        elif element.tag == "thead":
            change["head"] = True
        elif element.tag == "tr":
            self.widths.append(len(element))
            change["row"] = len(self.widths) - 1
        elif element.tag == "li":
            change |= {"kind": "item", "depth": place.depth + 1}
        elif "hb-check" in classes:
            change["kind"] = "check"
        elif "hb-footnote" in classes:
            change["kind"] = "note"
        elif "hb-mark" in classes:
            change["mark"] = True
        elif "hb-footnote-ref" in classes and len(element):
            change["word"] = element[0].get("href", "")
        elif element.tag == "a" and len(element) and COMPUTED in element[0].get("class", ""):
            change["word"] = element.get("data-ref", "")
        return dataclasses.replace(place, **change) if change else place  # type: ignore[arg-type]

    def _leaf(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        self._emit(text, place.computed)
        if length := len(" ".join(text.split())):
            self.leaves.append(_Leaf(self.length - length, self.length, place))


def _lines(text: str, leaves: Iterable[_Leaf], widths: list[int]) -> Iterator[Line]:
    group: list[_Leaf] = []
    for leaf in leaves:
        if group and _parted(text, group[-1], leaf):
            yield _line(group, widths)
            group = []
        group.append(leaf)
    if group:
        yield _line(group, widths)


def _parted(text: str, before: _Leaf, leaf: _Leaf) -> bool:
    if before.place.row or leaf.place.row:
        return before.place.row != leaf.place.row
    return "\n" in text[before.end : leaf.start]


def _line(group: list[_Leaf], widths: list[int]) -> Line:
    place = group[-1].place
    if place.row:
        cells, at = [], group[0].start
        for n in range(widths[place.row]):
            inside = [leaf for leaf in group if leaf.place.cell == n]
            cells.append((inside[0].start, inside[-1].end) if inside else (at, at))
            at = cells[-1][1]
        return Line("row", tuple(cells), None, place.depth, place.table, place.head)
    marks = [leaf for leaf in group if leaf.place.mark]
    mark = (group[0].start, marks[-1].end) if marks and group[0] is marks[0] else None
    rest = group[len(marks) :] if mark else group
    cell = (rest[0].start, rest[-1].end) if rest else (group[-1].end, group[-1].end)
    return Line(place.kind, (cell,), mark, place.depth)
