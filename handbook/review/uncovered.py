"""Changes that nothing covers, as data: where each stands and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handbook.errata import redline
from handbook.errata.locate import brief
from handbook.errata.raw import common_length
from handbook.errata.redline import context
from handbook.problems import Problem, problem
from handbook.review.parts import Part

Kind = Literal["changed", "added", "removed", "moved", "meta", "form", "blank", "ends"]
"""What happened: words changed; a heading came, went or moved; front matter; an id's spelling;
blank space; line ends. The last three change nothing that anybody reads, but bytes."""
_AROUND = 16
"""How many characters beside a change tell where it is."""


@dataclass(frozen=True)
class Uncovered:
    """A change that nothing covers."""

    kind: Kind
    id: str
    """The heading to which it belongs, as the head names it."""
    path: str
    """The file in the head."""
    line: int
    """The first line in the head."""
    end: int
    """The last line in the head."""
    title: str
    old: str = ""
    """What the base reads, once the errata of the branch are in it."""
    new: str = ""
    span: tuple[int, int] = (0, 0)
    """Where `old` stands in the source of the expected part."""
    around: tuple[str, str] = ("", "")
    """The words before and after it there."""

    def problem(self, ref: str) -> Problem:
        """The finding; `ref` is what the branch was compared with, for the command that helps."""
        return problem(
            f"uncovered-{self.kind}",
            self.path,
            self.line,
            title=self.title or self.id,
            old=brief(self.old),
            new=brief(self.new),
            place=f"{self.path}:{self.line}",
            base=ref,
            end=self.end,
        )


def whole_part(kind: Kind, part: Part, new: str = "") -> Uncovered:
    """A heading with all its text."""
    end = part.line + part.plain.count("\n")
    return Uncovered(kind, part.id, part.path, part.line, end, part.title, new=new)


def hunks(expected: str, found: str, part: Part) -> Iterator[Uncovered]:
    """The places where two sources differ, those on one line taken together."""
    at = place = 0
    open_: list[int] | None = None  # start and end in `expected`, start and end in `found`

    def close(hunk: list[int]) -> Uncovered:
        a, b, c, d = hunk
        head = common_length(expected[a:b], found[c:d])
        a, c = a + head, c + head
        tail = common_length(expected[a:b][::-1], found[c:d][::-1])
        b, d = b - tail, d - tail
        # A line feed that came in belongs to the line that it begins.
        lead = len(found[c:d]) - len(found[c:d].lstrip("\n"))
        line = part.line + found.count("\n", 0, c + lead)
        end = line + found[c + lead : d].rstrip("\n").count("\n")
        old, new = expected[a:b], found[c:d]
        before, after = context(expected, (a, b), _AROUND)
        return Uncovered(
            "changed", part.id, part.path, line, end, part.title, old, new, (a, b), (before, after)
        )

    for tag, old, new in redline(expected, found):
        if tag == "equal":
            if open_ is not None and "\n" in old:
                yield close(open_)
                open_ = None
        elif open_ is None:
            open_ = [at, at + len(old), place, place + len(new)]
        else:
            open_[1], open_[3] = at + len(old), place + len(new)
        at, place = at + len(old), place + len(new)
    if open_ is not None:
        yield close(open_)
