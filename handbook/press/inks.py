"""The inks that the settings name, and how the job ticket lists them."""

from __future__ import annotations

import re

from handbook.press.ink import Ink
from handbook.problems import InputError, Problem, problem

_NAME = re.compile(r"[^\W_][\w .+()/-]{1,59}")
PLATES = "CMYK"


def read_ink(key: str, value: str, cmyk: tuple[float, ...]) -> Ink | None:
    """The second ink of `print.KEY`; None for black alone. Raises `InputError`."""
    mix = tuple(cmyk)
    if len(mix) != 4 or not all(0 <= part <= 100 for part in mix):
        form = "[C, M, Y, K]，0–100"
        raise InputError([_wrong("ink_cmyk", str(list(mix)), form)])
    name = value.strip()
    if name.lower() in ("", "k"):
        return None
    c, m, y, k = mix
    if name.lower() == "process":
        return Ink("", (c, m, y, k))
    if not _NAME.fullmatch(name):
        raise InputError([_wrong(key, value, "k、process 或专色名 (or a spot ink's name)")])
    return Ink(name, (c, m, y, k))


def _wrong(key: str, value: str, form: str) -> Problem:
    return problem("settings-value", "mkdocs.yml", key=f"print.{key}", value=value, form=form)


def plates(ink: Ink | None) -> tuple[str, ...]:
    """The printing plates: black, and those that the second ink needs."""
    if ink is None:
        return ("K",)
    if ink.name:
        return ("K", ink.name)
    return tuple(p for p, part in zip(PLATES, ink.cmyk, strict=True) if part or p == "K")
