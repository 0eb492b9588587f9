"""The four books on paper: handbook, bulletins, methods, regulations."""

from __future__ import annotations

import os
from pathlib import Path

from handbook.book import Book
from handbook.press.changes import Changes
from handbook.press.content import volume_xml
from handbook.press.imprint import Imprint
from handbook.press.record import Volume
from handbook.press.sentences import glyph_problem, template_problem
from handbook.press.sheet import Sheet
from handbook.press.typeset import MissingGlyphError, TemplateError, typeset
from handbook.problems import InputError

VOLUMES = (
    Volume("handbook"),
    Volume("bulletins", "学习参考"),
    Volume("methods", "工作法"),
    Volume("regulations", "配套制度"),
)
OVERRIDES = "overrides/print"
"""Where a project keeps templates that come before ours."""


def set_volume(
    book: Book,
    volume: Volume,
    sheet: Sheet | None = None,
    changes: Changes | None = None,
    imprint: Imprint | None = None,
) -> bytes:
    """One volume as PDF. Raises `InputError` where the user's text or template cannot be set.

    With `changes` it has the appendix 本版变更. With `imprint` it is set for the press: without
    tags and links, its colophon that of the printing.
    """
    sheet = sheet or Sheet.of(book.settings, trim=volume.trim)
    xml = volume_xml(book, volume, sheet, changes, imprint)
    try:
        return typeset(xml, volume.template, overrides_of(book), press=imprint is not None)
    except MissingGlyphError as error:
        quoted = changes.account.applied if changes else ()
        raise InputError([glyph_problem(book, error.text, quoted)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None


def overrides_of(book: Book) -> Path:
    """Where the project's own templates are, of a frozen edition too."""
    frozen = book.root.parent.name == "editions"
    return (book.root.parent.parent if frozen else book.root) / OVERRIDES


def write_books(book: Book, out_dir: Path, changes: Changes | None = None) -> tuple[Path, ...]:
    """Write the PDFs of all folders that have text; a file is either the old one or the new."""
    volumes = [volume for volume in VOLUMES if book.folder(volume.folder)]
    pdfs = [(out_dir / f"{v.folder}.pdf", set_volume(book, v, changes=changes)) for v in volumes]
    out_dir.mkdir(parents=True, exist_ok=True)
    for path, pdf in pdfs:
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(pdf)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return tuple(path for path, _ in pdfs)
