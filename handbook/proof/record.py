"""What a proof says: the certificate, its differences, and the lines of a page map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "text", "missing", "extra", "order", "note", "head", "folio", "page", "reference",
    "index", "hash", "hidden", "covered", "ink", "annotation", "layer", "drawing", "unread",
    "outline", "unmapped", "glyph", "font", "spoken", "struck", "front",
]  # fmt: skip
"""What is wrong; `handbook.messages.proof` has a sentence for each, `proof-` before its name."""


@dataclass(frozen=True)
class Line:
    """A line as printed (design: a printing's map)."""

    page: str
    """The folio as printed."""
    line: int
    """1-based: baselines of the text block from its top, running head and folio not counted."""
    text: str


@dataclass(frozen=True, order=True)
class Difference:
    """Something that the PDF shows otherwise than its source, or otherwise than it says."""

    sheet: int
    """The page's place in the file, 1-based; 0 where it is about the whole file."""
    provision: str
    """The id of the section it is in; empty outside of one."""
    kind: Kind
    expected: str
    found: str
    page: str = ""
    """The folio as printed; empty on pages without one."""


@dataclass(frozen=True)
class Certificate:
    """The outcome of reading a finished PDF back (print-back certificate)."""

    text_sha256: str
    """Of the text found, by the recipe of `text_sha256`; the source's own if all is identical."""
    pdf_sha256: str
    edition: str
    """The edition's id."""
    printing: str
    """The printing's id; empty for a PDF that is read on screen."""
    volume: str
    """The folder whose text it is of."""
    provisions: int
    """How many texts were compared: provisions, or all sections of a volume that has none."""
    identical: int
    """How many of them stand in the PDF as in the source."""
    missing_glyphs: int
    """Characters that no glyph shows, and glyphs without a character."""
    outlines_checked: int
    """Glyphs of embedded fonts whose outline was compared with the reference font's."""
    differences: tuple[Difference, ...] = ()
    variants: tuple[str, ...] = ()
    """Glyphs that are no character's first form but one of its forms by the font's own GSUB."""

    @property
    def holds(self) -> bool:
        """Whether the PDF says what its source says, and shows what it says."""
        return not self.differences and self.identical == self.provisions


def certificate_json(certificate: Certificate) -> dict[str, Any]:
    """`certificate.json`; `handbook/schemas/certificate.schema.json` describes it."""
    return {
        "format": 1,
        "text_sha256": certificate.text_sha256,
        "pdf_sha256": certificate.pdf_sha256,
        "edition": certificate.edition,
        "printing": certificate.printing,
        "provisions": certificate.provisions,
        "identical": certificate.identical,
        "missing_glyphs": certificate.missing_glyphs,
        "outlines_checked": certificate.outlines_checked,
        "differences": [
            {
                "kind": difference.kind,
                "provision": difference.provision,
                "expected": difference.expected,
                "found": difference.found,
                "page": difference.page,
                "sheet": difference.sheet,
            }
            for difference in certificate.differences
        ],
    }


def page_map_json(lines: dict[str, tuple[Line, ...]]) -> dict[str, list[dict[str, Any]]]:
    """A printing's map as `editions/ID/printings/N.json` holds it."""
    return {
        id: [{"page": row.page, "line": row.line, "text": row.text} for row in rows]
        for id, rows in lines.items()
    }
