"""The measures of GB/T 9704—2012, as the docx has them; the PDF's template has the same."""

from __future__ import annotations

import math

# 5.2.1 页边与版心尺寸, millimetres: 天头 37, 订口 28, 版心 156 × 225 on A4.
WIDTH, HEIGHT = 210.0, 297.0
TOP, INNER = 37.0, 28.0
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0
OUTER = WIDTH - INNER - TEXT_WIDTH
BOTTOM = HEIGHT - TOP - TEXT_HEIGHT

# 5.2.3 行数和字数.
LINES, CHARACTERS = 22, 28

# 字号 in points.
SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0

# 5.2.2 字体和字号, 7.3: what the docx names; whoever opens it has them.
TEXT_FACE = "仿宋_GB2312"
TITLE_FACE = "方正小标宋简体"
ONE_FACE = "黑体"
TWO_FACE = "楷体_GB2312"
FOLIO_FACE = "宋体"
LATIN_FACE = "Times New Roman"

RED = "FF0000"
"""5.2.4: what is not red is black."""

TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
LINE_PITCH = int(TEXT_HEIGHT * TWIPS / LINES)
"""A line's height in twips, rounded down: 22 of them must go in."""
CHARACTER_SPACE = math.floor((TEXT_WIDTH * TWIPS / 20 / CHARACTERS - SIZE_3) * 4096)
"""What is added to a character's width, in 4096ths of a point (ISO/IEC 29500-1, 17.6.5); it is
less than nothing, since 28 characters of 3号 are wider than the type area."""
TIGHTER = math.floor(CHARACTER_SPACE / 4096 * 20)
"""The same for a run's own spacing, in whole twips: 28 characters of 3号 go into 156 mm."""


def twips(millimetres: float) -> int:
    """Millimetres as Word counts them."""
    return round(millimetres * TWIPS)
