"""Tables of characters, made once by `scripts/search_tables.py`.

`traditional.txt`: a line a simplified character, then its traditional ones (from OpenCC's
`TSCharacters.txt`, Apache License 2.0; those whose simplified form is in GB 2312).
`readings.txt`: a syllable in pinyin, then the characters that are read so (from pypinyin, MIT).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def traditional() -> Mapping[str, str]:
    """The simplified form of each traditional character."""
    lines = (HERE / "traditional.txt").read_text(encoding="utf-8").splitlines()
    return {char: line[0] for line in lines for char in line[1:]}


@cache
def readings() -> Mapping[str, str]:
    """For each syllable, ü written v, the characters that are read so."""
    lines = (HERE / "readings.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ") for line in lines)


def readings_of(text: str) -> dict[str, str]:
    """The readings of the characters of a text alone."""
    chars = set(text)
    found = {sound: "".join(c for c in known if c in chars) for sound, known in readings().items()}
    return {sound: known for sound, known in found.items() if known}
