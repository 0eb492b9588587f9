"""Record pages as pages of a Book, so that they are set, cited and proved as its own text is.

They are living: an edition has none of its own, and each printing takes today's pages with the
numbers of the edition that it is for.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from handbook.book.load import RECORDS, render_pages
from handbook.book.model import Book
from handbook.book.record_rules import record_problems
from handbook.book.rules import reference_problems
from handbook.problems import InputError, Problem
from handbook.source import Document, number_headings, read_document, scan_headings

EDITIONS = "editions"


def with_records(book: Book) -> Book:
    """The Book with the record pages of its project among its pages.

    Raises `InputError` where they cannot be read, or cite what this Book does not have.
    """
    if any(page.document.folder == RECORDS for page in book.pages):
        return book
    root = records_root(book.root)
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in sorted((root / "docs" / RECORDS).glob("*.md")):
        document, found = read_document(root, path, RECORDS)
        problems += found
        if document is not None:
            documents.append(document)
    mine = [(document, scan_headings(document)) for document in documents]
    problems += [each for _, (_, found) in mine for each in found]
    headed = [(document, headings) for document, (headings, _) in mine]
    others = [(page.document, scan_headings(page.document)[0]) for page in book.pages]
    numbered = number_headings([*others, *headed])
    known = {entry.heading.id: entry for entry in reversed(numbered) if entry.heading.id}
    for document in documents:
        problems += reference_problems(document, known)
        problems += record_problems(document, known)
    if problems:
        raise InputError(problems)
    pages = render_pages(headed, numbered, known, book.settings)
    return dataclasses.replace(book, pages=(*book.pages, *pages))


def records_root(root: Path) -> Path:
    """Where the record pages of a Book stand: a frozen edition's are its project's."""
    frozen = root.parent.name == EDITIONS and not (root / "docs" / RECORDS).is_dir()
    return root.parent.parent if frozen else root
