"""A line of Markdown as the words that a reader sees, for rules on how words are written.

Marks of Markdown are taken out, so that `党员**，**` reads 党员，; what is no prose (code,
addresses, ids) is one character that no rule knows. Every character keeps its place in the line.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

OPAQUE = "\ufffc"
"""Stands for what is no prose."""
_LABEL = "条"
"""Stands for a reference without words of its own: what is shown in its place is such a word."""

_PIECES = re.compile(
    r"""(?P<opaque>
            \\.                                     # an escape
          | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)
          | <[^<>\s]+>                              # an address in angle brackets, or a tag
          | https?://[^\s）」》，。；：！？、]+
          | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
          | ^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]*?(?=[ \t]*(?:"|$))   # an admonition
          | ^[ \t]*\[\^[^\]\s]+\]:                  # a footnote's text
          | ^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$   # below a table's head
          | ^[ \t]*(?:\#{1,6}|>|[-*+]|\d+\.)(?=[ \t])   # heading, quotation, list
          | \|
        )
      | (?P<label>\[\](?:\[[^\[\]\s]+\]|\([^()\s]*\)))
      | (?P<clear>
            \]\([^()\s]*(?:[ \t]+"[^"]*")?\)        # a link's address and title
          | \]\[[^\[\]\s]+\]                        # a reference's id
          | \[\^[^\]\s]+\]                          # a footnote's mark
          | \{:?[ \t]*[\#.][^{}]*\}                 # an attribute list
          | !?\[(?=[^\[\]]*\][\[(])                 # where a link's words begin
          | [*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}
        )""",
    re.VERBOSE,
)
_TITLE = re.compile(r'^[ \t]*(?:!!!|\?\?\?\+?)[^"]*(?P<first>").*(?P<last>")[ \t]*$')


@dataclass(frozen=True)
class Line:
    """One line of prose."""

    number: int
    """In the file, 1-based."""
    text: str
    """What a reader sees, marks taken out."""
    places: tuple[int, ...]
    """For each character of `text` its place in the line of the file, 0-based."""
    heading: bool = False
    """Whether it is a title."""

    def column(self, at: int) -> int:
        """The 1-based column, in the file, of a place in `text`."""
        return self.places[at] + 1 if self.places else 1


def read_line(number: int, raw: str) -> Line:
    """A line of a Markdown body."""
    quotes = _TITLE.match(raw)
    hidden = {quotes.start("first"), quotes.start("last")} if quotes else set()
    text: list[str] = []
    places: list[int] = []

    def put(char: str, at: int) -> None:
        if at not in hidden:
            text.append(char)
            places.append(at)

    at = 0
    for found in _PIECES.finditer(raw):
        for place in range(at, found.start()):
            put(raw[place], place)
        if found["opaque"] is not None:
            put(OPAQUE, found.start())
        elif found["label"] is not None:
            put(_LABEL, found.start())
        at = found.end()
    for place in range(at, len(raw)):
        put(raw[place], place)
    return Line(number, "".join(text), tuple(places), bool(re.match(r"#{1,6}(?!#)", raw)))


def read_lines(text: str, first: int = 1, only: Collection[int] | None = None) -> Iterator[Line]:
    """The lines of a Markdown body that are prose: code blocks are left out.

    `first` is the number of its first line in the file; `only` the lines that are wanted, which
    come with those of their paragraphs.
    """
    rows = text.split("\n")
    wanted = None if only is None else _paragraphs(rows, first, only)
    fence = ""
    for number, raw in enumerate(rows, first):
        opening = re.match(r"[ \t]*(`{3,}|~{3,})", raw)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) else fence
        elif opening:
            fence = opening[1]
        elif wanted is None or number in wanted:
            yield read_line(number, raw)


def _paragraphs(rows: list[str], first: int, only: Collection[int]) -> set[int]:
    """The lines between the blank lines around those that are wanted."""
    wanted: set[int] = set()
    for line in only:
        for step in (-1, 1):
            place = line - first
            while 0 <= place < len(rows) and rows[place].strip():
                wanted.add(place + first)
                place += step
    return wanted


def changed_lines(old: str, new: str) -> set[int]:
    """The 1-based lines of `new` that `old` has not in that place."""
    a, b = old.split("\n"), new.split("\n")
    head = _alike(a, b)
    tail = _alike(a[head:][::-1], b[head:][::-1])
    a, b = a[head : len(a) - tail], b[head : len(b) - tail]
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return {
        head + line + 1
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("replace", "insert")
        for line in range(start, end)
    }


def _alike(a: list[str], b: list[str]) -> int:
    """How many lines two texts have in common from their start on."""
    pairs = zip(a, b, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: what blank lines, list marks and table rows part."""
    block: list[Line] = []
    for line in lines:
        fresh = not line.text.strip() or line.heading or line.text.lstrip().startswith(OPAQUE)
        if block and (fresh or line.number != block[-1].number + 1):
            yield block
            block = []
        if line.text.strip():
            block.append(line)
    if block:
        yield block
