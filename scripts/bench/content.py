"""Content for the benchmarks: a handbook of any size, the same for every tool.

Deterministic: each text is drawn from the sample's own sentences, so that words, punctuation and
line lengths are those of a real handbook.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

MKDOCS = """site_name: 基准手册
site_url: https://handbook.example/
site_dir: site/next
use_directory_urls: false
theme:
  name: material
  language: zh
  font: false
  features: [navigation.tabs, navigation.indexes, navigation.prune]
plugins:
  - handbook:
      title: 基准手册
      edition: "2018"
      notice: 示例文本，非官方手册
"""


def sentences() -> list[str]:
    """Sentences of the sample handbook, without Markdown."""
    found: list[str] = []
    for path in sorted((ROOT / "docs" / "handbook").glob("*.md")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line and line[0] not in "#|*!>-[0123456789 ":
                plain = re.sub(r"\[[^\]]*\]\[[^\]]*\]|\[\^\d\]|[*`]", "", line)
                found += re.findall(r"[^。；]+[。；]", plain)
    return [s for s in found if 15 < len(s) < 90]


def clause(rng: random.Random, pool: list[str], number: int, known: int) -> str:
    """One clause, by turns plain, with a list, or with a table; it cites another clause."""
    text = "".join(rng.sample(pool, 5))
    cite = f"按照[][clause-{rng.randrange(1, known + 1)}]办理。"
    form = ("", _list(rng, pool), _table(rng, pool))[number % 3]
    check = rng.choice(pool)
    title = rng.choice(pool)[:8].strip("，、“”《》。；：")
    return f"### {title} {{#clause-{number}}}\n\n{text}{cite}\n{form}\n**自查：** {check}\n"


def _list(rng: random.Random, pool: list[str]) -> str:
    rows = rng.sample(pool, 3)
    return "\n" + "".join(f"{i}. {row}\n" for i, row in enumerate(rows, 1))


def _table(rng: random.Random, pool: list[str]) -> str:
    rows = ["| 情形 | 办理 |", "|---|---|"]
    rows += [f"| {rng.choice(pool)[:10]} | {rng.choice(pool)} |" for _ in range(3)]
    return "\n" + "\n".join(rows) + "\n"


def write_handbook(root: Path, pages: int, clauses: int = 6, sections: int = 20) -> int:
    """Write a handbook of `pages` files with `clauses` clauses each; return its size in bytes."""
    rng = random.Random(20180520)
    pool = sentences()
    folder = root / "docs" / "handbook"
    folder.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    size = 0
    for page in range(pages):
        parts = [f"# 第{page}组 {{#page-{page}}}\n\n{rng.choice(pool)}\n"]
        parts.append(f"## {rng.choice(pool)[:8]} {{#item-{page}}}\n")
        first = page * clauses + 1
        parts += [clause(rng, pool, n, pages * clauses) for n in range(first, first + clauses)]
        text = "\n".join(parts)
        size += len(text.encode())
        (folder / f"{page % 100:02d}-page-{page}.md").write_text(text, encoding="utf-8")
    return size
