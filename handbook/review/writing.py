"""Find what breaks a rule of writing, in the lines that a branch changes or in all of them.

A rule is here only if what it finds is wrong by its form, whatever the sentence says; nothing is
rewritten. Each cites the clause of the standard that it follows (`punctuation`, `numerals`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handbook.errata import Erratum
from handbook.problems import Problem, problem
from handbook.review.forms import Form
from handbook.review.numerals import NUMERALS
from handbook.review.pairs import find_pairs
from handbook.review.prose import OPAQUE, Line, blocks, read_lines
from handbook.review.punctuation import PUNCTUATION
from handbook.source import Document

FORMS: tuple[Form, ...] = (*PUNCTUATION, *NUMERALS)
"""All rules on single lines; where two find the same place, the first one speaks."""
_AROUND = 6


def writing_problems(document: Document, only: Collection[int] | None = None) -> Iterator[Problem]:
    """What is written wrong in the body of a document, as warnings.

    `only` are the 1-based lines to look at; None for all.
    """
    first = document.line_at(document.body_start)
    lines = list(read_lines(document.body, first, only))
    yield from _lines_problems(document.path, lines, only)


def erratum_problems(erratum: Erratum) -> Iterator[Problem]:
    """What is written wrong in a correction, before it is in the text."""
    if erratum.amendment or not erratum.corrected:
        return
    place = erratum.line("corrected")
    for found in _lines_problems(erratum.path, list(read_lines(erratum.corrected)), None):
        if found.rule != "gb-pairs":  # half a pair may be all that changes
            yield problem(found.rule, erratum.path, place, 1, "warning", **dict(found.values))


def _lines_problems(
    path: str, lines: list[Line], only: Collection[int] | None
) -> Iterator[Problem]:
    for line in lines:
        if only is None or line.number in only:
            yield from _line_problems(path, line)
    for block in blocks(lines):
        if only is None or any(line.number in only for line in block):
            for rule, clause, line, at in find_pairs(block):
                yield _problem(path, line, (at, at + 1), rule, clause)


def _line_problems(path: str, line: Line) -> Iterator[Problem]:
    taken: list[tuple[int, int]] = []
    for form in FORMS:
        if form.title_only and not line.heading:
            continue
        for start, end in form.find(line.text):
            if all(end <= low or high <= start for low, high in taken):
                taken.append((start, end))
                yield _problem(path, line, (start, end), form.rule, form.cited)


def _problem(path: str, line: Line, span: tuple[int, int], rule: str, clause: str) -> Problem:
    start, end = span
    text = line.text[max(0, start - _AROUND) : end + _AROUND].replace(OPAQUE, "").strip()
    column = line.column(start)
    return problem(rule, path, line.number, column, "warning", found=text, clause=clause)
