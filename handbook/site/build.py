"""Build all of `site/`: beside the old one first, then put in its place at once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.book import dump_json
from handbook.book.model import page_url
from handbook.editions import verify_editions
from handbook.editions.history import last_seen, trace
from handbook.editions.shelf import Shelf, load_sound_shelf
from handbook.errata import errata_json
from handbook.problems import InputError, problem
from handbook.site.addresses import redirect, write_short_addresses
from handbook.site.feed import errata_feed
from handbook.site.places import DRAFT, LATEST, Place, draft_place, edition_place, latest_place
from handbook.site.suggest import query_redirect

LIVING = (DRAFT, LATEST)
"""The folders whose bulletins, programme and other pages are today's."""
Progress = Callable[..., None]
"""Called with a message's key and its values as each step begins."""


def build_site(root: Path, progress: Progress, pdf: bool = True, clean: bool = False) -> Path:
    """Build every edition below `root` into `site/` and return its path.

    The new site is written whole to `.cache/` and then takes the old one's place; until then
    the old one stays as it is. Raises `InputError` for what the user must mend.
    """
    progress("step-load")
    shelf = load_sound_shelf(root)
    touched = verify_editions(root, shelf.editions)
    if touched:
        raise InputError(touched)
    _say_counts(shelf, progress)
    cache = root / ".cache" / "handbook"
    if clean:
        shutil.rmtree(cache, ignore_errors=True)
    fresh = cache / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    code = code_sha256(root)
    for edition in shelf.editions:
        _frozen(edition_place(shelf, edition.id, pdf), fresh, cache / "editions", code, progress)
    if shelf.editions:
        _living(latest_place(shelf, pdf), fresh, progress)
        _living(draft_place(shelf, pdf), fresh, progress)
    else:
        place = draft_place(shelf, pdf)
        _living(place, fresh, progress)
        link_tree(fresh / LATEST, fresh / DRAFT)
    _write_root(shelf, fresh)
    replace_tree(fresh, root / "site", cache / "site.old")
    return root / "site"


def _living(place: Place, fresh: Path, progress: Progress) -> None:
    """Build what changes from day to day."""
    progress("step-site", name=place.name)
    target = fresh / place.name
    build_edition(place, target)
    if place.prints:
        from handbook.press import write_books

        progress("step-print")
        write_books(place.book, target / "print")


def _frozen(place: Place, fresh: Path, cache: Path, code: str, progress: Progress) -> None:
    """A frozen edition is built once: its pages depend on its text and on what bears on it."""
    key = hashlib.sha256(f"{code}{place_sha256(place)}".encode()).hexdigest()[:32]
    kept = cache / place.name / key
    if not kept.is_dir():
        shutil.rmtree(cache / place.name, ignore_errors=True)
        work = cache / "work"
        shutil.rmtree(work, ignore_errors=True)
        _living(place, work, progress)
        kept.parent.mkdir(parents=True, exist_ok=True)
        (work / place.name).rename(kept)
    link_tree(kept, fresh / place.name)


def place_sha256(place: Place) -> str:
    """A hash of all that a frozen edition's pages show."""
    shown = dump_json(errata_json(place.register, place.book))
    data = [place.book.sha256, shown, repr(place.editions), repr(sorted(place.stages.items()))]
    if account := place.account:
        data += [erratum.id for erratum in account.applied]
        data += [repr(account.uncovered), repr(sorted(account.causes.items()))]
    data += [str(place.prints), repr(place.book.settings)]
    return hashlib.sha256("\0".join(data).encode()).hexdigest()


def code_sha256(root: Path) -> str:
    """A hash of everything that makes pages of texts: our code, the settings, the templates."""
    import handbook

    package = Path(handbook.__file__).parent
    names = [p for p in sorted(package.rglob("*")) if p.is_file() and p.suffix != ".pyc"]
    names += [p for p in sorted((root / "overrides").rglob("*")) if p.is_file()]
    digest = hashlib.sha256()
    for path in [*names, root / "mkdocs.yml"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name in ("mkdocs", "mkdocs-material", "markdown", "typst"):
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()


def _write_root(shelf: Shelf, fresh: Path) -> None:
    """What stands above the editions: the register, the versions, the short addresses."""
    register, latest = shelf.register, shelf.latest
    (fresh / "errata.xml").write_bytes(errata_feed(register, latest))
    data = errata_json(register, latest, {**shelf.texts})
    (fresh / "errata.json").write_text(dump_json(data), encoding="utf-8")
    (fresh / "index.html").write_bytes(redirect("latest/index.html", latest.settings.title))
    (fresh / "suggest").mkdir()
    suggest = page_url("docs/suggest/index.md", latest.settings.directory_urls)
    page = query_redirect(f"../{LATEST}/{suggest}", "提出勘误建议")
    (fresh / "suggest" / "index.html").write_bytes(page)
    versions = versions_json(shelf)
    text = dump_json(versions)
    (fresh / "versions.json").write_text(text, encoding="utf-8")
    (fresh / "versions.js").write_text(f"self.handbookVersions={text.rstrip()};\n", "utf-8")
    ever = last_seen([*shelf.texts.values(), shelf.draft])
    stages = trace([*shelf.texts.values(), shelf.draft], register) if shelf.editions else {}
    write_short_addresses(latest, fresh / LATEST, ever, stages)
    if shelf.editions:
        write_short_addresses(shelf.draft, fresh / DRAFT, ever, stages)
    for id, book in shelf.texts.items():
        write_short_addresses(book, fresh / id, ever, stages)


def versions_json(shelf: Shelf) -> list[dict[str, object]]:
    """The versions as mike writes them, newest first."""
    newest = shelf.editions[-1].id if shelf.editions else DRAFT
    draft = f"{shelf.draft.settings.edition_name}（草案）"
    rows: list[dict[str, object]] = [
        {"version": e.id, "title": e.title, "aliases": [LATEST] if e.id == newest else []}
        for e in reversed(shelf.editions)
    ]
    aliases = [] if shelf.editions else [LATEST]
    return [*rows, {"version": DRAFT, "title": draft, "aliases": aliases}]


def _say_counts(shelf: Shelf, progress: Progress) -> None:
    book = shelf.draft
    progress(
        "step-loaded",
        chapters=len(book.folder("handbook")),
        items=len(book.of_kind("item")),
        clauses=len(book.of_kind("clause")),
        questions=len(book.of_kind("question")),
        norms=len(book.of_kind("norm")),
        methods=len(book.folder("methods")),
        errata=len(shelf.register.errata),
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


def build_edition(place: Place, site_dir: Path) -> None:
    """Build one folder of the site with MkDocs."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    from handbook.site.plugin import HandbookPlugin

    with heard("mkdocs") as said:
        try:
            config = load_config(
                str(place.root / "mkdocs.yml"),
                docs_dir=str((place.root if place.name in LIVING else place.book.root) / "docs"),
                site_dir=str(site_dir),
                strict=True,
            )
            plugin = config.plugins["handbook"]
            assert isinstance(plugin, HandbookPlugin)
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
