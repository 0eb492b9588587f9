"""Build a handbook of 1,000 pages cold, with us and with Zensical, on the same content.

`.venv/bin/python scripts/bench/site.py [PAGES]`. Zensical is no dependency of ours: put it into
the venv first (`pip install zensical`). Ours numbers clauses, resolves references, writes the
exact search and the short addresses; Zensical gets the references written out as links, and
builds its own search. Both have `navigation.prune` and the same features of the same theme.

Each tool's time is that of its whole process, the median of three runs in turn.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from content import write_handbook

BIN = Path(sys.executable).parent
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


def cold(command: list[str], root: Path) -> float:
    """Seconds of one run from nothing: no output and no cache of the tool's is there."""
    for name in ("site", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> int:
    """Run both and print the ratio."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    zensical = BIN / "zensical"
    if not zensical.exists():
        print("zensical is not in this venv: pip install zensical", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name, "ours"), Path(name, "plain")
        size = write_handbook(ours, pages)
        write_plain(ours, plain)
        print(f"{pages} pages, {pages * 6} clauses, {size / 1e6:.1f} MB of Markdown")
        us, them = [], []
        for _ in range(3):
            us.append(cold([str(BIN / "handbook"), "build", "--no-pdf"], ours))
            them.append(cold([str(zensical), "build", "--clean"], plain))
            print(f"  handbook {us[-1]:6.2f} s   zensical {them[-1]:6.2f} s")
        a, b = statistics.median(us), statistics.median(them)
        print(f"cold: handbook {a:.2f} s, zensical {b:.2f} s, ratio {a / b:.2f} (goal <= 0.50)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
