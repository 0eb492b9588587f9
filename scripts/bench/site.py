"""Build a handbook of 1,000 pages with us, with Zensical and with MkDocs and mike.

`.venv/bin/python scripts/bench/site.py [--pages 1000] [--turns 5] [--peers FOLDER]`. The peers are
no dependencies of ours: they are installed into a venv of their own, a temporary one unless a
folder is named. All get the same content, the same theme and the same features. Ours numbers
clauses, resolves references, writes the exact search, the short addresses and the data; the others
get the references written out as links and build the theme's own search.

Measured is the whole process, start and imports included, by the clock and in processor time (all
its processes, user and system), the median of some runs in turn (of MkDocs one): *cold*, with no
output and no cache there; *warm*, with nothing changed; and with *one page* edited, against the
peers' *warm* builds as well. On a machine that does other work the ratios of processor time hold,
those of the clock do not. A preview is
asked how long it takes from saving a file to the page that shows it. Last, the sample with 50
editions: all built, then built again after an edit of the draft, and how large the site is. mike
has no more to do for a version than MkDocs for a site, whatever there is already: three are
measured and scaled to 50.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from content import ROOT, write_handbook

from handbook.book import load_book, read_editions
from handbook.editions.freeze import plan_release, write_release

BIN = Path(sys.executable).parent
PEERS = ("zensical", "mike", "mkdocs-material", "jieba")
EDITIONS = 50
DEPLOYED = 3
"""How many versions mike is measured with."""
PLAIN = """site_name: 基准手册
site_url: https://handbook.example/
use_directory_urls: false
theme:
  name: material
  language: zh
  font: false
  features: [navigation.tabs, navigation.indexes, navigation.prune]
markdown_extensions: [tables, footnotes, attr_list, def_list, admonition, toc]
plugins: [search]
"""
# As on anybody's machine: Python keeps what it has compiled.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def write_plain(ours: Path, plain: Path) -> None:
    """The same pages for a tool that knows no provisions: references become links."""
    folder = plain / "docs" / "handbook"
    folder.mkdir(parents=True)
    (plain / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (plain / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    files = sorted((ours / "docs" / "handbook").glob("*.md"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    where = {id: name for name, text in texts.items() for id in re.findall(r"\{#([\w-]+)\}", text)}

    def link(found: re.Match[str]) -> str:
        return f"[第{found[1].rpartition('-')[2]}条]({where[found[1]]}#{found[1]})"

    for name, text in texts.items():
        plain_text = re.sub(r"\[\]\[([\w-]+)\]", link, text)
        (folder / name).write_text(plain_text, encoding="utf-8")


class Cost(NamedTuple):
    """Seconds that a command took."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:7.2f} s ({self.processor:6.2f} s)"


def run(command: list[str], root: Path) -> Cost:
    """One run of a command."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=ENVIRONMENT)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(seconds, used)


def median(costs: list[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def install(folder: Path) -> Path:
    """The programs of the peers, in a venv of their own."""
    programs = folder / "bin"
    if not (programs / "zensical").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *PEERS], check=True)
        subprocess.run([programs / "python", "-m", "compileall", "-q", folder], check=False)
    return programs


def forget(root: Path) -> None:
    """Take away a tool's output and cache."""
    for name in ("site", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)


def edit(root: Path, number: int) -> None:
    """A sentence more in one clause of one page."""
    path = sorted((root / "docs" / "handbook").glob("*.md"))[number]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("**自查：** ", "**自查：** 新增一句。", 1), encoding="utf-8")


def compare(pages: int, place: Path, peers: dict[str, list[str]], turns: int) -> None:
    """Cold, warm and one page edited, with us and with the peers."""
    ours, plain = place / "ours", place / "plain"
    size = write_handbook(ours, pages)
    write_plain(ours, plain)
    print(f"{pages} pages, {pages * 6} clauses, {size / 1e6:.1f} MB of Markdown")
    tools = {"handbook": ([str(BIN / "handbook"), "build", "--no-pdf"], ours)}
    tools |= {name: (command, plain) for name, command in peers.items()}
    before: dict[str, Callable[[Path, int], None]] = {
        "cold": lambda root, _: forget(root),
        "warm": lambda root, _: None,
        "one page": edit,
    }
    run(*tools["handbook"])  # so that Python has compiled all there is
    print("by the clock (processor time)")
    found: dict[str, dict[str, Cost]] = {}
    for what, prepare in before.items():
        costs: dict[str, list[Cost]] = {name: [] for name in tools}
        for turn in range(turns):
            for name, (command, root) in tools.items():
                if turn and name == "mkdocs":
                    continue  # it does the same each time, and takes long
                prepare(root, turn)
                costs[name].append(run(command, root))
        found[what] = {name: median(each) for name, each in costs.items()}
        print(f"{what:9} {'  '.join(f'{name} {cost}' for name, cost in found[what].items())}")
    for what, other, goal in (
        ("cold", "cold", 0.5), ("warm", "warm", 0.1), ("one page", "warm", 0.1),
    ):  # fmt: skip
        ours_ = found[what]["handbook"]
        for name in peers:
            theirs = found[other][name]
            by = f"{ours_.clock / theirs.clock:.2f} ({ours_.processor / theirs.processor:.2f})"
            aim = f", goal <= {goal}" if name == "zensical" else ""
            print(f"{what} / {name} {other}: {by}{aim}", flush=True)


@contextlib.contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a preview that is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [str(BIN / "handbook"), "serve", "--address", address]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=root, stdout=quiet, stderr=quiet, env=ENVIRONMENT) as server:
        try:
            while True:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://{address}/livereload/").close()
                    break
                time.sleep(0.1)
            yield f"http://{address}"
        finally:
            server.terminate()


def get(url: str) -> str:
    """What a browser gets."""
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def preview(place: Path) -> None:
    """From saving a file to the page that shows it, as a browser gets it."""
    root = place / "ours"
    path = sorted((root / "docs" / "handbook").glob("*.md"))[7]
    page = f"handbook/{path.stem}.html"
    times = []
    with served(root) as address:
        get(f"{address}/{page}")
        for turn in range(7):
            time.sleep(0.3)
            version = get(f"{address}/livereload/")
            mark = f"预览第{turn}次。"
            text = path.read_text(encoding="utf-8")
            new = text.replace("**自查：** ", f"**自查：** {mark}", 1)
            start = time.perf_counter()
            path.write_text(new, encoding="utf-8")
            get(f"{address}/livereload/{version}")
            assert mark in get(f"{address}/{page}")
            times.append(time.perf_counter() - start)
    shown = statistics.median(times)
    print(f"preview   an edit is shown after {shown * 1000:.0f} ms (goal < 150 ms)")


def sizes(folder: Path) -> tuple[float, float, float, int]:
    """Megabytes: on disk as `du` counts; of the files, each stored once; and to be uploaded.

    Last, the folders: each short address is one, and `du` counts a block for each, mostly 4 kB.
    """
    disk = subprocess.run(["du", "-sk", folder], capture_output=True, text=True, check=True).stdout
    stats = [path.lstat() for path in folder.rglob("*") if path.is_file()]
    once = {(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}
    whole = sum(stat.st_size for stat in stats)
    folders = sum(path.is_dir() for path in folder.rglob("*"))
    return int(disk.split()[0]) / 1e3, sum(once.values()) / 1e6, whole / 1e6, folders


def write_editions(root: Path) -> None:
    """The sample's text with 50 editions, in each of which one sentence was corrected."""
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.rmtree(root / "docs" / "errata")
    (root / "docs" / "errata").mkdir()
    for path in (root / "docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^affirmed:.*\n(?: .*\n)*", "affirmed: '1970'\n", text, flags=re.M))
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    chapters = sorted((root / "docs" / "handbook").glob("*.md"))
    before = None
    for number in range(EDITIONS + 1):
        id = str(1970 + number)
        turn_to(root, id)
        if number:
            correct(root, chapters[number % len(chapters)], number)
        if number < EDITIONS:
            book, date = load_book(root), datetime.date(1970 + number, 6, 1)
            release, problems = plan_release(book, read_editions(root), before, id, date)
            assert not problems, problems
            write_release(root, release)
            before = book


def turn_to(root: Path, id: str) -> None:
    """Give the draft its id, title and date."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    for key, value in (("edition", f'"{id}"'), ("edition_title", f"{id}年版")):
        text = re.sub(rf"^( +{key}:) .*", rf"\g<1> {value}", text, flags=re.M)
    text = re.sub(r"^( +edition_date:) .*", rf"\g<1> {id}-06-01", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


ERRATUM = """---
provision: {id}
edition: "{before}"
kind: editorial
original: {original}
corrected: {corrected}
history:
  - {{state: reported, date: {before}-07-01, by: [示例单位 04]}}
  - {{state: accepted, date: {before}-08-01, by: [编辑部], why: 一致}}
  - {{state: incorporated, date: {before}-09-01, by: [编辑部], edition: "{edition}"}}
---
理由。
"""


def correct(root: Path, path: Path, number: int) -> None:
    """One sentence of a chapter, with the erratum that did it."""
    text = path.read_text(encoding="utf-8")
    clauses = list(re.finditer(r"^### .*\{#([\w-]+)\}\n\n([\u4e00-\u9fff]{8})", text, re.M))
    found = clauses[number % len(clauses)]
    original, year = found[2], 1970 + number
    corrected = f"{original[:4]}（{number}）{original[4:]}"
    path.write_text(text[: found.start(2)] + corrected + text[found.end(2) :], encoding="utf-8")
    fields = {"id": found[1], "before": year - 1, "edition": year}
    erratum = ERRATUM.format(**fields, original=original, corrected=corrected)
    name = f"{year - 1}-001.md"
    (root / "docs" / "errata" / name).write_text(erratum, encoding="utf-8")


def many_editions(place: Path, mike: Path) -> None:
    """50 editions of the sample: built, built again, and how large they are."""
    root, plain = place / "editions", place / "mike"
    write_editions(root)
    command = [str(BIN / "handbook"), "build", "--no-pdf"]
    first = run(command, root)
    edit(root, 1)
    again = run(command, root)
    disk, once, whole, folders = sizes(root / "site")
    print(f"{EDITIONS} editions: handbook {first}, after an edit of the draft {again}")
    print(
        f"  {once:.1f} MB with each file stored once (goal < 80), {whole:.0f} MB to be uploaded, "
        f"{disk:.0f} MB by du with {folders} folders"
    )
    plain.mkdir()
    shutil.copytree(root / "docs" / "handbook", plain / "docs" / "handbook")
    (plain / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    (plain / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@handbook.example"]
    run(["git", "init", "-q"], plain)
    run([*git, "commit", "-q", "--allow-empty", "-m", "x"], plain)
    ENVIRONMENT.update(
        GIT_AUTHOR_NAME="x", GIT_AUTHOR_EMAIL="x@handbook.example",
        GIT_COMMITTER_NAME="x", GIT_COMMITTER_EMAIL="x@handbook.example",
    )  # fmt: skip
    times = [run([str(mike), "deploy", f"{n}"], plain) for n in range(DEPLOYED)]
    each = median(times)
    print(
        f"  mike {each} a version, so {each.clock * EDITIONS:.0f} s for {EDITIONS}, each time again"
    )


def main() -> int:
    """Run all and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        programs = install((options.peers or place / "peers").absolute())
        # mike calls `mkdocs`
        ENVIRONMENT["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
        peers = {
            "zensical": [str(programs / "zensical"), "build"],
            "mkdocs": [str(programs / "mkdocs"), "build", "--quiet"],
        }
        compare(options.pages, place, peers, options.turns)
        preview(place)
        many_editions(place, programs / "mike")
    return 0


if __name__ == "__main__":
    sys.exit(main())
