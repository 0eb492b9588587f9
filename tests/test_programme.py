"""The ledger of distribution: its sums, what is wrong in it, who gets a slip, and its page."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import Edition, PrintRun
from handbook.cli import main
from handbook.programme import (
    PATH,
    Distribution,
    Holder,
    check_distribution,
    load_distribution,
    read_distribution,
)
from tests.conftest import CHAPTER, MKDOCS, ROOT, Tree

LEDGER = """# 台账
stock:
  handbook-1: {title: 手册, book: handbook, printing: 2018/1}
  handbook-2: {title: 手册, book: handbook, printing: 2018/2}
  notes: {title: 《工作笔记》, book: records/work-notes, copies: 30}
units:
  - {unit: 示例单位 01, received: 2018-05-29, handbook-1: 60, notes: 10}
  - {unit: 示例单位 02, handbook-1: 40, handbook-2: 5, notes: 20}
  - {unit: 示例单位 03, handbook-2: 7}
"""


def editions(first: int = 100, second: int = 20) -> list[Edition]:
    return [Edition("2018", printings=(PrintRun("1", copies=first), PrintRun("2", copies=second)))]


@pytest.fixture
def project(tree: Tree) -> Path:
    return tree({PATH: LEDGER, "docs/records/work-notes.md": "# 《工作笔记》\n\n文。\n"})


def ledger_of(root: Path = ROOT) -> Distribution:
    ledger = load_distribution(root)
    assert ledger is not None
    return ledger


# The sample


def test_the_sample_hands_out_what_its_pages_say() -> None:
    ledger = ledger_of()
    totals = {stock.book: ledger.total(stock.key) for stock in ledger.stock}
    assert totals.pop("handbook") == 5900
    assert sum(totals.values()) == 6240 and len(totals) == 4
    assert [unit.name for unit in ledger.units] == [f"示例单位 {n:02d}" for n in range(1, 104)]
    assert all(unit.copies[stock.key] > 0 for unit in ledger.units for stock in ledger.stock)
    page = (ROOT / "docs/programme/distribution.md").read_text(encoding="utf-8")
    assert "手册5900册、四种记录本6240本" in page
    days = Counter(unit.received for unit in ledger.units)
    books: Counter[object] = Counter()
    records: Counter[object] = Counter()
    for unit in ledger.units:
        books[unit.received] += unit.copies["handbook-2018-1"]
        records[unit.received] += sum(unit.copies.values()) - unit.copies["handbook-2018-1"]
    assert len(days) == 3
    for day, count in days.items():
        assert f"| {day} | {count} | {books[day]} | {records[day]} |" in page
    for stock in ledger.stock[1:]:
        assert re.search(rf"\| {stock.title} \|.*\| {ledger.total(stock.key)} \|", page), (
            stock.title
        )


def test_the_sample_s_copies_follow_from_its_branches() -> None:
    """Branches, seven for the department, its demonstration sites, and some kept back."""
    kept = []
    sites: Counter[int] = Counter()
    for unit in ledger_of().units:
        branches = unit.copies["branch-book"]
        count = 1 if branches <= 20 else 2 if branches <= 60 else 3  # docs/programme/sites.md
        sites[count] += 1
        kept.append(unit.copies["handbook-2018-1"] - branches - 7 - count)
    assert dict(sites) == {1: 16, 2: 57, 3: 30}
    assert min(kept) == 0 and sum(kept) == 59 and sum(1 for n in kept if n) == 21


def test_a_slip_for_the_first_printing_goes_to_every_department() -> None:
    holders = ledger_of().holders("2018/1")
    assert len(holders) == 103 and sum(holder.copies for holder in holders) == 5900
    assert ledger_of().holders("2018/2") == ledger_of().holders("2018/1", "bulletins") == ()


# The rules


def test_holders_are_those_with_copies_of_that_printing(project: Path) -> None:
    ledger = ledger_of(project)
    assert ledger.holders("2018/2") == (Holder("示例单位 02", 5), Holder("示例单位 03", 7))
    assert not check_distribution(project, editions())


def test_more_copies_than_were_printed_is_a_finding_with_its_line(project: Path) -> None:
    found = check_distribution(project, editions(first=99))
    assert [(p.rule, p.file, p.line) for p in found] == [("distribution-over", PATH, 3)]
    assert found[0].message() == "手册 2018/1发出100册，只印了99册"
    text = LEDGER.replace("copies: 30", "copies: 29")
    (project / PATH).write_text(text, encoding="utf-8")
    (found_one,) = check_distribution(project, editions())
    assert (found_one.rule, found_one.line) == ("distribution-over", 5)


def test_a_printing_that_nobody_recorded_is_a_finding(project: Path) -> None:
    one = [Edition("2018", printings=(PrintRun("1", copies=100),))]
    (found,) = check_distribution(project, one)
    assert (found.rule, found.line) == ("distribution-unknown", 4)
    assert "2018/2" in found.message() and "2018/1" in found.hint()
    other = check_distribution(project, [Edition("2019")])
    assert [p.rule for p in other] == ["distribution-unknown"] * 2
    # Deliveries are planned before the first printing is confirmed, or the edition released.
    assert not check_distribution(project, [Edition("2018")])
    assert not check_distribution(project, [], coming="2018")


WRONG = [
    ("", "distribution-form", 1),
    ("stock: 1\nunits: []\n", "distribution-form", 1),
    ("a: b: c\n", "distribution-syntax", 1),
    (LEDGER + "more: 1\n", "distribution-key", 10),
    (LEDGER.replace("notes: 10}", "note: 10}"), "distribution-key", 7),
    (LEDGER.replace("handbook-1: 60", "handbook-1: -1"), "distribution-form", 7),
    (LEDGER.replace("handbook-1: 60", "handbook-1: 六十"), "distribution-form", 7),
    (LEDGER.replace("handbook-1: 60", "handbook-1: 1e99"), "distribution-form", 7),
    (LEDGER.replace("2018-05-29", "2018-13-40"), "distribution-form", 7),
    (LEDGER.replace("单位 03", "单位 01"), "distribution-twice", 9),
    (LEDGER.replace("unit: 示例单位 03, ", ""), "distribution-form", 9),
    (LEDGER.replace("handbook-2: 7", "handbook-2: 7, handbook-2: 8"), "distribution-key-twice", 9),
    (LEDGER.replace("printing: 2018/2", "printing: 第二次"), "distribution-printing", 4),
    (LEDGER.replace(", printing: 2018/2", ""), "distribution-printing", 4),
    (LEDGER.replace("records/work-notes", "../secrets"), "distribution-form", 5),
    (LEDGER.replace("records/work-notes", "records/nothing"), "distribution-book", 5),
    (LEDGER.replace("示例单位 03", "示例\u202e单位 03"), "file-control", 9),
    (LEDGER.replace("示例单位 03", "甲" * 61), "distribution-form", 9),
]


@pytest.mark.parametrize(("text", "rule", "line"), WRONG)
def test_what_is_wrong_is_one_line_where_it_stands(
    project: Path, text: str, rule: str, line: int
) -> None:
    (project / PATH).write_text(text, encoding="utf-8")
    (found,) = check_distribution(project, editions())
    assert (found.rule, found.line) == (rule, line)
    assert found.message("zh") and found.hint("en")


def schema(name: str) -> object:
    path = ROOT / "handbook" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_schema_takes_what_the_reader_takes() -> None:
    ledger = jsonschema.Draft202012Validator(schema("distribution"))

    def takes(text: str) -> bool:
        return bool(ledger.is_valid(json.loads(json.dumps(yaml.safe_load(text), default=str))))

    sample = (ROOT / PATH).read_text(encoding="utf-8")
    numbered = LEDGER.replace("copies: 30", "printing: 2018/1")
    assert takes(LEDGER) and takes(sample) and takes(numbered)
    seen = ("distribution-form", "distribution-printing")
    wrong = [text for text, rule, _ in WRONG if rule in seen and "13-40" not in text]
    assert len(wrong) > 8 and not any(map(takes, wrong))


def test_a_record_book_may_have_a_printing(project: Path) -> None:
    text = LEDGER.replace("copies: 30", "printing: 2018/1")
    (project / PATH).write_text(text, encoding="utf-8")
    ledger = ledger_of(project)
    assert [h.copies for h in ledger.holders("2018/1", "records/work-notes")] == [10, 20]
    (one,) = editions()
    for copies, rules in ((30, []), (29, ["distribution-over"])):
        run = PrintRun("1", copies=copies, book="records/work-notes")
        edition = dataclasses.replace(one, printings=(*one.printings, run))
        assert [p.rule for p in check_distribution(project, [edition])] == rules


@given(
    st.lists(
        st.sampled_from([*LEDGER.split("\n"), "  - [", "&a", "*a", "x: {", "  ? 1", "- 1", "!!a b"])
    ),
    st.text("{}[]:,-&*!?|>%@#'\" \n0aunit", max_size=30),
)
@settings(max_examples=150, deadline=None)
def test_no_text_makes_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], tail: str
) -> None:
    root = tmp_path_factory.mktemp("ledger", numbered=True)
    (root / PATH).parent.mkdir(parents=True)
    (root / PATH).write_text("\n".join(lines) + tail, encoding="utf-8")
    ledger, problems = read_distribution(root)
    for each in problems:
        assert each.file == PATH and each.line >= 1 and each.message() and each.hint()
    assert problems or ledger is not None
    shutil.rmtree(root)


def test_a_project_without_a_ledger_has_nothing_to_find(tree: Tree) -> None:
    root = tree()
    assert load_distribution(root) is None and not check_distribution(root, editions())


# The commands


EDITION = """edition: "2018"
title: 2018年版
published: 2018-05-20
supersedes: null
printings:
  - {id: "1", printed: 2018-05-28, copies: 100, errata: [], map: ""}
  - {id: "2", printed: 2018-12-28, copies: 11, errata: ["2018-001"], map: ""}
"""
ERRATUM = """---
provision: set-up
edition: "2018"
kind: technical
original: 3人以上
corrected: 3名以上
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 04]}
  - {state: accepted, date: 2018-10-20, by: [编辑部]}
---
理由。
"""


@pytest.fixture
def printed(project: Path) -> Path:
    folder = project / "editions" / "2018"
    (folder / "docs" / "handbook").mkdir(parents=True)
    (folder / "docs" / "handbook" / "01-one.md").write_text(CHAPTER, encoding="utf-8")
    (folder / "edition.yml").write_text(EDITION, encoding="utf-8")
    (project / "docs" / "errata").mkdir()
    (project / "docs" / "errata" / "2018-001.md").write_text(ERRATUM, encoding="utf-8")
    settings = MKDOCS.replace('edition: "2018"', 'edition: "2019"')
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return project


def test_check_says_where_the_ledger_does_not_add_up(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["-C", str(printed), "check"])
    out = capsys.readouterr().out
    assert f"{PATH}:4：手册 2018/2发出12册，只印了11册" in out
    assert out.count(PATH) == 1


def test_slip_names_the_departments_that_hold_the_printing(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["errata", "slip", "--printing", "2018/1", "--output", str(printed / "slip.pdf")]
    assert main(["-C", str(printed), *out]) == 0
    said = capsys.readouterr().out
    assert "2018/1的勘误表发2个单位，共100册：" in said
    assert said.endswith("示例单位 01\t60\n示例单位 02\t40\n")
    assert main(["-C", str(printed), "--lang", "en", *out]) == 0
    assert "the slip of 2018/1 goes to 2 units" in capsys.readouterr().out


def test_a_slip_as_data_has_its_rows_and_its_departments(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for printing in (["--printing", "2018/1"], ["--edition", "2018"]):
        assert main(["-C", str(printed), "errata", "slip", "--json", *printing]) == 0
        data = json.loads(capsys.readouterr().out)
        jsonschema.validate(data, schema("slip"))
        (row,) = data["rows"]
        assert (row["label"], row["errata"], row["page"]) == ("第1条", ["2018-001"], None)
        assert "3人以上" in row["wrong"] and "3名以上" in row["right"]
    assert data["printing"] is None and data["holders"] == []
    assert main(["-C", str(printed), "errata", "slip", "--json", "--printing", "2018/2"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows"] == [] and sum(each["copies"] for each in data["holders"]) == 12


def test_a_slip_without_a_ledger_names_nobody(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["errata", "slip", "--printing", "2018/1", "--output", str(printed / "slip.pdf")]
    (printed / PATH).unlink()
    assert main(["-C", str(printed), *out]) == 0
    assert "示例单位" not in capsys.readouterr().out


# The page


PAGE = "# 印发 {#prog}\n\n按台账。\n\n[印发台账](distribution.yml)\n\n见[印发台账][set-up]。\n"


def test_the_page_shows_the_ledger_as_a_table(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LEDGER.replace("示例单位 03", "<b>甲</b>")
    (project / PATH).write_text(text, encoding="utf-8")
    (project / "docs/programme/distribution.md").write_text(PAGE, encoding="utf-8")
    assert main(["-C", str(project), "build", "--no-pdf"]) == 0
    html = (project / "site/latest/programme/distribution.html").read_text(encoding="utf-8")
    table = html[html.index("<table") : html.index("</table>")]
    rows = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table)
    ]
    assert rows == [
        ["部门", "签收", "手册2018第1印", "手册2018第2印", "《工作笔记》"],
        ["合计", "100", "12", "30"],
        ["印数", "—", "—", "30"],
        ["部门数", "2", "2", "2"],
        ["示例单位 01", "2018-05-29", "60", "—", "10"],
        ["示例单位 02", "—", "40", "5", "20"],
        ["&lt;b&gt;甲&lt;/b&gt;", "—", "—", "7", "—"],
    ]
    assert "handbook-view" not in html and "distribution.yml" not in html
    (project / PATH).write_text(text.replace("60", "六十"), encoding="utf-8")
    capsys.readouterr()
    assert main(["-C", str(project), "build", "--no-pdf"]) == 2
    assert f"{PATH}:7：" in capsys.readouterr().err
