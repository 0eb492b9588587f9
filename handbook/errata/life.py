"""Steps in the life of errata: which may be taken, and what each entails for the register.

An erratum that is accepted leaves its receipt for the next free number, and one that turns out
to be a duplicate leaves its followers to the one that it repeats: whatever names them follows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.errata.model import NUMBER, TRANSITIONS, Entry, Erratum, free_number
from handbook.errata.register import Register
from handbook.problems import Problem, problem


@dataclass(frozen=True)
class Revision:
    """An erratum as it was and as it is to be; `before` is None for a new one."""

    before: Erratum | None
    after: Erratum

    @property
    def renamed(self) -> bool:
        """Whether its file gets another name."""
        return self.before is not None and self.before.path != self.after.path


def step_problems(erratum: Erratum, entry: Entry) -> list[Problem]:
    """Why a step cannot follow on an erratum's history (design: States)."""
    last = erratum.history[-1]
    if entry.state not in TRANSITIONS[last.state]:
        allowed = "、".join(TRANSITIONS[last.state]) or "—"
        line = erratum.line(f"history[{len(erratum.history)}].state")
        return [
            problem(
                "erratum-transition", erratum.path, line,
                before=last.state, after=entry.state, allowed=allowed,
            )
        ]  # fmt: skip
    if entry.date < last.date:
        line = erratum.line(f"history[{len(erratum.history)}].date")
        return [problem("erratum-order", erratum.path, line)]
    return []


def take_steps(
    register: Register, errata: Sequence[Erratum], entry: Entry, names: Iterable[str] = ()
) -> tuple[list[Revision], list[Problem]]:
    """The same step for several errata, with all that follows from it; nothing if one may not.

    `names` are stems of files that no new number may take, beyond those of the register.
    """
    problems = [found for erratum in errata for found in step_problems(erratum, entry)]
    if entry.state == "duplicate":
        entry, found = _resolve_duplicate(register, errata, entry)
        problems += found
    if problems:
        return [], problems
    taken = {*register.by_id, *names}
    steps: dict[str, Erratum] = {}
    moved: dict[str, str] = {}
    for erratum in errata:
        after = dataclasses.replace(erratum, history=(*erratum.history, entry))
        if entry.state == "accepted" and NUMBER.fullmatch(erratum.id) is None:
            id = free_number(entry.date.year, taken)
            taken.add(id)
            moved[erratum.id] = id
            after = dataclasses.replace(after, id=id, path=f"docs/errata/{id}.md")
        elif entry.state == "duplicate":
            moved[erratum.id] = entry.of
        steps[erratum.id] = after
    return _revisions(register, steps, moved), []


def _resolve_duplicate(
    register: Register, errata: Sequence[Erratum], entry: Entry
) -> tuple[Entry, list[Problem]]:
    """The entry that names the erratum that lives, and errata that would repeat themselves."""
    seen: set[str] = set()
    of = entry.of
    while (other := register.by_id.get(of)) and other.state == "duplicate" and of not in seen:
        seen.add(of)
        of = other.history[-1].of
    odd = [e for e in errata if other is None or other.id in {each.id for each in errata}]
    problems = [problem("erratum-duplicate-of", e.path, of=entry.of) for e in odd]
    return dataclasses.replace(entry, of=of), problems


def _revisions(
    register: Register, steps: Mapping[str, Erratum], moved: Mapping[str, str]
) -> list[Revision]:
    """The stepped errata, and those whose `of` names one that moved."""
    revisions = []
    for erratum in register.errata:
        after = steps.get(erratum.id, erratum)
        history = tuple(
            dataclasses.replace(entry, of=moved.get(entry.of, entry.of)) for entry in after.history
        )
        after = dataclasses.replace(after, history=history)
        if after != erratum:
            revisions.append(Revision(erratum, after))
    return revisions


def revise_register(register: Register, revisions: Iterable[Revision]) -> Register:
    """The register with the revisions made."""
    errata = dict(register.by_id)
    for revision in revisions:
        if revision.before is not None:
            del errata[revision.before.id]
        errata[revision.after.id] = revision.after
    return Register.of(list(errata.values()))
