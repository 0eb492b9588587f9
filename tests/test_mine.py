"""我手里这本: from a printing's map to the page that says what is wrong in a copy."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import jsonschema
import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from handbook.book import Book, Edition, PrintRun, load_book
from handbook.cli import main
from handbook.errata import Entry, Erratum, Register
from handbook.errata.issued import PrintedLine, Printing, leaves, read_printings
from handbook.errata.model import compute_receipt
from handbook.errata.slip import make_slip
from handbook.site.build import build_site
from tests.conftest import MKDOCS, ROOT, FileServer, QuietHandler, Tree
from tests.test_editions import release, replace, turn_to
from tests.test_editions_browser import declare
from tests.test_editions_site import FIRST, SECOND, TEMPORARY

DAY = datetime.date(2018, 10, 20)
ONE, TWO = "docs/handbook/01-one.md", "docs/handbook/02-two.md"
ACCEPTED = """---
provision: {provision}
edition: "2018"
kind: technical
original: {original}
corrected: {corrected}
history:
  - {{state: reported, date: 2018-10-08, by: [示例单位 04]}}
  - {{state: accepted, date: 2018-10-20, by: [编辑部]}}
---
与实际一致。
"""
OPEN = """---
provision: meeting
edition: "2018"
kind: editorial
original: 支部党员大会每季度至少
corrected: 党员大会每季度至少
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 31]}
---
简称。
"""
ERRATA = {
    "2018-001": ("set-up", "3人以上", "三人以上"),
    "2018-002": ("meeting", "至少召开1次", "至少召开一次"),
    "2018-003": ("branch-name", "名称写明所在单位", "名称写明所在单位全称"),
}


def press(root: Path, edition: str, printing: str, *more: str) -> None:
    """Print, and confirm the printing."""
    run = (edition, "--printing", printing, "--copies", "100", "--confirm", *more)
    assert main(["-C", str(root), "press", *run]) == 0


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2018 was printed twice, the second time with one erratum of three; 2019 has all, and a
    clause less. One more suggestion is open.
    """
    root = tmp_path_factory.mktemp("mine")
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    dated = dated.replace(
        "site_name: 小手册", "site_name: 小手册\nsite_url: https://handbook.example/"
    )
    for name, text in {"mkdocs.yml": dated, ONE: FIRST, TWO: SECOND}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert release(root, "2018") == 0
    press(root, "2018", "1", "--date", "2018-05-28")
    turn_to(root, "2019", "2019-06-28")
    (root / "docs/errata").mkdir()
    for id, (provision, original, corrected) in ERRATA.items():
        blanks = {"provision": provision, "original": original, "corrected": corrected}
        text = ACCEPTED.format(**blanks)
        (root / f"docs/errata/{id}.md").write_text(text, encoding="utf-8")
    receipt = compute_receipt("meeting", "支部党员大会每季度至少", "党员大会每季度至少")
    (root / f"docs/errata/{receipt}.md").write_text(OPEN, encoding="utf-8")
    press(root, "2018", "2", "--errata", "2018-001", "--date", "2018-12-10")
    apply = ("errata", "apply", *ERRATA, "--yes", "--date", "2018-11-02")
    assert main(["-C", str(root), *apply]) == 0
    replace(root, TEMPORARY, "", ONE)
    declare(root, "2018", "2019-01-10")
    assert release(root, "2019") == 0
    press(root, "2019", "1", "--date", "2019-07-10")
    turn_to(root, "2020", "2020-06-28")
    assert main(["-C", str(root), "build"]) == 0
    return root


@pytest.fixture(scope="module", params=["http", "file"])
def address(request: pytest.FixtureRequest, library: Path) -> Iterator[str]:
    """The site over http and from a folder."""
    if request.param == "file":
        yield (library / "site").as_uri()
        return
    server = FileServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(library / "site")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


Opener = Callable[..., Page]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Opener]:
    """Opens pages in a browser of a kind; none may write an error to the console."""
    contexts, wrong = [], []

    def opened(url: str, **kind: object) -> Page:
        context = chromium.new_context(**kind)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def rows(page: Page) -> list[str]:
    """The errata of a copy as they read."""
    found = page.locator(".hb-mine-list li > p:first-child").all_inner_texts()
    return [re.sub(r"\s+", "", text) for text in found]


def expected(library: Path, printing: str, *ids: str) -> list[str]:
    """The rows of a printing with the places that its map says."""
    run = next(p for p in read_printings(library) if p.name == printing)
    found = []
    for id in ids:
        provision, original, _ = ERRATA[id]
        changed = {"2018-001": "3人", "2018-002": "1次", "2018-003": "单位"}[id]
        line = next(x for x in run.lines[provision] if changed in x.text.replace(" ", ""))
        found.append((provision, f"第{line.page}页第{line.line}行：误“", original))
    return [start for _, start, _ in found]


# What a reader finds


def test_the_code_of_a_copy_leads_to_its_errata_by_page_and_line(
    library: Path, address: str, reader: Opener
) -> None:
    page = reader(f"{address}/mine/index.html?e=2018&p=1")
    page.wait_for_url("**/latest/mine/2018-1.html")
    assert page.locator("h1").inner_text().split() == ["我手里这本", "2018年版第1次印刷"]
    found = rows(page)
    starts = expected(library, "2018/1", "2018-001", "2018-003", "2018-002")
    assert [row.startswith(start) for row, start in zip(found, starts, strict=True)] == [True] * 3
    assert found[0].endswith("误“有正式党员3人以上的”，正“有正式党员三人以上的”")
    assert found[1].endswith("误“名称写明所在单位”，正“名称写明所在单位全称”")
    assert page.locator(".hb-mine-list del").first.inner_text() == "3"
    assert page.locator(".hb-mine-list ins").first.inner_text() == "三"
    verdict = page.locator(".hb-mine-verdict").inner_text()
    pages = {int(re.search(r"第(\d+)页", start)[1]) for start in starts}  # type: ignore[index]
    sheets = len({(number + 1) // 2 for number in pages})
    assert verdict == f"这本书有3条勘误，要改3处，在{sheets}张上（一张两面）。"


def test_what_a_later_printing_carries_is_not_shown_for_it(address: str, reader: Opener) -> None:
    page = reader(f"{address}/mine/index.html?e=2018&p=2")
    page.wait_for_url("**/latest/mine/2018-2.html")
    assert [row.split("误", 1)[1][:4] for row in rows(page)] == ["“名称写", "“支部党"]
    assert "这一印次已经改正1条勘误，这里不再列出：E2018-001。" in page.inner_text("article")
    # What is only suggested, and what the next edition amended, is no error of a copy.
    assert "党员大会每季度至少召开一次" in page.inner_text(".hb-mine-list")
    assert "临时支部" not in page.inner_text(".hb-mine-list")


def test_an_older_copy_is_told_of_the_new_edition_and_the_newest_that_it_is_current(
    address: str, reader: Opener
) -> None:
    page = reader(f"{address}/mine/index.html?e=2018&p=1")
    note = page.locator(".hb-banner")
    assert (
        note.inner_text() == "已有新版：2019年版，2019年6月28日发布。以后各版共改动4条，逐条对照。"
    )
    note.get_by_role("link", name="逐条对照").click()
    page.wait_for_url("**/latest/changes/2018.html")
    page = reader(f"{address}/mine/index.html?e=2019&p=1")
    page.wait_for_url("**/latest/mine/2019-1.html")
    assert page.inner_text(".hb-mine-verdict") == "这本书是最新的，没有要改的地方。"
    assert page.locator(".hb-banner, .hb-mine-list, .hb-mine-print").count() == 0


def test_the_printing_is_chosen_with_the_keyboard(address: str, reader: Opener) -> None:
    page = reader(f"{address}/latest/index.html")
    page.get_by_role("link", name="我手里这本要改哪些字").click()
    page.wait_for_url("**/latest/mine/index.html")
    picture = page.get_by_role("img", name=re.compile("版本记录页的样子"))
    assert picture.is_visible() and "2019年7月10日第1次印刷" in (picture.text_content() or "")
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.dataset.hbPrinting || ''"))
        if names[-1] == "2018/2":
            break
    assert [name for name in names if name] == ["2019/1", "2018/1", "2018/2"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/latest/mine/2018-2.html")
    page.go_back()
    page.wait_for_url("**/latest/mine/index.html")


def test_a_printing_that_is_not_known_is_said_and_the_others_are_offered(
    address: str, reader: Opener
) -> None:
    page = reader(f"{address}/mine/index.html?e=2018&p=9%3Cb%3E")
    page.wait_for_url("**/latest/mine/index.html?*")
    note = page.get_by_role("status").filter(has_text="没有")
    assert note.inner_text() == "没有“2018年版第9<b>次印刷”的记录，请照书上写的选。"
    assert page.locator("[data-hb-printing]").count() == 3
    page.goto(f"{address}/latest/mine/index.html?e=2018&p=1")
    page.wait_for_url("**/latest/mine/2018-1.html")


def test_without_a_script_the_printing_is_chosen_and_all_is_there(
    address: str, reader: Opener
) -> None:
    page = reader(f"{address}/mine/index.html?e=2018&p=1", java_script_enabled=False)
    page.wait_for_url("**/latest/mine/index.html")
    page.get_by_role("navigation", name="版次和印次").get_by_role("link").nth(1).click()
    page.wait_for_url("**/latest/mine/2018-1.html")
    assert len(rows(page)) == 3
    assert page.get_by_role("link", name="勘误表 PDF").is_visible()
    assert not page.get_by_role("button", name="打印勘误表").is_visible()


def test_in_print_the_page_is_a_slip_that_fits_into_the_book(
    library: Path, reader: Opener, tmp_path: Path
) -> None:
    page = reader((library / "site/latest/mine/2018-1.html").as_uri(), color_scheme="dark")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="打印勘误表").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    inks = """[
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector(".hb-mine-list del")).color,
    ]"""
    assert page.evaluate(inks) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    box = page.locator(".hb-mine-slip").bounding_box()
    assert box and box["width"] / 96 * 25.4 < 140 - 20  # within a page of 大32开
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    text = re.sub(r"\s+", "", document[0].get_textpage().get_text_range())
    assert text.startswith("《小手册》2018年版第1次印刷勘误表（2018年11月2日）第")
    assert text.count("误“") == 3 and text.endswith("书眉和页码不计入。")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(chromium: Browser, library: Path, scheme: str, width: int) -> None:
    mine = (library / "site/latest/mine").as_uri()
    page = chromium.new_page(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    for name in ("index.html?e=2018", "2018-2.html", "2019-1.html"):
        page.goto(f"{mine}/{name}")
        page.locator(".hb-versions").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], name
    page.close()


# What goes with it


def test_links_of_the_pages_lead_somewhere(library: Path) -> None:
    site = library / "site"
    pages = [*site.glob("latest/mine/*.html"), *site.glob("*/editions/index.html")]
    pages += [*site.glob("*/errata/index.html"), *site.glob("*/index.html")]
    seen = set()
    for page in pages:
        for href in re.findall(r'href="([^"#?:]+)[#?"]', page.read_text(encoding="utf-8")):
            seen.add(Path(href).name)
            assert (page.parent / href).exists(), (page, href)
    assert {"2018-1.html", "2018-2.html", "2019-1.html", "slip-2018-1.pdf"} <= seen
    for place in ("2018", "2019", "latest", "next"):
        for name in ("index.html", "errata/index.html", "editions/index.html"):
            text = (site / place / name).read_text(encoding="utf-8")
            assert "mine/" in text[text.index("<article") : text.index("</article>")], (place, name)


def test_each_printing_with_errata_has_its_slip_ready(library: Path) -> None:
    prints = library / "site/latest/print"
    assert sorted(p.name for p in prints.glob("slip-*")) == ["slip-2018-1.pdf", "slip-2018-2.pdf"]
    document = pdfium.PdfDocument(prints / "slip-2018-1.pdf")
    text = re.sub(r"\s+", "", document[0].get_textpage().get_text_range())
    # 大32开: a quarter of A4 lies in the book unfolded.
    assert text.count("（2018年版）勘误表第1次印刷") == 4
    assert text.count("有正式党员三人以上的") == 4
    assert re.search(r"收入勘误3条，在书中\d张上：E2018-001至003。", text)


def test_other_programs_read_the_same(library: Path) -> None:
    data = json.loads((library / "site/latest/mine/printings.json").read_text(encoding="utf-8"))
    schema = ROOT / "handbook/schemas/printings.schema.json"
    jsonschema.validate(data, json.loads(schema.read_text(encoding="utf-8")))
    told = [
        (p["edition"], p["printing"], p["errata"], p["newest_edition"]) for p in data["printings"]
    ]
    assert told == [
        ("2018", "1", ["2018-001", "2018-002", "2018-003"], False),
        ("2018", "2", ["2018-002", "2018-003"], False),
        ("2019", "1", [], True),
    ]
    assert all(row["page"] and row["line"] for p in data["printings"] for row in p["rows"])


def test_the_command_counts_errata_and_leaves(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slip = ("-C", str(library), "--lang", "zh", "errata", "slip", "--printing")
    out = tmp_path / "slip.pdf"
    assert main([*slip, "2018/2", "--output", str(out)]) == 0
    assert re.search(
        r"^2018/2：2条勘误，要改2处，在[12]张上$", capsys.readouterr().out, re.MULTILINE
    )
    out.unlink()
    assert main([*slip, "2019/1", "--output", str(out)]) == 0
    assert capsys.readouterr().out == "2019/1没有要改的地方，不用勘误表\n"
    assert not out.exists()


def write_map(root: Path) -> None:
    path = root / "editions/2018/printings/1.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"line":', '"line":1'), "utf-8")


def add_printing(root: Path) -> None:
    record = root / "editions/2018/edition.yml"
    row = '  - {id: "3", printed: 2019-01-10, copies: 5, errata: ["2018-001"], map: none.json}\n'
    record.write_text(record.read_text(encoding="utf-8") + row, encoding="utf-8")


@pytest.mark.parametrize("edit", [write_map, add_printing])
def test_a_printing_or_a_map_that_changes_is_taken_up_by_the_next_build(
    library: Path, tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    root, fresh = tmp_path / "old", tmp_path / "new"
    shutil.copytree(library, root)
    build_site(root, lambda *_, **__: None, pdf=False)
    edit(root)
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", ".cache"))
    sites = []
    for each in (root, fresh):
        build_site(each, lambda *_, **__: None, pdf=False)
        files = (p for p in (each / "site").rglob("*") if p.is_file())
        sites.append({p.relative_to(each).as_posix(): p.read_bytes() for p in files})
    assert sites[0].keys() == sites[1].keys()
    assert [name for name, data in sites[0].items() if sites[1][name] != data] == []
    if edit is write_map:  # the frozen edition's own pages say it too
        for name in ("latest/mine/2018-1.html", "2018/handbook/02-two.html"):
            assert re.search(r"第\d+页第1\d+行", sites[0][f"site/{name}"].decode()), name
    else:  # a printing without a map goes by the numbers of the provisions
        html = sites[0]["site/latest/mine/2018-3.html"].decode()
        assert "这一印次没有页行对照，按条号列出" in html and ">第3条：</span>误“名称写明" in html


def test_a_project_without_printings_says_what_will_be_there(tree: Tree) -> None:
    root = tree()
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    for place in ("latest", "next"):
        html = (root / f"site/{place}/mine/index.html").read_text(encoding="utf-8")
        assert "还没有付印的版次" in html
    home = (root / "site/latest/index.html").read_text(encoding="utf-8")
    assert "我手里这本" not in home[home.index("<article") : home.index("</article>")]
    assert "latest/mine/index.html" in (root / "site/mine/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", ["../../../evil", "1/../../evil", "a b", "x" * 17, "<b>"])
def test_an_id_that_cannot_stand_in_an_address_makes_no_page(library: Path, id: str) -> None:
    from handbook.site.mine import issued, mine_redirect
    from handbook.site.places import Place

    edition = Edition("2018", "2018年版", printings=(PrintRun(id), PrintRun("1")))
    place = Place("latest", library, load_book(library), editions=(edition,))
    assert [p.run.id for p in issued(place)] == ["1"]
    assert id not in mine_redirect([edition], False).decode()


# What is on a copy's slip


@pytest.fixture
def small(tree: Tree) -> Book:
    return load_book(tree())


def erratum(id: str, original: str, corrected: str, *states: str) -> Erratum:
    history = [Entry("reported", DAY, ("示例单位 04",)), Entry("accepted", DAY, ("编辑部",))]
    history += [Entry(state, DAY, ("编辑部",), "不妥") for state in states]  # type: ignore[arg-type]
    return Erratum(id, "set-up", "2018", "technical", original, corrected, tuple(history))


def printing(*errata: str, lines: tuple[PrintedLine, ...] = ()) -> Printing:
    found = {"set-up": lines} if lines else {}
    return Printing(Edition("2018", "2018年版"), PrintRun("2", errata=errata), found)


def told(book: Book, run: Printing, *errata: Erratum) -> list[tuple[str, str, tuple[str, ...]]]:
    slip = make_slip(book, Register.of(errata), printing=run)
    return [
        ("".join(text for text, _ in r.wrong), "".join(text for text, _ in r.right), r.errata)
        for r in slip.rows
    ]


def test_a_slip_quotes_what_that_printing_says(small: Book) -> None:
    first = erratum("2018-001", "有正式党员3人", "有正式党员三人")
    second = erratum("2018-002", "人以上的", "人及以上的")
    # The copies have the first already: words as the edition has them stand nowhere in them.
    line = PrintedLine("9", 3, "有正式党员三人以上的，应当成立党支部。")
    run = printing("2018-001", lines=(line,))
    rows = told(small, run, first, second)
    assert rows == [("有正式党员三人以上的", "有正式党员三人及以上的", ("2018-002",))]
    slip = make_slip(small, Register.of([first, second]), printing=run)
    assert [(row.page, row.line) for row in slip.rows] == [("9", 3)]


def test_what_mends_an_erratum_is_wrong_in_the_copies_that_carry_it(small: Book) -> None:
    first = erratum("2018-001", "3人以上", "三人以上")
    second = dataclasses.replace(erratum("2018-002", "三人以上", "三名以上"), edition="next")
    rows = told(small, printing("2018-001"), first, second)
    assert rows == [("有正式党员三人以上的", "有正式党员三名以上的", ("2018-002",))]


def test_a_correction_that_was_printed_and_then_withdrawn_is_wrong_in_those_copies(
    small: Book,
) -> None:
    gone = erratum("2018-001", "3人以上", "5人以上", "withdrawn")
    rows = told(small, printing("2018-001"), gone)
    assert rows == [("有正式党员5人以上的", "有正式党员3人以上的", ("2018-001",))]
    assert told(small, printing(), gone) == []


def test_errata_that_cannot_be_applied_to_an_old_text_are_told_one_by_one(small: Book) -> None:
    first = erratum("2018-001", "3人以上", "三人以上")
    same = erratum("2018-002", "党员3人", "党员叁人")
    unknown = erratum("2018-003", "应当成立", "应当按照[][of-a-later-edition]成立")
    rows = told(small, printing(), first, same, unknown)
    assert ("党员3人", "党员叁人", ("2018-002",)) in rows
    assert ("应当成立", "应当按照成立", ("2018-003",)) in rows
    assert len(rows) == 3


def test_a_change_over_two_pages_counts_the_leaves_of_both(small: Book) -> None:
    one = erratum("2018-001", "3人以上的，应当成立", "三名以上的，必须设立")
    lines = [
        (page, PrintedLine(page, 1, text))
        for page, text in (("2", "有正式党员3"), ("3", "人以上的，应当成立党支部。"))
    ]
    slip = make_slip(
        small, Register.of([one]), printing=printing(lines=tuple(line for _, line in lines))
    )
    assert (slip.rows[0].page, slip.rows[0].pages, slip.leaves) == ("2", ("2", "3"), 2)


def test_leaves_are_two_pages_each_beginning_with_a_recto() -> None:
    assert leaves(["1", "2"]) == 1
    assert leaves(["2", "3"]) == 2
    assert leaves(["7", "7", "8", "12"]) == 2
    assert leaves([]) == 0
