"""Many branches' files in one: who has reached the standard, how that grew, what is missing most.

`site/assets/selfcheck-model.js` (`overview`) makes the same in the browser.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.selfcheck.migrate import Placement, place
from handbook.selfcheck.model import VERDICTS, Record, Results, Verdict
from handbook.selfcheck.standard import Item, Standard
from handbook.selfcheck.standing import LEVELS, Standing, standing
from handbook.source.settings import SelfcheckSettings


@dataclass(frozen=True)
class Branch:
    """A branch by its latest file."""

    unit: str
    branch: str
    date: str
    edition: str
    files: int
    """How many of its files there are."""
    standing: Standing
    verdicts: Mapping[str, Verdict]
    """By clause of the edition at hand; of one that changed since, what was found before."""
    asked: int
    """Results whose clause changed since, and the branch has not said whether they hold."""
    archived: int


@dataclass(frozen=True)
class Point:
    """How many branches were in each class on a day, each by its latest file up to then."""

    date: str
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Tally:
    """What the branches found of a clause or of the clauses of an item."""

    id: str
    label: str
    title: str
    counts: Mapping[str, int]
    """By verdict; under the empty one those without any."""

    @property
    def lacking(self) -> int:
        """部分达标 and 未达标 together."""
        return self.counts["partial"] + self.counts["unmet"]


@dataclass(frozen=True)
class Overview:
    """A department's branches together."""

    standard: Standard
    branches: tuple[Branch, ...]
    growth: tuple[Point, ...]
    items: tuple[Tally, ...]
    clauses: tuple[Tally, ...]
    """Those that any branch lacks, the most lacking first."""

    def level(self, name: str) -> int:
        """How many branches are in a class today."""
        return sum(1 for branch in self.branches if branch.standing.level == name)

    def as_json(self) -> dict[str, Any]:
        """The published shape; `handbook/schemas/selfcheck-overview.schema.json` describes it."""
        return {
            "format": 1,
            "handbook": self.standard.handbook,
            "edition": self.standard.edition,
            "rule": plain_rule(self.standard.rule),
            "branches": [_branch_json(branch) for branch in self.branches],
            "growth": [{"date": point.date, **point.levels} for point in self.growth],
            "items": [_tally_json(tally) for tally in self.items],
            "clauses": [_tally_json(tally) for tally in self.clauses],
        }


class Gathering:
    """Takes files in one by one and keeps of each no more than the overview needs."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self._dated: dict[tuple[str, str], dict[str, Standing]] = {}
        self._latest: dict[tuple[str, str], Branch] = {}
        self._files: Counter[tuple[str, str]] = Counter()

    def add(self, results: Results) -> None:
        """Take a file in. Of two files of a branch and a day the one added last counts."""
        here = standing(results, self.standard.sizes, self.standard.rule)
        self._files[results.key] += 1
        self._dated.setdefault(results.key, {})[results.date] = here
        latest = self._latest.get(results.key)
        if latest is None or latest.date <= results.date:
            self._latest[results.key] = _branch(results, self.standard, here)

    def overview(self) -> Overview:
        """All of it."""
        branches = tuple(
            dataclasses.replace(self._latest[key], files=self._files[key])
            for key in sorted(self._latest)
        )
        clauses = [
            Tally(c.id, c.label, c.title, _counts(b.verdicts.get(c.id, "") for b in branches))
            for c in self.standard.clauses.values()
        ]
        lacking = sorted((c for c in clauses if c.lacking), key=lambda c: -c.lacking)
        by_id = {tally.id: tally for tally in clauses}
        items = tuple(_item(item, by_id) for item in self.standard.items)
        return Overview(self.standard, branches, tuple(self._growth()), items, tuple(lacking))

    def _growth(self) -> Iterable[Point]:
        for day in sorted({day for days in self._dated.values() for day in days}):
            levels: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
            for days in self._dated.values():
                if known := [each for each in days if each <= day]:
                    levels[days[max(known)].level] += 1
            yield Point(day, dict(levels))


def make_overview(files: Iterable[Results], standard: Standard) -> Overview:
    """The overview of files in an edition."""
    gathering = Gathering(standard)
    for results in files:
        gathering.add(results)
    return gathering.overview()


def _branch(results: Results, standard: Standard, here: Standing) -> Branch:
    records = results.records
    placed = place(records, standard)
    return Branch(
        results.unit,
        results.branch,
        results.date,
        results.edition,
        1,
        here,
        _verdicts(records, placed),
        len(placed.asked),
        len(placed.archived),
    )


def _verdicts(records: Sequence[Record], placed: Placement) -> dict[str, Verdict]:
    """What is known of each clause: its result, else what was found before it changed."""
    found: dict[str, Verdict] = {}
    for number, places in placed.asked.items():
        found.update((id, records[number].verdict) for id, how in places if how in _OWN)
    found.update((id, records[number].verdict) for id, number in placed.kept.items())
    return found


_OWN = ("same", "renamed")


def _counts(verdicts: Iterable[str]) -> dict[str, int]:
    counts: Counter[str] = Counter(dict.fromkeys(VERDICTS, 0))
    counts.update(verdicts)
    return dict(counts)


def _item(item: Item, clauses: Mapping[str, Tally]) -> Tally:
    counts = _counts(())
    for id in item.clauses:
        for verdict, count in clauses[id].counts.items():
            counts[verdict] += count
    return Tally(item.id, item.label, item.title, counts)


def _branch_json(branch: Branch) -> dict[str, Any]:
    here = branch.standing
    return {
        "unit": branch.unit,
        "branch": branch.branch,
        "date": branch.date,
        "edition": branch.edition,
        "files": branch.files,
        "level": here.level,
        "lacks": list(here.lacks),
        "counts": _named(here.counts),
        "counted": here.counted,
        "applicable": here.applicable,
        "overdue": here.overdue,
        "asked": branch.asked,
        "archived": branch.archived,
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "id": tally.id, "label": tally.label, "title": tally.title, "counts": _named(tally.counts),
    }  # fmt: skip


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    return {verdict or "none": counts[verdict] for verdict in VERDICTS}


def plain_rule(rule: SelfcheckSettings) -> dict[str, Any]:
    """The rule of the settings, as JSON has it."""
    plain: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(rule)))
    return plain
