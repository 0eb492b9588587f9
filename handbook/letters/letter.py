"""An official document as data: what GB/T 9704—2012 calls its elements, without their layout."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["text", "one", "two"]
"""Running text, or a heading of the first or second level (7.3.3: 一、 and （一）)."""
TITLE_LINE = 20
"""Characters of 2号 that a line of 156 mm takes."""
_PIECES = re.compile(r"《[^》]*》|[^《》]+")


@dataclass(frozen=True)
class Part:
    """A paragraph. A second-level heading runs on into its text."""

    level: Level
    text: str
    rest: str = ""
    """What follows a second-level heading in the same paragraph."""


@dataclass(frozen=True)
class Attachment:
    """An attachment that is a form to be filled in (7.3.9)."""

    title: str
    lead: str
    """The line above the table."""
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    """The columns' widths as shares of the whole."""
    rows: int
    """Empty rows."""
    notes: tuple[str, ...] = ()
    """How to fill it in, below the table."""


@dataclass(frozen=True)
class Letter:
    """A notice, or a letter to one unit."""

    form: Literal["notice", "letter"]
    """`notice`: the general form (clause 7); `letter`: 信函格式 (10.1)."""
    organ: str
    """发文机关"""
    number: str
    """发文字号; blank places where the office has not given one yet."""
    title: str
    to: str
    """主送机关, without the colon."""
    parts: tuple[Part, ...]
    date: datetime.date
    """成文日期"""
    remark: str = ""
    """附注, without its brackets."""
    attachments: tuple[Attachment, ...] = ()
    imprint: str = ""
    """印发机关; empty for letters, which have none (10.1)."""
    notice: str = ""
    """What the handbook says of itself, such as 示例文本，非官方手册."""
    name: str = ""
    """The stem of its file's name."""

    @property
    def date_words(self) -> str:
        """成文日期 in words."""
        return date_words(self.date)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title in lines that make sense, none within 《》 (7.3.1: 词意完整)."""
        pieces = _PIECES.findall(self.title)
        lines = [""]
        if len(self.title) <= TITLE_LINE:
            return (self.title,)
        for piece in pieces:
            if lines[-1] and len(lines[-1]) + len(piece) > TITLE_LINE:
                lines.append("")
            lines[-1] += piece
        return tuple(lines)

    @property
    def annexes(self) -> tuple[str, ...]:
        """附件说明: what it says of its attachments, a line each (7.3.4)."""
        titles = [attachment.title for attachment in self.attachments]
        if len(titles) < 2:
            return tuple(f"附件：{title}" for title in titles)
        first, *rest = [f"{n}. {title}" for n, title in enumerate(titles, 1)]
        return (f"附件：{first}", *(f"　　　{line}" for line in rest))


def date_words(date: datetime.date) -> str:
    """2018年9月30日: all figures, no zero before them (7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def text_width(text: str) -> float:
    """A text's width in characters: figures and Latin letters count half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
