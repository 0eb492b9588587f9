"""What a reference shows and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from handbook.source import Numbered, scan_references


@dataclass(frozen=True)
class Target:
    """The end of a reference."""

    id: str
    label: str
    """第12条, 问3-14, or a title."""
    href: str
    title: str
    """The target's own title, shown on hover."""
    kind: str


class Resolver(Protocol):
    """Answers for ids. The Book is one; a text by itself makes its own."""

    def target(self, id: str) -> Target | None:
        """The target of an id, or None if there is none."""

    def citing(self, id: str) -> Sequence[Target]:
        """The provisions and methods that cite `id`, in reading order."""


@dataclass(frozen=True)
class TextResolver:
    """A resolver over one text's own headings."""

    targets: Mapping[str, Target] = field(default_factory=dict)
    cited: Mapping[str, Sequence[Target]] = field(default_factory=dict)

    @staticmethod
    def of(numbered: Iterable[Numbered]) -> TextResolver:
        """Targets and back links of a text rendered by itself."""
        entries = [entry for entry in numbered if entry.heading.id]
        targets = {
            entry.heading.id or "": Target(
                entry.heading.id or "",
                entry.label,
                f"#{entry.heading.id}",
                entry.heading.title,
                entry.kind,
            )
            for entry in entries
        }
        cited: dict[str, list[Target]] = {}
        for entry in entries:
            source = entry.heading.source(entry.document.text)
            me = targets[entry.heading.id or ""]
            for id in dict.fromkeys(ref.target for ref in scan_references(source)):
                if id != me.id:
                    cited.setdefault(id, []).append(me)
        return TextResolver(targets, cited)

    def target(self, id: str) -> Target | None:
        """The target of an id."""
        return self.targets.get(id)

    def citing(self, id: str) -> Sequence[Target]:
        """What cites an id."""
        return self.cited.get(id, ())
