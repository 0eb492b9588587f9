"""Load a tree into a Book: read, number, render, validate. All problems come at once."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.book.keep import Keep, key_of
from handbook.book.lazy import LazyPage, LazySection, is_plain, rendered_fields
from handbook.book.model import Book, Page, Section, page_url, relative_url, section_url
from handbook.book.record_rules import record_problems
from handbook.book.rules import body_problems, reference_problems
from handbook.book.scan import Scan, scan_document, scan_files
from handbook.book.workers import end_with_parent
from handbook.markdown import RenderedSection, Target, render_document
from handbook.problems import InputError, Problem, problem
from handbook.source import (
    FOLDERS,
    Document,
    Heading,
    Numbered,
    Settings,
    load_settings,
    number_headings,
    read_document,
)


def load_book(
    root: Path,
    settings: Settings | None = None,
    frozen: Path | None = None,
    keep: Keep | None = None,
) -> Book:
    """The Book of the working text below `root`. Raises `InputError` with every error."""
    book, problems = read_book(root, settings, frozen, keep=keep)
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    return book


def read_book(
    root: Path,
    settings: Settings | None = None,
    frozen: Path | None = None,
    lazy: bool = False,
    keep: Keep | None = None,
) -> tuple[Book, list[Problem]]:
    """The Book as far as it can be made out, and everything that is wrong with its sources.

    Handbook and regulations come from `frozen`, an edition's folder, where one is given: with
    today's bulletins, methods and other pages that is what members read as the latest.
    With `lazy`, a page is rendered when what it shows is first asked for; the problems are all
    the same. What is in `keep` is neither read nor rendered again.
    Raises `InputError` where there is no handbook to read at all.
    """
    settings = settings or load_settings(root)
    if not (root / "docs" / "handbook").is_dir():
        raise InputError([problem("project-missing", str(root), dir=root, what="docs/handbook/")])
    places = {folder: (frozen or root) if folder in LOCKED else root for folder in FOLDERS}
    scans, problems = scan_files(places, settings, keep)
    files = [scan.document for scan in scans]
    problems += _issue_problems(files)
    numbered = number_headings((scan.document, list(scan.headings)) for scan in scans)
    problems += _id_problems(numbered)
    known = {entry.heading.id: entry for entry in reversed(numbered) if entry.heading.id}
    jobs = _jobs(scans, numbered, known)
    if keep is not None:
        # An edition's text has other numbers than the draft's, file by file the same or not.
        scope = f"{root.name if root.parent.name == EDITIONS else ''}:{frozen is not None}"
        pages = _keep_pages(jobs, numbered, known, settings, keep, scope)
    else:
        pages = (_prepare if lazy else _render)(jobs, numbered, known, settings)
    for scan in scans:
        if not scan.targets <= known.keys():
            problems += reference_problems(scan.document, known)
    others, found = _read_others(root, known)
    problems += found
    book = Book(root, settings, pages, others, text_sha256(files))
    return book, sorted(set(problems))


LOCKED: frozenset[str] = frozenset({"handbook", "regulations"})
"""The folders whose text changes from edition to edition by errata and amendments alone."""
EDITIONS = "editions"
"""The folder of the frozen editions."""
RECORDS = "records"
"""The folder of the record books, whose pages describe forms."""


def _read_others(
    root: Path, known: Mapping[str, Numbered]
) -> tuple[tuple[Document, ...], list[Problem]]:
    """The pages outside the four folders and the register of errata."""
    others: list[Document] = []
    problems: list[Problem] = []
    docs = root / "docs"
    apart = (*FOLDERS, "errata")
    for path in sorted(
        p for p in docs.glob("**/*.md") if p.relative_to(docs).parts[0] not in apart
    ):
        folder = path.relative_to(docs).parts[0]
        document, found = read_document(root, path, folder)
        problems += found
        if document is not None:
            others.append(document)
            problems += body_problems(document, None, ())
            problems += reference_problems(document, known)
            if folder == RECORDS:
                problems += record_problems(document, known)
    return tuple(others), problems


def text_sha256(files: Iterable[Document]) -> str:
    """The sha256 of the list `<sha256>  <path>` of the text's files, as sha256sum writes it."""
    lines = sorted(f"{f.sha256}  {f.path}\n" for f in files)
    lines.sort(key=lambda line: line[66:])
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _issue_problems(files: Iterable[Document]) -> list[Problem]:
    seen: dict[object, Document] = {}
    problems = []
    for document in files:
        issue = document.meta.get("issue")
        if document.folder != "bulletins" or issue is None:
            continue
        if issue in seen:
            line = document.meta_lines.get("issue", 1)
            other = seen[issue].path
            problems.append(
                problem("issue-duplicate", document.path, line, issue=issue, other=other)
            )
        seen.setdefault(issue, document)
    return problems


def _id_problems(numbered: Iterable[Numbered]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for entry in numbered:
        id, place = entry.heading.id, f"{entry.document.path}:{entry.heading.line}"
        if id is None:
            continue
        if id in seen:
            problems.append(
                problem(
                    "id-duplicate", entry.document.path, entry.heading.line, id=id, other=seen[id]
                )
            )
        seen.setdefault(id, place)
    return problems


@dataclass(frozen=True)
class _Labels:
    """Resolves references while the Book is still being rendered: labels need only numbers."""

    known: Mapping[str, Numbered]
    from_url: str
    directory_urls: bool
    asked: dict[str, None] = field(default_factory=dict)
    """The ids that were asked for, in order."""

    def target(self, id: str) -> Target | None:
        self.asked[id] = None
        entry = self.known.get(id)
        if entry is None:
            return None
        url = section_url(entry.document.path, id, self.directory_urls)
        href = relative_url(url, self.from_url)
        return Target(id, entry.label, href, entry.heading.title, entry.kind)

    def citing(self, id: str) -> Sequence[Target]:
        return ()


def render_pages(
    headed: Iterable[tuple[Document, Sequence[Heading]]],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
) -> tuple[Page, ...]:
    """The pages of the files of `headed`; `numbered` and `known` may hold those of others too."""
    scans = [scan_document(document, headings) for document, headings in headed]
    return _render(_jobs(scans, numbered, known), numbered, known, settings)


@dataclass(frozen=True)
class _Job:
    """A document with those of its headings that have an id of their own."""

    scan: Scan
    entries: tuple[Numbered, ...]

    @property
    def document(self) -> Document:
        return self.scan.document


def _jobs(
    scans: Iterable[Scan], numbered: Sequence[Numbered], known: Mapping[str, Numbered]
) -> list[_Job]:
    by_file: dict[str, list[Numbered]] = {}
    for entry in numbered:
        if entry.heading.id and known[entry.heading.id] is entry:
            by_file.setdefault(entry.document.path, []).append(entry)
    return [
        _Job(scan, tuple(entries)) for scan in scans if (entries := by_file.get(scan.document.path))
    ]


def _render(
    jobs: Sequence[_Job],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
) -> tuple[Page, ...]:
    pages = []
    for job, (data, *_) in zip(jobs, _render_all(jobs, known, settings), strict=True):
        rendered = {r.id: r for r in pickle.loads(data)}
        sections = [
            _section(job, entry, rendered[entry.heading.id or ""], numbered)
            for entry in job.entries
            if entry.heading.id in rendered
        ]
        if sections:
            pages.append(Page(job.document, tuple(sections)))
    return tuple(pages)


def _prepare(
    jobs: Sequence[_Job],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
) -> tuple[Page, ...]:
    """The pages with nothing rendered yet."""
    renderer = _Renderer(known, settings.directory_urls)
    return tuple(_lazy_page(job, numbered, functools.partial(renderer, job)) for job in jobs)


def _lazy_page(
    job: _Job,
    numbered: Sequence[Numbered],
    render: Callable[[], Iterable[RenderedSection]],
    cites: Mapping[str, tuple[str, ...]] | None = None,
) -> Page:
    page = LazyPage(render)
    sections = []
    for entry in job.entries:
        fields = _fields(job, entry, numbered)
        if cites is not None:
            if fields["id"] not in cites:
                continue  # Markdown sees no heading there, as below a fence left open
            fields["cites"] = cites[fields["id"]]
        if entry.label != entry.heading.title:
            fields["label"] = entry.label
        elif is_plain(entry.label):
            fields["label"] = " ".join(entry.label.split())
        sections.append(LazySection.make(page, **fields))
    return Page(job.document, tuple(sections))


def _keep_pages(
    jobs: Sequence[_Job],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
    keep: Keep,
    scope: str,
) -> tuple[Page, ...]:
    """The pages, each rendered when it is first asked for unless that was done before.

    What a document shows depends on its text, its own numbers, and the labels and places of what
    it asks for; which ids it asks for is told by its text alone. `scope` tells texts apart: what
    each was last is read at once, what another had is looked for.
    """
    keep.preload("asked")
    keys: dict[str, str] = {}
    cites: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def find_key(job: _Job, asked: Iterable[str]) -> str:
        own = [(entry.label, entry.kind) for entry in job.entries]
        cited = [(id, _shown_as(known[id]) if id in known else None) for id in asked]
        return key_of(job.document.path, job.document.sha256, own, cited, settings.directory_urls)

    missing: list[_Job] = []
    for job in jobs:
        path, found = job.document.path, keep.get("asked", _text_key(job, scope))
        asked, before, cited = found or (keep.get("asks", _text_key(job)), "", None)
        if asked is None:
            missing.append(job)
            continue
        key = keys[path] = find_key(job, asked)
        for kind, of in (("rendered", key), ("cites", key), ("asks", _text_key(job))):
            keep.use(kind, of)
        if key != before:  # another text may have had it so
            cited = keep.get("cites", key)
            keep.put("asked", _text_key(job, scope), (asked, key, cited))
        if cited is None:
            missing.append(job)
        else:
            cites[path] = cited
    for job, (data, asked, cited) in zip(
        missing, _render_all(missing, known, settings), strict=True
    ):
        path = job.document.path
        key = keys[path] = find_key(job, asked)
        cites[path] = cited
        keep.put("asked", _text_key(job, scope), (asked, key, cited))
        keep.put("asks", _text_key(job), asked)
        keep.put("cites", key, cited)
        keep.put("rendered", key, None, data)
    renderer = _Renderer(known, settings.directory_urls)

    def render(job: _Job) -> list[RenderedSection]:
        key = keys[job.document.path]
        found: list[RenderedSection] | None = keep.get("rendered", key)
        if found is None:
            found = renderer(job)
            keep.put("rendered", key, found)
        return found

    found = (
        (job, _lazy_page(job, numbered, functools.partial(render, job), cites[job.document.path]))
        for job in jobs
    )
    return tuple(
        dataclasses.replace(page, key=keys[job.document.path])
        for job, page in found
        if page.sections
    )


def _text_key(job: _Job, scope: str | None = None) -> str:
    return key_of(scope, job.document.path, job.document.sha256)


def _shown_as(entry: Numbered) -> tuple[str, str, str, str]:
    """What a reference to a heading shows of it."""
    return entry.label, entry.heading.title, entry.kind, entry.document.path


_Rendered = tuple[bytes, tuple[str, ...], Mapping[str, tuple[str, ...]]]
"""A document's sections pickled, as other processes send them; the ids that were asked for; what
each section cites."""


def _render_all(
    jobs: Sequence[_Job], known: Mapping[str, Numbered], settings: Settings
) -> Iterable[_Rendered]:
    """Render every document, in all processors where there are enough to pay for starting them."""
    renderer = _Renderer(known, settings.directory_urls)
    workers = min(os.cpu_count() or 1, len(jobs) // PER_PROCESS)
    if workers < 2:
        return map(renderer.pickled, jobs)
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(renderer,)) as pool:
        return list(pool.map(_work, jobs, chunksize=PER_PROCESS // 4))


PER_PROCESS = 100
"""How many documents make another process worth its start."""


@dataclass(frozen=True)
class _Renderer:
    known: Mapping[str, Numbered]
    directory_urls: bool

    def __call__(self, job: _Job, asked: dict[str, None] | None = None) -> list[RenderedSection]:
        url = page_url(job.document.path, self.directory_urls)
        labels = _Labels(self.known, url, self.directory_urls, {} if asked is None else asked)
        return render_document(job.document, job.entries, labels)

    def pickled(self, job: _Job) -> _Rendered:
        asked: dict[str, None] = {}
        found = self(job, asked)
        cites = {section.id: section.references for section in found}
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL), tuple(asked), cites


_worker: list[_Renderer] = []
"""The one renderer of a worker process, handed over when that starts."""


def _start_worker(renderer: _Renderer) -> None:
    end_with_parent()
    _worker[:] = [renderer]


def _work(job: _Job) -> _Rendered:
    return _worker[0].pickled(job)


def _section(
    job: _Job, entry: Numbered, rendered: RenderedSection, numbered: Sequence[Numbered]
) -> Section:
    # Labels are computed from titles where there is no number; a title may carry Markdown.
    label = entry.label if entry.label != entry.heading.title else rendered.title.text
    fields = _fields(job, entry, numbered)
    return Section(**fields, **rendered_fields(rendered), label=label)


def _fields(job: _Job, entry: Numbered, numbered: Sequence[Numbered]) -> dict[str, Any]:
    """The fields of a section that its source tells."""
    heading = entry.heading
    sha256, lines = job.scan.sources[heading.start]
    return {
        "id": heading.id or "",
        "kind": entry.kind,
        "number": entry.number,
        "path": tuple(id for place in entry.parents if (id := numbered[place].heading.id)),
        "file": job.document.path,
        "line": heading.line,
        "end_line": heading.line + lines,
        "heading": heading,
        "source": heading.source(job.document.text),
        "sha256": sha256,
        "note": "note" in heading.classes,
    }
