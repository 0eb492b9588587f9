"""`handbook verify FILE.pdf`: whether a finished PDF says what its edition says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from handbook.book import Book
from handbook.book.records import with_records
from handbook.cli.output import print_problems
from handbook.editions.shelf import Shelf, load_sound_shelf
from handbook.messages import Language, say
from handbook.press import VOLUMES, Volume
from handbook.press.changes import edition_changes
from handbook.press.imprint import Imprint
from handbook.press.printing import choose_errata, printing_book
from handbook.press.proving import prove
from handbook.press.records.books import record_volumes
from handbook.problems import InputError, Problem, problem
from handbook.proof import Certificate, Difference, Identity, identify, text_sha256


def names_pdf(name: str) -> bool:
    """Whether an argument is a file, not an edition."""
    return name.lower().endswith(".pdf") or Path(name).is_file()


def read_pdf(name: str) -> bytes:
    """The file's bytes. Raises `InputError` where it cannot be read."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("proof-file", name, what=what)]) from None


def verify_pdf(root: Path, name: str, lang: Language) -> int:
    """Print what a PDF shows otherwise than its sources; 1 if anything.

    Raises `InputError` where it cannot be read, or is of no book of this project.
    """
    pdf = read_pdf(name)
    shelf = load_sound_shelf(root)
    identity = identify(pdf, name)
    volume, edition, book = _find(shelf, identity, name)
    imprint = None
    if identity.printing:
        errata = choose_errata(shelf.register, book, str(volume.folder), identity.errata)
        book = printing_book(book, errata)
        digest = text_sha256(book, str(volume.folder))
        imprint = Imprint(identity.printing, errata=identity.errata, text_sha256=digest)
    changes = edition_changes(shelf, edition)
    certificate = prove(pdf, book, volume, changes, imprint)
    problems = [*certificate_problems(certificate, book, name, lang)]
    print_problems(problems, lang, sys.stdout)
    print(_summary(certificate, identity, lang), file=sys.stderr)
    return 1 if problems else 0


def _find(shelf: Shelf, identity: Identity, name: str) -> tuple[Volume, str, Book]:
    """The volume, the edition's id or `next`, and its Book, by what the colophon says."""
    named = [(id, book) for id, book in shelf.texts.items()]
    named += [(list(shelf.texts)[-1] if shelf.texts else "next", shelf.latest)]
    named += [("next", shelf.draft)]
    found: list[tuple[Volume, str, Book]] = []
    for id, book in named:
        if "".join(book.settings.edition_name.split()) != identity.edition:
            continue
        for volume in (*VOLUMES, *record_volumes(book)):
            title = volume.title or book.settings.title
            shown = with_records(book) if volume.is_record else book
            if "".join(title.split()) == identity.title and shown.folder(str(volume.folder)):
                found.append((volume, id, shown))
    if not found:
        known = "、".join(dict.fromkeys(book.settings.edition_name for _, book in named))
        title, edition = identity.title or "—", identity.edition or "—"
        raise InputError(
            [problem("proof-unknown", name, title=title, edition=edition, known=known)]
        )
    # Today's bulletins bear the newest edition's name: the sum tells them from the frozen ones.
    exact = [one for one in found if identity.sha256 == one[2].sha256]
    return (exact or found)[0]


def certificate_problems(
    certificate: Certificate, book: Book, name: str, lang: Language
) -> Iterator[Problem]:
    """What a PDF shows otherwise, as findings about the file `name`."""
    for one in certificate.differences:
        yield problem(
            f"proof-{one.kind}",
            name,
            max(1, one.sheet),
            place=_place(one, book, lang),
            expected=one.expected or "—",
            found=one.found or "—",
        )


def _place(difference: Difference, book: Book, lang: Language) -> str:
    """第23页 第41条 定期开展：."""
    section = book.sections.get(difference.provision)
    page = difference.page and (
        f"第{difference.page}页" if lang == "zh" else f"page {difference.page}"
    )
    where = " ".join(filter(None, (page, section.heading_text if section else "")))
    return where and f"{where}{'：' if lang == 'zh' else ': '}"


def _summary(certificate: Certificate, identity: Identity, lang: Language) -> str:
    printing = certificate.printing and (
        f"第{certificate.printing}次印刷" if lang == "zh" else f", printing {certificate.printing}"
    )
    return say(
        "proof-fails" if certificate.differences else "proof-holds",
        lang,
        title=f"《{identity.title}》" if lang == "zh" else identity.title,
        edition=identity.edition,
        printing=printing,
        identical=str(certificate.identical),
        provisions=str(certificate.provisions),
        missing=str(certificate.missing_glyphs),
        outlines=str(certificate.outlines_checked),
        sha256=certificate.text_sha256,
        count=str(len(certificate.differences)),
    )
