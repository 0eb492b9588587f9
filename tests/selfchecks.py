"""Branches' files for the tests of the self-check: units are sample units, results are drawn."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

from handbook.selfcheck import Record, Standard

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


def write(folder: Path, name: str, data: object) -> Path:
    """A file with such data."""
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
