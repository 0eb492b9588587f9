"""The theme around the pages: one run of MkDocs that renders no body.

Material's templates take most of a build, and what they put around a page seldom changes: its
title, its table of contents, the navigation near it. So MkDocs is run with a mark in the place of
each body; the two halves around the mark are the page's *shell*. A shell whose inputs are as they
were is not rendered again, and where none has changed MkDocs is not run at all.

A project that brings its own theme, plugins or hooks may do anything with a page: then MkDocs
renders all of them, bodies and all, each time.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from handbook.book.keep import key_of
from handbook.problems import InputError, problem
from handbook.site.csp import add_policy, inline_scripts, is_styled
from handbook.site.pages import SitePage
from handbook.site.places import DRAFT, LATEST, Place
from handbook.site.watch import Trace, WatchedPlace
from handbook.source import FOLDERS, scan_references
from handbook.source.settings import LenientLoader
from handbook.source.walk import walk_files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from handbook.site.plugin import HandbookPlugin

LIVING = (DRAFT, LATEST)
"""The folders whose bulletins, programme and other pages are today's."""
KEPT = "handbook-kept.html"
"""A template that renders nothing, for a page whose shell is known."""
MARK = "<!--handbook:body-->"
# Material writes a title of its own above a body that has none.
TITLED = "<!--handbook:body <h1-->"
_PLAIN = frozenset(
    {"site_name", "site_url", "site_dir", "site_description", "site_author", "theme", "plugins"}
    | {"use_directory_urls", "extra", "extra_css", "extra_javascript", "copyright", "nav"}
    | {"repo_url", "repo_name", "edit_uri", "dev_addr", "strict", "validation"}
)
"""Settings that cannot make a page depend on more than we know of."""


@dataclass(frozen=True)
class Shell:
    """What the theme puts around a page."""

    before: str
    after: str

    def page(self, body: str) -> tuple[bytes, int, int]:
        """The whole page with its policy, and where in it the body stands: offset, length."""
        whole = add_policy(f"{self.before}{body}{self.after}")
        # The policy goes into the head, so what follows the body stays as it is.
        end = len(whole) - len(self.after)
        start = len(whole[: end - len(body)].encode())
        return whole.encode(), start, len(body.encode())


_WHOLE = re.compile(
    r"(<script\b.*?</script>|<style\b.*?</style>|<pre\b.*?</pre>|<textarea\b.*?</textarea>)",
    re.DOTALL,
)
_SPACE = re.compile(r"\s*\n\s*")


def tidy(html: str) -> str:
    """What the theme writes without its indentation, which is a third of it."""
    parts = _WHOLE.split(html)
    parts[::2] = [_SPACE.sub("\n", part) for part in parts[::2]]
    return "".join(parts)


def tidy_around(output: str, body: str) -> str:
    """A page without the theme's indentation; its body stays as it is."""
    before, found, after = output.partition(body)
    return f"{tidy(before)}{found}{tidy(after)}" if body else tidy(output)


def is_simple(body: str) -> bool:
    """Whether a body has no script or style in it, so that the page's policy is its shell's."""
    return not is_styled(body) and ("<script" not in body or not inline_scripts(body))


def is_foreign(root: Path) -> bool:
    """Whether a project's settings or templates may make a page depend on anything at all."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8-sig", errors="replace")
    own = [p for p in (root / "overrides").rglob("*") if p.is_file()]
    parts = {p.relative_to(root / "overrides").parts[0] for p in own}
    # A tag (`!ENV`) makes the settings depend on more than the file.
    if not parts <= {"handbook", "print"} or re.search(r"!\w", text):
        return True
    config = yaml.load(text, LenientLoader) or {}
    theme, plugins = config.get("theme"), config.get("plugins")
    names = [next(iter(p), "") if isinstance(p, dict) else p for p in plugins or ()]
    return (
        bool(set(config) - _PLAIN)
        or not set(names) <= {"handbook", "search"}
        or not isinstance(theme, dict)
        or theme.get("name") != "material"
        or "custom_dir" in theme
    )


@dataclass
class Run:
    """One run of MkDocs."""

    pages: Sequence[SitePage]
    place: WatchedPlace
    theme: str
    """A hash of what every shell depends on."""
    known: Mapping[str, str] = field(default_factory=dict)
    """By source, the keys of the shells that need not be rendered again."""
    titled: Mapping[str, bool] = field(default_factory=dict)
    """By source, whether the body has a title."""
    whole: bool = False
    """Whether the theme gets the bodies themselves."""
    address: str | None = None
    """Where a preview shows the place; None: the published address."""
    keys: dict[str, str] = field(default_factory=dict)
    """By source, the key of each page's shell."""
    shells: dict[str, Shell] = field(default_factory=dict)
    """The shells that were rendered."""
    traces: dict[str, Trace] = field(default_factory=dict)
    """What pages that MkDocs renders itself asked of the place."""

    def knows(self, page: SitePage, around: object) -> bool:
        """Whether a page's shell need not be rendered; `around` is what stands near the page."""
        toc = [(entry.level, entry.id, entry.title) for entry in page.toc]
        own = page.src_uri, page.title, page.nav_title, toc, self.titled.get(page.src_uri)
        key = self.keys[page.src_uri] = key_of(self.theme, own, repr(around))
        return not self.whole and self.known.get(page.src_uri) == key

    def body(self, page: SitePage) -> str:
        """What the theme gets for a page's body."""
        if self.whole:
            return page.html
        return TITLED if self.titled[page.src_uri] else MARK

    def take(self, page: SitePage, output: str) -> None:
        """Take a page that the theme has rendered."""
        if self.whole:
            self.shells[page.src_uri] = Shell(tidy_around(output, page.html), "")
            return
        before, _, after = output.partition(self.body(page))
        self.shells[page.src_uri] = Shell(tidy(before), tidy(after))


def theme_key(place: Place, base: str, pages: Sequence[SitePage], headings: bytes) -> str:
    """A hash of all that MkDocs' run depends on but what its pages ask of the place.

    `headings` is a hash of the Book's.
    """
    apart = (*FOLDERS, "errata")
    files = ((name, entry.path) for name, entry in walk_files(str(docs_folder(place))))
    own = sorted(
        (name, hashlib.sha256(Path(path).read_bytes()).hexdigest())
        for name, path in files
        if not (name.endswith(".md") and name.partition("/")[0] in apart)
    )
    sections = place.book.sections
    cited = {ref.target for other in place.book.others for ref in scan_references(other.body)}
    found = [sections[id] for id in sorted(cited) if id in sections]
    labels = [(section.id, section.label, section.title, section.file) for section in found]
    # Contents and anchors of the Book's own pages are its headings.
    documents = {page.document.path.removeprefix("docs/") for page in place.book.pages}
    heads = [(p.src_uri, p.title, p.nav_title) for p in pages]
    toc = [
        (p.ids, [(e.level, e.id, e.title) for e in p.toc])
        for p in pages
        if p.src_uri not in documents
    ]
    return key_of(base, own, labels, heads, toc, headings)


def docs_folder(place: Place) -> Path:
    """Where MkDocs takes a place's own files from."""
    return (place.root if place.name in LIVING else place.book.root) / "docs"


def our_plugin(config: MkDocsConfig) -> HandbookPlugin:
    """The plugin that publishes a Book. Raises `InputError` where `plugins` does not list it."""
    from handbook.site.plugin import HandbookPlugin

    plugin = config.plugins.get("handbook")
    if not isinstance(plugin, HandbookPlugin):
        raise InputError([problem("plugin-missing", "mkdocs.yml")])
    return plugin


def run_mkdocs(run: Run, site_dir: Path) -> None:
    """Render shells, other pages and copy files into a folder. Raises `InputError`."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    with heard("mkdocs") as said:
        try:
            config = load_config(
                str(run.place.root / "mkdocs.yml"),
                docs_dir=str(docs_folder(run.place)),
                site_dir=str(site_dir),
                strict=True,
            )
            plugin = our_plugin(config)
            plugin.run = run
            try:
                build(config)
            finally:
                plugin.run = None  # MkDocs keeps the plugin for the next run in this process
        except (Abort, MkDocsException) as error:
            lines = said or [str(error)]
            raise InputError(problem("mkdocs", "mkdocs.yml", what=line) for line in lines) from None


@contextmanager
def heard(name: str) -> Iterator[list[str]]:
    """What a logger says of warnings and errors while the block runs, and nowhere else."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    level, spreads = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.setLevel(level)
        logger.propagate = spreads
        logger.removeHandler(handler)
