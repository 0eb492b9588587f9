"""The index: the folded text itself, and what a result shows of each section.

`search/index.json`, for other programs too, format 1:

- `entries`, one a section in reading order: `id`, `kind`, `label`, `title`, `path` (the headings
  above it), `url` (from the site's root, with the fragment), `heading` and `text` as a reader
  sees them, and `start` and `end` of their folding in the folded text, in UTF-16 code units;
- `text`: heading and text of each section folded, sections parted by a line feed. A folded query
  that stands in it is found;
- `folding`: how to fold a query. Each character through `chars` or, where that lacks it: its
  compatibility decomposition (NFKD), in lower case, characters of `same` replaced, those in the
  ranges `soft` left out. Then each of `joints` that is not between two ASCII digits is left out.

The span of a match in what is shown: fold `heading`, a line feed and `text`, and keep for each
character the one it came from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handbook.book import Book
from handbook.search.text import RULES, SEPARATOR, Folded, fold, fold_table, fold_with_places


@dataclass(frozen=True)
class Entry:
    """A section as the search knows it."""

    id: str
    kind: str
    label: str
    title: str
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    url: str
    heading: str
    """What stands over it: 第45条 and its title."""
    text: str
    """The text below the heading as a reader sees it."""
    start: int = 0
    """Where its folding starts in the index's text, in characters."""
    end: int = 0

    @property
    def shown(self) -> str:
        """Heading and text, which are searched as one."""
        return f"{self.heading}\n{self.text}"

    @cached_property
    def folded(self) -> Folded:
        """The folding of `shown` with the way back."""
        return fold_with_places(self.shown)

    @cached_property
    def folded_heading(self) -> str:
        """The folding of the heading alone."""
        return fold(self.heading)


@dataclass(frozen=True)
class Index:
    """All that is searched in one edition."""

    edition: str
    entries: tuple[Entry, ...]
    text: str
    """The entries' foldings, parted by line feeds."""

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each entry starts in the text."""
        return tuple(entry.start for entry in self.entries)

    @cached_property
    def names(self) -> Mapping[str, tuple[int, ...]]:
        """The places of the entries by what they are called: 第45条, 45条, the title; folded."""
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            names = (entry.label, entry.label.removeprefix("第"), entry.title)
            for name in dict.fromkeys(fold(name) for name in names):
                found.setdefault(name, []).append(place)
        return {name: tuple(places) for name, places in found.items()}


def build_index(book: Book) -> Index:
    """The index of everything in the Book that has an id, in reading order."""
    entries = (
        Entry(
            id=section.id,
            kind=section.kind,
            label=section.label,
            title=section.title,
            path=book.path_text(section),
            url=book.url(section.id),
            heading=section.heading_text,
            text=section.shown.text,
        )
        for section in book.sections.values()
    )
    return make_index(book.settings.edition, entries)


def make_index(edition: str, entries: Iterable[Entry]) -> Index:
    """Fold the entries into one text and note where each stands in it."""
    placed: list[Entry] = []
    texts: list[str] = []
    start = 0
    for entry in entries:
        texts.append(fold(entry.shown))
        end = start + len(texts[-1])
        placed.append(dataclasses.replace(entry, start=start, end=end))
        start = end + len(SEPARATOR)
    return Index(edition, tuple(placed), SEPARATOR.join(texts))


def index_json(index: Index) -> dict[str, Any]:
    """The index in the published shape."""
    entries, start = [], 0
    for entry in index.entries:
        shape = dataclasses.asdict(entry)
        end = start + _code_units(index.text[entry.start : entry.end])
        entries.append(shape | {"path": list(entry.path), "start": start, "end": end})
        start = end + len(SEPARATOR)
    chars = fold_table("".join(entry.shown for entry in index.entries))
    return {
        "format": 1,
        "edition": index.edition,
        "entries": entries,
        "text": index.text,
        "folding": RULES | {"chars": chars},
    }


def _code_units(text: str) -> int:
    """The length as JavaScript counts it: characters beyond U+FFFF are two."""
    return len(text) + sum(char > "\uffff" for char in text)
