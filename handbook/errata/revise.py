"""Write a step of an erratum's life into its file, and leave the rest as somebody wrote it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import yaml

from handbook.errata.load import compose_head, parse_erratum
from handbook.errata.model import Erratum
from handbook.errata.raw import common_length, plain_text, splice_text
from handbook.errata.write import entry_text, erratum_text, key_line, scalar
from handbook.problems import Problem
from handbook.source import Document
from handbook.source.document import split_front_matter

_HEAD = len("---\n")
Edit = tuple[int, str, str]
"""(offset in the file's plain text, what stands there, what shall)."""


def revise_file(data: bytes, after: Erratum) -> tuple[bytes, list[Problem]]:
    """The bytes of an erratum's file so that it reads as `after`, and what is wrong with that.

    Where the file is laid out as we can follow, only the lines change that must; else it is
    written anew in our own form.
    """
    text = plain_text(data)
    document = erratum_document(after.path, text)
    before, _ = parse_erratum(document)
    new = data
    edits = sorted(_edits(document, before, after), reverse=True) if before else []
    for start, old, wanted in edits:
        splice = splice_text(new, start, old, wanted)
        new = splice.apply(new) if splice else new
    read, problems = parse_erratum(erratum_document(after.path, plain_text(new)))
    if read == after:
        return new, problems
    whole = erratum_text(after)
    head = common_length(text, whole)
    splice = splice_text(data, head, text[head:], whole[head:])
    new = splice.apply(data) if splice else whole.encode()
    return new, parse_erratum(erratum_document(after.path, whole))[1]


def erratum_document(path: str, text: str) -> Document:
    """The text of an erratum's file, as if it had been read from there."""
    meta, lines, start, _ = split_front_matter(path, text)
    return Document("errata", path, text, start, meta, lines)


def reread(erratum: Erratum, text: str) -> Erratum:
    """An erratum with the lines of its keys as they stand in the text of its file."""
    read, _ = parse_erratum(erratum_document(erratum.path, text))
    return dataclasses.replace(erratum, lines=read.lines) if read else erratum


def _edits(document: Document, before: Erratum, after: Erratum) -> Iterator[Edit]:
    """What to change in the file's text; nothing where its form is not ours to follow."""
    head = document.text[_HEAD : document.text.rindex("---", _HEAD, document.body_start)]
    top = compose_head(head)
    assert isinstance(top, yaml.MappingNode)
    values = {key.value: (key, value) for key, value in top.value}
    if before.original_now != after.original_now and "original" in values:
        yield _now(head, values, "original", after.original_now)
    if before.provision != after.provision and after.provision_then:
        yield _now(head, values, "provision", after.provision)
    history = values["history"][1]
    assert isinstance(history, yaml.SequenceNode)
    for node, old, new in zip(history.value, before.history, after.history, strict=False):
        if old.of != new.of:
            found = next((v for k, v in node.value if k.value == "of"), None)
            if found:
                yield _edit(head, found.start_mark.index, _end(head, found), scalar(new.of))
    added = after.history[len(before.history) :]
    if added and not history.flow_style:
        first = head.rfind("\n", 0, history.value[0].start_mark.index) + 1
        indent = head[first : head.index("-", first)]
        at = head.index("\n", _end(head, history))
        rows = "".join(f"\n{indent}- {entry_text(entry)}" for entry in added)
        yield _edit(head, at, at, rows)


def _now(head: str, values: dict[str, tuple[yaml.Node, yaml.Node]], of: str, text: str) -> Edit:
    """What a key's text is in the working text by now, in a key of its own behind it."""
    line = key_line(f"{of}_now", text)
    if f"{of}_now" not in values:
        at = head.index("\n", _end(head, values[of][1]))
        return _edit(head, at, at, f"\n{line}")
    key, value = values[f"{of}_now"]
    start, end = key.start_mark.index, _end(head, value)
    if text:
        return _edit(head, start, end, line)
    return _edit(head, start, head.index("\n", end) + 1, "")


def _end(head: str, node: yaml.Node) -> int:
    """Where a node's last character stands: YAML ends a block only where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(head, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return len(head[:end].rstrip())


def _edit(head: str, start: int, end: int, new: str) -> Edit:
    return _HEAD + start, head[start:end], new
