"""Build one folder of the site: what differs from the build before, and nothing else."""

from __future__ import annotations

import importlib.metadata
import pickle
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handbook.book.keep import Keep, key_of
from handbook.book.model import page_url
from handbook.site.composing import site_pages
from handbook.site.data import Data, Group
from handbook.site.pages import ComposedPage, SitePage
from handbook.site.pieces import Pieces
from handbook.site.places import Place
from handbook.site.reasons import Reason, base_reason, note_reason, text_reason
from handbook.site.record import Outputs, PageRecord, PlaceRecord
from handbook.site.shells import Run, Shell, is_simple, run_mkdocs, theme_key
from handbook.site.swap import CACHE
from handbook.site.watch import Trace, WatchedPlace, fingerprint, is_same_source
from handbook.source.walk import walk_files

MKDOCS = "mkdocs"
"""The group of all files that MkDocs writes itself."""
_MANY = 64
"""More traces than these are written together again."""


@dataclass(frozen=True)
class Project:
    """What all folders of a build share."""

    root: Path
    base: Mapping[str, str]
    """Hashes of our code, the project's templates, its settings."""
    keep: Keep
    foreign: bool
    """Whether the project's theme may make a page depend on anything."""
    shared: dict[bytes, str] = field(default_factory=dict)
    """Files of all folders by the hash of their content."""


class Folder:
    """One folder of the site on its way."""

    def __init__(
        self, project: Project, place: Place, old: PlaceRecord, stage: Path, site: Path
    ) -> None:
        self.project = project
        self.site = site
        """Where the folder stands now; asked for only what `old` says is there."""
        self.old = old
        base = key_of(sorted(project.base.items()))
        self.place = WatchedPlace.make(place, project.keep, base)
        self.watch = self.place.watch
        self.outputs = Outputs(stage, old, project.shared)
        self.pieces = Pieces(site, old.layouts)
        self.record = PlaceRecord()
        self.reasons: list[Reason] = []
        self._bodies: dict[str, str] = {}
        self._whys: dict[str, tuple[str, str]] = {}
        self._given: dict[str, bytes] = {}
        self._traces: dict[str, Trace] = {}

    def build(self, prints: Callable[[Path], None] | None) -> None:
        """Make what differs but short addresses. `prints` writes the PDFs into a folder."""
        record, old, place = self.record, self.old, self.place
        self.pages = site_pages(place)
        record.base = {**self.project.base, "editions": place.constants().hex()}
        base = key_of(sorted(record.base.items()))
        record.theme = theme_key(place.raw, base, self.pages, self.watch.answer("outline"))
        record.world = self.watch.world()
        record.texts = self.watch.texts()
        self._compose(base)
        data = Data(place.raw, self.project.keep, self.watch, self.pieces)
        for group in data.groups():
            self._put_group(group)
        record.layouts = self.pieces.layouts
        if prints is not None:
            self._put_prints(prints)
        with tempfile.TemporaryDirectory(dir=self.project.root / CACHE) as work:
            run = self._run(base, Path(work))
        for page in self.pages:
            self._put_page(page, run)
        self._put_traces(run)
        record.files = self.outputs.files
        gone = {self.old.pages[uri].path for uri in old.pages if uri not in record.pages}
        self.reasons += [Reason(path, "why-gone") for path in sorted(gone - set(record.files))]

    # Bodies

    def _compose(self, base: str) -> None:
        """Compose the bodies that differ."""
        same = self.watch is not None and self.old.world == self.record.world
        traces = {} if same or not self.old.pages else self.old.all_traces()
        for page in self.pages:
            self._given[page.src_uri] = _given(page, base)
            why = self._why(page, same, traces)
            if why:
                self._whys[page.src_uri] = why
                html, self._traces[page.src_uri] = self.watch.trace(lambda page=page: page.html)  # type: ignore[misc]
                self._bodies[page.src_uri] = html

    def _why(
        self, page: SitePage, same: bool, traces: Mapping[str, Trace]
    ) -> tuple[str, str] | None:
        """Why a body must be composed; None where it is as it was."""
        old = self.old.pages.get(page.src_uri)
        if old is None or old.path not in self.old.files:
            return "why-new", ""
        if old.given != self._given[page.src_uri]:
            changed = self.old.base != self.record.base
            return base_reason(self.old.base, self.record.base) if changed else ("why-given", "")
        before, now = self.old.texts, self.record.texts
        files = [name for name in old.files if before.get(name) != now.get(name)]
        if files:
            edited = [name for name in files if not is_same_source(before.get(name), now.get(name))]
            return text_reason(edited, f"docs/{page.src_uri}") if edited else ("why-cited", "")
        if same:
            return None
        trace = traces.get(page.src_uri)
        notes = self.watch.changed(trace) if trace else ()
        if trace is None or notes:
            return note_reason(notes) if notes else ("why-new", "")
        return None

    # What stands around them

    def _run(self, base: str, work: Path) -> Run | None:
        """Run MkDocs into the folder `work`, unless nothing that it makes can differ."""
        old = self.old
        titled = {
            page.src_uri: "<h1" in self._bodies[page.src_uri]
            if page.src_uri in self._bodies
            else old.pages[page.src_uri].titled
            for page in self.pages
        }
        known = {uri: rec.shell for uri, rec in old.pages.items() if rec.start >= 0}
        if not self.project.foreign and old.theme == self.record.theme and self._fits(titled):
            _, paths = old.groups[MKDOCS]
            self.record.groups[MKDOCS] = old.groups[MKDOCS]
            for path in paths:
                self.outputs.keep(path)
            return None
        run = Run(self.pages, self.place, base, known, titled, self.project.foreign)
        run_mkdocs(run, work)
        found = sorted((path, Path(entry.path)) for path, entry in walk_files(str(work)))
        own = [(path, source) for path, source in found if path not in self.outputs.files]
        for path, source in own:
            if self.outputs.take(path, source) and path.endswith(".html"):
                self.reasons.append(Reason(path, "why-mkdocs"))
        self.record.groups[MKDOCS] = "", tuple(path for path, _ in own)
        return run

    def _fits(self, titled: Mapping[str, bool]) -> bool:
        """Whether the bodies that differ go into the shells that are there."""
        old = self.old
        for uri, html in self._bodies.items():
            page = old.pages.get(uri)
            if page is None or page.start < 0 or page.titled != titled[uri]:
                return False
            if not is_simple(html):
                return False
        if MKDOCS not in old.groups or any(p.src_uri not in old.pages for p in self.pages):
            return False
        before, now = old.texts, self.record.texts
        for trace in old.rendered.values():
            if any(before.get(f) != now.get(f) for f in self.watch.files(trace)):
                return False
            if old.world != self.record.world and self.watch.changed(trace):
                return False
        return True

    def _put_page(self, page: SitePage, run: Run | None) -> None:
        uri = page.src_uri
        old, shell = self.old.pages.get(uri), run.shells.get(uri) if run else None
        body = self._bodies.get(uri)
        if run is None and body is None:
            assert old is not None
            self.record.pages[uri] = old
            self.outputs.keep(old.path)
            return
        path = _page_path(page, self.place.book.settings.directory_urls)
        titled = "<h1" in body if body is not None else bool(old and old.titled)
        files = (
            self.watch.files(self._traces[uri]) if body is not None else old.files if old else ()
        )
        start, length = -1, 0
        if shell is None and body is None:
            assert old is not None
            start, length = old.start, old.length
            self.outputs.keep(path)
        elif run is not None and run.whole:
            assert shell is not None
            self._put(path, shell.page("")[0], uri)
        else:
            if body is None:
                assert old is not None
                body = page.html if old.start < 0 else self._part(old)[1].decode()
            data, start, length = self._assemble(old, shell, body)
            if not is_simple(body):
                start = -1
            self._put(path, data, uri)
        key = run.keys[uri] if run else old.shell if old else ""
        given = self._given[uri]
        self.record.pages[uri] = PageRecord(given, files, key, titled, path, start, length)

    def _assemble(
        self, old: PageRecord | None, shell: Shell | None, body: str
    ) -> tuple[bytes, int, int]:
        """The page with a body, in a new shell or in that which stands there."""
        if shell is not None:
            return shell.page(body)
        assert old is not None
        before, _, after = self._part(old)
        data = body.encode()
        return before + data + after, old.start, len(data)

    def _part(self, old: PageRecord) -> tuple[bytes, bytes, bytes]:
        """A page that stands there: before its body, the body, after it."""
        data = (self.site / old.path).read_bytes()
        end = old.start + old.length
        return data[: old.start], data[old.start : end], data[end:]

    def _put(self, path: str, data: bytes, uri: str) -> None:
        if self.outputs.put(path, data):
            key, what = self._whys.get(uri, ("why-navigation", ""))
            self.reasons.append(Reason(path, key, what))

    # Data

    def _put_group(self, group: Group) -> None:
        old = self.old.groups.get(group.name)
        if old is not None and old[0] == group.key and all(p in self.old.files for p in old[1]):
            self.record.groups[group.name] = old
            for path in old[1]:
                self.outputs.keep(path)
                self.pieces.keep(path)
            return
        paths = []
        for path, data in group.make():
            if self.outputs.put(path, data):
                self.reasons.append(Reason(path, "why-data"))
            paths.append(path)
        self.record.groups[group.name] = group.key, tuple(paths)

    def _put_prints(self, prints: Callable[[Path], None]) -> None:
        """The PDFs, which are set again when anything of the text or the register differs."""
        raw = self.place.raw
        told = fingerprint([raw.register.errata, raw.account, raw.book.others])
        key = key_of(sorted(self.record.base.items()), raw.book.sha256, told.hex())
        folder = self.outputs.stage / "print"

        def make() -> Iterable[tuple[str, bytes]]:
            prints(folder)
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                name = path.relative_to(self.outputs.stage).as_posix()
                yield name, path.read_bytes()
                if name not in self.outputs.changed:
                    path.unlink()

        self._put_group(Group("print", key, make))

    def _put_traces(self, run: Run | None) -> None:
        record, old = self.record, self.old
        record.rendered = run.traces if run else old.rendered
        newer = old.newer | self._traces
        if record.pages.keys() == old.pages.keys() and len(newer) < _MANY:
            record.traces, record.newer = old.traces, newer
            return
        found = (old.all_traces() | self._traces).items()
        traces = {uri: trace for uri, trace in found if uri in record.pages}
        record.traces, record.newer = pickle.dumps(traces, pickle.HIGHEST_PROTOCOL), {}


def _given(page: SitePage, base: str) -> bytes:
    own = page.given if isinstance(page, ComposedPage) else fingerprint(page.html)
    return fingerprint((own, base))


def _page_path(page: SitePage, directory_urls: bool) -> str:
    """The page's file below the folder of the site."""
    url = page_url(f"docs/{page.src_uri}", directory_urls)
    return f"{url}index.html" if not url or url.endswith("/") else url


def versions() -> Sequence[str]:
    """The versions of what makes pages and PDFs beside our own code."""
    names = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "typst")
    return [importlib.metadata.version(name) for name in names]
