"""Read front matter of the simplest form without a YAML parser: what registers of thousands have.

A line is a key with a plain word, a date, a list of words, or a list's item in braces. Whatever is
not surely just that is left to YAML, which reads the same of what is.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Starts with a Han character or bracket, with figures before it or without, and has nothing in it
# that YAML takes for a mark.
_INNER = "\u4e00-\u9fff0-9A-Za-z，。、；：？！“”‘’（）《》…—·％%./-"
HAN = rf"[0-9]{{0,9}}[\u4e00-\u9fff“《（](?:[{_INNER}]| (?=[^\s#]))*"
_SLUG = r"[a-z]+(?:-[a-z0-9]+)+"
_NAME = "next|technical|editorial|reported|held|accepted|incorporated|rejected|withdrawn"
_QUOTED = f'"[ {_INNER}]*"'
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WORD = f"(?:{HAN}|{_SLUG}|{_NAME}|{_QUOTED})"
_VALUE = rf"(?:{_WORD}|{_DATE}|\[{_WORD}(?:, {_WORD})*\])"
_KEY = "(?!(?:yes|no|on|off|true|false|null):)[a-z][a-z0-9_]*"
_ITEM = re.compile(r"  - \{([^{}]+)\}")
_ONLY_DATE = re.compile(_DATE)


@functools.cache  # these take longer to compile than most files to read
def _line() -> re.Pattern[str]:
    return re.compile(f"({_KEY}):(?: ({_VALUE}))?")


@functools.cache
def _pair() -> re.Pattern[str]:
    return re.compile(f"({_KEY}): ({_VALUE})(?:, |\\Z)")


@functools.cache
def _element() -> re.Pattern[str]:
    return re.compile(_WORD)


PLAIN = re.compile(f"{HAN}|{_SLUG}")
"""Text that YAML reads as it stands, in braces or out."""
FIRST = 2
"""The line of a file on which its front matter begins, below the first ---."""
ITEMS = "history"
"""The one key whose value is items, a line each below it."""


class Lines(Mapping[str, int]):
    """The line of each key and item, `history[2].by[1]`, counted as the file counts: the front
    matter begins on the second. Made out when one is asked for, which mostly none is."""

    def __init__(self, text: str) -> None:
        self.text = text

    @functools.cached_property
    def _lines(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        items = 0
        for number, line in enumerate(self.text.split("\n"), FIRST):
            if item := _ITEM.fullmatch(line):
                items += 1
                _note(lines, f"{ITEMS}[{items}]", _read_pairs(item[1]), number)
            elif found := _line().fullmatch(line):
                _note(lines, found[1], _read(found[2]), number)
        return lines

    def __repr__(self) -> str:
        return f"Lines({self.text!r})"  # a template may show it: the same in every process

    def __getitem__(self, key: str) -> int:
        return self._lines[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@dataclass(frozen=True)
class Plain:
    """What was read, and where."""

    data: dict[str, Any]
    lines: Lines


@functools.lru_cache(maxsize=1)  # whoever asks for the lines has just had the data read
def read_plain(text: str) -> Plain | None:
    """The front matter's data, or None where it is not of the simplest form."""
    data: dict[str, Any] = {}
    key = ""
    try:
        for line in text.removesuffix("\n").split("\n"):
            item = _ITEM.fullmatch(line)
            if item and key == ITEMS:
                data[ITEMS].append(_read_pairs(item[1]))
                continue
            found = _line().fullmatch(line)
            if found is None or found[1] in data or (found[1] == ITEMS and found[2]):
                return None
            key = found[1]
            data[key] = [] if key == ITEMS else _read(found[2])
    except ValueError:  # pairs of another form, or an impossible date
        return None
    return Plain(data, Lines(text)) if data.get(ITEMS, True) else None


def _read_pairs(text: str) -> dict[str, Any]:
    """The pairs in an item's braces. Raises `ValueError` where there is anything else."""
    pairs: dict[str, Any] = {}
    at = 0
    while at < len(text):
        found = _pair().match(text, at)
        if found is None or found[1] in pairs:
            raise ValueError(text)
        pairs[found[1]] = _read(found[2])
        at = found.end()
    return pairs


def _read(text: str | None) -> Any:
    if text is None:
        return None
    if text[0] == "[":
        return [word.strip('"') for word in _element().findall(text)]
    return datetime.date.fromisoformat(text) if _ONLY_DATE.fullmatch(text) else text.strip('"')


def _note(lines: dict[str, int], name: str, value: Any, number: int) -> None:
    """Note the line of a key or an item, and of all that stands in its braces or brackets."""
    lines[name] = number
    if isinstance(value, dict):
        for key, inner in value.items():
            _note(lines, f"{name}.{key}", inner, number)
    elif isinstance(value, list):
        lines.update((f"{name}[{place}]", number) for place in range(1, len(value) + 1))
