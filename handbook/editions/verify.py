"""A frozen edition is as it was released: every file, its record, and the chain of records."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from handbook.book import Edition
from handbook.problems import Problem, problem

_LOCK = "edition-lock"
_LINE = re.compile(r"([0-9a-f]{64})  (docs/[^\n]+)")


def verify_editions(root: Path, editions: Sequence[Edition]) -> list[Problem]:
    """What was touched in any of the editions, which are given oldest first."""
    problems: list[Problem] = []
    before: Edition | None = None
    ends = False
    for edition in editions:
        found = list(verify_edition(root, edition))
        problems += found
        # Where line ends alone were changed, so were those of the record that the next wrote down.
        problems += [p for p in _chain_problems(edition, before) if not ends or p.rule != _LOCK]
        before, ends = edition, any(p.rule == "edition-line-ends" for p in found)
    for folder in sorted((root / "editions").glob("*/")):
        if not (folder / "edition.yml").is_file():
            problems.append(problem("edition-record", f"editions/{folder.name}"))
    return problems


def verify_edition(root: Path, edition: Edition) -> Iterator[Problem]:
    """What was touched in one edition: files changed, missing, or put there; its record."""
    folder = root / "editions" / edition.id
    here = f"editions/{edition.id}"
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        yield problem("edition-missing", f"{here}/SHA256SUMS")
        return
    data = sums.read_bytes()
    states = [_compare(data, edition.sha256)]
    if states[0] == "touched":
        yield problem("edition-sums", f"{here}/SHA256SUMS", id=edition.id)
    listed = dict(_entries(data.decode("utf-8", "replace").splitlines()))
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            yield problem("edition-missing", f"{here}/{name}")
            continue
        states.append(_compare(path.read_bytes(), digest))
        if states[-1] == "touched":
            yield problem("edition-touched", f"{here}/{name}", id=edition.id)
    if "ends" in states:
        yield problem("edition-line-ends", here, id=edition.id, count=states.count("ends"))
    if states[0] == "touched":
        return  # what such a list lacks says nothing
    for path in sorted((folder / "docs").glob("**/*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in listed:
            yield problem("edition-extra", f"{here}/{name}", id=edition.id)


def _compare(data: bytes, digest: str) -> Literal["same", "ends", "touched"]:
    """Whether bytes are those of a hash, or were until a checkout gave them CR LF."""
    if hashlib.sha256(data).hexdigest() == digest:
        return "same"
    plain = data.replace(b"\r\n", b"\n")
    return "ends" if hashlib.sha256(plain).hexdigest() == digest else "touched"


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if found := _LINE.fullmatch(line):
            yield found[2], found[1]


def _chain_problems(edition: Edition, before: Edition | None) -> Iterator[Problem]:
    record = f"editions/{edition.id}/edition.yml"
    expected = before.id if before else None
    if edition.supersedes != expected:
        yield problem("edition-chain", record, id=edition.id, before=expected or "null")
    elif before and edition.previous_sha256 != before.lock_sha256:
        # The predecessor's record was touched after this one was written, or this one was.
        other = f"editions/{before.id}/edition.yml"
        yield problem(_LOCK, other, id=before.id, after=edition.id)
