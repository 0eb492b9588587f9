"""The consultation form, 征求意见汇总表: what stands in it, whatever kind of file it is."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.book import Book

NAME = "征求意见汇总表"
KINDS = ("技术性", "文字性")
"""What the column 类别 offers: does the change alter a requirement, or only its words?"""


@dataclass(frozen=True)
class Column:
    """A column of the form."""

    head: str
    """A heading that `columns` recognises."""
    share: int
    """Its width: characters in the sheet, and a share of the line in the document."""
    centred: bool = False


COLUMNS = (
    Column("序号", 8, True),
    Column("提出单位", 16),
    Column("条款（条号和标题）", 26),
    Column("原文", 36),
    Column("建议修改为", 36),
    Column("类别", 10, True),
    Column("理由和依据", 36),
    Column("备注", 14),
)
SENDER = "填报单位：　　　　　　　　　　联系人：　　　　　　　　电话：　　　　　　　　"
PRIVACY = "（联系人和电话只用于答复，不进入登记册）"
_HOW = (
    "填写说明：一行只写一处，同一问题涉及几处的分行填写。“条款”写条号和标题，如“第12条 选举大会”、"
    "“问3-14”、“工作规范第18条”。“原文”照抄书上的字句，长度以能在该条中唯一找到为准，不用省略号。"
    "要求删去的，在“建议修改为”写“删去”；没有意见的，写“无意见”。“类别”：改变要求的选技术性，"
    "只改文字、标点的选文字性。"
)


def form_title(book: Book) -> str:
    """The form's title."""
    return f"《{book.settings.title}》（{book.settings.edition_name}）勘误{NAME}"


def form_instructions(book: Book) -> str:
    """How to fill it in, and what the handbook says of itself."""
    notice = book.settings.notice
    return f"{_HOW}（{notice}）" if notice else _HOW


def form_places(book: Book) -> list[str]:
    """All provisions as the form calls them, in reading order."""
    return [section.heading_text for section in book.provisions]
