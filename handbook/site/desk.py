"""The reader's desk: notes, bookmarks, what was read, kept in the browser and nowhere else.

Each provision says the hash of its text, so that what a reader keeps is bound to that text; the
page `desk/` has the hashes of all of them, as a script, so that it works from a folder. It stands
in every folder of the site, since each can be copied and opened alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from handbook.book import Page
from handbook.editions.entries import BOUND
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
    """What the scripts must know of the folder that a page stands in, as JSON.

    | key | meaning |
    |---|---|
    | handbook | the title, under which the desk is kept |
    | edition | whose text the page shows: an id, or `next` for what is not frozen |
    | place, root | the folder of the site; the way up to it |
    | frozen | whether it is an edition of its own, which newer ones may have followed |
    | site | the published address that the editions stand below; empty for none |
    | titles | what the editions are called |
    | changes, compared | the pages of comparison, by the edition compared with |
    """
    place, settings = view.place, view.book.settings
    assert place is not None
    found = {
        "handbook": settings.title,
        "edition": edition_of(place, page),
        "place": place.name,
        "root": view.root,
        "frozen": place.name in place.texts,
        "site": f"{settings.site_url.rstrip('/')}/" if settings.site_url else "",
        "titles": {e.id: e.title or e.id for e in place.editions},
        "changes": view.to("changes/EDITION.md"),
        "compared": list(place.compared),
    }
    return _json(found)


def former_ids(place: Place, id: str) -> list[str]:
    """The ids that a section had in earlier editions."""
    stages = place.stages.get(id, ())
    return [stage.renamed_from for stage in stages if stage.renamed_from]


def desk_script(place: Place, rows: Callable[[Page], str]) -> tuple[str, bytes]:
    """All provisions with the hashes of their texts, and what became of former ids.

    `rows` gives the provisions of a page as `rows_json` makes them.
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
                int(page.document.folder in BOUND),
            ]
            for page in pages
        ],
        "former": former,
        "gone": gone,
    }
    body = ",".join(f"[{rows(page)}]" for page in pages)
    script = f'{_json(head)[:-1]},"provisions":[{body}]}}'
    return DATA, f"(globalThis.handbookDesk ||= {{}}).book = {script};\n".encode()


def rows_json(page: Page) -> str:
    """The provisions of a page, without brackets."""
    return ",".join(
        _json([s.id, s.label, s.title, s.sha256[:HASH]]) for s in page.sections if s.is_provision
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
