"""Parts of pages that show one page of the Book each: pages of thousands are put together of them.

In a template: `{{ part("selfcheck-chapter.html", page, view) }}`.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup

from handbook.book import Page
from handbook.book.keep import key_of
from handbook.site.places import Place
from handbook.site.watch import WatchedPlace

OURS = Path(__file__).parent / "templates"


class Parts:
    """Renders parts; one of a page that shows what it showed is taken as it was."""

    def __init__(self, env: jinja2.Environment, place: Place) -> None:
        self._env, self._place = env, place
        self._own: dict[str, bool] = {}
        if isinstance(place, WatchedPlace):
            place.keep.preload("part")
            self._base = place.base, place.constants()

    def __call__(self, template: str, page: Page, view: object) -> Markup:
        """A part: its template looks at the page's own sections and addresses, no more."""
        place = self._place
        if not isinstance(place, WatchedPlace) or self._is_own(template):
            return Markup(self._env.get_template(template).render(page=page, view=view))
        path = page.document.path
        place.watch.note("page", path)
        place.watch.note("text", page.head.id)
        url, headings = getattr(view, "url", ""), place.watch.answer("page", path)
        key = key_of(self._base, template, url, path, headings, place.watch.by_path[path].key)
        html: str | None = place.keep.get("part", key)
        if html is None:
            html = self._env.get_template(template).render(page=page, view=view)
            place.keep.put("part", key, html)
        return Markup(html)

    def _is_own(self, template: str) -> bool:
        """Whether it is the project's own template, which may ask for anything."""
        if template not in self._own:
            source = self._env.get_template(template).filename or ""
            self._own[template] = not Path(source).is_relative_to(OURS)
        return self._own[template]
