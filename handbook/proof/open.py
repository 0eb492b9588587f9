"""Open a finished PDF: its pages read operator by operator, its annotations looked at."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from handbook.problems import InputError, problem
from handbook.proof.colour import Space, read_space
from handbook.proof.fonts import Face, entry, read_face
from handbook.proof.record import Kind
from handbook.proof.sheets import Sheet
from handbook.proof.stream import Resources, read_stream

_PLAIN_STATE: dict[str, tuple[Any, ...]] = {
    "/Type": ("/ExtGState",),
    "/ca": (1,),
    "/CA": (1,),
    "/BM": ("/Normal", "/Compatible"),
    "/SMask": ("/None",),
    "/AIS": (False,),
    "/SA": (True, False),
    "/OP": (True, False),
    "/op": (True, False),
    "/OPM": (0, 1),
}
"""Entries of a graphics state parameter dictionary that hide nothing (ISO 32000-1, table 58)."""
LIMIT = 5000
"""Pages that are read of one file."""


def read_sheets(pdf: bytes, name: str = "PDF") -> tuple[Sheet, ...]:
    """The pages of a file with a name, kept for who asks again: a pack wants certificate and map.

    Raises `InputError` where the file cannot be opened at all.
    """
    try:
        return _read_sheets(pdf)
    except Exception as error:  # a file from outside may break pypdf in any way
        what = str(error) or type(error).__name__
        raise InputError([problem("proof-file", name, what=what)]) from None


@lru_cache(maxsize=2)
def _read_sheets(pdf: bytes) -> tuple[Sheet, ...]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is our finding to tell
    reader = PdfReader(io.BytesIO(pdf))
    if reader.is_encrypted:
        raise ValueError("Encrypt")
    faces: dict[int, Face] = {}
    sheets = tuple(
        _read_sheet(index, page, faces) for index, page in enumerate(reader.pages[:LIMIT])
    )
    if not sheets:
        raise ValueError("0 pages")
    return sheets


def _read_sheet(index: int, page: PageObject, faces: dict[int, Face]) -> Sheet:
    resources = entry(page, "/Resources", DictionaryObject())

    def named(kind: str) -> DictionaryObject:
        return entry(resources, kind, DictionaryObject())  # type: ignore[no-any-return]

    contents = page.get_contents()
    reading = read_stream(
        contents.get_data() if contents is not None else b"",
        Resources(
            partial(_face, named("/Font"), faces),
            partial(_space, named("/ColorSpace")),
            partial(_is_plain, named("/ExtGState")),
            partial(_properties, named("/Properties")),
        ),
    )
    faults: list[tuple[Kind, str]] = [*reading.faults, *_annotations(page)]
    if entry(page, "/Rotate", 0) or entry(page, "/UserUnit", 1) != 1:
        faults.append(("unread", "/Rotate"))
    box = page.trimbox
    sides = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    return Sheet(index, sides, (*reading.runs,), (*reading.marks,), (*faults,))


def _face(fonts: DictionaryObject, faces: dict[int, Face], name: str) -> Face | None:
    if f"/{name}" not in fonts:
        return None
    raw = fonts.raw_get(f"/{name}")
    key = raw.idnum if isinstance(raw, IndirectObject) else -1
    if key not in faces or key < 0:
        faces[key] = read_face(raw.get_object())
    return faces[key]


def _space(spaces: DictionaryObject, name: str) -> Space | None:
    return read_space(entry(spaces, f"/{name}", f"/{name}"))


def _is_plain(states: DictionaryObject, name: str) -> bool:
    state = entry(states, f"/{name}", None)
    return isinstance(state, DictionaryObject) and all(
        state[key] in _PLAIN_STATE.get(key, ()) for key in state
    )


def _properties(properties: DictionaryObject, name: str) -> Mapping[str, Any]:
    values = entry(properties, f"/{name}", DictionaryObject())
    return {str(key).lstrip("/"): values[key] for key in values}


def _annotations(page: PageObject) -> Iterator[tuple[Kind, str]]:
    """Annotations that may lay ink over the page: all but links without a border."""
    for item in entry(page, "/Annots", ArrayObject()):
        note = item.get_object()
        kind = str(entry(note, "/Subtype"))
        if kind != "/Link" or "/AP" in note or _has_border(note):
            yield "annotation", f"{kind} {entry(note, '/Contents')}".strip()


def _has_border(note: DictionaryObject) -> bool:
    """A border is one point wide unless told otherwise (ISO 32000-1, 12.5.4)."""
    style = entry(note, "/BS", None)
    if style is not None:
        return bool(entry(style, "/W", 1))
    return bool(entry(note, "/Border", [0, 0, 1])[2])
