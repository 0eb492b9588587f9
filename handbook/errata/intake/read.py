"""Read a reply from the disk, in whatever form it came."""

from __future__ import annotations

import hashlib
from pathlib import Path

from handbook.errata.intake.archive import FILE_SIZE, recognise, refuse
from handbook.errata.intake.bring_in import Source
from handbook.errata.intake.cleaning import strip_invisible
from handbook.errata.intake.delimited import read_delimited
from handbook.errata.intake.packet import read_packet
from handbook.errata.intake.rows import read_rows
from handbook.errata.intake.word import read_word
from handbook.errata.intake.workbook import read_workbook

_TABLES = {"xlsx": read_workbook, "docx": read_word, "csv": read_delimited}


def read_reply(path: Path, default_unit: str = "") -> Source:
    """The suggestions of a file. Raises `InputError` for one that cannot be used.

    `default_unit` is whose they are where the file does not say.
    """
    name = strip_invisible(path.name)[0]
    try:
        if path.stat().st_size > FILE_SIZE:
            refuse("intake-size", name, size=FILE_SIZE >> 20)
        data = path.read_bytes()
    except OSError as error:
        refuse("intake-missing", name, what=error.strerror or str(error))
    if not data.strip():
        refuse("file-empty", name)
    return read_source(data, name, default_unit)


def read_source(data: bytes, name: str, default_unit: str = "") -> Source:
    """The suggestions of a file's bytes. Raises `InputError` for what cannot be used."""
    sha256 = hashlib.sha256(data).hexdigest()
    kind = recognise(data, name)
    if kind == "packet":
        packet = read_packet(data, name, default_unit)
        return Source(name, sha256, kind, packet.suggestions, edition=packet.edition)
    sheets = read_rows(_TABLES[kind](data, name), default_unit)
    suggestions = tuple(given for sheet in sheets for given in sheet.suggestions)
    unread = tuple(
        (strip_invisible(sheet.name)[0], sheet.unread) for sheet in sheets if sheet.unread
    )
    blank = sum(sheet.blank for sheet in sheets)
    if not suggestions and not any(sheet.headed for sheet in sheets):
        refuse("intake-heading", name)
    return Source(name, sha256, kind, suggestions, blank, unread)
