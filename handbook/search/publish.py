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
has the text's characters, the frequent first; `single` of them are one byte, the others two: the
`n`-th of those is `single + n // 256, n % 256`. *Why:* Chinese in UTF-8 takes three bytes a
character, and gzip, which sees bytes, leaves 37 % of it; of this code 28 %. Label (empty where
it is the title), title and text of each entry stand in order, each ended by U+0000.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from handbook.search.entry import Entry
from handbook.search.index import Index
from handbook.search.rules import rules_json
from handbook.search.text import RULES, fold_table, form_table

PART = 1 << 19
"""A file holds no more text than these bytes of UTF-8, so that no page freezes reading it."""
END = "\0"


def index_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """The files of an index by their names below `search/`."""
    parts = split_parts(index.entries)
    head = head_json(index) | {"more": [f"index-{n}" for n in range(2, len(parts) + 1)]}
    alphabet = make_alphabet(index.entries)
    start = 0
    for n, part in enumerate(parts, 1):
        name = f"index-{n}" if n > 1 else "index"
        about = head if n == 1 else {"format": 1, "edition": index.edition}
        shape = about | {"entries": [entry_json(entry) for entry in part]}
        text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"{name}.json", f"{text}\n".encode()
        yield f"{name}.js", f"self.handbookSearchPart={text};\n".encode()
        yield f"{name}.bin", pack(about, part, start, index.entries, alphabet)
        start += len(part)


def head_json(index: Index) -> dict[str, Any]:
    """What the index says beside its entries."""
    text = "".join(entry.shown for entry in index.entries)
    words = "".join(word for group in index.synonyms for word in group) + "".join(index.terms)
    return {
        "format": 1,
        "edition": index.edition,
        "title": index.title,
        "folding": RULES | {"chars": fold_table(text + words), "forms": form_table(text + words)},
        "readings": dict(index.pinyin.sounds),
        "synonyms": [list(group) for group in index.synonyms],
        "terms": list(index.terms),
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
    parts: list[list[Entry]] = [[]]
    room = PART
    for entry in entries:
        size = len(entry.shown.encode())
        if size > room and parts[-1]:
            parts.append([])
            room = PART
        parts[-1].append(entry)
        room -= size
    return parts


def pack(
    about: dict[str, Any],
    part: Sequence[Entry],
    start: int,
    entries: Sequence[Entry],
    alphabet: str,
) -> bytes:
    """A part for the browser; `start` is the place of its first entry among all `entries`."""
    kinds = list(dict.fromkeys(entry.kind for entry in part))
    pages = list(dict.fromkeys(_page(entry) for entry in part))
    single = single_codes(alphabet)
    columns = {
        "ids": [entry.id for entry in part],
        "kinds": kinds,
        "kind": [kinds.index(entry.kind) for entry in part],
        "pages": pages,
        # An address without the id as its fragment is told by a negative number.
        "page": [_page_code(entry, pages) for entry in part],
        "parent": [entry.parent for entry in part],
        "plain": [int(entry.heading == entry.title) for entry in part],
        "paths": {
            str(start + n): list(entry.path)
            for n, entry in enumerate(part)
            if entry.path != path_above(entry, entries)
        },
        "alphabet": alphabet if start == 0 else "",
        "single": single,
    }
    line = json.dumps(about | columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    codes = {char: _code(n, single) for n, char in enumerate(alphabet)}
    strings = (s.replace(END, "\ufffd") for entry in part for s in _strings(entry))
    body = b"".join(codes[char] for string in strings for char in string + END)
    return gzip.compress(line.encode() + b"\n" + body, 9, mtime=0)


def make_alphabet(entries: Sequence[Entry]) -> str:
    """All characters of the texts, the frequent first."""
    counts: Counter[str] = Counter(END + "\ufffd")
    for entry in entries:
        for string in _strings(entry):
            counts.update(string.replace(END, "\ufffd") + END)
    return "".join(sorted(counts, key=lambda char: (-counts[char], char)))


def single_codes(alphabet: str) -> int:
    """How many characters are one byte, so that there are bytes enough for all."""
    leads = 0
    while 256 - leads + 256 * leads < len(alphabet):
        leads += 1
    return 256 - leads


def path_above(entry: Entry, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The headings of the sections above."""
    path: list[str] = []
    while entry.parent >= 0:
        entry = entries[entry.parent]
        path.insert(0, entry.heading)
    return tuple(path)


def _code(n: int, single: int) -> bytes:
    if n < single:
        return bytes([n])
    lead, low = divmod(n - single, 256)
    return bytes([single + lead, low])


def _strings(entry: Entry) -> tuple[str, str, str]:
    label = "" if entry.label == entry.title else entry.label
    return label, entry.title, entry.text


def _page(entry: Entry) -> str:
    return entry.url.removesuffix(f"#{entry.id}")


def _page_code(entry: Entry, pages: Sequence[str]) -> int:
    place = pages.index(_page(entry))
    return place if entry.url.endswith(f"#{entry.id}") else -1 - place
