"""The text of a finished PDF against its source's, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.book import Section
from handbook.proof.expected import PAGES, Atom
from handbook.proof.flow import Flow
from handbook.proof.match import Found, Reference
from handbook.proof.reading import Reading, Span
from handbook.proof.record import Difference, Kind
from handbook.proof.sums import squeeze


@dataclass
class Comparison:
    """What the comparison came to."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    """Heading and text found of each section, for the sum."""
    counted: int = 0
    identical: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare_texts(reading: Reading) -> Comparison:
    """Every section's text, and whatever stands there that is no section's."""
    flow, folios = reading.parts.text, reading.parts.folios
    result = Comparison()
    sections = {section.id: section for section in reading.plan.sections}
    notes: dict[str, list[str]] = {}
    for found in reading.notes.found:
        notes.setdefault(found.unit.id, []).append(_own(found, reading.parts.notes))
        if found.lost is not None:
            result.differences.append(lost_difference(found, reading.parts.notes, folios, "note"))
    for found in reading.match.found:
        section = sections.get(found.unit.id)
        if section is None:
            if found.lost is not None:
                result.differences.append(lost_difference(found, flow, folios))
        else:
            _compare_section(result, found, section, notes.get(section.id, ()), reading)
    result.differences += _extra(reading)
    return result


def _compare_section(
    result: Comparison, found: Found, section: Section, notes: Sequence[str], reading: Reading
) -> None:
    flow, folios = reading.parts.text, reading.parts.folios
    counted, lost = found.unit.counted, found.lost is not None
    said = flow.text[found.start : found.end] if lost else _shown(found, flow, notes)
    result.rows.append(("" if lost else section.heading_text, said))
    result.counted += counted
    if lost:
        result.differences.append(lost_difference(found, flow, folios))
    elif said == squeeze(section.shown.text):
        result.identical += counted
    else:
        sheet = flow.sheet_at(found.start)
        expected, got = apart(squeeze(section.shown.text), said)
        row = Difference(sheet + 1, section.id, "text", expected, got, folios[sheet])
        result.differences.append(row)


def _shown(found: Found, flow: Flow, notes: Sequence[str]) -> str:
    """What the page shows of a section's text, its footnotes before the self-check line."""
    at = found.unit.notes_at
    before, after = slice(at), slice(at, None)
    return _own(found, flow, before) + "".join(notes) + _own(found, flow, after)


def _own(found: Found, flow: Flow, part: slice = slice(None)) -> str:
    """The text found of the atoms that are a reader's text."""
    if found.lost is not None:
        return flow.text[found.start : found.end]
    atoms = zip(found.unit.atoms[part], found.spans[part], strict=True)
    spans = (spans for atom, spans in atoms if atom.role in ("body", "cell"))
    return "".join(flow.text[low:high] for each in spans for low, high in each)


def _extra(reading: Reading) -> Iterator[Difference]:
    """Text that belongs to nothing."""
    for result, flow in (
        (reading.match, reading.parts.text),
        (reading.notes, reading.parts.notes),
    ):
        for low, high in result.extra:
            end = high
            if flow is reading.parts.text and reading.index is not None and low <= reading.index:
                end = min(high, reading.index)
            yield from _extra_span(flow, reading.parts.folios, (low, end))


def _extra_span(flow: Flow, folios: Sequence[str], span: Span) -> Iterator[Difference]:
    low, high = span
    if low < high:
        sheet = flow.sheet_at(low)
        yield Difference(sheet + 1, "", "extra", "", brief(flow.text[low:high]), folios[sheet])


def lost_difference(
    found: Found, flow: Flow, folios: Sequence[str], kind: Kind = "text"
) -> Difference:
    """Where a section goes another way: the words expected there, the words found."""
    sheet = flow.sheet_at(min(found.lost or 0, max(len(flow.text) - 1, 0)))
    page = folios[sheet] if folios else ""
    whole = "".join(atom.text for atom in found.unit.atoms if atom.role not in PAGES)
    if found.missing:
        name = brief(whole) if kind == "note" else found.unit.name
        kind = "note" if kind == "note" else "missing"
        return Difference(sheet + 1, found.unit.id, kind, name, "", page)
    expected, said = apart(whole, flow.text[found.start : found.end])
    return Difference(sheet + 1, found.unit.id, kind, expected, said, page)


def apart(expected: str, found: str, around: int = 8) -> tuple[str, str]:
    """Both texts cut down to where they differ, with a few characters around."""
    least = min(len(expected), len(found))
    head = 0
    while head < least and expected[head] == found[head]:
        head += 1
    tail = 0
    while tail < least - head and expected[-1 - tail] == found[-1 - tail]:
        tail += 1
    start, end = max(0, head - around), max(0, tail - around)
    return brief(expected[start : len(expected) - end]), brief(found[start : len(found) - end])


def brief(text: str, limit: int = 80) -> str:
    """A text cut down to what a finding shows."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def compare_references(reading: Reading) -> Iterator[Difference]:
    """Page numbers that print adds behind references, and those that it leaves out."""
    folios = reading.parts.folios
    for result, flow in (
        (reading.match, reading.parts.text),
        (reading.notes, reading.parts.notes),
    ):
        for reference in result.references:
            yield from _reference(reference, flow, folios, reading.sheets, reference.unit.id)


def compare_contents(reading: Reading) -> Iterator[Difference]:
    """Rows of the contents that are not the headings of the text, with their pages."""
    flow, folios = reading.parts.contents, reading.parts.folios
    result = reading.contents
    for found in result.found:
        if found.lost is not None:
            yield lost_difference(found, flow, folios)
            return
    for reference in result.references:
        yield from _reference(reference, flow, folios, reading.sheets, reference.target)
    for span in result.extra:
        yield from _extra_span(flow, folios, span)


def _reference(
    reference: Reference, flow: Flow, folios: Sequence[str], sheets: Mapping[str, int], id: str
) -> Iterator[Difference]:
    here, there = flow.sheet_at(max(0, reference.at - 1)), sheets.get(reference.target)
    # That an id is not there at all is told once, not wherever it is cited.
    if there is None or (reference.page is None and there in (here, flow.sheet_at(reference.at))):
        return
    if reference.page != folios[there]:
        yield Difference(
            here + 1, id, "reference", folios[there], reference.page or "", folios[here]
        )


def own_atom(atom: Atom) -> bool:
    """Whether an atom is a section's own on its printed lines: text, and pages of references."""
    return atom.role in ("head", "body", "cell", "page")
