"""Rows of recognised tables as suggestions: no row is lost, none is taken for more than it says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook.errata.intake.answers import is_nil, read_date, read_kind, read_units
from handbook.errata.intake.cleaning import half_width
from handbook.errata.intake.columns import Field, Head, find_head, repeats_head
from handbook.errata.intake.suggestions import Suggestion, finish
from handbook.errata.intake.tables import Line, Table

_SENDER = re.compile(
    r"(?:报送|填报|反馈|回复|提出|建议|填表)?(?:单位|部门)(?:名称)?(?:\((?:盖章|公章)\))?[:：]\s*"
    r"(?P<unit>[^:：]*)"
)
_AFTER_SENDER = re.compile(
    r"\s{2,}|[\t,，;；。\n]|\(?(?:盖章|公章)|联系|电话|填表|填报|日期|20\d\d"
)
_EXAMPLE = re.compile(r"[(（]?(?:例|示例|样例|填写示例|例如)[)）]?[:：]?")
_PARTS: dict[Field, str] = {"chapter": "章", "item": "项", "clause": "条"}


@dataclass
class Sheet:
    """What one table came to."""

    name: str
    suggestions: list[Suggestion] = field(default_factory=list)
    blank: int = 0
    """Rows that hold no more than a number, a unit filled in downwards, or a remark."""
    unread: int = 0
    """Rows with text in a table without a head that is understood."""
    headed: bool = False
    """Whether it has a head that is understood."""


def read_rows(tables: Sequence[Table], default_unit: str = "") -> list[Sheet]:
    """The suggestions of all tables of a file.

    A unit named above a table is that of the rows that name none; `default_unit` is, where the
    form names none at all.
    """
    sheets = []
    sender = default_unit
    for table in tables:
        head = find_head(table.lines)
        above = table.lines[: head.first] if head else table.lines
        lead = [*table.lead, *(text for line in above for text in _labelled(line))]
        sender = find_sender(lead) or sender
        sheet = Sheet(table.name, headed=head is not None)
        if head:
            _read_table(table.lines, head, sender, sheet)
        else:
            sheet.unread = len(table.lines)
            sheet.suggestions += _read_letter(table, sender)
        sheets.append(sheet)
    return sheets


def _labelled(line: Line) -> Iterator[str]:
    """A row's texts; a label together with the text beside it."""
    texts = [*line.texts, ""]
    for text, beside in itertools.pairwise(texts):
        yield text + beside if text[-1:] in ":：" and beside[-1:] not in ":：" else text


def find_sender(texts: Sequence[str]) -> str:
    """The unit that a form names outside its table, or nothing."""
    for text in texts:
        found = _SENDER.search(half_width(text))
        if found:
            words = found["unit"].strip()
            end = len(_AFTER_SENDER.split(words, maxsplit=1)[0])
            start = found.start("unit") + len(found["unit"]) - len(found["unit"].lstrip())
            if unit := text[start : start + end].strip(" 　_＿"):
                return unit
    return ""


def _read_letter(table: Table, sender: str) -> Iterator[Suggestion]:
    """A letter without a table may say that there is nothing to suggest."""
    nil = next((text for text in table.lead if is_nil(text) and len(text) > 1), "")
    if nil and not table.lines:
        yield finish(Suggestion(table.name, 1, read_units(sender), "", "", "", nil, nil=True))


def _read_table(lines: Sequence[Line], head: Head, sender: str, sheet: Sheet) -> None:
    before: Line | None = None
    for line in lines[head.last + 1 :]:
        row = _Row(line, head)
        if repeats_head(line, lines, head) or row.is_guidance():
            continue
        if row.is_blank(before):
            sheet.blank += 1
        else:
            sheet.suggestions.append(row.suggestion(sheet.name, sender))
        before = line


@dataclass(frozen=True)
class _Row:
    line: Line
    head: Head

    def text(self, *fields: Field) -> str:
        """The texts of the columns of these fields, each once."""
        return " ".join(dict.fromkeys(text for _, text in self._cells(*fields)))

    def _cells(self, *fields: Field) -> Iterator[tuple[int, str]]:
        cells = self.line.cells
        return ((n, cells[n]) for n in self.head.columns(*fields) if n < len(cells) and cells[n])

    def is_guidance(self) -> bool:
        """Whether the row numbers the columns, or shows how to fill them in."""
        texts = self.line.cells
        numbers = tuple(map(str, range(1, len(texts) + 1)))
        return (len(texts) > 2 and texts == numbers) or bool(
            _EXAMPLE.fullmatch(self.text("sequence"))
        )

    def is_blank(self, before: Line | None) -> bool:
        """Whether the row says nothing by itself."""
        texts = self.line.texts
        if len(texts) == 1 and sum(map(bool, self.line.cells)) > 2 and not is_nil(texts[0]):
            return True  # a remark that runs through the table
        if self.text(*_PARTS, "place", "original", "corrected", "reason", "note"):
            return False
        units = dict(self._cells("unit"))
        above = before.cells if before else ()
        return all(above[n : n + 1] == (text,) for n, text in units.items())

    def suggestion(self, sheet: str, sender: str) -> Suggestion:
        """What the row says."""
        place, corrected = self._place(), self.text("corrected")
        original, reason = self.text("original"), self.text("reason") or self.text("note")
        said = [text for text in (place, original, corrected, reason) if text]
        nil = is_nil(corrected) or (not corrected and any(map(is_nil, said)))
        return finish(
            Suggestion(
                sheet,
                self.line.number,
                read_units(self.text("unit") or sender),
                place,
                original,
                corrected,
                reason,
                read_kind(self.text("kind")),
                read_date(self.text("date")),
                self.text("edition"),
                bool(said) and nil,
            )
        )

    def _place(self) -> str:
        """Where: the parts in their order, each with the word that its column says."""
        parts = []
        for column, text in self._cells(*_PARTS, "place"):
            unit = _PARTS.get(self.head.fields[column], "")
            number = re.fullmatch(r"[\d零〇一二三四五六七八九十百]+", half_width(text))
            parts.append(f"第{text}{unit}" if unit and number else text)
        return " ".join(dict.fromkeys(parts))
