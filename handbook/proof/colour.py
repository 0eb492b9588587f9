"""How dark an ink is on white paper: 0 for black, 1 for the paper itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pypdf.generic import ArrayObject, StreamObject

Space = str
"""gray, rgb, cmyk; `ink` for a spot colour, `none` for one that is never printed."""
PAPER = 1.0
_BY_COUNT: dict[str, Space] = {"1": "gray", "3": "rgb", "4": "cmyk"}
_DEVICE: dict[str, Space] = {
    "/DeviceGray": "gray",
    "/CalGray": "gray",
    "/DeviceRGB": "rgb",
    "/CalRGB": "rgb",
    "/DeviceCMYK": "cmyk",
}


def read_space(value: Any) -> Space | None:
    """The kind of a colour space (ISO 32000-1, 8.6); None for one that no book of ours has."""
    if not isinstance(value, ArrayObject):
        return _DEVICE.get(str(value))
    family = str(value[0])
    if family == "/ICCBased":
        profile = value[1].get_object()
        return _BY_COUNT.get(str(profile["/N"])) if isinstance(profile, StreamObject) else None
    if family == "/Separation":
        return "none" if value[1] == "/None" else "ink"
    return _DEVICE.get(family)


def shade_of(space: Space, values: Sequence[float] | None) -> float:
    """The lightness of a colour; None for the values that a space starts with.

    Raises `ValueError` for more or fewer values than the space has.
    """
    if values is None:
        return PAPER if space == "none" else 0.0
    if space == "gray":
        (gray,) = values
        return gray
    if space == "rgb":
        red, green, blue = values
        return 0.299 * red + 0.587 * green + 0.114 * blue
    if space == "cmyk":
        cyan, magenta, yellow, key = values
        return (1 - key) * (1 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow)
    (tint,) = values
    return PAPER if space == "none" else 1 - tint
