"""The headings whose text a branch changes, each with its two texts and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from handbook.book import Section
from handbook.review.coverage import Coverage
from handbook.review.steps import Step
from handbook.review.tree import Tree

Status = Literal["changed", "added", "removed"]


@dataclass(frozen=True)
class SectionChange:
    """One heading before and after."""

    id: str
    """As the head names it, or the base where it is gone."""
    status: Status
    label: str
    """第12条, or the title where there is no number."""
    title: str
    file: str
    line: int
    old: str
    """Its Markdown in the base; empty for a new one."""
    new: str
    """Its Markdown in the head; empty for one that is gone."""
    causes: tuple[str, ...] = ()
    """The errata and amendments of the branch that made the change."""
    former: str = ""
    """Its id in the base, where that was another."""


def section_changes(
    base: Tree, head: Tree, coverage: Coverage, steps: Iterable[Step]
) -> Iterator[SectionChange]:
    """What the branch changes in the four folders, in reading order; then what is gone."""
    plan = coverage.plan
    known = base.book.sections
    former = {new: old for old, new in plan.renamed.items() if old in known}
    causes = {id: list(ids) for id, ids in coverage.causes.items()}
    for step in steps:
        erratum = step.after
        if erratum and (step.incorporated or step.taken_out):
            made = causes.setdefault(plan.new_id(erratum.provision), [])
            made += [] if erratum.id in made else [erratum.id]
    for id, new in head.book.sections.items():
        old = base.book.sections.get(former.get(id, id))
        if old is None:
            yield _change("added", new, "", new.source, causes.get(id, ()))
        elif old.source != new.source or old.id != new.id:
            other = old.id if old.id != id else ""
            yield _change("changed", new, old.source, new.source, causes.get(id, ()), other)
    for id, gone in base.book.sections.items():
        if plan.new_id(id) not in head.book.sections:
            yield _change("removed", gone, gone.source, "", causes.get(id, ()))


def _change(
    status: Status, section: Section, old: str, new: str, causes: Iterable[str], former: str = ""
) -> SectionChange:
    label, title, place = section.label, section.title, (section.file, section.line)
    return SectionChange(section.id, status, label, title, *place, old, new, tuple(causes), former)
