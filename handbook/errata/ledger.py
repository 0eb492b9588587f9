"""The ledger of a consultation: which units were asked, which answered, what became of it.

Derived from the register and from what was kept of each reply; nothing of it is typed twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handbook.errata.intake.ledger import Inquiry, Intake, Reply, Row
from handbook.errata.model import STATES, Erratum, State
from handbook.errata.register import Register

Outcome = State | Literal["not-located", "refused"]
"""What became of a suggestion: its erratum's state, or why there is no erratum."""
OUTCOMES: tuple[Outcome, ...] = (*STATES, "not-located", "refused")


@dataclass(frozen=True)
class Suggestion:
    """What one unit suggested; several may have suggested the same."""

    unit: str
    erratum: Erratum | None
    row: Row | None = None
    """The row of a reply that it came in; None where the register alone knows of it."""

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        if self.erratum is not None:
            return self.erratum.state
        return "refused" if self.row and self.row.became == "refused" else "not-located"

    @property
    def original(self) -> str:
        """The words that it is about."""
        return self.erratum.original if self.erratum else self.row.original if self.row else ""

    @property
    def corrected(self) -> str:
        """What shall stand there."""
        return self.erratum.corrected if self.erratum else self.row.corrected if self.row else ""


@dataclass(frozen=True)
class Answer:
    """One unit: whether it answered, and with what."""

    unit: str
    asked: bool
    date: datetime.date | None
    """When the first of its answer came in; None where it has not answered."""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def nil(self) -> bool:
        """Whether it answered that it has nothing to suggest."""
        return self.date is not None and not self.suggestions

    def count(self, *outcomes: Outcome) -> int:
        """How many of its suggestions became any of these."""
        return sum(1 for each in self.suggestions if each.outcome in outcomes)


@dataclass(frozen=True)
class Ledger:
    """All units of a consultation."""

    answers: tuple[Answer, ...]
    """Those asked, in the order of the inquiry; then others that answered unasked."""
    sent: datetime.date | None = None
    due: datetime.date | None = None
    errata: tuple[Erratum, ...] = ()
    """The errata that came of it, each once, in the register's order."""

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The units that were asked."""
        return tuple(answer for answer in self.answers if answer.asked)

    @property
    def answered(self) -> tuple[Answer, ...]:
        """The units that answered, with suggestions or without."""
        return tuple(answer for answer in self.answers if answer.date is not None)

    @property
    def silent(self) -> tuple[Answer, ...]:
        """The units that were asked and have not answered."""
        return tuple(answer for answer in self.answers if answer.date is None)

    def states(self) -> Mapping[State, int]:
        """How many errata are in each state, every state named."""
        return {state: sum(1 for e in self.errata if e.state == state) for state in STATES}


def make_ledger(register: Register, intakes: Sequence[Intake]) -> Ledger:
    """The ledger of all inquiries and replies. A unit that errata name has answered, too."""
    inquiries = [intake for intake in intakes if isinstance(intake, Inquiry)]
    asked = dict.fromkeys(unit for inquiry in inquiries for unit in inquiry.asked)
    receipts = {erratum.receipt: erratum for erratum in reversed(register.errata)}
    dates: dict[str, datetime.date] = {}
    found: dict[str, dict[str, Suggestion]] = {}

    def note(unit: str, date: datetime.date) -> None:
        dates[unit] = min(date, dates.get(unit, date))

    for reply in intakes:
        for row in reply.rows if isinstance(reply, Reply) else ():
            erratum = receipts.get(row.erratum)
            for unit in row.by:
                if row.became == "nil" or erratum is None:
                    note(unit, reply.imported)  # type: ignore[union-attr]
                if row.became != "nil":
                    key = erratum.id if erratum else f"{reply.path}:{row.sheet}:{row.row}"
                    found.setdefault(unit, {}).setdefault(key, Suggestion(unit, erratum, row))
    for erratum in register.errata:
        for unit in erratum.history[0].by if not erratum.amendment else ():
            known = found.setdefault(unit, {})
            known.setdefault(erratum.id, Suggestion(unit, erratum))
    for unit, suggestions in found.items():
        for each in suggestions.values():
            if each.erratum:
                note(unit, each.erratum.reported)
    others = sorted((unit for unit in {*dates, *found} if unit not in asked), key=_natural)
    return Ledger(
        tuple(_answer(unit, asked, dates, found) for unit in [*asked, *others]),
        min((inquiry.sent for inquiry in inquiries), default=None),
        max((inquiry.due for inquiry in inquiries if inquiry.due), default=None),
        tuple(e for e in register.errata if not e.amendment),
    )


def _natural(unit: str) -> list[tuple[int, str]]:
    """示例单位 9 before 示例单位 103."""
    parts = re.split(r"(\d+)", unit)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _answer(
    unit: str,
    asked: Iterable[str],
    dates: Mapping[str, datetime.date],
    found: Mapping[str, Mapping[str, Suggestion]],
) -> Answer:
    return Answer(unit, unit in asked, dates.get(unit), tuple(found.get(unit, {}).values()))


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """The ledger for other programs."""
    return {
        "format": 1,
        "sent": ledger.sent.isoformat() if ledger.sent else None,
        "due": ledger.due.isoformat() if ledger.due else None,
        "asked": len(ledger.asked),
        "answered": len(ledger.answered),
        "errata": dict(ledger.states()),
        "units": [
            {
                "unit": answer.unit,
                "asked": answer.asked,
                "answered": answer.date.isoformat() if answer.date else None,
                "nil": answer.nil,
                "suggestions": [_suggestion(each) for each in answer.suggestions],
            }
            for answer in ledger.answers
        ],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    erratum = suggestion.erratum
    last = erratum.history[-1] if erratum else None
    return {
        "erratum": erratum.id if erratum else None,
        "provision": erratum.provision if erratum else None,
        "original": suggestion.original,
        "corrected": suggestion.corrected,
        "outcome": suggestion.outcome,
        "why": last.why if last else suggestion.row.why if suggestion.row else "",
        "of": last.of if last else "",
    }
