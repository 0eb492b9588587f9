"""What the words of a cell amount to: no comment, a deletion, a kind, a date, names of units."""

from __future__ import annotations

import datetime
import re

from handbook.errata.intake.cleaning import half_width
from handbook.errata.model import Kind

_NIL = re.compile(
    r"(?:经[^。;；]{0,20}[,，:：])?(?:现?回复如下[:：])?"
    r"(?:我|本|该)?(?:单位|部门|局|厅|委|办|处|中心|支部)?(?:对[^。;；]{0,60})?"
    r"(?:暂|均|表示)?(?:无|没有|未提出|不提)(?:其他|其它|任何|不同|具体|补充|修改|相关|的)*"
    r"(?:意见|建议|异议|问题|修改)?(?:[和及与或、]?(?:修改)?(?:意见|建议))?|(?:原则)?同意|/|-+|—+"
)
_DELETE = re.compile(
    r"[(（【\[]?(?:建议)?(?:删除|删去|删掉|删)(?:此句|该句|此处|该处|这句)?[)）】\]]?"
)
_EDITORIAL = re.compile(r"错别字|错字|别字|漏字|多字|掉字|笔误|标点|全角|半角|空格")
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"文字|编辑|标点|用词|字词|笔误|editorial"), "editorial"),
    (re.compile(r"技术|实质|内容|政策|technical"), "technical"),
)
_DATE = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_POINTS = re.compile(r"[\s，。、；：？！,.;:?!“”‘’\"'《》〈〉（）()【】—…·～~-]+")
_BETWEEN = re.compile(r"[、，,;；\n]")


def is_nil(text: str) -> bool:
    """Whether a text says that there is nothing to suggest: 无意见, 经研究，我单位无修改意见。"""
    return bool(_NIL.fullmatch(half_width(re.sub(r"\s", "", text)).strip("。.!")))


def is_deletion(text: str) -> bool:
    """Whether a text in place of a correction asks for the original to go: 删去, （建议删除）."""
    return bool(_DELETE.fullmatch(re.sub(r"\s|。$", "", text)))


def read_units(text: str) -> tuple[str, ...]:
    """The units that a cell names, each once; the spaces within a name are kept."""
    parts = (re.sub(r"\s+", " ", part).strip() for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_kind(text: str) -> Kind | None:
    """The kind that a cell names, or None."""
    return next((kind for form, kind in _KINDS if form.search(text)), None)


def read_date(text: str) -> datetime.date | None:
    """The date that a cell names, or None."""
    found = _DATE.search(half_width(text))
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def guess_kind(original: str, corrected: str, reason: str) -> Kind:
    """Editorial where nothing but marks changes, or the reason says so; else technical."""
    bare = _POINTS.sub("", half_width(original)), _POINTS.sub("", half_width(corrected))
    return "editorial" if bare[0] == bare[1] or _EDITORIAL.search(reason) else "technical"
