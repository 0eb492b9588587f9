"""Notice, reply letters and ledger: read back from the finished files."""

from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from handbook.book import Book
from handbook.cli import main
from handbook.errata import Entry, Erratum, Register, load_register
from handbook.errata.intake.columns import find_head, recognise_heading
from handbook.errata.intake.ledger import Inquiry, Reply, Row
from handbook.errata.intake.package import fix_package
from handbook.errata.ledger import Ledger, Suggestion, make_ledger
from handbook.letters import Letter, notice_letter, write_docx
from handbook.letters.reply import Correspondence
from handbook.letters.tables import ledger_tables, table_markdown, write_workbook
from handbook.press.notice import set_letters
from handbook.problems import InputError
from tests.conftest import ROOT, Tree

MM = 72 / 25.4
SENT, DUE = datetime.date(2018, 9, 30), datetime.date(2018, 10, 31)
TODAY = datetime.date(2018, 11, 21)
UNITS = tuple(f"示例单位 {n:02d}" for n in range(1, 104))


@pytest.fixture(scope="session")
def register(survey: Book) -> Register:
    return load_register(survey)[0]


@pytest.fixture(scope="session")
def notice(survey: Book) -> Letter:
    return notice_letter(ROOT, survey.settings, SENT, DUE)


@pytest.fixture(scope="session")
def docx(notice: Letter) -> Docx:
    return Document(io.BytesIO(write_docx(notice)))


def face(run: Run) -> str:
    fonts = run._element.rPr.rFonts
    return str(fonts.get(qn("w:eastAsia")))


def paragraph_of(docx: Docx, text: str) -> Paragraph:
    return next(p for p in docx.paragraphs if text in p.text)


# The docx, by the clauses of GB/T 9704—2012


def test_the_page_is_a4_with_the_standard_s_type_area(docx: Docx) -> None:
    section = docx.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]  # type: ignore[union-attr]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    height = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert (round(width / 36000), round(height / 36000)) == (156, 225)
    assert docx.settings.element.find(qn("w:mirrorMargins")) is not None


def test_the_grid_has_22_lines_of_28_characters(docx: Docx) -> None:
    grid = docx.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid is not None and grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch")))
    assert 225 / 25.4 * 1440 // pitch == 22
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 156 / 25.4 * 72 // character == 28
    body = paragraph_of(docx, "印发以来")
    spacing = body._element.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == (str(pitch), "exact")
    # The runs are set closer by themselves, for programs that do not follow the grid.
    own = int(body.runs[0]._element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert 156 / 25.4 * 72 // (16 + own / 20) == 28


def test_faces_and_sizes_are_named(docx: Docx, notice: Letter) -> None:
    for line in notice.title_lines:
        run = paragraph_of(docx, line).runs[0]
        assert (face(run), run.font.size.pt) == ("方正小标宋简体", 22)  # type: ignore[union-attr]
    for text, name in (
        ("各部门（单位）机关党委：", "仿宋_GB2312"),
        ("印发以来", "仿宋_GB2312"),
        ("一、征求范围", "黑体"),
        ("（一）手册条文", "楷体_GB2312"),
        ("附件：勘误征求意见汇总表", "仿宋_GB2312"),
        ("2018年9月30日", "仿宋_GB2312"),
    ):
        run = paragraph_of(docx, text).runs[0]
        assert (face(run), run.font.size.pt) == (name, 16), text  # type: ignore[union-attr]
    lead = paragraph_of(docx, "（一）手册条文").runs
    assert [face(run) for run in lead] == ["楷体_GB2312", "仿宋_GB2312"]
    mark = paragraph_of(docx, "示例机关文件").runs[0]
    assert (face(mark), str(mark.font.color.rgb)) == ("方正小标宋简体", "FF0000")


def test_body_is_indented_by_two_characters_and_the_addressee_is_not(docx: Docx) -> None:
    indent = paragraph_of(docx, "印发以来")._element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert paragraph_of(docx, "各部门（单位）机关党委：")._element.pPr.find(qn("w:ind")) is None


def test_elements_stand_in_the_standard_s_order(docx: Docx, notice: Letter) -> None:
    order = (
        "示例机关文件", "示例〔2018〕", notice.title_lines[0], "各部门（单位）机关党委：",
        "印发以来", "附件：勘误征求意见汇总表", "（印章）", "2018年9月30日", "（联系单位：",
        "填报单位：",
    )  # fmt: skip
    texts = [p.text for p in docx.paragraphs]
    places = [next(n for n, text in enumerate(texts) if part in text) for part in order]
    assert places == sorted(places)
    assert texts[-1].endswith("2018年9月30日印发")


def test_page_numbers_stand_outside_between_dashes(docx: Docx) -> None:
    section = docx.sections[0]
    assert docx.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph._element.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._element.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert [run.text for run in paragraph.runs] == ["— ", "1", " —"]
        assert " PAGE " in paragraph._element.xml
        assert face(paragraph.runs[0]) == "宋体" and paragraph.runs[0].font.size.pt == 14  # type: ignore[union-attr]


def test_the_signature_stands_over_the_date_four_characters_from_the_right(docx: Docx) -> None:
    date, organ = paragraph_of(docx, "2018年9月30日"), paragraph_of(docx, "（印章）")
    right = [p._element.pPr.find(qn("w:ind")).get(qn("w:rightChars")) for p in (date, organ)]
    assert right[0] == "400"
    assert float(right[1]) == 400 + (6.5 - 4) / 2 * 100
    assert organ.paragraph_format.keep_with_next


def test_the_form_s_columns_are_those_that_import_knows(docx: Docx, notice: Letter) -> None:
    table = docx.tables[0]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == list(notice.attachments[0].heads)
    fields = [recognise_heading(head) for head in heads]
    assert fields == ["sequence", "place", "original", "corrected", "reason"]
    assert len(table.rows) == 6
    assert find_head is not None


def test_every_page_says_that_it_is_demonstration_text(docx: Docx) -> None:
    section = docx.sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "示例文本，非官方手册"


def test_the_same_letter_gives_the_same_bytes(notice: Letter) -> None:
    data = write_docx(notice)
    assert data == write_docx(notice)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2018-09-30T00:00:00Z") == 2
    assert fix_package(data, notice.date) == data


def test_a_title_is_broken_where_sense_allows_it(notice: Letter) -> None:
    assert notice.title_lines == (
        "关于征求", "《党和国家机关党支部建设标准化手册》", "勘误建议的通知",
    )  # fmt: skip
    assert dataclasses.replace(notice, title="关于印发《手册》的通知").title_lines == (
        "关于印发《手册》的通知",
    )


# The PDF of the same data


def lines_of(page: pdfium.PdfPage) -> list[tuple[str, float, float, float]]:
    """Text, left, right and bottom edge in points of each line, from the top."""
    text = page.get_textpage()
    chars = []
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, _ = text.get_charbox(at, loose=True)
            chars.append((bottom, left, right, char))
    lines: list[list[tuple[float, float, float, str]]] = []
    for char in sorted(chars, key=lambda each: -each[0]):
        if not lines or lines[-1][0][0] - char[0] > 8:
            lines.append([])
        lines[-1].append(char)
    rows = [sorted(line, key=lambda each: each[1]) for line in lines]
    return [
        ("".join(c[3] for c in row), row[0][1], max(c[2] for c in row), row[0][0]) for row in rows
    ]


@pytest.fixture(scope="session")
def pages(notice: Letter) -> list[pdfium.PdfPage]:
    data = set_letters([notice], notice.title)
    assert data == set_letters([notice], notice.title)
    return list(pdfium.PdfDocument(data))


def test_the_pdf_says_what_the_docx_says(pages: list[pdfium.PdfPage], notice: Letter) -> None:
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for part in notice.parts:
        assert "".join((part.text + part.rest).split()) in text or part.text[:12] in text
    for element in (
        "示例机关文件",
        "示例〔2018〕",
        "附件：勘误征求意见汇总表",
        "（印章）",
        "2018年9月30日印发",
    ):
        assert element in text


def test_lines_of_the_pdf_are_a_22nd_of_the_type_area_apart(pages: list[pdfium.PdfPage]) -> None:
    body = [line for line in lines_of(pages[1]) if 35 * MM - 1 < line[3] < 260 * MM]
    steps = [a[3] - b[3] for a, b in itertools.pairwise(body)]
    assert all(abs(step - 225 * MM / 22) < 4.6 for step in steps)
    assert 20 <= len(body) <= 22
    top, bottom = body[0][3], body[-1][3]
    assert abs((top - bottom) / (len(body) - 1) - 225 * MM / 22) < 0.2


def test_full_lines_have_28_characters_within_156_mm(pages: list[pdfium.PdfPage]) -> None:
    full = [
        line
        for line in lines_of(pages[1])
        if len(line[0]) >= 27 and not re.search("[0-9]", line[0])
    ]
    assert full
    for text, left, right, _ in full:
        assert left > 26 * MM - 2 and right < (210 - 26) * MM + 6
        assert len(text) <= 29
    # An even page is bound at its right: 26 mm outside, 28 mm inside.
    assert min(line[1] for line in full) == pytest.approx(26 * MM, abs=1.5)


def test_page_numbers_of_the_pdf_alternate(pages: list[pdfium.PdfPage]) -> None:
    for number, page in enumerate(pages, 1):
        text, left, right, bottom = lines_of(page)[-1]
        assert text == f"—{number}—"
        assert bottom < 35 * MM - 4
        if number % 2:
            assert right == pytest.approx((210 - 26) * MM - 14, abs=3)
        else:
            assert left == pytest.approx(26 * MM + 14, abs=3)


# The project's own words


def test_a_project_s_own_words_come_first(tree: Tree) -> None:
    own = "title: 关于{book}的函\nto: 各支部\nparts: [{text: '请于{deadline}前报。'}]\nremark: ''\n"
    form = "form: {title: 表, lead: 单位, heads: [原文, 改为], shares: [1, 1], notes: []}\n"
    root = tree({"overrides/letters/notice.yml": own + form})
    from handbook.book import load_book

    letter = notice_letter(root, load_book(root).settings, SENT, DUE)
    assert (letter.title, letter.parts[0].text) == (
        "关于《小手册》的函",
        "请于2018年10月31日前报。",
    )
    assert "请于" in "".join(p.text for p in Document(io.BytesIO(write_docx(letter))).paragraphs)


@pytest.mark.parametrize(
    "words",
    ["title: {nobody}\n", "parts: [1]\n", "title: 'x'\nto: y\nparts: [{three: x}]\n", "{{{"],
)
def test_wrong_words_are_findings_with_the_file(tree: Tree, words: str) -> None:
    root = tree({"overrides/letters/notice.yml": words})
    from handbook.book import load_book

    with pytest.raises(InputError) as error:
        notice_letter(root, load_book(root).settings, SENT, DUE)
    assert error.value.problems[0].file == "overrides/letters/notice.yml"


# The ledger


def reply(*rows: Row, name: str = "a") -> Reply:
    return Reply(
        f"docs/errata/intake/{name}.yml", f"{name}.csv", "0" * 64, "csv", DUE, "2018", rows
    )


@pytest.fixture(scope="session")
def ledger(register: Register) -> Ledger:
    rows = [
        Row("", 2, ("示例单位 01",), "nil"),
        Row(
            "",
            3,
            ("示例单位 02",),
            "not-located",
            place="第9条",
            original="=1+1",
            corrected="x",
            why="没有这句话",
        ),
        Row("", 4, ("示例单位 03",), "refused", why="超出长度"),
        Row("", 5, ("示例单位 72",), "joined", erratum=register.by_id["2018-001"].receipt),
    ]
    return make_ledger(
        register, [Inquiry("docs/errata/intake/q.yml", SENT, UNITS, DUE), reply(*rows)]
    )


def test_the_ledger_counts_all_who_were_asked(ledger: Ledger) -> None:
    assert len(ledger.asked) == 103
    assert len(ledger.errata) == 17
    answered = {answer.unit for answer in ledger.answered}
    assert {"示例单位 01", "示例单位 02", "示例单位 04", "示例单位 72"} <= answered
    assert len(ledger.silent) == 103 - len(answered)
    by_unit = {answer.unit: answer for answer in ledger.answers}
    assert by_unit["示例单位 01"].nil
    assert by_unit["示例单位 02"].suggestions[0].outcome == "not-located"
    assert by_unit["示例单位 03"].suggestions[0].outcome == "refused"
    assert by_unit["示例单位 72"].suggestions[0].erratum.id == "2018-001"  # type: ignore[union-attr]
    assert len(by_unit["示例单位 41"].suggestions) == 2
    assert by_unit["示例单位 100"].date is None


def test_a_row_s_erratum_is_found_by_its_receipt_after_it_was_numbered(register: Register) -> None:
    one = register.by_id["2018-003"]
    row = Row("", 2, one.history[0].by[:1], "new", erratum=one.receipt)
    ledger = make_ledger(register, [reply(row)])
    answer = next(a for a in ledger.answers if a.unit == one.history[0].by[0])
    assert [each.erratum.id for each in answer.suggestions] == ["2018-003"]  # type: ignore[union-attr]


def test_the_workbook_has_texts_and_numbers_and_no_formula(ledger: Ledger, survey: Book) -> None:
    tables = ledger_tables(ledger, survey, "zh")
    data = write_workbook(tables, ledger)
    assert data == write_workbook(tables, ledger)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["汇总", "单位", "建议"]
    assert book["单位"].max_row == 104
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in values} <= {"s", "n"}
    assert any(cell.value == "=1+1" and cell.quotePrefix for cell in values)
    raw = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in raw.read(name) for name in raw.namelist())


def test_tables_are_markdown_that_nobody_can_break(ledger: Ledger, survey: Book) -> None:
    row = Row("", 1, ("示例单位 05",), "refused", original="a|b\n<script>[x](y)", why="否")
    broken = make_ledger(Register(), [reply(row)])
    text = table_markdown(ledger_tables(broken, survey, "zh")[2])
    assert len(text.splitlines()) == 3
    assert "a\\|b⏎\\<script>\\[x](y)" in text
    sums = table_markdown(ledger_tables(ledger, survey, "en")[0])
    assert "| units asked" in sums and "| 103 " in sums


# The letters


@pytest.fixture(scope="session")
def post(survey: Book, register: Register) -> Correspondence:
    return Correspondence(ROOT, survey, register, TODAY)


def words_to(post: Correspondence, ledger: Ledger, unit: str) -> str:
    letter = post.letter(next(a for a in ledger.answers if a.unit == unit))
    assert letter.to == unit
    return "\n".join(part.text for part in letter.parts)


def test_each_letter_says_what_became_of_each_suggestion(
    post: Correspondence, ledger: Ledger
) -> None:
    for unit, parts in {
        "示例单位 04": [
            "一、第41条“定期开展”",
            "将“每季度至少开展一次主题党日”改为“每月相对固定一天",
            "采纳",
            "E2018-001",
        ],
        "示例单位 17": ["第36条", "暂缓决定", "工作规范尚在试行", "r-3cbb7450"],
        "示例单位 28": ["问1-08", "未予采纳", "13票恰为半数"],
        "示例单位 90": ["E2018-003（第72条“学时要求”）", "并案办理", "已经采纳"],
        "示例单位 07": ["《一线主题党日》", "撤回"],
        "示例单位 41": ["共2条", "一、", "二、", "正在办理", "r-"],
        "示例单位 01": ["没有勘误建议的回复收悉"],
        "示例单位 02": ["没有找到", "没有这句话"],
        "示例单位 03": ["没有受理", "超出长度"],
    }.items():
        text = words_to(post, ledger, unit)
        for part in parts:
            assert part in text, (unit, part, text)


def test_an_incorporated_erratum_s_letter_names_the_edition(
    post: Correspondence, survey: Book
) -> None:
    history = (Entry("reported", SENT, ("示例单位 09",)), Entry("accepted", DUE, ("编",)))
    done = Erratum(
        "2018-009", "set-up-where-due", "2018", "technical", "甲“乙”", "",
        (*history, Entry("incorporated", TODAY, ("编",), edition="2019")),
    )  # fmt: skip
    text = words_to(post, make_ledger(Register.of([done]), []), "示例单位 09")
    assert "删去“甲‘乙’”" in text and "2018年11月21日载入2019年版" in text


def test_letters_have_the_form_of_a_letter(post: Correspondence, ledger: Ledger) -> None:
    letter = post.letter(next(a for a in ledger.answers if a.unit == "示例单位 04"))
    docx = Document(io.BytesIO(write_docx(letter)))
    section = docx.sections[0]
    assert section.different_first_page_header_footer
    head, foot = section.first_page_header, section.first_page_footer
    assert head.paragraphs[0].text == "示例机关"
    assert 'w:val="thickThinSmallGap"' in head._element.xml
    assert 'w:val="thinThickSmallGap"' in foot._element.xml
    assert "PAGE" not in foot._element.xml
    assert round(section.header_distance.mm) == 30 and round(section.footer_distance.mm) == 20  # type: ignore[union-attr]


def test_all_letters_in_one_pdf_begin_on_a_recto_with_page_one(
    post: Correspondence, ledger: Ledger
) -> None:
    letters = [post.letter(answer) for answer in ledger.answered]
    pages = list(pdfium.PdfDocument(set_letters(letters, "复函")))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in pages]
    starts = [n for n, text in enumerate(texts) if "勘误建议的复函" in text]
    assert len(starts) == len(letters)
    assert all(n % 2 == 0 for n in starts)
    for start, letter in zip(starts, letters, strict=True):
        assert "".join(letter.to.split()) + "：" in texts[start]
        assert "—1—" not in texts[start]
        assert texts[start].count("示例文本，非官方手册") == 1
    # No page has a signature and nothing else.
    for text in texts:
        assert "（印章）" not in text or "今后使用中" in text


def test_hostile_names_and_words_do_no_harm(post: Correspondence, register: Register) -> None:
    evil = Suggestion("../../x", None, Row("", 1, ("../../x",), "refused", why="{0} \x07 <b> #x"))
    answer = make_ledger(register, []).answers[0]
    letter = post.letter(dataclasses.replace(answer, unit="../../x\x00", suggestions=(evil,)))
    assert "/" not in letter.name and "." not in letter.name
    text = "".join(p.text for p in Document(io.BytesIO(write_docx(letter))).paragraphs)
    assert "{0}  <b> #x" in text
    assert set_letters([letter], letter.title)


# The commands


def files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.*")))


def test_commands_write_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["-C", str(ROOT), "errata"]
    day = ["--date", "2018-11-21", "--output", str(tmp_path)]
    assert main([*root, "replies", *day]) == 0
    names = list(files(tmp_path))
    assert {"ledger.md", "ledger.xlsx", "letters/reply-示例单位-04.docx"} <= set(names)
    assert str(tmp_path / "ledger.xlsx") in capsys.readouterr().out
    assert main([*root, "notice", "--deadline", "2018-12-31", *day]) == 0
    assert {"notice-2018-11-21.docx", "notice-2018-11-21.pdf"} <= set(files(tmp_path))
    assert "Noto Serif SC" in capsys.readouterr().err
    assert main([*root, "notice", "--deadline", "2018-01-01", *day]) == 2
    (tmp_path / "file").write_text("x")
    assert main([*root, "notice", "--output", str(tmp_path / "file" / "below")]) == 2
    assert "不能写入" in capsys.readouterr().err
    assert main([*root, "replies", "--json"]) == 0
    printed = capsys.readouterr().out
    data = json.loads(printed[printed.index("{") :])
    assert sum(data["errata"].values()) == 17


def test_the_sample_has_103_asked(survey: Book, register: Register) -> None:
    from handbook.errata.intake.load import load_intake

    intakes, problems = load_intake(ROOT)
    assert problems == []
    ledger = make_ledger(register, intakes)
    assert [answer.unit for answer in ledger.asked] == list(UNITS)
    assert len(ledger.answers) == 103, "nobody answered who was not asked"
    assert (ledger.sent, ledger.due) == (SENT, DUE)
    assert len(ledger.answered) == 61
    assert any(answer.nil for answer in ledger.answers)
