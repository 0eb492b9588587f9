"""Make the three replies of the tests, as offices send them: `python tests/intake/make.py`.

What is kept are the files themselves. The spreadsheet and the document are passed through
LibreOffice once, so that they are laid out as an office program writes them. Units, persons and
numbers are made up.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl.styles import Alignment, Border, Font, Side

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from handbook.errata import load_errata  # noqa: E402

ERRATA = {e.id: e for e in load_errata(ROOT)[0]}
PHONE = "13800000000"


def unit(number: int) -> str:
    return f"示例单位 {number:02d}"


def row(id: str, by: int, place: list[str], *words: str) -> list[str]:
    """By whom, where, original, correction, reason, kind, date; other words if given."""
    erratum = ERRATA[id]
    original, corrected = words or (erratum.original, erratum.corrected)
    kind = "文字性" if erratum.kind == "editorial" else "技术性"
    date = erratum.reported.isoformat()
    return [unit(by), *place, original, corrected, erratum.reason, kind, date]


def make_xlsx() -> bytes:
    """Three sheets; the first with a title, the sender's line and a head of two rows."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "第一批"
    first.append(["《党和国家机关党支部建设标准化手册》勘误建议汇总表"])
    first.append([f"汇总部门：示例编辑部　　联系人：联系人一　　电话：{PHONE}"])
    first.append(
        ["序号", "报送单位", "位置", "", "修改意见", "", "", "类别", "报送日期", "联系人", ""]
    )
    first.append(["", "", "章节", "条款", "原文表述", "建议修改为", "理由", "", "", "姓名", "电话"])
    for number, each in enumerate(
        [
            row("2018-001", 4, ["第二章第7项", "第四十一条 定期开展"]),
            row("2018-002", 12, ["第一章第2项", "第12条 选举大会"]),
            row("2018-003", 22, ["第三章第12项", "72 学时要求"]),
            row("2018-004", 58, ["第三章", "第84条（公示）"]),
            row("2018-005", 9, ["第三章第15项", "第９７条"]),
            row("2018-006", 73, ["第六章", "27.5"]),
            [unit(2), "", "", "", "无修改意见", "", "", "2018-10-15"],
        ],
        1,
    ):
        first.append([number, *each, f"联系人{number}", f"{int(PHONE) + number}"])
    merges = ("A1:K1", "A2:K2", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4", "I3:I4", "J3:K3")
    for span in merges:
        first.merge_cells(span)
    second = book.create_sheet("第二批")
    second.append(
        ["原文", "修改为", "修改理由和依据", "所在条款", "单位", "联系电话", "日期", "类型"]
    )
    for by, *place, original, corrected, reason, kind, date in (
        row("r-3cbb7450", 17, ["第36条 支委会到会"]),
        row("r-908e11e8", 28, ["问1-8"]),
        row("r-b80fc288", 50, ["第十项 评定等次"]),
        row("r-6ad0f403", 66, ["41"]),
        row("r-b16f3ed1", 35, ["《工作规范》第十六条"]),
    ):
        second.append([original, corrected, reason, place[0], by, PHONE, date, kind])
    notes = book.create_sheet("说明")
    notes.append(["各单位填写时请照抄原文，一行一处。"])
    for sheet in (first, second):
        dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dress(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    line = Side(style="thin")
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.border = Border(line, line, line, line)
            cell.font = Font(name="宋体", size=11)
            cell.alignment = Alignment("center", "center", wrap_text=True)
    for letter in "CDEFG":
        sheet.column_dimensions[letter].width = 28


def make_docx() -> bytes:
    """A letter with a table whose cells run down over the rows of one unit."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    document.add_heading("关于手册勘误建议的汇总", 1)
    document.add_paragraph("根据通知要求，现将有关单位的建议汇总如下。")
    heads = [
        "序号", "提出单位", "条款（条号和标题）", "原文", "建议改为", "理由和依据", "类别", "时间",
    ]  # fmt: skip
    rows = [
        row("r-b96d66f8", 41, ["第71条 学习计划"]),
        row("r-2543b4a3", 41, ["第112条 走访慰问"]),
        row("r-b3f48a25", 26, ["第168条"]),
        row("r-4fb4d60b", 103, ["网上阵地"]),
        row(
            "2018-001", 31, ["第41条"],
            "党支部每季度至少开展一次主题党日", "党支部每月相对固定一天开展主题党日",
        ),
        row(
            "2018-003", 47, ["学时要求"],
            "集中学习培训不少于２４学时", "集中学习培训不少于32学时",
        ),
        row(
            "r-3cbb7450", 64, ["第36条"],
            "半数以上委员到会方可议事", "三分之二以上委员到会方可议事",
        ),
    ]  # fmt: skip
    table = document.add_table(len(rows) + 2, len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for number, words in enumerate(rows, 1):
        texts = [str(number), *words]
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            cell.text = text
    table.cell(2, 1).text = ""
    table.cell(1, 1).merge(table.cell(2, 1))
    last = table.rows[len(rows) + 1]
    last.cells[0].text, last.cells[1].text = "8", unit(5)
    said = last.cells[2].merge(last.cells[7])
    said.text = "经研究，我单位无修改意见。"
    track_change(table.cell(4, 4).paragraphs[0])
    document.add_paragraph(f"联系人：联系人二　电话：{PHONE}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def track_change(paragraph: docx.text.paragraph.Paragraph) -> None:
    """Turn the paragraph's text into one that somebody changed with changes tracked."""
    text = paragraph.text
    run = paragraph.runs[0]._element
    added = OxmlElement("w:ins")
    gone = OxmlElement("w:del")
    for each in (added, gone):
        each.set(qn("w:id"), "1")
        each.set(qn("w:author"), "编辑")
        each.set(qn("w:date"), "2018-10-31T00:00:00Z")
    run.addnext(added)
    run.addnext(gone)
    added.append(run)
    paragraph.runs  # noqa: B018
    run.find(qn("w:t")).text = text
    old = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "党员身份证号码"
    old.append(words)
    gone.append(old)


def make_csv() -> bytes:
    """What a spreadsheet saves in China: GBK, CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["部门", "条款", "误", "正", "依据", "日期", "手机"])
    for by, *place, original, corrected, reason, _, date in (
        row("r-7aef9530", 7, ["一线主题党日 成效与提示"]),
        row(
            "2018-003", 85, ["第72条"],
            "党员每年集中学习培训不少于24学时，", "党员每年集中学习培训不少于32学时，",
        ),
        row(next(id for id in ERRATA if ERRATA[id].history[0].by == (unit(90),)), 90, ["72"]),
    ):  # fmt: skip
        writer.writerow([by, place[0], original, corrected, reason, date, PHONE])
    writer.writerow([unit(3), "", "", "无意见", "", "2018-10-31", ""])
    return out.getvalue().encode("gbk")


def through_office(data: bytes, ending: str, form: str) -> bytes:
    """The file as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"made.{ending}")
        path.write_bytes(data)
        command = [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", form, "--outdir", f"{folder}/out", str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        return Path(folder, "out", path.name).read_bytes()


if __name__ == "__main__":
    sheet = through_office(make_xlsx(), "xlsx", "xlsx:Calc MS Excel 2007 XML")
    (HERE / "suggestions-a.xlsx").write_bytes(sheet)
    word = through_office(make_docx(), "docx", "docx:MS Word 2007 XML")
    (HERE / "suggestions-b.docx").write_bytes(word)
    (HERE / "suggestions-c.csv").write_bytes(make_csv())
