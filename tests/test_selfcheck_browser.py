"""A branch checks itself, and a department looks at all of them, in a real Chromium."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from handbook.editions.shelf import load_sound_shelf
from handbook.selfcheck import Standard, make_overview, place, standard_of
from handbook.selfcheck.load import parse_results
from handbook.selfcheck.standing import standing
from handbook.site.build import build_site
from tests.conftest import ROOT
from tests.selfchecks import draw, kept, write, write_chapters
from tests.test_selfcheck import SCHEMAS

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def standards() -> tuple[Standard, Standard]:
    """The edition at hand, and the first of all."""
    shelf = load_sound_shelf(ROOT)
    first = next(iter(shelf.texts))
    then = standard_of(shelf.texts[first], {first: shelf.texts[first]}, shelf.register)
    return standard_of(shelf.latest, shelf.texts, shelf.register), then


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, built: Path, served: str) -> str:
    """The address of `latest/`, served or opened from a folder."""
    return f"{served}/latest/" if request.param == "http" else (built / "latest").as_uri() + "/"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of one reader, with nothing kept in it."""
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def heard() -> list[str]:
    """The errors that pages logged, and the other places that they asked."""
    return []


@pytest.fixture
def open_page(context: BrowserContext, site: str, heard: list[str]) -> Iterator[Opener]:
    """Open a page; at the end no error was logged and nothing but the site was asked."""
    wrong = heard

    def open_it(name: str = "selfcheck/index.html", script: str = "") -> Page:
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        own = (site.split("latest/")[0], "blob:", "data:")
        page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
        page.goto(site + name)
        wait_for_life(page)
        return page

    yield open_it
    assert wrong == []


def wait_for_life(page: Page) -> None:
    """Wait until the scripts have given each clause its fields, if the page has any."""
    if page.locator("#hb-selfcheck").count():
        page.wait_for_selector("#hb-selfcheck[data-ready]", state="attached")


def reload(page: Page) -> None:
    page.reload()
    wait_for_life(page)


def exported(page: Page, button: str = "#hb-sc-save") -> tuple[str, bytes]:
    """The name and the bytes of what a button hands over."""
    with page.expect_download() as download:
        page.click(button)
    path = download.value.path()
    return download.value.suggested_filename, Path(path).read_bytes()


def bring(page: Page, path: Path, answer: str = "") -> None:
    """Import a file, and give an answer if one is asked for."""
    before = page.locator("#hb-sc-live").inner_text()
    page.set_input_files("#hb-sc-file", str(path))
    if answer:
        page.locator("dialog[open]").get_by_role("button", name=answer, exact=True).click()
    page.wait_for_function(
        "t => document.getElementById('hb-sc-live').textContent !== t", arg=before
    )


def test_a_branch_is_checked_by_keyboard_and_kept(open_page: Opener) -> None:
    page = open_page()
    clause = page.locator("#c-party-day-frequency")
    clause.locator("input[value=met]").focus()
    page.keyboard.press("Space")
    assert "第41条：达标。已判定1／173" in page.locator("#hb-sc-live").inner_text()
    page.keyboard.press("ArrowRight")
    assert clause.locator("input[value=partial]").is_checked()
    for _ in range(3):  # past the text, to the remarks that have opened
        page.keyboard.press("Tab")
    page.keyboard.type("缺8月的记录")
    page.keyboard.press("Tab")
    page.keyboard.type("会议记录本")
    page.keyboard.press("Tab")
    page.keyboard.type("组织委员")
    clause.locator("[data-key=due]").fill("2018-01-31")
    page.keyboard.press("Tab")
    assert clause.locator(".hb-sc-due").is_visible()
    cell = page.locator("#hb-sc-strip [data-item=item-party-day]")
    label = "第7项 主题党日：达标0，部分达标1，未达标0，不适用0，未判定5"
    assert cell.get_attribute("aria-label") == label and cell.inner_text().split() == ["7", "1"]
    reload(page)
    assert clause.locator("input[value=partial]").is_checked()
    assert clause.locator("[data-key=note]").input_value() == "缺8月的记录"
    page.select_option("#hb-sc-filter select", "late")
    assert page.locator(".hb-sc-clause:visible").count() == 1
    page.select_option("#hb-sc-filter select", "")
    page.fill("#hb-sc-filter input", "组织委员")
    assert page.locator(".hb-sc-clause:visible").count() == 1
    page.fill("#hb-sc-filter input", "")
    clause.locator("summary").last.click()
    clause.get_by_role("button", name="清除判定").click()
    assert clause.locator("input:checked").count() == 0


def test_what_is_exported_is_what_the_command_reads(
    open_page: Opener, standards: tuple[Standard, Standard]
) -> None:
    now, _ = standards
    page = open_page()
    page.locator("#c-set-up-where-due input[value=unmet]").check()
    page.locator("#note-set-up-where-due").fill("=1+1")
    page.locator("#c-party-day-plan input[value=na]").check()
    page.fill("#hb-sc-date", "2019-12-20")
    name, data = exported(page)
    assert name == "自查-本支部-2019-12-20.json"
    schema = json.loads((SCHEMAS / "selfcheck.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(data), schema)
    results = parse_results(data, name)
    assert [r.id for r in results.results] == list(now.clauses)
    assert {r.id: r.verdict for r in results.records} == {
        "set-up-where-due": "unmet",
        "party-day-plan": "na",
    }
    found = standing(results, now.sizes, now.rule)
    assert found.counts == {"met": 0, "partial": 0, "unmet": 1, "na": 1, "": 171}
    assert "达标0，部分达标0，未达标1，不适用1" in page.locator("#hb-sc-standing").inner_text()
    name, table = exported(page, "#hb-sc-csv")
    assert name.endswith(".csv") and table.startswith(b"\xef\xbb\xbf")
    assert ",'=1+1," in table.decode() and ",=1+1" not in table.decode()


def test_a_new_edition_keeps_asks_and_archives(
    open_page: Opener, standards: tuple[Standard, Standard], tmp_path: Path
) -> None:
    now, then = standards
    old = draw(then, 1)
    gone = old["results"][0] | {"id": "gone-clause", "sha256": "0" * 64, "label": "第174条"}
    path = write(tmp_path, "old.json", old | {"archive": [gone]})
    page = open_page()
    bring(page, path)
    notice = page.locator("#hb-sc-notice")
    words = (
        "167条没有改动，结果照用；6个结果的条款有改动，请逐条确认；1个结果的条款已取消，放在归档里"
    )
    assert f"上次自查用的是2018年版，现在是2019年版：{words}" in notice.inner_text()
    notice.get_by_role("button", name="只看改版后待确认的条款").click()
    assert page.locator(".hb-sc-clause:visible").count() == 6
    first = page.locator("#c-election-meeting")
    line = first.locator(".hb-redline")
    assert line.locator("del").all_inner_texts() == ["三分之二"]
    assert line.locator("ins").all_inner_texts() == ["五分之四"]
    before = next(r for r in old["results"] if r["id"] == "election-meeting")
    first.get_by_role("button", name=re.compile("^沿用")).click()
    assert first.locator(f"input[value={before['verdict']}]").is_checked()
    assert page.evaluate("document.activeElement.closest('fieldset').id") == "c-election-meeting"
    second = page.locator("#c-party-day-frequency")
    second.get_by_role("button", name=re.compile("重新判定$")).click()
    assert (
        second.locator("input:checked").count() == 0 and second.locator(".hb-sc-asked").count() == 0
    )
    third = page.locator("#c-study-hours")
    third.locator("input[value=unmet]").check()
    assert third.locator(".hb-sc-asked").count() == 0
    assert page.locator(".hb-sc-asked").count() == 3
    assert page.locator("#hb-sc-archive h2").inner_text() == "归档（4）"
    assert "第174条" in page.locator("#hb-sc-archived").inner_text()
    reload(page)
    assert page.locator(".hb-sc-asked").count() == 3
    _, data = exported(page)
    results = parse_results(data, "x")
    assert (len(results.asked), len(results.archive)) == (3, 4)
    found = {(r.id, r.sha256, r.verdict) for r in results.records}
    own = {(r["id"], r["sha256"], r["verdict"]) for r in [*old["results"], gone]}
    assert own <= found  # none of what came in is lost
    placed = place(results.records, now)
    assert (len(placed.kept), len(placed.asked), len(placed.archived)) == (170, 3, 4)
    again = write(tmp_path, "again.json", json.loads(data))
    bring(page, again, "合并")
    assert exported(page)[1] == data  # what it has already adds nothing


def test_branches_are_switched_renamed_and_deleted(open_page: Opener) -> None:
    page = open_page()
    page.locator("#c-set-up-where-due input[value=met]").check()
    page.click("#hb-sc-new")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("单位").fill("示例单位 01")
    dialog.get_by_role("button", name="确定").click()
    assert "支部名称不能空着" in dialog.inner_text()
    dialog.get_by_role("button", name="取消").click()
    dialog.get_by_label("支部名称").fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    choice = page.locator("#hb-sc-branch")
    assert choice.locator("option").all_inner_texts() == [
        "本支部",
        "示例单位 01 <img src=x onerror=alert(1)>",
    ]
    assert page.locator(".hb-sc-clause input:checked").count() == 0
    page.locator("#c-party-day-plan input[value=met]").check()
    page.click("#hb-sc-rename")
    dialog.get_by_label("支部名称").fill("第二党支部")
    dialog.get_by_role("button", name="确定").click()
    reload(page)
    assert choice.locator("option:checked").inner_text() == "示例单位 01 第二党支部"
    page.click("#hb-sc-delete")
    page.keyboard.press("Escape")
    assert choice.locator("option").count() == 2
    page.click("#hb-sc-delete")
    assert "1个结果" in dialog.inner_text()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="导出后删除").click()
    assert download.value.suggested_filename.startswith("自查-示例单位-01-第二党支部-")
    assert choice.locator("option").all_inner_texts() == ["本支部"]
    assert page.locator("#c-set-up-where-due input[value=met]").is_checked()


def test_two_windows_do_not_undo_each_other(open_page: Opener, site: str) -> None:
    one, other = open_page(), open_page()
    one.locator("#c-set-up-where-due input[value=met]").check()
    one.wait_for_timeout(500)
    reload(one)
    reload(other)
    one.evaluate("document.querySelector('#c-party-day-plan input[value=met]').click()")
    other.wait_for_function(
        "() => document.querySelector('#c-party-day-plan input[value=met]').checked"
    )
    other.evaluate("document.querySelector('#c-party-day-content input[value=na]').click()")
    one.wait_for_function(
        "() => document.querySelector('#c-party-day-content input[value=na]').checked"
    )
    assert one.locator("#hb-sc-standing").inner_text().startswith("已判定3／173")


@pytest.mark.parametrize(
    "script",
    [
        "Storage.prototype.setItem = () => { throw new DOMException('full') }",
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('full') }})",
    ],
)
def test_a_browser_that_keeps_nothing_says_so(
    open_page: Opener, heard: list[str], script: str
) -> None:
    page = open_page(script=script)
    page.locator("#c-set-up-where-due input[value=met]").check()
    note = page.locator("#hb-sc-storage")
    page.wait_for_timeout(400)
    assert "浏览器不让保存" in note.inner_text() and note.get_attribute("role") == "alert"
    assert json.loads(exported(page)[1])["results"][0]["verdict"] == "met"
    heard[:] = [text for text in heard if text != "full"]  # the theme's own script


def test_what_is_kept_but_cannot_be_read_is_not_thrown_away(open_page: Opener) -> None:
    page = open_page()
    page.locator("#c-set-up-where-due input[value=met]").check()
    page.wait_for_timeout(400)
    page.evaluate(
        """() => { const key = Object.keys(localStorage).find((k) => /^handbook.*[/]/.test(k));
        localStorage.setItem(key, '{"records":[1]}'); }"""
    )
    reload(page)
    assert "原样留在浏览器里" in page.locator("#hb-sc-storage").inner_text()
    kept = page.evaluate("Object.entries(localStorage).find(([k]) => k.endsWith(':broken'))[1]")
    assert kept == '{"records":[1]}'


def test_hostile_files_are_refused_in_words_or_shown_as_text(
    open_page: Opener, standards: tuple[Standard, Standard], tmp_path: Path
) -> None:
    _, then = standards
    page = open_page()
    nasty = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"
    data = draw(then, 3)
    for row in data["results"]:
        row |= {
            "note": nasty,
            "title": nasty[:200],
            "label": "<b>1</b>",
            "text": nasty,
            "by": nasty[:60],
        }
    data |= {"unit": nasty[:60], "archive": [data["results"][1] | {"id": "no-such", "text": nasty}]}
    bring(page, write(tmp_path, "nasty.json", data))
    assert page.locator(".hb-sc-asked .hb-redline").first.inner_text().count("onerror") > 0
    page.evaluate("window.print = () => {}")
    page.click("#hb-sc-list")
    assert page.locator("#hb-selfcheck img, .hb-page script:not([src])").count() == 0
    assert page.title().startswith("对标自查")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    for name, content, words in (
        ("a.json", '{"kind":"selfcheck"}', "format"),
        ("b.json", json.dumps(data | {"handbook": "别的"}), "另一本手册《别的》"),
        ("c.json", "{" + " " * (5 << 20), "超过 4 MB"),
        ("d.csv", "甲,乙\n1,2\n", "没有“判定”这一栏"),
        ("e.csv", "\x00\xff\xfe", "没有“判定”"),
    ):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        page.set_input_files("#hb-sc-file", str(path))
        dialog = page.locator("dialog[open]")
        dialog.wait_for()
        assert words in dialog.inner_text(), dialog.inner_text()
        dialog.get_by_role("button", name="取消").click()


def test_a_table_goes_out_is_filled_and_comes_back(open_page: Opener, tmp_path: Path) -> None:
    page = open_page()
    page.locator("#c-set-up-where-due input[value=met]").check()
    _, data = exported(page, "#hb-sc-csv")
    lines = data.decode("utf-8-sig").split("\r\n")
    blank, filling = ",,,,,,", ",部分达标,缺记录,,书记,2030/1/5,"
    filled = [
        line.replace(blank, filling, 1) if "party-day-plan" in line else line for line in lines
    ]
    path = tmp_path / "t.csv"
    path.write_bytes("\r\n".join(filled).encode("gb18030"))
    bring(page, path, "并入")
    clause = page.locator("#c-party-day-plan")
    assert clause.locator("input[value=partial]").is_checked()
    assert clause.locator("[data-key=due]").input_value() == "2030-01-05"
    assert page.locator("#hb-sc-standing").inner_text().startswith("已判定2／173")
    assert page.locator("#hb-sc-archive").is_hidden()


def test_report_and_rectification_list_print(
    open_page: Opener, standards: tuple[Standard, Standard], tmp_path: Path
) -> None:
    now, _ = standards
    data = draw(now, 5, (90, 5, 3, 2), "2019-12-20")
    lacking = [r for r in data["results"] if r["verdict"] in ("partial", "unmet")]
    page = open_page()
    page.evaluate("window.print = () => {}")
    bring(page, write(tmp_path, "x.json", data))
    page.fill("#hb-sc-date", "2019-12-20")
    for button, title in (("#hb-sc-report", "对标自查报告"), ("#hb-sc-list", "整改清单")):
        page.click(button)
        text = pdf_text(page.pdf(prefer_css_page_size=True))
        assert title in text and "示例单位 04 第一党支部" in text and "2019年12月20日" in text
        assert "导出文件" not in text and "自查\r\n部门汇总" not in text
        if title == "整改清单":
            for row in lacking:
                assert f"{row['label']} {row['title']}"[:8] in text
            assert text.count("已超期") == len(lacking)
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


def test_without_scripts_it_is_a_checklist_to_print(chromium: Browser, built: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "latest" / "selfcheck" / "index.html").as_uri())
    assert page.locator(".hb-sc-clause:visible").count() == 173
    assert page.locator("#hb-sc-desk, #hb-sc-archive").first.is_hidden()
    assert "要用浏览器的脚本，现在没有开启" in page.locator("noscript").first.inner_text()
    page.locator("#c-set-up-where-due input[value=met]").check()
    text = pdf_text(page.pdf(prefer_css_page_size=True))
    assert "第1条" in text and "第173条" in text and text.count("不适用") >= 173
    assert "支部：" in text and "自查日期：" in text
    context.close()


OWN = re.compile(r"/(assets/selfcheck|selfcheck/(data|text))[^/]*\.js|/selfcheck/(data|text)/")
"""The scripts of the checklist and what they load."""
SHIFTS = """
self.moved = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    moved.push([value, ...sources.map(({ node }) => `${node?.className || node?.nodeName}`)]);
  }
}).observe({type: "layout-shift", buffered: true});
"""


class Gate:
    """Lets the checklist's scripts wait until it is opened."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[Route] | None = []
        page.route(OWN, self._meet)

    def _meet(self, route: Route) -> None:
        if self._waiting is None:
            route.continue_()
        else:
            self._waiting.append(route)

    def open(self) -> None:
        """Let those that wait come, and those that follow."""
        waiting, self._waiting = self._waiting, None
        for route in waiting or ():
            route.continue_()


def open_without_scripts(page: Page, address: str) -> Gate:
    """Open a page as it is until its scripts come."""
    gate = Gate(page)
    page.goto(address, wait_until="commit")
    page.locator(".hb-sc-paper").wait_for(state="attached")
    return gate


@pytest.mark.parametrize("width", [390, 1280])
def test_the_clauses_are_there_before_scripts_are(
    context: BrowserContext, served: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    gate = open_without_scripts(page, f"{served}/latest/selfcheck/index.html")
    first = page.locator("#c-set-up-where-due")
    assert first.is_visible()
    assert "第1条 应建必建" in first.locator("legend").inner_text().replace("\n", " ")
    assert first.locator(".hb-sc-check").inner_text().startswith("用内设机构名单")
    assert [label.inner_text() for label in first.locator("label:visible").all()] == [
        "达标",
        "部分达标",
        "未达标",
        "不适用",
    ]
    assert page.locator("#hb-sc-strip a:visible").count() == 27
    assert page.locator("#hb-sc-save").is_visible()
    names = [
        "#hb-sc-strip",
        "#hb-sc-save",
        "#hb-sc-filter",
        "#c-set-up-where-due",
        "#c-joint-branch",
    ]
    places = """names => names.map((name) => {
      const { top, height } = document.querySelector(name).getBoundingClientRect();
      return [name, top + scrollY, height];
    })"""
    before = page.evaluate(places, names)
    assert page.evaluate("() => document.getElementById('hb-sc-desk').inert")
    first.locator("input[value=partial]").check()  # which the scripts take over when they come
    gate.open()
    wait_for_life(page)
    assert page.evaluate(places, names) == before
    assert page.locator("#hb-sc-standing").inner_text().startswith("已判定1／173")
    assert first.locator("input[value=partial]").is_checked()
    reload(page)
    assert first.locator("input[value=partial]").is_checked()
    kept = page.evaluate(
        "Object.entries(localStorage).find(([k]) => /^handbook-self.*[/]/.test(k))[1]"
    )
    assert json.loads(kept)["records"][0]["text"].startswith("内设机构有正式党员3人以上的")


def test_scripts_that_never_come_are_told_of(context: BrowserContext, served: str) -> None:
    page = context.new_page()
    open_without_scripts(page, f"{served}/latest/selfcheck/index.html")
    late = page.locator(".hb-sc-late")
    assert not late.is_visible() and page.locator("#hb-sc-storage").is_visible()
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    assert late.is_visible() and not page.locator("#hb-sc-storage").is_visible()
    assert "存不下来" in late.inner_text()


@pytest.mark.parametrize("results", ["none", "of four branches", "of an older edition"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_scripts_fill_the_page(
    context: BrowserContext,
    served: str,
    standards: tuple[Standard, Standard],
    width: int,
    results: str,
) -> None:
    now, then = standards
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    if results != "none":
        standard = now if results == "of four branches" else then
        page.goto(f"{served}/latest/404.html")
        files = [draw(standard, n, (90, 5, 3, 2), branch=f"第{n}党支部") for n in range(1, 5)]
        put(page, kept(standard.handbook, files))
    page.add_init_script(SHIFTS)
    gate = open_without_scripts(page, f"{served}/latest/selfcheck/index.html")
    gate.open()
    wait_for_life(page)
    page.wait_for_load_state()
    if results == "of an older edition":
        assert page.locator("#hb-sc-notice").is_visible()
    moved = page.evaluate("moved")
    assert sum(value for value, *_ in moved) < 0.02, moved


def put(page: Page, entries: dict[str, str]) -> None:
    """Keep entries in the browser."""
    script = "all => { for (const [key, text] of Object.entries(all)) localStorage[key] = text; }"
    page.evaluate(script, entries)


def test_more_results_than_a_file_holds_are_kept(
    open_page: Opener, standards: tuple[Standard, Standard]
) -> None:
    now, _ = standards
    page = open_page()
    file = draw(now, 1)
    gone = [file["results"][0] | {"id": f"gone-{n}", "text": ""} for n in range(3001)]
    put(page, kept(now.handbook, [file | {"results": [*file["results"], *gone]}]))
    reload(page)
    assert page.locator("#hb-sc-standing").inner_text().startswith("已判定173／173")
    assert page.locator("#hb-sc-archive h2").inner_text() == "归档（3001）"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checklist of a handbook with three times 160 clauses: three pages."""
    root = write_chapters(tmp_path_factory.mktemp("long"), 3, 160)
    build_site(root, lambda *_, **__: None, pdf=False)
    return root / "site" / "latest" / "selfcheck"


def test_a_long_checklist_is_one_in_its_parts(context: BrowserContext, long: Path) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((long / "index.html").as_uri() + "#c-clause-2-5")
    page.wait_for_url("**/2.html#c-clause-2-5")
    wait_for_life(page)
    assert page.locator(".hb-sc-clause").count() == 160
    links = page.locator("#hb-sc-parts a")
    assert links.all_inner_texts() == ["第1–160条", "第161–320条", "第321–480条"]
    assert links.nth(1).get_attribute("aria-current") == "page"
    page.locator("#c-clause-2-5 input[value=unmet]").check()
    assert page.locator("#hb-sc-standing").inner_text().startswith("已判定1／480")
    links.nth(2).click()
    page.wait_for_url("**/3.html")
    wait_for_life(page)
    page.locator("#c-clause-3-1 input[value=unmet]").check()
    page.locator("#c-clause-3-2 input[value=met]").check()
    page.select_option("#hb-sc-filter select", "unmet")
    assert page.locator("#hb-sc-filter output").inner_text() == "本页1条，共2条"
    assert [link.get_attribute("data-found") for link in links.all()] == ["（0）", "（1）", "（1）"]
    _, data = exported(page)
    results = json.loads(data)["results"]
    assert len(results) == 480
    assert {r["id"]: (r["verdict"], r["text"]) for r in results if r["verdict"]} == {
        "clause-2-5": ("unmet", "正文2之5。\n自查： 查记录2之5。"),
        "clause-3-1": ("unmet", "正文3之1。\n自查： 查记录3之1。"),
        "clause-3-2": ("met", "正文3之2。\n自查： 查记录3之2。"),
    }
    links.nth(1).click()
    page.wait_for_url("**/2.html?state=unmet")
    wait_for_life(page)
    assert page.locator(".hb-sc-clause:visible").count() == 1
    assert page.locator("#c-clause-2-5 input[value=unmet]").is_checked()
    _, table = exported(page, "#hb-sc-csv")
    lines = table.decode("utf-8-sig").split("\r\n")
    blank = next(line for line in lines if "clause-1-9," in line)
    filled = [*lines[:1], blank.replace(",,,,,,", ",部分达标,,,,,", 1)]
    path = long.parent / "t.csv"
    path.write_text("\r\n".join(filled), encoding="utf-8")
    bring(page, path, "并入")
    kept = json.loads(exported(page)[1])["results"]
    (row,) = (r for r in kept if r["id"] == "clause-1-9")
    assert (row["verdict"], row["text"]) == ("partial", "正文1之9。\n自查： 查记录1之9。")
    page.goto((long / "overview.html").as_uri())
    assert "章1" not in page.locator("#hb-ov-rules").inner_text()
    assert page.evaluate("handbookSelfcheck.prepare(handbookSelfcheck.book).clauses.size") == 480
    assert wrong == []


def test_the_overview_shows_what_the_command_prints(
    open_page: Opener, standards: tuple[Standard, Standard], tmp_path: Path
) -> None:
    now, then = standards
    files = []
    for branch in range(4):
        dated = [
            (then, "2018-12-20", (50, 5, 2, 1)),
            (now, "2019-12-20", (1 + branch * 300, 1, 0, 0)),
        ]
        for standard, date, weights in dated:
            name = f"第{branch + 1}党支部"
            data = draw(standard, branch, weights, date, name, f"示例单位 0{branch // 2 + 1}")
            files.append(write(tmp_path, f"{branch}-{date}.json", data))
    made = make_overview([parse_results(f.read_bytes(), f.name) for f in files], now)
    bad = write(tmp_path, "bad.json", {"kind": "selfcheck"})
    page = open_page("selfcheck/overview.html")
    page.set_input_files("#hb-ov-files", [str(f) for f in [*files, bad]])
    page.locator("#hb-ov-wrong li").wait_for()
    names = {"reached": "达标", "nearly": "基本达标", "short": "未达标"}
    counts = "，".join(f"{name}{made.level(level)}" for level, name in names.items())
    assert page.locator("#hb-ov-status").inner_text() == f"8个文件，4个支部：{counts}。"
    assert "bad.json：“format”" in page.locator("#hb-ov-wrong").inner_text()
    rows = cells(page, "#hb-ov-growth")
    assert [row[:4] for row in rows] == [
        [p.date, *(str(count) for count in p.levels.values())] for p in made.growth
    ]
    label = page.locator("#hb-ov-growth svg").get_attribute("aria-label") or ""
    assert f"2019-12-20达标{made.level('reached')}个" in label
    assert len(cells(page, "#hb-ov-branches")) == 4 and len(cells(page, "#hb-ov-items")) == 27
    listed = [row[0] for row in cells(page, "#hb-ov-clauses")]
    assert listed == [tally.label for tally in made.clauses]
    name, table = exported(page, "#hb-ov-csv")
    assert name == "自查汇总.csv" and "增长情况" in table.decode("utf-8-sig")


def cells(page: Page, place: str) -> list[list[str]]:
    """The rows of a table's body."""
    script = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    found: list[list[str]] = page.locator(f"{place} tbody tr").evaluate_all(script)
    return found


def test_the_checklist_is_reached_from_home_and_from_a_clause(open_page: Opener) -> None:
    page = open_page("index.html")
    assert page.locator(".md-tabs a", has_text="自查").count() == 1
    page.locator(".hb-home-side a", has_text="逐条自查").click()
    page.wait_for_url("**/selfcheck/index.html")
    page.locator("#c-party-day-frequency .hb-number").click()
    page.wait_for_url("**/handbook/02-activities.html#party-day-frequency")
    page.locator("#party-day-frequency .hb-margin a", has_text="自查").click()
    page.wait_for_url("**/selfcheck/index.html#c-party-day-frequency")
    box = page.locator("#c-party-day-frequency").bounding_box()
    assert box is not None and 0 <= box["y"] < 400


@pytest.mark.parametrize(
    ("width", "scheme", "all_of_it"),
    [(1280, "light", True), (1280, "dark", False), (390, "light", False), (390, "dark", False)],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, served: str, standards: tuple[Standard, Standard], tmp_path: Path,
    width: int, scheme: Any, all_of_it: bool,
) -> None:  # fmt: skip
    now, then = standards
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{served}/latest/selfcheck/index.html")
    old = draw(then, 1, (5, 3, 2, 1))
    old["archive"] = [old["results"][0] | {"id": "gone-clause"}]
    bring(page, write(tmp_path, "old.json", old))
    page.locator("#c-election-meeting input[value=unmet]").check()
    for summary in page.locator("#c-election-meeting summary, #hb-sc-archived summary").all()[:3]:
        summary.click()
    if not all_of_it:  # the clauses that are like the others are left out
        page.fill("#hb-sc-filter input", "会")
        page.select_option("#hb-sc-filter select", "open")
    check(page, width)
    page.select_option("#hb-sc-filter select", "asked")
    page.click("#hb-sc-delete")
    check(page, width)
    page.keyboard.press("Escape")
    page.goto(f"{served}/latest/selfcheck/overview.html")
    days = ("2018-01-01", "2019-01-01")
    files = [write(tmp_path, f"{d}.json", draw(now, 1, (9, 1, 1, 1), d)) for d in days]
    page.set_input_files("#hb-ov-files", [str(f) for f in files])
    page.locator("#hb-ov-result").wait_for()
    check(page, width)
    context.close()


@pytest.mark.parametrize("width", [320, 640])
def test_at_200_per_cent_nothing_is_cut_off(chromium: Browser, served: str, width: int) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: 1280 pixels at 200 % and 400 %."""
    context = chromium.new_context(viewport={"width": width, "height": 512})
    page = context.new_page()
    page.goto(f"{served}/latest/selfcheck/index.html")
    page.locator("#c-set-up-where-due input[value=unmet]").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (
        "#c-set-up-where-due .hb-sc-choices label",
        "#hb-sc-strip a",
        ".hb-sc-tools button",
    ):
        for each in page.locator(part).all():
            box = each.bounding_box()
            assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= width), part
    context.close()


def check(page: Page, width: int) -> None:
    page.wait_for_timeout(150)
    results = Axe().run(page)
    found = [
        (v["id"], [n["target"] for n in v["nodes"]][:4], v["nodes"][0]["failureSummary"])
        for v in results.response["violations"]
    ]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
