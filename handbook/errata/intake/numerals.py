"""Numbers as people write them: 12, １２, 十二, 一百零五, 百零五."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"(?:\d{1,5}|[零〇一二两三四五六七八九十百千]{1,9})"
"""A pattern of one number, Arabic or Chinese, half-width."""
_ANY = re.compile(NUMERAL)


def read_number(text: str) -> int | None:
    """The value of a number in Arabic or Chinese numerals; None if it is none.

    一二 is 12, as in 第一二条, and 二〇一八 is 2018: digits without units stand for themselves.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
    return total + (digit or 0)


def numbers_in(text: str) -> list[int]:
    """The values of all numbers in a text, in order."""
    values = (read_number(found[0]) for found in _ANY.finditer(text))
    return [value for value in values if value is not None]
