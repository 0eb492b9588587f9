"""Build all of `site/`: what differs is made beside it, then put in its place at once."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from handbook.book import Book, dump_json
from handbook.book.keep import Keep, folder_sha256, key_of, package_sha256
from handbook.book.model import page_url
from handbook.editions.history import last_seen, trace
from handbook.editions.shelf import Shelf, load_sound_shelf
from handbook.editions.verify import verify_editions
from handbook.errata import errata_json
from handbook.errata.issued import read_printings
from handbook.problems import InputError
from handbook.programme import read_distribution
from handbook.site.addresses import redirect, short_addresses
from handbook.site.archive import ARCHIVE, write_archive
from handbook.site.feed import errata_feed
from handbook.site.folder import Folder, Project, versions
from handbook.site.mine import mine_redirect, printed_slips
from handbook.site.mistakes import template_mistakes
from handbook.site.places import DRAFT, LATEST, Place, draft_place, edition_place, latest_place
from handbook.site.reasons import Reason
from handbook.site.record import (
    Outputs,
    PlaceRecord,
    dump_record,
    is_untouched,
    load_record,
)
from handbook.site.shells import LIVING, is_foreign
from handbook.site.short import Short, Writer, make_short
from handbook.site.store import restore, store
from handbook.site.suggest import query_redirect
from handbook.site.swap import CACHE, RECORD, SITE, building, commit, stage_folder
from handbook.site.watch import Watch, fingerprint

Progress = Callable[..., None]
"""Called with a message's key and its values as each step begins."""
KEPT = "kept.sqlite"
"""The file in the cache with what was read and rendered before."""
EDITIONS = "editions"
"""The folder in the cache with the frozen editions' pages, should `site/` be lost."""
TOP = ""
"""The name in the record of what stands above the editions."""


def build_site(
    root: Path,
    progress: Progress,
    pdf: bool = True,
    clean: bool = False,
    reasons: list[Reason] | None = None,
    archive: bool = False,
) -> Path:
    """Build every edition below `root` into `site/` and return its path.

    Only what differs from the site that stands there is made; the outcome is that of a build from
    nothing, byte for byte. It is laid down in `.cache/` and then takes its place at once; until
    then the old site stays as it is. Why each page was made is added to `reasons`. All of it goes
    into `site.zip` too if an `archive` is asked for; else none is left, which would be out of date.
    Raises `InputError` for what the user must mend.
    """
    with building(root):
        if clean:
            _forget(root / CACHE)
        with contextlib.closing(Keep(root / CACHE / KEPT)) as keep:
            progress("step-load")
            shelf = load_sound_shelf(root, keep)
            touched = [*verify_editions(root, shelf.editions), *read_distribution(root)[1]]
            if touched:
                raise InputError(touched)
            _say_counts(shelf, progress)
            build = _Build(root, shelf, progress, pdf, keep)
            with template_mistakes(root):
                build.run(archive)
            if archive:
                progress("step-zip")
                size = write_archive(root / SITE, root / CACHE)
                progress("zip-made", name=ARCHIVE, size=f"{size / 1e6:.1f}")
        if reasons is not None:
            reasons += build.reasons
    return root / SITE


def _forget(cache: Path) -> None:
    """Remove what was kept; templates stay, each is known by its own hash."""
    for name in (RECORD, KEPT):
        (cache / name).unlink(missing_ok=True)
    for name in (EDITIONS, "comparisons"):
        shutil.rmtree(cache / name, ignore_errors=True)


class _Build:
    """One build of the whole site."""

    def __init__(self, root: Path, shelf: Shelf, progress: Progress, pdf: bool, keep: Keep) -> None:
        self.root, self.shelf, self.progress, self.pdf = root, shelf, progress, pdf
        self.project = Project(root, base_sha256(root), keep, is_foreign(root))
        self.site, self.stage = root / SITE, stage_folder(root)
        self.old = load_record(root / CACHE / RECORD)
        self.record: dict[str, PlaceRecord] = {}
        """What stands in `site/` after it, by folder."""
        self.whole: list[str] = []
        """The folders that take the place of what is there."""
        self.gone: list[str] = []
        # Of whole seconds, and even: no file system makes another time of it.
        self.stamp = int(time.time()) // 2 * 2_000_000_000
        self.stamps: dict[str, int] = {}
        """The folders that shall bear this time."""
        self.standing: dict[str, tuple[PlaceRecord, bool]] = {}
        """What `_stands` found; nobody changes `site/` until all is made."""
        self.reasons: list[Reason] = []
        self.short: dict[str, Short] = {}
        """The short addresses by folder."""
        self.writer = Writer()
        texts = [*shelf.texts.values(), shelf.draft]
        self.ever = last_seen(texts)
        self.stages = trace(texts, shelf.register) if shelf.editions else {}
        self.draft = Watch(shelf.draft, {}).answer("outline") if shelf.editions else b""
        self.register = fingerprint(shelf.register.errata).hex()

    def run(self, archive: bool) -> None:
        """Make what differs and put it in its place; an `archive` of what it was is taken away."""
        shelf = self.shelf
        for edition in shelf.editions:
            self._frozen(edition.id)
        if shelf.editions:
            self._place(latest_place(shelf, self.pdf))
        self._place(draft_place(shelf, self.pdf))
        if not shelf.editions:
            self._twin(LATEST, DRAFT)
        self._top()
        self.writer.wait()
        here = [path.name for path in self.site.iterdir()] if self.site.is_dir() else []
        files = self.record[TOP].files
        known = {*self.record, *(path.partition("/")[0] for path in files), ARCHIVE}
        self.gone += [name for name in here if name not in known]
        differs = self.whole or self.gone or any(self.stage.iterdir()) or self.record != self.old
        if ARCHIVE in here and (differs or not archive):
            self.gone.append(ARCHIVE)
        if differs or self.gone:
            self.progress("step-swap")
            record = dump_record(self.record)
            commit(self.root, self.stage, self.whole, self.gone, record, self.stamps)

    # The folders

    def _frozen(self, id: str) -> None:
        """A frozen edition depends on its text, those before, and the errata that bear on it."""
        shelf = self.shelf
        at = list(shelf.texts).index(id)
        editions = shelf.editions[: at + 1]
        maps = [printing.map_sha256 for printing in read_printings(self.root, editions)]
        before = fingerprint((editions, maps, shelf.draft.settings))
        base = sorted(self.project.base.items())
        quick = key_of(base, before, self.register, self.pdf)
        old, stands = self._stands(id)
        outline = fingerprint(shelf.texts[id].sha256)
        if stands and old.quick == quick:
            self._short(id, shelf.texts[id], outline, old)
            self.record[id] = dataclasses.replace(old, groups=dict(old.groups))
        elif not stands and (kept := restore(self._store(id), quick, self.stage / id)):
            self.whole.append(id)
            self._short(id, shelf.texts[id], outline, PlaceRecord())
            self.record[id] = kept
        else:
            self._place(edition_place(shelf, id, self.pdf), quick)
            return
        self._short_note(id)

    def _place(self, place: Place, quick: str = "") -> None:
        """Any folder: what differs of it."""
        self.progress("step-site", name=place.name)
        old, stands = self._stands(place.name)
        stage = self.stage / place.name
        folder = Folder(self.project, place, old, stage, self.site / place.name)
        self._short(place.name, place.book, folder.watch.answer("outline"), old)
        prints = (lambda target: self._prints(place, target)) if place.prints else None
        folder.build(prints)
        self.record[place.name] = folder.record
        self._short_note(place.name)
        folder.record.quick = quick
        if stands:
            self.gone += [f"{place.name}/{path}" for path in folder.outputs.gone()]
        else:
            self.whole.append(place.name)
        for reason in folder.reasons:
            path = f"{place.name}/{reason.path}"
            self.reasons.append(dataclasses.replace(reason, path=path))
        pages = {page.path for page in folder.record.pages.values()}
        made = sum(path in pages for path in folder.outputs.changed)
        self.progress("step-made", name=place.name, made=made, kept=len(pages) - made)
        if quick:
            store(self._store(place.name), folder.record, stage, self.site / place.name)

    def _stands(self, name: str) -> tuple[PlaceRecord, bool]:
        """The record of a folder, and whether the folder is what the record says."""
        if name not in self.standing:
            self.standing[name] = self._look(name)
        return self.standing[name]

    def _look(self, name: str) -> tuple[PlaceRecord, bool]:
        old = self.old.get(name)
        if old is not None and is_untouched(self.site / name, old):
            folder = f"{self.site / name}{os.sep}"
            for path, written in old.files.items():
                self.project.shared.setdefault(written.digest, folder + path)
            return old, True
        return PlaceRecord(), False

    def _store(self, id: str) -> Path:
        return self.root / CACHE / EDITIONS / id

    def _twin(self, name: str, twin: str) -> None:
        """The same files in another folder, stored once where the file system can."""
        record, (old, stands) = self.record[name], self._stands(twin)
        for path, written in record.files.items():
            if old.files.get(path) != written:
                self._link(f"{name}/{path}", f"{twin}/{path}")
        self.record[twin] = PlaceRecord(files=record.files)
        self._short_note(twin)
        self.gone += [f"{twin}/{path}" for path in old.files if path not in record.files]
        if not stands:
            self.whole.append(twin)

    def _link(self, path: str, twin: str) -> None:
        source = self.stage / path
        if not source.exists():
            source = self.site / path
        link(source, self.stage / twin)

    def _prints(self, place: Place, target: Path) -> None:
        """Set the PDFs of a place."""
        self.progress("step-print")
        print_books(place, target)

    # What is above them, or the same for all

    def _short(self, name: str, book: Book, outline: bytes, old: PlaceRecord) -> None:
        """Write the short addresses of a folder: they lead from every id there ever was."""
        heads = outline, self.draft if self.shelf.editions else b""
        editions = fingerprint((self.shelf.editions, book.settings))
        base = sorted(self.project.base.items())
        key = key_of(base, heads, editions, self.register)
        files: list[tuple[str, bytes]] = []

        def make() -> list[tuple[str, bytes]]:
            files[:] = files or short_addresses(book, self.ever, self.stages)
            return files

        places = {name: old}
        if not self.shelf.editions:
            places[DRAFT] = self._stands(DRAFT)[0]
        found = {each: make_short(key, make, before) for each, before in places.items()}
        self.short |= found
        first, *more = found.values()
        if all(short.changed == first.changed for short in more):
            self.writer.write([self.stage / each for each in found], first.changed)
            return
        for each, short in found.items():
            self.writer.write([self.stage / each], short.changed)

    def _short_note(self, name: str) -> None:
        short, old = self.short[name], self._stands(name)[0]
        if short.note(self.record[name], old, self.stamp):
            self.stamps |= {f"{name}/{folder}": self.stamp for folder in short.folders}
        self.gone += [f"{name}/{path}" for path in short.gone]

    def _top(self) -> None:
        """What stands above the editions."""
        old = self.old.get(TOP) or PlaceRecord()
        apart = (*self.record, *self.old, ARCHIVE)
        if not self.site.is_dir() or not is_untouched(self.site, old, apart):
            old = PlaceRecord()
        outputs = Outputs(self.stage, old)
        for path, data in top_files(self.shelf):
            if outputs.put(path, data):
                self.reasons.append(Reason(path, "why-data"))
        self.record[TOP] = PlaceRecord(files=outputs.files)
        self.gone += outputs.gone()


def print_books(place: Place, target: Path) -> None:
    """Set the PDFs of a place into a folder."""
    from handbook.press import Changes, write_books, write_records, write_slips

    before, account = place.before, place.account
    changes = Changes(place.texts[before.id], account) if before and account else None
    write_books(place.book, target, changes)
    if place.name in LIVING:  # an edition has no record pages of its own
        write_records(place.book, target / "records")
    if place.name == LATEST:
        write_slips(printed_slips(place), target)


def base_sha256(root: Path) -> dict[str, str]:
    """Hashes of everything that makes pages of texts: code, the project's templates, settings."""
    templates = folder_sha256(f"{root / 'overrides'}")
    settings = hashlib.sha256((root / "mkdocs.yml").read_bytes()).hexdigest()
    code = key_of(package_sha256(), versions())
    return {"code": code, "templates": templates, "settings": settings}


def code_sha256(root: Path) -> str:
    """The same in one."""
    return key_of(sorted(base_sha256(root).items()))


def top_files(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """The register, the versions, and what leads to the latest edition."""
    register, latest = shelf.register, shelf.latest
    yield "errata.xml", errata_feed(register, latest)
    yield "errata.json", dump_json(errata_json(register, latest, {**shelf.texts})).encode()
    yield "index.html", redirect("latest/index.html", latest.settings.title)
    suggest = page_url("docs/suggest/index.md", latest.settings.directory_urls)
    yield "suggest/index.html", query_redirect(f"../{LATEST}/{suggest}", "提出勘误建议")
    yield "mine/index.html", mine_redirect(shelf.editions, latest.settings.directory_urls)
    text = dump_json(versions_json(shelf))
    yield "versions.json", text.encode()
    yield "versions.js", f"self.handbookVersions={text.rstrip()};\n".encode()


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
    kinds = Counter(section.kind for section in book.sections.values())
    progress(
        "step-loaded",
        chapters=len(book.folder("handbook")),
        items=kinds["item"],
        clauses=kinds["clause"],
        questions=kinds["question"],
        norms=kinds["norm"],
        methods=len(book.folder("methods")),
        errata=len(shelf.register.errata),
    )
    if not book.settings.site_url:
        progress("site-url-missing")


def link(source: Path, target: Path) -> None:
    """The same file at another place, stored once where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
