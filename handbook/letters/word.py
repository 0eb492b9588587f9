"""A letter as docx, laid out after GB/T 9704—2012; the faces are named and not embedded."""

from __future__ import annotations

import datetime
import io

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from handbook.errata.intake.package import fix_package
from handbook.letters import layout
from handbook.letters.layout import (
    FOLIO_FACE,
    LINE_PITCH,
    ONE_FACE,
    RED,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TEXT_FACE,
    TITLE_FACE,
    TWO_FACE,
    twips,
)
from handbook.letters.letter import Attachment, Letter, text_width
from handbook.letters.paragraph import (
    Align,
    add_page_number,
    add_run,
    make_element,
    set_border,
    set_paragraph,
)

TITLE_PITCH = 700
"""A title line's height in twips: 2号 with some white."""
SOFT = "808080"


def write_docx(letter: Letter) -> bytes:
    """The letter as docx; the same letter always gives the same bytes."""
    docx = Document()
    _set_defaults(docx, letter)
    _set_page(docx.sections[0], letter)
    if letter.form == "notice":
        _notice_head(docx, letter)
    else:
        _letter_head(docx, letter)
    _body(docx, letter)
    for number, attachment in enumerate(letter.attachments, 1):
        _attachment(docx, attachment, number if len(letter.attachments) > 1 else 0)
    if letter.imprint:
        _imprint(docx, letter)
    out = io.BytesIO()
    docx.save(out)
    return fix_package(out.getvalue(), letter.date)


def _set_defaults(docx: Docx, letter: Letter) -> None:
    normal = docx.styles["Normal"]
    normal.font.size = Pt(SIZE_3)  # the grid's characters are measured by it
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), layout.LATIN_FACE)
    fonts.set(qn("w:eastAsia"), TEXT_FACE)
    lang = make_element("w:lang", eastAsia="zh-CN")  # else the stops stand in the middle
    normal.element.get_or_add_rPr().append(lang)
    properties = docx.core_properties
    properties.title, properties.author, properties.comments = letter.title, letter.organ, ""
    properties.last_modified_by = letter.organ
    properties.language, properties.subject = "zh-CN", letter.notice
    moment = datetime.datetime.combine(letter.date, datetime.time())
    properties.created = properties.modified = moment
    settings = docx.settings
    settings.odd_and_even_pages_header_footer = True
    # 订口 is where the sheet is bound: at the left of a recto, at the right of its back.
    zoom = settings.element.find(qn("w:zoom"))
    mirror = make_element("w:mirrorMargins")
    if zoom is None:
        settings.element.insert(0, mirror)
    else:
        zoom.addnext(mirror)


def _set_page(section: Section, letter: Letter) -> None:
    section.page_width, section.page_height = Mm(layout.WIDTH), Mm(layout.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.INNER), Mm(layout.OUTER)
    section.header_distance = Mm(30 if letter.form == "letter" else 15)
    section.footer_distance = Mm(20)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        make_element(
            "w:docGrid",
            type="linesAndChars",
            linePitch=LINE_PITCH,
            charSpace=layout.CHARACTER_SPACE,
        )
    )
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    for paragraph, right in ((odd, True), (even, False)):
        _bare(paragraph)
        align: Align = "right" if right else "left"
        # 7.5: the dash stands 7 mm below the type area, a character from its outer edge.
        set_paragraph(
            paragraph, align, right=int(right), left=int(not right), pitch=320, after=twips(5)
        )
        add_page_number(paragraph, FOLIO_FACE, SIZE_4)
    for header in (section.header, section.even_page_header):
        _mark_sample(header.paragraphs[0], letter)


def _bare(paragraph: Paragraph) -> None:
    """Without the template's style for heads and feet, whose tabs are not ours."""
    properties = paragraph._element.get_or_add_pPr()
    for style in properties.findall(qn("w:pStyle")):
        properties.remove(style)


def _mark_sample(paragraph: Paragraph, letter: Letter) -> None:
    _bare(paragraph)
    set_paragraph(paragraph, "right", pitch=240)
    if letter.notice:
        add_run(paragraph, letter.notice, TEXT_FACE, 9, SOFT)


def _blank(docx: Docx, count: int = 1) -> None:
    for _ in range(count):
        add_run(set_paragraph(docx.add_paragraph()), "")


def _notice_head(docx: Docx, letter: Letter) -> None:
    """版头 (7.2): organ in red, number, red rule; then the title two lines below."""
    mark = set_paragraph(docx.add_paragraph(), "center", pitch=1100, before=twips(35 - 8))
    add_run(mark, f"{letter.organ}文件", TITLE_FACE, _mark_size(f"{letter.organ}文件"), RED)
    _blank(docx, 2)
    number = set_paragraph(docx.add_paragraph(), "center")
    add_run(number, letter.number)
    set_border(number, "bottom", "single", 12, 11, RED)  # 4 mm below the number (7.2.7)
    _blank(docx, 2)
    _title(docx, letter)


def _mark_size(text: str) -> float:
    """发文机关标志 fits the type area; its height is the office's choice (7.2.4)."""
    return min(48.0, layout.TEXT_WIDTH / 25.4 * 72 / max(1, len(text)))


def _letter_head(docx: Docx, letter: Letter) -> None:
    """信函格式 (10.1): organ and double rule above, double rule below, on the first page."""
    section = docx.sections[0]
    section.different_first_page_header_footer = True
    head, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    outdent = -(170 - layout.TEXT_WIDTH) / 2 / 25.4 * 72 / SIZE_3  # the rules are 170 mm long
    _bare(head)
    set_paragraph(head, "center", left=outdent, right=outdent, pitch=640)
    add_run(head, letter.organ, TITLE_FACE, 30, RED)
    set_border(head, "bottom", "thickThinSmallGap", 24, 11, RED)
    _bare(foot)
    set_paragraph(foot, "center", left=outdent, right=outdent, pitch=240)
    set_border(foot, "top", "thinThickSmallGap", 24, 1, RED)
    add_run(foot, letter.notice, TEXT_FACE, 9, SOFT)
    number = set_paragraph(docx.add_paragraph(), "right", before=280)
    add_run(number, letter.number)
    _blank(docx, 2)
    _title(docx, letter)


def _title(docx: Docx, letter: Letter) -> None:
    for line in letter.title_lines:
        paragraph = set_paragraph(docx.add_paragraph(), "center", pitch=TITLE_PITCH)
        add_run(paragraph, line, TITLE_FACE, SIZE_2)
    _blank(docx)


def _body(docx: Docx, letter: Letter) -> None:
    add_run(set_paragraph(docx.add_paragraph()), f"{letter.to}：")
    for part in letter.parts:
        paragraph = set_paragraph(docx.add_paragraph(), first=200)
        face = {"text": TEXT_FACE, "one": ONE_FACE, "two": TWO_FACE}[part.level]
        paragraph.paragraph_format.keep_with_next = part.level == "one"
        add_run(paragraph, part.text, face)
        if part.rest:
            add_run(paragraph, part.rest)
    if letter.annexes:
        _blank(docx)
    for line in letter.annexes:
        add_run(set_paragraph(docx.add_paragraph(), "left", first=200), line)
    # 7.3.5: no signature stands on a page without text; the last paragraph goes along.
    for last in docx.paragraphs[-1 - len(letter.annexes) * 2 :]:
        last.paragraph_format.keep_with_next = True
    _signature(docx, letter)
    if letter.remark:
        add_run(set_paragraph(docx.add_paragraph(), first=200), f"（{letter.remark}）")


def _signature(docx: Docx, letter: Letter) -> None:
    """署名、日期、印章 (7.3.5.1): the date four characters from the right, the organ over it."""
    _blank(docx)
    docx.paragraphs[-1].paragraph_format.keep_with_next = True
    wide = text_width(letter.date_words)
    for text, colour in (("（印章）", SOFT), (letter.organ, ""), (letter.date_words, "")):
        right = max(0.0, 4 + (wide - text_width(text)) / 2)
        paragraph = set_paragraph(docx.add_paragraph(), "right", right=right)
        paragraph.paragraph_format.keep_with_next = text != letter.date_words
        add_run(paragraph, text, colour=colour)


def _attachment(docx: Docx, attachment: Attachment, number: int) -> None:
    """附件 (7.3.9): on a side of its own, its name at the left of the first line."""
    name = set_paragraph(docx.add_paragraph(), "left")
    name.paragraph_format.page_break_before = True
    add_run(name, f"附件{number}" if number else "附件", ONE_FACE)
    _blank(docx)
    title = set_paragraph(docx.add_paragraph(), "center", pitch=TITLE_PITCH)
    add_run(title, attachment.title, TITLE_FACE, SIZE_2)
    _blank(docx)
    add_run(set_paragraph(docx.add_paragraph(), "left"), attachment.lead)
    _form(docx, attachment)
    for note in attachment.notes:
        paragraph = set_paragraph(docx.add_paragraph(), "both", pitch=440)
        add_run(paragraph, note, size=SIZE_4)


def _form(docx: Docx, attachment: Attachment) -> None:
    table = docx.add_table(1 + attachment.rows, len(attachment.heads), "Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(attachment.shares)
    for place, (head, share) in enumerate(zip(attachment.heads, attachment.shares, strict=True)):
        table.columns[place].width = Mm(layout.TEXT_WIDTH * share / whole)
        for row in table.rows:
            row.cells[place].width = Mm(layout.TEXT_WIDTH * share / whole)
            set_paragraph(row.cells[place].paragraphs[0], "left", pitch=400)
        paragraph = set_paragraph(table.rows[0].cells[place].paragraphs[0], "center", pitch=400)
        add_run(paragraph, head, ONE_FACE, SIZE_4)
    for row in table.rows[1:]:
        row.height = Mm(18)
    repeat = make_element("w:tblHeader", val="true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)


def _imprint(docx: Docx, letter: Letter) -> None:
    """版记 (7.4): at the foot of the last page, between two rules of 0.35 mm."""
    paragraph = set_paragraph(docx.add_paragraph(), "left", left=1, right=1, pitch=460)
    add_run(paragraph, f"{letter.imprint}\t{letter.date_words}印发", size=SIZE_4)
    set_border(paragraph, "top", "single", 8, 2)
    set_border(paragraph, "bottom", "single", 8, 2)
    properties = paragraph._element.get_or_add_pPr()
    tabs = make_element("w:tabs")
    tabs.append(make_element("w:tab", val="right", pos=twips(layout.TEXT_WIDTH) - 280))
    properties.insert_element_before(tabs, "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    frame = make_element(
        "w:framePr",
        w=twips(layout.TEXT_WIDTH),
        hSpace=0,
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="center",
        yAlign="bottom",
    )
    properties.insert_element_before(frame, "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc")
