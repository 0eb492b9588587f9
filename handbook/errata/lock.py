"""One command at a time: a lock on a file, which the system gives back whatever becomes of us."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from handbook.problems import InputError, problem

if sys.platform == "win32":
    import msvcrt

    def take(file: IO[bytes]) -> bool:
        """Take the lock on a file, if nobody holds it."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def release(file: IO[bytes]) -> None:
        """Give the lock back; the system does so too when the process ends."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import errno
    import fcntl

    def take(file: IO[bytes]) -> bool:
        """Take the lock on a file, if nobody holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A file system without locks: the check of each file's content is what is left.
            return error.errno not in (errno.EAGAIN, errno.EACCES)
        return True

    def release(file: IO[bytes]) -> None:
        """Give the lock back; the system does so too when the process ends."""
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)


@contextlib.contextmanager
def hold(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold a folder's lock, its file `lock`; `name` is what a reader is told of it.

    Raises `InputError` where another command holds it for longer than `wait` seconds, or the disk
    refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+b")
    except OSError as error:
        refused = Path(str(error.filename)).name if error.filename else name
        what = error.strerror or str(error)
        raise InputError([problem("write-failed", refused, what=what)]) from None
    with file:
        until = time.monotonic() + wait
        while not take(file):
            if time.monotonic() > until:
                raise InputError([problem("write-locked", name)])
            time.sleep(0.05)
        try:
            yield
        finally:
            release(file)
