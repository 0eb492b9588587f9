"""The reports of preflight as pages to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.messages import say
from handbook.preflight import Finding, Report
from handbook.preflight.record import ORDER, page_words
from handbook.press.typeset import MissingGlyphError, typeset
from handbook.press.xhtml import clean

ATTEMPTS = 40
"""Characters without a glyph, out of names in the file, that are replaced one after another."""


def set_preflight(
    reports: Mapping[str, Report], title: str, notice: str = "", overrides: Path | None = None
) -> bytes:
    """For each file, by its name, the verdict, what it is made of, every finding, and all that was
    looked at. `title` is what the files are of.

    Raises `TemplateError` for a template that does not compile.
    """
    xml = preflight_xml(reports, title, notice).decode()
    for _ in range(ATTEMPTS):
        try:
            return typeset(xml.encode(), "preflight", overrides)
        except MissingGlyphError as error:
            # Fonts and layers may be named in any script; the report is about them all the same.
            for char in error.text:
                xml = xml.replace(char, "?")
    return typeset(xml.encode(), "preflight", overrides)


def preflight_xml(reports: Mapping[str, Report], title: str, notice: str = "") -> bytes:
    """The reports as the template reads them."""
    root = Element("book", {"title": clean(f"{title}印前检查"), "notice": clean(notice)})
    for name, report in reports.items():
        root.append(_report(report, clean(title + name)))
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _report(report: Report, title: str) -> Element:
    root = Element(
        "report",
        {
            "title": title,
            "verdict": say("preflight-pass" if report.ok else "preflight-fail"),
            "sha256": report.sha256,
        },
    )
    for severity in ORDER:
        count = str(report.count(severity))
        SubElement(root, "count", {"name": say(f"preflight-{severity}"), "count": count})
    for label, value in _facts(report):
        SubElement(root, "fact", {"label": label}).text = clean(value)
    for finding in report.findings:
        root.append(_finding(finding))
    found = {finding.rule for finding in report.findings}
    clauses: dict[str, list[str]] = {}
    for rule in report.rules:
        if rule.name not in found:
            clauses.setdefault(rule.clause, []).append(rule.title())
    for clause, names in clauses.items():
        SubElement(root, "passed", {"clause": clause}).text = "、".join(names)
    return root


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "面数", f"{report.pages}"
    yield "成品尺寸", f"{report.trim[0]:g}毫米×{report.trim[1]:g}毫米"
    yield "出血", f"{report.bleed:g}毫米" if report.bleed else "无"
    yield "油墨", "、".join(report.inks) or "无"
    yield "标准", f"{report.claim or '没有声明PDF/X'}，PDF {report.version}"
    if report.condition:
        yield "输出条件", "，".join(dict.fromkeys(filter(None, (report.condition, report.profile))))
    fonts = dict.fromkeys(font.name.partition("+")[2] or font.name for font in report.fonts)
    embedded = "全部嵌入" if all(font.embedded for font in report.fonts) else "没有全部嵌入"
    yield "字体", f"{'、'.join(fonts)}（{embedded}）" if fonts else "无"
    if report.images:
        least = min(image.ppi for image in report.images)
        yield "图像", f"{len(report.images)}处，最低{least:.0f} ppi"
    else:
        yield "图像", "无"
    yield "空白页", page_words(report.blanks) or "无"


def _finding(finding: Finding) -> Element:
    where = say("preflight-file")
    if finding.pages:
        where = say("preflight-page", pages=finding.page_words)
    return Element(
        "finding",
        {
            "severity": finding.severity,
            "level": say(f"preflight-{finding.severity}"),
            "where": where,
            "place": "" if finding.box is None else f"{finding.box[0]:g}，{finding.box[1]:g}毫米",
            "message": clean(finding.message()),
            "hint": clean(finding.hint()),
            "rule": say(f"{finding.rule}.name"),
            "clause": finding.clause,
        },
    )
