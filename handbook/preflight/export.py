"""The report as data (schemas/preflight.schema.json)."""

from __future__ import annotations

import dataclasses
from typing import Any

from handbook.preflight.record import ORDER, Finding, Report


def report_json(report: Report) -> dict[str, Any]:
    """Facts, rules with the number of their findings, and the findings in both languages."""
    found: dict[str, int] = {}
    for finding in report.findings:
        found[finding.rule] = found.get(finding.rule, 0) + 1
    return {
        "format": 1,
        "ok": report.ok,
        "counts": {severity: report.count(severity) for severity in ORDER},
        "pdf_sha256": report.sha256,
        "size": report.size,
        "version": report.version,
        "claim": report.claim,
        "condition": report.condition,
        "profile": report.profile,
        "pages": report.pages,
        "trim": list(report.trim),
        "bleed": report.bleed,
        "inks": list(report.inks),
        "fonts": [dataclasses.asdict(font) for font in report.fonts],
        "images": [dataclasses.asdict(image) for image in report.images],
        "blanks": list(report.blanks),
        "rules": [
            {
                "rule": rule.name,
                "title": {"zh": rule.title("zh"), "en": rule.title("en")},
                "clause": rule.clause,
                "findings": found.get(rule.name, 0),
            }
            for rule in report.rules
        ],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "clause": finding.clause,
        "page": finding.page,
        "pages": list(finding.pages),
        "box": None if finding.box is None else list(finding.box),
        "measured": finding.measured,
        "expected": finding.expected,
        "message": {"zh": finding.message("zh"), "en": finding.message("en")},
        "hint": {"zh": finding.hint("zh"), "en": finding.hint("en")},
    }
