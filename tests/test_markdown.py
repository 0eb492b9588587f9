"""The Markdown dialect: what it renders, what it refuses, and that places are exact."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.markdown import TextResolver, render_document
from handbook.markdown.carriers import load, unload
from handbook.source import Document, number_headings, scan_headings, scan_references


def render(text: str) -> str:
    return markdown.markdown(text, extensions=["handbook"])


def sections_of(body: str) -> tuple[Document, list]:
    text = f"# 章 {{#chapter}}\n\n## 项 {{#item}}\n\n### 标题 {{#clause}}\n\n{body}\n"
    document = Document("handbook", "docs/handbook/01-x.md", text, 0)
    headings, _ = scan_headings(document)
    numbered = number_headings([(document, headings)])
    return document, render_document(document, numbered, TextResolver.of(numbered))


def test_the_plain_extension_numbers_refers_and_links_back() -> None:
    page = render(
        "# 章 {#chapter}\n\n## 项 {#item-a}\n\n### 甲 {#aaa}\n\n见[][bbb]。\n\n"
        "### 乙 {#bbb}\n\n见[上一条][aaa]。\n\n**自查：** 查。\n"
    )
    assert '<span class="hb-number">第一章</span>' in page
    assert '<span class="hb-number">第1项</span>' in page
    assert re.search(r'<a class="hb-ref"[^>]*href="#bbb"[^>]*><span[^>]*>第2条</span></a>', page)
    assert re.search(r'<a class="hb-ref"[^>]*href="#aaa"[^>]*>上一条</a>', page)
    assert re.search(r'参见</span><a href="#bbb" title="乙">第2条</a>', page)
    assert '<p class="hb-check">' in page


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("1. 甲；\n2. 乙。", "（一）甲；\n（二）乙。"),
        ("1. 甲：\n\n    1. 子\n    2. 丑", "（一）甲：\n1.子\n2.丑"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "甲\t乙\n1\t2"),
        ("第一行\n第二行", "第一行第二行"),
        ("Latin\nwords", "Latin words"),
        ("**粗**和*斜*和`码[][x]`", "粗和斜和码[][x]"),
        ("见[][item]与[本章][chapter]。", "见第1项与本章。"),
        ("注[^1]。\n\n[^1]: 脚注。", "注①。\n①脚注。"),
        ("A &lt; B &amp; C", "A < B & C"),
        ('!!! note "说明"\n    须知。', "说明\n须知。"),
        ("<b>黑</b>", "<b>黑</b>"),
        ("码`a > b && c &lt;`", "码a > b && c &lt;"),
        (r"5\*6", "5*6"),
    ],
)
def test_what_a_reader_sees(source: str, shown: str) -> None:
    _, sections = sections_of(source)
    assert sections[-1].text.text == shown


def test_html_is_text() -> None:
    page = render("# 章 {#chapter}\n\n<script>alert(1)</script>\n\n<b onclick='x'>粗</b>\n")
    assert "<script" not in page and "<b " not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_links_that_run_something_lead_nowhere(url: str) -> None:
    assert url not in render(f"# 章 {{#chapter}}\n\n[点我]({url})\n")


# Random Markdown out of the pieces that handbooks are made of.
WORDS = st.text(
    st.sampled_from("党支部会议3人以上，。；：（）“”《》%abc 12"), min_size=1, max_size=8
)
INLINE = st.one_of(
    WORDS,
    WORDS.map(lambda w: f"**{w.strip() or '粗'}**"),
    WORDS.map(lambda w: f"`{w.strip() or '码'}`"),
    st.just("`a > b & c`"),
    st.just("[][item]"),
    WORDS.map(lambda w: f"[{w.strip() or '词'}][item]"),
    WORDS.map(lambda w: f"[{w.strip() or '词'}](../x.md)"),
    st.sampled_from(["&lt;", "&amp;", r"\*", "<b>", "_", "*", "[", "]", "5_6_7", "中_文_字"]),
)
LINE = st.lists(INLINE, min_size=1, max_size=5).map("".join)
BLOCK = st.one_of(
    LINE,
    st.lists(LINE, min_size=1, max_size=3).map("\n".join),
    st.lists(LINE, min_size=1, max_size=3).map(lambda ls: "\n".join(f"1. {x}" for x in ls)),
    st.lists(LINE, min_size=1, max_size=3).map(lambda ls: "\n".join(f"- {x}" for x in ls)),
    st.tuples(WORDS, WORDS).map(
        lambda t: "| 甲 | 乙 |\n|---|---|\n| {} | {} |".format(*(x.replace("|", "") for x in t))
    ),
    LINE.map(lambda x: f'!!! note "说明"\n    {x}'),
)
BODY = st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join)


@settings(max_examples=300, deadline=None)
@given(BODY)
def test_carrying_places_changes_nothing_that_is_rendered(body: str) -> None:
    document, sections = sections_of(body)
    page = render(document.text)
    start = page.index("</h3>", page.index('id="clause"')) + 5
    plain = re.sub(r'<p class="hb-relations">.*?</p>', "", page[start : page.rindex("</section>")])
    squeeze = re.compile(r"\s*\n\s*")
    assert squeeze.sub("", sections[-1].body_html) == squeeze.sub("", plain)


@settings(max_examples=300, deadline=None)
@given(BODY)
def test_every_placed_character_stands_where_the_map_says(body: str) -> None:
    document, sections = sections_of(body)
    headings, _ = scan_headings(document)
    source = headings[-1].source(document.text)
    shown = sections[-1].text
    for start, place, length in shown.runs:
        assert shown.text[start : start + length] == source[place : place + length].replace(
            "\n", " "
        )
    # All that is not computed and not an entity has a place.
    placed = sum(length for _, _, length in shown.runs)
    free = len(re.sub(r"\s|第1项|①|[（）一二三四五六七八九十<>&]|甲|乙|说明", "", shown.text))
    assert placed >= free - shown.text.count("<") - shown.text.count("&")


@settings(max_examples=200, deadline=None)
@given(BODY)
def test_references_found_by_scanning_are_those_rendered(body: str) -> None:
    _, sections = sections_of(body)
    scanned = [r.target for r in scan_references(body) if r.target in ("item", "chapter")]
    assert list(dict.fromkeys(scanned)) == list(sections[-1].references)


@given(st.text(max_size=400))
def test_carriers_come_back_as_what_they_were(text: str) -> None:
    assert unload(load(text), text, 0) == text


def test_carriers_serve_a_text_longer_than_their_number() -> None:
    text = "党，" * 150_000
    assert unload(load(text), text, 0) == text


def test_escaping_survives_the_round_trip() -> None:
    _, sections = sections_of("甲 < 乙 & 丙")
    assert html.unescape(sections[-1].body_html) == "<p>甲 < 乙 & 丙</p>"
