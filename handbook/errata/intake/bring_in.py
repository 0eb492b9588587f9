"""Bring the suggestions of a file into the register: each row becomes something, none is lost."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from handbook.book import Section
from handbook.errata.intake.cleaning import (
    LONGEST,
    MASK,
    find_contact,
    mask_contact,
    strip_invisible,
)
from handbook.errata.intake.ledger import FOLDER, SETTLED, Became, Nearest, Reply, Row
from handbook.errata.intake.match import find_same
from handbook.errata.intake.resolve import Resolved, resolve, sections_meant
from handbook.errata.intake.suggestions import Fault, Suggestion
from handbook.errata.intake.texts import Text, Texts
from handbook.errata.model import LIVE, Erratum
from handbook.errata.register import Register
from handbook.messages import say

NEAREST = 3
"""How many texts are shown where none is surely what a row quotes."""


@dataclass(frozen=True)
class Source:
    """A file that came in."""

    name: str
    sha256: str
    form: str
    suggestions: tuple[Suggestion, ...]
    blank: int = 0
    """Rows that say nothing."""
    unread: tuple[tuple[str, int], ...] = ()
    """Tables without a head that is understood, with their rows."""
    edition: str = ""
    """Whose text it says that it is about; empty for a form, which says so row by row."""


@dataclass
class Intaking:
    """The register while files are brought in, one after another."""

    texts: Texts
    register: Register
    date: datetime.date
    """When units reported that do not say."""
    edition: str = ""
    """The edition that was asked for; empty for the newest."""
    asked: Iterable[str] = ()
    """The units that were asked, as they are called; a form may leave out a space."""
    new: dict[str, Erratum] = field(default_factory=dict)
    """New errata by their receipts."""
    changed: dict[str, Erratum] = field(default_factory=dict)
    """Errata of the register that more units now stand by, by their ids."""

    def bring_in(self, source: Source, before: Reply | None = None) -> Reply:
        """What a file's rows become; `before` is what they became when it first came in.

        Raises `InputError` where the edition that was asked for is none.
        """
        edition = self.edition or source.edition or self.texts.default()
        if not self.edition and before:
            edition = before.edition
        edition = self.texts.get(edition).edition
        settled = {(row.sheet, row.row): row for row in self._settled(before)}
        rows = [
            settled.get((given.sheet, given.row)) or self._row(given, edition)
            for given in source.suggestions
        ]
        if before:
            return dataclasses.replace(before, edition=edition, rows=tuple(rows))
        path = f"{FOLDER}/{self.date.isoformat()}-{source.sha256[:8]}.yml"
        name = mask_contact(strip_invisible(source.name)[0])
        return Reply(path, name, source.sha256, source.form, self.date, edition, tuple(rows))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_bare(unit): unit for unit in self.asked}

    def _settled(self, before: Reply | None) -> list[Row]:
        """The rows that are what they became before, whatever the texts read by now."""
        return [
            row
            for row in (before.rows if before else ())
            if row.became in SETTLED
            and (
                row.became == "nil"
                or row.erratum in self.register.by_receipt
                or row.erratum in self.new
            )
        ]

    def _row(self, given: Suggestion, edition: str) -> Row:
        units = (self._names.get(_bare(unit), unit) for unit in given.units)
        given = dataclasses.replace(given, units=tuple(dict.fromkeys(units)))
        if given.fault:
            return _refused(given, given.fault)
        if given.nil:
            return _row(given, "nil")
        named = "" if self.edition else self.texts.named(given.edition)
        text = self.texts.get(named or edition)
        among = sections_meant(text, given)
        known = self._known(given, among)
        if known:
            return self._repeat(given, known, 100.0)
        found = resolve(text, given, among, self.date)
        if found.problem:
            fault = Fault(found.problem.rule, found.problem.values)
            return _refused(given, fault)
        if found.erratum is None:
            return self._unresolved(text, given, found)
        erratum = found.erratum
        others = self._by_provision.setdefault(erratum.provision, [])
        same = next((o for o in others if o.receipt == erratum.receipt), None) or find_same(
            text.book.sections[erratum.provision].source,
            erratum,
            [o for o in others if o.state in LIVE or o.state == "incorporated"],
        )
        if same:
            return self._repeat(given, same, found.score)
        self.new[erratum.id] = erratum
        others.append(erratum)
        return _row(given, "new", erratum, score=found.score)

    def _known(self, given: Suggestion, among: Sequence[Section]) -> Erratum | None:
        """An erratum that says the very same, whatever the text reads by now."""
        for section in among:
            for other in self._by_provision.get(section.id, ()):
                if (other.original, other.corrected) == (given.original, given.corrected):
                    return other
        return None

    @cached_property
    def _by_provision(self) -> dict[str, list[Erratum]]:
        """The errata on each provision, old and new, each as it is by now."""
        return {id: list(errata) for id, errata in self.register.by_provision.items()}

    def _repeat(self, given: Suggestion, other: Erratum, score: float) -> Row:
        """A row that says what an erratum says: its units join, unless they are there already."""
        first = other.history[0]
        have = {_bare(unit) for unit in first.by}
        fresh = tuple(unit for unit in given.units if _bare(unit) not in have)
        if not fresh or other.state not in LIVE:
            return _row(given, "duplicate", other, score=score)
        history = (dataclasses.replace(first, by=(*first.by, *fresh)), *other.history[1:])
        joined = dataclasses.replace(other, history=history)
        (self.new if other.id in self.new else self.changed)[other.id] = joined
        others = self._by_provision[other.provision]
        others[[o.id for o in others].index(other.id)] = joined
        return _row(given, "joined", joined, score=score)

    def _unresolved(self, text: Text, given: Suggestion, found: Resolved) -> Row:
        assert found.fault
        if found.fault.rule in ("intake-row-already", "intake-row-marks"):
            return _refused(given, found.fault)
        near = [(each.section, each.text, each.score) for each in found.several[:NEAREST]]
        near = near or text.nearest(given.original, found.among, NEAREST)
        nearest = tuple(Nearest(s.id, mask_contact(part), score) for s, part, score in near)
        row = _refused(given, found.fault)
        return dataclasses.replace(row, became="not-located", nearest=nearest)


def _bare(unit: str) -> str:
    return "".join(unit.split())


def _refused(given: Suggestion, fault: Fault) -> Row:
    why = say(fault.rule, "zh", **dict(fault.values))
    return dataclasses.replace(
        _row(given, "refused"), rule=fault.rule, why=mask_contact(why), values=fault.values
    )


def _row(
    given: Suggestion, became: Became, erratum: Erratum | None = None, score: float = 100
) -> Row:
    """The row as it is kept: without what the erratum says already, and without contact data."""
    original = given.original if not erratum or given.original != erratum.original else ""
    corrected = given.corrected if not erratum or given.corrected != erratum.corrected else ""
    reason = given.reason if not erratum or became != "new" else ""
    units = (MASK if find_contact(unit) else unit for unit in given.units)
    return Row(
        sheet=given.sheet,
        row=given.row,
        by=tuple(unit[:100] for unit in units),
        became=became,
        erratum=erratum.receipt if erratum else "",
        place=_kept(given.place),
        original=_kept(original),
        corrected=_kept(corrected),
        reason=_kept(reason),
        score=score,
    )


def _kept(text: str) -> str:
    """A text as the register may keep it."""
    return mask_contact(text if len(text) <= LONGEST else f"{text[:LONGEST]}……")
