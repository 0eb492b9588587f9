"""Results that take time to make, kept in `.cache/` by a hash of all that they were made of.

A result that is missing, damaged or made by another version of the code is made again: what is
kept here saves time and never decides anything.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from handbook.source.walk import read_bytes, walk_files

Kind = str
"""What a result is: a file's headings, its sections rendered, …"""
Row = tuple[Kind, str]
_T = TypeVar("_T")
_CHECK = 16
"""How many bytes of hash stand before a value, so that a damaged one is known."""
_RUN = 32
"""How many results are joined in one (`in_runs`)."""
_SPARE = 1.25
"""How many times as many rows as are in use may stand in the file: all of a kind are read."""


@functools.cache
def package_sha256() -> str:
    """A hash of all our own code, templates and scripts."""
    return folder_sha256(f"{Path(__file__).parent.parent}")


def folder_sha256(folder: str) -> str:
    """A hash of all files below a folder, but what Python has compiled; there may be none."""
    digest = hashlib.sha256()
    found = walk_files(folder) if os.path.isdir(folder) else ()  # noqa: PTH112
    files = sorted((name, e.path) for name, e in found if e.is_file() and name[-4:] != ".pyc")
    for name, path in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(read_bytes(path)).digest())
    return digest.hexdigest()


def key_of(*parts: object) -> str:
    """A key made of texts, numbers and tuples of them, for this version of the code."""
    digest = _seed().copy()
    digest.update(repr(parts).encode())  # tells a text from a number, and where each ends
    return digest.hexdigest()


@functools.cache
def _seed() -> hashlib.blake2b:
    return hashlib.blake2b(package_sha256().encode(), digest_size=16)


class Keep:
    """A shelf of results by kind and key; without a file it lasts as long as the process.

    May be used by several threads. `close` writes what is new; until then nothing is written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._found: dict[Row, bytes] = {}
        """What has been read from the file."""
        self._values: dict[Row, Any] = {}
        self._new: dict[Row, bytes] = {}
        self._used: dict[Kind, set[str]] = {}
        self._read: set[Kind] = set()
        self._db = _open(path) if path else None

    def preload(self, *kinds: Kind) -> None:
        """Read all results of some kinds at once."""
        with self._lock:
            for kind in kinds:
                if self._db is None or kind in self._read:
                    continue
                self._read.add(kind)
                query = "select key, value from kept where kind = ?"
                for key, value in self._select(query, (kind,)):
                    self._found[kind, key] = value

    def use(self, kind: Kind, keys: Iterable[str]) -> None:
        """Say that results are still needed, without asking for them."""
        self._used.setdefault(kind, set()).update(keys)

    def get(self, kind: Kind, key: str) -> Any:
        """A result, or None."""
        row = kind, key
        with self._lock:
            self.use(kind, [key])
            if row in self._values:
                return self._values[row]
            data = self._bytes(row)
            self._found.pop(row, None)
            if data is None:
                return None
            try:
                body = memoryview(data)[_CHECK:]
                if data[:_CHECK] != _check(body):
                    raise ValueError
                value = pickle.loads(body)
            except Exception:
                self._new.pop(row, None)
                return None
            self._values[row] = value
            return value

    def put(self, kind: Kind, key: str, value: Any, pickled: bytes | None = None) -> Any:
        """Keep a result and return it; `pickled` is what `pickle.dumps` gives for it, if known."""
        row = kind, key
        with self._lock:
            self.use(kind, [key])
            if value is not None:
                self._values[row] = value
                if self._db is None:
                    return value
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL) if pickled is None else pickled
            self._new[row] = _check(data) + data
        return value

    def made(self, kind: Kind, key: str, make: Callable[[], _T]) -> _T:
        """A result, made if it is not there."""
        found: _T | None = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def in_runs(
        self,
        kind: Kind,
        keys: Sequence[str],
        make: Callable[[int], _T],
        join: Callable[[list[_T]], _T],
    ) -> list[_T]:
        """Results that make a whole, many joined in one: where few differ, few are read.

        `make` gives the result of the key at a place.
        """
        runs = f"{kind} in runs"

        def run(start: int, mine: Sequence[str]) -> _T:
            each = enumerate(mine, start)
            return join([self.made(kind, key, partial(make, n)) for n, key in each])

        found = []
        for start in range(0, len(keys), _RUN):
            mine = keys[start : start + _RUN]
            found.append(self.made(runs, key_of(mine), partial(run, start, mine)))
        self.use(kind, keys)
        return found

    def close(self) -> None:
        """Write what is new and take out what has not been in use for long.

        A kind that nobody asked for stays: what pages are made of is asked for when one is made.
        """
        with self._lock:
            if self._db is None:
                return
            with contextlib.suppress(sqlite3.Error), self._db:
                rows = ((kind, key, value) for (kind, key), value in self._new.items())
                self._db.executemany("insert or replace into kept values (?, ?, ?)", rows)
                counts = dict(self._db.execute("select kind, count(*) from kept group by kind"))
                for kind, used in self._used.items():
                    if counts.get(kind, 0) > _SPARE * len(used) + 64:
                        self._forget(kind, used)
            self._found |= self._new
            self._new = {}
            self._db.close()
            self._db = None

    def _forget(self, kind: Kind, used: Collection[str]) -> None:
        """Take out what is not in use of a kind."""
        assert self._db is not None
        here = self._db.execute("select kind, key from kept where kind = ?", (kind,)).fetchall()
        old = [row for row in here if row[1] not in used]
        self._db.executemany("delete from kept where kind = ? and key = ?", old)

    def _bytes(self, row: Row) -> bytes | None:
        data = self._new.get(row) or self._found.get(row)
        if data is None and self._db is not None and row[0] not in self._read:
            query = "select value from kept where kind = ? and key = ?"
            data = next((value for (value,) in self._select(query, row)), None)
            if data is not None:
                self._found[row] = data
        return data

    def _select(self, query: str, values: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                yield from self._db.execute(query, tuple(values))


def _check(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECK).digest()


def _open(path: Path) -> sqlite3.Connection | None:
    """The file of results, made anew where it cannot be read; None where it cannot be at all."""
    for last in (False, True):
        db: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, timeout=5, check_same_thread=False)
            db.execute("pragma synchronous = off")  # a damaged value is known by its hash
            db.execute(
                "create table if not exists kept "
                "(kind text, key text, value blob, primary key (kind, key))"
            )
            return db
        except (sqlite3.Error, OSError):
            if db is not None:
                db.close()
            if not last:
                with contextlib.suppress(OSError):
                    path.unlink()
    return None
