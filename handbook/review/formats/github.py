"""Workflow commands that GitHub shows as annotations beside the lines of a pull request.

`::error file=F,line=N,endLine=M,title=T::message`. About ten of a type are shown for a step, of
4,096 characters each: the worst come first, and what is left over is printed as plain lines, so
that the log has everything; a notice says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.messages import Language, say
from handbook.review.findings import Finding
from handbook.review.formats.text import line, sentence
from handbook.review.report import Report

SHOWN = 10
"""How many annotations of one type GitHub shows for a step."""
_LENGTH = 4096


def render(report: Report, lang: Language) -> str:
    """Errors first, then warnings, each in the order of files and lines."""
    rows: list[str] = []
    left: list[Finding] = []
    for severity in ("error", "warning"):
        found = [f for f in report.findings if f.problem.severity == severity]
        rows += [_command(severity, f, report.prefix, lang) for f in found[:SHOWN]]
        left += found[SHOWN:]
    if left:
        counts = {"count": str(len(left)), "all": str(len(report.findings))}
        rows.append(f"::notice title=handbook::{escape(say('annotations-left', lang, **counts))}")
        rows += _plain(left, report.prefix, lang)
    return "".join(f"{row}\n" for row in rows)


def _command(severity: str, finding: Finding, prefix: str, lang: Language) -> str:
    found = finding.problem
    properties = {
        "file": prefix + found.file,
        "line": str(found.line),
        "endLine": str(finding.end_line),
        "title": found.rule,
    }
    if finding.end_line == found.line and found.column > 1:
        properties["col"] = str(found.column)
    text = ",".join(f"{key}={escape_property(value)}" for key, value in properties.items())
    return f"::{severity} {text}::{escape(sentence(found, lang)[:_LENGTH])}"


def _plain(findings: list[Finding], prefix: str, lang: Language) -> Iterator[str]:
    """Lines that the runner must not take for commands, whatever a file holds."""
    for finding in findings:
        text = f"  {prefix}{line(finding.problem, lang)}".replace("\r", " ").replace("\n", " ")
        yield text.replace("##[", "## [").replace("::", ": :")


def escape(text: str) -> str:
    """A command's message: `%`, CR and LF."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace("##[", "## [")  # the older form of a command, found anywhere in a line


def escape_property(text: str) -> str:
    """The value of a command's property: also `:` and `,`."""
    return escape(text).replace(":", "%3A").replace(",", "%2C")
