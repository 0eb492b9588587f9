"""Short addresses: `c/ID/` and `n/45/`, which QR codes and letters can carry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from handbook.book import Book
from handbook.book.model import page_url
from handbook.editions.history import Stage
from handbook.errata import Register

DRAFT = "next"
_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}"></head>
<body><p><a href="{url}">{title}</a></p></body></html>
"""


_ABSENT = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"></head>
<body><main><h1>{title}</h1><p><a href="{url}">{link}</a></p>
<p><a href="../../index.html">首页</a></p></main></body></html>
"""


def redirect(url: str, title: str) -> bytes:
    """A page that leads on, by itself and by a link."""
    return _PAGE.format(url=escape(url, quote=True), title=escape(title)).encode()


def write_short_addresses(
    book: Book, site: Path, ever: Mapping[str, Book], stages: Mapping[str, Sequence[Stage]]
) -> None:
    """Write every short address below `site`. There are thousands: no call more than it takes."""
    for folder in ("c", "n"):
        (site / folder).mkdir()
    root = f"{site}{os.sep}"
    for name, data in short_addresses(book, ever, stages):
        path = root + name
        os.mkdir(os.path.dirname(path))
        with open(path, "wb", buffering=0) as file:
            file.write(data)


def short_addresses(
    book: Book, ever: Mapping[str, Book], stages: Mapping[str, Sequence[Stage]]
) -> Iterator[tuple[str, bytes]]:
    """Path below the edition's site, and content, of every short address.

    `ever` has every id there ever was with the newest text that has it; one that this text has
    not says since when, or from when on.
    """
    for section in book.sections.values():
        target = f"../../{book.url(section.id)}"
        yield f"c/{section.id}/index.html", redirect(target, section.heading_text)
        if section.kind == "clause":
            yield f"n/{section.number}/index.html", redirect(target, section.heading_text)
    for id, other in ever.items():
        if id not in book.sections:
            yield f"c/{id}/index.html", absence(book, other, id, stages.get(id, ()))


def absence(book: Book, other: Book, id: str, stages: Sequence[Stage]) -> bytes:
    """A page that says why a heading is not in this text, and where it is to be read."""
    section = other.sections[id]
    here = book.settings.edition_name
    titles = [stage.title for stage in stages]
    gone = next((stage for stage in stages if stage.status == "removed"), None)
    if gone and here in titles and titles.index(here) >= titles.index(gone.title):
        causes = "、".join(f"E{cause}" for cause in gone.causes)
        why = f"自{gone.title}起取消" + (f"，依据是{causes}" if causes else "")
    else:
        why = f"{here}里没有，{stages[0].title}起才有" if stages else f"{here}里没有"
    place = DRAFT if not any(s.edition == other.settings.edition for s in stages[:-1]) else ""
    target = f"../../../{place or other.settings.edition}/c/{id}/index.html"
    title = f"{section.heading_text}：{why}"
    link = f"{other.settings.edition_name}：{section.heading_text}"
    return _ABSENT.format(title=escape(title), url=escape(target), link=escape(link)).encode()


def receipt_addresses(book: Book, register: Register) -> Iterator[tuple[str, bytes]]:
    """The page of each erratum by the receipt it came in with, once it has a number.

    Whoever wrote the receipt down finds the erratum by it for ever.
    """
    urls = book.settings.directory_urls
    for erratum in register.errata:
        if erratum.receipt in register.by_id:
            continue
        name = page_url(f"docs/errata/{erratum.receipt}.md", urls)
        page = page_url(f"docs/errata/{erratum.id}.md", urls).removeprefix("errata/")
        target = f"../{page}" if urls else page
        # It stands among the pages of text, and says of itself what they say.
        title = " ".join(filter(None, (f"勘误 E{erratum.id}", book.settings.notice)))
        yield name + ("index.html" if urls else ""), redirect(target, title)
