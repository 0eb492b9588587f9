"""GitLab's code quality report: a JSON array, written as an artefact of the job.

The fingerprint has no line in it, else moved findings would look new.
"""

from __future__ import annotations

import json

from handbook.messages import Language
from handbook.review.formats.text import sentence
from handbook.review.report import Report

_SEVERITY = {"error": "major", "warning": "minor"}


def render(report: Report, lang: Language) -> str:
    """`[{description, check_name, fingerprint, severity, location}]`."""
    rows = [
        {
            "description": sentence(finding.problem, lang),
            "check_name": finding.problem.rule,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITY[finding.problem.severity],
            "location": {
                "path": report.prefix + finding.problem.file,
                "lines": {"begin": finding.problem.line},
            },
        }
        for finding in report.findings
    ]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
