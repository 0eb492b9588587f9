"""The pages `selfcheck/`: the clauses as a checklist, and a department's overview.

They stand in `latest/` alone: a branch compares itself with the text that is in force, and pages
of several texts would take its results to and fro. A frozen edition's checklist is its book.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from handbook.book import Page, Section
from handbook.selfcheck import Standard, standard_of
from handbook.selfcheck.overview import plain_rule
from handbook.site.places import LATEST, Place

MODEL = ("selfcheck-model.js", "selfcheck-files.js")
"""What both pages load: functions alone, without a page."""
CHECKLIST = ("selfcheck-store.js", "selfcheck-print.js", "selfcheck.js")
OVERVIEW = ("selfcheck-print.js", "selfcheck-overview.js")
MARKS = ("suggest-text.js", "suggest-marks.js")
"""Of the page of suggestions: what shows a change in a text."""
ASSETS = ("selfcheck.css", *MODEL, *CHECKLIST, OVERVIEW[-1])
DATA = "selfcheck/data.js"


def has_selfcheck(place: Place) -> bool:
    """Whether a folder of the site has the pages."""
    return place.name == LATEST


def selfcheck_script(
    place: Place, items: Callable[[Sequence[Page]], Iterable[str]]
) -> tuple[str, bytes]:
    """The data of both pages, as a script, so that they work from a folder.

    `items` gives the items of chapters as `items_json` makes them.
    """
    standard = standard_of(place.book, place.texts, place.register, lambda section: "")
    chapters = place.book.folder("handbook")
    found = filter(None, items(chapters))
    head = _data(standard) | {
        "chapters": {page.head.id: page.head.heading_text for page in chapters}
    }
    data = f'{_json(head)[:-1]},"items":[{",".join(found)}]}}'
    script = f"(globalThis.handbookSelfcheck ||= {{}}).book = {data};\n"
    return DATA, script.encode()


def items_json(page: Page) -> str:
    """The items of a chapter with their clauses, without brackets."""
    chapter = page.head.id
    return ",".join(
        _json([item.id, item.label, item.title, chapter, [_row(c) for c in page.children(item.id)]])
        for item in page.children(chapter)
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
    }


def _row(clause: Section) -> list[str]:
    return [clause.id, clause.sha256, clause.label, clause.title, clause.shown.text]
