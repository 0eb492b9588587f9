"""Say what a pack is, and what was found in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handbook.book import Book
from handbook.cli.output import problem_line
from handbook.messages import Language, say

if TYPE_CHECKING:
    from handbook.press.pack import Pack
    from handbook.proof import Certificate

SHOWN = 20
"""Findings that are said; where the text does not fit at all there are thousands."""


def _differences(certificate: Certificate, book: Book, lang: Language) -> Iterator[str]:
    from handbook.cli.verify_pdf import certificate_problems

    for each in certificate_problems(certificate, book, "interior.pdf", lang):
        yield problem_line(each, lang)


def _preflight(pack: Pack, lang: Language) -> Iterator[str]:
    """Errors and warnings of preflight; its notes are in the report."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    for name, report in pack.checks.reports.items():
        for finding in report.findings:
            if finding.severity != "note":
                said = f"{finding.message(lang)}{stop}{finding.hint(lang)}"
                yield f"{name}:{finding.page}{colon}{said} ({finding.clause})"


def report(pack: Pack, book: Book, lang: Language) -> bool:
    """Say what was made and what was found; whether the pack may be written."""
    from handbook.press.job import BINDINGS

    certificate, bound, spine = pack.checks.certificate, pack.interior.bound, pack.spine
    findings = [*_preflight(pack, lang), *_differences(certificate, book, lang)]
    for line in findings[:SHOWN]:
        print(line, file=sys.stderr)
    if len(findings) > SHOWN:
        print(say("press-more", lang, count=str(len(findings) - SHOWN)), file=sys.stderr)
    if not pack.checks.sound:
        errors = sum(report.count("error") for report in pack.checks.reports.values())
        values = {"differences": str(len(certificate.differences)), "errors": str(errors)}
        print(say("press-refused", lang, **values), file=sys.stderr)
        return False
    profile = pack.profile
    claim = say("press-claim", lang, name=profile.identifier) if profile else ""
    print(claim or say("press-claim-none", lang), file=sys.stderr)
    figures = {
        "width": f"{spine.width_mm:g}", "low": f"{spine.low_mm:g}", "high": f"{spine.high_mm:g}",
    } if spine else {}  # fmt: skip
    print(
        say(
            "press-summary",
            lang,
            pages=str(bound.pages),
            padding=str(bound.padding),
            binding=BINDINGS[bound.binding] if lang == "zh" else bound.binding,
            spine=say("press-spine", lang, **figures) if spine else say("press-spine-none", lang),
            identical=str(certificate.identical),
            provisions=str(certificate.provisions),
        ),
        file=sys.stderr,
    )
    return True
