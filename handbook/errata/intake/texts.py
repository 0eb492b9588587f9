"""The texts that rows are about: the working text and frozen editions, each read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from handbook.book import Book, Edition, Section, read_book
from handbook.errata.intake.places import PlaceIndex
from handbook.errata.rules import NEXT
from handbook.problems import InputError, problem

_CLOSE = 24
"""Sections that share most pairs of characters with the words; the nearest are among them."""


@dataclass(frozen=True)
class Text:
    """One text with what makes its places and words quick to find."""

    edition: str
    """The edition's id, or `next`."""
    book: Book

    @cached_property
    def places(self) -> PlaceIndex:
        """Its sections by what a row may call them."""
        return PlaceIndex.of(self.book)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections, in reading order."""
        return tuple(self.book.sections.values())

    @cached_property
    def _pairs(self) -> dict[str, list[int]]:
        """For each pair of characters the sections that have it."""
        found: dict[str, list[int]] = {}
        for number, section in enumerate(self.sections):
            for pair in _pairs(section.source):
                found.setdefault(pair, []).append(number)
        return found

    def nearest(
        self, quoted: str, among: Sequence[Section], limit: int
    ) -> list[tuple[Section, str, float]]:
        """The sections most like the words, with the part of each that is and its score, of 100.

        Those named come first in a tie.
        """
        counts: dict[int, int] = {}
        for pair in _pairs(quoted):
            for number in self._pairs.get(pair, ()):
                counts[number] = counts.get(number, 0) + 1
        close = sorted(counts, key=lambda number: (-counts[number], number))[:_CLOSE]
        sections = {s.id: s for s in (*among[:_CLOSE], *(self.sections[n] for n in close))}
        likely = sorted(
            sections.values(), key=lambda s: -fuzz.partial_ratio(quoted, s.source)
        )  # by their sources: to render them all would take too long
        rated = []
        for section in likely[: 2 * limit]:
            whole = f"{section.title}\n{section.shown.text}"
            found = fuzz.partial_ratio_alignment(quoted, whole)
            if found and found.score:
                part = whole[found.dest_start : found.dest_end].strip()
                rated.append((section, part, round(found.score, 1)))
        return sorted(rated, key=lambda each: -each[2])[:limit]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


@dataclass
class Texts:
    """The texts of a project by what an erratum's `edition` may say."""

    draft: Book
    editions: Sequence[Edition]
    """The frozen ones, oldest first."""
    _read: dict[str, Text] = field(default_factory=dict)

    def default(self) -> str:
        """The text that a form is about which says nothing: the newest edition, or the draft."""
        return self.editions[-1].id if self.editions else NEXT

    def get(self, edition: str) -> Text:
        """A text by an edition's id or `next`. Raises `InputError` where there is none."""
        frozen = {each.id for each in self.editions}
        if edition == self.draft.settings.edition and edition not in frozen:
            edition = NEXT
        if edition not in self._read:
            self._read[edition] = Text(edition, self._book(edition))
        return self._read[edition]

    def _book(self, edition: str) -> Book:
        frozen = next((each for each in self.editions if each.id == edition), None)
        if frozen:
            own = frozen.settings(self.draft.settings)
            book, problems = read_book(self.draft.root / "editions" / edition, own, lazy=True)
            if errors := [p for p in problems if p.severity == "error"]:
                raise InputError(errors)
            return book
        if edition == NEXT:
            return self.draft
        known = "、".join([NEXT, *(each.id for each in self.editions)])
        raise InputError([problem("erratum-edition", "--edition", edition=edition, known=known)])

    def named(self, words: str) -> str:
        """The edition that a row's words name, such as 2018年版第1次印刷; empty if none."""
        known = sorted((each.id for each in self.editions), key=len, reverse=True)
        names = {each.title: each.id for each in self.editions if each.title}
        found = next((id for title, id in names.items() if title in words), "")
        return found or next((id for id in known if id in words), "")
