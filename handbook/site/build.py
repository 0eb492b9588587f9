"""Build all of `site/`: beside the old one first, then put in its place at once."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.book import Book, dump_json, load_book
from handbook.errata import errata_json, load_register
from handbook.problems import InputError, problem
from handbook.site.addresses import redirect, write_short_addresses

Progress = Callable[..., None]
"""Called with a message's key and its values as each step begins."""

DRAFT = "next"
LATEST = "latest"
"""The newest edition; the draft itself until there is one."""


def build_site(root: Path, progress: Progress, pdf: bool = True, clean: bool = False) -> Path:
    """Build every edition below `root` into `site/` and return its path.

    The new site is written whole to `.cache/` and then takes the old one's place; until then
    the old one stays as it is. Raises `InputError` for what the user must mend.
    """
    progress("step-load")
    book = load_book(root)
    register, problems = load_register(book)
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    _say_counts(book, len(register.errata), progress)
    cache = root / ".cache" / "handbook"
    if clean:
        shutil.rmtree(cache, ignore_errors=True)
    fresh = cache / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    progress("step-site", name=DRAFT)
    build_edition(book, LATEST, fresh / DRAFT, prints=pdf)
    if pdf:
        from handbook.press import write_books

        progress("step-print")
        write_books(book, fresh / DRAFT / "print")
    link_tree(fresh / DRAFT, fresh / LATEST)
    write_short_addresses(book, fresh / LATEST)
    (fresh / "errata.json").write_text(dump_json(errata_json(register, book)), encoding="utf-8")
    (fresh / "index.html").write_bytes(redirect("latest/index.html", book.settings.title))
    replace_tree(fresh, root / "site", cache / "site.old")
    return root / "site"


def _say_counts(book: Book, errata: int, progress: Progress) -> None:
    progress(
        "step-loaded",
        chapters=len(book.folder("handbook")),
        items=len(book.of_kind("item")),
        clauses=len(book.of_kind("clause")),
        questions=len(book.of_kind("question")),
        norms=len(book.of_kind("norm")),
        methods=len(book.folder("methods")),
        errata=errata,
    )
    if not book.settings.site_url:
        progress("site-url-missing")


def link_tree(source: Path, target: Path) -> None:
    """The same files at another place, stored once where the file system can."""
    try:
        shutil.copytree(source, target, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)


def build_edition(book: Book, place: str, site_dir: Path, prints: bool) -> None:
    """Build one edition's site with MkDocs."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    from handbook.site.plugin import HandbookPlugin

    with heard("mkdocs") as said:
        try:
            config = load_config(str(book.root / "mkdocs.yml"), site_dir=str(site_dir), strict=True)
            plugin = config.plugins["handbook"]
            assert isinstance(plugin, HandbookPlugin)
            plugin.book = book
            plugin.prints = prints
            plugin.place = place
            build(config)
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


def replace_tree(fresh: Path, target: Path, aside: Path) -> None:
    """Put `fresh` in the place of `target`, which goes aside and is then removed.

    All three stand on one file system. Between the two renames there is no `target`; a run
    that was stopped there is mended by the next build.
    """
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.replace(aside)
    fresh.replace(target)
    shutil.rmtree(aside, ignore_errors=True)
