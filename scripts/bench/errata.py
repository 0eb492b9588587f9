"""10,000 errata over 10,000 provisions: `python scripts/bench/errata.py`.

A form of 10,000 rows is imported, and the sources are checked with the drafts that came of it and
again with all of them accepted. Each figure is that of a whole command, from its start to its
last byte. What rendering the 10,000 provisions would take stands beside them; on a machine that
is busy with other things the time on the processor tells more.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

LIMITS = {"import": 10.0, "check": 5.0}
"""Seconds that we mean to stay below."""


def write_form(root: Path, path: Path, rows: int) -> None:
    """An xlsx that suggests to change two characters of a sentence in each clause."""
    import openpyxl

    rng = random.Random(20181008)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("汇总")
    sheet.append(["序号", "提出单位", "条款（条号和标题）", "原文", "建议修改为", "理由和依据"])
    number = 0
    for file in sorted((root / "docs" / "handbook").glob("*.md")):
        for clause in re.split(r"^### ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            number += 1
            body = clause.partition("\n\n")[2]
            sentences = re.findall(r"[\u4e00-\u9fff][^。；\n|*\[\]]{11,}[。；]", body)
            sentence = rng.choice([each for each in sentences if body.count(each) == 1])
            corrected = f"{sentence[:4]}另{sentence[5:]}"
            unit = f"示例单位 {rng.randrange(1, 104):02d}"
            sheet.append([number, unit, f"第{number}条", sentence, corrected, f"理由{number}。"])
            if number == rows:
                break
    book.save(path)


def accept_all(root: Path) -> None:
    """Give every draft its number, as `errata accept` does."""
    folder = root / "docs" / "errata"
    for number, path in enumerate(sorted(folder.glob("r-*.md")), 1):
        text = path.read_text(encoding="utf-8")
        step = "  - {state: accepted, date: 2018-10-20, by: [编辑部]}\n---\n"
        path.with_name(f"2018-{number:05d}.md").write_text(
            step.join(text.rsplit("---\n", 1)), encoding="utf-8"
        )
        path.unlink()


def timed(root: Path, *command: str) -> tuple[float, float, str]:
    """Seconds of a command of ours, those it had a processor, and what it said."""
    started, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "handbook", "-C", str(root), *command],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    after = os.times()
    busy = after.children_user + after.children_system
    busy -= before.children_user + before.children_system
    return time.perf_counter() - started, busy, done.stderr.strip().split("\n")[-1]


def main() -> int:
    """Print a line a figure; 1 where one is over its limit."""
    from content import write_handbook

    from handbook.book import read_book

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="files of 100 clauses each")
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "book")
        root.mkdir()
        write_handbook(root, pages, clauses=100)
        form = Path(folder, "form.xlsx")
        write_form(root, form, pages * 100)
        started = time.perf_counter()
        read_book(root)
        print(f"{'render the Book':16} {time.perf_counter() - started:6.2f} s")
        slow = False
        figures = (
            ("import", "import", ("errata", "import", str(form), "--date", "2018-10-08")),
            ("import again", "import", ("errata", "import", str(form))),
            ("check drafts", "check", ("check",)),
            ("check accepted", "check", ("check",)),
        )
        for name, limit, command in figures:
            if name == "check accepted":
                accept_all(root)
            seconds, busy, said = timed(root, *command)
            slow = slow or seconds > LIMITS[limit]
            most = f"limit {LIMITS[limit]:.0f} s"
            print(
                f"{name:16} {seconds:6.2f} s, processor {busy:5.2f} s, {most}  {said}", flush=True
            )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
