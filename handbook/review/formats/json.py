"""The findings for other programs (design: JSON shapes)."""

from __future__ import annotations

import json

from handbook.messages import Language
from handbook.review.report import Report


def render(report: Report, lang: Language) -> str:
    """`[{rule, severity, file, line, column, message, hint}]`."""
    rows = [finding.problem.as_json(lang) for finding in report.findings]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
