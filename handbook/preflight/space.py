"""Colour spaces and colours (ISO 32000-1, 8.6), as far as ink goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from handbook.preflight.open import clean_words, decoded, entry, number, numbers, resolve

Family = Literal["grey", "rgb", "cmyk", "lab", "spot", "indexed", "pattern", "unknown"]
_DEVICE: dict[str, Family] = {"/DeviceGray": "grey", "/DeviceRGB": "rgb", "/DeviceCMYK": "cmyk"}
_SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
"""Abbreviations of inline images (8.9.7)."""
_ICC: dict[int, Family] = {1: "grey", 3: "rgb", 4: "cmyk"}
_LABELS = {"grey": "Gray", "rgb": "RGB", "cmyk": "CMYK"}
_COMPONENTS: dict[Family, int] = {"grey": 1, "rgb": 3, "cmyk": 4, "lab": 3, "indexed": 1}
_PROCESS = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}
ALL = "All"
"""The name of a separation that prints on every plate (8.6.6.4)."""
DEPTH = 6
"""Spaces within spaces that are followed."""


@dataclass(frozen=True, eq=False)
class Space:
    """A colour space; the same object stands for the same space."""

    family: Family
    managed: bool = False
    """Whether a profile or CIE values say what its numbers mean: ICCBased, Cal…, Lab."""
    names: tuple[str, ...] = ()
    """Of the inks of a Separation or DeviceN space; process inks by their letter."""
    base: Space | None = None
    """What an Indexed space indexes, an uncoloured pattern is painted in, a spot stands for."""
    palette: bytes = b""
    """Of an Indexed space."""
    label: str = ""
    """As it is called in findings."""

    @property
    def count(self) -> int:
        """Components of a colour."""
        return len(self.names) if self.family == "spot" else _COMPONENTS.get(self.family, 0)

    @cached_property
    def colours(self) -> tuple[Colour, ...]:
        """Of an Indexed space, all colours of its palette in their order."""
        base, wide = self.base, self.base.count if self.base else 0
        if base is None or not wide:
            return ()
        starts = range(0, len(self.palette) - wide + 1, wide)
        rows = [tuple(byte / 255 for byte in self.palette[n : n + wide]) for n in starts]
        once = {row: Colour(base, row) for row in rows}
        return tuple(once[row] for row in rows)

    def colour_at(self, index: int) -> Colour:
        """Of an Indexed space, the colour of an index; one without parts where there is none."""
        return self.colours[index] if 0 <= index < len(self.colours) else Colour(self)


@dataclass(frozen=True, eq=False)
class Colour:
    """A colour in a space."""

    space: Space
    parts: tuple[float, ...] = ()
    """Empty where they are not known: a pattern, an image."""

    @cached_property
    def inks(self) -> dict[str, float]:
        """Inks that it needs, 0 to 1 each; empty for white, and for colours that are not inks."""
        family, parts = self.space.family, self.parts
        if family == "cmyk":
            found = dict(zip("CMYK", parts, strict=False))
        elif family == "grey":
            found = {"K": 1 - parts[0]} if parts else {}
        elif family == "spot":
            found = dict(zip(self.space.names, parts, strict=False))
        else:
            found = {}
        return {ink: amount for ink, amount in found.items() if amount > 0.0005}

    @cached_property
    def white(self) -> bool:
        """Whether it leaves the paper as it is."""
        family = self.space.family
        if not self.parts:
            return False
        if family in ("grey", "cmyk", "spot"):
            return not self.inks
        return family == "rgb" and min(self.parts) > 0.999

    @property
    def words(self) -> str:
        """As findings call it: DeviceRGB 0.2 0 0, or K 60 %."""
        if self.space.family in ("cmyk", "spot") or (
            self.space.family == "grey" and not self.space.managed
        ):
            shown = "  ".join(f"{ink} {amount:.0%}" for ink, amount in self.inks.items())
            return f"{self.space.label} {shown}".strip()
        return " ".join([self.space.label, *(f"{part:.3g}" for part in self.parts)])


GREY = Space("grey", label="DeviceGray")
RGB = Space("rgb", label="DeviceRGB")
CMYK = Space("cmyk", label="DeviceCMYK")
PATTERN = Space("pattern", label="Pattern")
UNKNOWN = Space("unknown", label="?")
BLACK = Colour(GREY, (0.0,))
_NAMED = {"/DeviceGray": GREY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK, "/Pattern": PATTERN}
_DEFAULTS = {"/DeviceGray": "/DefaultGray", "/DeviceRGB": "/DefaultRGB"}
"""What may stand in for a device space (8.6.5.6). Under a CMYK intent CMYK stays what it is."""


def read_space(value: Any, spaces: DictionaryObject, depth: int = 0) -> Space:
    """The space of a name or an array; `spaces` are those that resources name."""
    value = resolve(value)
    if depth > DEPTH:
        return UNKNOWN
    if isinstance(value, NameObject):
        name = _SHORT.get(value, str(value))
        stand_in = entry(spaces, _DEFAULTS.get(name, ""))
        if stand_in is not None:
            return read_space(stand_in, DictionaryObject(), depth + 1)
        if name in _NAMED:
            return _NAMED[name]
        inner = entry(spaces, name)
        return UNKNOWN if inner is None else read_space(inner, spaces, depth + 1)
    if not isinstance(value, ArrayObject) or not value:
        return UNKNOWN
    parts = [resolve(part) for part in value[:6]]
    kind = _SHORT.get(str(parts[0]), str(parts[0]))
    if len(parts) == 1:
        return read_space(parts[0], spaces, depth + 1)

    def inner_space(at: int) -> Space:
        return read_space(parts[at], spaces, depth + 1) if len(parts) > at else UNKNOWN

    if kind == "/ICCBased":
        family = _ICC.get(int(number(entry(parts[1], "/N"))), "unknown")
        return Space(family, True, label=f"ICCBased {_LABELS.get(family, '?')}")
    if kind in ("/CalGray", "/CalRGB", "/Lab"):
        cal: Family = "grey" if kind == "/CalGray" else "rgb" if kind == "/CalRGB" else "lab"
        return Space(cal, True, label=kind[1:])
    if kind in ("/Separation", "/DeviceN"):
        raw = parts[1] if isinstance(parts[1], ArrayObject) else [parts[1]]
        inks = tuple(_ink(resolve(name)) for name in raw[:32])
        return Space("spot", names=inks, base=inner_space(2), label=f"{kind[1:]}")
    if kind == "/Indexed":
        table = parts[3] if len(parts) > 3 else b""
        base = inner_space(1)
        return Space("indexed", base=base, palette=_bytes(table), label=f"Indexed {base.label}")
    if kind == "/Pattern":
        return Space("pattern", base=inner_space(1), label="Pattern")
    return _NAMED.get(kind, UNKNOWN)


def _ink(name: Any) -> str:
    text = clean_words(str(name).lstrip("/"))
    return _PROCESS.get(text, text)


def _bytes(table: Any) -> bytes:
    if isinstance(table, StreamObject):
        return (decoded(table) or b"")[:4096]
    if isinstance(table, ByteStringObject):
        return bytes(table)
    return table.original_bytes if isinstance(table, TextStringObject) else b""


def shading_colours(shading: Any, spaces: DictionaryObject) -> tuple[Colour, ...]:
    """Colours that a shading runs between (8.7.4.5); without parts where they are not told."""
    space = read_space(entry(shading, "/ColorSpace"), spaces)
    function = entry(shading, "/Function")
    each = [resolve(one) for one in function] if isinstance(function, ArrayObject) else [function]
    if len(each) > 1:  # one function a component
        ends = [list(_ends(one)) for one in each[:32]]
        if all(ends):
            low, high = ([f(*(row[0] for row in one)) for one in ends] for f in _EXTREMES)
            return Colour(space, tuple(low)), Colour(space, tuple(high))
        return (Colour(space),)
    found = list(_ends(each[0]))
    return tuple(Colour(space, row) for row in found) or (Colour(space),)


_EXTREMES: tuple[Callable[..., float], ...] = (lambda *x: min(x), lambda *x: max(x))


def _ends(function: Any, depth: int = 0) -> Iterable[tuple[float, ...]]:
    """Values that a function reaches at the ends of its parts (7.10)."""
    kind = number(entry(function, "/FunctionType"), -1)
    if kind == 2:
        yield numbers(entry(function, "/C0")) or (0.0,)
        yield numbers(entry(function, "/C1")) or (1.0,)
    elif kind == 3 and depth < DEPTH:
        parts = entry(function, "/Functions")
        for part in parts[:256] if isinstance(parts, ArrayObject) else ():
            yield from _ends(resolve(part), depth + 1)
    elif kind == 0 and number(entry(function, "/BitsPerSample")) == 8:
        wide = len(numbers(entry(function, "/Range"))) // 2
        data = decoded(function) or b""
        if wide:
            rows = {data[n : n + wide] for n in range(0, min(len(data), 4096) - wide + 1, wide)}
            yield from (tuple(byte / 255 for byte in row) for row in sorted(rows))
