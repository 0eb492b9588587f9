"""A line a finding, for a terminal or a log: file, line, what is wrong, what to do."""

from __future__ import annotations

from handbook.messages import Language
from handbook.problems import Problem
from handbook.review.report import Report


def render(report: Report, lang: Language) -> str:
    """All findings in the order of files and lines."""
    return "".join(f"{line(f.problem, lang)}\n" for f in report.findings)


def line(found: Problem, lang: Language) -> str:
    """One finding."""
    colon = "：" if lang == "zh" else ": "
    return f"{found.file}:{found.line}{colon}{sentence(found, lang)}"


def sentence(found: Problem, lang: Language) -> str:
    """What is wrong, and what to do about it."""
    return f"{found.message(lang)}{'；' if lang == 'zh' else '; '}{found.hint(lang)}"
