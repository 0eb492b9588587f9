"""What a reader does, in a real Chromium, over http and from a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "chapter": "handbook/02-activities.html",
    "clauses": "handbook/index.html",
    "bulletin": "bulletins/2018-03.html",
    "questions": "bulletins/index.html",
    "method": "methods/ten-ones.html",
    "methods": "methods/index.html",
    "regulation": "regulations/working-rules.html",
    "regulations": "regulations/index.html",
    "change log": "errata/index.html",
    "erratum": "errata/2018-001.html",
    "suggestion": "suggest/index.html?p=party-day-frequency",
    "programme": "programme/plan.html",
    "record book": "records/branch-book.html",
}
MORE = {
    "editions": "editions/index.html",
    "comparison": "changes/2018.html",
    "printings": "mine/index.html",
    "copy": "mine/2018-1.html",
    "records": "records/index.html",
    "data": "programme/distribution.html",
    "self-check": "selfcheck/index.html",
    "overview": "selfcheck/overview.html",
    "desk": "desk/index.html",
    "absent": "404.html",
    "draft": "../next/index.html",
    "chapter of the draft": "../next/handbook/02-activities.html",
    "frozen chapter": "../2018/handbook/02-activities.html",
}
"""Other kinds, and the same in other folders."""


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, built: Path, served: str) -> str:
    """The address of `latest/`, served or opened from a folder."""
    return f"{served}/latest/" if request.param == "http" else (built / "latest").as_uri() + "/"


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page; at the end no error was logged and no other host was asked."""
    wrong: list[str] = []
    contexts = []

    def open_it(name: str, **options: object) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((site.split("/latest/")[0], "data:", "blob:"))
                else wrong.append(r.url)
            ),
        )
        page.goto(site + name)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def test_home_to_clause_to_question_to_method(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html")
    page.click(".hb-home-chapter a:has-text('主题党日')")
    assert page.url.endswith("handbook/02-activities.html#item-party-day")
    clause = page.locator("#party-day-content")
    assert clause.locator(".hb-check").inner_text().startswith("自查：")
    clause.locator(".hb-relations a", has_text="问3-14").click()
    question = page.locator("#q-no-work-meeting-as-party-day")
    question.wait_for()
    question.locator(".hb-text a.hb-ref").first.click()
    page.locator("#party-day-content .hb-relations a", has_text="一线主题党日").click()
    assert page.locator("h1").inner_text() == "一线主题党日"


def test_a_phrase_of_a_clause_finds_it(open_page: Callable[..., Page], site: str) -> None:
    page = open_page("index.html")
    page.click(".hb-home-search")
    page.keyboard.type("每月相对固定")
    result = page.locator(".md-search-result__link", has_text="第41条").first
    result.wait_for()
    assert result.locator("mark").count() > 0
    result.click()
    page.wait_for_url("**/handbook/02-activities.html**")
    page.locator("#party-day-frequency").wait_for()


def test_the_change_log_filters(open_page: Callable[..., Page]) -> None:
    page = open_page("errata/index.html")
    assert page.locator(".hb-erratum:visible").count() == 17
    page.select_option("select[name=state]", "incorporated")
    assert page.locator(".hb-erratum:visible").count() == 8
    assert page.locator(".hb-count").inner_text() == "8 条"
    page.select_option("select[name=kind]", "editorial")
    page.select_option("select[name=chapter]", "ch-members")
    shown = page.locator(".hb-erratum:visible")
    assert shown.count() == 3 and "缴" in "".join(shown.all_inner_texts())


def test_a_clause_can_be_cited(open_page: Callable[..., Page]) -> None:
    page = open_page("handbook/02-activities.html")
    page.locator("#party-day-frequency").get_by_role("button", name="引用第41条").click()
    page.get_by_role("menuitem", name="公文式").click()
    toast = page.locator(".hb-toast")
    toast.wait_for()
    assert "《党和国家机关党支部建设标准化手册》（2019年版）第41条" in toast.inner_text()
    link = page.locator("#party-day-frequency .hb-number")
    link.click()
    assert page.url.endswith("#party-day-frequency")


def test_short_addresses_lead_to_the_clause(open_page: Callable[..., Page]) -> None:
    page = open_page("n/41/index.html")
    page.wait_for_url("**/handbook/02-activities.html#party-day-frequency")


def test_search_opens_from_home_with_the_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("index.html")
    page.locator(".hb-home-search").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.md-search__input')")


def test_every_kind_of_page_is_looked_at(built: Path) -> None:
    """Of each folder at least one page: a new folder is a new kind."""
    pages = [p.relative_to(built / "latest") for p in (built / "latest").glob("*/*.html")]
    looked_at = {name.partition("/")[0] for name in (KINDS | MORE).values()}
    assert {page.parts[0] for page in pages} <= looked_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(chromium: Browser, served: str, scheme: str, width: int) -> None:
    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},  # type: ignore[arg-type]
    )
    page = context.new_page()
    found = {}
    apart = (scheme == "light") == (width == 1280)  # the others each way once
    for kind, name in (KINDS | MORE if apart else KINDS).items():
        page.goto(f"{served}/latest/{name}")
        page.wait_for_timeout(100)
        results = Axe().run(page)
        if results.violations_count:
            found[kind] = [
                (v["id"], [n["target"] for n in v["nodes"]][:4], v["nodes"][0]["failureSummary"])
                for v in results.response["violations"]
            ]
    context.close()
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_page_scrolls_sideways(chromium: Browser, served: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for name in (KINDS | MORE).values():
        page.goto(f"{served}/latest/{name}")
        inner = page.evaluate("document.documentElement.scrollWidth")
        assert inner <= width, (name, inner)
    context.close()
