"""What became of each heading from edition to edition, under whatever id it had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from handbook.book import Book, Section
from handbook.errata import Erratum, Register
from handbook.errata.renamed import newest_id, renames

Status = Literal["new", "same", "changed", "removed"]


@dataclass(frozen=True)
class Stage:
    """A heading in one edition, against the edition before."""

    edition: str
    title: str
    """What the edition is called."""
    status: Status
    label: str
    """Its number or title in that edition; in `removed`, in the edition before."""
    renumbered: bool
    causes: tuple[str, ...]
    """The errata and amendments that made it so, by their ids, in the order of their histories."""
    id: str = ""
    """Its id in that edition; in `removed`, in the edition before."""
    moved: bool = False
    """Whether an amendment moved it."""
    renamed_from: str = ""
    """Its id in the edition before, where that is another."""
    place: int = 0
    """Which edition it is, the first being 0."""
    into: tuple[str, ...] = ()
    """For `removed`: the ids under which its text goes on, renamed or merged."""

    @property
    def is_change(self) -> bool:
        """Whether its text or place differs from the edition before, beyond its number."""
        return self.status != "same" or self.moved or bool(self.renamed_from)


def trace(books: Sequence[Book], register: Register) -> dict[str, list[Stage]]:
    """The stages of every id in any of the Books, which are given oldest first.

    A heading that was renamed has the stages of its former id before its own.
    """
    stages: dict[str, list[Stage]] = {}
    taken = _taken(register)
    before: Book | None = None
    for place, book in enumerate(books):
        step = _Step(place, book, before, taken.get(book.settings.edition, {}))
        for id in dict.fromkeys([*book.sections, *(before.sections if before else ())]):
            stage = step.stage(id)
            if stage.renamed_from:
                stages[id] = list(stages[stage.renamed_from])
            stages.setdefault(id, []).append(stage)
        before = book
    return stages


def _taken(register: Register) -> dict[str, dict[str, list[Erratum]]]:
    """For each edition what it took in, by the headings that this names."""
    taken: dict[str, dict[str, list[Erratum]]] = {}
    done = register.in_state("incorporated")
    for erratum in sorted(done, key=lambda e: (e.history[-1].date, e.id)):
        named = taken.setdefault(erratum.history[-1].edition, {})
        for id in erratum.names:
            named.setdefault(id, []).append(erratum)
    return taken


@dataclass(frozen=True)
class _Step:
    """The way from one edition to the next."""

    place: int
    book: Book
    before: Book | None
    taken: Mapping[str, Sequence[Erratum]]

    def stage(self, id: str) -> Stage:
        """What became of an id that either of the two has."""
        settings = self.book.settings
        here = settings.edition, settings.edition_name
        errata = self.taken.get(id, ())
        causes = tuple(e.id for e in errata)
        new, old = self.book.sections.get(id), self._old(id)
        if new is None:
            assert old is not None
            heirs = (newest_id(heir, self.renamed) for e in errata for heir in _heirs(e, id))
            into = tuple(heir for heir in heirs if heir in self.book.sections)
            return Stage(
                *here, "removed", old.label, False, causes, id, place=self.place, into=into
            )
        if old is None:
            causes = causes if self.before else ()
            return Stage(*here, "new", new.label, False, causes, id, place=self.place)
        former = "" if old.id == id else old.id
        if former:
            line = self._line(id)
            named = {e.id: e for each in line[::-1] for e in self.taken.get(each, ())}
            errata = sorted(named.values(), key=lambda e: (e.history[-1].date, e.id))
            causes = tuple(e.id for e in errata)
        changed = new.sha256 != old.sha256
        moved = any(_moves(e, each) for e in errata for each in self._line(id))
        status: Status = "changed" if changed else "same"
        shown = causes if changed or moved or former else ()
        renumbered = new.number != old.number
        return Stage(*here, status, new.label, renumbered, shown, id, moved, former, self.place)

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The new id of each heading that was renamed on the way."""
        return renames({e.id: e for errata in self.taken.values() for e in errata}.values())

    @cached_property
    def former(self) -> dict[str, str]:
        """The id before of each heading that was renamed on the way."""
        return {new: old for old, new in self.renamed.items()}

    def _line(self, id: str) -> list[str]:
        """An id and those that its heading had before it on the way, the latest first."""
        line = [id]
        while (before := self.former.get(line[-1])) and before not in line:
            line.append(before)
        return line

    def _old(self, id: str) -> Section | None:
        """The heading in the edition before, under the id that it had there."""
        if self.before is None:
            return None
        first = self._line(id)[-1]
        taken = first in self.before.sections and first not in self.book.sections
        return self.before.sections.get(first if taken else id)


def _moves(erratum: Erratum, id: str) -> bool:
    change = erratum.amendment
    return change is not None and change.action == "move" and erratum.provision == id


def _heirs(erratum: Erratum, id: str) -> tuple[str, ...]:
    """The ids under which the text of one goes on that an amendment took away."""
    change = erratum.amendment
    if change and change.action == "rename" and erratum.provision == id:
        return change.to
    return (erratum.provision,) if change and id in change.sources else ()


def last_seen(books: Sequence[Book]) -> Mapping[str, Book]:
    """For every id there ever was the newest of the Books that has it."""
    return {id: book for book in books for id in book.sections}
