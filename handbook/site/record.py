"""What the last build wrote into `site/` and of what, so that the next one writes what differs.

The record is no source of truth: where it is missing, damaged, of another version of the code, or
says something else than the files themselves, the folder concerned is built anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from handbook.site import pieces, watch
from handbook.site.pieces import Layout
from handbook.site.watch import Trace
from handbook.source.walk import walk_files

SHORT = ("c", "n")
"""The folders of short addresses: thousands of tiny files, known by their folder's time alone."""


class Written(NamedTuple):
    """A file of the site."""

    digest: bytes
    """Of its content."""
    size: int
    mtime: int
    """In nanoseconds; a file that anybody else wrote has another. 0 where nobody looks."""


class PageRecord(NamedTuple):
    """A page that was put together of a body and a shell."""

    given: bytes
    """A hash of what its template was given."""
    files: tuple[str, ...]
    """The source files whose text it shows or reads."""
    shell: str
    """The key of what stands around it."""
    titled: bool
    """Whether the body has a title."""
    path: str
    """The page's file below the folder of the site."""
    start: int
    """Where its body stands in that, in bytes; -1 where the theme did more than to put it in."""
    length: int


@dataclass
class PlaceRecord:
    """A folder of the site."""

    quick: str = ""
    """Of a frozen edition: a hash of all that its pages may depend on, quick to find."""
    base: dict[str, str] = field(default_factory=dict)
    """Hashes of what every page depends on: code, templates, settings, editions."""
    world: bytes = b""
    """A hash of all that pages may ask of the place but texts."""
    theme: str = ""
    """A hash of all that MkDocs' run depends on."""
    texts: dict[str, str] = field(default_factory=dict)
    """By source file, a hash of all that can be read of it."""
    pages: dict[str, PageRecord] = field(default_factory=dict)
    """By source, the pages."""
    rendered: dict[str, Trace] = field(default_factory=dict)
    """By source, what the pages asked that MkDocs renders itself."""
    groups: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """By name, the key of files that are made together, and their paths."""
    files: dict[str, Written] = field(default_factory=dict)
    """Every file by its path, short addresses left out."""
    stamps: dict[str, int] = field(default_factory=dict)
    """The times that the folders of short addresses bear, in nanoseconds: to add to one or to take
    away from it changes its time."""
    short: bytes = b""
    """The hashes of their contents by their paths, pickled: it is seldom asked for."""
    layouts: dict[str, Layout] = field(default_factory=dict)
    """By path, where the pieces of files stand that are put together."""
    traces: bytes = b""
    """By source, what each page asked of the place, pickled."""
    newer: dict[str, Trace] = field(default_factory=dict)
    """Traces that take the place of some in `traces`."""

    def all_traces(self) -> dict[str, Trace]:
        """What each page asked of the place."""
        old: dict[str, Trace] = pickle.loads(self.traces) if self.traces else {}
        return old | self.newer

    def all_short(self) -> dict[str, bytes]:
        """The hashes of the short addresses by their paths."""
        found: dict[str, bytes] = pickle.loads(self.short) if self.short else {}
        return found


def load_record(path: Path) -> dict[str, PlaceRecord]:
    """The record by folder of the site; empty where there is none to be trusted."""
    try:
        data = path.read_bytes()
        head = _head()
        digest, body = data[len(head) : len(head) + 32], data[len(head) + 32 :]
        if data[: len(head)] != head or hashlib.sha256(body).digest() != digest:
            return {}
        found: dict[str, PlaceRecord] = pickle.loads(body)
        return found
    except Exception:
        return {}


def dump_record(record: Mapping[str, PlaceRecord]) -> bytes:
    """The record as a file."""
    body = pickle.dumps(dict(record), pickle.HIGHEST_PROTOCOL)
    return _head() + hashlib.sha256(body).digest() + body


@functools.cache
def _head() -> bytes:
    """A hash of what the record is made of; every key in it names the version of all our code."""
    data = (Path(name).read_bytes() for name in (__file__, pieces.__file__, watch.__file__))
    return hashlib.sha256(b"\0".join([*data, sys.version.encode()])).hexdigest().encode()


def is_untouched(folder: Path, record: PlaceRecord, apart: tuple[str, ...] = SHORT) -> bool:
    """Whether the files of a folder are those that the record says, and no others.

    What is `apart` does not count; short addresses are known by their folders' times.
    """
    found = 0
    with contextlib.suppress(OSError):
        for path, entry in walk_files(f"{folder}", apart):
            written = record.files.get(path)
            stat = entry.stat(follow_symlinks=False)
            if written is None or (stat.st_size, stat.st_mtime_ns) != (written.size, written.mtime):
                return False
            found += 1
        return found == len(record.files) and (apart != SHORT or stamps(folder) == record.stamps)
    return False


def stamps(folder: Path) -> dict[str, int]:
    """The times of the folders of short addresses that are there."""
    found = {}
    for name in SHORT:
        with contextlib.suppress(FileNotFoundError):
            found[name] = os.stat(f"{folder}{os.sep}{name}").st_mtime_ns  # noqa: PTH116
    return found


class Outputs:
    """The files of a folder as they shall be; what differs from those there is laid down beside."""

    def __init__(
        self, stage: Path, old: PlaceRecord, shared: dict[bytes, str] | None = None
    ) -> None:
        self.stage = stage
        self._shared = {} if shared is None else shared
        """Files of other folders by the hash of their content: the same is stored once."""
        self.files: dict[str, Written] = {}
        self.changed: list[str] = []
        """The paths laid down."""
        self._old = old
        self._folders: set[str] = set()

    def put(self, path: str, data: bytes) -> bool:
        """A file's content; whether it differs from what stands there."""
        digest = content_digest(data)
        old = self._old.files.get(path)
        if old is not None and old.digest == digest:
            self.files[path] = old
            return False
        place = self._make_room(path)
        if not self._link(digest, place):
            with open(place, "wb", buffering=0) as file:  # noqa: PTH123, there are thousands
                file.write(data)
        self._note(path, digest, place)
        return True

    def take(self, path: str, source: Path) -> bool:
        """A file that stands elsewhere on the same file system; it is moved if it differs."""
        digest = content_digest(source.read_bytes())
        old = self._old.files.get(path)
        if old is not None and old.digest == digest:
            self.files[path] = old
            return False
        place = self._make_room(path)
        if not self._link(digest, place):
            os.replace(source, place)  # noqa: PTH105
        self._note(path, digest, place)
        return True

    def _link(self, digest: bytes, place: str) -> bool:
        """Store a file once that stands elsewhere already, where the file system can."""
        if (same := self._shared.get(digest)) is not None:
            with contextlib.suppress(OSError):
                os.link(same, place)
                return True
        return False

    def _note(self, path: str, digest: bytes, place: str) -> None:
        stat = os.stat(place)  # noqa: PTH116
        self.files[path] = Written(digest, stat.st_size, stat.st_mtime_ns)
        self._shared[digest] = place
        self.changed.append(path)

    def keep(self, path: str) -> None:
        """A file stays as it is."""
        self.files[path] = self._old.files[path]

    def gone(self) -> list[str]:
        """The files that stand there and shall not."""
        return [path for path in self._old.files if path not in self.files]

    def _make_room(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(f"{self.stage}{os.sep}{folder}", exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return f"{self.stage}{os.sep}{path}"


def content_digest(data: bytes) -> bytes:
    """A hash of a file's content."""
    return hashlib.blake2b(data, digest_size=16).digest()
