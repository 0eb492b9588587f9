"""Every changed byte of handbook and regulations answers to an erratum or an amendment.

The errata that a branch incorporates are replayed over the text of its base; what then still
differs from the text of its head is covered by nothing (design: Balance). Text between provisions
belongs to the heading above it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handbook.book import Section
from handbook.errata import Erratum
from handbook.problems import Problem, problem
from handbook.review.amendments import amendment_problems
from handbook.review.compare import Comparison
from handbook.review.parts import Part, read_part_document, split_parts
from handbook.review.plan import Plan, make_plan
from handbook.review.replay import replay, tie_turned
from handbook.review.uncovered import Uncovered
from handbook.source import Settings

__all__ = ["Coverage", "Uncovered", "asset_problems", "cover"]


@dataclass(frozen=True)
class Coverage:
    """What the errata of a branch account for, and what they do not."""

    uncovered: tuple[Uncovered, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Errata and amendments that say what the text does not."""
    causes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The errata and amendments that changed each heading's text, by ids of the head."""
    expected: Mapping[str, Part] = field(default_factory=dict)
    """The parts as they must read, by ids of the base."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the base that matter, with what is covered in them."""
    plan: Plan = field(default_factory=Plan)


def cover(
    base: Mapping[str, bytes],
    head: Mapping[str, bytes],
    errata: Iterable[Erratum],
    settings: Settings | None = None,
) -> Coverage:
    """Account for every byte in which two states of handbook and regulations differ.

    `errata` are those that enter on the way from one to the other, in order (`steps.entering`).
    """
    errata = list(errata)
    if base == head and not errata:
        return Coverage()
    plan = make_plan(errata)
    base, head = _differing(base, head, errata)
    old, after = split_parts(base), split_parts(head)
    former = {new: id for id, new in plan.renamed.items() if id in old}
    texts = {*plan.rewritten, *plan.added, *plan.removed}
    wanted = []
    for erratum in errata:
        id = erratum.provision
        if erratum.amendment is None and plan.new_id(id) not in texts:
            id = id if id in old else former.get(plan.new_id(id), id)
            erratum = dataclasses.replace(erratum, provision=id)
            wanted.append(tie_turned(erratum, old.get(id), after.get(plan.new_id(id)), base))
    replayed = replay(base, wanted, settings)
    before = split_parts(replayed.files) if replayed.applied else old
    state = Comparison(plan, before, after, replayed.applied)
    problems = [*replayed.problems, *amendment_problems(plan, before, after, errata)]
    uncovered = [*state.parts(), *state.headings()]
    problems += state.undone
    causes: dict[str, list[str]] = {}
    for erratum in (*replayed.applied, *plan.errata):
        change = erratum.amendment
        for id in (erratum.provision, *(change.to if change else ())):
            causes.setdefault(plan.new_id(id), []).append(erratum.id)
    return Coverage(
        tuple(sorted(uncovered, key=lambda u: (u.path, u.line, u.kind))),
        tuple(problems),
        {id: tuple(dict.fromkeys(ids)) for id, ids in causes.items()},
        before,
        replayed.files,
        plan,
    )


def asset_problems(
    base: Mapping[str, str],
    head: Mapping[str, str],
    sections: tuple[Mapping[str, Section], Mapping[str, Section]],
    plan: Plan,
) -> Iterator[Problem]:
    """Pictures and the like that changed, though no heading that names them was amended.

    `base` and `head` have their hashes by path, `sections` the headings of both.
    """
    amended = [sections[1].get(id) for id in (*plan.rewritten, *plan.added)]
    amended += [sections[0].get(id) for id in plan.removed]
    sources = [section.source for section in amended if section]
    for path in sorted({*base, *head}):
        name = path.rsplit("/", 1)[-1]
        if base.get(path) != head.get(path) and not any(name in source for source in sources):
            yield problem("uncovered-file", path)


def _differing(
    base: Mapping[str, bytes], head: Mapping[str, bytes], errata: Iterable[Erratum]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files that matter: all, where headings may have moved between them.

    Where each file has the same name on both sides, most are the same in every byte; those are
    still needed when an erratum says that it changed them.
    """
    if set(base) == set(head) and not any(e.amendment for e in errata):
        named = {b"#" + e.provision.encode() for e in errata}
        same = {p for p in base if base[p] == head[p] and not any(id in base[p] for id in named)}
        base, head = ({p: d for p, d in files.items() if p not in same} for files in (base, head))
    # What is no UTF-8 is a finding of its own, and cannot be read here.
    odd = {p for files in (base, head) for p, d in files.items() if not read_part_document(p, d)}
    base, head = ({p: d for p, d in files.items() if p not in odd} for files in (base, head))
    return base, head
