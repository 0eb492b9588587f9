"""The MkDocs plugin: a thin adapter from MkDocs' events to the library.

| event | what is done |
|---|---|
| on_config | load the Book, set what the theme must have, make the navigation |
| on_files | take the sources out, put the composed pages and our assets in |
| on_page_markdown, on_nav | other pages use the same references; dates are the edition's |
| on_env | pages whose surroundings are known are not rendered again |
| on_page_content | the roll-out's data, and the record books' forms, stand in their pages |
| on_post_page | add the Content-Security-Policy |
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from handbook.book import Book
from handbook.book.model import relative_url
from handbook.editions.shelf import load_sound_shelf
from handbook.errata import Register
from handbook.markdown import Target
from handbook.messages import language
from handbook.problems import InputError
from handbook.search.material import UNUSED, enable_search
from handbook.site.compiled import Compiled
from handbook.site.composing import site_pages
from handbook.site.csp import add_policy
from handbook.site.data import data_files
from handbook.site.desk import ASSETS as DESK
from handbook.site.desk import EVERYWHERE
from handbook.site.forges import forge_problems
from handbook.site.here import SCRIPT, STYLE, is_shared
from handbook.site.navigation import make_nav, side_navigation
from handbook.site.pages import SitePage, TocEntry
from handbook.site.places import draft_place
from handbook.site.programme import mark_views, put_views
from handbook.site.records import put_forms
from handbook.site.selfcheck import ASSETS as SELFCHECK
from handbook.site.shells import KEPT, Run, tidy, tidy_around
from handbook.site.suggest import SCRIPTS
from handbook.source import FOLDERS
from handbook.source.settings import parse_settings

HERE = Path(__file__).parent
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
"""What is published beside the texts that show it; an SVG may carry scripts."""
EARLY = ("early.js", "palette.js")
"""What Material's own templates would write into each page."""
ASSETS = ("handbook.css", *EARLY, "handbook.js", "editions.js", *SCRIPTS, *SELFCHECK, *DESK)
log = logging.getLogger("mkdocs.plugins.handbook")


class HandbookConfig(Config):  # type: ignore[no-untyped-call]
    """What MkDocs and the theme ask of the plugin; the real options are `handbook.Settings`."""

    enabled = Type(bool, default=True)


class ComposedPage(Page):
    """A page whose body is ready: MkDocs neither reads nor renders anything for it."""

    def __init__(
        self,
        site_page: SitePage,
        file: File,
        config: MkDocsConfig,
        run: Run | None = None,
        shared: bool = False,
    ) -> None:
        super().__init__(site_page.nav_title, file, config)
        self.site_page = site_page
        self.run = run
        if shared:  # it stands at many addresses
            self.canonical_url = None

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source to read."""
        self.markdown = ""
        self.meta = {"title": self.site_page.title}
        if self.is_homepage:  # home is its own table of contents
            self.meta = {"hide": ["navigation", "toc"]}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the body and the table of contents."""
        self.content = self.run.body(self.site_page) if self.run else self.site_page.html
        self.toc = get_toc(toc_tokens(self.site_page.toc))  # type: ignore[arg-type]
        self.present_anchor_ids = set(self.site_page.ids)


def toc_tokens(entries: tuple[TocEntry, ...]) -> list[dict[str, Any]]:
    """Entries nested by level, as Python-Markdown's `toc` would hand them over."""
    top: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for entry in entries:
        token = {"level": entry.level, "id": entry.id, "name": entry.title, "children": []}
        while stack and stack[-1]["level"] >= entry.level:
            stack.pop()
        (stack[-1]["children"] if stack else top).append(token)
        stack.append(token)
    return top


def set_theme_defaults(config: MkDocsConfig) -> None:
    """What the handbook's look needs of Material; the palette and features only if unset."""
    config.theme["font"] = False  # no web font is loaded
    config.extra.setdefault("generator", False)
    if not config.theme.get("palette"):
        names = {"light": "换成深色", "dark": "换成浅色"}
        config.theme["palette"] = [
            {
                "media": f"(prefers-color-scheme: {media})",
                "scheme": "default" if media == "light" else "slate",
                "primary": "custom",
                "accent": "custom",
                "toggle": {"icon": "material/theme-light-dark", "name": names[media]},
            }
            for media in ("light", "dark")
        ]
    if not config.theme.get("features"):
        config.theme["features"] = [
            "navigation.tabs", "navigation.indexes", "navigation.prune", "navigation.footer",
            "toc.follow",
        ]  # fmt: skip


def refusal(error: InputError) -> PluginError:
    """Log what the user must mend, a line each, and what stops MkDocs."""
    lang = language()
    for p in error.problems:
        log.error(f"{p.file}:{p.line}: {p.message(lang)}；{p.hint(lang)}")
    return PluginError(f"{len(error.problems)} ✗")


class HandbookPlugin(BasePlugin[HandbookConfig]):  # type: ignore[no-untyped-call]
    """Publishes a Book with MkDocs and Material."""

    run: Run | None = None
    """What to render, from `handbook build`; else the plugin loads the draft and shows all."""
    serving: bool = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is a preview, whose address is the preview's own."""
        self.serving = command == "serve"

    def load_config(
        self, options: Config | Mapping[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check the options against `Settings`, the one place that defines them."""
        self.config = HandbookConfig()
        self.config.load_dict({})
        self.config.validate()
        settings, problems = parse_settings(dict(options or {}))
        problems += forge_problems(settings.forge)
        self.config.enabled = settings.search.enabled
        lang = language()
        errors: ConfigErrors = [
            ("handbook", ValueError(f"{p.message(lang)}：{p.hint(lang)}")) for p in problems
        ]
        return errors, []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the Book and set what the theme must have."""
        root = Path(config.config_file_path or ".").parent
        try:
            place = self.run.place if self.run else draft_place(load_sound_shelf(root))
        except InputError as error:
            raise refusal(error) from None
        book = place.book
        self._place, self._book, self._register = place, book, place.register
        self._pages = self.run.pages if self.run else site_pages(place)
        if self.run and self.run.address is not None:
            config.site_url = self.run.address
        elif config.site_url and (self.run or not self.serving):
            config.site_url = f"{config.site_url.rstrip('/')}/{place.name}/"
        set_theme_defaults(config)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(HERE / "theme"))
        if (root / "overrides").is_dir():  # the project's own templates come before all
            config.theme.dirs.insert(0, str(root / "overrides"))
        config.extra_css.insert(0, "assets/handbook.css")
        config.extra_css[1:1] = ["assets/desk.css", STYLE]
        config.extra_javascript += [SCRIPT, "assets/handbook.js"]
        config.extra_javascript += [f"assets/{name}" for name in EVERYWHERE]
        if place.editions:
            config.extra_javascript.append("assets/editions.js")
        config.copyright = config.copyright or book.settings.notice or None
        self._own_nav = config.nav is None
        if config.nav is None:
            config.nav = make_nav(book, self._pages)
        self._resolver = SourceResolver(book)
        config.mdx_configs["handbook"] = {"folder": "", "resolver": self._resolver}
        config.markdown_extensions.append("handbook")
        if book.settings.search.enabled:
            enable_search(config, self, editions=bool(place.editions))
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Sources out, composed pages and assets in."""
        composed = {page.src_uri for page in self._pages}
        for file in list(files):
            folder = file.src_uri.partition("/")[0]
            apart = folder in (*FOLDERS, "errata") and not file.src_uri.endswith(PICTURES)
            private = apart or file.src_uri.endswith((".yml", ".yaml"))
            if (
                UNUSED.fullmatch(file.dest_uri)
                or (private and not file.src_uri.startswith("assets/"))
                or file.src_uri in composed
            ):
                files.remove(file)
        for page in self._pages:
            file = File.generated(config, page.src_uri, content="")
            shared = is_shared(self._place, page.src_uri)
            ComposedPage(page, file, config, self.run, shared)
            files.append(file)
        for name in ASSETS:
            files.append(
                File.generated(config, f"assets/{name}", abs_src_path=str(HERE / "assets" / name))
            )
        for name, data in {}.items() if self.run else data_files(self._place).items():
            if (old := files.get_file_from_path(name)) is not None:
                files.remove(old)
            files.append(File.generated(config, name, content=data))
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Date every page by the edition, so that the sitemap depends on the sources alone."""
        date = self._book.settings.edition_date
        for file in files.documentation_pages():
            if file.page is None:
                Page(None, file, config)
            if file.page is not None:
                file.page.update_date = date.isoformat() if date else "1970-01-01"
        self._nav = nav
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Leave out the pages whose surroundings are known."""
        env.bytecode_cache = Compiled(Path(config.config_file_path or ".").parent)
        env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        everything = [(p.src_uri, p.nav_title) for p in self._pages]
        for file in files.documentation_pages() if self.run else ():
            page = file.page
            if not isinstance(page, ComposedPage) or self.run is None:
                continue
            page.active = True
            side = side_navigation(self._nav, page) if self._own_nav else everything
            page.active = False
            near = [(p.title, p.url) for p in (page.previous_page, page.next_page) if p]
            beside = page.previous_page is None, near, [each.title for each in page.ancestors]
            if self.run.knows(page.site_page, (side, beside)):
                page.meta = {**page.meta, "template": KEPT}
        return env

    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tell the references which page they stand on."""
        self._resolver.from_uri = page.file.src_uri
        return mark_views(markdown, page.file.src_uri)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the views of data into the pages that ask for them."""
        try:
            if self.run is None:
                return self._with_views(html, page)
            html, trace = self.run.place.watch.trace(lambda: self._with_views(html, page))
            self.run.traces[page.file.src_uri] = trace
            return html
        except InputError as error:
            raise refusal(error) from None

    def _with_views(self, html: str, page: Page) -> str:
        """A page that MkDocs has rendered, with the data that it asks for."""
        if isinstance(page, ComposedPage):
            return html
        html = put_forms(html, page.file.src_uri, page.file.url, self._place)
        return put_views(html, self._place)

    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand our navigation to the theme."""
        context["side"] = side_navigation(nav, page) if self._own_nav else None  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Add the policy, unless `handbook build` puts the page together."""
        if self.run is None or not isinstance(page, ComposedPage):
            # `mkdocs serve` writes a script of its own into each page, which a policy would stop.
            if self.serving and self.run is None:
                return output
            return add_policy(tidy_around(output, page.content or ""))
        if page.meta.get("template") != KEPT:
            self.run.take(page.site_page, output)
        return ""

    def on_post_template(
        self, output_content: str, template_name: str, config: MkDocsConfig
    ) -> str:
        """Add the policy to the theme's own pages (404)."""
        return (
            add_policy(tidy(output_content)) if template_name.endswith(".html") else output_content
        )

    @property
    def register(self) -> Register:
        """The register the site was built from."""
        return self._register


class SourceResolver:
    """The Book's answers for pages that MkDocs renders: it takes links to sources, not pages."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.from_uri = ""
        """The source of the page being rendered, relative to `docs/`."""

    def target(self, id: str) -> Target | None:
        """The target of an id."""
        section = self.book.sections.get(id)
        if section is None:
            return None
        uri = section.file.removeprefix("docs/")
        href = f"{relative_url(uri, self.from_uri)}#{id}"
        return Target(id, section.label, href, section.title, section.kind)

    def citing(self, id: str) -> Sequence[Target]:
        """Such pages show no back links."""
        return ()
