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
<body><main><h1>{title}</h1>{links}
<p><a href="../../index.html">首页</a></p></main></body></html>
"""
_LINK = '<p><a href="{url}">{link}</a></p>'


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
    place = _place_of(book, stages)
    for id, other in ever.items():
        if id not in book.sections:
            yield f"c/{id}/index.html", absence(book, place, other, id, stages)


def _place_of(book: Book, stages: Mapping[str, Sequence[Stage]]) -> int:
    """Which edition a text is, the first being 0."""
    own = (stage for id in book.sections for stage in stages.get(id, ()))
    return next((s.place for s in own if s.edition == book.settings.edition), 0)


def absence(
    book: Book, place: int, other: Book, id: str, stages: Mapping[str, Sequence[Stage]]
) -> bytes:
    """A page that says why a heading is not in this text, and where it is to be read.

    One that has another id here leads on to it. `other` is the newest text that has the heading.
    """
    section, past = other.sections[id], stages.get(id, ())
    if name := _name_here(book, id, stages):
        return redirect(f"../../{book.url(name)}", book.sections[name].heading_text)
    here = book.settings.edition_name
    gone = next((stage for stage in past if stage.status == "removed"), None)
    links = []
    if gone and gone.place <= place:
        causes = "、".join(f"E{cause}" for cause in gone.causes)
        why = f"自{gone.title}起取消" + (f"，依据是{causes}" if causes else "")
        heirs = [h for each in gone.into if (h := _name_here(book, each, stages) or each)]
        for heir in heirs:
            if heir in book.sections:
                words = f"并入{book.sections[heir].heading_text}"
                links.append(_LINK.format(url=f"../{escape(heir)}/index.html", link=escape(words)))
    else:
        why = f"{here}里没有，{past[0].title}起才有" if past else f"{here}里没有"
    links.append(_read_it_at(other, id, [s for s in past if s.status != "removed"]))
    title = escape(f"{section.heading_text}：{why}")
    return _ABSENT.format(title=title, links="".join(links)).encode()


def _read_it_at(other: Book, id: str, there: Sequence[Stage]) -> str:
    """A link to the newest edition that has a heading; to the draft where no edition has it."""
    name, title = other.settings.edition, other.settings.edition_name
    if other.root.parent.name != "editions":
        name, title = (there[-2].edition, there[-2].title) if there[1:] else (DRAFT, f"{title}草案")
        id = there[-2].id if there[1:] else id
    link = f"{title}：{other.sections[id].title if id in other.sections else id}"
    return _LINK.format(url=f"../../../{escape(name)}/c/{escape(id)}/index.html", link=escape(link))


def _name_here(book: Book, id: str, stages: Mapping[str, Sequence[Stage]]) -> str:
    """The id that a heading has in this text; empty where it is not in it."""
    seen: set[str] = set()
    while id not in seen:
        seen.add(id)
        known = [s.id for s in stages.get(id, ()) if s.edition == book.settings.edition]
        found = next((each for each in (id, *known) if each in book.sections), "")
        if found:
            return found
        gone = next((s for s in stages.get(id, ()) if s.status == "removed"), None)
        renamed = (h for h in gone.into if _was(stages, h, id)) if gone else iter(())
        id = next(renamed, id)
    return ""


def _was(stages: Mapping[str, Sequence[Stage]], id: str, former: str) -> bool:
    """Whether a heading had another id before."""
    return any(stage.renamed_from == former for stage in stages.get(id, ()))


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
