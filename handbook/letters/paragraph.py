"""Paragraphs of a docx as official documents have them: face, size, lines on the grid."""

from __future__ import annotations

import re
from typing import Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from handbook.letters.layout import LATIN_FACE, LINE_PITCH, SIZE_3, TEXT_FACE, TIGHTER

Align = Literal["left", "center", "right", "both"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# What XML 1.0 (2.2) has no way to hold; python-docx refuses it with a traceback.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_element(tag: str, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML; attributes without their prefix."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def add_run(
    paragraph: Paragraph,
    text: str,
    face: str = TEXT_FACE,
    size: float = SIZE_3,
    colour: str = "",
    latin: str = LATIN_FACE,
) -> Run:
    """Words in a face. Chinese quotation marks and dots are full width, also beside figures."""
    run = paragraph.add_run(_FORBIDDEN.sub("", text))
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), latin)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")
    if size == SIZE_3:
        properties = run._element.get_or_add_rPr()
        properties.insert_element_before(
            make_element("w:spacing", val=TIGHTER), "w:w", "w:kern", "w:position", "w:sz", "w:szCs"
        )
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def set_paragraph(
    paragraph: Paragraph,
    align: Align = "both",
    first: int = 0,
    left: float = 0,
    right: float = 0,
    pitch: int = LINE_PITCH,
    before: int = 0,
    after: int = 0,
) -> Paragraph:
    """Alignment, indents in hundredths of a character or in characters, line height in twips."""
    paragraph.alignment = _ALIGN[align]
    properties = paragraph._element.get_or_add_pPr()
    for tag in ("w:snapToGrid", "w:spacing", "w:ind"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    # Programs differ in what they do where a character is wider than its cell; the lines and
    # characters below are the grid's own, without asking them.
    properties.insert_element_before(
        make_element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )
    properties.insert_element_before(
        make_element("w:spacing", before=before, after=after, line=pitch, lineRule="exact"),
        "w:ind", "w:jc", "w:rPr", "w:sectPr",
    )  # fmt: skip
    indents = {"firstLineChars": first, "leftChars": left * 100, "rightChars": right * 100}
    # The widths in twips are what programs use that do not know of characters.
    widths = {"firstLine": first / 100, "left": left, "right": right}
    found = {name: round(value) for name, value in indents.items() if value}
    found |= {name: round(value * SIZE_3 * 20) for name, value in widths.items() if value}
    if found:
        properties.insert_element_before(
            make_element("w:ind", **found), "w:jc", "w:rPr", "w:sectPr"
        )
    return paragraph


def set_border(
    paragraph: Paragraph, side: Literal["top", "bottom"], line: str, eighths: int, space: int,
    colour: str = "000000",
) -> None:  # fmt: skip
    """A rule above or below; its width in eighths of a point, `space` to the text in points."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = make_element("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    borders.append(make_element(f"w:{side}", val=line, sz=eighths, space=space, color=colour))


def add_page_number(paragraph: Paragraph, face: str, size: float) -> None:
    """— 1 — (7.5): 4号 half-width figures of 宋体 between two dashes."""
    add_run(paragraph, "— ", face, size, latin=face)
    run = add_run(paragraph, "", face, size, latin=face)
    for kind in ("begin", "", "separate", "text", "end"):
        if kind == "":
            code = make_element("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = " PAGE "
            run._element.append(code)
        elif kind == "text":
            figure = make_element("w:t")
            figure.text = "1"
            run._element.append(figure)
        else:
            run._element.append(make_element("w:fldChar", fldCharType=kind))
    add_run(paragraph, " —", face, size, latin=face)
