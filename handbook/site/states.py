"""How errata look on the site: names of states, and a correction in the sentence around it."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.book import Book
from handbook.errata import Erratum, context, locate, redline

STATES = {
    "reported": "待办理",
    "held": "待定",
    "accepted": "已采纳",
    "incorporated": "已载入",
    "rejected": "未采纳",
    "duplicate": "重复",
    "withdrawn": "已撤回",
}


@dataclass(frozen=True)
class Redline:
    """A correction as pieces: (equal | replace | delete | insert, old, new)."""

    ops: tuple[tuple[str, str, str], ...]


def redline_of(book: Book, erratum: Erratum) -> Redline:
    """The erratum's change with the words around it, as its provision's source has them."""
    change = tuple(redline(erratum.original, erratum.corrected))
    section = book.sections.get(erratum.provision)
    span = locate(section, erratum.original).span if section else None
    if section is None or span is None:
        return Redline(change)
    before, after = context(section.source, span)
    around = (("equal", before, before), *change, ("equal", after, after))
    return Redline(tuple(op for op in around if op[1] or op[2]))
