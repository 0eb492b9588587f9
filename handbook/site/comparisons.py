"""The pages `changes/`: what changed from each earlier edition to the text of a folder of the site.

A frozen edition has one page, against the edition before it, and depends on no later one; the
latest has one for every earlier edition, the draft one against the newest.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2

from handbook.editions.compare import compare
from handbook.editions.entries import Text
from handbook.editions.texts import NEXT, Editions, draft_title
from handbook.editions.window import Window
from handbook.site.pages import SitePage, TocEntry, make_environment
from handbook.site.places import Place
from handbook.site.redline import diff_page


def comparison_uri(edition: str) -> str:
    """The source address of the page against an earlier edition."""
    return f"changes/{edition}.md"


def comparison_pages(place: Place) -> Iterator[SitePage]:
    """The pages of comparisons of one folder of the site.

    A page is taken from `.cache/` where it was made by the same code of the same texts and errata.
    """
    from handbook.site.build import code_sha256

    if not place.compared:
        return
    code = code_sha256(place.root)
    shelf = place.root / ".cache" / "handbook" / "comparisons" / place.name
    kept: set[str] = set()
    env: jinja2.Environment | None = None
    for id in place.compared:
        old, new, window = _texts(place, id)
        name = f"{_key(place, old, new, window, code)}.json"
        kept.add(name)
        page = _read(shelf / name)
        if page is None:
            env = env or _environment(place)
            page = diff_page(
                compare(old, new, window), place.register, comparison_uri(id), None, env
            )
            _write(shelf / name, page)
        yield page
    _prune(shelf, kept)


def _texts(place: Place, id: str) -> tuple[Text, Text, Window]:
    """The two texts and the errata that lie between them."""
    ids = tuple(place.texts)
    old = Text(id, place.texts[id].settings.edition_name, place.texts[id])
    settings = place.book.settings
    if place.is_draft:
        new = Text(NEXT, draft_title(settings, ids), place.book)
    else:  # the text itself: what the latest shows beside it is today's
        new = Text(ids[-1], settings.edition_name, place.texts[ids[-1]])
    editions = Editions(ids, settings.edition if place.is_draft else "")
    return old, new, editions.window(id, new.name, place.register.errata)


def _environment(place: Place) -> jinja2.Environment:
    env = make_environment(place.root)
    env.globals["place"] = place
    return env


def _key(place: Place, old: Text, new: Text, window: Window, code: str) -> str:
    """A hash of all that a page shows and links to."""
    known = [e.id for e in window.errata if e.id in place.register.by_id]
    errata = [dataclasses.replace(erratum, lines={}) for erratum in window.errata]
    data = [code, place.name, old.name, new.name, old.book.sha256, new.book.sha256]
    data += [repr(old.book.settings), repr(new.book.settings), repr(errata), repr(known)]
    data += [repr([(e.id, e.title) for e in place.editions[-1:]]), repr(place.is_draft)]
    return hashlib.sha256("\0".join(data).encode()).hexdigest()[:32]


def _read(path: Path) -> SitePage | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        data: dict[str, Any] = json.loads(path.read_bytes())
        toc = tuple(TocEntry(*entry) for entry in data.pop("toc"))
        return SitePage(**data | {"toc": toc, "ids": tuple(data["ids"])})
    return None


def _write(path: Path, page: SitePage) -> None:
    """Keep a page whole or not at all; a cache that cannot be written is no cache."""
    data = dataclasses.asdict(page) | {"toc": [dataclasses.astuple(entry) for entry in page.toc]}
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)


def _prune(shelf: Path, kept: Container[str]) -> None:
    """Leave no page that nobody asks for any more."""
    with suppress(OSError):
        for path in list(shelf.iterdir()):
            if path.name not in kept:
                path.unlink()
