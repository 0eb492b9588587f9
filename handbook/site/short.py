"""Write the short addresses: thousands of tiny files, each in a folder of its own."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.book.workers import end_with_parent
from handbook.site.record import SHORT, PlaceRecord, content_digest

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Files = Sequence[tuple[str, bytes]]
MANY = 2000
"""So many files are written by another process: it is the file system that takes the time."""


@dataclass(frozen=True)
class Short:
    """The short addresses of a folder of the site, against those that stand there."""

    key: str
    """A hash of all that they depend on."""
    digests: bytes
    """The hashes of their contents by their paths, pickled."""
    folders: tuple[str, ...]
    """Those of `SHORT` that have any."""
    changed: Files = ()
    """Those to be written."""
    gone: Sequence[str] = ()

    def note(self, record: PlaceRecord, old: PlaceRecord, stamp: int) -> bool:
        """Write them down in the folder's record; whether their folders shall bear a new time."""
        kept = not self.changed and not self.gone and old.stamps.keys() == set(self.folders)
        record.short = self.digests
        record.stamps = old.stamps if kept else dict.fromkeys(self.folders, stamp)
        record.groups["short"] = self.key, ()
        return not kept


def make_short(
    key: str, make: Callable[[], Iterable[tuple[str, bytes]]], old: PlaceRecord
) -> Short:
    """The short addresses that `make` gives, unless they are those of before."""
    if old.short and old.groups.get("short", ("", ()))[0] == key:
        return Short(key, old.short, tuple(old.stamps))
    before = old.all_short()
    files = list(make())
    digests = {path: content_digest(data) for path, data in files}
    changed = [(path, data) for path, data in files if before.get(path) != digests[path]]
    gone = [path for path in before if path not in digests]
    tops = {path.partition("/")[0] for path in digests}
    folders = tuple(name for name in SHORT if name in tops)
    return Short(key, pickle.dumps(digests, pickle.HIGHEST_PROTOCOL), folders, changed, gone)


class Writer:
    """Writes files beside the site, many of them while this process goes on."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._running: list[Future[None]] = []
        self._shared: dict[bytes, str] = {}
        """Where a content stands already, from this very build."""

    def write(self, roots: Sequence[Path], files: Files) -> None:
        """Write the same files below several folders; stored once where the system can."""
        names = [str(root) for root in roots]
        if len(files) < MANY:
            write_files(names, files, self._shared)
            return
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(1, initializer=end_with_parent)
        self._running.append(self._pool.submit(write_files, names, files))

    def wait(self) -> None:
        """Wait until all is written. Raises what went wrong."""
        for future in self._running:
            future.result()
        if self._pool is not None:
            self._pool.shutdown()


def write_files(roots: Sequence[str], files: Files, shared: dict[bytes, str] | None = None) -> None:
    """No call more than it takes: there are tens of thousands."""
    shared = {} if shared is None else shared
    made: set[str] = set()
    for path, data in files:
        folder = path.rpartition("/")[0]
        for root in roots:
            if (place := f"{root}/{folder}") not in made:
                made.add(place)
                try:
                    os.mkdir(place)  # noqa: PTH102
                except FileExistsError:
                    pass
                except FileNotFoundError:
                    os.makedirs(place)  # noqa: PTH103
        for root in roots:
            place = f"{root}/{path}"
            try:
                os.link(shared[data], place)
            except (KeyError, OSError):
                with open(place, "wb", buffering=0) as file:  # noqa: PTH123
                    file.write(data)
                shared[data] = place
