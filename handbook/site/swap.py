"""Put what a build has laid down in the place of what stands in `site/`: all of it, or nothing.

What is new waits in `.cache/handbook/stage-*/`. Renaming that to `commit/` is the one moment at
which the change comes to be: before it nothing has changed, from then on what is missing can be
made up for. Then each file is renamed into its place, so that the cost is that of what changed. A
build that was killed in between is finished by whichever command runs next: each calls `finish`.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from handbook.errata import lock
from handbook.problems import InputError, problem

CACHE = Path(".cache", "handbook")
SITE = "site"
RECORD = "site.record"
"""The file in the cache that says what stands in `site/`; it is part of the change."""
WAIT = 600.0
"""How many seconds a command waits for a build."""
_JOURNAL, _TREE, _ASIDE = "journal.json", "tree", "aside"


def stage_folder(root: Path) -> Path:
    """An empty folder for the files of a build. The caller holds the lock (`building`).

    It has a name of its own: a process that a killed build has left may still be writing.
    """
    for old in (root / CACHE).glob("stage-*"):
        shutil.rmtree(old, ignore_errors=True)
    tree = root / CACHE / f"stage-{secrets.token_hex(8)}" / _TREE
    tree.mkdir(parents=True)
    return tree


def commit(
    root: Path,
    tree: Path,
    whole: Iterable[str],
    gone: Iterable[str],
    record: bytes,
    stamps: Mapping[str, int] | None = None,
) -> None:
    """Put what is in the stage's `tree` into `site/`. The caller holds the lock (`building`).

    The folders and files of `whole`, names in `site/`, take the place of what is there; the
    others are laid over it. What is `gone` is taken away. `record` says what stands there then.
    Folders of `stamps` bear these times when all is done, in nanoseconds.
    """
    stage = tree.parent
    shape = {"format": 2, "whole": sorted(whole), "gone": sorted(gone), "stamps": stamps or {}}
    (stage / RECORD).write_bytes(record)
    (stage / _JOURNAL).write_text(json.dumps(shape), encoding="utf-8")
    stage.replace(root / CACHE / "commit")
    _finish(root)


def finish(root: Path) -> bool:
    """Finish what a killed build left half done; whether there was anything.

    Raises `InputError` where another build is at work all the time, or the disk refuses.
    """
    if not (root / CACHE / "commit").is_dir():
        return False
    with building(root) as found:
        return found


@contextmanager
def building(root: Path) -> Iterator[bool]:
    """Hold the lock of `site/`, with nothing left half done; gives whether there was anything.

    Raises `InputError` where another build holds it for longer than `WAIT`.
    """
    folder = root / CACHE
    with lock.hold(folder, (CACHE / "lock").as_posix(), WAIT):
        found = (folder / "commit").is_dir()
        if found:
            _finish(root)
        yield found


def _finish(root: Path) -> None:
    """Do all of a commit that is not done yet. Each step may be done again."""
    try:
        _put(root, root / CACHE / "commit")
    except OSError as error:
        raise _refusal(error) from None


def _put(root: Path, folder: Path) -> None:
    site, tree, aside = root / SITE, folder / _TREE, folder / _ASIDE
    journal = folder / _JOURNAL
    if journal.is_file():
        shape = json.loads(journal.read_bytes())
        site.mkdir(exist_ok=True)
        aside.mkdir(exist_ok=True)
        for name in shape["whole"]:
            if (tree / name).exists():  # else it stands in its place already
                _set_aside(site / name, aside)
                (tree / name).rename(site / name)
        for name in shape["gone"]:
            _remove(site, name, aside)
        _lay_over(f"{tree}", f"{site}", aside)
        for name, time in shape.get("stamps", {}).items():
            with contextlib.suppress(FileNotFoundError):  # somebody took it away meanwhile
                os.utime(site / name, ns=(time, time))
        if (folder / RECORD).is_file():
            (folder / RECORD).replace(root / CACHE / RECORD)
        journal.unlink()
    shutil.rmtree(folder)


def _lay_over(tree: str, site: str, aside: Path) -> None:
    """Move what is in one folder over what is in another."""
    with os.scandir(tree) as entries:
        for entry in list(entries):
            target = f"{site}{os.sep}{entry.name}"
            if not entry.is_dir(follow_symlinks=False):
                if os.path.isdir(target):  # noqa: PTH112
                    _set_aside(Path(target), aside)
                os.replace(entry.path, target)  # noqa: PTH105
            elif os.path.isdir(target) and not os.path.islink(target):  # noqa: PTH112, PTH114
                _lay_over(entry.path, target, aside)
            else:
                _set_aside(Path(target), aside)
                os.rename(entry.path, target)  # noqa: PTH104


def _remove(site: Path, name: str, aside: Path) -> None:
    """Take a file or a folder away, and the folders that are empty then."""
    path = site / name
    if path.is_dir() and not path.is_symlink():
        _set_aside(path, aside)
    else:
        path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == site:
            break
        with contextlib.suppress(OSError):  # one that is not empty stays; one may be gone already
            parent.rmdir()


def _set_aside(path: Path, aside: Path) -> None:
    """Take what stands at a path away at once; it is removed when all is done."""
    if path.is_symlink() or path.exists():
        path.rename(aside / secrets.token_hex(8))


def _refusal(error: OSError) -> InputError:
    name = Path(str(error.filename)).name if error.filename else SITE
    return InputError([problem("write-failed", name, what=error.strerror or str(error))])
