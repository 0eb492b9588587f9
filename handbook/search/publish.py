"""The index as files: for other programs as JSON, for browsers packed.

`search/index.json` (`handbook/schemas/search.schema.json`, format 1) holds all that is needed to
search as the site does: `entries`, each as a reader sees it; `folding`, how to fold a character;
`readings`, `synonyms`, `terms` and `ranking`, what else a word may stand for and what counts.
Of a text beyond half a megabyte it holds the first part; `more` names the files of the others.

*Folding.* Each character through `chars` or, where that lacks it: its compatibility
decomposition (NFKD), in lower case, characters of `same` and traditional ones (the values of
`forms`) replaced, those in the ranges `soft` left out. Then each of `joints` that is not between
two ASCII digits is left out.

`index.js` is the same as a script, for pages opened as files. `index.bin` is what a browser
loads over http: gzip of a line of JSON, the entries in columns, and the texts in bytes. `alphabet`
has the part's characters, the frequent first; `single` of them are one byte, the others two: the
`n`-th of those is `single + n // 256, n % 256`. *Why:* Chinese in UTF-8 takes three bytes a
character, and gzip, which sees bytes, leaves 37 % of it; of this code 28 %. Label (empty where
it is the title), title and text of each entry stand in order, each ended by U+0000.

A part depends on its own entries, and the first on the characters of all, so that an edit changes
no other; parts begin where a page begins, so that one seldom moves the others' bounds.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from handbook.search.entry import Entry
from handbook.search.index import Index
from handbook.search.rules import rules_json
from handbook.search.tables import readings_of
from handbook.search.text import RULES, fold_char, fold_table, form_table

PART = 1 << 19
"""A file holds no more text than these bytes of UTF-8, so that no page freezes reading it."""
END = "\0"


def index_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """The files of an index by their names below `search/`."""
    entries = index.entries
    spans = plan_parts([[_size(entry) for entry in page] for page in _by_page(entries)])
    for n, (start, end) in enumerate(spans):
        about = part_head(index.edition, n, head_json(index) if n == 0 else {}, len(spans))
        yield from part_files(n, about, start, entries[start:end], dict(enumerate(entries)))


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
    shape = {**about, "entries": [entry_json(entry) for entry in part]}
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    yield f"{name}.json", f"{text}\n".encode()
    yield f"{name}.js", f"self.handbookSearchPart={text};\n".encode()
    yield f"{name}.bin", pack(about, part, start, around)


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
    """The whole index in the published shape, in one."""
    return head_json(index) | {"more": [], "entries": [entry_json(e) for e in index.entries]}


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


def pack(
    about: Mapping[str, Any], part: Sequence[Entry], start: int, around: Mapping[int, Entry]
) -> bytes:
    """A part for the browser; `start` is the place of its first entry among all."""
    kinds = list(dict.fromkeys(entry.kind for entry in part))
    pages = {page: n for n, page in enumerate(dict.fromkeys(_page(entry) for entry in part))}
    text = "".join([f"{string}{END}" for entry in part for string in _strings(entry)])
    alphabet = make_alphabet(text)
    single = single_codes(alphabet)
    columns = {
        "ids": [entry.id for entry in part],
        "kinds": kinds,
        "kind": [kinds.index(entry.kind) for entry in part],
        "pages": list(pages),
        # An address without the id as its fragment is told by a negative number.
        "page": [_page_code(entry, pages) for entry in part],
        "parent": [entry.parent for entry in part],
        "plain": [int(entry.heading == entry.title) for entry in part],
        "paths": {
            str(start + n): list(entry.path)
            for n, entry in enumerate(part)
            if entry.path != path_above(entry, around)
        },
        "alphabet": alphabet,
        "single": single,
    }
    shape = {**about, **columns}
    line = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Latin-1 writes each character below U+0100 as the byte of that number.
    codes = {ord(char): _code(n, single) for n, char in enumerate(alphabet)}
    body = text.translate(codes).encode("latin-1")
    return gzip.compress(line.encode() + b"\n" + body, 9, mtime=0)


def make_alphabet(text: str) -> str:
    """All characters of a text, the frequent first."""
    counts = Counter(f"{END}\ufffd{text}")
    return "".join(sorted(counts, key=lambda char: (-counts[char], char)))


def single_codes(alphabet: str) -> int:
    """How many characters are one byte, so that there are bytes enough for all."""
    leads = 0
    while 256 - leads + 256 * leads < len(alphabet):
        leads += 1
    return 256 - leads


def path_above(entry: Entry, around: Mapping[int, Entry]) -> tuple[str, ...]:
    """The headings of the sections above."""
    path: list[str] = []
    while entry.parent >= 0:
        entry = around[entry.parent]
        path.insert(0, entry.heading)
    return tuple(path)


def _code(n: int, single: int) -> str:
    if n < single:
        return chr(n)
    lead, low = divmod(n - single, 256)
    return chr(single + lead) + chr(low)


def _strings(entry: Entry) -> tuple[str, str, str]:
    label = "" if entry.label == entry.title else entry.label
    return _whole(label), _whole(entry.title), _whole(entry.text)


def _whole(text: str) -> str:
    """A text without the character that ends one."""
    return text.replace(END, "\ufffd") if END in text else text


def _page(entry: Entry) -> str:
    return entry.url.removesuffix(f"#{entry.id}")


def _page_code(entry: Entry, pages: Mapping[str, int]) -> int:
    place = pages[_page(entry)]
    return place if entry.url.endswith(f"#{entry.id}") else -1 - place
