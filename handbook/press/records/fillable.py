"""Fields to fill in: the links that mark a form's blanks become those of an AcroForm.

Typst knows no fields. It sets each blank as a link, which has its rectangle, its place in the
reading order and its structure element; here the link becomes a widget and the element a `Form`
(ISO 32000-1, 12.7; ISO 14289-1, 7.18.4). What changes is appended to the file (7.5.6): a PDF
library would read and write every object again, a hundred times for a project's forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.press.records.side import Blank
from handbook.press.records.update import Update

MARK = "field:"
"""What the address of a link that marks a blank begins with; the blank's number follows."""
MULTILINE = 1 << 12
"""A text field of several lines (ISO 32000-1, table 228)."""
NARROW, TALL = 90.0, 40.0
"""In points: a blank that is not so wide, or taller, takes its text in several lines."""
FONT, TICK = "Song", "ZaDb"
_LINK = re.compile(
    rb"<</Type/Annot/Subtype/Link/Rect\[(?P<rect>[^\]]+)\].*?/URI\(field:(?P<number>\d+)\)"
    rb".*?/StructParent (?P<parent>\d+)",
    re.DOTALL,
)
_ELEMENT = re.compile(rb"<</Type/StructElem/S/Link(?P<rest>/.*/Obj (?P<link>\d+) 0 R.*)", re.DOTALL)


class MarkError(Exception):
    """The PDF does not have a link for each blank."""


def make_fillable(pdf: bytes, blanks: Sequence[Blank]) -> bytes:
    """The PDF with a field at every blank, in reading order; text may be any Chinese.

    The font is Adobe's standard STSong-Light, which is not embedded: every viewer has a face
    for it, and embedded for all that may be typed it would weigh megabytes a form.
    Raises `MarkError` where the PDF, which Typst has set, is not of the form that is known.
    """
    update = Update(pdf)
    widgets: dict[int, int] = {}
    for number, body in update.objects():
        if found := _LINK.match(body):
            blank = int(found["number"])
            if blank < len(blanks):
                widgets[number] = blank
                update.replace(number, _widget(update, found, blanks[blank]))
    if sorted(widgets.values()) != list(range(len(blanks))):
        raise MarkError(f"{len(widgets)} of {len(blanks)}")
    for number, body in update.objects():
        if (found := _ELEMENT.match(body)) and int(found["link"]) in widgets:
            update.replace(number, b"<</Type/StructElem/S/Form" + found["rest"])
    fields = " ".join(f"{number} 0 R" for number in sorted(widgets, key=widgets.__getitem__))
    fonts = f"/{FONT} {update.add(_song(update))} 0 R/{TICK} {update.add(_DINGBATS)} 0 R"
    form = (
        f"/AcroForm<</Fields[{fields}]/NeedAppearances true/DA({_appearance(10)})"
        f"/DR<</Font<<{fonts}>>>>>>"
    )
    root = update.body(update.root).rstrip().removesuffix(b">>")
    update.replace(update.root, root + form.encode() + b">>")
    return update.bytes()


def _widget(update: Update, link: re.Match[bytes], blank: Blank) -> bytes:
    left, bottom, right, top = (float(each) for each in link["rect"].split())
    wide, high = right - left, top - bottom
    if blank.kind == "check":
        kind = _check(update, wide, high)
    else:
        narrow = wide < NARROW
        lines = narrow or high > TALL
        kind = f"/FT/Tx/Ff {MULTILINE if lines else 0}/DA({_appearance(8 if narrow else 10)})/V()"
    return (
        f"<</Type/Annot/Subtype/Widget/Rect[{link['rect'].decode()}]/F 4"
        f"/StructParent {int(link['parent'])}/T{_text(blank.name)}/TU{_text(blank.tip)}{kind}>>"
    ).encode()


def _text(text: str) -> str:
    """A text string in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _appearance(size: int) -> str:
    return f"/{FONT} {size} Tf 0 g"


def _check(update: Update, width: float, height: float) -> str:
    """A box with its two looks, drawn, so that no font is asked for a tick."""
    box = f"0 G 0.5 w 0.25 0.25 {width - 0.5:.3f} {height - 0.5:.3f} re S"
    points = [(0.2, 0.5), (0.43, 0.22), (0.82, 0.8)]
    tick = " ".join(
        f"{x * width:.3f} {y * height:.3f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)
    )
    attributes = f"/Type/XObject/Subtype/Form/BBox[0 0 {width:.3f} {height:.3f}]"
    off = update.add_stream(attributes, box.encode())
    yes = update.add_stream(attributes, f"{box} 1.1 w {tick} S".encode())
    return (
        f"/FT/Btn/AP<</N<</Off {off} 0 R/Yes {yes} 0 R>>>>/AS/Off/V/Off"
        f"/MK<</CA(4)/BC[0]>>/BS<</W 0.5>>/DA(/{TICK} 0 Tf 0 g)"
    )


_DINGBATS = b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"


def _song(update: Update) -> bytes:
    """STSong-Light by UTF-16 (ISO 32000-1, 9.7.5.2). It has a ToUnicode map besides, which for
    this encoding says nothing new, but by which programs that fill forms write its codes."""
    descriptor = update.add(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    )
    descendant = update.add(
        # Adobe-GB1 has the Latin letters at CID 1 to 95; half an em fits most of them.
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        f"/FontDescriptor {descriptor} 0 R>>".encode()
    )
    map = update.add_stream("", _identity_map().encode())
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {map} 0 R>>".encode()
    )


def _identity_map() -> str:
    """Every code of the basic plane is its own character; a range may not cross a first byte."""
    rows = [f"<{b:02X}00> <{b:02X}FF> <{b:02X}00>" for b in range(256) if not 0xD8 <= b < 0xE0]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]  # at most 100 a section
    ranges = "\n".join(
        f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange" for part in parts
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{ranges}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
