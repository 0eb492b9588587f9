"""All or nothing: whatever stops a command, the tree is wholly before or wholly after it."""

from __future__ import annotations

import contextlib
import datetime
import errno
import io
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.cli import main
from handbook.errata import Entry, Erratum, erratum_text, journal, lock, transaction
from handbook.errata.transaction import Write, commit, exclusive, replay
from handbook.problems import InputError
from tests.conftest import MKDOCS, ROOT

ERRATA, FILES = 17, 5
ENDS = ("\n", "\r\n", "\r", "\n", "\r\n")
APPLY = ["errata", "apply", "--accepted", "--date", "2018-11-02"]
Contents = dict[str, bytes]


def make_tree(root: Path) -> Path:
    """A handbook of five chapters, each with line ends of its own, and 17 accepted errata."""
    (root / "docs/handbook").mkdir(parents=True)
    (root / "docs/errata").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for number in range(FILES):
        rows = [f"# 章{number} {{#ch-{number}}}", f"## 项 {{#item-{number}}}"]
        for place in range(number, ERRATA, FILES):
            words = f"每季度开展第{place}次。  "
            rows += [f"### 条{place} {{#clause-{place}}}", words, "**自查：** 查记录。"]
        text = "\n\n".join(rows)  # no line end at the file's end
        data = text.replace("\n", ENDS[number]).encode("utf-8-sig" if number % 2 else "utf-8")
        (root / f"docs/handbook/{number:02d}-chapter.md").write_bytes(data)
    day = datetime.date(2018, 10, 8)
    by = ("示例单位 04",)
    history = (Entry("reported", day, by), Entry("accepted", day, ("编辑部",)))
    for place in range(ERRATA):
        id = f"2018-{place + 1:03d}"
        erratum = Erratum(
            id, f"clause-{place}", "next", "technical", "每季度", "每月", history, "理由。"
        )
        path = root / f"docs/errata/{id}.md"
        path.write_text(erratum_text(erratum), encoding="utf-8")
    return root


def contents(root: Path) -> Contents:
    """Every file of a tree but those of the cache."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def quietly(*arguments: str | Path) -> tuple[int, str]:
    """A command's exit status, and all that it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main([str(each) for each in arguments])
    return status, out.getvalue()


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return make_tree(tmp_path / "before")


@pytest.fixture
def after(before: Path, tmp_path: Path) -> Path:
    root = tmp_path / "after"
    shutil.copytree(before, root)
    assert quietly("-C", root, *APPLY)[0] == 0
    changed = {name for name, data in contents(root).items() if data != contents(before)[name]}
    assert len(changed) == ERRATA + FILES
    return root


@pytest.fixture(autouse=True)
def unhooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # a kill is no loss of power
    yield
    journal.step = journal._nothing


class At:
    """A hook that acts at the n-th write, or from it on."""

    def __init__(self, number: int, act: Callable[[], None], once: bool = True) -> None:
        self.number, self.act, self.once = number, act, once
        self.count = 0

    def __call__(self, what: str) -> None:
        self.count += 1
        if self.count == self.number or (self.count > self.number and not self.once):
            self.act()


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(act: Callable[[], object]) -> int:
    """Run something in a process of its own; its status as `os.waitpid` gives it."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1]


def killed_at(root: Path, number: int, *arguments: str) -> bool:
    """Run a command that is killed at its n-th write; whether it came to that."""

    def act() -> None:
        journal.step = At(number, kill)
        quietly("-C", root, *arguments)

    status = in_child(act)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def drive(before: Path, after: Path, work: Path) -> dict[str, int]:
    """Kill an apply at each of its writes, then run the next command, and look."""
    os.fsync = lambda fd: None
    old, new = contents(before), contents(after)
    counts = {"before": 0, "after": 0, "half": 0, "replays": 0}

    def settle(root: Path, where: object) -> None:
        counts["half"] += contents(root) not in (old, new)
        status, said = quietly("-C", root, "check")
        assert status == 0, (where, said)
        counts["replays"] += "中途停止" in said or "half way" in said
        now = contents(root)
        assert now in (old, new), where
        assert not list((root / ".cache/journal").glob("*/")), where
        counts["before" if now == old else "after"] += 1

    number = 1
    while True:
        root = work / str(number)
        shutil.copytree(before, root)
        if not killed_at(root, number, *APPLY):
            break
        if number % 25 == 0:  # the command that finishes the work is killed as well
            for second in (1, 2, 9, 20):
                again = work / f"{number}-{second}"
                shutil.copytree(root, again)
                killed_at(again, second, "check")
                settle(again, (number, second))
        settle(root, number)
        shutil.rmtree(root)
        number += 1
    assert contents(root) == new
    return counts | {"writes": number - 1}


POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")


@POSIX
def test_killed_between_any_two_writes_all_files_are_before_or_after(
    before: Path, after: Path, tmp_path: Path
) -> None:
    # A process of its own forks safely: it has one thread.
    code = (
        "import json, sys; from pathlib import Path; from tests.test_transaction import drive;"
        "print(json.dumps(drive(*map(Path, sys.argv[1:]))))"
    )
    command = [sys.executable, "-c", code, str(before), str(after), str(tmp_path / "work")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    counts = json.loads(done.stdout)
    assert counts["writes"] > 2 * (ERRATA + FILES)
    # The test bites: there were kills before, in and after the moment of truth.
    assert counts["before"] and counts["after"] and counts["half"] > ERRATA
    assert counts["replays"] > ERRATA


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("once", [True, False], ids=["one write fails", "the disk stays full"])
def test_on_a_full_disk_all_files_are_before_or_after(
    before: Path, after: Path, tmp_path: Path, once: bool
) -> None:
    old, new = contents(before), contents(after)
    writes = [Write(name, old.get(name), new.get(name)) for name in sorted({*old, *new})]
    told = []
    for number in itertools.count(1):
        root = tmp_path / f"full-{number}"
        shutil.copytree(before, root)
        step = At(number, full, once)
        try:
            with exclusive(root):
                journal.step = step
                commit(root, writes)
            told.append(False)
        except InputError as error:
            told.append(True)
            assert os.strerror(errno.ENOSPC) in str(error)
        journal.step = journal._nothing
        if once or not told[-1]:
            assert contents(root) == (old if told[-1] else new), number
        replay(root)  # as the next command does
        assert contents(root) in (old, new), number
        shutil.rmtree(root)
        if step.count < number:
            break
    # Up to the moment of truth every failure is told; what fails behind it is only cleaning up.
    assert told == sorted(told, reverse=True)
    assert told.count(True) > 2 * (ERRATA + FILES)


def test_a_full_disk_is_one_clear_line(before: Path) -> None:
    old = contents(before)
    journal.step = At(30, full)
    status, said = quietly("-C", before, "--lang", "zh", *APPLY)
    assert status == 2
    assert f"：不能写入：{os.strerror(errno.ENOSPC)}；什么都没有改动" in said
    assert "Traceback" not in said
    assert contents(before) == old


def test_interrupted_by_the_keyboard_nothing_has_changed(before: Path) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    old = contents(before)
    journal.step = At(60, interrupt)
    assert quietly("-C", before, *APPLY)[0] == 130
    assert contents(before) == old
    assert not list((before / ".cache/journal").glob("*/"))


@POSIX
def test_a_second_command_waits_for_the_first(before: Path, after: Path, tmp_path: Path) -> None:
    code = "import sys; from tests.test_transaction import both; both(sys.argv[1])"
    command = [sys.executable, "-c", code, str(before)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert contents(before) == contents(after)


def both(root: str) -> None:
    """Two commands at once: the first goes on when the second has found the door locked."""
    waits, holds = Path(root, ".cache/waits"), Path(root, ".cache/holds")
    take = lock.take

    def wait_for(path: Path) -> None:
        while not path.exists():
            time.sleep(0.01)

    def first() -> None:
        def step(what: str) -> None:
            if what == "journal":
                holds.touch()
                wait_for(waits)

        journal.step = step
        assert quietly("-C", root, *APPLY)[0] == 0

    def second() -> None:
        def knock(file: io.BufferedRandom) -> bool:
            taken = take(file)
            if not taken:
                waits.touch()
            return taken

        lock.take = knock
        wait_for(holds)
        status, said = quietly("-C", root, "--lang", "en", *APPLY)
        assert (status, said) == (0, "no accepted erratum waits to go in\n")

    pid = os.fork()
    if pid == 0:
        first()
        os._exit(0)
    second()
    assert os.waitpid(pid, 0)[1] == 0


def test_a_command_does_not_wait_for_ever(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "WAIT", -1.0)
    monkeypatch.setattr(lock, "take", lambda file: False)
    status, said = quietly("-C", before, "--lang", "zh", *APPLY)
    assert status == 2
    assert said.startswith(".cache/journal/lock:1：另一条 handbook 命令正在写入；")


# The journal by itself

A, B, C = "docs/a.md", "docs/b.md", "docs/deep/c.md"


@pytest.fixture
def few(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / A).write_bytes(b"a")
    (tmp_path / B).write_bytes(b"b")
    return tmp_path


WRITES = [Write(A, b"a", b"A"), Write(B, b"b", None), Write(C, None, b"C")]


def test_files_are_written_made_and_removed_together(few: Path) -> None:
    (few / A).chmod(0o640)
    with exclusive(few):
        commit(few, WRITES)
    assert contents(few) == {A: b"A", C: b"C"}
    if sys.platform != "win32":
        assert (few / A).stat().st_mode & 0o777 == 0o640
    assert not replay(few)


@pytest.mark.parametrize("number", range(1, 12))
def test_renames_are_undone_too(few: Path, number: int) -> None:
    def refuse() -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    journal.step = At(number, refuse)
    done = True
    with exclusive(few):
        try:
            commit(few, WRITES)
        except InputError:
            done = False
    assert contents(few) == ({A: b"A", C: b"C"} if done else {A: b"a", B: b"b"})


def test_what_changed_since_it_was_read_is_not_overwritten(few: Path) -> None:
    (few / B).write_bytes(b"mine")
    with exclusive(few), pytest.raises(InputError) as stop:
        commit(few, WRITES)
    assert [(p.rule, p.file) for p in stop.value.problems] == [("write-changed", B)]
    assert contents(few) == {A: b"a", B: b"mine"}
    with exclusive(few), pytest.raises(InputError):  # nor is a file that another made
        commit(few, [Write(A, None, b"A")])


def half_done(root: Path, number: int) -> Path:
    """A tree whose command was stopped, without a chance to clean up, at the n-th write."""

    class Gone(BaseException):
        pass

    def stop() -> None:
        raise Gone

    journal.step = At(number, stop, once=False)
    with contextlib.suppress(Gone), exclusive(root):
        commit(root, WRITES)
    journal.step = journal._nothing
    (folder,) = (root / ".cache/journal").glob("*/")
    return folder


def test_an_edit_after_a_kill_is_not_lost(few: Path) -> None:
    half_done(few, 9)
    assert contents(few) == {A: b"A", B: b"b"}
    (few / B).write_bytes(b"mine")
    with pytest.raises(InputError) as stop:
        replay(few)
    assert [(p.rule, p.file) for p in stop.value.problems] == [("write-foreign", B)]
    assert contents(few) == {A: b"A", B: b"mine"}
    (few / B).write_bytes(b"b")
    assert replay(few)
    assert contents(few) == {A: b"A", C: b"C"}


def test_an_edit_after_all_was_written_is_kept(few: Path) -> None:
    half_done(few, 11)
    (few / A).write_bytes(b"mine")
    assert replay(few)
    assert contents(few) == {A: b"mine", C: b"C"}
    assert not list((few / ".cache/journal").glob("*/"))


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/x.md", "docs/../../x", ".git/hooks/x", "docs/.x", "c:\\x", "link/x"]
)
def test_a_journal_that_came_with_the_tree_writes_nothing_outside(few: Path, path: str) -> None:
    outside = few.parent / f"{few.name}-outside"
    outside.mkdir()
    with contextlib.suppress(OSError):
        (few / "link").symlink_to(outside)
    folder = half_done(few, 8)
    rows = json.loads((folder / "journal.json").read_text(encoding="utf-8"))
    rows["entries"][0]["path"] = path
    (folder / "journal.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(InputError) as stop:
        replay(few)
    assert [p.rule for p in stop.value.problems] == ["write-broken"]
    assert list(outside.iterdir()) == []
    assert contents(few) == {A: b"a", B: b"b"}


def test_a_journal_s_folder_that_leads_elsewhere_is_left_alone(few: Path) -> None:
    elsewhere = few.parent / f"{few.name}-else"
    (elsewhere / ("0" * 16)).mkdir(parents=True)
    (elsewhere / ("0" * 16) / "00000.new").write_bytes(b"x")
    (few / ".cache").mkdir()
    try:
        (few / ".cache/journal").symlink_to(elsewhere)
    except OSError:
        pytest.skip("this system lets us make no symlinks")
    with pytest.raises(InputError) as stop:
        replay(few)
    assert [p.rule for p in stop.value.problems] == ["file-outside"]
    assert (elsewhere / ("0" * 16) / "00000.new").read_bytes() == b"x"
