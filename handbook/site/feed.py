"""`errata.xml`: the change log as an Atom feed (RFC 4287), for whoever wants to be told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from handbook.book import Book
from handbook.book.model import page_url
from handbook.errata import Erratum, Register
from handbook.errata.renamed import in_text
from handbook.site.states import STATES, redline_of
from handbook.source.document import CONTROL

ATOM = "http://www.w3.org/2005/Atom"
NO_HOST = "handbook.invalid"
"""The authority of the ids where no address is set (RFC 2606, 2: never a real host)."""
FEED_DAY = datetime.date(2018, 1, 1)
"""The day in the feed's own id: one for ever, since a reader knows the feed again by it."""

register_namespace("", ATOM)


def errata_feed(register: Register, book: Book) -> bytes:
    """All errata as entries, those last decided first.

    No time is in it but that of the errata's own history, so that the same register always gives
    the same bytes.
    """
    settings = book.settings
    base = f"{settings.site_url.rstrip('/')}/" if settings.site_url else ""
    feed = Element(f"{{{ATOM}}}feed", {"xml:lang": "zh-CN"})
    _text(feed, "id", _tag(settings.site_url, FEED_DAY, "errata"))
    _text(feed, "title", f"《{settings.title}》勘误记录")
    if settings.notice:
        _text(feed, "subtitle", settings.notice)
    _text(feed, "updated", _moment(_last(register, book)))
    SubElement(_child(feed, "author"), f"{{{ATOM}}}name").text = _clean(
        settings.publisher or settings.title
    )
    _link(feed, "self", f"{base}errata.xml", "application/atom+xml")
    _link(feed, "alternate", base + _page("index", book), "text/html")
    names = dict(zip((e.id for e in register.errata), _names(register), strict=True))
    newest = sorted(register.errata, key=lambda e: (e.history[-1].date, e.id), reverse=True)
    for erratum in newest:
        _entry(feed, erratum, book, base, names[erratum.id])
    xml: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _names(register: Register) -> Iterator[str]:
    """What each erratum's id is made of: its receipt, which stays when it gets its number."""
    seen: set[str] = set()
    for erratum in register.errata:
        receipt = erratum.receipt
        # The same words may be suggested once more after the first were decided.
        yield receipt if receipt not in seen else f"{receipt}/{erratum.id}"
        seen.add(receipt)


def _entry(feed: Element, erratum: Erratum, book: Book, base: str, name: str) -> None:
    erratum = in_text(erratum, book)
    section = book.sections.get(erratum.provision)
    where = section.heading_text if section else erratum.provision
    id = erratum.id if erratum.id.startswith("r-") else f"E{erratum.id}"
    last = erratum.history[-1]
    entry = _child(feed, "entry")
    _text(entry, "id", _tag(book.settings.site_url, erratum.reported, f"errata/{name}"))
    _text(entry, "title", f"{id} {where}：{STATES[erratum.state]}")
    _link(entry, "alternate", base + _page(erratum.id, book), "text/html")
    _text(entry, "published", _moment(erratum.reported))
    _text(entry, "updated", _moment(last.date))
    for unit in erratum.history[0].by:
        SubElement(_child(entry, "author"), f"{{{ATOM}}}name").text = _clean(unit)
    category = {"term": erratum.state, "label": STATES[erratum.state]}
    SubElement(entry, f"{{{ATOM}}}category", category)
    if last.why:
        _text(entry, "summary", last.why)
    content = SubElement(entry, f"{{{ATOM}}}content", {"type": "html"})
    content.text = f"<p>{_redline(erratum, book)}</p>"


def _redline(erratum: Erratum, book: Book) -> str:
    """Before and after in the sentence around, as HTML of `del` and `ins`."""
    if erratum.amendment:
        return escape(_clean(erratum.reason or erratum.amendment.action))
    pieces = []
    for _, old, new in redline_of(book, erratum).ops:
        if old == new:
            pieces.append(escape(_clean(old)))
            continue
        pieces += [f"<del>{escape(_clean(old))}</del>"] if old else []
        pieces += [f"<ins>{escape(_clean(new))}</ins>"] if new else []
    return "".join(pieces).replace("\n", "<br>")


def _page(stem: str, book: Book) -> str:
    """The permanent address of an erratum's page below the site, in the newest edition."""
    return "latest/" + page_url(f"docs/errata/{stem}.md", book.settings.directory_urls)


def _tag(site_url: str, date: datetime.date, specific: str) -> str:
    """A tag URI (RFC 4151): the site's host, a day on which it was the site's, and a name."""
    return f"tag:{urlsplit(site_url).hostname or NO_HOST},{date.isoformat()}:{specific}"


def _last(register: Register, book: Book) -> datetime.date:
    dates = (erratum.history[-1].date for erratum in register.errata)
    return max(dates, default=book.settings.edition_date or FEED_DAY)


def _moment(date: datetime.date) -> str:
    """A day as RFC 3339 has it; a register knows no hours."""
    return f"{date.isoformat()}T00:00:00Z"


def _child(parent: Element, tag: str) -> Element:
    return SubElement(parent, f"{{{ATOM}}}{tag}")


def _text(parent: Element, tag: str, text: str) -> None:
    _child(parent, tag).text = _clean(text)


def _link(parent: Element, rel: str, href: str, type: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": type})


def _clean(text: str) -> str:
    """The text without what XML 1.0 (2.2) cannot hold."""
    return CONTROL.sub("", text).translate({0xFFFE: None, 0xFFFF: None})
