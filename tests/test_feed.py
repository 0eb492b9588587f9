"""The change log for readers and for feeds: badges, redirects, filters, `errata.xml`."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from handbook.book import Book
from handbook.cli import main
from handbook.errata import Entry, Erratum, Register, compute_receipt, load_register
from handbook.site.feed import errata_feed
from handbook.site.states import is_applied, redline_of
from tests.conftest import CHAPTER, MKDOCS, Tree

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="session")
def register(sample: Book) -> Register:
    return load_register(sample)[0]


@pytest.fixture(scope="session")
def feed(sample: Book, register: Register) -> ElementTree.Element:
    data = errata_feed(register, sample)
    assert data == errata_feed(register, sample)
    return ElementTree.fromstring(data)


def text(element: ElementTree.Element, tag: str) -> str:
    found = element.find(f"{ATOM}{tag}")
    assert found is not None and found.text
    return found.text


# The feed, by RFC 4287


def test_the_feed_has_what_the_standard_asks_for(feed: ElementTree.Element) -> None:
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        # 4.1.1, 4.1.2: exactly one id, title and updated; an author; a link to the page.
        for tag in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{tag}")) == 1
        assert MOMENT.fullmatch(text(element, "updated"))
        assert re.fullmatch(r"tag:handbook\.example,\d{4}-\d\d-\d\d:\S+", text(element, "id"))
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        links = {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}
        assert str(links["alternate"]).startswith("https://handbook.example/latest/errata/")
    selves = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert selves == ["https://handbook.example/errata.xml"]
    ids = [text(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 17


def test_entries_come_newest_first_and_date_by_their_history(
    feed: ElementTree.Element, register: Register
) -> None:
    dates = [text(entry, "updated")[:10] for entry in feed.findall(f"{ATOM}entry")]
    assert dates == sorted(dates, reverse=True)
    assert sorted(dates) == sorted(e.history[-1].date.isoformat() for e in register.errata)
    assert text(feed, "updated")[:10] == dates[0]


def test_an_entry_keeps_its_id_when_the_erratum_gets_its_number(
    sample: Book, register: Register
) -> None:
    one = register.by_id["2018-003"]
    before = dataclasses.replace(one, id=one.receipt, history=one.history[:1])
    ids = [
        text(ElementTree.fromstring(errata_feed(Register.of([e]), sample))[-1], "id")
        for e in (before, one)
    ]
    assert ids[0] == ids[1]
    twice = Register.of([one, dataclasses.replace(before, history=before.history)])
    entries = ElementTree.fromstring(errata_feed(twice, sample)).findall(f"{ATOM}entry")
    assert len({text(entry, "id") for entry in entries}) == 2


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_nothing_that_a_text_says_becomes_a_tag(sample: Book) -> None:
    evil = "<script>alert(1)</script>&lt;\x0b￾]]>"
    history = (Entry("reported", datetime.date(2018, 10, 8), (evil,), why=evil),)
    one = Erratum("r-00000000", "no-such", "2018", "technical", evil, f"<b>{evil}", history, evil)
    data = errata_feed(Register.of([one]), sample)
    content = text(ElementTree.fromstring(data)[-1], "content")
    assert set(Tags(content).tags) <= {"p", "del", "ins", "br"}
    assert "&lt;script&gt;" in content
    assert "示例" in data.decode()


def test_an_empty_register_and_no_address_still_make_a_feed(tree: Tree) -> None:
    from handbook.book import load_book

    feed = ElementTree.fromstring(errata_feed(Register(), load_book(tree())))
    assert text(feed, "id").startswith("tag:handbook.invalid,")
    assert MOMENT.fullmatch(text(feed, "updated"))
    assert feed.findall(f"{ATOM}entry") == []


# Badges and redlines


def erratum(original: str, corrected: str, *states: str) -> Erratum:
    history = [Entry("reported", datetime.date(2018, 10, 8), ("示例单位 04",))]
    for n, state in enumerate(states):
        edition = "2018" if state == "incorporated" else ""
        history.append(Entry(state, datetime.date(2018, 11, n + 1), ("编辑部",), edition=edition))  # type: ignore[arg-type]
    name = "2018-001" if "accepted" in states else "r-00000000"
    return Erratum(name, "set-up", "2018", "technical", original, corrected, tuple(history))


@pytest.mark.parametrize(
    ("original", "corrected", "applied"),
    [
        ("5人以上", "3人以上", True),
        ("3人以上", "5人以上", False),
        ("有正式党员", "有党员", False),
        ("应当及时成立", "应当成立", True),
        ("支部", "党支部", True),
        ("多余的", "", True),
        ("应当", "", False),
    ],
)
def test_a_text_has_a_correction_or_has_not(
    tree: Tree, original: str, corrected: str, applied: bool
) -> None:
    from handbook.book import load_book

    book = load_book(tree())
    one = erratum(original, corrected, "accepted", "incorporated")
    assert is_applied(book, one) is applied
    assert not is_applied(book, erratum(original, corrected, "accepted"))
    ops = redline_of(book, one).ops
    assert original in "".join(op[1] for op in ops)
    assert corrected in "".join(op[2] for op in ops)


ERRATUM = """---
provision: {provision}
edition: next
kind: technical
original: {original}
corrected: {corrected}
history:
  - {{state: reported, date: 2018-10-08, by: [示例单位 04]}}
{more}---
理由。
"""
ACCEPTED = "  - {state: accepted, date: 2018-10-20, by: [编辑部]}\n"
TAKEN_IN = '  - {state: incorporated, date: 2018-11-02, by: [编辑部], edition: "2018"}\n'


@pytest.fixture
def site(tree: Tree) -> Path:
    def file(provision: str, original: str, corrected: str, more: str) -> str:
        return ERRATUM.format(
            provision=provision, original=original, corrected=corrected, more=more
        )

    one = file("set-up", "5人以上", "3人以上", ACCEPTED + TAKEN_IN)
    two = file("joint", "就近联合", "就近成立", ACCEPTED)
    three = file("joint", "不足3人", "少于3人", "")
    name = compute_receipt("joint", "不足3人", "少于3人")
    root = tree(
        {
            "docs/errata/2018-001.md": one,
            "docs/errata/2018-002.md": two,
            f"docs/errata/{name}.md": three,
            "docs/handbook/01-one.md": CHAPTER,
            "mkdocs.yml": MKDOCS,
        }
    )
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    return root / "site"


def test_badges_tell_the_day_of_the_correction_and_keep_pending_ones_apart(site: Path) -> None:
    html = (site / "latest/handbook/01-one.html").read_text(encoding="utf-8")
    done, _, open_ones = html.partition('id="joint"')
    assert "2018-11-02 已勘误" in done and "hb-pending" not in done
    assert "<del>5</del><ins>3</ins>" in done.replace("\n", "") or "<del>5人" in done
    heading = open_ones[: open_ones.index("</h3>")]
    assert "hb-pending" in heading
    assert "已采纳待载入" in heading and "待办理" in heading and "已勘误" not in heading
    assert "../errata/2018-002.html" in heading


def test_the_receipt_s_address_leads_to_the_number(site: Path) -> None:
    name = compute_receipt("set-up", "5人以上", "3人以上")
    for place in ("latest", "next"):
        page = (site / place / "errata" / f"{name}.html").read_text(encoding="utf-8")
        assert 'content="0; url=2018-001.html"' in page
    own = compute_receipt("joint", "不足3人", "少于3人")
    assert 'http-equiv="refresh"' not in (site / f"latest/errata/{own}.html").read_text("utf-8")


def test_the_feed_stands_beside_errata_json_and_is_linked(site: Path) -> None:
    ElementTree.fromstring((site / "errata.xml").read_bytes())
    assert (site / "errata.json").is_file()
    log = (site / "latest/errata/index.html").read_text(encoding="utf-8")
    assert 'href="../../errata.xml"' in log and 'href="../../errata.json"' in log


def test_an_erratum_s_page_has_its_address_history_and_reporter(built: Path) -> None:
    page = (built / "latest/errata/2018-001.html").read_text(encoding="utf-8")
    assert "https://handbook.example/latest/errata/2018-001.html" in page
    assert re.search(r"收件号 r-[0-9a-f]{8}", page)
    assert "示例单位 04、示例单位 31 提出" in page
    assert "2018-10-08" in page and "2018-10-20" in page


# In the browser


@pytest.fixture
def open_page(chromium: Browser, served: str) -> Callable[[str], Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})

    def open_at(path: str) -> Page:
        page = context.new_page()
        page.goto(f"{served}/latest/{path}")
        return page

    return open_at


@pytest.mark.browser
def test_the_log_is_filtered_by_reporter_and_address(open_page: Callable[[str], Page]) -> None:
    page = open_page("errata/index.html")
    page.fill("input[name=by]", "41")
    assert page.locator(".hb-erratum:visible").count() == 2
    page.select_option("select[name=kind]", "technical")
    assert page.locator("#hb-filter-empty").is_visible()
    assert "by=41" in page.url
    page = open_page("errata/index.html?by=示例单位 04")
    assert page.locator(".hb-erratum:visible").count() == 1


@pytest.mark.browser
def test_a_receipt_s_page_takes_the_reader_on(
    open_page: Callable[[str], Page], register: Register
) -> None:
    page = open_page(f"errata/{register.by_id['2018-006'].receipt}.html")
    page.wait_for_url("**/errata/2018-006.html")
