"""The page that shows what changed from one text to another, each change with what made it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import cast

import jinja2
from markupsafe import Markup

from handbook.book import Section
from handbook.book.model import page_url
from handbook.editions.entries import GROUPS, Comparison, Entry, Group, Text
from handbook.editions.layout import Shape, Skip, Table, layout, renumbered_ranges, runs
from handbook.editions.pieces import Block, Piece
from handbook.errata import Erratum, Register
from handbook.site.pages import SitePage, TocEntry, View, make_environment
from handbook.site.places import Place

GROUP_NAMES: Mapping[Group, str] = {
    "changed": "修改",
    "added": "新增",
    "removed": "删去",
    "moved": "移位",
    "renumbered": "条号变动",
    "same": "未变",
}
_SHOWN = frozenset({"changed", "added", "removed", "moved"})
"""The groups that a page shows unless its reader asks for others."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def _nowhere(id: str) -> str:
    return ""


@dataclass(frozen=True)
class Links:
    """Where the page's links lead; an empty address is no link."""

    old: Callable[[str], str] = _nowhere
    """The address of a heading of the old text, by its id."""
    new: Callable[[str], str] = _nowhere
    """The address of a heading of the new text."""
    erratum: Callable[[str], str] = _nowhere
    """The address of an erratum's page."""

    @staticmethod
    def of_site(view: View, comparison: Comparison) -> Links:
        """Links of a page on the new text's own site; other editions' sites stand beside it."""
        old = comparison.old

        def erratum(id: str) -> str:
            return view.erratum(id) if id in view.register.by_id else view.registered(id)

        return Links(lambda id: f"{view.root}../{old.name}/{old.book.url(id)}", view.href, erratum)

    @staticmethod
    def of_address(comparison: Comparison) -> Links:
        """Links of a page that stands by itself, to the published site if there is one."""
        settings = comparison.new.book.settings
        if not settings.site_url:
            return Links()
        site = settings.site_url.rstrip("/")

        def heading(text: Text) -> Callable[[str], str]:
            known = text.name == "next" or text.book.root.parent.name == "editions"
            return lambda id: f"{site}/{text.name}/{text.book.url(id)}" if known else ""

        def erratum(id: str) -> str:
            return f"{site}/latest/{page_url(f'docs/errata/{id}.md', settings.directory_urls)}"

        return Links(heading(comparison.old), heading(comparison.new), erratum)


@dataclass(frozen=True)
class DiffView:
    """What the template asks about a comparison."""

    comparison: Comparison
    links: Links

    @property
    def shown(self) -> list[Group]:
        """The groups that there is a switch for."""
        return [g for g in GROUPS if self.comparison.counts[g] or g == "same"]

    @property
    def pages(self) -> list[tuple[str, str, list[Entry]]]:
        """The entries by their chapters or other pages: title, the groups it has, entries."""
        found = []
        for head, entries in groupby(self.comparison.entries, self._head):
            rows = list(entries)
            found.append((head, " ".join(dict.fromkeys(row.group for row in rows)), rows))
        return found

    def parts(self, entries: Iterable[Entry]) -> Iterator[tuple[bool, list[Entry]]]:
        """A page's entries, those beside each other that are the same taken together."""
        for same, part in groupby(entries, lambda entry: entry.group == "same"):
            yield same, list(part)

    def _head(self, entry: Entry) -> str:
        book = self.comparison.new.book if entry.new else self.comparison.old.book
        return book.page_of(entry.here.id).head.heading_text

    @property
    def ranges(self) -> list[tuple[str, str]]:
        """The numbers that moved on."""
        return renumbered_ranges(self.comparison)

    def path(self, entry: Entry) -> str:
        """The heading above within its page."""
        return "／".join(self.comparison.path(entry)[1:])

    def number(self, section: Section | None) -> str:
        """The number as it hangs beside a title; empty where there is none."""
        if section is None or section.number is None or section.kind == "bulletin":
            return ""
        return f"第{section.number}条" if section.kind == "norm" else section.label

    def shapes(self, entry: Entry) -> list[Shape]:
        """The lines of an entry."""
        return layout(entry.blocks)

    def causes(self, entry: Entry) -> list[tuple[str, Erratum]]:
        """What made the changes, with the sign that tells them apart where there are several."""
        errata = [self.comparison.errata[id] for id in entry.causes]
        signs = CIRCLED if len(errata) > 1 else " " * len(errata)
        return [
            ((signs[n] if n < len(signs) else f"[{n + 1}]").strip(), erratum)
            for n, erratum in enumerate(errata)
        ]

    def sign(self, entry: Entry, causes: tuple[str, ...]) -> str:
        """The signs of a change's causes; empty where the entry has but one."""
        return "".join(sign for sign, erratum in self.causes(entry) if erratum.id in causes)

    def why(self, erratum: Erratum) -> str:
        """The reason for which an erratum was accepted."""
        return next((s.why for s in reversed(erratum.history) if s.state == "accepted"), "")


_TESTS: Mapping[str, Callable[[object], bool]] = {
    "skip": lambda shape: isinstance(shape, Skip),
    "table": lambda shape: isinstance(shape, Table),
    "block": lambda shape: isinstance(shape, Block),
    "piece": lambda piece: isinstance(piece, Piece),
}


def _prepared(env: jinja2.Environment) -> jinja2.Environment:
    """The environment with what the template of this page needs."""
    env.globals.update(GROUP_NAMES=GROUP_NAMES, SHOWN_GROUPS=_SHOWN, runs=runs)
    env.tests.update(_TESTS)
    return env


def diff_page(
    comparison: Comparison,
    register: Register,
    src_uri: str,
    links: Links | None = None,
    env: jinja2.Environment | None = None,
) -> SitePage:
    """The comparison as a page of the new text's site.

    `src_uri` is the page's place there as a source, such as `changes/2018.md`.
    """
    book = comparison.new.book
    env = _prepared(env or make_environment(book.root))
    url = page_url(f"docs/{src_uri}", book.settings.directory_urls)
    view = View(book, register, url, place=cast("Place | None", env.globals.get("place")))
    diff = DiffView(comparison, links or Links.of_site(view, comparison))
    html = env.get_template("diff.html").render(
        book=book, view=view, settings=book.settings, diff=diff, comparison=comparison
    )
    title = f"修订对照 {comparison.old.title}—{comparison.new.title}"
    changed = comparison.of(*GROUPS[:4])
    toc = [TocEntry(2, e.id, e.here.heading_text) for e in changed]
    ids = [entry.id for entry in comparison.entries if entry.group != "same"]
    return SitePage(src_uri, title, f"与{comparison.old.title}对照", html, tuple(toc), tuple(ids))


def redline_document(comparison: Comparison, root: Path | None = None) -> str:
    """The comparison as one HTML file that needs no other; `root` has the project's templates."""
    book = comparison.new.book
    env = _prepared(make_environment(root or book.root))
    style = (Path(__file__).parent / "assets" / "handbook.css").read_text(encoding="utf-8")
    html = env.get_template("diff-document.html").render(
        book=book,
        view=View(book, Register(), ""),
        settings=book.settings,
        diff=DiffView(comparison, Links.of_address(comparison)),
        comparison=comparison,
        style=Markup(style),
    )
    found = _STYLE.search(html)
    digest = hashlib.sha256(found[1].encode()).digest() if found else b""
    policy = f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'"
    return html.replace("CONTENT-POLICY", policy, 1)
