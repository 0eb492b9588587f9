"""Declared amendments: what each lets a branch do to the parts, and whether that is what it did."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator, Mapping

from handbook.errata import Erratum
from handbook.errata.locate import brief, occurrences
from handbook.problems import Problem, problem
from handbook.review.parts import Part, broken_heading
from handbook.review.plan import Plan, sha256
from handbook.review.stray import TRIES, find_stray


def amendment_problems(
    plan: Plan, before: Mapping[str, Part], after: Mapping[str, Part], errata: Iterable[Erratum]
) -> Iterator[Problem]:
    """Where the text is not what an amendment says; `errata` are all that enter with it."""
    order = [id for id in after if after[id].level]
    ancestors = _ancestors(order, after)
    events: dict[str, list[Erratum]] = {}
    for erratum in errata:
        made = erratum.amendment.to if erratum.amendment else ()
        for id in dict.fromkeys(plan.new_id(each) for each in (erratum.provision, *made)):
            events.setdefault(id, []).append(erratum)
    yield from _idle_problems(plan, before, after)
    for number, erratum in enumerate(plan.errata, 1):
        left = _left(plan, plan.errata[number:])
        yield from _place_problems(plan, erratum, order, ancestors, left)
    for id, chain in events.items():
        if any(e.amendment for e in chain):
            old = plan.old_id(id, before)
            yield from _hash_problems(plan, id, chain, before.get(old), after.get(id))


def _idle_problems(
    plan: Plan, before: Mapping[str, Part], after: Mapping[str, Part]
) -> Iterator[Problem]:
    """Ids that an amendment says are there, or are not, and the other is true."""
    there = {id for id, part in before.items() if part.level}
    touched: dict[str, Erratum] = {}
    told: set[str] = set()
    for erratum in plan.errata:
        wanted, made, gone = _effect(erratum)
        odd = [id for id in wanted if id not in there] + [id for id in made if id in there]
        if odd:
            told.add(erratum.id)
            yield _idle(erratum, odd[0])
        there = there.difference(gone).union(made)
        touched.update(dict.fromkeys((*wanted, *made, *gone), erratum))
    for id, erratum in touched.items():
        if (id in there) != (id in after) and erratum.id not in told:
            told.add(erratum.id)
            place = broken_heading(after, id) if id in there else None
            yield _idle(erratum, id, place)


def _effect(erratum: Erratum) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids that an amendment finds, makes and takes away."""
    change, id = erratum.amendment, erratum.provision
    assert change
    others = tuple(each for each in (*change.to, *change.sources) if each != id)
    match change.action:
        case "add":
            return (), (id,), ()
        case "remove":
            return (id,), (), (id,)
        case "rename":
            return (id,), change.to, (id,)
        case "split":
            return (id,), others, ()
        case "merge":
            return (id, *others), (), others
        case _:
            return (id,), (), ()


def _idle(erratum: Erratum, id: str, place: tuple[str, int] | None = None) -> Problem:
    path, line = place or (erratum.path, erratum.line("action"))
    action = erratum.amendment.action if erratum.amendment else ""
    return problem("amendment-idle", path, line, action=action, id=id)


def _left(plan: Plan, later: Iterable[Erratum]) -> frozenset[str]:
    """The ids that later amendments took away from where they stood."""
    left: set[str] = set()
    for erratum in later:
        change = erratum.amendment
        assert change
        if change.action in ("move", "remove"):
            left.add(plan.new_id(erratum.provision))
        left.update(plan.new_id(id) for id in change.sources)
    return frozenset(left)


def _place_problems(
    plan: Plan,
    erratum: Erratum,
    order: list[str],
    ancestors: Mapping[str, tuple[str, ...]],
    left: Container[str],
) -> Iterator[Problem]:
    """A provision that stands elsewhere than behind the one that the amendment names.

    Where either of the two was taken from its place later on, the end shows nothing of that.
    """
    change, id = erratum.amendment, plan.new_id(erratum.provision)
    assert change
    wanted = plan.new_id(change.after)
    if not change.after or id not in order or id in left or wanted in left:
        return
    loose = {*plan.added, *plan.moved}
    for other in reversed(order[: order.index(id)]):
        family = (other, *ancestors[other])
        if wanted in family:
            return
        if not loose & set(family):  # others that came here too may stand between
            break
    line = erratum.line("after")
    yield problem("amendment-place", erratum.path, line, label=id, after=change.after)


def _ancestors(order: list[str], parts: Mapping[str, Part]) -> dict[str, tuple[str, ...]]:
    above: list[str] = []
    found = {}
    for id in order:
        while above and parts[above[-1]].level >= parts[id].level:
            above.pop()
        found[id] = tuple(above)
        above.append(id)
    return found


def _hash_problems(
    plan: Plan, id: str, chain: list[Erratum], before: Part | None, after: Part | None
) -> Iterator[Problem]:
    """Follow one provision through its errata and amendments, from both ends.

    From the base on, each `old_sha256` is that of the text so far. An amendment's new text is
    known by its hash alone; what came after the last one is undone from the other end. Where
    another heading is renamed meanwhile, references in the text may be to the old id or the new.
    """
    text = before.source if before else ""
    known = plan.hashes(text) if before else None
    last: tuple[Erratum, str] | None = None
    since: list[Erratum] = []
    for erratum in chain:
        if erratum.amendment is None:
            since.append(erratum)
            changed = None if last else _replace(text, erratum.current, erratum.corrected)
            text = changed or ""
            known = plan.hashes(text) if changed is not None else None
            continue
        old, new = _hashes_of(plan, erratum, id)
        if old or new:
            if old and known is not None and old not in known:
                line, now = erratum.line("old_sha256"), sha256(text) if text else "—"
                yield problem("amendment-old", erratum.path, line, sha256=now)
            last, since = (erratum, new), []
            known = None if plan.renamed else frozenset({new})
    if last is None or after is None or not last[1]:
        return
    text = after.source
    for erratum in reversed(since):
        text = _replace(text, erratum.corrected, erratum.current) or text
    if last[1] not in plan.hashes(text):
        yield _another_text(plan, last[0], last[1], after, text)


def _another_text(plan: Plan, erratum: Erratum, wanted: str, after: Part, text: str) -> Problem:
    """A text that is not the one that an amendment knows by its hash: the line, if it is found."""
    readings = len(plan.hashes(text))  # of each text that is tried

    def is_wanted(each: str) -> bool:
        return wanted in plan.hashes(each.rstrip())  # a source ends without white space

    stray = find_stray(text, is_wanted, TRIES // readings)
    if stray is not None:
        return problem(
            "amendment-stray",
            after.path,
            after.line + text.count("\n", 0, stray.at),
            label=after.title,
            found=brief(stray.found) or "∅",
            wanted=brief(stray.wanted) or "∅",
            near=brief(text[max(0, stray.at - 8) : stray.at + 8]),
            erratum=f"{erratum.path}:{erratum.line('new_sha256')}",
        )
    return problem(
        "amendment-text",
        erratum.path,
        erratum.line("new_sha256"),
        label=after.title,
        place=f"{after.path}:{after.line}",
        now=sha256(text),
        wanted=wanted,
    )


def _hashes_of(plan: Plan, erratum: Erratum, id: str) -> tuple[str, str]:
    """What an amendment says of a heading's text before and afterwards; empty where nothing."""
    change = erratum.amendment
    assert change
    if plan.new_id(erratum.provision) == id:
        return change.old_sha256, change.new_sha256
    made = dict(zip(map(plan.new_id, change.to), change.to_sha256, strict=False))
    return "", made.get(id, "")


def _replace(text: str, old: str, new: str) -> str | None:
    """The text with `old`, which stands in it once, replaced."""
    places = occurrences(text, old)
    if len(places) != 1:
        return None
    return text[: places[0]] + new + text[places[0] + len(old) :]


def moved_ids(plan: Plan, before: Mapping[str, Part], after: Mapping[str, Part]) -> list[str]:
    """The ids that stand elsewhere than before though no amendment moved them, outermost only."""
    order = [id for id in after if after[id].level]
    ancestors = _ancestors(order, after)
    free = {*plan.added, *plan.removed, *plan.moved}
    old = [plan.new_id(id) for id in before if before[id].level]
    old = [id for id in old if id in after and id not in free]
    was = set(old)
    new = [id for id in order if id in was and not free & set(ancestors[id])]
    old = [id for id in old if id in set(new)]
    if old == new:
        return []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    kept = {new[j] for _, j, size in matcher.get_matching_blocks() for j in range(j, j + size)}
    moved = [id for id in new if id not in kept]
    return [id for id in moved if not set(moved) & set(ancestors[id])]
