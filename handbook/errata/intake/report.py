"""What became of each row, for whoever imports: on the screen, as JSON, or as a table."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from handbook.book import Section
from handbook.errata.intake.bring_in import Source
from handbook.errata.intake.ledger import Reply, Row
from handbook.errata.intake.safe_cells import csv_text, set_text
from handbook.errata.locate import brief
from handbook.messages import Language, say

HEADS = ("文件", "表", "行", "单位", "位置", "原文", "建议修改为", "结果", "编号", "说明")
_WIDTHS = (24, 12, 6, 18, 20, 36, 36, 12, 14, 48)


@dataclass(frozen=True)
class Report:
    """A file and what its rows became."""

    source: Source
    reply: Reply
    sections: Mapping[str, Section]
    """The sections of the text, to call provisions by their labels."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows became what."""
        return Counter(row.became for row in self.reply.rows)

    def lines(self, lang: Language) -> Iterator[str]:
        """The file's name, a line a row with the nearest texts below, and the sum."""
        name = self.reply.file
        yield say("import-file", lang, file=name, edition=self.reply.edition)
        for given, row in zip(self.source.suggestions, self.reply.rows, strict=True):
            became = self._became(row, lang)
            became += say("import-cleaned", lang) if given.cleaned else ""
            yield f"  {_where(row, lang)}{self._subject(row)}  {became}"
            for near in row.nearest:
                label = self._label(near.provision)
                text = brief(near.text, 60)
                score = f"{near.score:g}"
                yield f"      {say('import-near', lang, label=label, text=text, score=score)}"
        for table, rows in self.source.unread:
            yield f"  {say('import-unread', lang, table=table, rows=str(rows))}"
        counts = {key: str(self.counts[key]) for key in ("new", "joined", "duplicate", "nil")}
        yield "  " + say(
            "import-sum",
            lang,
            rows=str(len(self.reply.rows)),
            lost=str(self.counts["not-located"]),
            refused=str(self.counts["refused"]),
            blank=str(self.source.blank),
            **counts,
        )

    def _subject(self, row: Row) -> str:
        return "  ".join(filter(None, [" ", "、".join(row.by), brief(row.place, 30)]))

    def _became(self, row: Row, lang: Language) -> str:
        text = say(f"became-{row.became}", lang, id=row.erratum, why=_why(row, lang))
        if row.score < 100:
            text += say("import-score", lang, score=f"{row.score:g}")
        return text

    def _label(self, id: str) -> str:
        section = self.sections.get(id)
        return section.heading_text if section else id

    def as_json(self) -> dict[str, Any]:
        """The file for other programs."""
        return {
            "file": self.reply.file,
            "sha256": self.reply.sha256,
            "intake": self.reply.path,
            "edition": self.reply.edition,
            "blank": self.source.blank,
            "unread": [{"table": table, "rows": rows} for table, rows in self.source.unread],
            "rows": [_row_json(row) for row in self.reply.rows],
        }

    def cells(self, lang: Language) -> Iterator[tuple[str, ...]]:
        """A row of texts for each row, under `HEADS`."""
        for given, row in zip(self.source.suggestions, self.reply.rows, strict=True):
            nearest = "\n".join(
                f"{self._label(near.provision)}“{near.text}”{near.score:g}" for near in row.nearest
            )
            yield (
                self.reply.file, row.sheet, str(row.row), "、".join(row.by), row.place,
                row.original or (given.original if row.erratum else ""),
                row.corrected or (given.corrected if row.erratum else ""),
                say(f"became-{row.became}", lang, id="", why="").strip(" ：:"), row.erratum,
                "\n".join(filter(None, [_why(row, lang), nearest])),
            )  # fmt: skip


def _where(row: Row, lang: Language) -> str:
    return " ".join(filter(None, [row.sheet, say("import-row", lang, row=str(row.row))]))


def _why(row: Row, lang: Language) -> str:
    """Why, in the language asked for where the row is fresh, else as it was kept."""
    if lang == "zh" or not row.rule:
        return row.why
    try:
        return say(row.rule, lang, **dict(row.values))
    except KeyError:
        return row.why


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "by": list(row.by),
        "place": row.place,
        "became": row.became,
        "erratum": row.erratum or None,
        "score": row.score,
        "nearest": [vars(near) for near in row.nearest],
        "rule": row.rule or None,
        "why": row.why or None,
    }


def report_csv(reports: Sequence[Report], lang: Language) -> bytes:
    """The reports as a csv."""
    rows = [HEADS, *(cells for report in reports for cells in report.cells(lang))]
    return csv_text(rows).encode()


def report_xlsx(reports: Sequence[Report], lang: Language) -> bytes:
    """The reports as a sheet, to be sent back."""
    book = Workbook()
    sheet = book.active
    sheet.title = "处理情况"
    rows = [HEADS, *(cells for report in reports for cells in report.cells(lang))]
    for number, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column)
            set_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJ", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
