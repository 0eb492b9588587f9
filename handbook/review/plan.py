"""What the amendments on a way declare, taken together in the order of their histories."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.errata import Erratum

_MOST = 256
"""So many readings of a text are tried at most."""


@dataclass(frozen=True)
class Plan:
    """What the amendments of a branch declare, by the ids that the text has after them."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    """The new id of each that a heading had on the way."""
    added: Mapping[str, Erratum] = field(default_factory=dict)
    removed: Mapping[str, Erratum] = field(default_factory=dict)
    """By the ids that the headings had at first."""
    moved: Mapping[str, Erratum] = field(default_factory=dict)
    rewritten: frozenset[str] = frozenset()
    """The ids whose text is vouched for by hashes."""
    errata: tuple[Erratum, ...] = ()
    """The amendments themselves, in the order of their histories."""
    unvouched: frozenset[str] = frozenset()
    """The ids that a split made without saying what their text is."""

    def hashes(self, text: str) -> frozenset[str]:
        """The sha256 of a text with its references before the renames and after, and between."""
        texts = {text}
        for pair in self.renamed.items():
            for old, new in (pair, pair[::-1]):
                if len(texts) < _MOST:
                    texts |= {each.replace(f"][{old}]", f"][{new}]") for each in texts}
        return frozenset(sha256(each) for each in texts)

    def new_id(self, id: str) -> str:
        """The id that a provision has after the renames."""
        return self.renamed.get(id, id)

    def old_id(self, id: str, before: Iterable[str]) -> str:
        """The id that a heading had in the base, whose ids are `before`."""
        known = frozenset(before)
        return next((o for o, n in self.renamed.items() if n == id and o in known), id)


def make_plan(errata: Iterable[Erratum]) -> Plan:
    """Read what amendments declare; errata among them are passed over."""
    made = _Making()
    amendments = tuple(e for e in errata if e.amendment)
    for erratum in amendments:
        made.take(erratum)
    last = {id: made.last[first] for id, first in made.first.items()}
    renamed = {id: new for id, new in last.items() if id != new}

    def now(errata: Mapping[str, Erratum]) -> dict[str, Erratum]:
        return {renamed.get(id, id): erratum for id, erratum in errata.items()}

    rewritten = frozenset(renamed.get(id, id) for id in made.rewritten)
    # Whoever rewrote one of them since said what it reads.
    unvouched = frozenset(renamed.get(id, id) for id in made.unvouched) - rewritten
    return Plan(
        renamed, now(made.added), made.removed, now(made.moved), rewritten, amendments, unvouched
    )


@dataclass
class _Making:
    """What was declared so far."""

    first: dict[str, str] = field(default_factory=dict)
    """The first id of each that a renamed heading had."""
    last: dict[str, str] = field(default_factory=dict)
    """The last id of a heading by its first."""
    added: dict[str, Erratum] = field(default_factory=dict)
    removed: dict[str, Erratum] = field(default_factory=dict)
    moved: dict[str, Erratum] = field(default_factory=dict)
    rewritten: set[str] = field(default_factory=set)
    unvouched: set[str] = field(default_factory=set)

    def take(self, erratum: Erratum) -> None:
        """One more amendment."""
        change, id = erratum.amendment, erratum.provision
        assert change
        match change.action:
            case "rename":
                first = self.first.setdefault(id, id)
                self.first[change.to[0]] = first
                self.last[first] = change.to[0]
            case "add":
                self.added[id] = erratum
            case "remove":
                self._remove(id, erratum)
            case "move":
                self.moved[id] = erratum
            case "rewrite":
                self.rewritten.add(id)
            case "split":
                self.rewritten.add(id)
                self.added.update({new: erratum for new in change.to if new != id})
                if len(change.to_sha256) != len(change.to) and erratum.state == "incorporated":
                    self.unvouched.update(change.to)
            case "merge":
                self.rewritten.add(id)
                for old in change.sources:
                    if old != id:
                        self._remove(old, erratum)

    def _remove(self, id: str, erratum: Erratum) -> None:
        """What came and went on the way is nothing that the ends show."""
        first = self.first.get(id, id)
        if first in self.added:
            del self.added[first]
        else:
            self.removed[first] = erratum
        for each in [each for each in self.moved if self.first.get(each, each) == first]:
            del self.moved[each]


def sha256(source: str) -> str:
    """As `Section.sha256`."""
    return hashlib.sha256(source.encode()).hexdigest()
