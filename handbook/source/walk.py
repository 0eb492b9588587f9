"""Walk folders: there are thousands of files, so that paths are texts."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator


def walk_files(
    folder: str, apart: Collection[str] = (), below: str = ""
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder by its path with forward slashes; names `apart` are left out.

    A link to a folder counts as a file.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if not below and entry.name in apart:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from walk_files(entry.path, apart, f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}", entry


def markdown_files(folder: str, apart: Collection[str] = ()) -> list[tuple[str, os.DirEntry[str]]]:
    """The Markdown files below a folder in the order of their names; none where there is none."""
    if not os.path.isdir(folder):  # noqa: PTH112
        return []
    found = [each for each in walk_files(folder, apart) if each[0].endswith(".md")]
    return sorted(found, key=lambda each: each[0].split("/"))


def read_bytes(path: str) -> bytes:
    """What is in a file, with no more calls than it takes."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()
