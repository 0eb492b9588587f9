"""The fonts that a PDF embeds: what each code stands for, how wide it is, and how it looks."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from pypdf.generic import DictionaryObject, StreamObject

from handbook.proof.charstrings import inlined

Outline = tuple[tuple[str, tuple[Any, ...]], ...]
"""Moves, lines and curves in font units, as a pen of fontTools records them."""
SOFT_HYPHEN, HYPHEN = "\u00ad", "-"
"""A place where a word may be broken shows nothing; where it is, a hyphen is inked."""
IDENTITY = [1, 0, 0, 1, 0, 0]
THOUSANDTHS = [0.001, 0, 0, 0.001, 0, 0]
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


@dataclass(frozen=True, eq=False)
class Face:
    """One font of the file, as text uses it."""

    name: str
    """The PostScript name of the face, without the tag of a subset."""
    unicode: Mapping[int, str]
    """What each code stands for, by the font's ToUnicode."""
    widths: Mapping[int, float]
    """In thousandths of the em."""
    width: float
    """Of the codes that `widths` leaves out."""
    program: bytes = b""
    """The font program (CFF), empty where it is not one of the kind that our books have."""
    fault: str = ""
    """Why the font is not one that our books have."""
    outlines: dict[int, Outline | None] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Of the font program."""
        return hashlib.sha256(self.program).hexdigest()

    def glyph_program(self, code: int) -> bytes | None:
        """The charstring of a code, its subroutines in place; None where there is none."""
        try:
            string = _charstrings(self.digest, self.program)[f"cid{code:05d}"]
            return inlined(string)
        except Exception:  # a program from outside may break fontTools in any way
            return None

    def outline(self, code: int) -> Outline | None:
        """How a code looks; None where the program has no such glyph or it cannot be drawn."""
        return _outline(self.program, self.digest, code)


def read_face(font: DictionaryObject) -> Face:
    """A font of a page's resources; what is wrong with it is in `fault`."""
    name = str(entry(font, "/BaseFont")).lstrip("/")
    name = re.sub(r"^[A-Z]{6}\+", "", name).removesuffix("-Identity-H")
    unicode: dict[int, str] = {}
    try:
        if entry(font, "/Subtype") != "/Type0" or entry(font, "/Encoding") != "/Identity-H":
            return Face(name, {}, {}, 500.0, fault=str(entry(font, "/Subtype")))
        below = entry(font, "/DescendantFonts")[0].get_object()
        if isinstance(stream := entry(font, "/ToUnicode"), StreamObject):
            unicode = {
                code: text.replace(SOFT_HYPHEN, "") or HYPHEN
                for code, text in _to_unicode(stream.get_data())
            }
        program = entry(below["/FontDescriptor"], "/FontFile3")
        widths = dict(_widths(entry(below, "/W", [])))
        width = float(entry(below, "/DW", 1000))
        if entry(below, "/Subtype") != "/CIDFontType0" or not isinstance(program, StreamObject):
            return Face(name, unicode, widths, width, fault=str(entry(below, "/Subtype")))
        return Face(name, unicode, widths, width, program.get_data())
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        return Face(name, unicode, {}, 1000.0, fault=type(error).__name__)


def entry(dictionary: DictionaryObject, key: str, default: Any = "") -> Any:
    """A dictionary's value, followed where it is a reference."""
    if key not in dictionary:  # pypdf's `get` leaves a reference as it is
        return default
    return dictionary[key]


def _to_unicode(data: bytes) -> Iterator[tuple[int, str]]:
    """Codes and texts of a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    for found in _BLOCK.finditer(data):
        values: list[Any] = []
        inner: list[str] | None = None
        for item in _ITEM.finditer(found[2]):
            if item[2]:
                inner = []
            elif item[3]:
                values.append(inner)
                inner = None
            else:
                text = bytes(item[1]).decode("ascii")
                (values if inner is None else inner).append("".join(text.split()))
        if found[1] == b"bfchar":
            pairs = zip(values[::2], values[1::2], strict=True)
            yield from ((int(code, 16), _utf16(text)) for code, text in pairs)
            continue
        for low, high, first in zip(values[::3], values[1::3], values[2::3], strict=True):
            codes = range(int(low, 16), min(int(high, 16), 0xFFFF) + 1)
            if isinstance(first, list):
                yield from zip(codes, map(_utf16, first), strict=False)
            else:
                start = _utf16(first)
                for n, code in enumerate(codes):
                    yield code, start[:-1] + chr(ord(start[-1]) + n)


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _widths(rows: Iterable[Any]) -> Iterator[tuple[int, float]]:
    """Codes and widths of a W array (ISO 32000-1, 9.7.4.3)."""
    row = [item.get_object() for item in rows]
    at = 0
    while at + 1 < len(row):
        first, second = int(row[at]), row[at + 1]
        if isinstance(second, list):
            yield from ((first + n, float(width)) for n, width in enumerate(second))
            at += 2
        else:
            codes = range(first, min(int(second), 0xFFFF) + 1)
            yield from ((code, float(row[at + 2])) for code in codes)
            at += 3


@lru_cache(maxsize=16)
def _charstrings(digest: str, program: bytes) -> Any:
    """The charstrings of a CID-keyed CFF program by name; None where it scales or is none."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    top = fonts[0]
    scale = top.rawDict.get("FontMatrix", THOUSANDTHS)
    inner = [one.rawDict.get("FontMatrix", IDENTITY) for one in getattr(top, "FDArray", ())]
    if not hasattr(top, "ROS") or scale != THOUSANDTHS or any(m != IDENTITY for m in inner):
        return None
    return top.CharStrings


_drawn: dict[tuple[str, int], Outline | None] = {}


def _outline(program: bytes, digest: str, code: int) -> Outline | None:
    key = (digest, code)
    if key not in _drawn:
        if len(_drawn) > 100_000:
            _drawn.clear()
        try:
            strings = _charstrings(digest, program)
            pen = RecordingPen()
            # A CID names its glyph (ISO 32000-1, 9.7.4.2).
            strings[f"cid{code:05d}"].draw(pen)
            _drawn[key] = tuple(pen.value)
        except Exception:  # a program from outside may break fontTools in any way
            _drawn[key] = None
    return _drawn[key]
