"""Build all of `site/`: beside the old one first, then put in its place at once."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.book import Book, dump_json, load_book
from handbook.errata import errata_json, load_register
from handbook.problems import InputError
from handbook.site.addresses import redirect

Progress = Callable[..., None]
"""Called with a message's key and its values as each step begins."""

DRAFT = "next"
PLACES = (DRAFT, "latest")
"""Where the draft stands; `latest` is the draft until there is an edition."""


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
    for place in PLACES:
        progress("step-site", name=place)
        build_edition(book, place, fresh / place, prints=pdf)
    if pdf:
        _write_prints(book, fresh, progress)
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


def _write_prints(book: Book, fresh: Path, progress: Progress) -> None:
    from handbook.press import write_books

    progress("step-print", name="PDF")
    files = write_books(book, fresh / DRAFT / "print")
    for place in PLACES[1:]:
        target = fresh / place / "print"
        target.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, target / file.name)


def build_edition(book: Book, place: str, site_dir: Path, prints: bool) -> None:
    """Build one edition's site with MkDocs."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with quiet_logging():
        config = load_config(str(book.root / "mkdocs.yml"), site_dir=str(site_dir), strict=True)
        plugin = config.plugins["handbook"]
        plugin.book = book
        plugin.prints = prints
        plugin.place = place
        build(config)


@contextmanager
def quiet_logging() -> Iterator[None]:
    """Let MkDocs say only what is wrong."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.setLevel(level)
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
