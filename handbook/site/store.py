"""The pages of frozen editions once more in `.cache/`, for when `site/` is lost.

Nothing of a frozen edition but its short addresses depends on what comes after it.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

from handbook.site.record import PlaceRecord, Written, dump_record, load_record

_RECORD = "record"


def store(folder: Path, record: PlaceRecord, *sources: Path) -> None:
    """Keep a folder of the site; each of its files stands in the first of `sources` that has it."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for path in record.files:
            source = next(s for s in sources if (s / path).exists())
            _link(source / path, folder / "files" / path)
        kept = dataclasses.replace(record, short=b"", stamps={}, groups=dict(record.groups))
        kept.groups.pop("short", None)
        (folder / _RECORD).write_bytes(dump_record({"": kept}))
    except (OSError, StopIteration):  # what cannot be kept is made again
        shutil.rmtree(folder, ignore_errors=True)


def restore(folder: Path, quick: str, target: Path) -> PlaceRecord | None:
    """Put what was kept into a folder, if it is of the same; its record."""
    record = load_record(folder / _RECORD).get("")
    if record is None or record.quick != quick:
        return None
    try:
        files: dict[str, Written] = {}
        for path, written in record.files.items():
            _link(folder / "files" / path, target / path)
            stat = (target / path).stat()
            if (stat.st_size, stat.st_mtime_ns) != (written.size, written.mtime):
                raise OSError(path)
            files[path] = written
    except OSError:
        shutil.rmtree(target, ignore_errors=True)
        return None
    return record


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
