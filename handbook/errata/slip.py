"""The errata slip as data: what stands wrong in the copies of an edition, and what it should be."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.book import Book, Section
from handbook.errata.apply import apply_change, plan_change, with_text
from handbook.errata.issued import Printing, find_line
from handbook.errata.locate import locate, occurrences
from handbook.errata.model import Erratum
from handbook.errata.register import Register
from handbook.errata.wording import Run, quote_changes
from handbook.markdown import render_document
from handbook.problems import InputError, problem
from handbook.source import Document, number_headings, scan_headings
from handbook.source.document import Folder


@dataclass(frozen=True)
class SlipRow:
    """One place to be mended by hand."""

    provision: str
    label: str
    """第41条"""
    title: str
    wrong: tuple[Run, ...]
    """误: the words as they are printed."""
    right: tuple[Run, ...]
    """正: the same words as they should be."""
    page: str = ""
    line: int = 0
    """Where the printing's map says that it stands; "" and 0 without one."""


@dataclass(frozen=True)
class Slip:
    """The slip of one edition's volume, or of one of its printings."""

    rows: tuple[SlipRow, ...]
    """In the order in which a reader meets them."""
    errata: tuple[str, ...]
    """The ids of the errata that it holds."""
    date: datetime.date | None
    """Of the last decision on any of them."""
    printing: Printing | None = None
    amendments: int = 0
    """Decided amendments that bear on the edition: a slip cannot carry these."""

    @property
    def by_page(self) -> bool:
        """Whether the rows name page and line."""
        return any(row.page for row in self.rows)


def make_slip(
    book: Book,
    register: Register,
    volume: Folder = "handbook",
    before: Iterable[str] | None = None,
    printing: Printing | None = None,
) -> Slip:
    """The slip for the copies of an edition.

    On it are the errata that are accepted, or incorporated in a later edition, as far as the
    edition's text has their originals; not those that the printing carries already. `before` are
    the editions whose text this one continues, itself among them. Raises `InputError` where an
    erratum cannot be applied.
    """
    settled = frozenset(before if before is not None else (book.settings.edition,))
    decided = [
        erratum
        for erratum in register.in_state("accepted", "incorporated")
        if erratum.history[-1].edition not in settled
        and (printing is None or erratum.id not in printing.run.errata)
    ]
    here = [e for e in decided if _stands_in(book, e, volume)]
    ordered = sorted(here, key=lambda e: (e.accepted or e.reported, e.id))
    used, documents = _apply(book, [e for e in ordered if not e.amendment])
    ids = dict.fromkeys(erratum.provision for erratum in used)
    rows = [
        row
        for id in book.sections
        if id in ids
        for row in _rows(book, id, used, documents, printing)
    ]
    return Slip(
        tuple(rows),
        tuple(e.id for e in register.errata if e in used),
        max((e.history[-1].date for e in used), default=None),
        printing,
        sum(1 for e in here if e.amendment),
    )


def _stands_in(book: Book, erratum: Erratum, volume: Folder) -> bool:
    section = book.sections.get(erratum.provision)
    if section is None or book.page_of(section.id).document.folder != volume:
        return False
    return not erratum.amendment or erratum.amendment.old_sha256 == section.sha256


def _apply(
    book: Book, errata: Iterable[Erratum]
) -> tuple[list[Erratum], dict[str, tuple[Document, Document]]]:
    """The errata that found their original, and each file they change before and after.

    One after another, as they were decided: the later one may mend what an earlier one wrote.
    """
    documents: dict[str, tuple[Document, Document]] = {}
    used: list[Erratum] = []
    for erratum in errata:
        section = book.sections[erratum.provision]
        first = book.page_of(section.id).document
        before, after = documents.get(first.path, (first, first))
        heading = next(h for h in scan_headings(after)[0] if h.id == section.id)
        if len(occurrences(heading.source(after.text), erratum.original)) != 1:
            if len(occurrences(section.source, erratum.original)) == 1:
                other = next(e.id for e in reversed(used) if e.provision == section.id)
                line = erratum.line("original")
                raise InputError([problem("erratum-conflict", erratum.path, line, other=other)])
            continue
        # What the working text says by now is nothing to a copy that is out.
        plain = dataclasses.replace(erratum, original_now="")
        change, problems = plan_change(after, plain, book.sections, book.settings)
        if change is None:
            raise InputError(problems)
        documents[first.path] = before, with_text(after, apply_change(after.text, change))
        used.append(erratum)
    return used, documents


def _rows(
    book: Book,
    id: str,
    used: Iterable[Erratum],
    documents: Mapping[str, tuple[Document, Document]],
    printing: Printing | None,
) -> Iterator[SlipRow]:
    section = book.sections[id]
    old = section.title + "\n" + section.shown.text
    new = _shown(book, section, documents[section.file][1])
    for quoted in quote_changes(old, new, _quotes(section, used)):
        line = None
        if printing is not None:
            nth = len([p for p in occurrences(old, quoted.old) if p < quoted.start])
            line = find_line(printing, id, quoted.old, len(quoted.head), nth)
        yield SlipRow(
            id,
            section.label,
            section.title if section.number is not None else "",
            quoted.wrong,
            quoted.right,
            line.page if line else "",
            line.line if line else 0,
        )


def _shown(book: Book, section: Section, document: Document) -> str:
    """Title and text of a section as a corrected document shows them."""
    numbered = number_headings([(document, scan_headings(document)[0])])
    sections = render_document(document, numbered, book.resolver(book.url(section.id)))
    found = next(each for each in sections if each.id == section.id)
    return found.title.text + "\n" + found.text.text


def _quotes(section: Section, errata: Iterable[Erratum]) -> list[tuple[int, int]]:
    """Where the originals stand in a section's title and text."""
    offset = len(section.title) + 1
    found = [locate(section, e.original) for e in errata if e.provision == section.id]
    bodies = [(f.shown[0][0] + offset, f.shown[-1][1] + offset) for f in found if f.shown]
    return bodies + [(f.title[0][0], f.title[-1][1]) for f in found if f.title and not f.shown]
