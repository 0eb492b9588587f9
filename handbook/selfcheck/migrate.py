"""Where each result stands in an edition: kept, asked or archived; never lost.

Results are not rewritten when the edition changes. Each says of which clause it is, with what
text, found in which edition; from that and the amendments since follows where it stands now.
`site/assets/selfcheck-model.js` (`place`) is the same definition for the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handbook.selfcheck.model import Record
from handbook.selfcheck.standard import How, Standard

Why = Literal["removed", "answered", "older"]
"""The clause is no more; the branch decided; the same clause has a later result."""


@dataclass(frozen=True)
class Placement:
    """Where records stand; each, by its place in the list, is in exactly one of the three."""

    kept: Mapping[str, int]
    """For a clause the record that is its result."""
    asked: Mapping[int, tuple[tuple[str, How], ...]]
    """The clauses at which the branch must say whether a record holds, and how it came there."""
    archived: Mapping[int, Why]

    def at(self, id: str) -> list[int]:
        """The records that are asked at a clause."""
        return [n for n, places in self.asked.items() if any(p == id for p, _ in places)]

    def as_json(self) -> dict[str, Any]:
        """The shape that the browser's `place` returns."""
        return {
            "kept": dict(self.kept),
            "asked": {str(n): [list(p) for p in places] for n, places in self.asked.items()},
            "archived": {str(n): why for n, why in self.archived.items()},
        }


def place(records: Sequence[Record], standard: Standard) -> Placement:
    """Where records stand in an edition.

    - One whose clause has the same text is *kept*, under whatever id the clause has now.
    - One whose clause changed, or went on in others (merged, split), is *asked* at each of them
      until the branch has answered there.
    - The rest is *archived*. Of several for the same clause and text the one found last is kept.
    """
    kept: dict[str, int] = {}
    asked: dict[int, tuple[tuple[str, How], ...]] = {}
    archived: dict[int, Why] = {}
    for number, record in enumerate(records):
        here = _reach(record.id, record.edition, standard)
        done = {
            id for at, edition in record.answered.items() for id in _reach(at, edition, standard)
        }
        same = [
            id
            for id, how in here.items()
            if how in ("same", "renamed") and standard.clauses[id].sha256 == record.sha256
        ]
        waiting = tuple((id, how) for id, how in here.items() if id not in done)
        if same and same[0] not in done:
            rival = kept.get(same[0])
            if rival is not None and records[rival].checked > record.checked:
                archived[number] = "older"
                continue
            if rival is not None:
                archived[rival] = "older"
            kept[same[0]] = number
        elif waiting and not same:
            asked[number] = waiting
        else:
            archived[number] = "answered" if here else "removed"
    return Placement(kept, dict(sorted(asked.items())), dict(sorted(archived.items())))


def _reach(id: str, edition: str, standard: Standard) -> dict[str, How]:
    """The clauses in which the text that an id had in an edition goes on, and how."""
    order = {name: n for n, name in enumerate(standard.sizes)}
    since = order.get(edition, -1)
    at: dict[str, How] = {id: "same"}
    for event in standard.events:
        if order[event.edition] <= since or event.old not in at:
            continue
        was = at[event.old]
        if event.how != "split":
            del at[event.old]
        how = was if event.how == "renamed" and was != "same" else event.how
        at.setdefault(event.new, how)
    return {id: how for id, how in at.items() if id in standard.clauses}
