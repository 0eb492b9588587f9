"""The forms of a record book, as the front matter of its page describes them.

```yaml
trim: 185x260              # the printed book's trim size
year: 2020                 # without it 20__年度 is left to be written
flyleaf: [支部全称, 保管人]    # what is filled in on the title page
forms:
  - id: group-meeting      # the names of its PDFs
    title: 党小组会记录
    section: rec-group     # the heading below which it is explained
    pages: 12              # how many pages of the printed book it has; 0: printed singly
    note: 会后交支委会，依据[][group-meeting-frequency]。
    fields:
      - 党小组              # a line to write on
      - [{label: 时间, kind: date}, 地点]              # side by side
      - {label: 方式, kind: choice, options: [举手, 投票]}
      - {label: 发言要点, kind: lines}                 # ruled; without `rows` it fills the page
      - {kind: table, columns: [姓名 6, 意见 20], rows: 6}
    overleaf:              # the same again: what stands on the form's second page
      - {label: 发言要点（续）, kind: lines}
    repeat: 1              # how often the second page follows the first
```

`handbook/schemas/forms.schema.json` says the same to an editor's tools.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from handbook.problems import Problem
from handbook.source.document import Document
from handbook.source.nodes import Node, front_matter_node

FieldKind = Literal["line", "date", "choice", "lines", "box", "table"]
ColumnKind = Literal["line", "number"]
BLOCKS: frozenset[str] = frozenset({"lines", "box", "table"})
"""The kinds that have a row of the form for themselves, and may be several lines high."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")
_COLUMN = re.compile(r"(.+?) +(\d{1,2})")
"""意见 20: a column's label and its width."""
_TRIM = re.compile(r"\d{3}(?:\.\d+)?x\d{3}(?:\.\d+)?")
MOST_PAGES, MOST_ROWS = 400, 100


@dataclass(frozen=True)
class Column:
    """A column of a form's table."""

    label: str
    kind: ColumnKind = "line"
    """`number` counts the rows, through all pages that the form has in a book."""
    width: float = 0
    """Its share of the table's width, in characters; 0 lets it be found from the label."""
    hint: str = ""
    """A word of help, read out by screen readers and shown when a filled-in form is pointed at."""


@dataclass(frozen=True)
class Field:
    """One thing that is filled in."""

    label: str
    kind: FieldKind = "line"
    rows: int = 0
    """Lines of `lines` or `box`, rows of a `table`; 0 shares what the page has."""
    high: int = 1
    """Lines that a row of a table is high."""
    names: tuple[str, ...] = ()
    """What stands in a table's first column, row by row."""
    columns: tuple[Column, ...] = ()
    options: tuple[str, ...] = ()
    """What a `choice` offers, a box to tick before each."""
    width: float = 0
    """Its share of a row that several stand in, in characters; 0 for an equal one."""
    hint: str = ""
    line: int = 1
    """The 1-based line of the file on which it begins."""

    @property
    def grows(self) -> bool:
        """Whether it takes what the page has left."""
        return self.kind in BLOCKS and not self.rows and not self.names


Row = tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """One form of a record book."""

    id: str
    title: str
    section: str
    """The id of the heading below which it is explained."""
    pages: int
    """How many pages of the printed book it has, both its sides counted."""
    fields: tuple[Row, ...]
    overleaf: tuple[Row, ...] = ()
    """What stands on its second page; empty for a form of one page."""
    repeat: int = 1
    """How often the second page follows the first: a meeting has several topics."""
    note: str = ""
    """A sentence at the foot; may cite as text does."""
    line: int = 1

    @property
    def sides(self) -> tuple[tuple[Row, ...], ...]:
        """The rows of each of its pages."""
        return (self.fields, self.overleaf) if self.overleaf else (self.fields,)

    @property
    def length(self) -> int:
        """How many pages of a book one copy has."""
        return 1 + self.repeat if self.overleaf else 1


@dataclass(frozen=True)
class Record:
    """What a record page's front matter says."""

    trim: str = ""
    """The trim size of the printed book, as in the settings; empty for the settings' own."""
    year: int = 0
    """The year on the cover; 0 leaves it to be written in."""
    flyleaf: tuple[str, ...] = ()
    """What is filled in on the title page; empty for the usual lines."""
    common: tuple[str, ...] = ()
    """On the records' index: ids of its sections that stand in front of every book."""
    forms: tuple[Form, ...] = ()


def read_record(document: Document) -> tuple[Record, list[Problem]]:
    """The record's data, and everything that is wrong with it, each with its line."""
    problems: list[Problem] = []
    node = front_matter_node(document, problems)
    if node is None:
        return Record(), problems
    index = document.stem == "index"
    parts = node.mapping(
        "文件头", ("common", "forms") if index else ("trim", "year", "flyleaf", "forms")
    )
    forms = [form for each in _items(parts, "forms") if (form := _form(each)) is not None]
    for at, form in enumerate(forms):
        if any(other.id == form.id for other in forms[:at]):
            node.report("forms-duplicate", line=form.line, id=form.id)
    return (
        Record(
            _text(parts, "trim", "宽x高（毫米），如 185x260", _TRIM),
            _number(parts, "year", 1900, 2999),
            tuple(each.text("flyleaf", "文字") for each in _items(parts, "flyleaf")),
            tuple(each.text("common", "标识") for each in _items(parts, "common")),
            tuple(forms),
        ),
        problems,
    )


def _form(node: Node) -> Form | None:
    where = node.name("表")
    parts = node.mapping(
        where, ("id", "title", "section", "pages", "note", "fields", "overleaf", "repeat"),
        ("id", "title", "section", "pages", "fields"),
    )  # fmt: skip
    if not parts:
        return None
    sides = [
        tuple(row for each in _items(parts, key) if (row := _row(each)))
        for key in ("fields", "overleaf")
    ]
    form = Form(
        _text(parts, "id", "小写字母、数字和连字符", _SLUG),
        _text(parts, "title", "文字"),
        _text(parts, "section", "本页一个标题的标识"),
        _number(parts, "pages", 0, MOST_PAGES),
        sides[0],
        sides[1],
        _number(parts, "repeat", 1, 20) or 1,
        _text(parts, "note", "文字"),
        node.line,
    )
    if form.pages % form.length:
        parts["pages"].report("forms-odd", title=form.title, pages=form.pages, length=form.length)
    return form


def _row(node: Node) -> Row:
    if not node.is_list:
        field = _field(node, ())
        return (field,) if field else ()
    return tuple(field for each in node.items("fields") if (field := _field(each, BLOCKS)))


def _field(node: Node, forbidden: frozenset[str] | tuple[str, ...]) -> Field | None:
    if node.is_scalar:
        return Field(node.text("fields", "栏目名称"), line=node.line)
    where = node.name("栏目")
    parts = node.mapping(
        where, ("label", "kind", "rows", "high", "columns", "options", "width", "hint"), ()
    )
    if not parts:
        return None
    kinds = tuple(kind for kind in get_args(FieldKind) if kind not in forbidden)
    kind = parts["kind"].choice("kind", kinds) if "kind" in parts else "line"
    takes = {"table": ("rows", "high", "columns"), "lines": ("rows",), "box": ("rows",)}
    fit = {"label", "kind", "hint", *takes.get(kind, ("width",))}
    fit |= {"options"} if kind == "choice" else set()
    for key in parts:
        if key not in fit:
            parts[key].report("forms-unfit", where=where, key=key, kind=kind)
    needs = {"table": "columns", "choice": "label options"}.get(kind, "label").split()
    for key in needs:
        if key not in parts:
            node.report("forms-missing", where=where, key=key)
    named = "rows" in parts and parts["rows"].is_list
    return Field(
        _text(parts, "label", "文字"),
        kind,  # type: ignore[arg-type]
        0 if named else _number(parts, "rows", 1, MOST_ROWS),
        _number(parts, "high", 1, 12) or 1,
        tuple(each.text("rows", "文字") for each in parts["rows"].items()) if named else (),
        tuple(_column(each) for each in _items(parts, "columns")),
        tuple(each.text("options", "文字") for each in _items(parts, "options")),
        _number(parts, "width", 1, 60),
        _text(parts, "hint", "文字"),
        node.line,
    )


def _column(node: Node) -> Column:
    if node.is_scalar:
        text = node.text("columns", "栏目名称，空格后可写宽度")
        label, width = found.groups() if (found := _COLUMN.fullmatch(text)) else (text, 0)
        return Column(label, width=int(width))
    parts = node.mapping(node.name("列"), ("label", "kind", "width", "hint"), ("label",))
    kinds = get_args(ColumnKind)
    return Column(
        _text(parts, "label", "文字"),
        parts["kind"].choice("kind", kinds) if "kind" in parts else "line",  # type: ignore[arg-type]
        _number(parts, "width", 1, 60),
        _text(parts, "hint", "文字"),
    )


def _items(parts: Mapping[str, Node], key: str) -> Sequence[Node]:
    return parts[key].items(key) if key in parts else ()


def _text(
    parts: Mapping[str, Node], key: str, form: str, pattern: re.Pattern[str] | None = None
) -> str:
    return parts[key].text(key, form, pattern) if key in parts else ""


def _number(parts: Mapping[str, Node], key: str, least: int, most: int) -> int:
    return parts[key].number(key, least, most) if key in parts else 0
