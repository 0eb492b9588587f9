"""Comparing two texts: what became of each provision, word by word, and what made it so."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import hashlib
import io
import itertools
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from pypdf import PdfReader

from handbook.book import Book, read_book
from handbook.cli import main
from handbook.cli.redline_text import redline_text
from handbook.editions.compare import compare
from handbook.editions.entries import Comparison, Entry, Text
from handbook.editions.layout import renumbered_ranges
from handbook.editions.texts import Editions, open_texts
from handbook.editions.window import Window
from handbook.errata import Amendment, Erratum, State, load_register
from handbook.errata import Entry as Entry_
from handbook.press.comparison import set_comparison
from handbook.site.redline import diff_page, redline_document
from handbook.source import Settings
from tests.conftest import CHAPTER, MKDOCS, ROOT, Tree

# Trees and edits of trees, made at random


@dataclasses.dataclass
class Part:
    """A heading of a generated handbook, with what stands below it."""

    id: str
    title: str
    blocks: list[str]
    parts: list[Part] = dataclasses.field(default_factory=list)


WORDS = (
    "党支部", "每月", "每季度", "至少开展一次", "主题党日", "，", "、", "；", "支委会", "提前一周",
    "5日", "24学时", "三分之二", "《党支部手册》", "（书面）", "**应当**", "在3个工作日内",
    "PDF 2.0", "登记", "备案",
)  # fmt: skip


def sentence(rng: random.Random, ids: list[str]) -> str:
    words = [rng.choice(WORDS) for _ in range(rng.randint(1, 9))]
    if ids and rng.random() < 0.4:
        words.insert(rng.randint(0, len(words)), f"按照[][{rng.choice(ids)}]")
    return "第" + "".join(words) + "。"


def block(rng: random.Random, ids: list[str]) -> str:
    kind = rng.random()
    if kind < 0.5:
        return sentence(rng, ids)
    if kind < 0.75:
        mark = rng.choice(["1. ", "- "])
        return "\n".join(mark + sentence(rng, ids) for _ in range(rng.randint(1, 4)))
    width = rng.randint(2, 4)
    cells = [
        [
            "" if rng.random() < 0.15 else rng.choice(WORDS).strip("，、；") or "无"
            for _ in range(width)
        ]
        for _ in range(rng.randint(2, 5))
    ]
    rows = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([rows[0], "|" + "---|" * width, *rows[1:]])


def make_part(rng: random.Random, fresh: Iterator[str], ids: list[str], depth: int) -> Part:
    id = next(fresh)
    blocks = [block(rng, ids) for _ in range(rng.randint(1 if depth == 3 else 0, 3))]
    part = Part(id, "".join(rng.choice(WORDS[:5]) for _ in range(2)), blocks)
    ids.append(id)
    if depth < 3:
        part.parts = [make_part(rng, fresh, ids, depth + 1) for _ in range(rng.randint(1, 3))]
    return part


def make_tree(rng: random.Random) -> tuple[list[Part], Iterator[str]]:
    fresh = (f"id-{n:03d}" for n in range(10_000))
    ids: list[str] = []
    return [make_part(rng, fresh, ids, 1) for _ in range(rng.randint(1, 2))], fresh


def every(parts: list[Part]) -> Iterator[tuple[list[Part], int, int]]:
    """Each part as its list, its place there, and its depth."""

    def walk(parts: list[Part], depth: int) -> Iterator[tuple[list[Part], int, int]]:
        for place, part in enumerate(parts):
            yield parts, place, depth
            yield from walk(part.parts, depth + 1)

    yield from walk(parts, 1)


def edit(rng: random.Random, tree: list[Part], fresh: Iterator[str]) -> None:
    """Change something at random: words, blocks, titles, rows; add, remove or move a part."""
    places = list(every(tree))
    parts, place, depth = rng.choice(places)
    part = parts[place]
    ids = [p[n].id for p, n, _ in places]
    match rng.randrange(8):
        case 0:
            part.title += rng.choice(WORDS[:5])
        case 1 if part.blocks:
            at = rng.randrange(len(part.blocks))
            old = part.blocks[at]
            part.blocks[at] = block(rng, ids) if "|" in old else old + rng.choice(WORDS[:3])
        case 2:
            part.blocks.insert(rng.randint(0, len(part.blocks)), block(rng, ids))
        case 3 if len(part.blocks) > 1:
            part.blocks.pop(rng.randrange(len(part.blocks)))
        case 4:
            parts.insert(rng.randint(0, len(parts)), make_part(rng, fresh, [], depth))
        case 5 if len(parts) > 1:
            parts.pop(place)
        case 6:
            same = [p for p, _, d in places if d == depth]
            rng.choice(same).append(parts.pop(place))
            if not parts:
                parts.append(make_part(rng, fresh, [], depth))
        case _:
            change_table(rng, part)


def change_table(rng: random.Random, part: Part) -> None:
    """Change a cell, a row or a column of a table."""
    at = next((n for n, text in enumerate(part.blocks) if text.startswith("|")), None)
    if at is None:
        return
    rows = [row.strip("|").split("|") for row in part.blocks[at].split("\n")]
    match rng.randrange(4):
        case 0:
            row = rng.choice([0, *range(2, len(rows))])
            rows[row][rng.randrange(len(rows[row]))] = f" 改{rng.randint(1, 9)}次 "
        case 1:
            rows.insert(rng.randint(2, len(rows)), [f" 新{n} " for n in range(len(rows[0]))])
        case 2 if len(rows) > 3:
            rows.pop(rng.randrange(2, len(rows)))
        case _:
            column = rng.randint(0, len(rows[0]))
            for n, row in enumerate(rows):
                row.insert(column, "---" if n == 1 else f" 列{n} ")
    part.blocks[at] = "\n".join(f"|{'|'.join(row)}|" for row in rows)


def written(tree: list[Part]) -> dict[str, str]:
    files = {}
    ids = {parts[place].id for parts, place, _ in every(tree)}
    for number, chapter in enumerate(tree, 1):
        lines = []
        for parts, place, depth in every([chapter]):
            part = parts[place]
            lines += [f"{'#' * depth} {part.title} {{#{part.id}}}", *part.blocks]
        text = "\n\n".join(lines) + "\n"
        for id in set(part_ids(text)) - ids:  # what is gone cannot be referred to
            text = text.replace(f"[][{id}]", "有关规定")
        files[f"{number:02d}-ch.md"] = text
    return files


def part_ids(text: str) -> Iterator[str]:
    return (piece.split("]")[0] for piece in text.split("[][")[1:])


def book_of(tree: list[Part], folder: Path) -> Book:
    for name, text in written(tree).items():
        path = folder / "docs" / "handbook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    book, problems = read_book(folder, Settings(edition=folder.name))
    assert not [p for p in problems if p.rule != "clause-empty" and p.severity == "error"], problems
    return book


def compared(seed: int) -> Comparison:
    rng = random.Random(seed)
    tree, fresh = make_tree(rng)
    with tempfile.TemporaryDirectory() as name:
        old = book_of(tree, Path(name, "old"))
        after = copy.deepcopy(tree)
        for _ in range(rng.randint(0, 6)):
            edit(rng, after, fresh)
        new = book_of(after, Path(name, "new"))
    return compare(Text("old", "旧", old), Text("new", "新", new))


seeds = st.integers(0, 2**32 - 1)
often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(seeds)
def test_the_diff_applied_to_the_old_text_gives_the_new_one(seed: int) -> None:
    result = compared(seed)
    data = result.as_json()
    old = {s.id: s for s in result.old.book.sections.values()}
    applied = []
    for entry in data:
        assert "".join(op[1] for op in entry["ops"]) == (entry["old"] or {"text": ""})["text"]
        if entry["old"]:
            assert old.pop(entry["renamed_from"] or entry["id"]).shown.text == entry["old"]["text"]
        if entry["new"]:
            text = "".join(op[2] for op in entry["ops"])
            applied.append((entry["id"], entry["new"]["number"], entry["new"]["title"], text))
        for tag, before, after in entry["ops"]:
            assert (tag == "equal") == (before == after)
            assert tag != "replace" or (before and after)
            assert tag != "delete" or (before and not after)
            assert tag != "insert" or (after and not before)
    assert not old
    new = result.new.book.sections.values()
    assert applied == [(s.id, s.number, s.title, s.shown.text) for s in new]


@often
@given(seeds)
def test_titles_and_lines_say_what_both_texts_say(seed: int) -> None:
    for entry in compared(seed).entries:
        for section, side in ((entry.old, 1), (entry.new, 2)):
            title = "".join(piece[side] for piece in entry.title)
            assert title == (section.title if section else "")
            if not section or not entry.blocks:
                continue
            lines = [b for b in entry.blocks if (b.in_old if side == 1 else b.in_new)]
            words = "".join(p[side] for b in lines for p in (*b.mark, *b.pieces))
            assert "".join(words.split()) == "".join(section.shown.text.split())


@often
@given(seeds)
def test_a_text_has_not_changed_against_itself(seed: int) -> None:
    result = compared(seed)
    for text in (result.old, result.new):
        again = compare(text, text)
        assert {entry.group for entry in again.entries} == {"same"}
        assert all(tag == "equal" for entry in again.entries for tag, _, _ in entry.ops)


@often
@given(seeds)
def test_as_few_headings_as_can_be_are_moved(seed: int) -> None:
    result = compared(seed)
    old, new = result.old.book, result.new.book
    moved = {e.id for e in result.entries if e.moved}
    groups: dict[str, list[str]] = {}
    for s in new.sections.values():
        above = (s.path or ("",))[-1]
        before = old.sections.get(s.id)
        if before is None:
            assert s.id not in moved
        elif (before.path or ("",))[-1] != above:
            assert s.id in moved
        else:
            groups.setdefault(above, []).append(s.id)
    places = {id: n for n, id in enumerate(old.sections)}
    for ids in groups.values():
        order = [places[id] for id in ids]
        stay = [places[id] for id in ids if id not in moved]
        assert stay == sorted(stay)
        longest = 0
        for size in range(len(order), 0, -1):
            if any(list(c) == sorted(c) for c in itertools.combinations(order, size)):
                longest = size
                break
        assert len(stay) == longest


@often
@given(seeds)
def test_a_changed_cell_leaves_the_cells_beside_it_alone(seed: int) -> None:
    rng = random.Random(seed)
    width, height = rng.randint(2, 5), rng.randint(2, 6)
    cells = [
        [rng.choice(["", "5日", "支委会", "每月1次", "书记", f"第{n}行"]) for _ in range(width)]
        for n in range(height)
    ]
    cells[0] = [f"栏目{n}" for n in range(width)]
    after = [list(row) for row in cells]
    for _ in range(rng.randint(1, 3)):
        row, column = rng.randrange(1, height), rng.randrange(width)
        after[row][column] = f"改为{rng.randint(10, 99)}人以上"
    entry = entry_of(table_text(cells), table_text(after))
    shown = [b for b in entry.blocks if b.kind == "row"]
    for block in shown:
        assert len(block.cells) == width
        for cell in block.cells:
            assert all("\t" not in p.old + p.new for p in cell)
    for tag, old, new in entry.ops:
        # Where a cell is empty on one side only the tab beside it comes or goes with its words.
        assert tag != "replace" or not {"\t", "\n"} & {*old, *new}
    told = ["".join(p.new for p in cell) for b in shown if b.in_new for cell in b.cells]
    assert told == [cell for row in after if any(row) for cell in row]


def table_text(cells: list[list[str]]) -> str:
    rows = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([rows[0], f"|{'---|' * len(cells[0])}", *rows[1:]])


def pair(
    old: str, new: str, errata: tuple[Erratum, ...] = (), window: Window | None = None
) -> Comparison:
    """Two handbooks whose one clause differs."""
    with tempfile.TemporaryDirectory() as name:
        texts = []
        for folder, body in (("old", old), ("new", new)):
            path = Path(name, folder, "docs", "handbook", "01-ch.md")
            path.parent.mkdir(parents=True)
            head = "# 一章 {#ch-one}\n\n## 一项 {#item-one}\n\n### 标题 {#the-clause}\n\n"
            path.write_text(f"{head}{body}\n\n### 别条 {{#other}}\n\n照旧。\n", encoding="utf-8")
            book, _ = read_book(Path(name, folder), Settings(edition=folder))
            texts.append(Text(folder, folder, book))
    return compare(*texts, window or Window.of(errata, None))


def entry_of(old: str, new: str, *errata: Erratum) -> Entry:
    """What became of a clause's text."""
    return next(e for e in pair(old, new, errata).entries if e.id == "the-clause")


def marked(entry: Entry) -> list[str]:
    """The clause's lines, with what went and what came as wdiff marks it."""
    lines = []
    for block in entry.blocks:
        cells = []
        for cell in block.cells:
            words = ""
            for piece in cell:
                if piece.tag == "equal" or piece.computed:
                    words += piece.new
                    continue
                words += f"[-{piece.old}-]" if piece.old else ""
                words += f"{{+{piece.new}+}}" if piece.new else ""
            cells.append(words)
        lines.append(" | ".join(cells))
    return lines


HEADED = "| 情形 | 办理人 | 记录 |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (  # words, not characters
            "党支部每季度至少开展一次主题党日，通知全体党员。",
            "党支部每月相对固定一天开展主题党日，通知全体党员。",
            ["党支部每[-季度至少开展一次-]{+月相对固定一天开展+}主题党日，通知全体党员。"],
        ),
        (  # a cell
            HEADED + "| 请假 | 书记 | 签到表 |\n| 补学 | 组长 | 补学记录 |",
            HEADED + "| 请假 | 书记 | 签到表 |\n| 补学 | 组长 | 补学笔记 |",
            ["情形 | 办理人 | 记录", "请假 | 书记 | 签到表", "补学 | 组长 | 补学[-记录-]{+笔记+}"],
        ),
        (  # a row between two that are the same
            HEADED + "| 请假 | 书记 | 签到表 |\n| 补学 | 组长 | 补学记录 |",
            HEADED
            + "| 请假 | 书记 | 签到表 |\n| 迟到 | 组长 | 签到表 |\n| 补学 | 组长 | 补学记录 |",
            [
                "情形 | 办理人 | 记录",
                "请假 | 书记 | 签到表",
                "{+迟到+} | {+组长+} | {+签到表+}",
                "补学 | 组长 | 补学记录",
            ],
        ),
        (  # a column
            HEADED + "| 请假 | 书记 | 签到表 |\n| 补学 | 组长 | 补学记录 |",
            "| 情形 | 时限 | 办理人 | 记录 |\n|---|---|---|---|\n| 请假 | 会前 | 书记 | 签到表 |\n"
            "| 补学 | 两周内 | 组长 | 补学记录 |",
            [
                "情形 | {+时限+} | 办理人 | 记录",
                "请假 | {+会前+} | 书记 | 签到表",
                "补学 | {+两周内+} | 组长 | 补学记录",
            ],
        ),
        (  # an item: the marks of those behind it move on and are no change of theirs
            "1. 集中学习；\n2. 交纳党费；",
            "1. 集中学习；\n2. 重温誓词；\n3. 交纳党费；",
            ["集中学习；", "{+重温誓词；+}", "交纳党费；"],
        ),
        (  # a paragraph that goes, and words in the next
            "党员应当参加。\n\n因故不能参加的，事先请假。",
            "因故不能参加的，事先向书记请假。",
            ["[-党员应当参加。-]", "因故不能参加的，事先{+向书记+}请假。"],
        ),
        (  # paragraph and list are compared as what they are
            "下列情形除外：\n\n- 涉密内容；",
            "下列情形除外：\n\n- 涉密内容；\n- 个人信息；",
            ["下列情形除外：", "涉密内容；", "{+个人信息；+}"],
        ),
    ],
)
def test_lines_rows_cells_and_items_are_compared_as_such(
    old: str, new: str, lines: list[str]
) -> None:
    assert marked(entry_of(old, new)) == lines


def test_marks_of_items_that_move_on_follow_from_their_places() -> None:
    entry = entry_of("1. 集中学习；\n2. 交纳党费；", "1. 集中学习；\n2. 重温誓词；\n3. 交纳党费；")
    assert [b.mark[0][:4] for b in entry.blocks] == [
        ("equal", "（一）", "（一）", False),
        ("insert", "", "（二）", False),
        ("replace", "（二）", "（三）", True),
    ]
    assert entry.status == "changed"


CLAUSES = "# 一章 {#ch-one}\n\n## 一项 {#item-one}\n\n"


def clauses(*rows: tuple[str, str, str]) -> str:
    """A chapter of clauses: id, title, text."""
    return (
        CLAUSES + "\n\n".join(f"### {title} {{#{id}}}\n\n{text}" for id, title, text in rows) + "\n"
    )


def chapter_pair(tmp_path: Path, old: str, new: str, window: Window | None = None) -> Comparison:
    texts = []
    for name, text in (("old", old), ("new", new)):
        path = tmp_path / name / "docs" / "handbook" / "01-ch.md"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        texts.append(Text(name, name, read_book(tmp_path / name, Settings(edition=name))[0]))
    return compare(*texts, window)


def test_renumbering_elsewhere_changes_nothing_but_the_number_shown(tmp_path: Path) -> None:
    rows = [("aaa", "甲", "按照[][ccc]办理。"), ("bbb", "乙", "照旧。"), ("ccc", "丙", "照旧。")]
    result = chapter_pair(
        tmp_path, clauses(*rows), clauses(rows[0], ("new", "新", "新的一条。"), *rows[1:])
    )
    by_id = {entry.id: entry for entry in result.entries}
    assert by_id["aaa"].status == "same"
    assert not by_id["aaa"].renumbered
    assert by_id["aaa"].ops == [
        ["equal", "按照", "按照"], ["replace", "第3条", "第4条"], ["equal", "办理。", "办理。"],
    ]  # fmt: skip
    assert [by_id[id].renumbered for id in ("bbb", "ccc")] == [True, True]
    assert not any(entry.moved for entry in result.entries)
    assert result.counts == {
        "changed": 0, "added": 1, "removed": 0, "moved": 0, "renumbered": 3, "same": 2,
    }  # fmt: skip
    assert renumbered_ranges(result) == [("第2–3条", "第3–4条")]


def test_a_reference_to_another_provision_is_a_change_even_where_it_looks_the_same(
    tmp_path: Path,
) -> None:
    rows = [("bbb", "乙", "照旧。"), ("ccc", "丙", "照旧。"), ("aaa", "甲", "按照[][bbb]办理。")]
    turned = [rows[1], rows[0], ("aaa", "甲", "按照[][ccc]办理。")]
    entry = chapter_pair(tmp_path, clauses(*rows), clauses(*turned)).entries[-1]
    assert entry.status == "changed"
    assert not entry.reworded
    assert entry.ops == [["equal", "按照第1条办理。", "按照第1条办理。"]]


# What made the changes


def erratum(
    id: str, original: str = "", corrected: str = "", *, provision: str = "the-clause",
    edition: str = "2019", change: Amendment | None = None, state: State = "incorporated",
) -> Erratum:  # fmt: skip
    day = datetime.date(2018, 10, 8)
    history = (
        Entry_("reported", day, ("示例单位 04",)),
        Entry_("accepted", day, ("编辑部",), "与第12条一致"),
    )
    if state == "incorporated":
        history += (Entry_("incorporated", day, ("编辑部",), edition=edition),)
    kind = "amendment" if change else "technical"
    return Erratum(
        id, provision, "2018", kind, original, corrected, history, "理由。", amendment=change
    )  # type: ignore[arg-type]


def causes_of(entry: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(p.old, p.new, p.causes) for p in entry.pieces if p.tag != "equal"]


OLD = "党支部每季度至少开展一次主题党日，时间不少于1小时。补学在10日内完成，由书记登记。"


def test_each_change_is_laid_to_the_erratum_that_made_it() -> None:
    errata = [
        erratum("2018-001", "每季度至少", "每月至少"),
        erratum("2018-002", "不少于1小时", "不少于2小时"),
        erratum("2018-003", "，由书记登记", ""),
        erratum("2018-004", "不在这里", "也不在这里"),
    ]
    new = "党支部每月至少开展一次主题党日，时间不少于2小时。补学在10日内完成。"
    entry = entry_of(OLD, new, *errata)
    assert causes_of(entry) == [
        ("季度", "月", ("2018-001",)),
        ("1", "2", ("2018-002",)),
        ("，由书记登记", "", ("2018-003",)),
    ]
    assert entry.causes == ("2018-001", "2018-002", "2018-003")
    assert not entry.unexplained


def test_a_change_that_no_erratum_made_has_no_cause() -> None:
    new = OLD.replace("每季度", "每月").replace("10日", "15日")
    entry = entry_of(OLD, new, erratum("2018-001", "每季度至少", "每月至少"))
    assert causes_of(entry) == [("季度", "月", ("2018-001",)), ("10", "15", ())]
    assert entry.unexplained


def test_what_a_later_erratum_changed_again_is_of_both() -> None:
    errata = [
        erratum("2018-009", "不少于2小时", "不少于3小时"),
        erratum("2018-002", "不少于1小时", "不少于2小时"),
    ]
    entry = entry_of(OLD, OLD.replace("1小时", "3小时"), *errata)
    assert causes_of(entry) == [("1", "3", ("2018-002", "2018-009"))]


def test_the_way_back_has_the_same_causes() -> None:
    one = erratum("2018-001", "每季度至少", "每月至少")
    new = OLD.replace("每季度", "每月")
    result = pair(new, OLD, window=Window.of([one], ["2019"], backward=True))
    entry = next(e for e in result.entries if e.id == "the-clause")
    assert causes_of(entry) == [("月", "季度", ("2018-001",))]


def test_only_errata_between_the_two_editions_count() -> None:
    known = Editions(("2018", "2019", "2020"), "2021")
    errata = [erratum(f"{year}-001", edition=str(year)) for year in (2018, 2019, 2020, 2021)]
    errata.append(erratum("2021-002", state="accepted"))

    def between(old: str, new: str) -> list[str]:
        return [e.id for e in known.window(old, new, errata).errata]

    assert between("2018", "2019") == ["2019-001"]
    assert between("2018", "2020") == between("2020", "2018") == ["2019-001", "2020-001"]
    assert between("2020", "next") == ["2021-001", "2021-002"]
    assert between("2019", "2019") == []
    assert len(between("elsewhere", "next")) == 5


@often
@given(seeds)
def test_random_errata_explain_all_of_their_changes_and_no_other(seed: int) -> None:
    rng = random.Random(seed)
    words = [f"{rng.choice(WORDS[:5])}{chr(0x4E00 + rng.randrange(3000))}{n}、" for n in range(12)]
    old = "".join(words) + "完。"
    errata, new = [], old
    for n in sorted(rng.sample(range(1, 11), rng.randint(1, 4))):
        word, kind = words[n], rng.random()
        corrected = "" if kind < 0.2 else f"改{n}的词、" if kind < 0.7 else word[:-1] + "添字、"
        errata.append(erratum(f"2018-{n:03d}", word, corrected))
        new = new.replace(word, corrected)
    rng.shuffle(errata)
    entry = entry_of(old, new, *errata)
    assert entry.ops  # the words are each found once
    assert set(entry.causes) == {e.id for e in errata}
    assert not entry.unexplained


@pytest.mark.parametrize(
    ("change", "old", "new", "expected"),
    [
        (Amendment("add"), [], [("ccc", "丙", "新。")], ("ccc", "added", False)),
        (Amendment("remove"), [("ccc", "丙", "旧。")], [], ("ccc", "removed", False)),
        (
            Amendment("rewrite"),
            [("ccc", "丙", "旧的一条。")],
            [("ccc", "丙", "全部改写了。")],
            ("ccc", "changed", False),
        ),
        (
            Amendment("rename", to=("ddd",)),
            [("ccc", "丙", "旧。")],
            [("ddd", "丙", "旧。")],
            ("ddd", "same", False),
        ),
        (
            Amendment("split", to=("ccc", "ddd")),
            [("ccc", "丙", "旧的一条，有两件事。")],
            [("ccc", "丙", "旧的一条。"), ("ddd", "丁", "两件事。")],
            ("ddd", "added", False),
        ),
        (
            Amendment("merge", sources=("ddd",)),
            [("ccc", "丙", "旧的一条。"), ("ddd", "丁", "两件事。")],
            [("ccc", "丙", "旧的一条，有两件事。")],
            ("ddd", "removed", False),
        ),
    ],
)
def test_amendments_are_the_causes_of_what_they_declare(
    tmp_path: Path,
    change: Amendment,
    old: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    expected: tuple[str, str, bool],
) -> None:
    one = erratum("2018-007", provision="ccc", change=change)
    rest = ("aaa", "甲", "照旧。"), ("bbb", "乙", "照旧。")
    result = chapter_pair(
        tmp_path, clauses(*rest, *old), clauses(*rest, *new), Window.of([one], ["2019"])
    )
    id, status, _ = expected
    entry = next(e for e in result.entries if e.id == id)
    assert (entry.status, entry.causes, entry.unexplained) == (status, ("2018-007",), False)
    assert entry.renamed_from == ("ccc" if change.action == "rename" else None)
    assert not [e for e in result.entries if e.group not in ("same", "renumbered") and not e.causes]


def test_of_two_that_changed_places_the_declared_one_moved(tmp_path: Path) -> None:
    rows = [("aaa", "甲", "照旧。"), ("bbb", "乙", "照旧。")]
    for n, id in enumerate(("aaa", "bbb")):
        one = erratum("2018-007", provision=id, change=Amendment("move"))
        result = chapter_pair(
            tmp_path / str(n), clauses(*rows), clauses(*rows[::-1]), Window.of([one], ["2019"])
        )
        assert [(e.id, e.causes) for e in result.entries if e.moved] == [(id, ("2018-007",))]


def test_between_the_sample_s_editions_each_change_is_laid_to_its_erratum(sample: Book) -> None:
    register, _ = load_register(sample)
    first, second = sorted(path.parent.name for path in ROOT.glob("editions/*/edition.yml"))[:2]
    before, after, window, _ = open_texts(ROOT, first, second)
    result = compare(before, after, window)
    taken: dict[str, set[str]] = {}
    for erratum in register.in_state("incorporated"):
        if erratum.history[-1].edition == second:
            taken.setdefault(erratum.provision, set()).add(erratum.id)
    changed = {e.id: e for e in result.of("changed")}
    assert len(changed) > 1
    assert {id: set(e.causes) for id, e in changed.items()} == taken
    for entry in changed.values():
        changes = [p for p in (*entry.title, *entry.pieces) if p.tag != "equal"]
        assert changes
        assert all(piece.causes and set(piece.causes) <= taken[entry.id] for piece in changes)
    assert result.counts["same"] == len(result.entries) - len(changed)


# The command, and what it writes

FILED = """---
provision: {provision}
edition: "{about}"
kind: technical
original: {original}
corrected: {corrected}
history:
  - {{state: reported, date: 2018-10-08, by: [示例单位 04, 示例单位 31]}}
  - {{state: accepted, date: 2018-10-20, by: [编辑部], why: 与第12条一致}}
{last}---
理由。
"""
TAKEN = '  - {{state: incorporated, date: 2018-11-02, by: [编辑部], edition: "{}"}}\n'
ADDED = """---
provision: minutes
edition: "2018"
kind: amendment
action: add
after: joint
new_sha256: "{sha}"
history:
  - {{state: reported, date: 2018-10-09, by: [编辑部]}}
  - {{state: accepted, date: 2018-10-21, by: [编辑部], why: 实践需要}}
  - {{state: incorporated, date: 2018-11-02, by: [编辑部], edition: "2019"}}
---
理由。
"""
MINUTES = """
### 会议记录 {#minutes}

| 栏目 | 填写 |
|---|---|
| 主持人 | &lt;b&gt;姓名&lt;/b&gt; |

**自查：** 查记录。
"""


@pytest.fixture
def history(tree: Tree) -> Path:
    """A project with two editions, and a working text that is ahead of them."""
    first = CHAPTER
    second = first.replace("3人以上", "3名以上").replace("就近联合", "联合") + MINUTES
    source = MINUTES.strip().replace(" {#minutes}", "")
    sha = hashlib.sha256(source.encode()).hexdigest()
    third = second.replace("应当成立", "一个月内成立")
    filed = {
        "2018-001": ("set-up", "2018", "3人以上", "3名以上", TAKEN.format("2019")),
        "2018-002": ("joint", "2018", "就近联合", "联合", TAKEN.format("2019")),
        "2019-001": ("set-up", "2019", "应当成立", "一个月内成立", ""),
    }
    keys = ("provision", "about", "original", "corrected", "last")
    errata = {
        f"docs/errata/{id}.md": FILED.format(**dict(zip(keys, row, strict=True)))
        for id, row in filed.items()
    }
    heads = {
        f"editions/{year}/edition.yml": f'edition: "{year}"\ntitle: {year}年版\n'
        f"published: {date}\nsupersedes: null\nretired: []\nprintings: []\n"
        for year, date in (("2018", "2018-05-20"), ("2019", "2018-11-05"))
    }
    return tree(
        {
            "mkdocs.yml": MKDOCS.replace('"2018"', '"2020"') + "      publisher: 示例出版单位\n",
            "editions/2018/docs/handbook/01-one.md": first,
            "editions/2019/docs/handbook/01-one.md": second,
            "docs/handbook/01-one.md": third,
            "docs/errata/2018-003.md": ADDED.format(sha=sha),
            **errata,
            **heads,
        }
    )


def run(*arguments: str, root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(["-C", str(root), *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_text_says_what_changed_and_by_what(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", "2018", "2019", root=history, capsys=capsys) == (
        0,
        """2018年版 → 2019年版
修改 2  新增 1  删去 0  移位 0  条号变动 0  未变 2

第1条 应建必建  修改  E2018-001
    有正式党员3[-人-]{+名+}以上的，应当成立党支部。

第2条 联合支部  修改  E2018-002
    不足3人的，按照第1条[-就近-]联合。

第3条 {+会议记录+}  新增  E2018-003
    {+栏目+} │ {+填写+}
    {+主持人+} │ {+<b>姓名</b>+}
    {+自查： 查记录。+}
""",
        "",
    )
    _, out, _ = run("--lang", "en", "diff", "2019", "next", root=history, capsys=capsys)
    assert out.splitlines() == [
        "2019年版 → 2020年版草案",
        "changed 1  added 0  removed 0  moved 0  renumbered 0  same 4",
        "",
        "第1条 应建必建  changed  E2019-001",
        "    有正式党员3名以上的，[-应当-]{+一个月内+}成立党支部。",
    ]


def test_over_two_editions_the_causes_are_those_of_both(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for order in (("2018", "next"), ("next", "2018")):
        status, out, _ = run("diff", *order, "--format", "json", root=history, capsys=capsys)
        data = {entry["id"]: entry for entry in json.loads(out)}
        assert status == 0
        assert data["set-up"]["causes"] == ["2018-001", "2019-001"]
        assert data["minutes"]["status"] == ("added" if order[0] == "2018" else "removed")
        assert data["minutes"]["causes"] == ["2018-003"]


def test_an_erratum_s_file_that_cannot_be_read_is_named(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = history / "docs" / "errata" / "2018-001.md"
    path.write_text(path.read_text("utf-8").replace("kind: technical", "kind: 其他"), "utf-8")
    status, out, err = run("diff", "2018", "2019", root=history, capsys=capsys)
    assert status == 0
    assert "应建必建  修改  没有登记的勘误或修订" in out
    assert err.startswith("docs/errata/2018-001.md:4：")


def test_a_terminal_sees_colours_and_never_colours_alone(history: Path) -> None:
    old, new, window, _ = open_texts(history, "2018", "2019")
    text = redline_text(compare(old, new, window), "zh", coloured=True)
    assert "3\033[31;9m人\033[0m\033[32;4m名\033[0m以上" in text  # struck, underlined


def test_json_follows_its_schema_and_says_where_nothing_changed(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = json.loads((ROOT / "handbook" / "schemas" / "diff.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for seed in range(20):
        validator.validate(compared(seed).as_json())
    status, out, _ = run("diff", "2019", "2019", "--format", "json", root=history, capsys=capsys)
    data = json.loads(out)
    validator.validate(data)
    assert status == 0
    assert {entry["status"] for entry in data} == {"same"}
    assert [entry["id"] for entry in data] == ["ch-one", "item-one", "set-up", "joint", "minutes"]


def test_directories_are_compared_like_editions(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(history / "editions" / "2018")
    _, out, _ = run("diff", folder, "2019", root=history, capsys=capsys)
    assert "E2018-001" in out
    assert "修改 2  新增 1" in out
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    _, out, _ = run("diff", folder, str(history), root=empty, capsys=capsys)
    assert "E2019-001" in out


def test_bulletins_and_methods_are_compared_when_asked_for(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    method = (
        '---\nunit: 示例单位 04\naffirmed: "2018"\n---\n# 一张表 {#m-one-table}\n\n按月填写。\n'
    )
    path = history / "docs" / "methods" / "one-table.md"
    path.parent.mkdir()
    path.write_text(method, encoding="utf-8")
    assert "一张表" not in run("diff", "2019", "next", root=history, capsys=capsys)[1]
    status, out, _ = run("diff", "2019", "next", "--all", root=history, capsys=capsys)
    assert status == 0
    assert "{+一张表+}  新增\n" in out  # living text: nothing has to declare it


@pytest.mark.parametrize("name", ["2017", "no/such", "x" * 5000, "", "../..", "editions"])
def test_a_name_that_stands_for_nothing_is_refused_in_one_line(
    history: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(history / "docs")
    status, out, err = run("diff", name, "next", root=history, capsys=capsys)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert "没有" in err.splitlines()[0]
    if name == "2017":
        assert "可写版次 2018、2019、next" in err


def test_a_file_is_written_whole_or_not_at_all(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    target = out / "修订对照表.json"
    order = ("diff", "2018", "2019", "--format", "json", "--output")
    status, said, err = run(*order, str(target), root=history, capsys=capsys)
    assert (status, said) == (0, "")
    assert str(target) in err
    assert json.loads(target.read_text("utf-8"))
    assert list(out.iterdir()) == [target]
    status, _, err = run(*order, str(out / "no" / "x.json"), root=history, capsys=capsys)
    assert status == 2
    assert "不能写入" in err
    status, _, err = run(*order, str(out), root=history, capsys=capsys)
    assert status == 2
    assert list(out.iterdir()) == [target]


def test_the_pdf_is_a_table_of_three_columns(history: Path) -> None:
    old, new, window, _ = open_texts(history, "2018", "2019")
    data = set_comparison(compare(old, new, window), history)
    page = pdfium.PdfDocument(data)[0]
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [297, 210]
    text = "".join(page.get_textpage().get_text_range().split())
    for words in (
        "《小手册》修订对照表（2018年版—2019年版）",
        "原文修改后依据",
        "示例出版单位2018年11月5日",
        "有正式党员3人以上的，应当成立党支部。",
        "有正式党员3名以上的，应当成立党支部。",
        "E2018-001技术性勘误，示例单位04、示例单位31提出。与第12条一致",
        "（新增）",
        "E2018-003修订，编辑部提出。实践需要",
        "<b>姓名</b>",
        "示例文本，非官方手册",
        "第1页共1页",
    ):
        assert words in text, words
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == "《小手册》修订对照表（2018年版—2019年版）"
    assert data == set_comparison(compare(old, new, window), history)


def test_the_columns_of_the_pdf_stand_side_by_side(history: Path) -> None:
    old, new, window, _ = open_texts(history, "2018", "2019")
    page = pdfium.PdfDocument(set_comparison(compare(old, new, window), history))[0]
    reader = page.get_textpage()

    def place(words: str) -> tuple[float, float]:
        found = reader.search(words).get_next()
        assert found is not None
        left, bottom, _, _ = reader.get_charbox(found[0])
        return left, bottom

    old_left, old_base = place("3人以上")
    new_left, new_base = place("3名以上")
    cause_left, _ = place("E2018-001")
    assert old_left < new_left < cause_left
    assert abs(old_base - new_base) < 1


@pytest.mark.parametrize(
    ("file", "old", "line"),
    [("docs/handbook/01-one.md", "一个月内", 9), ("docs/errata/2019-001.md", "与第12条", 9)],
)
def test_a_character_that_cannot_be_printed_is_named_with_its_place(
    history: Path, file: str, old: str, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = history / file
    path.write_text(path.read_text("utf-8").replace(old, old + "\U0001f600"), "utf-8")
    target = history / "x.pdf"
    status, _, err = run(
        "diff", "2019", "next", "--format", "pdf", "--output", str(target),
        root=history, capsys=capsys,
    )  # fmt: skip
    assert status == 2
    assert err.startswith(f"{file}:{line}：“\U0001f600”（U+1F600）在所带字体里没有字形")
    assert not target.exists()


def test_a_template_of_the_project_comes_before_ours(history: Path) -> None:
    own = history / "overrides" / "print" / "comparison.typ"
    own.parent.mkdir(parents=True)
    own.write_text('#set document(title: "自己的对照表")\n自己的对照表', encoding="utf-8")
    old, new, window, _ = open_texts(history, "2018", "2019")
    data = set_comparison(compare(old, new, window), history)
    assert "自己的对照表" in pdfium.PdfDocument(data)[0].get_textpage().get_text_range()
    page = history / "overrides" / "handbook" / "diff.html"
    page.parent.mkdir(parents=True)
    page.write_text("{{ comparison.new.title }}的对照", encoding="utf-8")
    assert "2019年版的对照" in redline_document(compare(old, new, window), history)


def test_two_texts_without_any_difference_are_said_to_be_the_same(history: Path) -> None:
    text, _, window, _ = open_texts(history, "2019", "2019")
    result = compare(text, text, window)
    assert "文字没有不同" in redline_document(result, history)
    data = set_comparison(result, history)
    page = pdfium.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "文字没有不同" in page


def test_the_page_links_each_change_to_its_erratum_and_both_texts(history: Path) -> None:
    old, new, window, _ = open_texts(history, "2018", "2019")
    result = compare(old, new, window)
    register, _ = load_register(read_book(history)[0])
    page = diff_page(result, register, "changes/2018.md")
    assert page.src_uri == "changes/2018.md"
    assert page.title == "修订对照 2018年版—2019年版"
    assert {"set-up", "joint", "minutes"} <= set(page.ids)
    assert [entry.id for entry in page.toc] == ["set-up", "joint", "minutes"]
    for href in (
        "../errata/2018-001.html",
        "../handbook/01-one.html#set-up",
        "../../2018/handbook/01-one.html#set-up",
    ):
        assert f'href="{href}"' in page.html, href
    assert "&lt;b&gt;姓名&lt;/b&gt;" in page.html
    assert "<b>" not in page.html
    assert page == diff_page(result, register, "changes/2018.md")


@pytest.fixture
def document(history: Path, tmp_path: Path) -> str:
    """The address of the comparison as a file."""
    old, new, window, _ = open_texts(history, "2018", "next")
    path = tmp_path / "对照.html"
    path.write_text(redline_document(compare(old, new, window), history), encoding="utf-8")
    return path.as_uri()


@pytest.mark.browser
def test_the_page_s_switches_work_without_a_script(chromium: Browser, document: str) -> None:
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(document)
    assert asked == [document]
    assert said == []

    def visible(selector: str) -> list[str]:
        return [e.inner_text() for e in page.query_selector_all(selector) if e.is_visible()]

    titles = visible(".hb-diff-entry h3 .hb-title")
    assert titles == ["应建必建", "联合支部", "会议记录"]
    assert len(visible(".hb-sides")) == 3
    assert visible(".hb-merged") == []
    assert visible(".hb-diff-row") == []
    assert visible(".hb-sides del") == ["人", "应当", "就近"]
    assert visible(".hb-sides ins")[:2] == ["名", "一个月内"]
    # Two errata made the first clause's changes: each is told which.
    assert visible("#set-up .hb-sides del + .hb-sign") == ["①", "②"]
    assert [text[:10] for text in visible("#set-up .hb-cause")] == ["①E2018-001", "②E2019-001"]
    page.get_by_text("合并显示").click()
    assert visible(".hb-sides") == []
    assert (
        visible("#set-up .hb-merged .hb-line")[0]
        == "有正式党员3人名①以上的，应当一个月内②成立党支部。"
    )
    page.get_by_label("修改").press(" ")
    assert visible(".hb-diff-entry h3 .hb-title") == ["会议记录"]
    page.get_by_label("未变").press(" ")
    assert len(visible(".hb-diff-row")) == 2
    page.goto(f"{document}#joint")
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    assert visible(".hb-sides") == []
    assert len(visible(".hb-merged")) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing_on_the_page(chromium: Browser, document: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(document)
    page.evaluate(
        "document.querySelectorAll('.hb-switch').forEach((box) => { box.checked = true })"
    )
    results = Axe().run(page)
    found = [(v["id"], [n["target"] for n in v["nodes"]]) for v in results.response["violations"]]
    assert found == []
    page.close()
