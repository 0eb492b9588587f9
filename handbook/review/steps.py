"""What a branch does to the register: the errata of two states of it, matched one to one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.errata import Amendment, Erratum, Register
from handbook.errata.model import Action

_OPPOSITE: Mapping[Action, Action] = {
    "add": "remove",
    "remove": "add",
    "split": "merge",
    "merge": "split",
}


@dataclass(frozen=True)
class Step:
    """An erratum before and after; None where there is none."""

    before: Erratum | None
    after: Erratum | None

    @property
    def changed(self) -> bool:
        """Whether its file says anything else, or is called otherwise."""
        return self.before != self.after

    @property
    def incorporated(self) -> bool:
        """Whether it enters the text here."""
        return _in_text(self.after) and not _in_text(self.before)

    @property
    def taken_out(self) -> bool:
        """Whether it leaves the text here."""
        return self.after is not None and _in_text(self.before) and not _in_text(self.after)


def _in_text(erratum: Erratum | None) -> bool:
    return erratum is not None and erratum.state == "incorporated"


def match_errata(before: Register, after: Register) -> tuple[Step, ...]:
    """Each erratum of either register once, those of `after` first, in its order.

    One that was accepted has left its receipt for a number: it is known by what it says.
    """
    steps, taken = [], set()
    for erratum in after.errata:
        old = before.by_id.get(erratum.id) or before.by_id.get(erratum.receipt)
        if old is not None:
            taken.add(old.id)
        steps.append(Step(old, erratum))
    gone = [Step(erratum, None) for erratum in before.errata if erratum.id not in taken]
    return (*steps, *gone)


def entering(steps: Iterable[Step]) -> list[Erratum]:
    """The errata and amendments to replay, in the order of their histories (design: Balance).

    One that was taken out again comes first, turned round: it gives back what it had taken.
    """
    steps = list(steps)
    out = [turn(step.after) for step in steps if step.taken_out and step.after]
    new = [step.after for step in steps if step.incorporated and step.after]
    return out + sorted(new, key=lambda e: (e.history[-1].date, e.id))


def turn(erratum: Erratum) -> Erratum:
    """The erratum that undoes an erratum."""
    change = erratum.amendment
    if change is None:
        return dataclasses.replace(
            erratum, original=erratum.corrected, original_now="", corrected=erratum.current
        )
    action: Action = _OPPOSITE.get(change.action, change.action)
    renamed = change.action == "rename"
    return dataclasses.replace(
        erratum,
        provision=change.to[0] if renamed else erratum.provision,
        amendment=Amendment(
            action,
            old_sha256=change.new_sha256,
            new_sha256=change.old_sha256,
            to=(erratum.provision,) if renamed else change.sources,
            sources=() if renamed else change.to,
        ),
    )
