"""Preflight: ten sound PDFs and those broken in one way each, against independent tools."""

from __future__ import annotations

import datetime
import functools
import io
import json
import logging
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from handbook.cli import main
from handbook.preflight import Expected, Limits, Report, preflight, report_json
from handbook.preflight.rules import RULES
from handbook.preflight.syntax import operations
from handbook.press.exchange import Labels, exchange
from handbook.press.ink import Ink, name_spot
from handbook.press.output_intent import Profile
from handbook.press.preflight_page import set_preflight
from handbook.press.typeset import _fonts
from handbook.problems import InputError
from tests.conftest import ROOT

MM = 72 / 25.4
ICC = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
K = Expected(60, 80, 3, inks=("K",))
CMYK = Expected(60, 80, 3, inks=("C", "M", "Y", "K"))
BLACK = "cmyk(0%, 0%, 0%, 100%)"
PAGE = f"""
#set document(title: "样张")
#set page(width: 60mm, height: 80mm, bleed: 3mm, margin: 9mm)
#set text(font: ("Noto Serif SC", "Noto Sans SC"), size: 9pt, fill: {BLACK}, lang: "zh")
#let k(n) = cmyk(0%, 0%, 0%, n)
"""
TEXT = """
有正式党员3人以上的，应当成立党支部。Every branch meets.
#line(length: 100%, stroke: 0.25pt + k(100%))
#text(font: "Noto Sans SC", fill: k(60%))[查党员名册]
"""

pytestmark = pytest.mark.skipif(not ICC.is_file(), reason="no CMYK profile (libgs-common)")


# Making PDFs


@functools.cache
def set_text(body: str = TEXT, pages: int = 2) -> bytes:
    """Pages by Typst, in the fonts of the wheel."""
    source = PAGE + "#pagebreak()".join([body] * pages)
    pdf = typst.compile(source.encode(), font_paths=_fonts(), ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    return pdf


@functools.cache
def make_ready(pdf: bytes, padding: int = 0, claimed: bool = True) -> bytes:
    """The same as PDF/X-4 under the tests' profile."""
    labels = Labels("样张", "示例单位 01", datetime.date(2019, 6, 30), "2019/1")
    profile = Profile(ICC.read_bytes(), "Artifex CMYK SWOP Profile") if claimed else None
    return exchange(pdf, labels, padding, profile)


def sound() -> bytes:
    """A sound two-page interior in K alone."""
    return make_ready(set_text())


Change = Callable[[PdfWriter], object]


def change(pdf: bytes, *changes: Change) -> bytes:
    """The PDF rewritten with changes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    kept = writer._ID
    writer.pdf_header = "%PDF-1.6"
    for each in changes:
        each(writer)
    writer._ID = kept if writer._ID is kept else writer._ID
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def name(text: str) -> NameObject:
    return NameObject(text)


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def pairs(**values: Any) -> DictionaryObject:
    return DictionaryObject({name(f"/{key}"): value for key, value in values.items()})


def stream(data: bytes, **values: Any) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(pairs(**values))
    return made


def hang(writer: PdfWriter, holder: Any) -> None:
    """Streams stand as objects of their own (ISO 32000-1, 7.3.8)."""
    for key in holder if isinstance(holder, DictionaryObject) else range(len(holder)):
        value = holder[key] if isinstance(holder, ArrayObject) else holder.raw_get(key)
        if isinstance(value, DictionaryObject | ArrayObject):
            hang(writer, value)
        if isinstance(value, StreamObject):
            holder[key] = writer._add_object(value)


def draw(content: str, page: int = 1, **resources: DictionaryObject) -> Change:
    """Lay operators over a page of the sound one, with what they name; MM is a millimetre."""

    def change(writer: PdfWriter) -> None:
        sheet = writer.pages[page - 1]
        before = sheet.get_contents()
        assert before is not None
        data = b"q\n" + before.get_data() + b"\nQ\n" + content.encode("latin-1")
        sheet[name("/Contents")] = writer._add_object(stream(data))
        had = sheet["/Resources"].get_object()
        assert isinstance(had, DictionaryObject)
        merged = DictionaryObject(had)
        for kind, named in resources.items():
            hang(writer, named)
            older = DictionaryObject(merged.get(f"/{kind}", DictionaryObject()).get_object())
            older.update(named)
            merged[name(f"/{kind}")] = older
        sheet[name("/Resources")] = merged

    return change


def put(key: str, value: Any, page: int = 1) -> Change:
    """Give a page an entry."""
    return lambda writer: writer.pages[page - 1].update({name(key): value})


def root(key: str, value: Any) -> Change:
    return lambda writer: writer.root_object.update({name(key): value})


def drop(key: str, page: int = 1) -> Change:
    return lambda writer: writer.pages[page - 1].pop(key)


def box(*mm: float) -> RectangleObject:
    """From the sheet's lower left corner; the trim is 3, 3, 63, 83."""
    return RectangleObject([value * MM for value in mm])


def note(kind: str, *mm: float, page: int = 1, **values: Any) -> Change:
    """An annotation."""

    def change(writer: PdfWriter) -> None:
        made = pairs(Type=name("/Annot"), Subtype=name(kind), Rect=box(*mm), F=NumberObject(4))
        made.update(pairs(**values))
        writer.pages[page - 1][name("/Annots")] = ArrayObject([writer._add_object(made)])

    return change


def form(content: str, **values: Any) -> DecodedStreamObject:
    return stream(
        content.encode("latin-1"),
        Type=name("/XObject"), Subtype=name("/Form"), BBox=numbers(0, 0, 500, 500), **values,
    )  # fmt: skip


def image(width: int, height: int, space: Any, data: bytes, **values: Any) -> DecodedStreamObject:
    return stream(
        data,
        Type=name("/XObject"), Subtype=name("/Image"), Width=NumberObject(width),
        Height=NumberObject(height), BitsPerComponent=NumberObject(8), ColorSpace=space, **values,
    )  # fmt: skip


def picture(ppi: float, channels: int = 1, side: int = 120, page: int = 1) -> Change:
    """A square image at a resolution, well inside the page."""
    space = name({1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[channels])
    data = bytes((n * 7) % 200 for n in range(side * side * channels))
    across = side / ppi * 72
    content = f"q {across} 0 0 {across} 60 60 cm /Im Do Q"
    return draw(content, page, XObject=pairs(Im=image(side, side, space, data)))


def spot(ink: str, alternate: str, *full: float) -> ArrayObject:
    function = pairs(
        FunctionType=NumberObject(2), Domain=numbers(0, 1), C0=numbers(*(0 for _ in full)),
        C1=numbers(*full), N=NumberObject(1),
    )  # fmt: skip
    return ArrayObject([name("/Separation"), name(f"/{ink}"), name(alternate), function])


def state(**values: Any) -> dict[str, DictionaryObject]:
    return {"ExtGState": pairs(Gs=pairs(**values))}


SQUARE = "60 60 40 40 re f"
SCRIPT = pairs(S=name("/JavaScript"), JS=TextStringObject("app.alert(1)"))


def profile(edit: Callable[[bytearray], object]) -> Change:
    """Another output profile."""

    def change(writer: PdfWriter) -> None:
        intent = writer.root_object["/OutputIntents"][0].get_object()
        data = bytearray(intent["/DestOutputProfile"].get_object().get_data())
        edit(data)
        intent[name("/DestOutputProfile")] = writer._add_object(stream(bytes(data)))

    return change


def metadata(old: str, new: str) -> Change:
    """Other words in the metadata."""

    def change(writer: PdfWriter) -> None:
        data = writer.root_object["/Metadata"].get_object().get_data().decode()
        assert old in data
        made = stream(data.replace(old, new).encode(), Type=name("/Metadata"), Subtype=name("/XML"))
        writer.root_object[name("/Metadata")] = writer._add_object(made)

    return change


def again(writer: PdfWriter) -> None:
    intents = writer.root_object["/OutputIntents"]
    intents.append(pairs(**{key[1:]: value for key, value in intents[0].get_object().items()}))


def no_id(writer: PdfWriter) -> None:
    writer._ID = None


def set_info(key: str, value: Any) -> Change:
    def change(writer: PdfWriter) -> None:
        assert writer._info is not None
        writer._info.get_object().update({name(key): value})

    return change


def helvetica() -> dict[str, DictionaryObject]:
    font = pairs(Type=name("/Font"), Subtype=name("/Type1"), BaseFont=name("/Helvetica"))
    font[name("/Encoding")] = name("/WinAnsiEncoding")
    return {"Font": pairs(He=font)}


def glyphs(content: str) -> dict[str, DictionaryObject]:
    """A Type 3 font with one glyph."""
    font = pairs(
        Type=name("/Font"), Subtype=name("/Type3"), FontBBox=numbers(0, 0, 1000, 1000),
        FontMatrix=numbers(0.001, 0, 0, 0.001, 0, 0), FirstChar=NumberObject(97),
        LastChar=NumberObject(97), Widths=numbers(1000), Resources=DictionaryObject(),
        CharProcs=pairs(a=stream(content.encode())),
        Encoding=pairs(Type=name("/Encoding"),
                       Differences=ArrayObject([NumberObject(97), name("/a")])),
    )  # fmt: skip
    return {"Font": pairs(Tr=font)}


def pattern(content: str) -> dict[str, DictionaryObject]:
    made = stream(
        content.encode(),
        Type=name("/Pattern"), PatternType=NumberObject(1), PaintType=NumberObject(1),
        TilingType=NumberObject(1), BBox=numbers(0, 0, 10, 10), XStep=NumberObject(10),
        YStep=NumberObject(10), Resources=DictionaryObject(),
    )  # fmt: skip
    return {"Pattern": pairs(Pa=made)}


def shading(space: str, *ends: float) -> dict[str, DictionaryObject]:
    half = len(ends) // 2
    function = pairs(
        FunctionType=NumberObject(2), Domain=numbers(0, 1), N=NumberObject(1),
        C0=numbers(*ends[:half]), C1=numbers(*ends[half:]),
    )  # fmt: skip
    made = pairs(
        ShadingType=NumberObject(2), ColorSpace=name(space), Coords=numbers(60, 60, 90, 60),
        Function=function,
    )  # fmt: skip
    return {"Shading": pairs(Sh=made)}


def nested(inner: str) -> dict[str, DictionaryObject]:
    """A form that draws a form."""
    deep = form(inner)
    outer = form("/In Do", Resources=pairs(XObject=pairs(In=deep)))
    return {"XObject": pairs(Out=outer)}


def attach(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", b"a")


def layer(off: bool) -> Change:
    def change(writer: PdfWriter) -> None:
        group = writer._add_object(pairs(Type=name("/OCG"), Name=TextStringObject("2019")))
        config = pairs(OFF=ArrayObject([group] if off else []), Order=ArrayObject([group]))
        writer.root_object[name("/OCProperties")] = pairs(OCGs=ArrayObject([group]), D=config)
        properties = {"Properties": pairs(La=group)}
        draw(f"/OC /La BDC 0 0 0 1 k {SQUARE} EMC", **properties)(writer)

    return change


def field(writer: PdfWriter) -> None:
    """A text field, its widget outside of the bleed."""
    writer.pages[0][name("/MediaBox")] = box(-10, -10, 80, 100)
    note("/Widget", -8, -8, -4, -4, FT=name("/Tx"), T=TextStringObject("a"))(writer)
    widget = writer.pages[0]["/Annots"][0].indirect_reference  # type: ignore[index]
    writer.root_object[name("/AcroForm")] = pairs(Fields=ArrayObject([widget]))


def outside(writer: PdfWriter) -> None:
    """A note whose RGB appearance prints beside the sheet."""
    writer.pages[0][name("/MediaBox")] = box(-10, -10, 80, 100)
    look = writer._add_object(form("1 0 0 rg 0 0 500 500 re f"))
    note("/Square", -8, -8, -4, -4, AP=pairs(N=look))(writer)


def ghostscript(tmp_path: Path) -> bytes:
    """A PDF by another hand: PostScript text through pdfwrite."""
    source, target = tmp_path / "a.ps", tmp_path / "a.pdf"
    source.write_text(
        "%!PS\n<< /PageSize [187 244] >> setpagedevice\n"
        "/Times-Roman findfont 11 scalefont setfont\n"
        "0 0 0 1 setcmykcolor 40 120 moveto (Every branch meets.) show showpage\n"
    )
    run("gs", "-q", "-dNOSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite",
        "-dPDFSETTINGS=/prepress", "-dAutoRotatePages=/None", f"-sOutputFile={target}",
        str(source))  # fmt: skip
    data = target.read_bytes()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.pages[0][name("/TrimBox")] = RectangleObject([8.5, 8.5, 178.5, 235.5])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# The sound ones


def sounds(tmp_path: Path) -> dict[str, tuple[bytes, Expected]]:
    """Ten PDFs as they should be."""
    red = "cmyk(0%, 100%, 90%, 35%)"
    second = set_text(f"#text(fill: {red})[第一章]" + TEXT)
    bleeding = set_text("#place(top + left, dx: -12mm, dy: -12mm, "
                        "rect(width: 66mm, height: 30mm, fill: k(20%)))" + TEXT)  # fmt: skip
    blank = Expected(60, 80, 3, 4, 4, ("K",), True, frozenset({3, 4}), (1,))
    see_through = draw(f"/Gs gs 0 0 0 1 k {SQUARE}", **state(ca=FloatObject(0.5)))
    marks = "/Al CS 1 SCN 0.3 w -10 20 m -2 20 l S"
    everywhere = {"ColorSpace": pairs(Al=spot("All", "/DeviceCMYK", 1, 1, 1, 1))}
    found: dict[str, tuple[bytes, Expected]] = {
        "interior": (sound(), K),
        "unclaimed": (make_ready(set_text(), claimed=False), K),
        "padded": (make_ready(set_text(), 2), blank),
        "bleeding": (make_ready(bleeding), K),
        "process": (make_ready(second), CMYK),
        "spot": (
            make_ready(name_spot(second, Ink("PANTONE 1805 C"))),
            Expected(60, 80, 3, inks=("K", "PANTONE 1805 C")),
        ),
        "images": (change(sound(), picture(300)), K),
        "see-through": (change(sound(), see_through, layer(off=False)), K),
        "forms and marks": (
            change(
                sound(),
                put("/MediaBox", box(-10, -10, 80, 100)),
                draw(marks, **everywhere),
                draw("/Out Do", 2, **nested("0 0 0 0.3 k 60 60 9 9 re f")),
                note("/PrinterMark", -9, -9, -5, -5),
            ),
            K,
        ),
    }
    if shutil.which("gs"):
        found["ghostscript"] = (ghostscript(tmp_path), Expected(inks=("K",)))
    return found


# The broken ones: what was done to the sound one, the one rule that must find it, on which page


BROKEN: dict[str, tuple[Change, str, Expected]] = {
    "no trim box": (drop("/TrimBox"), "pdf-trim", Expected()),
    "trim and art box": (put("/ArtBox", box(5, 5, 60, 80)), "pdf-trim-and-art", K),
    "bleed box inside the trim": (
        put("/BleedBox", box(4, 4, 62, 82)), "pdf-box-nesting", Expected()),
    "one page larger": (put("/TrimBox", box(2, 2, 64, 84), 2), "pdf-trim-uneven", Expected()),
    "another size": (
        lambda w: [put("/TrimBox", box(2, 2, 64, 84), n)(w) for n in (1, 2)],
        "pdf-trim-size", Expected(60, 80)),
    "too little bleed": (put("/BleedBox", box(1, 1, 65, 85)), "pdf-bleed", K),
    "a unit of its own": (put("/UserUnit", NumberObject(2)), "pdf-scaled", K),
    "no output intent": (lambda w: w.root_object.pop("/OutputIntents"), "pdf-intent", K),
    "two output intents": (again, "pdf-intent", K),
    "a screen's profile": (
        profile(lambda d: d.__setitem__(slice(12, 16), b"mntr")), "pdf-intent-class", K),
    "an RGB profile": (
        profile(lambda d: d.__setitem__(slice(16, 20), b"RGB ")), "pdf-intent-space", K),
    "half a profile": (profile(lambda d: d.__delitem__(slice(4000, None))),
                       "pdf-intent-profile", K),
    "claims PDF/X-3": (metadata("PDF/X-4<", "PDF/X-3:2003<"), "pdf-claim", K),
    "no modification date": (metadata("xmp:ModifyDate", "xmp:Other"), "pdf-xmp-entries", K),
    "trapping unknown": (set_info("/Trapped", name("/Unknown")), "pdf-trapped", K),
    "no file identifier": (no_id, "pdf-id", K),
    "RGB on a page": (draw(f"1 0 0 rg {SQUARE}"), "pdf-rgb", Expected()),
    "RGB strokes": (draw("0 0 1 RG 60 60 m 90 90 l S", 2), "pdf-rgb", Expected()),
    "RGB in a form in a form": (
        draw("/Out Do", **nested("1 0 0 rg 60 60 9 9 re f")), "pdf-rgb", Expected()),
    "RGB in a pattern": (
        draw(f"/Pattern cs /Pa scn {SQUARE}", **pattern("1 0 0 rg 0 0 5 5 re f")),
        "pdf-rgb", Expected()),
    "RGB in a shading": (
        draw("/Sh sh", **shading("/DeviceRGB", 1, 0, 0, 0, 1, 0)), "pdf-rgb", Expected()),
    "RGB in a glyph": (
        draw("BT /Tr 20 Tf 60 60 Td (a) Tj ET",
             **glyphs("1000 0 d0 1 0 0 rg 0 0 700 700 re f")), "pdf-rgb", Expected()),
    "RGB image": (picture(300, 3), "pdf-rgb", Expected()),
    "RGB inline image": (
        draw("q 0.9 0 0 0.9 60 60 cm BI /W 4 /H 4 /BPC 8 /CS /RGB ID " + "\xff EI\x00" * 9
             + "abc\nEI Q"), "pdf-rgb", Expected()),
    "RGB behind a spot ink": (
        draw(f"/Sp cs 1 scn {SQUARE}",
             ColorSpace=pairs(Sp=spot("Gold", "/DeviceRGB", 1, 0.8, 0))), "pdf-rgb", Expected()),
    "RGB in an appearance": (outside, "pdf-rgb", Expected()),
    "a second ink": (draw(f"0 1 0 0 k {SQUARE}", 2), "pdf-ink-other", K),
    "a second ink in an image": (picture(300, 4), "pdf-ink-other", K),
    "a second ink in a shading": (
        draw("/Sh sh", **shading("/DeviceCMYK", 0, 0, 0, 1, 1, 0, 0, 0)), "pdf-ink-other", K),
    "too much ink": (draw(f"0.9 0.9 0.9 0.9 k {SQUARE}"), "pdf-ink-total", CMYK),
    "black text of four inks": (
        draw("BT /f0 9 Tf 0.6 0.4 0.4 1 k 60 60 Td <00010002> Tj ET"), "pdf-rich-black", CMYK),
    "white overprints": (
        draw(f"0 0 0 0.5 k {SQUARE} /Gs gs 0 0 0 0 k 70 70 9 9 re f",
             **state(op=NumberObject(1), OPM=NumberObject(1))), "pdf-white-overprint", K),
    "registration colour": (
        draw(f"/Al cs 1 scn {SQUARE}",
             ColorSpace=pairs(Al=spot("All", "/DeviceCMYK", 1, 1, 1, 1))),
        "pdf-registration", CMYK),
    "font not embedded": (
        draw("BT /He 9 Tf 0 0 0 1 k 60 60 Td (abc) Tj ET", **helvetica()),
        "pdf-font-embedded", K),
    "font not there": (draw("BT /No 9 Tf 60 60 Td (abc) Tj ET"), "pdf-font-missing", K),
    "coarse image": (picture(72, side=60), "pdf-resolution", K),
    "hairline": (draw("0 0 0 1 K 0.1 w 60 60 m 120 60 l S"), "pdf-hairline", K),
    "hairline by scaling": (
        draw("0 0 0 1 K q 0.1 0 0 0.1 0 0 cm 1 w 600 600 m 1200 600 l S Q"), "pdf-hairline", K),
    "filled hairline": (draw("0 0 0 1 k 60 60 60 0.1 re f"), "pdf-hairline", K),
    "link in the text": (note("/Link", 20, 20, 40, 30), "pdf-annotation", K),
    "script": (
        root("/Names", pairs(JavaScript=pairs(Names=ArrayObject([TextStringObject("a"), SCRIPT])))),
        "pdf-javascript", K),
    "script on opening": (root("/OpenAction", SCRIPT), "pdf-javascript", K),
    "launch": (root("/OpenAction", pairs(S=name("/Launch"), F=TextStringObject("a"))),
               "pdf-action", K),
    "form field": (field, "pdf-form", K),
    "sound": (root("/OpenAction", pairs(S=name("/Sound"))), "pdf-media", K),
    "attachment": (attach, "pdf-embedded-file", K),
    "tint ends at the cut": (
        draw(f"0 0 0 0.5 k {3 * MM} {30 * MM} {20 * MM} {20 * MM} re f"), "pdf-bleed-short", K),
    "transfer function": (
        draw(f"/Gs gs 0 0 0 1 k {SQUARE}", **state(TR=name("/Identity"))), "pdf-transfer", K),
    "blends in RGB": (
        lambda w: [
            draw(f"/Gs gs 0 0 0 1 k {SQUARE}", **state(BM=name("/Multiply")))(w),
            put("/Group", pairs(S=name("/Transparency"), CS=name("/DeviceRGB")))(w),
        ], "pdf-blend-space", K),
    "unknown operator": (draw("60 60 frob"), "pdf-operator", K),
    "not of four pages": (
        lambda w: None, "pdf-page-multiple", Expected(60, 80, multiple=4)),
    "a page short": (lambda w: None, "pdf-page-count", Expected(60, 80, pages=3)),
    "chapter on a verso": (lambda w: None, "pdf-recto", Expected(60, 80, rectos=(1, 2))),
}  # fmt: skip
WARNED: dict[str, tuple[Change, str, Expected]] = {
    "turned": (put("/Rotate", NumberObject(90)), "pdf-rotated", K),
    "crop box": (put("/CropBox", box(5, 5, 60, 80)), "pdf-crop", K),
    "a page of nothing": (
        put("/Contents", NullObject()), "pdf-blank", Expected(blanks=frozenset())),
    "layer off": (layer(off=True), "pdf-layer-off", K),
    "text near the cut": (
        draw(f"BT /f0 9 Tf 0 0 0 1 k {4 * MM} {40 * MM} Td <00010002> Tj ET"),
        "pdf-safe-area", K),
    "rather coarse image": (picture(200), "pdf-resolution", K),
    "PDF 1.7": (lambda w: setattr(w, "pdf_header", "%PDF-1.7"), "pdf-version", K),
    "Lab": (
        draw(f"/La cs 50 10 10 scn {SQUARE}",
             ColorSpace=pairs(La=ArrayObject([name("/Lab"), pairs(WhitePoint=numbers(1, 1, 1))]))),
        "pdf-lab", Expected()),
}  # fmt: skip


@functools.cache
def broken(case: str) -> bytes:
    done, _, _ = {**BROKEN, **WARNED}[case]
    return change(sound(), done)


def rules(report: Report, *severities: str) -> set[str]:
    return {each.rule for each in report.findings if each.severity in severities}


def test_ten_sound_files_have_no_finding_but_notes(tmp_path: Path) -> None:
    made = sounds(tmp_path)
    assert len(made) >= 9
    for case, (pdf, expected) in made.items():
        report = preflight(pdf, expected)
        worse = [(f.rule, f.measured) for f in report.findings if f.severity != "note"]
        assert not worse, case
        assert report.ok


def test_what_is_allowed_is_listed(tmp_path: Path) -> None:
    made = {case: preflight(*each) for case, each in sounds(tmp_path).items()}
    assert rules(made["see-through"], "note") == {"pdf-transparency", "pdf-layers"}
    assert rules(made["unclaimed"], "note") == {"pdf-no-claim"}
    assert made["padded"].blanks == (3, 4)
    assert made["interior"].claim == "PDF/X-4" and made["interior"].profile
    assert made["interior"].inks == ("K",) and made["interior"].bleed == 3
    assert made["spot"].inks == ("K", "PANTONE 1805 C")


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_broken_in_one_way_breaks_one_rule(case: str) -> None:
    _, rule, expected = BROKEN[case]
    report = preflight(broken(case), expected)
    assert rules(report, "error") == {rule}
    assert not report.ok
    if case in ("pdf-font-type3", "RGB in a glyph"):
        assert rules(report, "warning") == {"pdf-font-type3", "pdf-font-unicode"}
    else:
        assert not rules(report, "warning") - {"pdf-font-unicode"}


@pytest.mark.parametrize("case", WARNED)
def test_what_may_be_meant_is_a_warning(case: str) -> None:
    _, rule, expected = WARNED[case]
    report = preflight(broken(case), expected)
    assert rules(report, "warning") == {rule}
    assert report.ok


def test_a_finding_says_where_in_millimetres_and_on_all_its_pages() -> None:
    ring = draw(f"0 1 0 0 k {23 * MM} {53 * MM} {10 * MM} {20 * MM} re f")
    both = change(sound(), ring, lambda w: draw(f"0 1 0 0 k {SQUARE}", 2)(w))
    (found,) = (f for f in preflight(both, K).findings if f.severity == "error")
    assert found.pages == (1, 2)
    # 20 mm from the left of the trim; its upper edge is at 73 of 83 mm.
    assert found.box == (20, 10, 30, 30)
    assert "100%" in found.measured.replace(" ", "")
    assert "K" in found.hint("zh") and found.message("en") != found.message("zh")


def test_limits_are_settings() -> None:
    pdf = broken("too much ink")
    lenient = Expected(inks=CMYK.inks, limits=Limits(ink=380))
    assert preflight(pdf, lenient).ok
    fine = Expected(limits=Limits(hairline=0.5))
    assert rules(preflight(sound(), fine), "error") == {"pdf-hairline"}


def test_a_file_that_claims_nothing_may_be_held_to_the_standard() -> None:
    report = preflight(make_ready(set_text(), claimed=False), Expected(pdfx=True))
    assert rules(report, "error") == {"pdf-intent", "pdf-claim"}


# Against independent tools


def run(*command: str, ok: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode in ok, (command, done.stderr[-500:])
    return done.stdout.decode("utf-8", "replace")


def needs(tool: str) -> None:
    if not shutil.which(tool):
        pytest.skip(f"no {tool}")


def everything(tmp_path: Path) -> Iterator[tuple[str, bytes, Report, Path]]:
    made = {case: pdf for case, (pdf, _) in sounds(tmp_path).items()}
    made |= {case: broken(case) for case in (*BROKEN, *WARNED)}
    for n, (case, pdf) in enumerate(made.items()):
        path = tmp_path / f"{n}.pdf"
        path.write_bytes(pdf)
        yield case, pdf, preflight(pdf), path


def test_syntax_agrees_with_qpdf(tmp_path: Path) -> None:
    needs("qpdf")
    for case, _, report, path in everything(tmp_path):
        run("qpdf", "--check", str(path))
        assert "pdf-syntax" not in rules(report, "error"), case
    damaged = {
        "no table": re.sub(rb"startxref\s+\d+", b"startxref\n9", sound()),
        "half a file": sound()[: len(sound()) // 2],
    }
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # as another reader leaves it
    for case, pdf in damaged.items():
        path = tmp_path / "damaged.pdf"
        path.write_bytes(pdf)
        assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode, case
        try:
            report = preflight(pdf)
        except InputError as error:
            assert [p.rule for p in error.problems] == ["preflight-damaged"]
        else:
            assert "pdf-syntax" in rules(report, "error"), case


def test_boxes_and_pages_agree_with_mutool_and_pdfinfo(tmp_path: Path) -> None:
    needs("mutool")
    needs("pdfinfo")
    for case, _, report, path in everything(tmp_path):
        told = run("mutool", "pages", str(path))
        assert told.count("<page ") == report.pages, case
        first = told.split("</page>")[0]
        trim = re.search(r'<TrimBox l="([^"]+)" b="([^"]+)" r="([^"]+)" t="([^"]+)"', first)
        if trim is None:
            assert case == "no trim box"
            continue
        left, bottom, right, top = map(float, trim.groups())
        assert report.trim == pytest.approx(((right - left) / MM, (top - bottom) / MM), abs=0.02)
        info = run("pdfinfo", "-box", "-f", "1", "-l", "1", str(path))
        bleed = re.search(r"BleedBox:\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)", info)
        assert bleed is not None
        if case != "a unit of its own":
            outer = [float(value) for value in bleed.groups()]
            margin = min(left - outer[0], bottom - outer[1], outer[2] - right, outer[3] - top)
            assert report.bleed <= max(margin / MM, 0) + 0.02, case
        if case != "script on opening":  # which older pdfinfo does not see
            scripts = re.findall(r"JavaScript:\s+(\w+)", info)
            assert ("yes" in scripts) == ("pdf-javascript" in rules(report, "error")), case
        assert (re.findall(r"Form:\s+(\w+)", info) != ["none"]) == (
            "pdf-form" in rules(report, "error")
        ), case


def test_fonts_agree_with_pdffonts(tmp_path: Path) -> None:
    needs("pdffonts")
    for case, _, report, path in everything(tmp_path):
        rows = [line.split() for line in run("pdffonts", str(path)).splitlines()[2:]]
        # name, type (one word or two), encoding, emb, sub, uni, object, generation
        theirs = {(row[0], row[-5] == "yes", row[-4] == "yes") for row in rows}
        ours = {(font.name, font.embedded, font.subset) for font in report.fonts}
        if case == "RGB in a glyph":  # pdffonts calls a Type 3 font nameless and whole
            ours = {font for font in ours if font[0] != "Type3"}
            theirs = {font for font in theirs if font[0] != "[none]"}
        assert ours <= theirs, case
        assert any(not font.embedded for font in report.fonts) == (case == "font not embedded")


def test_images_agree_with_pdfimages(tmp_path: Path) -> None:
    needs("pdfimages")
    seen = 0
    for case, _, report, path in everything(tmp_path):
        rows = [line.split() for line in run("pdfimages", "-list", str(path)).splitlines()[2:]]
        theirs = sorted((int(r[0]), int(r[3]), int(r[4])) for r in rows if r[2] == "image")
        ours = sorted((each.page, each.width, each.height) for each in report.images)
        assert ours == theirs, case
        for row, each in zip(rows, report.images, strict=True):
            if case != "RGB inline image":
                assert abs(float(row[12]) - each.ppi) <= 1, case
            seen += 1
    assert seen >= 5


INKS = ("interior", "padded", "bleeding", "process", "images", "forms and marks", "RGB on a page",
        "RGB in a form in a form", "RGB image", "a second ink", "a second ink in an image",
        "a second ink in a shading", "too much ink", "hairline")  # fmt: skip


def test_inks_agree_with_ghostscript(tmp_path: Path) -> None:
    needs("gs")
    for case, pdf, report, path in everything(tmp_path):
        if case not in INKS:
            continue
        told = run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=inkcov", "-o", "-",
                   str(path))  # fmt: skip
        rows = [list(map(float, line.split()[:4])) for line in told.splitlines() if "CMYK" in line]
        assert len(rows) == report.pages
        coloured = {n for n, row in enumerate(rows, 1) if any(row[:3])}
        found = preflight(pdf, Expected(inks=("K",))).findings
        ours = {
            page
            for each in found
            if each.rule in ("pdf-rgb", "pdf-ink-other")
            for page in each.pages
        }
        assert ours == coloured, case
        assert set(report.blanks) == {n for n, row in enumerate(rows, 1) if not any(row)}, case


def test_separations_agree_with_ghostscript(tmp_path: Path) -> None:
    needs("gs")
    pdf, _ = sounds(tmp_path)["spot"]
    path = tmp_path / "spot.pdf"
    path.write_bytes(pdf)
    run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-r36", "-sDEVICE=tiffsep",
        f"-sOutputFile={tmp_path}/sep%d.tif", str(path))  # fmt: skip
    plates = {each.stem.partition("(")[2].rstrip(")") for each in tmp_path.glob("sep1(*.tif")}
    spots = {ink for ink in preflight(pdf).inks if ink not in "CMYK"}
    assert plates - {"Cyan", "Magenta", "Yellow", "Black"} == spots == {"PANTONE 1805 C"}


# Hostile files


def raw_page(content: bytes, *objects: bytes, resources: bytes = b"") -> bytes:
    """A file written by hand; objects from 5 on."""
    packed = zlib.compress(content)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /TrimBox [9 9 191 191] "
        b"/Contents 4 0 R /Resources << " + resources + b" >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        *objects,
    ]
    out, starts = b"%PDF-1.6\n", []
    for n, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(bodies) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, at)


def raw_form(content: bytes, resources: bytes = b"") -> bytes:
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << %s >> /Length %d >>\n"
        b"stream\n%s\nendstream" % (resources, len(content), content)
    )


def doubling(depth: int) -> tuple[bytes, ...]:
    """Forms that each draw the next twice, at two places."""
    rows = []
    for n in range(5, 5 + depth):
        content = b"q 1 0 0 1 %d 0 cm /X Do Q q 1 0 0 1 0 %d cm /X Do Q" % (n, n)
        rows.append(raw_form(content, b"/XObject << /X %d 0 R >>" % (n + 1)))
    return (*rows, raw_form(b"0 0 5 5 re f"))


HOSTILE = {
    "a form in itself": (
        raw_page(b"/X Do", raw_form(b"/X Do", b"/XObject << /X 5 0 R >>"),
                 resources=b"/XObject << /X 5 0 R >>"), "pdf-loop"),
    "forms that double": (
        raw_page(b"/X Do", *doubling(15), resources=b"/XObject << /X 5 0 R >>"), ""),
    "forms that never end": (
        raw_page(b"/X Do", *doubling(60), resources=b"/XObject << /X 5 0 R >>"), "pdf-loop"),
    "a stream that unfolds": (raw_page(b" " * 90_000_000), "pdf-stream"),
    "millions of operations": (raw_page(b"q Q " * 210_000), "pdf-limit"),
    "open strings": (raw_page(b"(" * 300_000), ""),
    "open arrays": (raw_page(b"[" * 300_000 + b"TJ"), ""),
    "a number without end": (raw_page(b"1" * 1_000_000), ""),
    "numbers without an operator": (raw_page(b"1 " * 1_000_000 + b"{" * 9), "pdf-operator"),
    "backslashes": (raw_page(b"BT (" + b"\\" * 500_001), ""),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_ends(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handbook.preflight.walk.BUDGET", 400_000)
    pdf, rule = HOSTILE[case]
    report = preflight(pdf)
    assert not rule or rule in rules(report, "error")


def test_loops_among_objects_end() -> None:
    def loop(writer: PdfWriter) -> None:
        item = pairs(Title=TextStringObject("a"))
        reference = writer._add_object(item)
        item[name("/Next")] = item[name("/First")] = reference
        action = pairs(S=name("/GoTo"))
        action[name("/Next")] = writer._add_object(action)
        writer.root_object[name("/Outlines")] = pairs(First=reference)
        writer.root_object[name("/OpenAction")] = action
        space = ArrayObject([name("/Indexed")])
        space.append(writer._add_object(space))
        draw(f"/Sp cs 1 scn {SQUARE}", ColorSpace=pairs(Sp=space))(writer)

    assert preflight(change(sound(), loop)).pages == 2


@pytest.mark.parametrize(
    ("pdf", "rule"),
    [
        (b"", "preflight-no-pdf"),
        (b"GIF89a" + bytes(2000), "preflight-no-pdf"),
        (b"%PDF-1.6\n", "preflight-damaged"),
        (b"%PDF-1.6\n1 0 obj " + b"[" * 100_000, "preflight-damaged"),
        (b"%PDF-1.6\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
         b"/Kids [2 0 R 2 0 R] /Count 2 >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF",
         "preflight-damaged"),
    ],
)  # fmt: skip
def test_what_is_no_pdf_is_one_line(pdf: bytes, rule: str) -> None:
    with pytest.raises(InputError) as caught:
        preflight(pdf, name="a.pdf")
    assert [(p.rule, p.file) for p in caught.value.problems] == [(rule, "a.pdf")]


def test_an_encrypted_file_is_one_line() -> None:
    def lock(writer: PdfWriter) -> None:
        writer.encrypt("", "owner", algorithm="RC4-128")

    with pytest.raises(InputError) as caught:
        preflight(change(sound(), lock))
    assert [p.rule for p in caught.value.problems] == ["preflight-encrypted"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(data: st.DataObject) -> None:
    pdf = bytearray(make_ready(set_text(pages=1), claimed=False))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(pdf) - 1))
        what = data.draw(st.binary(max_size=6))
        pdf[at : at + data.draw(st.integers(0, 40))] = what
    try:
        report = preflight(bytes(pdf))
    except InputError:
        return
    assert report.pages >= 1


WORDS = (
    b"q Q cm w gs g G rg RG k K cs CS sc scn SCN m l c v y re h n f f* S s B b* W sh Do BT ET Tf "
    b"Tm Td TD T* TL Tr Tz Ts Tj TJ ' \" BDC BMC EMC d0 d1 BI ID EI /X /Sp /Pa /Sh /f0 1 0 0.5 "
    b"-3 99 1e9 (a) <00> [ ] << >> true null ( ) < > % { \\"
).split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_content_is_read(words: list[bytes]) -> None:
    resources = b"/XObject << /X 5 0 R >> /Pattern << /Pa 5 0 R >> /Shading << /Sh 5 0 R >>"
    pdf = raw_page(b" ".join(words), raw_form(b"/X Do"), resources=resources)
    assert preflight(pdf).pages == 1


# The reader of content streams

OPERANDS = st.one_of(
    st.integers(-999, 999).map(lambda n: b"%d" % n),
    st.floats(-99, 99, allow_nan=False).map(lambda x: b"%.4f" % x),
    st.from_regex(rb"/[A-Za-z][A-Za-z0-9]{0,6}", fullmatch=True),
    st.binary(max_size=12).map(lambda b: b"<" + b.hex().encode() + b">"),
    st.binary(max_size=12).map(
        lambda b: b"(" + re.sub(rb"([\\()])", rb"\\\1", b).replace(b"\r", b"\\r") + b")"
    ),
    st.sampled_from([b"[(a) -20 <62>]", b"<</A 1/B(x)>>", b"true", b"((nested (three (deep))))"]),
)
OPERATORS = st.sampled_from([b"q", b"Q", b"cm", b"k", b"Tj", b"TJ", b"re", b"f*", b"T*", b"scn"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(OPERANDS, max_size=4), OPERATORS), max_size=12), st.booleans())
def test_operations_come_out_as_they_went_in(
    rows: list[tuple[list[bytes], bytes]], commented: bool
) -> None:
    gap = b" %) BI ID\n" if commented else b" "
    data = b"\n".join(gap.join([*operands, word]) for operands, word in rows)
    assert [word for word, _ in operations(data)] == [word for _, word in rows]


def test_marked_content_and_text_ends_are_passed_over() -> None:
    data = b"/Span<</MCID 3>>BDC q(EMC BT)Tj ET EMC/OC /La BDC BI/W 1/H 1 ID \x00Q EI f Q"
    assert [word for word, _ in operations(data)] == [
        b"q", b"Tj", b"BDC", b"BI", b"EI", b"f", b"Q",
    ]  # fmt: skip


# What is published


def test_the_report_as_data_meets_its_schema() -> None:
    schema = json.loads((ROOT / "handbook/schemas/preflight.schema.json").read_text())
    for case in ("a second ink", "coarse image", "font not embedded", "script"):
        data = report_json(preflight(broken(case), K))
        jsonschema.validate(data, schema)
        jsonschema.validate({"format": 1, "files": {"interior.pdf": data}}, schema)
        assert data == report_json(preflight(broken(case), K))
        assert data["findings"][0]["message"]["zh"]


def test_every_rule_has_a_clause_and_sentences_in_both_languages() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        finding = rule.finding("1", "2")
        words = [f(lang) for f in (finding.message, finding.hint) for lang in ("zh", "en")]
        assert all(words) and rule.clause and rule.title("zh") and rule.title("en")
        assert re.search(r"ISO \d+-?\d*:\d{4}, \d|GWG2015, |设定", rule.clause), rule.name


def test_only_rules_that_were_applied_are_reported() -> None:
    bare = {rule.name for rule in preflight(make_ready(set_text(), claimed=False)).rules}
    full = {rule.name for rule in preflight(sound(), K).rules}
    assert "pdf-intent" in full - bare and "pdf-ink-other" in full - bare
    assert "pdf-page-count" not in full


def test_the_page_to_read_says_what_was_found() -> None:
    report = preflight(broken("a second ink"), K)
    pdf = set_preflight({"interior.pdf": report}, "《样张》", "示例文本，非官方手册")
    text = "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "不能付印" in text and "第2面" in text and "GWG2015" in text
    assert "查过而没有问题的" in text
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(pdf)).root_object
    assert pdf == set_preflight({"interior.pdf": report}, "《样张》", "示例文本，非官方手册")
    assert "可以付印" in "".join(
        PdfReader(io.BytesIO(set_preflight({"interior.pdf": preflight(sound(), K)}, "样张")))
        .pages[0].extract_text().split()
    )  # fmt: skip


def test_names_in_any_script_do_not_stop_the_page() -> None:
    font = helvetica()
    font["Font"]["/He"][name("/BaseFont")] = name("/नागरी<b>\u202e")
    pdf = change(sound(), draw("BT /He 9 Tf 0 0 0 1 k 60 60 Td (abc) Tj ET", **font))
    report = preflight(pdf, K)
    assert not any("\u202e" in finding.measured for finding in report.findings)
    assert set_preflight({"interior.pdf": report}, "样张").startswith(b"%PDF")


def test_the_command_reports_any_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.pdf").write_bytes(sound())
    Path("bad.pdf").write_bytes(broken("RGB image"))
    Path("no.pdf").write_bytes(b"hello")
    command = ["--lang", "en", "verify", "--preflight"]
    assert main([*command, "good.pdf", "--inks", "K", "--trim", "60x80", "--bleed", "3"]) == 0
    assert "fit for the press" in capsys.readouterr().err
    assert main([*command, "bad.pdf"]) == 1
    out = capsys.readouterr().out
    assert "error page 1" in out and "DeviceRGB" in out and "ISO 15930-7" in out
    assert main([*command, "bad.pdf", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["error"] == 1
    assert main([*command, "good.pdf", "--trim", "148x210"]) == 1
    capsys.readouterr()
    for wrong in (["no.pdf"], ["none.pdf"], [], ["good.pdf", "--trim", "A5"]):
        assert main([*command, *wrong]) == 2
        err = capsys.readouterr().err.splitlines()
        assert len(err) == 2 and "Traceback" not in err[0]
