"""What the copies of one printing say of it: the colophon's part that every run has anew."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from handbook.press.binding import SADDLE_UP_TO


@dataclass(frozen=True)
class Imprint:
    """One print run, as its colophon states it (GB/T 12450—2001, 4.2)."""

    printing: str
    """The printing's id."""
    printed: datetime.date | None = None
    copies: int = 0
    """0 where it is not decided yet."""
    errata: tuple[str, ...] = ()
    """Names of the errata that the text carries beyond its edition."""
    address: str = ""
    """Where the QR code leads: 我手里这本; empty: to the latest text."""
    text_sha256: str = ""
    """Of the volume's text, as the certificate states it."""
    sheet_pages: int = 32
    """Pages of a sheet (印张), and so 开数."""
    half_sheet: int = 16
    """What the pages of a bound book are a multiple of."""
    saddle_up_to: int = SADDLE_UP_TO
    """Up to how many pages it is stitched, and its pages a multiple of four."""
    ink: str = ""
    """The second ink's cyan, magenta, yellow and black in per cent, parted by blanks."""

    def attributes(self) -> dict[str, str]:
        """The attributes that the colophon's template reads; all empty for a screen PDF."""
        return {
            "printing": self.printing,
            "printed": printed_words(self.printing, self.printed),
            "copies": str(self.copies or ""),
            "corrected": "、".join(self.errata),
            "copy-address": self.address,
            "sheet-pages": str(self.sheet_pages),
            "half-sheet": str(self.half_sheet),
            "saddle-up-to": str(self.saddle_up_to),
            "ink": self.ink,
        }


def printing_words(printing: str) -> str:
    """第1次印刷; an id that is no number as it is."""
    return f"第{printing}次印刷" if printing.isdigit() else printing


def printed_words(printing: str, date: datetime.date | None) -> str:
    """2018年5月28日第1次印刷."""
    day = f"{date.year}年{date.month}月{date.day}日" if date else ""
    return day + printing_words(printing)
