"""The print-back certificate and the page map: what finished PDFs say, and every way to lie."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import jsonschema
import pytest
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from handbook.book import Book, Edition, PrintRun, load_book
from handbook.book.records import with_records
from handbook.cli import main
from handbook.errata.issued import PrintedLine, Printing, find_line
from handbook.messages import MESSAGES
from handbook.press import VOLUMES, Sheet, Volume, set_volume
from handbook.press.imprint import Imprint
from handbook.press.proving import prove
from handbook.press.records.books import record_volumes
from handbook.proof import (
    Identity,
    certificate_json,
    identify,
    page_map,
    page_map_json,
    text_sha256,
)
from handbook.proof.record import Kind
from handbook.proof.reference import reference
from handbook.proof.sums import squeeze
from tests.conftest import CHAPTER, ROOT, Tree

TEXT_PAGE, TABLE_PAGE = 18, 26
"""Pages of the bulletins' file with running text, and with a table of several rows."""
HANDBOOK, BULLETINS, METHODS, REGULATIONS = VOLUMES
Tamper = Callable[[PdfWriter], None]


@pytest.fixture(scope="module")
def handbook(sample: Book) -> bytes:
    return set_volume(sample, HANDBOOK)


@pytest.fixture(scope="module")
def bulletins(sample: Book) -> bytes:
    return set_volume(sample, BULLETINS)


def rewritten(pdf: bytes, tamper: Tamper) -> bytes:
    """The PDF after somebody had it in hand."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    tamper(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def content(page: PageObject) -> bytes:
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data()


def put_content(writer: PdfWriter, page: PageObject, data: bytes) -> None:
    stream = DecodedStreamObject()
    stream.set_data(data)
    page[NameObject("/Contents")] = writer._add_object(stream)


def edit(number: int, change: Callable[[bytes], bytes]) -> Tamper:
    """Change a page's content stream; it must really be another one afterwards."""

    def tamper(writer: PdfWriter) -> None:
        page = writer.pages[number]
        before = content(page)
        after = change(before)
        assert after != before
        put_content(writer, page, after)

    return tamper


# A line of text set by one operator in one hexadecimal string: `<…>` of four digits a glyph.
HEX = re.compile(rb"<((?:[0-9A-F]{4}){8,})>")
PLACE = re.compile(rb"1 0 0 -1 ([\d.]+) ([\d.]+) cm")


def body_lines(data: bytes) -> list[re.Match[bytes]]:
    """The places of the lines of running text, which begin at the type area's left edge."""
    found = [m for m in PLACE.finditer(data) if b"/f1 9.75 Tf" in data[m.end() : m.end() + 120]]
    left = min(float(m[1]) for m in found)
    return [m for m in found if float(m[1]) == left]


def body_text(data: bytes) -> list[re.Match[bytes]]:
    """Strings of glyphs that are running text."""
    return list(HEX.finditer(data, body_lines(data)[0].end()))


def change_character(data: bytes) -> bytes:
    first, second = body_text(data)[:2]
    return data[: first.start(1)] + second[1][:4] + data[first.start(1) + 4 :]


def delete_character(data: bytes) -> bytes:
    found = body_text(data)[0]
    return data[: found.start(1)] + data[found.start(1) + 4 :]


def swap_places(data: bytes, a: re.Match[bytes], b: re.Match[bytes]) -> bytes:
    """What stood at one height stands at the other's; the stream's order stays."""
    return data[: a.start(2)] + b[2] + data[a.end(2) : b.start(2)] + a[2] + data[b.end(2) :]


def swap_lines(data: bytes) -> bytes:
    lines = body_lines(data)
    return swap_places(data, lines[2], lines[3])


def move_line(data: bytes) -> bytes:
    """The page's last line goes to where nobody expects it: above the first."""
    line = body_lines(data)[-1]
    return data[: line.start(2)] + b"512.0" + data[line.end(2) :]


def swap_cells(data: bytes) -> bytes:
    """Two cells of a column change places on the page."""
    cells = [m for m in PLACE.finditer(data) if b"/f1 9 Tf" in data[m.end() : m.end() + 120]]
    right = max(float(m[1]) for m in cells)
    column = [m for m in cells if float(m[1]) == right]
    return swap_places(data, column[1], column[2])


def append(extra: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data + b"\n" + extra


def text(x: float, y: float, before: bytes = b"0 Tr 0 g") -> Callable[[bytes], bytes]:
    """Eight glyphs of the page's own text once more, elsewhere or otherwise."""

    def change(data: bytes) -> bytes:
        found = body_text(data)[0]
        return data + b"\nq BT %s /f1 9.75 Tf 1 0 0 1 %f %f Tm <%s> Tj ET Q" % (
            before, x, y, found[1][:32],
        )  # fmt: skip

    return change


def state_before_line(operators: bytes) -> Callable[[bytes], bytes]:
    """Operators in front of one line's text object."""

    def change(data: bytes) -> bytes:
        at = data.index(b"BT", body_lines(data)[3].start())
        return data[:at] + operators + b" " + data[at:]

    return change


def invisible(data: bytes) -> bytes:
    at = data.index(b"0 Tr", body_lines(data)[3].start())
    return data[:at] + b"3" + data[at + 1 :]


def fonts(writer: PdfWriter) -> list[DictionaryObject]:
    found = writer.pages[TEXT_PAGE]["/Resources"]["/Font"]
    return [found[name].get_object() for name in sorted(found)]


def program(font: DictionaryObject) -> DictionaryObject:
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def swap_programs(writer: PdfWriter) -> None:
    one, other = (program(font) for font in fonts(writer))
    key = NameObject("/FontFile3")
    one[key], other[key] = other.raw_get(key), one.raw_get(key)


def swap_names(writer: PdfWriter) -> None:
    """The page's fonts by each other's name: every line in the wrong font."""
    found = writer.pages[TEXT_PAGE]["/Resources"]["/Font"]
    one, other = NameObject("/f0"), NameObject("/f1")
    found[one], found[other] = found.raw_get("/f1"), found.raw_get("/f0")


def to_unicode(font: DictionaryObject, change: Callable[[bytes], bytes]) -> None:
    stream = font["/ToUnicode"]
    assert isinstance(stream, StreamObject)
    before = stream.get_data()
    after = change(before)
    assert after != before
    stream.set_data(after)


def swap_meanings(writer: PdfWriter) -> None:
    """Two glyphs of the text say each other's character; what is inked stays."""

    def change(data: bytes) -> bytes:
        rows = list(re.finditer(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", data))
        a, b = rows[20], rows[30]
        return data[: a.start(2)] + b[2] + data[a.end(2) : b.start(2)] + a[2] + data[b.end(2) :]

    to_unicode(fonts(writer)[1], change)


def ink_otherwise(writer: PdfWriter) -> None:
    """Two characters are inked in each other's place, and the map makes up for it everywhere.

    Whoever copies or searches the text finds what the source says; whoever reads it does not.
    """
    swap_meanings(writer)
    data = fonts(writer)[1]["/ToUnicode"].get_data()  # type: ignore[attr-defined]
    rows = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", data)
    one, other = (int(rows[n][0], 16).to_bytes(2, "big") for n in (20, 30))
    for page in writer.pages:
        before = content(page)

        def swapped(found: re.Match[bytes]) -> bytes:
            codes = bytes.fromhex(found[1].decode())
            pairs = [codes[n : n + 2] for n in range(0, len(codes), 2)]
            turned = {one: other, other: one}
            return b"<%s>" % b"".join(turned.get(p, p) for p in pairs).hex().upper().encode()

        put_content(writer, page, re.sub(rb"<((?:[0-9A-F]{4})+)>", swapped, before))


def annotation(**entries: object) -> Tamper:
    def tamper(writer: PdfWriter) -> None:
        page = writer.pages[TEXT_PAGE]
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Rect"): ArrayObject(FloatObject(n) for n in (70, 360, 330, 390)),
                **{NameObject(f"/{key}"): value for key, value in entries.items()},
            }
        )
        page.setdefault(NameObject("/Annots"), ArrayObject()).append(writer._add_object(note))  # type: ignore[union-attr]

    return tamper


def x_object(subtype: str, data: bytes, **entries: object) -> Tamper:
    """An image or a form laid over the page's text."""

    def tamper(writer: PdfWriter) -> None:
        page = writer.pages[TEXT_PAGE]
        stream = DecodedStreamObject()
        stream.set_data(data)
        stream[NameObject("/Type")] = NameObject("/XObject")
        stream[NameObject("/Subtype")] = NameObject(subtype)
        for key, value in entries.items():
            stream[NameObject(f"/{key}")] = value
        resources = DictionaryObject(page["/Resources"])  # type: ignore[arg-type]
        resources[NameObject("/XObject")] = DictionaryObject(
            {NameObject("/Over"): writer._add_object(stream)}
        )
        page[NameObject("/Resources")] = resources
        put_content(writer, page, content(page) + b"\nq 260 0 0 60 70 350 cm /Over Do Q")

    return tamper


WHITE_IMAGE = x_object(
    "/Image",
    b"\xff",
    Width=NumberObject(1),
    Height=NumberObject(1),
    BitsPerComponent=NumberObject(8),
    ColorSpace=NameObject("/DeviceGray"),
)
WHITE_FORM = x_object(
    "/Form", b"1 g 0 0 1 1 re f", BBox=ArrayObject(NumberObject(n) for n in (0, 0, 1, 1))
)


def transparent(writer: PdfWriter) -> None:
    page = writer.pages[TEXT_PAGE]
    resources = DictionaryObject(page["/Resources"])  # type: ignore[arg-type]
    resources[NameObject("/ExtGState")] = DictionaryObject(
        {NameObject("/Thin"): DictionaryObject({NameObject("/ca"): FloatObject(0)})}
    )
    page[NameObject("/Resources")] = resources
    put_content(writer, page, state_before_line(b"/Thin gs")(content(page)))


def layer(writer: PdfWriter) -> None:
    """One line of the text in a layer that is switched off."""
    group = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")}
        )
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): off}
    )
    page = writer.pages[TEXT_PAGE]
    resources = DictionaryObject(page["/Resources"])  # type: ignore[arg-type]
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L0"): group})
    page[NameObject("/Resources")] = resources
    data = content(page)
    start = data.index(b"BT", body_lines(data)[3].start())
    end = data.index(b"ET", start) + 2
    data = data[:start] + b"/OC /L0 BDC " + data[start:end] + b" EMC " + data[end:]
    put_content(writer, page, data)


def remove_page(writer: PdfWriter) -> None:
    writer.remove_page(TEXT_PAGE)


def remove_last_page(writer: PdfWriter) -> None:
    writer.remove_page(len(writer.pages) - 1)


def swap_pages(writer: PdfWriter) -> None:
    kids = writer.pages[TEXT_PAGE]["/Parent"]["/Kids"]
    at = next(n for n, kid in enumerate(kids) if kid == writer.pages[TEXT_PAGE].indirect_reference)
    kids[at], kids[at - 1] = kids[at - 1], kids[at]
    writer.flattened_pages = None  # type: ignore[assignment]


def double_page(writer: PdfWriter) -> None:
    writer.insert_page(writer.pages[TEXT_PAGE], TEXT_PAGE + 1)


def turn_page(writer: PdfWriter) -> None:
    writer.pages[TEXT_PAGE][NameObject("/Rotate")] = NumberObject(180)


def crop_page(writer: PdfWriter) -> None:
    page = writer.pages[TEXT_PAGE]
    page.cropbox.lower_left = (0, 120)


def widen(writer: PdfWriter) -> None:
    """The advance widths of the text's font grow: what follows stands elsewhere."""
    below = fonts(writer)[1]["/DescendantFonts"][0].get_object()
    below[NameObject("/W")] = ArrayObject()
    below[NameObject("/DW")] = NumberObject(1000)


def empty_glyphs(writer: PdfWriter) -> None:
    """A font program whose glyphs ink nothing."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    descriptor = program(fonts(writer)[1])
    stream = descriptor["/FontFile3"]
    assert isinstance(stream, StreamObject)
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(stream.get_data()), None)
    strings = cff[0].CharStrings
    for name in strings.keys():  # noqa: SIM118 - no mapping
        string = strings[name]
        string.decompile()
        string.program = ["endchar"]
    out = io.BytesIO()
    cff.compile(out, TTFont(), isCFF2=False)
    stream.set_data(out.getvalue())


LETTER = b"q 0 g 300 30 m 310 60 l 320 30 l 315 30 l 310 50 l 305 30 l f Q"
OVER, BEHIND = b"q 1 g 70 300 260 120 re f Q", b"q 0 g 70 300 260 120 re f Q"
TAMPERINGS: dict[str, tuple[str, Tamper]] = {
    "character-changed": ("text", edit(TEXT_PAGE, change_character)),
    "character-deleted": ("text", edit(TEXT_PAGE, delete_character)),
    "page-removed": ("folio", remove_page),
    "last-page-removed": ("missing", remove_last_page),
    "pages-swapped": ("folio", swap_pages),
    "page-doubled": ("folio", double_page),
    "page-turned": ("unread", turn_page),
    "page-cropped": ("ink", crop_page),
    "font-program-swapped": ("outline", swap_programs),
    "font-names-swapped": ("unmapped", swap_names),
    "false-to-unicode": ("outline", swap_meanings),
    "inked-otherwise": ("outline", ink_otherwise),
    "widths-changed": ("outline", widen),
    "glyphs-emptied": ("ink", empty_glyphs),
    "lines-swapped": ("order", edit(TEXT_PAGE, swap_lines)),
    "line-moved": ("order", edit(TEXT_PAGE, move_line)),
    "cells-swapped": ("order", edit(TABLE_PAGE, swap_cells)),
    "text-added": ("extra", edit(TEXT_PAGE, text(80, 62))),
    "text-added-in-margin": ("extra", edit(TEXT_PAGE, text(300, 15))),
    "text-added-in-head": ("head", edit(TEXT_PAGE, text(70, 555))),
    "hidden-text": ("hidden", edit(TEXT_PAGE, text(80, 300, b"3 Tr"))),
    "white-text": ("hidden", edit(TEXT_PAGE, text(80, 300, b"1 g"))),
    "text-off-page": ("hidden", edit(TEXT_PAGE, text(-500, 300))),
    "line-invisible": ("hidden", edit(TEXT_PAGE, invisible)),
    "line-white": ("hidden", edit(TEXT_PAGE, state_before_line(b"1 g"))),
    "line-tiny": ("hidden", edit(TEXT_PAGE, state_before_line(b"0.01 0 0 0.01 0 0 cm"))),
    "line-mirrored": ("hidden", edit(TEXT_PAGE, state_before_line(b"-1 0 0 1 200 0 cm"))),
    "line-clipped": ("ink", edit(TEXT_PAGE, state_before_line(b"0 0 1 1 re W n"))),
    "line-transparent": ("ink", transparent),
    "line-in-hidden-layer": ("layer", layer),
    "line-spoken-otherwise": (
        "spoken",
        edit(
            TEXT_PAGE,
            lambda data: data.replace(b"<</MCID 2>>BDC", b"<</MCID 2/ActualText(no)>>BDC"),
        ),
    ),
    "white-rectangle": ("ink", edit(TEXT_PAGE, append(OVER))),
    "rectangle-behind": ("covered", edit(TEXT_PAGE, lambda data: BEHIND + b"\n" + data)),
    "struck-out": ("covered", edit(TEXT_PAGE, lambda data: data + strike(data))),
    "drawn-letter": ("drawing", edit(TEXT_PAGE, append(LETTER))),
    "white-image": ("ink", WHITE_IMAGE),
    "white-form": ("ink", WHITE_FORM),
    "inline-image": ("drawing", edit(TEXT_PAGE, append(b"q 9 0 0 9 70 350 cm BI /W 1 ID x EI Q"))),
    "annotation-square": (
        "annotation",
        annotation(Subtype=NameObject("/Square"), IC=ArrayObject()),
    ),
    "annotation-free-text": (
        "annotation",
        annotation(Subtype=NameObject("/FreeText"), Contents=TextStringObject("作废")),
    ),
    "link-with-border": (
        "annotation",
        annotation(Subtype=NameObject("/Link"), H=BooleanObject(False)),
    ),
    "colophon-says-more": ("front", edit(1, lambda data: data + again(data))),
    "colophon-other-sum": ("hash", edit(1, lambda data: swap_sum(data))),
}


def again(data: bytes) -> bytes:
    """A line of the colophon once more."""
    start = data.index(b"q 1 0 0 -1", data.index(b"BT"))
    return b"\nq 1 0 0 1 0 200 cm " + data[start : data.index(b"Q", start)] + b"Q Q"


def strike(data: bytes) -> bytes:
    """A rule through one line."""
    line = body_lines(data)[2]
    y = float(line[2]) + 3
    return b"\nq 0 G 1 w 75 %f m 300 %f l S Q" % (y, y)


def swap_sum(data: bytes) -> bytes:
    """Two lines of the colophon's sum, 7.2 pt, change places."""
    small = [m for m in PLACE.finditer(data) if b" 7.2 Tf" in data[m.end() : m.end() + 120]]
    lines = [m for m in small if data.count(b"/f0 7.2 Tf", m.end(), m.end() + 120)]
    a, b = [m for m in lines if float(m[2]) > 40][-4:-2]
    first, second = (data.index(b"BT", m.end()) for m in (a, b))
    ends = [data.index(b"ET", at) for at in (first, second)]
    one, other = data[first : ends[0]], data[second : ends[1]]
    return data[:first] + other + data[ends[0] : second] + one + data[ends[1] :]


@pytest.mark.parametrize("volume", VOLUMES, ids=lambda volume: volume.folder)
def test_every_book_says_what_its_source_says(sample: Book, volume: Volume) -> None:
    certificate = prove(set_volume(sample, volume), sample, volume)
    assert certificate.differences == ()
    assert certificate.identical == certificate.provisions > 0
    assert certificate.missing_glyphs == 0
    assert certificate.text_sha256 == text_sha256(sample, volume.folder)


def test_every_record_book_says_what_its_source_says(sample: Book) -> None:
    book = with_records(sample)
    for volume in record_volumes(book)[-2:]:
        certificate = prove(set_volume(book, volume), book, volume)
        assert certificate.differences == ()
        assert certificate.text_sha256 == text_sha256(book, str(volume.folder))


def test_173_clauses_on_press_as_on_screen(sample: Book) -> None:
    digest = text_sha256(sample)
    imprint = Imprint("1", copies=5900, text_sha256=digest)
    pdf = set_volume(sample, HANDBOOK, Sheet.of(sample.settings, 3, "k"), None, imprint)
    certificate = prove(pdf, sample, HANDBOOK, None, imprint)
    assert certificate.differences == ()
    assert (certificate.provisions, certificate.identical) == (173, 173)
    assert certificate.text_sha256 == digest
    assert identify(pdf) == Identity(
        sample.settings.title, sample.settings.edition_name, "1", (), digest
    )


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_found(bulletins: bytes, sample: Book, kind: str) -> None:
    expected, tamper = TAMPERINGS[kind]
    certificate = prove(rewritten(bulletins, tamper), sample, BULLETINS)
    assert expected in {difference.kind for difference in certificate.differences}
    assert not certificate.holds


def test_rewriting_a_file_is_no_tampering(bulletins: bytes, sample: Book) -> None:
    pdf = rewritten(bulletins, lambda writer: None)
    assert pdf != bulletins
    assert prove(pdf, sample, BULLETINS).differences == ()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_other_glyph_is_found_where_it_stands(
    bulletins: bytes, sample: Book, data: st.DataObject
) -> None:
    number = data.draw(st.integers(4, 34), "page")
    found: list[bytes] = []

    def change(stream: bytes) -> bytes:
        texts = list(HEX.finditer(stream))
        text = texts[data.draw(st.integers(0, len(texts) - 1), "string")]
        at = text.start(1) + 4 * data.draw(st.integers(0, len(text[1]) // 4 - 1), "glyph")
        others = {t[1][:4] for t in texts} - {stream[at : at + 4]}
        found.append(data.draw(st.sampled_from(sorted(others)), "other"))
        return stream[:at] + found[0] + stream[at + 4 :]

    certificate = prove(rewritten(bulletins, edit(number, change)), sample, BULLETINS)
    assert {difference.sheet for difference in certificate.differences} >= {number + 1}


def test_a_difference_tells_provision_and_page(bulletins: bytes, sample: Book) -> None:
    tamper = edit(TEXT_PAGE, change_character)
    certificate = prove(rewritten(bulletins, tamper), sample, BULLETINS)
    (difference,) = certificate.differences
    assert (difference.sheet, difference.page) == (TEXT_PAGE + 1, "15")
    section = sample.sections[difference.provision]
    assert difference.expected in squeeze(section.heading_text + section.shown.text)
    assert difference.expected != difference.found
    assert certificate.identical == certificate.provisions - 1


HARD = """# 组织设置 {#ch-one}

本章规定支部怎样设立[^1]，见[][set-up]和[][joint]。

[^1]: 章的脚注，参见[][joint]。

## 支部设立 {#item-one}

### 应建必建（含A类） {#set-up}

有正式党员3人以上的，应当成立党支部[^a]。
extra\u00adordi\u00adnary internationalisation
responsibility accountability commun\u00adication understanding 混排。
“引号”‘单引’——破折号……，offer ffi ffl。

[^a]: 脚注很长，LONG_NOTE

1. 第一项：
    1. 次级一，`代码 x_1`；
    2. 次级二 **强调** 和 *斜体*。
2. 第二项：

    段落在列表里。

- 圆点一
- 圆点二，见[写好的话][joint]；[外链](https://example.org)。

> 引文一段。

术语
:   解释一段。

!!! note "说明"
    提示的第一段，见[][joint]。

    提示的第二段。

#### 小标题

![流程图](a.png)

---

| 事项 | 第几次 | 备注 |
|---|---:|:---:|
ROWS

少行而高的表：

| 步骤 | 做法 |
|---|---|
| 一 | TALL |
| 二 | TALL |

**自查：** 《党支部手册》党员名册逐页有记录人签名，见[][joint]，“谈话”栏不空。

### 联合支部 {#joint}

不足3人的，按照[][set-up]就近联合[^c]。第10页（10页）照样。[][set-up]（3页）。

[^c]: 又一个脚注。

**自查：** 查联合支部的批复。
"""


@pytest.mark.parametrize("trim", [(105, 148), (120, 170), (140, 203), (185, 260)])
def test_whatever_markdown_can_say_is_read_back(tree: Tree, trim: tuple[int, int]) -> None:
    """Rows that go on overleaf, long footnotes, broken words, lists, notes, pictures; a table of
    few rows that no page of a small book holds."""
    rows = "\n".join(
        f"| 第{n}行，说明步骤和时限，{'写清办理人和日期，' * (n % 5)}见[][set-up] | {n} "
        f"| {'办' * (n * 7 % 40)} |"
        for n in range(1, 50)
    )
    text = HARD.replace("ROWS", rows).replace("LONG_NOTE", "说明有表决权的党员的范围，" * 60)
    text = text.replace("TALL", "逐项说明步骤和时限，" * 20)
    book = load_book(tree({"docs/handbook/01-one.md": text}))
    pdf = set_volume(book, HANDBOOK, Sheet(*trim))
    certificate = prove(pdf, book, HANDBOOK)
    assert certificate.differences == ()
    assert certificate.text_sha256 == text_sha256(book)
    lines = page_map(pdf, book)["set-up"]
    said = squeeze("".join(line.text for line in lines if "（" not in line.text))
    assert "次级一，代码x_1；" in said


def test_the_sum_does_not_depend_on_line_breaks(tree: Tree) -> None:
    once = text_sha256(load_book(tree()))
    broken = CHAPTER.replace("应当成立党支部。", "应当\n成立党支部。")
    assert text_sha256(load_book(tree({"docs/handbook/01-one.md": broken}))) == once
    other = CHAPTER.replace("应当成立", "应该成立")
    assert text_sha256(load_book(tree({"docs/handbook/01-one.md": other}))) != once


def test_programs_without_subroutines_draw_as_fonttools_draws() -> None:
    font = reference("NotoSerifSC-Regular")
    assert font is not None
    drawn: dict[bytes, object] = {}
    for char in "国家机关党支部“”，。——0123fiABC①":
        glyph = font.cmap[ord(char)]
        program = font.program(glyph)
        assert program is not None
        plain = T2CharString(bytecode=program, private=font.strings[glyph].private)
        pen = RecordingPen()
        plain.draw(pen)  # nothing to call is left in it
        assert tuple(pen.value) == font.outline(glyph)
        drawn[program] = pen.value
    assert len(drawn) > 15


def test_a_form_of_another_character_is_no_form_of_this_one() -> None:
    font = reference("NotoSerifSC-Regular")
    assert font is not None
    for char, other in (("后", "後"), ("1", "１"), ("A", "Ａ")):
        forms = set(font._forms((font.cmap[ord(char)],)))
        assert font.cmap[ord(other)] not in forms
    assert any(font._forms((font.cmap[ord("（")],)))


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")


@needs_poppler
def test_page_and_line_agree_with_poppler(handbook: bytes, sample: Book, tmp_path: Path) -> None:
    path = tmp_path / "handbook.pdf"
    path.write_bytes(handbook)
    pages = poppler_lines(path)
    lines = page_map(handbook, sample)
    clauses = [s.id for s in sample.provisions if s.kind == "clause"]
    chosen = [*random.Random(20).sample(clauses, 38), "dues-rate", "general-meeting-quorum"]
    for id in chosen:
        assert lines[id]
        for row in lines[id]:
            assert squeeze(row.text) in pages[row.page][row.line - 1], (id, row)
        said = squeeze("".join(row.text for row in lines[id]))
        text = sample.sections[id].heading_text + sample.sections[id].shown.text
        assert sorted(re.sub(r"（\d+页）", "", said)) == sorted(squeeze(text))


def poppler_lines(path: Path) -> dict[str, list[str]]:
    """Each folio's baselines from the top of the text block, with all that stands on them."""
    run = subprocess.run(
        ["pdftotext", "-bbox-layout", str(path), "-"], capture_output=True, check=True
    )
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", run.stdout.decode()))
    result: dict[str, list[str]] = {}
    for page in root.iterfind(".//{*}page"):
        height, edge = float(page.get("height", 0)), 20 * 72 / 25.4
        words: list[tuple[float, float, str]] = []
        folio = ""
        for word in page.iterfind(".//{*}word"):
            top, bottom = float(word.get("yMin", 0)), float(word.get("yMax", 0))
            text = squeeze(word.text or "")
            if bottom > height - edge:
                folio = text if text.isdecimal() else folio
            elif bottom > edge:
                # The em box of these faces hangs 0.12 em below the baseline.
                words.append((bottom - 0.12 * (bottom - top), float(word.get("xMin", 0)), text))
        rows: list[tuple[float, list[tuple[float, str]]]] = []
        for baseline, left, text in sorted(words):
            if not rows or baseline - rows[-1][0] > 4.2:
                rows.append((baseline, []))
            rows[-1][1].append((left, text))
        result[folio] = ["".join(text for _, text in sorted(row)) for _, row in rows]
    return result


def test_the_map_is_what_errata_look_lines_up_in(handbook: bytes, sample: Book) -> None:
    rows = page_map_json(page_map(handbook, sample))
    jsonschema.validate(rows, schema("page-map"))
    lines = {id: tuple(PrintedLine(**row) for row in each) for id, each in rows.items()}
    printing = Printing(Edition("2018"), PrintRun("1"), lines)
    section = sample.sections["dues-rate"]
    assert find_line(printing, "dues-rate", "10000元以上至") is None
    words = "党员每月党费等于交纳基数乘以下表中对应的比例，按全额计算"
    assert words in section.shown.text
    first = find_line(printing, "dues-rate", words)
    last = find_line(printing, "dues-rate", words, len(words) - 1)
    assert first and last and (first.page, last.line) == (last.page, first.line + 1)


def test_the_certificate_is_as_published(bulletins: bytes, sample: Book) -> None:
    for pdf in (bulletins, rewritten(bulletins, TAMPERINGS["inked-otherwise"][1])):
        jsonschema.validate(certificate_json(prove(pdf, sample, BULLETINS)), schema("certificate"))


def schema(name: str) -> dict[str, object]:
    path = ROOT / "handbook" / "schemas" / f"{name}.schema.json"
    return dict(json.loads(path.read_text("utf-8")))


def test_every_kind_of_difference_has_its_sentence() -> None:
    for kind in get_args(Kind):
        assert {f"proof-{kind}", f"proof-{kind}.hint"} <= MESSAGES.keys()
    kinds = schema("certificate")["$defs"]["difference"]["properties"]["kind"]["enum"]  # type: ignore[index]
    assert kinds == list(get_args(Kind))


def test_verify_reads_a_pdf(tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree()
    pdf = set_volume(load_book(root), HANDBOOK)
    path, other = tmp_path / "book.pdf", tmp_path / "other.pdf"
    path.write_bytes(pdf)
    assert main(["-C", str(root), "verify", str(path)]) == 0
    assert "2/2 处与源文件一致" in capsys.readouterr().err
    source = root / "docs" / "handbook" / "01-one.md"
    source.write_text(CHAPTER.replace("3人以上", "5人以上"), "utf-8")
    assert main(["-C", str(root), "verify", str(path)]) == 1
    said = capsys.readouterr().out
    assert "第1条 应建必建" in said and "5人以上" in said and "3人以上" in said
    assert main(["-C", str(root), "--lang", "en", "verify", str(path)]) == 1
    assert "should read" in capsys.readouterr().out
    for data in (b"", b"%PDF-1.7 nothing", pdf[:3000]):
        other.write_bytes(data)
        assert main(["-C", str(root), "verify", str(other)]) == 2
    assert main(["-C", str(root), "verify", str(tmp_path / "none.pdf")]) == 2
    foreign = PdfWriter()
    foreign.add_blank_page(300, 400)
    foreign.write(other)
    assert main(["-C", str(root), "verify", str(other)]) == 2
    assert "Traceback" not in capsys.readouterr().err
