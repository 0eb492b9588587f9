"""The finished PDFs: what a reader, a printer's tools and a screen reader find in them."""

from __future__ import annotations

import dataclasses
import datetime
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from browser import find_chromium
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from handbook.book import Book, read_book
from handbook.press import VOLUMES, Sheet, set_volume, write_books
from handbook.press.columns import column_shares
from handbook.press.index import keyword_index, pinyin_key
from handbook.problems import InputError
from tests.conftest import CHROMIUM_FLAGS, ROOT, Tree

KEYWORDS = ("主题党日", "党课", "印章", "组织关系", "调整", "选举", "这个词不在书里")
HANDBOOK, BULLETINS, METHODS, REGULATIONS = VOLUMES
POINTS = 72 / 25.4
# No line begins with these (clreq 3.1.3).
NOT_AT_START = set("，。、；：？！）》〉】〕”’％·…—")
NOT_AT_END = set("（《〈【〔“‘")


def squeezed(text: str) -> str:
    """Text without white space, which a PDF does not hold as such."""
    return "".join(text.split())


@dataclasses.dataclass(frozen=True)
class Line:
    """A printed line: its text, its left edge and its height above the page's foot, in points."""

    text: str
    left: float
    bottom: float
    top: float


class Pdf:
    """A finished PDF, read back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = PdfReader(io.BytesIO(data))
        self.pages = list(pdfium.PdfDocument(data))
        self.texts = [squeezed(page.get_textpage().get_text_range()) for page in self.pages]
        self.text = "".join(self.texts)
        self._lines: dict[int, list[Line]] = {}

    def lines(self, index: int) -> list[Line]:
        """The page's lines from top to bottom, a hanging number a line of its own."""
        if index in self._lines:
            return self._lines[index]
        page = self.pages[index].get_textpage()
        runs: list[list[tuple[float, float, float, float, str]]] = []
        for at in range(page.count_chars()):
            char = page.get_text_range(at, 1)
            if not char.strip():
                continue
            left, bottom, right, top = page.get_charbox(at, loose=True)
            goes_on = False
            if runs:
                _, bottom_before, right_before, top_before, _ = runs[-1][-1]
                overlap = min(top, top_before) - max(bottom, bottom_before)
                level = overlap > 0.4 * min(top - bottom, top_before - bottom_before)
                goes_on = level and -6 < left - right_before < 8
            if not goes_on:
                runs.append([])
            runs[-1].append((left, bottom, right, top, char))
        lines = [Line("".join(c[4] for c in run), run[0][0], run[0][1], run[0][3]) for run in runs]
        self._lines[index] = sorted(lines, key=lambda line: (-round(line.bottom / 4), line.left))
        return self._lines[index]

    def text_left(self, index: int) -> float:
        """The left edge of the page's text, by its running head; 0 where it has none."""
        edge = self.pages[index].get_height() - 20 * POINTS
        heads = [line.left for line in self.lines(index) if line.bottom > edge]
        return min(heads, default=0)

    def body(self, index: int) -> list[Line]:
        """The page's lines without running head and foot."""
        height = self.pages[index].get_height()
        return [
            line for line in self.lines(index) if 20 * POINTS < line.bottom < height - 20 * POINTS
        ]

    def hung(self, index: int) -> list[int]:
        """The numbers of the clauses that begin on a page: what hangs left of the text."""
        edge = self.text_left(index) - 5 * POINTS
        return [
            int(found[1])
            for line in self.body(index)
            if line.left < edge and (found := re.fullmatch(r"第(\d+)条", line.text))
        ]

    def outline(self) -> list[tuple[int, str, int]]:
        """Depth, title and page index of every bookmark."""

        def walk(entries: list[object], depth: int) -> Iterator[tuple[int, str, int]]:
            for entry in entries:
                if isinstance(entry, list):
                    yield from walk(entry, depth + 1)
                else:
                    page = self.reader.get_destination_page_number(entry)  # type: ignore[arg-type]
                    yield depth, str(entry.title), page  # type: ignore[attr-defined]

        return list(walk(self.reader.outline, 0))  # type: ignore[arg-type]

    def label(self, index: int) -> str:
        """The page's number as a viewer shows it."""
        return str(self.reader.page_labels[index])

    def tags(self) -> dict[str, int]:
        """How often each structure element occurs."""
        counts: dict[str, int] = {}
        todo: list[object] = [self.reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
        while todo:
            node = todo.pop()
            if isinstance(node, IndirectObject):
                node = node.get_object()
            if isinstance(node, list):
                todo.extend(node)
            elif isinstance(node, DictionaryObject):
                if "/S" in node:
                    counts[node["/S"]] = counts.get(node["/S"], 0) + 1
                if "/K" in node:
                    todo.append(node["/K"])
        return counts


@pytest.fixture(scope="session")
def book(sample: Book) -> Book:
    """The sample with keywords of our own."""
    settings = dataclasses.replace(sample.settings, keywords=KEYWORDS)
    return dataclasses.replace(sample, settings=settings)


@pytest.fixture(scope="session")
def paths(book: Book, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return write_books(book, tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="session")
def pdfs(paths: tuple[Path, ...]) -> dict[str, Pdf]:
    return {path.stem: Pdf(path.read_bytes()) for path in paths}


@pytest.fixture(scope="session")
def handbook(pdfs: dict[str, Pdf]) -> Pdf:
    return pdfs["handbook"]


def clauses(book: Book) -> list[tuple[str, str]]:
    return [(s.label, s.title) for s in book.provisions if s.kind == "clause"]


def small(tree: Tree, body: str, **files: str) -> Book:
    """A book of one chapter with one item; `body` is its clauses."""
    chapter = f"# 章 {{#ch-x}}\n\n导言。\n\n## 项 {{#item-x}}\n\n{body}\n"
    root = tree({"docs/handbook/01-one.md": chapter, **files})
    return read_book(root)[0]


# What is there


def test_four_books_are_written(paths: tuple[Path, ...]) -> None:
    names = [path.name for path in paths]
    assert names == ["handbook.pdf", "bulletins.pdf", "methods.pdf", "regulations.pdf"]
    assert sorted(p.name for p in paths[0].parent.iterdir()) == sorted(names)


def test_every_number_stands_before_its_title(book: Book, handbook: Pdf) -> None:
    missing = [c for c in clauses(book) if squeezed("".join(c)) not in handbook.text]
    assert len(clauses(book)) == 173
    assert not missing


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_pdftotext_finds_numbers_and_titles(book: Book, paths: tuple[Path, ...]) -> None:
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(paths[0]), "-"], capture_output=True, check=True
    ).stdout.decode()
    # Labels come out without a space in them, so that a reader's search for 第12条 finds it.
    assert not [label for label, _ in clauses(book) if label not in text]
    assert not [title for _, title in clauses(book) if squeezed(title) not in squeezed(text)]


def test_the_whole_text_of_every_provision_is_there(book: Book, pdfs: dict[str, Pdf]) -> None:
    for volume in VOLUMES:
        # Page numbers behind references, hanging words and marks of notes are ours, not the text's.
        text = re.sub(r"（\d+页）", "", pdfs[volume.folder].text)
        for page in book.folder(volume.folder):
            for section in page.sections:
                for paragraph in re.split(r"[\n\t]", section.shown.text):
                    start = squeezed(re.sub(r"[①-⑳]", "", paragraph))[:9]
                    assert start in re.sub(r"[①-⑳]", "", text), (section.label, paragraph)


def test_outline_is_chapter_item_clause(book: Book, handbook: Pdf) -> None:
    outline = handbook.outline()
    for depth, kind in enumerate(("chapter", "item", "clause")):
        want = [squeezed(s.heading_text) for s in book.of_kind(kind)]  # type: ignore[arg-type]
        have = [squeezed(title) for level, title, _ in outline if level == depth]
        assert [title for title in have if title not in ("目录", "索引")] == want
    assert any(title == "第1条 应建必建" for _, title, _ in outline)


def test_outlines_of_the_other_books(book: Book, pdfs: dict[str, Pdf]) -> None:
    questions = [t for _, t, _ in pdfs["bulletins"].outline() if t.startswith("问")]
    assert len(questions) == len(book.of_kind("question"))
    norms = [t for d, t, _ in pdfs["regulations"].outline() if d == 2]
    assert len(norms) == len(book.of_kind("norm"))
    assert all(re.match(r"第\d+条 ", title) for title in norms)


def test_title_page_and_colophon(book: Book, handbook: Pdf) -> None:
    settings = book.settings
    assert squeezed(settings.title) in handbook.texts[0]
    for text in (settings.publisher, settings.edition_name, settings.notice):
        assert squeezed(text) in handbook.texts[0]
    for text in (settings.title, book.sha256, settings.contact, "2020年6月30日", "140毫米×203毫米"):
        assert squeezed(text) in handbook.texts[1]
    assert "https://handbook.example/latest/" in handbook.texts[1]


def test_notice_is_on_every_page(book: Book, pdfs: dict[str, Pdf]) -> None:
    for pdf in pdfs.values():
        assert all(squeezed(book.settings.notice) in text for text in pdf.texts)


def test_contents_name_the_page_of_every_item(book: Book, handbook: Pdf) -> None:
    pages = {squeezed(title): page for _, title, page in handbook.outline()}
    contents = "".join(
        t for n, t in enumerate(handbook.texts) if handbook.label(n) in ("iii", "iv")
    )
    for item in book.of_kind("item"):
        page = handbook.label(pages[squeezed(item.heading_text)])
        row = rf"{squeezed(item.heading_text)}\.*第\d+–\d+条{page}(?!\d)"
        assert re.search(row, contents), item.heading_text


def test_methods_start_a_page_each_with_their_unit(book: Book, pdfs: dict[str, Pdf]) -> None:
    methods = pdfs["methods"]
    tops = {title: page for depth, title, page in methods.outline() if depth == 0}
    starts = [tops[s.title] for s in book.of_kind("method")]
    assert len(set(starts)) == len(starts) == 11
    for page in book.folder("methods"):
        unit = squeezed(str(page.document.meta["unit"]))
        assert unit in methods.texts[tops[page.head.title]]


def test_a_long_title_is_broken_behind_a_bracket(pdfs: dict[str, Pdf], book: Book) -> None:
    (title,) = (p.head.title for p in book.folder("regulations") if len(p.head.title) > 16)
    at = title.index("）") + 1
    pdf = pdfs["regulations"]
    pages = [[line.text for line in pdf.body(n)[:2]] for n in range(len(pdf.pages))]
    assert [title[:at], title[at:]] in pages


def test_regulations_carry_date_and_trial(pdfs: dict[str, Pdf]) -> None:
    assert "2018年3月20日通过，试行" in pdfs["regulations"].text
    assert "2018年6月15日印发" in pdfs["bulletins"].text


# Where it stands


def folios(pdf: Pdf, book: Book) -> dict[int, str]:
    """The number of each clause's page, by the outline."""
    numbers = {squeezed(s.heading_text): s.number for s in book.of_kind("clause")}
    return {
        number: pdf.label(page)
        for _, title, page in pdf.outline()
        if (number := numbers.get(squeezed(title))) is not None
    }


def test_cross_references_name_the_page_where_the_target_stands(book: Book, handbook: Pdf) -> None:
    where = folios(handbook, book)
    found = re.findall(r"第(\d+)条（(\d+)页）", handbook.text)
    assert len(found) > 150
    assert [(c, p) for c, p in found if where[int(c)] != p] == []


def test_a_reference_to_the_same_page_names_no_page(book: Book, handbook: Pdf) -> None:
    for index, text in enumerate(handbook.texts):
        assert f"（{handbook.label(index)}页）" not in text


def test_references_are_links_to_their_targets(book: Book, handbook: Pdf) -> None:
    links = [
        annotation.get_object()
        for page in handbook.reader.pages
        for annotation in page.get("/Annots", [])
    ]
    cited = sum(len(re.findall('data-ref="', s.body_html)) for s in book.of_kind("clause"))
    assert sum("/Dest" in link or "/A" in link for link in links) > cited


def test_numbers_hang_left_of_the_text_on_recto_and_verso(book: Book, handbook: Pdf) -> None:
    sides = []
    found = []
    for index in range(len(handbook.pages)):
        found += handbook.hung(index)
        if handbook.hung(index):
            sides.append(index % 2)
            outer = min(line.left for line in handbook.lines(index))
            # Far enough from the trimmed edge and from the spine.
            assert outer > 7 * POINTS
            assert 13 * POINTS < handbook.text_left(index) - outer < 16 * POINTS
    assert found == [s.number for s in book.of_kind("clause")]
    assert sides.count(0) > 20
    assert sides.count(1) > 20


def test_running_head_tells_the_clauses_of_the_page(handbook: Pdf) -> None:
    """The range is found anew from what stands on the page, and not from what the head says."""
    last = checked = 0
    for index, page in enumerate(handbook.pages):
        hung, body = handbook.hung(index), handbook.body(index)
        edge = page.get_height() - 20 * POINTS
        head = "".join(line.text for line in handbook.lines(index) if line.bottom > edge)
        if match := re.fullmatch(r"第.章.*?第(\d+)(?:–(\d+))?条", head):
            afresh = re.fullmatch(r"第\d+[条项]", body[0].text) is not None
            first = hung[0] if afresh else last
            want = (first, hung[-1] if hung else first)
            assert (int(match[1]), int(match[2] or match[1])) == want, handbook.label(index)
            checked += 1
        last = hung[-1] if hung else last
    assert checked > 80
    assert last == 173


def test_folio_stands_outside(handbook: Pdf) -> None:
    for index in range(8, 30):
        label = handbook.label(index)
        width = handbook.pages[index].get_width()
        places = [
            line.left
            for line in handbook.lines(index)
            if line.text == label and line.bottom < 25 * POINTS
        ]
        if places:
            assert (places[0] > width / 2) == (int(label) % 2 == 1)


def test_chapters_open_on_a_recto_with_items_and_range(book: Book, handbook: Pdf) -> None:
    pages = {squeezed(title): page for depth, title, page in handbook.outline() if depth == 0}
    for chapter in book.of_kind("chapter"):
        index = pages[squeezed(chapter.heading_text)]
        assert int(handbook.label(index)) % 2 == 1
        assert re.search(r"第\d+–\d+条", handbook.texts[index])
        for item in book.page_of(chapter.id).children(chapter.id):
            assert squeezed(item.heading_text) in handbook.texts[index]


def test_no_heading_is_left_at_a_page_end(handbook: Pdf) -> None:
    for index in range(len(handbook.pages)):
        body = handbook.body(index)
        if handbook.hung(index):
            # Below a number and its title on one line there stands text.
            lowest = min(line.bottom for line in body)
            number = min(line.bottom for line in body if line.left < handbook.text_left(index) - 9)
            assert number - lowest > 15


def test_lines_keep_the_rules_of_punctuation(pdfs: dict[str, Pdf]) -> None:
    for pdf in pdfs.values():
        for index in range(4, len(pdf.pages)):
            for line in pdf.lines(index):
                if len(line.text) > 20:
                    assert line.text[0] not in NOT_AT_START, line.text
                    assert line.text[-1] not in NOT_AT_END, line.text


def test_index_is_sorted_by_pinyin_and_complete(book: Book, handbook: Pdf) -> None:
    index = handbook.text[handbook.text.rindex("索引") :]
    words = [word for word in KEYWORDS if word in index]
    assert "这个词不在书里" not in words
    assert len(words) == len(KEYWORDS) - 1
    assert sorted(words, key=index.index) == [
        "党课",
        "调整",
        "选举",
        "印章",
        "主题党日",
        "组织关系",
    ]
    numbers = [s.number for s in book.of_kind("clause") if "印章" in s.title + s.shown.text]
    assert "印章" + "，".join(map(str, numbers)) in index


def test_pinyin_reads_a_character_by_its_word(book: Book) -> None:
    groups = keyword_index(("调整", "转正", "党课", "换届"), book.of_kind("clause"))
    assert [letter for letter, _ in groups] == ["D", "H", "T", "Z"]


def test_without_keywords_there_is_no_index(tree: Tree) -> None:
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n")
    assert "索引" not in Pdf(set_volume(book, HANDBOOK)).text


# What the text cannot do

HOSTILE = (
    '#import "x"',
    "$x^2$",
    "#panic()",
    "= 标题",
    "@ref",
    "/* 块",
    "//注释",
    "</book>",
    "]]>",
    "{{x}}",
    "#eval(1)",
)


def test_no_text_becomes_markup(tree: Tree) -> None:
    body = '### 甲 #import "y" $z$ <b> {#cl-a}\n\n文：' + "；".join(HOSTILE) + "。\n"
    mkdocs = (
        'site_name: 小手册\nplugins:\n  - handbook:\n      title: "#set $a$ <x> \\\\ 手册"\n'
        '      notice: "#notice *x* $"\n      publisher: "#pub & <社>"\n      contact: "@a $b$"\n'
    )
    book = small(tree, body, **{"mkdocs.yml": mkdocs})
    pdf = Pdf(set_volume(book, HANDBOOK))
    clause = book.sections["cl-a"]
    assert clause.title == '甲 #import "y" $z$ <b>'
    assert squeezed(clause.title + clause.shown.text) in pdf.text
    assert [text for text in HOSTILE if squeezed(text) not in pdf.text] == []
    for text in ("#set$a$<x>\\手册", "#notice*x*$", "#pub&<社>", "@a$b$"):
        assert text in pdf.text
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == "#set $a$ <x> \\ 手册"


def test_what_the_dialect_has_is_set(tree: Tree) -> None:
    body = """### 甲 {#cl-a}

第一段[^n]，**强**与`码`，再引[^n]。

第二段。

词条
:   解释

> 引文

1. 一级
    1. 二级
        - 三级
2. 二

    又一段。

#### 小标题

!!! note "说明"
    说明文字。

* * *

| 左 | 右 |
|:---|---:|
| [][cl-a] | 2 |

[外](https://example.org/?a=1&b=2)、[内](../x.md)、![图](x.png)。

[^n]: 脚注文字。

**自查：** 查。
"""
    pdf = Pdf(set_volume(small(tree, body), HANDBOOK))
    for text in ("（一）一级", "1.二级", "三级", "又一段。", "解释", "引文", "小标题", "说明文字"):
        assert text in pdf.text
    assert pdf.text.count("脚注文字。") == 1
    assert pdf.text.count("①") == 3
    tags = pdf.tags()
    for tag in ("/L", "/LI", "/Table", "/TH", "/TD", "/Note", "/H1", "/H2", "/H3", "/H4", "/Link"):
        assert tags.get(tag), tag


def test_table_head_is_repeated(tree: Tree) -> None:
    rows = "\n".join(f"| {n} | 说明第{n}行 |" for n in range(90))
    pdf = Pdf(set_volume(small(tree, f"### 甲 {{#cl-a}}\n\n| 序号 | 栏目甲 |\n|---|---|\n{rows}\n")
        , HANDBOOK))  # fmt: skip
    pages = [text for text in pdf.texts if re.search(r"说明第\d+行", text)]
    assert len(pages) >= 4
    assert all(text.count("序号栏目甲") == 1 for text in pages)
    for n in range(90):
        assert pdf.text.count(f"说明第{n}行") == 1
    assert pdf.tags()["/TH"] == 2


def test_a_character_without_glyph_is_the_users_finding(tree: Tree, tmp_path: Path) -> None:
    book = small(tree, "### 甲 {#cl-a}\n\n文字\U0001f600。\n")
    out = tmp_path / "out"
    out.mkdir()
    (out / "handbook.pdf").write_bytes(b"old")
    with pytest.raises(InputError) as caught:
        write_books(book, out)
    (found,) = caught.value.problems
    assert (found.file, found.line, found.column) == ("docs/handbook/01-one.md", 9, 3)
    assert "U+1F600" in found.message()
    assert [p.name for p in out.iterdir()] == ["handbook.pdf"]
    assert (out / "handbook.pdf").read_bytes() == b"old"


# How it is made


def test_all_fonts_are_embedded(pdfs: dict[str, Pdf]) -> None:
    for pdf in pdfs.values():
        faces = set()
        for page in pdf.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
                font = font.get_object()
                inner = (
                    font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                )
                descriptor = inner["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
                faces.add(str(font["/BaseFont"]).split("+")[1].split("-")[0])
        assert faces == {"NotoSerifSC", "NotoSansSC"}


def test_pdf_ua_marks(book: Book, pdfs: dict[str, Pdf]) -> None:
    for pdf in pdfs.values():
        root = pdf.reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "zh-CN"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        tags = pdf.tags()
        assert tags["/H1"] and tags["/H2"] and tags["/TOCI"] and tags["/Link"]
    assert pdfs["handbook"].tags()["/H3"] == 173
    metadata = pdfs["handbook"].reader.metadata
    assert metadata is not None
    assert metadata.title == book.settings.title
    assert metadata.author == book.settings.publisher
    assert "主题党日" in str(metadata.get("/Keywords"))


@pytest.mark.browser
def test_opens_in_chromium(
    chromium: Browser, browser_env: dict[str, str], book: Book, paths: tuple[Path, ...]
) -> None:
    """Its viewer is there in the new headless mode only, so this takes a browser of its own."""
    path = find_chromium()
    browser = chromium.browser_type.launch(
        executable_path=path,
        args=[*CHROMIUM_FLAGS, "--headless=new"],
        env=dict(browser_env),
        ignore_default_args=["--headless"],
    )
    page = browser.new_page()
    page.goto(paths[0].as_uri())
    until = time.monotonic() + 20
    viewer = None
    while viewer is None and time.monotonic() < until:
        page.wait_for_timeout(100)
        frames = (f for f in page.frames if f.url.startswith("chrome-extension:"))
        viewer = next(frames, None)
    assert viewer is not None
    viewer.locator("#pagelength").wait_for()
    title = viewer.locator("viewer-toolbar #title").text_content() or ""
    assert title.strip() == book.settings.title
    count = viewer.locator("#pagelength").text_content() or ""
    assert int(count) == len(pdfium.PdfDocument(paths[0]))
    browser.close()


@pytest.mark.parametrize("epoch", [None, "1500000000"])
def test_two_builds_are_the_same_bytes(
    paths: tuple[Path, ...], tmp_path: Path, epoch: str | None
) -> None:
    """In a process, folder, time zone and temporary folder of its own."""
    code = (
        "import dataclasses, sys; from pathlib import Path\n"
        "from handbook.book import load_book; from handbook.press import write_books\n"
        f"book = load_book(Path({str(ROOT)!r}))\n"
        f"settings = dataclasses.replace(book.settings, keywords={KEYWORDS!r})\n"
        "write_books(dataclasses.replace(book, settings=settings), Path('out'))\n"
    )
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    env |= {"TMPDIR": str(tmp_path), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    env |= {"PYTHONPATH": str(ROOT)} | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {})
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    for path in paths:
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_only_date_is_the_editions(book: Book, pdfs: dict[str, Pdf]) -> None:
    for pdf in pdfs.values():
        metadata = pdf.reader.metadata
        assert metadata is not None
        assert metadata.creation_date is not None
        assert metadata.creation_date.date() == book.settings.edition_date
        years = set(
            re.findall(rb">(\d{4})-\d\d-\d\d", pdf.reader.trailer["/Root"]["/Metadata"].get_data())
        )
        assert years == {b"2020"}


def test_without_an_edition_date_there_is_none(tree: Tree) -> None:
    first = set_volume(small(tree, "### 甲 {#cl-a}\n\n文。\n"), HANDBOOK)
    metadata = PdfReader(io.BytesIO(first)).metadata
    assert metadata is not None
    assert "/CreationDate" not in metadata
    today = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d")
    assert today.encode() not in first


@pytest.mark.parametrize("trim", ["140x203", "130x184", "148x210", "185x260"])
def test_trim_is_kept(tree: Tree, trim: str) -> None:
    mkdocs = f"site_name: 小\nplugins:\n  - handbook:\n      print: {{trim: {trim}}}\n"
    text = "有正式党员三人以上的应当成立党支部并且报机关党委批准。" * 20
    book = small(tree, f"### 甲 {{#cl-a}}\n\n{text}\n", **{"mkdocs.yml": mkdocs})
    pdf = Pdf(set_volume(book, HANDBOOK))
    width, height = (float(side) * POINTS for side in trim.split("x"))
    for page in pdf.reader.pages:
        assert abs(float(page.mediabox.width) - width) < 0.1
        assert abs(float(page.mediabox.height) - height) < 0.1
    for index, page in enumerate(pdf.pages):
        for line in pdf.lines(index):
            assert 5 * POINTS < line.left < page.get_width() - 15 * POINTS
    assert trim.replace("x", "毫米×") in pdf.texts[1]


def test_a_trim_that_is_none_is_refused(tree: Tree) -> None:
    mkdocs = "site_name: 小\nplugins:\n  - handbook:\n      print: {trim: 大本}\n"
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n", **{"mkdocs.yml": mkdocs})
    with pytest.raises(InputError, match=r"print\.trim"):
        set_volume(book, HANDBOOK)


def test_a_press_run_has_black_alone_and_bleed(tree: Tree) -> None:
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n\n**自查：** 查。\n")
    site = dataclasses.replace(book.settings, site_url="https://x.example/")
    book = dataclasses.replace(book, settings=site)
    pdf = Pdf(set_volume(book, HANDBOOK, Sheet.of(site, bleed=3, colour="k")))
    for page in pdf.reader.pages:
        assert float(page.trimbox.left) == pytest.approx(3 * POINTS, abs=0.01)
        content = page.get_contents()
        inks = re.findall(
            rb"[\d.]+ (?:rg|RG|g|G|scn|SCN)\b", content.get_data() if content else b""
        )
        assert inks == []


def test_the_qr_code_needs_a_site(tree: Tree) -> None:
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n")
    pdf = Pdf(set_volume(book, HANDBOOK))
    assert "/Figure" not in pdf.tags()
    site = dataclasses.replace(book.settings, site_url="https://x.example")
    with_site = Pdf(set_volume(dataclasses.replace(book, settings=site), HANDBOOK))
    assert with_site.tags()["/Figure"] == 1
    assert "https://x.example/latest/" in with_site.texts[1]


def test_a_projects_template_comes_first(tree: Tree) -> None:
    override = '#import "page.typ": *\n#show: setup\n自家版式'
    files = {"overrides/print/handbook.typ": override}
    pdf = Pdf(set_volume(small(tree, "### 甲 {#cl-a}\n\n文。\n", **files), HANDBOOK))
    assert [text.removesuffix("示例文本，非官方手册") for text in pdf.texts] == ["自家版式"]


def test_a_template_that_fails_is_the_users_finding(tree: Tree) -> None:
    files = {"overrides/print/front.typ": "#let title-page( = 1"}
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n", **files)
    with pytest.raises(InputError) as caught:
        set_volume(book, HANDBOOK)
    assert "front.typ" in caught.value.problems[0].message()


def test_templates_read_nothing_outside(tree: Tree, tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("secret")
    book = small(tree, "### 甲 {#cl-a}\n\n文。\n")
    overrides = book.root / "overrides/print"
    overrides.mkdir(parents=True)
    (overrides / "handbook.typ").write_text('#read("leak.txt")')
    try:
        (overrides / "leak.txt").symlink_to(secret)
    except OSError:
        pytest.skip("no symlinks here")
    with pytest.raises(InputError):
        set_volume(book, HANDBOOK)


# Columns


def test_columns_share_the_measure_and_spare_lines() -> None:
    rows = (
        ("情形", "办理人", "记录"),
        ("一次", "党小组组长", "签到表注明事由" * 4),
        ("二", "书记", "无"),
    )
    shares = column_shares(rows, 29.0)
    assert sum(shares) == pytest.approx(29, abs=0.1)
    assert shares[2] > shares[1] > shares[0]
    # The short columns keep their cells on one line, whatever a rounding takes from them.
    assert shares[1] > 5 + 1.1


def test_form_fields_have_room() -> None:
    shares = column_shares((("栏目", "填写"), ("会议名称", ""), ("主持人", "")), 29.0)
    assert shares[1] > shares[0]


def test_a_filled_cell_is_not_taken_for_a_blank() -> None:
    rows = (("栏目", "填写", "栏目", "填写"), ("会议名称", "", "表决方式和票数", ""))
    shares = column_shares(rows, 29.0)
    assert shares[2] >= 7 + 1.1 - 0.01
    assert sum(shares) == pytest.approx(29, abs=0.1)


def test_pinyin_order_is_that_of_sound_then_character() -> None:
    words = ["转正", "安排", "八项", "重温", "行政", "银行"]
    assert sorted(words, key=pinyin_key) == ["安排", "八项", "重温", "行政", "银行", "转正"]
