"""Two branches that work on one provision: whoever comes second is told of the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handbook.book import Section
from handbook.errata import Erratum, Register
from handbook.errata.locate import occurrences
from handbook.errata.model import LIVE
from handbook.problems import Problem, problem
from handbook.review.steps import Step


def rival_problems(
    steps: Iterable[Step],
    head: Mapping[str, Section],
    tip: Mapping[str, Section],
    others: Register,
) -> Iterator[Problem]:
    """What the errata of a branch have to do with those that its base has by now.

    `steps` are the branch's, `head` its sections, `tip` those of the base as it is now, with the
    register `others`. A branch that was merged with its base has the same in both.
    """
    steps = list(steps)
    own = {id for s in steps if s.changed for e in (s.before, s.after) if e for id in _ids(e)}
    theirs = [e for e in others.errata if not own & set(_ids(e))]
    for step in steps:
        erratum = step.after
        if erratum is None or not step.changed:
            continue
        clash = others.by_id.get(erratum.id)
        if clash and clash.receipt != erratum.receipt and step.before is None:
            yield problem("rival-number", erratum.path, id=erratum.id)
        if erratum.amendment or (erratum.state not in LIVE and not step.incorporated):
            continue
        rivals = [e for e in theirs if e.provision == erratum.provision and not e.amendment]
        # What enters here stands no more in the head; the base must still have it.
        text = tip if step.incorporated else head
        yield from _moved_problems(erratum, rivals, tip.get(erratum.provision), text)
        yield from _overlap_problems(erratum, rivals, tip.get(erratum.provision))


def _ids(erratum: Erratum) -> tuple[str, str]:
    return erratum.id, erratum.receipt


def _moved_problems(
    erratum: Erratum,
    rivals: list[Erratum],
    tip: Section | None,
    texts: Mapping[str, Section],
) -> Iterator[Problem]:
    """An original that is no longer there, because another erratum has changed it."""
    if tip is None:
        return
    missing = [
        section
        for section in (tip, texts.get(erratum.provision))
        if section is not None and len(occurrences(section.source, erratum.current)) != 1
    ]
    if not missing:
        return
    for rival in rivals:
        if rival.state == "incorporated" and _undone(missing[0].source, rival, erratum.current):
            line = erratum.line("original")
            yield problem(
                "rival-changed", erratum.path, line, other=rival.id, label=missing[0].label
            )


def _undone(source: str, rival: Erratum, words: str) -> bool:
    """Whether a text would have the words, had the rival not been there."""
    if not rival.corrected:
        return words in rival.original or rival.original in words
    return any(
        words in source[:at] + rival.original + source[at + len(rival.corrected) :]
        for at in occurrences(source, rival.corrected)
    )


def _overlap_problems(
    erratum: Erratum, rivals: list[Erratum], tip: Section | None
) -> Iterator[Problem]:
    """Another suggestion, not settled yet, about some of the same words."""
    place = _place(tip, erratum)
    if tip is None or place is None:
        return
    for rival in rivals:
        other = _place(tip, rival)
        if rival.state not in LIVE or other is None:
            continue
        if place[0] < other[1] and other[0] < place[1]:
            settled = rival.state == "accepted" and erratum.accepted is not None
            yield problem(
                "rival-overlap",
                erratum.path,
                erratum.line("original"),
                1,
                "error" if settled else "warning",
                other=rival.id,
                state=rival.state,
                label=tip.label,
            )


def _place(section: Section | None, erratum: Erratum) -> tuple[int, int] | None:
    places = occurrences(section.source, erratum.current) if section else []
    return (places[0], places[0] + len(erratum.current)) if len(places) == 1 else None
