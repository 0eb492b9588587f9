"""Load a tree into a Book: read, number, render, validate. All problems come at once."""

from __future__ import annotations

import functools
import hashlib
import pickle
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from handbook.book.keep import Keep, key_of
from handbook.book.lazy import LazyPage, LazySection, is_plain, rendered_fields
from handbook.book.model import Book, Page, Section, page_url, relative_url, section_url
from handbook.book.rules import body_problems, reference_problems
from handbook.book.scan import Scan, scan_document, scan_files
from handbook.book.workers import spread
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
from handbook.source.walk import markdown_files


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
    numbered = number_headings((scan.document, scan.headings) for scan in scans)
    problems += _id_problems(numbered)
    known = {entry.heading.id: entry for entry in reversed(numbered) if entry.heading.id}
    jobs = _jobs(scans, numbered, known)
    if keep is not None:
        # An edition's text has other numbers than the draft's, file by file the same or not.
        scope = f"{root.name if root.parent.name == EDITIONS else ''}:{frozen is not None}"
        heads = key_of([scan.heads for scan in scans], settings.directory_urls)
        pages = _keep_pages(jobs, known, settings, keep, (scope, heads))
    else:
        pages = (_prepare if lazy else _render)(jobs, known, settings)
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
    for name, _ in markdown_files(f"{root / 'docs'}", (*FOLDERS, "errata")):
        folder = name.partition("/")[0]
        document, found = read_document(root, root / "docs" / name, folder)
        problems += found
        if document is not None:
            others.append(document)
            problems += body_problems(document, None, ())
            problems += reference_problems(document, known)
            if folder == RECORDS:
                # What reads forms takes a while to import, and few texts have any.
                from handbook.book.record_rules import record_problems

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
    seen: dict[str, Numbered] = {}
    problems = []
    for entry in numbered:
        id = entry.heading.id
        if id is None or (first := seen.setdefault(id, entry)) is entry:
            continue
        place, other = entry.document.path, f"{first.document.path}:{first.heading.line}"
        problems.append(problem("id-duplicate", place, entry.heading.line, id=id, other=other))
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
    return _render(_jobs(scans, numbered, known), known, settings)


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
    jobs: Sequence[_Job], known: Mapping[str, Numbered], settings: Settings
) -> tuple[Page, ...]:
    pages = []
    for job, (data, *_) in zip(jobs, _render_all(jobs, known, settings), strict=True):
        rendered = {r.id: r for r in pickle.loads(data)}
        sections = [
            _section(job, entry, rendered[entry.heading.id or ""])
            for entry in job.entries
            if entry.heading.id in rendered
        ]
        if sections:
            pages.append(Page(job.document, tuple(sections)))
    return tuple(pages)


def _prepare(
    jobs: Sequence[_Job], known: Mapping[str, Numbered], settings: Settings
) -> tuple[Page, ...]:
    """The pages with nothing rendered yet."""
    renderer = _Renderer(known, settings.directory_urls)
    return tuple(_lazy_page(job, functools.partial(renderer, job)) for job in jobs)


def _lazy_page(
    job: _Job,
    render: Callable[[], Iterable[RenderedSection]],
    was: _Was | None = None,
) -> Page:
    page = LazyPage(job.document, render)
    sections = []
    for entry in job.entries:
        fields = _fields(job.scan, entry)
        if was is not None:
            cites = was.cites.get(fields["id"])
            if cites is None:
                continue  # Markdown sees no heading there, as below a fence left open
            fields["cites"] = cites
        if entry.label != entry.heading.title:
            fields["label"] = entry.label
        elif is_plain(entry.label):
            fields["label"] = " ".join(entry.label.split())
        sections.append(LazySection.make(page, fields))
    hashes = (was.key, was.heads) if was else ()
    return Page(job.document, tuple(sections), *hashes)


class _Was(NamedTuple):
    """What a document was last."""

    text: str
    """A hash of its path and its text."""
    key: str
    """A hash of all that it shows depends on."""
    heads: str
    """A hash of what other documents show of its headings."""
    cites: Mapping[str, tuple[str, ...]]
    """What each of its sections cites."""


def _keep_pages(
    jobs: Sequence[_Job],
    known: Mapping[str, Numbered],
    settings: Settings,
    keep: Keep,
    of: tuple[str, str],
) -> tuple[Page, ...]:
    """The pages, each rendered when it is first asked for unless that was done before.

    What a document shows depends on its text, its own numbers, and the labels and places of what
    it asks for; which ids it asks for is told by its text alone. `of` tells texts apart, and has a
    hash of all headings: where these are as they were, so is each document whose text is the same.
    What another text had is looked for.
    """
    scope, heads = of
    last: tuple[str, Mapping[str, _Was]] = keep.get("text", scope) or ("", {})
    before = last[1] if last[0] == heads else {}
    if not before:
        keep.preload("asks", "cites")
    now: dict[str, _Was] = {}

    def find_key(job: _Job, asked: Iterable[str]) -> str:
        own = [(entry.label, entry.kind) for entry in job.entries]
        cited = [(id, _shown_as(known[id]) if id in known else None) for id in asked]
        return key_of(job.document.path, job.document.sha256, own, cited, settings.directory_urls)

    missing: list[_Job] = []
    for job in jobs:
        path, text = job.document.path, job.scan.key
        was = before.get(path)
        if was is None or was.text != text:  # another text may have had it so
            asked = keep.get("asks", text)
            key = "" if asked is None else find_key(job, asked)
            cites = keep.get("cites", key) if key else None
            if cites is None:
                missing.append(job)
                continue
            was = _Was(text, key, _heads(job, key, cites), cites)
        now[path] = was
    for job, (data, asked, cites) in zip(
        missing, _render_all(missing, known, settings), strict=True
    ):
        text, key = job.scan.key, find_key(job, asked)
        now[job.document.path] = was = _Was(text, key, _heads(job, key, cites), cites)
        keep.put("asks", was.text, asked)
        keep.put("cites", was.key, cites)
        keep.put("rendered", was.key, None, data)
    keep.use("asks", [was.text for was in now.values()])
    for kind in ("rendered", "cites"):
        keep.use(kind, [was.key for was in now.values()])
    if last != (heads, now):
        keep.put("text", scope, (heads, now))
    renderer = _Renderer(known, settings.directory_urls)

    def render(job: _Job) -> list[RenderedSection]:
        key = now[job.document.path].key
        return keep.made("rendered", key, lambda: renderer(job))

    pages = (
        _lazy_page(job, functools.partial(render, job), now[job.document.path]) for job in jobs
    )
    return tuple(page for page in pages if page.sections)


def _heads(job: _Job, key: str, cites: Container[str | None]) -> str:
    """A hash of what other documents show of a document's headings."""
    numbers = [(e.heading.id, e.number) for e in job.entries if e.heading.id in cites]
    # A title shows what its source says, if that is no reference.
    refers = any("[" in heading.title for heading in job.scan.headings)
    return key_of(job.scan.heads, numbers, key if refers else "")


def _shown_as(entry: Numbered) -> tuple[str, str, str, str]:
    """What a reference to a heading shows of it."""
    return entry.label, entry.heading.title, entry.kind, entry.document.path


_Rendered = tuple[bytes, tuple[str, ...], Mapping[str, tuple[str, ...]]]
"""A document's sections pickled, as other processes send them; the ids that were asked for; what
each section cites."""


def _render_all(
    jobs: Sequence[_Job], known: Mapping[str, Numbered], settings: Settings
) -> Iterable[_Rendered]:
    """Render every document."""
    return spread(_Renderer(known, settings.directory_urls).pickled, jobs)


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


def _section(job: _Job, entry: Numbered, rendered: RenderedSection) -> Section:
    # Labels are computed from titles where there is no number; a title may carry Markdown.
    label = entry.label if entry.label != entry.heading.title else rendered.title.text
    source = entry.heading.source(job.document.text)
    fields = _fields(job.scan, entry) | rendered_fields(rendered)
    return Section(**fields, label=label, source=source)


def _fields(scan: Scan, entry: Numbered) -> dict[str, Any]:
    """The fields of a section that its source tells, which itself is left out."""
    document, heading, kind, number, _, path = entry
    sha256, lines = scan.sources[heading.start]
    return {
        "id": heading.id or "",
        "kind": kind,
        "number": number,
        "path": path,
        "file": document.path,
        "line": heading.line,
        "end_line": heading.line + lines,
        "heading": heading,
        "sha256": sha256,
        "note": "note" in heading.classes,
    }
