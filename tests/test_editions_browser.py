"""Three editions made with the commands: what a reader sees of moves, renames and removals."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from handbook.cli import main
from handbook.errata.model import compute_receipt
from tests.conftest import MKDOCS, FileServer, QuietHandler
from tests.test_editions import release, replace, turn_to
from tests.test_editions_site import FIRST, NAME, SECOND, TEMPORARY, choose

ONE, TWO = "docs/handbook/01-one.md", "docs/handbook/02-two.md"
BULLETIN = """---
issue: 1
published: 2018-06-15
affirmed: "2018"
---
# 学习参考第1期 {#b-one}

## 支部设立 {#a-one}

### 几人可以设支部？ {#q-one}

按照[][set-up]。

### 怎样起名？ {#q-two}

按照[][branch-name]。
"""
RENAME = """---
provision: branch-name
edition: "2019"
kind: amendment
action: rename
to: name-of-branch
history:
  - {state: reported, date: 2019-10-08, by: [示例单位 04]}
  - {state: accepted, date: 2019-10-20, by: [编辑部], why: 与其他标识一致}
---
标识与其他标识一致。
"""
OPEN = """---
provision: branch-name
edition: "2018"
kind: technical
original: 所在单位
corrected: 所在单位全称
history:
  - {state: reported, date: 2019-10-08, by: [示例单位 31]}
---
简称容易混淆。
"""
RECEIPT = compute_receipt("branch-name", "所在单位", "所在单位全称")


def declare(root: Path, base: str, date: str) -> None:
    """Declare all that was changed by hand since an edition."""
    words = ("--by", "编辑部", "--why", "与实际一致", "--date", date)
    assert main(["-C", str(root), "errata", "from-change", "--base", base, "--all", *words]) == 0


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In 2019 a clause moved to another chapter, one went, one was corrected; in 2020 the moved
    one got another id and another text. The draft is ahead by a new clause.
    """
    root = tmp_path_factory.mktemp("three")
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    files = {"mkdocs.yml": dated, ONE: FIRST, TWO: SECOND, "docs/bulletins/2018-01.md": BULLETIN}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert release(root, "2018") == 0
    turn_to(root, "2019", "2019-06-28")
    replace(root, TEMPORARY, "", ONE)
    replace(root, "\n" + NAME, "", ONE)
    replace(root, "**自查：** 查会议记录。\n", f"**自查：** 查会议记录。\n\n{NAME}", TWO)
    replace(root, "3人以上的", "三人以上的", ONE)
    declare(root, "2018", "2019-01-10")
    assert release(root, "2019") == 0
    turn_to(root, "2020", "2020-06-28")
    (root / f"docs/errata/{RECEIPT}.md").write_text(OPEN, encoding="utf-8")
    (root / "docs/errata/2019-010.md").write_text(RENAME, encoding="utf-8")
    replace(root, "{#branch-name}", "{#name-of-branch}", TWO)
    replace(root, "[][branch-name]", "[][name-of-branch]", "docs/bulletins/2018-01.md")
    apply = ("errata", "apply", "2019-010", "--yes", "--date", "2020-01-02")
    assert main(["-C", str(root), *apply]) == 0
    replace(root, "名称写明所在单位。", "名称写明所在单位，并加“党支部”字样。", TWO)
    declare(root, "2019", "2020-01-10")
    assert release(root, "2020") == 0
    turn_to(root, "2021", "2021-06-28")
    replace(
        root,
        "{#item-two}\n",
        "{#item-two}\n\n### 新条 {#fresh}\n\n新增的话。\n\n**自查：** 查。\n",
        TWO,
    )
    declare(root, "2020", "2020-08-01")
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    return root


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, three: Path) -> Iterator[str]:
    """The site over http and from a folder."""
    if request.param == "file":
        yield (three / "site").as_uri()
        return
    handler = partial(QuietHandler, directory=str(three / "site"))
    server = FileServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def asked() -> list[Request]:
    """Every request that the page made."""
    return []


@pytest.fixture
def page(chromium: Browser, asked: list[Request]) -> Iterator[Page]:
    context = chromium.new_context()
    wrong: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.on("request", lambda request: asked.append(request))
    yield opened
    assert context.cookies() == []
    context.close()
    assert wrong == []


def test_switching_follows_a_clause_that_moved_and_got_another_id(page: Page, address: str) -> None:
    page.goto(f"{address}/2018/handbook/01-one.html#branch-name")
    choose(page, "2020")
    page.wait_for_url("**/latest/handbook/02-two.html#name-of-branch")
    choose(page, "2018")
    page.wait_for_url("**/2018/handbook/01-one.html#branch-name")
    choose(page, "next")
    page.wait_for_url("**/next/handbook/02-two.html#name-of-branch")


@pytest.mark.parametrize(("version", "place"), [("2020", "latest"), ("next", "next")])
def test_a_removed_clause_says_since_when_in_every_later_edition(
    page: Page, address: str, version: str, place: str
) -> None:
    page.goto(f"{address}/2018/handbook/01-one.html#temporary")
    choose(page, version)
    page.wait_for_url(f"**/{place}/c/temporary/index.html")
    assert re.search(r"自2019年版起取消，依据是E2019-\d+", page.locator("h1").inner_text())
    page.click("a >> nth=0")
    page.wait_for_url("**/2018/handbook/01-one.html#temporary")


def test_a_clause_that_is_yet_to_come_says_from_when_on(page: Page, address: str) -> None:
    page.goto(f"{address}/next/handbook/02-two.html#fresh")
    choose(page, "2018")
    page.wait_for_url("**/2018/c/fresh/index.html")
    assert "2018年版里没有，2021年版起才有" in page.locator("h1").inner_text()


def test_what_changed_since_the_edition_last_seen_until_it_is_noted(
    page: Page, address: str, asked: list[Request]
) -> None:
    page.goto(f"{address}/2018/index.html")  # the first that this reader ever sees
    page.locator(".hb-versions").wait_for()
    page.goto(f"{address}/latest/index.html")
    note = page.locator(".hb-since")
    note.wait_for()
    assert "您上次看的是2018年版，现行的是2020年版。" in note.inner_text()
    page.goto(f"{address}/latest/handbook/02-two.html")
    note.wait_for()
    assert note.get_by_role("link").all_inner_texts() == ["第3条", "全部改动"]
    assert page.locator(".hb-changed").count() == 1
    note.get_by_role("link", name="全部改动").click()
    page.wait_for_url("**/latest/changes/2018.html")
    titles = page.locator(".hb-diff-entry h3 .hb-title").all_inner_texts()
    assert titles == ["应建必建", "临时支部", "名称"]
    page.locator(".hb-versions").wait_for()
    page.goto(f"{address}/latest/handbook/02-two.html")
    page.locator(".hb-versions").wait_for()
    assert note.count() == 0
    # What was seen is never sent: nothing but files of the site is asked for, and no query.
    assert all(r.method == "GET" and "?" not in r.url for r in asked)
    # A worker that a page makes of its own text (`blob:`) leaves the browser no more.
    assert [r.url for r in asked if not r.url.startswith((address, "blob:"))] == []


@pytest.mark.parametrize(
    ("day", "edition", "target"),
    [
        ("2018-05-20", "2018年版", "2018/handbook/01-one.html#branch-name"),
        ("2019-06-27", "2018年版", "2018/handbook/01-one.html#branch-name"),
        ("2019-06-28", "2019年版", "2019/handbook/02-two.html#branch-name"),
        ("2020-07-01", "2020年版", "2020/handbook/02-two.html#name-of-branch"),
    ],
)
def test_the_text_in_force_on_a_day(
    page: Page, address: str, day: str, edition: str, target: str
) -> None:
    page.goto(f"{address}/latest/handbook/02-two.html")
    page.locator("#name-of-branch .hb-past summary").click()
    page.locator("#name-of-branch").get_by_role("link", name="查某日有效的文本").click()
    page.fill("#hb-inforce input[name=d]", day)
    link = page.locator("#hb-inforce output a")
    assert link.inner_text() == edition
    link.click()
    page.wait_for_url(f"**/{target}")


def test_before_the_first_edition_nothing_was_in_force(page: Page, address: str) -> None:
    page.goto(f"{address}/latest/editions/index.html?d=2018-05-19&p=set-up")
    output = page.locator("#hb-inforce output")
    assert output.inner_text() == "当日还没有发布任何版次"


def test_a_history_has_the_former_ids_numbers_and_causes(page: Page, address: str) -> None:
    page.goto(f"{address}/next/handbook/02-two.html")
    past = page.locator("#name-of-branch .hb-past")
    past.locator("summary").click()
    lines = [re.sub(r"E20\d\d-\d+", "E", text) for text in past.locator("li").all_inner_texts()]
    assert lines == [
        "2018年版第3条：初版即有",
        "2019年版第3条：移位（E） 对照",
        "2020年版第3条：有改动，标识由 branch-name 改为 name-of-branch（E、E） 对照",
        "2021年版草案第4条：条号变动 对照",
        "查某日有效的文本",
    ]
    past.get_by_role("link", name="2020年版修订对照").click()
    page.wait_for_url("**/2020/changes/2019.html#name-of-branch")
    assert page.locator("#name-of-branch ins").first.inner_text() == "，并加“党支部”字样"


def test_each_edition_is_compared_with_the_one_before_and_with_the_newest(three: Path) -> None:
    found = {p.relative_to(three / "site").as_posix() for p in three.glob("site/*/changes/*")}
    assert found == {
        "2019/changes/2018.html",
        "2020/changes/2019.html",
        "latest/changes/2018.html",
        "latest/changes/2019.html",
        "next/changes/2020.html",
    }
    html = (three / "site/latest/editions/index.html").read_text(encoding="utf-8")
    for href in ("../changes/2018.html", "../changes/2019.html", "../../2019/changes/2018.html"):
        assert f'href="{href}"' in html, href


def test_links_of_comparisons_and_histories_lead_somewhere(three: Path) -> None:
    site = three / "site"
    ids: dict[Path, set[str]] = {}
    pages = [*site.glob("*/changes/*.html"), *site.glob("*/editions/index.html")]
    pages += site.glob("*/handbook/0*.html")
    for page in pages:
        text = page.read_text(encoding="utf-8")
        main_text = text[text.index("<article") : text.index("</article>")]
        for href in re.findall(r'href="([^"]+)"', main_text):
            target, fragment = urldefrag(urljoin(page.as_uri(), href))
            path = Path(unquote(target.removeprefix("file://").partition("?")[0]))
            assert path.is_file(), (page, href)
            if path not in ids:
                ids[path] = set(re.findall(r'id="([^"]+)"', path.read_text(encoding="utf-8")))
            assert not fragment or fragment in ids[path], (page, href)


def test_an_open_erratum_follows_its_clause_to_the_new_id(three: Path) -> None:
    text = (three / f"docs/errata/{RECEIPT}.md").read_text(encoding="utf-8")
    assert "provision: branch-name\nprovision_now: name-of-branch\n" in text
    for place, page, id, address in (
        ("2018", "01-one", "branch-name", f"errata/index.html#{RECEIPT}"),
        ("latest", "02-two", "name-of-branch", f"errata/{RECEIPT}.html"),
        ("next", "02-two", "name-of-branch", f"errata/{RECEIPT}.html"),
    ):
        html = (three / f"site/{place}/handbook/{page}.html").read_text(encoding="utf-8")
        clause = html[html.index(f'id="{id}"') :]
        assert address in clause.partition("</section>")[0], place
    listed = (three / "site/2018/errata/index.html").read_text(encoding="utf-8")
    assert f'id="{RECEIPT}"' in listed, "an edition has its errata on one page"
    assert not (three / f"site/2018/errata/{RECEIPT}.html").exists()


def test_comparisons_are_made_once(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(three, root)
    from handbook.site import comparisons

    made: list[str] = []

    def counted(*arguments: object) -> object:
        made.append("once more")
        return compare(*arguments)  # type: ignore[arg-type]

    compare = comparisons.compare
    monkeypatch.setattr(comparisons, "compare", counted)
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    assert made == []
    old, new = three / "site", root / "site"
    for path in old.glob("*/changes/*.html"):
        assert path.read_bytes() == (new / path.relative_to(old)).read_bytes()
    # A word of the draft is changed: its page alone is made anew.
    replace(root, "新增的话。", "新增的一句话。", TWO)
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    assert made == ["once more"]
    assert "新增的一句话" in (new / "next/changes/2020.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["latest/changes/2018.html", "next/editions/index.html"])
def test_axe_finds_nothing(chromium: Browser, three: Path, name: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto((three / "site" / name).as_uri())
    page.locator(".hb-versions").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []
    page.close()
