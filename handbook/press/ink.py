"""The second ink: process colour, or a spot ink (专色), which Typst does not have."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

SPACE = "/HandbookSpot"
_CMYK = re.compile(rb"(?<![\w.])" + rb"([\d.]+)\s+" * 4 + rb"([kK])(?!\w)")


@dataclass(frozen=True)
class Ink:
    """A second colour beside black."""

    name: str = ""
    """A spot ink's name as the print shop knows it, such as PANTONE 1805 C; empty: process."""
    cmyk: tuple[float, float, float, float] = (0, 100, 90, 35)
    """Per cent of cyan, magenta, yellow and black: the process mix, or what stands for the spot
    ink on screen."""


RED = Ink()
"""The one red (look.md: #9e1b1b) from magenta, yellow and black: 225 % ink in all."""


def name_spot(pdf: bytes, ink: Ink) -> bytes:
    """Every fill and stroke in the ink's process mix becomes the spot ink at full strength.

    The mix stays as what stands for the ink on screen: a Separation space over DeviceCMYK
    (ISO 32000-1, 8.6.6.4).
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    spot = _spot(tuple(part / 100 for part in ink.cmyk))
    space = writer._add_object(_separation(ink))
    for page in writer.pages:
        contents = page.get_contents()
        if contents is None:
            continue
        data = _CMYK.sub(spot, contents.get_data())
        stream = DecodedStreamObject()
        stream.set_data(data)
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        spaces = resources.setdefault(NameObject("/ColorSpace"), DictionaryObject()).get_object()
        spaces[NameObject(SPACE)] = space
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _spot(mix: tuple[float, ...]) -> Callable[[re.Match[bytes]], bytes]:
    """The replacement of an operator, if it sets the mix."""

    def replace(found: re.Match[bytes]) -> bytes:
        parts = [float(part) for part in found.groups()[:4]]
        # Typst keeps a colour's parts in eight bits.
        if any(abs(a - b) > 1 / 255 for a, b in zip(parts, mix, strict=True)):
            return found[0]
        name = SPACE.encode()
        return name + (b" cs 1 scn" if found[5] == b"k" else b" CS 1 SCN")

    return replace


def _separation(ink: Ink) -> ArrayObject:
    """The space, with a function from no ink (0) to the mix (1)."""
    function = DictionaryObject(
        {
            NameObject("/FunctionType"): NumberObject(2),
            NameObject("/Domain"): _numbers(0, 1),
            NameObject("/C0"): _numbers(0, 0, 0, 0),
            NameObject("/C1"): _numbers(*(part / 100 for part in ink.cmyk)),
            NameObject("/N"): NumberObject(1),
        }
    )
    name = NameObject("/" + ink.name)
    return ArrayObject([NameObject("/Separation"), name, NameObject("/DeviceCMYK"), function])


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)
