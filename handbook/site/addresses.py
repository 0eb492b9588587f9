"""Short addresses: `c/ID/` and `n/45/`, which QR codes and letters can carry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from pathlib import Path

from handbook.book import Book

_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}"></head>
<body><p><a href="{url}">{title}</a></p></body></html>
"""


def redirect(url: str, title: str) -> bytes:
    """A page that leads on, by itself and by a link."""
    return _PAGE.format(url=escape(url, quote=True), title=escape(title)).encode()


def write_short_addresses(book: Book, site: Path) -> None:
    """Write every short address below `site`. There are thousands: no call more than it takes."""
    for folder in ("c", "n"):
        (site / folder).mkdir()
    root = f"{site}{os.sep}"
    for name, data in short_addresses(book):
        path = root + name
        os.mkdir(os.path.dirname(path))
        with open(path, "wb", buffering=0) as file:
            file.write(data)


def short_addresses(book: Book) -> Iterator[tuple[str, bytes]]:
    """Path below the edition's site, and content, of every short address."""
    for section in book.sections.values():
        target = f"../../{book.url(section.id)}"
        yield f"c/{section.id}/index.html", redirect(target, section.heading_text)
        if section.kind == "clause":
            yield f"n/{section.number}/index.html", redirect(target, section.heading_text)
