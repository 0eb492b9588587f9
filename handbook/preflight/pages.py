"""A file's pages: their boxes, and what they ink."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from handbook.preflight.image_inks import ImageInks, read_inks
from handbook.preflight.marks import Matrix, Trace
from handbook.preflight.open import box, decoded, dictionary, entry, items, number, numbers, resolve
from handbook.preflight.record import MM, Box, Finding, Limits, Rule, Severity
from handbook.preflight.shelf import Image, Shelf
from handbook.preflight.space import Colour, read_space
from handbook.preflight.state import State, six
from handbook.preflight.syntax import operations
from handbook.preflight.walk import BudgetError, Walker

CONTENTS = 300_000_000
"""Bytes of content streams that are read of one file."""
ANNOTATIONS = 2000
"""Annotations that are looked at on one page."""
HIDDEN = 0b10
PRINTED = 0b100
"""Flags of an annotation (ISO 32000-1, 12.5.3)."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page."""

    number: int
    """From 1."""
    dictionary: DictionaryObject
    media: Box
    trim: Box | None
    """As the page itself says; so the other boxes."""
    bleed: Box | None
    crop: Box | None
    art: Box | None
    trace: Trace

    @property
    def trimmed(self) -> Box:
        """What is left after trimming (ISO 32000-1, 14.11.2)."""
        return self.trim or self.art or self.crop or self.media

    @property
    def bled(self) -> Box:
        """What is printed before trimming."""
        return self.bleed or self.media

    @property
    def margin(self) -> float:
        """Millimetres of bleed on the side that has least."""
        trim, bleed = self.trimmed, self.bled
        sides = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        return min(sides) / MM

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after trimming in millimetres."""
        trim = self.trimmed
        return (trim[2] - trim[0]) / MM, (trim[3] - trim[1]) / MM

    def finding(
        self,
        rule: Rule,
        measured: str = "",
        expected: str = "",
        box: Box | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding on this page; `box` in points of default user space."""
        if box is not None:
            x, y = self.trimmed[0], self.trimmed[3]
            left, top, right, bottom = box[0] - x, y - box[3], box[2] - x, y - box[1]
            box = (
                round(left / MM, 1),
                round(top / MM, 1),
                round(right / MM, 1),
                round(bottom / MM, 1),
            )
        level = severity or rule.severity
        return Finding(rule.name, level, rule.clause, measured, expected, (self.number,), box)


@dataclass(frozen=True, eq=False)
class File:
    """All that the rules look at."""

    pdf: bytes
    reader: PdfReader
    root: DictionaryObject
    info: DictionaryObject
    pages: tuple[Page, ...]
    complaints: Collection[str]
    """What was wrong with the file's syntax but could be mended in reading."""
    cut: str
    """What was left off, if anything: pages, operations, bytes."""

    @cached_property
    def image_inks(self) -> dict[Image, ImageInks]:
        """What each image takes."""
        images = {picture.image for page in self.pages for picture in page.trace.pictures}
        return {image: read_inks(image) for image in images if not image.mask}


def read_pages(dictionaries: list[DictionaryObject], limits: Limits) -> Iterator[tuple[Page, str]]:
    """Each page with its marks, and what was left off if the file is too much to be read."""
    walker, bytes_left = Walker(Shelf()), CONTENTS
    known: dict[tuple[Any, ...], Trace] = {}
    cut = ""
    for n, each in enumerate(dictionaries, 1):
        media = box(each, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
        bare = Page(
            n, each, media, box(each, "/TrimBox"), box(each, "/BleedBox"), box(each, "/CropBox"),
            box(each, "/ArtBox"), Trace(),
        )  # fmt: skip
        key = _key(bare)
        trace = known.get(key)
        if trace is None and not cut:
            trace = walker.start(bare.trimmed, _within(bare.trimmed, limits.safe * MM))
            try:
                size = _walk_page(walker, each)
            except BudgetError:
                cut = "operations"
            else:
                bytes_left -= size
                cut = "bytes" if bytes_left < 0 else ""
            known[key] = trace
        page = Page(n, each, media, bare.trim, bare.bleed, bare.crop, bare.art, trace or bare.trace)
        yield page, cut


def _key(page: Page) -> tuple[Any, ...]:
    """Pages of the same key look the same."""
    parts: list[Any] = [page.trimmed]
    for name in ("/Contents", "/Resources", "/Annots", "/Group"):
        raw = page.dictionary.raw_get(name) if name in page.dictionary else None
        if isinstance(raw, ArrayObject) and name == "/Contents":
            parts.append(tuple(getattr(part, "idnum", page.number) for part in raw))
        elif isinstance(raw, IndirectObject):
            parts.append(raw.idnum)
        else:
            parts.append(None if raw is None else page.number)
    return tuple(parts)


def _within(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def _walk_page(walker: Walker, page: DictionaryObject) -> int:
    """Follow a page's content and its annotations' appearances; how many bytes that was."""
    resources = dictionary(page, "/Resources")
    contents = entry(page, "/Contents")
    streams = items(page, "/Contents") if isinstance(contents, ArrayObject) else [contents]
    parts = []
    for stream in streams[:10_000]:
        data = decoded(stream)
        if data is None and stream is not None:
            walker.fault("pdf-stream", "/Contents")
        parts.append(data or b"")
    data = b"\n".join(parts)
    group = dictionary(page, "/Group")
    if "/CS" in group:
        spaces = dictionary(resources, "/ColorSpace")
        walker.trace.spaces.append(Colour(read_space(entry(group, "/CS"), spaces)))
    walker.walk(operations(data), resources, State())
    for note in items(page, "/Annots")[:ANNOTATIONS]:
        _walk_appearance(walker, note, resources)
    return len(data)


def _walk_appearance(walker: Walker, note: Any, resources: DictionaryObject) -> None:
    """What an annotation prints: its normal appearance, fitted into its place (12.5.5)."""
    flags = int(number(entry(note, "/F")))
    look = entry(dictionary(note, "/AP"), "/N")
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = entry(look, str(entry(note, "/AS") or ""))
    place = box(note, "/Rect")
    if not isinstance(look, StreamObject) or place is None:
        return
    if flags & HIDDEN or not flags & PRINTED:
        return
    inner = box(look, "/BBox") or place
    across = (place[2] - place[0]) / ((inner[2] - inner[0]) or 1)
    up = (place[3] - place[1]) / ((inner[3] - inner[1]) or 1)
    matrix = six(numbers(entry(look, "/Matrix")))
    fitted: Matrix = (
        across * matrix[0], up * matrix[1], across * matrix[2], up * matrix[3],
        place[0] - inner[0] * across, place[1] - inner[1] * up,
    )  # fmt: skip
    walker.form(look, State(fitted), resources)


def page_notes(page: Page) -> list[DictionaryObject]:
    """A page's annotations."""
    found = entry(page.dictionary, "/Annots")
    each = [resolve(note) for note in found[:ANNOTATIONS]] if isinstance(found, list) else []
    return [note for note in each if isinstance(note, DictionaryObject)]
