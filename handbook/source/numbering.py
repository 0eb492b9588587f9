"""Compute numbers and labels: 第一章, 第7项, 第12条, 问3-14, 工作规范第18条.

The numbers follow the order of files and headings alone; ids stay, numbers move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from handbook.source.document import Document
from handbook.source.headings import PRACTICES, Heading

Kind = Literal[
    "chapter", "item", "clause",
    "bulletin", "area", "question", "practices", "practice",
    "method", "part",
    "regulation", "aspect", "norm",
    "record",
]  # fmt: skip
"""What a heading is, by its folder and level."""

PROVISION_KINDS: frozenset[str] = frozenset({"clause", "question", "norm"})
"""The kinds that have a computed number of their own and are provisions."""
_COUNTED = PROVISION_KINDS | {"chapter", "item"}

_LEVELS: dict[str, tuple[Kind, Kind, Kind]] = {
    "handbook": ("chapter", "item", "clause"),
    "bulletins": ("bulletin", "area", "question"),
    "methods": ("method", "part", "part"),
    "regulations": ("regulation", "aspect", "norm"),
    "records": ("record", "part", "part"),
}
_DIGITS = "零一二三四五六七八九"


def chinese_number(n: int) -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 12 → 十二, 105 → 一百零五."""
    if n < 10:
        return _DIGITS[n]
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
            zero = False
        elif text:
            zero = True
    return text[1:] if text.startswith("一十") else text


class Numbered(NamedTuple):
    """A heading with what was computed for it."""

    document: Document
    heading: Heading
    kind: Kind
    number: int | None
    """Within its own series; None for what is not counted."""
    label: str
    """What a reference to it shows."""
    path: tuple[str, ...]
    """Ids of the headings above it, outermost first."""


def number_headings(files: Iterable[tuple[Document, Sequence[Heading]]]) -> list[Numbered]:
    """Number all headings, files and headings in the order given."""
    result: list[Numbered] = []
    whole: dict[Kind, int] = {}
    """The last numbers of the handbook; they go on from file to file."""
    for document, headings in files:
        kinds = _LEVELS[document.folder]
        last: dict[Kind, int] = whole if document.folder == "handbook" else {}
        above: list[tuple[int, tuple[str, ...]]] = []
        """The levels of the headings above, each with the path of what is below it."""
        in_practices = False
        for heading in headings:
            level = heading.level
            while above and above[-1][0] >= level:
                above.pop()
            path = above[-1][1] if above else ()
            kind = kinds[level - 1]
            if level == 2:
                in_practices = kind == "area" and bool(PRACTICES.match(heading.id or ""))
            if in_practices and kind in ("area", "question"):
                kind = "practices" if kind == "area" else "practice"
            number = None
            if kind in _COUNTED:
                number = last[kind] = last.get(kind, 0) + 1
            elif kind == "bulletin":
                number = _issue(document)
            label = _label(kind, number, heading, document)
            result.append(Numbered(document, heading, kind, number, label, path))
            above.append((level, (*path, heading.id) if heading.id else path))
    return result


def _issue(document: Document) -> int | None:
    issue = document.meta.get("issue")
    return issue if isinstance(issue, int) else None


def _label(kind: Kind, number: int | None, heading: Heading, document: Document) -> str:
    match kind:
        case "chapter":
            return f"第{chinese_number(number or 0)}章"
        case "item":
            return f"第{number}项"
        case "clause":
            return f"第{number}条"
        case "bulletin":
            return f"学习参考第{number}期"
        case "question":
            return f"问{_issue(document)}-{number:02d}"
        case "regulation":
            return str(document.meta.get("short") or heading.title)
        case "norm":
            return f"{document.meta.get('short') or ''}第{number}条"
        case _:
            return heading.title
