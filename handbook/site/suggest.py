"""The data of the page `suggest/`, as scripts, so that it works from a folder without a server.

`suggest/data.js` holds what every suggestion needs and where each provision's text is; the texts
are in `suggest/data/`, a file for each source page, so that only the one at hand is loaded.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from handbook.book import Book, Page, Section
from handbook.errata.rules import NEXT
from handbook.site.csp import script_hash
from handbook.site.forges import FOLDER, LIMIT, forge_page
from handbook.site.marking import markable
from handbook.site.places import DRAFT, LATEST, Place

SCRIPTS = ("suggest-text.js", "suggest-marks.js", "suggest.js")
"""The page's scripts in `assets/`, in the order that they are loaded."""


def _marked(book: Book) -> list[Page]:
    """The pages with something to mark."""
    return [page for page in book.pages if any(s.is_provision for s in page.sections)]


def data_script(place: Place) -> tuple[str, bytes]:
    """What every suggestion needs."""
    data = _json(_book(place, _marked(place.book)))
    return "suggest/data.js", f"handbookSuggest.book = {data};\n".encode()


def shard_script(place: Place, page: Page) -> tuple[str, bytes]:
    """The texts of one source page."""
    book = place.book
    data = {s.id: provision_data(book, s) for s in page.sections if s.is_provision}
    name = shard_name(page)
    script = f"handbookSuggest.pages[{_json(name)}] = {_json(data)};\n"
    return f"suggest/data/{name}.js", script.encode()


def edition_of(place: Place, page: Page | None = None) -> str:
    """What an erratum about a page says for its edition: an edition's id, or `next`.

    The latest edition is shown with the bulletins and methods of the working text.
    """
    if not place.editions or place.name == DRAFT:
        return NEXT
    living = page is not None and page.document.folder in ("bulletins", "methods")
    if place.name == LATEST:
        return NEXT if living else place.editions[-1].id
    return place.name


def shard_name(page: Page) -> str:
    """The file of a source page's data: handbook/01-organization."""
    return page.document.path.removeprefix("docs/").removesuffix(".md")


def _book(place: Place, pages: list[Page]) -> dict[str, Any]:
    settings = place.book.settings
    forge = forge_page(settings.forge)
    return {
        "title": settings.title,
        "edition_name": settings.edition_name,
        "contact": settings.contact,
        "notice": settings.notice,
        "forge": forge
        and {
            "name": forge.name,
            "opens": forge.opens,
            "address": forge.address,
            "fields": forge.fields,
            "folder": FOLDER,
            "limit": LIMIT,
        },
        "shards": [shard_name(page) for page in pages],
        # Not in the shards, which are the same in every edition that has the same text.
        "editions": [edition_of(place, page) for page in pages],
        "provisions": {
            s.id: [number, s.label, s.title]
            for number, page in enumerate(pages)
            for s in page.sections
            if s.is_provision
        },
    }


def provision_data(book: Book, section: Section) -> dict[str, Any]:
    """A provision with its two texts, the map between them, and the tree to show it in."""
    marked = markable(section)
    return {
        "id": section.id,
        "label": section.label,
        "number": f"第{section.number}条" if section.kind == "norm" else section.label,
        "title": section.title,
        "above": book.path_text(section),
        "url": book.url(section.id),
        "sha256": section.sha256,
        "source": section.source,
        "shown": marked.text.text,
        "runs": marked.text.runs,
        "tree": marked.tree,
        "wraps": marked.wraps,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_GO = "location.replace(document.links[0].getAttribute('href')+location.search+location.hash)"
_REDIRECT = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {hash}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript></head>
<body><p><a href="{url}">{title}</a></p><script>{go}</script></body></html>
"""


def query_redirect(url: str, title: str) -> bytes:
    """A page that leads on and takes its query along, which `refresh` alone would lose."""
    page = _REDIRECT.format(
        url=escape(url, quote=True), title=escape(title), hash=script_hash(_GO), go=_GO
    )
    return page.encode()
