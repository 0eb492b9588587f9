"""The names a reader calls a section by: 第45条, 45条, 四十五条, 45; 问3-14, 3-14; its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.search.entry import Entry
from handbook.search.text import fold

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
SAME_DIGITS = str.maketrans("〇两", "零二")
NUMERAL = re.compile("(第?)([〇零一二两三四五六七八九十百千]{1,9})(条|项|章|期|问)?")
QUESTION = re.compile("问([0-9]+)-0*([0-9]+)")
CLAUSE = re.compile("第([0-9]+)条")
NUMBERED = re.compile("第?([0-9]+)([条项期])")
CHAPTER = re.compile("第?([0-9]{1,3})章")


def names_of(entry: Entry) -> Iterator[str]:
    """All names of a section, folded; what is named twice comes twice."""
    yield from (entry.folded_title, label := fold(entry.label))
    yield label.replace("第", "", 1)
    if entry.kind == "chapter":
        number = arabic(label)
        yield from (number, number.replace("第", "", 1))
    if match := CLAUSE.fullmatch(label):
        number = match[1]
        yield from (number, f"手册第{number}条", f"手册{number}条")
    if match := QUESTION.fullmatch(label):
        issue, number = match[1], match[2]
        yield from (label[1:], f"问{issue}-{number}", f"{issue}-{number}")
        yield f"学习参考第{issue}期问{number}"


def arabic(text: str) -> str:
    """A folded text with the Chinese numerals of labels in digits: 第四十五条 → 第45条.

    Numerals alone, after 第 or before 条, 项, 章, 期 or 问 are; others are words (三会一课).
    """

    def convert(match: re.Match[str]) -> str:
        before, numeral, unit = match[1], match[2], match[3] or ""
        number = whole_number(numeral)
        if number is None or not (before or unit or match[0] == text):
            return match[0]
        return f"{before}{number}{unit}"

    return NUMERAL.sub(convert, text)


def whole_number(numeral: str) -> int | None:
    """The number that Chinese numerals write: 四十五, 一百零五, 四五; None if they write none."""
    numeral = numeral.translate(SAME_DIGITS)
    if not any(unit in numeral for unit in UNITS):
        return int("".join(str(DIGITS.index(digit)) for digit in numeral))
    total, digit, last = 0, 0, 10_000
    for char in numeral:
        if char in UNITS:
            unit = UNITS[char]
            if unit >= last:
                return None
            total += (digit or 1) * unit
            digit, last = 0, unit
        else:
            digit = DIGITS.index(char)
    return total + digit


def labels_of(word: str) -> Iterable[str]:
    """How labels write a folded word that is a number: 四十五条 → 第45条, 2章 → 第二章."""
    number = arabic(word)
    if match := CHAPTER.fullmatch(number):
        return (f"第{chinese(int(match[1]))}章",)
    if match := NUMBERED.fullmatch(number):
        return (f"第{match[1]}{match[2]}",)
    return (number,) if number != word and any(unit in word for unit in "第条项期问") else ()


def chinese(number: int) -> str:
    """A number below 1000 in Chinese numerals, as chapters have it."""
    text, zero = "", False
    for unit, name in ((100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
            zero = False
        elif text:
            zero = True
    return (text[1:] if text.startswith("一十") else text) or "零"
