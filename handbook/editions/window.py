"""The errata and amendments that can have gone in on the way from one text to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from handbook.book import Section
from handbook.errata import Erratum
from handbook.errata.model import Action

Aspect = Literal["text", "added", "removed", "moved", "renamed"]
"""What of a provision may have changed."""
_ACTIONS: Mapping[Aspect, frozenset[Action]] = {
    "text": frozenset({"rewrite", "split", "merge"}),
    "added": frozenset({"add", "split"}),
    "removed": frozenset({"remove", "merge"}),
    "moved": frozenset({"move"}),
    "renamed": frozenset({"rename"}),
}
"""The amendments that make each change."""
_TURNED: Mapping[Aspect, Aspect] = {"added": "removed", "removed": "added"}


@dataclass(frozen=True)
class Window:
    """The errata that can have gone in on the way from one text to another."""

    errata: tuple[Erratum, ...] = ()
    """In the order in which they went in."""
    sure: frozenset[str] = frozenset()
    """Those that are known to have gone in on this way; the others must show it by their words."""
    backward: bool = False
    """Whether the way leads from a later text to an earlier one."""

    @cached_property
    def _by_id(self) -> dict[str, list[Erratum]]:
        found: dict[str, list[Erratum]] = {}
        for erratum in self.errata:
            for id in erratum.names:
                found.setdefault(id, []).append(erratum)
        return found

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        """For each id that was renamed, or came of it, all that its heading had."""
        groups: dict[str, set[str]] = {}
        for pair in self.renamed.items():
            group = {id for each in pair for id in groups.get(each, {each})}
            groups |= dict.fromkeys(group, group)
        return groups

    @staticmethod
    def of(
        errata: Iterable[Erratum],
        editions: Sequence[str] | None,
        unfinished: bool = False,
        backward: bool = False,
    ) -> Window:
        """The errata that `editions` took in; of any edition where those are not known.

        `unfinished` says that the later text is not an edition: what is accepted may be in it
        already.
        """
        taken = [
            e
            for e in errata
            if e.state == "incorporated" and (editions is None or e.history[-1].edition in editions)
        ]
        early = [e for e in errata if e.state == "accepted" and (unfinished or editions is None)]
        ordered = sorted([*taken, *early], key=_order)
        sure = frozenset(e.id for e in taken) if editions is not None else frozenset()
        return Window(tuple(ordered), sure, backward)

    @property
    def renamed(self) -> dict[str, str]:
        """Old ids with their new ones, as amendments have it."""
        pairs = [
            (e.provision, e.amendment.to[0])
            for e in self.errata
            if e.amendment and e.amendment.action == "rename" and e.amendment.to
        ]
        return {b: a for a, b in pairs} if self.backward else dict(pairs)

    def repointed(self, old: Section, new: Section) -> tuple[str, ...]:
        """The amendments that renamed what a provision cites, and so changed its reference."""
        found = []
        for erratum in self.errata:
            change = erratum.amendment
            if change is None or change.action != "rename" or not change.to:
                continue
            pair = (erratum.provision, change.to[0])
            before, after = reversed(pair) if self.backward else pair
            went = f"][{before}]" in old.source and f"][{before}]" not in new.source
            if went or (f"][{after}]" in new.source and f"][{after}]" not in old.source):
                found.append(erratum.id)
        return tuple(found)

    def about(self, *ids: str) -> list[Erratum]:
        """The errata that name any of the ids, or any that these had on the way."""
        every = {each for id in ids for each in self._aliases.get(id, (id,))}
        found = {e.id for id in every for e in self._by_id.get(id, ())}
        return [e for e in self.errata if e.id in found] if found else []

    def amendments(
        self, aspect: Aspect, old: Section | None, new: Section | None
    ) -> tuple[str, ...]:
        """The amendments that declare a change of a provision."""
        aspect = _TURNED.get(aspect, aspect) if self.backward else aspect
        before, after = (new, old) if self.backward else (old, new)
        return tuple(
            e.id
            for e in self.about(*(section.id for section in (old, new) if section))
            if e.amendment
            and e.amendment.action in _ACTIONS[aspect]
            and (e.id in self.sure or _fits(e, before, after))
        )


def _fits(erratum: Erratum, before: Section | None, after: Section | None) -> bool:
    """Whether a provision has a hash that an amendment names for it, if that names any."""
    change = erratum.amendment
    named = [
        wanted == section.sha256
        for section, wanted in (
            (before, change.old_sha256 if change else ""),
            (after, change.new_sha256 if change else ""),
        )
        if section and wanted and section.id == erratum.provision
    ]
    return any(named) or not named


def _order(erratum: Erratum) -> tuple[object, ...]:
    last = erratum.history[-1]
    return last.state == "accepted", last.date, erratum.accepted or last.date, erratum.id
