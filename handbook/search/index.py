"""The index of an edition: its sections, folded into one text, and what a query may stand for."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.search.entry import Entry
from handbook.search.names import names_of
from handbook.search.pinyin import Pinyin
from handbook.search.tables import readings_of
from handbook.search.text import SEPARATOR, fold


@dataclass(frozen=True)
class Index:
    """All that is searched in one edition."""

    edition: str
    entries: tuple[Entry, ...]
    text: str
    """The entries' foldings, parted by line feeds."""
    title: str = ""
    """What the edition is called."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same."""
    terms: tuple[str, ...] = ()
    """Words known to matter: the keywords of the printed index."""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each entry starts in the text."""
        return tuple(entry.start for entry in self.entries)

    @cached_property
    def names(self) -> Mapping[str, tuple[int, ...]]:
        """The places of the entries by what they are called, folded."""
        found: dict[str, dict[int, None]] = {}
        for place, entry in enumerate(self.entries):
            for name in names_of(entry):
                found.setdefault(name, {})[place] = None
        found.pop("", None)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The synonyms, folded."""
        groups = (dict.fromkeys(filter(None, map(fold, group))) for group in self.synonyms)
        return tuple(tuple(group) for group in groups if len(group) > 1)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What few letters may mean and what is offered: titles, keywords, synonyms; folded."""
        found = [entry.folded_title for entry in self.entries]
        found += [*map(fold, self.terms), *(word for group in self.words for word in group)]
        return tuple(dict.fromkeys(filter(None, found)))

    @cached_property
    def pinyin(self) -> Pinyin:
        """How the text's characters are read."""
        return Pinyin(readings_of(self.text + "".join(self.phrases)))

    @cached_property
    def _wide(self) -> Sequence[int]:
        """The places in the text of characters beyond U+FFFF, which a browser counts as two."""
        return [i for i, char in enumerate(self.text) if char > "\uffff"]

    def unit(self, at: int) -> int:
        """A place in the text as a browser counts it, in UTF-16 code units."""
        return at + bisect_left(self._wide, at) if self._wide else at


def make_index(
    edition: str,
    entries: Iterable[Entry],
    title: str = "",
    synonyms: Iterable[Iterable[str]] = (),
    terms: Iterable[str] = (),
) -> Index:
    """Fold the entries into one text and note where each stands in it."""
    placed: list[Entry] = []
    texts: list[str] = []
    start = 0
    for entry in entries:
        texts.append(fold(entry.shown))
        end = start + len(texts[-1])
        placed.append(dataclasses.replace(entry, start=start, end=end))
        start = end + len(SEPARATOR)
    groups = tuple(tuple(group) for group in synonyms)
    return Index(edition, tuple(placed), SEPARATOR.join(texts), title, groups, tuple(terms))
