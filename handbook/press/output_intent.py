"""The output condition that a print shop names: a CMYK profile, and what a PDF says of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from handbook.problems import InputError, problem
from handbook.source import Settings
from handbook.source.document import is_inside

REGISTRY = "http://www.color.org"
"""The ICC's registry of characterized printing conditions."""
LARGEST = 16_000_000
"""Bytes; the profiles of print shops have half a million to three."""


@dataclass(frozen=True)
class Profile:
    """An ICC profile of a printing condition."""

    data: bytes
    name: str
    """What the profile calls itself."""
    condition: str = ""
    """The name of its printing condition in the ICC's registry."""

    @property
    def identifier(self) -> str:
        """What the job ticket and the output intent call the condition."""
        return self.condition or self.name


def read_profile(root: Path, settings: Settings) -> Profile | None:
    """The profile that `print.profile` names; None where it names none.

    Raises `InputError` for a file that is missing, outside of the project or no CMYK output
    profile. An absolute path is the machine's own and is taken as it is.
    """
    name = settings.print.profile.strip()
    if not name:
        return None
    path = root / name
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise InputError([problem("press-profile-missing", "mkdocs.yml", path=name)])
    if not Path(name).is_absolute() and not is_inside(root, name.replace("\\", "/")):
        raise InputError([problem("file-outside", name)])
    data = path.read_bytes()
    # ICC.1, 7.2: size, class `prtr` at 12, colour space at 16, signature `acsp` at 36.
    good = len(data) >= 132 and data[36:40] == b"acsp" and data[12:20] == b"prtrCMYK"
    if not good or int.from_bytes(data[:4], "big") != len(data):
        raise InputError([problem("press-profile-kind", "mkdocs.yml", path=name)])
    return Profile(data, _description(data) or path.stem, settings.print.condition.strip())


def _description(data: bytes) -> str:
    """The tag `desc`: ASCII of version 2 or the first record of version 4 (ICC.1, 9.2.41)."""
    count = int.from_bytes(data[128:132], "big")
    for at in range(132, min(132 + 12 * count, len(data) - 12), 12):
        tag, start, size = struct.unpack_from(">4sII", data, at)
        if tag != b"desc":
            continue
        text = data[start : start + size]
        if text[:4] == b"desc":
            length = int.from_bytes(text[8:12], "big")
            return text[12 : 12 + length].rstrip(b"\0").decode("ascii", "replace").strip()
        if text[:4] == b"mluc" and len(text) >= 28:
            length, offset = struct.unpack_from(">II", text, 20)
            return text[offset : offset + length].decode("utf-16-be", "replace").strip("\0 ")
    return ""


def add_output_intent(writer: PdfWriter, profile: Profile) -> None:
    """Give a PDF its one output intent, the profile embedded (ISO 15930-7, 6.2.2)."""
    stream = DecodedStreamObject()
    stream.set_data(profile.data)
    packed = stream.flate_encode()
    packed[NameObject("/N")] = NumberObject(4)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFX"),
            NameObject("/OutputConditionIdentifier"): TextStringObject(profile.identifier),
            NameObject("/Info"): TextStringObject(profile.name),
            NameObject("/DestOutputProfile"): writer._add_object(packed),
        }
    )
    if profile.condition:
        intent[NameObject("/RegistryName")] = TextStringObject(REGISTRY)
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([writer._add_object(intent)])
