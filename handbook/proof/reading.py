"""A finished PDF followed from its first page to its last against what it must show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.proof.expected import Atom
from handbook.proof.flow import Flow, Parts, take_apart
from handbook.proof.furniture import index_start
from handbook.proof.match import Found, Match, match
from handbook.proof.open import read_sheets
from handbook.proof.plan import INDEX, INDEX_HEAD, Plan
from handbook.proof.sheets import Run

Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """The one reading that certificate and page map are both taken from."""

    pdf: bytes
    plan: Plan

    @cached_property
    def parts(self) -> Parts:
        """The PDF by where its text stands. Raises `InputError` where it cannot be opened."""
        return take_apart(read_sheets(self.pdf), self.plan.margins)

    @cached_property
    def match(self) -> Match:
        """Where it shows what it must."""
        return match(self.plan.units, self.parts.text, self.parts.folios)

    @cached_property
    def contents(self) -> Match:
        """Where it shows its contents."""
        return match([self.plan.contents], self.parts.contents)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The sections' ids."""
        return frozenset(section.id for section in self.plan.sections)

    @cached_property
    def texts(self) -> list[Found]:
        """Where the sections were found."""
        return [found for found in self.match.found if found.unit.id in self.ids]

    @cached_property
    def notes(self) -> Match:
        """Where it shows its footnotes."""
        return match([note for unit in self.plan.units for note in unit.notes], self.parts.notes)

    @cached_property
    def index(self) -> int | None:
        """Where in the flow the index begins; it ends the book."""
        if not self.plan.has_index:
            return None
        return index_start(self.parts.text, self.match.found)

    @cached_property
    def sheets(self) -> Mapping[str, int]:
        """The sheet on which each id begins."""
        flow = self.parts.text
        found = {f.unit.id: flow.sheet_at(f.start) for f in self.match.found if not f.missing}
        return found if self.index is None else found | {INDEX: flow.sheet_at(self.index)}

    @cached_property
    def behind(self) -> list[tuple[int, str]]:
        """What has no sections: the sheet with which it begins, and its running head."""
        others = [(u.id, u.name) for u in self.plan.units if u.id not in self.ids]
        others += [(INDEX, INDEX_HEAD)] if self.plan.has_index else []
        nowhere = len(self.parts.sheets)
        return [(self.sheets.get(id, nowhere), name) for id, name in others]

    def runs_of(self, keep: Callable[[Atom], bool]) -> Iterator[Run]:
        """The runs that ink the atoms to keep, as far as the text was followed."""
        for found in self.match.found:
            for atom, spans in zip(found.unit.atoms, found.spans, strict=False):
                if keep(atom):
                    yield from (run for _, run, _ in runs_in(self.parts.text, spans))


def runs_in(flow: Flow, spans: Sequence[Span]) -> Iterator[tuple[int, Run, str]]:
    """The runs of spans of a flow, each with its sheet and the part of its text that is meant."""
    for start, high in spans:
        low, n = start, flow.run_at(start)
        while low < high:
            begin, end = flow.starts[n], flow.starts[n + 1]
            sheet, run = flow.runs[n]
            stop = min(high, end)
            whole = low == begin and stop == end
            yield sheet, run, run.text if whole else flow.texts[n][low - begin : stop - begin]
            low, n = stop, n + 1
