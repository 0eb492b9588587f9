"""SARIF 2.1.0 (OASIS), as GitHub's code scanning and editors read it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from handbook import __version__
from handbook.messages import MESSAGES, Language
from handbook.review.findings import Finding
from handbook.review.formats.text import sentence
from handbook.review.report import Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BLANK = re.compile(r"\{\w+\}")


def render(report: Report, lang: Language) -> str:
    """One run, with the rules that were broken."""
    rules = sorted({finding.problem.rule for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "handbook",
                "semanticVersion": __version__,
                "rules": [_rule(rule, lang) for rule in rules],
            }
        },
        # Our columns count characters; SARIF's default is UTF-16 code units.
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, rules.index(finding.problem.rule), report.prefix, lang)
            for finding in report.findings
        ],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _rule(rule: str, lang: Language) -> dict[str, Any]:
    """A rule by itself: its sentences with their blanks left open."""
    about, hint = (_open(key, lang) for key in (rule, f"{rule}.hint"))
    return {
        "id": rule,
        "shortDescription": {"text": about},
        "fullDescription": {"text": f"{about}{'；' if lang == 'zh' else '; '}{hint}"},
        "help": {"text": hint},
    }


def _open(key: str, lang: Language) -> str:
    return (
        _BLANK.sub("…", MESSAGES[key][0 if lang == "zh" else 1])
        .replace("{{", "{")
        .replace("}}", "}")
    )


def _result(finding: Finding, index: int, prefix: str, lang: Language) -> dict[str, Any]:
    found = finding.problem
    region = {"startLine": found.line, "startColumn": found.column, "endLine": finding.end_line}
    place = {"artifactLocation": {"uri": quote(prefix + found.file)}, "region": region}
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": sentence(found, lang)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"handbook/v1": finding.fingerprint},
    }
