"""The data of the page `suggest/`, as scripts, so that it works from a folder without a server.

`suggest/data.js` holds what every suggestion needs and where each provision's text is; the texts
are in `suggest/data/`, a file for the provisions below each heading, so that only those at hand are
loaded, and editions share what is the same in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from handbook.book import Book, Page, Section
from handbook.book.export import compact_json
from handbook.errata.rules import NEXT
from handbook.site.csp import script_hash
from handbook.site.forges import FOLDER, LIMIT, forge_page
from handbook.site.marking import markable
from handbook.site.places import DRAFT, LATEST, Place

SCRIPTS = ("suggest-text.js", "suggest-marks.js", "suggest.js")
"""The page's scripts in `assets/`, in the order that they are loaded."""


def _shards(page: Page) -> dict[str, list[Section]]:
    """The provisions of a page by the heading above them: 项, 方面."""
    shards: dict[str, list[Section]] = {}
    for section in page.sections:
        if section.is_provision:
            shards.setdefault(section.path[-1], []).append(section)
    return shards


def data_script(place: Place) -> tuple[str, bytes]:
    """What every suggestion needs."""
    return "suggest/data.js", f"handbookSuggest.book = {compact_json(_book(place))};\n".encode()


def shard_scripts(place: Place, page: Page) -> Iterator[tuple[str, bytes]]:
    """The texts of one source page."""
    for name, sections in _shards(page).items():
        data = {section.id: provision_data(place.book, section) for section in sections}
        script = f"handbookSuggest.shards[{compact_json(name)}] = {compact_json(data)};\n"
        yield f"suggest/data/{name}.js", script.encode()


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


def _book(place: Place) -> dict[str, Any]:
    settings = place.book.settings
    shards = [(name, page, own) for page in place.book.pages for name, own in _shards(page).items()]
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
        "shards": [name for name, _, _ in shards],
        # Not in the shards, which are the same in every edition that has the same text.
        "editions": [edition_of(place, page) for _, page, _ in shards],
        "provisions": {
            s.id: [number, s.label, s.title]
            for number, (_, _, own) in enumerate(shards)
            for s in own
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
