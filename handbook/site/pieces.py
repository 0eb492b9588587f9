"""Files put together of many pieces: where few differ, the others are cut out of the old file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Layout(NamedTuple):
    """Where each piece stands in a file."""

    start: int
    """Of the first, in bytes."""
    keys: tuple[str, ...]
    """For each piece a hash of all that it was made of."""
    sizes: tuple[int, ...]


class Pieces:
    """The files of a folder that are put together so, and where their pieces stand."""

    def __init__(self, folder: Path | None = None, old: Mapping[str, Layout] | None = None) -> None:
        self._folder, self._old = folder, old or {}
        self.layouts: dict[str, Layout] = {}

    def join(
        self,
        path: str,
        before: bytes,
        keys: Sequence[str],
        make: Callable[[int], bytes],
        after: bytes,
    ) -> bytes:
        """A file of pieces with a comma between two; an empty one leaves nothing.

        `make` gives the piece of the key at a place; `before` and `after` stand around them.
        """
        standing = self._standing(path)
        pieces = [standing[key] if key in standing else make(n) for n, key in enumerate(keys)]
        self.layouts[path] = Layout(len(before), tuple(keys), tuple(map(len, pieces)))
        return b"".join((before, b",".join(filter(None, pieces)), after))

    def keep(self, path: str) -> None:
        """A file stays as it is."""
        if path in self._old:
            self.layouts[path] = self._old[path]

    def _standing(self, path: str) -> dict[str, bytes | memoryview]:
        """The pieces of the old file by their keys."""
        layout = self._old.get(path)
        if layout is None or self._folder is None:
            return {}
        data = memoryview((self._folder / path).read_bytes())
        found: dict[str, bytes | memoryview] = {}
        at = layout.start
        for key, size in zip(layout.keys, layout.sizes, strict=True):
            found[key] = data[at : at + size]
            at += size + (size > 0)
        return found
