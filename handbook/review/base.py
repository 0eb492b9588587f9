"""The tree at a git ref, read by git itself: neither the work tree nor the index is touched."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

from handbook.problems import InputError, Problem

TOP = ("mkdocs.yml", "docs", "editions")
"""What of a project a check reads."""


@dataclass(frozen=True)
class Base:
    """What a branch is compared with."""

    ref: str
    """As the user named it."""
    commit: str
    """Where the branch left the ref: what it brings is counted from here."""
    tip: str
    """Where the ref is now. Others may have merged since the branch left it."""
    prefix: str
    """The project's folder in the repository, with a slash at its end; empty for the root."""

    @property
    def moved(self) -> bool:
        """Whether the ref has gone on since."""
        return self.commit != self.tip


def find_base(root: Path, ref: str) -> Base:
    """Find what `ref` is in the repository around `root`.

    Raises `InputError`, one line, where there is no repository or no such commit; a shallow clone
    is told how to get what it lacks.
    """
    prefix = _git(root, "rev-parse", "--show-prefix")
    if prefix is None:
        _refuse("base-no-repository", dir=str(root))
    name = prefix.decode().strip()
    tip = None if ref.startswith("-") else _commit(root, ref)
    head = _commit(root, "HEAD")
    shallow = (_git(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
    if tip is None or head is None:
        _refuse("base-shallow" if shallow else "base-unknown", ref=ref)
    start = (_git(root, "merge-base", tip, head) or b"").decode().strip()
    if not start and shallow:
        _refuse("base-shallow", ref=ref)
    return Base(ref, start or tip, tip, name)


def extract_tree(root: Path, commit: str, prefix: str, into: Path) -> None:
    """Write the sources of the project at a commit below the folder `into`.

    Links, and names that would lead out of the folder, are left out: no source is one.
    """
    names = [f"{prefix}{name}" for name in TOP]
    listing = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *names) or b""
    wanted: dict[str, str] = {}
    for row in listing.rstrip(b"\0").split(b"\0") if listing else ():
        fields, _, path = row.partition(b"\t")
        mode, kind, oid = fields.decode().split()
        name = path.decode("utf-8", "surrogateescape").removeprefix(prefix)
        if kind == "blob" and mode != "120000" and _is_inside(name):
            wanted[name] = oid
    for name, data in _contents(root, wanted):
        target = into.joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def committed_bytes(root: Path, path: str) -> bytes:
    """A file's bytes as git would record them.

    On a system where git checks text out with CR LF, the files on disk differ from what is
    recorded in just that, and nobody changed anything.
    """
    data = root.joinpath(path).read_bytes()
    plain = data.replace(b"\r\n", b"\n")
    if data == plain:
        return data
    recorded = _git(root, "hash-object", "--", path)
    same = _git(root, "hash-object", "--no-filters", "--stdin", data=plain)
    return plain if recorded and recorded == same else data


def _is_inside(name: str) -> bool:
    """Whether a name leads nowhere but into the folder, on any system."""
    parts = PurePosixPath(name).parts
    return not name.startswith("/") and all(
        part != ".." and not set(part) & set("\\:") for part in parts
    )


def _contents(root: Path, wanted: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Each name with the bytes of its blob, all asked for in one go."""
    asked = "".join(f"{oid}\n" for oid in wanted.values()).encode()
    answer = _git(root, "cat-file", "--batch", data=asked) or b""
    at = 0
    for name in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        yield name, answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _commit(root: Path, ref: str) -> str | None:
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return found.decode().strip() if found else None


def _git(root: Path, *arguments: str, data: bytes | None = None) -> bytes | None:
    """What git answers, or None where it says no. Raises `InputError` where there is no git."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    except OSError:
        _refuse("base-no-git")
    return done.stdout if done.returncode == 0 else None


def _refuse(rule: str, **values: str) -> NoReturn:
    raise InputError([Problem(".", 1, rule, values=tuple(values.items()))])
