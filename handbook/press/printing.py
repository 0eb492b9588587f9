"""The text of a printing: an edition's frozen text with the errata that this run carries."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from handbook.book import Book, load_book
from handbook.errata import Erratum, Register
from handbook.errata.incorporate import splice_changes
from handbook.errata.plan import plan_errata
from handbook.errata.renamed import in_text
from handbook.problems import InputError, Problem, problem


def choose_errata(
    register: Register, book: Book, folder: str, ids: Iterable[str]
) -> tuple[Erratum, ...]:
    """The errata that a printing of a volume is to carry, in the order of their decisions.

    `book` is the edition's. Raises `InputError` for one that is not there, not decided, an
    amendment, about another volume, or one of a group without the others.
    """
    problems: list[Problem] = []
    chosen: dict[str, Erratum] = {}
    for id in dict.fromkeys(ids):
        found = register.find(id)
        if found is None:
            problems.append(problem("press-erratum-unknown", "docs/errata", id=id))
            continue
        erratum = in_text(found, book)
        chosen[erratum.id] = erratum
        problems += _refusals(book, folder, erratum)
    for erratum in chosen.values():
        mates = [e.id for e in register.errata if erratum.group and e.group == erratum.group]
        left = [id for id in mates if id not in chosen]
        if left:
            ids_left = "、".join(left)
            problems.append(
                problem("press-erratum-group", erratum.path, id=erratum.id, others=ids_left)
            )
    if problems:
        raise InputError(problems)
    return tuple(sorted(chosen.values(), key=lambda e: (e.accepted or e.reported, e.id)))


def _refusals(book: Book, folder: str, erratum: Erratum) -> Iterator[Problem]:
    """Why a printing of a volume cannot carry an erratum."""
    where = erratum.path
    if erratum.amendment:
        yield problem("press-erratum-amendment", where, id=erratum.id)
    elif erratum.state not in ("accepted", "incorporated"):
        yield problem("press-erratum-state", where, id=erratum.id, state=erratum.state)
    elif erratum.provision not in book.sections:
        line = erratum.line("provision")
        yield problem("erratum-provision", where, line, id=erratum.provision, near="")
    elif (there := book.page_of(erratum.provision).document.folder) != folder:
        yield problem("press-erratum-elsewhere", where, id=erratum.id, there=there)


def printing_book(book: Book, errata: Sequence[Erratum]) -> Book:
    """The edition's Book with errata applied to its frozen bytes, one after another; nothing else.

    Without any it is the Book itself. Raises `InputError` where one does not stand in the text
    exactly once, or cannot be applied.
    """
    if not errata:
        return book
    # What the working text says by now is nothing to a frozen one.
    plain = [dataclasses.replace(in_text(each, book), original_now="") for each in errata]
    plan, problems = plan_errata(book, plain)
    if problems:
        raise InputError(problems)
    with tempfile.TemporaryDirectory(prefix="handbook-printing-") as name:
        root = Path(name)
        shutil.copytree(book.root / "docs", root / "docs")
        for path in plan.documents:
            changes = [change for change in plan.changes if change.path == path]
            data, _, refused = splice_changes((book.root / path).read_bytes(), changes)
            if refused:
                raise InputError([problem("erratum-line-ends", path, ids="、".join(refused))])
            (root / path).write_bytes(data)
        corrected = load_book(root, book.settings)
    return dataclasses.replace(corrected, root=book.root)
