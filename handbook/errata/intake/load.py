"""Read `docs/errata/intake/*.yml` and say what is wrong with it, all at once and with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from handbook.book.rules import Key
from handbook.errata.intake.cleaning import find_contact
from handbook.errata.intake.ledger import FOLDER, Inquiry, Intake, Nearest, Reply, Row
from handbook.errata.keys import is_words
from handbook.errata.model import RECEIPT, Erratum
from handbook.problems import Problem, problem
from handbook.source import read_text
from handbook.source.document import compose_yaml, is_date, parse_yaml, yaml_problem

_OUTCOMES = ("new", "joined", "duplicate", "not-located", "refused", "nil")
_NAMED = ("new", "joined", "duplicate")
"""The outcomes that name an erratum."""


def _words(form: str, required: bool = True) -> Key:
    return Key(form, is_words, required)


def _is_receipt(value: object) -> bool:
    return isinstance(value, str) and bool(RECEIPT.fullmatch(value))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _is_list(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(accepts, value))


def _is_mapping(value: object) -> bool:
    return isinstance(value, dict)


_FORMAT = Key("1", lambda value: value == 1)
_DATE = Key("日期 YYYY-MM-DD", is_date)
_UNITS = Key("单位的列表", _is_list(is_words))
REPLY: Mapping[str, Key] = {
    "format": _FORMAT,
    "file": _words("文件名"),
    "sha256": Key("64 位十六进制数", lambda v: bool(re.fullmatch("[0-9a-f]{64}", str(v)))),
    "form": Key("xlsx / docx / csv / packet", lambda v: v in ("xlsx", "docx", "csv", "packet")),
    "imported": _DATE,
    "edition": _words('版次，如 "2018"（加引号），或者 next'),
    "answered": _UNITS,
    "rows": Key("列表，每项一行", _is_list(_is_mapping)),
}
"""The keys of a reply."""
INQUIRY: Mapping[str, Key] = {
    "format": _FORMAT,
    "sent": _DATE,
    "due": Key(_DATE.form, is_date, required=False),
    "asked": _UNITS,
}
"""The keys of an inquiry."""
_TEXT = _words("文字（像数字或日期的要加引号）", required=False)
ROW: Mapping[str, Key] = {
    "sheet": _TEXT,
    "row": Key("行号", _is_count),
    "by": _UNITS,
    "place": _TEXT,
    "original": _TEXT,
    "corrected": _TEXT,
    "reason": _TEXT,
    "became": Key(" / ".join(_OUTCOMES), lambda value: value in _OUTCOMES),
    "erratum": Key("回执，如 r-0123abcd", _is_receipt, required=False),
    "score": Key("0 到 100 的数", _is_score, required=False),
    "nearest": Key("列表，每项 {provision, score, text}", _is_list(_is_mapping), required=False),
    "rule": _TEXT,
    "why": _TEXT,
}
"""The keys of a row."""
NEAREST: Mapping[str, Key] = {
    "provision": _words("标识"),
    "score": Key("0 到 100 的数", _is_score),
    "text": _words("文字"),
}


def load_intake(root: Path) -> tuple[list[Intake], list[Problem]]:
    """Every intake file that can be made out, in the order of the files' names; all problems."""
    intakes: list[Intake] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        text, found = read_text(root, path)
        name = path.relative_to(root).as_posix()
        if text is not None and not found:
            intake, found = parse_intake(name, text)
            if intake is not None:
                intakes.append(intake)
        problems += found
    return intakes, problems


def parse_intake(name: str, text: str) -> tuple[Intake | None, list[Problem]]:
    """One file as a reply or an inquiry, or None where its form is wrong; and what is wrong."""
    try:
        data = parse_yaml(text)
        compose_yaml.cache_clear()  # thousands of rows, and no one asks for their nodes
    except yaml.YAMLError as error:
        return None, [yaml_problem("intake-syntax", name, error, 1)]
    except ValueError as error:  # an impossible date
        return None, [problem("intake-syntax", name, what=str(error))]
    if not isinstance(data, dict):
        return None, [problem("intake-syntax", name, what="key: value")]
    wrong = list(_problems(data)) + _contact(text)
    if wrong:
        lines = _lines(text)
        return None, [
            Problem(
                name,
                lines.get(key) or lines.get(key.rpartition(".")[0], line),
                rule,
                values=tuple((name, str(value)) for name, value in values.items()),
            )
            for rule, key, line, values in wrong
        ]
    return (_inquiry(name, data) if "asked" in data else _reply(name, data)), []


_Wrong = tuple[str, str, int, dict[str, object]]
"""A rule, the key that it is about, the line where the key has none, and values."""


def _problems(data: Mapping[str, Any]) -> Iterator[_Wrong]:
    yield from _keys(data, INQUIRY if "asked" in data else REPLY, "")
    rows = data.get("rows")
    for place, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if isinstance(row, dict):
            yield from _keys(row, ROW, f"rows[{place}].")
            named = row.get("became") in _NAMED
            if row.get("became") in _OUTCOMES and named is not ("erratum" in row):
                rule = "front-matter-missing" if named else "front-matter-key"
                key = f"rows[{place}].erratum"
                known = "、".join(each for each in ROW if each != "erratum")
                form = ROW["erratum"].form
                yield rule, key, 1, {"key": key, "form": form, "known": known}
            near = row.get("nearest")
            for n, each in enumerate(near if isinstance(near, list) else [], 1):
                if isinstance(each, dict):
                    yield from _keys(each, NEAREST, f"rows[{place}].nearest[{n}].")


def _keys(values: Mapping[str, Any], keys: Mapping[str, Key], prefix: str) -> Iterator[_Wrong]:
    for key, value in values.items():
        full = f"{prefix}{key}"
        if key not in keys:
            yield "front-matter-key", full, 1, {"key": full, "known": "、".join(keys)}
        elif not keys[key].accepts(value):
            form = keys[key].form
            yield "front-matter-value", full, 1, {"key": full, "value": value, "form": form}
    for key, rule in keys.items():
        if rule.required and key not in values:
            full = f"{prefix}{key}"
            yield "front-matter-missing", prefix.rstrip("."), 1, {"key": full, "form": rule.form}


def _contact(text: str) -> list[_Wrong]:
    return [
        ("erratum-contact", "", text.count("\n", 0, text.index(found)) + 1, {"text": found})
        for found in find_contact(text)
    ]


def _lines(text: str) -> dict[str, int]:
    """The 1-based line of each key, down into lists, as `rows[2].by`."""
    lines: dict[str, int] = {}

    def walk(node: yaml.Node | None, name: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                full = f"{name}.{key.value}" if name else str(key.value)
                lines[full] = key.start_mark.line + 1
                walk(value, full)
        elif isinstance(node, yaml.SequenceNode):
            for place, value in enumerate(node.value, 1):
                lines[f"{name}[{place}]"] = value.start_mark.line + 1
                walk(value, f"{name}[{place}]")

    walk(yaml.compose(text, Loader=yaml.SafeLoader), "")
    return lines


def _inquiry(name: str, data: Mapping[str, Any]) -> Inquiry:
    return Inquiry(name, data["sent"], tuple(data["asked"]), data.get("due"))


def _reply(name: str, data: Mapping[str, Any]) -> Reply:
    return Reply(
        name, data["file"], data["sha256"], data["form"], data["imported"], data["edition"],
        tuple(_row(row) for row in data["rows"]),
    )  # fmt: skip


def _row(data: Mapping[str, Any]) -> Row:
    near = tuple(Nearest(**each) for each in data.get("nearest", ()))
    return Row(**{"sheet": "", **data, "by": tuple(data["by"]), "nearest": near})


def check_intake(root: Path, errata: Sequence[Erratum]) -> list[Problem]:
    """Everything that is wrong with what came in; `errata` is the register."""
    intakes, problems = load_intake(root)
    return [*problems, *intake_problems(intakes, errata)]


def intake_problems(intakes: Sequence[Intake], errata: Sequence[Erratum]) -> Iterator[Problem]:
    """Replies that name errata which the register has not: none of them may get lost."""
    known = {erratum.receipt for erratum in errata}
    for intake in intakes:
        for row in intake.rows if isinstance(intake, Reply) else ():
            if row.erratum and row.erratum not in known:
                yield problem("intake-erratum", intake.path, row=row.row, id=row.erratum)
