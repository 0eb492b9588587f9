"""Branches' files for the tests of the self-check: units are sample units, results are drawn."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handbook.selfcheck import Record, Standard
from tests.conftest import MKDOCS

VERDICTS = ("met", "partial", "unmet", "na")


def draw(
    standard: Standard,
    seed: int,
    weights: tuple[int, int, int, int] = (90, 5, 3, 2),
    date: str = "2018-12-20",
    branch: str = "第一党支部",
    unit: str = "示例单位 04",
    judged: float = 1.0,
) -> dict[str, Any]:
    """A whole file as the page exports it, its verdicts drawn by weight."""
    rng = random.Random(seed)
    rows = []
    for clause in standard.clauses.values():
        verdict = rng.choices(VERDICTS, weights)[0] if rng.random() < judged else ""
        lacking = verdict in ("partial", "unmet")
        record = Record(
            clause.id,
            clause.sha256,
            verdict,  # type: ignore[arg-type]
            standard.edition,
            clause.label,
            clause.title,
            clause.text if verdict else "",
            clause.path,
            f"缺{rng.randint(1, 3)}份记录" if lacking else "",
            "",
            "组织委员" if lacking else "",
            f"2019-0{rng.randint(1, 6)}-15" if lacking else "",
            date if verdict else "",
        )
        rows.append(dataclasses.asdict(record) | {"path": list(clause.path)})
    return {
        "format": 1,
        "kind": "selfcheck",
        "handbook": standard.handbook,
        "edition": standard.edition,
        "unit": unit,
        "branch": branch,
        "date": date,
        "results": rows,
        "asked": [],
        "archive": [],
    }


def write_chapters(root: Path, chapters: int, clauses: int) -> Path:
    """A handbook of so many chapters with one item each, and so many clauses in each item."""
    (root / "docs" / "handbook").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for n in range(1, chapters + 1):
        own = (
            f"### 标题{n}之{i} {{#clause-{n}-{i}}}\n\n正文{n}之{i}。\n\n"
            f"**自查：** 查记录{n}之{i}。\n"
            for i in range(1, clauses + 1)
        )
        text = f"# 章{n} {{#ch-{n}}}\n\n## 项{n} {{#item-{n}}}\n\n" + "\n".join(own)
        (root / "docs" / "handbook" / f"{n:02}-chapter.md").write_text(text, encoding="utf-8")
    return root


def kept(handbook: str, files: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What the page keeps in the browser for the branches of some files; the last is at hand."""
    root, entries = f"handbook-selfcheck:{handbook}", {}
    for n, file in enumerate(files):
        own = {key: file[key] for key in ("unit", "branch", "edition")}
        rows = [row | {"answered": {}} for row in file["results"]]
        entries[f"{root}/k{n}"] = own | {"key": f"k{n}", "date": "", "records": rows}
    found = {name: json.dumps(entry, ensure_ascii=False) for name, entry in entries.items()}
    keys = json.dumps([f"k{n}" for n in range(len(files))])
    return found | {root: keys, f"{root}@": f"k{len(files) - 1}"}


def write(folder: Path, name: str, data: object) -> Path:
    """A file with such data."""
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
