"""What a branch brings, as one value: its findings, the provisions it changes, and its errata."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from handbook.errata import Erratum
from handbook.errata.locate import occurrences
from handbook.problems import Problem, problem
from handbook.review.changes import SectionChange, section_changes
from handbook.review.coverage import Coverage, asset_problems, cover
from handbook.review.findings import Finding, find, subtract
from handbook.review.parts import read_part_document
from handbook.review.prose import changed_lines
from handbook.review.rivals import rival_problems
from handbook.review.steps import Step, entering, match_errata
from handbook.review.transitions import transition_problems
from handbook.review.tree import BOUND, Tree
from handbook.review.writing import erratum_problems, writing_problems


@dataclass(frozen=True)
class Report:
    """The outcome of a check, ready for any format."""

    findings: tuple[Finding, ...]
    base: str = ""
    """The ref that it was compared with; empty where the whole tree was checked."""
    prefix: str = ""
    """The project's folder in its repository, with a slash at its end."""
    known: int = 0
    """How many findings the base has already, which the branch leaves as they are."""
    changes: tuple[SectionChange, ...] = ()
    """The headings whose text it changes, in reading order."""
    steps: tuple[Step, ...] = ()
    """The errata that it adds or takes a step further."""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(f.problem.severity == "error" for f in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors


def check_tree(tree: Tree, everything: bool = False) -> Report:
    """A whole tree by itself; with `everything`, how its text is written too."""
    problems = [*tree.problems, *(all_writing_problems(tree) if everything else ())]
    return Report(find(problems, tree))


def review(
    base: Tree,
    head: Tree,
    tip: Tree | None = None,
    ref: str = "",
    prefix: str = "",
    everything: bool = False,
) -> Report:
    """What a branch brings, from `base`, where it began, to `head`.

    `tip` is its base as that is today, where it has gone on since. With `everything`, how all of
    the text is written, not just the lines that change.
    """
    steps = match_errata(base.register, head.register)
    coverage = cover_trees(base, head, steps)
    sections = base.book.sections, head.book.sections
    own = [
        *(change.problem(ref) for change in coverage.uncovered),
        *coverage.problems,
        *asset_problems(base.assets, head.assets, sections, coverage.plan),
        *_idle_problems(steps, base, head),
        *transition_problems(steps, base.editions.frozen, head.files),
        *rival_problems(
            steps,
            head.book.sections,
            (tip or base).book.sections,
            (tip or base).register,
        ),
        *(
            all_writing_problems(head)
            if everything
            else changed_writing_problems(base, head, steps)
        ),
    ]
    found = find(head.problems, head)
    fresh = subtract(found, find(base.problems, base))
    mine = find([f.problem for f in fresh] + own, head)
    changed = tuple(step for step in steps if step.changed)
    changes = tuple(section_changes(base, head, coverage, changed))
    return Report(mine, ref, prefix, len(found) - len(fresh), changes, changed)


def cover_trees(base: Tree, head: Tree, steps: Iterable[Step]) -> Coverage:
    """What the errata that enter on the way from one tree to the other account for."""
    return cover(base.bound, head.bound, entering(steps), head.book.settings)


def _idle_problems(steps: Iterable[Step], base: Tree, head: Tree) -> Iterator[Problem]:
    """Errata on texts that are edited freely, said to be in them, which are not."""
    for step in steps:
        erratum = step.after
        if not step.incorporated or erratum is None or erratum.amendment:
            continue
        section = head.book.sections.get(erratum.provision)
        if section is None or section.file.split("/")[1] in BOUND:
            continue
        if _has(section.source, erratum.current) and not _has(section.source, erratum.corrected):
            line = erratum.line(f"history[{len(erratum.history)}].state")
            place = f"{section.file}:{section.line}"
            yield problem("erratum-not-applied", erratum.path, line, place=place)


def _has(source: str, words: str) -> bool:
    return bool(occurrences(source, words))


def changed_writing_problems(base: Tree, head: Tree, steps: Iterable[Step]) -> Iterator[Problem]:
    """What is written wrong in the lines that a branch changes, and in its new corrections."""
    for path, data in head.files.items():
        old = base.files.get(path, b"")
        if old != data and not path.startswith("docs/errata/"):
            yield from _writing_problems(path, data, old)
    for step in steps:
        after, before = step.after, step.before
        if after and (before is None or before.corrected != after.corrected):
            yield from erratum_problems(after)


def all_writing_problems(tree: Tree) -> Iterator[Problem]:
    """What is written wrong anywhere in a tree, corrections that wait included."""
    for path, data in tree.files.items():
        if not path.startswith("docs/errata/"):
            yield from _writing_problems(path, data, None)
    waiting: Collection[Erratum] = tree.register.in_state("reported", "held", "accepted")
    for erratum in waiting:
        yield from erratum_problems(erratum)


def _writing_problems(path: str, data: bytes, old: bytes | None) -> Iterator[Problem]:
    document = read_part_document(path, data)
    if document is None:
        return
    only = None
    if old is not None:
        before = read_part_document(path, old)
        only = changed_lines(before.text if before else "", document.text)
    yield from writing_problems(document, only)
