"""Build a handbook of 1,000 pages with us, with Zensical and with MkDocs and mike.

`.venv/bin/python scripts/bench/site.py [PAGES]`. The peers are no dependencies of ours: put them
into the venv first (`pip install zensical mike`). All get the same content, the same theme and the
same features. Ours numbers clauses, resolves references, writes the exact search, the short
addresses and the data; the others get the references written out as links and build the theme's own
search.

Measured is the whole process, the median of three runs in turn (of MkDocs one): *cold*, with no
output and no cache there; *warm*, with nothing changed; and with *one page* edited. A preview is
asked how long it takes from saving a file to the page that shows it. Last, the sample with 50
editions: all built, then built again after an edit of the draft, and how large the site is. mike
has no more to do for a version than MkDocs for a site, whatever there is already: three are
measured and scaled to 50.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from content import ROOT, write_handbook

from handbook.book import load_book, read_editions
from handbook.editions import plan_release, write_release

BIN = Path(sys.executable).parent
TURNS = 3
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
ENVIRONMENT["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"  # mike calls `mkdocs`


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


def run(command: list[str], root: Path) -> float:
    """Seconds of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def forget(root: Path) -> None:
    """Take away a tool's output and cache."""
    for name in ("site", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)


def edit(root: Path, number: int) -> None:
    """A sentence more in one clause of one page."""
    path = sorted((root / "docs" / "handbook").glob("*.md"))[number]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("**自查：** ", "**自查：** 新增一句。", 1), encoding="utf-8")


def compare(pages: int, place: Path, peers: dict[str, list[str]]) -> None:
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
    for what, prepare in before.items():
        times: dict[str, list[float]] = {name: [] for name in tools}
        for turn in range(TURNS):
            for name, (command, root) in tools.items():
                if turn and name == "mkdocs":
                    continue  # it does the same each time, and takes long
                prepare(root, turn)
                times[name].append(run(command, root))
        median = {name: statistics.median(each) for name, each in times.items()}
        row = "  ".join(f"{name} {seconds:6.2f} s" for name, seconds in median.items())
        goal = {"cold": 0.5, "warm": 0.1, "one page": 0.1}[what]
        rivals = [name for name in peers if name in median]
        ratios = ", ".join(f"{median['handbook'] / median[name]:.2f} x {name}" for name in rivals)
        print(f"{what:9} {row}   {ratios} (goal <= {goal} x zensical)")


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


def sizes(folder: Path) -> tuple[float, float, float]:
    """Megabytes: on disk as `du` counts; of the files, each stored once; and to be uploaded."""
    disk = subprocess.run(["du", "-sk", folder], capture_output=True, text=True, check=True).stdout
    stats = [path.lstat() for path in folder.rglob("*") if path.is_file()]
    once = {(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}
    whole = sum(stat.st_size for stat in stats)
    return int(disk.split()[0]) / 1e3, sum(once.values()) / 1e6, whole / 1e6


def write_editions(root: Path) -> None:
    """The sample's text with 50 editions, in each of which one sentence was corrected."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, root / name)
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
    disk, once, whole = sizes(root / "site")
    print(f"{EDITIONS} editions: handbook {first:.1f} s, after an edit of the draft {again:.2f} s")
    print(
        f"  {disk:.0f} MB by du, {once:.0f} MB with each file stored once (goal < 80), "
        f"{whole:.0f} MB to be uploaded"
    )
    if not mike.exists():
        return
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
    each = statistics.mean(times)
    print(
        f"  mike {each:.1f} s a version, so {each * EDITIONS:.0f} s for {EDITIONS}, each time again"
    )


def main() -> int:
    """Run all and print the ratios."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    peers = {
        "zensical": [str(BIN / "zensical"), "build"],
        "mkdocs": [str(BIN / "mkdocs"), "build", "--quiet"],
    }
    if not Path(peers["zensical"][0]).exists():
        print("zensical is not in this venv: pip install zensical mike", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        compare(pages, Path(name), peers)
        preview(Path(name))
        many_editions(Path(name), BIN / "mike")
    return 0


if __name__ == "__main__":
    sys.exit(main())
