"""Read a branch's file. It comes from outside: everything in it is checked, nothing is trusted.

`handbook/schemas/selfcheck.schema.json` is its form; `site/assets/selfcheck-files.js` checks the
same in the browser.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from handbook.errata.intake.cleaning import strip_invisible
from handbook.problems import InputError, problem
from handbook.selfcheck.model import VERDICTS, Record, Results

SIZE = 4 << 20
"""Bytes of a file."""
MOST = 3000
"""Results of a file, those asked and archived among them."""
ANSWERS = 20
"""Decisions about one result."""
_ID = re.compile(r"[a-z0-9-]{3,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Field:
    """What a value must be."""

    fits: Callable[[Any], bool]
    form: str
    """The same in words."""


def _text(most: int, least: int = 0) -> Field:
    return Field(
        lambda v: isinstance(v, str) and least <= len(v) <= most, f"{least}–{most} 字 characters"
    )


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value))


_DAY = Field(lambda v: v == "" or _is_day(v), "YYYY-MM-DD")
RECORD: Mapping[str, Field] = {
    "id": Field(_is_id, "a-z 0-9 -"),
    "sha256": Field(lambda v: isinstance(v, str) and bool(_SHA256.fullmatch(v)), "sha256"),
    "verdict": Field(
        lambda v: isinstance(v, str) and v in VERDICTS, "met / partial / unmet / na / ''"
    ),
    "edition": _text(32),
    "label": _text(40),
    "title": _text(200),
    "text": _text(20_000),
    "path": Field(lambda v: isinstance(v, list) and len(v) <= 4 and all(map(_is_id, v)), "[id, …]"),
    "note": _text(2000),
    "evidence": _text(2000),
    "by": _text(60),
    "due": _DAY,
    "checked": _DAY,
    "answered": Field(
        lambda v: (
            isinstance(v, dict)
            and len(v) <= ANSWERS
            and all(_is_id(key) and isinstance(v[key], str) and len(v[key]) <= 32 for key in v)
        ),
        "{id: edition}",
    ),
}
"""The keys of a result; unknown ones are passed over."""
_NEEDED = ("id", "sha256", "verdict")
HEAD: Mapping[str, Field] = {
    "format": Field(lambda v: v == 1 and not isinstance(v, bool), "1"),
    "kind": Field(lambda v: v == "selfcheck", "selfcheck"),
    "handbook": _text(200, 1),
    "edition": _text(32, 1),
    "branch": _text(60, 1),
    "date": Field(_is_day, "YYYY-MM-DD"),
    "unit": _text(60),
}
_LISTS = ("results", "asked", "archive")


def read_results(path: Path) -> Results:
    """A branch's file. Raises `InputError` for one that cannot be read or has not the form."""
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
    except OSError as error:
        _refuse("selfcheck-unread", name, what=error.strerror or type(error).__name__)
    return parse_results(data, name)


def parse_results(data: bytes, name: str) -> Results:
    """The same from a file's bytes."""
    if len(data) > SIZE:
        _refuse("selfcheck-size", name, size=SIZE >> 20)
    try:
        whole = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("selfcheck-json", name)
    if not isinstance(whole, dict) or whole.get("kind") != "selfcheck":
        _refuse("selfcheck-kind", name)
    for key, field in HEAD.items():
        if not field.fits(whole.get(key, "" if key == "unit" else None)):
            _refuse("selfcheck-field", name, key=key, form=field.form)
    lists = [_list(whole, key, name) for key in _LISTS]
    if sum(map(len, lists)) > MOST:
        _refuse("selfcheck-many", name, most=MOST)
    rows = ([_record(row, f"{key}[{n}]", name) for n, row in enumerate(rows, 1)]
            for key, rows in zip(_LISTS, lists, strict=True))  # fmt: skip
    results, asked, archive = map(tuple, rows)
    ids = [record.id for record in results]
    if twice := next((id for n, id in enumerate(ids) if id in ids[:n]), None):
        _refuse("selfcheck-twice", name, id=twice)
    head = {key: one_line(str(whole.get(key, ""))) for key in ("handbook", "edition", "unit")}
    branch = one_line(whole["branch"])
    if not branch:
        _refuse("selfcheck-field", name, key="branch", form=HEAD["branch"].form)
    return Results(name, branch=branch, date=whole["date"], results=results, asked=asked,
                   archive=archive, **head)  # fmt: skip


def _list(whole: Mapping[str, Any], key: str, name: str) -> list[Any]:
    value = whole.get(key, [])
    if not isinstance(value, list):
        _refuse("selfcheck-field", name, key=key, form="[…]")
    return value


def _record(row: object, place: str, name: str) -> Record:
    if not isinstance(row, dict):
        _refuse("selfcheck-field", name, key=place, form="{…}")
    for key, field in RECORD.items():
        if (key in row or key in _NEEDED) and not field.fits(row.get(key)):
            _refuse("selfcheck-field", name, key=f"{place}.{key}", form=field.form)
    return Record(**dict(_values(row)))


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The known keys of a row, texts without what no one sees."""
    for key in RECORD:
        if key not in row:
            continue
        value = row[key]
        if key in ("note", "evidence", "text"):
            yield key, clean(value)
        elif key in ("edition", "label", "title", "by"):
            yield key, one_line(value)
        else:
            yield key, tuple(value) if isinstance(value, list) else value


def clean(text: str) -> str:
    """A text of several lines without invisible characters."""
    return strip_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))[0].strip()


def one_line(text: str) -> str:
    """A name or a title: one line, one space at a time."""
    return " ".join(strip_invisible(text)[0].split())


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are no JSON (RFC 8259, 6)


def _refuse(rule: str, name: str, **values: Any) -> NoReturn:
    raise InputError([problem(rule, name, **values)])
