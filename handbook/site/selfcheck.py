"""The pages `selfcheck/`: the clauses as a checklist, and a department's overview.

They stand in `latest/` alone: a branch compares itself with the text that is in force, and pages
of several texts would take its results to and fro. A frozen edition's checklist is its book.

A handbook of many clauses has its checklist in parts of whole chapters: a page each, with what it
loads, so that a browser shows what a reader can work at, and an edit makes its own part alone.
What is in force is in `selfcheck/data.js`, the clauses of each part in `selfcheck/data/`; their
texts, which are needed when a clause is judged and no sooner, are apart in `selfcheck/text/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handbook.book import Book, Page, Section
from handbook.book.export import compact_json
from handbook.selfcheck import Standard, standard_of
from handbook.selfcheck.overview import plain_rule
from handbook.site.places import LATEST, Place
from handbook.source.numbering import Kind

MODEL = ("selfcheck-model.js", "selfcheck-files.js")
"""What both pages load: functions alone, without a page."""
CHECKLIST = ("selfcheck-store.js", "selfcheck-print.js", "selfcheck-life.js", "selfcheck.js")
OVERVIEW = ("selfcheck-print.js", "selfcheck-overview.js")
MARKS = ("suggest-text.js", "suggest-marks.js")
"""Of the page of suggestions: what shows a change in a text."""
ASSETS = ("selfcheck.css", *MODEL, *CHECKLIST, OVERVIEW[-1])
DATA = "selfcheck/data.js"
MOST = 300
"""How many clauses a part has at most, unless one chapter has more."""


@dataclass(frozen=True)
class Part:
    """Chapters that make one page of the checklist."""

    number: int
    """From 1."""
    chapters: tuple[Page, ...]

    def of_kind(self, kind: Kind) -> list[Section]:
        """Its items or its clauses."""
        return [s for page in self.chapters for s in page.sections if s.kind == kind]

    @property
    def uri(self) -> str:
        """The source of its page; the first has the name that others link to."""
        return f"selfcheck/{'index' if self.number == 1 else self.number}.md"

    @property
    def data(self) -> str:
        """The script with its clauses."""
        return f"selfcheck/data/{self.number}.js"

    @property
    def texts(self) -> str:
        """The script with the texts of its clauses."""
        return f"selfcheck/text/{self.number}.js"


_ADD = """{
const { book } = handbookSelfcheck;
Object.assign(book.chapters, %s);
book.starts.push(book.items.length);
book.items.push(...%s);
}
"""
_TELL = """Object.assign((globalThis.handbookSelfcheck ||= {}).texts ||= {}, {%s});
handbookSelfcheck.arrived?.();
"""


def has_selfcheck(place: Place) -> bool:
    """Whether a folder of the site has the pages."""
    return place.name == LATEST


def checklist_parts(book: Book, most: int = MOST) -> list[Part]:
    """The checklist in parts of whole chapters; there is always one."""
    groups: list[list[Page]] = [[]]
    count = 0
    for page in book.folder("handbook"):
        own = sum(section.kind == "clause" for section in page.sections)
        if groups[-1] and count + own > most:
            groups.append([])
            count = 0
        groups[-1].append(page)
        count += own
    return [Part(number, tuple(pages)) for number, pages in enumerate(groups, 1)]


def selfcheck_script(place: Place) -> tuple[str, bytes]:
    """What both pages load first, as a script, so that they work from a folder."""
    standard = standard_of(place.book, place.texts, place.register, lambda section: "")
    data = compact_json(_data(standard))
    return DATA, f"(globalThis.handbookSelfcheck ||= {{}}).book = {data};\n".encode()


def part_scripts(part: Part, rows: Iterable[tuple[str, str]]) -> Iterable[tuple[str, bytes]]:
    """The clauses of a part and their texts, which `rows` gives as `chapter_json` makes them."""
    found = list(rows)
    items = ",".join(row for row, _ in found if row)
    texts = ",".join(row for _, row in found if row)
    chapters = compact_json({page.head.id: page.head.heading_text for page in part.chapters})
    yield part.data, (_ADD % (chapters, f"[{items}]")).encode()
    yield part.texts, (_TELL % texts).encode()


def chapter_json(page: Page) -> tuple[str, str]:
    """The items of a chapter with their clauses, and the clauses' texts, without brackets."""
    chapter = page.head.id
    clauses = {item.id: list(page.children(item.id)) for item in page.children(chapter)}
    items = (
        compact_json(
            [item.id, item.label, item.title, chapter, [_row(c) for c in clauses[item.id]]]
        )
        for item in page.children(chapter)
    )
    texts = (
        f"{compact_json(c.id)}:{compact_json(c.shown.text)}"
        for own in clauses.values()
        for c in own
    )
    return ",".join(items), ",".join(texts)


def _data(standard: Standard) -> dict[str, Any]:
    """Arrays rather than objects, since there are hundreds of them."""
    return {
        "handbook": standard.handbook,
        "edition": standard.edition,
        "title": standard.title,
        "titles": dict(standard.titles),
        "sizes": [[id, size] for id, size in standard.sizes.items()],
        "events": [[e.edition, e.how, e.old, e.new] for e in standard.events],
        "rule": plain_rule(standard.rule),
        "chapters": {},
        "items": [],
        "starts": [],
    }


def _row(clause: Section) -> list[str]:
    return [clause.id, clause.sha256, clause.label, clause.title]
