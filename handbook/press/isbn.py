"""Numbers on a cover: an ISBN with its bars, or an internal number as words."""

from __future__ import annotations

import re

from handbook.problems import InputError, problem

_ISBN = re.compile(r"(?:ISBN(?:-1[03])?[:：]?\s*)?([\d\s-]{9,}[\dXx])", re.IGNORECASE)
# ISO/IEC 15420: a digit's seven modules in the number sets A and B; C is A inverted.
_A = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
_SETS = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB",
    "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA",
)  # fmt: skip
"""Which sets the six left digits are of: that says the first digit, which has no bars."""


def read_isbn(number: str) -> str:
    """The thirteen digits of an ISBN (GB/T 5795—2006), or "" where it is another number.

    Raises `InputError` for an ISBN that is not one: its length or its check digit.
    """
    found = _ISBN.fullmatch(number.strip())
    if found is None:
        if re.match(r"ISBN\b", number.strip(), re.IGNORECASE):
            raise InputError([problem("isbn-form", "mkdocs.yml", number=number)])
        return ""
    digits = re.sub(r"[\s-]", "", found[1])
    if len(digits) != 13 or digits[:3] not in ("978", "979") or not digits.isdigit():
        raise InputError([problem("isbn-form", "mkdocs.yml", number=number)])
    right = check_digit(digits[:12])
    if digits[12] != right:
        raise InputError(
            [problem("isbn-check", "mkdocs.yml", number=number, found=digits[12], right=right)]
        )
    return digits


def check_digit(twelve: str) -> str:
    """The thirteenth digit: weights 1 and 3 in turn, modulo 10 (GB/T 5795—2006)."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve))
    return str(-total % 10)


def ean_modules(digits: str) -> str:
    """The 95 modules of an EAN-13 symbol, 1 for a bar (ISO/IEC 15420)."""
    sets = _SETS[int(digits[0])]
    left = "".join(_left(int(d), kind) for d, kind in zip(digits[1:7], sets, strict=True))
    right = "".join(_inverted(_A[int(digit)]) for digit in digits[7:])
    return f"101{left}01010{right}101"


def _left(digit: int, kind: str) -> str:
    return _A[digit] if kind == "A" else _inverted(_A[digit])[::-1]


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))
