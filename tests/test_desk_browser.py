"""A reader cites, keeps, notes and comes back to what changed, in a real Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.conftest import ROOT
from tests.test_editions_browser import address, three  # noqa: F401

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
SCHEMA = ROOT / "handbook" / "schemas" / "desk.schema.json"
BOOK = "党和国家机关党支部建设标准化手册"
CHAPTER = "latest/handbook/02-activities.html"
DESK = "latest/desk/index.html"
CLAUSE = "party-day-frequency"
"""It was changed between 2018 and 2019."""
SAME = "party-day-content"
"""It was not."""
FIELD = """() => {
  const field = document.createElement('textarea');
  field.id = 'pasted';
  document.body.append(field);
  field.focus();
}"""
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, built: Path, served: str) -> str:
    """The address of the whole site, served or opened from a folder."""
    return f"{served}/" if request.param == "http" else built.as_uri() + "/"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of one reader, with nothing kept in it."""
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    assert context.cookies() == []
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, site: str) -> Iterator[Opener]:
    """Open a page; at the end no error was logged, and nothing was asked but files of the site."""
    wrong: list[str] = []

    def open_it(name: str = DESK, script: str = "") -> Page:
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((site, "blob:", "data:")) and r.method == "GET"
                else wrong.append(f"{r.method} {r.url}")
            ),
        )
        page.goto(site + name)
        return page

    yield open_it
    assert wrong == []


def pasted(page: Page) -> str:
    """What is on the clipboard, pasted as a reader would."""
    page.evaluate(FIELD)
    page.keyboard.press("Control+V")
    text: str = page.eval_on_selector("#pasted", "field => { field.remove(); return field.value; }")
    return text


def clause(page: Page, id: str = CLAUSE) -> Locator:
    return page.locator(f"#{id}")


def select(page: Page, id: str, start: int, end: int, selector: str = ".hb-text p") -> None:
    """Select characters of a text."""
    page.evaluate(
        """([id, selector, start, end]) => {
          const text = document.querySelector(`#${id} ${selector}`).firstChild;
          getSelection().setBaseAndExtent(text, start, text, end);
        }""",
        [id, selector, start, end],
    )


def exported(page: Page, button: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    path = Path(download.value.path())
    return download.value.suggested_filename, path.read_text(encoding="utf-8")


def bring(page: Page, path: Path) -> str:
    """Import a file; what the page says of it."""
    page.evaluate("document.getElementById('hb-desk-live').textContent = ''")
    page.set_input_files("#hb-desk-file", str(path))
    page.wait_for_function("() => document.getElementById('hb-desk-live').textContent")
    return page.locator("#hb-desk-live").inner_text()


def titles(page: Page, part: str) -> list[str]:
    return [
        " ".join(t.split())
        for t in page.locator(f"#hb-desk-{part} .hb-desk-name").all_inner_texts()
    ]


# Cite


@pytest.mark.parametrize(
    ("name", "id", "cite", "short"),
    [
        (CHAPTER, CLAUSE, f"《{BOOK}》（2019年版）第41条", "2019"),
        ("next/handbook/02-activities.html", CLAUSE, f"《{BOOK}》（2020年版）第41条", "next"),
        ("latest/bulletins/2018-03.html", "q-fix-the-day", "《学习参考第3期》问3-10", "latest"),
        (
            "2018/regulations/working-rules.html",
            "wr-organizational-life",
            "《省直部门（单位）机关党委工作规范（试行）》第9条",
            "2018",
        ),
    ],
)
def test_a_provision_is_cited_in_three_forms_by_keyboard(
    open_page: Opener, name: str, id: str, cite: str, short: str
) -> None:
    page = open_page(name)
    tool = clause(page, id).locator("[data-hb-cite]")
    link = f"https://handbook.example/{short}/c/{id}/"
    forms = {"公文式": cite, "链接": link, "Markdown": f"[{cite}]({link})"}
    for downs, (form, text) in enumerate(forms.items()):
        tool.focus()
        page.keyboard.press("Enter")
        assert tool.get_attribute("aria-expanded") == "true"
        for _ in range(downs):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == form
        page.keyboard.press("Enter")
        page.locator(".hb-toast", has_text=f"已复制：{text}").wait_for()
        assert page.evaluate("document.activeElement.dataset.hbCite") == cite
        assert pasted(page) == text
    tool.focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == "Markdown"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "公文式"
    page.keyboard.press("Escape")
    assert page.get_by_role("menu").count() == 0
    assert tool.evaluate("tool => tool === document.activeElement")
    tool.click()
    page.mouse.click(5, 300)
    assert tool.get_attribute("aria-expanded") == "false"


def test_without_a_published_address_the_page_s_own_is_copied(open_page: Opener) -> None:
    page = open_page(CHAPTER)
    page.evaluate("handbookDesk.here.site = ''")
    clause(page).locator("[data-hb-cite]").click()
    page.get_by_role("menuitem", name="链接").click()
    page.locator(".hb-toast", has_text="已复制").wait_for()
    assert pasted(page) == page.url.split("#")[0] + f"#{CLAUSE}"


def test_words_are_cited_as_they_stand(open_page: Opener) -> None:
    page = open_page(CHAPTER)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", CLAUSE)
    box = clause(page).locator(".hb-text p").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 16)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 16, steps=4)
    page.mouse.up()
    bar = page.get_by_role("group", name="所选文字")
    bar.wait_for()
    words = page.evaluate("getSelection().toString()")
    assert words.startswith("党支部每月") and len(words) < 15
    bar.get_by_role("button", name="引用所选", exact=True).click()
    cite = f"《{BOOK}》（2019年版）第41条"
    page.locator(".hb-toast", has_text="已复制").wait_for()
    assert page.evaluate("getSelection().toString()") == words  # still selected
    link = f"https://handbook.example/2019/c/{CLAUSE}/"
    bar.get_by_role("button", name="Markdown").click()
    page.locator(".hb-toast", has_text="注明").wait_for()
    assert pasted(page) == f"> {words}\n>\n> ——[{cite}]({link})"
    select(page, CLAUSE, 0, 20)
    bar.get_by_role("button", name="引用所选", exact=True).click()
    page.locator(".hb-toast", has_text="已复制：“").wait_for()
    words = page.evaluate("getSelection().toString()")
    assert pasted(page) == f"“{words}”（{cite}）"
    # Over two provisions there is nothing to cite; and none once nothing is selected.
    page.evaluate(
        """([a, b]) => getSelection().setBaseAndExtent(
          document.querySelector(`#${a} p`), 0, document.querySelector(`#${b} p`), 1)""",
        [CLAUSE, SAME],
    )
    bar.wait_for(state="detached")
    select(page, CLAUSE, 0, 4)
    bar.wait_for()
    page.keyboard.press("Escape")
    bar.wait_for(state="detached")
    # The same words can be suggested to be mended.
    select(page, CLAUSE, 5, 13)
    words = page.evaluate("getSelection().toString()")
    bar.get_by_role("link", name="有误？").click()
    page.locator("#hb-markable mark").wait_for()
    assert page.locator("#hb-markable mark").inner_text() == words
    select(page, "hb-markable", 0, 1, "mark")  # there, words are marked and not cited
    page.wait_for_timeout(300)
    assert page.locator(".hb-bar").count() == 0


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("应到会的“半数”以上", "“应到会的‘半数’以上”"),
        ("“他说‘好’。”", "“‘他说“好”。’”"),
        ("It’s “so”", "“It’s ‘so’”"),
        ("半个”引号", "“半个’引号”"),
    ],
)
def test_quotation_marks_within_become_single(
    chromium: Browser, built: Path, words: str, cited: str
) -> None:
    page = chromium.new_page()
    page.goto((built / CHAPTER).as_uri())
    assert page.evaluate("words => handbookDesk.quoted(words)", words) == cited
    page.close()


WORDS = """(seed) => {
  let state = seed;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return state % n; };
  const wrong = [];
  let [tried, marks, tables] = [0, 0, 0];
  const boxes = [...document.querySelectorAll('.hb-provision[data-hb-text] > .hb-text')];
  for (let i = 0; i < 80; i += 1) {
    const box = boxes[random(boxes.length)];
    const nodes = [];
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
    const [a, b] = [random(nodes.length), random(nodes.length)].sort((x, y) => x - y);
    const range = document.createRange();
    range.setStart(nodes[a], random(nodes[a].length));
    range.setEnd(nodes[b], a === b ? nodes[b].length : random(nodes[b].length) + 1);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    // The browser parts paragraphs by an empty line, and keeps the spaces at the ends.
    const tidy = (text) => text.replace(/ *([\\n\\t]) */g, '$1').replace(/\\n+/g, '\\n').trim();
    const seen = tidy(selection.toString().replace(/ {2,}/g, ' '));
    const found = handbookDesk.wordsIn(range, box.closest('.hb-provision'));
    tried += 1;
    if (found !== seen) wrong.push([found, seen]);
    marks += /（[一二三四五]）|^\\d\\./.test(found);
    tables += found.includes('\\t');
  }
  return { tried, marks, tables, wrong };
}"""


def test_what_is_cited_is_what_the_browser_selects(chromium: Browser, built: Path) -> None:
    """Against the browser's own account of a selection, list marks and tables included."""
    page = chromium.new_page()
    marks = tables = 0
    for seed, path in enumerate(sorted(built.glob("latest/*/*.html"))):
        if path.parent.name not in ("handbook", "bulletins", "regulations"):
            continue
        if path.name == "index.html":
            continue
        page.goto(path.as_uri())
        found = page.evaluate(WORDS, seed + 1)
        assert found["wrong"] == [], path
        marks, tables = marks + found["marks"], tables + found["tables"]
    page.close()
    assert marks > 20 and tables > 0


# Keep


def test_bookmarks_and_notes_are_kept_and_listed(open_page: Opener) -> None:
    page = open_page(CHAPTER)
    clause(page, SAME).get_by_role("button", name="收藏第42条").click()
    note = clause(page).get_by_role("button", name="第41条的笔记")
    note.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("缺8月的记录<b>")
    page.keyboard.press("Tab")
    clause(page).locator(".hb-note", has_text="已保存").wait_for()
    page.reload()
    assert clause(page, SAME).evaluate("e => e.classList.contains('hb-kept')")
    assert (
        clause(page, SAME).get_by_role("button", name="收藏第42条").get_attribute("aria-pressed")
        == "true"
    )
    assert clause(page).get_by_role("button", name="第41条的笔记（有）").count() == 1
    frozen = open_page("2019/handbook/02-activities.html")
    assert clause(frozen, SAME).evaluate("e => e.classList.contains('hb-kept')")
    desk = open_page()
    assert desk.locator("#hb-desk-standing").inner_text().startswith("收藏1条，笔记1条")
    assert titles(desk, "marks") == ["第41条 定期开展", "第42条 基本内容"]
    area = desk.get_by_label("第41条 定期开展的笔记")
    assert area.input_value() == "缺8月的记录<b>"
    area.fill("补上了")
    desk.keyboard.press("Tab")
    desk.locator("#hb-desk-live", has_text="已保存").wait_for()
    desk.get_by_role("button", name="移除：第42条 基本内容").click()
    assert titles(desk, "marks") == ["第41条 定期开展"]
    page.bring_to_front()
    page.wait_for_function(
        "id => !document.getElementById(id).classList.contains('hb-kept')", arg=SAME
    )
    clause(page).get_by_role("button", name="第41条的笔记").click()
    assert clause(page).locator("textarea").input_value() == "补上了"
    clause(page).get_by_role("link", name="我的书桌").click()
    page.wait_for_url("**/latest/desk/index.html")


def test_a_desk_is_exported_deleted_and_brought_back(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(f"{CHAPTER}#{CLAUSE}")
    clause(page).get_by_role("button", name="收藏第41条").click()
    clause(page, SAME).get_by_role("button", name="第42条的笔记").click()
    clause(page, SAME).locator("textarea").fill("一行\n# 二行 [x](y)")
    page.goto(page.url.replace("handbook/02-activities.html", "desk/index.html").split("#")[0])
    name, text = exported(page, "导出文件")
    assert re.fullmatch(r"书桌-\d{4}-\d\d-\d\d\.json", name)
    data: dict[str, Any] = json.loads(text)
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {row["id"]: (row["bookmark"], row["note"]) for row in data["marks"]} == {
        CLAUSE: (True, ""),
        SAME: (False, "一行\n# 二行 [x](y)"),
    }
    assert [row["id"] for row in data["read"]] == [CLAUSE]
    _, markdown = exported(page, "导出 Markdown")
    assert f"### [第42条 基本内容](https://handbook.example/2019/c/{SAME}/)" in markdown
    assert "> 一行\n> \\# 二行 \\[x\\](y)\n" in markdown
    page.get_by_role("button", name="全部删除").click()
    page.get_by_role("button", name="不删").click()
    assert len(titles(page, "marks")) == 2
    page.get_by_role("button", name="全部删除").first.click()
    page.locator("#hb-desk-yes").click()
    page.locator("#hb-desk-live", has_text="已全部删除").wait_for()
    assert (
        titles(page, "marks") == []
        and page.evaluate(
            "Object.keys(localStorage).filter(key => key.startsWith('handbook-desk'))"
        )
        == []
    )
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert bring(page, path) == "已导入收藏和笔记2条，读过的1条。"
    assert json.loads(exported(page, "导出文件")[1]) == data
    # Another note on the same provision joins the one that is there.
    data["marks"][1]["note"] = "另一处记的"
    path.write_text(json.dumps(data), encoding="utf-8")
    bring(page, path)
    bring(page, path)
    note = page.get_by_label("第42条 基本内容的笔记").input_value()
    assert note == "一行\n# 二行 [x](y)\n———\n另一处记的"


BAD = "\u202e<img src=x onerror=alert(1)>\x00"


def test_a_hostile_file_is_cleaned_or_refused(open_page: Opener, tmp_path: Path) -> None:
    page = open_page()
    path = tmp_path / "x.json"

    def given(**changes: Any) -> str:
        row = {"id": CLAUSE, "text": "0" * 16, "edition": "2018", "bookmark": True}
        whole = {"format": 1, "kind": "desk", "handbook": BOOK, "marks": [row | changes]}
        path.write_text(json.dumps(whole), encoding="utf-8")
        return bring(page, path)

    nothing = "已导入收藏和笔记0条，读过的0条。有1条不合规定，没有导入。"
    for key, values in {
        "id": ["../../x", "__proto__", "constructor ", "A", "x" * 65, 1, None],
        "text": ["0" * 15, "0" * 64, "g" * 16],
        "edition": ["../evil", "javascript:x", "", "2018/../.."],
        "note": ["x" * 4001, {"a": 1}],
        "title": ["x" * 201],
        "date": ["yesterday"],
        "bookmark": ["yes"],
    }.items():
        for value in values:
            assert given(**{key: value}) == nothing, (key, value)
    assert page.locator("#hb-desk-marks li").count() == 0
    assert given(id="nobody-knows-me", title=BAD, note=BAD, label=BAD).startswith(
        "已导入收藏和笔记1条"
    )
    row = page.locator("#hb-desk-marks li")
    assert "<img src=x onerror=alert(1)>" in row.locator(".hb-desk-name").inner_text()
    assert row.locator("textarea").input_value() == "<img src=x onerror=alert(1)>"
    assert page.locator("#hb-desk-app img").count() == 0
    refused = {
        b"{": "不是我的书桌导出的文件。",
        b"[]": "不是我的书桌导出的文件。",
        b"\xff\xfe": "不是我的书桌导出的文件。",
        b"null": "不是我的书桌导出的文件。",
        b" " * (2 * 1024 * 1024 + 1): "文件超过 2 MB，书桌文件不会这么大。",
        json.dumps(
            {"format": 2, "kind": "desk", "handbook": BOOK}
        ).encode(): "文件是较新的格式，这里读不了。",
        json.dumps(
            {"format": 1, "kind": "desk", "handbook": "别的书"}
        ).encode(): "这是另一本书的书桌文件。",
        json.dumps(
            {"format": 1, "kind": "desk", "handbook": BOOK, "marks": [0] * 2001}
        ).encode(): "文件里的“marks”不是列表，或者超过2000条。",
    }
    for data, said in refused.items():
        path.write_bytes(data)
        assert bring(page, path) == said
    assert row.count() == 1
    # What another page of the folder wrote where the desk is kept is checked in the same way.
    page.evaluate("key => localStorage.setItem(key, '{broken')", f"handbook-desk:{BOOK}/marks")
    page.evaluate(
        'key => localStorage.setItem(key, \'[{"id":"<b>"},7]\')', f"handbook-desk:{BOOK}/read"
    )
    page.reload()
    assert titles(page, "marks") == titles(page, "read") == []
    assert (
        page.evaluate("key => localStorage.getItem(key)", f"handbook-desk:{BOOK}/marks:broken")
        == "{broken"
    )


@pytest.mark.parametrize("how", ["throws", "full"])
def test_where_nothing_can_be_kept_it_is_said(open_page: Opener, how: str) -> None:
    script = {
        # The theme itself does not stand it if all of the storage throws.
        "throws": "for (const name of ['getItem', 'setItem', 'removeItem']) {"
        " const old = Storage.prototype[name]; Storage.prototype[name] = function (key, ...more) {"
        " if (key.startsWith('handbook-desk')) throw Error('no');"
        " return old.call(this, key, ...more); }; }",
        "full": "Storage.prototype.setItem = () => { throw new DOMException('full'); };",
    }[how]
    page = open_page(f"{CHAPTER}#{CLAUSE}", script)
    tool = clause(page).get_by_role("button", name="收藏第41条")
    tool.click()
    page.locator(".hb-toast", has_text="浏览器不让保存").wait_for()
    assert tool.get_attribute("aria-pressed") == "false"
    clause(page).get_by_role("button", name="第41条的笔记").click()
    clause(page).locator("textarea").fill("记不下")
    clause(page).locator(".hb-note", has_text="浏览器不让保存").wait_for()
    clause(page).locator("[data-hb-cite]").click()
    page.get_by_role("menuitem", name="公文式").click()
    page.locator(".hb-toast", has_text="已复制").wait_for()
    desk = open_page(DESK, script)
    assert (
        desk.get_by_role("alert").inner_text()
        == "浏览器不让保存（隐私窗口、空间已满或者被禁止），书桌现在用不了。"
    )


# Read, and changed since


def test_what_was_really_read_is_remembered(open_page: Opener, context: BrowserContext) -> None:
    context.clock.install()
    page = open_page(f"latest/c/{CLAUSE}/index.html")  # an address led to it
    page.wait_for_url(f"**/{CHAPTER}#{CLAUSE}")
    for id in ("party-day-leave", "party-day-plan"):  # passed over
        page.evaluate("id => document.getElementById(id).scrollIntoView()", id)
        page.wait_for_timeout(200)
    context.clock.fast_forward(3000)
    page.evaluate("id => document.getElementById(id).scrollIntoView()", SAME)
    page.wait_for_timeout(200)
    context.clock.fast_forward(6000)
    desk = open_page()
    assert titles(desk, "read") == ["第42条 基本内容", "第41条 定期开展"]
    home = open_page("latest/index.html")
    rows = home.locator("#hb-desk-recent li")
    assert len(rows.all_inner_texts()) == 2 and rows.nth(1).inner_text() == "第41条 定期开展"
    rows.nth(1).get_by_role("link").click()
    home.wait_for_url(f"**/{CHAPTER}#{CLAUSE}")


def test_home_lists_nothing_before_anything_was_read(open_page: Opener) -> None:
    page = open_page("latest/index.html")
    assert page.locator("#hb-desk-recent").is_hidden()


def test_what_changed_since_it_was_read_says_so(open_page: Opener) -> None:
    for id in (CLAUSE, SAME):
        open_page(f"2018/handbook/02-activities.html#{id}")
    page = open_page(CHAPTER)
    assert page.locator(".hb-flag").count() == 1
    flag = clause(page).locator(".hb-flag")
    assert flag.inner_text() == "上次读后有改动（上次读的是2018年版） 与2018年版对照"
    assert open_page("next/handbook/02-activities.html").locator(".hb-flag").count() == 0
    desk = open_page()
    assert titles(desk, "changed") == ["第41条 定期开展"]
    desk.locator("#hb-desk-changed").get_by_role("link", name="与2018年版对照").click()
    desk.wait_for_url(f"**/latest/changes/2018.html#{CLAUSE}")
    assert desk.locator(f"#{CLAUSE} ins").first.is_visible()
    desk.go_back()
    desk.get_by_role("button", name="知道了：第41条 定期开展").click()
    assert titles(desk, "changed") == [] and len(titles(desk, "read")) == 2
    page.reload()
    assert page.locator(".hb-flag").count() == 0
    # To look up the older text again takes nothing back.
    older = open_page(f"2018/handbook/02-activities.html#{CLAUSE}")
    assert older.locator(".hb-flag").count() == 0
    page.reload()
    assert page.locator(".hb-flag").count() == 0


def test_a_mark_on_an_older_text_says_that_it_changed(open_page: Opener) -> None:
    page = open_page("2018/handbook/02-activities.html")
    clause(page).get_by_role("button", name="收藏第41条").click()
    clause(page, SAME).get_by_role("button", name="收藏第42条").click()
    desk = open_page()
    assert desk.locator(".hb-desk-state").all_inner_texts() == ["此条已修改 与2018年版对照"]
    desk.locator(".hb-desk-state a").click()
    desk.wait_for_url(f"**/latest/changes/2018.html#{CLAUSE}")
    desk.go_back()
    desk.get_by_role("button", name="已核对：第41条 定期开展").click()
    assert desk.locator(".hb-desk-state").count() == 0
    older = open_page("2018/desk/index.html")
    assert older.locator(".hb-desk-state").all_inner_texts() == ["与所记的2019版不同 看现行文本"]


def test_marks_follow_a_renamed_clause_and_outlive_a_removed_one(
    context: BrowserContext,
    address: str,  # noqa: F811
) -> None:
    page = context.new_page()
    page.goto(f"{address}/2018/handbook/01-one.html")
    for id in ("temporary", "branch-name"):
        clause(page, id).locator(".hb-tool", has_text="收藏").click()
    page.goto(f"{address}/latest/handbook/02-two.html")
    assert clause(page, "name-of-branch").evaluate("e => e.classList.contains('hb-kept')")
    page.goto(f"{address}/latest/desk/index.html")
    states = dict(
        zip(titles(page, "marks"), page.locator(".hb-desk-state").all_inner_texts(), strict=True)
    )
    assert states == {
        "第3条 名称": "此条已修改 与2018年版对照",
        "第2条 临时支部": "自2019年版起已取消 说明",
    }
    page.locator("#hb-desk-marks").get_by_role("link", name="第2条 临时支部，说明").click()
    page.wait_for_url("**/latest/c/temporary/index.html")
    page.go_back()
    page.get_by_role("button", name="已核对：第3条 名称").click()
    page.goto(f"{address}/next/desk/index.html")
    assert titles(page, "marks")[0] == "第4条 名称"


# For everyone


def test_the_published_hashes_are_those_of_the_book(built: Path) -> None:
    for place in ("2018", "latest", "next"):
        book = json.loads((built / place / "book.json").read_bytes())
        script = (built / place / "desk" / "data.js").read_text(encoding="utf-8")
        data = json.loads(script.split(" = ", 1)[1].rstrip(";\n"))
        rows = [row for page in data["provisions"] for row in page]
        assert [row[0] for row in rows] == [p["id"] for p in book["provisions"]]
        assert [row[3] for row in rows] == [p["sha256"][:16] for p in book["provisions"]]
        pages = "".join(
            path.read_text(encoding="utf-8")
            for folder in ("handbook", "bulletins", "regulations")
            for path in (built / place / folder).glob("*.html")
        )
        shown = dict(re.findall(r'id="([a-z0-9-]+)"[^>]* data-hb-text="([0-9a-f]{16})"', pages))
        assert shown == {row[0]: row[3] for row in rows}


def test_nothing_moves_by_itself(open_page: Opener) -> None:
    page = open_page("2018/handbook/02-activities.html")
    for number, id in ((41, CLAUSE), (42, SAME)):
        clause(page, id).get_by_role("button", name=f"收藏第{number}条").click()
        page.goto(f"{page.url.split('#')[0]}#{id}")
    for name in (CHAPTER, "latest/index.html", DESK):
        opened = open_page(name, SHIFT)
        opened.wait_for_timeout(300)
        # The news of another edition comes late, over the page.
        assert name == DESK or opened.locator(".hb-since").is_visible()
        assert opened.evaluate("window.shift") == 0, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(chromium: Browser, served: str, scheme: str, width: int) -> None:
    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},  # type: ignore[arg-type]
    )
    page = context.new_page()

    def check(part: str | None = None) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = Axe().run(page, context=part)
        assert not results.violations_count, results.generate_report()

    page.goto(f"{served}/2018/handbook/02-activities.html#{CLAUSE}")
    clause(page).get_by_role("button", name="收藏第41条").click()
    page.goto(f"{served}/{CHAPTER}")
    clause(page).get_by_role("button", name="第41条的笔记").click()
    clause(page).locator("textarea").fill("记")
    clause(page).locator(".hb-note", has_text="已保存").wait_for()
    select(page, CLAUSE, 0, 9)
    page.locator(".hb-bar").wait_for()
    check(f"#{CLAUSE}")
    page.keyboard.press("Escape")
    clause(page).locator("[data-hb-cite]").click()
    check(f"#{CLAUSE}")
    page.goto(f"{served}/{DESK}")
    check()
    page.get_by_role("button", name="全部删除").click()
    check("#hb-desk-dialog")
    page.locator("#hb-desk-yes").click()
    check()
    context.close()
