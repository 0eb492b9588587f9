"""A correction quoted in the sentence around it, as readers see it on the site and in books."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.book import Book
from handbook.errata.locate import locate, occurrences
from handbook.errata.model import Erratum
from handbook.errata.redline import context, redline


@dataclass(frozen=True)
class Redline:
    """A correction as pieces: (equal | replace | delete | insert, old, new)."""

    ops: tuple[tuple[str, str, str], ...]


def redline_of(book: Book, erratum: Erratum) -> Redline:
    """The erratum's change with the words around it, as its provision's source has them."""
    change = tuple(redline(erratum.original, erratum.corrected))
    section = book.sections.get(erratum.provision)
    stands = erratum.corrected if is_applied(book, erratum) else erratum.original
    found = locate(section, stands) if section else None
    if section is None or found is None or found.span is None:
        return Redline(change)
    before, after = context(section.source, found.span)
    if found.shown and section.shown.text[found.shown[0][0] : found.shown[-1][1]] == stands:
        # Around it, what a reader sees: no marks of lists or links.
        shown = found.shown[0][0], found.shown[-1][1]
        before, after = context(section.shown.text.replace("\t", "\n"), shown)
    around = (("equal", before, before), *change, ("equal", after, after))
    return Redline(tuple(op for op in around if op[1] or op[2]))


def is_applied(book: Book, erratum: Erratum) -> bool:
    """Whether a text has the correction in it: the edition that took it in, and those after.

    An older edition keeps its own words, whatever became of the erratum since.
    """
    section = book.sections.get(erratum.provision)
    if erratum.state != "incorporated" or section is None:
        return False
    if erratum.corrected in erratum.original:  # words are left out: what is gone tells
        return not occurrences(section.source, erratum.original)
    return bool(occurrences(section.source, erratum.corrected))
