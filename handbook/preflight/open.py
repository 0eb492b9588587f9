"""Open a PDF that may be anything, and reach into it without falling."""

from __future__ import annotations

import binascii
import contextlib
import io
import logging
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    StreamObject,
)

from handbook.preflight.record import Box
from handbook.problems import InputError, problem

BROKEN = (
    PyPdfError, RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    OSError, OverflowError, NotImplementedError, MemoryError, struct.error, zlib.error,
    binascii.Error,
)  # fmt: skip
"""What pypdf raises, in its way, on files that are not PDF as it should be."""
PAGES = 5000
"""Pages that are read of one file."""
WORDS = 160
"""Characters of what is quoted."""
STREAM = 64_000_000
"""Bytes that a stream may unfold to."""


class Complaints(logging.Handler):
    """What pypdf has to say about a file that it mends in reading."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the sentence instead of printing it."""
        if len(self.said) < 20:
            self.said[record.getMessage()] = None


@contextlib.contextmanager
def complaints() -> Iterator[Complaints]:
    """Hear pypdf out for a while."""
    logger, handler = logging.getLogger("pypdf"), Complaints()
    propagate, level = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)  # whoever read a PDF before may have made it quiet
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
        logger.setLevel(level)


def open_pdf(pdf: bytes, name: str) -> tuple[PdfReader, list[DictionaryObject], bool]:
    """The file, its pages, and whether there are more than are read.

    Raises `InputError` where it is no PDF, is encrypted (which ISO 15930-7 forbids) or damaged.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise InputError([problem("preflight-no-pdf", name)])
    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted:
            raise InputError([problem("preflight-encrypted", name)])
        count = len(reader.pages)
        pages: list[DictionaryObject] = [reader.pages[n] for n in range(min(count, PAGES))]
        if not pages:
            raise ValueError("no page")
    except BROKEN as error:
        what = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError([problem("preflight-damaged", name, what=what)]) from None
    return reader, pages, count > PAGES


def entry(holder: Any, key: str) -> Any:
    """What a dictionary has under a key, followed to the object itself; None for nothing."""
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return None
    try:
        return resolve(holder.raw_get(key))
    except BROKEN:
        return None


def resolve(value: Any) -> Any:
    """An object behind a reference, or behind references to references."""
    for _ in range(8):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        try:
            value = value.get_object()
        except BROKEN:
            return None
    return None


def dictionary(holder: Any, key: str) -> DictionaryObject:
    """A dictionary under a key; an empty one for anything else."""
    found = entry(holder, key)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def items(holder: Any, key: str) -> list[Any]:
    """The members of an array under a key; none for anything else."""
    found = entry(holder, key)
    return [resolve(item) for item in found] if isinstance(found, ArrayObject) else []


def number(value: Any, default: float = 0) -> float:
    """A number, or what stands for it."""
    value = resolve(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e9 else default
    return default


def numbers(values: Any) -> tuple[float, ...]:
    """The numbers of an array."""
    values = resolve(values)
    return tuple(number(value) for value in values) if isinstance(values, ArrayObject) else ()


def box(holder: Any, key: str) -> Box | None:
    """A rectangle (ISO 32000-1, 7.9.5), its corners put in order."""
    found = numbers(entry(holder, key))
    if len(found) != 4:
        return None
    x1, y1, x2, y2 = found
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def identity(holder: DictionaryObject, key: str) -> int:
    """The object number of what stands under a key; below 0 for what stands there itself."""
    raw = holder.raw_get(key)
    return raw.idnum if isinstance(raw, IndirectObject) else -id(raw)


def decoded(stream: Any) -> bytes | None:
    """A stream's bytes; None where they cannot be had, or unfold to too many."""
    if not isinstance(stream, StreamObject):
        return None
    try:
        data = stream.get_data()
    except BROKEN:
        return None
    return data if isinstance(data, bytes) and len(data) <= STREAM else None


def clean_words(words: str) -> str:
    """Words out of a file, fit to be shown.

    They are on one line, without controls, marks of direction, or what has no width.
    """
    shown = "".join(
        " " if char.isspace() else char
        for char in words[:400]
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join(shown.split())[:WORDS]


def filters(stream: Any) -> tuple[str, ...]:
    """The names of a stream's filters."""
    found = entry(stream, "/Filter")
    names = [resolve(name) for name in found] if isinstance(found, ArrayObject) else [found]
    return tuple(str(name) for name in names if name is not None)
