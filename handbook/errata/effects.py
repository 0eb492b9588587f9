"""What a correction would do to its document beyond its words, and must not."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from handbook.book.rules import body_problems, reference_problems
from handbook.problems import Problem, problem
from handbook.source import (
    Document,
    Heading,
    Settings,
    number_headings,
    scan_headings,
    scan_references,
)
from handbook.source.references import mask_code

# What stands for characters that are computed: `[][id]` for a label, `1. ` for （一）, `[^1]` for
# ①; and attribute lists, which are never shown.
_STANDS_FOR = re.compile(
    r"\[\]\[[^\[\]\s]{1,80}\]|\[\^[^\]\s]+\]:?|^[ \t]*\d+\.[ \t]+|[ \t]*\{:?[ \t]*[#.][^{}\n]*\}",
    re.MULTILINE,
)
_WORDS = re.compile(
    "[\u4e00-\u9fff，。、；：？！“”‘’（）《》]{2}[\u4e00-\u9fff0-9，。、；：？！“”‘’（）《》％]*"
)
_FAR = re.compile(r"[`\\<>]|\[\^|\]:")
_MARK = re.compile(r"^[ \t]*\d+\.[ \t]+", re.MULTILINE)
_LABEL = re.compile(r"第[0-9]+[条项期]|第[一二三四五六七八九十百]+章|问[0-9]+-[0-9]+")
_SEPARATOR = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def only_words(original: str, corrected: str) -> bool:
    """Whether one run of Chinese words makes way for another, which can upset nothing.

    What begins the self-check line is more than words.
    """
    words = _WORDS.fullmatch(original) and _WORDS.fullmatch(corrected)
    return bool(words) and "自查" not in original


def is_local(piece: str, is_last: bool, *texts: str) -> bool:
    """Whether a change of `texts` in a section can have no effect outside it.

    Code spans and tags may run on where no blank line ends the section; footnotes and
    definitions of links belong to the whole file.
    """
    ends = is_last or piece.endswith("\n\n")
    return ends and not any(_FAR.search(text) for text in texts)


def effect_problems(
    before: Document,
    after: Document,
    heading: Heading,
    place: tuple[int, int],
    corrected: str,
    known: Container[str],
    settings: Settings | None,
) -> list[Problem]:
    """Why a change is refused; `place` is where it lies in the source of its heading.

    The problems' files and lines are the document's; the caller gives them the erratum's.
    """
    scans = scan_headings(before), scan_headings(after)
    headings, changed = scans[0][0], scans[1][0]
    if [(h.level, h.id, h.classes) for h in headings] != [
        (h.level, h.id, h.classes) for h in changed
    ]:
        return [problem("erratum-heading", before.path)]
    old = heading.source(before.text)
    new = next(h for h in changed if h.id == heading.id).source(after.text)
    if new != (old[: place[0]] + corrected + old[place[1] :]).rstrip():
        return [problem("erratum-heading", before.path)]  # its words run into the id
    problems = list(_computed_problems(before.path, old, place, corrected))
    if _breaks_table(old, new):
        problems.append(problem("erratum-table", before.path))
    had = _document_problems(before, scans[0], known, settings)
    return problems + _new_problems(had, _document_problems(after, scans[1], known, settings))


def _computed_problems(
    path: str, source: str, place: tuple[int, int], corrected: str
) -> Iterator[Problem]:
    """A computed number or mark that the correction cuts, rewrites or writes out by hand."""
    start, end = place
    masked = mask_code(source)
    for found in _STANDS_FOR.finditer(masked):
        if any(found.start() < at < found.end() for at in place):
            yield problem("erratum-computed", path, text=found[0].strip())
            return
    original = source[start:end]
    old_marks = [m[0] for m in _MARK.finditer(masked) if start <= m.start() < end]
    spliced = mask_code(source[:start] + corrected + source[end:])
    stop = start + len(corrected)
    new_marks = [m[0] for m in _MARK.finditer(spliced) if start <= m.start() < stop]
    if len(old_marks) == len(new_marks) and old_marks != new_marks:
        yield problem("erratum-computed", path, text=new_marks[0].strip())
    lost = {r.target for r in scan_references(original) if not r.words}
    lost -= {r.target for r in scan_references(corrected)}
    typed = [label for label in _LABEL.findall(corrected) if label not in original]
    if lost and typed:
        yield problem("erratum-computed", path, text=typed[0])


def _breaks_table(old: str, new: str) -> bool:
    """Whether a table changes its columns, or a row no longer has as many as its head."""
    before, after = table_shapes(old), table_shapes(new)
    if [shape[0] for shape in before] != [shape[0] for shape in after]:
        return True
    return _uneven(after) > _uneven(before)


def _uneven(shapes: list[list[int]]) -> int:
    return sum(cells != shape[0] for shape in shapes for cells in shape)


def table_shapes(source: str) -> list[list[int]]:
    """The number of cells in each row of each table, the head's first.

    A table is what Python-Markdown's `tables` takes for one: a block whose second line is of
    hyphens, and whose first has a bar.
    """
    shapes: list[list[int]] = []
    for block in re.split(r"\n[ \t]*\n", mask_code(source)):
        rows = block.strip("\n").split("\n")
        if len(rows) > 1 and "|" in rows[0] and "-" in rows[1] and _SEPARATOR.fullmatch(rows[1]):
            shapes.append([_cells(row) for row in rows])
    return shapes


def _cells(row: str) -> int:
    return row.strip().removeprefix("|").removesuffix("|").count("|") + 1


def _new_problems(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """What breaks a rule of the sources after the change and did not before."""
    had = [(p.rule, p.values) for p in before]
    problems = []
    for found in after:
        if (found.rule, found.values) in had:
            had.remove((found.rule, found.values))
        elif found.rule == "reference-unknown":
            id = dict(found.values)["id"]
            problems.append(problem("erratum-reference", found.file, id=id))
        else:
            problems.append(found)
    return problems


def _document_problems(
    document: Document,
    scan: tuple[list[Heading], list[Problem]],
    known: Container[str],
    settings: Settings | None,
) -> Iterator[Problem]:
    headings, problems = scan
    yield from problems
    numbered = number_headings([(document, headings)])
    yield from body_problems(document, settings, numbered)
    yield from reference_problems(document, known)
