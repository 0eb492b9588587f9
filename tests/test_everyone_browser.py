"""A site for everyone: from a stick, light, still, by keyboard, large, on a phone, on paper."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from handbook.site.archive import pack
from tests.test_browser import KINDS, MORE

pytestmark = pytest.mark.browser

ALL = KINDS | MORE
SOME = {
    kind: ALL[kind]
    for kind in (
        "home", "chapter", "bulletin", "change log", "comparison", "data", "record book", "copy",
        "suggestion", "self-check", "desk", "absent", "clauses", "editions",
    )
}  # fmt: skip
"""One of each that has a look or scripts of its own."""
FIRST = ("home", "chapter", "clauses")
"""Where readers come in."""
WEIGHT = 300_000
"""Bytes, compressed, of all that such a page loads."""
NOTICE = "示例文本，非官方手册"
WATCH = """
self.seen = {broken: [], moved: 0};
document.addEventListener("securitypolicyviolation", (e) =>
  seen.broken.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.moved += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
"""Notes what breaks the page's policy, and how far things have moved (CLS)."""
Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Open pages of one context; at the end no error was logged and no other host was asked."""
    contexts = []
    wrong: list[str] = []

    def open_it(address: str, **options: Any) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else 0)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(("file:", "data:", "blob:")) else wrong.append(r.url)
            ),
        )
        page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def stick(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is unpacked on somebody's stick."""
    folder = tmp_path_factory.mktemp("stick")
    pack(built, folder / "site.zip")
    target = folder / "U 盘 (E)" / "标准化手册 #1 100%"
    with zipfile.ZipFile(folder / "site.zip") as archive:
        archive.extractall(target)
    return target


def test_a_stick_works_by_a_double_click(stick: Path, open_page: Open) -> None:
    """Search, another edition, the checklist, one's own copy: all from the unpacked folder."""
    page = open_page((stick / "index.html").as_uri())
    page.wait_for_url("**/latest/index.html")
    page.click(".hb-home-search")
    page.keyboard.type("每月相对固定")
    result = page.locator(".md-search-result__link", has_text="第41条").first
    result.wait_for()
    result.click()
    page.locator("#party-day-frequency").wait_for()
    page.locator(".hb-versions").select_option("2018")
    page.wait_for_url("**/2018/handbook/02-activities.html*")
    page.locator(".hb-versions").select_option("next")
    page.wait_for_url("**/next/**")
    assert "草案" in page.locator(".hb-banner").first.inner_text()

    page.goto((stick / "latest/selfcheck/index.html").as_uri())
    page.locator(".hb-sc-clause .hb-sc-choices label").first.click()
    page.reload()
    assert page.locator(".hb-sc-clause input:checked").count() == 1

    page.goto((stick / "mine/index.html").as_uri() + "?e=2018&p=1")
    page.wait_for_url("**/latest/mine/2018-1.html")
    assert page.locator(".hb-mine-list li").count() > 0
    assert page.evaluate("seen.broken") == []


def test_no_kind_of_page_on_a_stick_breaks_its_policy(stick: Path, open_page: Open) -> None:
    address = (stick / "latest").as_uri() + "/"
    page = open_page(address + "index.html")
    broken = {}
    for kind, name in SOME.items():
        if kind == "absent":  # what a server shows: it may stand at any address
            continue
        page.goto(address + name)
        page.wait_for_timeout(50)
        if found := page.evaluate("seen.broken"):
            broken[kind] = found
    assert broken == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_comes(chromium: Browser, served: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(WATCH)
    moved, broken = {}, {}
    for kind, name in SOME.items():
        page = context.new_page()
        page.goto(f"{served}/latest/{name}")
        page.wait_for_timeout(120)
        seen = page.evaluate("seen")
        if seen["moved"] > 0.01:
            moved[kind] = seen["moved"]
        if seen["broken"]:
            broken[kind] = seen["broken"]
        page.close()
    context.close()
    assert (moved, broken) == ({}, {})


def test_the_first_page_is_light(chromium: Browser, served: str) -> None:
    weights = {}
    for kind in FIRST:
        context = chromium.new_context()
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer, found=answers: found.append(answer))
        page.goto(f"{served}/latest/{KINDS[kind]}", wait_until="networkidle")
        bodies = {answer.url: gzip.compress(answer.body(), 6) for answer in answers}
        weights[kind] = sum(map(len, bodies.values()))
        assert len(bodies) > 5
        context.close()
    assert all(weight < WEIGHT for weight in weights.values()), weights


# What is cut off: text in a box that hides what does not fit. The theme's bar repeats the title of
# the site and the page, which stand on the page itself.
CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const apart = ".md-header__title, .md-search, .md-nav--primary > .md-nav__title";
  if (e.closest(apart)) return false;
  const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  if (!words || !e.checkVisibility()) return false;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return false;
  return /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1
    || /hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
}).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)}`)"""
# Text alone at 200 %: what a browser does that enlarges no boxes (WCAG 2.2, 1.4.4).
ENLARGE = """() => {
  const all = [...document.querySelectorAll("body, body *")].filter((e) => e.style).map((e) => {
    const style = getComputedStyle(e);
    return [e, parseFloat(style.fontSize), parseFloat(style.lineHeight)];
  });
  for (const [e, size, height] of all) {
    e.style.setProperty("font-size", `${size * 2}px`, "important");
    if (height) e.style.setProperty("line-height", `${height * 2}px`, "important");
  }
}"""


@pytest.mark.parametrize(
    ("width", "scale", "enlarge"), [(640, 2, False), (320, 4, False), (1280, 1, True)]
)
def test_enlarged_nothing_is_cut_off_and_nothing_scrolls_sideways(
    chromium: Browser, served: str, width: int, scale: int, enlarge: bool
) -> None:
    """At 200 % (1.4.4) and 400 % (1.4.10) of a window 1,280 wide; text alone at 200 %."""
    context = chromium.new_context(
        viewport={"width": width, "height": 450}, device_scale_factor=scale
    )
    page = context.new_page()
    wrong = {}
    for kind, name in (ALL if width == 640 else SOME).items():
        page.goto(f"{served}/latest/{name}")
        if enlarge:
            page.evaluate(ENLARGE)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if (cut := page.evaluate(CUT)) or wide > 0:
            wrong[kind] = (wide, cut[:4])
    context.close()
    assert wrong == {}


def test_on_a_phone_all_that_is_touched_is_large_enough(chromium: Browser, served: str) -> None:
    """At least 24 px, or as far apart (WCAG 2.2, 2.5.8), as axe judges it."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    small = {}
    for kind, name in ALL.items():
        page.goto(f"{served}/latest/{name}")
        found = run_axe(page, "target-size")
        if found:
            small[kind] = found
    context.close()
    assert small == {}


def run_axe(page: Page, *rules: str) -> list[Any]:
    options = {"runOnly": {"type": "rule", "values": list(rules)}}
    response = Axe().run(page, options=options).response
    return [[n["target"] for n in v["nodes"]][:4] for v in response["violations"]]


LANDMARKS = """() => [...document.querySelectorAll("main, nav, footer, header.md-header")]
  .filter((e) => !e.parentElement.closest("article, section, dialog, nav"))
  .map((e) => `${e.tagName} ${e.ariaLabel || e.getAttribute("aria-labelledby") || ""}`)"""


def test_the_first_stop_skips_to_the_text_and_landmarks_have_names(
    chromium: Browser, served: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for kind, name in ALL.items():
        page.goto(f"{served}/latest/{name}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("md-skip"), kind
        page.keyboard.press("Enter")
        # Where the next stop is, is in the text, not in the bar above it.
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('header.md-header, .md-tabs')"), kind
        found = page.evaluate(LANDMARKS)
        tags = [line.partition(" ")[0] for line in found]
        assert (tags.count("MAIN"), tags.count("FOOTER"), tags.count("HEADER")) == (1, 1, 1), kind
        names = [line for line in found if line.startswith("NAV")]
        assert all(line.partition(" ")[2] for line in names), (kind, names)
        assert page.locator(".md-search [role=status], .md-search [aria-live]").count(), kind
    context.close()


@pytest.mark.parametrize("kind", ["home", "chapter", "change log"])
@pytest.mark.parametrize("colours", ["own", "forced"])
def test_the_focus_is_seen(chromium: Browser, served: str, kind: str, colours: str) -> None:
    """With the focus a page looks otherwise than without, at each of its first stops."""
    forced = "active" if colours == "forced" else "none"
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, forced_colors=forced, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{served}/latest/{KINDS[kind]}")
    page.wait_for_timeout(100)
    unseen, stops = [], 0
    for _ in range(40):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "() => { const e = document.activeElement; return e.closest('.md-search') ? '' :"
            " `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 12)}`; }"
        )
        if not where:
            continue
        stops += 1
        with_it = page.screenshot()
        page.evaluate("self.last = document.activeElement; last.blur()")
        if page.screenshot() == with_it:
            unseen.append(where)
        page.evaluate("last.focus({focusVisible: true, preventScroll: true})")
        if stops == 12:
            break
    context.close()
    assert stops == 12 and unseen == []


def test_nothing_is_animated_for_those_who_want_stillness(chromium: Browser, served: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    moving = {}
    for kind, name in SOME.items():
        page.goto(f"{served}/latest/{name}")
        found = page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap((e) => ["", "::before", "::after"]
              .map((part) => [e, part, getComputedStyle(e, part || null)]))
              .filter(([e, , s]) => s.transitionDuration.split(", ").some((t) => parseFloat(t) > 0)
                || s.scrollBehavior === "smooth"
                || (s.animationName !== "none" && parseFloat(s.animationDuration) > .01))
              .map(([e, part]) => `${e.tagName}.${e.className}${part}`).slice(0, 5)"""
        )
        if found:
            moving[kind] = found
    context.close()
    assert moving == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_more(chromium: Browser, served: str, scheme: str) -> None:
    """7 : 1 where the reader asks for more (WCAG 2.2, 1.4.6)."""
    context = chromium.new_context(color_scheme=scheme, contrast="more")  # type: ignore[arg-type]
    page = context.new_page()
    faint = {}
    light, dark = ("home", "bulletin", "self-check"), ("change log", "comparison", "data")
    for kind in light if scheme == "light" else dark:
        page.goto(f"{served}/latest/{ALL[kind]}")
        if found := run_axe(page, "color-contrast-enhanced"):
            faint[kind] = found
    context.close()
    assert faint == {}


def test_in_the_system_s_colours_nothing_is_told_by_a_ground_alone(
    chromium: Browser, served: str
) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{served}/latest/{ALL['comparison']}")
    look = "e => { const s = getComputedStyle(e); return s.textDecorationLine; }"
    for tag, line in (("del", "line-through"), ("ins", "underline")):
        assert page.locator(f".hb-diff {tag}:visible").first.evaluate(look) == line
    box = "e => getComputedStyle(e, '::before').backgroundColor"
    on = page.locator(".hb-switch:checked[type=checkbox] + label").first.evaluate(box)
    off = page.locator(".hb-switch:not(:checked)[type=checkbox] + label").first.evaluate(box)
    assert on != off
    context.close()


# Paper


def printed(page: Page) -> list[str]:
    """The text of each printed page."""
    with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as document:
        return [each.get_textpage().get_text_bounded().replace("\r", "") for each in document]


@pytest.fixture
def dark(chromium: Browser, served: str) -> Iterator[Open]:
    """Open a page of `latest/` in the dark."""
    context = chromium.new_context(color_scheme="dark")

    def open_it(kind: str) -> Page:
        page = context.new_page()
        page.goto(f"{served}/latest/{ALL[kind]}")
        return page

    yield open_it
    context.close()


def test_a_chapter_prints_as_text(dark: Open) -> None:
    page = dark("chapter")
    titles = page.locator("h1, h2, .hb-provision h3").all_inner_texts()
    names = {title.strip().splitlines()[-1] for title in titles}
    checks = page.locator(".hb-check").count()
    sheets = printed(page)
    text = "\n".join(sheets)
    assert 10 < len(sheets) < 20
    assert text.count("自查：") == checks
    for tool in ("有误？", "收藏", "搜索", "沿革"):
        assert tool not in text
    for number, sheet in enumerate(sheets, 1):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        foot = [line for line in lines if NOTICE in line and "2019年版" in line]
        assert foot and f"{number}／{len(sheets)}" in sheet, sheet
        body = [line for line in lines if line not in foot and "／" not in line]
        assert body[-1] not in names, sheet  # no heading at the foot of a page
        assert not body[0].startswith("自查："), sheet  # nor a self-check without its clause


def test_paper_is_white(dark: Open) -> None:
    page = dark("chapter")
    data = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    with pypdfium2.PdfDocument(data) as document:
        image = document[1].render(scale=0.5, grayscale=True)
        grey = bytes(image.buffer)
    assert grey[0] == 255 and min(grey) < 120
    assert sum(grey) / len(grey) > 235


def test_a_table_is_headed_on_each_page(dark: Open) -> None:
    page = dark("data")
    page.evaluate(
        """() => { const body = document.querySelector(".md-content table tbody");
          const rows = [...body.rows];
          for (const row of rows) row.cells[0].textContent = "样行";
          for (let i = 0; i < 30; i++) body.append(...rows.map((row) => row.cloneNode(true))); }"""
    )
    head = page.locator(".md-content table thead th").first.inner_text()
    sheets = [sheet for sheet in printed(page) if "样行" in sheet]
    assert len(sheets) > 2 and all(head in sheet for sheet in sheets)
    assert all(NOTICE in sheet for sheet in sheets)
