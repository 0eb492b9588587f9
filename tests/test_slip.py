"""The errata slip: what is on it, where it says that it stands, and the finished sheet."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import Book, Edition, PrintRun, load_book
from handbook.cli import main
from handbook.errata import Entry, Erratum, Register, load_register
from handbook.errata.issued import PrintedLine, Printing, find_line, printed_places
from handbook.errata.slip import Slip, SlipRow, make_slip
from handbook.errata.wording import plain_words, quote_changes
from handbook.press.slip import CUTS, cut_marks, errata_ranges, set_slip
from tests.conftest import CHAPTER, MKDOCS, Tree

MM = 72 / 25.4
DAY = datetime.date(2018, 10, 20)


def erratum(
    id: str, original: str, corrected: str, state: str = "accepted", **more: str
) -> Erratum:
    history = [Entry("reported", DAY, ("示例单位 04",)), Entry("accepted", DAY, ("编辑部",))]
    if state == "incorporated":
        edition = more.pop("into", "2019")
        history.append(
            Entry("incorporated", datetime.date(2018, 11, 2), ("编辑部",), edition=edition)
        )
    return Erratum(
        id, more.pop("provision", "set-up"), "2018", "technical", original, corrected,
        tuple(history), **more,
    )  # fmt: skip


def words(runs: Sequence[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in runs)


@pytest.fixture(scope="session")
def register(survey: Book) -> Register:
    return load_register(survey)[0]


@pytest.fixture
def small(tree: Tree) -> Book:
    return load_book(tree())


# What is on it


def test_the_sample_s_accepted_errata_are_on_it_in_reading_order(
    survey: Book, register: Register
) -> None:
    slip = make_slip(survey, register)
    accepted = [e.id for e in register.in_state("accepted") if e.provision in survey.sections]
    assert list(slip.errata) == accepted
    numbers = [survey.sections[row.provision].number for row in slip.rows]
    assert numbers == sorted(numbers)
    row = next(row for row in slip.rows if row.provision == "party-day-frequency")
    assert (row.label, row.title) == ("第41条", "定期开展")
    assert words(row.wrong) == "每季度至少开展一次主题党日"
    assert words(row.right) == "每月相对固定一天开展主题党日"
    assert [text for text, changed in row.wrong if changed] == ["季度至少开展一次"]
    assert slip.date == max(register.by_id[id].history[-1].date for id in slip.errata)


def test_what_an_edition_has_taken_in_is_not_on_its_slip(small: Book) -> None:
    here = erratum("2018-001", "3人以上", "3名以上", "incorporated", into="2019")
    before = erratum("2018-002", "应当成立", "应当及时成立", "incorporated", into="2018")
    slip = make_slip(small, Register.of([here, before]), before=["2018"])
    assert slip.errata == ("2018-001",)
    open_ones = [
        dataclasses.replace(here, history=here.history[:1]),
        dataclasses.replace(
            here, id="x", history=(*here.history[:1], Entry("rejected", DAY, ("编",), "否"))
        ),
    ]
    assert make_slip(small, Register.of(open_ones)).rows == ()


def test_a_printing_s_slip_leaves_out_what_its_copies_carry(small: Book) -> None:
    errata = [
        erratum("2018-001", "3人以上", "3名以上"),
        erratum("2018-002", "应当成立", "应当及时成立"),
    ]
    printing = Printing(Edition("2018"), PrintRun("2", errata=("2018-001",)))
    assert make_slip(small, Register.of(errata), printing=printing).errata == ("2018-002",)


def test_a_later_erratum_may_mend_what_an_earlier_one_wrote(small: Book) -> None:
    first = erratum("2018-001", "3人以上", "三名以上")
    second = dataclasses.replace(erratum("2018-002", "三名以上", "3名以上"), edition="next")
    slip = make_slip(small, Register.of([first, second]))
    assert [(words(r.wrong), words(r.right)) for r in slip.rows] == [
        ("有正式党员3人以上的", "有正式党员3名以上的")
    ]


def test_markdown_does_not_reach_the_slip(small: Book) -> None:
    bold = erratum("2018-001", "就近联合", "**就近**联合（见[][set-up]）", provision="joint")
    slip = make_slip(small, Register.of([bold]))
    assert "就近联合（见第1条）" in words(slip.rows[0].right)


def test_a_deletion_is_shown_with_the_words_around_it(small: Book) -> None:
    slip = make_slip(small, Register.of([erratum("2018-001", "正式", "")]))
    assert (words(slip.rows[0].wrong), words(slip.rows[0].right)) == (
        "有正式党员3人以上的", "有党员3人以上的",
    )  # fmt: skip


TEXTS = st.text("甲乙丙丁，。；\n3a", max_size=60)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_rows_together_are_the_whole_change(old: str, new: str) -> None:
    made, end = [], 0
    for quoted in quote_changes(old, new):
        assert old.startswith(quoted.old, quoted.start)
        assert "".join(text for text, _ in quoted.wrong) == quoted.old
        middle = quoted.start + len(quoted.head)
        made.append(old[end:middle])
        made.append("".join(op[2] for op in quoted.change))
        end = middle + sum(len(op[1]) for op in quoted.change)
    assert "".join([*made, old[end:]]) == new


def test_numbers_are_not_cut_by_the_quotation() -> None:
    old = "甲" * 40 + "2018-10-20起甲乙丙丁" + "乙" * 40
    new = old.replace("丙", "寅")
    quoted = next(quote_changes(old, new))
    assert not re.match(r"\d", quoted.old) or quoted.old.startswith("2018")


# Where it stands


def printing_of(rows: list[tuple[str, int, str]], id: str = "set-up") -> Printing:
    lines = tuple(PrintedLine(*row) for row in rows)
    return Printing(Edition("2018", "2018年版"), PrintRun("1"), {id: lines})


def test_the_line_is_that_of_the_first_changed_character(small: Book) -> None:
    rows = [
        ("23", 4, "第1条 应建必建"),
        ("23", 5, "有正式党员3人以"),
        ("24", 1, "上的，应当成立党支部。"),
    ]
    slip = make_slip(
        small,
        Register.of([erratum("2018-001", "3人以上的", "3人及以上的")]),
        printing=printing_of(rows),
    )
    assert [(row.page, row.line) for row in slip.rows] == [("23", 5)]
    errata = [erratum("2018-002", "应当成立", "应当及时成立")]
    slip = make_slip(small, Register.of(errata), printing=printing_of(rows))
    assert [(row.page, row.line) for row in slip.rows] == [("24", 1)]
    assert slip.by_page


def test_pages_added_behind_references_do_not_hide_the_words() -> None:
    printing = printing_of([("9", 2, "按照第12条（4页）就"), ("9", 3, "近联合。")])
    found = find_line(printing, "set-up", "第12条就近联合", 6)
    assert found is not None and found.line == 3
    assert find_line(printing, "set-up", "没有的词") is None
    assert find_line(printing, "other", "第12条") is None


def test_the_second_of_two_equal_places_can_be_meant() -> None:
    printing = printing_of([("1", 1, "甲乙甲"), ("1", 2, "乙丙")])
    first, second = (find_line(printing, "set-up", "甲乙", 1, nth) for nth in (0, 1))
    assert first and second and (first.line, second.line) == (1, 2)


def test_every_print_run_that_has_the_error_is_named() -> None:
    one = erratum("2018-001", "**正式**党员3人", "**正式**党员5人")
    printing = printing_of([("7", 3, "有正式党员"), ("7", 4, "3人以上")])
    carries = dataclasses.replace(printing, run=PrintRun("2", errata=("2018-001",)))
    found = printed_places(one, [printing, carries])
    assert [(p.run.id, line.line) for p, line in found] == [("1", 4)]


def test_plain_words_are_what_a_reader_sees() -> None:
    assert plain_words("**每月**见[办法][x]和[][y]") == "每月见办法和"
    assert plain_words("[][y]", lambda id: f"第{id}条") == "第y条"


# The sheet


def rows_of(pdf: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each character with its left and its bottom edge in millimetres."""
    text = pdfium.PdfDocument(pdf)[page].get_textpage()
    found = []
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, _, _ = text.get_charbox(at)
            found.append((char, left / MM, bottom / MM))
    return found


def text_of(pdf: bytes) -> list[str]:
    pages = pdfium.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


@pytest.mark.parametrize(("format", "copies"), [("A5", 2), ("A6", 4)])
def test_as_many_as_fit_stand_on_an_a4_sheet(
    survey: Book, register: Register, format: str, copies: int
) -> None:
    pdf = set_slip(make_slip(survey, register), survey.settings, format, single=False)  # type: ignore[arg-type]
    document = pdfium.PdfDocument(pdf)
    assert sorted(round(size / MM) for size in document[0].get_size()) == [210, 297]
    text = text_of(pdf)[0]
    title = "《党和国家机关党支部建设标准化手册》（2018年版）勘误表"
    assert text.count(title) == text.count("条误正") == text.count("示例文本，非官方手册") == copies
    assert text.count("每月相对固定一天开展主题党日") == copies
    # Each copy stands where it is cut: the same characters, a slip's width or height apart.
    cut = CUTS[format]  # type: ignore[index]
    signs = sorted((x % cut.width, y % cut.height) for char, x, y in rows_of(pdf) if char == "误")
    groups = [signs[n : n + copies] for n in range(0, len(signs), copies)]
    for group in groups:
        assert max(x for x, _ in group) - min(x for x, _ in group) < 0.02


def test_cut_marks_lie_on_the_cut_and_at_the_edges() -> None:
    for x1, y1, x2, y2 in cut_marks(CUTS["A6"]):
        assert (x1 == x2 == 105) or (y1 == y2 == 148.5)
        assert max(abs(x2 - x1), abs(y2 - y1)) == 4
    assert len(cut_marks(CUTS["A5"])) == 2
    assert {line[0] for line in cut_marks(CUTS["A5"])} == {148.5}


def test_the_same_slip_gives_the_same_bytes_and_prints_in_black(
    survey: Book, register: Register
) -> None:
    from pypdf import PdfReader

    slip = make_slip(survey, register)
    for single in (False, True):
        pdf = set_slip(slip, survey.settings, "A6", single)
        assert pdf == set_slip(slip, survey.settings, "A6", single)
        reader = PdfReader(__import__("io").BytesIO(pdf))
        data = b"".join(page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]
        assert not re.search(
            rb"\b(rg|RG|sc|scn|SC|SCN)\b(?<!k)", re.sub(rb"\(.*?\)", b"", data)
        ) or (b"/DeviceRGB" not in data)
        assert re.search(rb"0 0 0 1 k", data)


def test_single_slips_have_their_own_size_and_are_accessible(
    survey: Book, register: Register
) -> None:
    pdf = set_slip(make_slip(survey, register), survey.settings, "A5", single=True)
    assert [round(size / MM) for size in pdfium.PdfDocument(pdf)[0].get_size()] == [148, 210]
    assert b"pdfuaid" in pdf or b"StructTreeRoot" in pdf


def long_slip(count: int, text: str) -> Slip:
    row = SlipRow(
        "x", "第100条", "标题", ((text, False), ("误", True)), ((text, False), ("正", True))
    )
    paged = [dataclasses.replace(row, page=str(n + 1), line=n % 24 + 1) for n in range(count)]
    return Slip(tuple(paged), ("2018-001",), DAY)


@pytest.mark.parametrize("format", ["A5", "A6"])
def test_a_long_slip_goes_on_over_several_pages(survey: Book, format: str) -> None:
    slip = long_slip(40, "这是一处比较长的原文，要换行才放得下，" * 2)
    pdf = set_slip(slip, survey.settings, format, single=True)  # type: ignore[arg-type]
    texts = text_of(pdf)
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert f"{number}/{len(texts)}" in text
        assert "页行误正" in text
    assert "勘误表（续）" in texts[1] and "勘误表（续）" not in texts[0]
    width = float(pdfium.PdfDocument(pdf)[0].get_width()) / MM
    for page in range(len(texts)):
        for _, x, y in rows_of(pdf, page):
            assert 8 < x < width - 8 and y > 4
    assert "".join(texts).count("这是一处比较长的原文") == 160


def test_a_row_longer_than_a_page_is_broken_and_not_lost(survey: Book) -> None:
    text = (
        "".join(chr(0x4E00 + n) for n in range(900) if chr(0x4E00 + n) in "一丁七万丈三上下不与丑")
        * 90
    )
    slip = Slip((SlipRow("x", "第1条", "", ((text, True),), (("短", True),)),), ("2018-001",), DAY)
    joined = "".join(text_of(set_slip(slip, survey.settings, "A6", single=True)))
    assert joined.count("丑") == text.count("丑")


def test_what_a_text_says_is_never_run(survey: Book) -> None:
    evil = "#panic() $x$ <b> \\ [link] =HYPERLINK(1) `code`"
    slip = Slip(
        (SlipRow("x", "第1条", evil, ((evil, True),), ((evil, False),)),), ("2018-001",), DAY
    )
    text = text_of(set_slip(slip, survey.settings, "A5", single=True))[0]
    assert text.count("#panic()$x$<b>\\[link]=HYPERLINK(1)`code`") == 3


def test_runs_of_numbers_are_joined() -> None:
    ids = ("2018-001", "2018-002", "2018-003", "2018-005", "2018-006", "2019-001")
    assert errata_ranges(ids) == "E2018-001至003、E2018-005、E2018-006、E2019-001"


# The command


def frozen(root: Path) -> Path:
    edition = root / "editions" / "2018"
    (edition / "docs" / "handbook").mkdir(parents=True)
    (edition / "docs" / "handbook" / "01-one.md").write_text(CHAPTER, encoding="utf-8")
    lines = [{"page": "3", "line": 7, "text": "有正式党员3人以上的，应当成立党支部。"}]
    (edition / "printings").mkdir()
    data = json.dumps({"set-up": lines}, ensure_ascii=False)
    (edition / "printings" / "1.json").write_text(data, encoding="utf-8")
    (edition / "edition.yml").write_text(
        'edition: "2018"\ntitle: 2018年版\npublished: 2018-05-20\nsupersedes: null\nprintings:\n'
        '  - {id: "1", printed: 2018-05-28, copies: 100, errata: [], map: printings/1.json}\n',
        encoding="utf-8",
    )
    return root


ERRATUM = """---
provision: set-up
edition: "2018"
kind: technical
original: 3人以上
corrected: 3名以上
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 04]}
  - {state: accepted, date: 2018-10-20, by: [编辑部]}
  - {state: incorporated, date: 2018-11-02, by: [编辑部], edition: "2019"}
---
理由。
"""


@pytest.fixture
def project(tree: Tree) -> Path:
    mkdocs = MKDOCS.replace('edition: "2018"', 'edition: "2019"')
    chapter = CHAPTER.replace("3人以上", "3名以上")
    files = {"docs/errata/2018-001.md": ERRATUM, "mkdocs.yml": mkdocs}
    return frozen(tree({**files, "docs/handbook/01-one.md": chapter}))


def test_the_newest_edition_s_slip_goes_by_page(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = project / "slip.pdf"
    assert main(["-C", str(project), "errata", "slip", "--single", "--output", str(out)]) == 0
    text = text_of(out.read_bytes())[0]
    assert "《小手册》（2018年版）勘误表" in text and "第1次印刷" in text
    assert "37有正式党员3人以上的有正式党员3名以上的" in text
    assert str(out) in capsys.readouterr().out


def test_wrong_names_are_one_line_each(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option, name, rule in (
        ("--edition", "2017", "没有“2017”这一版"),
        ("--printing", "2018/9", "没有“2018/9”这一印次"),
        ("--edition", "next", "没有可以列入勘误表的勘误"),
    ):
        assert main(["-C", str(project), "errata", "slip", option, name]) == 2
        lines = capsys.readouterr().err.strip().splitlines()
        assert rule in lines[0] and "2018" in lines[0] + "2018" and len(lines) == 2
