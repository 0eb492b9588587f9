"""What content streams name in their resources, read once each."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight.open import (
    BROKEN,
    clean_words,
    decoded,
    dictionary,
    entry,
    filters,
    items,
    number,
    numbers,
)
from handbook.preflight.space import UNKNOWN, Space, read_space
from handbook.preflight.syntax import operations

_SUBSET = re.compile(r"/?[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Font:
    """A font as text is shown in it (ISO 32000-1, 9.5 to 9.10)."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    unicode: bool
    code: int
    """Bytes of a character code, at the least."""
    upright: bool
    """False for vertical writing."""
    glyphs: DictionaryObject | None = None
    """The procedures of a Type 3 font."""
    matrix: tuple[float, ...] = ()
    """A Type 3 font's own."""
    resources: DictionaryObject | None = None


@dataclass(frozen=True, eq=False)
class Image:
    """An image XObject, or one within a content stream (8.9)."""

    width: int
    height: int
    bits: int
    space: Space
    mask: bool = False
    """A stencil, painted in the current colour."""
    soft: bool = False
    """Whether it is see-through in parts."""
    stream: StreamObject | None = None
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Look:
    """What a graphics state parameter dictionary adds to a colour (8.4.5)."""

    overprint_fill: bool = False
    overprint_stroke: bool = False
    mode: int = 0
    """OPM: 1 leaves what lies below where a component is 0."""
    alpha_fill: float = 1
    alpha_stroke: float = 1
    blend: str = "/Normal"
    mask: bool = False

    @property
    def see_through(self) -> bool:
        """Whether it takes the transparent imaging model (11.3)."""
        blends = self.blend not in ("/Normal", "/Compatible")
        return blends or self.mask or min(self.alpha_fill, self.alpha_stroke) < 1


PLAIN = Look()


class Shelf:
    """Everything that was read of a file's resources."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, str, str], tuple[Any, Any]] = {}
        self._parsed: dict[int, tuple[Any, list[tuple[bytes, bytes]] | None]] = {}
        self._inline: dict[bytes, Image] = {}
        self._looks: dict[tuple[Any, ...], Look] = {}

    def read(
        self, resources: DictionaryObject, kind: str, name: str, reader: Callable[[Any], T]
    ) -> T | None:
        """What a name means in these resources; None if they do not have it."""
        key = (id(resources), kind, name)
        found = self._read.get(key)
        if found is None:
            value = entry(dictionary(resources, kind), name)
            # The objects are kept with what was read of them, so that no id is used twice.
            found = self._read[key] = (
                resources,
                None if value is None else self._once(value, kind, reader),
            )
        return found[1]

    def _once(self, value: Any, kind: str, reader: Callable[[Any], T]) -> T:
        """The same object read once, whatever it is called."""
        key = (id(value), kind, "")
        if key not in self._read:
            self._read[key] = (value, reader(value))
        return self._read[key][1]  # type: ignore[no-any-return]

    def parsed(self, stream: StreamObject) -> list[tuple[bytes, bytes]] | None:
        """A form's operations; None where it cannot be read."""
        if id(stream) not in self._parsed:
            data = decoded(stream)
            # A stream this long is not worth keeping as operations.
            rows = None if data is None or len(data) > 8_000_000 else list(operations(data))
            self._parsed[id(stream)] = (stream, rows)
        return self._parsed[id(stream)][1]

    def image(self, stream: StreamObject, spaces: DictionaryObject) -> Image:
        """An image XObject."""
        return self._once(stream, "image", lambda value: read_image(value, spaces))

    def inline(self, raw: bytes, spaces: DictionaryObject) -> Image:
        """An image within a content stream. Raises `ValueError` for what is no dictionary."""
        if raw not in self._inline:
            try:
                found = DictionaryObject.read_from_stream(io.BytesIO(b"<<" + raw + b">>"), None)
            except BROKEN as error:
                raise ValueError("BI") from error
            self._inline[raw] = read_image(found, spaces)
        return self._inline[raw]

    def look(self, before: Look, state: DictionaryObject) -> Look:
        """The look after a graphics state parameter dictionary."""
        fill = entry(state, "/op") if "/op" in state else entry(state, "/OP")
        values = (
            before.overprint_fill if fill is None else bool(fill),
            bool(entry(state, "/OP")) if "/OP" in state else before.overprint_stroke,
            int(number(entry(state, "/OPM"), before.mode)),
            number(entry(state, "/ca"), before.alpha_fill),
            number(entry(state, "/CA"), before.alpha_stroke),
            _blend(entry(state, "/BM"), before.blend),
            isinstance(entry(state, "/SMask"), DictionaryObject)
            if "/SMask" in state
            else before.mask,
        )
        if values not in self._looks:
            self._looks[values] = Look(*values)
        return self._looks[values]


def _blend(value: Any, before: str) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return before if value is None else str(value)


def read_font(value: Any) -> Font:
    """A font dictionary."""
    kind = str(entry(value, "/Subtype") or "").lstrip("/")
    inner = next(iter(items(value, "/DescendantFonts")), None) if kind == "Type0" else value
    descriptor = dictionary(inner, "/FontDescriptor")
    three = kind == "Type3"
    name = str(entry(value, "/BaseFont") or entry(value, "/Name") or "").lstrip("/")
    encoding = entry(value, "/Encoding")
    return Font(
        name=clean_words(name) or kind or "?",
        kind=clean_words(kind) or "?",
        embedded=three or any(isinstance(entry(descriptor, f), StreamObject) for f in _FILES),
        subset=three or bool(_SUBSET.match(name)),
        unicode=isinstance(entry(value, "/ToUnicode"), StreamObject) or _is_standard(encoding),
        code=2 if kind == "Type0" and _is_wide(encoding) else 1,
        upright=not str(encoding).endswith("V"),
        glyphs=dictionary(value, "/CharProcs") if three else None,
        matrix=numbers(entry(value, "/FontMatrix")) if three else (),
        resources=dictionary(value, "/Resources") if three else None,
    )


def _is_standard(encoding: Any) -> bool:
    """Whether the encoding itself says what its codes mean (9.10.2)."""
    return str(encoding) in ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")


def _is_wide(encoding: Any) -> bool:
    return str(encoding) in ("/Identity-H", "/Identity-V") or "UCS2" in str(encoding)


def read_image(value: Any, spaces: DictionaryObject) -> Image:
    """An image's dictionary, with long or short keys."""

    def get(long: str, short: str) -> Any:
        found = entry(value, long)
        return entry(value, short) if found is None else found

    mask = bool(get("/ImageMask", "/IM"))
    raw = get("/ColorSpace", "/CS")
    used = filters(value)
    space = read_space(raw, spaces) if raw is not None else UNKNOWN
    return Image(
        width=int(number(get("/Width", "/W"))),
        height=int(number(get("/Height", "/H"))),
        bits=1 if mask else int(number(get("/BitsPerComponent", "/BPC"), 8)),
        space=space,
        mask=mask,
        soft=isinstance(entry(value, "/SMask"), StreamObject)
        or number(entry(value, "/SMaskInData")) > 0,
        stream=value if isinstance(value, StreamObject) else None,
        filters=used or tuple(map(str, filters_short(value))),
    )


def filters_short(value: Any) -> list[str]:
    """Filters of an inline image."""
    found = entry(value, "/F")
    return [str(name) for name in (found if isinstance(found, list) else [found]) if name]
