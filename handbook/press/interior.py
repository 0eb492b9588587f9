"""The interior of a printing: its pages set for the press, filled up to what the binding folds."""

from __future__ import annotations

import dataclasses
import datetime
import io
from dataclasses import dataclass

from pypdf import PdfReader

from handbook.book import Book
from handbook.book.records import with_records
from handbook.press.binding import Bound, bind, half_sheet, saddle_limit
from handbook.press.books import set_volume
from handbook.press.changes import Changes
from handbook.press.exchange import Labels, exchange
from handbook.press.imprint import Imprint
from handbook.press.ink import Ink, name_spot
from handbook.press.job import parent_sheet
from handbook.press.output_intent import Profile
from handbook.press.record import Volume
from handbook.press.sheet import Sheet
from handbook.proof import text_sha256


@dataclass(frozen=True)
class Run:
    """One printing of one volume."""

    printing: str
    """Its id, such as 1."""
    printed: datetime.date
    copies: int = 0
    """0 where it is not decided yet."""
    errata: tuple[str, ...] = ()
    """Ids of the errata that its text carries beyond the edition's."""

    @property
    def names(self) -> tuple[str, ...]:
        """How the colophon cites the errata: E2018-003."""
        return tuple(f"E{id}" for id in self.errata)


@dataclass(frozen=True)
class Interior:
    """The finished interior."""

    pdf: bytes
    bare: bytes
    """As Typst set it: without the blank pages at the end and without a claim."""
    bound: Bound
    imprint: Imprint
    """What its colophon states."""


def set_interior(
    book: Book,
    volume: Volume,
    sheet: Sheet,
    run: Run,
    ink: Ink | None = None,
    profile: Profile | None = None,
    address: str = "",
    changes: Changes | None = None,
) -> Interior:
    """Set a printing's interior. `book` has the printing's corrections already.

    `address` is where the colophon's QR code leads. Raises `InputError` where the text or a
    template cannot be set.
    """
    binding, parts = book.settings.print.binding, parent_sheet(sheet).parts
    shown = with_records(book) if volume.is_record else book
    imprint = Imprint(
        run.printing,
        run.printed,
        run.copies,
        run.names,
        address,
        text_sha256(shown, volume.folder),
        parts,
        half_sheet(parts),
        saddle_limit(binding),
        " ".join(f"{part:g}" for part in ink.cmyk) if ink else "",
    )
    sheet = dataclasses.replace(sheet, colour="second" if ink else "k")
    bare = set_volume(book, volume, sheet, changes, imprint)
    if ink and ink.name:
        bare = name_spot(bare, ink)
    bound = bind(len(PdfReader(io.BytesIO(bare)).pages), binding, parts)
    pdf = exchange(bare, labels(book, volume, run), bound.padding, profile)
    return Interior(pdf, bare, bound, imprint)


def labels(book: Book, volume: Volume, run: Run, part: str = "") -> Labels:
    """What the metadata of a file of the pack says; `part` is what it is beside the interior."""
    settings = book.settings
    name = f"{volume.title or settings.title}{part}"
    version = f"{settings.edition}/{run.printing}"
    return Labels(name, settings.publisher, run.printed, version)
