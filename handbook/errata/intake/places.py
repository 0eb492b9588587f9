"""Where a row says it is: a number, a title or both, as the sections that may be meant.

A bare `12` is the 12th clause of the handbook. `3.2` may be the second item of chapter 3 or the
second clause of item 3, `3-14` the 14th question of issue 3 as well: all of them are candidates,
and the words that the row quotes decide between them. A number and a title that name different
provisions are both candidates too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from handbook.book import Book, Section
from handbook.errata.intake.cleaning import half_width
from handbook.errata.intake.numerals import NUMERAL, read_number
from handbook.source.headings import ID

_N = NUMERAL
# 《选举大会》一条 says what it is, not which.
_PART = re.compile(rf"(?!(?<!第)一[章项节条问期])第?(?P<number>{_N})(?P<unit>[章项节条问期])")
_QUESTION = re.compile(rf"(?:问题?|学习参考)(?P<issue>{_N})[-－—–.](?P<number>{_N})")
_ASKED = re.compile(rf"第?(?P<issue>{_N})期(?:第|问)*(?P<number>{_N})[问题]?")
_BARE = re.compile(
    rf"第?(?P<a>{_N})(?:[-－—–.](?P<b>{_N}))?(?:[-－—–.](?P<c>{_N}))?"
    r"(?![\d零〇一二两三四五六七八九十百千页行版年月日])"
)
_DATE = re.compile(r"(?:19|20)\d\d-(\d\d)-(\d\d)")
_BRACKETS = re.compile(r"[《》〈〉“”\"「」『』【】()\[\]、,，;；:：|\n\t]+")
_WORD = re.compile(r"(?:一?条|一?项|一?章|部分)$")

Series = Literal["chapter", "item", "clause"]


@dataclass(frozen=True)
class PlaceIndex:
    """A Book's sections by everything that a row may call them."""

    book: Book
    numbers: dict[tuple[str, int], str] = field(default_factory=dict)
    """The ids of chapters, items and clauses by kind and number through the book."""
    within: dict[tuple[str, int], str] = field(default_factory=dict)
    """The ids of what is counted inside another section, by that one's id and the place."""
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids by title, white space left out."""
    regulations: dict[str, str] = field(default_factory=dict)
    """The ids of regulations by their short and full names, the longest first."""
    below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each section with all below it."""

    @staticmethod
    def of(book: Book) -> PlaceIndex:
        """The index of a Book."""
        index = PlaceIndex(book)
        titles: dict[str, list[str]] = {}
        below: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        counts: dict[str, int] = {}
        for section in book.sections.values():
            titles.setdefault(_bare(section.title), []).append(section.id)
            for above in (*section.path, section.id):
                below.setdefault(above, []).append(section.id)
            if section.kind in ("chapter", "item", "clause") and section.number:
                index.numbers[section.kind, section.number] = section.id
            if section.kind in ("item", "clause") and section.path:
                parent = section.path[-1]
                counts[parent] = counts.get(parent, 0) + 1
                index.within[parent, counts[parent]] = section.id
            if section.kind in ("question", "norm") and section.number and section.path:
                index.within[section.path[0], section.number] = section.id
            if section.kind == "bulletin" and section.number:
                index.numbers["bulletin", section.number] = section.id
            if section.kind == "regulation":
                for name in (section.label, section.title):
                    names[_BRACKETS.sub("", _bare(name))] = section.id
        index.titles.update((title, tuple(ids)) for title, ids in titles.items())
        index.below.update((id, tuple(ids)) for id, ids in below.items())
        index.regulations.update(sorted(names.items(), key=lambda name: -len(name[0])))
        return index

    def candidates(self, place: str) -> list[tuple[Section, ...]]:
        """The sections that a place may mean, a tuple for each reading; none if it says nothing."""
        ids = dict.fromkeys(self._roots(place))
        return [tuple(self.book.sections[id] for id in self.below[root]) for root in ids]

    def _roots(self, place: str) -> Iterator[str]:
        if ID.fullmatch(place) and place in self.below:
            yield place
        text = re.sub(r"\s+", "", half_width(place))
        rest = _BRACKETS.sub(" ", text)
        name = next((name for name in self.regulations if name in rest.replace(" ", "")), "")
        if name:
            yield from self._in_regulation(self.regulations[name], rest.replace(" ", ""), name)
        else:
            yield from self._numbered(rest)
        yield from self._titled(place)

    def _in_regulation(self, id: str, text: str, name: str) -> Iterator[str]:
        found = _PART.search(text.replace(name, " ")) or _BARE.search(text.replace(name, " "))
        number = read_number(found[1]) if found else None
        norm = self.within.get((id, number)) if number else None
        yield norm or id

    def _numbered(self, text: str) -> Iterator[str]:
        asked = _QUESTION.search(text) or _ASKED.search(text)
        if asked:
            yield from self._question(read_number(asked["issue"]), read_number(asked["number"]))
            return
        parts = {found["unit"]: read_number(found["number"]) for found in _PART.finditer(text)}
        if "节" in parts:
            parts.setdefault("项", parts.pop("节"))
        if parts.keys() & {"章", "项", "条"}:
            yield from self._parts(parts.get("章"), parts.get("项"), parts.get("条"))
        elif "期" in parts:
            yield from self._known(("bulletin", parts["期"] or 0), self.numbers)
        elif dated := _DATE.search(text):  # 3-14 typed into a cell becomes the 14th of March
            yield from self._question(int(dated[1]), int(dated[2]))
        elif bare := _bare_number(text.strip()):
            yield from self._bare_number(*map(read_number, bare.groups("")))

    def _parts(self, chapter: int | None, item: int | None, clause: int | None) -> Iterator[str]:
        """第3章, 第3章第2项, 第12条, 第2项第3条: the lowest, in the book or in its parent."""
        above: list[str] = list(self._known(("chapter", chapter), self.numbers))
        if item is not None:
            above = self._below("item", item, above, chapter is None)
        if clause is not None:
            above = self._below("clause", clause, above, item is None and chapter is None)
        yield from above

    def _below(self, kind: Series, number: int, above: list[str], alone: bool) -> list[str]:
        through = self.numbers.get((kind, number))
        inside = [id for root in above if (id := self.within.get((root, number)))]
        found = [id for id in inside if self.book.sections[id].kind == kind]
        if through and (alone or any(through in self.below[root] for root in above)):
            found.insert(0, through)
        # 第3章第12条, and the 12th is in another chapter: either may be the slip of the pen.
        return found or [*filter(None, [through]), *above]

    def _bare_number(self, a: int | None, b: int | None, c: int | None) -> Iterator[str]:
        if b is None:
            yield from self._known(("clause", a), self.numbers)
        elif c is None:
            if ("chapter", a) in self.numbers:
                yield from self._parts(a, b, None)
            if ("item", a) in self.numbers:
                yield from self._parts(None, a, b)
            yield from self._question(a, b)
        else:
            yield from self._parts(a, b, c)

    def _question(self, issue: int | None, number: int | None) -> Iterator[str]:
        for bulletin in self._known(("bulletin", issue), self.numbers):
            yield from self._known((bulletin, number), self.within)

    def _titled(self, place: str) -> Iterator[str]:
        pieces = _BRACKETS.split(half_width(place))
        for piece in [*pieces, *(word for part in pieces for word in part.split())]:
            words = _PART.sub("", re.sub(r"\s+", "", piece))
            for title in (_bare(piece), words, _WORD.sub("", words)):
                yield from self.titles.get(title, ())

    @staticmethod
    def _known(key: tuple[str, int | None], ids: dict[tuple[str, int], str]) -> tuple[str, ...]:
        id = ids.get((key[0], key[1])) if key[1] is not None else None
        return () if id is None else (id,)


def _bare_number(text: str) -> re.Match[str] | None:
    """The number that a text begins with: 十二 is one, 一线主题党日 begins with none."""
    found = _BARE.match(text)
    whole = found and (found[0].isascii() or found[0][0] == "第" or found.end() == len(text))
    return found if whole else None


def _bare(title: str) -> str:
    return re.sub(r"\s+", "", half_width(title))
