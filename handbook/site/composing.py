"""All pages of a place that are composed from it."""

from __future__ import annotations

from handbook.site.mine import mine_pages
from handbook.site.pages import SitePage, compose_pages
from handbook.site.places import Place
from handbook.site.watch import WatchedPlace


def site_pages(place: Place) -> list[SitePage]:
    """The pages of the Book, the register, the printings and the comparisons."""
    pages = [*compose_pages(place), *mine_pages(place)]
    if not place.texts:
        return pages
    # What compares texts takes a while to import; a handbook without editions does without.
    from handbook.site.comparisons import comparison_pages

    raw = place.raw if isinstance(place, WatchedPlace) else place
    return [*pages, *comparison_pages(raw)]
