"""本版变更 in print: every erratum and amendment that an edition took in, and that it is all."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from handbook.cli import main
from handbook.editions.shelf import load_shelf
from handbook.press import VOLUMES, edition_changes, set_volume
from handbook.problems import InputError
from tests.conftest import MKDOCS, ROOT, Tree
from tests.test_editions import release, replace, turn_to
from tests.test_editions_browser import ONE, TWO, declare
from tests.test_editions_site import FIRST, NAME, SECOND, TEMPORARY

RULES = """---
short: 规范
adopted: 2018-01-01
affirmed: "2018"
---
# 工作规范 {#r-work}

## 职责 {#duties}

### 会议 {#r-meeting}

每季度开会。
"""
REGULATIONS = "docs/regulations/rules.md"
NEW = """
### 会议记录 {#minutes}

| 栏目 | 填写 |
|---|---|
| 主持人 | 姓名 |

**自查：** 查记录。
"""


@pytest.fixture
def project(tree: Tree) -> Path:
    """Two editions and a draft: corrected, removed, moved, added, rewritten; a norm too."""
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    root = tree({"mkdocs.yml": dated, ONE: FIRST, TWO: SECOND, REGULATIONS: RULES})
    assert release(root, "2018") == 0
    turn_to(root, "2019", "2019-06-28")
    replace(root, "3人以上的", "三人以上的", ONE)
    replace(root, TEMPORARY, "", ONE)
    replace(root, "\n" + NAME, "", ONE)
    replace(root, "**自查：** 查会议记录。\n", f"**自查：** 查会议记录。\n\n{NAME}{NEW}", TWO)
    replace(root, "每季度开会", "每月开会", REGULATIONS)
    declare(root, "2018", "2019-01-10")
    assert release(root, "2019") == 0
    turn_to(root, "2020", "2020-06-28")
    return root


def set_book(root: Path, id: str, volume: int = 0) -> bytes:
    shelf, _ = load_shelf(root)
    book = shelf.texts.get(id, shelf.draft)
    return set_volume(book, VOLUMES[volume], changes=edition_changes(shelf, id))


def appendix(pdf: bytes) -> str:
    """The text of the appendix, white space left out; empty where there is none."""
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    texts = ["".join(page.split()) for page in pages]
    first = next((n for n, text in enumerate(texts) if text.startswith("本版变更本版变更")), None)
    return "" if first is None else "".join(texts[first:])


def test_the_appendix_accounts_for_all_that_the_edition_changed(project: Path) -> None:
    pdf = set_book(project, "2019")
    text = appendix(pdf)
    assert "2018年版《小手册》经下列4项勘误和修订，得到2019年版文本。" in text
    assert "逐字节核对，每一处差别都由勘误或者修订说明，无其他改动。" in text
    shelf, _ = load_shelf(project)
    taken = [e for e in shelf.register.errata if e.provision != "r-meeting"]
    assert len(taken) == 4
    places = [text.index(erratum.name) for erratum in taken]
    assert places == sorted(places)  # in the order of their histories
    assert "有正式党员3人以上的，应当成立党支部。有正式党员三人以上的，应当成立党支部。" in text
    assert "外出不超过6个月的，可以成立临时党支部。自查：查批复。（删去）" in text
    assert "第一章组织设置／第1项支部设立，第3条第二章组织生活／第2项会议，第3条" in text
    assert "（无）栏目填写主持人姓名自查：查记录。" in text
    assert text.count("依据：") == 4
    assert "技术性勘误，编辑部提出" in text
    assert "取消“第2条临时支部”。修订，编辑部提出" in text
    titles = [
        item.title for item in PdfReader(io.BytesIO(pdf)).outline if not isinstance(item, list)
    ]
    assert titles[-1] == "本版变更"


def test_another_volume_has_an_appendix_for_changes_of_its_own(project: Path) -> None:
    text = appendix(set_book(project, "2019", 3))
    assert "经下列1项勘误和修订" in text
    assert "每季度开会。每月开会。" in text
    assert appendix(set_book(project, "2020", 3)) == ""


def test_no_page_opens_with_what_a_change_rests_on() -> None:
    shelf, _ = load_shelf(ROOT)
    pdf = set_volume(shelf.texts["2019"], VOLUMES[0], changes=edition_changes(shelf, "2019"))
    texts = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    pages = [text.split("修订后", 1)[1] for text in texts if "修订后" in text]
    assert len(pages) > 1 and sum(text.count("依据：") for text in pages) == 6
    assert not any(text.lstrip().startswith("依据") for text in pages)


def test_a_first_edition_has_none(project: Path) -> None:
    assert appendix(set_book(project, "2018")) == ""


def test_the_draft_says_what_is_not_accounted_for_yet(project: Path) -> None:
    text = appendix(set_book(project, "next"))
    assert "2020年版《小手册》与2019年版的文字没有差别。" in text
    replace(project, "名称写明所在单位。", "名称写明所在单位全称。", TWO)
    assert "另有1处改动尚未说明。" in appendix(set_book(project, "next"))


def test_the_same_account_gives_the_same_bytes(project: Path) -> None:
    assert set_book(project, "2019") == set_book(project, "2019")


def test_the_build_puts_the_appendix_into_each_edition_s_book(project: Path) -> None:
    assert main(["-C", str(project), "build"]) == 0
    wanted = {"2018": False, "2019": True, "latest": True, "next": True}
    for place, has in wanted.items():
        pdf = (project / "site" / place / "print/handbook.pdf").read_bytes()
        assert bool(appendix(pdf)) == has, place


def test_a_character_of_an_erratum_that_cannot_be_printed_is_named(project: Path) -> None:
    path = sorted((project / "docs/errata").glob("*.md"))[0]
    text = path.read_text(encoding="utf-8").replace("by: [编辑部]", "by: [编辑部\U0001f600]", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        set_book(project, "2019")
    (found,) = caught.value.problems
    assert (found.rule, found.file) == ("print-glyph", f"docs/errata/{path.name}")
