"""Record books and forms: what is bound, what is printed singly, what can be filled in."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pypdfium2 as pdfium
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject

from handbook.book import Book, load_book, read_book
from handbook.book.records import with_records
from handbook.cli import main
from handbook.press import Sheet, Volume, record_volumes, set_volume, write_records
from handbook.press.imprint import Imprint
from handbook.press.records.books import misfits
from handbook.press.records.content import basis_text, bound_forms
from handbook.press.records.labels import MisfitError, broken
from handbook.press.records.layout import lay_out
from handbook.press.records.sheets import Single, set_singles, singles
from handbook.problems import InputError
from handbook.site.places import Place
from handbook.site.records import put_forms
from handbook.source import read_document
from handbook.source.forms import Column, Field, Form, read_record
from tests.conftest import MKDOCS, ROOT, Tree, copy_sample

NAMES = {
    "branch-book": "党支部手册",
    "committee-minutes": "机关党委会议记录",
    "discipline-minutes": "机关纪委会议记录",
    "work-notes": "工作笔记",
}
PAGE = """---
trim: 185x260
forms:
  - id: meeting
    title: 会议记录
    section: rec-meeting
    pages: 4
    note: 到会人数与[][set-up]核对。
    fields:
      - 会议名称
      - [{label: 时间, kind: date}, 地点]
      - {label: 方式, kind: choice, options: [举手, 投票]}
      - {label: 发言要点, kind: lines}
    overleaf:
      - {label: 表决, kind: table, columns: [议题 12, 赞成, 反对], rows: 3}
      - {label: 发言要点（续）, kind: lines}
---
# 《小册》 {#rec-small}

本册记会议。

## 会议 {#rec-meeting}

设立依据[][set-up]，联合依据[][joint]。
"""


def squeezed(text: str) -> str:
    return "".join(text.split())


def page_texts(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


def bookmarks(reader: PdfReader) -> list[tuple[str, int]]:
    """Title and page index of the bookmarks of the first level."""
    return [
        (str(each.title), reader.get_destination_page_number(each))  # type: ignore[union-attr]
        for each in reader.outline
        if not isinstance(each, list)
    ]


@pytest.fixture(scope="session")
def book(sample: Book) -> Book:
    return with_records(sample)


@pytest.fixture(scope="session")
def written(sample: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All PDFs of the sample's records."""
    folder = tmp_path_factory.mktemp("records")
    write_records(sample, folder)
    return folder


def small_book(tree: Tree, page: str = PAGE) -> Book:
    return with_records(load_book(tree({"docs/records/small.md": page})))


# The books


def test_there_are_the_four_books_and_every_form_in_two_kinds(book: Book, written: Path) -> None:
    names = {
        volume.folder.removeprefix("records/"): volume.title for volume in record_volumes(book)
    }
    assert names == NAMES
    assert {path.stem for path in written.glob("*.pdf")} == set(NAMES)
    files = {path.relative_to(written).as_posix() for path in written.glob("*/*.pdf")}
    assert files == {each.name for each in singles(book)}
    assert len(files) > 90


@pytest.mark.parametrize("name", NAMES)
def test_a_book_has_the_pages_asked_for(book: Book, written: Path, name: str) -> None:
    reader = PdfReader(written / f"{name}.pdf")
    texts = page_texts((written / f"{name}.pdf").read_bytes())
    marks = [mark for mark in bookmarks(reader) if mark[0] != "使用说明"]
    forms = [form for _, form in bound_forms(book, f"records/{name}")]
    assert [title for title, _ in marks] == [form.title for form in forms]
    ends = [page for _, page in marks[1:]] + [len(texts)]
    for form, (_, start), end in zip(forms, marks, ends, strict=True):
        titled = [n for n in range(start, end) if texts[n].startswith(form.title)]
        assert titled == list(range(start, start + form.pages)), form.title
        # A page between two forms is there to write on.
        assert all(texts[n].startswith("记事") for n in range(start + form.pages, end))
        if form.length % 2 == 0:  # both pages of a copy lie open together
            assert int(reader.page_labels[start]) % 2 == 0, form.title


def test_pages_have_numbers_and_the_notice(book: Book, written: Path) -> None:
    reader = PdfReader(written / "work-notes.pdf")
    texts = page_texts((written / "work-notes.pdf").read_bytes())
    for label, text in list(zip(reader.page_labels, texts, strict=True))[4:]:
        assert text.endswith((f"{label}{squeezed(book.settings.notice)}", label)), label
    assert all(squeezed(book.settings.notice) in text for text in texts)


def test_contents_name_each_form_its_pages_and_its_place(book: Book, written: Path) -> None:
    texts = page_texts((written / "branch-book.pdf").read_bytes())
    reader = PdfReader(written / "branch-book.pdf")
    places = dict(bookmarks(reader))
    for _, form in bound_forms(book, "records/branch-book"):
        row = rf"{re.escape(form.title)}\.*{form.pages}页{reader.page_labels[places[form.title]]}"
        assert re.search(row, texts[2]), form.title


def test_a_year_is_printed_or_left_to_be_written(tree: Tree) -> None:
    book = small_book(tree)
    assert "20年度" in page_texts(set_volume(book, Volume("records/small", "小册")))[0]
    book = small_book(tree, PAGE.replace("trim:", "year: 2021\nflyleaf: [持有人]\ntrim:"))
    title = page_texts(set_volume(book, Volume("records/small", "小册")))[0]
    assert "2021年度" in title and "持有人" in title


def test_the_trim_is_the_pages_own(book: Book, written: Path) -> None:
    for volume in record_volumes(book):
        path = written / f"{volume.folder.removeprefix('records/')}.pdf"
        box = PdfReader(path).pages[0].mediabox
        wide, high = (float(each) for each in volume.trim.split("x"))
        assert float(box.width) == pytest.approx(wide / 25.4 * 72, abs=0.1)
        assert float(box.height) == pytest.approx(high / 25.4 * 72, abs=0.1)


# On press


def test_on_press_all_is_black_and_no_rule_too_thin(book: Book) -> None:
    volume = record_volumes(book)[3]
    sheet = Sheet.of(book.settings, 3, "k", volume.trim)
    pdf = set_volume(book, volume, sheet, imprint=Imprint("1"))
    reader = PdfReader(io.BytesIO(pdf))
    black, widths = [0.0, 0.0, 0.0, 1.0], set()
    for page in reader.pages:
        assert "/Annots" not in page
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"k", b"K"):
                assert [float(each) for each in operands] == black
            assert operator not in (b"rg", b"RG", b"g", b"G", b"cs", b"CS", b"sc", b"scn", b"sh")
            if operator == b"w":
                widths.add(float(operands[0]))
    assert min(widths) >= 0.25


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not installed")
def test_ghostscript_finds_black_alone(book: Book, tmp_path: Path) -> None:
    volume = record_volumes(book)[2]
    sheet = Sheet.of(book.settings, 3, "k", volume.trim)
    path = tmp_path / "book.pdf"
    path.write_bytes(set_volume(book, volume, sheet, imprint=Imprint("1")))
    command = [
        "gs",
        "-q",
        "-o",
        "-",
        "-sDEVICE=inkcov",
        "-dFirstPage=5",
        "-dLastPage=12",
        str(path),
    ]
    rows = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    inks = [row.split()[:4] for row in rows if "CMYK" in row]
    assert len(inks) == 8
    assert all(row[:3] == ["0.00000"] * 3 and float(row[3]) > 0 for row in inks)


def test_same_sources_same_bytes(sample: Book, written: Path, tmp_path: Path) -> None:
    again = write_records(load_book(ROOT), tmp_path)
    for path in again:
        assert path.read_bytes() == (written / path.relative_to(tmp_path)).read_bytes(), path


# What they say


def test_every_clause_that_instructions_cite_is_cited_by_its_number(
    book: Book, written: Path
) -> None:
    for volume in record_volumes(book):
        pdf = (written / f"{volume.folder.removeprefix('records/')}.pdf").read_bytes()
        text = "".join(page_texts(pdf))
        for page in book.folder(volume.folder):
            for section in page.sections:
                shown = squeezed(section.shown.text.split("\n")[0])[:40]
                assert shown in text, shown
                for id in section.cites:
                    assert squeezed(book.sections[id].label) in text


def test_a_form_rests_on_what_its_section_cites(book: Book) -> None:
    ids = ["wr-agenda", "general-meeting-quorum", "general-meeting-procedure", "set-up-procedure"]
    ids += ["general-meeting-vote", "wr-vote", "item-group"]
    number = {id: book.sections[id].number for id in ids}
    first = number["general-meeting-quorum"]
    assert first is not None
    assert basis_text(book, ids) == (
        f"第{number['set-up-procedure']}、{first}–{first + 2}条，"
        f"工作规范第{number['wr-agenda']}、{number['wr-vote']}条"
    )


def test_citations_follow_a_renumbering(tree: Tree) -> None:
    chapter = (tree() / "docs/handbook/01-one.md").read_text(encoding="utf-8")
    clause = "### 新增一条 {#new-one}\n\n新增。\n\n**自查：** 看。\n\n"
    moved = chapter.replace("### 应建必建", clause + "### 应建必建")
    for text, numbers in ((chapter, ("1", "2")), (moved, ("2", "3"))):
        root = tree({"docs/handbook/01-one.md": text, "docs/records/small.md": PAGE})
        book = with_records(load_book(root))
        pages = page_texts(set_volume(book, Volume("records/small", "小册")))
        a, b = numbers
        assert any(f"设立依据第{a}条" in page and f"联合依据第{b}条" in page for page in pages)
        forms = [page for page in pages if page.startswith("会议记录")]
        assert len(forms) == 4
        assert all(f"依据第{a}、{b}条" in page for page in forms)
        assert all(f"到会人数与第{a}条核对" in page for page in forms)


def test_a_frozen_edition_takes_todays_books_with_its_own_numbers(tree: Tree) -> None:
    root = tree({"docs/records/small.md": PAGE})
    frozen = root / "editions" / "2017" / "docs" / "handbook" / "01-one.md"
    frozen.parent.mkdir(parents=True)
    chapter = (root / "docs/handbook/01-one.md").read_text(encoding="utf-8")
    extra = "### 旧条 {#old-one}\n\n旧。\n\n**自查：** 看。\n\n### 应建必建"
    frozen.write_text(chapter.replace("### 应建必建", extra), encoding="utf-8")
    book = load_book(root / "editions" / "2017", load_book(root).settings)
    (volume,) = record_volumes(book)
    assert any("设立依据第2条" in page for page in page_texts(set_volume(book, volume)))
    frozen.write_text(chapter.replace("{#joint}", "{#other}"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        record_volumes(load_book(root / "editions" / "2017", book.settings))
    (found,) = caught.value.problems
    assert (found.rule, found.file) == ("reference-unknown", "docs/records/small.md")


def test_text_is_never_markup(tree: Tree) -> None:
    wild = "#panic() $x$ \\\\ <b>"
    page = PAGE.replace("title: 会议记录", f"title: '{wild}'").replace("地点", f"'{wild}'")
    text = "".join(page_texts(set_volume(small_book(tree, page), Volume("records/small", "小册"))))
    assert squeezed(wild) in text


# The layout

LABELS = st.text("会议名称时间地点主持人记录、（续）或abc12", min_size=1, max_size=9)
CELLS = st.builds(
    Field,
    LABELS,
    st.sampled_from(["line", "date", "choice"]),
    options=st.lists(LABELS, min_size=1, max_size=3).map(tuple),
)
BLOCKS = st.builds(
    Field,
    LABELS,
    st.sampled_from(["lines", "box", "table"]),
    st.integers(0, 6),
    st.integers(1, 2),
    columns=st.lists(st.builds(Column, LABELS), min_size=1, max_size=6).map(tuple),
)
ROWS = st.one_of(BLOCKS.map(lambda f: (f,)), st.lists(CELLS, min_size=1, max_size=3).map(tuple))
FORMS = st.builds(
    lambda rows, more: Form("x", "表", "s", 2, tuple(rows), tuple(more)),
    st.lists(ROWS, min_size=1, max_size=6),
    st.lists(ROWS, max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(FORMS, st.sampled_from([(118, 159), (151, 208), (167, 243)]))
def test_a_layout_keeps_its_page(form: Form, frame: tuple[float, float]) -> None:
    try:
        sides = lay_out(form, *frame)
    except MisfitError:
        return
    names = [blank.name for side in sides for blank in side.blanks]
    assert len(names) == len(set(names)) and all(name and "." not in name for name in names)
    assert all(blank.tip for side in sides for blank in side.blanks)
    for side, rows in zip(sides, form.sides, strict=True):
        assert 8 < side.pitch <= 9.001
        assert side.width == frame[0] and side.height <= frame[1] + 0.001
        places = [place for _, place in side.rules] + [word.place for word in side.words]
        places += [blank.place for blank in side.blanks]
        for left, top, wide, high in places:
            assert left >= -0.001 and left + wide <= side.width + 0.001
            assert top >= -0.001 and top + high <= side.height + 0.001
        blanks = [blank.place for blank in side.blanks]
        for n, (left, top, wide, high) in enumerate(blanks):
            assert wide >= 3 and high >= 3
            for other in blanks[n + 1 :]:
                apart = left + wide <= other[0] + 0.001 or other[0] + other[2] <= left + 0.001
                over = top + high <= other[1] + 0.001 or other[1] + other[3] <= top + 0.001
                assert apart or over
        words = {squeezed(word.text) for word in side.words}
        for row in rows:
            assert all(squeezed(field.label) in words for field in row)
        if any(field.grows for row in rows for field in row):
            assert side.height == pytest.approx(frame[1])


@pytest.mark.parametrize(
    ("label", "ems", "lines"),
    [
        ("时间", 4, ["时间"]),
        ("应到会有表决权", 5, ["应到会", "有表决权"]),
        ("请假报告人或问明人", 7, ["请假报告人或", "问明人"]),
        ("参加表决（含书面意见）", 7, ["参加表决", "（含书面意见）"]),
    ],
)
def test_long_labels_are_broken_well(label: str, ems: float, lines: list[str]) -> None:
    found = broken(label, ems).split("\n")
    assert "".join(found) == label
    assert len(found) == len(lines) and (found == lines or label == "应到会有表决权")


def test_rows_are_counted_through_all_pages(book: Book, written: Path) -> None:
    texts = page_texts((written / "branch-book.pdf").read_bytes())
    pages = [text for text in texts if text.startswith("党员名册")]
    counted = "".join(page.split("备注")[1].split("注：")[0] for page in pages)
    assert counted.startswith("123") and counted == "".join(map(str, range(1, 70)))
    assert len(pages) == 3  # a branch has 50 members at most


# Screen: tags


def test_books_and_forms_are_tagged(written: Path) -> None:
    for path in (written / "work-notes.pdf", written / "branch-book/general-meeting.pdf"):
        root = PdfReader(path).root_object
        assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
        assert root["/Lang"] and root["/StructTreeRoot"]["/K"]
        metadata = PdfReader(path).xmp_metadata
        assert metadata is not None
        assert b"<pdfuaid:part>1</pdfuaid:part>" in path.read_bytes()


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong_with_any_form(written: Path) -> None:
    for path in sorted(written.glob("*/*-fill.pdf")):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
        assert done.returncode == 0 and "WARNING" not in done.stderr, (path, done.stderr)


# Filling in

VALUE = "示例单位 01会议室，2019年5月6日"


def filled(pdf: bytes, values: dict[str, str]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def flattened_texts(pdf: bytes) -> list[str]:
    """The pages' text with what stands in their fields, as PDFium draws it."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    for page in document:
        page.flatten()
    buffer = io.BytesIO()
    document.save(buffer)
    return page_texts(buffer.getvalue())


def struct_kind(element: DictionaryObject) -> str:
    return str(element["/S"])


def test_each_field_has_name_tip_and_its_place_in_the_structure(book: Book, written: Path) -> None:
    for each in singles(book):
        if not each.fillable:
            continue
        reader = PdfReader(written / each.name)
        form = reader.root_object["/AcroForm"]
        assert bool(form["/NeedAppearances"])
        names = []
        for page in reader.pages:
            assert page["/Tabs"] == "/S"
            for reference in page["/Annots"]:
                widget = reference.get_object()
                assert widget["/Subtype"] == "/Widget" and widget["/TU"].strip()
                assert "/A" not in widget
                names.append(widget["/T"])
        assert names and len(names) == len(set(names)) == len(form["/Fields"])
        tree = reader.root_object["/StructTreeRoot"]["/ParentTree"]
        numbers = [number for node in tree_nodes(tree) for number in node.get("/Nums", ())]
        kinds = [
            struct_kind(value.get_object())
            for value in numbers[1::2]
            if isinstance(value.get_object(), DictionaryObject)
        ]
        assert kinds.count("/Form") == len(names) and "/Link" not in kinds


def tree_nodes(node: DictionaryObject) -> list[DictionaryObject]:
    node = node.get_object()  # type: ignore[assignment]
    return [node, *(each for kid in node.get("/Kids", ()) for each in tree_nodes(kid))]


def test_what_is_filled_in_shows(written: Path) -> None:
    pdf = (written / "branch-book/party-day-fill.pdf").read_bytes()
    fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    assert fields["活动经过"]["/FT"] == "/Tx" and int(fields["活动经过"]["/Ff"]) & 1 << 12
    assert fields["内容-民主议事"]["/FT"] == "/Btn"
    values = {"地点": VALUE, "活动经过": "先学习，\n后议事。", "内容-民主议事": "/Yes"}
    done = filled(pdf, values)
    again = PdfReader(io.BytesIO(done)).get_fields() or {}
    assert again["地点"]["/V"] == VALUE and again["内容-民主议事"]["/V"] == "/Yes"
    front, _ = flattened_texts(done)
    assert squeezed(VALUE) in front and "先学习，后议事。" in front
    assert "先学习" not in flattened_texts(pdf)[0]


@pytest.mark.skipif(not shutil.which("mutool"), reason="mutool is not installed")
def test_mupdf_draws_what_is_filled_in(written: Path, tmp_path: Path) -> None:
    pdf = (written / "committee-minutes/meeting-fill.pdf").read_bytes()
    reader = PdfReader(io.BytesIO(pdf))
    places = {
        reference.get_object()["/T"]: [float(n) for n in reference.get_object()["/Rect"]]
        for reference in reader.pages[0]["/Annots"]
    }
    height = float(reader.pages[0].mediabox.height)

    def ink(data: bytes, name: str) -> float:
        """The share of dark pixels in a field, at 72 dpi a pixel a point."""
        path = tmp_path / "form.pdf"
        path.write_bytes(data)
        picture = tmp_path / "page.pgm"
        command = [
            "mutool",
            "draw",
            "-q",
            "-r",
            "72",
            "-c",
            "gray",
            "-o",
            str(picture),
            str(path),
            "1",
        ]
        subprocess.run(command, check=True, capture_output=True)
        head = re.match(rb"P5\s+(\d+) (\d+)\s+255\s", picture.read_bytes())
        assert head
        wide, pixels = int(head[1]), picture.read_bytes()[head.end() :]
        left, bottom, right, top = places[name]
        found = [
            pixels[y * wide + x]
            for y in range(int(height - top) + 1, int(height - bottom))
            for x in range(int(left) + 1, int(right))
        ]
        return sum(pixel < 160 for pixel in found) / len(found)

    done = filled(pdf, {"地点": VALUE})
    assert ink(pdf, "地点") == 0
    assert ink(done, "地点") > 0.02
    assert ink(done, "记录人") == 0


def test_a_form_to_fill_in_has_no_lines_to_write_on(book: Book) -> None:
    page = book.folder("records/work-notes")[0]
    form = next(f for f in read_record(page.document)[0].forms if f.id == "study")
    printed, fill = set_singles(book, [Single(page, form), Single(page, form, True)])
    weights = []
    for pdf in (printed, fill):
        reader = PdfReader(io.BytesIO(pdf))
        operations = ContentStream(reader.pages[0].get_contents(), reader).operations
        weights.append(
            {float(operands[0]) for operands, operator in operations if operator == b"w"}
        )
    assert 0.25 in weights[0] and 0.25 not in weights[1]


# Data that is wrong


def bad(old: str, new: str) -> str:
    assert old in PAGE
    return PAGE.replace(old, new, 1)


NO_FIELDS = PAGE[: PAGE.index("    fields:")] + "    fields: []\n---\n" + PAGE.split("---\n")[2]
COLUMNS = "columns: [议题 12, 赞成, 反对]"
# What is wrong, the finding's rule and line, and whether the schema can see it.
MISTAKES = {
    "unknown key": (bad("trim:", "colour: red\ntrim:"), "forms-key", 2, True),
    "unknown key of a form": (bad("pages: 4", "pages: 4\n    page: 4"), "forms-key", 8, True),
    "unknown key of a field": (bad("rows: 3", "rows: 3, lines: 3"), "forms-key", 15, True),
    "missing key": (bad("    section: rec-meeting\n", ""), "forms-missing", 4, True),
    "unknown kind": (bad("kind: date", "kind: day"), "forms-value", 11, True),
    "key of another kind": (bad("label: 方式,", "label: 方式, rows: 2,"), "forms-unfit", 12, True),
    "no options": (bad(", options: [举手, 投票]", ""), "forms-missing", 12, True),
    "no columns": (bad(f"{COLUMNS}, ", ""), "forms-missing", 15, True),
    "no label": (bad("{label: 发言要点, kind", "{kind"), "forms-missing", 13, True),
    "block in a row": (bad("地点]", "{label: 甲, kind: lines}]"), "forms-value", 11, True),
    "pages no number": (bad("pages: 4", "pages: 四"), "forms-value", 7, True),
    "too many pages": (bad("pages: 4", "pages: 4000"), "forms-value", 7, True),
    "half a copy": (bad("pages: 4", "pages: 3"), "forms-odd", 7, False),
    "id malformed": (bad("id: meeting", "id: 会议"), "forms-value", 4, True),
    "trim malformed": (bad("185x260", "大"), "forms-value", 2, True),
    "no such section": (bad("rec-meeting\n", "rec-meetin\n"), "forms-section", 4, False),
    "note cites nothing": (bad("[][set-up]核", "[][set-upp]核"), "reference-unknown", 4, False),
    "no fields": (NO_FIELDS, "forms-value", 9, True),
    "columns empty": (bad(COLUMNS, "columns: []"), "forms-value", 15, True),
    "rows of nothing": (bad("rows: 3", "rows: []"), "forms-value", 15, True),
    "two lines": (bad("title: 会议记录", 'title: "会议\\n记录"'), "forms-value", 5, True),
    "title a number": (bad("title: 会议记录", "title: 2019"), "forms-value", 5, True),
    "year of words": (bad("trim:", "year: 今年\ntrim:"), "forms-value", 2, True),
    "key twice": (bad("pages: 4", "pages: 4\n    pages: 4"), "forms-twice", 8, False),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_with_its_place(tree: Tree, name: str) -> None:
    page, rule, line, in_schema = MISTAKES[name]
    _, problems = read_book(tree({"docs/records/small.md": page}))
    assert [(p.rule, p.file, p.line) for p in problems] == [(rule, "docs/records/small.md", line)]
    for lang in ("zh", "en"):
        assert "\n" not in problems[0].message(lang) + problems[0].hint(lang)  # type: ignore[arg-type]
        assert "{" not in problems[0].message(lang)  # type: ignore[arg-type]
    # The schema finds what it can see, and nothing else.
    meta = yaml.safe_load(page.split("---\n")[1])
    assert schema().is_valid(meta) is not in_schema


def schema() -> jsonschema.Draft202012Validator:
    path = ROOT / "handbook" / "schemas" / "forms.schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def test_the_sample_and_the_schema_agree(sample: Book) -> None:
    for document in sample.others:
        if document.folder == "records":
            assert schema().is_valid(dict(document.meta)), document.path
            assert not read_record(document)[1]
    assert schema().is_valid(yaml.safe_load(PAGE.split("---\n")[1]))


def test_the_example_in_the_source_is_right(tmp_path: Path) -> None:
    from handbook.source import forms

    example = (forms.__doc__ or "").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "docs" / "records" / "x.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{example}---\n# 题 {{#rec-x}}\n\n## 组 {{#rec-group}}\n\n字\n", "utf-8")
    document, _ = read_document(tmp_path, path, "records")
    assert document is not None
    record, problems = read_record(document)
    assert not problems and record.forms[0].length == 2
    assert schema().is_valid(dict(document.meta))


def test_twins_are_found(tree: Tree) -> None:
    form = PAGE.split("forms:\n")[1].split("---\n")[0]
    page = PAGE.replace(form, form + form)
    _, problems = read_book(tree({"docs/records/small.md": page}))
    (found,) = problems
    assert (found.rule, found.line) == ("forms-duplicate", 17)


def test_a_form_that_its_page_cannot_hold(tree: Tree) -> None:
    columns = ", ".join(f"一二三四五六七八第{n}列" for n in range(20))
    many = bad("rows: 3", "rows: 40")
    wide = bad("columns: [议题 12, 赞成, 反对]", f"columns: [{columns}]")
    for page, rule in ((many, "forms-tall"), (wide, "forms-wide")):
        with pytest.raises(InputError) as caught:
            set_volume(small_book(tree, page), Volume("records/small", "小册", "185x260"))
        (found,) = caught.value.problems
        assert (found.rule, found.file, found.line) == (rule, "docs/records/small.md", 4)
        assert found in misfits(small_book(tree, page))


def test_check_says_it_on_the_command_line(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"docs/records/small.md": bad("kind: date", "kind: day")})
    assert main(["-C", str(root), "check"]) == 1
    out = capsys.readouterr().out
    assert "docs/records/small.md:11" in out and "day" in out


def test_the_old_pages_without_forms_still_stand(tree: Tree) -> None:
    root = tree(
        {"docs/records/small.md": "# 《旧册》 {#rec-old}\n\n文字。\n", "mkdocs.yml": MKDOCS}
    )
    assert record_volumes(load_book(root)) == ()
    assert write_records(load_book(root), root / "out") == ()
    assert record_volumes(dataclasses.replace(load_book(tree()), others=())) == ()


# The site


def test_the_pages_lead_to_their_pdfs(built: Path, book: Book) -> None:
    for place in ("latest", "next"):
        folder = built / place / "print" / "records"
        assert {path.stem for path in folder.glob("*.pdf")} == set(NAMES)
        for page in book.folder("records"):
            html = (built / place / page.document.path[5:]).with_suffix(".html")
            text = html.read_text(encoding="utf-8")
            links = re.findall(r'href="(\.\./print/records/[^"]+)"', text)
            forms = read_record(page.document)[0].forms
            assert len(links) == 2 * len(forms) + (4 if page.document.stem == "index" else 1)
            for link in links:
                assert (html.parent / link).resolve().is_file(), link
    assert not (built / "2019" / "print" / "records").exists()
    home = (built / "latest" / "index.html").read_text(encoding="utf-8")
    assert "records/index.html" in home


def test_a_page_shows_what_its_forms_ask_and_nothing_runs(tree: Tree) -> None:
    page = bad("title: 会议记录", "title: '<script>x</script>'")
    book = load_book(tree({"docs/records/small.md": page}))
    html = (
        '<h1 id="rec-small">《小册》</h1>\n<p>本册</p>\n<h2 id="rec-meeting">会议</h2>\n<p>依据</p>'
    )
    for prints in (True, False):
        place = Place("latest", book.root, book, prints=prints)
        found = put_forms(html, "records/small.md", "records/small.html", place)
        assert "<script" not in found and "&lt;script&gt;" in found
        assert (
            "会议名称；时间；地点；方式（举手、投票）；发言要点；表决（议题、赞成、反对）" in found
        )
        assert found.index("依据") < found.index("会议名称") and "整本中4页" in found
        links = ["small/meeting.pdf", "small/meeting-fill.pdf", "small.pdf"]
        for link in links:
            assert (f'href="../print/records/{link}"' in found) is prints
        assert put_forms(html, "programme/x.md", "programme/x.html", place) == html


def test_the_press_pack_of_a_record_book(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    assert main(["-C", str(root), "press", "2019", "--book", "records/work-notes"]) == 0
    pack = root / "press" / "2019" / "records" / "work-notes-1"
    certificate = json.loads((pack / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["identical"] == certificate["provisions"] > 5
    assert not certificate["differences"] and not certificate["missing_glyphs"]
    interior = PdfReader(pack / "interior.pdf")
    assert len(interior.pages) % 4 == 0
    trim = interior.pages[0].trimbox
    assert float(trim.width) / 72 * 25.4 == pytest.approx(148, abs=0.1)
    cover = "".join(page_texts((pack / "cover.pdf").read_bytes()))
    assert "工作笔记" in cover and "20年度" in cover and "单位和职务" in cover
