"""Change a file's bytes and nothing but what was matched.

The library reads every text with LF ends and without a BOM. Here a place in that text is found
again in the bytes: BOM, CR LF, lone CR, trailing spaces and a missing last line end stay as they
are, and new line ends are written as their neighbours are.
"""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass

_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Splice:
    """A run of a file's bytes and the bytes that take its place."""

    start: int
    """Offset in the file, in bytes."""
    old: bytes
    new: bytes

    def apply(self, data: bytes) -> bytes:
        """The bytes with the change made. Raises `ValueError` where `old` does not stand there."""
        end = self.start + len(self.old)
        if data[self.start : end] != self.old:
            raise ValueError("not the bytes that the change was planned on")
        return data[: self.start] + self.new + data[end:]

    def reverse(self) -> Splice:
        """The change that undoes this one, to the byte."""
        return Splice(self.start, self.new, self.old)


def plain_text(data: bytes) -> str:
    """The bytes as `handbook.source.read_text` reads them: LF ends, no BOM."""
    return _END.sub("\n", data.decode("utf-8-sig"))


def splice_text(data: bytes, start: int, old: str, new: str) -> Splice | None:
    """The bytes to change so that `old`, at `start` of the plain text, becomes `new`.

    Only the part in which the two differ is touched. None where that cannot be done: a deletion
    that would join a lone CR and an LF to one line end. Raises `ValueError` where `old` does not
    stand there.
    """
    raw = data.decode("utf-8")
    places = _Places(raw)
    if _END.sub("\n", raw[places.raw(start) : places.raw(start + len(old))]) != old:
        raise ValueError("not the text that the change was planned on")
    head = common_length(old, new)
    tail = common_length(old[head:][::-1], new[head:][::-1])
    low, high = places.raw(start + head), places.raw(start + len(old) - tail)
    written = _written(raw, low, high, new[head : len(new) - tail])
    if written is None:
        return None
    return Splice(len(raw[:low].encode()), raw[low:high].encode(), written.encode())


def common_length(a: str, b: str) -> int:
    """How many characters two texts have in common from their start on."""
    pairs = zip(a, b, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


class _Places:
    """Finds offsets of the plain text in the text as it is on disk."""

    def __init__(self, raw: str) -> None:
        self.bom = raw.startswith("\ufeff")
        self.pairs = [
            found.start() - self.bom - before
            for before, found in enumerate(re.finditer("\r\n", raw))
        ]
        """Where in the plain text those line ends stand that are two characters on disk."""

    def raw(self, offset: int) -> int:
        return offset + self.bom + bisect.bisect_left(self.pairs, offset)


def _written(raw: str, low: int, high: int, new: str) -> str | None:
    """`new` with its line ends as they are to be written between `raw[:low]` and `raw[high:]`."""
    ends = _END.findall(raw, low, high) or [_neighbour(raw, low, high)]
    pieces = new.split("\n")
    text, last = pieces[0], raw[low - 1 : low]
    if len(pieces) == 1 and not text and last == "\r" and raw[high : high + 1] == "\n":
        return None
    for place, piece in enumerate(pieces[1:]):
        end = ends[min(place, len(ends) - 1)]
        before = text[-1:] or last
        after = piece[:1] or (raw[high : high + 1] if place == len(pieces) - 2 else "")
        # Between a CR and an LF only the pair is an end of its own.
        if (end[0] == "\n" and before == "\r") or (end[-1] == "\r" and after == "\n"):
            end = "\r\n"
        text += end + piece
    return text


def _neighbour(raw: str, low: int, high: int) -> str:
    """The line end nearest to a place: the one before it, else the one after it, else LF."""
    before = max(raw.rfind("\n", 0, low), raw.rfind("\r", 0, low))
    if before >= 0:
        return "\r\n" if raw[before - 1 : before + 1] == "\r\n" else raw[before]
    found = _END.search(raw, high)
    return found[0] if found else "\n"
