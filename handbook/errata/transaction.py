"""All or nothing over many files: a journal, and one command at a time.

What is to be written is first laid down beside the tree, new content and old, in
`.cache/journal/`. Renaming `journal.json` into place is the one moment at which a transaction
comes to be: before it nothing has changed, from then on what is missing can be made up for.
Then each file is replaced by a rename, and the journal is taken away. A command that was killed
in between is finished, or undone, by whichever command runs next: each calls `replay` first.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.errata import lock
from handbook.errata.journal import (
    FOLDER,
    JOURNAL,
    Kept,
    Write,
    digest,
    discard,
    find_target,
    give,
    has_all,
    journal_folder,
    list_pending,
    load_entries,
    prepare,
    read_file,
    settle,
)
from handbook.problems import InputError, problem

__all__ = ["Write", "commit", "exclusive", "replay"]

WAIT = 20.0
"""How many seconds a command waits for another that is writing."""


def commit(root: Path, writes: Iterable[Write]) -> None:
    """Make all writes, or none. The caller holds the lock (`exclusive`).

    Raises `InputError` where a file is no longer as it was read, or the disk refuses.
    """
    writes = sorted((w for w in writes if w.before != w.after), key=lambda w: w.path)
    if not writes:
        return
    for write in writes:
        if read_file(find_target(root, write.path)) != write.before:
            raise InputError([problem("write-changed", write.path)])
    folder = journal_folder(root) / secrets.token_hex(8)
    try:
        entries = prepare(root, folder, writes)
    except BaseException as error:
        with contextlib.suppress(OSError):
            discard(folder)
        raise _refusal(error) from None
    try:
        for entry in entries:
            give(root, folder, entry, "new")
        settle(root, entries)
    except BaseException as error:
        _undo(root, folder, entries, error)
        raise _refusal(error) from None
    with contextlib.suppress(OSError):  # the next command sees that nothing is left to do
        discard(folder)


def replay(root: Path) -> bool:
    """Finish, or undo, what a killed command left half done; whether there was anything.

    Raises `InputError` where that cannot be done, or another command is at work.
    """
    if not list_pending(root):
        return False
    with exclusive(root) as found:
        return found


@contextmanager
def exclusive(root: Path) -> Iterator[bool]:
    """Hold the tree's lock, with nothing left half done; gives whether there was anything.

    Raises `InputError` where another command holds it for longer than `WAIT`.
    """
    with lock.hold(journal_folder(root), f"{FOLDER}/lock", WAIT):
        yield _replay(root)


def _undo(root: Path, folder: Path, entries: list[Kept], cause: BaseException) -> None:
    """Give every file its old content back; if that fails too, the next command does it."""
    try:
        for entry in reversed(entries):
            give(root, folder, entry, "old")
        settle(root, entries)
        discard(folder)
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("write-unfinished", FOLDER, what=what)]) from cause


def _replay(root: Path) -> bool:
    """Deal with all journals that are there. The lock is held."""
    done = False
    try:
        for folder in list_pending(root):
            if (folder / JOURNAL).is_file():
                _replay_one(root, folder)
                done = True
            discard(folder)
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("write-unfinished", FOLDER, what=what)]) from None
    return done


def _replay_one(root: Path, folder: Path) -> None:
    """Finish a transaction where all that it needs is there, else undo it.

    A process that was killed while it undid a transaction has used up new contents, one killed
    while it made it has used up none but those that are in place: so what is there tells.
    """
    entries = load_entries(root, folder)
    now = {entry: digest(read_file(find_target(root, entry.path))) for entry in entries}
    old = [e for e in entries if now[e] == e.before]
    new = [e for e in entries if now[e] == e.after]
    if not old:
        return  # all is done; what has neither content was edited since
    if not new and not (len(old) == len(entries) and has_all(folder, old, "new")):
        return  # all is undone
    if len(old) + len(new) < len(entries):
        odd = next(e for e in entries if e not in old and e not in new)
        name = folder.relative_to(root).as_posix()
        raise InputError([problem("write-foreign", odd.path, folder=name)])
    if has_all(folder, old, "new"):
        for entry in old:
            give(root, folder, entry, "new")
    elif has_all(folder, new, "old"):
        for entry in new:
            give(root, folder, entry, "old")
    else:
        name = folder.relative_to(root).as_posix()
        raise InputError([problem("write-broken", name, folder=name)])
    settle(root, entries)


def _refusal(error: BaseException) -> BaseException:
    """A disk that refuses is the user's to mend; anything else stays what it is."""
    if not isinstance(error, OSError):
        return error
    name = Path(str(error.filename)).name if error.filename else FOLDER
    return InputError([problem("write-failed", name, what=error.strerror or str(error))])
