"""Recognise a form's columns by their usual headings, in any order, over several header rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handbook.errata.intake.cleaning import half_width
from handbook.errata.intake.tables import Line

Field = Literal[
    "decision", "contact", "sequence", "unit", "chapter", "item", "clause", "place", "original",
    "corrected", "reason", "kind", "date", "edition", "note",
]  # fmt: skip
"""What a column holds. `contact` is never read, `decision` is the editors' own."""

HEADINGS: Mapping[Field, str] = {
    # Before all others: 是否采纳及理由 is no reason, 单位联系人 is a person.
    "decision": r".*(?:采纳|处理|答复|审核|审查|回复|结论).*",
    "contact": r".*(?:联系|电话|手机|邮箱|邮件|姓名|身份证|微信|QQ|传真|地址|经办人|填表人|填报人"
    r"|提出人|建议人|负责人|签字|签名).*|.*(?:phone|e-?mail).*",
    "corrected": r".*(?:修改为|改为|改成|更正为|调整为|应为|修改后|修订后|改后|更正后|修改意见"
    r"|修改建议|修改内容|修订意见|修订建议|建议修改|意见建议|意见和建议|意见内容|建议内容|建议文本"
    r"|单位意见|部门意见|改文).*|正|建议|意见|具体意见|corrected|correction",
    "reason": r".*(?:理由|依据|原因|存在问题).*|(?:修改|情况)?说明|问题|reason",
    "original": r".*(?:原文|原条文|原表述|原内容|现文|现表述|现条文|现行表述|修改前|改前|条文内容"
    r"|条款内容|问题表述).*|误|original",
    "edition": r".*(?:版次|印次|版本).*|edition",
    "unit": r".*(?:单位|部门|支部)(?:名称|全称)?|.*来源|unit|by",
    "date": r".*(?:日期|时间).*|date",
    "kind": r".*(?:类别|类型|性质|种类).*|kind",
    "chapter": r"(?:所在)?(?:章|章名|章号)",
    "item": r"(?:所在)?(?:项|项名|项号|节)",
    "clause": r"(?:所在)?(?:条|条号|条序|问|问号)",
    "place": r".*(?:章节|条款|条目|条文|位置|出处|标题|条序号|部位|所在).*|.+编号|第?几条|place"
    r"|provision|clause",
    "sequence": r"序号|编号|号|No\.?|#",
    "note": r"备注|附注|note",
}
"""The usual headings of each field, the first that fits decides."""
_PATTERNS = {field: re.compile(pattern, re.IGNORECASE) for field, pattern in HEADINGS.items()}
# 建议修改为（可另附页） is what stands before the bracket.
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|[\s*:：、,，/·.。“”\"]|必填|选填")
_ANSWERED = re.compile(r":\s*[^\s(]")
"""A label with its answer, 填报单位：示例单位 04: no heading."""
_LONGEST = 24
"""Characters of a heading; what is longer is text."""
_DEPTH = 3
"""Header rows that are read as one head."""
_ABOVE = 60
"""Rows among which the head is sought: titles, instructions and the sender's name stand above."""


@dataclass(frozen=True)
class Head:
    """Where a table's head is, and what its columns hold."""

    first: int
    """Place of the first header row among the table's lines."""
    last: int
    """Place of the last one."""
    fields: Mapping[int, Field]
    """What each recognised column holds, by its place from 0."""

    def columns(self, *fields: Field) -> tuple[int, ...]:
        """The places of the columns that hold any of these, from the left."""
        return tuple(place for place, field in sorted(self.fields.items()) if field in fields)


def recognise_heading(text: str) -> Field | None:
    """What a column with this heading holds, or None."""
    # A bracket says how to fill the column in, unless it is all there is.
    folded = half_width(text).strip()
    if _ANSWERED.search(folded):
        return None
    bare = _REMARK.sub("", folded) or re.sub(r"[\s()\[\]【】]", "", folded)
    if not bare or len(bare) > _LONGEST or len(text) > 4 * _LONGEST:
        return None
    return next((field for field, form in _PATTERNS.items() if form.fullmatch(bare)), None)


def find_head(lines: Sequence[Line]) -> Head | None:
    """The head of a table: the first rows that name a correction and what it is about."""
    for first in range(min(len(lines), _ABOVE)):
        heads = [_head(lines, first, last) for last in range(first, first + _DEPTH)]
        found = [head for head in heads if head is not None]
        if found:
            return max(found, key=lambda head: len(set(head.fields.values())))
    return None


def _head(lines: Sequence[Line], first: int, last: int) -> Head | None:
    """The rows taken as a head, or None where they are none."""
    if last >= len(lines):
        return None
    rows = [line.cells for line in lines[first : last + 1]]
    if not any(map(recognise_heading, rows[0])) or any(
        _ANSWERED.search(half_width(text)) for text in rows[0]
    ):
        return None  # a title, or the sender
    for above, below in itertools.pairwise(rows):
        new = [text for n, text in enumerate(below) if text and text not in above[n : n + 1]]
        if not all(map(recognise_heading, new)):
            return None  # a row of answers
    fields: dict[int, Field] = {}
    for place in range(max(map(len, rows))):
        # The lowest row is the most exact: 修改意见 stands over 原文 and 改为.
        texts = [row[place] for row in reversed(rows) if place < len(row)]
        known = [field for text in texts if (field := recognise_heading(text))]
        if known:
            fields[place] = known[0]
    names = set(fields.values())
    about = names & {"original", "place", "clause"}
    return Head(first, last, fields) if "corrected" in names and about else None


def repeats_head(line: Line, lines: Sequence[Line], head: Head) -> bool:
    """Whether a row is the head again, as it stands on each page of a printed table."""
    heads = {lines[place].cells for place in range(head.first, head.last + 1)}
    return line.cells in heads
