"""The search finds everything: folding, recall, ranking, and the files of the site."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import Book
from handbook.search import (
    Entry,
    Index,
    build_index,
    fold,
    fold_with_places,
    index_json,
    make_index,
    search,
)
from handbook.search.excerpt import LONGEST, excerpt
from handbook.search.material import search_files, worker_place
from handbook.search.text import SEPARATOR, SOFT

ALPHABET = (
    "支部党员大会书记主题日的一二〇々第条问"
    "，。、；：？！“”‘’（）《》【】…—～·％　\n\t "
    "0123456789.-/:,%+ABCabcXßς"
    "ＡＢｃ０１９．：－①⒈㎡℃½ﬁéÅ\u0301\ufe0f\u200b𠮷𝟘\U000e0100"
)
texts = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=40)


def entry(id: str, heading: str, text: str = "", kind: str = "clause", label: str = "") -> Entry:
    """A section made by hand."""
    title = heading.partition(" ")[2] or heading
    label = label or heading.partition(" ")[0]
    return Entry(id, kind, label, title, ("第一章 组织",), f"a.html#{id}", heading, text)


def is_word(char: str) -> bool:
    """Whether a character is a letter, a digit or Han."""
    return unicodedata.category(char)[0] in "LN"


def found(index: Index, query: str) -> list[str]:
    return [hit.entry.id for hit in search(index, query)]


@pytest.fixture(scope="module")
def index(sample: Book) -> Index:
    return build_index(sample)


# Folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“三会一课”、主题党日", "三会一课主题党日"),
        ("Ａｂ　C\n第１条", "abc第1条"),
        ("问3-14，问3—14", "问3-14问3-14"),
        ("8：30、1．5、2／3", "8:301.52/3"),
        ("1. 党员；和/或——", "1党员和或"),
        ("不少于90％，＋5℃，12㎡", "不少于90%+5°c12m2"),
        ("Straße ΣΊΣΥΦΟΣ Émile", "strasseσισυφοσemile"),
        ("……（）《》", ""),
        ("𠮷\U000e0100林々〇", "𠮷林々〇"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts, st.data())
@settings(max_examples=400)
def test_folding_of_a_part_is_part_of_the_folding(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]) in fold(text)


@given(texts)
@settings(max_examples=400)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert SEPARATOR not in fold(text)


@given(texts, st.data())
@settings(max_examples=400)
def test_span_covers_what_was_found(text: str, data: st.DataObject) -> None:
    folded = fold_with_places(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end].strip("-./:") in fold(text[first:last])


def test_no_letter_digit_or_han_folds_away() -> None:
    chars = (chr(code) for code in range(0x110000))
    assert [char for char in chars if is_word(char) and not fold(char)] == []


def test_soft_ranges_are_in_order() -> None:
    bounds = [bound for pair in SOFT for bound in pair]
    assert bounds == sorted(bounds)


# Recall


def test_every_part_of_every_clause_finds_it(index: Index) -> None:
    """All parts of 2–12 characters with a letter, digit or Han character in them.

    Each is in its clause's piece of the text, so that a scan cannot miss it; and one in twenty
    goes all the way.
    """
    clauses: dict[str, set[str]] = {}
    for clause in index.entries:
        if clause.kind != "clause":
            continue
        piece = index.text[clause.start : clause.end]
        for length in range(2, 13):
            for start in range(len(clause.shown) - length + 1):
                part = clause.shown[start : start + length]
                if any(map(is_word, part)):
                    assert fold(part) in piece, part
                    clauses.setdefault(part, set()).add(clause.id)
    assert len(clauses) > 100_000
    for part in list(clauses)[::20]:
        assert clauses[part] <= set(found(index, part)), part


words = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=30)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=5), st.data())
@settings(max_examples=300)
def test_random_sections(sections: list[tuple[str, str]], data: st.DataObject) -> None:
    index = make_index("e", [entry(f"s{n}", *section) for n, section in enumerate(sections)])
    place = data.draw(st.integers(0, len(sections) - 1))
    shown = index.entries[place].shown
    start = data.draw(st.integers(0, len(shown) - 1))
    query = shown[start : data.draw(st.integers(start + 1, len(shown)))]
    if not (phrase := fold(query)):
        assert found(index, query) == []
        return
    hits = search(index, query)
    assert f"s{place}" in {hit.entry.id for hit in hits}
    for hit in hits:
        inside = phrase in hit.entry.folded.text
        assert inside <= hit.exact  # and so never across two sections
        for begin, end in hit.spans:
            assert 0 <= begin < end <= len(hit.entry.text)
        for begin, end in hit.heading_spans:
            assert 0 <= begin < end <= len(hit.entry.heading)
        assert bool(hit.spans or hit.heading_spans) or hit.exact


def test_match_runs_over_blocks_but_not_over_sections() -> None:
    index = make_index(
        "e", [entry("a", "第1条 甲", "会议记录。\n自查：查记录"), entry("b", "第2条 乙", "无")]
    )
    hit = search(index, "记录。自查")[0]
    assert hit.spans == ((2, 8),)
    assert found(index, "查记录第2条") == []
    assert found(index, "甲会议") == ["a"]


# Ranking


@pytest.mark.parametrize("query", ["第45条", "45条", "第 45 条", "第４５条"])
def test_label_comes_first(index: Index, query: str) -> None:
    hit = search(index, query)[0]
    assert (hit.entry.label, hit.exact) == ("第45条", True)


def test_order() -> None:
    index = make_index(
        "e",
        [
            entry("part", "做法", "开党课", kind="part"),
            entry("norm", "规范第1条 其他", "党课", kind="norm"),
            entry("question", "问1-01 其他", "党课", kind="question"),
            entry("once", "第1条 其他", "党课"),
            entry("twice", "第2条 其他", "党课党课"),
            entry("apart", "第3条 其他", "上课、党日"),
            entry("heading", "问1-02 讲党课", "无", kind="question"),
            entry("name", "党课", "无", kind="item"),
        ],
    )
    assert found(index, "党课") == ["name", "heading", "twice", "once", "question", "norm", "part"]
    assert found(index, "党日 上课") == ["apart"]
    assert not search(index, "党日 上课")[0].exact
    assert found(index, "上课　党日") == ["apart"]
    assert search(index, "上课 党日")[0].exact, "the whole query is looked for too"
    assert found(index, "。 ，") == []


def test_json_shape(index: Index) -> None:
    hit = search(index, "第45条")[1]
    data = hit.as_json("2018")
    keys = {"id", "label", "title", "edition", "score", "exact", "url", "spans"}
    assert set(data) == keys
    start, end = data["spans"][0]
    assert hit.entry.text[start:end] == "第45条"


# Excerpts


def test_excerpt_is_the_sentence() -> None:
    text = "甲乙丙。丁戊己庚！\n辛壬癸"
    assert text[slice(*excerpt(text, [(5, 6)]))] == "丁戊己庚！"
    assert text[slice(*excerpt(text, []))] == "甲乙丙。"
    assert text[slice(*excerpt(text, [(11, 12)]))] == "辛壬癸"
    assert excerpt("", []) == (0, 0)


@given(texts.map(lambda text: text * 8), st.data())
def test_excerpt_shows_what_was_found(text: str, data: st.DataObject) -> None:
    if not text:
        return
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, min(first + 12, len(text))))
    start, end = excerpt(text, [(first, last)])
    assert start <= first
    assert end >= last - (text[last - 1] == "\n")
    assert end - start <= LONGEST


# Files


def test_published_index(sample: Book, index: Index) -> None:
    data = json.loads(search_files(sample)["search/index.json"])
    assert data == json.loads(json.dumps(index_json(index)))
    assert data["format"] == 1
    units = data["text"].encode("utf-16-le")
    for shape in data["entries"]:
        piece = units[2 * shape["start"] : 2 * shape["end"]].decode("utf-16-le")
        assert piece == fold(f"{shape['heading']}\n{shape['text']}")


def test_offsets_count_as_javascript_does() -> None:
    index = make_index("e", [entry("a", "第1条 𠮷", "𠮷林"), entry("b", "第2条 乙", "丙")])
    assert [(e.start, e.end) for e in index.entries] == [(0, 6), (7, 12)]
    shapes = index_json(index)["entries"]
    assert [(s["start"], s["end"]) for s in shapes] == [(0, 8), (9, 14)]


def test_site_files(sample: Book) -> None:
    files = search_files(sample)
    assert files == search_files(sample)
    assert worker_place() in files
    index = files["search/index.json"].decode().rstrip()
    assert files["search/index.js"].decode() == f"self.handbookIndex={index};\n"
    assert len(files["search/search_index.json"]) < 200, "a page that is read loads no index"
