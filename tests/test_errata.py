"""Errata: their files, their life, finding and applying them, and how a change is shown."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import jsonschema
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handbook.book import Book, book_json, dump_json, read_book
from handbook.editions.shelf import load_sound_shelf
from handbook.errata import (
    STATES,
    TRANSITIONS,
    Amendment,
    Entry,
    Erratum,
    Register,
    State,
    apply_change,
    apply_errata,
    compute_receipt,
    context,
    errata_json,
    erratum_text,
    load_register,
    locate,
    parse_erratum,
    plan_change,
    quote_shown,
    redline,
    reverse_change,
)
from handbook.errata.apply import find_heading
from handbook.errata.effects import table_shapes
from handbook.errata.locate import occurrences
from handbook.errata.model import Kind
from handbook.errata.rules import Editions, erratum_problems, read_editions
from handbook.messages import MESSAGES
from handbook.problems import Problem
from handbook.source import Document
from handbook.source.document import split_front_matter
from tests.conftest import CHAPTER, ROOT, Tree

SCHEMAS = ROOT / "handbook" / "schemas"
DAY = datetime.date(2018, 10, 8)


def erratum(
    original: str = "3人以上",
    corrected: str = "3名以上",
    *states: State,
    provision: str = "set-up",
    **fields: object,
) -> Erratum:
    """An erratum about the small tree, with its receipt or a number for its id."""
    days = days_from(DAY)
    needs: dict[State, dict[str, str]] = {
        "duplicate": {"of": "2018-009"},
        "incorporated": {"edition": "2018"},
        "rejected": {"why": "原文无误"},
    }
    history = tuple(
        Entry(state, next(days), ("示例单位 04",), **needs.get(state, {}))
        for state in states or ("reported",)
    )
    made = Erratum("", provision, "next", "technical", original, corrected, history, "理由。")
    made = dataclasses.replace(made, **fields)  # type: ignore[arg-type]
    id = made.id or ("2018-001" if made.accepted else made.receipt)
    return dataclasses.replace(made, id=id, path=f"docs/errata/{id}.md")


def days_from(day: datetime.date) -> Iterator[datetime.date]:
    while True:
        yield day
        day += datetime.timedelta(days=1)


def book_of(tree: Tree, *errata: Erratum, files: Mapping[str, str] | None = None) -> Book:
    """The small tree's Book with errata in its folder, and other files."""
    contents: dict[str, str | bytes | None] = {e.path: erratum_text(e) for e in errata}
    return read_book(tree(contents | dict(files or {})))[0]


def rules(problems: list[Problem]) -> list[str]:
    return [p.rule for p in problems]


def line_of(found: Problem) -> str:
    """A finding as `check` prints it."""
    return f"{found.file.rsplit('/', 1)[-1]}:{found.line}：{found.message()}；{found.hint()}"


# The sample


def test_the_sample_has_17_errata_in_all_states_but_one(sample: Book) -> None:
    register, problems = load_register(sample)
    assert [line_of(p) for p in problems] == []
    assert len(register.errata) == 17
    assert register.states == {
        "reported": 1, "held": 2, "accepted": 1, "incorporated": 8,
        "rejected": 2, "duplicate": 2, "withdrawn": 1,
    }  # fmt: skip
    assert {e.kind for e in register.errata} == {"technical", "editorial"}
    groups = [e.group for e in register.errata if e.group]
    assert len(groups) == 2
    assert len(set(groups)) == 1


def test_the_sample_s_originals_stand_once_in_the_text_they_are_about(sample: Book) -> None:
    register, _ = load_register(sample)
    texts = {"next": sample, "2018": load_sound_shelf(ROOT).texts["2018"]}
    for each in register.errata:
        found = locate(texts[each.edition].sections[each.provision], each.original)
        assert found.count == 1, each.id
        assert found.shown or found.title, each.id
    assert {sample.page_of(e.provision).document.folder for e in register.errata} == {
        "handbook", "bulletins", "methods", "regulations",
    }  # fmt: skip


def test_the_sample_s_files_are_as_we_write_them(sample: Book) -> None:
    for each in load_register(sample)[0].errata:
        assert (ROOT / each.path).read_text(encoding="utf-8") == erratum_text(each)
        assert 40 <= len(each.reason) <= 120
        days = [entry.date for entry in each.history]
        assert days == sorted(days)
        assert datetime.date(2018, 10, 8) <= days[0] <= datetime.date(2018, 10, 31)


def test_the_sample_s_accepted_errata_go_in_and_mend_the_text(survey: Book) -> None:
    register, _ = load_register(survey)
    accepted = register.in_state("accepted")
    assert [e.id for e in accepted] == [f"2018-{n:03d}" for n in range(1, 7)]
    assert [e.accepted for e in accepted] == sorted(e.accepted for e in accepted if e.accepted)
    texts, problems = apply_errata(survey, accepted)
    assert problems == []
    before = {page.document.path: page.document.text for page in survey.pages}
    assert sum(len(t) - len(before[p]) for p, t in texts.items()) == sum(
        len(e.corrected) - len(e.original) for e in accepted
    )
    assert "党支部每月相对固定一天开展主题党日，具体日期写入年度计划" in "".join(texts.values())


def test_both_published_shapes_hold_on_the_sample(sample: Book) -> None:
    register, _ = load_register(sample)
    for name, data in (
        ("errata", errata_json(register, sample)),
        ("book", book_json(sample)),
    ):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(dump_json(data)), schema)
    for each in errata_json(register, sample)["errata"]:
        assert each["state"] == each["history"][-1]["state"]


def test_the_schema_refuses_a_duplicate_of_nothing(sample: Book) -> None:
    schema = json.loads((SCHEMAS / "errata.schema.json").read_text(encoding="utf-8"))
    data = errata_json(Register((erratum("a", "b", "reported", "duplicate"),)), sample)
    jsonschema.validate(data, schema)
    del data["errata"][0]["history"][1]["of"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


# Files

GOOD = """---
provision: set-up
edition: next
kind: technical
original: 3人以上
corrected: 3名以上
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 04]}
  - {state: held, date: 2018-10-20, by: [编辑部]}
---
理由。
"""
NAME = compute_receipt("set-up", "3人以上", "3名以上")


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


# What is broken, the file, and the one line that says so.
BROKEN: list[tuple[str, str, str]] = [
    ("an unknown key", changed("kind:", "colour: red\nkind:"),
     "4：文件头里不认识“colour”；这里可以写：provision、provision_now、edition、kind、group、history、"
     "original、original_now、corrected"),
    ("a key twice", changed("kind: technical", "kind: technical\nkind: editorial"),
     "5：“kind”写了两次；请留下一个"),
    ("no original", changed("original: 3人以上\n", ""),
     "1：文件头缺少“original”；请补上 original: 文字（像数字或日期的要加引号）"),
    ("a number for words", changed("3人以上", "3"),
     "5：“original”的值“3”不对；应当是文字（像数字或日期的要加引号）"),
    ("an edition without quotes", changed("next", "2018"),
     "3：“edition”的值“2018”不对；应当是版次，如 \"2018\"（加引号），或者 next"),
    ("an unknown edition", changed("next", '"2019"'),
     "3：没有“2019”这一版；可写：next、2018"),
    ("an unknown kind", changed("technical", "grave"),
     "4：“kind”的值“grave”不对；应当是technical / editorial / amendment"),
    ("a wrong date", changed("2018-10-20", "20181020"),
     "9：“history[2].date”的值“20181020”不对；应当是日期 YYYY-MM-DD"),
    ("an impossible date", changed("2018-10-20", "2018-13-40"),
     "2：文件头（front matter）写法有误：month must be in 1..12；"
     "文件头以单独一行 --- 开始和结束，中间是 YAML"),
    ("a wrong state", changed("state: held", "state: pending"),
     "9：“history[2].state”的值“pending”不对；应当是reported / held / accepted / incorporated / "
     "rejected / duplicate / withdrawn"),
    ("nobody", changed(", by: [编辑部]", ""),
     "9：文件头缺少“history[2].by”；请补上 history[2].by: 列表，如 [编辑部]"),
    ("by no list", changed("[编辑部]", "编辑部"),
     "9：“history[2].by”的值“编辑部”不对；应当是列表，如 [编辑部]"),
    ("no history", GOOD[: GOOD.index("  - {state: reported")] + "---\n理由。\n",
     "7：“history”的值“”不对；应当是列表，每项 {state, date, by}"),
    ("a rejection without a reason", changed("state: held", "state: rejected"),
     "9：文件头缺少“history[2].why”；请补上 history[2].why: 文字（像数字或日期的要加引号）"),
    ("a duplicate of nothing", changed("state: held", "state: duplicate"),
     "9：文件头缺少“history[2].of”；请补上 history[2].of: 另一条勘误的编号，如 2018-003"),
    ("of what is no duplicate", changed("state: held", "state: held, of: 2018-003"),
     "9：文件头里不认识“history[2].of”；这里可以写：state、date、by、why"),
    ("a duplicate of what is not there", changed("state: held", "state: duplicate, of: 2018-003"),
     "9：重复的对象“2018-003”不存在；请写 of: 另一条勘误的编号"),
    ("a duplicate of itself", changed("state: held", f"state: duplicate, of: {NAME}"),
     f"9：重复的对象“{NAME}”不存在；请写 of: 另一条勘误的编号"),
    ("a step too far", changed("state: held", "state: incorporated, edition: '2018'"),
     "9：不能从“reported”变为“incorporated”；reported之后只能是：accepted、held、rejected、"
     "duplicate、withdrawn"),
    ("a life begun in the middle",
     changed("state: held", "state: withdrawn").replace("reported", "held"),
     "8：经过以 held 开头；第一步应当是 reported"),
    ("a step back in time", changed("2018-10-20", "2018-10-01"),
     "9：状态的日期早于前一个状态；请按时间先后排列"),
    ("a receipt when it is accepted", changed("state: held", "state: accepted"),
     f"1：文件名“{NAME}.md”与内容不符；应当是 2018-NNN.md"),
    ("the receipt of something else", changed("3名以上", "3位以上"),
     f"1：文件名“{NAME}.md”与内容不符；应当是 "
     f"{compute_receipt('set-up', '3人以上', '3位以上')}.md"),
    ("nothing corrected", changed("3名以上", "3人以上"),
     "5：原文与改文相同；请改正，或删除这条建议"),
    ("a telephone number", changed("理由。", "电话13800000000。"),
     "11：含有联系方式“13800000000”；联系方式不进入登记册，请删去"),
    ("an address", changed("[示例单位 04]", "[someone@example.org]"),
     "8：含有联系方式“someone@example.org”；联系方式不进入登记册，请删去"),
    ("a control character", changed("3名以上", '"3\\u200b名"'),
     "6：含有不可见的控制字符 U+200B；请删除该字符"),
    ("no reason", changed("理由。\n", ""), "1：没有写理由；请在第二个 --- 之后写明理由与依据"),
    ("no YAML", changed("kind: technical", "kind: [technical"),
     "5：文件头（front matter）写法有误：expected ',' or ']', but got ':'；"
     "文件头以单独一行 --- 开始和结束，中间是 YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_file_has_its_one_line(tree: Tree, text: str, line: str) -> None:
    book, _ = read_book(tree({f"docs/errata/{NAME}.md": text}))
    _, problems = load_register(book)
    if line.startswith("5：“original”的值“3”"):
        problems = [p for p in problems if p.rule != "erratum-name"]
    assert [line_of(p) for p in problems] == [f"{NAME}.md:{line}"]


def test_a_good_file_has_no_line(tree: Tree) -> None:
    register, problems = load_register(read_book(tree({f"docs/errata/{NAME}.md": GOOD}))[0])
    assert problems == []
    (only,) = register.errata
    assert (only.state, only.line("history[2].date")) == ("held", 9)


def test_all_mistakes_come_at_once(tree: Tree) -> None:
    text = changed("edition: next", "edition: 1").replace("technical", "x").replace("[编辑部]", "a")
    _, problems = load_register(read_book(tree({f"docs/errata/{NAME}.md": text}))[0])
    assert [(p.line, p.rule) for p in problems] == [
        (3, "front-matter-value"), (4, "front-matter-value"), (9, "front-matter-value"),
    ]  # fmt: skip


def test_an_empty_correction_deletes(tree: Tree) -> None:
    book = book_of(tree, erratum("，应当", ""))
    register, problems = load_register(book)
    assert problems == []
    texts, _ = apply_errata(book, register.errata)
    assert "有正式党员3人以上的成立党支部。" in texts["docs/handbook/01-one.md"]


def test_every_sentence_is_there_in_both_languages_with_its_hint() -> None:
    used: set[str] = set()
    for path in (ROOT / "handbook" / "errata").glob("*.py"):
        used |= set(re.findall(r'"(erratum-[a-z-]*[a-z])"', path.read_text(encoding="utf-8")))
    causes = ("near", "width", "space", "wrap", "digits", "shown", "computed")
    used |= {f"erratum-zero-{cause}" for cause in causes}
    for rule in used:
        for key in (rule, f"{rule}.hint"):
            zh, en = MESSAGES[key]
            assert zh
            assert en
            assert set(re.findall(r"{\w+}", zh)) == set(re.findall(r"{\w+}", en)), key


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
ANY = st.text(
    st.one_of(
        st.sampled_from("一二，。 \n\t:#-'\"[]{}|>&*!%@`?"),
        st.characters(exclude_categories=["Cs"]),
    )
)
IDS = st.from_regex(r"[a-z0-9-]{3,64}", fullmatch=True)
DATES = st.dates(datetime.date(1000, 1, 1))
HASHES = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    state = draw(st.sampled_from(STATES))
    why = draw(WORDS if state == "rejected" else st.just("") | WORDS)
    of = draw(WORDS) if state == "duplicate" else ""
    edition = draw(WORDS) if state == "incorporated" else ""
    by = tuple(draw(st.lists(WORDS, min_size=1, max_size=3)))
    return Entry(state, draw(DATES), by, why, of, edition)


@st.composite
def amendments(draw: st.DrawFn) -> Amendment:
    ids = tuple(draw(st.lists(IDS, min_size=1, max_size=3)))
    old, new = draw(HASHES), draw(HASHES)
    made = (
        Amendment("add", new_sha256=new, after=ids[0]),
        Amendment("remove", old_sha256=old),
        Amendment("rename", to=ids[:1]),
        Amendment("rewrite", old, new),
        Amendment("move", after=ids[0]),
        Amendment(
            "split", old, new, to=ids, to_sha256=draw(st.just(()) | st.just((old,) * len(ids)))
        ),
        Amendment("merge", old, new, sources=ids),
    )
    return made[draw(st.integers(0, len(made) - 1))]


@st.composite
def errata(draw: st.DrawFn) -> Erratum:
    amendment = draw(st.none() | amendments())
    kind: Kind = "amendment" if amendment else draw(st.sampled_from(["technical", "editorial"]))
    original = "" if amendment else draw(WORDS)
    corrected = "" if amendment else draw(ANY)
    assume(amendment or original != corrected)
    return Erratum(
        "some-id", draw(IDS), draw(WORDS), kind, original, corrected,
        tuple(draw(st.lists(entries(), min_size=1, max_size=3))),
        draw(ANY).strip(), draw(st.just("") | IDS), "", amendment,
        draw(st.just("") | IDS),
    )  # fmt: skip


@given(errata())
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_again(each: Erratum) -> None:
    text = erratum_text(each)
    meta, lines, start, problems = split_front_matter("some-id.md", text)
    assert problems == []
    document = Document("errata", "docs/errata/some-id.md", text, start, meta, lines)
    read, found = parse_erratum(document)
    left = {"erratum-reason", "erratum-contact", "file-control"}
    assert set(rules(found)) <= left
    if read is None:  # refused for what it says, not for how it was written
        return
    assert read == each
    assert erratum_text(read) == text
    assert all(line > 1 for line in read.lines.values())


def test_several_lines_are_written_as_they_look() -> None:
    text = erratum_text(erratum("第一行\n\n  第二行: [a]", "true"))
    assert 'original: |-\n  第一行\n\n    第二行: [a]\ncorrected: "true"\n' in text


# Receipts and states


def test_a_receipt_is_defined_to_the_byte() -> None:
    data = "party-day-frequency\n每季度至少开展一次\n每月至少开展一次".encode()
    assert compute_receipt("party-day-frequency", "每季度至少开展一次", "每月至少开展一次") == (
        "r-" + hashlib.sha256(data).hexdigest()[:8]
    )
    # The value for other implementations to meet.
    assert compute_receipt("party-day-frequency", "每季度至少开展一次", "每月至少开展一次") == (
        "r-6ad0f403"
    )


LEADING: dict[State, tuple[State, ...]] = {
    "reported": ("reported",),
    "held": ("reported", "held"),
    "accepted": ("reported", "accepted"),
    "incorporated": ("reported", "accepted", "incorporated"),
    "rejected": ("reported", "rejected"),
    "duplicate": ("reported", "duplicate"),
    "withdrawn": ("reported", "withdrawn"),
}
LEGAL = """
reported → accepted held rejected duplicate withdrawn
held → accepted rejected duplicate withdrawn
accepted → incorporated withdrawn
incorporated → accepted
"""


def test_the_states_follow_one_another_as_designed(survey: Book) -> None:
    legal = {
        (before, after)
        for before, afters in re.findall(r"(\w+) → (.*)", LEGAL)
        for after in afters.split()
    }
    assert legal == {(b, a) for b, afters in TRANSITIONS.items() for a in afters}
    other = dataclasses.replace(erratum("a", "b"), id="2018-009")
    for before in STATES:
        for after in STATES:
            each = erratum(
                "一般不超过50人", "不超过50人", *LEADING[before], after, provision="branch-size"
            )
            found = list(erratum_problems(each, {other.id: other}, Editions(survey)))
            refused = "erratum-transition" in rules(found)
            assert refused == ((before, after) not in legal), (before, after)
            assert refused or rules(found) == [], (before, after)


EDITION = {
    "editions/2017/edition.yml": "edition: '2017'\npublished: 2018-10-10\nretired: [old-one]\n"
}


def test_nothing_leaves_a_published_edition(sample: Book) -> None:
    each = erratum("a", "b", "reported", "accepted", "incorporated", "accepted")
    history = (*each.history[:2], dataclasses.replace(each.history[2], edition="2017"))
    each = dataclasses.replace(each, history=(*history, each.history[3]))  # on 2018-10-11
    for published, refused in ((datetime.date(2018, 10, 10), True), (DAY.replace(day=20), False)):
        editions = Editions(sample, {"2017": published})
        found = rules(list(erratum_problems(each, {}, editions)))
        assert ("erratum-frozen" in found) is refused


def test_an_erratum_is_stale_until_it_says_what_stands_there_now(tree: Tree) -> None:
    old = erratum("两人以上", "3名以上", edition="2017")
    book = book_of(tree, old, files=EDITION)
    _, problems = load_register(book)
    assert [(p.rule, p.severity) for p in problems] == [("erratum-stale", "warning")]
    path = book.root / old.path
    path.write_text(
        erratum_text(dataclasses.replace(old, original_now="3人以上")), encoding="utf-8"
    )
    register, problems = load_register(book)
    assert problems == []
    texts, _ = apply_errata(book, register.errata)
    assert "有正式党员3名以上的" in texts["docs/handbook/01-one.md"]
    path.write_text(
        erratum_text(dataclasses.replace(old, original_now="4人以上")), encoding="utf-8"
    )
    _, problems = load_register(book)
    assert [(p.rule, p.line) for p in problems] == [("erratum-zero-near", 6)]


def test_the_original_is_sought_in_the_text_of_its_edition(tree: Tree) -> None:
    each = erratum("有正式党员", "凡有正式党员", "reported", "withdrawn", edition="2017")
    book = book_of(tree, each, files=EDITION)
    assert load_register(book)[1] == []
    assert load_register(book, {"2017": book})[1] == []
    empty = dataclasses.replace(book, pages=())
    assert rules(load_register(book, {"2017": empty})[1]) == ["erratum-provision"]
    data = errata_json(load_register(book)[0], book, {"2017": empty, "2016": book})
    assert data["errata"][0]["applies_to"] == ["2018", "2016"]


def test_what_is_settled_need_not_stand_in_the_working_text(tree: Tree) -> None:
    done = erratum("两人以上", "3人以上", "reported", "accepted", "incorporated")
    assert load_register(book_of(tree, done))[1] == []
    for id, line in (("set-ip", ["erratum-provision"]), ("old-one", [])):
        lost = erratum("两人以上", "3人以上", "reported", "withdrawn", provision=id)
        book = book_of(tree, files=EDITION)
        found = erratum_problems(lost, {}, read_editions(book))
        assert rules(list(found)) == line


def test_numbers_are_given_once(tree: Tree) -> None:
    one = erratum("3人以上", "3名以上", "reported", "accepted")
    two = erratum("党员名册", "名册", "reported", "accepted", id="2018-0001")
    register, problems = load_register(book_of(tree, one, two))
    assert rules(problems) == ["erratum-number-twice"]
    assert register.next_number(2018) == "2018-002"
    assert register.next_number(2019) == "2019-001"


def test_a_duplicate_names_the_one_that_lives(tree: Tree) -> None:
    one = erratum("3人以上", "3名以上", "reported", "accepted", id="2018-009")
    two = erratum("3人", "3名", "reported", "duplicate")
    three = erratum("3人以上的", "3名以上的", "reported", "duplicate")
    last = dataclasses.replace(three.history[1], of=two.id)
    three = dataclasses.replace(three, history=(three.history[0], last))
    _, problems = load_register(book_of(tree, one, two, three))
    assert rules(problems) == ["erratum-duplicate-chain"]
    assert problems[0].hint() == "请改为 of: 2018-009"


def test_amendments_are_kept_in_the_same_register(tree: Tree) -> None:
    made = [
        (Amendment("remove", old_sha256="a" * 64), "joint"),
        (Amendment("add", new_sha256="b" * 64, after="joint"), "brand-new"),
        (Amendment("merge", "a" * 64, "b" * 64, sources=("joint",)), "set-up"),
    ]
    all_ = [
        erratum("", "", provision=id, kind="amendment", amendment=change) for change, id in made
    ]
    book = book_of(tree, *all_)
    register, problems = load_register(book)
    assert problems == []
    assert {e.amendment for e in register.errata} == {change for change, _ in made}
    assert len({e.id for e in register.errata}) == 3
    merge = [e for e in register.errata if e.provision == "set-up"]
    assert rules(apply_errata(book, merge)[1]) == ["erratum-amendment"]
    schema = json.loads((SCHEMAS / "errata.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(errata_json(register, book), schema)


def test_an_amendment_says_what_its_action_needs(tree: Tree) -> None:
    text = GOOD.replace(
        "kind: technical\noriginal: 3人以上\ncorrected: 3名以上", "kind: amendment\n{}"
    )
    for given_, lines in {
        "action: remove": ["front-matter-missing"],
        "action: burn": ["front-matter-value"],
        "action: move\nafter: [joint]": ["front-matter-value"],
        "action: add\nafter: joint": ["front-matter-missing"],
        "action: move\nafter: joint\noriginal: a": ["front-matter-key"],
    }.items():
        book, _ = read_book(tree({f"docs/errata/{NAME}.md": text.replace("{}", given_)}))
        assert rules(load_register(book)[1]) == lines, given_


# Finding

# What somebody quotes of 本条 below, and why it is not found.
QUOTED = """条文规定**主任**每季度至少召开 3 次会议，公示5日，第一行末
第二行首，按照[][set-up]办理。"""
CAUSES = [
    ("每季度至少召开 3 次会议", ""),
    ("毫不相干的一句话", "erratum-zero"),
    ("每季度最少召开 3 次会议", "erratum-zero-near"),
    ("每季度至少召开３次会议", "erratum-zero-width"),
    ("会议,公示5日", "erratum-zero-width"),
    ("每季度至少召开3次会议", "erratum-zero-space"),
    ("每季度至少召开三次会议", "erratum-zero-digits"),
    ("公示五日", "erratum-zero-digits"),
    ("第一行末第二行首", "erratum-zero-shown"),
    ("第一行末 第二行首", "erratum-zero-wrap"),
    ("规定主任每", "erratum-zero-shown"),
    ("按照第1条办理", "erratum-zero-computed"),
    ("第", "erratum-many"),
]


@pytest.mark.parametrize(("original", "rule"), CAUSES)
def test_the_usual_cause_is_named(tree: Tree, original: str, rule: str) -> None:
    text = CHAPTER.replace("不足3人的，按照[][set-up]就近联合。", QUOTED)
    each = erratum(original, "别的", provision="joint")
    book = book_of(tree, each, files={"docs/handbook/01-one.md": text})
    _, problems = load_register(book)
    assert rules(problems) == ([rule] if rule else [])
    for found in problems:
        assert (found.file, found.line) == (each.path, 5)


def test_the_nearest_text_and_the_characters_that_differ_are_shown(survey: Book) -> None:
    each = erratum("公示时间不少于五日", "不少于5个工作日", provision="recruit-publicity")
    (found,) = erratum_problems(each, {}, Editions(survey))
    assert found.hint() == "请照抄“公示时间不少于5日”，不同之处：“五”→“5”"
    each = erratum("出差在外的，可以委托支部党员代交", "删", provision="dues-monthly")
    (found,) = erratum_problems(each, {}, Editions(survey))
    assert (
        found.hint()
        == ("最接近的是“出差在外的，可以委托本支部党员转交”，不同之处：“支部党员代”→“本支部党员转”")
        or "“出差在外的，可以委托本支部党员转交”" in found.hint()
    )


def test_a_place_is_known_in_source_and_on_screen(sample: Book) -> None:
    for section in list(sample.sections.values())[::7]:
        shown = section.shown
        for start in range(0, len(shown.text) - 6, 11):
            quoted = quote_shown(section, start, start + 6)
            if quoted is None:
                continue
            found = locate(section, quoted)
            if found.count == 1:
                spans = "".join(shown.text[a:b] for a, b in found.shown)
                assert spans in quoted or quoted in spans or spans == shown.text[start : start + 6]


def test_words_of_a_title_are_found_in_the_title(sample: Book) -> None:
    found = locate(sample.sections["party-day-frequency"], "定期开展")
    assert (found.title, found.shown) == (((0, 4),), ())


# Applying

ALPHABET = st.sampled_from("甲乙丙丁，。\n *[]|1.#{}`")
BODIES = st.text(ALPHABET, min_size=1, max_size=60)


def one_file(body: str) -> Document:
    return Document("handbook", "docs/handbook/01-one.md", f"# 章 {{#ch-one}}\n\n{body}\n", 0)


@given(BODIES, st.data(), st.text(ALPHABET, max_size=12))
@settings(max_examples=400, deadline=None)
def test_applied_and_reversed_every_byte_is_back(body: str, data: st.DataObject, new: str) -> None:
    document = one_file(body)
    heading = find_heading(document, "ch-one")
    assert heading is not None
    source = heading.source(document.text)
    start = data.draw(st.integers(0, len(source) - 1))
    original = source[start : data.draw(st.integers(start + 1, len(source)))]
    each = erratum(original, new, provision="ch-one")
    change, problems = plan_change(document, each, {"ch-one"})
    count = len(occurrences(source, original))
    if original != new and count != 1:
        assert rules(problems) == ["erratum-many"]
    assert (change is None) == bool(problems)
    if change is None:
        return
    text = apply_change(document.text, change)
    assert apply_change(text, reverse_change(change)) == document.text
    # Only what was matched differs, and the provision reads as corrected.
    assert text[: change.start] == document.text[: change.start]
    assert text[change.start + len(change.new) :] == document.text[change.end :]
    assert change.old in original
    after = find_heading(dataclasses.replace(document, text=text), "ch-one")
    assert after is not None
    place = source.index(original)
    expected = source[:place] + new + source[place + len(original) :]
    assert after.source(text) == expected.rstrip()


@given(BODIES, st.text(ALPHABET, min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_none_or_several_occurrences_are_always_refused(body: str, original: str) -> None:
    document = one_file(body)
    heading = find_heading(document, "ch-one")
    assert heading is not None
    source = heading.source(document.text)
    count = sum(source.startswith(original, at) for at in range(len(source)))
    assert len(occurrences(source, original)) == count
    change, problems = plan_change(document, erratum(original, "別", provision="ch-one"), ())
    if count != 1:
        assert change is None
        assert rules(problems) == ["erratum-many" if count else "erratum-zero"]


def test_a_change_is_not_made_on_another_text() -> None:
    document = one_file("甲乙丙")
    change, _ = plan_change(document, erratum("乙", "丁", provision="ch-one"), ())
    assert change is not None
    with pytest.raises(ValueError, match="not the text"):
        apply_change("甲" + document.text, change)


JOINT = """按照[][set-up]就近联合[^1]，由`||`牵头。

1. 先报告；
2. 再联合。

| 单位 | 人数 |
|---|---|
| 示例单位 01 | 2 |

[^1]: 就近指同一栋楼。"""
EFFECTS = [
    ("就近联合", "联合", ""),
    ("[][set-up]", "[][joint]", ""),
    ("[][set-up]", "[设立][set-up]", ""),
    ("按照[][set-up]就近", "就近", ""),
    ("[][set-up]", "[][set-down]", "erratum-reference"),
    ("set-up", "joint", "erratum-computed"),
    ("[][set-up]", "第1条", "erratum-computed"),
    ("按照[][", "依照[][", "erratum-computed"),
    ("2. 再联合", "3. 再联合", "erratum-computed"),
    ("2", "3", "erratum-many"),
    ("再联合。", "再联合；\n3. 报备。", ""),
    ("1. 先报告；\n", "", ""),
    ("[^1]，", "，", "footnote-unused"),
    ("联合支部\n\n按照", "联合党支部\n\n依照", "erratum-heading"),
    ("联合支部\n\n按照", "联合支部\n\n依照", ""),
    ("联合支部\n\n按照", "联合党支部\n\n按照", ""),
    ("### 联合支部", "## 联合支部", "erratum-heading"),
    ("先报告；", "先报告；\n\n### 新的一条\n\n", "erratum-heading"),
    ("先报告；", "先报告；\n\n### 新的一条 {#new-one}\n\n", "erratum-heading"),
    ("| 人数 |", "| 人数 | 备注 |", "erratum-table"),
    ("| 2 |", "| 2 | 无 |", "erratum-table"),
    ("|---|---|", "|---|", "erratum-table"),
    ("| 2 |", "| 3 |", ""),
    ("| 2 |", "| 2 |\n| 示例单位 02 | 1 |", ""),
    ("| 2 |", "| 2\\|3 |", ""),
    ("**自查：**", "自查：", "check-missing"),
    ("查联合支部的批复。", "", "check-empty"),
    ("就近指", "<b>就近</b>指", "raw-html"),
    ("就近指", "[就近](javascript:a)指", "link-scheme"),
    ("就近联合", "就近联合", "erratum-same"),
]


@pytest.mark.parametrize(("original", "corrected", "rule"), EFFECTS)
def test_a_correction_changes_words_and_nothing_else(
    tree: Tree, original: str, corrected: str, rule: str
) -> None:
    text = CHAPTER.replace("不足3人的，按照[][set-up]就近联合。", JOINT)
    book, problems = read_book(tree({"docs/handbook/01-one.md": text}))
    assert problems == []
    each = erratum(original, corrected, provision="joint")
    texts, problems = apply_errata(book, [each])
    assert sorted(set(rules(problems))) == ([rule] if rule else [])
    assert all(found.file == each.path for found in problems)
    if not rule:
        (after,) = texts.values()
        assert len(after) - len(text) == len(corrected) - len(original)


def test_errata_of_one_place_are_in_conflict_and_nothing_goes_in(tree: Tree) -> None:
    book = book_of(tree)
    one = erratum("有正式党员3人以上的", "正式党员满3人的", "reported", "accepted", id="2018-001")
    two = erratum("以上的，", "以上，", "reported", "accepted", id="2018-002")
    beside = erratum("应当成立", "须成立", "reported", "accepted", id="2018-003")
    texts, problems = apply_errata(book, [one, two, beside])
    assert texts == {}
    assert [(p.file, p.rule) for p in problems] == [
        ("docs/errata/2018-002.md", "erratum-conflict")
    ]  # fmt: skip
    texts, problems = apply_errata(book, [one, beside])
    assert problems == []
    assert "正式党员满3人的，须成立党支部。" in texts["docs/handbook/01-one.md"]
    root = book.root / "docs/errata"
    root.mkdir()
    for each in (one, two):
        (root / f"{each.id}.md").write_text(erratum_text(each), encoding="utf-8")
    assert rules(load_register(book)[1]) == ["erratum-conflict"]


def test_each_is_sought_in_the_text_that_the_ones_before_it_left(tree: Tree) -> None:
    book = book_of(tree)
    first = erratum("党支部", "支部")
    second = erratum("立支部", "立党的支部")
    texts, problems = apply_errata(book, [first, second])
    assert problems == []
    assert "应当成立党的支部" in texts["docs/handbook/01-one.md"]
    _, problems = apply_errata(book, [second, first])
    assert rules(problems) == ["erratum-zero"]
    doubling = erratum("正式党员", "党员名册")
    _, problems = apply_errata(book, [doubling, erratum("党员名册", "名册")])
    assert rules(problems) == ["erratum-many"]


def test_cells_are_counted_as_they_are_shown() -> None:
    assert table_shapes("a | b\n--|--\n1 | 2") == [[2, 2, 2]]
    assert table_shapes("|a|b|\n|-|-|\n||`|`|") == [[2, 2, 2]]
    assert table_shapes("a\n---\nb") == []


# Showing

# Old, new, and how one reads it.
READ = [
    ("三分之二", "五分之四", "[三分之二→五分之四]"),
    ("半数以上委员到会", "三分之二以上委员到会", "[半数→三分之二]以上委员到会"),
    ("每季度至少开展一次主题党日", "每月相对固定一天开展主题党日",
     "每[季度至少开展一次→月相对固定一天开展]主题党日"),
    ("不少于24学时", "不少于32学时", "不少于[24→32]学时"),
    ("不少于5日", "不少于5个工作日", "不少于5[→个工作]日"),
    ("足额缴纳党费", "足额交纳党费", "足额[缴→交]纳党费"),
    ("名称，时间，地点", "名称、时间、地点", "名称[，→、]时间[，→、]地点"),
    ("于2018-10-08前", "于2018-11-08前", "于[2018-10-08→2018-11-08]前"),
    ("20%的支部", "30%的支部", "[20%→30%]的支部"),
    ("支委会（以下称支委会）研究", "支委会研究", "支委会[（以下称支委会）→]研究"),
    ("依照《规程》办理", "依照规程办理", "依照[《规程》→规程]办理"),
    ("由书记召集。会前通知。", "由书记召集；书记不在的，由副书记召集。会前通知。",
     "由书记召集[→；书记不在的，由副书记召集]。会前通知。"),
    ("查名册，查记录，查批复。", "查名册，查批复。", "查名册，[查记录，→]查批复。"),
    ("先报告。\n再联合。", "先请示。\n再联合。", "先[报告→请示]。\n再联合。"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "marked"), READ)
def test_a_change_is_shown_so_that_one_can_read_it(old: str, new: str, marked: str) -> None:
    shown = "".join(a if tag == "equal" else f"[{a}→{b}]" for tag, a, b in redline(old, new))
    assert shown == marked


TEXTS = st.text(st.sampled_from("甲乙丙丁，。（）《》“”一二三AB12.%\n "), max_size=40)


@given(TEXTS, TEXTS)
@settings(max_examples=600, deadline=None)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    ops = redline(old, new)
    assert "".join(op[1] for op in ops) == old
    assert "".join(op[2] for op in ops) == new
    for tag, a, b in ops:
        kind = "equal" if a == b else "replace" if a and b else "delete" if a else "insert"
        assert tag == kind
        assert a or b
    equal = [tag == "equal" for tag, _, _ in ops]
    assert all(before != after for before, after in itertools.pairwise(equal))


@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_no_word_or_number_is_cut(old: str, new: str) -> None:
    ops = redline(old, new)
    for side, text in ((1, old), (2, new)):
        at = 0
        for op in ops[:-1]:
            at += len(op[side])
            assert not re.fullmatch(r"[A-Za-z0-9]{2}", text[max(at - 1, 0) : at + 1]) or (
                not op[side] or at in (0, len(text))
            ), (ops, text)


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert redline(text, text) == ([("equal", text, text)] if text else [])


SENTENCE = (
    "支部按月开会。党支部每季度至少开展一次主题党日，日期写入2018-10计划并告知党员。会后公示。"
)


@pytest.mark.parametrize(
    ("words", "n", "shown"),
    [
        ("每季度至少开展一次", 20, "党支部|主题党日，日期写入2018-10计划并告……"),
        ("每季度至少开展一次", 30, "党支部|主题党日，日期写入2018-10计划并告知党员。"),
        ("每季度至少开展一次", 10, "党支部|主题党日，日期写入……"),
        ("告知党员", 10, "……2018-10计划并|。"),
        ("告知党员", 9, "……计划并|。"),
        ("告知党员。", 3, "……计划并|"),
        ("支部按月", 9, "|开会。"),
        ("公示。", 9, "会后|"),
    ],
)
def test_a_snippet_ends_where_the_sentence_does(words: str, n: int, shown: str) -> None:
    start = SENTENCE.index(words)
    assert "|".join(context(SENTENCE, (start, start + len(words)), n)) == shown


@given(TEXTS, st.data())
def test_a_snippet_is_what_stands_around(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = context(text, (start, end), 8)
    assert text[:start].endswith(before.removeprefix("……"))
    assert text[end:].startswith(after.removesuffix("……"))
    assert max(len(before), len(after)) <= 10


def test_there_is_no_register_without_errata(tree: Tree, tmp_path: Path) -> None:
    register, problems = load_register(read_book(tree())[0])
    assert (register.errata, problems) == ((), [])
    assert sum(register.states.values()) == 0
