"""Two texts of a provision as pieces: what stayed, what went, what came, word by word.

Lines are paired first, then the cells of rows, then words within. All pieces' old parts joined are
the old text, their new parts the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from handbook.editions.outline import Line, LineKind, Outline, Span
from handbook.editions.tables import Matched
from handbook.errata import Op, redline


class Piece(NamedTuple):
    """A run of words that is the same in both texts, or that is not."""

    tag: str
    """equal, replace, delete or insert."""
    old: str
    new: str
    computed: bool = False
    """Whether only a number or mark differs that follows from others' places."""
    causes: tuple[str, ...] = ()
    """The errata and amendments that made the change, by their ids."""


@dataclass(frozen=True)
class Block:
    """A line of one text, or of both, with what changed in it."""

    kind: LineKind
    cells: tuple[tuple[Piece, ...], ...]
    """A row's cells, column by column of both tables; any other line is one cell."""
    in_old: bool = True
    in_new: bool = True
    mark: tuple[Piece, ...] = ()
    depth: int = 0
    table: tuple[int, int] = (0, 0)
    """The tables of the old and the new text that a row is of."""
    head: bool = False

    @property
    def changed(self) -> bool:
        """Whether any word of it changed."""
        if self.in_old != self.in_new:
            return True
        return any(p.tag != "equal" and not p.computed for cell in self.cells for p in cell)

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces of its cells."""
        return (piece for cell in self.cells for piece in cell)


Explain = Callable[[Span, Span], tuple[str, ...]]
"""The causes of a change, by its spans in the old and the new text."""


def compare_texts(
    old: Outline, new: Outline, explain: Explain
) -> tuple[tuple[Piece, ...], tuple[Block, ...]]:
    """All pieces in order, and the same as lines without what parts them."""
    matched = Matched(old, new)
    writer = _Writer(old, new, explain)
    blocks = [
        _both(writer, matched, i, k)
        if i is not None and k is not None
        else _one(writer, old.lines[i], None)
        if i is not None
        else _one(writer, None, new.lines[k or 0])
        for i, k in matched.lines
    ]
    writer.part(len(old.text), len(new.text))
    return tuple(join_pieces(writer.pieces)), tuple(blocks)


def compare_words(old: str, new: str, explain: Explain) -> tuple[Piece, ...]:
    """A text of one line, such as a title."""
    writer = _Writer(Outline(old), Outline(new), explain)
    return writer.write((0, len(old)), (0, len(new)))


def join_pieces(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that say the same made one; replacements stay apart."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.tag == piece.tag != "replace" and last[3:] == piece[3:]:
            last = last._replace(old=last.old + piece.old, new=last.new + piece.new)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _both(writer: _Writer, matched: Matched, i: int, k: int) -> Block:
    line, other = matched.old.lines[i], matched.new.lines[k]
    mark = writer.whole(line.mark, other.mark)
    cells = []
    for x, y in matched.cells(i, k):
        old = line.cells[x] if x is not None else None
        new = other.cells[y] if y is not None else None
        cells.append(writer.write(old, new))
    return Block(
        other.kind, tuple(cells), True, True, mark, other.depth,
        (line.table, other.table), other.head,
    )  # fmt: skip


def _one(writer: _Writer, line: Line | None, other: Line | None) -> Block:
    here = line or other
    assert here is not None
    mark = writer.write(line.mark if line else None, other.mark if other else None)
    cells = [writer.write(cell if line else None, None if line else cell) for cell in here.cells]
    table = (line.table if line else 0, other.table if other else 0)
    return Block(
        here.kind, tuple(cells), line is not None, other is not None, mark, here.depth,
        table, here.head,
    )  # fmt: skip


class _Writer:
    """Goes through both texts and writes the pieces down."""

    def __init__(self, old: Outline, new: Outline, explain: Explain) -> None:
        self.old, self.new, self.explain = old, new, explain
        self.at = (0, 0)
        self.pieces: list[Piece] = []

    def part(self, old_to: int, new_to: int) -> None:
        """What stands between two pieces of text: line feeds, tabs."""
        old, new = self.old.text[self.at[0] : old_to], self.new.text[self.at[1] : new_to]
        if old or new:
            self.pieces.append(Piece(*_op(old, new)))
        self.at = (old_to, new_to)

    def _reach(self, old: Span | None, new: Span | None) -> tuple[Span, Span]:
        """Go to where two spans begin; a side that has none stays where it is."""
        self.part(old[0] if old else self.at[0], new[0] if new else self.at[1])
        spans = old or (self.at[0],) * 2, new or (self.at[1],) * 2
        self.at = spans[0][1], spans[1][1]
        return spans

    def whole(self, old: Span | None, new: Span | None) -> tuple[Piece, ...]:
        """Two marks; they are computed and never differ in part."""
        if old is None and new is None:
            return ()
        (a, b), (c, d) = self._reach(old, new)
        tag, before, after = _op(self.old.text[a:b], self.new.text[c:d])
        piece = Piece(tag, before, after, tag != "equal")
        self.pieces.append(piece)
        return (piece,)

    def write(self, old: Span | None, new: Span | None) -> tuple[Piece, ...]:
        """Two runs of words, or the one that there is."""
        if old is None and new is None:
            return ()
        spans = self._reach(old, new)
        pieces = tuple(join_pieces(self._pieces(*spans)))
        self.pieces += pieces
        return pieces

    def _pieces(self, old: Span, new: Span) -> Iterator[Piece]:
        a, b = old[0], new[0]
        for (tag, before, after), computed in _ops(self.old, old, self.new, new):
            spans = (a, a + len(before)), (b, b + len(after))
            (_, a), (_, b) = spans
            quiet = tag == "equal" or computed
            yield Piece(tag, before, after, computed, () if quiet else self.explain(*spans))


def _op(old: str, new: str) -> Op:
    tag = "equal" if old == new else "replace" if old and new else "delete" if old else "insert"
    return tag, old, new


_VEIL = 0xF0000
"""Labels are hidden behind the private-use characters from here on while words are compared."""


def _ops(old: Outline, a: Span, new: Outline, b: Span) -> Iterator[tuple[Op, bool]]:
    """The redline of two runs of words, each with whether only a computed label differs.

    A label is one word, and it is the word that it stands for: 第12条 and 第13条 are the same where
    both refer to one provision.
    """
    before, after = old.text[a[0] : a[1]], new.text[b[0] : b[1]]
    if any(ord(char) >= _VEIL for char in before + after):
        yield from ((op, False) for op in redline(before, after))
        return
    known: dict[str, str] = {}
    old_words, old_labels = _veil(old, a, known)
    new_words, new_labels = _veil(new, b, known)
    befores, afters = iter(old_labels), iter(new_labels)
    for tag, x, y in redline(old_words, new_words):
        if tag != "equal":
            yield _op(_unveil(x, befores), _unveil(y, afters)), False
            continue
        run = ""
        for char in x:
            if ord(char) < _VEIL:
                run += char
                continue
            before, after = next(befores), next(afters)
            if before == after:
                run += before
                continue
            if run:
                yield ("equal", run, run), False
                run = ""
            yield ("replace", before, after), True
        if run:
            yield ("equal", run, run), False


def _veil(outline: Outline, span: Span, known: dict[str, str]) -> tuple[str, list[str]]:
    """A run of words with its labels hidden, and the labels in order."""
    text, labels, at = "", [], span[0]
    for (start, end), word in sorted(outline.words.items()):
        if span[0] <= start and end <= span[1]:
            veil = known.setdefault(word, chr(_VEIL + len(known)))
            text += outline.text[at:start] + veil
            labels.append(outline.text[start:end])
            at = end
    return text + outline.text[at : span[1]], labels


def _unveil(text: str, labels: Iterator[str]) -> str:
    return "".join(next(labels) if ord(char) >= _VEIL else char for char in text)
