"""What a branch may do to errata that were there: lives go on, and never otherwise than on.

That each step is one that the states allow is a rule of every check; here the two ends are
compared. What was decided stays decided, and what is published stays as it was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handbook.errata import Entry, Erratum
from handbook.problems import Problem, problem
from handbook.review.steps import Step

_FIXED = ("quoted_provision", "edition", "kind", "original", "corrected")
"""What an accepted erratum says for good: it is what was accepted."""


def transition_problems(
    steps: Iterable[Step], frozen: Iterable[str], paths: Iterable[str]
) -> Iterator[Problem]:
    """Errata that are gone, or that say of their past what they did not say before.

    `frozen` are the editions that the base has published, `paths` the files of the head: one that
    cannot be read is there all the same.
    """
    steps, frozen, paths = list(steps), set(frozen), set(paths)
    names = {s.before.id: s.after.id for s in steps if s.before and s.after}
    repeats = {s.after.id: s.after.history[-1].of for s in steps if s.after}
    for step in steps:
        old, new = step.before, step.after
        if old is None or old == new:
            continue
        if new is None:
            if old.path not in paths:
                yield problem("erratum-gone", old.path, id=old.id)
        elif old.state == "incorporated" and old.history[-1].edition in frozen:
            edition = old.history[-1].edition
            yield problem("erratum-published", new.path, id=new.id, edition=edition)
        else:
            yield from _past_problems(old, new, names, repeats)
            yield from _fixed_problems(old, new)


def _past_problems(
    old: Erratum, new: Erratum, names: Mapping[str, str], repeats: Mapping[str, str]
) -> Iterator[Problem]:
    """Steps of the history that are missing or read otherwise."""
    for place, entry in enumerate(old.history):
        if place >= len(new.history):
            line = new.line(f"history[{len(new.history)}]")
            yield problem("erratum-past", new.path, line, state=entry.state, date=entry.date)
            return
        if not _same(entry, new.history[place], names, repeats):
            line = new.line(f"history[{place + 1}]")
            yield problem("erratum-past", new.path, line, state=entry.state, date=entry.date)


def _same(old: Entry, new: Entry, names: Mapping[str, str], repeats: Mapping[str, str]) -> bool:
    """Whether a step is what it was.

    Units that made the same suggestion join those that reported it, and an erratum that is
    repeated may since have got its number, or turned out to repeat another itself.
    """
    if (old.state, old.date, old.why, old.edition) != (new.state, new.date, new.why, new.edition):
        return False
    joined = set(old.by) <= set(new.by) if old.state == "reported" else old.by == new.by
    of = names.get(old.of, old.of)
    return joined and new.of in (old.of, of, repeats.get(of) or of)


def _fixed_problems(old: Erratum, new: Erratum) -> Iterator[Problem]:
    """Words of an accepted erratum that were changed afterwards."""
    if old.accepted is None:
        return
    for key in _FIXED:
        if getattr(old, key) != getattr(new, key):
            name = key.removeprefix("quoted_")
            yield problem("erratum-fixed", new.path, new.line(name), id=new.id, key=name)
    a, b = old.amendment, new.amendment
    if a is None or b is None:
        return
    # Its hashes follow the text until it is in; what it does, and where, was what was accepted.
    if (a.action, a.to, a.after, a.sources) != (b.action, b.to, b.after, b.sources):
        yield problem("erratum-fixed", new.path, new.line("action"), id=new.id, key="action")
    elif old.state == "incorporated" and a != b:
        line = new.line("new_sha256")
        yield problem("erratum-fixed", new.path, line, id=new.id, key="new_sha256")
