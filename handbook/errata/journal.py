"""A journal on disk: what a transaction is to write, and what stood there before."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from handbook.problems import InputError, problem

FOLDER = ".cache/journal"
"""Where journals and the lock are, below the project's root; on its file system."""
JOURNAL = "journal.json"
_MANY = 200
"""Files from which on the whole disk is made to hold what is written, rather than each."""
_NAME = re.compile(r"[0-9a-f]{16}")
_KEPT = re.compile(r"\d{5}\.(?:new|old)|journal\.(?:json|tmp)")


def _nothing(what: str) -> None:
    """What happens before each write: nothing."""


step: Callable[[str], None] = _nothing
"""Called before each single change of the disk; the tests fail, or kill the process, here."""


@dataclass(frozen=True)
class Write:
    """One file's content before and after; None where there is no file."""

    path: str
    """Relative to the project's root, forward slashes."""
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Kept:
    """A file in a journal: its place and the hashes of both contents."""

    number: int
    path: str
    before: str | None
    after: str | None

    def kept(self, folder: Path, side: str) -> Path:
        """Where its new or old content lies until it is used."""
        return folder / f"{self.number:05d}.{side}"


def prepare(root: Path, folder: Path, writes: Iterable[Write]) -> list[Kept]:
    """Lay down both contents of every file; the transaction comes to be with the last step."""
    step("make folder")
    folder.mkdir()
    entries = []
    for number, write in enumerate(writes):
        entry = Kept(number, write.path, digest(write.before), digest(write.after))
        entries.append(entry)
        for side, data in (("new", write.after), ("old", write.before)):
            if data is not None:
                _lay_down(entry.kept(folder, side), data)
    paths = [entry.kept(folder, side) for entry in entries for side in ("new", "old")]
    _sync_files([path for path in paths if path.exists()])
    for entry in entries:
        if entry.before is not None:
            for side in ("new", "old"):  # last: it may forbid writing
                path = entry.kept(folder, side)
                if path.exists():
                    _match(path, find_target(root, entry.path))
    rows = [{"path": e.path, "before": e.before, "after": e.after} for e in entries]
    _lay_down(folder / "journal.tmp", json.dumps({"format": 1, "entries": rows}).encode())
    _sync_files([folder / "journal.tmp"])
    _sync_folder(folder)
    step("journal")
    (folder / "journal.tmp").replace(folder / JOURNAL)
    _sync_folder(folder)
    _sync_folder(folder.parent)
    return entries


def give(root: Path, folder: Path, entry: Kept, side: str) -> None:
    """Give a file its `new` or its `old` content, unless it has that already."""
    wanted = entry.after if side == "new" else entry.before
    target = find_target(root, entry.path)
    if digest(read_file(target)) == wanted:
        return
    step(f"{side} {entry.path}")
    if wanted is None:
        root.joinpath(*PurePosixPath(entry.path).parts).unlink()  # a link itself, not its end
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        entry.kept(folder, side).replace(target)


def has_all(folder: Path, entries: Iterable[Kept], side: str) -> bool:
    """Whether the content that each of the files is to get is there, and whole."""
    return all(
        wanted is None or digest(read_file(entry.kept(folder, side))) == wanted
        for entry in entries
        for wanted in [entry.after if side == "new" else entry.before]
    )


def load_entries(root: Path, folder: Path) -> list[Kept]:
    """A journal's files. What is not of our writing is refused: it may come with a tree."""
    try:
        data = json.loads((folder / JOURNAL).read_bytes())
        rows: list[dict[str, Any]] = data["entries"]
        entries = [Kept(i, r["path"], r["before"], r["after"]) for i, r in enumerate(rows)]
        for entry in entries:
            find_target(root, entry.path)
    except (ValueError, KeyError, TypeError, AttributeError):
        name = folder.relative_to(root).as_posix()
        raise InputError([problem("write-broken", name, folder=name)]) from None
    return entries


def find_target(root: Path, path: str) -> Path:
    """A file's real place. Raises `ValueError` for one that is hidden or out of the tree."""
    parts = PurePosixPath(path).parts
    if not parts or any(p.startswith(".") or set(p) & set("\\:/\0") for p in parts):
        raise ValueError(path)
    real = os.path.realpath(os.path.join(root, *parts))  # noqa: PTH118, five times as fast
    base = _real_root(root)
    if not real.startswith(os.path.join(base, "")):  # noqa: PTH118
        raise ValueError(path)
    return Path(real)


@functools.lru_cache(maxsize=4)
def _real_root(root: Path) -> str:
    return os.path.realpath(root)


def journal_folder(root: Path) -> Path:
    """The folder of journals. A link is not followed: replaying removes what lies there."""
    folder = root / FOLDER
    for place in (folder.parent, folder):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            name = place.relative_to(root).as_posix()
            raise InputError([problem("file-outside", name)])
    return folder


def list_pending(root: Path) -> list[Path]:
    """The folders of transactions that are not over."""
    if not (root / FOLDER).is_dir():
        return []
    return sorted(
        path
        for path in journal_folder(root).iterdir()
        if _NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    )


def discard(folder: Path) -> None:
    """Take a journal away; the file that makes it one goes first."""
    if not folder.is_dir():
        return
    names = sorted(path.name for path in folder.iterdir() if _KEPT.fullmatch(path.name))
    for name in sorted(names, key=lambda name: name != JOURNAL):
        step("discard")
        (folder / name).unlink()
    step("discard folder")
    folder.rmdir()


def _lay_down(path: Path, data: bytes) -> None:
    step(f"write {path.name}")
    with path.open("xb") as file:
        file.write(data)


def _match(path: Path, target: Path) -> None:
    """Give a file the permissions, and where that is allowed the owner, of another."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return
    path.chmod(stat.S_IMODE(found.st_mode))
    if sys.platform != "win32" and (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):
            os.chown(path, found.st_uid, found.st_gid)


def settle(root: Path, entries: Iterable[Kept]) -> None:
    """Make the renames last through a loss of power before the journal goes."""
    for folder in sorted({find_target(root, entry.path).parent for entry in entries}):
        _sync_folder(folder)


def _sync_files(paths: Sequence[Path]) -> None:
    """Have the disk hold what files hold; of thousands, all at once, whatever else waits."""
    if len(paths) > _MANY and sys.platform != "win32":
        os.sync()
        return
    for path in paths:
        with path.open("r+b") as file:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32" or not folder.is_dir():  # Windows has no such call for folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse
            os.fsync(handle)
    finally:
        os.close(handle)


def read_file(path: Path) -> bytes | None:
    """A file's bytes; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def digest(data: bytes | None) -> str | None:
    """The sha256 of a file's bytes; None where there is no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()
