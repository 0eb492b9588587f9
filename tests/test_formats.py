"""The forms in which `check` speaks: each as its reader documents it, whatever is in the text."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown as render_markdown

from handbook.cli import main
from handbook.errata import Entry, Erratum, Register, redline
from handbook.problems import problem
from handbook.review.changes import SectionChange
from handbook.review.findings import Finding
from handbook.review.formats import FORMATS
from handbook.review.formats.github import escape, escape_property
from handbook.review.formats.markdown import LIMIT, MARK, plain, show_redline
from handbook.review.report import Report, check_tree, review
from handbook.review.steps import Step
from handbook.review.tree import Tree, read_tree
from tests.conftest import CHAPTER
from tests.conftest import Tree as MakeTree
from tests.test_review import DAY, ONE, incorporated

HOSTILE = "100%\r\n::error::own\n##[set-env name=A]b\x1b[2J,:a@b #12 <script>|`*_[x](y)"


def finding(text: str = "x", line: int = 7, severity: str = "error", **values: object) -> Finding:
    found = problem(
        "uncovered-changed", ONE, line, title=text, old="旧", new="新",
        place=f"{ONE}:{line}", base="main", **values,
    )  # fmt: skip
    return Finding(dataclasses.replace(found, severity=severity), "行", line)  # type: ignore[arg-type]


def many(errors: int, warnings: int) -> Report:
    found = [finding(f"错{n}", n + 1) for n in range(errors)]
    found += [finding(f"疑{n}", n + 1, "warning") for n in range(warnings)]
    return Report(tuple(sorted(found, key=lambda f: f.problem)), "main")


# GitHub


def unescape(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


@given(st.text())
def test_escapes_are_those_of_the_runner(text: str) -> None:
    message = escape(text)
    assert "\n" not in message and "\r" not in message and "##[" not in message
    assert unescape(message) == text.replace("##[", "## [")
    value = escape_property(text)
    assert not set(value) & set("\n\r:,")
    assert unescape(value.replace("%3A", ":").replace("%2C", ",")) == text.replace("##[", "## [")


def test_an_annotation_names_file_lines_and_rule() -> None:
    report = Report((finding("应建必建", end=9),), "main", "books/one/")
    row = FORMATS["github"](report, "zh")
    assert row == (
        f"::error file=books/one/{ONE},line=7,endLine=9,title=uncovered-changed::"
        f"“应建必建”由“旧”改成“新”，没有勘误或者修订说明；"
        f"请运行 handbook errata from-change {ONE}:7 --base main --why 理由，或者改回原文\n"
    )
    found = problem("gb-comma", ONE, 3, 14, "warning", found="a,b", clause="4.4.2")
    row = FORMATS["github"](Report((Finding(found),)), "en")
    assert row.startswith(f"::warning file={ONE},line=3,endLine=3,title=gb-comma,col=14::")


def test_the_worst_come_first_and_what_is_left_is_in_the_log() -> None:
    rows = FORMATS["github"](many(12, 30), "zh").splitlines()
    commands = [re.match(r"::(\w+) ", row) for row in rows]
    kinds = [found[1] if found else "" for found in commands]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] + [""] * 22
    assert rows[20] == "::notice title=handbook::另有 22 处（共 42 处）列在下面的日志和作业摘要里"
    assert all(row.startswith(f"  {ONE}:") for row in rows[21:])
    assert FORMATS["github"](Report(()), "zh") == ""


def test_no_text_of_a_file_becomes_a_command() -> None:
    report = Report(tuple(finding(HOSTILE, n) for n in range(1, 31)), "main", "::add-mask::/")
    for row in FORMATS["github"](report, "zh").splitlines():
        assert "##[" not in row
        assert not row.lstrip().startswith("::") or re.match(r"::(error|notice) [^:]*::", row)
        assert len(row) < 4096 * 3 + 400


# GitLab


def test_gitlab_has_its_fields_and_fingerprints_that_outlive_a_moved_line(tree: MakeTree) -> None:
    broken = CHAPTER.replace("[][set-up]就近联合。", "[][nowhere]就近联合。\n\n看[][nowhere]。")
    rows = gitlab(tree, broken)
    assert [set(row) for row in rows] == [
        {"description", "check_name", "fingerprint", "severity", "location"}
    ] * 2
    assert rows[0]["check_name"] == "reference-unknown" and rows[0]["severity"] == "major"
    assert rows[0]["location"] == {"path": ONE, "lines": {"begin": 15}}
    moved = gitlab(tree, broken.replace("本章规定", "先说明两点。\n\n本章规定"))
    assert moved[0]["location"]["lines"] == {"begin": 17}
    prints = [row["fingerprint"] for row in rows]
    assert [row["fingerprint"] for row in moved] == prints
    assert len(set(prints)) == 2 and all(re.fullmatch("[0-9a-f]{64}", p) for p in prints)


def gitlab(tree: MakeTree, text: str) -> list[dict[str, Any]]:
    output = FORMATS["gitlab"](check_tree(read_tree(tree({ONE: text}))), "zh")
    assert not output.startswith("\ufeff")
    rows: list[dict[str, Any]] = json.loads(output)
    return rows


def test_nothing_wrong_is_an_empty_array() -> None:
    assert json.loads(FORMATS["gitlab"](Report(()), "zh")) == []
    assert json.loads(FORMATS["json"](Report(()), "zh")) == []


# SARIF


def test_sarif_has_what_the_standard_and_github_ask_for() -> None:
    report = dataclasses.replace(many(2, 1), prefix="某 书/")
    data = json.loads(FORMATS["sarif"](report, "zh"))
    assert data["version"] == "2.1.0" and data["$schema"].endswith("sarif-2.1.0.json")
    [run] = data["runs"]
    assert run["tool"]["driver"]["name"] == "handbook" and run["columnKind"] == "unicodeCodePoints"
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["id"] == "uncovered-changed"
    assert set(rule) == {"id", "shortDescription", "fullDescription", "help"}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        [place] = result["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": f"%E6%9F%90%20%E4%B9%A6/{ONE}"}
        region = place["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"] and region["startColumn"] >= 1
        assert re.fullmatch("[0-9a-f]{64}", result["partialFingerprints"]["handbook/v1"])

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for each in value.values() for text in texts(each)]
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        return [value] if isinstance(value, str) else []

    assert all(text.strip() and "{" not in text for text in texts(data))
    empty = json.loads(FORMATS["sarif"](Report(()), "en"))["runs"][0]
    assert empty["results"] == [] and empty["tool"]["driver"]["rules"] == []


# Markdown


class Reader(HTMLParser):
    """The tags and the words of a rendered summary."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def read_html(text: str) -> Reader:
    reader = Reader()
    reader.feed(render_markdown(text, extensions=["tables", "md_in_html"]))
    return reader


@given(st.text(st.sampled_from("ab中@#1<>&*_`[]()!|~-+.\\\"':/\n"), max_size=40))
@settings(max_examples=200)
def test_what_is_escaped_shows_as_it_is_and_does_nothing(text: str) -> None:
    reader = read_html(f"x{plain(text)}x")
    assert set(reader.tags) <= {"p", "br"} and reader.links == []
    shown = reader.words.replace("\u2060", "").replace("\n", "")
    assert shown == f"x{text}x".replace("\n", "")
    assert not re.search(r"[@#]\w", html.unescape(plain(text)))


def erratum(reason: str = "与第12条一致。") -> Erratum:
    return dataclasses.replace(
        incorporated("set-up", "3人以上", "5人以上"),
        reason=reason,
        history=(
            Entry("reported", DAY, ("示例单位 04", "示例单位 31")),
            *incorporated("set-up", "a", "b").history[1:],
        ),
    )


def summary(text: str = "应建必建", reason: str = "与第12条一致。") -> str:
    change = SectionChange(
        "set-up", "changed", "第1条", text, ONE, 7,
        "### 应建必建\n\n有正式党员3人以上的，应当成立党支部。",
        "### 应建必建\n\n有正式党员5人以上的，应当成立党支部。", ("2018-001",),
    )  # fmt: skip
    report = Report((finding(text),), "main", "", 3, (change,), (Step(None, erratum(reason)),))
    return FORMATS["markdown"](report, "zh")


def test_the_summary_has_findings_redlines_and_the_errata_behind_them() -> None:
    text = summary()
    assert text.startswith(MARK + "\n# 手册检查")
    assert "**发现 1 处错误、0 处提醒**" in text
    assert "与 <code>main</code> 相比；原来已有的 3 处不计" in text
    assert f"- ❌ <code>{ONE}:7</code> “应建必建”由“旧”改成“新”" in text
    assert "### 第1条 应建必建（改）" in text
    assert "有正式党员<del>3</del><ins>5</ins>人以上的" in text
    assert "- 依据 <code>2018-001</code>（示例单位 04、示例单位 31）：与第12条一致。" in text
    assert "<code>2018-001</code> <code>set-up</code> — → incorporated" in text


def test_hostile_text_stays_text_in_a_summary() -> None:
    reader = read_html(summary(HOSTILE, HOSTILE))
    assert reader.links == []
    assert set(reader.tags) <= {
        "h1", "h2", "h3", "p", "br", "ul", "li", "code", "strong", "blockquote", "del", "ins",
    }  # fmt: skip
    assert "<script>" in reader.words


def test_a_summary_fits_into_a_comment_and_says_what_it_left_out() -> None:
    report = Report(tuple(finding("长" * 300, n) for n in range(1, 500)), "main")
    text = FORMATS["markdown"](report, "zh")
    assert len(text) <= LIMIT
    left = re.search(r"……另有 (\d+) 项，见日志", text)
    assert left and text.count("- ❌") + int(left[1]) == 499


def test_a_redline_keeps_words_around_the_change_and_no_more() -> None:
    old, new = "前" * 300 + "甲" + "后" * 300, "前" * 300 + "乙" + "后" * 300
    shown = show_redline(redline(old, new))
    assert "<del>甲</del><ins>乙</ins>" in shown and len(shown) < 130
    assert show_redline(redline("甲乙", "甲乙")) == "甲乙"


# All of them


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_says_every_finding_in_both_languages(name: str, lang: str) -> None:
    report = many(3, 2)
    text = FORMATS[name](report, lang)  # type: ignore[arg-type]
    for number in range(3):
        assert f"错{number}" in text
    assert text.endswith("\n") and text == FORMATS[name](report, lang)  # type: ignore[arg-type]


def test_json_keeps_its_shape(tree: MakeTree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({ONE: CHAPTER.replace("[][set-up]", "[][nowhere]")})
    assert main(["-C", str(root), "check", "--format", "json"]) == 1
    [row] = json.loads(capsys.readouterr().out)
    assert set(row) == {"rule", "severity", "file", "line", "column", "message", "hint"}


def test_an_unknown_format_is_a_wrong_use(tree: MakeTree) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["-C", str(tree()), "check", "--format", "xml"])
    assert stop.value.code == 2


def test_a_report_of_two_trees_goes_through_every_format(tree: MakeTree) -> None:
    base = read_tree(tree())
    text = CHAPTER.replace("3人以上", "5人以上").encode()
    head: Tree = dataclasses.replace(
        base, files={**base.files, ONE: text}, register=Register((erratum(),))
    )
    report = review(base, head, ref="main")
    assert report.findings == () and [s.after for s in report.steps] == [erratum()]
    broken = dataclasses.replace(head, register=Register(()))
    report = review(base, broken, ref="main")
    assert {f.problem.rule for f in report.findings} == {"uncovered-changed"}
    for form in FORMATS.values():
        assert "5" in form(report, "zh")


def test_a_finding_knows_its_last_line() -> None:
    assert [f.end_line for f in (finding(end=9), finding(), finding(end=""))] == [9, 7, 7]
