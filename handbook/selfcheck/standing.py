"""In which class a branch is, by the rule in the settings (`SelfcheckSettings`).

A file is judged by itself, as what it says of the edition that it names: results of 2018 count by
the clauses of 2018, however many there are today. Only how many clauses that edition has is taken
from the handbook, so that a file that leaves some out is not the better for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from handbook.selfcheck.model import OPEN, VERDICTS, Record, Results
from handbook.source.settings import ReachedSettings, SelfcheckSettings

Level = Literal["reached", "nearly", "short"]
"""达标, 基本达标, 未达标."""
LEVELS: tuple[Level, ...] = ("reached", "nearly", "short")
Lack = Literal["share", "clean", "judged", "assigned", "on_time"]
"""Which demand of the rule is not met; the names are those of the settings."""


@dataclass(frozen=True)
class Standing:
    """A branch's class with what it comes from."""

    level: Level
    counts: Mapping[str, int]
    """Clauses by verdict; under the empty one those without any."""
    counted: int
    """How many count as 达标."""
    applicable: int
    """Of how many."""
    overdue: int
    """部分达标 or 未达标 past their due date."""
    lacks: tuple[Lack, ...]
    """What is missing for 达标."""


def standing(results: Results, sizes: Mapping[str, int], rule: SelfcheckSettings) -> Standing:
    """The class of a branch by one of its files; `sizes` has editions' numbers of clauses."""
    rows = results.results
    counts: Counter[str] = Counter(dict.fromkeys(VERDICTS, 0))
    counts.update(row.verdict for row in rows)
    counts[""] += max(0, sizes.get(results.edition, 0) - len(rows))
    apart = rule.not_applicable == "apart"
    counted = counts["met"] + (0 if apart else counts["na"])
    applicable = sum(counts.values()) - (counts["na"] if apart else 0)
    overdue = sum(1 for r in rows if r.verdict in OPEN and r.due and r.due < results.date)

    def lacks(level: ReachedSettings) -> Iterable[Lack]:
        if not counted or counted < level.share * applicable:
            yield "share"
        if any(_unclean(row, level.clean) for row in rows):
            yield "clean"
        if level.judged and counts[""]:
            yield "judged"
        if level.assigned and any(r.verdict in OPEN and not (r.by and r.due) for r in rows):
            yield "assigned"
        if level.on_time and overdue:
            yield "on_time"

    missing = tuple(lacks(rule.reached))
    level: Level = "reached" if not missing else "short" if [*lacks(rule.nearly)] else "nearly"
    return Standing(level, dict(counts), counted, applicable, overdue, missing)


def _unclean(row: Record, ids: Iterable[str]) -> bool:
    named = any(id == row.id or id in row.path for id in ids)
    return named and row.verdict not in ("met", "na")
