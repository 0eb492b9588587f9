"""What is inked is what is said: nothing hidden, nothing laid over text, and ink where text is."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence

import pypdfium2.raw as pdfium

from handbook.proof.record import Difference, Kind
from handbook.proof.sheets import Run, Sheet

FAINTEST, FAINTEST_SIGN = 0.55, 0.8
"""Lightness up to which text counts as printed, and a stroke or leader between texts."""
SIGNS = frozenset("｜.•")
SMALLEST = 5.0
"""Points below which nobody reads Chinese."""
PAPER, STEP = 250, 8
"""Grey from which on a pixel is bare paper; how much text stands out from its ground."""


def hidden_runs(
    sheet: Sheet, drawn: bool, struck: Collection[int] = ()
) -> Iterator[tuple[Kind, str]]:
    """Faults of a sheet: runs that cannot be seen, and marks that lie on text or look like some.

    With `drawn` the sheet may have a drawing of straight lines, such as the colophon's QR code.
    The runs in `struck`, by identity, have a rule across, and no others.
    """
    yield from sheet.faults
    crossed = set()
    left, bottom, right, top = sheet.box
    for run in sheet.runs:
        if not run.text.strip():
            continue
        limit = FAINTEST_SIGN if SIGNS.issuperset(run.text.strip()) else FAINTEST
        inside = left - 1 <= run.left and run.right <= right + 1
        inside = inside and bottom <= run.y and run.top <= top + 1
        if run.shade > limit or run.size < SMALLEST or not inside:
            yield "hidden", run.text
    for mark in sheet.marks:
        if not (mark.is_rule or (drawn and mark.straight)):
            yield "drawing", f"{mark.right - mark.left:.0f} × {mark.top - mark.bottom:.0f} pt"
        for run in sheet.runs:
            if (
                mark.bottom < run.y + 0.75 * run.size
                and mark.top > run.y - 0.02 * run.size
                and mark.left < run.right - 0.5
                and mark.right > run.left + 0.5
                and run.text.strip()
            ):
                level = mark.is_rule and mark.top - mark.bottom <= 1
                if level and id(run) in struck:
                    crossed.add(id(run))
                else:
                    yield "covered", run.text
    for run in sheet.runs if struck else ():
        if id(run) in struck and id(run) not in crossed:
            yield "struck", run.text


class Inked:
    """The pages as a renderer inks them, a pixel a point (PDFium).

    Raises `ValueError` where it cannot open the file.
    """

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf  # PDFium reads from it as long as the document is open
        self.document = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
        if not self.document:
            raise ValueError("PDFium")

    def __enter__(self) -> Inked:
        return self

    def __exit__(self, *_: object) -> None:
        pdfium.FPDF_CloseDocument(self.document)

    def bare_runs(self, sheet: Sheet) -> Iterator[Run]:
        """Runs of which a glyph has no ink, or no paper round its ink."""
        page = pdfium.FPDF_LoadPage(self.document, sheet.index)
        if not page:
            yield from sheet.runs
            return
        try:
            pixels, width, height, box = _render(page)
        finally:
            pdfium.FPDF_ClosePage(page)
        for run in sheet.runs:
            if not _is_inked(run, pixels, width, height, box):
                yield run


def _render(page: object) -> tuple[bytes, int, int, tuple[float, float]]:
    """Grey pixels row by row, their counts, and the page's left and upper edge in points."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    width, height = round(box.right - box.left), round(box.top - box.bottom)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
        data = ctypes.string_at(buffer, stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return data, stride, height, (box.left, box.top)


def _is_inked(
    run: Run, pixels: bytes, stride: int, height: int, corner: tuple[float, float]
) -> bool:
    """Whether each glyph's box has both ink and paper."""
    left, top = corner
    first, last = max(0, int(top - run.top)), min(height, int(top - run.bottom) + 1)
    middle = top - run.y - 0.38 * run.size
    starts = [row * stride for row in sorted(range(first, last), key=lambda row: abs(row - middle))]
    edges = max(0, int(run.left - left)), min(stride, int(run.right - left) + 1)
    ground = 0
    for at in starts:
        ground = max(ground, max(pixels[at + edges[0] : at + edges[1]], default=0))
        if ground >= PAPER:
            break
    limit = min(PAPER, ground - STEP)
    widths, width, em = run.face.widths, run.face.width, run.size / 1000
    for code, low in zip(run.codes, run.edges, strict=False):
        start, end = max(0, int(low - left)), int(low - left + widths.get(code, width) * em) + 1
        for at in starts:
            if min(pixels[at + start : at + min(end, stride)], default=255) < limit:
                break
        else:
            if not run.face.unicode.get(code, "").isspace():
                return False
    return True


def ink_differences(
    pdf: bytes,
    sheets: Sequence[Sheet],
    folios: Sequence[str],
    drawn: int,
    struck: Collection[int] = (),
) -> Iterator[Difference]:
    """Everything by which ink and text may differ.

    The first `drawn` sheets may have drawings; the runs in `struck`, by identity, are struck out.
    """
    with Inked(pdf) as inked:
        for sheet, folio in zip(sheets, folios, strict=True):
            faults = dict.fromkeys(hidden_runs(sheet, sheet.index < drawn, struck))
            faults |= dict.fromkeys(("ink", run.text) for run in inked.bare_runs(sheet))
            for kind, what in faults:
                yield Difference(sheet.index + 1, "", kind, "", what, folio)
