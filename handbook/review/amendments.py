"""Declared amendments: what each lets a branch do to the parts, and whether that is what it did."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handbook.errata import Erratum
from handbook.errata.locate import occurrences
from handbook.problems import Problem, problem
from handbook.review.parts import Part


@dataclass(frozen=True)
class Plan:
    """What the amendments of a branch declare, by the ids that the text has after them."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    """The new id of each old one."""
    added: Mapping[str, Erratum] = field(default_factory=dict)
    removed: Mapping[str, Erratum] = field(default_factory=dict)
    moved: Mapping[str, Erratum] = field(default_factory=dict)
    rewritten: frozenset[str] = frozenset()
    """The ids whose text is vouched for by hashes."""
    errata: tuple[Erratum, ...] = ()
    """The amendments themselves, in the order of their histories."""

    def new_id(self, id: str) -> str:
        """The id that a provision has after the renames."""
        return self.renamed.get(id, id)


def make_plan(errata: Iterable[Erratum]) -> Plan:
    """Read what amendments declare; errata among them are passed over."""
    amendments = tuple(e for e in errata if e.amendment)
    renamed, added, removed, moved = {}, {}, {}, {}
    rewritten = set()
    for erratum in amendments:
        change, id = erratum.amendment, erratum.provision
        assert change
        match change.action:
            case "rename":
                renamed[id] = change.to[0]
            case "add":
                added[id] = erratum
            case "remove":
                removed[id] = erratum
            case "move":
                moved[id] = erratum
            case "rewrite":
                rewritten.add(id)
            case "split":
                rewritten.add(id)
                added.update({new: erratum for new in change.to if new != id})
            case "merge":
                rewritten.add(id)
                removed.update({old: erratum for old in change.sources if old != id})
    ids = frozenset(renamed.get(id, id) for id in rewritten)
    return Plan(renamed, added, removed, moved, ids, amendments)


def amendment_problems(
    plan: Plan, before: Mapping[str, Part], after: Mapping[str, Part], errata: Iterable[Erratum]
) -> Iterator[Problem]:
    """Where the text is not what an amendment says; `errata` are all that enter with it."""
    order = [id for id in after if after[id].level]
    ancestors = _ancestors(order, after)
    events: dict[str, list[Erratum]] = {}
    for erratum in errata:
        events.setdefault(plan.new_id(erratum.provision), []).append(erratum)
    for erratum in plan.errata:
        yield from _idle_problems(erratum, before, after)
        yield from _place_problems(plan, erratum, order, ancestors)
    for id, chain in events.items():
        if any(e.amendment for e in chain):
            old = next((o for o, n in plan.renamed.items() if n == id), id)
            yield from _hash_problems(chain, before.get(old), after.get(id))


def _idle_problems(
    erratum: Erratum, before: Mapping[str, Part], after: Mapping[str, Part]
) -> Iterator[Problem]:
    """Ids that an amendment says are there, or are not, and the other is true."""
    change, id = erratum.amendment, erratum.provision
    assert change
    cases: dict[str, list[tuple[str, Mapping[str, Part], bool]]] = {
        "add": [(id, before, False), (id, after, True)],
        "remove": [(id, before, True), (id, after, False)],
        "rename": [(id, after, False), *((new, after, True) for new in change.to)],
        "split": [(new, after, True) for new in change.to],
        "merge": [(old, after, False) for old in change.sources if old != id],
        "move": [(id, after, True)],
        "rewrite": [(id, {**before, **after}, True)],
    }
    for name, parts, wanted in cases[change.action]:
        if (name in parts) != wanted:
            line = erratum.line("action")
            yield problem("amendment-idle", erratum.path, line, action=change.action, id=name)
            return


def _place_problems(
    plan: Plan, erratum: Erratum, order: list[str], ancestors: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """A provision that stands elsewhere than behind the one that the amendment names."""
    change, id = erratum.amendment, erratum.provision
    assert change
    if not change.after or id not in order:
        return
    wanted = plan.new_id(change.after)
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
    chain: list[Erratum], before: Part | None, after: Part | None
) -> Iterator[Problem]:
    """Follow one provision through its errata and amendments, from both ends.

    From the base on, each `old_sha256` is that of the text so far. An amendment's new text is
    known by its hash alone; what came after the last one is undone from the other end.
    """
    text = before.source if before else ""
    known: str | None = sha256(text) if before else ""
    last: Erratum | None = None
    since: list[Erratum] = []
    for erratum in chain:
        change = erratum.amendment
        if change is None:
            since.append(erratum)
            changed = None if last else _replace(text, erratum.current, erratum.corrected)
            text = changed or ""
            known = sha256(text) if changed is not None else None
        elif change.old_sha256 or change.new_sha256:
            if change.old_sha256 and known is not None and known != change.old_sha256:
                line = erratum.line("old_sha256")
                yield problem("amendment-old", erratum.path, line, sha256=known or "—")
            last, since, known = erratum, [], change.new_sha256
    if last is None or last.amendment is None or after is None or not last.amendment.new_sha256:
        return
    text = after.source
    for erratum in reversed(since):
        text = _replace(text, erratum.corrected, erratum.current) or text
    if sha256(text) != last.amendment.new_sha256:
        line, now = last.line("new_sha256"), sha256(text)
        yield problem("amendment-text", last.path, line, label=after.title, now=now, wanted=now)


def _replace(text: str, old: str, new: str) -> str | None:
    """The text with `old`, which stands in it once, replaced."""
    places = occurrences(text, old)
    if len(places) != 1:
        return None
    return text[: places[0]] + new + text[places[0] + len(old) :]


def sha256(source: str) -> str:
    """As `Section.sha256`."""
    return hashlib.sha256(source.encode()).hexdigest()


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
