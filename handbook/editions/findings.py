"""What `check` says of editions: what was touched, what stands on moved ground, what is too new."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handbook.book import Book, Edition, Section, edition_book, read_book, read_editions
from handbook.book.load import LOCKED
from handbook.book.rules import near_id
from handbook.editions.balance import balance
from handbook.editions.ripple import AFFIRMED, find_stale
from handbook.editions.verify import verify_editions
from handbook.errata import Register, load_errata
from handbook.problems import InputError, Problem, problem


def edition_problems(
    draft: Book, editions: Sequence[Edition], texts: Mapping[str, Book], register: Register
) -> list[Problem]:
    """Everything that is wrong with the editions of a project and with what rests on them."""
    problems = verify_editions(draft.root, editions)
    problems += _retired_problems(draft, editions)
    problems += _affirmed_problems(draft, editions)
    problems += _stale_problems(draft, texts, register)
    if editions:
        problems += _early_problems(draft, editions[-1])
    return problems


def _retired_problems(draft: Book, editions: Sequence[Edition]) -> Iterator[Problem]:
    for id in sorted({id for e in editions for id in e.retired} & set(draft.sections)):
        section = draft.sections[id]
        yield problem("id-retired", section.file, section.line, id=id)


def _affirmed_problems(draft: Book, editions: Sequence[Edition]) -> Iterator[Problem]:
    """Words of an editor under an edition that nobody knows, or about an answer that is not here.

    Nothing would ever be flagged that is affirmed so.
    """
    known = (*(edition.id for edition in editions), draft.settings.edition)
    for page in draft.pages:
        value = page.document.meta.get("affirmed")
        if page.document.folder not in AFFIRMED or value is None:
            continue
        rows = value if isinstance(value, dict) else {"": value}
        first = page.document.meta_lines.get("affirmed", 2)
        ids = ["", "default", *(section.id for section in page.sections)]
        for number, (id, edition) in enumerate(rows.items(), 1):
            line = first + number if id else first
            if str(edition) not in known:
                values = {"edition": str(edition), "known": "、".join(dict.fromkeys(known))}
                yield problem("affirm-edition", page.document.path, line, 1, "error", **values)
            if id not in ids:
                near = near_id(id, ids[2:])
                yield problem("affirm-id", page.document.path, line, 1, "error", id=id, near=near)


def unaccounted(root: Path) -> list[Problem]:
    """What differs from the newest edition and nothing covers, in a text that has other errors.

    A stray character may break a heading, and all that is then said of it is what no longer
    refers to it.
    """
    with contextlib.suppress(InputError):
        draft, _ = read_book(root)
        if editions := read_editions(root):
            before = edition_book(root, editions[-1], draft.settings)
            register = Register.of(load_errata(root)[0])
            return list(balance(before, draft, register, draft.settings.edition).problems)
    return []


def _stale_problems(
    draft: Book, texts: Mapping[str, Book], register: Register
) -> Iterator[Problem]:
    for stale in find_stale(draft, texts, register):
        section = draft.sections[stale.citing]
        cited = draft.sections.get(stale.cited) or texts[stale.affirmed].sections[stale.cited]
        names = [register.by_id[id].name for id in stale.causes]
        yield problem(
            "affirm-stale",
            section.file,
            section.line,
            1,
            "warning",
            citing=_citing(draft, section),
            cited=cited.label,
            causes="、".join(names) or "未登记的改动",
            affirmed=stale.affirmed,
            id=section.id,
        )


def _citing(draft: Book, section: Section) -> str:
    """The answer as an editor names it: 学习参考第3期 问3-21, 工作规范第18条, “一线主题党日”."""
    head = draft.page_of(section.id).head
    if section.kind == "norm":
        return section.label
    if section is head:
        return head.label if head.kind == "bulletin" else f"“{head.title}”"
    name = section.label if section.number is not None else f"“{section.title}”"
    return f"{head.label} {name}"


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
