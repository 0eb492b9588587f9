"""The register (`errata.json`, design: JSON shapes) and its slips for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handbook.book import Book
from handbook.book.model import page_url
from handbook.errata.locate import occurrences
from handbook.errata.model import Entry, Erratum
from handbook.errata.register import Register
from handbook.errata.renamed import in_text
from handbook.errata.slip import Slip, SlipRow


def errata_json(
    register: Register,
    book: Book,
    texts: Mapping[str, Book] | None = None,
    frozen: bool = False,
) -> dict[str, Any]:
    """The register in the published shape; `handbook/schemas/errata.schema.json` describes it.

    `book` is the edition whose site carries the file, `texts` any other editions by their ids.
    A `frozen` edition has all of them on one page.
    """
    books = {book.settings.edition: book, **(texts or {})}
    return {"format": 1, "errata": [_erratum(e, books, book, frozen) for e in register.errata]}


def _erratum(
    erratum: Erratum, books: Mapping[str, Book], book: Book, frozen: bool
) -> dict[str, Any]:
    page = page_url(
        f"docs/errata/{'index' if frozen else erratum.id}.md", book.settings.directory_urls
    )
    erratum = in_text(erratum, book)
    return {
        "id": erratum.id,
        "provision": erratum.provision,
        "edition": erratum.edition,
        "kind": erratum.kind,
        "state": erratum.state,
        "original": erratum.original,
        "corrected": erratum.corrected,
        "group": erratum.group or None,
        "history": [_entry(entry) for entry in erratum.history],
        "reason": erratum.reason,
        "applies_to": [id for id, text in books.items() if bears_on(erratum, text)],
        "url": f"{page}#{erratum.id}" if frozen else page,
    }


def bears_on(erratum: Erratum, book: Book) -> bool:
    """Whether a text has the original, exactly once, at the erratum's provision.

    That is so whatever became of the erratum; a reader who wants those in force asks for the
    state too. An amendment bears on the text whose provision has its `old_sha256`.
    """
    section = book.sections.get(in_text(erratum, book).provision)
    if section is None:
        return False
    if erratum.amendment:
        return section.sha256 == erratum.amendment.old_sha256
    return len(occurrences(section.source, erratum.original)) == 1


def _entry(entry: Entry) -> dict[str, Any]:
    given = {"why": entry.why, "of": entry.of, "edition": entry.edition}
    return {
        "state": entry.state,
        "date": entry.date.isoformat(),
        "by": list(entry.by),
        **{key: value for key, value in given.items() if value},
    }


def slip_json(slip: Slip, edition: str) -> dict[str, Any]:
    """A slip for the copies of an edition or of one of its printings; its schema is
    `handbook/schemas/slip.schema.json`."""
    return {
        "format": 1,
        "edition": edition,
        "printing": slip.printing.run.id if slip.printing else None,
        "date": slip.date.isoformat() if slip.date else None,
        "errata": list(slip.errata),
        "amendments": slip.amendments,
        "leaves": slip.leaves,
        "rows": [slip_row_json(row) for row in slip.rows],
    }


def slip_row_json(row: SlipRow) -> dict[str, Any]:
    """One place to be mended, with page and line where a map of the printing has them."""
    wrong, right = ("".join(text for text, _ in runs) for runs in (row.wrong, row.right))
    return {
        "provision": row.provision,
        "label": row.label,
        "page": row.page or None,
        "line": row.line or None,
        "wrong": wrong,
        "right": right,
        "errata": list(row.errata),
    }
