"""Read source files: encoding, line ends, front matter, and the bounds of the tree."""

from __future__ import annotations

import codecs
import contextlib
import datetime
import functools
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from handbook.problems import Problem, problem
from handbook.source.plain import read_plain

Folder = Literal["handbook", "bulletins", "methods", "regulations"]
FOLDERS: tuple[Folder, ...] = ("handbook", "bulletins", "methods", "regulations")
"""The folders whose headings are addressable, in reading order."""

FILE_FORMS: dict[Folder, tuple[re.Pattern[str], str]] = {
    "handbook": (re.compile(r"\d{2}-[a-z0-9-]+\.md"), "NN-slug.md"),
    "bulletins": (re.compile(r"\d{4}-\d{2}\.md"), "YYYY-NN.md"),
    "methods": (re.compile(r"[a-z0-9-]+\.md"), "slug.md"),
    "regulations": (re.compile(r"[a-z0-9-]+\.md"), "slug.md"),
}

# Tab and line feed are text; all else of C0/C1, and the bidirectional and zero-width
# controls that can make a line read otherwise than it is written (UTR #36, 3.1), is not.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Document:
    """One Markdown file of the tree."""

    folder: str
    path: str
    """Relative to the project's root, forward slashes: `docs/handbook/01-organization.md`."""
    text: str
    """The whole file, front matter included, line ends as LF and without a BOM."""
    body_start: int
    """Offset in `text` where the Markdown body begins."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    meta_lines: Mapping[str, int] = field(default_factory=dict)
    """The 1-based line of each front-matter key."""
    sha256: str = ""
    """Of the file's bytes as they are on disk."""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def body(self) -> str:
        """The Markdown without the front matter."""
        return self.text[self.body_start :]

    def line_at(self, offset: int) -> int:
        """The 1-based line of an offset in `text`."""
        return self.text.count("\n", 0, offset) + 1


def guess_encoding(data: bytes) -> str:
    """Name the encoding of bytes that are not UTF-8, for the message only."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[1:2] == b"\0" or data[:1] == b"\0":
        return "UTF-16"
    for name, label in (("gb18030", "GBK/GB 18030"), ("big5", "Big5")):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return label
    return "?"


def is_inside(root: Path, name: str) -> bool:
    """Whether a file's real place is below the root's; `name` is its path from there."""
    place = str(root)
    for part in name.split("/"):
        place = f"{place}{os.sep}{part}"
        if part == ".." or os.path.islink(place):  # noqa: PTH114, many times as fast
            break
    else:
        return True  # no link on the way
    real, base = os.path.realpath(root / name), os.path.realpath(root)
    return real.startswith(f"{base.rstrip(os.sep)}{os.sep}")


def read_text(root: Path, path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a file with LF line ends and no BOM, or the problems that forbid reading it."""
    text, problems, _ = _read(root, path)
    return text, problems


def _read(root: Path, path: Path) -> tuple[str | None, list[Problem], str]:
    name = path.relative_to(root).as_posix()
    if not is_inside(root, name):
        return None, [problem("file-outside", name)], ""
    data = path.read_bytes()
    return *_decode(name, data), hashlib.sha256(data).hexdigest()


def _decode(name: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file's bytes, or the problems that forbid reading it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [problem("file-encoding", name, encoding="UTF-16")]
    try:
        text = decode_text(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [problem("file-encoding", name, line, encoding=guess_encoding(data))]
    problems = [
        problem(
            "file-control",
            name,
            text.count("\n", 0, found.start()) + 1,
            found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1,
            code=f"U+{ord(found[0]):04X}",
        )
        for found in CONTROL.finditer(text)
    ]
    return text, problems


def decode_text(data: bytes) -> str:
    """Text in UTF-8 with LF line ends and no BOM. Raises `UnicodeDecodeError`."""
    text = data.removeprefix(codecs.BOM_UTF8).decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _DateLoader(yaml.SafeLoader):
    """SafeLoader that refuses aliases, so that a small file cannot grow without bound."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not accepted")
        return super().compose_node(parent, index)


FastLoader: type[yaml.CSafeLoader] | None = getattr(yaml, "CSafeLoader", None)
"""The safe loader of libyaml, where PyYAML was built with it."""


def parse_yaml(text: str) -> Any:
    """Parse YAML without aliases or tags. Raises `yaml.YAMLError`."""
    if FastLoader is not None and "*" not in text:  # no alias; libyaml is ten times as fast
        with contextlib.suppress(yaml.YAMLError):  # our sentences are those of the other parser
            node = compose_yaml(text)
            return None if node is None else FastLoader("").construct_document(node)
    return yaml.load(text, _DateLoader)


@functools.lru_cache(maxsize=1)  # whoever asks for the nodes has just had the data read
def compose_yaml(text: str) -> yaml.Node | None:
    """YAML as its nodes, which know their places. Raises `yaml.YAMLError`."""
    return yaml.compose(text, FastLoader or yaml.SafeLoader)


def yaml_problem(rule: str, name: str, error: yaml.YAMLError, first_line: int) -> Problem:
    """A YAML error as a finding; `first_line` is the file's line of the text's first line."""
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    if mark and begun and mark.buffer and mark.index >= len(mark.buffer) - 1:
        mark = begun  # a quotation that is never closed: where it begins says more than the end
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = first_line + (mark.line if mark else 0)
    return problem(rule, name, line, (mark.column if mark else 0) + 1, what=what)


def split_front_matter(
    name: str, text: str
) -> tuple[dict[str, Any], dict[str, int], int, list[Problem]]:
    """Front matter, the line of each of its keys, and the offset of the body after it."""
    if not text.startswith("---\n"):
        return {}, {}, 0, []
    end = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, 4)
    if end is None:
        # The line that was meant to close it, if one looks like that.
        meant = re.compile(r"^.{0,2}--.{0,2}$", re.MULTILINE).search(text, 4)
        line = text.count("\n", 0, meant.start()) + 1 if meant else 1
        return {}, {}, 0, [problem("front-matter-syntax", name, line, what="---")]
    source = text[4 : end.start()]
    plain = read_plain(source)
    try:
        meta = plain.data if plain else parse_yaml(source)
    except yaml.YAMLError as error:
        return {}, {}, end.end(), [yaml_problem("front-matter-syntax", name, error, 2)]
    except ValueError as error:  # an impossible date, such as 2018-13-40
        return {}, {}, end.end(), [problem("front-matter-syntax", name, 2, what=str(error))]
    if meta is None:
        meta = {}
    if not isinstance(meta, dict):
        return {}, {}, end.end(), [problem("front-matter-syntax", name, 2, what="key: value")]
    lines = {
        found[1]: number
        for number, line in enumerate(source.split("\n"), start=2)
        if (found := re.match(r"([^\s:][^:]*?)[ \t]*:", line))
    }
    return {str(key): value for key, value in meta.items()}, lines, end.end(), []


def read_document(root: Path, path: Path, folder: str) -> tuple[Document | None, list[Problem]]:
    """Read one Markdown file below `root`."""
    name = path.relative_to(root).as_posix()
    if not is_inside(root, name):
        return None, [problem("file-outside", name)]
    return make_document(name, folder, path.read_bytes())


def make_document(name: str, folder: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    """A Markdown file from its bytes; `name` is its path below the root."""
    text, problems = _decode(name, data)
    if text is None:
        return None, problems
    meta, lines, start, found = split_front_matter(name, text)
    problems += found
    if not text[start:].strip():
        problems.append(problem("file-empty", name))
    digest = hashlib.sha256(data).hexdigest()
    return Document(folder, name, text, start, meta, lines, digest), problems


def name_problems(name: str, folder: Folder) -> Iterator[Problem]:
    """What is wrong with the path of a file of one of the four folders."""
    form, shown = FILE_FORMS[folder]
    relative = name.removeprefix(f"docs/{folder}/")
    if not form.fullmatch(relative):
        yield problem("file-name", name, name=relative, form=shown)


def is_date(value: object) -> bool:
    """Whether a YAML value is a plain date, as 2018-10-20 is."""
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
