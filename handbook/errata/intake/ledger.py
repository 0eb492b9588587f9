"""What came in and what became of it: `docs/errata/intake/*.yml` (design: One register).

A *reply* keeps one file that was imported: who answered, and each row with its outcome. An
*inquiry* keeps who was asked. Neither has contact data. `handbook/schemas/intake.schema.json`
describes both.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from handbook.errata.write import key_line, scalar

Became = Literal["new", "joined", "duplicate", "not-located", "refused", "nil"]
"""What a row became. `joined`: an erratum that was there already got the row's unit in `by`."""
SETTLED: frozenset[str] = frozenset({"new", "joined", "duplicate", "nil"})
"""The outcomes that importing the file again does not change."""
FOLDER = "docs/errata/intake"


@dataclass(frozen=True)
class Nearest:
    """A text that is like what a row quotes."""

    provision: str
    text: str
    score: float
    """rapidfuzz' ratio, of 100."""


@dataclass(frozen=True)
class Row:
    """One row of a reply, contact data left out."""

    sheet: str
    row: int
    """Its number as the sender sees it; in a packet the suggestion's."""
    by: tuple[str, ...]
    became: Became
    erratum: str = ""
    """The receipt of the erratum that it became, or that it repeats."""
    place: str = ""
    original: str = ""
    """As it was given; empty where the erratum has it just so."""
    corrected: str = ""
    reason: str = ""
    score: float = 100.0
    """How like the quoted words are to the original that was found."""
    nearest: tuple[Nearest, ...] = ()
    """For `not-located`: the texts most like the words."""
    rule: str = ""
    """For `refused` and `not-located`: why, a rule of `handbook.messages`."""
    why: str = ""
    """The rule's sentence, for whoever gets an answer."""
    values: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """What filled the sentence's blanks, while the row is being imported."""


@dataclass(frozen=True)
class Reply:
    """One file that was imported."""

    path: str
    """The intake file, relative to the project's root."""
    file: str
    """The name of the file that came in."""
    sha256: str
    """Of that file."""
    form: str
    """xlsx, docx, csv or packet."""
    imported: datetime.date
    edition: str
    """In whose text the rows were resolved; an id or `next`."""
    rows: tuple[Row, ...] = ()

    @property
    def answered(self) -> tuple[str, ...]:
        """The units that answered in it, each once, in the order of the rows."""
        return tuple(dict.fromkeys(unit for row in self.rows for unit in row.by))


@dataclass(frozen=True)
class Inquiry:
    """Who was asked for suggestions."""

    path: str
    sent: datetime.date
    asked: tuple[str, ...]
    due: datetime.date | None = None


Intake = Reply | Inquiry


def intake_text(intake: Intake) -> str:
    """The text of an intake file."""
    return "\n".join(_lines(intake)) + "\n"


def _lines(intake: Intake) -> Iterator[str]:
    yield "format: 1"
    if isinstance(intake, Inquiry):
        yield f"sent: {intake.sent.isoformat()}"
        if intake.due:
            yield f"due: {intake.due.isoformat()}"
        yield from _list("asked", intake.asked)
        return
    yield key_line("file", intake.file)
    yield f"sha256: {scalar(intake.sha256)}"
    yield f"form: {intake.form}"
    yield f"imported: {intake.imported.isoformat()}"
    yield key_line("edition", intake.edition)
    yield from _list("answered", intake.answered)
    yield "rows:" if intake.rows else "rows: []"
    for row in intake.rows:
        mark = "  - "
        for line in _row(row):
            yield mark + line.replace("\n", "\n    ")
            mark = "    "


def _list(key: str, values: Sequence[str]) -> Iterator[str]:
    yield f"{key}:" if values else f"{key}: []"
    for value in values:
        yield f"  - {scalar(value)}"


def _row(row: Row) -> Iterator[str]:
    if row.sheet:
        yield key_line("sheet", row.sheet)
    yield f"row: {row.row}"
    yield f"by: [{', '.join(scalar(unit) for unit in row.by)}]"
    for key in ("place", "original", "corrected", "reason"):
        if value := getattr(row, key):
            yield key_line(key, value)
    yield f"became: {row.became}"
    if row.erratum:
        yield f"erratum: {row.erratum}"
        if row.score < 100:
            yield f"score: {row.score}"
    if row.nearest:
        yield "nearest:"
        for near in row.nearest:
            text = scalar(near.text)
            yield f"  - {{provision: {near.provision}, score: {near.score}, text: {text}}}"
    if row.rule:
        yield f"rule: {row.rule}"
        yield key_line("why", row.why)
