"""Prove a finished book: what `handbook.proof` needs to know beyond the Book, from who set it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from handbook.book import Book
from handbook.book.records import with_records
from handbook.press.books import overrides_of
from handbook.press.changes import Changes, changes_element
from handbook.press.imprint import Imprint
from handbook.press.record import Volume, edition_record
from handbook.press.records.content import FLYLEAF
from handbook.press.records.plan import plan_record
from handbook.press.sheet import Sheet
from handbook.proof import Atom, Certificate, Plan, Unit, certify, plan_volume
from handbook.proof.sums import squeeze
from handbook.source.forms import read_record

APPENDIX, APPENDIX_ID = "本版变更", "edition-changes"
_COLOPHON = (
    "勘误", "发现文字、数字或者条文与实际不符的，请写明条号、原文和改为什么，连同理由告诉我们。",
    "勘误建议送：", "。", "我手里这本有哪些勘误，在第几页第几行：", "最新文本和勘误表：",
    "书名", "出版", "版次", "日期", "印次", "印数", "册", "开本", "印张", "字数", "正文校验",
    "本次印刷已改正", "的勘误", "，其余文字与该版相同",
    "sha256；", "与网站上本版的值相同，即文本未经改动",
    "与付印证书上的值相同，即印出的文字与源文件一致",
)  # fmt: skip
"""What front.typ says of every book."""

_FIGURES = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}日)?第\d+次印刷",
    r"\d+(?:\.\d+)?毫米×\d+(?:\.\d+)?毫米(?:（[^）]{2,4}）)?",
    r"\d+(?:\.\d+)?",
)
"""When it was printed, the trim, copies and 印张: figures that the text does not tell."""


def prove(
    pdf: bytes,
    book: Book,
    volume: Volume,
    changes: Changes | None = None,
    imprint: Imprint | None = None,
) -> Certificate:
    """The certificate of a volume that `set_volume` has set with the same arguments.

    Raises `InputError` where the PDF cannot be opened.
    """
    main = "record.typ" if volume.is_record else "front.typ"
    own = any((overrides_of(book) / name).is_file() for name in (main, "front.typ"))
    front = () if own else front_words(book, volume, imprint)
    plan = plan_of(book, volume, changes)
    printing = imprint.printing if imprint else ""
    return certify(pdf, book, str(volume.folder), printing, plan=plan, front=front)


def plan_of(book: Book, volume: Volume, changes: Changes | None = None) -> Plan:
    """What `set_volume` sets between colophon and last page; a record book's pages are `book`'s."""
    folder = str(volume.folder)
    if volume.is_record:
        return plan_record(with_records(book), volume)
    element = changes_element(book, folder, changes) if changes else None
    appendix = appendix_unit(element, book, volume) if element is not None else None
    return plan_volume(book, folder, appendix)


def front_words(book: Book, volume: Volume, imprint: Imprint | None) -> tuple[str, ...]:
    """The words of title page and colophon as regular expressions without white space."""
    record = edition_record(book, volume, Sheet.of(book.settings), imprint)
    names = (
        "full-title", "series", "publisher", "notice", "contact", "edition", "date-words",
        "printed", "copies", "corrected", "copy-address", "latest", "sha256", "words",
    )  # fmt: skip
    values = [record[name] for name in names]
    values += record["title-lines"].split("\n")
    for name in imprint.errata if imprint else ():
        values += [name, f"E{name}", "、"]
    if volume.is_record:
        page = read_record(book.folder(str(volume.folder))[0].document)[0]
        values += [*(page.flyleaf or FLYLEAF), f"{page.year or 20}年度"]
    texts = {squeeze(text) for text in (*values, *_COLOPHON)} - {""}
    words = [re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text))]
    site = re.escape(book.settings.site_url.rstrip("/"))
    own = [rf"{site}/mine/(?:index\.html)?\?e=[0-9A-Za-z._-]+&p=[0-9A-Za-z._-]+"] if site else []
    return (*own, *words, *_FIGURES)


def appendix_unit(element: Element, book: Book, volume: Volume) -> Unit:
    """本版变更 as changes.typ sets it: a statement, and a table of two columns."""
    title = volume.title or book.settings.title
    atoms = [Atom("head", APPENDIX), *_words("added", _statement(element.attrib, title))]
    rows = element.findall("change")
    if rows:
        atoms += [Atom("cell", "原文", (0, 0, 0)), Atom("cell", "修订后", (0, 0, 1))]
    for n, change in enumerate(rows):
        row, of = 1 + 3 * n, change.attrib
        atoms += _cell((row, 0), of["number"] + of["title"]) + _cell((row, 1), of["name"])
        for column, (side, absent) in enumerate((("old", "（无）"), ("new", "（删去）"))):
            runs = list(change.iterfind(f"{side}/line/run"))
            for run in runs:
                atoms += _cell((row + 1, column), run.text or "", run.get("mark") == "del")
            if not runs:
                atoms += _cell((row + 1, column), absent)
        what = f"{of['what']}。" if of["what"] else ""
        atoms += _cell((row + 2, 0), f"依据：{what}{of['basis']}")
    return Unit(APPENDIX_ID, APPENDIX, tuple(atoms), heads=((0, "原文修订后"),))


def _words(role: str, text: str) -> Iterator[Atom]:
    if squeeze(text):
        yield Atom("added" if role == "added" else "body", squeeze(text))


def _cell(place: tuple[int, int], text: str, struck: bool = False) -> list[Atom]:
    said = squeeze(text)
    return [Atom("cell", said, (0, *place), struck)] if said else []


def _statement(of: dict[str, str], title: str) -> str:
    """What stands above the table."""
    before, after, name = of["before"], of["after"], f"《{title}》"
    if of["count"] == "0":
        text = f"{after}{name}与{before}的文字没有差别"
    else:
        text = f"{before}{name}经下列{of['count']}项勘误和修订，得到{after}文本"
    if of["closes"] == "1":
        text += (
            f"。手册和配套制度与{before}逐字节核对，每一处差别都由勘误或者修订说明，无其他改动。"
        )
    else:
        text += f"；另有{of['open']}处改动尚未说明。"
    return text + ("删除线是删去的字，下划线是新加的字。" if of["count"] != "0" else "")
