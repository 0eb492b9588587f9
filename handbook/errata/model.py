"""What an erratum is: its fields, its states, and the steps between them (design: Erratum)."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal[
    "reported", "held", "accepted", "incorporated", "rejected", "duplicate", "withdrawn"
]
Kind = Literal["technical", "editorial", "amendment"]
Action = Literal["add", "remove", "rename", "rewrite", "move", "split", "merge"]

TRANSITIONS: Mapping[State, tuple[State, ...]] = {
    "reported": ("accepted", "held", "rejected", "duplicate", "withdrawn"),
    "held": ("accepted", "rejected", "duplicate", "withdrawn"),
    "accepted": ("incorporated", "withdrawn"),
    "incorporated": ("accepted",),  # only while its edition is not frozen: see `register`
    "rejected": (),
    "duplicate": (),
    "withdrawn": (),
}
"""The states that may follow each state; a history begins with `reported`."""
STATES: tuple[State, ...] = tuple(TRANSITIONS)
LIVE: frozenset[State] = frozenset({"reported", "held", "accepted"})
"""The states in which the original must stand in the working text."""

RECEIPT = re.compile(r"r-[0-9a-f]{8}")
NUMBER = re.compile(r"(?P<year>\d{4})-(?P<number>\d{3,})")


@dataclass(frozen=True)
class Entry:
    """One step in an erratum's life."""

    state: State
    date: datetime.date
    by: tuple[str, ...]
    """Units or offices, never persons' contact data."""
    why: str = ""
    """The reason, for whoever asked; a rejection has one."""
    of: str = ""
    """For `duplicate`: the id of the erratum that it repeats."""
    edition: str = ""
    """For `incorporated`: the edition that carries the correction."""


@dataclass(frozen=True)
class Amendment:
    """A change that no erratum covers, declared as such: its action and what that needs."""

    action: Action
    old_sha256: str = ""
    """The provision's `sha256` before; empty where there was none."""
    new_sha256: str = ""
    """The provision's `sha256` afterwards; empty where there is none."""
    to: tuple[str, ...] = ()
    """The new id of a `rename`, or the provisions that a `split` makes."""
    after: str = ""
    """The id that a provision added or moved stands behind."""
    sources: tuple[str, ...] = ()
    """The file's `from`: the provisions that a `merge` takes in."""
    to_sha256: tuple[str, ...] = ()
    """The `sha256` of each provision that a `split` makes, in the order of `to`."""


@dataclass(frozen=True)
class Erratum:
    """One suggested change to one provision, or a declared amendment."""

    id: str
    """The file's stem: a receipt until it is accepted, then its number."""
    provision: str
    """The id of a heading: a provision, or anything else that is addressable."""
    edition: str
    """Whose text it is about: an edition's id, or `next` for the working text."""
    kind: Kind
    original: str
    """Markdown that stands exactly once in the provision's source. Empty in an amendment."""
    corrected: str
    """What shall stand there; empty deletes."""
    history: tuple[Entry, ...]
    """Oldest first; the last is the state."""
    reason: str = ""
    """Markdown."""
    group: str = ""
    """The name that errata share which are one matter at several places."""
    original_now: str = ""
    """What `original` reads in the working text by now, where that changed."""
    amendment: Amendment | None = None
    provision_then: str = ""
    """The id that the provision had where it was quoted, if it was renamed since. The file says
    that one in `provision`, and today's in `provision_now`."""
    path: str = field(default="", compare=False)
    """The file, relative to the project's root."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The 1-based line of each key of the file: `original`, `history[2].date`."""

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self.history[-1].state

    @property
    def name(self) -> str:
        """How letters cite it: E2018-003; a receipt as it is."""
        return self.id if RECEIPT.fullmatch(self.id) else f"E{self.id}"

    @property
    def quoted_provision(self) -> str:
        """The id of the provision as it was when the erratum came in."""
        return self.provision_then or self.provision

    @property
    def names(self) -> tuple[str, ...]:
        """The headings that it names: its provision, and what an amendment makes or takes in."""
        change = self.amendment
        return (self.provision, *(change.to + change.sources if change else ()))

    @property
    def reported(self) -> datetime.date:
        """When it came in."""
        return self.history[0].date

    @property
    def accepted(self) -> datetime.date | None:
        """When it was first accepted: from then on it has a number."""
        return next((entry.date for entry in self.history if entry.state == "accepted"), None)

    @property
    def current(self) -> str:
        """What the working text is to be searched for."""
        return self.original_now or self.original

    @property
    def receipt(self) -> str:
        """The id that it has, or had, before it was accepted."""
        change = self.amendment
        if change is None:
            return compute_receipt(self.quoted_provision, self.original, self.corrected)
        rest = (change.old_sha256, change.new_sha256, change.after, *change.to, *change.sources)
        return compute_receipt(self.quoted_provision, change.action, " ".join(rest))

    def line(self, key: str) -> int:
        """The line of a key in its file; 1 where it was not read from one."""
        return self.lines.get(key, 1)


def free_number(year: int, names: Iterable[str]) -> str:
    """The next number of a year that no name has: 2018-003."""
    taken = (NUMBER.fullmatch(name) for name in names)
    numbers = [int(m["number"]) for m in taken if m and int(m["year"]) == year]
    return f"{year}-{max(numbers, default=0) + 1:03d}"


def compute_receipt(provision: str, original: str, corrected: str) -> str:
    r"""`r-` and the first 8 hex digits of a sha256 (design: Erratum).

    The sha256 is over the UTF-8 of the three, joined by one line feed (U+000A) each, nothing
    before or after, no character normalised. In a browser::

        sha256(new TextEncoder().encode([provision, original, corrected].join("\n")))
    """
    data = "\n".join((provision, original, corrected)).encode()
    return f"r-{hashlib.sha256(data).hexdigest()[:8]}"
