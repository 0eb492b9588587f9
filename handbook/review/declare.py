"""Write down a change that is in the text already: the erratum or amendment that covers it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.errata import Amendment, Entry, Erratum
from handbook.errata.locate import occurrences
from handbook.errata.model import Kind
from handbook.errata.rules import NEXT
from handbook.review.coverage import Coverage
from handbook.review.parts import Part
from handbook.review.plan import sha256
from handbook.review.replay import replay
from handbook.review.uncovered import Uncovered

_BOUNDS = frozenset("，。；：、！？,;:!?|（）《》“”\n")
_PHRASE = 12
"""How many characters on either side a quotation takes in at most to end where a phrase does."""
_REACHES = (0, 4, 8, 16, 32, 64, 128, 1024)


@dataclass(frozen=True)
class Signature:
    """Who declares a change, when, why, and as what."""

    id: str
    """The next free number: what is declared is accepted."""
    date: datetime.date
    by: tuple[str, ...]
    reason: str
    edition: str
    """The edition that will carry it."""
    kind: Kind = "technical"


def declare(
    change: Uncovered, coverage: Coverage, after: Mapping[str, Part], signature: Signature
) -> Erratum | None:
    """The erratum, or the amendment, that accounts for a change; None where none can.

    `after` are the parts of the head. Line ends, blank lines and the spelling of an id are put
    back, not declared.
    """
    if change.kind in ("form", "blank", "ends"):
        return None
    before = next(
        (p for id, p in coverage.expected.items() if coverage.plan.new_id(id) == change.id), None
    )
    if change.kind == "changed" and before is not None:
        erratum = _correction(change, before, coverage.files, signature)
        if erratum is not None:
            return erratum
    amendment = _amendment(change, coverage, before, after)
    if amendment is None:
        return None
    provision, what = amendment
    return _sign(Erratum("", provision, "", "amendment", "", "", (), amendment=what), signature)


def _correction(
    change: Uncovered, before: Part, files: Mapping[str, bytes], signature: Signature
) -> Erratum | None:
    """The shortest quotation that reads well, stands once, and makes just this change."""
    source = before.source
    for start, end in _quotations(source, change.span):
        original = source[start:end]
        corrected = source[start : change.span[0]] + change.new + source[change.span[1] : end]
        if not original.strip() or len(occurrences(source, original)) != 1:
            continue
        made = _sign(Erratum("", before.id, "", "technical", original, corrected, ()), signature)
        if replay(files, [made]).applied:
            return dataclasses.replace(made, provision=change.id)
    return None


def _quotations(source: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Spans around a change, each wider than the one before: to phrases' ends, then beyond."""
    for reach in _REACHES:
        start, end = max(0, span[0] - reach), min(len(source), span[1] + reach)
        low, high = max(0, start - _PHRASE), min(len(source), end + _PHRASE)
        while start > low and source[start - 1] not in _BOUNDS:
            start -= 1
        while end < high and source[end] not in _BOUNDS:
            end += 1
        yield start, end
    yield span


def _amendment(
    change: Uncovered, coverage: Coverage, before: Part | None, after: Mapping[str, Part]
) -> tuple[str, Amendment] | None:
    """What the change is called, and the provision that it is about."""
    new = after.get(change.id)
    if change.kind == "removed":
        part = coverage.expected[change.id]
        return change.id, Amendment("remove", old_sha256=sha256(part.source))
    if new is None:
        return None
    if change.kind == "added":
        former = _former(change, coverage)
        if former:
            return former, Amendment("rename", to=(change.id,))
        place = _place(change.id, after)
        if place is None:
            return None
        return change.id, Amendment("add", new_sha256=sha256(new.source), after=place)
    if change.kind == "moved":
        place = _place(change.id, after)
        return (change.id, Amendment("move", after=place)) if place else None
    if before is None:
        return None
    return change.id, Amendment(
        "rewrite", old_sha256=sha256(before.source), new_sha256=sha256(new.source)
    )


def _former(change: Uncovered, coverage: Coverage) -> str | None:
    """The id that the same text had before, where that is gone."""
    gone = [u for u in coverage.uncovered if u.kind == "removed" and u.old == change.new]
    return gone[0].id if len(gone) == 1 else None


def _place(id: str, after: Mapping[str, Part]) -> str | None:
    """The heading right before one."""
    folder = after[id].path.split("/")[1]
    ids = [p.id for p in after.values() if p.level and p.path.split("/")[1] == folder]
    at = ids.index(id)
    return ids[at - 1] if at else None


def _sign(erratum: Erratum, signature: Signature) -> Erratum:
    """The erratum as one that was reported, accepted and incorporated at once."""
    s = signature
    history = (
        Entry("reported", s.date, s.by),
        Entry("accepted", s.date, s.by),
        Entry("incorporated", s.date, s.by, edition=s.edition),
    )
    return dataclasses.replace(
        erratum,
        id=s.id,
        kind=erratum.kind if erratum.amendment else s.kind,
        edition=NEXT,
        history=history,
        reason=s.reason,
        path=f"docs/errata/{s.id}.md",
    )
