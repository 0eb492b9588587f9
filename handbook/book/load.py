"""Load a tree into a Book: read, number, render, validate. All problems come at once."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.book.lazy import LazyPage, LazySection, is_plain, rendered_fields
from handbook.book.model import Book, Page, Section, page_url, relative_url, section_url
from handbook.book.rules import (
    body_problems,
    front_matter_problems,
    reference_problems,
)
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
    read_folder,
    scan_headings,
)


def load_book(root: Path, settings: Settings | None = None, frozen: Path | None = None) -> Book:
    """The Book of the working text below `root`. Raises `InputError` with every error."""
    book, problems = read_book(root, settings, frozen)
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    return book


def read_book(
    root: Path,
    settings: Settings | None = None,
    frozen: Path | None = None,
    lazy: bool = False,
) -> tuple[Book, list[Problem]]:
    """The Book as far as it can be made out, and everything that is wrong with its sources.

    Handbook and regulations come from `frozen`, an edition's folder, where one is given: with
    today's bulletins, methods and other pages that is what members read as the latest.
    With `lazy`, a page is rendered when what it shows is first asked for; the problems are all
    the same.
    Raises `InputError` where there is no handbook to read at all.
    """
    settings = settings or load_settings(root)
    if not (root / "docs" / "handbook").is_dir():
        raise InputError([problem("project-missing", str(root), dir=root, what="docs/handbook/")])
    files, problems = _read_files(root, frozen or root)
    headed: list[tuple[Document, list[Heading]]] = []
    for document in files:
        headings, found = scan_headings(document)
        problems += [*found, *front_matter_problems(document)]
        headed.append((document, headings))
    problems += _issue_problems(files)
    numbered = number_headings(headed)
    problems += _id_problems(numbered)
    known = {entry.heading.id: entry for entry in reversed(numbered) if entry.heading.id}
    pages = (_prepare if lazy else _render)(headed, numbered, known, settings)
    entries: dict[str, list[Numbered]] = {}
    for entry in numbered:
        entries.setdefault(entry.document.path, []).append(entry)
    for document in files:
        problems += body_problems(document, settings, entries.get(document.path, ()))
        problems += reference_problems(document, known)
    others, found = _read_others(root, known)
    problems += found
    book = Book(root, settings, pages, others, text_sha256(files))
    return book, sorted(set(problems))


LOCKED: frozenset[str] = frozenset({"handbook", "regulations"})
"""The folders whose text changes from edition to edition by errata and amendments alone."""


def _read_files(root: Path, frozen: Path) -> tuple[list[Document], list[Problem]]:
    files: list[Document] = []
    problems: list[Problem] = []
    for folder in FOLDERS:
        for document, found in read_folder(frozen if folder in LOCKED else root, folder):
            problems += found
            if document is not None:
                files.append(document)
    return files, problems


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

    def target(self, id: str) -> Target | None:
        entry = self.known.get(id)
        if entry is None:
            return None
        url = section_url(entry.document.path, id, self.directory_urls)
        href = relative_url(url, self.from_url)
        return Target(id, entry.label, href, entry.heading.title, entry.kind)

    def citing(self, id: str) -> Sequence[Target]:
        return ()


def _render(
    headed: Iterable[tuple[Document, list[Heading]]],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
) -> tuple[Page, ...]:
    jobs = _jobs(headed, numbered, known)
    pages = []
    for (document, entries), found in zip(jobs, _render_all(jobs, known, settings), strict=True):
        rendered = {r.id: r for r in found}
        sections = [
            _section(document, entry, rendered[entry.heading.id or ""], numbered)
            for entry in entries
            if entry.heading.id in rendered
        ]
        if sections:
            pages.append(Page(document, tuple(sections)))
    return tuple(pages)


def _prepare(
    headed: Iterable[tuple[Document, list[Heading]]],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
    settings: Settings,
) -> tuple[Page, ...]:
    """The pages with nothing rendered yet."""
    renderer = _Renderer(known, settings.directory_urls)
    pages = []
    for job in _jobs(headed, numbered, known):
        document, entries = job
        page = LazyPage(functools.partial(renderer, job))
        sections = []
        for entry in entries:
            fields = _fields(document, entry, numbered)
            if entry.label != entry.heading.title:
                fields["label"] = entry.label
            elif is_plain(entry.label):
                fields["label"] = " ".join(entry.label.split())
            sections.append(LazySection.make(page, **fields))
        pages.append(Page(document, tuple(sections)))
    return tuple(pages)


_Job = tuple[Document, list[Numbered]]


def _jobs(
    headed: Iterable[tuple[Document, list[Heading]]],
    numbered: Sequence[Numbered],
    known: Mapping[str, Numbered],
) -> list[_Job]:
    """Each document with those of its headings that have an id of their own."""
    by_file: dict[str, list[Numbered]] = {}
    for entry in numbered:
        if entry.heading.id and known[entry.heading.id] is entry:
            by_file.setdefault(entry.document.path, []).append(entry)
    paths = (document for document, _ in headed if document.path in by_file)
    return [(document, by_file[document.path]) for document in paths]


def _render_all(
    jobs: Sequence[_Job], known: Mapping[str, Numbered], settings: Settings
) -> list[list[RenderedSection]]:
    """Render every document, in all processors where there are enough to pay for starting them."""
    renderer = _Renderer(known, settings.directory_urls)
    workers = min(os.cpu_count() or 1, len(jobs) // PER_PROCESS)
    if workers < 2:
        return [renderer(job) for job in jobs]
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(renderer,)) as pool:
        return list(pool.map(_work, jobs, chunksize=PER_PROCESS // 4))


PER_PROCESS = 100
"""How many documents make another process worth its start."""


@dataclass(frozen=True)
class _Renderer:
    known: Mapping[str, Numbered]
    directory_urls: bool

    def __call__(self, job: _Job) -> list[RenderedSection]:
        document, entries = job
        url = page_url(document.path, self.directory_urls)
        return render_document(document, entries, _Labels(self.known, url, self.directory_urls))


_worker: list[_Renderer] = []
"""The one renderer of a worker process, handed over when that starts."""


def _start_worker(renderer: _Renderer) -> None:
    _worker[:] = [renderer]


def _work(job: _Job) -> list[RenderedSection]:
    return _worker[0](job)


def _section(
    document: Document, entry: Numbered, rendered: RenderedSection, numbered: Sequence[Numbered]
) -> Section:
    # Labels are computed from titles where there is no number; a title may carry Markdown.
    label = entry.label if entry.label != entry.heading.title else rendered.title.text
    fields = _fields(document, entry, numbered)
    return Section(**fields, **rendered_fields(rendered), label=label)


def _fields(document: Document, entry: Numbered, numbered: Sequence[Numbered]) -> dict[str, Any]:
    """The fields of a section that its source tells."""
    heading = entry.heading
    source = heading.source(document.text)
    return {
        "id": heading.id or "",
        "kind": entry.kind,
        "number": entry.number,
        "path": tuple(id for place in entry.parents if (id := numbered[place].heading.id)),
        "file": document.path,
        "line": heading.line,
        "end_line": heading.line + source.count("\n"),
        "heading": heading,
        "source": source,
        "sha256": hashlib.sha256(source.encode()).hexdigest(),
        "note": "note" in heading.classes,
    }
