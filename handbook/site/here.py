"""What every page of a folder loads about that folder.

A page that says it by itself differs from edition to edition although its text does not. These
small files say it for all: `here.js` what scripts must know, `edition.css` what the edition is
called, which bulletins and methods of a frozen edition show by it (`.hb-edition`), scripts or not.
So that one file on disk is the same page of many editions.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.book import Page
from handbook.book.export import compact_json
from handbook.book.model import page_url
from handbook.site.places import Place
from handbook.site.selfcheck import has_selfcheck
from handbook.site.suggest import edition_of

SCRIPT = "assets/here.js"
STYLE = "assets/edition.css"
SHARED = frozenset({"bulletins", "methods"})
"""The folders whose pages say nothing of their edition where that is frozen."""


def is_shared(place: Place, uri: str) -> bool:
    """Whether a page, by its source below `docs/`, says nothing of its edition."""
    return place.is_frozen and uri.partition("/")[0] in SHARED


def here_files(place: Place) -> Iterator[tuple[str, bytes]]:
    """Both files.

    | key of `handbookHere` | meaning |
    |---|---|
    | handbook | the title, under which the desk is kept |
    | edition, title | whose text pages show: an id, or `next` for what is not frozen; its name |
    | place | the folder of the site |
    | frozen | whether it is an edition of its own, which newer ones may have followed |
    | site | the published address that the editions stand below; empty for none |
    | editions, titles | the editions; what those are called that are not called 2018年版 |
    | changes, compared | the pages of comparison, and with which editions |
    | inforce | the page that finds the text in force on a day |
    | suggest, selfcheck | the pages to suggest an erratum, to check oneself; empty for none |

    Addresses are from the root of the folder.
    """
    settings = place.book.settings

    def url(name: str) -> str:
        return page_url(f"docs/{name}.md", settings.directory_urls)

    here = {
        "handbook": settings.title,
        "edition": edition_of(place),
        "title": called(place),
        "place": place.name,
        "frozen": place.is_frozen,
        "site": f"{settings.site_url.rstrip('/')}/" if settings.site_url else "",
        "editions": [e.id for e in place.editions],
        "titles": {e.id: e.title for e in place.editions if e.title != f"{e.id}年版"},
        "changes": url("changes/EDITION"),
        "compared": list(place.compared),
        "inforce": url("editions/index"),
        "suggest": url("suggest/index"),
        "selfcheck": url("selfcheck/index") if has_selfcheck(place) else "",
    }
    yield SCRIPT, f"globalThis.handbookHere={compact_json(here)};\n".encode()
    yield STYLE, f":root{{--hb-edition:{compact_json(called(place))}}}\n".encode()


def called(place: Place) -> str:
    """What a folder's text is called: 2018年版."""
    return place.book.settings.edition_name + ("（草案）" if place.is_draft else "")


def cited_as(place: Place, page: Page) -> str:
    """How official letters cite a text, up to the number: 《…手册》（2018年版）第45条."""
    if page.document.folder == "handbook":
        settings = place.book.settings
        return f"《{settings.title}》（{settings.edition_name}）"
    return f"《{page.head.title if page.document.folder == 'regulations' else page.head.label}》"
