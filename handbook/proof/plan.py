"""What a finished volume must show between its colophon and its last page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.book import Book, Page, Section
from handbook.proof.expected import (
    Atom,
    Unit,
    mark_of,
    provision_range,
    row_atoms,
    section_units,
)
from handbook.proof.sums import volume_sections

INDEX, INDEX_HEAD = "keyword-index", "索引"
CONTENTS = "contents"
CONTENTS_DEPTH = {"methods": 1}
"""To which level of headings a volume's contents go; 2 for the others."""


@dataclass(frozen=True)
class Plan:
    """A volume as it must be, unit by unit."""

    pages: tuple[Page, ...]
    """The documents that its sections are of."""
    sections: tuple[Section, ...]
    """What the text's sum is taken over."""
    units: tuple[Unit, ...]
    """In the order of print; those of sections bear their ids."""
    contents: Unit
    has_index: bool = False
    """Whether an index of keywords ends it."""
    has_heads: bool = True
    """Whether its pages have running heads."""
    free: frozenset[str] = frozenset()
    """Units whose words have places of their own: forms."""
    margins: tuple[float, float] = (20.0, 20.0)
    """Millimetres at head and foot of the trim that hold running head and folio, and no text."""


def plan_volume(book: Book, volume: str, appendix: Unit | None = None) -> Plan:
    """The plan of handbook, bulletins, methods or regulations.

    `appendix` stands behind the text and before the index, and comes of more than the Book.
    """
    rows = volume_sections(book, volume)
    sections = tuple(section for _, section in rows)
    has_index = volume == "handbook" and _has_index(book)
    behind = [(appendix.id, appendix.name)] if appendix else []
    behind += [(INDEX, INDEX_HEAD)] if has_index else []
    units = (*section_units(book, rows), *([appendix] if appendix else []))
    contents = _contents(rows, CONTENTS_DEPTH.get(volume, 2), behind)
    return Plan(book.folder(volume), sections, units, contents, has_index)


def _has_index(book: Book) -> bool:
    texts = [s.title + "\n" + s.shown.text for s in book.provisions if s.kind == "clause"]
    return any(word in text for word in book.settings.keywords if word for text in texts)


def _contents(
    rows: Sequence[tuple[Page, Section]], depth: int, behind: Sequence[tuple[str, str]]
) -> Unit:
    """The contents: number, title, range or unit, and page of each heading."""
    texts: list[tuple[str, ...]] = []
    for page, section in rows:
        if section.level <= depth:
            unit = str(page.document.meta.get("unit", "")) if section.kind == "method" else ""
            aside = unit or provision_range(page, section)
            texts.append((section.id, mark_of(section), section.title, aside))
    return contents_unit([*texts, *behind])


def contents_unit(rows: Sequence[tuple[str, ...]]) -> Unit:
    """Contents of rows: the id that each leads to, and its words, cell by cell."""
    atoms = [Atom("head", "目录")]
    for n, (id, *words) in enumerate(rows):
        atoms += row_atoms((0, n), id, words)
    return Unit(CONTENTS, "目录", tuple(atoms))
