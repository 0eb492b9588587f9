"""The reader's desk: notes, bookmarks, what was read, kept in the browser and nowhere else.

Each provision says the hash of its text, so that what a reader keeps is bound to that text; the
page `desk/` has the hashes of all of them, as a script, so that it works from a folder. It stands
in every folder of the site, since each can be copied and opened alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps

from handbook.book import Page
from handbook.book.export import compact_json
from handbook.book.load import LOCKED
from handbook.site.here import cited_as
from handbook.site.places import Place
from handbook.site.suggest import edition_of

if TYPE_CHECKING:
    from handbook.site.pages import View

EVERYWHERE = ("desk-store.js", "desk-cite.js", "desk-marks.js")
"""On every page, in this order."""
SCRIPTS = ("desk-files.js", "desk.js")
"""On the page `desk/` alone."""
ASSETS = ("desk.css", *EVERYWHERE, *SCRIPTS)
DATA = "desk/data.js"
HASH = 16
"""How many hexadecimal digits of a text's sha256 the browser keeps: 64 bits tell texts apart."""


def desk_settings(view: View, page: Page | None) -> str:
    """What the scripts must know of a page beside `handbook.site.here`, as JSON for an attribute.

    `root` is the way up to the folder, `cite` stands before a provision's number where official
    letters cite it, `edition` says whose text it is where the folder shows that of others too.
    """
    place = view.place
    assert place is not None
    found = {"root": view.root}
    if page is not None:
        found["cite"] = cited_as(place, page)
        if (edition := edition_of(place, page)) != edition_of(place):
            found["edition"] = edition
    return htmlsafe_json_dumps(found, ensure_ascii=False, separators=(",", ":"))


def former_ids(place: Place, id: str) -> list[str]:
    """The ids that a section had in earlier editions."""
    stages = place.stages.get(id, ())
    return [stage.renamed_from for stage in stages if stage.renamed_from]


def desk_script(place: Place, rows: Callable[[Sequence[Page]], Iterable[str]]) -> tuple[str, bytes]:
    """All provisions with the hashes of their texts, and what became of former ids.

    `rows` gives the provisions of pages as `rows_json` makes them, those of many in one text.
    """
    book = place.book
    pages = [page for page in book.pages if any(s.is_provision for s in page.sections)]
    former = {old: id for id in book.sections for old in former_ids(place, id)}
    gone = {
        id: stages[-1].title
        for id, stages in place.stages.items()
        if stages and stages[-1].status == "removed" and id not in former
    }
    head = {
        "pages": [
            [
                book.url(page.head.id).partition("#")[0],
                page.head.heading_text if page.head.kind == "chapter" else page.head.label,
                edition_of(place, page),
                int(page.document.folder in LOCKED),
            ]
            for page in pages
        ],
        "former": former,
        "gone": gone,
    }
    script = f'{compact_json(head)[:-1]},"provisions":[{",".join(rows(pages))}]}}'
    return DATA, f"(globalThis.handbookDesk ||= {{}}).book = {script};\n".encode()


def rows_json(page: Page) -> str:
    """The provisions of a page."""
    return compact_json(
        [[s.id, s.label, s.title, s.sha256[:HASH]] for s in page.sections if s.is_provision]
    )
