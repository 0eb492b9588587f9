"""A command that is killed at any moment leaves what was there, or what it was to make.

`HANDBOOK_KILLS` says how many commands are killed, by turns `build` and `release --yes`: 16 for
every day, 100 before a release. `HANDBOOK_SEED` kills at other moments.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handbook.cli import main
from handbook.site import swap
from tests.conftest import CHAPTER, MKDOCS

KILLS = int(os.environ.get("HANDBOOK_KILLS", "16"))
SEED = int(os.environ.get("HANDBOOK_SEED", "20180520"))
COMMAND = [sys.executable, "-c", "from handbook.cli import main; raise SystemExit(main())"]
CHAPTERS = 40
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")


def tree_of(folder: Path) -> dict[str, bytes | None]:
    """Every file with its content, and every folder; nothing where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def make_project(root: Path, word: str) -> Path:
    """A handbook of some chapters, each with `word` in it."""
    (root / "docs/handbook").mkdir(parents=True)
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    (root / "mkdocs.yml").write_text(dated, encoding="utf-8")
    write_chapters(root, word)
    return root


def write_chapters(root: Path, word: str, count: int = CHAPTERS) -> None:
    for n in range(count):
        text = CHAPTER.replace("成立党支部", word)
        for id in ("ch-one", "item-one", "set-up", "joint"):
            text = text.replace(id, f"{id}-{n}")
        (root / f"docs/handbook/{n % 100:02d}-ch-{n}.md").write_text(text, encoding="utf-8")


def run(root: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "-C", str(root), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def timed(root: Path, *words: str) -> float:
    start = time.monotonic()
    assert run(root, *words).wait() == 0
    return time.monotonic() - start


def kill_after(root: Path, seconds: float, *words: str) -> bool:
    """Run a command and kill it; whether it was still running."""
    process = run(root, *words)
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def test_a_killed_build_leaves_the_old_site_or_the_new(tmp_path: Path) -> None:
    """Whatever is there right after, the next command of any kind leaves one of the two whole."""
    rng = random.Random(SEED)
    wanted = {}
    for word in ("设立党支部", "建立党支部"):
        root = make_project(tmp_path / word, word)
        assert main(["-C", str(root), "build", "--no-pdf"]) == 0
        wanted[word] = tree_of(root / "site")
    root = make_project(tmp_path / "root", "设立党支部")
    assert timed(root, "build", "--no-pdf") > 0
    whole = tree_of(root / "site")
    assert whole == wanted["设立党支部"]
    words = list(wanted)
    write_chapters(root, words[1])
    length = timed(root, "build", "--no-pdf")
    assert tree_of(root / "site") == wanted[words[1]]
    killed = 0
    for number in range(KILLS - KILLS // 2):
        word = words[number % 2]
        write_chapters(root, word)
        clean = ["--clean"] if number % 4 == 3 else []
        killed += kill_after(root, rng.uniform(0.2, 1.1) * length, "build", "--no-pdf", *clean)
        assert main(["-C", str(root), "check"]) == 0
        assert tree_of(root / "site") in wanted.values(), number
        assert main(["-C", str(root), "build", "--no-pdf"]) == 0
        assert tree_of(root / "site") == wanted[word], number
    assert killed > KILLS // 8, "they were all done before"


def test_a_killed_release_leaves_no_edition_or_the_whole(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    root = make_project(tmp_path / "root", "设立党支部")
    length = timed(root, "release", "2018", "--yes")
    wanted = tree_of(root / "editions")
    killed = 0
    for number in range(KILLS // 2):
        shutil.rmtree(root / "editions")
        killed += kill_after(root, rng.uniform(0.2, 1.1) * length, "release", "2018", "--yes")
        assert main(["-C", str(root), "check"]) == 0
        assert tree_of(root / "editions") in ({}, wanted), number
        if not (root / "editions/2018").exists():
            assert main(["-C", str(root), "release", "2018", "--yes"]) == 0
        assert tree_of(root / "editions") == wanted, number
    assert killed > KILLS // 8, "they were all done before"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_no_worker_outlives_a_killed_build(tmp_path: Path, way: str) -> None:
    root = make_project(tmp_path / "root", "设立党支部")
    write_chapters(root, "设立党支部", 300)  # so many that they are rendered by several processes
    main_file = tmp_path / "main.py"  # spawned processes import it
    main_file.write_text(
        "import multiprocessing, os\n"
        "from handbook.cli import main\n"
        "from handbook.site import short\n"
        "short.MANY = 1\n"
        "if __name__ == '__main__':\n"
        "    os.cpu_count = lambda: 2\n"
        f"    multiprocessing.set_start_method({way!r})\n"
        f"    main(['-C', {str(root)!r}, 'build', '--no-pdf', '--clean'])\n",
        encoding="utf-8",
    )
    for phase in ("rendering", "writing"):
        process = subprocess.Popen(
            [sys.executable, str(main_file)], start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wanted = 2 if phase == "rendering" else 1
        while len(workers(process.pid)) < wanted and process.poll() is None:
            time.sleep(0.01)
        if phase == "writing":
            while not list(root.glob(".cache/handbook/stage-*/tree/*/c/*")):
                assert process.poll() is None, "it wrote no short address"
                time.sleep(0.01)
        assert process.poll() is None and workers(process.pid)
        process.kill()
        process.wait()
        until = time.monotonic() + 30
        while left := workers(process.pid):
            assert time.monotonic() < until, left
            time.sleep(0.05)


def workers(session: int) -> list[int]:
    """The processes of a session but the one that leads it; those that have ended do not count."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, its = path.read_text().rpartition(")")[2].split()[:4]
            if int(its) == session != int(path.parent.name) and state != "Z":
                found.append(int(path.parent.name))
    return found


class Killed(BaseException):
    """Stands for a process that ends between two steps."""


STEPS = ("rename", "replace", "unlink", "rmdir", "mkdir", "rmtree")


def test_a_swap_is_finished_from_whatever_step_it_was_stopped_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each single step in turn, the swap is made up for by `finish`."""
    after = {"same.txt": b"same", "d": None, "d/new.txt": b"new", "w": None, "w/a.txt": b"new",
             "f": None, "f/x.txt": b"new", "g": b"new"}  # fmt: skip

    def prepare(root: Path) -> Path:
        shutil.rmtree(root, ignore_errors=True)
        for name, text in {"same.txt": "same", "d/old.txt": "old", "d/new.txt": "old",
                           "w/a.txt": "old", "w/b.txt": "old", "gone/deep/x.txt": "old",
                           "f": "old", "g/x.txt": "old"}.items():  # fmt: skip
            (root / "site" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "site" / name).write_text(text)
        stage = swap.stage_folder(root)
        for name in ("d/new.txt", "w/a.txt", "f/x.txt", "g"):
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text("new")
        return stage

    def commit(root: Path, stage: Path) -> None:
        swap.commit(root, stage, ["w"], ["d/old.txt", "gone/deep/x.txt"], b"record")

    root = tmp_path / "root"
    stage = prepare(root)
    before = tree_of(root / "site")
    commit(root, stage)
    assert tree_of(root / "site") == after
    stopped = 0
    for step in range(1000):
        stage = prepare(root)
        left = [step]

        def count(name: str, real: object, left: list[int] = left) -> object:
            def call(*args: object, **more: object) -> object:
                if left[0] == 0:
                    raise Killed(name)
                left[0] -= 1
                return real(*args, **more)  # type: ignore[operator]

            return call

        with monkeypatch.context() as patch:
            for name in STEPS:
                for owner in (os, shutil):
                    if hasattr(owner, name):
                        patch.setattr(owner, name, count(name, getattr(owner, name)))
            try:
                commit(root, stage)
                break
            except Killed:
                stopped += 1
        committed = (root / ".cache/handbook/commit").is_dir()
        assert swap.finish(root) == committed
        assert tree_of(root / "site") == (after if committed or left[0] else before), step
        assert not (root / ".cache/handbook/commit").exists()
    assert stopped > 8
