"""A comparison as plain text, or in a terminal's colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handbook.editions.entries import GROUPS, Comparison, Entry
from handbook.editions.layout import Shape, Skip, Table, layout, renumbered_ranges
from handbook.editions.pieces import Block, Piece
from handbook.messages import Language, say

_REACH = 24
"""So many equal characters stay beside a change."""
_STYLES = {"del": "31;9", "ins": "32;4", "head": "1", "soft": "2"}
"""SGR parameters (ECMA-48, 8.3.117): a deletion is struck, an insertion underlined."""
_MARKS = {"del": ("[-", "-]"), "ins": ("{+", "+}")}
"""What stands for colours where there are none, as `wdiff` has it."""


def redline_text(comparison: Comparison, lang: Language, coloured: bool = False) -> str:
    """What changed, a heading after the other; what did not is only counted."""
    return "\n".join(_Writer(comparison, lang, coloured).lines()) + "\n"


class _Writer:
    def __init__(self, comparison: Comparison, lang: Language, coloured: bool) -> None:
        self.comparison = comparison
        self.lang = lang
        self.coloured = coloured

    def lines(self) -> Iterator[str]:
        """The whole text."""
        old, new = self.comparison.old, self.comparison.new
        yield self.style("head", f"{old.title} → {new.title}")
        counts = self.comparison.counts
        yield "  ".join(f"{self.word(group)} {counts[group]}" for group in GROUPS)
        for entry in self.comparison.of("changed", "added", "removed", "moved"):
            yield ""
            yield from self.entry(entry)
        ranges = renumbered_ranges(self.comparison)
        if ranges:
            yield ""
            moves = (f"{a} → {b}" for a, b in ranges)
            yield self.word("renumbered") + say("diff-colon", self.lang) + "  ".join(moves)

    def word(self, group: str) -> str:
        """What a group is called."""
        return say(f"diff-{group}", self.lang)

    def style(self, name: str, text: str) -> str:
        """Words as a terminal shows them; plain where it has no colours."""
        if self.coloured:
            return f"\033[{_STYLES[name]}m{text}\033[0m"
        before, after = _MARKS.get(name, ("", ""))
        return before + text + after

    def entry(self, entry: Entry) -> Iterator[str]:
        """One heading with what changed below it."""
        states = [self.word(entry.status)] if entry.status != "same" else []
        states += [self.word("moved")] if entry.moved else []
        errata = [self.comparison.errata[id].name for id in entry.causes]
        if self.comparison.undeclared(entry):
            errata.append(say("diff-undeclared", self.lang))
        number = self.number(entry)
        head = f"{number} {self.pieces(entry.title)}" if number else self.pieces(entry.title)
        yield "  ".join([self.style("head", head), *states, "、".join(errata)]).rstrip()
        if entry.renamed_from:
            yield "    " + say("diff-renamed", self.lang, old=entry.renamed_from, new=entry.id)
        if entry.moved and entry.old and entry.new:
            there = self.comparison.old.book.path_text(entry.old)
            here = self.comparison.new.book.path_text(entry.new)
            yield f"    {'／'.join(there)} → {'／'.join(here)}"
        if entry.status == "changed" and not entry.reworded:
            yield "    " + say("diff-markup", self.lang)
        for shape in layout(entry.blocks, whole=0):
            yield from (f"    {line}" for line in self.shape(shape))

    def number(self, entry: Entry) -> str:
        """第40条 → 第41条; empty where the heading has no number."""
        labels = [s.label for s in (entry.old, entry.new) if s and s.label != s.title]
        return " → ".join(dict.fromkeys(labels))

    def shape(self, shape: Shape) -> Iterator[str]:
        """A line, or the rows of a table."""
        if isinstance(shape, Table):
            for row in shape.rows:
                yield from self.shape(row)
        elif isinstance(shape, Skip):
            return
        elif shape.changed:
            yield self.line(shape)

    def line(self, block: Block) -> str:
        """A line's mark and its words."""
        cells = (self.pieces(cell) for cell in block.cells)
        text = self.mark(block.mark) + " │ ".join(cells)
        return text.replace("\n", " ")

    def mark(self, mark: Sequence[Piece]) -> str:
        """The mark of a list's item, as the new text has it."""
        return "".join(piece.new or piece.old for piece in mark)

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """Words with what went and what came."""
        shown = ""
        pieces = list(pieces)
        for n, piece in enumerate(pieces):
            if piece.tag == "equal":
                shown += _brief(piece.old, n > 0, n + 1 < len(pieces))
            elif piece.computed:
                shown += piece.new
            else:
                shown += self.style("del", piece.old) if piece.old else ""
                shown += self.style("ins", piece.new) if piece.new else ""
        return shown


def _brief(text: str, before: bool, after: bool) -> str:
    """Equal words beside a change; those far from it are left out."""
    if not before and not after:
        return text
    head = text[:_REACH] if before else ""
    tail = text[-_REACH:] if after else ""
    return text if len(head) + len(tail) + 2 >= len(text) else f"{head}……{tail}"
