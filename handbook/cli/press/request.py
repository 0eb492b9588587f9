"""Which book of which edition is to be printed, and what its printing is."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from handbook.book import Book, Edition, PrintRun
from handbook.editions.shelf import Shelf
from handbook.problems import InputError, problem

if TYPE_CHECKING:
    from handbook.press.interior import Run
    from handbook.press.record import Volume


def find_edition(name: str, shelf: Shelf) -> Edition:
    """The frozen edition of that id. Raises `InputError`."""
    found = next((edition for edition in shelf.editions if edition.id == name), None)
    if found is None:
        known = "、".join(shelf.texts) or "—"
        raise InputError([problem("edition-unknown", "editions", edition=name, known=known)])
    return found


def find_volume(name: str, book: Book) -> Volume:
    """The book that is named, if it has any text."""
    from handbook.press.books import VOLUMES
    from handbook.press.records.books import record_volumes

    volumes = [volume for volume in VOLUMES if book.folder(volume.folder)]
    found = next((volume for volume in volumes if volume.folder == name), None)
    if found is None:
        volumes += record_volumes(book)
        found = next((volume for volume in volumes if volume.folder == name), None)
    if found is None:
        known = "、".join(volume.folder for volume in volumes)
        raise InputError([problem("press-book-unknown", "--book", book=name, known=known)])
    return found


def read_run(options: argparse.Namespace, edition: Edition, volume: Volume) -> Run:
    """The print run that the options ask for; what the edition's record says of it stands."""
    from handbook.press.interior import Run
    from handbook.press.remember import PRINTING

    known = edition.runs(volume.folder)
    printing = (options.printing or _next(known)).strip()
    if not PRINTING.fullmatch(printing):
        raise InputError([problem("press-printing-id", "--printing", id=printing)])
    date = _date(options.date)
    copies = _copies(options.copies)
    errata = None if options.errata is None else _ids(options.errata)
    recorded = next((row for row in known if row.id == printing), None)
    if recorded is not None:
        _check_recorded(recorded, date, copies, errata)
        date, copies, errata = recorded.printed, recorded.copies, recorded.errata
    elif options.confirm:
        date, copies, errata = _from_pack(options, edition, volume, printing, date, copies, errata)
    if date is None and (printing == "1" or volume.is_record):
        date = edition.published
    if date is None:
        raise InputError([problem("press-undated", "--date", printing=printing)])
    return Run(printing, date, copies or 0, errata or ())


def _next(known: Iterable[PrintRun]) -> str:
    numbers = [int(row.id) for row in known if row.id.isdecimal()]
    return str(max(numbers, default=0) + 1)


def _date(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError([problem("release-date", "--date", value=text)]) from None


def _copies(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.replace(",", "").strip()
    if not digits.isdecimal() or not 0 < int(digits) < 10**8:
        raise InputError([problem("press-copies", "--copies", value=text)])
    return int(digits)


def _ids(words: Iterable[str]) -> tuple[str, ...]:
    parts = (part for word in words for part in word.replace("，", ",").split(","))
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _check_recorded(
    row: PrintRun,
    date: datetime.date | None,
    copies: int | None,
    errata: tuple[str, ...] | None,
) -> None:
    """A printing that is out is what its record says: an option may repeat that, not change it."""
    given: Mapping[str, tuple[object, object]] = {
        "--date": (date, row.printed),
        "--copies": (copies, row.copies),
        "--errata": (errata and " ".join(sorted(errata)), " ".join(sorted(row.errata))),
    }
    wrong = [
        problem(
            "press-printing-other",
            option,
            id=row.id,
            option=option,
            recorded=there or "—",
            given=said,
        )
        for option, (said, there) in given.items()
        if said is not None and said != there
    ]
    if wrong:
        raise InputError(wrong)


def _from_pack(
    options: argparse.Namespace,
    edition: Edition,
    volume: Volume,
    printing: str,
    date: datetime.date | None,
    copies: int | None,
    errata: tuple[str, ...] | None,
) -> tuple[datetime.date | None, int | None, tuple[str, ...] | None]:
    """What the options leave open when a pack is confirmed is as its job ticket has it."""
    from handbook.press.pack import pack_path, read_job

    job = read_job(options.root / pack_path(edition.id, volume, printing))
    return (
        date or job.printed,
        copies if copies is not None else job.copies,
        errata if errata is not None else job.errata,
    )
