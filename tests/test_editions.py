"""Editions: frozen whole, provable, and nothing in them changes but by what was declared."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.book import edition_book, load_book, read_editions
from handbook.cli import main
from handbook.editions.balance import balance
from handbook.editions.ripple import find_stale
from handbook.editions.shelf import load_shelf
from handbook.errata import Register
from handbook.errata.model import compute_receipt
from tests.conftest import CHAPTER, MKDOCS, Tree

ONE = "docs/handbook/01-one.md"
BULLETIN = """---
issue: 1
published: 2018-06-15
affirmed: "2018"
---
# 学习参考第1期 {#b-one}

## 支部设立 {#a-one}

### 几人可以设支部？ {#q-one}

按照[][set-up]。

### 人数不足怎么办？ {#q-two}

按照[][joint]。
"""
ERRATUM = """---
provision: set-up
edition: "2018"
kind: technical
original: 3人以上
corrected: 三人以上
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 04]}
  - {state: accepted, date: 2018-10-20, by: [编辑部], why: 一致}
---
理由。
"""


@pytest.fixture
def project(tree: Tree) -> Path:
    """A handbook whose first edition is out."""
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    root = tree({"mkdocs.yml": dated, "docs/bulletins/2018-01.md": BULLETIN})
    assert release(root, "2018") == 0
    turn_to(root, "2019", "2019-06-28")
    return root


def release(root: Path, id: str, *more: str) -> int:
    return main(["-C", str(root), "--lang", "zh", "release", id, "--yes", *more])


def turn_to(root: Path, id: str, date: str) -> None:
    """Set the draft's id and date in mkdocs.yml."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in (("edition:", f'"{id}"'), ("edition_date:", date)):
        line = next(x for x in text.split("\n") if x.strip().startswith(key))
        text = text.replace(line, line.partition(key)[0] + f"{key} {value}")
    path.write_text(text, encoding="utf-8")


def replace(root: Path, old: str, new: str, name: str = ONE) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


def correct(root: Path) -> None:
    """Accept and apply an erratum with the very commands an editor uses."""
    (root / "docs/errata").mkdir(exist_ok=True)
    (root / "docs/errata/2018-001.md").write_text(ERRATUM, encoding="utf-8")
    assert (
        main(["-C", str(root), "errata", "apply", "2018-001", "--yes", "--date", "2019-01-10"]) == 0
    )


def test_a_release_freezes_the_text_and_its_hashes(project: Path) -> None:
    folder = project / "editions/2018"
    record = yaml.safe_load((folder / "edition.yml").read_text(encoding="utf-8"))
    sums = (folder / "SHA256SUMS").read_bytes()
    assert record["sha256"] == hashlib.sha256(sums).hexdigest()
    assert record["edition"] == "2018" and record["supersedes"] is None
    assert record["printings"] == [] and record["retired"] == []
    assert (folder / ONE).read_bytes() == (project / ONE).read_bytes()
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)


def test_a_dry_run_writes_nothing(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    root = tree({"mkdocs.yml": dated})
    assert main(["-C", str(root), "--lang", "zh", "release", "2018"]) == 0
    assert "预演" in capsys.readouterr().out
    assert not (root / "editions").exists()


def test_the_second_edition_names_the_first(project: Path) -> None:
    correct(project)
    assert release(project, "2019") == 0
    first, second = read_editions(project)
    assert second.supersedes == "2018"
    assert second.previous_sha256 == first.lock_sha256
    assert main(["-C", str(project), "verify"]) == 0


def test_a_stray_character_stops_a_release(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(project)
    replace(project, "就近联合", "就近联合起来")
    assert release(project, "2019") == 2
    assert f"{ONE}:15" in capsys.readouterr().err
    assert not (project / "editions/2019").exists()


@pytest.mark.parametrize("place", range(0, len(CHAPTER), 7))
def test_one_character_anywhere_opens_the_balance(tree: Tree, tmp_path: Path, place: int) -> None:
    """Wherever a character is put in, the account does not close."""
    root = tree()
    before = load_book(root)
    shutil.copytree(root, tmp_path / "after")
    text = CHAPTER[:place] + "字" + CHAPTER[place:]
    (tmp_path / "after" / ONE).write_text(text, encoding="utf-8")
    from handbook.book import read_book

    after, _ = read_book(tmp_path / "after")
    assert not balance(before, after, Register(), "2019").closes


def test_what_is_released_may_not_be_touched(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "editions/2018" / ONE
    page.write_bytes(page.read_bytes() + b"\n")
    assert main(["-C", str(project), "--lang", "zh", "verify"]) == 1
    out = capsys.readouterr().out
    assert "editions/2018/docs/handbook/01-one.md:1" in out and "docs/errata/" in out


def test_files_taken_away_or_put_there_are_told(project: Path) -> None:
    (project / "editions/2018/docs/handbook/99-new.md").write_text(
        "# 新 {#new}\n", encoding="utf-8"
    )
    (project / "editions/2018" / ONE).unlink()
    from handbook.editions.verify import verify_editions

    rules = {p.rule for p in verify_editions(project, read_editions(project))}
    assert rules == {"edition-extra", "edition-missing"}


def test_the_record_of_the_edition_before_is_locked_too(project: Path) -> None:
    correct(project)
    assert release(project, "2019") == 0
    record = project / "editions/2018/edition.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("published: 2018-05-20", "published: 2018-05-21"), "utf-8")
    assert main(["-C", str(project), "verify"]) == 1
    # What stands below `printings` may grow.
    grown = text.replace(
        "printings: []", 'printings:\n  - {id: "1", printed: 2018-05-28, copies: 5900, errata: []}'
    )
    record.write_text(grown, "utf-8")
    assert main(["-C", str(project), "verify"]) == 0


def test_an_answer_is_flagged_until_it_is_affirmed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(project)
    shelf, _ = load_shelf(project)
    assert [s.citing for s in find_stale(shelf.draft, shelf.texts, shelf.register)] == ["q-one"]
    assert main(["-C", str(project), "--lang", "zh", "check"]) == 1
    assert (
        "学习参考第1期 问1-01 引用的第1条已由 E2018-001 修改，请重申或修订"
        in capsys.readouterr().out
    )
    assert main(["-C", str(project), "affirm", "q-one"]) == 0
    capsys.readouterr()
    assert main(["-C", str(project), "check"]) == 0
    text = (project / "docs/bulletins/2018-01.md").read_text(encoding="utf-8")
    assert 'default: "2018"' in text and 'q-one: "2019"' in text
    assert text.partition("---\n# ")[2] == BULLETIN.partition("---\n# ")[2]


def test_a_citation_outside_the_answers_is_flagged_too(project: Path) -> None:
    answer = "docs/bulletins/2018-01.md"
    replace(project, "## 支部设立 {#a-one}\n", "## 支部设立 {#a-one}\n\n参见[][set-up]。\n", answer)
    assert stale_of(project) == []
    replace(project, "3人以上", "三人以上")
    assert stale_of(project) == ["a-one", "q-one"]
    assert main(["-C", str(project), "affirm", "a-one", "q-one"]) == 0
    assert stale_of(project) == []


def stale_of(project: Path) -> list[str]:
    shelf, _ = load_shelf(project)
    return [s.citing for s in find_stale(shelf.draft, shelf.texts, shelf.register)]


@pytest.mark.parametrize(
    ("affirmed", "said"),
    [
        ('affirmed: "2017"', ":4：重申写的是“2017”，没有这一版；已有的版次：2018、2019"),
        (
            'affirmed:\n  default: "2018"\n  q-ten: "2018"',
            ":6：重申写的“q-ten”不在这个文件里；最接近的是 q-",
        ),
    ],
)
def test_a_word_that_affirms_nothing_is_found(
    project: Path, capsys: pytest.CaptureFixture[str], affirmed: str, said: str
) -> None:
    replace(project, 'affirmed: "2018"', affirmed, "docs/bulletins/2018-01.md")
    capsys.readouterr()
    assert main(["-C", str(project), "--lang", "zh", "check"]) == 1
    assert f"docs/bulletins/2018-01.md{said}" in capsys.readouterr().out


def test_open_errata_of_a_heading_renamed_by_hand_are_pointed_to_it_anew(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/errata").mkdir()
    open_ = ERRATUM.partition("  - {state: accepted")[0] + "---\n理由。\n"
    receipt = compute_receipt("set-up", "3人以上", "三人以上")
    (project / f"docs/errata/{receipt}.md").write_text(open_, encoding="utf-8")
    step = "  - {{state: {}, date: 2018-11-01, by: [编辑部]{}}}\n"
    renamed = open_.replace("original: 3人以上\ncorrected: 三人以上\n", "action: rename\nto: due\n")
    renamed = renamed.replace("kind: technical", "kind: amendment").replace(
        "---\n理由",
        step.format("accepted", "")
        + step.format("incorporated", ', edition: "2019"')
        + "---\n理由",
    )
    (project / "docs/errata/2018-001.md").write_text(renamed, encoding="utf-8")
    text = (project / ONE).read_text(encoding="utf-8")
    (project / ONE).write_text(text.replace("set-up", "due"), encoding="utf-8")
    replace(project, "[][set-up]", "[][due]", "docs/bulletins/2018-01.md")
    command = ["-C", str(project), "--lang", "zh"]
    capsys.readouterr()
    assert main([*command, "check"]) == 1
    line = f"docs/errata/{receipt}.md:2：“set-up”在现行文本中已改用标识“due”"
    assert (
        f"{line}；请运行 handbook errata rebase {receipt}，写明 provision_now"
        in capsys.readouterr().out
    )
    assert main([*command, "errata", "rebase", receipt, "--yes"]) == 0
    assert "标识由 set-up 改为 due" in capsys.readouterr().out
    written = (project / f"docs/errata/{receipt}.md").read_text(encoding="utf-8")
    assert written == open_.replace(
        "provision: set-up\n", "provision: set-up\nprovision_now: due\n"
    )
    main([*command, "check"])
    assert receipt not in capsys.readouterr().out
    # It is carried out at its new place, and the account of the edition closes.
    steps = ["--by", "编辑部", "--why", "一致", "--date", "2018-12-01"]
    assert main([*command, "errata", "accept", receipt, *steps]) == 0
    assert main([*command, "errata", "apply", "--accepted", "--yes", "--date", "2018-12-02"]) == 0
    assert "有正式党员三人以上的" in (project / ONE).read_text(encoding="utf-8")
    assert release(project, "2019") == 0


def brute_force(project: Path) -> set[tuple[str, str]]:
    """Stale citations by looking at nothing but links and texts."""
    shelf, _ = load_shelf(project)
    old, new = shelf.texts["2018"], shelf.draft
    return {
        (section.id, id)
        for section in new.of_kind("question", "practice", "norm")
        for id in section.cites
        if id in old.sections
        and (id not in new.sections or old.sections[id].source != new.sections[id].source)
    }


WORDS = st.sampled_from(["党员名册", "就近", "成立", "3人", "批复"])


@settings(max_examples=25, deadline=None)
@given(st.sets(WORDS))
def test_flags_are_what_brute_force_finds(
    tmp_path_factory: pytest.TempPathFactory, words: Iterable[str]
) -> None:
    root = tmp_path_factory.mktemp("ripple")
    files = {"mkdocs.yml": MKDOCS, ONE: CHAPTER, "docs/bulletins/2018-01.md": BULLETIN}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert release(root, "2018", "--date", "2018-05-20") == 0
    text = CHAPTER
    for word in words:
        text = text.replace(word, f"新{word}")
    (root / ONE).write_text(text, encoding="utf-8")
    shelf, _ = load_shelf(root)
    found = find_stale(shelf.draft, shelf.texts, shelf.register)
    assert {(s.citing, s.cited) for s in found} == brute_force(root)


def test_a_retired_id_never_comes_back(project: Path) -> None:
    from handbook.book import Edition
    from handbook.editions.freeze import plan_release

    draft = load_book(project)
    import datetime

    past = Edition("2018", retired=("joint",))
    _, problems = plan_release(draft, [past], None, "2019", datetime.date(2019, 6, 28))
    assert "id-retired" in {p.rule for p in problems}


# What a user gets wrong: one line, and nothing written


def refusal(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines of a command that must refuse, the closing one left out."""
    capsys.readouterr()
    assert main(["-C", str(root), "--lang", "zh", *words]) == 2
    *lines, last = capsys.readouterr().err.splitlines()
    assert last == "以上问题改正后才能继续"
    return lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2020",), "mkdocs.yml:1：mkdocs.yml 里的草案版次是“2019”，不是“2020”"),
        (("../x",), "editions/../x:1：“../x”不能作版次的标识"),
        (("2018",), "editions/2018:1：版次“2018”已经有了"),
        (("2019", "--date", "2018-05-20"), "mkdocs.yml:1：发布日期 2018-05-20 不在2018版"),
        (("2019", "--date", "soon"), "--date:1：“soon”不是日期"),
    ],
)
def test_a_release_under_a_wrong_id_or_date_says_just_that(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    correct(project)  # the account of another edition would not close, which is beside the point
    (line,) = refusal(project, capsys, "release", *words, "--yes")
    assert line.startswith(said)
    assert [path.name for path in (project / "editions").iterdir()] == ["2018"]


def test_a_dry_run_shows_the_account(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(project)
    capsys.readouterr()
    assert main(["-C", str(project), "--lang", "zh", "release", "2019"]) == 0
    out = capsys.readouterr().out
    assert "版次 2019：2019-06-28 发布，接续 2018年版" in out
    assert "docs/handbook 1、docs/bulletins 1" in out
    assert "2018年版加下列 1 项勘误和修订，就是工作稿" in out
    assert "2018-001  第1条 应建必建  docs/handbook/01-one.md:9\n    有正式党员〔3→三〕人" in out


def test_what_is_left_over_is_shown_among_its_words(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(project)
    replace(project, "就近联合", "就近 联合")
    lines = refusal(project, capsys, "release", "2019", "--yes")
    assert lines[1:3] == [f"  {ONE}:15  联合支部", "    ……的，按照[][set-up]就近〔→ 〕联合。"]


RECORD = "editions/2018/edition.yml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('edition: "2018"', 'edition: "2017"', f"{RECORD}:1：2018版的版次记录里，“edition”"),
        ("published: 2018-05-20", "published: spring", f"{RECORD}:3：2018版的版次记录里，“publ"),
        ("retired: []", "retired: {a: b}", "版次记录里，“retired”没有写，或者写得不对"),
        ("printings: []", "printings: 7", "版次记录里，“printings”没有写，或者写得不对"),
        ("title: ", "title: {{", f"{RECORD}:1：版次记录读不出来"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "check", "release 2019 --yes", "diff 2018 next"])
def test_a_damaged_record_is_named_in_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str, command: str
) -> None:
    replace(project, old, new, RECORD)
    (line,) = refusal(project, capsys, *command.split())
    assert said in line
    assert not (project / "editions/2019").exists()


def test_a_checkout_with_other_line_ends_is_called_that(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(project)
    assert release(project, "2019") == 0
    for path in (project / "editions/2018").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    capsys.readouterr()
    assert main(["-C", str(project), "--lang", "zh", "verify"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("editions/2018:1：2018版有 3 个文件的行尾被改成了 CR LF")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda folder: (folder / "SHA256SUMS").unlink(), "2018/SHA256SUMS:1：已发布版次的文件"),
        (lambda folder: (folder / "SHA256SUMS").write_bytes(b"\xff"), "2018版的校验清单与发布时"),
        (lambda folder: (folder / "edition.yml").unlink(), "editions/2018:1：这里没有 edition.yml"),
        (lambda folder: break_heading(folder / ONE), f"2018/{ONE}:1：2018版已经发布，这个文件被改"),
    ],
)
def test_a_touched_edition_stops_a_release_before_any_account(
    project: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], None], said: str
) -> None:
    harm(project / "editions/2018")
    (line,) = refusal(project, capsys, "release", "2019", "--yes")
    assert said in line
    assert not (project / "editions/2019").exists()


def break_heading(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(" {#set-up}", ""), encoding="utf-8")


def test_a_comparison_with_a_touched_edition_says_so(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "editions/2018" / ONE
    page.write_bytes(page.read_bytes() + b"\n")
    capsys.readouterr()
    assert main(["-C", str(project), "--lang", "zh", "diff", "2018", "next"]) == 0
    assert f"editions/2018/{ONE}:1：2018版已经发布，这个文件被改动过" in capsys.readouterr().err
    break_heading(page)
    (line,) = refusal(project, capsys, "diff", "2018", "next")
    assert line.startswith(f"editions/2018/{ONE}:1：2018版已经发布")


def test_an_answer_is_affirmed_under_an_edition_that_there_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = refusal(project, capsys, "affirm", "q-one", "--edition", "2077")
    assert "没有这一版；已有的版次：2018、2019" in line
    (line,) = refusal(project, capsys, "affirm", "q-on")
    assert "；最接近的是 q-one" in line
    assert main(["-C", str(project), "--lang", "en", "affirm", "set-up"]) == 2
    line = capsys.readouterr().err.splitlines()[0]
    assert "“set-up” is nothing that can be affirmed" in line and "check the id" in line


def test_a_picture_is_frozen_and_accounted_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs/handbook/plan.svg").write_text("<svg/>", encoding="utf-8")
    (project / "docs/handbook/.DS_Store").write_bytes(b"\0")
    (line,) = refusal(project, capsys, "release", "2019", "--yes")
    assert line.startswith("docs/handbook/plan.svg:1：这个文件变了")
    replace(project, "就近联合。\n", "就近联合。\n\n![图](plan.svg)\n")
    words = ("--base", "2018", "--all", "--by", "编辑部", "--why", "加图", "--date", "2019-01-10")
    assert main(["-C", str(project), "errata", "from-change", *words]) == 0
    assert release(project, "2019") == 2  # an erratum on words does not vouch for a picture
    (made,) = (project / "docs/errata").glob("*.md")
    made.unlink()
    vouch(project)
    assert release(project, "2019") == 0, capsys.readouterr().err
    frozen = project / "editions/2019/docs/handbook"
    assert sorted(path.name for path in frozen.iterdir()) == ["01-one.md", "plan.svg"]
    (frozen / "plan.svg").write_text("<svg></svg>", encoding="utf-8")
    assert main(["-C", str(project), "verify"]) == 1


def vouch(root: Path) -> None:
    """Amend the clause that shows the picture."""
    book, (first, *_) = load_book(root), read_editions(root)
    texts = (edition_book(root, first, book.settings), book)
    old, new = (text.sections["joint"].sha256 for text in texts)
    text = (
        '---\nprovision: joint\nedition: "2018"\nkind: amendment\naction: rewrite\n'
        f"old_sha256: {old}\nnew_sha256: {new}\nhistory:\n"
        "  - {state: reported, date: 2019-01-08, by: [示例单位 04]}\n"
        "  - {state: accepted, date: 2019-01-09, by: [编辑部], why: 加图}\n"
        '  - {state: incorporated, date: 2019-01-10, by: [编辑部], edition: "2019"}\n---\n加图。\n'
    )
    (root / "docs/errata/2019-001.md").write_text(text, encoding="utf-8")
