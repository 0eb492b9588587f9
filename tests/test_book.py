"""The Book: what is counted, numbered, cited and hashed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from handbook.book import Book, book_json, load_book
from tests.conftest import CHAPTER, Tree


def test_the_sample_has_the_figures_of_the_programme(sample: Book) -> None:
    kinds = Counter(section.kind for section in sample.sections.values())
    assert (kinds["item"], kinds["clause"]) == (27, 173)
    assert (kinds["bulletin"], kinds["area"], kinds["question"]) == (5, 15, 67)
    assert kinds["practice"] == 15
    assert kinds["method"] >= 10
    working_rules = sample.page_of("r-working-rules")
    inside = Counter(section.kind for section in working_rules.sections)
    assert (inside["aspect"], inside["norm"]) == (6, 30)
    others = [p for p in sample.folder("regulations") if p is not working_rules]
    assert len(others) == 2
    assert all(sum(s.kind == "norm" for s in page.sections) >= 12 for page in others)


def test_the_plan_has_5_stages_and_12_nodes(sample: Book) -> None:
    plan = next(d for d in sample.others if d.path == "docs/programme/plan.md")
    stages = re.split(r"^## ", plan.body, flags=re.MULTILINE)[1:]
    stages = [stage for stage in stages if re.match(r"第.阶段", stage)]
    nodes = [row for stage in stages for row in re.findall(r"^\| *(\d+) *\|", stage, re.MULTILINE)]
    assert len(stages) == 5
    assert [int(n) for n in nodes] == list(range(1, 13))


def test_every_clause_has_its_own_self_check_line(sample: Book) -> None:
    checks = [clause.check for clause in sample.of_kind("clause")]
    assert all(checks)
    assert len(set(checks)) == 173


def test_every_answer_cites_a_clause(sample: Book) -> None:
    for question in sample.of_kind("question"):
        assert any(sample.sections[id].kind == "clause" for id in question.cites), question.id


def test_every_method_says_which_clauses_it_serves(sample: Book) -> None:
    for page in sample.folder("methods"):
        served = [sample.sections[id].kind for id in sample.method_cites(page.head)]
        assert "clause" in served, page.document.path


def test_only_numbered_sample_units_are_named(sample: Book) -> None:
    texts = [page.document.text for page in sample.pages] + [d.text for d in sample.others]
    for text in texts:
        for number in re.findall(r"示例单位 ?(\d*)", text):
            assert number and 1 <= int(number) <= 103
        assert not re.search(r"[\u4e00-\u9fff]同志(?!们)[：:]", text)


def test_numbers_run_through_the_book(sample: Book) -> None:
    assert [s.label for s in sample.of_kind("chapter")][:2] == ["第一章", "第二章"]
    assert [s.number for s in sample.of_kind("item")] == list(range(1, 28))
    assert [s.label for s in sample.of_kind("clause")][-1] == "第173条"
    third = next(p for p in sample.folder("bulletins") if p.head.number == 3)
    assert "问3-14" in [s.label for s in third.sections]
    assert sample.sections["wr-branch-committee-quorum"].label.startswith("工作规范第")


def test_back_links_are_the_links_turned_round(sample: Book) -> None:
    forward = {
        (s.path[0] if s.kind == "part" else s.id, id)
        for s in sample.sections.values()
        for id in s.cites
    }
    backward = {(citing, id) for id, ids in sample.cited_by.items() for citing in ids}
    assert backward == {(a, b) for a, b in forward if a != b}


def test_book_json_keeps_its_promises(sample: Book) -> None:
    data = book_json(sample)
    assert data["format"] == 1 and data["edition"] == "2020"
    assert len(data["chapters"]) == 6
    clause = next(p for p in data["provisions"] if p["id"] == "party-day-frequency")
    assert clause["label"] == "第41条"
    assert clause["path"] == ["第二章 组织生活", "第7项 主题党日"]
    assert clause["url"] == "handbook/02-activities.html#party-day-frequency"
    assert clause["check"] in clause["text"]


def test_a_provision_s_hash_does_not_depend_on_its_number(tree: Tree) -> None:
    before = load_book(tree()).sections["joint"]
    moved = CHAPTER.replace(
        "### 应建必建", "### 新增 {#added}\n\n新条。\n\n**自查：** 查。\n\n### 应建必建"
    )
    after = load_book(tree({"docs/handbook/01-one.md": moved})).sections["joint"]
    assert (before.label, after.label) == ("第2条", "第3条")
    assert before.sha256 == after.sha256
    assert before.shown.text.startswith("不足3人的，按照第1条")
    assert after.shown.text.startswith("不足3人的，按照第2条")


def test_the_source_leaves_out_the_id_and_nothing_else(tree: Tree) -> None:
    section = load_book(tree()).sections["joint"]
    assert section.source.split("\n")[0] == "### 联合支部"
    assert section.source.endswith("**自查：** 查联合支部的批复。")
    assert (section.line, section.end_line) == (13, 17)


def test_line_ends_and_a_byte_order_mark_change_no_provision(tree: Tree, tmp_path: Path) -> None:
    plain = load_book(tree())
    windows = b"\xef\xbb\xbf" + CHAPTER.replace("\n", "\r\n").encode()
    marked = load_book(tree({"docs/handbook/01-one.md": windows}))
    assert [s.sha256 for s in plain.provisions] == [s.sha256 for s in marked.provisions]
    assert plain.sha256 != marked.sha256  # the file itself is another


def test_every_shown_character_is_computed_or_stands_in_the_source(sample: Book) -> None:
    placed = total = 0
    for section in sample.sections.values():
        for shown in (section.shown_title, section.shown):
            for start, source, length in shown.runs:
                here = shown.text[start : start + length]
                assert here == section.source[source : source + length].replace("\n", " ")
                placed += length
            total += len(shown.text)
    assert placed > 0.94 * total


def test_a_computed_label_has_no_place_in_the_source(tree: Tree) -> None:
    section = load_book(tree()).sections["joint"]
    at = section.shown.text.index("第1条")
    assert section.shown.source_span(at, at + 3) is None
    word = section.shown.text.index("就近")
    span = section.shown.source_span(word, word + 2)
    assert span is not None and section.source[slice(*span)] == "就近"
    assert section.shown.from_source(*span) == [(word, word + 2)]
