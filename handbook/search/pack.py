"""A part of the index as a browser loads it: `index.bin` over http, `index.js` where that is not.

A line of JSON, the entries in columns, and the texts in bytes. `index.bin` is that in gzip,
`index.js` a script with it in base64, for pages opened as files. Title and text of each
entry stand in order, each ended by U+0000. `alphabet` has what the bytes stand for, the frequent
first: the part's characters and its frequent runs of them. `single` of those are one byte, the
others two: the `n`-th of those is `single + n // 256, n % 256`.

*Why:* Chinese in UTF-8 takes three bytes a character, and gzip, which sees bytes, leaves 37 % of
it; of this code 25 %.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from handbook.search.entry import Entry

END = "\0"
ROUNDS, SEEN, RUNS = 4, 1 << 15, 60
"""How often pairs of symbols are made one; in how many characters of a part they are counted,
which are enough to know the frequent; and how many are made one at a time."""
LONG, FEW_ROUNDS, FEW_SEEN = 100_000, 2, 1 << 14
"""Beyond so many characters gzip has enough to learn from, and time matters more."""
FEWEST = 8
"""What stands there less often is not worth a place in the alphabet."""
PRIVATE = range(0xF0000, 0x10FFFE)
"""Unicode's private characters, one of which stands for a run while the text is coded."""
NUMBER = re.compile("[0-9]{1,9}(?=[^0-9]*$)")
"""The last number of a label."""


class Packed(NamedTuple):
    """A part for the browser."""

    line: bytes
    """All but the texts, its line feed included."""
    texts: bytes

    def gzip(self) -> bytes:
        """One member without a time; the line and the texts each with codes of their own."""
        gzip = zlib.compressobj(9, zlib.DEFLATED, 31)
        head = gzip.compress(self.line) + gzip.flush(zlib.Z_FULL_FLUSH)
        return head + gzip.compress(self.texts) + gzip.flush()

    def script(self) -> bytes:
        """Nothing in base64 could end a string or need to be escaped."""
        return b'self.handbookSearchPart="%s";\n' % base64.b64encode(self.line + self.texts)


def pack(
    about: Mapping[str, Any], part: Sequence[Entry], start: int, around: Mapping[int, Entry]
) -> Packed:
    """A part; `start` is its first entry's place among all, `around` has those above its own."""
    kinds = list(dict.fromkeys(entry.kind for entry in part))
    pages = {page: n for n, page in enumerate(dict.fromkeys(_page(entry) for entry in part))}
    text = "".join([f"{_whole(entry.title)}{END}{_whole(entry.text)}{END}" for entry in part])
    text, runs = join_runs(text)
    counts = Counter(f"{END}{text}")
    symbols = sorted(counts, key=lambda symbol: (-counts[symbol], symbol))
    single = single_codes(len(symbols))
    alphabet = [runs.get(symbol, symbol) for symbol in symbols]
    columns = {
        "ids": [entry.id for entry in part],
        "kinds": kinds,
        "kind": [kinds.index(entry.kind) for entry in part],
        "labels": list(_labels(part)),
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
    shape = {**_pack_tables(about, alphabet), **columns}
    line = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Latin-1 writes each character below U+0100 as the byte of that number.
    codes = {ord(symbol): _code(n, single) for n, symbol in enumerate(symbols)}
    return Packed(f"{line}\n".encode(), text.translate(codes).encode("latin-1"))


def join_runs(text: str) -> tuple[str, dict[str, str]]:
    """A text with its frequent runs of characters as one symbol each, and what each stands for.

    Where several stand, the longest is taken.
    """
    runs = frequent_runs(text)
    if not runs:
        return text, {}
    parts = _any_of(runs).split(text)
    counts = Counter(parts[1::2])
    free = (symbol for symbol in map(chr, PRIVATE) if symbol not in text)
    symbols = dict(zip((run for run in runs if counts[run] >= FEWEST), free, strict=False))
    parts[1::2] = [symbols.get(run, run) for run in parts[1::2]]
    return "".join(parts), {symbol: run for run, symbol in symbols.items()}


def frequent_runs(text: str) -> list[str]:
    """Runs of characters that are frequent in the first of a text.

    Pairs are made one as in byte pair encoding (Gage 1994), many at a time; no run goes beyond
    an end.
    """
    rounds, seen = (ROUNDS, SEEN) if len(text) <= LONG else (FEW_ROUNDS, FEW_SEEN)
    sample = list(text[:seen])
    runs: dict[str, None] = {}
    for _ in range(rounds):
        taken = {END}
        found: dict[tuple[str, str], str] = {}
        for pair, count in Counter(pairwise(sample)).most_common(3 * RUNS):
            if count < FEWEST or len(taken) > 2 * RUNS:
                break
            if taken.isdisjoint(pair):
                taken.update(pair)
                found[pair] = "".join(pair)
        runs |= dict.fromkeys(found.values())
        sample = _joined(sample, found)
    return list(runs)


def _joined(symbols: Sequence[str], found: Mapping[tuple[str, str], str]) -> list[str]:
    """Symbols with pairs made one; no two pairs share a symbol, so all go at once."""
    joined: list[str] = []
    last = ""
    for symbol in symbols:
        run = found.get((last, symbol))
        if run is None:
            joined.append(symbol)
            last = symbol
        else:
            joined[-1] = run
            last = ""
    return joined


def _any_of(runs: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some runs, the longest first; by first characters, which is quicker."""
    by_first: dict[str, list[str]] = {}
    for run in sorted(runs, key=len, reverse=True):
        by_first.setdefault(run[0], []).append(re.escape(run[1:]))
    each = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(f"({'|'.join(each)})")


def single_codes(count: int) -> int:
    """How many of so many symbols are one byte, so that there are bytes enough for all."""
    leads = 0
    while 256 - leads + 256 * leads < count:
        leads += 1
    return 256 - leads


def path_above(entry: Entry, around: Mapping[int, Entry]) -> tuple[str, ...]:
    """The headings of the sections above."""
    path: list[str] = []
    while entry.parent >= 0:
        entry = around[entry.parent]
        path.insert(0, entry.heading)
    return tuple(path)


def _pack_tables(about: Mapping[str, Any], alphabet: Sequence[str]) -> dict[str, Any]:
    """Readings and traditional forms, which only a first part has, in the alphabet's order.

    `known` has the characters that the alphabet lacks; `sounds` the syllables of each, `forms` its
    traditional ones.
    """
    if "readings" not in about:
        return dict(about)
    folding, readings = dict(about["folding"]), about["readings"]
    forms = folding.pop("forms")
    sounds: dict[str, list[str]] = {}
    for sound, chars in readings.items():
        for char in chars:
            sounds.setdefault(char, []).append(sound)
    own = [symbol for symbol in alphabet if len(symbol) == 1]
    known = "".join(sorted({*sounds, *forms} - set(own)))
    rest = {key: value for key, value in about.items() if key != "readings"}
    return {
        **rest,
        "folding": folding,
        "known": known,
        "sounds": " ".join(",".join(sounds.get(char, ())) for char in [*own, *known]),
        "forms": " ".join(forms.get(char, "") for char in [*own, *known]),
    }


def _labels(part: Sequence[Entry]) -> Iterator[int | str]:
    """0 where it is the title, 1 where it is the next after the last of that kind."""
    last: dict[str, str] = {}
    for entry in part:
        label = entry.label
        if label == entry.title:
            yield 0
            continue
        yield 1 if label == next_label(last.get(entry.kind, "")) else label
        last[entry.kind] = label


def next_label(label: str) -> str:
    """A label with its last number one higher, as wide: 问3-09 → 问3-10."""
    return NUMBER.sub(lambda match: str(int(match[0]) + 1).zfill(len(match[0])), label, count=1)


def _code(n: int, single: int) -> str:
    if n < single:
        return chr(n)
    lead, low = divmod(n - single, 256)
    return chr(single + lead) + chr(low)


def _whole(text: str) -> str:
    """A text without the character that ends one."""
    return text.replace(END, "\ufffd") if END in text else text


def _page(entry: Entry) -> str:
    return entry.url.removesuffix(f"#{entry.id}")


def _page_code(entry: Entry, pages: Mapping[str, int]) -> int:
    place = pages[_page(entry)]
    return place if entry.url.endswith(f"#{entry.id}") else -1 - place
