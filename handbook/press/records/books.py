"""The record books of a project, bound and as single forms."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from handbook.book import Book
from handbook.book.records import with_records
from handbook.press.books import set_volume
from handbook.press.record import Volume
from handbook.press.records.content import INDEX
from handbook.press.records.page import A4, book_page
from handbook.press.records.sheets import set_singles, singles
from handbook.press.sheet import Sheet
from handbook.problems import InputError, Problem
from handbook.source.forms import read_record


def record_volumes(book: Book) -> tuple[Volume, ...]:
    """The record books that there are, in the order of their files. Raises `InputError`."""
    volumes = []
    for page in with_records(book).folder("records"):
        record = read_record(page.document)[0]
        folder = f"records/{page.document.stem}"
        if folder != INDEX and any(form.pages for form in record.forms):
            volumes.append(Volume(folder, page.head.title.strip("《》"), record.trim))
    return tuple(volumes)


def misfits(book: Book) -> list[Problem]:
    """What a page cannot hold of the forms that are to stand on it: on A4, and in each book.

    Forms that are not described well are left to the rules on that.
    """
    read = [(d, *read_record(d)) for d in book.others if d.folder == "records"]
    records = [(document, record) for document, record, problems in read if not problems]
    shared = [(d, form) for d, r in records if f"records/{d.stem}" == INDEX for form in r.forms]
    found: dict[Problem, None] = {}
    for document, record in records:
        own = [(document, form) for form in record.forms]
        binds = f"records/{document.stem}" != INDEX and any(form.pages for form in record.forms)
        bound = [(d, form) for d, form in [*shared, *own] if form.pages] if binds else []
        try:
            book_paper = book_page(Sheet.of(book.settings, trim=record.trim))
        except InputError as error:
            return list(error.problems)
        for paper, forms in ((A4, own), (book_paper, bound)):
            for home, form in forms:
                try:
                    paper.lay_out(form, home.path)
                except InputError as error:
                    found |= dict.fromkeys(error.problems)
    return list(found)


def write_records(book: Book, out_dir: Path) -> tuple[Path, ...]:
    """Write each record book, and beside it in a folder of its name its forms, to print and to
    fill in; a file is either the old one or the new. Raises `InputError`."""
    book = with_records(book)
    volumes = record_volumes(book)
    sheets = singles(book)
    if not sheets:
        return ()
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # Typst does not hold the interpreter's lock
        books = list(pool.map(lambda volume: set_volume(book, volume), volumes))
    pdfs = [
        (f"{v.folder.removeprefix('records/')}.pdf", p) for v, p in zip(volumes, books, strict=True)
    ]
    pdfs += [(s.name, pdf) for s, pdf in zip(sheets, set_singles(book, sheets), strict=True)]
    paths = []
    for name, pdf in pdfs:
        path = out_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(pdf)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        paths.append(path)
    return tuple(paths)
