"""An incremental update: objects that are changed or new, appended to a PDF (ISO 32000-1, 7.5.6).

For files with a classic cross-reference table and without object streams, as Typst writes them.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import zlib
from collections.abc import Iterator

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(
    rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf][ \r]?\n?)+)trailer\n<<(.*?)>>\nstartxref", re.S
)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_ID = re.compile(rb"/ID\[\(([^()]*)\)")


class Update:
    """A PDF's objects, and what is to be written after them."""

    def __init__(self, pdf: bytes) -> None:
        """Raises `ValueError` for a file of another form."""
        self._pdf = pdf
        start = _START.search(pdf)
        table = _TABLE.match(pdf, int(start[1])) if start else None
        if start is None or table is None:
            raise ValueError("no classic cross-reference table")
        self._start = int(start[1])
        self._trailer = table[3]
        entries = [row.split() for row in table[2].splitlines()]
        self._offsets = {n: int(entry[0]) for n, entry in enumerate(entries) if entry[2] == b"n"}
        self._size = int(table[1])
        self._written: dict[int, bytes] = {}
        ends = sorted([*self._offsets.values(), self._start])
        self._ends = dict(itertools.pairwise(ends))
        root = _ROOT.search(self._trailer)
        if root is None:
            raise ValueError("no catalog")
        self.root = int(root[1])

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Number and body of each object as the file had them."""
        for number in self._offsets:
            yield number, self.body(number)

    def body(self, number: int) -> bytes:
        """What stands between `obj` and `endobj`."""
        start = self._offsets[number]
        head = b"%d 0 obj\n" % number
        raw = self._pdf[start : self._ends[start]]
        return raw.removeprefix(head).rstrip().removesuffix(b"endobj").rstrip()

    def replace(self, number: int, body: bytes) -> None:
        """Give an object another body."""
        self._written[number] = body

    def add(self, body: bytes) -> int:
        """A new object; its number."""
        number, self._size = self._size, self._size + 1
        self._written[number] = body
        return number

    def add_stream(self, attributes: str, data: bytes) -> int:
        """A new stream, compressed; its number."""
        packed = zlib.compress(data, 9)
        head = f"<<{attributes}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def bytes(self) -> bytes:
        """The file with its update. The same update of the same file has the same bytes."""
        parts = [self._pdf if self._pdf.endswith(b"\n") else self._pdf + b"\n"]
        at = len(parts[0])
        rows: list[tuple[int, int]] = []
        for number, body in sorted(self._written.items()):
            rows.append((number, at))
            text = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(text)
            at += len(text)
        parts.append(b"xref\n")
        for number, offset in rows:
            parts.append(b"%d 1\n%010d 00000 n \n" % (number, offset))
        digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
        info, first = _INFO.search(self._trailer), _ID.search(self._trailer)
        trailer = b"/Size %d/Root %d 0 R/Prev %d" % (self._size, self.root, self._start)
        trailer += info[0] if info else b""
        trailer += b"/ID[(%s)<%s>]" % (first[1], digest) if first else b""
        parts.append(b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, at))
        return b"".join(parts)
