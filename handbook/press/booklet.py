"""Impose a book for an office printer: two pages up, duplex, folded and stapled (骑马订).

Print shops impose for themselves; this is for who has an office printer and a long-arm stapler.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    StreamObject,
)

Paper = Literal["A4", "A3"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (297, 210), "A3": (420, 297)}
"""Width and height in millimetres as the sheet lies before it is folded (GB/T 148—1997)."""
GATHERING = 20
"""Sheets that are folded into one another: 80 pages, what an office stapler goes through and what
still closes. A longer book becomes several booklets."""
MM = 72 / 25.4


@dataclass(frozen=True)
class Leaf:
    """One side of a sheet: the pages that lie left and right of its fold, from 0; None is blank."""

    left: int | None
    right: int | None
    depth: int
    """How many sheets lie around this one in its booklet."""
    mark: int | None = None
    """On the outside of a gathering's outer sheet: which gathering it is, from 0."""


def plan_booklet(pages: int, gathering: int = GATHERING) -> list[Leaf]:
    """The sides in the order in which a printer takes them, front and back of a sheet in turn.

    Blank pages fill the last sheet. A book of more sheets than `gathering` is cut into gatherings
    that are as even as may be.
    """
    sheets = max(1, -(-pages // 4))
    parts = -(-sheets // max(1, gathering))
    sides: list[Leaf] = []
    begin = 0
    for part in range(parts):
        size = sheets // parts + (part < sheets % parts)
        end = begin + 4 * size
        for depth in range(size):
            first, last = begin + 2 * depth, end - 1 - 2 * depth
            mark = part if depth == 0 and parts > 1 else None
            sides.append(Leaf(_page(last, pages), _page(first, pages), depth, mark))
            sides.append(Leaf(_page(first + 1, pages), _page(last - 1, pages), depth))
        begin = end
    return sides


def _page(number: int, pages: int) -> int | None:
    return number if number < pages else None


def impose(
    pdf: bytes, paper: Paper = "A4", gathering: int = GATHERING, thickness: float = 0.0
) -> bytes:
    """The book as sheets to print on both sides, *flipped on the short edge*.

    A page stands in the middle of its half of the sheet at 100 %, or smaller where the half is
    smaller than the trim, never larger; what lies outside its TrimBox is cut off. A longer book
    than `gathering` sheets becomes several booklets, with a mark on each one's fold that shows
    their order. `thickness` of the paper in millimetres moves inner pages towards the fold, by as
    much as their sheets stick out (creep); 0 ignores it.
    """
    reader, writer = PdfReader(io.BytesIO(pdf)), PdfWriter()
    width, height = (side * MM for side in PAPERS[paper])
    forms = [_form(page, writer) for page in reader.pages]
    for side in plan_booklet(len(forms), gathering):
        sheet = writer.add_blank_page(width, height)
        content, used = [], DictionaryObject()
        for right, number in enumerate((side.left, side.right)):
            if number is None:
                continue
            box, form = forms[number]
            inward = side.depth * thickness * MM * (-1 if right else 1)
            place = _place(box, width / 2, height, right * width / 2 + inward)
            used[NameObject(f"/P{number + 1}")] = form
            content.append(f"q {place} cm /P{number + 1} Do Q")
        if side.mark is not None:
            content.append(_mark(side.mark, width / 2, height))
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): used})
        stream = DecodedStreamObject()
        stream.set_data("\n".join(content).encode())
        sheet[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    root = writer.root_object
    if "/Lang" in reader.root_object:
        root[NameObject("/Lang")] = reader.root_object["/Lang"]
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {
            NameObject("/Duplex"): NameObject("/DuplexFlipShortEdge"),
            NameObject("/PrintScaling"): NameObject("/None"),
        }
    )
    writer.add_metadata({k: v for k, v in (reader.metadata or {}).items() if k != "/Producer"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _form(page: PageObject, writer: PdfWriter) -> tuple[RectangleObject, IndirectObject]:
    """A page's trim as a form XObject (ISO 32000-1, 8.10), its fonts shared with the others'."""
    box = RectangleObject(page.trimbox)
    stream = StreamObject()
    contents = page.get_contents()
    stream.set_data(contents.get_data() if contents is not None else b"")
    form = stream.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(float(side)) for side in box)
    resources = page.get("/Resources", DictionaryObject())
    form[NameObject("/Resources")] = resources.clone(writer)
    return box, writer._add_object(form)


def _place(box: RectangleObject, width: float, height: float, left: float) -> str:
    """The matrix that puts a page's trim in the middle of its half of the sheet."""
    scale = min(1.0, width / float(box.width), height / float(box.height))
    x = left + (width - scale * float(box.width)) / 2 - scale * float(box.left)
    y = (height - scale * float(box.height)) / 2 - scale * float(box.bottom)
    return f"{scale:.6g} 0 0 {scale:.6g} {x:.4f} {y:.4f}"


def _mark(part: int, fold: float, height: float) -> str:
    """A bar on the fold, a step lower from gathering to gathering: the backs show their order."""
    step = part % 20
    low = height - (20 + 7 * step) * MM
    return f"q 0 0 0 1 k {fold - 0.5 * MM:.4f} {low:.4f} {MM:.4f} {5 * MM:.4f} re f Q"
