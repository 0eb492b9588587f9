"""A printing enters its edition: a row below the lock of `edition.yml`, and its page map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from handbook.book import Edition, dump_json
from handbook.book.editions import lock_sha256
from handbook.errata.transaction import Write
from handbook.errata.write import scalar
from handbook.press.interior import Run
from handbook.problems import InputError, problem

_KEY = re.compile(rb"^printings:[ \t]*(?P<rest>[^\n]*)\n?", re.MULTILINE)
PRINTING = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,15}")
"""Ids of printings: they are file names and stand in addresses."""


def map_name(printing: str, book: str = "handbook") -> str:
    """Where a printing's page map is, relative to the edition's folder: printings/1.json; of a
    book beside the handbook in a folder of its own, printings/bulletins/1.json."""
    return (
        f"printings/{printing}.json" if book == "handbook" else f"printings/{book}/{printing}.json"
    )


def printing_writes(
    root: Path, edition: Edition, run: Run, page_map: Mapping[str, Any], book: str = "handbook"
) -> tuple[Write, Write]:
    """What the confirmation of a book's printing writes. All above `printings:` stays as it is.

    Raises `InputError` where the edition has that printing already, or its record cannot be added
    to.
    """
    record = f"editions/{edition.id}/edition.yml"
    if any(row.id == run.printing for row in edition.runs(book)):
        raise InputError([problem("press-printing-taken", record, id=run.printing)])
    before = (root / record).read_bytes()
    after = add_row(before, printing_row(run, book))
    if after is None or lock_sha256(after) != edition.lock_sha256:
        raise InputError([problem("press-record-form", record)])
    place = f"editions/{edition.id}/{map_name(run.printing, book)}"
    path = root / place
    old = path.read_bytes() if path.is_file() else None
    return Write(record, before, after), Write(place, old, dump_json(page_map).encode())


def printing_row(run: Run, book: str = "handbook") -> str:
    """A printing as one line of YAML (design: Edition); a book beside the handbook is named."""
    errata = ", ".join(f'"{id}"' for id in run.errata)
    parts = (
        *([f"book: {book}"] if book != "handbook" else []),
        f'id: "{run.printing}"',
        f"printed: {run.printed.isoformat()}",
        f"copies: {run.copies}",
        f"errata: [{errata}]",
        f"map: {scalar(map_name(run.printing, book))}",
    )
    return "{" + ", ".join(parts) + "}"


def add_row(data: bytes, row: str) -> bytes | None:
    """The record with a row at its end; None where `printings` is not a list of rows there."""
    found = _KEY.search(data)
    end = b"\r\n" if b"\r\n" in data else b"\n"
    if found is None:
        head, rows = data.rstrip(b"\r\n") + end, b""
    else:
        head, rows = data[: found.start()], data[found.end() :]
        inline = found["rest"].partition(b"#")[0].strip()
        try:
            listed = yaml.safe_load(data[found.start() :])
        except (yaml.YAMLError, ValueError):
            return None
        if not isinstance(listed, dict) or list(listed) != ["printings"]:
            return None  # another key below would stand outside of the lock
        if inline and listed["printings"]:
            return None
        if inline:
            rows = b""
    if rows.strip() and not rows.endswith(b"\n"):
        rows += end
    return head + b"printings:" + end + rows + f"  - {row}".encode() + end
