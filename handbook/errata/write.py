"""Write an erratum as the text of its file: one form only, so that a diff shows what changed."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator

import yaml

from handbook.errata.model import Amendment, Entry, Erratum
from handbook.source.document import CONTROL, parse_yaml
from handbook.source.plain import PLAIN

# What a double-quoted scalar must not hold as it is: YAML 1.1 folds at these line breaks, and
# `read_text` refuses the controls. Half a surrogate pair cannot be written at all.
_ESCAPED = re.compile(f"{CONTROL.pattern}|[\x85\u2028\u2029\ufffe\uffff\ud800-\udfff]")


def erratum_text(erratum: Erratum) -> str:
    """The file's text. `parse_erratum` makes the same erratum of it."""
    change = erratum.amendment
    lines = [
        key_line("provision", erratum.quoted_provision),
        *([key_line("provision_now", erratum.provision)] if erratum.provision_then else ()),
        key_line("edition", erratum.edition),
        key_line("kind", erratum.kind),
    ]
    if erratum.group:
        lines.append(key_line("group", erratum.group))
    if change is None:
        lines.append(key_line("original", erratum.original))
        if erratum.original_now:
            lines.append(key_line("original_now", erratum.original_now))
        lines.append(
            key_line("corrected", erratum.corrected) if erratum.corrected else "corrected:"
        )
    else:
        lines += _amendment(change)
    lines += ["history:", *(f"  - {entry_text(entry)}" for entry in erratum.history)]
    head = "\n".join(["---", *lines, "---"]) + "\n"
    return f"{head}{erratum.reason}\n" if erratum.reason else head


def _amendment(change: Amendment) -> Iterator[str]:
    yield key_line("action", change.action)
    if change.to:
        several = change.action == "split"
        yield f"to: {_list(change.to)}" if several else key_line("to", change.to[0])
    if change.after:
        yield key_line("after", change.after)
    if change.sources:
        yield f"from: {_list(change.sources)}"
    for key, value in (("old_sha256", change.old_sha256), ("new_sha256", change.new_sha256)):
        if value:
            yield key_line(key, value)
    if change.to_sha256:
        yield f"to_sha256: {_list(change.to_sha256)}"


def entry_text(entry: Entry) -> str:
    """A step of the history as it is written, on one line."""
    parts = [
        f"state: {entry.state}",
        f"date: {entry.date.isoformat()}",
        f"by: {_list(entry.by)}",
    ]
    for key, value in (("of", entry.of), ("edition", entry.edition), ("why", entry.why)):
        if value:
            parts.append(f"{key}: {scalar(value)}")
    return "{" + ", ".join(parts) + "}"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(scalar(value) for value in values) + "]"


def key_line(key: str, value: str) -> str:
    """A key with its text: in literal style where that is of several plain lines."""
    rows = value.split("\n")
    plain = all(row == row.rstrip() for row in rows) and not _ESCAPED.search(value)
    if len(rows) > 1 and plain and rows[0].strip() == rows[0] != "" and rows[-1]:
        body = "\n".join(f"  {row}" if row else "" for row in rows)
        return f"{key}: |-\n{body}"
    return f"{key}: {scalar(value)}"


def scalar(value: str) -> str:
    """Text as it is where YAML reads the same text back, in braces or out; else in quotes."""
    if PLAIN.fullmatch(value):
        return value
    if "\n" not in value and not _ESCAPED.search(value) and _reads_back(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: _escape(found[0]), quoted)


@functools.lru_cache(maxsize=1024)  # the same units and dates come again and again
def _reads_back(value: str) -> bool:
    """Whether both parsers that may read the file take the words as they are."""
    text = f"a: {value}\nb: {{k: {value}, l: [{value}]}}"
    wanted = {"a": value, "b": {"k": value, "l": [value]}}
    try:
        return bool(parse_yaml(text) == wanted == yaml.safe_load(text))
    except (yaml.YAMLError, ValueError):
        return False


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
