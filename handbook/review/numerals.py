"""Numerals after GB/T 15835—2011 出版物上数字用法, as far as their form tells.

The standard lets Arabic and Chinese numerals both stand in many places (4.3); only what it rules
out is found here.
"""

from __future__ import annotations

from handbook.review.forms import Form, form

_STANDARD = "GB/T 15835—2011"
_POSITION = "〇零一二三四五六七八九"
_UNITS = "[个名人天次条项件篇页岁元倍周]|小时|分钟|学时|个月|公里|[%％]"
_PREFIXED = "克米瓦卡帕赫伏焦吨字比安周"
"""What makes a unit of 千: 千克, 千米, 千瓦."""


def _form(rule: str, clause: str, pattern: str) -> Form:
    return form(_STANDARD, rule, clause, pattern)


NUMERALS: tuple[Form, ...] = (
    # 4.2.2: 几 goes with Chinese numerals.
    _form("gb-some", "4.2.2", r"\d+几(?=[十百千万个名人天次年])|几\d+"),
    # 4.3.3: what is of one kind is written in one way; a date is.
    _form(
        "gb-date-mixed",
        "4.3.3",
        r"\d{1,2}月份?[@n]{1,3}[日号]|(?<![@n])[@n]{1,3}月份?\d{1,2}[日号]|\d{4}年[@n]{1,3}月"
        rf"|[{_POSITION}]{{4}}年\d{{1,2}}月",
    ),
    # 5.1.2: the 0 before the point is written, and the point is one.
    _form("gb-decimal", "5.1.2", r"(?<![0-9A-Za-z.])\.\d+|(?<!\d)0[。·]\d+"),
    # 5.1.3: ～ or — in a range; what would be ambiguous is not left out.
    _form(
        "gb-range",
        "5.1.3",
        rf"(?<=[\d%％])[~〜](?=\d)|(?<![\d第-])\d{{1,4}}(?P<it>-)\d{{1,4}}(?={_UNITS})",
    ),
    _form(
        "gb-range-unit",
        "5.1.3",
        r"(?<![\d.])\d+(?:\.\d+)?[～—]\d+(?:\.\d+)?[%％万亿]",
    ),
    # 5.1.4: a year has four figures.
    _form("gb-year", "5.1.4", r"(?<!\d)\d{2}年(?=\d{1,2}月(?!个))"),
    # 5.1.7.1: Arabic figures are half as wide as a Han character.
    _form("gb-digits", "5.1.7.1", r"[０-９]+"),
    # 5.2.5: 〇 in numbers that name, 零 in numbers that count.
    _form(
        "gb-zero",
        "5.2.5",
        rf"[一二](?:零[零〇一二]|[OoＯ○0][{_POSITION}OoＯ○0])[{_POSITION}OoＯ○0]年|[百千万]〇",
    ),
    # 5.3: one number is not written in both.
    _form(
        "gb-mixed",
        "5.3",
        rf"\d[十百](?!分)|\d千(?![{_PREFIXED}])|[十百千]\d+(?=[个名人天次年月日条项])",
    ),
)
"""The rules, each with its clause."""
