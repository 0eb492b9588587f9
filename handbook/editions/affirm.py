"""Record an editor's word that an answer still holds: the `affirmed` key of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.book import Book
from handbook.editions.ripple import AFFIRMED
from handbook.source import Document

_KEY = re.compile(r"^affirmed:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)


def affirm(document: Document, ids: tuple[str, ...], head: str, edition: str) -> str:
    """The document's text with `ids` affirmed under `edition`.

    The id of the document's title, `head`, affirms all of it. What else it says stays as it is.
    """
    if head in ids:
        value: object = edition
    else:
        old = document.meta.get("affirmed")
        known = dict(old) if isinstance(old, Mapping) else {"default": str(old or edition)}
        value = {str(k): str(v) for k, v in known.items()} | dict.fromkeys(ids, edition)
        # What holds under the default anyway needs no line of its own.
        default = value["default"] if isinstance(value, dict) and "default" in value else ""
        value = {k: v for k, v in value.items() if k == "default" or v != default}
        if set(value) == {"default"}:
            value = default
    return _KEY.sub(lambda _: _line(value), document.text, count=1)


def _line(value: object) -> str:
    if not isinstance(value, dict):
        return f'affirmed: "{value}"\n'
    rows = "".join(f'  {key}: "{edition}"\n' for key, edition in value.items())
    return f"affirmed:\n{rows}"


def affirmable(book: Book, id: str) -> bool:
    """Whether an id names something that is affirmed: an answer, a norm, or a whole document."""
    section = book.sections.get(id)
    if section is None:
        return False
    page = book.page_of(id)
    return page.document.folder in AFFIRMED and section.kind != "part"
