"""What an erratum's front matter may say: its keys, and what each of them takes."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Mapping
from typing import Any

from handbook.book.rules import Key
from handbook.errata.model import STATES, Action, Kind
from handbook.source.document import is_date
from handbook.source.headings import ID

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_words(value: object) -> bool:
    """Text that says something."""
    return isinstance(value, str) and bool(value.strip())


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(ID.fullmatch(value))


def _one_of(values: tuple[str, ...]) -> Callable[[object], bool]:
    return lambda value: value in values


def _list_of(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda v: isinstance(v, list) and bool(v) and all(accepts(each) for each in v)


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and bool(_SHA256.fullmatch(value))


KINDS: tuple[str, ...] = typing.get_args(Kind)
ACTIONS: tuple[str, ...] = typing.get_args(Action)
EDITION = Key('版次，如 "2018"（加引号），或者 next', is_words)
_ID = Key("标识，如 party-day-frequency", _is_id)
_IDS = Key("标识的列表，如 [some-id, other-id]", _list_of(_is_id))
_HASH = Key("sha256，64 位十六进制数", _is_sha256)
_WORDS = Key("文字（像数字或日期的要加引号）", is_words)

_COMMON: Mapping[str, Key] = {
    "provision": _ID,
    "provision_now": Key(_ID.form, _ID.accepts, required=False),
    "edition": EDITION,
    "kind": Key(" / ".join(KINDS), _one_of(KINDS)),
    "group": Key("小写字母、数字和连字符", _is_id, required=False),
    "history": Key("列表，每项 {state, date, by}", _list_of(lambda each: isinstance(each, dict))),
}
CORRECTION: Mapping[str, Key] = {
    **_COMMON,
    "original": _WORDS,
    "original_now": Key(_WORDS.form, is_words, required=False),
    "corrected": Key("文字，删去时留空", lambda v: v is None or isinstance(v, str)),
}
"""The keys of an erratum."""
ACTION = Key(" / ".join(ACTIONS), _one_of(ACTIONS))
_NEEDS: Mapping[str, Mapping[str, Key]] = {
    "add": {"after": _ID, "new_sha256": _HASH},
    "remove": {"old_sha256": _HASH},
    "rename": {"to": _ID},
    "rewrite": {"old_sha256": _HASH, "new_sha256": _HASH},
    "move": {"after": _ID},
    "split": {
        "to": _IDS,
        "old_sha256": _HASH,
        "new_sha256": _HASH,
        "to_sha256": Key("sha256 的列表，与 to 一一对应", _list_of(_is_sha256), required=False),
    },
    "merge": {"from": _IDS, "old_sha256": _HASH, "new_sha256": _HASH},
}
_HASHES = {name: Key(_HASH.form, _HASH.accepts, False) for name in ("old_sha256", "new_sha256")}
_ANYTHING = Key("", lambda value: True, required=False)

HISTORY: Mapping[str, Key] = {
    "state": Key(" / ".join(STATES), _one_of(STATES)),
    "date": Key("日期 YYYY-MM-DD", is_date),
    "by": Key("列表，如 [编辑部]", _list_of(is_words)),
    "why": Key(_WORDS.form, is_words, required=False),
}
_STATE_NEEDS: Mapping[str, Mapping[str, Key]] = {
    "duplicate": {"of": Key("另一条勘误的编号，如 2018-003", is_words)},
    "incorporated": {"edition": EDITION},
    "rejected": {"why": _WORDS},  # whoever asked is owed an answer
}


def erratum_keys(meta: Mapping[str, Any]) -> Mapping[str, Key]:
    """The keys that this front matter takes, by its `kind` and `action`."""
    if meta.get("kind") != "amendment":
        return CORRECTION
    needs = _NEEDS.get(str(meta.get("action")))
    if needs is None:  # the action itself is what is wrong: judge no other key by it
        needs = {key: _ANYTHING for each in _NEEDS.values() for key in each}
    return {**_COMMON, "action": ACTION, **_HASHES, **needs}


def entry_keys(entry: Mapping[str, Any]) -> Mapping[str, Key]:
    """The keys that a step of the history takes, by its state."""
    return {**HISTORY, **_STATE_NEEDS.get(str(entry.get("state")), {})}
