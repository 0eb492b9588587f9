"""The certificate and the page map of a finished PDF."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence

from handbook.book import Book, Section
from handbook.proof.compare import (
    brief,
    compare_contents,
    compare_references,
    compare_texts,
    own_atom,
)
from handbook.proof.flow import Flow, Parts
from handbook.proof.furniture import (
    folio_differences,
    front_differences,
    head_differences,
    index_differences,
)
from handbook.proof.glyphs import check_glyphs
from handbook.proof.ink import ink_differences
from handbook.proof.lines import map_lines
from handbook.proof.match import Match
from handbook.proof.order import Place, disorder
from handbook.proof.plan import Plan, plan_volume
from handbook.proof.reading import Reading, runs_in
from handbook.proof.record import Certificate, Difference, Line
from handbook.proof.sheets import Run
from handbook.proof.sums import sections_sha256

_SUM = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def certify(
    pdf: bytes,
    book: Book,
    volume: str = "handbook",
    printing: str = "",
    *,
    plan: Plan | None = None,
    front: Sequence[str] = (),
) -> Certificate:
    """Read a finished PDF of a volume back and compare it with the Book.

    `printing` is the printing's id; `book` must then have its corrections. `plan` is what the
    volume shows where that comes of more than the Book: an appendix, forms. `front` are the words
    of title page and colophon, as regular expressions without white space; without them only
    their ink and the text's sum are looked at. Raises `InputError` where the file cannot be
    opened.
    """
    reading = Reading(pdf, plan or plan_volume(book, volume))
    parts = reading.parts
    glyphs = check_glyphs(parts.sheets, parts.folios)
    compared = compare_texts(reading)
    digest = sections_sha256(compared.rows)
    struck = {id(run) for run in reading.runs_of(lambda atom: atom.struck)}
    differences = [
        *compared.differences,
        *glyphs.differences,
        *_order(reading),
        *ink_differences(pdf, parts.sheets, parts.folios, parts.drawn, struck),
        *folio_differences(parts, book.settings.notice),
        *front_differences(parts, front),
        *_sum(parts, {digest, book.sha256}),
        *compare_references(reading),
        *compare_contents(reading),
        *head_differences(parts, reading.plan, _standing(reading), reading.behind),
    ]
    if reading.index is not None:
        differences += index_differences(book, parts.text, reading.index, parts.folios)
    return Certificate(
        digest,
        hashlib.sha256(pdf).hexdigest(),
        book.settings.edition,
        printing,
        volume,
        compared.counted,
        compared.identical,
        glyphs.missing,
        glyphs.checked,
        tuple(sorted(set(differences))),
        tuple(sorted(set(glyphs.variants))),
    )


def page_map(
    pdf: bytes, book: Book, volume: str = "handbook", plan: Plan | None = None
) -> dict[str, tuple[Line, ...]]:
    """For each section of a volume the lines on which it stands in a finished PDF.

    They are its heading, text, footnotes and self-check line, and not the relations that print
    adds below them. They come in reading order: a line on which several cells of a table stand
    has a row for each that other lines part from the one before. Raises `InputError` where the
    file cannot be opened.
    """
    reading = Reading(pdf, plan or plan_volume(book, volume))
    placed: dict[str, list[tuple[int, Run, str]]] = {}
    for flow, texts in (
        (reading.parts.text, reading.texts),
        (reading.parts.notes, reading.notes.found),
    ):
        for found in texts:
            if found.missing or found.unit.id in reading.plan.free:
                continue
            spans = [(found.start, found.end)]
            if found.lost is None:
                atoms = zip(found.unit.atoms, found.spans, strict=True)
                spans = [span for atom, group in atoms if own_atom(atom) for span in group]
            placed.setdefault(found.unit.id, []).extend(runs_in(flow, spans))
    return map_lines(reading.parts, placed)


def _order(reading: Reading) -> Iterator[Difference]:
    """Text that stands elsewhere than where it is read."""
    parts = reading.parts
    flow = parts.text
    places, owners = _places(reading.match, flow)
    end = len(flow.runs) if reading.index is None else flow.run_at(reading.index)
    kept = [n for n in range(end) if owners[n] not in reading.plan.free]
    text = flow.part(kept)
    yield from _disorder(text, [places[n] for n in kept], parts, [owners[n] for n in kept])
    index = flow.part(range(end, len(flow.runs)))
    yield from _disorder(index, [None] * len(index.runs), parts, columns=True)
    yield from _disorder(parts.contents, _places(reading.contents, parts.contents)[0], parts)
    for part in (parts.notes, parts.front):
        yield from _disorder(part, [None] * len(part.runs), parts)


def _disorder(
    flow: Flow,
    places: Sequence[Place | None],
    parts: Parts,
    owners: Sequence[str] = (),
    columns: bool = False,
) -> Iterator[Difference]:
    for n, run in disorder(flow, places, columns):
        sheet = flow.runs[n][0]
        id = owners[n] if owners else ""
        yield Difference(sheet + 1, id, "order", "", brief(run.text.strip()), parts.folios[sheet])


def _places(result: Match, flow: Flow) -> tuple[list[Place | None], list[str]]:
    """The cell of each run, and the section that it belongs to."""
    places: list[Place | None] = [None] * len(flow.runs)
    owners = [""] * len(flow.runs)
    for number, found in enumerate(result.found):
        for atom, spans in zip(found.unit.atoms, found.spans, strict=False):
            for low, high in spans:
                for n in range(flow.run_at(low), flow.run_at(max(low, high - 1)) + 1):
                    owners[n] = found.unit.id
                    if atom.place and low < high:
                        places[n] = (number, *atom.place)
    for (low, high), (unit, table) in result.repeated:
        columns = [
            atom.place[2]
            for atom in result.found[unit].unit.atoms
            if atom.place and atom.place[:2] == (table, 0)
            for _ in atom.text
        ]
        for n in range(flow.run_at(low), flow.run_at(high - 1) + 1):
            at = max(0, flow.starts[n] - low)
            places[n] = (unit, table, -1, columns[at] if at < len(columns) else n)
    return places, owners


def _sum(parts: Parts, known: Collection[str]) -> Iterator[Difference]:
    """A sum in the colophon that is neither that of the text found nor that of the sources."""
    for found in _SUM.finditer(parts.front.text):
        if found[0] not in known:
            sheet = parts.front.sheet_at(found.start())
            yield Difference(sheet + 1, "", "hash", min(known), found[0])


def _standing(reading: Reading) -> dict[int, list[Section]]:
    """The sections that have text on each sheet, in reading order."""
    flow = reading.parts.text
    sections = {section.id: section for section in reading.plan.sections}
    standing: dict[int, list[Section]] = {}
    for found in reading.texts:
        if not found.missing and found.end > found.start:
            first, last = flow.sheet_at(found.start), flow.sheet_at(found.end - 1)
            for sheet in range(first, last + 1):
                standing.setdefault(sheet, []).append(sections[found.unit.id])
    return standing
