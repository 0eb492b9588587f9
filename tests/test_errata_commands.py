"""`handbook errata …`: listing, registering, judging, applying and rebasing, as an editor does."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handbook.book import read_book
from handbook.cli import main
from handbook.cli.errata import asking, display
from handbook.errata import (
    Amendment,
    Entry,
    Erratum,
    State,
    apply_change,
    compute_receipt,
    erratum_text,
    load_register,
    parse_erratum,
    plan_change,
    reverse_change,
)
from handbook.errata.apply import find_heading
from handbook.errata.incorporate import splice_changes
from handbook.errata.locate import occurrences
from handbook.errata.raw import plain_text, splice_text
from handbook.errata.revise import erratum_document, revise_file
from handbook.messages import MESSAGES
from handbook.source import Document
from tests.conftest import CHAPTER, MKDOCS, ROOT, Tree, copy_sample

ONE = "docs/handbook/01-one.md"
DAY = datetime.date(2018, 10, 8)
DATE = ("--date", "2018-11-02")


def erratum(original: str, corrected: str, *states: State, **fields: object) -> Erratum:
    """An erratum about the small tree; from `accepted` on it has the number 2018-001."""
    needs: dict[State, dict[str, str]] = {
        "incorporated": {"edition": "2018"}, "rejected": {"why": "原文无误"},
        "duplicate": {"of": "2018-001"},
    }  # fmt: skip
    history = tuple(
        Entry(state, DAY + datetime.timedelta(days=n), ("示例单位 04",), **needs.get(state, {}))
        for n, state in enumerate(states or ("reported",))
    )
    made = Erratum("", "set-up", "next", "technical", original, corrected, history, "理由。")
    made = dataclasses.replace(made, **fields)  # type: ignore[arg-type]
    id = made.id or ("2018-001" if made.accepted else made.receipt)
    return dataclasses.replace(made, id=id, path=f"docs/errata/{id}.md")


ACCEPTED = ("reported", "accepted")


@dataclasses.dataclass
class Desk:
    """A small handbook, and commands run in it."""

    root: Path
    out: str = ""
    err: str = ""

    def run(self, *arguments: str, lang: str = "zh") -> int:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(["-C", str(self.root), "--lang", lang, "errata", *arguments])
        self.out, self.err = out.getvalue(), err.getvalue()
        assert "Traceback" not in self.err
        return status

    def refused(self, *arguments: str) -> list[str]:
        """The lines of a command that changes nothing and says why."""
        before = self.files()
        assert self.run(*arguments) == 2
        assert self.files() == before
        lines = self.err.splitlines()
        assert lines[-1] == "以上问题改正后才能继续"
        return [line for line in lines[:-1] if not line.startswith("    ")]

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".cache" not in path.parts
        }

    def names(self) -> list[str]:
        return [path.stem for path in sorted((self.root / "docs/errata").glob("*.md"))]

    def read(self, id: str) -> Erratum:
        path = f"docs/errata/{id}.md"
        document = erratum_document(path, plain_text((self.root / path).read_bytes()))
        found, problems = parse_erratum(document)
        assert found is not None, problems
        return found

    def text(self, path: str = ONE) -> str:
        return (self.root / path).read_bytes().decode()

    def problems(self) -> list[str]:
        book, problems = read_book(self.root)
        return [p.rule for p in [*problems, *load_register(book)[1]]]


@pytest.fixture
def desk(tree: Tree):  # type: ignore[no-untyped-def]
    def make(*errata: Erratum, **files: str | bytes) -> Desk:
        contents: dict[str, str | bytes | None] = {e.path: erratum_text(e) for e in errata}
        named = {
            name.replace("__", "/").replace("_", "-") + ".md": data for name, data in files.items()
        }
        return Desk(tree(contents | named))

    return make


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Somebody sits at a terminal and answers one question after another."""

    def sit(*lines: str) -> None:
        monkeypatch.setattr(asking, "is_asked", lambda: True)
        for module in ("new", "life"):
            monkeypatch.setattr(f"handbook.cli.errata.{module}.is_asked", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return sit


# Listing and showing

TWO = """# 组织生活 {#ch-two}

## 主题党日 {#item-two}

### 定期开展 {#party-day}

党支部每季度至少开展一次主题党日，
日期写入年度计划。

**自查：** 查计划。
"""
DAYS = erratum(
    "每季度至少开展一次", "每月开展一次", *ACCEPTED, provision="party-day", id="2018-002"
)
SAME = erratum("每季度至少", "每月", "reported", "duplicate", provision="party-day")
SAME = dataclasses.replace(
    SAME, history=(SAME.history[0], Entry("duplicate", DAY, ("编辑部",), of="2018-002"))
)
UNITS = Entry("reported", DAY, ("示例单位 31", "示例单位 07"))
HELD = erratum("名册", "花名册", "reported", "held")
HELD = dataclasses.replace(HELD, history=(UNITS, HELD.history[1]))


@pytest.fixture
def full(desk) -> Desk:  # type: ignore[no-untyped-def]
    """A handbook of two chapters with errata in several states."""
    one = erratum("3人以上", "3名以上", *ACCEPTED)
    made: Desk = desk(one, DAYS, SAME, HELD, docs__handbook__02_two=TWO)
    return made


def test_errata_are_listed_with_what_they_change(full: Desk) -> None:
    assert full.run("list") == 0
    assert [re.split(r"  +", row) for row in full.out.splitlines()] == [
        ["2018-001", "已采纳", "第1条", "3〔人→名〕以上"],
        ["2018-002", "已采纳", "第3条", "每〔季度至少→月〕开展一次"],
        *sorted([
            [SAME.id, "重复", "第3条", "每〔季度至少→月〕"],
            [HELD.id, "待定", "第1条", "〔→花〕名册"],
        ]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--state", "held"), {HELD.id}),
        (("--state", "held", "--state", "duplicate"), {HELD.id, SAME.id}),
        (("--chapter", "2"), {"2018-002", SAME.id}),
        (("--chapter", "第一章", "--state", "accepted"), {"2018-001"}),
        (("--chapter", "set-up"), {"2018-001", HELD.id}),
        (("--reporter", "单位31"), {HELD.id}),
        (("--reporter", "示例单位 31", "--chapter", "ch-two"), set()),
    ],
)
def test_a_list_is_narrowed_down(full: Desk, options: list[str], ids: set[str]) -> None:
    assert full.run("list", *options) == 0
    assert {row.split()[0] for row in full.out.splitlines()} == ids
    assert full.run("list", "--json", *options) == 0
    assert {each["id"] for each in json.loads(full.out)} == ids


def test_a_chapter_that_is_not_there_is_named(full: Desk) -> None:
    assert full.refused("list", "--chapter", "99") == [
        "docs/handbook:1：没有“99”这一章；请写章的序号，如 2，或任何标题的标识"
    ]


def test_an_erratum_is_shown_in_its_context_with_its_place_and_life(full: Desk) -> None:
    assert full.run("show", "2018-002") == 0
    assert full.out.splitlines() == [
        f"编号      2018-002（{DAYS.receipt}）  技术性  已采纳",
        "文件      docs/errata/2018-002.md",
        "位置      第3条 定期开展  docs/handbook/02-two.md:7",
        "版次      next",
        "原文      党支部每季度至少开展一次主题党日，",
        "改为      党支部每月开展一次主题党日，",
        "对照      党支部每〔季度至少→月〕开展一次主题党日，",
        f"重复提出  {SAME.id}",
        "理由      理由。",
        "经过      ",
        "  2018-10-08  待办理  示例单位 04",
        "  2018-10-09  已采纳  示例单位 04",
    ]
    assert full.run("show", HELD.id, SAME.id, lang="en") == 0
    assert "before" in full.out and "held" in full.out and "duplicate" in full.out


def test_receipts_and_short_numbers_name_an_erratum_too(full: Desk) -> None:
    for name in ("2018-2", DAYS.receipt):
        assert full.run("show", name) == 0
        assert "文件      docs/errata/2018-002.md" in full.out
    (line,) = full.refused("hold", "2018-012")
    assert line.startswith("docs/errata:1：没有“2018-012”这条勘误；最接近的是 2018-0")


def test_a_terminal_sees_colour_and_more_than_colour(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    each = erratum("3人以上", "3名以上")
    at = desk(each)
    monkeypatch.setattr("handbook.cli.errata.listing.is_coloured", lambda stream: True)
    at.run("show", each.id)
    assert "\033[31;9m人\033[0m\033[32;4m名\033[0m以上" in at.out
    assert "原文      有正式党员3\033[31;9m人\033[0m以上的，应当成立党支部。" in at.out


def test_a_pipe_or_a_dumb_terminal_sees_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert display.is_coloured(Terminal())
    assert not display.is_coloured(io.StringIO())
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not display.is_coloured(Terminal())


def test_no_file_moves_the_cursor(desk) -> None:  # type: ignore[no-untyped-def]
    each = erratum("3人以上", "3名以上")
    text = erratum_text(each).replace("[示例单位 04]", '["单位\\e[2J"]')
    at = desk(**{f"docs__errata__{each.id}": text, "docs__handbook__01-one": CHAPTER})
    for command in (("list",), ("show", each.id)):
        at.run(*command)
        assert "\033" not in at.out + at.err
        assert "U+001B" in at.err


def test_commands_on_errata_do_without_mkdocs(full: Desk) -> None:
    code = (
        "import sys; from handbook.cli import main; main(sys.argv[1:]);"
        "sys.exit(any(m.partition('.')[0] in ('mkdocs', 'material', 'typst') for m in sys.modules))"
    )
    for command in (["list"], ["apply", "--accepted", "--dry-run"]):
        arguments = ["-C", str(full.root), "errata", *command]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True)
        assert done.returncode == 0, done.stderr.decode()


# Registering

NEW = ("new", "--provision", "set-up", "--corrected", "3名以上", "--by", "示例单位 05",
       "--reason", "量词应当统一。", *DATE)  # fmt: skip


def test_a_suggestion_becomes_a_file_named_by_its_receipt(desk) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    assert at.run(*NEW, "--original", "3人以上", "--by", "示例单位 06、示例单位 07") == 0
    receipt = compute_receipt("set-up", "3人以上", "3名以上")
    assert f"已登记：{receipt}，docs/errata/{receipt}.md" in at.out
    assert "有正式党员3〔人→名〕以上的" in at.out
    made = at.read(receipt)
    assert (made.state, made.edition, made.kind) == ("reported", "next", "technical")
    assert made.history[0].by == ("示例单位 05", "示例单位 06", "示例单位 07")
    assert made.reported == datetime.date(2018, 11, 2)
    assert at.problems() == []
    (line,) = at.refused(*NEW, "--original", "3人以上")
    assert line.startswith(f"docs/errata/{receipt}.md:1：这条建议已经登记为 {receipt}（待办理）")


@pytest.mark.parametrize("name", ["set-up", "1", "第1条", "第 1 条"])
def test_a_provision_is_named_as_people_do(desk, name: str) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    assert at.run(*NEW, "--original", "3人以上", "--provision", name) == 0
    assert at.read(at.names()[0]).provision == "set-up"


@pytest.mark.parametrize(
    ("original", "says", "near"),
    [
        ("３人以上", "只是全角半角不同", "〔３→3〕人以上"),
        ("3人以上的,应当", "只是全角半角不同", "3人以上的〔,→，〕应当"),
        ("3 人以上", "只是空格不同", "3〔 →〕人以上"),
        ("三人以上", "只是数字写法不同", "〔三→3〕人以上"),
        ("3人以上，应当成立", "最接近的是", "3人以上〔→的〕，应当成立"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_and_the_cause(  # type: ignore[no-untyped-def]
    desk, original: str, says: str, near: str
) -> None:
    at = desk()
    (line,) = at.refused(*NEW, "--original", original)
    assert line.startswith(f"{ONE}:7：“第1条”里找不到原文“{original}”")
    assert says in line
    assert near in at.err
    assert f"    {ONE}:9  相近" in at.err


def test_what_is_there_twice_is_refused_with_its_places(desk) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    (line,) = at.refused(*NEW, "--original", "党员")
    assert line == f"{ONE}:7：“第1条”里原文“党员”出现了2次；请多引几个字，使它只出现一次"
    assert f"    {ONE}:9  有正式党员3人以上的" in at.err
    assert f"    {ONE}:11  **自查：** 查党员名册。" in at.err


def test_what_is_missing_is_asked_for_on_a_terminal(desk, answers) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    (line,) = at.refused("new", "--provision", "set-up")
    assert "还缺 --original、--corrected、--reason、--by" in line
    answers("1", "，应当", "", "多余。", "示例单位 09")
    assert at.run("new", *DATE) == 0
    made = at.read(at.names()[0])
    assert (made.provision, made.original, made.corrected) == ("set-up", "，应当", "")
    assert made.history[0].by == ("示例单位 09",)
    assert "哪个单位提出？" in at.err


def test_contact_data_do_not_get_in(desk) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    (line,) = at.refused(*NEW, "--original", "3人以上", "--reason", "请电13800000000")
    assert "含有联系方式“13800000000”" in line


def test_a_correction_that_can_never_go_in_is_told_at_once(desk) -> None:  # type: ignore[no-untyped-def]
    at = desk()
    assert at.run(*NEW, "--original", "3人以上", "--corrected", "[][no-such-id]") == 0
    assert "改文引用的标识“no-such-id”不存在" in at.err


# Steps


def test_accepting_gives_the_next_numbers_and_all_that_names_them_follows(desk) -> None:  # type: ignore[no-untyped-def]
    one, two = erratum("3人以上", "3名以上"), erratum("应当成立", "须成立")
    last = Entry("duplicate", DAY, ("编辑部",), of=two.id)
    same = erratum("应当成立党", "须成立党", "reported", "duplicate")
    same = dataclasses.replace(same, history=(same.history[0], last))
    old = erratum("名册", "花名册", *ACCEPTED, id="2018-009")
    # A file that nobody can read holds its number all the same.
    at = desk(one, two, same, old, **{"docs__errata__2018-012": "---\nprovision: [\n---\n"})
    assert at.run("accept", one.id, two.id, "--why", "属实", *DATE) == 0
    assert at.names() == sorted(["2018-009", "2018-012", "2018-013", "2018-014", same.id])
    assert f"2018-014  已采纳  docs/errata/2018-014.md  ← {two.id}" in at.out
    assert at.read("2018-013").original == "3人以上"
    assert at.read("2018-013").history[-1].why == "属实"
    assert at.read(same.id).history[-1].of == "2018-014"
    (at.root / "docs/errata/2018-012.md").unlink()
    assert at.problems() == []


def test_a_step_writes_a_line_and_leaves_the_rest_of_the_file(desk) -> None:  # type: ignore[no-untyped-def]
    each = erratum("3人以上", "3名以上")
    text = erratum_text(each).replace("kind:", "# 转来\nkind:").replace("理由。", "理由。  ")
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").rstrip().encode()
    at = desk(**{f"docs__errata__{each.id}": data})
    assert at.run("hold", each.id, "--why", "待核: “甲”", *DATE) == 0
    line = '  - {state: held, date: 2018-11-02, by: [编辑部], why: "待核: “甲”"}\r\n'
    after = (at.root / each.path).read_bytes().decode()
    assert after.replace(line, "", 1) == data.decode()
    assert at.run("accept", each.id, *DATE) == 0
    assert (at.root / "docs/errata/2018-001.md").read_bytes().startswith(b"\xef\xbb\xbf---\r\n")


LAYOUTS = [
    "history:\n  - {state: reported, date: 2018-10-08, by: [示例单位 04]}\n",
    "history:\n- state: reported\n  date: 2018-10-08\n  by:\n  - 示例单位 04\n\n# 完\n",
    "history:\n    -   by: [单位]  # 转\n        date: 2018-10-08\n        state: reported\n",
    "history: [{state: reported, date: 2018-10-08, by: [示例单位 04]}]\n",
    "history:\n  - state: reported\n    date: 2018-10-08\n    by: [单位]\n    why: |\n      一\n",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_layout_of_a_history_takes_a_step(layout: str) -> None:
    head = "---\nprovision: set-up\nedition: next\nkind: technical\noriginal: 甲\ncorrected: 乙\n"
    text = f"{head}{layout}---\n理由。\n"
    before, problems = parse_erratum(erratum_document("docs/errata/x.md", text))
    assert before is not None, problems
    entry = Entry("held", DAY, ("编辑部",), why="a: b")
    after = dataclasses.replace(before, history=(*before.history, entry), original_now="丙\n丁")
    data, problems = revise_file(text.encode(), after)
    assert problems == []
    assert parse_erratum(erratum_document(after.path, data.decode()))[0] == after
    if "[{" not in layout:  # only lines are added
        kept = [row for row in data.decode().split("\n") if row in text.split("\n")]
        assert [row for row in kept if row] == [row for row in text.split("\n") if row]
    back, _ = revise_file(data, dataclasses.replace(after, original_now=""))
    assert b"original_now" not in back


@pytest.mark.parametrize(
    ("states", "command", "line"),
    [
        (("reported", "rejected"), "hold", "不能从“rejected”变为“held”；rejected之后只能是：—"),
        (ACCEPTED, "hold", "不能从“accepted”变为“held”；accepted之后只能是：incorporated"),
        (ACCEPTED, "reject", "不能从“accepted”变为“rejected”"),
        (("reported", "withdrawn"), "accept", "不能从“withdrawn”变为“accepted”"),
        ((*ACCEPTED, "incorporated"), "withdraw", "不能从“incorporated”变为“withdrawn”"),
    ],
)  # fmt: skip
def test_only_legal_steps_are_taken_and_by_all_or_none(  # type: ignore[no-untyped-def]
    desk, states: tuple[State, ...], command: str, line: str
) -> None:
    fine, each = erratum("名册", "花名册"), erratum("3人以上", "3名以上", *states)
    at = desk(fine, each)
    (said,) = at.refused(command, fine.id, each.id, "--why", "理由", *DATE)
    assert said.startswith(f"{each.path}:{7 + len(states)}：{line}")


def test_a_step_is_not_dated_before_the_last(desk) -> None:  # type: ignore[no-untyped-def]
    each = erratum("3人以上", "3名以上")
    (line,) = desk(each).refused("hold", each.id, "--date", "2018-10-01")
    assert "状态的日期早于前一个状态" in line


def test_a_rejection_says_why(desk, answers) -> None:  # type: ignore[no-untyped-def]
    each = erratum("3人以上", "3名以上")
    at = desk(each)
    (line,) = at.refused("reject", each.id)
    assert "不采纳而没有说明理由" in line
    answers("原文无误")
    assert at.run("reject", each.id, "--by", "示例编辑部", *DATE) == 0
    assert at.read(each.id).history[-1] == Entry(
        "rejected", datetime.date(2018, 11, 2), ("示例编辑部",), why="原文无误"
    )


def test_duplicates_lead_to_the_one_that_lives(desk) -> None:  # type: ignore[no-untyped-def]
    one, two, three = (erratum("3人以上", f"3{word}以上") for word in "名位个")
    at = desk(one, two, three)
    assert at.run("reject", two.id, "--duplicate-of", one.id, *DATE) == 0
    assert at.run("duplicate", one.id, "--of", three.id, *DATE) == 0
    assert at.read(one.id).history[-1].of == three.id
    assert at.read(two.id).history[-1].of == three.id  # it followed
    assert at.problems() == []
    assert "不存在" in at.refused("duplicate", three.id, "--of", three.id, *DATE)[0]
    four = erratum("3人以上", "3员以上")
    (at.root / four.path).write_text(erratum_text(four), encoding="utf-8")
    assert at.run("duplicate", four.id, "--of", two.id, *DATE) == 0  # a duplicate itself
    assert at.read(four.id).history[-1].of == three.id


def test_nothing_is_accepted_that_can_not_go_in(desk) -> None:  # type: ignore[no-untyped-def]
    bad, good = erratum("3人以上", "[][no-such-id]"), erratum("名册", "花名册")
    rival = erratum("党员名册", "名册", *ACCEPTED)
    at = desk(bad, good, rival)
    assert "no-such-id" in at.refused("accept", bad.id, *DATE)[0]
    (line,) = at.refused("accept", good.id, *DATE)
    assert "与 2018-001 改到了同一处：“名册→花名册”，2018-001 是“党员名册→名册”" in line


def test_a_matter_of_several_places_is_kept_in_mind(desk) -> None:  # type: ignore[no-untyped-def]
    one = erratum("3人以上", "3名以上", group="measure-word")
    two = erratum("3人的", "3名的", provision="joint", group="measure-word")
    at = desk(one, two)
    assert at.run("accept", one.id, *DATE) == 0
    assert f"同组“measure-word”的勘误状态不一：2018-001 已采纳、{two.id} 待办理" in at.err
    assert at.run("accept", two.id, *DATE) == 0
    assert at.err == ""


# Applying


def test_accepted_errata_go_in_and_are_marked(full: Desk) -> None:
    before = full.files()
    assert full.run("apply", "--accepted", "--dry-run", *DATE) == 0
    assert full.files() == before
    assert "党支部每〔季度至少→月〕开展一次主题党日，" in full.out
    assert full.run("apply", "--accepted", *DATE) == 0
    assert full.problems() == []
    entry = Entry("incorporated", datetime.date(2018, 11, 2), ("编辑部",), edition="2018")
    assert {full.read(id).history[-1] for id in ("2018-001", "2018-002")} == {entry}
    after = full.files()
    assert {name for name in before if after[name] != before[name]} == {
        "docs/errata/2018-001.md", "docs/errata/2018-002.md", ONE, "docs/handbook/02-two.md",
    }  # fmt: skip
    assert full.run("apply", "--accepted") == 0
    assert "没有已采纳而未载入的勘误" in full.err
    assert full.files() == after


def test_the_sample_s_accepted_errata_go_in(tmp_path: Path) -> None:
    at = Desk(copy_sample(tmp_path))
    accepted = [id for id in at.names() if at.read(id).state == "accepted"]
    before = at.problems()
    assert at.run("apply", "--accepted") == 0
    assert all(at.read(id).state == "incorporated" for id in accepted)
    assert at.problems() == before


def test_what_went_in_can_be_taken_out_again(desk) -> None:  # type: ignore[no-untyped-def]
    each, gone = erratum("3人以上", "3名以上", *ACCEPTED), erratum("，应当", "", *ACCEPTED)
    gone = dataclasses.replace(gone, id="2018-002", path="docs/errata/2018-002.md")
    at = desk(each, gone)
    before = at.text()
    assert at.run("apply", "2018-001", "2018-002", *DATE) == 0
    assert "有正式党员3名以上的成立党支部。" in at.text()
    assert "删去了文字" in at.refused("accept", "2018-001", "2018-002", *DATE)[0]
    assert at.run("accept", "2018-001", "--why", "尚需斟酌", *DATE) == 0
    assert at.text() == before.replace("，应当", "")
    assert at.read("2018-001").state == "accepted"
    assert at.problems() == []


EDITION = "edition: '2018'\npublished: 2018-10-20\n"


def test_a_published_edition_takes_and_gives_nothing(desk) -> None:  # type: ignore[no-untyped-def]
    done = erratum("3人", "3名以上", *ACCEPTED, "incorporated", id="2018-001")
    next_ = erratum("名册", "花名册", *ACCEPTED, id="2018-002")
    text = CHAPTER.replace("3人以上", "3名以上")
    at = desk(done, next_, **{"docs__handbook__01-one": text})
    (at.root / "editions/2018").mkdir(parents=True)
    (at.root / "editions/2018/edition.yml").write_text(EDITION, encoding="utf-8")
    (line,) = at.refused("apply", "2018-002", *DATE)
    assert line.startswith("mkdocs.yml:1：2018版已经发布，不能再载入勘误")
    assert "已经发布，不能再从中撤出勘误" in at.refused("accept", "2018-001", *DATE)[0]
    settings = (at.root / "mkdocs.yml").read_text(encoding="utf-8")
    (at.root / "mkdocs.yml").write_text(settings.replace('"2018"', '"2019"'), encoding="utf-8")
    assert "不是2020版" in at.refused("apply", "2018-002", "--edition", "2020", *DATE)[0]
    assert at.run("apply", "2018-002", *DATE) == 0
    assert at.read("2018-002").history[-1].edition == "2019"


def test_errata_of_one_place_are_refused_with_both_shown(desk) -> None:  # type: ignore[no-untyped-def]
    one = erratum("3人以上的", "满3人的", *ACCEPTED)
    two = erratum("以上的，", "以上，", *ACCEPTED, id="2018-002")
    at = desk(one, two)
    for order in (("2018-001", "2018-002"), ("2018-002", "2018-001"), ("--accepted",)):
        (line,) = at.refused("apply", *order, *DATE)
        assert line == (
            "docs/errata/2018-002.md:5：与 2018-001 改到了同一处：“以上的，→以上，”，"
            "2018-001 是“3人以上的→满3人的”；请合并为一条，或者撤回其中一条"
        )
    assert at.run("apply", "2018-002", *DATE) == 0


@pytest.mark.parametrize("first", [1, 2])
def test_what_only_stands_there_after_another_is_not_applied_in_luck_s_order(  # type: ignore[no-untyped-def]
    desk, first: int
) -> None:
    one = erratum("3人以上", "三名党员以上", *ACCEPTED, id=f"2018-00{first}")
    two = erratum("三名党员", "三名正式党员", *ACCEPTED, id=f"2018-00{3 - first}")
    (line,) = desk(one, two).refused("apply", "--accepted", *DATE)
    assert line.startswith(f"{two.path}:5：“第1条”里找不到原文“三名党员”")


@pytest.mark.parametrize(
    ("original", "corrected", "says"),
    [
        ("[][set-up]", "[][set-down]", "改文引用的标识“set-down”不存在"),
        ("[][set-up]", "第1条", "改动碰到自动生成的“第1条”"),
        ("|---|---|", "|---|", "改动会打乱表格的列"),
        ("### 联合支部", "## 联合支部", "改动涉及标题的级别、标识或者新增、删去标题"),
        ("不足3人", "不足3人\n\n### 又一条 {#one-more}\n\n", "改动涉及标题的级别"),
        ("查联合支部的批复。", "", "自查行没有内容"),
        ("不足3人", "<b>不足3人</b>", "HTML"),
    ],
)
def test_a_correction_that_would_break_something_is_refused(  # type: ignore[no-untyped-def]
    desk, original: str, corrected: str, says: str
) -> None:
    table = "\n\n| 单位 | 人数 |\n|---|---|\n| 示例单位 01 | 2 |\n\n**自查：** 查联合"
    text = CHAPTER.replace("\n\n**自查：** 查联合", table)
    each = erratum(original, corrected, *ACCEPTED, provision="joint")
    other = erratum("3人以上", "3名以上", *ACCEPTED, id="2018-002")
    at = desk(each, other, **{"docs__handbook__01-one": text})
    lines = at.refused("apply", "--accepted", *DATE)
    assert any(says in line and line.startswith(f"{each.path}:5：") for line in lines)


def test_the_nearest_text_is_taken_only_if_it_is_one_and_the_editor_agrees(  # type: ignore[no-untyped-def]
    desk, answers
) -> None:
    each = erratum("有正式党员三人以上的", "有3名以上正式党员的", *ACCEPTED)
    at = desk(each)
    (line,) = at.refused("apply", "2018-001", *DATE)
    assert "只是数字写法不同" in line
    (line,) = at.refused("apply", "2018-001", "--nearest", *DATE)
    assert "需要编辑确认" in line
    answers("n")
    before = at.files()
    assert at.run("apply", "2018-001", "--nearest", *DATE) == 0
    assert at.files() == before
    assert "取最接近的：有正式党员〔三→3〕人以上的" in at.out
    answers("y")
    assert at.run("apply", "2018-001", "--nearest", *DATE) == 0
    assert "有3名以上正式党员的，应当成立党支部。" in at.text()
    assert at.read("2018-001").original_now == "有正式党员3人以上的"
    assert at.problems() == []


@pytest.mark.parametrize(
    ("original", "body"),
    [
        ("至少每季度一次", "会议至少每季度1次，党课至少每季度1次。"),  # two that fit alike
        ("会议每季度一次", "会议每季度两次，会议每季度三次。"),
        ("毫不相干的话", "会议每季度1次。"),
        ("季度", "每季度一次，每季度两次。"),  # there, but twice
    ],
)
def test_no_nearest_text_is_taken_where_two_or_none_are_like_it(  # type: ignore[no-untyped-def]
    desk, original: str, body: str
) -> None:
    each = erratum(original, "另写", *ACCEPTED)
    text = CHAPTER.replace("有正式党员3人以上的，应当成立党支部。", body)
    at = desk(each, **{"docs__handbook__01-one": text})
    assert len(at.refused("apply", "--accepted", "--nearest", "--yes", *DATE)) == 1


# Bytes

PIECES = st.sampled_from(
    ["甲", "乙", "丙", "，", "。", " ", "  \n", "\n", "\n\n", "\t", "- ", "1. ", "*", "|", "𠀀"]
)
BODIES = st.lists(PIECES, min_size=1, max_size=40).map("".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def raw_files(draw: st.DrawFn) -> bytes:
    """A chapter as some editor saved it: BOM or none, line ends of one kind or mixed."""
    text = "# 章 {#ch-one}\n\n" + draw(BODIES) + draw(st.sampled_from(["", "\n", "  \n\n"]))
    if draw(st.booleans()):
        end = draw(ENDS)
        text = text.replace("\n", end)
    else:
        text = "".join(draw(ENDS) if char == "\n" else char for char in text)
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


@given(raw_files(), st.data(), st.text(st.sampled_from("甲乙丁，\n *|1."), max_size=8))
@settings(max_examples=600, deadline=None)
def test_applied_and_reversed_every_byte_is_back(
    data: bytes, draw: st.DataObject, corrected: str
) -> None:
    text = plain_text(data)
    document = Document("handbook", ONE, text, 0)
    heading = find_heading(document, "ch-one")
    assert heading is not None
    source = heading.source(text)
    start = draw.draw(st.integers(0, len(source) - 1))
    original = source[start : draw.draw(st.integers(start + 1, len(source)))]
    each = erratum(original, corrected, provision="ch-one")
    change, problems = plan_change(document, each, {"ch-one"})
    if len(occurrences(source, original)) != 1 and original != corrected:
        assert [p.rule for p in problems] == ["erratum-many"]
    if change is None:
        return
    new, splices, refused = splice_changes(data, [change])
    if refused:  # between a lone CR and an LF nothing may be left out
        assert b"\r" in data and new == data
        return
    (splice,) = splices
    assert plain_text(new) == apply_change(text, change)
    assert splice.reverse().apply(new) == data
    # Nothing outside the matched characters differs.
    tail = len(data) - splice.start - len(splice.old)
    assert new[: splice.start] == data[: splice.start]
    assert new[len(new) - tail :] == data[len(data) - tail :]
    assert plain_text(splice.old) in change.old
    if "\n" not in original + corrected:  # else an erratum the other way has no ends to go by
        back, _, _ = splice_changes(new, [reverse_change(change)])
        assert back == data


@given(raw_files(), st.data(), BODIES)
@settings(max_examples=400, deadline=None)
def test_a_splice_is_what_its_text_says(data: bytes, draw: st.DataObject, new: str) -> None:
    text = plain_text(data)
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    splice = splice_text(data, start, text[start:end], new)
    if splice is None:
        assert not new or new in text[start:end]
        return
    assert plain_text(splice.apply(data)) == text[:start] + new + text[end:]
    kept = set(re.findall(rb"\r\n|\r|\n", data)) or {b"\n"}
    if len(kept) == 1:  # a file of one kind of line ends stays one
        assert set(re.findall(rb"\r\n|\r|\n", splice.apply(data))) <= kept
    with pytest.raises(ValueError, match="not the text"):
        splice_text(data, start, text[start:end] + "丁", new)


def test_a_correction_between_two_kinds_of_line_ends_is_refused(desk) -> None:  # type: ignore[no-untyped-def]
    text = CHAPTER.replace("成立党支部。\n", "成立党支部。\r甲\n")
    at = desk(erratum("甲", "", *ACCEPTED), **{"docs__handbook__01-one": text.encode()})
    (line,) = at.refused("apply", "2018-001", *DATE)
    assert line.startswith(f"{ONE}:1：2018-001 会把两种换行符并成一个；")


SENTENCES = ["有正式党员3人以上的", "应当成立党支部", "每季度开展一次", "由书记主持", "写入计划"]


@st.composite
def trees(draw: st.DrawFn) -> tuple[bytes, list[Erratum]]:
    """A chapter of a few clauses in any bytes, and accepted errata that do not touch."""
    rows = ["# 章 {#ch-one}", "## 项 {#item-one}"]
    errata: list[Erratum] = []
    for place in range(draw(st.integers(1, 4))):
        words = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True))
        rows += [f"### 条{place} {{#clause-{place}}}", "，".join(words) + "。", "**自查：** 查。"]
        chosen = draw(st.lists(st.sampled_from(words), max_size=len(words), unique=True))
        for original in chosen:
            id = f"2018-{len(errata) + 1:03d}"
            new = draw(st.text(st.sampled_from("甲乙丙丁，、"), min_size=1, max_size=6))
            fields = {"provision": f"clause-{place}", "id": id}
            errata.append(erratum(original, f"{new}{id[-1]}", *ACCEPTED, **fields))
    text = "\n\n".join(rows) + draw(st.sampled_from(["", "\n", " \n\n\n"]))
    if draw(st.booleans()):
        text = "".join(draw(ENDS) if char == "\n" else char for char in text)
    else:
        text = text.replace("\n", draw(ENDS))
    assume("\r\r\n" not in text)
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode(), errata


@given(trees())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_tree_applied_and_taken_back_is_the_same_tree(case: tuple[bytes, list[Erratum]]) -> None:
    data, errata = case
    with tempfile.TemporaryDirectory() as folder:
        at = Desk(Path(folder))
        for path, content in [
            ("mkdocs.yml", MKDOCS.encode()), (ONE, data),
            *((e.path, erratum_text(e).encode()) for e in errata),
        ]:  # fmt: skip
            (at.root / path).parent.mkdir(parents=True, exist_ok=True)
            (at.root / path).write_bytes(content)
        assert at.run("apply", "--accepted", *DATE) == 0
        expected = data
        for each in errata:
            head, at_clause, rest = expected.partition(f"{{#{each.provision}}}".encode())
            rest = rest.replace(each.original.encode(), each.corrected.encode(), 1)
            expected = head + at_clause + rest
        assert (at.root / ONE).read_bytes() == expected
        assert at.problems() == []
        if errata:
            assert at.run("accept", *(e.id for e in errata), *DATE) == 0
        assert (at.root / ONE).read_bytes() == data


# Rebasing


def test_an_erratum_follows_a_text_that_another_changed(desk) -> None:  # type: ignore[no-untyped-def]
    one = erratum("正式党员3人以上的", "正式党员满3人的", *ACCEPTED)
    two = erratum("有正式党员3人以上的，应当", "正式党员满3人的，必须")
    at = desk(one, two)
    assert at.run("apply", "2018-001", *DATE) == 0
    assert at.run("rebase", two.id, "--dry-run") == 0
    assert "现在是：有正式党员〔3人以上→满3人〕的，应当" in at.out
    assert "需要编辑确认" in at.refused("rebase", "--all")[0]
    assert at.run("rebase", "--all", "--yes") == 0
    assert at.read(two.id).original_now == "有正式党员满3人的，应当"
    assert at.problems() == []
    assert at.run("rebase", "--all", "--yes") == 0
    assert "没有需要 rebase 的勘误" in at.err
    # The first is taken out again: then the original stands once more.
    assert at.run("accept", "2018-001", *DATE) == 0
    assert at.run("rebase", two.id, "--yes") == 0
    assert at.read(two.id).original_now == ""


def test_an_erratum_about_a_frozen_edition_follows_from_its_text(desk) -> None:  # type: ignore[no-untyped-def]
    each = erratum("有正式党员3人以上的，应当成立党支部", "须成立党支部", edition="2017")
    text = CHAPTER.replace("3人以上的，应当成立", "三名以上的，一般应当及时成立")
    at = desk(each, **{"docs__handbook__01-one": text,
                       "editions__2017__docs__handbook__01-one": CHAPTER})  # fmt: skip
    edition = EDITION.replace("2018'", "2017'")
    (at.root / "editions/2017/edition.yml").write_text(edition, encoding="utf-8")
    assert at.problems() == ["erratum-stale"]
    assert at.run("rebase", each.id, "--yes") == 0
    assert at.read(each.id).original_now == "有正式党员三名以上的，一般应当及时成立党支部"
    assert at.problems() == []


def test_what_is_corrected_already_or_gone_is_said(desk) -> None:  # type: ignore[no-untyped-def]
    done, gone = erratum("三人以上", "3人以上"), erratum("毫不相干的话", "别的")
    settled = erratum("三名", "3名", "reported", "rejected")
    at = desk(done, gone, settled)
    assert at.run("rebase", done.id, gone.id, "--yes") == 1
    assert "现行文本已经是“3人以上”" in at.out
    assert "这里没有相近的文字" in at.out
    assert "不需要 rebase" in at.refused("rebase", settled.id)[0]
    assert "没有说明是哪些勘误" in at.refused("rebase")[0]


# Amendments

JOINT = CHAPTER[CHAPTER.index("### 联合支部") :]
MORE = "### 又一条 {#one-more}\n\n另有规定。\n\n**自查：** 查。\n"


def sha(text: str) -> str:
    source = re.sub(r" \{#[a-z-]+\}", "", text).rstrip()
    return hashlib.sha256(source.encode()).hexdigest()


# The amendment, its provision, and the text that it asks for.
AMENDMENTS = [
    (Amendment("remove", old_sha256=sha(JOINT)), "joint", CHAPTER.replace(JOINT, "")),
    (Amendment("add", new_sha256=sha(MORE), after="joint"), "one-more", f"{CHAPTER}\n{MORE}"),
    (
        Amendment("rewrite", sha(JOINT), sha(JOINT.replace("就近", "由上级安排"))), "joint",
        CHAPTER.replace("就近", "由上级安排"),
    ),
    (Amendment("rename", to=("one-more",)), "joint", CHAPTER.replace("#joint", "#one-more")),
    (
        Amendment("move", after="item-one"), "joint",
        CHAPTER.replace(JOINT, "").replace("### 应建", f"{JOINT}\n### 应建"),
    ),
    (
        Amendment("split", sha(JOINT), sha(JOINT), to=("one-more",)), "joint",
        f"{CHAPTER}\n{MORE}",
    ),
    (
        Amendment("merge", "a" * 64, sha(CHAPTER[CHAPTER.index("### 应") : CHAPTER.index(JOINT)]),
                  sources=("joint",)), "set-up", CHAPTER.replace(JOINT, ""),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "provision", "text"), AMENDMENTS, ids=[a.action for a, _, _ in AMENDMENTS]
)
def test_an_amendment_is_incorporated_once_the_text_is_as_it_says(  # type: ignore[no-untyped-def]
    desk, change: Amendment, provision: str, text: str
) -> None:
    each = erratum("", "", provision=provision, kind="amendment", amendment=change)
    at = desk(each)
    assert at.run("accept", each.id, *DATE) == 0
    lines = at.refused("apply", "--accepted", *DATE)
    assert len(lines) == (2 if change.action == "rename" else 1)
    assert lines[0].startswith("docs/errata/2018-001.md:")
    (at.root / ONE).write_text(text, encoding="utf-8")
    assert at.problems() == []
    assert at.run("apply", "--accepted", *DATE) == 0
    assert at.read("2018-001").state == "incorporated"
    assert at.problems() == []
    assert at.run("show", "2018-001") == 0
    assert change.action in at.out


def test_an_amendment_is_registered_with_the_hashes_of_the_texts(desk) -> None:  # type: ignore[no-untyped-def]
    at = desk(**{"docs__handbook__01-one": CHAPTER.replace("就近", "由上级安排"),
                 "editions__2017__docs__handbook__01-one": CHAPTER})  # fmt: skip
    edition = EDITION.replace("2018'", "2017'")
    (at.root / "editions/2017/edition.yml").write_text(edition, encoding="utf-8")
    options = ("--reason", "改写。", "--by", "编辑部", "--action", "rewrite", *DATE)
    assert at.run("new", "--kind", "amendment", "--provision", "joint", *options) == 0
    made = at.read(at.names()[0])
    assert made.amendment == Amendment(
        "rewrite", sha(JOINT), sha(JOINT.replace("就近", "由上级安排"))
    )
    assert at.run("accept", made.id, *DATE) == 0
    assert at.run("apply", made.id, *DATE) == 0
    assert at.problems() == []


def test_a_file_that_another_program_changes_meanwhile_is_not_overwritten(  # type: ignore[no-untyped-def]
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = desk(erratum("有正式党员三人以上的", "满3人的", *ACCEPTED))

    def confirm(key: str, options: object) -> bool:
        (at.root / ONE).write_text(CHAPTER + "\n", encoding="utf-8")
        return True

    monkeypatch.setattr("handbook.cli.errata.apply.confirm", confirm)
    assert at.run("apply", "--accepted", "--nearest", *DATE) == 2
    assert "文件刚刚被别的程序改过" in at.err
    assert at.text() == CHAPTER + "\n"


def test_a_folder_that_is_no_handbook_stays_as_it_is(tmp_path: Path) -> None:
    for command in (("apply", "--accepted"), ("accept", "2018-001"), (*NEW, "--original", "a")):
        assert Desk(tmp_path).run(*command) == 2
    assert list(tmp_path.iterdir()) == []


def test_every_sentence_of_the_commands_is_there_in_both_languages() -> None:
    used: set[str] = set()
    names = {
        "errata": "amend apply incorporate life locate plan rebase transaction",
        "cli/errata": "apply asking desk life listing new",
    }
    for folder, modules in names.items():
        for module in modules.split():
            text = (ROOT / "handbook" / folder / f"{module}.py").read_text(encoding="utf-8")
            used |= set(re.findall(r'roblem\(\s*"([a-z-]+)"', text))
    assert len(used) > 25
    for rule in used:
        for key in (rule, f"{rule}.hint"):
            zh, en = MESSAGES[key]
            assert zh
            assert en
            assert set(re.findall(r"{\w+}", zh)) == set(re.findall(r"{\w+}", en)), key
