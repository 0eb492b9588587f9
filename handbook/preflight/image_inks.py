"""Which inks an image takes, and how much of them at most."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.preflight.open import decoded
from handbook.preflight.record import PROCESS
from handbook.preflight.shelf import Image
from handbook.preflight.space import Space

PIXELS = 250_000
"""Pixels of one image that are added up; of larger ones every so many."""
_OPAQUE = ("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode")
"""Filters that we cannot undo."""


@dataclass(frozen=True)
class ImageInks:
    """What an image takes."""

    names: frozenset[str]
    """Of inks; of an image that cannot be read, all that its space has."""
    most: float | None
    """Per cent of all inks together at the darkest place; None if it cannot be read."""


NONE = ImageInks(frozenset(), 0)


def read_inks(image: Image) -> ImageInks:
    """The inks of an image in a space of inks; nothing for RGB, which is not ink yet."""
    space = image.space
    if space.family == "indexed":
        inks = [colour.inks for colour in space.colours]
        names = frozenset(ink for found in inks for ink in found)
        return ImageInks(names, max((100 * sum(found.values()) for found in inks), default=0))
    if space.family == "grey":
        return ImageInks(frozenset("K"), 100)
    if space.family not in ("cmyk", "spot"):
        return NONE
    return _read(image, space)


def _read(image: Image, space: Space) -> ImageInks:
    names = space.names or PROCESS
    wide = len(names)
    whole = ImageInks(frozenset(names), 100 * wide if wide < 3 else None)
    stream = image.stream
    if stream is None or image.bits != 8 or "/Decode" in stream:
        return whole
    if any(name in _OPAQUE for name in image.filters):
        return whole
    data = decoded(stream)
    if data is None or len(data) < image.width * image.height * wide:
        return whole
    plates = [data[n::wide] for n in range(wide)]
    used = frozenset(name for name, plate in zip(names, plates, strict=True) if any(plate))
    step = max(1, len(plates[0]) // PIXELS)
    rows = zip(*(plate[::step] for plate in plates), strict=False)
    return ImageInks(used, max(map(sum, rows), default=0) / 2.55)
