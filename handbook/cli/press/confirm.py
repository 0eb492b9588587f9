"""Confirm a printing: what it needs, and its entry in the edition."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.book import Book, Edition
from handbook.errata.transaction import commit
from handbook.messages import Language, say
from handbook.problems import InputError, problem

if TYPE_CHECKING:
    from handbook.press.interior import Run
    from handbook.press.pack import Pack
    from handbook.press.record import Volume


def check_confirmable(edition: Edition, volume: Volume, run: Run) -> None:
    """Raise `InputError` for a printing that cannot be recorded."""
    record = f"editions/{edition.id}/edition.yml"
    if any(row.id == run.printing for row in edition.runs(volume.folder)):
        raise InputError([problem("press-printing-taken", record, id=run.printing)])
    if not run.copies:
        raise InputError([problem("press-copies-missing", "--copies")])


def note_dropped(edition: Edition, volume: Volume, run: Run, lang: Language) -> None:
    """A later printing may carry less than the one before; that is seldom meant."""
    before = edition.runs(volume.folder)
    if not before or run.printing in {row.id for row in before}:
        return
    dropped = [id for id in before[-1].errata if id not in run.errata]
    if dropped:
        print(say("press-errata-dropped", lang, ids="、".join(dropped)), file=sys.stderr)


def confirm(
    options: argparse.Namespace,
    edition: Edition,
    volume: Volume,
    book: Book,
    run: Run,
    pack: Pack,
    folder: Path,
) -> None:
    """Record the printing in its edition, in one step. Raises `InputError` where that cannot be."""
    from handbook.book.records import with_records
    from handbook.press.pack import other_files
    from handbook.press.proving import plan_of
    from handbook.press.remember import map_name, printing_writes
    from handbook.proof import page_map, page_map_json

    other = other_files(folder, pack) if folder.is_dir() else []
    if other:
        names = "、".join(other)
        raise InputError([problem("press-pack-other", folder.name, names=names)])
    shown = with_records(book) if volume.is_record else book
    lines = page_map(pack.interior.pdf, shown, volume.folder, plan_of(shown, volume))
    data = page_map_json(lines)
    commit(options.root, printing_writes(options.root, edition, run, data, volume.folder))
    name = "" if volume.folder == "handbook" else f"{volume.folder} "
    values = {
        "printing": f"{name}{edition.id}/{run.printing}",
        "copies": str(run.copies),
        "lines": str(sum(map(len, lines.values()))),
        "path": f"editions/{edition.id}/{map_name(run.printing, volume.folder)}",
    }
    print(say("press-confirmed", options.lang, **values))
