"""The site: pages composed from the Book, and the thin MkDocs plugin that publishes them.

`compose_pages` is a pure function from Book and register to pages; `plugin` hands them to
MkDocs; `build` runs MkDocs for each edition and puts the whole of `site/` in place at once.
"""

from handbook.site.build import build_site
from handbook.site.pages import SitePage, compose_pages

__all__ = ["SitePage", "build_site", "compose_pages"]
