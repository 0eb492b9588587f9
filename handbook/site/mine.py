"""The pages `mine/`, 我手里这本: what is to be mended in the copies of each printing.

The reader takes the QR code of a copy, which leads to `mine/?e=2018&p=1`, or chooses edition and
printing. Each printing has a page of its own, so that all is there without a script. They stand
in `latest/` alone: what is wrong in a copy may be found any day, long after its edition is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from handbook.book import Book, Edition, dump_json
from handbook.book.model import page_url
from handbook.errata.export import slip_row_json
from handbook.errata.issued import Printing
from handbook.errata.slip import Slip
from handbook.site.csp import script_hash
from handbook.site.pages import ComposedPage, SitePage, View, make_environment
from handbook.site.places import LATEST, Place

TITLE = "我手里这本"
DATA = "mine/printings.json"
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,15}")


@dataclass(frozen=True)
class Copy:
    """What the reader of one printing is told."""

    printing: Printing
    slip: Slip
    newer: Edition | None
    """The newest edition, where the copy is of an older one."""
    changed: int
    """How many clauses the editions after the copy's have changed, set up or removed."""
    pdf: str
    """The slip to print, relative to the edition's site; empty for none."""

    @property
    def name(self) -> str:
        """What its page is called: 2018-1."""
        return page_name(self.printing)


def page_name(printing: Printing) -> str:
    """What the page of a printing is called: 2018-1."""
    return printing.name.replace("/", "-")


def has_mine(place: Place) -> bool:
    """Whether a folder of the site has the pages."""
    return place.name == LATEST


def issued(place: Place) -> Iterator[Printing]:
    """The printings that have pages, newest first: those whose ids can stand in an address."""
    return (p for p in reversed(place.issued) if _RUN.fullmatch(p.run.id))


def copies(place: Place) -> list[Copy]:
    """What is to be said of each printing, newest first."""
    return [_copy(place, printing) for printing in issued(place)]


def _copy(place: Place, printing: Printing) -> Copy:
    slip, newest = place.slips[printing.name], place.editions[-1]
    newer = newest if newest.id != printing.edition.id else None
    pdf = slip_path(printing) if place.prints and slip.rows else ""
    changed = count_changed(place, printing.edition) if newer else 0
    return Copy(printing, slip, newer, changed, pdf)


def count_changed(place: Place, edition: Edition) -> int:
    """How many clauses the editions after one have changed, moved, set up or removed."""
    at = list(place.texts).index(edition.id)
    clauses = {s.id for book in (*place.texts.values(),) for s in book.of_kind("clause")}
    changed = 0
    for id in clauses:
        stages = place.stages.get(id, ())
        gone = bool(stages) and stages[-1].status == "removed"
        if gone and stages[-1].into:
            continue  # it goes on under another id
        later = [stage for stage in stages if stage.place > at]
        known = not gone or len(later) < len(stages)
        changed += known and any(stage.status != "same" or stage.moved for stage in later)
    return changed


def slip_path(printing: Printing) -> str:
    """Where the slip of a printing is, relative to the edition's site."""
    return f"print/slip-{page_name(printing)}.pdf"


def printed_slips(place: Place) -> Iterator[tuple[str, Slip, Book]]:
    """The slips to set, with the names of their printings and the Books that they mend."""
    for printing in issued(place):
        slip = place.slips[printing.name]
        if slip.rows:
            yield page_name(printing), slip, place.texts[printing.edition.id]


# The pages


def mine_pages(place: Place) -> Iterator[SitePage]:
    """The page to choose a printing on, and a page for each."""
    if not has_mine(place):
        return
    env = make_environment(place.root)
    env.globals["place"] = place

    def page(name: str, title: str, template: str, **given: Any) -> SitePage:
        uri = f"mine/{name}.md"
        url = page_url(f"docs/{uri}", place.book.settings.directory_urls)
        view = View(place.book, place.register, url, place.issued, place)

        def compose() -> str:
            found = {copy.name: copy for copy in copies(place)}
            context = {"view": view, "settings": place.book.settings, "copies": found}
            return env.get_template(template).render(**context, title=title, name=name, **given)

        made = SitePage(uri, title, TITLE if name == "index" else title, "")
        return ComposedPage.make(made, compose, (template, title))

    yield page("index", TITLE, "mine.html")
    for printing in issued(place):
        yield page(page_name(printing), f"{TITLE}：{printing.title}", "mine-printing.html")


# The addresses

_GO = (
    "const q=new URLSearchParams(location.search),n=`${q.get('e')}/${q.get('p')}`,"
    "l=[...document.links],a=l.find(x=>x.dataset.p===n);"
    "location.replace(a?a.href:l[0].href+location.search)"
)
_REDIRECT = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {hash}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript></head>
<body><p><a href="{url}">{title}</a></p><ul>{links}</ul><script>{go}</script></body></html>
"""
_LINK = '<li><a href="{url}" data-p="{name}">{title}</a></li>'


def mine_redirect(editions: Sequence[Edition], directory_urls: bool) -> bytes:
    """The page that a copy's QR code leads to: on to the page of its printing.

    One that is not known goes to the page to choose on, with its query.
    """

    def url(name: str) -> str:
        return f"../{LATEST}/{page_url(f'docs/mine/{name}.md', directory_urls)}"

    runs = [Printing(e, run) for e in editions for run in e.runs() if _RUN.fullmatch(run.id)]
    links = "".join(
        _LINK.format(
            url=escape(url(page_name(run))), name=escape(run.name), title=escape(run.title)
        )
        for run in runs
    )
    page = _REDIRECT.format(
        url=escape(url("index")), title=TITLE, hash=script_hash(_GO), go=_GO, links=links
    )
    return page.encode()


# For other programs


def mine_file(place: Place) -> tuple[str, bytes]:
    """`printings.json`; `handbook/schemas/printings.schema.json` describes it."""
    rows = [_json(copy, place) for copy in copies(place)[::-1]]
    return DATA, dump_json({"format": 1, "printings": rows}).encode()


def _json(copy: Copy, place: Place) -> dict[str, Any]:
    printing, slip = copy.printing, copy.slip
    run = printing.run
    url = page_url(f"docs/mine/{copy.name}.md", place.book.settings.directory_urls)
    return {
        "edition": printing.edition.id,
        "printing": run.id,
        "printed": run.printed.isoformat() if run.printed else None,
        "copies": run.copies or None,
        "carries": list(run.errata),
        "errata": list(slip.errata),
        "leaves": slip.leaves,
        "rows": [slip_row_json(row) for row in slip.rows],
        "newest_edition": copy.newer is None,
        "url": url,
        "slip": copy.pdf or None,
    }
