"""`handbook verify FILE.pdf --preflight`: whether a PDF, anyone's, is fit for the press."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from handbook.messages import Language, say
from handbook.preflight import Expected, Finding, Limits, Report, preflight, report_json
from handbook.problems import InputError, Problem, problem

_TRIM = re.compile(r"(\d+(?:\.\d+)?)[x×*](\d+(?:\.\d+)?)")


def add_preflight_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `verify` that belong to preflight."""
    parser.add_argument("--preflight", action="store_true", help=say("about-preflight", lang))
    parser.add_argument("--json", action="store_true", help=say("about-preflight-json", lang))
    parser.add_argument("--trim", metavar="WxH", help=say("about-preflight-trim", lang))
    parser.add_argument("--bleed", metavar="MM", help=say("about-preflight-bleed", lang))
    parser.add_argument("--inks", metavar="K,…", help=say("about-preflight-inks", lang))
    parser.add_argument("--total-ink", metavar="PERCENT", help=say("about-preflight-ink", lang))


def report_preflight(name: str, options: argparse.Namespace) -> int:
    """Print what was found; 1 if anything is an error.

    Raises `InputError` for a file that cannot be read, and for options that make no sense.
    """
    lang: Language = options.lang
    try:
        pdf = Path(name).read_bytes()
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("preflight-damaged", name, what=what)]) from None
    report = preflight(pdf, _expected(name, options), name)
    if options.json:
        print(json.dumps(report_json(report), ensure_ascii=False, sort_keys=True, indent=2))
    else:
        for finding in report.findings:
            print(_line(finding, lang))
    print(_summary(report, lang), file=sys.stderr)
    return 0 if report.ok else 1


def _expected(name: str, options: argparse.Namespace) -> Expected:
    """What the options ask of the file."""
    width: float | None = None
    height: float | None = None
    if options.trim:
        found = _TRIM.fullmatch(options.trim)
        if found is None:
            raise InputError([_wrong(name, "--trim", options.trim, "140x203")])
        width, height = float(found[1]), float(found[2])
    inks = tuple(part.strip() for part in (options.inks or "").split(",") if part.strip())
    total = _number(name, "--total-ink", options.total_ink)
    return Expected(
        width,
        height,
        _number(name, "--bleed", options.bleed),
        inks=inks or None,
        limits=Limits() if total is None else Limits(ink=total),
    )


def _number(name: str, key: str, value: str | None) -> float | None:
    if value is None:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        raise InputError([_wrong(name, key, value, "3")])
    return float(value)


def _wrong(name: str, key: str, value: str, form: str) -> Problem:
    return problem("preflight-value", name, key=key, value=value, form=form)


def _line(finding: Finding, lang: Language) -> str:
    """警告 第3、5面（20, 31 mm）：…；…〔ISO …〕."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    level = say(f"preflight-{finding.severity}", lang)
    where = say("preflight-file", lang)
    if finding.pages:
        where = say("preflight-page", lang, pages=finding.page_words)
    if finding.box is not None:
        where += f" ({finding.box[0]:g}, {finding.box[1]:g} mm)"
    what = f"{finding.message(lang)}{stop}{finding.hint(lang)}"
    return f"{level} {where}{colon}{what} [{finding.rule}; {finding.clause}]"


def _summary(report: Report, lang: Language) -> str:
    facts = say(
        "preflight-facts",
        lang,
        pages=str(report.pages),
        trim=f"{report.trim[0]:g} × {report.trim[1]:g} mm",
        bleed=f"{report.bleed:g}",
        inks=" ".join(report.inks) or "—",
        claim=report.claim or say("preflight-no-x", lang),
    )
    counts = say(
        "preflight-counts",
        lang,
        errors=str(report.count("error")),
        warnings=str(report.count("warning")),
        notes=str(report.count("note")),
        rules=str(len(report.rules)),
    )
    verdict = say("preflight-pass" if report.ok else "preflight-fail", lang)
    return "\n".join((facts, counts, verdict))
