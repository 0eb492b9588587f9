"""Parts of pages that show one page of the Book each: pages of thousands are put together of them.

In a template: `{{ part("selfcheck-chapter.html", page, view) }}`, or `part.all` of many pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
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
            self._base = place.base, place.constants()

    def __call__(self, template: str, page: Page, view: object) -> Markup:
        """A part: its template looks at the page's own sections and addresses, no more."""
        return self.all(template, [page], view)

    def all(self, template: str, pages: Sequence[Page], view: object) -> Markup:
        """The same of many pages, one after the other."""
        place = self._place

        def make(n: int) -> str:
            return self._env.get_template(template).render(page=pages[n], view=view)

        if not isinstance(place, WatchedPlace) or self._is_own(template):
            return Markup("".join(map(make, range(len(pages)))))
        keys = [self._key(place, template, page, view) for page in pages]
        made = (place.keep.made("part", key, partial(make, n)) for n, key in enumerate(keys))
        return Markup("".join(made))

    def _key(self, place: WatchedPlace, template: str, page: Page, view: object) -> str:
        """A hash of all that a part depends on, which is noted."""
        path, watch = page.document.path, place.watch
        watch.note("page", path)
        watch.note("text", page.head.id)
        url, headings = getattr(view, "url", ""), watch.answer("page", path)
        return key_of(self._base, template, url, path, headings, watch.by_path[path].key)

    def _is_own(self, template: str) -> bool:
        """Whether it is the project's own template, which may ask for anything."""
        if template not in self._own:
            source = self._env.get_template(template).filename or ""
            self._own[template] = not Path(source).is_relative_to(OURS)
        return self._own[template]
