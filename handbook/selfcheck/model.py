"""The frozen values of a branch's self-check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["met", "partial", "unmet", "na", ""]
VERDICTS: tuple[Verdict, ...] = ("met", "partial", "unmet", "na", "")
"""达标, 部分达标, 未达标, 不适用, as the sample's clause on self-check has them; empty: none."""
OPEN: tuple[Verdict, ...] = ("partial", "unmet")
"""What is to be put right."""


@dataclass(frozen=True)
class Record:
    """One result: what was found of one clause as its text was then."""

    id: str
    """The clause's id."""
    sha256: str
    """Of the clause's source, as `book.json` has it."""
    verdict: Verdict = ""
    edition: str = ""
    """The edition in which it was found."""
    label: str = ""
    """第41条, as the clause was numbered then."""
    title: str = ""
    text: str = ""
    """The clause's text as a reader saw it, to show what changed; empty where nobody kept it."""
    path: tuple[str, ...] = ()
    """Ids of the chapter and the item above the clause."""
    note: str = ""
    evidence: str = ""
    by: str = ""
    """Who puts it right."""
    due: str = ""
    """Until when, YYYY-MM-DD."""
    checked: str = ""
    """When it was found, YYYY-MM-DD."""
    answered: Mapping[str, str] = field(default_factory=dict)
    """The clauses at which the branch decided what becomes of this result, each with the edition
    in which it did."""


@dataclass(frozen=True)
class Results:
    """What one file holds: a branch's results on a day."""

    name: str
    """The file's."""
    handbook: str
    """The handbook's title."""
    edition: str
    """The edition that the branch compared itself with."""
    branch: str
    date: str
    """YYYY-MM-DD."""
    unit: str = ""
    results: tuple[Record, ...] = ()
    """Of every clause of that edition; those without a verdict too."""
    asked: tuple[Record, ...] = ()
    """Of clauses that changed, and the branch had not yet said whether the result holds."""
    archive: tuple[Record, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Which branch it is."""
        return self.unit, self.branch

    @property
    def records(self) -> tuple[Record, ...]:
        """All results that say anything."""
        said = tuple(r for r in self.results if r.verdict or r.note or r.evidence or r.by or r.due)
        return (*said, *self.asked, *self.archive)
