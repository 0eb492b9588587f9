"""A form's page when it is laid out: rules, words and blanks, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["frame", "cell", "line", "write"]
"""`write` rules the room of `lines`, `line` the rows of a table."""
Place = tuple[float, float, float, float]
"""Left, top, width and height in millimetres, from the frame's upper left corner."""


@dataclass(frozen=True)
class Word:
    """Words that are printed."""

    text: str
    place: Place
    look: Literal["label", "head", "band", "date", "name", "option", "number"]
    row: int = 0
    """For `number`: which row of its table it counts, from 1 on each page."""


@dataclass(frozen=True)
class Blank:
    """A place that is filled in."""

    name: str
    """Unique on its form."""
    tip: str
    """What a screen reader says: the field, its row and column, and the hint."""
    place: Place
    kind: Literal["text", "lines", "check"] = "text"


@dataclass(frozen=True)
class Side:
    """One page of a form, laid out."""

    width: float
    height: float
    """Of the frame, in millimetres."""
    pitch: float
    rules: tuple[tuple[Weight, Place], ...]
    """Straight lines: left, top, and how far they go right or down."""
    words: tuple[Word, ...]
    blanks: tuple[Blank, ...]
    rows: int
    """How many rows its table counts; 0 where none does."""
