"""The job ticket (付印单): everything that the print shop and the bindery need to know."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.book import Book
from handbook.press.books import OVERRIDES, overrides_of
from handbook.press.imprint import printing_words
from handbook.press.record import date_words
from handbook.press.sentences import glyph_problem, template_problem
from handbook.press.sheet import TRIM_NAMES, Sheet
from handbook.press.spine import BULK_ERROR, TITLE_FROM, Spine
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset
from handbook.press.xhtml import clean
from handbook.problems import InputError


@dataclass(frozen=True)
class JobFile:
    """A file of the pack."""

    name: str
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Delivery:
    """One address of the delivery list."""

    unit: str
    copies: int


@dataclass(frozen=True)
class Job:
    """One printing of one book."""

    title: str
    edition: str
    """The edition's id."""
    edition_name: str
    printing: str
    sheet: Sheet
    """Trim, bleed."""
    pages: int
    """Sides of the interior, blank ones at the end included."""
    padding: int
    """How many of these are blank to fill the binding's multiple."""
    binding: str
    """A key of `BINDINGS`: saddle, perfect, sewn."""
    copies: int
    """0 where it is not decided yet."""
    paper: str = ""
    """The text paper's name; empty: to be filled in by hand."""
    grammage: float = 0
    """g/m² of it."""
    cover_paper: str = ""
    cover_grammage: float = 0
    inks: tuple[str, ...] = ("K",)
    """Of the interior, on both sides."""
    cover_inks: tuple[str, ...] = ("K",)
    """Of the cover's outside; the inside is blank."""
    spine: Spine | None = None
    profile: str = ""
    """Name of the output condition; empty: the files do not claim PDF/X."""
    errata: tuple[str, ...] = ()
    """Ids of the errata that this printing carries."""
    deliveries: tuple[Delivery, ...] = ()
    """From the ledger of distribution; empty: to be filled in by hand."""
    files: tuple[JobFile, ...] = ()
    text_sha256: str = ""
    """Of the edition's text, as the colophon prints it."""
    notes: tuple[str, ...] = ()
    """Sentences for the print shop."""
    printed: datetime.date | None = None
    """The printing's date, as the colophon has it."""


@dataclass(frozen=True)
class Parent:
    """A whole sheet of paper, and how many leaves of the trim are cut from it."""

    name: str
    width: int
    height: int
    """Millimetres."""
    parts: int
    """开数."""


BINDINGS = {"saddle": "骑马订", "perfect": "无线胶订", "sewn": "锁线胶订"}
PARENTS = (("正度", 787, 1092), ("大度", 889, 1194), ("A系列", 890, 1240))
"""Whole sheets of the trade, and that of A sizes (GB/T 788—1999)."""
TRIMMED = (2, 4)
"""Millimetres cut off a leaf's width (fore edge) and height (head and foot) at the least."""


def parent_sheet(sheet: Sheet) -> Parent:
    """The whole sheet from which the trim is cut with the least waste.

    A sheet is halved again and again: 32开 is five times. 140 × 203 comes to 大度 32开, 130 × 184
    to 正度 32开, 185 × 260 to 正度 16开, 148 × 210 to 890 × 1240, 32开.
    """
    width, height = sheet.width + TRIMMED[0], sheet.height + TRIMMED[1]
    fits = [
        Parent(name, short, long, 2 ** (i + j))
        for name, short, long in PARENTS
        for i in range(5)
        for j in range(5)
        if _holds(short / 2**i, long / 2**j, width, height)
    ]
    return min(fits, key=lambda p: p.width * p.height / p.parts)


def _holds(a: float, b: float, width: float, height: float) -> bool:
    return min(a, b) >= min(width, height) and max(a, b) >= max(width, height)


def count_sheets(job: Job) -> float:
    """印张: sides by 开数, both sides of half a whole sheet counted as one."""
    return job.pages / parent_sheet(job.sheet).parts


def count_reams(job: Job) -> float:
    """正文令数 of the copies, without the print shop's waste: a ream is 1,000 印张."""
    return job.copies * count_sheets(job) / 1000


def job_json(job: Job) -> dict[str, Any]:
    """The ticket as data (schemas/job.schema.json)."""
    parent, spine = parent_sheet(job.sheet), job.spine
    data = dataclasses.asdict(job)
    data["printed"] = job.printed.isoformat() if job.printed else None
    data["sheet"] = {
        "width": job.sheet.width,
        "height": job.sheet.height,
        "bleed": job.sheet.bleed,
        "name": TRIM_NAMES.get((round(job.sheet.width), round(job.sheet.height)), ""),
    }
    data["parent"] = dataclasses.asdict(parent)
    data["sheets"] = round(count_sheets(job), 5)
    data["reams"] = round(count_reams(job), 3)
    data["delivered"] = sum(row.copies for row in job.deliveries)
    if spine:
        data["spine"]["has_title"] = spine.has_title
    return {"format": 1, **data}


def set_job(book: Book, job: Job) -> bytes:
    """The ticket as a form of one or two A4 pages; what is not known has room to be filled in.

    Raises `InputError` for text or a template that cannot be set.
    """
    try:
        return typeset(job_xml(book, job), "job", overrides_of(book))
    except MissingGlyphError as error:
        raise InputError([glyph_problem(book, error.text)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None


def job_xml(book: Book, job: Job) -> bytes:
    """The ticket as the template reads it: groups of rows, the files, the delivery list."""
    settings = book.settings
    root = Element("book")
    head = {
        "title": f"《{job.title}》",
        "printing": f"{job.edition_name}{printing_words(job.printing)}",
        "publisher": settings.publisher,
        "notice": settings.notice,
        "date": date.isoformat() if (date := job.printed or settings.edition_date) else "",
        "copies": str(job.copies or ""),
        "delivered": str(sum(row.copies for row in job.deliveries)),
        "units": str(len(job.deliveries)),
    }
    for key, value in head.items():
        root.set(key, clean(value))
    for name, rows in _groups(job):
        group = SubElement(root, "group", {"name": name})
        for label, value in rows:
            SubElement(group, "row", {"label": label}).text = clean(value)
    for file in job.files:
        attributes = {"name": clean(file.name), "sha256": file.sha256, "size": f"{file.size:,}"}
        SubElement(root, "file", attributes)
    for row in job.deliveries:
        SubElement(root, "to", {"unit": clean(row.unit), "copies": str(row.copies)})
    for note in job.notes:
        SubElement(root, "note").text = clean(note)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _groups(job: Job) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    parent, sheet = parent_sheet(job.sheet), job.sheet
    whole = f"{parent.name}{parent.width}×{parent.height}毫米，{parent.parts}开"
    padding = f"，其中末尾空白{job.padding}面" if job.padding else ""
    text = f"{job.pages}面（{job.pages // 2}张）{padding}"
    reams = f"{count_reams(job):.2f}令（{job.copies}册，不含加放）" if job.copies else ""
    yield (
        "成品",
        [
            ("成品尺寸", sheet.format),
            ("出血", f"四边各{sheet.bleed:g}毫米" if sheet.bleed else "无"),
            ("印数", f"{job.copies}册" if job.copies else ""),
            *([("印次日期", date_words(job.printed))] if job.printed else []),
            ("装订", BINDINGS.get(job.binding, job.binding)),
            ("交货日期", ""),
        ],
    )
    yield (
        "内文",
        [
            ("面数", text),
            ("用纸", _paper(job.paper, job.grammage)),
            ("全张纸", whole),
            ("印张", f"{count_sheets(job):.5f}".rstrip("0").rstrip(".")),
            ("正文令数", reams),
            ("印色", f"双面，{_inks(job.inks)}"),
        ],
    )
    yield "封面", list(_cover(job))
    corrections = "、".join(job.errata) or "无，与该版正文相同"
    claim = f"PDF/X-4，输出条件：{job.profile}" if job.profile else "没有指定输出条件，不声明PDF/X"
    yield (
        "文本",
        [
            ("收入的勘误", corrections),
            *([("正文校验", job.text_sha256)] if job.text_sha256 else []),
            ("交换格式", claim),
        ],
    )


def _cover(job: Job) -> Iterator[tuple[str, str]]:
    spine, sheet = job.spine, job.sheet
    width = 2 * sheet.width + (spine.width_mm if spine else 0)
    yield "用纸", _paper(job.cover_paper, job.cover_grammage)
    yield "印色", f"外面，{_inks(job.cover_inks)}；里面空白"
    yield "覆膜等", ""
    yield "展开尺寸", f"{width:g}毫米×{sheet.height:g}毫米"
    if spine is None:
        yield "书脊", "无（骑马订）" if job.binding == "saddle" else ""
        return
    title = "印书名" if spine.has_title else f"不足{TITLE_FROM:g}毫米，不印书名"
    if spine.measured:
        yield "书脊", f"{spine.width_mm:g}毫米，按样书实测；{title}"
        return
    source = "由纸厂或印厂给出" if spine.bulk_stated else "未给出，按胶版纸常用值"
    board = f"，加封面两层{spine.cover_grammage:g}克" if spine.cover_grammage else ""
    yield "书脊", f"{spine.width_mm:g}毫米（{spine.low_mm:g}至{spine.high_mm:g}毫米）；{title}"
    yield (
        "书脊算法",
        f"{spine.leaves}张×{spine.grammage:g}克×松厚度{spine.bulk:g}÷1000{board}；"
        f"松厚度{source}，±{BULK_ERROR:g}立方厘米/克。"
        "印前请用实际用纸做样书实测，告诉我们，封面据此重做",
    )


def _paper(name: str, grammage: float) -> str:
    weight = f"{grammage:g}克" if grammage else ""
    return f"{weight}{name}"


def _inks(inks: tuple[str, ...]) -> str:
    return f"{len(inks)}色：" + "、".join("黑（K）" if ink == "K" else ink for ink in inks)
