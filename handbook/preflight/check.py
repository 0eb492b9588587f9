"""Preflight of a finished PDF: open, walk, apply every rule, put alike findings together."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable

from handbook.preflight.marks import painted
from handbook.preflight.open import clean_words, complaints, dictionary, open_pdf
from handbook.preflight.pages import File, read_pages
from handbook.preflight.record import ORDER, PROCESS, Expected, Finding, Report, Rule
from handbook.preflight.rules import FAMILIES, RULES, boxes, colour, identity, ink, intent, sequence
from handbook.preflight.rules.fonts import list_fonts
from handbook.preflight.rules.identity import claim, header_version, is_held
from handbook.preflight.rules.images import list_images
from handbook.preflight.rules.intent import condition, find_intents, profile_name, read_profile

MOST = 200
"""Findings of one rule that are kept; a file built to be wrong could have a million."""


def preflight(pdf: bytes, expected: Expected | None = None, name: str = "PDF") -> Report:
    """All findings on a PDF; `name` is the file's in what is raised.

    Raises `InputError` for what is no PDF, is encrypted, or is damaged beyond reading.
    """
    expected = expected or Expected()
    with complaints() as heard:
        reader, dictionaries, more = open_pdf(pdf, name)
        pages = list(read_pages(dictionaries, expected.limits))
        file = File(
            pdf,
            reader,
            dictionary(reader.trailer, "/Root"),
            dictionary(reader.trailer, "/Info"),
            tuple(page for page, _ in pages),
            heard.said,
            "pages" if more else pages[-1][1],
        )
        # The first family reports what all the others met with in reading, so it comes last.
        found = [each for family in reversed(FAMILIES) for each in family.check(file, expected)]
    return _report(file, expected, merge(found))


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same on several pages is one finding; the gravest come first, then by page."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        each = dataclasses.replace(one, measured=clean_words(one.measured))
        key = (each.rule, each.severity, each.measured, each.expected)
        alike.setdefault(key, []).append(each)
    merged = [
        dataclasses.replace(
            same[0], pages=tuple(sorted({page for each in same for page in each.pages}))
        )
        for same in alike.values()
    ]
    rank = {rule.name: n for n, rule in enumerate(RULES)}
    kept: dict[str, int] = {}
    ordered = []
    for each in sorted(
        merged, key=lambda it: (ORDER.index(it.severity), rank[it.rule], it.page, it.measured)
    ):
        kept[each.rule] = kept.get(each.rule, 0) + 1
        if kept[each.rule] <= MOST:
            ordered.append(each)
    return tuple(ordered)


def _report(file: File, expected: Expected, findings: tuple[Finding, ...]) -> Report:
    intents = find_intents(file.root)
    profile = read_profile(intents[0]) if intents else None
    width, height = file.pages[0].size
    return Report(
        sha256=hashlib.sha256(file.pdf).hexdigest(),
        size=len(file.pdf),
        version=clean_words(header_version(file)),
        claim=clean_words(claim(file)),
        condition=clean_words(condition(intents[0])) if intents else "",
        profile=clean_words(profile_name(profile)) if profile else "",
        pages=len(file.pages),
        trim=(round(width, 2), round(height, 2)),
        bleed=round(max(min(page.margin for page in file.pages), 0), 2),
        inks=_inks(file),
        fonts=list_fonts(file),
        images=list_images(file),
        blanks=tuple(page.number for page in file.pages if not page.trace.inked),
        rules=_applied(file, expected),
        findings=findings,
    )


def _applied(file: File, expected: Expected) -> tuple[Rule, ...]:
    """The rules that this file was really held to."""
    idle: set[Rule] = {identity.NO_CLAIM}
    if not is_held(file, expected):
        idle = {*identity.RULES, *intent.RULES} - idle
    untold = {
        boxes.SIZE: expected.width is None,
        boxes.BLEED: expected.bleed is None,
        sequence.COUNT: expected.pages is None,
        sequence.MULTIPLE: expected.multiple <= 1,
        sequence.RECTO: not expected.rectos,
        colour.GREY: expected.inks != ("K",),
        ink.OTHER: expected.inks is None,
    }
    idle |= {rule for rule, without in untold.items() if without}
    return tuple(rule for rule in RULES if rule not in idle)


def _inks(file: File) -> tuple[str, ...]:
    """Inks in use: C, M, Y, K, then spot inks by name; RGB, which is no ink, as itself."""
    used = {ink for inks in file.image_inks.values() for ink in inks.names}
    spaces = {image.space for image in file.image_inks}
    for page in file.pages:
        for each, _, _ in painted(page.trace):
            used |= each.inks.keys()
            spaces.add(each.space)
    used |= {"RGB" for space in spaces if space.family == "rgb"}
    return tuple(ink for ink in PROCESS if ink in used) + tuple(sorted(used - {*PROCESS}))
