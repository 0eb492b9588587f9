"""The register: all errata together, checked against the Book (design: One register)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.book import Book
from handbook.errata.amend import removed_ids
from handbook.errata.load import load_errata
from handbook.errata.model import NUMBER, STATES, Erratum, State, free_number
from handbook.errata.plan import apply_errata
from handbook.errata.renamed import renames
from handbook.errata.rules import Editions, erratum_problems, read_editions
from handbook.problems import Problem, problem


@dataclass(frozen=True)
class Register:
    """All errata: the numbered ones by number, then those that have only a receipt, by date."""

    errata: tuple[Erratum, ...] = ()

    @staticmethod
    def of(errata: list[Erratum]) -> Register:
        """The errata in the register's order."""
        return Register(tuple(sorted(errata, key=_order)))

    @cached_property
    def by_id(self) -> Mapping[str, Erratum]:
        """Each erratum by its id."""
        return {erratum.id: erratum for erratum in self.errata}

    @cached_property
    def by_provision(self) -> Mapping[str, tuple[Erratum, ...]]:
        """The errata of each heading that has any."""
        found: dict[str, list[Erratum]] = {}
        for erratum in self.errata:
            found.setdefault(erratum.provision, []).append(erratum)
        return {id: tuple(errata) for id, errata in found.items()}

    @cached_property
    def states(self) -> Mapping[State, int]:
        """How many errata are in each state, every state named."""
        return {state: len(self.in_state(state)) for state in STATES}

    @cached_property
    def by_receipt(self) -> Mapping[str, Erratum]:
        """Each erratum by the receipt that it came in with."""
        return {erratum.receipt: erratum for erratum in self.errata}

    def find(self, id: str) -> Erratum | None:
        """The erratum with an id, or with the receipt that was its id before it was accepted."""
        return self.by_id.get(id) or self.by_receipt.get(id)

    def in_state(self, *states: State) -> tuple[Erratum, ...]:
        """The errata in any of the states."""
        return tuple(erratum for erratum in self.errata if erratum.state in states)

    def next_number(self, year: int) -> str:
        """The next free number of a year: 2018-003."""
        return free_number(year, self.by_id)


def _order(erratum: Erratum) -> tuple[int, int, int, datetime.date, str]:
    if found := NUMBER.fullmatch(erratum.id):
        return 0, int(found["year"]), int(found["number"]), erratum.reported, erratum.id
    return 1, 0, 0, erratum.reported, erratum.id


def load_register(
    book: Book, texts: Mapping[str, Book] | None = None
) -> tuple[Register, list[Problem]]:
    """All errata below the Book's root, and everything that is wrong with them.

    `texts` are the Books of frozen editions; an erratum about one that is not among them is
    checked against the working text only.
    """
    errata, problems = load_errata(book.root)
    register = Register.of(errata)
    problems += check_register(register, read_editions(book, texts))
    return register, sorted(set(problems))


def check_register(register: Register, editions: Editions) -> Iterator[Problem]:
    """What is wrong with errata whose files are well formed."""
    sound: list[Erratum] = []
    removed = editions.retired.union(removed_ids(register.errata))
    editions = dataclasses.replace(editions, retired=removed, renamed=renames(register.errata))
    numbers: dict[tuple[int, int], str] = {}
    for erratum in register.errata:
        problems = list(erratum_problems(erratum, register.by_id, editions))
        yield from problems
        if found := NUMBER.fullmatch(erratum.id):  # 2018-003 and 2018-0003 are one number
            number = int(found["year"]), int(found["number"])
            if number in numbers:
                yield problem("erratum-number-twice", erratum.path, other=numbers[number])
            numbers.setdefault(number, erratum.id)
        if erratum.state == "accepted" and not erratum.amendment and not problems:
            sound.append(erratum)
    # An accepted erratum is executable: all of them together must go into the working text.
    _, problems = apply_errata(editions.draft, sound)
    yield from problems
