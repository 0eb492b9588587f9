"""The search finds everything: folding, recall, ranking, and the files of the site."""

from __future__ import annotations

import base64
import gzip
import json
import unicodedata

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import Book
from handbook.cli import main
from handbook.editions.shelf import load_sound_shelf
from handbook.errata import errata_json
from handbook.search.editions import search_editions
from handbook.search.entries import build_index
from handbook.search.entry import Entry
from handbook.search.excerpt import LONGEST, excerpt
from handbook.search.index import Index, make_index
from handbook.search.material import search_files, worker_place, worker_script
from handbook.search.names import arabic, whole_number
from handbook.search.pack import join_runs
from handbook.search.publish import PART, index_files, split_parts
from handbook.search.query import Answer, search
from handbook.search.tables import traditional
from handbook.search.text import SEPARATOR, SOFT, fold, fold_with_places
from tests.conftest import ROOT

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


def ids(answer: Answer) -> list[str]:
    return [hit.entry.id for hit in answer.hits]


def found(index: Index, query: str, *groups: str) -> list[str]:
    return ids(search(index, query, groups))


@pytest.fixture(scope="module")
def index() -> Index:
    """The sample with its register."""
    shelf = load_sound_shelf(ROOT)
    return build_index(shelf.draft, errata_json(shelf.register, shelf.draft)["errata"])


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
        ("組織生活會，與會黨員", "组织生活会与会党员"),
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


def test_simplified_forms_are_not_folded_on() -> None:
    forms = traditional()
    assert len(forms) > 2500
    assert not set(forms.values()) & set(forms)


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
    hits = search(index, query).hits
    assert f"s{place}" in {hit.entry.id for hit in hits}
    for hit in hits:
        assert (phrase in hit.entry.folded.text) <= hit.exact  # so never across two sections
        for begin, end in hit.spans:
            assert 0 <= begin < end <= len(hit.entry.text)
        for begin, end in hit.heading_spans:
            assert 0 <= begin < end <= len(hit.entry.heading)
        assert bool(hit.spans or hit.heading_spans) or hit.exact
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@given(words, words, st.sampled_from(['"{}"', "“{}”", "-{}", "{} -{}", '"{}" -{}', '"{}']))
@settings(max_examples=200)
def test_operators_never_hide_what_stands_there(one: str, two: str, form: str) -> None:
    """Whatever a query's operators, a section that has it as it is typed is found."""
    query = form.format(one, two)
    index = make_index("e", [entry("a", "第1条 甲", query), entry("b", "第2条 乙", one + two)])
    if fold(query):
        assert "a" in found(index, query)


def test_match_runs_over_blocks_but_not_over_sections() -> None:
    index = make_index(
        "e", [entry("a", "第1条 甲", "会议记录。\n自查：查记录"), entry("b", "第2条 乙", "无")]
    )
    hit = search(index, "记录。自查").hits[0]
    assert hit.spans == ((2, 8),)
    assert search(index, "查记录第2条").is_partial
    assert found(index, "甲会议") == ["a"]


# Ranking


def test_what_members_ask_comes_first(index: Index) -> None:
    """At least 95 in 100 written queries bring the section they ask for first; all in the top 3."""
    queries = yaml.safe_load((ROOT / "tests" / "queries.yml").read_text(encoding="utf-8"))
    assert len(queries) >= 60
    places = {q["query"]: found(index, q["query"]).index(q["first"]) for q in queries}
    assert [q for q, place in places.items() if place > 2] == []
    first = sum(place == 0 for place in places.values())
    assert first >= 0.95 * len(queries), [q for q, place in places.items() if place]


@pytest.mark.parametrize(
    "query",
    [
        "第45条",
        "45条",
        "第 45 条",
        "第４５条",
        "四十五条",
        "第四十五条",
        "四十五",
        "45",
        "手册第45条",
    ],
)
def test_a_clause_is_found_by_its_number(index: Index, query: str) -> None:
    hit = search(index, query).hits[0]
    assert (hit.entry.label, hit.exact) == ("第45条", True)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("问3-14", "问3-14"),
        ("3-14", "问3-14"),
        ("问3—1", "问3-01"),
        ("工作规范第18条", "工作规范第18条"),
        ("工作规范十八条", "工作规范第18条"),
        ("二章", "第二章"),
        ("第2章", "第二章"),
        ("第七项", "第7项"),
        ("e2018-003", "E2018-003"),
    ],
)
def test_other_numbers(index: Index, query: str, label: str) -> None:
    assert search(index, query).hits[0].entry.label == label


def test_numerals() -> None:
    assert [whole_number(n) for n in ("五", "十", "四十五", "一百零五", "二〇一八", "十十")] == [
        5, 10, 45, 105, 2018, None,
    ]  # fmt: skip
    assert arabic("三会一课第十二条和第三项") == "三会一课第12条和第3项"


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
    assert not search(index, "党日 上课").hits[0].exact
    assert found(index, "上课　党日") == ["apart"]
    assert search(index, "上课 党日").hits[0].exact, "the whole query is looked for too"
    assert found(index, "。 ，") == []


def test_titles_above_count_and_words_near_one_another_come_first() -> None:
    entries = [
        entry("item", "第1项 组织生活会", "", kind="item"),
        Entry(
            "below",
            "clause",
            "第1条",
            "召开时间",
            ("",),
            "a#below",
            "第1条 召开时间",
            "每年一次",
            0,
        ),
        entry("far", "第2条 其他", "组织生活会要开好，" + "甲" * 40 + "时间另定"),
        entry("near", "第3条 其他", "组织生活会的时间"),
    ]
    assert found(make_index("e", entries), "组织生活会 时间") == ["below", "near", "far"]


def test_a_number_does_not_stand_in_a_longer_one() -> None:
    index = make_index("e", [entry("long", "甲", "145元"), entry("own", "乙", "共45元")])
    assert found(index, "45") == ["own", "long"]


# Other ways to say it


def test_operators() -> None:
    index = make_index(
        "e",
        [
            entry("a", "第1条 甲", "会议记录，书记签字"),
            entry("b", "第2条 乙", "书记看会议，再记录"),
        ],
    )
    assert found(index, "会议 记录") == ["a", "b"]
    assert found(index, '"会议记录"') == ["a"]
    assert found(index, "“会议记录” 书记") == ["a"]
    assert found(index, "记录 -签字") == ["b"]
    assert found(index, '书记 -"会议记录"') == ["b"]


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("zzsh", "组织生活"),
        ("zuzhishenghuo", "组织生活"),
        ("zu zhi sheng huo", "组织生活"),
        ("zu'zhi'sheng'huo", "组织生活"),
        ("zuzhishengh", "组织生活"),
        ("dk", "党课"),
        ("ZZSHH", "组织生活会"),
        ("xian", "限"),
    ],
)
def test_pinyin(index: Index, query: str, form: str) -> None:
    answer = search(index, query)
    forms = [tried.text for tried in answer.tried if tried.how == "pinyin"]
    if query == "xian":
        assert all(len(text) > 1 for text in forms), "one syllable alone means too much"
        return
    assert form in forms[0]
    assert form in answer.hits[0].entry.folded.text
    assert not answer.hits[0].exact


def test_synonyms() -> None:
    entries = [entry("a", "第1条 甲", "开党员大会"), entry("b", "第2条 乙", "支部大会的记录")]
    groups = [["党员大会", "支部大会", "general meeting"]]
    index = make_index("e", entries, synonyms=groups)
    assert found(index, "党员大会") == ["a", "b"]
    assert search(index, "党员大会记录").is_partial, "the words are not one"
    assert found(index, "general meeting 记录") == ["b"]
    assert found(index, "“党员大会”") == ["a"], "quoted words mean nothing else"


def test_synonyms_in_longer_words() -> None:
    entries = [entry("a", "第1条 甲", "支部大会记录")]
    index = make_index("e", entries, synonyms=[["党员大会", "支部大会"]])
    hit = search(index, "党员大会记录").hits[0]
    assert (hit.entry.id, hit.exact, hit.spans) == ("a", False, ((0, 6),))


def test_groups(index: Index) -> None:
    groups = ["handbook", "bulletins", "methods", "regulations", "errata"]
    everything = found(index, "支部")
    parts = [found(index, "支部", group) for group in groups]
    assert all(parts)
    assert sorted(everything) == sorted(id for part in parts for id in part)
    answer = search(index, "首问联办", ["errata"])
    assert (answer.hits, answer.elsewhere > 0, answer.is_partial) == ((), True, False)


def test_errata_are_found(index: Index) -> None:
    hit = search(index, "学时 32 24", ["errata"]).hits[0]
    assert hit.entry.id == "2018-003"
    assert hit.entry.url == "errata/2018-003.html"


# Nothing found


def test_near_ones_are_offered(index: Index) -> None:
    answer = search(index, "组织声活会")
    assert answer.is_partial
    assert answer.alike[0] == "组织生活会"
    assert "item-review-meeting" in ids(answer)[:3]
    assert not any(hit.exact for hit in answer.hits)
    answer = search(index, "预备党员怎么转正")
    assert answer.parts == ("预备党员", "转正")
    assert ids(answer)[0] == "recruit-confirm"
    assert search(index, "zqxzq") == Answer()


# Several editions


def test_editions() -> None:
    one, two = "每季度一次党日", "每月一次党日"
    new = make_index("2019", [entry("a", "第1条 甲", two), entry("b", "第2条 乙", "党日")])
    old = make_index("2018", [entry("a", "第1条 甲", one), entry("b", "第2条 乙", "党日")])
    hits = search_editions([new, old], "党日").hits
    assert [(hit.edition, hit.entry.id, hit.also) for hit in hits] == [
        ("2019", "a", ()),
        ("2019", "b", ("2018",)),
        ("2018", "a", ()),
    ]
    assert [hit.edition for hit in search_editions([new, old], "季度").hits] == ["2018"]
    assert search_editions([new, old], "每季一次").is_partial
    assert search_editions([new, old], "党日", ["errata"]).elsewhere == 3, "alike ones are one"


# The command


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(ROOT), "search", "第45条", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert set(rows[0]) == {
        "id", "label", "title", "edition", "also", "score", "exact", "url", "spans",
    }  # fmt: skip
    assert (rows[0]["id"], rows[0]["edition"]) == ("party-day-joint", "2020")
    assert main(["-C", str(ROOT), "search", "--in", "methods", "--edition", "all", "zzsh"]) == 0
    out, err = capsys.readouterr()
    assert "第" not in out.splitlines()[0]
    assert "组织生活" in err
    assert main(["-C", str(ROOT), "search", "组织声活会"]) == 1
    out, err = capsys.readouterr()
    assert "组织生活会" in err
    assert out
    assert main(["-C", str(ROOT), "search", "党日", "--edition", "1999"]) == 2


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
    """A head that names files, each with the entries of a page by themselves."""
    files = dict(index_files(index))
    schema = json.loads((ROOT / "handbook/schemas/search.schema.json").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    head = json.loads(files["index.json"])
    check.validate(head)
    entries = iter(index.entries)
    for name in head["files"]:
        shape = json.loads(files[f"{name}.json"])
        check.validate(shape)
        for row in shape["entries"]:
            one = next(entries)
            assert fold(f"{row['heading']}\n{row['text']}") == index.text[one.start : one.end]
            above = shape["entries"][row["parent"]]["id"] if row["parent"] >= 0 else None
            assert above == (index.entries[one.parent].id if one.parent >= 0 else None)
    assert next(entries, None) is None
    assert len(head["files"]) == len(sample.pages) + 1, "the errata in one"


def test_what_a_browser_loads_is_small(sample: Book, index: Index) -> None:
    """No more than four tenths of the text in UTF-8, with all that is needed to search it.

    The script too, as a server sends it.
    """
    files = search_files(sample)
    text = "\n".join(one.shown for one in build_index(sample).entries).encode()
    script = gzip.compress(worker_script().encode())
    assert len(files["search/index.bin"]) + len(script) <= 0.4 * len(text)


@given(st.text(st.sampled_from("支部党员大会\0\U000f0000\U000f0001"), max_size=400))
def test_joined_runs_say_the_same(text: str) -> None:
    joined, runs = join_runs(text * 3)
    assert joined.translate({ord(symbol): run for symbol, run in runs.items()}) == text * 3
    assert not set(runs) & set(text)
    assert all("\0" not in run for run in runs.values())


def test_site_files(sample: Book) -> None:
    files = search_files(sample)
    assert files == search_files(sample)
    assert worker_place() in files
    script = files["search/index.js"].decode().removeprefix("self.handbookSearchPart=")
    packed = base64.b64decode(json.loads(script.rstrip().removesuffix(";")))
    assert packed == gzip.decompress(files["search/index.bin"]), "opened as files, the same is read"
    assert len(files["search/search_index.json"]) < 200, "a page that is read loads no index"


@given(st.lists(st.integers(0, 2 * PART // 3), max_size=12))
@settings(max_examples=30, deadline=None)
def test_parts_are_no_larger_than_a_page_can_take(sizes: list[int]) -> None:
    entries = [entry(f"s{n}", "甲", "字" * (size // 3)) for n, size in enumerate(sizes)]
    parts = split_parts(entries)
    assert [one for part in parts for one in part] == entries
    for part in parts:
        size = sum(len(one.shown.encode()) for one in part)
        assert size <= PART or len(part) == 1
