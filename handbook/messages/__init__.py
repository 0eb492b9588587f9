"""Every sentence a user reads on the command line, in Chinese and English.

A rule `x` has two entries: `x`, what is wrong, and `x.hint`, what to do. Keys without a
`.hint` are plain sentences of commands.
"""

from __future__ import annotations

import locale
import os
from typing import Literal

from handbook.messages import (
    commands,
    desk,
    editions,
    errata,
    intake,
    papers,
    preflight,
    press,
    programme,
    proof,
    records,
    review,
    scaffold,
    search,
    selfcheck,
    site,
    source,
)

Language = Literal["zh", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    key: pair
    for room in (
        commands,
        desk,
        editions,
        errata,
        intake,
        papers,
        preflight,
        press,
        programme,
        proof,
        records,
        review,
        scaffold,
        search,
        selfcheck,
        site,
        source,
    )
    for key, pair in room.SENTENCES.items()
}


def say(key: str, lang: Language = "zh", /, **values: str) -> str:
    """The sentence for `key` with its blanks filled."""
    text = MESSAGES[key][0 if lang == "zh" else 1]
    return text.format(**values)


def language(option: str | None = None) -> Language:
    """The language to speak: `--lang`, else the locale; Chinese unless that is English."""
    if option:
        return "en" if option.lower().startswith("en") else "zh"
    named = next(
        (v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))),
        None,
    )
    if named is None:  # only Windows knows one that no variable names
        named = (locale.getlocale()[0] or "") if os.name == "nt" else ""
    return "en" if named.lower().startswith("en") else "zh"
