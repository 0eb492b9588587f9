"""A branch under review: what it brings, what must answer for each byte, and how it is written."""

from __future__ import annotations

import dataclasses
import datetime
import random
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handbook.book import Section
from handbook.cli import main
from handbook.cli.check import find_problems
from handbook.errata import Amendment, Entry, Erratum, Register, erratum_text
from handbook.errata.model import State
from handbook.problems import Problem
from handbook.review.amendments import sha256
from handbook.review.coverage import Coverage, cover
from handbook.review.declare import Signature, declare
from handbook.review.findings import find, subtract
from handbook.review.parts import split_parts
from handbook.review.prose import read_line
from handbook.review.replay import replay
from handbook.review.report import all_writing_problems, review
from handbook.review.steps import Step, entering, match_errata
from handbook.review.transitions import transition_problems
from handbook.review.tree import Tree, read_tree
from handbook.review.writing import writing_problems
from handbook.source import Document
from tests.conftest import CHAPTER, MKDOCS, ROOT
from tests.conftest import Tree as MakeTree

DAY = datetime.date(2018, 11, 20)
ONE, TWO, RULES = (
    "docs/handbook/01-one.md",
    "docs/handbook/02-two.md",
    "docs/regulations/rules.md",
)
SECOND = """# 组织生活 {#ch-two}

## 会议 {#item-two}

### 支部会议 {#meeting}

每月召开1次，依照[][set-up]确定人数：

1. 通知到人；
2. 写好记录。

**自查：** 查记录。

### 主题党日 {#party-day}

| 项 | 次 |
|---|---|
| 党日 | 12 |

**自查：** 查计划。
"""
REGULATION = """---
short: 规程
adopted: 2018-02-08
affirmed: "2018"
---
# 换届规程 {#r-rules}

## 总则 {#r-general}

### 期限 {#r-term}

依照[][set-up]办理。
"""
FILES = {ONE: CHAPTER.encode(), TWO: SECOND.encode(), RULES: REGULATION.encode()}


def signature(id: str = "2018-001") -> Signature:
    return Signature(id, DAY, ("编辑部",), "理由。", "2018")


def incorporated(
    provision: str, original: str, corrected: str, id: str = "2018-001", **fields: object
) -> Erratum:
    history = tuple(
        Entry(state, DAY, ("编辑部",), edition="2018" if state == "incorporated" else "")
        for state in ("reported", "accepted", "incorporated")
    )
    made = Erratum(
        id, provision, "next", "technical", original, corrected, history, "理由。",
        path=f"docs/errata/{id}.md",
    )  # fmt: skip
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def amended(provision: str, amendment: Amendment, id: str = "2018-001") -> Erratum:
    return incorporated(provision, "", "", id, kind="amendment", amendment=amendment)


def edited(changes: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """The small tree's files, in each a piece of text replaced by another."""
    files = dict(FILES)
    for path, (old, new) in changes.items():
        text = files[path].decode()
        assert text.count(old) == 1, old
        files[path] = text.replace(old, new).encode()
    return files


def kinds(coverage: Coverage) -> list[tuple[str, str]]:
    return [(u.kind, u.id) for u in coverage.uncovered]


def rules(problems: object) -> list[str]:
    return [p.rule for p in problems]  # type: ignore[attr-defined]


# Every byte


@pytest.fixture(scope="module")
def sample_tree() -> Tree:
    """The sample as a tree, read once."""
    return read_tree(ROOT, find_problems)


def with_file(tree: Tree, path: str, text: str, register: Register | None = None) -> Tree:
    files = {**tree.files, path: text.encode()}
    return dataclasses.replace(tree, files=files, register=register or tree.register)


def test_one_character_of_any_clause_needs_an_erratum(sample_tree: Tree) -> None:
    clauses = sample_tree.book.of_kind("clause")
    assert len(clauses) == 173
    assert review(sample_tree, sample_tree).findings == ()
    for clause in clauses:
        text = sample_tree.files[clause.file].decode()
        at = some_character(clause, text)
        line = text.count("\n", 0, at) + 1
        new = text[:at] + "某" + text[at + 1 :]
        head = with_file(sample_tree, clause.file, new)

        found = [f.problem for f in review(sample_tree, head, ref="main").findings]
        assert [(p.rule, p.file, p.line) for p in found] == [
            ("uncovered-changed", clause.file, line)
        ], clause.id
        command = f"handbook errata from-change {clause.file}:{line} --base main"
        assert command in found[0].hint()

        coverage = cover(sample_tree.bound, head.bound, [])
        number = sample_tree.register.next_number(DAY.year)
        after = split_parts({clause.file: new.encode()})
        made = declare(coverage.uncovered[0], coverage, after, signature(number))
        assert made is not None and made.amendment is None, clause.id
        assert made.provision == clause.id and clause.source.count(made.original) == 1
        register = Register.of([*sample_tree.register.errata, made])
        head = dataclasses.replace(head, register=register)
        left = [f.problem for f in review(sample_tree, head).findings]
        assert [p for p in left if p.rule != "rival-overlap"] == [], clause.id


def some_character(clause: Section, text: str) -> int:
    """The offset, in the file, of a character of prose of a clause."""
    choose = random.Random(clause.id)
    start = clause.heading.start
    while True:
        at = choose.randrange(clause.heading.cut[1], start + len(clause.source))
        line = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        shown = read_line(1, text[line[0] : line[1]])
        plain = at - line[0] in shown.places and "\u4e00" <= text[at] <= "\u9fff"
        if plain and text[at] != "某" and not shown.heading and "自查" not in text[at - 2 : at + 3]:
            return at


ODD = "某a 　\n\r\t#{}[]()-|*，。:\ufeff1"


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=300, deadline=None)
def test_no_byte_changes_unseen(path: str, data: st.DataObject) -> None:
    text = FILES[path].decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(
        st.integers(start, min(len(text), start + data.draw(st.sampled_from((0, 1, 9)))))
    )
    new = data.draw(st.text(ODD, max_size=4))
    head = {**FILES, path: (text[:start] + new + text[end:]).encode()}
    assume(head != FILES)
    assume(not (path == RULES and b"affirmed" not in head[path]))
    found = cover(FILES, head, [])
    # An editor's word that an answer holds is no text.
    free = path == RULES and "affirmed" in text[max(0, start - 20) : end + 20]
    assert found.uncovered or found.problems or free, (path, start, end, new)


def test_each_way_to_change_a_file_is_called_by_its_name() -> None:
    cases: list[tuple[Mapping[str, tuple[str, str]], list[tuple[str, str]]]] = [
        ({ONE: ("3人以上的", "5人以上的")}, [("changed", "set-up")]),
        ({ONE: ("本章规定", "本章说明")}, [("changed", "ch-one")]),
        ({ONE: ("支部设立", "支部成立")}, [("changed", "item-one")]),
        ({ONE: ("### 联合支部 {#joint}", "## 联合支部 {#joint}")}, [("changed", "joint")]),
        ({TWO: ("[][set-up]", "[][joint]")}, [("changed", "meeting")]),
        ({TWO: ("| 党日 | 12 |", "| 党日 | 13 |")}, [("changed", "party-day")]),
        ({ONE: ("{#joint}", "{ #joint }")}, [("form", "joint")]),
        ({ONE: ("党支部。\n\n**", "党支部。\n\n\n**")}, [("changed", "set-up")]),
        ({ONE: ("名册。\n\n###", "名册。\n\n\n###")}, [("blank", "set-up")]),
        ({RULES: ("short: 规程", "short: 规范")}, [("meta", "r-rules")]),
        ({RULES: ('affirmed: "2018"', 'affirmed: "2019"')}, []),
        ({RULES: ('affirmed: "2018"', 'affirmed:\n  default: "2019"')}, []),
        ({ONE: ("{#joint}", "{#together}")}, [("removed", "joint"), ("added", "together")]),
    ]  # fmt: skip
    for change, expected in cases:
        assert kinds(cover(FILES, edited(change), [])) == expected, change


def test_line_ends_and_marks_of_order_are_bytes_too() -> None:
    crlf = {**FILES, ONE: FILES[ONE].replace(b"\n", b"\r\n")}
    assert kinds(cover(FILES, crlf, [])) == [("ends", "ch-one")]
    assert kinds(cover(FILES, {**FILES, ONE: b"\xef\xbb\xbf" + FILES[ONE]}, [])) == [
        ("ends", "ch-one")
    ]
    made = incorporated("set-up", "3人以上", "5人以上")
    corrected = {**crlf, ONE: crlf[ONE].replace("3人以上".encode(), "5人以上".encode())}
    assert kinds(cover(crlf, corrected, [made])) == []


def test_two_changes_of_one_line_are_one_finding_and_of_two_lines_two() -> None:
    head = edited({ONE: ("有正式党员3人以上的，应当", "有党员5人以上的，应当")})
    assert [u.line for u in cover(FILES, head, []).uncovered] == [9]
    text = head[ONE].replace("查党员名册".encode(), "查花名册".encode())
    assert [u.line for u in cover(FILES, {**FILES, ONE: text}, []).uncovered] == [9, 11]


def test_an_erratum_covers_its_words_and_no_more() -> None:
    made = incorporated("set-up", "3人以上", "5人以上")
    head = edited({ONE: ("3人以上", "5人以上")})
    assert cover(FILES, head, [made]).uncovered == ()
    assert cover(FILES, head, [made]).causes == {"set-up": ("2018-001",)}
    more = head[ONE].replace("应当成立".encode(), "必须成立".encode())
    found = cover(FILES, {**FILES, ONE: more}, [made]).uncovered
    assert [(u.old, u.new) for u in found] == [("应当", "必须")]


def test_errata_of_one_day_may_build_on_each_other_in_either_order() -> None:
    first = incorporated("set-up", "3人以上", "5人以上", "2018-002")
    second = incorporated("set-up", "5人以上的", "5名以上的", "2018-001")
    head = edited({ONE: ("3人以上", "5名以上")})
    assert kinds(cover(FILES, head, [second, first])) == []


def test_an_erratum_that_says_it_is_in_and_is_not_is_told() -> None:
    made = incorporated("set-up", "3人以上", "5人以上")
    found = cover(FILES, FILES, [made])
    assert (rules(found.problems), kinds(found)) == (["erratum-not-applied"], [])
    assert dict(found.problems[0].values)["place"] == f"{ONE}:9"
    wrong = incorporated("set-up", "四人以上", "五人以上")
    assert rules(cover(FILES, FILES, [wrong]).problems) == ["erratum-zero"]


def test_an_erratum_taken_out_again_gives_its_words_back() -> None:
    for original, corrected in (("3人以上", "5人以上"), ("正式党员", "党员"), ("就近", "")):
        provision = "joint" if original == "就近" else "set-up"
        made = incorporated(provision, original, corrected)
        now = {**FILES, ONE: replay(FILES, [made]).files[ONE]}
        back = dataclasses.replace(
            made, history=(*made.history, Entry("accepted", DAY, ("编辑部",)))
        )
        steps = match_errata(Register((made,)), Register((back,)))
        assert kinds(cover(now, FILES, entering(steps))) == [], original
        assert cover(now, now, entering(steps)).problems != ()


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9), st.text("某乙3，。", max_size=4)))
)
@settings(max_examples=100, deadline=None)
def test_what_errata_replay_to_is_covered_by_them(edits: list[tuple[int, int, str]]) -> None:
    parts = [p for p in split_parts(FILES).values() if p.level == 3]
    errata = []
    for number, (at, size, new) in enumerate(edits, 1):
        source = parts[at % len(parts)].source
        original = source[at % len(source) :][:size]
        if original.strip() and original != new and source.count(original) == 1:
            errata.append(
                incorporated(parts[at % len(parts)].id, original, new, f"2018-{number:03d}")
            )
    done = replay(FILES, errata)
    found = cover(FILES, done.files, done.applied)
    assert (found.uncovered, found.problems) == ((), ())


# Amendments

JOINT = CHAPTER[CHAPTER.index("### 联合支部") :]
NEW = "### 临时支部 {#temporary}\n\n存续6个月以内的，成立临时党支部。\n\n**自查：** 查批复。\n\n"


def source(files: Mapping[str, bytes], id: str) -> str:
    return split_parts(files)[id].source


def digest(files: Mapping[str, bytes], id: str) -> str:
    return sha256(source(files, id))


ADDED = edited({ONE: ("### 联合支部", NEW + "### 联合支部")})
REMOVED = {**FILES, ONE: CHAPTER.replace(JOINT, "").rstrip().encode() + b"\n"}
RENAMED = edited({ONE: ("{#set-up}", "{#due}")})
RENAMED = {path: data.replace(b"[][set-up]", b"[][due]") for path, data in RENAMED.items()}
REWRITTEN = edited({ONE: ("就近联合。", "就近联合，报上级批准。\n\n一个联合支部不超过5个单位。")})
MOVED = {
    **FILES,
    ONE: REMOVED[ONE],
    TWO: SECOND.replace("### 主题党日", JOINT + "\n### 主题党日").encode(),
}
SPLIT = {
    **ADDED,
    ONE: ADDED[ONE].replace("应当成立党支部".encode(), "成立党支部".encode()),
}
MERGED = {
    **REMOVED,
    ONE: REMOVED[ONE].replace("党支部。".encode(), "党支部；不足的就近联合。".encode()),
}
AMENDMENTS: list[tuple[str, Mapping[str, bytes], Amendment, list[tuple[str, str]]]] = [
    ("temporary", ADDED, Amendment("add", "", digest(ADDED, "temporary"), (), "set-up"),
     [("added", "temporary")]),
    ("joint", REMOVED, Amendment("remove", digest(FILES, "joint")), [("removed", "joint")]),
    ("set-up", RENAMED, Amendment("rename", to=("due",)), []),
    ("joint", REWRITTEN, Amendment("rewrite", digest(FILES, "joint"), digest(REWRITTEN, "joint")),
     [("changed", "joint")]),
    ("joint", MOVED, Amendment("move", after="meeting"), [("moved", "joint")]),
    ("set-up", SPLIT,
     Amendment("split", digest(FILES, "set-up"), digest(SPLIT, "set-up"), ("temporary",),
               to_sha256=(digest(SPLIT, "temporary"),)),
     [("changed", "set-up"), ("added", "temporary")]),
    ("set-up", MERGED,
     Amendment("merge", digest(FILES, "set-up"), digest(MERGED, "set-up"), sources=("joint",)),
     [("changed", "set-up"), ("removed", "joint")]),
]  # fmt: skip


@pytest.mark.parametrize("case", AMENDMENTS, ids=[case[2].action for case in AMENDMENTS])
def test_an_amendment_covers_what_it_declares(
    case: tuple[str, Mapping[str, bytes], Amendment, list[tuple[str, str]]],
) -> None:
    provision, head, amendment, bare = case
    assert kinds(cover(FILES, head, [])) == bare or amendment.action == "rename"
    found = cover(FILES, head, [amended(provision, amendment)])
    assert (kinds(found), rules(found.problems)) == ([], []), amendment
    # It covers that and nothing else,
    other = "party-day" if amendment.action == "move" else "meeting"
    text = head[TWO].decode().replace("每月召开", "每季召开")
    more = cover(FILES, {**head, TWO: text.encode()}, [amended(provision, amendment)])
    assert kinds(more) == [("changed", "meeting")], other
    # and does not vouch for a text that it has not seen.
    if amendment.new_sha256:
        wrong = dataclasses.replace(amendment, new_sha256="0" * 64)
        found = cover(FILES, head, [amended(provision, wrong)])
        assert rules(found.problems) == ["amendment-text"]
    if amendment.to_sha256:
        wrong = dataclasses.replace(amendment, to_sha256=("0" * 64,))
        assert rules(cover(FILES, head, [amended(provision, wrong)]).problems) == ["amendment-text"]
        silent = dataclasses.replace(amendment, to_sha256=())
        assert kinds(cover(FILES, head, [amended(provision, silent)])) == [("added", "temporary")]
    if amendment.old_sha256:
        wrong = dataclasses.replace(amendment, old_sha256="0" * 64)
        found = cover(FILES, head, [amended(provision, wrong)])
        assert rules(found.problems) == ["amendment-old"]
    if amendment.after:
        wrong = dataclasses.replace(amendment, after="party-day")
        found = cover(FILES, head, [amended(provision, wrong)])
        assert rules(found.problems) == ["amendment-place"]
    found = cover(FILES, FILES, [amended(provision, amendment)])
    idle = rules(found.problems)
    assert idle or amendment.action == "move"
    # Taken out again, it is the way back.
    made = amended(provision, amendment)
    back = dataclasses.replace(made, history=(*made.history, Entry("accepted", DAY, ("编辑部",))))
    steps = match_errata(Register((made,)), Register((back,)))
    found = cover(head, FILES, entering(steps))
    assert (kinds(found), rules(found.problems)) == ([], [])


def test_errata_and_an_amendment_of_one_provision_are_followed_from_both_ends() -> None:
    first = incorporated("joint", "就近联合", "就近合建", "2018-001")
    middle = edited({ONE: ("就近联合", "就近合建")})
    rewritten = {**middle, ONE: middle[ONE].replace("不足3人".encode(), "不满3人".encode())}
    change = Amendment("rewrite", digest(middle, "joint"), digest(rewritten, "joint"))
    second = amended("joint", change, "2018-002")
    last = incorporated("joint", "不满3人的", "不满3人的单位", "2018-003")
    head = {
        **rewritten,
        ONE: rewritten[ONE].replace("不满3人的".encode(), "不满3人的单位".encode()),
    }
    found = cover(FILES, head, [first, second, last])
    assert (kinds(found), rules(found.problems)) == ([], [])
    found = cover(FILES, head, [second, last])
    assert rules(found.problems) == ["amendment-old"]


@pytest.mark.parametrize("case", AMENDMENTS[:5], ids=[c[2].action for c in AMENDMENTS[:5]])
def test_what_is_in_the_text_is_declared_by_one_command(
    case: tuple[str, Mapping[str, bytes], Amendment, list[tuple[str, str]]],
) -> None:
    _, head, _, _ = case
    made: list[Erratum] = []
    for number in range(1, 9):
        found = cover(FILES, head, made)
        if not found.uncovered:
            break
        new = declare(found.uncovered[0], found, split_parts(head), signature(f"2018-{number:03d}"))
        assert new is not None
        made.append(new)
    assert made and cover(FILES, head, made).problems == ()


# What was there before


def test_a_finding_that_moved_is_not_new_and_a_second_one_is(tree: MakeTree) -> None:
    broken = CHAPTER.replace("[][set-up]", "[][nowhere]")
    base = read_tree(tree({ONE: broken}))
    assert rules(base.problems) == ["reference-unknown"]
    moved = broken.replace("本章规定", "先说明两点。\n\n本章规定")
    head = read_tree(tree({ONE: moved}))
    assert subtract(find(head.problems, head), find(base.problems, base)) == ()
    twice = broken.replace("足3人的，按照", "足3人的，按照[][nobody]和")
    head = read_tree(tree({ONE: twice}))
    fresh = subtract(find(head.problems, head), find(base.problems, base))
    assert len(fresh) == 2  # the line is another one now: both are said again


def test_fingerprints_tell_like_findings_apart(tree: MakeTree) -> None:
    line = "不足3人的，按照[][nowhere]就近联合，也看[][nowhere]。"
    text = CHAPTER.replace("不足3人的，按照[][set-up]就近联合。", f"{line}\n\n{line}")
    found = find(read_tree(tree({ONE: text})).problems, read_tree(tree({ONE: text})))
    assert len(found) == 4
    assert len({f.fingerprint for f in found}) == 4


# Lives of errata


def life(*states: State, **fields: object) -> Erratum:
    days = [DAY + datetime.timedelta(days=n) for n in range(len(states))]
    history = tuple(
        Entry(state, day, ("示例单位 04",), edition="2018" if state == "incorporated" else "")
        for state, day in zip(states, days, strict=True)
    )
    made = Erratum("", "set-up", "next", "technical", "3人以上", "5人以上", history, "理由。")
    made = dataclasses.replace(made, **fields)  # type: ignore[arg-type]
    id = made.id or ("2018-001" if made.accepted else made.receipt)
    return dataclasses.replace(made, id=id, path=f"docs/errata/{id}.md")


def by(erratum: Erratum, *units: str) -> Erratum:
    first = dataclasses.replace(erratum.history[0], by=units)
    return dataclasses.replace(erratum, history=(first, *erratum.history[1:]))


REPORTED, HELD = life("reported"), life("reported", "held")
ACCEPTED = life("reported", "accepted")
INCORPORATED = life("reported", "accepted", "incorporated")
LIVES: list[tuple[str, Erratum | None, Erratum | None, list[str]]] = [
    ("a new one", None, REPORTED, []),
    ("accepted under a number", REPORTED, ACCEPTED, []),
    ("all at once", None, INCORPORATED, []),
    ("held", REPORTED, HELD, []),
    ("gone", REPORTED, None, ["erratum-gone"]),
    ("a step undone", HELD, REPORTED, ["erratum-past"]),
    ("another unit joins", REPORTED, by(REPORTED, "示例单位 04", "示例单位 31"), []),
    ("a unit is struck", by(REPORTED, "示例单位 04", "示例单位 31"), REPORTED, ["erratum-past"]),
    ("somebody else decided", ACCEPTED,
     dataclasses.replace(ACCEPTED, history=(ACCEPTED.history[0], dataclasses.replace(
         ACCEPTED.history[1], by=("他人",)))), ["erratum-past"]),
    ("a reason is mended", ACCEPTED, dataclasses.replace(ACCEPTED, reason="另一理由。"), []),
    ("it became stale", ACCEPTED, dataclasses.replace(ACCEPTED, original_now="4人以上"), []),
    ("a group is named", ACCEPTED, dataclasses.replace(ACCEPTED, group="size"), []),
    ("the correction after acceptance", ACCEPTED,
     dataclasses.replace(ACCEPTED, corrected="6人以上"), ["erratum-fixed"]),
    ("the provision after acceptance", ACCEPTED,
     dataclasses.replace(ACCEPTED, provision="joint"), ["erratum-fixed"]),
    ("words and state at once", ACCEPTED,
     dataclasses.replace(INCORPORATED, original="3人"), ["erratum-fixed"]),
    ("taken out of a draft", life("reported", "accepted", "incorporated"),
     life("reported", "accepted", "incorporated", "accepted"), []),
]  # fmt: skip


@pytest.mark.parametrize("case", LIVES, ids=[case[0] for case in LIVES])
def test_lives_only_go_on(case: tuple[str, Erratum | None, Erratum | None, list[str]]) -> None:
    _, before, after, expected = case
    old = Register((before,) if before else ())
    new = Register((after,) if after else ())
    assert rules(transition_problems(match_errata(old, new), [], [])) == expected


def test_what_is_published_stays() -> None:
    for changed in (
        dataclasses.replace(INCORPORATED, reason="另一理由。"),
        life("reported", "accepted", "incorporated", "accepted"),
    ):
        steps = [Step(INCORPORATED, changed)]
        assert rules(transition_problems(steps, ["2018"], [])) == ["erratum-published"]
    assert rules(transition_problems([Step(INCORPORATED, INCORPORATED)], ["2018"], [])) == []


def test_a_duplicate_follows_the_erratum_that_it_repeats() -> None:
    other = dataclasses.replace(REPORTED, id="r-00000000", path="docs/errata/r-00000000.md")
    repeat = Entry("duplicate", DAY, ("编辑部",), of=REPORTED.id)
    before = dataclasses.replace(other, history=(*other.history, repeat))
    repeat = dataclasses.replace(repeat, of=ACCEPTED.id)
    after = dataclasses.replace(other, history=(*other.history, repeat))
    steps = [Step(REPORTED, ACCEPTED), Step(before, after)]
    assert rules(transition_problems(steps, [], [])) == []
    repeat = dataclasses.replace(repeat, of="2018-009")
    wrong = dataclasses.replace(other, history=(*other.history, repeat))
    assert rules(transition_problems([steps[0], Step(before, wrong)], [], [])) == ["erratum-past"]


# In a repository


class Repository:
    """A scratch git repository with the small tree in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "示例")
        self.git("config", "user.email", "sample@localhost")
        self.write("mkdocs.yml", MKDOCS)
        for path, data in FILES.items():
            self.write(path, data.decode())
        self.write(".gitignore", ".cache/\n")
        self.commit("base")

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def erratum(self, erratum: Erratum) -> None:
        self.write(erratum.path, erratum_text(erratum))

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def run(self, *arguments: str) -> int:
        return main(["-C", str(self.root), "--lang", "zh", *arguments])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "仓库"
    root.mkdir()
    return Repository(root)


Capture = pytest.CaptureFixture[str]


def test_a_branch_fails_without_its_erratum_and_passes_with_it(
    repository: Repository, capsys: Capture
) -> None:
    repository.git("switch", "-q", "-c", "work")
    repository.replace(ONE, "3人以上", "5人以上")
    repository.commit("change")
    assert repository.run("check", "--base", "main") == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{ONE}:9：“应建必建”由“3”改成“5”，没有勘误或者修订说明；")
    command = out.split("请运行 handbook ")[1].split("理由")[0].split()
    before = repository.git("status", "--porcelain")
    assert repository.run(*command, "与上级规定一致") == 0
    assert "已登记：" in capsys.readouterr().out
    assert repository.git("status", "--porcelain") != before
    assert repository.run("check", "--base", "main") == 0
    assert repository.run("check") == 0


def test_all_changes_are_declared_at_once(repository: Repository, capsys: Capture) -> None:
    repository.git("switch", "-q", "-c", "work")
    repository.replace(ONE, "3人以上", "5人以上")
    repository.replace(ONE, "### 联合支部", NEW + "### 联合支部")
    repository.replace(TWO, "每月召开", "每季召开")
    why = ("--base", "main", "--why", "三处一并修改")
    assert repository.run("errata", "from-change", "--all", *why) == 0
    assert len(list((repository.root / "docs/errata").glob("*.md"))) == 3
    capsys.readouterr()
    assert repository.run("check", "--base", "main") == 0, capsys.readouterr().out
    assert repository.run("errata", "from-change", "--all", *why) == 0
    assert "没有待说明的改动" in capsys.readouterr().err
    assert repository.run("errata", "from-change", f"{ONE}:9", *why) == 2
    repository.replace(ONE, "{#joint}", "{ #joint }")
    assert repository.run("errata", "from-change", "--all", *why) == 2
    assert "请恢复标题行原样" in capsys.readouterr().err


def test_only_what_a_branch_brings_is_said(repository: Repository, capsys: Capture) -> None:
    repository.replace(TWO, "[][set-up]", "[][nowhere]")
    repository.commit("a mistake of long ago")
    repository.git("switch", "-q", "-c", "work")
    repository.write("docs/programme/index.md", "# 安排\n\n看[][nobody]，再说.\n")
    assert repository.run("check", "--base", "main") == 1
    captured = capsys.readouterr()
    assert [row.split("：")[0] for row in captured.out.splitlines()] == [
        "docs/programme/index.md:3",
        "docs/programme/index.md:3",
    ]
    assert "main 上已有的 1 处不计" in captured.err
    assert repository.git("status", "--porcelain") == "?? docs/programme/\n"


def test_a_base_that_is_not_there_is_one_line(
    repository: Repository, tmp_path: Path, capsys: Capture
) -> None:
    for ref in ("nowhere", "--all", "-x"):
        assert repository.run("check", f"--base={ref}") == 2
        err = capsys.readouterr().err
        assert f"仓库里没有“{ref}”" in err and len(err.splitlines()) == 2
    repository.git("switch", "-q", "-c", "work")
    repository.replace(ONE, "3人以上", "5人以上")
    repository.commit("change")
    shallow = tmp_path / "shallow"
    source = repository.root.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(shallow)], check=True)
    for ref in ("origin/main", "main"):
        assert main(["-C", str(shallow), "--lang", "zh", "check", "--base", ref]) == 2
        err = capsys.readouterr().err
        assert "浅克隆" in err and "git fetch --unshallow origin" in err
    bare = tmp_path / "none"
    bare.mkdir()
    assert main(["-C", str(bare), "--lang", "en", "check", "--base", "main"]) == 2
    assert "is in no git repository" in capsys.readouterr().err


def test_a_handbook_below_the_top_of_its_repository(tmp_path: Path, capsys: Capture) -> None:
    root = tmp_path / "repository" / "books" / "one"
    root.mkdir(parents=True)
    repository = Repository(root.parent.parent)
    for path, data in FILES.items():
        repository.write(f"books/one/{path}", data.decode())
    repository.write("books/one/mkdocs.yml", MKDOCS)
    repository.commit("two books")
    repository.replace(f"books/one/{ONE}", "3人以上", "5人以上")
    assert main(["-C", str(root), "check", "--base", "main", "--format", "github"]) == 1
    assert f"::error file=books/one/{ONE},line=9," in capsys.readouterr().out


def test_the_work_tree_and_the_index_are_left_alone(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "work")
    repository.replace(ONE, "3人以上", "5人以上")
    repository.write("docs/handbook/note.txt", "x")

    def state() -> list[tuple[str, bytes]]:
        files = [p for p in repository.root.rglob("*") if p.is_file() and ".cache" not in p.parts]
        return sorted((str(p), p.read_bytes()) for p in files)

    before = state()
    assert repository.run("check", "--base", "main") == 1
    assert state() == before


def test_the_second_branch_on_a_clause_is_told_of_the_first(
    repository: Repository, capsys: Capture
) -> None:
    second = life("reported", original="党员3人以上", corrected="党员4人以上")
    repository.git("switch", "-q", "-c", "second")
    repository.erratum(second)
    repository.commit("suggest")
    assert repository.run("check", "--base", "main") == 0
    # The first is merged meanwhile, as an accepted erratum,
    repository.git("switch", "-q", "main")
    repository.erratum(ACCEPTED)
    repository.commit("first")
    repository.git("switch", "-q", "second")
    capsys.readouterr()
    assert repository.run("check", "--base", "main") == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{second.path}:5：与 2018-001（accepted）改到“第1条”的同一处；")
    # or in the text already.
    repository.git("switch", "-q", "main")
    repository.erratum(INCORPORATED)
    repository.replace(ONE, "3人以上", "5人以上")
    repository.commit("first applied")
    repository.git("switch", "-q", "second")
    assert repository.run("check", "--base", "main") == 1
    out = capsys.readouterr().out
    assert out == (
        f"{second.path}:5：“第1条”的这处文字已由 2018-001 改过；"
        "请先合并基准分支，再运行 errata rebase，或者标为 2018-001 的重复（duplicate）\n"
    )
    # The same where the forge checks the two merged.
    repository.git("merge", "-q", "--no-edit", "main")
    assert repository.run("check", "--base", "main") == 1
    assert "这处文字已由 2018-001 改过" in capsys.readouterr().out


def test_two_branches_that_took_one_number(repository: Repository, capsys: Capture) -> None:
    repository.git("switch", "-q", "-c", "second")
    repository.erratum(life("reported", "accepted", provision="joint", original="就近"))
    repository.commit("second")
    repository.git("switch", "-q", "main")
    repository.erratum(ACCEPTED)
    repository.commit("first")
    repository.git("switch", "-q", "second")
    assert repository.run("check", "--base", "main") == 1
    assert "编号 2018-001 已被基准分支上的另一条勘误占用" in capsys.readouterr().out


def test_a_branch_that_is_behind_answers_for_nothing_of_others(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "behind")
    repository.write("docs/programme/index.md", "# 安排\n\n照办。\n")
    repository.commit("mine")
    repository.git("switch", "-q", "main")
    repository.replace(ONE, "3人以上", "5人以上")
    repository.erratum(INCORPORATED)
    repository.commit("theirs")
    repository.git("switch", "-q", "behind")
    assert repository.run("check", "--base", "main") == 0


def test_who_said_so_is_asked_for(repository: Repository, capsys: Capture) -> None:
    text = erratum_text(REPORTED).replace("by: [示例单位 04]", "by: []")
    repository.write(REPORTED.path, text)
    assert repository.run("check", "--base", "main") == 1
    assert f"{REPORTED.path}:8：“history[1].by”的值“[]”不对" in capsys.readouterr().out


def test_a_picture_is_bytes_too(repository: Repository, capsys: Capture) -> None:
    repository.write("docs/handbook/plan.svg", "<svg/>")
    repository.replace(ONE, "就近联合。", "就近联合。\n\n![图](plan.svg)")
    repository.commit("picture")
    repository.git("switch", "-q", "-c", "work")
    repository.write("docs/handbook/plan.svg", "<svg></svg>")
    assert repository.run("check", "--base", "main") == 1
    assert capsys.readouterr().out.startswith("docs/handbook/plan.svg:1：这个文件变了")
    now = sha256(read_tree(repository.root).book.sections["joint"].source)
    repository.erratum(amended("joint", Amendment("rewrite", now, now)))
    assert repository.run("check", "--base", "main") == 0, capsys.readouterr().out


def test_a_change_may_be_counted_from_an_edition(repository: Repository, capsys: Capture) -> None:
    for path, data in FILES.items():
        repository.write(f"editions/2017/{path}", data.decode())
    record = 'edition: "2017"\npublished: 2017-05-20\n'
    repository.write("editions/2017/edition.yml", record)
    repository.write(".git/info/exclude", "docs\n")  # it needs no git at all
    repository.replace(ONE, "3人以上", "5人以上")
    why = ("--base", "2017", "--why", "与上级规定一致", "--date", "2018-11-20")
    assert repository.run("errata", "from-change", f"{ONE}:9", *why) == 0
    text = (repository.root / "docs/errata/2018-001.md").read_text(encoding="utf-8")
    assert 'edition: "2017"\nkind: technical\noriginal: 有正式党员3人以上的\n' in text
    assert repository.run("errata", "from-change", "--all", *why) == 0


def test_the_branch_that_brings_the_handbook_needs_no_errata(
    tmp_path: Path, capsys: Capture
) -> None:
    root = tmp_path / "new"
    root.mkdir()
    git: Callable[..., object] = lambda *a: subprocess.run(["git", "-C", root, *a], check=True)  # noqa: E731
    git("init", "-q", "-b", "main")
    who = ("-c", "user.name=x", "-c", "user.email=x@localhost")
    git(*who, "commit", "-q", "--allow-empty", "-m", "nothing")
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / ONE).parent.mkdir(parents=True)
    (root / ONE).write_text(CHAPTER, encoding="utf-8")
    assert main(["-C", str(root), "check", "--base", "main"]) == 0, capsys.readouterr()


# How it is written

WRONG = {
    "gb-comma": ["支部党员,应当", "第3条,办理", "支部委员会（略）,2人"],
    "gb-stop": ["应当办理.", "应当办理.另行通知"],
    "gb-semicolon": ["审批;选举"],
    "gb-colon": ["手续如下:", "时间:上午"],
    "gb-question": ["算不算?"],
    "gb-exclamation": ["一定要办!"],
    "gb-brackets": ["党员(含预备党员)", "支部(A)"],
    "gb-quotes": ['称为"支委会"的', "'三会一课'制度"],
    "gb-quotes-nested": ["“他说“好”就好”"],
    "gb-quotes-single": ["所谓‘三会一课’是"],
    "gb-titles-nested": ["《关于《规程》的说明》"],
    "gb-ellipsis": ["会议、党课…都算", "办理....", "办理。。。", "学习···讨论"],
    "gb-ellipsis-etc": ["党课……等都算", "党课等等……"],
    "gb-dash": ["支部--组织", "支部———组织"],
    "gb-enumeration": ["《规程》、《办法》", "“述”、“评”"],
    "gb-approximate": ["大约三、四个支部", "有七、八年了"],
    "gb-etc": ["党课、会议、等。", "党课、等等"],
    "gb-ordinal-words": ["第一、申请要写明", "首先、清点人数", "人到齐。其次、投票"],
    "gb-ordinal-han": ["一，申请", "二.审批"],
    "gb-ordinal-arabic": ["1、申请", "12、审批"],
    "gb-ordinal-brackets": ["（一）、申请", "（2）.审批"],
    "gb-title-end": ["### 应建必建。 {#x}"],
    "gb-stacked": ["办理，，再报", "办理。，再报"],
    "gb-pairs": ["应当（含预备党员的", "应当》办理", "他说“好的"],
    "gb-digits": ["不少于３人"],
    "gb-some": ["20几个支部", "几10人"],
    "gb-date-mixed": ["12月份五日", "十二月5日", "2018年十月", "二〇一八年10月"],
    "gb-decimal": ["占.46", "比例为0。46"],
    "gb-range": ["3~5人", "3-5个", "20%〜30%"],
    "gb-range-unit": ["15～30%", "9—16亿元"],
    "gb-year": ["18年5月以前"],
    "gb-zero": ["二零一八年", "二OO八年", "一百〇五人"],
    "gb-mixed": ["4千人", "3百人", "二十3人", "1百零8"],
}
RIGHT = [
    "《党支部手册》《机关党委会议记录》和1次、2次、3次；第1条、第2条。",
    "《规程》（2018年）、《办法》（2019年）都适用。",
    "到会人数不少于5人（含），缺席的党员，由组长安排补学……会后再议。",
    "“三会一课”“主题党日”等制度——都要记录；见[][some-id]、[](#x)。",
    "党员5,900人，GB/T 15834—2011，A4纸，3.5%，10:30开始，v1.2，a@b.cn，https://a.cn/b?c=d,e",
    '按照[第3条](x.md "标题")办理，**自查：** 查[^1]。',
    "| 项 | 次 |",
    "|---|:--:|",
    "1. 申请；",
    "- 等待审批、等候通知、等额选举、等级评定、等上级发文",
    '!!! note "说明"',
    "2018年12月5日，二〇一八年十二月五日，十二月，5千克，3千米，百分之五，十九大，一百零五。",
    "三四个支部，十三四人，一、二年级，第三、四季度，三、四季度合并。",
    "`a,b;c` 和 \\* 都不查。",
    "他说：“手册里写着‘应当’二字。”",
    "1）申请；2）审批。",
    "### 算不算数？ {#x .note}",
    "15%～30%，3～5人，北京—上海，2018-03-05，问3-14，123工作法，十个一工作法。",
    "编号 2018-003，第2-3页略。",
    "首先，清点人数；第一，申请；一、申请；（一）申请。",
]


def written(text: str) -> list[Problem]:
    return list(writing_problems(Document("handbook", "x.md", text, 0)))


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in WRONG.items() for text in texts]
)
def test_a_wrong_form_is_found_and_the_clause_named(rule: str, text: str) -> None:
    found = written(text)
    assert rule in rules(found), rules(found)
    assert all(p.severity == "warning" for p in found)
    sentence = next(p for p in found if p.rule == rule)
    assert "GB/T 1583" in sentence.hint("zh") and "GB/T 1583" in sentence.hint("en")


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [(p.rule, p.column) for p in written(text)] == []


def test_places_are_those_in_the_file() -> None:
    found = written("# 标题 {#x}\n\n按照[第3条](a,b.md)，**支部**,应当办理。\n")
    assert [(p.rule, p.line, p.column) for p in found] == [("gb-comma", 3, 23)]


def test_the_sample_is_written_as_the_standards_ask(sample_tree: Tree) -> None:
    lines = [f"{p.file}:{p.line} {p.message()}" for p in all_writing_problems(sample_tree)]
    assert lines == []


def test_only_lines_that_change_are_read(repository: Repository, capsys: Capture) -> None:
    repository.write("docs/programme/index.md", "# 安排\n\n旧的,不管。\n\n新的。\n")
    repository.commit("old")
    repository.git("switch", "-q", "-c", "work")
    repository.replace("docs/programme/index.md", "新的。", "新的,要管。")
    assert repository.run("check") == 0
    assert repository.run("check", "--base", "main") == 1
    out = capsys.readouterr().out
    assert out == (
        "docs/programme/index.md:5：“新的,要管。”：逗号是半角的；"
        "请用“，”（GB/T 15834—2011, 4.4.2）\n"
    )
    assert repository.run("check", "--all") == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
    made = life("reported", corrected="5人,以上")
    repository.erratum(made)
    repository.replace("docs/programme/index.md", "新的,要管。", "新的。")
    assert repository.run("check", "--base", "main") == 1
    assert f"{made.path}:6：“5人,以上”：逗号是半角的" in capsys.readouterr().out
