"""The site's navigation, made from the Book where `mkdocs.yml` names none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from handbook.book import Book
from handbook.site.pages import SitePage
from handbook.source import Document, parse_heading

_LINK = re.compile(r"\]\(([a-z0-9./_-]+\.md)(?:#[^)]*)?\)")
_FOLDERS = (
    ("handbook", "手册"),
    ("bulletins", "学习参考"),
    ("methods", "工作法"),
    ("regulations", "配套制度"),
)


WINDOW = 24
"""How many pages before and after the one at hand the navigation lists."""


@dataclass(frozen=True)
class Entry:
    """A page in the navigation."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True)
class Part:
    """A part of the site in the navigation; only the part at hand has pages."""

    title: str
    url: str
    active: bool
    here: bool
    """Whether the part's own page is the one at hand."""
    pages: tuple[Entry, ...] = ()
    more: int = 0
    """How many pages the part has, if not all are listed."""


def side_navigation(nav: Navigation, page: Page) -> list[Part]:
    """The navigation as the page at hand shows it."""
    parts = []
    for item in nav.items:
        children = [c for c in item.children or () if c.is_page]
        first = children[0] if children else item
        here = first is page
        if not item.active or not children:
            parts.append(Part(item.title or "", first.url or "", item.active, here))
            continue
        rest = children[1:] if first.is_index else children
        at = next((i for i, child in enumerate(rest) if child is page), 0)
        shown = rest[max(at - WINDOW, 0) : at + WINDOW + 1]
        pages = tuple(Entry(c.title or "", c.url or "", c is page) for c in shown)
        more = len(rest) if len(shown) < len(rest) else 0
        parts.append(Part(item.title or "", first.url or "", True, here, pages, more))
    return parts


def make_nav(book: Book, pages: Sequence[SitePage]) -> list[Any]:
    """MkDocs' `nav`: home, the four folders, the change log, then the other folders."""
    uris = {page.src_uri: page for page in pages}
    nav: list[Any] = [{"首页": "index.md"}]
    for folder, title in _FOLDERS:
        entries = [{p.nav_title: u} for u, p in uris.items() if u.startswith(f"{folder}/")]
        entries.sort(key=lambda e: not next(iter(e.values())).endswith("/index.md"))
        if entries:
            nav.append(
                {title: [next(iter(e.values())) if i == 0 else e for i, e in enumerate(entries)]}
            )
    if checks := [{p.nav_title: u} for u, p in uris.items() if u.startswith("selfcheck/")]:
        nav.append({"自查": [next(iter(checks[0].values())), *checks[1:]]})
    if "desk/index.md" in uris:
        nav.append({"书桌": "desk/index.md"})
    mine = ["mine/index.md"] if "mine/index.md" in uris else []
    nav.append({"勘误": ["errata/index.md", *mine]})
    for folder in dict.fromkeys(d.folder for d in book.others if "/" in d.path[5:]):
        documents = [d for d in book.others if d.folder == folder]
        ordered = order_documents(documents)
        nav.append({short_title(ordered[0]): [d.path[5:] for d in ordered]})
    return nav


def order_documents(documents: Iterable[Document]) -> list[Document]:
    """A folder's pages: its index, those it links to in the order of the links, then the rest."""
    by_path = {d.path: d for d in documents}
    index = next((d for d in by_path.values() if d.stem == "index"), None)
    if index is None:
        return list(by_path.values())
    base = posixpath.dirname(index.path)
    links = (posixpath.normpath(posixpath.join(base, u)) for u in _LINK.findall(index.body))
    order = dict.fromkeys([index.path, *(p for p in links if p in by_path), *by_path])
    return [by_path[path] for path in order]


def short_title(document: Document) -> str:
    """The document's title."""
    line = next((line for line in document.body.split("\n") if line.startswith("# ")), "# ")
    return parse_heading(line).title or document.folder
