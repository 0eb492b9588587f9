"""MkDocs held ready: its settings, files and navigation, to render one page at a time."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from handbook.problems import InputError, problem
from handbook.site.csp import add_policy
from handbook.site.pages import SitePage
from handbook.site.places import Place
from handbook.site.plugin import ComposedPage
from handbook.site.shells import Run, docs_folder, heard, our_plugin
from handbook.site.watch import WatchedPlace


class Theme:
    """The theme around the pages of one place."""

    def __init__(self, root: Path, place: Place, pages: Sequence[SitePage], address: str) -> None:
        """Do all that MkDocs does before it renders a page. Raises `InputError`."""
        with heard("mkdocs") as said:
            try:
                self._prepare(root, place, pages, address)
            except (Abort, MkDocsException) as error:
                lines = said or [str(error)]
                found = (problem("mkdocs", "mkdocs.yml", what=line) for line in lines)
                raise InputError(found) from None

    def _prepare(self, root: Path, place: Place, pages: Sequence[SitePage], address: str) -> None:
        self.run = Run(pages, WatchedPlace.make(place), "", whole=True, address=address)
        config = load_config(str(root / "mkdocs.yml"), docs_dir=str(docs_folder(place)))
        self.plugin = our_plugin(config)
        self.plugin.run = self.run
        self.config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        self.files = files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = get_navigation(files, config)
        self.nav = config.plugins.on_nav(nav, config=config, files=files)
        for file in files.documentation_pages():
            if file.page is None:
                Page(None, file, config)
            if not isinstance(file.page, ComposedPage):  # its title stands in its text
                self._populate(file)
        self.env = config.plugins.on_env(env, config=config, files=files)
        self._by_path = {file.dest_uri: file for file in files}

    def turn(self, place: Place, pages: Sequence[SitePage]) -> None:
        """Show other bodies of the same pages."""
        self.run.pages, self.run.place = pages, WatchedPlace.make(place)
        by_uri = {page.src_uri: page for page in pages}
        for file in self.files.documentation_pages():
            if isinstance(file.page, ComposedPage):
                file.page.site_page = by_uri[file.src_uri]
            elif file.page is not None:
                file.page.content = None

    def answer(self, path: str) -> bytes | None:
        """A page or a file of the site by its path; None where MkDocs knows none."""
        file = self._by_path.get(posixpath.normpath(path))
        if file is None:
            return None
        if file.page is None:
            return file.content_bytes
        return self._render(file, file.page)

    def _populate(self, file: File) -> None:
        """Render a page's body."""
        page: Any = file.page
        config, plugins = self.config, self.config.plugins
        page = plugins.on_pre_page(page, config=config, files=self.files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(
            page.markdown, page=page, config=config, files=self.files
        )
        page.render(config, self.files)
        page.content = plugins.on_page_content(
            page.content, page=page, config=config, files=self.files
        )

    def _render(self, file: File, page: Page) -> bytes:
        config, plugins = self.config, self.config.plugins
        if isinstance(page, ComposedPage) or page.content is None:
            self._populate(file)
        page.active = True
        try:
            context = get_context(self.nav, self.files, config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            output = template.render(context)
            output = plugins.on_post_page(output, page=page, config=config)
        finally:
            page.active = False
        if isinstance(page, ComposedPage):
            return add_policy(self.run.shells[file.src_uri].before).encode()
        return output.encode()
