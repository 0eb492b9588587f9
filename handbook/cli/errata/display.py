"""Errata in a terminal: a change in the words around it, in colour where that is seen."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from handbook.book import Book, Section
from handbook.errata import Erratum, Op, context, redline
from handbook.errata.locate import occurrences
from handbook.errata.nearest import nearest_parts
from handbook.messages import Language, say
from handbook.source.document import CONTROL

_OLD, _NEW, _OFF = "\033[31;9m", "\033[32;4m", "\033[0m"
_MANY = 5
"""How many places of words that stand too often are shown."""


def is_coloured(stream: TextIO) -> bool:
    """Whether a stream shows colours: a terminal whose user has not said no (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def one_line(text: str) -> str:
    """A text that cannot move the cursor: line feeds as ⏎, other controls as U+FFFD."""
    return CONTROL.sub("\ufffd", text.replace("\n", "⏎").replace("\t", " "))


def mark(ops: Sequence[Op], colour: bool) -> str:
    """A redline: 每〔季度→月〕, or struck and underlined in red and green."""
    pieces = []
    for tag, old, new in ops:
        old, new = one_line(old), one_line(new)
        if tag == "equal":
            pieces.append(old)
        elif colour:
            pieces.append((old and f"{_OLD}{old}{_OFF}") + (new and f"{_NEW}{new}{_OFF}"))
        else:
            pieces.append(f"〔{old}→{new}〕")
    return "".join(pieces)


def side(ops: Sequence[Op], which: int, colour: bool) -> str:
    """One side of a redline, the old (1) or the new (2), its own words marked in colour."""
    paint = _OLD if which == 1 else _NEW
    return "".join(
        f"{paint}{one_line(op[which])}{_OFF}"
        if colour and op[0] != "equal" and op[which]
        else one_line(op[which])
        for op in ops
    )


def in_context(section: Section | None, erratum: Erratum) -> tuple[list[Op], int | None]:
    """A change with the words around it, and its line in the file, where it stands there.

    What the text holds may be the original or, once it is incorporated, the correction.
    """
    ops = redline(erratum.current, erratum.corrected)
    if section is None:
        return ops, None
    done = erratum.state == "incorporated"
    words = erratum.corrected if done else erratum.current
    places = occurrences(section.source, words)
    if len(places) != 1:
        return ops, None
    span = places[0], places[0] + len(words)
    before, after = context(section.source, span)
    around = [("equal", before, before), *ops, ("equal", after, after)]
    line = section.line + section.source.count("\n", 0, span[0])
    return [op for op in around if op[1] or op[2]], line


def place(book: Book, erratum: Erratum, line: int | None) -> str:
    """File and line of an erratum's words, or of its provision's heading."""
    section = book.sections.get(erratum.provision)
    if section is None:
        return erratum.provision
    return f"{section.file}:{line or section.line}"


def title(book: Book, erratum: Erratum) -> str:
    """What an erratum is about: 第31条 定期开展."""
    section = book.sections.get(erratum.provision)
    return one_line(section.heading_text if section else erratum.provision)


def print_redlines(
    book: Book, errata: Sequence[Erratum], lang: Language, to: TextIO | None = None
) -> None:
    """What errata change, each on two lines."""
    to = to or sys.stdout
    for erratum in errata:
        ops, line = in_context(book.sections.get(erratum.provision), erratum)
        print(f"{erratum.id}  {title(book, erratum)}  {place(book, erratum, line)}", file=to)
        if erratum.amendment:
            print(f"    {say('kind-amendment', lang)} {erratum.amendment.action}", file=to)
        else:
            print(f"    {mark(ops, is_coloured(to))}", file=to)


def print_places(section: Section, original: str, lang: Language, to: TextIO) -> None:
    """Where words stand that should stand just once; if nowhere, the nearest texts with the
    characters marked in which they differ.
    """
    source, colour = section.source, is_coloured(to)
    for at in occurrences(source, original)[:_MANY]:
        before, after = context(source, (at, at + len(original)))
        ops: list[Op] = [("equal", before, ""), ("delete", original, ""), ("equal", after, "")]
        line = section.line + source.count("\n", 0, at)
        print(f"    {section.file}:{line}  {side(ops, 1, colour)}", file=to)
    if original in source:
        return
    for near in nearest_parts(source, original):
        line = section.line + source.count("\n", 0, near.start)
        marked = mark(redline(original, near.text), colour)
        values = {"text": marked, "score": f"{near.score:.0%}"}
        print(f"    {section.file}:{line}  {say('nearest', lang, **values)}", file=to)


def width(text: str) -> int:
    """How many columns a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """The text filled up with spaces to a number of columns."""
    return text + " " * max(columns - width(text), 0)


def cut(text: str, columns: int) -> str:
    """The text on one line, cut to a number of columns."""
    text = one_line(text)
    while width(text) > columns:
        text = text[: max(len(text) - 2, 0)] + "…"
    return text
