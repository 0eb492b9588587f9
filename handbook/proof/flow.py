"""Text of many pages in one string, each character traced to the run that inks it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.proof.sheets import Mark, Run, Sheet, text_of

_FOLIO = re.compile(r"\d{1,5}|[ivxlcdm]{1,9}")


@dataclass(frozen=True)
class Flow:
    """Runs in the order of the content streams. White space is left out."""

    runs: tuple[tuple[int, Run], ...]
    """The place of the sheet in the file, and the run."""
    texts: tuple[str, ...]

    @staticmethod
    def of(runs: Iterable[tuple[int, Run]]) -> Flow:
        """The flow of runs; those of white space alone are passed over."""
        kept = [(at, run, text) for at, run in runs if (text := "".join(run.text.split()))]
        return Flow(tuple((at, run) for at, run, _ in kept), tuple(text for _, _, text in kept))

    def part(self, numbers: Iterable[int]) -> Flow:
        """A flow of some of the runs."""
        chosen = list(numbers)
        return Flow(tuple(self.runs[n] for n in chosen), tuple(self.texts[n] for n in chosen))

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "".join(self.texts)

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each run begins in `text`, and the end."""
        places, at = [], 0
        for text in self.texts:
            places.append(at)
            at += len(text)
        return [*places, at]

    @cached_property
    def sheet_starts(self) -> Sequence[int]:
        """Where each sheet that has text begins in `text`, and the end."""
        sheets = [sheet for sheet, _ in self.runs]
        begin = [
            self.starts[n] for n, sheet in enumerate(sheets) if n == 0 or sheets[n - 1] != sheet
        ]
        return [*begin, len(self.text)]

    def run_at(self, position: int) -> int:
        """The number of the run that inks a character; the last run's beyond the end."""
        return max(0, min(bisect.bisect_right(self.starts, position) - 1, len(self.runs) - 1))

    def sheet_at(self, position: int) -> int:
        """The sheet on which a character stands; 0 where there is no text at all."""
        return self.runs[self.run_at(position)][0] if self.runs else 0

    def sheet_end(self, position: int) -> int:
        """Where the text of the sheet ends on which a character stands."""
        return self.sheet_starts[
            min(bisect.bisect_right(self.sheet_starts, position), len(self.sheet_starts) - 1)
        ]


@dataclass(frozen=True)
class Parts:
    """A finished PDF taken apart by where its text stands."""

    sheets: tuple[Sheet, ...]
    heads: tuple[str, ...]
    """What each running head says."""
    bodies: tuple[tuple[Run, ...], ...]
    """The runs of each sheet between running head and foot."""
    folios: tuple[str, ...]
    """What each sheet bears as its number; empty where it bears none."""
    feet: tuple[str, ...]
    """The rest of each foot."""
    first: int
    """The sheet with which the text begins: the first that an Arabic numeral counts."""
    drawn: int
    """How many sheets stand before the contents: title page, and its back with the QR code."""
    front: Flow
    """Title page and its back."""
    contents: Flow
    text: Flow
    notes: Flow


def take_apart(sheets: Sequence[Sheet], margins: tuple[float, float] = (20.0, 20.0)) -> Parts:
    """The parts of a book, by the places of its runs alone; `margins` as for `Sheet.split`."""
    parts = [sheet.split(margins) for sheet in sheets]
    feet = [_foot(foot) for _, _, foot in parts]
    folios = tuple(folio for folio, _ in feet)
    first = next((n for n, folio in enumerate(folios) if folio.isdecimal()), len(sheets))
    before = next((n for n, folio in enumerate(folios[:first]) if folio), first)
    bodies = tuple(tuple(body) for _, body, _ in parts)
    split = [_split_notes(sheet, body) for sheet, body in zip(sheets, bodies, strict=True)]

    def flow(low: int, high: int, part: int) -> Flow:
        return Flow.of((at, run) for at in range(low, high) for run in split[at][part])

    rows = ((at, run) for at in range(before, first) for run in split[at][0])
    contents = Flow.of((at, run) for at, run in rows if run.text.strip(" ."))  # leaders
    return Parts(
        tuple(sheets),
        tuple(text_of(head) for head, _, _ in parts),
        bodies,
        folios,
        tuple(rest for _, rest in feet),
        first,
        before,
        flow(0, before, 0),
        contents,
        flow(first, len(sheets), 0),
        flow(0, len(sheets), 1),
    )


def _foot(runs: Iterable[Run]) -> tuple[str, str]:
    """The folio and what else the foot says."""
    texts = ["".join(run.text.split()) for run in runs]
    folio = next((text for text in texts if _FOLIO.fullmatch(text)), "")
    if folio:
        texts.remove(folio)
    return folio, "".join(texts)


def _split_notes(sheet: Sheet, body: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """The runs of the text, and those of the footnotes below their short rule."""
    if not body:
        return [], []
    edge = min(run.left for run in body)
    wide = sheet.box[2] - sheet.box[0]
    for mark in sheet.marks:
        width = mark.right - mark.left
        short = mark.is_rule and 0.1 * wide < width < 0.25 * wide
        if short and mark.left < edge + 0.15 * wide and not _touches(mark, body):
            text = [run for run in body if run.y > mark.top]
            notes = [run for run in body if run.y <= mark.top]
            # Notes end a page: whatever the stream has below the rule before its text is none.
            if notes and [*body[-len(notes) :]] == notes:
                return text, notes
    return [*body], []


def _touches(mark: Mark, runs: Sequence[Run]) -> bool:
    """Whether a rule strikes a text out, or underlines it."""
    return any(
        run.bottom - 0.3 * run.size < mark.top
        and mark.bottom < run.top
        and mark.left < run.right
        and mark.right > run.left
        for run in runs
    )
