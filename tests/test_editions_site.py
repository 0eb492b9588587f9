"""Editions on the site: a whole site each; the reader stays on the provision when switching."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from handbook.cli import main
from tests.conftest import MKDOCS, FileServer, QuietHandler
from tests.test_editions import release, replace, turn_to

FIRST = """# 组织设置 {#ch-one}

本章规定支部怎样设立。

## 支部设立 {#item-one}

### 应建必建 {#set-up}

有正式党员3人以上的，应当成立党支部。

**自查：** 查党员名册。

### 临时支部 {#temporary}

外出不超过6个月的，可以成立临时党支部。

**自查：** 查批复。

### 名称 {#branch-name}

名称写明所在单位。

**自查：** 查印章。
"""
SECOND = """# 组织生活 {#ch-two}

本章规定组织生活。

## 会议 {#item-two}

### 大会 {#meeting}

支部党员大会每季度至少召开1次，按照[][set-up]设立的支部适用。

**自查：** 查会议记录。
"""
NAME = """### 名称 {#branch-name}

名称写明所在单位。

**自查：** 查印章。
"""
METHOD = """---
unit: 示例单位 01
affirmed: "2018"
---
# 月历法 {#m-calendar}

一张月历排出全月的会议。
"""
TEMPORARY = """### 临时支部 {#temporary}

外出不超过6个月的，可以成立临时党支部。

**自查：** 查批复。

"""


def amendment(provision: str, action: str, **more: str) -> str:
    rows = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"""---
provision: {provision}
edition: "2018"
kind: amendment
action: {action}
{rows}history:
  - {{state: reported, date: 2018-10-08, by: [示例单位 04]}}
  - {{state: accepted, date: 2018-10-20, by: [编辑部], why: 一致}}
  - {{state: incorporated, date: 2018-11-02, by: [编辑部], edition: "2019"}}
---
理由。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions: in the second a clause moved to another chapter, one is gone, one corrected."""
    root = tmp_path_factory.mktemp("library")
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    files = {
        "mkdocs.yml": dated,
        "docs/handbook/01-one.md": FIRST,
        "docs/handbook/02-two.md": SECOND,
        "docs/methods/calendar.md": METHOD,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert release(root, "2018") == 0
    turn_to(root, "2019", "2019-06-28")
    from handbook.book import load_book

    book = load_book(root)
    gone, moved = book.sections["temporary"], book.sections["branch-name"]
    replace(root, TEMPORARY, "", "docs/handbook/01-one.md")
    replace(root, "\n" + NAME, "", "docs/handbook/01-one.md")
    replace(
        root,
        "**自查：** 查会议记录。\n",
        f"**自查：** 查会议记录。\n\n{NAME}",
        "docs/handbook/02-two.md",
    )
    replace(root, "3人以上的", "三人以上的", "docs/handbook/01-one.md")
    errata = root / "docs/errata"
    errata.mkdir()
    (errata / "2018-001.md").write_text(
        amendment("temporary", "remove", old_sha256=gone.sha256), encoding="utf-8"
    )
    (errata / "2018-002.md").write_text(
        amendment(
            "branch-name", "move", after="meeting",
            old_sha256=moved.sha256, new_sha256=moved.sha256,
        ),
        encoding="utf-8",
    )  # fmt: skip
    (errata / "2018-003.md").write_text(
        amendment("set-up", "x").replace(
            "kind: amendment\naction: x\n",
            "kind: technical\noriginal: 3人以上\ncorrected: 三人以上\n",
        ),
        encoding="utf-8",
    )
    assert release(root, "2019") == 0
    turn_to(root, "2020", "2020-06-28")
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    return root


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, library: Path) -> Iterator[str]:
    """The site over http and from a folder."""
    if request.param == "file":
        yield (library / "site").as_uri()
        return
    handler = partial(QuietHandler, directory=str(library / "site"))
    server = FileServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    wrong: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield opened
    context.close()
    assert wrong == []


def choose(page: Page, version: str) -> None:
    page.locator(".hb-versions").wait_for()
    page.select_option(".hb-versions", version)


def test_each_edition_is_a_site_of_its_own(library: Path) -> None:
    site = library / "site"
    old = json.loads((site / "2018/book.json").read_text(encoding="utf-8"))
    new = json.loads((site / "latest/book.json").read_text(encoding="utf-8"))
    assert (old["edition"], new["edition"]) == ("2018", "2019")
    assert [p["label"] for p in old["provisions"]] == ["第1条", "第2条", "第3条", "第4条"]
    assert [p["id"] for p in new["provisions"]] == ["set-up", "meeting", "branch-name"]
    versions = json.loads((site / "versions.json").read_text(encoding="utf-8"))
    assert [v["version"] for v in versions] == ["2019", "2018", "next"]
    assert versions[0]["aliases"] == ["latest"]


def test_the_draft_says_that_it_is_one(library: Path) -> None:
    html = (library / "site/next/handbook/01-one.html").read_text(encoding="utf-8")
    assert "这是2020年版的草案，尚未发布" in html
    assert "草案" not in (library / "site/2019/handbook/01-one.html").read_text(encoding="utf-8")


def test_the_balance_sheet_is_published(library: Path) -> None:
    html = (library / "site/2019/editions/index.html").read_text(encoding="utf-8")
    assert "2018年版经下列3项勘误和修订，得到2019年版文本；" in html
    assert "手册和配套制度逐字节核对，无其他差别" in html


def test_switching_follows_a_clause_that_moved(page: Page, address: str) -> None:
    page.goto(f"{address}/2018/handbook/01-one.html#branch-name")
    choose(page, "2019")
    page.wait_for_url("**/latest/handbook/02-two.html#branch-name")
    choose(page, "2018")
    page.wait_for_url("**/2018/handbook/01-one.html#branch-name")


def test_switching_on_a_clause_that_is_gone_says_since_when(page: Page, address: str) -> None:
    page.goto(f"{address}/2018/handbook/01-one.html#temporary")
    choose(page, "2019")
    page.wait_for_url("**/latest/c/temporary/index.html")
    text = page.locator("h1").inner_text()
    assert "自2019年版起取消" in text and "E2018-001" in text
    page.click("a >> nth=0")
    page.wait_for_url("**/2018/handbook/01-one.html#temporary")


def test_a_reader_who_saw_the_old_edition_learns_what_changed(page: Page, address: str) -> None:
    page.goto(f"{address}/latest/handbook/01-one.html")
    page.locator(".hb-versions").wait_for()
    page.evaluate("localStorage.setItem('hb-edition-seen', '2018')")
    page.reload()
    note = page.locator(".hb-banner")
    note.wait_for()
    assert "您上次看的是2018年版" in note.inner_text() and "第1条" in note.inner_text()
    page.reload()
    note.wait_for()  # until the reader has taken note
    note.get_by_role("button", name="知道了").click()
    assert page.locator(".hb-banner").count() == 0
    page.reload()
    page.locator(".hb-versions").wait_for()
    assert page.locator(".hb-banner").count() == 0


def test_the_edition_in_force_on_a_day(page: Page, address: str) -> None:
    page.goto(f"{address}/latest/editions/index.html?d=2018-09-01&p=set-up")
    link = page.locator("#hb-inforce output a")
    link.wait_for()
    assert link.inner_text() == "2018年版"
    link.click()
    page.wait_for_url("**/2018/handbook/01-one.html#set-up")


def test_a_provision_tells_its_history(page: Page, address: str) -> None:
    page.goto(f"{address}/latest/handbook/01-one.html")
    past = page.locator("#set-up .hb-past")
    past.locator("summary").click()
    assert past.locator("li").all_inner_texts() == [
        "2018年版第1条：初版即有",
        "2019年版第1条：有改动（E2018-003） 对照",
        "查某日有效的文本",
    ]


def test_editions_share_the_page_of_a_method_that_is_the_same(library: Path) -> None:
    site = library / "site"
    first, second = (site / edition / "methods/calendar.html" for edition in ("2018", "2019"))
    assert first.samefile(second)
    assert not first.samefile(site / "latest/methods/calendar.html"), "that one is today's"


@pytest.mark.parametrize("scripts", [True, False])
def test_such_a_page_says_which_edition_it_is(
    chromium: Browser, address: str, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    said = []
    for edition in ("2018", "2019"):
        page.goto(f"{address}/{edition}/methods/calendar.html")
        crumb = page.locator(".hb-edition")
        drawn = page.evaluate(
            "e => getComputedStyle(e, '::before').content", crumb.element_handle()
        )
        said.append((crumb.inner_text(), drawn))
    context.close()
    if scripts:
        assert said == [("2018年版", "none"), ("2019年版", "none")]
    else:
        assert said == [("", '"2018年版"'), ("", '"2019年版"')]


def test_a_frozen_edition_is_built_once(library: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(library, root)
    kept = sorted((root / ".cache/handbook/editions").glob("*/files"))
    assert len(kept) == 2
    stamps = [(k / "index.html").stat().st_mtime_ns for k in kept]
    page = root / "docs/handbook/01-one.md"
    page.write_text(page.read_text(encoding="utf-8").replace("本章规定", "本章说明"), "utf-8")
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    assert [(k / "index.html").stat().st_mtime_ns for k in kept] == stamps
    shutil.rmtree(root / "site")  # what was kept stands in for it
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    for k in kept:
        assert (root / "site" / k.parent.name / "index.html").samefile(k / "index.html")
        assert (root / "site" / k.parent.name / "c/set-up/index.html").is_file()
