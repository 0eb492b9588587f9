"""Intake: forms as offices send them become drafts, no row is lost, and nothing hostile gets in."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import Book, load_book, read_editions
from handbook.cli import main
from handbook.errata import (
    Register,
    apply_errata,
    compute_receipt,
    load_errata,
    load_register,
)
from handbook.errata.apply import with_text
from handbook.errata.effects import effect_problems, only_words
from handbook.errata.intake import (
    Inquiry,
    Nearest,
    Reply,
    Row,
    check_intake,
    intake_text,
    load_intake,
)
from handbook.errata.intake.answers import guess_kind, is_deletion, is_nil, read_date, read_units
from handbook.errata.intake.archive import UNPACKED
from handbook.errata.intake.bring_in import Intaking
from handbook.errata.intake.cleaning import LONGEST, MASK, mask_contact, paragraphs
from handbook.errata.intake.columns import find_head, recognise_heading
from handbook.errata.intake.load import parse_intake
from handbook.errata.intake.match import is_same
from handbook.errata.intake.numerals import read_number
from handbook.errata.intake.packet import packet_receipt
from handbook.errata.intake.places import PlaceIndex
from handbook.errata.intake.quotes import Found, carry, find_exact, shown_text, to_source
from handbook.errata.intake.read import read_source
from handbook.errata.intake.safe_cells import csv_text
from handbook.errata.intake.tables import Line
from handbook.errata.intake.template import COLUMNS, NAME
from handbook.errata.intake.template_sheet import template_xlsx
from handbook.errata.intake.template_word import template_docx
from handbook.errata.intake.texts import Texts
from handbook.messages import MESSAGES
from handbook.problems import InputError
from handbook.source import chinese_number
from tests.conftest import CHAPTER, ROOT, Tree, copy_survey

OFFICE = Path(__file__).parent / "intake"
FILES = [str(OFFICE / name) for name in ("suggestions-a.xlsx", "suggestions-b.docx")]
FILES.append(str(OFFICE / "suggestions-c.csv"))
DAY = datetime.date(2018, 11, 1)
HEAD = ["单位", "条款", "原文", "建议修改为", "理由"]


def sheet(*rows: Sequence[object], head: Sequence[str] = HEAD, title: str = "汇总") -> bytes:
    """An xlsx of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for each in (head, *rows):
        book.active.append(list(each))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """A csv."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def word(*rows: Sequence[str], head: Sequence[str] = HEAD, lead: Sequence[str] = ()) -> bytes:
    """A docx with one table, or with none."""
    document = docx.Document()
    for text in lead:
        document.add_paragraph(text)
    if rows:
        made = document.add_table(0, len(head))
        for each in (head, *rows):
            for cell, text in zip(made.add_row().cells, each, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def intaking(book: Book, **options: str) -> Intaking:
    register, _ = load_register(book)
    return Intaking(Texts(book, read_editions(book.root)), register, DAY, **options)


def bring(book: Book, data: bytes, name: str = "表.csv", **options: str) -> tuple[Intaking, Reply]:
    """What a file's rows become, nothing written."""
    work = intaking(book, **options)
    return work, work.bring_in(read_source(data, name))


def become(book: Book, *row: str) -> Row:
    """What one row becomes in a csv."""
    (only,) = bring(book, table(row))[1].rows
    return only


@pytest.fixture
def small(tree: Tree) -> Book:
    """The small tree's Book."""
    return load_book(tree({"docs/handbook/01-one.md": CHAPTER + MARKED}))


MARKED = """
### 会议 {#meeting}

条文规定**主任**每季度至少召开 3 次会议，公示5日，第一行末
第二行首，按照[][set-up]办理。

| 情形 | 办理 |
|---|---|
| 请假 | 会前报书记同意 |

**自查：** 查记录，查签到。
"""


def refusal(data: bytes, name: str) -> str:
    """The one line that refuses a file."""
    with pytest.raises(InputError) as caught:
        read_source(data, name)
    (found,) = caught.value.problems
    assert found.file == name
    return f"{found.message()}；{found.hint()}"


# The seventeen


def identity(root: Path) -> set[tuple[object, ...]]:
    return {
        (e.provision, e.original, e.corrected, e.history[0].by, e.kind, e.reported)
        for e in load_errata(root)[0]
    }


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "docs").rglob("*"))
        if path.is_file()
    }


def test_three_office_files_make_the_seventeen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_survey(tmp_path)
    for path in (root / "docs" / "errata").rglob("*.*"):
        path.unlink()
    assert main(["-C", str(root), "errata", "import", "--edition", "next", *FILES]) == 0
    said = capsys.readouterr()
    assert "新建 17 条勘误" in said.err
    assert "没有定位 0，退回 0" in said.out
    assert "说明没有可识别的表头，其中 1 行没有读" in said.out
    made = load_errata(root)[0]
    assert len(made) == 17
    assert identity(root) == identity(ROOT)
    assert {e.state for e in made} == {"reported"}
    assert all(e.id == e.receipt for e in made)
    assert main(["-C", str(root), "check"]) == 0
    # Of the persons in the files nothing has come in.
    written = files_of(root)
    assert not [name for name, data in written.items() if b"1380000" in data]
    assert not [n for n, data in written.items() if "errata" in n and "联系人一".encode() in data]
    # Again, alone and all together: nothing new.
    for names in (FILES, FILES[::-1], FILES[:1], [*FILES[:1], *FILES[:1]]):
        assert main(["-C", str(root), "errata", "import", *names]) == 0
        assert "新建 0 条勘误，0 行" not in said.err
        assert "新建 0 条勘误" in capsys.readouterr().err
        assert files_of(root) == written


def test_the_sample_keeps_what_its_seventeen_came_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_survey(tmp_path)
    before = files_of(root)
    assert main(["-C", str(root), "errata", "import", *FILES]) == 0
    assert "新建 0 条勘误" in capsys.readouterr().err
    assert files_of(root) == before
    intakes, problems = load_intake(root)
    assert problems == []
    (asked,) = (each for each in intakes if isinstance(each, Inquiry))
    assert len(asked.asked) == 103
    rows = [row for each in intakes if isinstance(each, Reply) for row in each.rows]
    assert sum(row.became == "new" for row in rows) == 17
    assert [row.by for row in rows if row.became == "nil"] != []


def test_a_file_saved_anew_repeats_itself(survey: Book) -> None:
    work, reply = bring(survey, table(
        ["示例单位 04", "第41条", "每季度至少开展一次主题党日", "每月相对固定一天开展主题党日", ""],
        ["示例单位 99", "第41条", "每季度至少开展一次主题党日", "每月相对固定一天开展主题党日", ""],
    ))  # fmt: skip
    assert [(row.became, row.erratum) for row in reply.rows] == [
        ("duplicate", "r-69a857a6"), ("joined", "r-69a857a6"),
    ]  # fmt: skip
    assert work.new == {}
    (joined,) = work.changed.values()
    assert joined.id == "2018-001"
    assert joined.history[0].by == ("示例单位 04", "示例单位 31", "示例单位 99")


# Columns

HEADINGS = {
    "unit": "单位 部门 报送单位 提出单位 填报部门（盖章） 意见来源",
    "place": "章节/条款 条款 条款序号 位置 章节、条款 条款（条号和标题） 所在条款 条款编号 条文",
    "chapter": "章 所在章",
    "original": "原文 原文表述 原条文 误 修改前 现行表述 原　文",
    "corrected": "建议修改为 修改意见 改为 正 应为 修改建议 建议改为（可另附页） 修改后 意见",
    "reason": "理由 依据 理由和依据 修改理由 说明",
    "contact": "联系人 电话 联系电话 邮箱 姓名 手机号码 单位联系人 联系方式 填表人",
    "sequence": "序号 编号 No.",
    "decision": "是否采纳及理由 处理意见",
    "kind": "类别 修改类型",
    "date": "日期 报送时间",
    "edition": "版次和印次",
}


def test_the_usual_headings_are_known() -> None:
    for field, headings in HEADINGS.items():
        for heading in headings.split(" "):
            assert recognise_heading(heading) == field, heading
    for text in ("每季度至少开展一次主题党日", "示例单位 04", "12", "", "第12条", "无意见"):
        assert recognise_heading(text) is None, text


def lines(*rows: str) -> list[Line]:
    return [Line(n, tuple(row.split("|"))) for n, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("rows", "first", "last", "fields"),
    [
        (["单位|条款|原文|改为", "甲|12|a|b"], 0, 0, "unit place original corrected"),
        (["汇总表|汇总表|汇总表", "原文|改为|条款"], 1, 1, "original corrected place"),
        (
            ["序号|位置|位置|修改意见|修改意见|联系人", "序号|章|条|原文|改为|电话", "1|1|2|a|b|1"],
            0, 1, "sequence chapter clause original corrected contact",
        ),
        (["填报单位：甲||联系人：", "条款|原文|建议"], 1, 1, "place original corrected"),
        (["误|正", "甲|乙"], 0, 0, "original corrected"),
    ],
)  # fmt: skip
def test_a_head_is_found(rows: list[str], first: int, last: int, fields: str) -> None:
    head = find_head(lines(*rows))
    assert head is not None
    assert (head.last, [head.fields[n] for n in sorted(head.fields)]) == (last, fields.split())
    assert head.first <= first


@given(st.permutations(range(5)), st.booleans())
@settings(max_examples=20, deadline=None)
def test_columns_stand_in_any_order(small_book: Book, order: list[int], merged: bool) -> None:
    row = ["示例单位 04", "第1条 应建必建", "3人以上", "3名以上", "理由。"]
    head = [HEAD[n] for n in order]
    given_row = [row[n] for n in order]
    data = sheet(given_row, head=head) if merged else table(given_row, head=head)
    work, reply = bring(small_book, data, "表.xlsx" if merged else "表.csv")
    assert [each.became for each in reply.rows] == ["new"]
    (made,) = work.new.values()
    assert (made.provision, made.original, made.corrected) == ("set-up", "3人以上", "3名以上")
    assert made.history[0].by == ("示例单位 04",)
    assert made.reason == "理由。"


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("small")
    (root / "docs" / "handbook").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("plugins: [{handbook: {title: 小手册}}]\n", encoding="utf-8")
    (root / "docs/handbook/01-one.md").write_text(CHAPTER + MARKED, encoding="utf-8")
    return load_book(root)


def test_merged_cells_repeated_heads_and_remarks(small: Book) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["填报单位：示例单位 07（盖章）", None, None, None, "联系人：张某 13800000000"],
        ["序号", "条款", "原文", "建议修改为", "理由"],
        ["1", "2", "3", "4", "5"],
        [1, "第2条", "不足3人的", "不足三人的", "一致"],
        [2, None, "就近联合", "联合", "简明"],
        ["序号", "条款", "原文", "建议修改为", "理由"],
        [3, None, None, None, None],
        ["注：一行一处。", None, None, None, None],
    ):
        page.append(row)
    page.merge_cells("B4:B5")
    page.merge_cells("A8:E8")
    out = io.BytesIO()
    book.save(out)
    source = read_source(out.getvalue(), "表.xlsx")
    assert [(s.row, s.units, s.place) for s in source.suggestions] == [
        (4, ("示例单位 07",), "第2条"), (5, ("示例单位 07",), "第2条"),
    ]  # fmt: skip
    assert source.blank == 2
    assert [row.became for row in bring(small, out.getvalue())[1].rows] == ["new", "new"]


def test_dates_numbers_and_formulas_of_a_sheet(small: Book) -> None:
    """A cell's number and date read as they look; a formula reads as it is written."""
    data = sheet(
        ["示例单位 04", 2, 3, "三", datetime.datetime(2018, 10, 9)],
        ["示例单位 04", 1.1, '=HYPERLINK("http://x.example/","甲")', "三", None],
        head=["单位", "条款", "原文", "改为", "日期"],
    )
    rows = read_source(data, "表.xlsx").suggestions
    assert [(s.place, s.original, s.date) for s in rows] == [
        ("2", "3", datetime.date(2018, 10, 9)),
        ("1.1", '=HYPERLINK("http://x.example/","甲")', None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_in_any_encoding(encoding: str, mark: str) -> None:
    text = mark.join(HEAD) + "\r\n" + mark.join(["示例单位 04", "12", "甲。", "乙。", ""]) + "\r\n"
    (only,) = read_source(text.encode(encoding), "表.csv").suggestions
    assert (only.units, only.original, only.corrected) == (("示例单位 04",), "甲。", "乙。")


def test_a_document_is_read_as_its_changes_read_when_accepted() -> None:
    (row,) = (
        s for s in read_source(Path(FILES[1]).read_bytes(), "b.docx").suggestions if s.row == 5
    )
    assert row.corrected == "党员公民身份号码"


# Numbers and places


@given(st.integers(0, 9999))
def test_chinese_numbers_are_read(number: int) -> None:
    assert read_number(chinese_number(number)) == number
    assert read_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("一百零五", 105), ("百零五", 105), ("二〇一八", 2018), ("一二", 12), ("两", 2), ("甲", None),
     ("", None), ("一二甲", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: int | None) -> None:
    assert read_number(text) == number


PLACES = [
    ("第十二条", ["第12条"]),
    ("第12条", ["第12条"]),
    ("１２", ["第12条"]),
    ("12", ["第12条"]),
    ("十二", ["第12条"]),
    ("第12条第二款", ["第12条"]),
    ("第12条 选举大会", ["第12条"]),
    ("第12条（选举大会）", ["第12条"]),
    ("《选举大会》一条", ["第12条"]),
    ("选举大会", ["第12条"]),
    ("第13条 选举大会", ["第13条", "第12条"]),
    ("第二章", ["第二章"]),
    ("第七项", ["第7项"]),
    ("第2章第7项第1条", ["第41条"]),
    ("第2章第2项第1条", ["第34条"]),  # its second item
    ("第7项第1条", ["第41条"]),
    ("第二章 第41条", ["第41条"]),
    # The second item of chapter 3, the second clause of item 3, the second question of issue 3.
    ("3.2", ["第13项", "第16条", "问3-02"]),
    ("27.5", ["第171条"]),
    ("2.3.1", ["第41条"]),
    ("问3-14", ["问3-14"]),
    ("问题 3－14", ["问3-14"]),
    ("学习参考第3期第14问", ["问3-14"]),
    ("2018-03-14", ["问3-14"]),  # what a spreadsheet makes of 3-14
    ("工作规范第18条", ["工作规范第18条"]),
    ("《机关党委工作规范》第十八条", ["工作规范第18条"]),
    ("一线主题党日", ["一线主题党日"]),
    ("party-day-frequency", ["第41条"]),
    ("第35页", []),
    ("", []),
    ("第九百条", []),
]


@pytest.mark.parametrize(("place", "labels"), PLACES)
def test_a_place_is_understood(survey: Book, place: str, labels: list[str]) -> None:
    readings = PlaceIndex.of(survey).candidates(place)
    found = [reading[0].label for reading in readings]
    assert found[: len(labels)] == labels
    assert bool(found) == bool(labels)


# Words and what becomes of them


def shown_as(book: Book, provision: str, text: str) -> str:
    return shown_text(book, book.sections[provision], text)


@pytest.mark.parametrize(
    ("original", "corrected", "made"),
    [
        ("公示5日", "公示7日", ("公示5日", "公示7日")),
        ("“公示5日”", "“公示7日”", ("公示5日", "公示7日")),
        ("公示５日", "公示7日", ("公示5日", "公示7日")),
        ("公示五日", "公示七日", ("公示5日", "公示七日")),
        ("会议,公示5日,", "会议,公示7日,", ("会议，公示5日，", "会议，公示7日，")),
        ("每季度至少召开3次会议", "每季度至少召开4次会议",
         ("每季度至少召开 3 次会议", "每季度至少召开4次会议")),
        ("规定主任每季度", "规定主任、副主任每季度",
         ("规定**主任**每季度", "规定**主任、副主任**每季度")),
        ("规定主任每季度", "规定每季度", None),  # an empty pair of marks would be left
        ("规定主任每季度", "要求主任每季度", ("规定**主任**每季度", "要求**主任**每季度")),
        ("第一行末第二行首", "第一行末、第二行首", ("第一行末\n第二行首", "第一行末、\n第二行首")),
        ("按照第1条办理", "按照第1条研究办理",
         ("按照[][set-up]办理", "按照[][set-up]研究办理")),
        ("查记录，查签到", "查记录、签到", ("查记录，查签到", "查记录、签到")),
        ("会前报书记同意", "会前书面报书记同意", ("会前报书记同意", "会前书面报书记同意")),
        ("公示5日", "公示5*7*日", ("公示5日", "公示5\\*7\\*日")),
        ("公示5日", "删去", ("公示5日", "")),
    ],
)  # fmt: skip
def test_a_correction_is_carried_over_to_the_source(
    small: Book, original: str, corrected: str, made: tuple[str, str] | None
) -> None:
    work, reply = bring(small, table(["示例单位 04", "会议", original, corrected, "一致"]))
    (row,) = reply.rows
    if made is None and row.became == "refused":
        return
    assert row.became == "new", row
    (erratum,) = work.new.values()
    if made:
        assert (erratum.original, erratum.corrected) == made
    texts, problems = apply_errata(small, [erratum])
    assert problems == []
    (text,) = texts.values()
    assert "****" not in text


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_carried_over_shows_what_was_asked_for(survey: Book, data: st.DataObject) -> None:
    section = survey.sections[data.draw(st.sampled_from([s.id for s in survey.provisions]))]
    shown = section.shown.text
    start = data.draw(st.integers(0, len(shown) - 2))
    end = data.draw(st.integers(start + 1, min(start + 12, len(shown))))
    corrected = data.draw(st.text(st.sampled_from("甲乙，。*[]_`1#|<"), max_size=6))
    found = Found(section, shown[start:end], "shown", start)
    made = to_source(survey, found, corrected)
    if made is None or len(find_exact([section], made.original)) != 1:
        return
    place = section.source.index(made.original)
    source = section.source[:place] + made.corrected + section.source[place + len(made.original) :]
    if "<" not in corrected and "|" not in corrected:
        wanted = shown[:start] + corrected + shown[end:]
        assert _plain(shown_as(survey, section.id, source)) == _plain(wanted)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(*[st.text(st.sampled_from("甲乙丙，1"), max_size=8)] * 2)
def test_carrying_over_what_is_quoted_rightly_is_the_correction(a: str, b: str) -> None:
    assert carry(a, b, a) == b
    assert carry(a, a, b) == b


WRONG_HOURS = "党员每年集中学习培训不少于36学时，支部书记和委员每年不少于56学时。"


def test_words_that_are_not_there_come_with_the_three_nearest(survey: Book) -> None:
    row = become(survey, "示例单位 04", "第41条", "党支部每半年至少开展两次主题党日", "甲", "")
    assert (row.became, row.rule) == ("not-located", "intake-row-words")
    assert len(row.nearest) == 3
    assert row.nearest[0].provision == "party-day-frequency"
    assert row.nearest[0].score >= row.nearest[1].score >= row.nearest[2].score > 0
    # A number that differs is another text, however alike.
    row = become(survey, "示例单位 04", "学时要求", WRONG_HOURS, "甲", "")
    assert row.became == "not-located"
    assert row.nearest[0].score > 90


@pytest.mark.parametrize(
    ("row", "became", "rule"),
    [
        (("示例单位 04", "第2条", "", "增加一款", ""), "refused", "intake-row-no-original"),
        (("示例单位 04", "第1条", "3人以上", "", ""), "refused", "intake-row-no-correction"),
        (("示例单位 04", "第1条", "3人以上", "3人以上", ""), "refused", "erratum-same"),
        (("", "第1条", "3人以上", "3名以上", ""), "refused", "intake-row-no-unit"),
        (("示例单位 04", "第一章", "党", "组织", ""), "not-located", "intake-row-many"),
        (("示例单位 04", "第88条", "毫不相干", "甲", ""), "not-located", "intake-row-place"),
        (("示例单位 04", "第2条", "3人以上", "3名以上", ""), "not-located", "intake-row-words"),
        (("示例单位 04", "第3条", "按照第1条", "按照第2条", ""), "refused", "intake-row-marks"),
        (("示例单位 04", "第3条", "公示 5 日", "公示5日", ""), "refused", "intake-row-already"),
        (("示例单位 04", "", "", "无意见", ""), "nil", ""),
        (("示例单位 04", "无", "", "", ""), "nil", ""),
        (("示例单位 04", "", "", "经研究，我单位对手册无修改意见。", ""), "nil", ""),
        (("示例单位 04", "第1条", "3人以上", "无", ""), "nil", ""),
        (("示例单位 04", "第三条", "公示5日", "公示7日", ""), "new", ""),
        (("示例单位 04", "", "应当成立党支部", "要成立党支部", ""), "new", ""),
    ],
)
def test_each_row_becomes_something(
    small: Book, row: tuple[str, ...], became: str, rule: str
) -> None:
    made = become(small, *row)
    assert (made.became, made.rule) == (became, rule)
    if rule:
        assert made.why == MESSAGES[rule][0].format(**dict(made.values))


_CELLS = st.one_of(
    st.sampled_from(
        ["", "示例单位 04", "第1条", "3人以上", "3名以上", "无意见", "删去", "12", "联系人"]
    ),
    st.text(max_size=8),
)


@given(st.lists(st.tuples(*[_CELLS] * 5), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_no_row_is_lost(small_book: Book, rows: list[tuple[str, ...]]) -> None:
    source = read_source(table(*[[_cell(cell) for cell in row] for row in rows]), "表.csv")
    reply = intaking(small_book).bring_in(source)
    told = [row.row for row in reply.rows]
    assert told == sorted(set(told))
    for number, row in enumerate(rows, 2):
        says = any(_cell(cell).strip() for cell in row[1:])
        if says and number not in told:  # only a remark, a number or the head is passed over
            assert len({_cell(cell).strip() for cell in row} - {""}) == 1 or row == tuple(HEAD)
    parsed, problems = parse_intake(reply.path, intake_text(reply))
    assert problems == []
    assert parsed == reply


def _cell(text: str) -> str:
    """A cell that a csv can hold on one line, in UTF-8."""
    return "".join(c for c in text if c not in "\r\n\0" and not "\ud800" <= c <= "\udfff")


# Near-duplicates

SAME = [
    ("3人以上", "3名以上", "有正式党员3人以上的", "有正式党员3名以上的", True),
    ("3人以上", "3名以上", "3人", "3名", True),
    ("3人以上", "5人以上", "3人", "6人", False),
    ("应当成立", "不应当成立", "应当成立", "应当成立", False),
    ("应当成立党支部", "应当由上级批准成立党支部", "成立党支部", "由上级批准成立党支部", True),
    ("应当成立党支部", "可以经上级党组织研究批准成立党支部",
     "应当成立党支部", "应当经上级党组织研究批准成立党支部", False),
    ("应当成立党支部", "应当经上级党组织认真研究后批准成立党支部",
     "应当成立党支部", "应当经上级党组织认真研究以后批准成立党支部", True),
    ("有正式党员", "凡有正式党员", "应当成立", "要成立", False),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "c", "d", "same"), SAME)
def test_one_suggestion_of_two_departments(
    small: Book, a: str, b: str, c: str, d: str, same: bool
) -> None:
    rows = (["示例单位 04", "1", a, b, ""], ["示例单位 31", "第1条", c, d, ""])
    for order in (rows, rows[::-1]):
        work, reply = bring(small, table(*order))
        if order[1][2] == order[1][3] or order[0][2] == order[0][3]:
            continue
        assert [row.became for row in reply.rows] == ["new", "joined" if same else "new"]
        units = sorted(e.history[0].by for e in work.new.values())
        assert (len(units[0]) == 2) is same


def test_numbers_are_not_likeness(small: Book) -> None:
    """Whatever the words around them, 32 and 36 are two corrections."""
    make = lambda new: dataclasses.replace(  # noqa: E731
        next(iter(bring(small, table(["甲", "1", "3人", "4人", ""]))[0].new.values())),
        original="有正式党员3人以上的，应当成立党支部。",
        corrected=f"有正式党员{new}人以上的，应当成立党支部。",
    )
    source = small.sections["set-up"].source
    assert is_same(source, make(5), make(5))
    assert not is_same(source, make(5), make(6))


# Editions


def test_rows_are_resolved_in_the_edition_named(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # In 2017 another clause stood first, so that all numbers differ by one.
    old = CHAPTER.replace(
        "### 应建必建", "### 旧条 {#old-one}\n\n旧文。\n\n**自查：** 查。\n\n### 应建必建"
    )
    files: dict[str, str | bytes | None] = {}
    for year, text in (("2017", old), ("2018", CHAPTER)):
        files[f"editions/{year}/docs/handbook/01-one.md"] = text
        files[f"editions/{year}/edition.yml"] = f"edition: '{year}'\npublished: {year}-05-20\n"
    root = tree(files)
    form = tmp_path / "表.csv"
    for number, options, edition in (
        (1, [], "2018"), (2, ["--edition", "2017"], "2017"), (1, ["--edition", "next"], "next"),
    ):  # fmt: skip
        form.write_bytes(table(["示例单位 04", str(number), "3人以上", f"{edition}以上", ""]))
        assert main(["-C", str(root), "errata", "import", str(form), *options]) == 0
        assert f"（按 {edition} 的文本）" in capsys.readouterr().out
        assert {e.provision for e in load_errata(root)[0] if e.edition == edition} == {"set-up"}
    assert {e.edition for e in load_errata(root)[0]} == {"2018", "2017", "next"}
    # A row may name the edition itself.
    form.write_bytes(table(
        ["示例单位 04", "2", "3人以上", "4人以上", "2017年版第1次印刷"],
        head=["单位", "条款", "原文", "改为", "版次和印次"],
    ))  # fmt: skip
    assert main(["-C", str(root), "errata", "import", str(form)]) == 0
    (made,) = (e for e in load_errata(root)[0] if e.corrected == "4人以上")
    assert (made.edition, made.provision) == ("2017", "set-up")
    capsys.readouterr()
    assert main(["-C", str(root), "errata", "import", "--edition", "1999", str(form)]) == 2
    assert "没有“1999”这一版" in capsys.readouterr().err


# Packets


def packet(book: Book, *changes: tuple[str, str, str], **more: object) -> dict[str, object]:
    suggestions = [
        {
            "provision": id, "label": book.sections[id].label, "sha256": book.sections[id].sha256,
            "original": old, "corrected": new, "reason": "理由。", "kind": "technical",
            "by": ["示例单位 04"], "receipt": compute_receipt(id, old, new),
        }
        for id, old, new in changes
    ]  # fmt: skip
    receipts = [str(each["receipt"]) for each in suggestions]
    return {
        "format": 1, "handbook": "小手册", "edition": "next", "suggestions": suggestions,
        "receipt": packet_receipt(receipts), "created": "2018-10-08", **more,
    }  # fmt: skip


ONE = ("set-up", "3人以上", "3名以上")
TWO = ("meeting", "规定**主任**每", "规定**主任、副主任**每")


def test_a_packet_is_taken_as_it_was_marked(small: Book) -> None:
    schema = json.loads((ROOT / "handbook/schemas/packet.schema.json").read_text(encoding="utf-8"))
    for changes in ((ONE,), (ONE, TWO)):
        data = packet(small, *changes)
        jsonschema.validate(data, schema)
        work, reply = bring(
            small, json.dumps(data).encode(), f"勘误建议-{data['receipt']}.json.txt"
        )
        assert [row.became for row in reply.rows] == ["new"] * len(changes)
        made = [(e.provision, e.original, e.corrected) for e in work.new.values()]
        assert made == list(changes)
        assert {e.reported for e in work.new.values()} == {datetime.date(2018, 10, 8)}


def test_a_packet_that_was_tampered_with_is_refused(small: Book) -> None:
    name = "建议.json"
    for change, line in (
        ({"receipt": "r-00000000"}, "建议包的内容与回执 r-00000000 不符"),
        ({"format": 2}, "建议包写法有误：format: 1"),
        ({"edition": 3}, "建议包写法有误：edition"),
        ({"suggestions": []}, "建议包写法有误：suggestions"),
        ({"suggestions": [3]}, "建议包写法有误：suggestions[1]."),
    ):
        data = json.dumps({**packet(small, ONE), **change}).encode()
        assert refusal(data, name).startswith(line)
    for raw in (b"{", b"[" * 100_000, b'{"format": 1, "a": ' + b"[" * 100_000):
        with pytest.raises(InputError):
            read_source(raw if raw[:1] == b"{" else b"{" + raw, name)
    data = packet(small, ONE)
    data["suggestions"][0]["corrected"] = "4名以上"  # type: ignore[index]
    (row,) = bring(small, json.dumps(data).encode(), name)[1].rows
    assert (row.became, row.rule) == ("refused", "intake-row-receipt")
    data = packet(small, ONE)
    data["suggestions"][0]["by"] = []  # type: ignore[index]
    work, _ = bring(small, json.dumps(data).encode(), name)
    assert next(iter(work.new.values())).history[0].by == ("读者",)


def test_a_packet_cannot_say_what_the_sources_may_not(small: Book) -> None:
    for old, new, rule in (
        ("3人以上", "<script>alert(1)</script>", "intake-row-html"),
        ("3人以上", "[甲](javascript:alert(1))", "link-scheme"),
        ("3人以上", "[][nowhere]", "erratum-reference"),
        ("有正式党员", "## 新标题 {#new-one}\n\n有正式党员", "erratum-heading"),
        ("3人\ud800以上", "4人", "intake-row-receipt"),
    ):
        data = packet(small, ONE)
        one = data["suggestions"][0]  # type: ignore[index]
        one["original"], one["corrected"] = old, new
        if "\ud800" not in old:
            one["receipt"] = data["receipt"] = compute_receipt("set-up", old, new)
        (row,) = bring(small, json.dumps(data).encode(), "建议.json")[1].rows
        assert (row.became, row.rule) == ("refused", rule)


# Hostile files


def rezip(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The archive with parts changed, left out or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = change(part, old.read(part))
            if content is not None:
                new.writestr(part, content)
        for part, content in more.items():
            new.writestr(part.replace("__", "/"), content)
    return out.getvalue()


ROW = ["示例单位 04", "第1条", "3人以上", "3名以上", ""]
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def with_entity(part: str) -> Callable[[str, bytes], bytes]:
    return lambda name, data: (
        data.replace(b"<?xml", ENTITY + b"<?not", 1).replace(b"<?not", b"<?a", 1)
        if name == part and b"<?xml" in data
        else ENTITY + data
        if name == part
        else data
    )


def keep(name: str, data: bytes) -> bytes:
    return data


def test_zip_bombs_are_refused_before_they_unpack() -> None:
    bomb = rezip(sheet(ROW), keep, xl__media__a=b"0" * (UNPACKED + 1))
    assert len(bomb) < 1 << 20
    assert "解开后超过 96 MB" in refusal(bomb, "表.xlsx")
    # One that lies about its size is read no further than it says.
    lie = bytearray(rezip(sheet(ROW), lambda name, data: None if "sheet1" in name else data))
    out = io.BytesIO(bytes(lie))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (50 << 20))
    raw = out.getvalue()
    size = (50 << 20) + len(b"<worksheet>")
    lied = raw.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lied != raw
    assert refusal(lied, "表.xlsx").startswith("文件已损坏")


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"]
)
def test_entities_in_a_sheet_are_refused(part: str) -> None:
    assert f"文件的 {part} 里定义了实体" in refusal(rezip(sheet(ROW), with_entity(part)), "表.xlsx")


def test_entities_in_a_document_are_refused() -> None:
    part = "word/document.xml"
    assert f"文件的 {part} 里定义了实体" in refusal(rezip(word(ROW), with_entity(part)), "表.docx")
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 100 + b'">]><x>&b;</x>'
    for data in (laughs, laughs.decode().encode("utf-16")):
        broken = rezip(word(ROW), lambda name, old, data=data: data if name == part else old)
        assert "定义了实体" in refusal(broken, "表.docx")


def test_a_million_rows_are_refused_at_once() -> None:
    rows = b'<row><c t="str"><v>x</v></c></row>' * 1_000_000
    data = rezip(
        sheet(ROW),
        lambda name, old: re.sub(b"<row.*</row>", rows, old, flags=re.DOTALL)
        if name.endswith("sheet1.xml") else old,
    )  # fmt: skip
    tracemalloc.start()
    try:
        assert refusal(data, "表.xlsx") == "表格超过 20000 行；请分成几个文件"
        assert tracemalloc.get_traced_memory()[1] < 48 << 20
    finally:
        tracemalloc.stop()
    assert "表格超过 20000 行" in refusal(table(*[["甲"] * 5] * 20_001), "表.csv")
    # Formatting that runs on below the table is no row.
    blank = "".join(f'<row r="{n}" ht="20"/>' for n in range(3, 50_000)).encode()
    far = rezip(
        sheet(ROW),
        lambda name, old: old.replace(b"</sheetData>", blank + b"</sheetData>")
        if name.endswith("sheet1.xml") else old,
    )  # fmt: skip
    assert len(read_source(far, "表.xlsx").suggestions) == 1


def test_merged_cells_cannot_fill_the_memory(small: Book) -> None:
    spans = "".join('<mergeCell ref="A1:XFD1048576"/>' for _ in range(10_000)).encode()
    data = rezip(
        sheet(*[ROW] * 300),
        lambda name, old: old.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + spans + b"</mergeCells>"
        ) if name.endswith("sheet1.xml") else old,
    )  # fmt: skip
    assert refusal(data, "表.xlsx").startswith("文件已损坏")


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(
        name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names)
    )  # fmt: skip


REFUSED: list[tuple[str, bytes, str]] = [
    ("表.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "文件设了密码；请去掉密码后再发来"),
    ("表.xls", ole("Workbook"), "这是旧格式 .xls；请另存为 .xlsx"),
    ("表.doc", ole("WordDocument"), "这是旧格式 .doc；请另存为 .docx"),
    ("表.docx", b"%PDF-1.7\n%...", "文件内容是 PDF，不是表格；请发来填好的 .xlsx、.docx 或 .csv"),
    ("表.xlsx", b"\x89PNG\r\n", "文件内容是 PNG，不是表格；请发来填好的 .xlsx、.docx 或 .csv"),
    ("表.xlsm", sheet(ROW), "文件带有宏；请另存为不带宏的 .xlsx 或 .docx"),
    ("表.xlsx", rezip(sheet(ROW), keep, xl__vbaProject=b"", **{"xl/vbaProject.bin": b"x"}),
     "文件带有宏；请另存为不带宏的 .xlsx 或 .docx"),
    ("表.docx", rezip(word(ROW), keep, **{"word/vbaProject.bin": b"x"}),
     "文件带有宏；请另存为不带宏的 .xlsx 或 .docx"),
    ("表.xlsx", rezip(sheet(ROW), keep, **{"xl/workbook.bin": b"x"}),
     "这是旧格式 .xlsb；请另存为 .xlsx"),
    ("表.xlsx", sheet(ROW)[:400], "文件已损坏；请用 WPS 或 Office 打开后另存一份"),
    ("表.xlsx", rezip(sheet(ROW), lambda n, d: None if "sheet1" in n else d),
     "文件已损坏；请用 WPS 或 Office 打开后另存一份"),
    ("表.xlsx", rezip(sheet(ROW), lambda n, d: d[:-20] if "sheet1" in n else d),
     "文件已损坏；请用 WPS 或 Office 打开后另存一份"),
    ("表.docx", rezip(word(ROW), lambda n, d: None if n == "word/document.xml" else d),
     "文件已损坏；请用 WPS 或 Office 打开后另存一份"),
    ("表.zip", rezip(sheet(ROW), lambda n, d: None if n.startswith("xl/") else d),
     "认不出这是什么文件；可以读 .xlsx、.docx、.csv 和网页上下载的建议包"),
    ("表.csv", bytes(range(256)) * 4,
     "认不出这是什么文件；可以读 .xlsx、.docx、.csv 和网页上下载的建议包"),
    ("表.csv", "甲,乙\r\n丙,丁".encode(),
     "没有找到表头，也没有写“无意见”；表头要有“条款”“原文”和“建议修改为”"),
    ("信.docx", word(lead=["我单位建议如下。"]),
     "没有找到表头，也没有写“无意见”；表头要有“条款”“原文”和“建议修改为”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "line"), REFUSED, ids=[f"{name}-{line[:8]}" for name, _, line in REFUSED]
)
def test_a_hostile_file_has_its_one_line(name: str, data: bytes, line: str) -> None:
    assert refusal(data, name) == line


HOSTILE_ROWS = [
    # An HTML tag, a script, an attribute
    (["示例单位 04", "第1条", "3人以上", "<b>3名</b>以上", ""], "refused", "intake-row-html"),
    (["示例单位 04", "第1条", "3人以上", "<img src=x onerror=alert(1)>", ""], "refused",
     "intake-row-html"),
    (["<script>alert(1)</script>", "第1条", "3人以上", "3名以上", ""], "refused",
     "intake-row-unit"),
    # Names that a shell, a path or a formula would take for more
    (["../../etc/passwd", "第1条", "3人以上", "3名以上", ""], "refused", "intake-row-unit"),
    (["C:\\窗口", "第1条", "3人以上", "3名以上", ""], "refused", "intake-row-unit"),
    (["=1+1", "第1条", "3人以上", "3名以上", ""], "refused", "intake-row-formula"),
    (["甲" * 61, "第1条", "3人以上", "3名以上", ""], "refused", "intake-row-unit"),
    # Contact data
    (["示例单位 04 13800000000", "第1条", "3人以上", "3名以上", ""], "refused",
     "intake-row-contact"),
    (["示例单位 04", "第1条", "3人以上", "3名以上（电话 010-12345678）", ""], "refused",
     "intake-row-contact"),
    (["示例单位 04", "第1条", "3人以上", "请致信 a@example.org", ""], "refused",
     "intake-row-contact"),
    # Absurdly long
    (["示例单位 04", "第1条", "3人以上", "长" * (LONGEST + 1), ""], "refused", "intake-row-long"),
    (["示例单位 04", "第1条", "3人以上", "3名以上", "长" * 100_000], "refused", "intake-row-long"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "became", "rule"), HOSTILE_ROWS)
def test_a_hostile_row_is_refused_and_told(
    small: Book, row: list[str], became: str, rule: str
) -> None:
    for name, make in (("表.csv", table), ("表.xlsx", sheet), ("表.docx", word)):
        _, reply = bring(small, make(row), name)
        (made,) = reply.rows
        if name == "表.xlsx" and row[0].startswith("="):
            assert made.became == "refused"
            continue
        assert (made.became, made.rule) == (became, rule)
        text = intake_text(reply)
        assert len(text) < 3 * LONGEST + 1000
        assert "13800000000" not in text
        assert "a@example.org" not in text
        assert parse_intake(reply.path, text) == (reply, [])


def test_what_no_one_sees_is_cleaned_away(small: Book) -> None:
    row = [
        "示例\u200b单位 04",
        "第1\u202e条",
        "3人\ufeff以上",
        "3名\u2066以上\u00ad",
        "理\u200d由\U000e0041",
    ]
    for name, make in (("表.csv", table), ("表.xlsx", sheet), ("表.docx", word)):
        work, reply = bring(small, make(row), name)
        assert [each.became for each in reply.rows] == ["new"]
        (made,) = work.new.values()
        assert (made.original, made.corrected, made.reason) == ("3人以上", "3名以上", "理由")
        assert made.history[0].by == ("示例单位 04",)
        assert not re.search(
            "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]", intake_text(reply)
        )


def test_a_reason_is_words_and_nothing_else(small: Book) -> None:
    reason = "<script>alert(1)</script>\n# 标题\n- 列表\n1. 数\n[甲](javascript:x) ![](http://x/)\n---\n电话13800000000"
    work, _ = bring(small, table(["示例单位 04", "第1条", "3人以上", "3名以上", reason]))
    (made,) = work.new.values()
    assert "<" not in made.reason
    assert "1380000" not in made.reason
    assert MASK in made.reason
    import markdown

    shown = markdown.markdown(made.reason, extensions=["handbook"])
    assert not re.search("<(?!/?p>|/?br)", shown), shown


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800000000。", f"电话{MASK}。"),
        ("１３８００００００００", MASK),
        ("138 0000 0000", MASK),
        ("(010)12345678", MASK),
        ("0531-1234567-12", MASK),
        ("110101199003070011", MASK),
        ("某某 a.b@example.org 处", f"某某 {MASK} 处"),
        ("微信：abc_12345", MASK),
        ("第12条，2018年10月8日，32学时，5900册", "第12条，2018年10月8日，32学时，5900册"),
    ],
)
def test_contact_data_are_masked(text: str, masked: str) -> None:
    assert mask_contact(text) == masked


# Forms and reports


def test_the_form_is_read_back(survey: Book) -> None:
    row = [
        "1",
        "示例单位 04",
        "第41条 定期开展",
        "每季度至少开展一次主题党日",
        "每月开展一次主题党日",
        "技术性",
        "理由。",
        "",
    ]
    assert template_xlsx(survey) == template_xlsx(survey)
    assert template_docx(survey) == template_docx(survey)
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(survey)))
    page = book[NAME]
    head = next(cells[0].row for cells in page.iter_rows() if cells[0].value == COLUMNS[0].head)
    for column, text in enumerate(row, 1):
        page.cell(head + 1, column).value = text
    out = io.BytesIO()
    book.save(out)
    work, reply = bring(survey, out.getvalue(), "表.xlsx")
    assert [each.became for each in reply.rows] == ["new"]
    form = docx.Document(io.BytesIO(template_docx(survey)))
    for cell, text in zip(form.tables[0].rows[1].cells, row, strict=True):
        cell.text = text
    out = io.BytesIO()
    form.save(out)
    again, reply = bring(survey, out.getvalue(), "表.docx")
    assert [each.became for each in reply.rows] == ["new"]
    assert again.new == work.new
    # Empty, each says nothing, and is no mistake.
    for name, data in (("表.xlsx", template_xlsx(survey)), ("表.docx", template_docx(survey))):
        assert read_source(data, name).suggestions == ()


def test_the_form_is_laid_out_for_the_office(survey: Book) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(survey)))
    page = book[NAME]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$4:$4"
    kinds, places = page.data_validations.dataValidation
    assert kinds.formula1 == '"技术性,文字性"'
    hidden = book["条款"]
    assert hidden.sheet_state == "hidden"
    assert [hidden.cell(n, 1).value for n in (1, 41)] == [
        f"第1条 {survey.provisions[0].title}", "第41条 定期开展",
    ]  # fmt: skip
    assert places.formula1 == f"条款!$A$1:$A${len(survey.provisions)}"
    assert not places.showErrorMessage


def test_a_report_has_no_formula_in_it(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    link = '=HYPERLINK("http://x.example/","甲")'
    form = tmp_path / "表.xlsx"
    form.write_bytes(sheet(["示例单位 04", "第1条", link, "-1+2", "@甲"], [*ROW]))
    for name in ("out.csv", "out.xlsx"):
        target = tmp_path / name
        assert main(["-C", str(root), "errata", "import", str(form), "--dry-run",
                     "--report", str(target)]) == 0  # fmt: skip
    assert not (root / "docs" / "errata").exists()
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][5:7] == [f"'{link}", "'-1+2"]
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert (page["F2"].value, page["F2"].data_type, page["F2"].quotePrefix) == (link, "s", True)
    # Read in again, it is the same text.
    again = csv_text([HEAD, ["示例单位 04", "第1条", link, "-1+2", "@甲"]]).encode()
    (row,) = read_source(again, "表.csv").suggestions
    assert (row.original, row.corrected, row.reason) == (link, "-1+2", "@甲")
    out = capsys.readouterr()
    assert "没有定位：所指的条款里没有这样的原文" in out.out
    assert main(["-C", str(root), "errata", "import", str(form), "--report", "x.txt"]) == 2


def test_an_import_is_told_as_json_and_in_english(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    form = tmp_path / "表.csv"
    form.write_bytes(table(ROW, ["", "第1条", "甲", "乙", ""]))
    assert main(["-C", str(root), "errata", "import", "--json", "--dry-run", str(form)]) == 0
    data = json.loads(capsys.readouterr().out)
    (told,) = data["files"]
    assert [row["became"] for row in told["rows"]] == ["new", "refused"]
    assert main(["-C", str(root), "--lang", "en", "errata", "import", str(form)]) == 0
    out = capsys.readouterr().out
    assert "refused: it names no unit" in out
    assert main(["-C", str(root), "errata", "import", str(form), "--unit", "示例单位 09"]) == 0
    assert "没有定位" in capsys.readouterr().out


def test_one_bad_file_and_nothing_is_written(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    good, bad = tmp_path / "甲.csv", tmp_path / "乙.xlsx"
    good.write_bytes(table(ROW))
    bad.write_bytes(b"%PDF-1.7")
    before = files_of(root)
    assert main(["-C", str(root), "errata", "import", str(good), str(bad)]) == 2
    assert capsys.readouterr().err.startswith("乙.xlsx:1：文件内容是 PDF")
    assert main(["-C", str(root), "errata", "import", str(tmp_path / "丙.csv")]) == 2
    assert files_of(root) == before


# What is kept


def reply_of(*rows: Row) -> Reply:
    path = "docs/errata/intake/2018-11-01-00000000.yml"
    return Reply(path, "表.csv", "0" * 64, "csv", DAY, "next", rows)


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), min_size=1, max_size=20)


@given(_WORDS, _WORDS, st.floats(0, 99.9).map(lambda x: round(x, 1)))
@settings(max_examples=60, deadline=None)
def test_what_is_kept_reads_back(one: str, two: str, score: float) -> None:
    one, two = (
        re.sub(
            r"[\x00-\x08\x0b-\x1f\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff@]|\d{5}",
            "",
            t,
        ).strip()
        or "甲"
        for t in (one, two)
    )
    rows = (
        Row("表 一", 2, ("示例单位 04",), "joined", "r-01234567", one, two, "", one, score),
        Row("", 3, (), "not-located", place=two, nearest=(Nearest("set-up", one, score),),
            rule="intake-row-words", why=two),
        Row("", 4, (two,), "nil", corrected=one),
    )  # fmt: skip
    reply = reply_of(*rows)
    text = intake_text(reply)
    assert parse_intake(reply.path, text) == (reply, [])
    schema = json.loads((ROOT / "handbook/schemas/intake.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load(text, Loader=_TextDates), schema)


class _TextDates(yaml.SafeLoader):
    """YAML with dates left as text, as JSON has them."""


_TextDates.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_sample_s_intake_fits_its_schema() -> None:
    schema = json.loads((ROOT / "handbook/schemas/intake.schema.json").read_text(encoding="utf-8"))
    paths = sorted((ROOT / "docs/errata/intake").glob("*.yml"))
    assert len(paths) == 5
    for path in paths:
        jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_TextDates), schema)
    for path, each in zip(paths, load_intake(ROOT)[0], strict=True):
        assert path.read_text(encoding="utf-8") == intake_text(each)


KEPT = intake_text(reply_of(Row("", 2, ("示例单位 04",), "new", "r-01234567")))
BROKEN = [
    ("became: new", "became: old", 12,
     "“rows[1].became”的值“old”不对；应当是new / joined / duplicate / not-located / refused / nil"),
    ("    erratum: r-01234567\n", "", 10,
     "文件头缺少“rows[1].erratum”；请补上 rows[1].erratum: 回执，如 r-0123abcd"),
    ("format: 1", "format: 1\ncolour: red", 2, "文件头里不认识“colour”"),
    ("row: 2", "row: none", 10, "“rows[1].row”的值“none”不对；应当是行号"),
    ("by: [示例单位 04]", "by: [电话13800000000]", 11, "含有联系方式“13800000000”"),
    ("edition: next", "edition: [next", 7, "YAML 写法有误"),
    ("2018-11-01", "2018-13-01", 1, "YAML 写法有误：month must be in 1..12"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "said"), BROKEN)
def test_a_broken_account_has_its_line(
    tree: Tree, old: str, new: str, line: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert KEPT.count(old) == 1
    root = tree({"docs/errata/intake/a.yml": KEPT.replace(old, new)})
    problems = check_intake(root, [])
    (found,) = problems
    assert f"{found.message()}；{found.hint()}".startswith(said)
    assert found.line == line
    assert main(["-C", str(root), "check"]) == 1
    assert said in capsys.readouterr().out


def test_an_erratum_that_came_in_is_not_lost(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"docs/errata/intake/a.yml": KEPT})
    assert main(["-C", str(root), "check"]) == 1
    assert "第 2 行所说的勘误 r-01234567 不在登记册里" in capsys.readouterr().out
    assert check_intake(root, Register().errata) != []


# Small answers


def test_small_answers() -> None:
    for text in (
        "无意见", "无", "没有意见。", "无修改意见", "经研究，我单位无修改意见。", "同意",
        "暂无意见", "经认真研究，我局对《手册》没有不同意见。", "无意见和建议",
    ):  # fmt: skip
        assert is_nil(text), text
    for text in ("无理由缺席的", "建议删去", "没有写明", "甲", "无记名投票"):
        assert not is_nil(text), text
    assert all(map(is_deletion, ("删去", "（删除）", "建议删除", "删除此句。")))
    assert not is_deletion("删除数据")
    assert read_units("示例单位 01、示例单位 02\n示例单位 01") == ("示例单位 01", "示例单位 02")
    assert read_date("2018年10月8日") == datetime.date(2018, 10, 8)
    assert read_date("2018-13-40") is None
    assert guess_kind("甲，乙", "甲、乙", "") == "editorial"
    assert guess_kind("缴纳", "交纳", "错别字") == "editorial"
    assert guess_kind("3", "5", "") == "technical"
    assert paragraphs("甲\n\n 乙 ") == "甲\n\n乙"


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_words_for_words_upset_nothing(survey: Book, data: st.DataObject) -> None:
    """Where it is not looked at what a correction upsets, there is nothing to see."""
    section = survey.sections[data.draw(st.sampled_from([s.id for s in survey.provisions]))]
    start = data.draw(st.integers(0, len(section.source) - 2))
    end = min(start + data.draw(st.integers(2, 12)), len(section.source))
    original = section.source[start:end]
    corrected = data.draw(st.text(st.sampled_from("甲乙丙第12条：，。“”（）自查"), min_size=2))
    if not only_words(original, corrected) or section.source.count(original) != 1:
        return
    document = survey.page_of(section.id).document
    at = section.heading.to_text(start)
    text = document.text[:at] + corrected + document.text[at + len(original) :]
    found = effect_problems(
        document, with_text(document, text), section.heading, (start, end), corrected,
        survey.sections, survey.settings,
    )  # fmt: skip
    assert found == []


def test_a_unit_is_called_as_it_was_asked(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = intake_text(Inquiry("", DAY, ("示例单位 04", "示例单位 05")))
    root = tree({"docs/errata/intake/asked.yml": asked})
    form = tmp_path / "表.csv"
    form.write_bytes(table(["示例单位04", *ROW[1:]], ["示例单位　05", *ROW[1:]]))
    assert main(["-C", str(root), "errata", "import", str(form)]) == 0
    (made,) = load_errata(root)[0]
    assert made.history[0].by == ("示例单位 04", "示例单位 05")
    form.write_bytes(table(["示例单位 04", "第2条", "不足3\u200b人的", "不足三人的", ""]))
    capsys.readouterr()
    assert main(["-C", str(root), "errata", "import", str(form)]) == 0
    assert "（已去掉不可见字符）" in capsys.readouterr().out


def test_a_file_named_twice_is_one(tree: Tree, tmp_path: Path) -> None:
    root, form = tree(), tmp_path / "表.csv"
    form.write_bytes(table(ROW))
    assert main(["-C", str(root), "errata", "import", str(form), str(form)]) == 0
    ((reply,), problems) = load_intake(root)
    assert problems == []
    assert isinstance(reply, Reply)
    assert [row.became for row in reply.rows] == ["new"]
