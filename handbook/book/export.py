"""`book.json`: the Book for other programs (design: JSON shapes)."""

from __future__ import annotations

import json
from typing import Any

from handbook.book.model import Book, Page, Section


def dump_json(data: object) -> str:
    """JSON as all our files have it: UTF-8, keys sorted, one line feed at the end."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def compact_json(data: object) -> str:
    """JSON as our scripts have it: the same without an order of keys or a line feed."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def book_json(book: Book) -> dict[str, Any]:
    """The Book in the published shape; `handbook/schemas/book.schema.json` describes it."""
    provisions = [provision_json(book, section) for section in book.provisions]
    return book_outline(book) | {"provisions": provisions}


def book_outline(book: Book) -> dict[str, Any]:
    """The same with no provisions."""
    return {
        "format": 1,
        "edition": book.settings.edition,
        "title": book.settings.title,
        "sha256": book.sha256,
        "chapters": [_chapter(page) for page in book.folder("handbook")],
        "provisions": [],
        "methods": [
            {
                "id": page.head.id,
                "title": page.head.title,
                "unit": str(page.document.meta.get("unit", "")),
                "cites": list(book.method_cites(page.head)),
            }
            for page in book.folder("methods")
        ],
        "bulletins": [
            {
                "issue": page.document.meta.get("issue"),
                "title": page.head.title,
                "areas": [
                    {"id": s.id, "title": s.title} for s in page.sections if s.kind == "area"
                ],
            }
            for page in book.folder("bulletins")
        ],
        "regulations": [
            {
                "id": page.head.id,
                "title": page.head.title,
                "short": str(page.document.meta.get("short", "")),
                "aspects": [
                    {"id": s.id, "title": s.title} for s in page.sections if s.kind == "aspect"
                ],
            }
            for page in book.folder("regulations")
        ],
    }


def _chapter(page: Page) -> dict[str, Any]:
    items = [_numbered(s) for s in page.sections if s.kind == "item"]
    return _numbered(page.head) | {"items": items}


def _numbered(section: Section) -> dict[str, Any]:
    return {"id": section.id, "number": section.number, "title": section.title}


def provision_json(book: Book, section: Section) -> dict[str, Any]:
    """A provision in the published shape."""
    return {
        "id": section.id,
        "kind": section.kind,
        "number": section.number,
        "label": section.label,
        "title": section.title,
        "path": list(book.path_text(section)),
        "url": book.url(section.id),
        "sha256": section.sha256,
        "text": section.shown.text,
        "check": section.check,
        "cites": list(section.cites),
        "cited_by": list(book.cited_by.get(section.id, ())),
    }
