"""Open an office file that a stranger sent: what it is, and whether it is safe to read.

A file is judged by its content, not by its name. Nothing in it is run, no address in it is
followed, and nothing is unpacked to the disk.
"""

from __future__ import annotations

import io
import zipfile
from typing import Literal, NoReturn
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from handbook.problems import InputError, Problem

Kind = Literal["xlsx", "docx", "csv", "packet"]
"""The forms in which a reply may come."""

FILE_SIZE = 32 << 20
"""Bytes of a file; the largest form that an office fills in by hand is far below."""
UNPACKED = 96 << 20
"""Bytes of all parts of an office file together: a zip bomb is one that promises more."""
PARTS = 2000
"""Parts of an office file."""

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_FOREIGN = ((_PDF, "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"{\\rtf", "RTF"))


def refuse(rule: str, name: str, **values: str | int) -> NoReturn:
    """The whole file cannot be used: one line that says why."""
    blanks = tuple((key, str(value)) for key, value in values.items())
    raise InputError([Problem(name, 1, rule, values=blanks)])


def recognise(data: bytes, name: str) -> Kind:
    """What a file is. Raises `InputError` for what is no reply, or not safe to read."""
    if len(data) > FILE_SIZE:
        refuse("intake-size", name, size=FILE_SIZE >> 20)
    if data.startswith(_OLE):
        _refuse_ole(data, name)
    foreign = next((form for magic, form in _FOREIGN if data.startswith(magic)), "")
    if foreign:
        refuse("intake-foreign", name, form=foreign)
    if data.startswith(_ZIP):
        return _office_kind(open_archive(data, name), name)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return "packet"
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        refuse("intake-unknown", name)
    return "csv"


def _refuse_ole(data: bytes, name: str) -> NoReturn:
    """The container of Office before 2007, which also wraps what has a password.

    Its streams are named in UTF-16 (MS-CFB, 2.6.1; MS-OFFCRYPTO, 2.3.4.4).
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        refuse("intake-password", name)
    word = "WordDocument".encode("utf-16-le") in data
    refuse("intake-old", name, old="doc" if word else "xls", new="docx" if word else "xlsx")


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The parts of an office file. Raises `InputError` before anything large is unpacked.

    What a part unpacks to is bounded by the size that the archive promises for it: `zipfile`
    stops there.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        refuse("intake-damaged", name)
    if any(part.flag_bits & 0x1 for part in parts):
        refuse("intake-password", name)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        refuse("intake-bomb", name, size=UNPACKED >> 20)
    return archive


def _office_kind(archive: zipfile.ZipFile, name: str) -> Kind:
    names = {part.lower() for part in archive.namelist()}
    macros = ("vbaproject.bin", "vbadata.xml")
    if name.lower().endswith((".xlsm", ".docm", ".xltm", ".dotm")) or any(
        part.endswith(macros) or "/macrosheets/" in part for part in names
    ):
        refuse("intake-macros", name)
    if "xl/workbook.bin" in names:
        refuse("intake-old", name, old="xlsb", new="xlsx")
    if any(part.startswith("xl/") for part in names):
        kind: Kind = "xlsx"
    elif any(part.startswith("word/") for part in names):
        kind = "docx"
    else:
        refuse("intake-unknown", name)
    _check_parts(archive, name)
    return kind


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """No part declares a document type, so none can have an entity, inside or out.

    A document type stands before the first element (XML 1.0, 2.8), so no more is read of a part.
    """
    for part in archive.namelist():
        if not part.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            with archive.open(part) as stream:
                for _ in iterparse(stream, events=("start",), forbid_dtd=True):
                    break
        except DefusedXmlException:
            refuse("intake-entity", name, part=part)
        except (ParseError, zipfile.BadZipFile, OSError, EOFError, ValueError, LookupError):
            refuse("intake-damaged", name)
