"""A reader suggests an erratum, in a real Chromium: by mouse, by touch and by keyboard alone."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import html
import io
import json
import random
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from handbook.book import Book, Section, load_book
from handbook.book.model import page_url
from handbook.cli import main
from handbook.errata import (
    Entry,
    Erratum,
    compute_receipt,
    erratum_text,
    locate,
    parse_erratum,
    plan_change,
)
from handbook.errata.intake.packet import read_packet
from handbook.markdown import render_document
from handbook.site.forges import forge_page
from handbook.site.marking import whole_text
from handbook.site.suggest import SCRIPTS, provision_data
from handbook.source import Document, number_headings, scan_headings
from handbook.source.document import split_front_matter
from tests.conftest import CHAPTER, MKDOCS, ROOT, QuietHandler
from tests.test_suggest import GITHUB, RICH

pytestmark = pytest.mark.browser
ASSETS = ROOT / "handbook" / "site" / "assets"
TODAY = datetime.date(2018, 10, 8)


# The functions, against the same in Python


@pytest.fixture(scope="module")
def functions(chromium: Browser) -> Iterator[Page]:
    """An empty page with the scripts' pure functions."""
    page = chromium.new_page()
    for name in SCRIPTS[:2]:
        page.add_script_tag(path=str(ASSETS / name))
    yield page
    page.close()


def ask(page: Page, script: str, value: object) -> Any:
    """What a function of JSON text returns, as JSON text: Playwright's own way is slow."""
    return json.loads(
        page.evaluate(f"json => JSON.stringify(({script})(JSON.parse(json)))", json.dumps(value))
    )


NASTY = (
    "abc 每季度，。：；“”（）①《》12年0-_+.:#&*!|>'\"%@`?,[]{}~=<\\/\t\n\n  　\xa0yesnoNULLtrueOff"
    "\u200b\u202e\ufeff\x07\x85\u2028\ufffe\U00020bb7é"
)
PLAIN = [
    "~", "null", "NO", "0", "007", "0o7", "0x1F", "1_000", "1.5", "1e3", "1.0e+3", ".5", "-.inf",
    "12:30", "12:30:45.5", "2018-10-08", "2018-1-8 1:2:3", "2018-13-40", "=", "<<", "-", "--- a",
    "- a", "-a", "?a", "? a", ":a", "a: b", "a:b", "a:", "a #b", "a#b", "#a", "a,b", "a]", " a",
    "a ", "", "'a'", "\"a\"", "a\"b", "`a`", "@a", "%a", "!a", "&a", "*a", "|", ">", "a\nb",
    "a\n\n  b", "a \nb", " a\nb", "a\n", "\na", "a\tb", "每季度：一次", "示例单位 04", "...",
    "a\u2028b", "x\U00020bb7",
]  # fmt: skip


def texts(seed: int, count: int) -> list[str]:
    rand = random.Random(seed)
    return [*PLAIN, *("".join(rand.choices(NASTY, k=rand.randint(1, 12))) for _ in range(count))]


def test_the_browser_computes_the_same_hashes(functions: Page) -> None:
    values = [*texts(1, 300), *("党" * n for n in range(150))]
    found = ask(functions, "v => v.map(handbookSuggest.sha256)", values)
    assert found == [hashlib.sha256(v.encode()).hexdigest() for v in values]
    triples = [[a, b, c] for a, b, c in zip(values, values[1:], values[2:], strict=False)]
    found = ask(functions, "v => v.map(t => handbookSuggest.receipt(...t))", triples)
    assert found == [compute_receipt(a, b, c) for a, b, c in triples]


def test_the_browser_writes_the_same_erratum_files(functions: Page) -> None:
    """Whatever the words, the file is just the one that `erratum_text` writes."""
    words = texts(2, 3000)
    rand = random.Random(3)
    errata = []
    for word in words:
        corrected, reason = rand.choice(words), rand.choice(["理由。", "两处\n不一致", ""])
        by = (rand.choice(words) or "x",)
        entry = Entry("reported", TODAY, by)
        kind: Any = rand.choice(["technical", "editorial"])
        errata.append(
            Erratum("r-x", "some-id", "next", kind, word or "x", corrected, (entry,), reason)
        )
    found = ask(
        functions,
        "v => v.map(e => handbookSuggest.erratumText(e, '2018-10-08'))",
        [
            {
                "provision": e.provision,
                "edition": e.edition,
                "kind": e.kind,
                "original": e.original,
                "corrected": e.corrected,
                "reason": e.reason,
                "by": e.history[0].by,
            }
            for e in errata
        ],
    )
    for text, erratum in zip(found, errata, strict=True):
        assert text == erratum_text(erratum)


def parsed(name: str, text: str) -> Erratum:
    """The erratum of a file's text. Fails where anything is wrong with it."""
    meta, lines, start, problems = split_front_matter(name, text)
    assert not problems
    erratum, problems = parse_erratum(Document("errata", name, text, start, meta, lines))
    assert erratum is not None and not problems, problems
    return erratum


TYPED = [
    "每月", "改", "", "12", "3次", "“引号”", "a*b", "x_y_z", "[不是链接][x]", "1. 列", "- 项",
    "#题", "`码`", "a\\b", "<b>粗</b>", "&lt;", "半年 一次", "!!! note", "> 引", "{#x}", "第12条",
]  # fmt: skip


def proposals(
    book: Book, seed: int, each: Callable[[Section], int]
) -> list[tuple[Any, int, int, str]]:
    """Spans that can be marked, and what a reader might type instead."""
    rand = random.Random(seed)
    cases = []
    for section in book.provisions:
        data, text = provision_data(book, section), whole_text(section)
        for _ in range(each(section)):
            start = rand.randrange(len(text.text))
            end = start + rand.choice([1, 1, 2, 3, 5, 8, 13, 30, 60])
            if text.source_span(start, min(end, len(text.text))) is None:
                continue
            old = text.text[start:end]
            typed = list(old)
            for _ in range(rand.choice([1, 1, 2])):
                at = rand.randrange(len(typed) + 1)
                typed[at : at + rand.choice([0, 1, 2])] = rand.choice(TYPED)
            whole = rand.random() < 0.4
            cases.append(
                (data, start, start + len(old), rand.choice(TYPED) if whole else "".join(typed))
            )
    return cases


def rendered(book: Book, section: Section, source: str) -> str:
    """The title and text that a reader would see of another source of a section, spaces apart."""
    head, _, body = source.partition("\n")
    classes = " .note" if head.endswith(" {.note}") else ""
    head = head.removesuffix(" {.note}")
    text = f"# 章 {{#ch-x}}\n\n## 项 {{#item-x}}\n\n{head} {{#{section.id}{classes}}}\n{body}\n"
    document = Document("handbook", "docs/handbook/01-x.md", text, 0)
    numbered = number_headings([(document, scan_headings(document)[0])])
    found = render_document(document, numbered, book.resolver(book.url(section.id)))
    shown = next(r for r in found if r.id == section.id)
    return squeeze(f"{shown.title.text}\n{shown.text.text}")


def squeeze(text: str) -> str:
    """Without white space, and without list marks, which follow the items."""
    return re.sub(r"\s|(?<=\n)(?:（[一二三四五六]）|\d\.)", "", html.unescape(text))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("rich")
    (root / "docs/handbook").mkdir(parents=True)
    (root / "docs/handbook/01-rich.md").write_text(RICH, encoding="utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    return load_book(root)


PROPOSE = """cases => cases.map(([data, start, end, typed]) =>
  handbookSuggest.propose(handbookSuggest.prepare(data), start, end, typed))"""


@pytest.mark.parametrize("which", ["sample", "rich"])
def test_what_is_typed_is_what_a_reader_would_then_see(
    functions: Page, which: str, request: pytest.FixtureRequest
) -> None:
    """Mark anything, type anything: the original stands once, and the text becomes just that."""
    book: Book = request.getfixturevalue(which)
    cases = proposals(book, 41, lambda s: 1 if which == "sample" else 120)
    found = ask(functions, PROPOSE, cases)
    made = 0
    for (data, start, end, typed), answer in zip(cases, found, strict=True):
        section, shown = book.sections[data["id"]], data["shown"]
        if "refused" in answer:
            assert answer["refused"]["kind"] in ("bar", "tick", "name", "title"), answer
            continue
        if "same" in answer:
            assert shown[start:end] == typed
            continue
        made += 1
        original, corrected = answer["original"], answer["corrected"]
        assert locate(section, original).count == 1
        after = section.source.replace(original, corrected)
        want = squeeze(shown[:start] + typed + shown[end:])
        assert rendered(book, section, after) == want, (shown[start:end], typed, answer)
    assert made > len(cases) * 0.8


def test_what_is_proposed_can_be_applied(functions: Page, sample: Book) -> None:
    cases = [c for c in proposals(sample, 7, lambda s: 1) if "#" not in c[3]]
    found = ask(functions, PROPOSE, cases)
    for (data, start, end, typed), answer in zip(cases, found, strict=True):
        if "original" not in answer:
            continue
        entry = Entry("reported", TODAY, ("读者",))
        erratum = Erratum(
            "r-x",
            data["id"],
            "next",
            "editorial",
            answer["original"],
            answer["corrected"],
            (entry,),
        )
        document = sample.page_of(data["id"]).document
        change, problems = plan_change(document, erratum, sample.sections, sample.settings)
        assert change is not None, (data["shown"][start:end], typed, answer, problems)


def propose(functions: Page, book: Book, id: str, words: str, typed: str, nth: int = 0) -> Any:
    """The proposal for words of a provision."""
    data = provision_data(book, book.sections[id])
    at = [m.start() for m in re.finditer(re.escape(words), data["shown"])][nth]
    [answer] = ask(functions, PROPOSE, [[data, at, at + len(words), typed]])
    return answer


def test_markdown_within_the_marked_words_stays(functions: Page, rich: Book) -> None:
    def change(words: str, typed: str, id: str = "rich-a") -> tuple[str, str]:
        answer = propose(functions, rich, id, words, typed)
        return answer["original"], answer["corrected"]

    assert change("应当及时", "应该及时") == ("应当**及时", "应该**及时")
    assert change("支部应当", "支部") == ("支部**应当**", "支部")  # no `****` is left
    assert change("见工作规范和", "见办法和") == ("见[工作规范][rich-b]和", "见[办法][rich-b]和")
    assert change("主持人", "主持者") == ("主持**人", "主持**者")
    assert change("换行的一句话", "换行的两句话") == ("换行\n的一句话", "换行\n的两句话")
    # What goes wholly goes with its number; a new line is a new item, or a new paragraph.
    assert change("第二项；", "第二项；\n新的一项；") == ("第二项；", "第二项；\n3. 新的一项；")
    assert change("第三项。", "") == ("3. 第三项。\n", "")
    assert change("引文一段", "引文两段", "rich-b") == ("引文一段", "引文两段")


def test_words_that_stand_twice_are_quoted_with_their_sentence(functions: Page, rich: Book) -> None:
    answer = propose(functions, rich, "rich-b", "总结一次", "总结两次")
    assert answer == {"original": "总结一次", "corrected": "总结两次", "widened": ""}
    answer = propose(functions, rich, "rich-b", "访问一次", "访问两次")
    assert answer["widened"] == "sentence"
    assert answer["original"] == "支部每季度访问一次，每季度总结一次。"
    assert answer["corrected"] == "支部每季度访问两次，每季度总结一次。"
    answer = propose(functions, rich, "rich-b", "支部每季度访问一次。", "支部每月访问一次。")
    assert answer["original"] == "支部每季度访问一次。" and answer["widened"] == ""
    answer = propose(functions, rich, "rich-a", "名称", "名字", nth=1)
    assert answer["widened"] == "lines" and "| 会议 | 名称 | 名字 |" in answer["corrected"]


def test_what_is_computed_cannot_be_marked(functions: Page, rich: Book) -> None:
    def refused(id: str, words: str, typed: str = "改") -> tuple[str, str]:
        answer = propose(functions, rich, id, words, typed)
        return answer["refused"]["kind"], answer["refused"]["text"]

    assert refused("rich-b", "按照第1条，继续") == ("label", "第1条")
    assert refused("rich-a", "（一）第一项") == ("mark", "（一）")
    assert refused("rich-b", "此①") == ("note", "①")
    assert refused("rich-a", "自查： 查") == ("name", "自查：")
    assert refused("rich-a", "要点；\n（二）") == ("block", "\n")
    assert refused("rich-a", "会议\t名称") == ("cell", "\t")
    assert refused("rich-a", "会议", "会|议") == ("bar", "")
    assert refused("rich-a", "会议", "会\n议") == ("break", "")
    assert refused("rich-a", "强调标题", "") == ("title", "")


@pytest.mark.parametrize("kind", ["github", "gitea", "gitlab"])
def test_the_forge_s_address_holds_the_very_file(functions: Page, kind: str) -> None:
    forge = dataclasses.replace(GITHUB, kind=kind)
    page = forge_page(forge)
    assert page is not None
    shown = {**dataclasses.asdict(page), "folder": "docs/errata", "limit": 8000}
    book = {"title": "书", "forge": shown}
    receipt = compute_receipt("some-id", "每季度 & 一次", "每月?\n两次")
    suggestion = {
        "provision": "some-id", "label": "第1条", "kind": "technical", "original": "每季度 & 一次",
        "corrected": "每月?\n两次", "reason": "```\n理由#100%", "by": ["示例单位 04"],
        "receipt": receipt, "edition": "next",
    }  # fmt: skip
    script = "([s, book]) => handbookSuggest.forgeAddress(s, book, '2018-10-08')"
    address = ask(functions, script, [suggestion, book])
    query = {k: v[0] for k, v in parse_qs(urlsplit(address).query, strict_parsing=True).items()}
    if kind == "gitlab":
        assert receipt in query["issue[title]"]
        body = query["issue[description]"]
        assert f"docs/errata/{receipt}.md" in body
        fence, _, rest = body[body.index("````") :].partition("yaml\n")
        text = rest.removesuffix(f"{fence}\n")
    else:
        folder = urlsplit(address).path.partition("/main")[2]
        name = f"{folder}/{query['filename']}".strip("/")
        assert name == f"docs/errata/{receipt}.md"
        text = query["value"]
    erratum = parsed(f"docs/errata/{receipt}.md", text)
    assert erratum.receipt == erratum.id
    assert text == erratum_text(erratum)
    assert (erratum.original, erratum.corrected) == ("每季度 & 一次", "每月?\n两次")
    suggestion["reason"] = "长" * 1000
    assert ask(functions, script, [suggestion, book]) == ""


# The page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site whose sources are on GitHub."""
    root = tmp_path_factory.mktemp("suggest")
    forge = "      forge: {kind: github, url: 'https://github.com/office/book'}\n"
    files = {"mkdocs.yml": MKDOCS + "      contact: 示例编辑部\n" + forge}
    files |= {"docs/handbook/01-one.md": CHAPTER, "docs/handbook/02-rich.md": RICH}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    return root / "site"


@pytest.fixture(scope="module")
def book(site: Path) -> Book:
    return load_book(site.parent)


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of `site/`, served or opened from a folder."""
    if request.param == "file":
        yield site.as_uri() + "/"
        return
    handler = functools.partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    """Open a page; at the end no error was logged and nothing was sent or fetched elsewhere."""
    wrong: list[str] = []
    contexts = []

    def open_it(name: str, **options: Any) -> Page:
        context = chromium.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on(
            "request",
            lambda r: (
                wrong.append(f"{r.method} {r.url}")
                if r.method != "GET" or not r.url.startswith((address, "data:", "blob:"))
                else None
            ),
        )
        page.goto(address + name)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def test_every_provision_leads_to_its_suggestion(open_page: Open, book: Book) -> None:
    source = book.folder("handbook")[0]
    page = open_page(f"latest/{page_url(source.document.path, False)}")
    tools = page.get_by_role("link", name=re.compile("^第[0-9]+条有误？$"))
    ids = [section.id for section in source.sections if section.is_provision]
    assert len(ids) > 1
    hrefs = [tool.get_attribute("href") for tool in tools.all()]
    assert hrefs == [f"../suggest/index.html?p={id}" for id in ids]
    tools.last.click()
    page.locator("#hb-markable").wait_for()
    assert page.locator("#hb-back").inner_text() == f"看{book.sections[ids[-1]].label}"


# The place of words on the screen, in a text that links, emphasis and cells may cut.
BOX = """([words, nth]) => {
  const walker = document.createTreeWalker(document.getElementById('hb-markable'), 4);
  const nodes = [], starts = [];
  let text = '';
  while (walker.nextNode()) {
    nodes.push(walker.currentNode); starts.push(text.length); text += walker.currentNode.data;
  }
  let at = -1;
  for (let i = 0; i <= nth; i += 1) at = text.indexOf(words, at + 1);
  const spot = (place, last) => {
    const i = starts.findLastIndex(start => last ? start < place : start <= place);
    return [nodes[i], place - starts[i]];
  };
  const range = document.createRange();
  range.setStart(...spot(at, false));
  range.setEnd(...spot(at + words.length, true));
  range.startContainer.parentElement.scrollIntoView({block: 'center'});
  const boxes = [...range.getClientRects()];
  const [a, b] = [boxes[0], boxes[boxes.length - 1]];
  return [a.left, (a.top + a.bottom) / 2, b.right, (b.top + b.bottom) / 2];
}"""


def drag(page: Page, words: str, nth: int = 0) -> None:
    """Drag the mouse over words of the provision."""
    page.locator("#hb-markable .hb-text").wait_for()
    left, top, right, bottom = page.evaluate(BOX, [words, nth])
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right - 1, bottom, steps=3)
    page.mouse.up()
    page.wait_for_timeout(120)  # the page waits for the selection to come to rest


def marked(page: Page) -> str:
    """The words drawn as marked, once the selection has left the text."""
    page.locator("#hb-reason").focus()
    page.wait_for_timeout(120)
    return "".join(page.locator("#hb-markable mark").all_inner_texts())


def suggest(page: Page, corrected: str, reason: str = "与第2条不一致。", unit: str = "") -> None:
    page.fill("#hb-corrected", corrected)
    page.fill("#hb-reason", reason)
    page.fill("#hb-unit", unit)
    page.click("text=加入本次建议")


def download(page: Page) -> tuple[str, dict[str, Any]]:
    with page.expect_download() as waiting:
        page.click("#hb-download")
    path = waiting.value.path()
    return waiting.value.suggested_filename, json.loads(path.read_text(encoding="utf-8"))


def as_errata(packet: dict[str, Any], book: Book) -> list[Erratum]:
    """The packet's suggestions, each checked as far as a suggestion can be."""
    given = read_packet(json.dumps(packet).encode(), "packet").suggestions
    assert [row.fault for row in given] == [None] * len(packet["suggestions"])
    errata = []
    for each in packet["suggestions"]:
        keys = "provision label sha256 original corrected reason kind by receipt"
        assert list(each) == keys.split()
        section = book.sections[each["provision"]]
        assert (each["sha256"], each["label"]) == (section.sha256, section.label)
        assert locate(section, each["original"]).count == 1
        created = datetime.date.fromisoformat(packet["created"])
        entry = Entry("reported", created, tuple(each["by"]) or ("读者",))
        erratum = Erratum(
            each["receipt"], each["provision"], packet["edition"], each["kind"],
            each["original"], each["corrected"], (entry,), each["reason"],
        )  # fmt: skip
        assert erratum.receipt == each["receipt"]
        document = book.page_of(section.id).document
        change, problems = plan_change(document, erratum, book.sections, book.settings)
        assert change is not None, problems
        errata.append(erratum)
    return errata


def test_from_a_clause_to_a_packet_with_exactly_the_marked_words(
    open_page: Open, book: Book
) -> None:
    page = open_page("latest/handbook/02-rich.html")
    page.locator("#rich-a a", has_text="有误？").click()
    page.wait_for_url("**/suggest/index.html?p=rich-a")
    assert "示例文本，非官方手册" in page.locator(".hb-crumbs").first.inner_text()
    drag(page, "应当及时成立临时")  # strong and em, cut by neither
    assert marked(page) == "应当及时成立临时"
    page.fill("#hb-corrected", "应当立即成立临时")
    line = page.locator("#hb-redline")
    assert line.locator("del").inner_text() == "及时"
    assert line.locator("ins").inner_text() == "立即"
    suggest(page, "应当立即成立临时", unit=" 示例单位 04 ")
    name, packet = download(page)
    assert {k: packet[k] for k in ("format", "handbook", "edition")} == {
        "format": 1, "handbook": "小手册", "edition": "next",
    }  # fmt: skip
    assert name == f"{packet['receipt']}.json.txt" and name.isascii()
    [erratum] = as_errata(packet, book)
    assert erratum.original == "应当**及时成立*临时"
    assert erratum.corrected == "应当**立即成立*临时"
    assert (erratum.kind, erratum.reason) == ("editorial", "与第2条不一致。")
    assert erratum.history[0].by == ("示例单位 04",)


def test_a_cell_an_item_and_a_title_in_one_packet(open_page: Open, book: Book) -> None:
    page = open_page("latest/suggest/index.html?p=rich-a")
    drag(page, "主持人")  # a cell with emphasis
    suggest(page, "主持人姓名")
    drag(page, "（二）第二项；")  # the mark is left out, and it says why
    assert "“（二）”是自动排的序号" in page.locator("#hb-why").inner_text()
    assert marked(page) == "第二项；"
    page.check("input[value=technical]")
    suggest(page, "第二项要点；")
    drag(page, "标题")
    suggest(page, "题目")
    name, packet = download(page)
    errata = as_errata(packet, book)
    assert [e.original for e in errata] == ["主持**人", "第二项；", "标题"]
    assert [e.corrected for e in errata] == ["主持**人姓名", "第二项要点；", "题目"]
    assert [e.kind for e in errata] == ["editorial", "technical", "technical"]
    joined = "\n".join(e.receipt for e in errata).encode()
    assert packet["receipt"] == f"r-{hashlib.sha256(joined).hexdigest()[:8]}"
    assert name == f"{packet['receipt']}.json.txt"


def test_computed_characters_are_refused_with_the_reason(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    why = page.locator("#hb-why")
    drag(page, "按照第3条，继续")
    assert "“第3条”是按条文顺序算出来的编号" in why.inner_text()
    assert page.locator("#hb-form").is_hidden()
    drag(page, "①")
    assert "脚注标号" in why.inner_text()
    drag(page, "第4条")  # the number beside the title
    assert "“第4条”是按条文顺序算出来的编号" in why.inner_text()
    drag(page, "继续。引文一段")
    assert "一段之内" in why.inner_text()
    # Dragging on into the help below the text takes what there is of one paragraph.
    left, top, _, _ = page.evaluate(BOX, ["查。", 0])
    box = page.locator("#hb-mark-help").bounding_box()
    assert box
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 10, steps=4)
    page.mouse.up()
    page.wait_for_timeout(120)
    assert marked(page) == "查。"
    drag(page, "每季度总结")
    assert why.inner_text() == "" and marked(page) == "每季度总结"


def test_by_keyboard_alone(open_page: Open, book: Book) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    page.locator("#hb-markable .hb-text").wait_for()
    keys = page.keyboard

    def tab_to(id: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if page.evaluate("document.activeElement.id") == id:
                return
        raise AssertionError(f"Tab does not come to {id}")

    tab_to("hb-markable")
    assert page.locator(".hb-caret").is_visible()
    keys.press("ArrowDown")
    keys.press("Home")
    for _ in range(2):
        keys.press("ArrowRight")
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    page.wait_for_timeout(120)
    assert page.locator("#hb-form").is_visible()
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "hb-corrected"
    page.wait_for_timeout(120)
    assert page.locator("#hb-markable mark").inner_text() == "每季度"
    keys.press("Control+A")
    keys.type("每月")
    keys.press("Tab")
    keys.type("与第2条一致。")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "hb-outbox-title"
    tab_to("hb-download")
    with page.expect_download() as waiting:
        keys.press("Enter")
    packet = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    [erratum] = as_errata(packet, book)
    assert erratum.original == "支部每季度访问一次，每季度总结一次。"  # 每季度 stands thrice
    assert erratum.corrected == "支部每月访问一次，每季度总结一次。"
    assert erratum.kind == "technical"


def test_without_dragging(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    page.click("summary")
    page.select_option("#hb-sentence", label="支部每季度访问一次，每季度总结一次。")
    assert marked(page) == "支部每季度访问一次，每季度总结一次。"
    page.click("[aria-label=起点后移一字]")
    page.click("[aria-label=终点前移一字]")
    assert marked(page) == "部每季度访问一次，每季度总结一次"
    page.fill("#hb-words", "访问一次")
    page.click("#hb-words-find")
    assert "有 2 处" in page.locator("#hb-why").inner_text()
    page.fill("#hb-words", "总结1次")
    page.press("#hb-words", "Enter")
    assert "本条没有" in page.locator("#hb-why").inner_text()
    page.fill("#hb-words", "总结一次")
    page.press("#hb-words", "Enter")
    assert marked(page) == "总结一次"
    assert page.input_value("#hb-corrected") == "总结一次"
    page.click("text=取消标记")
    assert page.locator("#hb-form").is_hidden()


def test_by_touch(open_page: Open) -> None:
    """Handles move a selection without any pointer event that a page would see."""
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 800}}
    page = open_page("latest/suggest/index.html?p=rich-b", **phone)
    page.locator("#hb-markable .hb-text").wait_for()
    select = """n => { const t = document.querySelector('#hb-markable p').firstChild;
      getSelection().setBaseAndExtent(t, 2, t, n); }"""
    for n in (4, 5, 7):
        page.evaluate(select, n)
        page.wait_for_timeout(90)
    page.locator("#hb-corrected").tap()
    page.wait_for_timeout(120)
    assert page.locator("#hb-markable mark").inner_text() == "每季度访问"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_missing_is_said_and_contact_data_refused(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    drag(page, "总结一次")
    page.click("text=加入本次建议")
    error = page.locator("#hb-error")
    assert "还没有改动" in error.inner_text()
    page.fill("#hb-corrected", "总结两次")
    page.click("text=加入本次建议")
    assert "写明理由" in error.inner_text()
    suggest(page, "总结两次", "理由", "示例单位 04，电话13800000000")
    assert "13800000000" in error.inner_text()
    assert page.locator("#hb-outbox").is_hidden()
    suggest(page, "总结\u200b两\u202e次", "理由", "示例单位 04")
    _, packet = download(page)
    assert packet["suggestions"][0]["corrected"] == "总结两次"


def test_the_list_is_kept_edited_and_emptied(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    drag(page, "总结一次")
    suggest(page, "总结两次", unit="示例单位 04")
    first = page.locator(".hb-erratum-id").inner_text()
    page.reload()
    assert page.locator(".hb-erratum-id").inner_text() == first
    page.fill("#hb-find", "第1条")
    page.press("#hb-find", "Enter")
    page.locator("#hb-markable", has_text="应建必建").wait_for()
    page.click("text=修改")
    page.locator("#hb-markable", has_text="总结一次").wait_for()
    assert page.locator("#hb-markable mark").inner_text() == "总结一次"
    assert page.input_value("#hb-unit") == "示例单位 04"
    suggest(page, "总结三次")
    assert page.locator(".hb-erratum-id").count() == 1
    assert page.locator(".hb-erratum-id").inner_text() != first
    page.click("text=移除")
    assert page.locator("#hb-outbox").is_hidden()


def test_the_forge_link_is_a_plain_link_with_the_very_file(open_page: Open, book: Book) -> None:
    page = open_page("latest/suggest/index.html?p=rich-a")
    drag(page, "整段加粗跨行")
    suggest(page, "整段加粗", unit="示例单位 04")
    link = page.locator("a.hb-suggest-forge")
    href = link.get_attribute("href") or ""
    assert href.startswith("https://github.com/office/book/new/main?")
    query = parse_qs(urlsplit(href).query)
    erratum = parsed(query["filename"][0], query["value"][0])
    assert erratum.receipt == erratum.id
    assert erratum.original == "整段加粗\n跨行" and erratum.corrected == "整段加粗"
    assert locate(book.sections["rich-a"], erratum.original).count == 1
    page.click("text=修改")
    suggest(page, "整段加粗", "长" * 1000)
    assert link.count() == 0
    assert "请下载建议文件" in page.locator(".hb-suggest-tools").inner_text()


def test_mail_and_paper(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    for words, typed in (("总结一次", "总结两次"), ("引文一段", "引文二段")):
        drag(page, words)
        suggest(page, typed)
    assert page.locator("#hb-mail").is_hidden()
    page.click("#hb-copy")
    mail = page.input_value("#hb-mail")
    receipts = page.locator(".hb-erratum-id").all_inner_texts()
    assert [r in mail for r in receipts] == [True, True]
    for line in (
        "《小手册》（2018年版）勘误建议",
        "1. 第4条 访问",
        "原文：总结一次",
        "改为：总结两次",
    ):
        assert line in mail.split("\n")
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(pages) == 2
    for sheet, receipt in zip(pages, receipts, strict=True):
        assert abs(sheet.mediabox.width - 595) < 2 and abs(sheet.mediabox.height - 842) < 2
        text = unicodedata.normalize("NFKC", sheet.extract_text())
        assert all(words in text for words in (receipt, "单位(盖章)", "示例文本,非官方手册"))
        assert "找条文" not in text


def test_the_root_address_leads_to_the_newest_with_the_query(open_page: Open) -> None:
    page = open_page("suggest/index.html?p=rich-b")
    page.wait_for_url("**/latest/suggest/index.html?p=rich-b")
    page.locator("#hb-markable", has_text="访问").first.wait_for()


def test_an_unknown_id_is_said(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=__proto__")
    assert "没有标识为“__proto__”的条文" in page.locator("#hb-find-status").inner_text()
    page.fill("#hb-find", "访问")
    page.locator("#hb-found button").first.click()
    page.locator("#hb-markable", has_text="脚注在此").wait_for()


def test_what_another_page_left_in_the_browser_does_no_harm(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b")
    page.evaluate("""() => localStorage.setItem('handbook-suggest:小手册:2018年版',
      JSON.stringify([null, 1, {provision: 'rich-b'}, {context: {}}]))""")
    page.reload()
    page.locator("#hb-markable .hb-text").wait_for()
    assert page.locator("#hb-outbox").is_hidden()


def test_without_scripts_the_page_says_what_to_do(open_page: Open) -> None:
    page = open_page("latest/suggest/index.html?p=rich-b", java_script_enabled=False)
    assert "交示例编辑部" in page.locator("noscript").inner_text()
    assert page.locator("#hb-find").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_at_any_step(
    chromium: Browser, site: Path, scheme: Any, width: int
) -> None:
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    found: dict[str, Any] = {}

    def look(step: str) -> None:
        results = Axe().run(page)
        for each in results.response["violations"]:
            found.setdefault(step, []).append((each["id"], [n["html"] for n in each["nodes"]][:3]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step

    page.goto((site / "latest/suggest/index.html").as_uri())
    page.fill("#hb-find", "条")
    look("finding")
    page.goto((site / "latest/suggest/index.html").as_uri() + "?p=rich-a")
    page.locator("#hb-markable .hb-text").wait_for()
    page.click("summary")
    look("reading")
    drag(page, "及时成立")
    page.fill("#hb-corrected", "尽快成立")
    page.click("text=加入本次建议")
    look("writing")
    suggest(page, "尽快成立")
    page.click("#hb-copy")
    look("handing over")
    context.close()
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
