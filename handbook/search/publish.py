"""The index as files: for other programs as JSON, for browsers packed.

`search/index.json` (`handbook/schemas/search.schema.json`, format 1) holds all that is needed to
search as the site does but the entries: `folding`, how to fold a character; `readings`, `synonyms`,
`terms` and `ranking`, what else a word may stand for and what counts; and `files`, the names of the
files with the entries, in order. Of those each holds the `entries` of one page, as a reader sees
them, or those of the errata; it says nothing of its edition, so that editions share it.

*Folding.* Each character through `chars` or, where that lacks it: its compatibility
decomposition (NFKD), in lower case, characters of `same` and traditional ones (the values of
`forms`) replaced, those in the ranges `soft` left out. Then each of `joints` that is not between
two ASCII digits is left out.

`index.bin` and `index.js` are what a browser loads (`pack`), the texts beyond half a megabyte in
`index-2` and so on. A part depends on its own entries, and the first on the characters of all, so
that an edit changes no other; parts begin where a page begins, so that one seldom moves the others'
bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from handbook.book import dump_json
from handbook.search.entry import Entry
from handbook.search.index import Index
from handbook.search.pack import pack
from handbook.search.rules import rules_json
from handbook.search.tables import readings_of
from handbook.search.text import RULES, fold_char, fold_table, form_table

PART = 1 << 19
"""A file holds no more text than these bytes of UTF-8, so that no page freezes reading it."""


def index_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """The files of an index by their names below `search/`."""
    entries = index.entries
    pages = _by_page(entries)
    spans = plan_parts([[_size(entry) for entry in page] for page in pages])
    head = head_json(index)
    for n, (start, end) in enumerate(spans):
        about = part_head(index.edition, n, head if n == 0 else {}, len(spans))
        yield from part_files(n, about, start, entries[start:end], dict(enumerate(entries)))
    named: dict[str, dict[int, Entry]] = {}
    for place, entry in enumerate(entries):
        name = ERRATA if entry.kind == "erratum" else entries_name(entry.url)
        named.setdefault(name, {})[place] = entry
    yield head_file(head, list(named))
    for name, own in named.items():
        yield entries_file(name, own)


def part_files(
    n: int,
    about: Mapping[str, Any],
    start: int,
    part: Sequence[Entry],
    around: Mapping[int, Entry],
) -> Iterator[tuple[str, bytes]]:
    """The files of the `n`-th part, counted from 0, by their names.

    `start` is the place of its first entry among all; `around` has the entries above its own by
    their places.
    """
    name = f"index-{n + 1}" if n else "index"
    packed = pack(about, part, start, around)
    yield f"{name}.js", packed.script()
    yield f"{name}.bin", packed.gzip()


def head_file(head: Mapping[str, Any], names: Sequence[str]) -> tuple[str, bytes]:
    """`index.json`; `names` are those of the files with the entries."""
    return "index.json", dump_json({**head, "files": names}).encode()


def entries_file(name: str, entries: Mapping[int, Entry]) -> tuple[str, bytes]:
    """A file with entries by their places among all, those above each of them included."""
    own = {place: n for n, place in enumerate(entries)}
    rows = [entry_json(e) | {"parent": own.get(e.parent, -1)} for e in entries.values()]
    return f"{name}.json", dump_json({"format": 1, "entries": rows}).encode()


def entries_name(url: str) -> str:
    """The name, without ending, of the file with the entries of a page at an address."""
    page = url.partition("#")[0].removesuffix("/").removesuffix(".html")
    return f"entries/{page}"


ERRATA = "entries/errata"
"""The name of the file with all errata."""


def part_head(edition: str, n: int, head: Mapping[str, Any], count: int) -> dict[str, Any]:
    """What a part says beside its entries; only the first of `count` has the index's head."""
    if n:
        return {"format": 1, "edition": edition}
    return {**head, "more": [f"index-{each + 1}" for each in range(1, count)]}


def head_json(index: Index) -> dict[str, Any]:
    """What the index says beside its entries."""
    chars = set().union(*(entry.shown for entry in index.entries))
    return make_head(index.edition, index.title, chars, index.synonyms, index.terms)


def make_head(
    edition: str,
    title: str,
    chars: Iterable[str],
    synonyms: Sequence[Sequence[str]],
    terms: Sequence[str],
) -> dict[str, Any]:
    """The same from the characters of all entries alone."""
    words = "".join(word for group in synonyms for word in group) + "".join(terms)
    text = "".join(sorted({*chars, *words}))
    return {
        "format": 1,
        "edition": edition,
        "title": title,
        "folding": RULES | {"chars": fold_table(text), "forms": form_table(text)},
        "readings": readings_of("".join(map(fold_char, text))),
        "synonyms": [list(group) for group in synonyms],
        "terms": list(terms),
        "ranking": rules_json(),
    }


def index_json(index: Index) -> dict[str, Any]:
    """The head with the entries in it, in one."""
    return head_json(index) | {"entries": [entry_json(entry) for entry in index.entries]}


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry in the published shape."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "label": entry.label,
        "title": entry.title,
        "heading": entry.heading,
        "text": entry.text,
        "path": list(entry.path),
        "parent": entry.parent,
        "url": entry.url,
    }


def split_parts(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in their order, in parts of no more than `PART` bytes; one part at least."""
    spans = plan_parts([[_size(entry) for entry in page] for page in _by_page(entries)])
    return [list(entries[start:end]) for start, end in spans]


def plan_parts(pages: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Where each part starts and ends, from the sizes of the entries of each page."""
    starts = [0]
    place, room = 0, PART
    for sizes in pages:
        if sum(sizes) > room and place > starts[-1]:
            starts.append(place)
            room = PART
        for size in sizes:
            if size > room and place > starts[-1]:
                starts.append(place)
                room = PART
            room -= size
            place += 1
    return list(zip(starts, [*starts[1:], place], strict=True))


def _by_page(entries: Iterable[Entry]) -> list[list[Entry]]:
    pages: list[list[Entry]] = []
    for entry in entries:
        if entry.parent < 0 or not pages:
            pages.append([])
        pages[-1].append(entry)
    return pages


def _size(entry: Entry) -> int:
    return len(entry.shown.encode())
