"""What `check` says of editions: what was touched, what stands on moved ground, what is too new."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handbook.book import Book, Edition, edition_book, read_book, read_editions
from handbook.book.load import LOCKED
from handbook.editions.ripple import find_stale
from handbook.editions.verify import verify_editions
from handbook.errata import Register
from handbook.problems import Problem, problem


def read_texts(root: Path, draft: Book) -> tuple[tuple[Edition, ...], dict[str, Book]]:
    """The editions of a project and their Books by id, oldest first.

    Raises `InputError` where a frozen text cannot be read: it was touched.
    """
    editions = read_editions(root)
    return editions, {e.id: edition_book(root, e, draft.settings) for e in editions}


def edition_problems(
    draft: Book, editions: Sequence[Edition], texts: Mapping[str, Book], register: Register
) -> list[Problem]:
    """Everything that is wrong with the editions of a project and with what rests on them."""
    problems = verify_editions(draft.root, editions)
    problems += _retired_problems(draft, editions)
    problems += _stale_problems(draft, texts, register)
    if editions:
        problems += _early_problems(draft, editions[-1])
    return problems


def _retired_problems(draft: Book, editions: Sequence[Edition]) -> Iterator[Problem]:
    for id in sorted({id for e in editions for id in e.retired} & set(draft.sections)):
        section = draft.sections[id]
        yield problem("id-retired", section.file, section.line, id=id)


def _stale_problems(
    draft: Book, texts: Mapping[str, Book], register: Register
) -> Iterator[Problem]:
    for stale in find_stale(draft, texts, register):
        section = draft.sections[stale.citing]
        cited = draft.sections.get(stale.cited) or texts[stale.affirmed].sections[stale.cited]
        names = [register.by_id[id].name for id in stale.causes]
        page = draft.page_of(section.id)
        citing = section.label
        if section.kind == "question":
            citing = f"{page.head.label} {section.label}"
        found = problem(
            "affirm-stale",
            section.file,
            section.line,
            citing=citing,
            cited=cited.label,
            causes="、".join(names) or "修订",
            affirmed=stale.affirmed,
            id=section.id,
        )
        yield dataclasses.replace(found, severity="warning")


def _early_problems(draft: Book, newest: Edition) -> Iterator[Problem]:
    """References of today's living parts to what only the draft has."""
    settings = newest.settings(draft.settings)
    _, problems = read_book(draft.root, settings, draft.root / "editions" / newest.id)
    for found in problems:
        values = dict(found.values)
        folder = found.file.split("/")[1] if found.file.startswith("docs/") else ""
        early = found.rule == "reference-unknown" and values.get("id") in draft.sections
        if early and folder not in LOCKED:
            yield problem(
                "reference-draft",
                found.file,
                found.line,
                found.column,
                "warning",
                id=values["id"],
                edition=newest.id,
            )
