"""Find every section of a volume in the flow of a finished PDF, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from handbook.proof.expected import PAGES, Atom, Unit
from handbook.proof.flow import Flow

Span = tuple[int, int]
_PAGE = re.compile(r"（(\d{1,5})页）")
_NUMBER = re.compile(r"\d{1,5}")
HYPHENS = "-\u2010"
AHEAD = 400
"""How many sections ahead a lost place is looked for."""


@dataclass(frozen=True)
class Reference:
    """A place where print tells, or leaves out, the page of an id."""

    unit: Unit
    target: str
    at: int
    """Where in the flow."""
    page: str | None
    """The number that stands there; None where there is none."""


@dataclass
class Found:
    """Where a unit was found in the flow."""

    unit: Unit
    start: int
    end: int
    spans: list[list[Span]] = field(default_factory=list)
    """For each atom the spans of its characters; less where the text goes another way."""
    lost: int | None = None
    """Where the text goes another way than expected; None if it never does."""
    missing: bool = False
    """Whether nothing of it was found."""

    def text(self, flow: Flow, keep: Callable[[Atom], bool]) -> str:
        """The characters found of the atoms to keep; for a unit that was lost, all of them."""
        if self.lost is not None:
            return flow.text[self.start : self.end]
        atoms = zip(self.unit.atoms, self.spans, strict=True)
        return "".join(
            flow.text[low:high] for atom, spans in atoms if keep(atom) for low, high in spans
        )


@dataclass
class Match:
    """All units in the order expected, and what lies between or behind them."""

    found: list[Found] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    extra: list[Span] = field(default_factory=list)
    """Text that belongs to nothing."""
    repeated: list[tuple[Span, tuple[int, int]]] = field(default_factory=list)
    """Header rows repeated overleaf, with the number of their unit and table."""
    hyphens: int = 0
    """Hyphens that the typesetter put at line ends."""


class _Lost(Exception):
    """The flow goes another way than expected."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(at)


def match(units: Sequence[Unit], flow: Flow, folios: Sequence[str] = ()) -> Match:
    """Follow the flow from unit to unit; after a difference, go on with the next one that fits.

    `folios` are the numbers of the sheets.
    """
    return _Matcher(units, flow, folios).run()


class _Matcher:
    def __init__(self, units: Sequence[Unit], flow: Flow, folios: Sequence[str]) -> None:
        self.units, self.flow, self.text, self.folios = units, flow, flow.text, folios
        self.out = Match()
        self.sheets = frozenset(flow.sheet_starts)

    def run(self) -> Match:
        position, n = 0, 0
        while n < len(self.units):
            unit = self.units[n]
            found = Found(unit, position, position)
            kept = len(self.out.references)
            try:
                position = self._unit(unit, found)
                found.end = position
                self.out.found.append(found)
                n += 1
                continue
            except _Lost as lost:
                del self.out.references[kept:]
                found.lost = lost.at
            if unit.optional and found.lost == position:
                n += 1
                continue
            skip, resume = self._resume(n, position)
            if skip == n:  # the unit itself stands further on: what lies before it is extra
                self.out.extra.append((position, resume))
                position = resume
                continue
            found.end = resume
            begun = common_length(unit.opening, self.text, position)
            found.missing = begun < min(4, len(unit.opening))
            self.out.found.append(found)
            for other in self.units[n + 1 : skip]:
                self.out.found.append(Found(other, resume, resume, lost=resume, missing=True))
            if found.missing and resume > position:
                self.out.extra.append((position, resume))
                found.start = resume
            position, n = resume, skip
        if position < len(self.text):
            self.out.extra.append((position, len(self.text)))
        return self.out

    def _resume(self, n: int, position: int) -> tuple[int, int]:
        """The unit with which the flow can be followed again, and where it begins."""
        best = (len(self.units), len(self.text))
        for other in range(n, min(len(self.units), n + AHEAD)):
            opening = self.units[other].opening
            if not opening or (self.units[other].optional and other > n):
                continue
            at = self.text.find(opening, position + (other == n), best[1])
            if at >= 0 and at < best[1]:
                best = (other, at)
        return best

    def _unit(self, unit: Unit, found: Found) -> int:
        position, n = found.start, 0
        while n < len(unit.atoms):
            atom = unit.atoms[n]
            if atom.role in PAGES:
                position = self._page(unit, n, position, found)
                n += 1
                continue
            if self.text.startswith(atom.text, position):
                found.spans.append([(position, position + len(atom.text))])
                position += len(atom.text)
                n += 1
                continue
            try:
                spans = [*self._bend(unit, atom, position)]
            except _Lost:
                if atom.role != "cell":
                    raise
                n, position = self._split_row(unit, n, found)
                continue
            found.spans.append(spans)
            position = spans[-1][1]
            n += 1
        return position

    def _page(self, unit: Unit, n: int, position: int, found: Found) -> int:
        atom = unit.atoms[n]
        if atom.role == "number":  # in a run of its own
            run = self.flow.run_at(position)
            number = _NUMBER.fullmatch(self.text, position, self.flow.starts[run + 1])
            if number is None or self.flow.starts[run] != position:
                raise _Lost(position)
            page: str | None = number[0]
        else:
            number = _PAGE.match(self.text, position)
            after = unit.atoms[n + 1] if n + 1 < len(unit.atoms) else None
            follows = after.text if after and after.role not in PAGES else ""
            if number and follows and self.text.startswith(follows, position):
                number = None  # the source itself goes on with such words
            page = number[1] if number else None
        self.out.references.append(Reference(unit, atom.text, position, page))
        end = number.end() if number else position
        found.spans.append([(position, end)])
        return end

    def _bend(self, unit: Unit, atom: Atom, position: int) -> Iterator[Span]:
        """Spans of an atom's text around what print puts between: hyphens, repeated headers."""
        text = atom.text
        while text:
            same = common_length(text, self.text, position)
            if same:
                yield position, position + same
                position, text = position + same, text[same:]
                continue
            position = self._step_over(unit, atom, position)

    def _step_over(self, unit: Unit, atom: Atom, position: int) -> int:
        """Behind a hyphen at a line's end, or a header row at a page's head."""
        if self.text[position : position + 1] in HYPHENS and self._ends_line(position):
            self.out.hyphens += 1
            return position + 1
        if atom.place and position in self.sheets:
            position = self._header(unit, atom.place, position)
            if position not in self.sheets:
                return position
        raise _Lost(position)

    def _header(self, unit: Unit, place: tuple[int, int, int], position: int) -> int:
        """Behind a table's header row, if that is repeated here."""
        head = dict(unit.heads).get(place[0], "")
        if not head or not place[1] or not self.text.startswith(head, position):
            return position
        end = position + len(head)
        self.out.repeated.append(((position, end), (len(self.out.found), place[0])))
        return end

    def _ends_line(self, position: int) -> bool:
        if not self.text or position >= len(self.text):
            return False
        n = self.flow.run_at(position)
        if self.flow.starts[n + 1] != position + 1 or n + 1 >= len(self.flow.runs):
            return False
        (sheet, run), (sheet_after, after) = self.flow.runs[n], self.flow.runs[n + 1]
        return sheet_after != sheet or after.y < run.y - 0.5 * run.size

    def _split_row(self, unit: Unit, n: int, found: Found) -> tuple[int, int]:
        """Follow a row that goes on overleaf: of each cell a part here, the rest there."""
        row = _row_of(unit.atoms[n])
        first = n
        while first and _row_of(unit.atoms[first - 1]) == row:
            first -= 1
        last = n
        while last < len(unit.atoms) and _row_of(unit.atoms[last]) == row:
            last += 1
        position = found.spans[first - 1][-1][1] if first else found.start
        atoms = unit.atoms[first:last]
        # Whether a reference tells its page depends on where its line comes to stand.
        for marked in (True, False):
            texts = [self._cell_text(atom, marked) for atom in atoms]
            result = self._overleaf(unit, atoms, texts, position)
            if result is not None:
                break
        else:
            raise _Lost(position)
        spans, end = result
        kept = [one for one in self.out.references if one.at < position or one.unit is not unit]
        del found.spans[first:]
        self.out.references[:] = kept
        for atom, each in zip(atoms, spans, strict=True):
            if atom.role in PAGES:
                at = each[0][0] if each else position
                number = _PAGE.match(self.text, at) if each else None
                reference = Reference(unit, atom.text, at, number[1] if number else None)
                self.out.references.append(reference)
            found.spans.append(each or [(position, position)])
        return last, end

    def _cell_text(self, atom: Atom, marked: bool) -> str:
        """An atom's text; of a page the mark that leads to it, by where its id seems to stand."""
        if atom.role not in PAGES:
            return atom.text
        if not marked:
            return ""
        target = next((unit.opening for unit in self.units if unit.id == atom.text), "")
        at = self.text.find(target) if target else -1
        return f"（{self.folios[self.flow.sheet_at(at)]}页）" if at >= 0 and self.folios else ""

    def _overleaf(
        self, unit: Unit, atoms: Sequence[Atom], texts: Sequence[str], position: int
    ) -> tuple[list[list[Span]], int] | None:
        """The spans of a row's atoms on all the sheets that it runs over, and its end."""
        spans: list[list[Span]] = [[] for _ in atoms]
        rest = [*texts]
        place = atoms[0].place
        assert place is not None
        while any(rest):
            if position in self.sheets:
                position = self._header(unit, place, position)
            if self.text.startswith("".join(rest), position):
                taken: list[int] | None = [len(text) for text in rest]
            else:
                taken = self._fit(rest, position, self.flow.sheet_end(position))
            if taken is None or not any(taken):
                return None
            for cell, length in enumerate(taken):
                if length:
                    spans[cell].append((position, position + length))
                    rest[cell] = rest[cell][length:]
                    position += length
        return spans, position

    def _fit(self, rest: Sequence[str], position: int, end: int) -> list[int] | None:
        """How many characters of each cell stand on the page that ends at `end`."""
        if not rest:
            return [] if position == end else None
        same = min(common_length(rest[0], self.text, position), end - position)
        stops = {position, position + same} | {
            stop
            for stop in self.flow.starts[self.flow.run_at(position) :][: same + 2]
            if position <= stop <= position + same
        }
        for stop in sorted(stops, reverse=True):
            others = self._fit(rest[1:], stop, end)
            if others is not None:
                return [stop - position, *others]
        return None


def _row_of(atom: Atom) -> tuple[int, int] | None:
    return atom.place[:2] if atom.place else None


def common_length(expected: str, text: str, position: int) -> int:
    """How many characters agree from a position on."""
    most = min(len(expected), len(text) - position)
    low, high = 0, most + 1
    while high - low > 1:  # slices compare in C
        middle = (low + high) // 2
        if text.startswith(expected[:middle], position):
            low = middle
        else:
            high = middle
    return low
