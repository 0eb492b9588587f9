"""The errata slip as data: what stands wrong in the copies of an edition, and what it should be.

It is the difference between two texts. What a copy says is its edition's text with the errata that
its printing carries; what it should say is the edition's text with all errata decided since. So a
correction that was printed and then withdrawn is on the slip too, the other way round.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.book import Book, Section
from handbook.errata.apply import apply_change, plan_change, with_text
from handbook.errata.issued import Printing, find_lines, leaves
from handbook.errata.locate import locate, occurrences
from handbook.errata.model import Erratum
from handbook.errata.register import Register
from handbook.errata.renamed import in_text
from handbook.errata.wording import Run, plain_words, quote_changes
from handbook.markdown import render_document
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
    """Where the printing's map says that it stands; "" and 0 where it does not."""
    pages: tuple[str, ...] = ()
    """The folios of all pages on which the words that change stand."""
    errata: tuple[str, ...] = ()
    """The ids of the errata that it comes from."""


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
    """Decided amendments that bear on the edition. They are no errors of its copies, and a slip
    has no room for whole provisions: they are notified, and compared edition by edition."""

    @property
    def by_page(self) -> bool:
        """Whether the rows name page and line."""
        return any(row.page for row in self.rows)

    @property
    def leaves(self) -> int:
        """On how many leaves (张) of the book it says that something is wrong."""
        return leaves(page for row in self.rows for page in row.pages)

    @property
    def unplaced(self) -> int:
        """How many rows go by their provision's number, their words not being in the map."""
        return sum(1 for row in self.rows if not row.page)


def make_slip(
    book: Book,
    register: Register,
    volume: Folder = "handbook",
    before: Iterable[str] | None = None,
    printing: Printing | None = None,
) -> Slip:
    """The slip for the copies of an edition, or of one of its printings.

    On it are the errata that are accepted, or incorporated in a later edition, as far as the
    edition's text has their originals; not those that the printing carries already. `before` are
    the editions whose text this one continues, itself among them.
    """
    settled = frozenset(before if before is not None else (book.settings.edition,))
    found = [
        in_text(erratum, book)
        for erratum in register.in_state("accepted", "incorporated")
        if erratum.history[-1].edition not in settled
    ]
    decided = [e for e in found if _stands_in(book, e, volume)]
    ids = printing.run.errata if printing else ()
    named = (in_text(e, book) for id in ids if (e := register.find(id)))
    copy, due = _Text(book), _Text(book)
    copy.take(e for e in named if _stands_in(book, e, volume))
    due.take(e for e in decided if not e.amendment)
    errata = [e for e in due.taken if e not in copy.taken]
    errata += [_reversed(e) for e in copy.taken if e not in due.taken]
    apart = [e for e in due.refused if e not in copy.taken]
    rows = [
        row
        for id in book.sections
        for row in _rows(book.sections[id], copy, due, errata, apart, printing)
    ]
    on_it = {id for row in rows for id in row.errata}
    used = [e for e in register.errata if e.id in on_it]
    return Slip(
        tuple(rows),
        tuple(e.id for e in used),
        max((e.history[-1].date for e in used), default=None),
        printing,
        sum(1 for e in decided if e.amendment),
    )


def _stands_in(book: Book, erratum: Erratum, volume: Folder) -> bool:
    section = book.sections.get(erratum.provision)
    if section is None or book.page_of(section.id).document.folder != volume:
        return False
    return not erratum.amendment or erratum.amendment.old_sha256 == section.sha256


def _reversed(erratum: Erratum) -> Erratum:
    """A correction that was taken back."""
    return dataclasses.replace(erratum, original=erratum.corrected, corrected=erratum.original)


class _Text:
    """The text of an edition with some errata applied."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.documents: dict[str, Document] = {}
        """The files that differ from the edition's, by their paths."""
        self.taken: list[Erratum] = []
        self.refused: list[Erratum] = []
        """Those whose originals the edition has, and that cannot be applied all the same: another
        has changed the words before, or they refer to what the edition has not."""
        self._sections: dict[str, Mapping[str, Section]] = {}

    def take(self, errata: Iterable[Erratum]) -> None:
        """Apply errata, one after another, as they were decided.

        The later one may mend what an earlier one wrote. One whose original is not there has
        nothing to do with this text.
        """
        for erratum in sorted(errata, key=lambda e: (e.accepted or e.reported, e.id)):
            section = self.book.sections[erratum.provision]
            document = self.documents.get(section.file, self.book.page_of(section.id).document)
            # What the working text says by now is nothing to a copy that is out.
            plain = dataclasses.replace(erratum, original_now="")
            change, _ = plan_change(document, plain, self.book.sections, self.book.settings)
            if change is not None:
                text = apply_change(document.text, change)
                self.documents[section.file] = with_text(document, text)
                self.taken.append(erratum)
            elif len(occurrences(section.source, erratum.original)) == 1:
                self.refused.append(erratum)

    def section(self, section: Section) -> Section:
        """What a section of the edition is in this text."""
        document = self.documents.get(section.file)
        if document is None:
            return section
        if section.file not in self._sections:
            self._sections[section.file] = self._render(document, section.id)
        return self._sections[section.file][section.id]

    def _render(self, document: Document, id: str) -> Mapping[str, Section]:
        numbered = number_headings([(document, scan_headings(document)[0])])
        resolver = self.book.resolver(self.book.url(id))
        headings = {entry.heading.id: entry.heading for entry in numbered}
        return {
            rendered.id: dataclasses.replace(
                self.book.sections[rendered.id],
                source=headings[rendered.id].source(document.text),
                shown_title=rendered.title,
                shown=rendered.text,
            )
            for rendered in render_document(document, numbered, resolver)
        }


def _rows(
    section: Section,
    copy: _Text,
    due: _Text,
    errata: Iterable[Erratum],
    apart: Iterable[Erratum],
    printing: Printing | None,
) -> Iterator[SlipRow]:
    """The rows of one section."""
    mine = [e for e in errata if e.provision == section.id]
    if mine:
        printed, meant = copy.section(section), due.section(section)
        old, new = _words(printed), _words(meant)
        spans = {e.id: _spans(printed, e) for e in mine}
        for quoted in quote_changes(old, new, (span for each in spans.values() for span in each)):
            end = quoted.start + len(quoted.old)
            ids = tuple(
                id
                for id, places in spans.items()
                if not places or any(low < end and high > quoted.start for low, high in places)
            )
            nth = len([p for p in occurrences(old, quoted.old) if p < quoted.start])
            change = len(quoted.head), len(quoted.old) - len(quoted.tail)
            yield _row(section, quoted.wrong, quoted.right, ids, printing, (*change, nth))
    for erratum in (e for e in apart if e.provision == section.id):
        pair = (
            plain_words(words, lambda id: _label(copy.book, id))
            for words in (erratum.original, erratum.corrected)
        )
        wrong, right = (((words, True),) if words else () for words in pair)
        yield _row(section, wrong, right, (erratum.id,), printing, (0, len(erratum.original), 0))


def _row(
    section: Section,
    wrong: tuple[Run, ...],
    right: tuple[Run, ...],
    errata: tuple[str, ...],
    printing: Printing | None,
    change: tuple[int, int, int],
) -> SlipRow:
    """A row with its place: where in `wrong` the change is, and which occurrence is meant."""
    words = "".join(text for text, _ in wrong)
    lines = find_lines(printing, section.id, words, *change) if printing else ()
    return SlipRow(
        section.id,
        section.label,
        section.title if section.number is not None else "",
        wrong,
        right,
        lines[0].page if lines else "",
        lines[0].line if lines else 0,
        tuple(dict.fromkeys(line.page for line in lines)),
        errata,
    )


def _words(section: Section) -> str:
    return section.title + "\n" + section.shown.text


def _label(book: Book, id: str) -> str:
    section = book.sections.get(id)
    return section.label if section else ""


def _spans(section: Section, erratum: Erratum) -> list[tuple[int, int]]:
    """Where an original stands in a section's title and text; nowhere if another wrote it."""
    found = locate(section, erratum.original)
    if found.shown:
        offset = len(section.title) + 1
        return [(found.shown[0][0] + offset, found.shown[-1][1] + offset)]
    return [(found.title[0][0], found.title[-1][1])] if found.title else []
