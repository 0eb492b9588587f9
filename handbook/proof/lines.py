"""The lines of a page as printed, and which provision stands on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.proof.flow import Parts
from handbook.proof.record import Line
from handbook.proof.sheets import Run

SAME = 0.45
"""Baselines that are nearer than this part of the smaller em are one line: a note's mark."""


@dataclass(frozen=True)
class PageLines:
    """The baselines of a sheet's text block from its top."""

    sheet: int
    baselines: tuple[float, ...]
    numbers: Mapping[int, int]
    """The line of each run, 1-based, by the run's identity."""


def page_lines(sheet: int, body: Sequence[Run]) -> PageLines:
    """Count the lines: headings, table rows and footnotes too; not running head and folio."""
    runs = sorted((run for run in body if run.text.strip()), key=lambda run: -run.y)
    numbers: dict[int, int] = {}
    lines: list[Run] = []
    for run in runs:
        if lines and _beside(lines[-1], run):
            if run.size > lines[-1].size:
                lines[-1] = run
        else:
            lines.append(run)
        numbers[id(run)] = len(lines)
    return PageLines(sheet, tuple(run.y for run in lines), numbers)


def _beside(line: Run, run: Run) -> bool:
    """Whether a run stands on a line; a small one may be raised."""
    return abs(line.y - run.y) < SAME * max(line.size, run.size) and (
        abs(line.y - run.y) < SAME * min(line.size, run.size) or min(line.size, run.size) < 6.5
    )


def map_lines(
    parts: Parts, placed: Mapping[str, Sequence[tuple[int, Run, str]]]
) -> dict[str, tuple[Line, ...]]:
    """For each id its lines in reading order, from its runs with their sheets and texts."""
    pages = {n: page_lines(n, body) for n, body in enumerate(parts.bodies)}
    result: dict[str, tuple[Line, ...]] = {}
    for id, runs in placed.items():
        rows: list[tuple[int, int, str]] = []
        for sheet, run, text in runs:
            number = pages[sheet].numbers.get(id_of(run), 0)
            if rows and rows[-1][:2] == (sheet, number):
                rows[-1] = (sheet, number, rows[-1][2] + text)
            else:
                rows.append((sheet, number, text))
        result[id] = tuple(
            Line(parts.folios[sheet], number, " ".join(text.split()))
            for sheet, number, text in rows
        )
    return result


def id_of(run: Run) -> int:
    """A run's identity: two runs may look alike."""
    return id(run)
