"""What a finished PDF says that it is, by its colophon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.proof.flow import take_apart
from handbook.proof.open import read_sheets

LABELS = (
    "书名",
    "出版",
    "版次",
    "日期",
    "印次",
    "印数",
    "勘误",
    "开本",
    "印张",
    "字数",
    "正文校验",
)
"""The rows of a colophon (GB/T 12450—2001, 4.2)."""
_PRINTING = re.compile(r"第(\d+)次印刷")
_ERRATA = re.compile(r"的勘误(?P<ids>.+?)，")


@dataclass(frozen=True)
class Identity:
    """Which book it is. What the colophon does not say is empty."""

    title: str = ""
    edition: str = ""
    """The edition's name: 2018年版."""
    printing: str = ""
    """The printing's id."""
    errata: tuple[str, ...] = ()
    """Ids of the errata that its text carries beyond the edition's."""
    sha256: str = ""
    """The sum that it states."""


def identify(pdf: bytes, name: str = "PDF") -> Identity:
    """Read the colophon of a file with a name. Raises `InputError` where it cannot be opened."""
    parts = take_apart(read_sheets(pdf, name))
    rows = _rows(parts.front.texts)
    printing = _PRINTING.search(rows.get("印次", ""))
    errata = _ERRATA.search(rows.get("勘误", ""))
    return Identity(
        rows.get("书名", ""),
        rows.get("版次", ""),
        printing[1] if printing else rows.get("印次", ""),
        tuple(name.removeprefix("E") for name in errata["ids"].split("、")) if errata else (),
        rows.get("正文校验", "")[:64],
    )


def _rows(texts: Iterable[str]) -> dict[str, str]:
    """The colophon's rows: each label with the runs that follow it."""
    rows: dict[str, str] = {}
    label = ""
    for text in texts:
        if text in LABELS and (rows or text == LABELS[0]):
            label = text
            rows[label] = ""
        elif label:
            rows[label] += text
    return rows
