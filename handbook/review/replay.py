"""Replay errata over the text of the base: what the text must read if nothing else was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.errata import Erratum, plan_change
from handbook.errata.locate import occurrences
from handbook.errata.raw import splice_text
from handbook.problems import Problem
from handbook.review.parts import Part, read_part_document
from handbook.source import Document, Settings, scan_headings


@dataclass(frozen=True)
class Replayed:
    """The base's files with the errata in them."""

    files: Mapping[str, bytes]
    applied: tuple[Erratum, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why others could not be applied: the text never had what they say it had."""


@dataclass
class _State:
    """The files while they are worked on."""

    files: dict[str, bytes]
    places: dict[str, str] = field(default_factory=dict)
    """The file of each heading."""
    documents: dict[str, Document] = field(default_factory=dict)


class _Anything:
    """What a correction may refer to: the head's own check knows which ids there are."""

    def __contains__(self, id: object) -> bool:
        return True


def replay(
    files: Mapping[str, bytes], errata: Iterable[Erratum], settings: Settings | None = None
) -> Replayed:
    """Apply errata one after another, each to the text as the ones before left it.

    One that cannot be applied yet is tried again after the others: two of one day may build on
    each other in either order. Amendments are none of its business.
    """
    state = _State(dict(files))
    for path in files:
        document = read_part_document(path, files[path])
        if document is not None:
            state.documents[path] = document
            for heading in scan_headings(document)[0]:
                state.places.setdefault(heading.id or "", path)
    waiting = [e for e in errata if e.amendment is None and e.provision in state.places]
    applied: list[Erratum] = []
    problems: list[Problem] = []
    while waiting:
        later, problems = [], []
        for erratum in waiting:
            found = _apply(state, erratum, settings)
            if found is None:
                applied.append(erratum)
            else:
                later.append(erratum)
                problems += found
        if len(later) == len(waiting):
            break
        waiting = later
    return Replayed(state.files, tuple(applied), tuple(problems))


def _apply(state: _State, erratum: Erratum, settings: Settings | None) -> list[Problem] | None:
    """Apply one erratum; why not, where that cannot be done."""
    path = state.places[erratum.provision]
    change, problems = plan_change(state.documents[path], erratum, _Anything(), settings)
    if change is None:
        return problems
    splice = splice_text(state.files[path], change.start, change.old, change.new)
    if splice is None:
        return problems
    state.files[path] = splice.apply(state.files[path])
    document = read_part_document(path, state.files[path])
    if document is not None:
        state.documents[path] = document
    return None


def tie_turned(
    erratum: Erratum, before: Part | None, after: Part | None, files: Mapping[str, bytes]
) -> Erratum:
    """An erratum that is taken out again, tied to the words around its place.

    What it had put there may stand elsewhere too, or be nothing at all. `after` is the part as it
    reads with the words back in; where that does not say where they went, the erratum stays as it
    is and will not be found.
    """
    turned = erratum.state != "incorporated" and erratum.amendment is None
    if not turned or before is None or after is None:
        return erratum
    words = erratum.corrected
    places = occurrences(after.source, words)
    if len(places) != 1 or len(occurrences(before.source, erratum.original)) == 1:
        return erratum
    start, end = places[0], places[0] + len(words)
    for size in (1, 2, 4, 8, 16, 32, 64, len(after.source)):
        head, tail = after.source[max(0, start - size) : start], after.source[end : end + size]
        original, corrected = head + erratum.original + tail, head + words + tail
        tied = dataclasses.replace(erratum, original=original, corrected=corrected)
        if len(occurrences(before.source, original)) == 1 and replay(files, [tied]).applied:
            return tied
    return erratum
