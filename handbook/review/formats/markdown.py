"""A summary for a comment or a job's page: what is wrong, what changes, and on what ground.

Made for forges that show no annotations as much as for those that do. Everything that comes from
a file is escaped to the last mark: it can be no link, no mention, no markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from handbook.errata import Op, redline
from handbook.messages import Language, say
from handbook.review.changes import SectionChange
from handbook.review.findings import Finding
from handbook.review.report import Report
from handbook.review.steps import Step

LIMIT = 60_000
"""How long the summary may be, in characters; GitHub takes 65,536 in a comment."""
MARK = "<!-- handbook check -->"
"""Stands in the first line, so that the next summary can take the place of this one."""
_AROUND = 40
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
_TRIGGER = re.compile(r"([@#])(?=\w)")


def render(report: Report, lang: Language) -> str:
    """The summary; what is too much is left out from its end, and said so."""
    pieces = [f"{MARK}\n{_head(report, lang)}\n"]
    room = LIMIT - len(pieces[0]) - 200
    known = {step.after.id: step for step in report.steps if step.after}
    groups = (
        ("summary-findings", [_finding(f, lang) for f in report.findings]),
        ("summary-changes", [_change(c, known, lang) for c in report.changes]),
        ("summary-errata", [_step(s, lang) for s in report.steps]),
    )
    for title, rows in groups:
        if rows:
            text, room = _fit(f"\n## {say(title, lang)}\n", rows, room, lang)
            pieces.append(text)
    return "".join(pieces)


def _fit(head: str, rows: list[str], room: int, lang: Language) -> tuple[str, int]:
    """A group with as many of its rows as there is room for, and the room that is left."""
    text = head
    for place, row in enumerate(rows):
        if len(text) + len(row) > room:
            left = say("summary-left", lang, count=str(len(rows) - place))
            return f"{text}\n{left}\n", 0
        text += f"\n{row}"
    return f"{text}\n", room - len(text)


def _head(report: Report, lang: Language) -> str:
    key = "summary-good" if not report.findings else "found"
    verdict = say(key, lang, errors=str(report.errors), warnings=str(report.warnings))
    rows = [f"# {say('summary-title', lang)}", "", f"**{verdict}**"]
    if report.base:
        base = code(report.base)
        rows.append(say("summary-base", lang, base=base, known=str(report.known)))
    return "\n".join(rows)


def _finding(finding: Finding, lang: Language) -> str:
    found = finding.problem
    sign = "❌" if found.severity == "error" else "⚠️"
    place = code(f"{found.file}:{found.line}")
    return f"- {sign} {place} {plain(found.message(lang))}<br>{plain(found.hint(lang))}"


def _change(change: SectionChange, steps: Mapping[str, Step], lang: Language) -> str:
    """A heading's redline, and the errata behind it."""
    title = change.title if change.title == change.label else f"{change.label} {change.title}"
    status = say(f"summary-{change.status}", lang)
    rows = [f"### {plain(title)}（{status}）", "", code(f"{change.file}:{change.line}")]
    if change.former:
        rows[-1] += f" {code(change.former)} → {code(change.id)}"
    causes = [_cause(steps[id], lang) for id in change.causes if id in steps]
    bound = change.file.split("/")[1] in ("handbook", "regulations")
    rows += causes or ([say("summary-uncovered", lang)] if bound else [])
    old, new = _bodies(change)
    rows += ["", "> " + show_redline(redline(old, new)), ""]
    return "\n".join(rows)


def _bodies(change: SectionChange) -> tuple[str, str]:
    """The two texts, without their first line where that is the same heading."""
    (a, _, old), (b, _, new) = (text.partition("\n") for text in (change.old, change.new))
    return (old.strip(), new.strip()) if a == b else (change.old, change.new)


def _cause(step: Step, lang: Language) -> str:
    erratum = step.after
    assert erratum
    by = "、".join(erratum.history[0].by)
    reason = erratum.reason.split("\n", 1)[0]
    said = say("summary-cause", lang, id=code(erratum.id), by=plain(by), reason=plain(reason))
    return f"- {said}"


def _step(step: Step, lang: Language) -> str:
    """One erratum: its states before and after, and what it changes."""
    erratum = step.after or step.before
    assert erratum
    before = step.before.state if step.before else "—"
    after = step.after.state if step.after else "—"
    states = before if before == after else f"{before} → {after}"
    row = f"- {code(erratum.id)} {code(erratum.provision)} {states}"
    if erratum.amendment:
        return f"{row}: {erratum.amendment.action}"
    return f"{row}<br>{show_redline(redline(erratum.original, erratum.corrected))}"


def show_redline(ops: Iterable[Op]) -> str:
    """What changed between two texts, on one line, with some of the words around it."""
    ops = list(ops)
    return "".join(_pieces(ops))


def _pieces(ops: list[Op]) -> Iterator[str]:
    for place, (tag, old, new) in enumerate(ops):
        if tag == "equal":
            yield plain(_abridge(old, first=place == 0, last=place == len(ops) - 1))
            continue
        if old:
            yield f"<del>{plain(old)}</del>"
        if new:
            yield f"<ins>{plain(new)}</ins>"


def _abridge(text: str, first: bool, last: bool) -> str:
    """Words that did not change, cut where they are far from what did."""
    head, tail = ("" if first else text[:_AROUND]), ("" if last else text[-_AROUND:])
    return text if len(text) <= len(head) + len(tail) + 2 else f"{head}……{tail}"


def plain(text: str) -> str:
    """Text that means nothing but itself, in Markdown and in HTML."""
    text = _TRIGGER.sub("\\1\u2060", text)  # neither a mention nor an issue
    text = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
    return text.replace("\r", "").replace("\n", "<br>")


def code(text: str) -> str:
    """A name or a place, set as code."""
    return f"<code>{html.escape(text)}</code>".replace("\n", " ")
