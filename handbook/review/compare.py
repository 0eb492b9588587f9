"""Set the parts as they must read against those of the head, to the byte."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from handbook.errata import Erratum
from handbook.errata.locate import occurrences
from handbook.errata.raw import common_length
from handbook.problems import Problem, problem
from handbook.review.amendments import moved_ids
from handbook.review.parts import TOP, Part, broken_heading
from handbook.review.plan import Plan
from handbook.review.uncovered import Uncovered, hunks, whole_part

_END = "(?:\r\n|\r|\n)"
_AFFIRMED = re.compile(rf"(?<![^\r\n])affirmed[ \t]*:[^\r\n]*{_END}(?:[ \t]+[^\s][^\r\n]*{_END})*")
"""The front matter's `affirmed`, a line or a map."""


class Comparison:
    """Sets the expected parts against those of the head."""

    def __init__(
        self,
        plan: Plan,
        before: Mapping[str, Part],
        after: Mapping[str, Part],
        applied: Iterable[Erratum],
    ) -> None:
        self.plan, self.before, self.after = plan, before, after
        self.applied = list(applied)
        self.undone: list[Problem] = []
        """Errata said to be in the text, which are not."""
        self._next = (_followers(before, plan), _followers(after, Plan()))

    def parts(self) -> Iterator[Uncovered]:
        """What differs within the parts that both sides have."""
        seen: set[str] = set()
        for old, new in self._pairs():
            if new.id.startswith(TOP):
                found = self._top(old, new)
            elif new.id in self.plan.rewritten:
                found = list(self._vouched(old, new))
            else:
                found = list(self._part(old, new))
            for each in found:
                if each.kind != "ends" or each.path not in seen:
                    yield each
                if each.kind == "ends":
                    seen.add(each.path)

    def headings(self) -> Iterator[Uncovered]:
        """Headings that came, went or moved."""
        plan = self.plan
        there = {plan.new_id(id) for id in self.before}
        moved = moved_ids(plan, self.before, self.after)
        fresh = [p for id, p in self.after.items() if p.level and id not in there]
        for part in fresh:
            if part.id not in plan.added or part.id in plan.unvouched:
                yield whole_part("added", part, new=part.source)
            else:
                yield from self._vouched(None, part)
        for id in moved:
            yield whole_part("moved", self.after[id])
        for id, part in self.before.items():
            if part.level and plan.new_id(id) not in self.after and id not in plan.removed:
                path, line = self._place_of(part)
                yield Uncovered("removed", id, path, line, line, part.title, old=part.source)

    def _pairs(self) -> Iterator[tuple[Part, Part]]:
        tops = {p.path: p for p in self.after.values() if p.id.startswith(TOP)}
        for id, old in self.before.items():
            if id.startswith(TOP):
                key = TOP + self.plan.new_id(id.removeprefix(TOP))
                new = self.after.get(key) or tops.get(old.path)
            else:
                new = self.after.get(self.plan.new_id(id))
            if new is not None:
                yield old, new

    def _part(self, old: Part, new: Part) -> Iterator[Uncovered]:
        expected, found = self._renamed(old.source), self._heal(old, new)
        if expected != found:
            yield from hunks(expected, found, new)
            return
        if self._renamed(_own_id(old, new)) != new.plain and new.source == found:
            yield Uncovered("form", new.id, new.path, new.line, new.line, new.title)
            return
        # Blank space parts a heading's text from what follows: it goes with the one that follows.
        whole = self._same_follower(old, new)
        a, b = (old.raw, new.raw) if whole else (old.text, new.text)
        if _plain(new.tail) not in (_plain(old.tail), self._usual(old, new)):
            yield _blank(new, _plain(old.tail) if whole else self._usual(old, new))
        elif _ends(a) != _ends(b):
            yield Uncovered("ends", new.id, new.path, new.line, new.line, new.title)

    def _vouched(self, old: Part | None, new: Part) -> Iterator[Uncovered]:
        """What a hash does not cover: how the id is written, and the white space at the end.

        Where there is nothing to compare it with, it is as everybody writes it: one blank line.
        """
        head = new.plain.partition("\n")[0]
        known = old is not None and _attributes(old, new.id) == _attributes(new, new.id)
        if not known and not re.search(rf"\S \{{#{re.escape(new.id)}(?: \.note)?\}}$", head):
            yield Uncovered("form", new.id, new.path, new.line, new.line, new.title)
        wanted = self._usual(old, new)
        if _plain(new.tail) != wanted:
            yield _blank(new, wanted)

    def _usual(self, old: Part | None, new: Part) -> str:
        """The white space at a part's end: as it was, or a blank line before what now follows."""
        if old is not None and self._same_follower(old, new):
            return _plain(old.tail)
        return "\n\n" if self._next[1].get(new.id) else "\n"

    def _heal(self, old: Part, new: Part) -> str:
        """The head's source; errata that say they are in it and are not are told, and applied."""
        source = new.source
        if self._renamed(old.source) == source:
            return source
        for erratum in self.applied:
            if self.plan.new_id(erratum.provision) != new.id:
                continue
            places = occurrences(source, erratum.current)
            if len(places) == 1 and not occurrences(source, erratum.corrected):
                at, end = places[0], places[0] + len(erratum.current)
                source = source[:at] + erratum.corrected + source[end:]
                line = erratum.line(f"history[{len(erratum.history)}].state")
                place = f"{new.path}:{new.line + new.source.count(chr(10), 0, at)}"
                self.undone.append(problem("erratum-not-applied", erratum.path, line, place=place))
        return source

    def _top(self, old: Part, new: Part) -> list[Uncovered]:
        """What stands above the first heading: front matter. `affirmed` is an editor's word."""
        first = new.id.removeprefix(TOP)
        if first in self.plan.rewritten or first in self.plan.added:
            return []
        raws = [_AFFIRMED.sub("", part.raw) for part in (old, new)]
        a, b = (_plain(raw.rstrip()) for raw in raws)
        if a != b:
            rows = itertools.zip_longest(a.split("\n"), b.split("\n"), fillvalue="")
            was, now = next((x, y) for x, y in rows if x != y)
            lines = new.plain.split("\n")
            line = lines.index(now) + 1 if now in lines else 1
            return [Uncovered("meta", first, new.path, line, line, "", was, now)]
        if _plain(raws[0]) != _plain(raws[1]):
            return [Uncovered("blank", first, new.path, end := new.plain.count("\n") + 1, end, "")]
        if _ends(raws[0]) != _ends(raws[1]):
            return [Uncovered("ends", first, new.path, 1, 1, "")]
        return []

    def _renamed(self, text: str) -> str:
        """The text with its references following the renames."""
        for old, new in self.plan.renamed.items():
            text = text.replace(f"][{old}]", f"][{new}]")
        return text

    def _same_follower(self, old: Part, new: Part) -> bool:
        return self._next[0].get(old.id) == self._next[1].get(new.id)

    def _place_of(self, part: Part) -> tuple[str, int]:
        """Where in the head a part stood that is gone: at the end of the one before it."""
        if broken := broken_heading(self.after, part.id):
            return broken
        ids = list(self.before)
        for id in reversed(ids[: ids.index(part.id)]):
            left = self.after.get(self.plan.new_id(id))
            if left is not None and left.level and left.path == part.path:
                return left.path, left.line + left.plain.count("\n")
        return part.path, 1


def _own_id(old: Part, new: Part) -> str:
    """The old part's text with the new part's id."""
    if old.id == new.id:
        return old.plain
    head, line, rest = old.plain.partition("\n")
    return re.sub(rf"#{re.escape(old.id)}(?![a-z0-9-])", f"#{new.id}", head) + line + rest


def _blank(part: Part, wanted: str) -> Uncovered:
    """The white space at a part's end, at the first line where it is not as it should be."""
    tail = _plain(part.tail)
    same = tail[: common_length(tail, wanted)]
    line = part.line + part.plain.count("\n") + same.count("\n")
    return Uncovered("blank", part.id, part.path, line, line, part.title)


def _attributes(part: Part, id: str) -> str:
    """How a heading's id and classes are written, with `id` for its own."""
    head = part.plain.partition("\n")[0]
    found = re.search(r"[ \t]*\{[^{}]*\}[ \t]*$", head)
    return re.sub(rf"#{re.escape(part.id)}(?![a-z0-9-])", f"#{id}", found[0]) if found else ""


def _followers(parts: Mapping[str, Part], plan: Plan) -> dict[str, str | None]:
    """The heading that follows each in its file."""
    listed = [*parts.values(), None]
    return {
        part.id: plan.new_id(after.id) if after and after.path == part.path else None
        for part, after in itertools.pairwise(listed)
        if part
    }


def _plain(raw: str) -> str:
    """Text with LF ends and without a BOM."""
    return re.sub("\r\n|\r", "\n", raw.removeprefix("\ufeff"))


def _ends(raw: str) -> tuple[list[str], bool]:
    """All line ends, and whether there is a BOM."""
    return re.findall(_END, raw), raw.startswith("\ufeff")
