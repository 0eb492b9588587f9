"""The four books on paper: handbook, bulletins, methods, regulations."""

from __future__ import annotations

import os
from pathlib import Path

from handbook.book import Book
from handbook.press.content import volume_xml
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


def set_volume(book: Book, volume: Volume, sheet: Sheet | None = None) -> bytes:
    """One volume as PDF. Raises `InputError` where the user's text or template cannot be set."""
    xml = volume_xml(book, volume, sheet or Sheet.of(book.settings))
    try:
        return typeset(xml, volume.folder, book.root / OVERRIDES)
    except MissingGlyphError as error:
        raise InputError([glyph_problem(book, error.text)]) from None
    except TemplateError as error:
        raise InputError([template_problem(OVERRIDES, str(error))]) from None


def write_books(book: Book, out_dir: Path) -> tuple[Path, ...]:
    """Write the PDFs of all folders that have text; a file is either the old one or the new."""
    volumes = [volume for volume in VOLUMES if book.folder(volume.folder)]
    pdfs = [(out_dir / f"{v.folder}.pdf", set_volume(book, v)) for v in volumes]
    out_dir.mkdir(parents=True, exist_ok=True)
    for path, pdf in pdfs:
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_bytes(pdf)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return tuple(path for path, _ in pdfs)
