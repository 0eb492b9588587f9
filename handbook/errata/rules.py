"""The rules on one well-formed erratum: its life, its name, and the texts that must have it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handbook.book import Book
from handbook.book import read_editions as read_records
from handbook.book.rules import near_id
from handbook.errata.locate import locate, locate_problem, occurrences
from handbook.errata.model import LIVE, NUMBER, TRANSITIONS, Erratum
from handbook.errata.renamed import in_text, newest_id
from handbook.problems import Problem, problem

NEXT = "next"
"""What an erratum about the working text says for its edition."""


@dataclass(frozen=True)
class Editions:
    """What an erratum's `edition` may say, and the text that stands for it."""

    draft: Book
    frozen: Mapping[str, datetime.date | None] = field(default_factory=dict)
    """The editions in `editions/` with the date that each was published."""
    retired: frozenset[str] = frozenset()
    """Ids that an edition had and that never come back."""
    texts: Mapping[str, Book] = field(default_factory=dict)
    """The Books of frozen editions, as far as they have been read."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The new id of each heading that an amendment renamed."""

    @property
    def known(self) -> tuple[str, ...]:
        """All that `edition` may say."""
        return tuple(dict.fromkeys((NEXT, self.draft.settings.edition, *self.frozen)))

    def book(self, edition: str) -> Book | None:
        """The text of an edition; None if it is unknown or has not been read."""
        if edition not in self.frozen and edition in (NEXT, self.draft.settings.edition):
            return self.draft
        return self.texts.get(edition)


def read_editions(book: Book, texts: Mapping[str, Book] | None = None) -> Editions:
    """What the editions of a tree mean to errata."""
    records = read_records(book.root)
    frozen = {record.id: record.published for record in records}
    retired = frozenset(id for record in records for id in record.retired)
    return Editions(book, frozen, retired, texts or {})


def erratum_problems(
    erratum: Erratum, by_id: Mapping[str, Erratum], editions: Editions
) -> Iterator[Problem]:
    """Everything that is wrong with one erratum; `by_id` is the register."""
    yield from _history_problems(erratum, editions)
    yield from _name_problems(erratum)
    yield from _duplicate_problems(erratum, by_id)
    yield from _text_problems(erratum, editions)


def _history_problems(erratum: Erratum, editions: Editions) -> Iterator[Problem]:
    first = erratum.history[0]
    if first.state != "reported":
        line = erratum.line("history[1].state")
        yield problem("erratum-first", erratum.path, line, state=first.state)
    for place, (old, new) in enumerate(itertools.pairwise(erratum.history), 2):
        if new.state not in TRANSITIONS[old.state]:
            line = erratum.line(f"history[{place}].state")
            allowed = "、".join(TRANSITIONS[old.state]) or "—"
            yield problem(
                "erratum-transition", erratum.path, line,
                before=old.state, after=new.state, allowed=allowed,
            )  # fmt: skip
        elif old.state == "incorporated" and _is_frozen(old.edition, new.date, editions):
            line = erratum.line(f"history[{place}].state")
            yield problem("erratum-frozen", erratum.path, line, edition=old.edition)
        if new.date < old.date:
            yield problem("erratum-order", erratum.path, erratum.line(f"history[{place}].date"))
    for place, entry in enumerate(erratum.history, 1):
        if entry.edition and (entry.edition == NEXT or entry.edition not in editions.known):
            line = erratum.line(f"history[{place}].edition")
            known = "、".join(edition for edition in editions.known if edition != NEXT)
            yield problem("erratum-edition", erratum.path, line, edition=entry.edition, known=known)


def _is_frozen(edition: str, date: datetime.date, editions: Editions) -> bool:
    """Whether a step of `date` came after the edition was published: nothing leaves it then."""
    published = editions.frozen.get(edition)
    return published is not None and date >= published


def _name_problems(erratum: Erratum) -> Iterator[Problem]:
    if erratum.accepted is None:
        form, fits = erratum.receipt, erratum.id == erratum.receipt
    else:
        year = str(erratum.accepted.year)
        found = NUMBER.fullmatch(erratum.id)
        form, fits = f"{year}-NNN", found is not None and found["year"] == year
    if not fits:
        yield problem("erratum-name", erratum.path, name=f"{erratum.id}.md", form=f"{form}.md")


def _duplicate_problems(erratum: Erratum, by_id: Mapping[str, Erratum]) -> Iterator[Problem]:
    for place, entry in enumerate(erratum.history, 1):
        if not entry.of:
            continue
        line = erratum.line(f"history[{place}].of")
        other = by_id.get(entry.of)
        if other is None or other is erratum:
            yield problem("erratum-duplicate-of", erratum.path, line, of=entry.of)
        elif other.state == "duplicate":
            of = other.history[-1].of
            yield problem("erratum-duplicate-chain", erratum.path, line, of=entry.of, other=of)


def _text_problems(erratum: Erratum, editions: Editions) -> Iterator[Problem]:
    """The provision, the edition, and the original in the texts that must have it."""
    if erratum.edition not in editions.known:
        known = "、".join(editions.known)
        line = erratum.line("edition")
        yield problem("erratum-edition", erratum.path, line, edition=erratum.edition, known=known)
        return
    draft, own = editions.draft, editions.book(erratum.edition)
    live = erratum.state in LIVE
    if own is draft:
        # The working text moves on: what is settled need not stand in it, nor need its provision
        # where that was retired since.
        if live and _is_renamed(erratum, editions):
            yield _renamed_problem(erratum, editions)
            return
        found = list(_original_problems(erratum, draft, _key(erratum)))
        settled = erratum.provision in editions.retired
        yield from (p for p in found if live or (p.rule == "erratum-provision" and not settled))
        return
    if own is not None:
        yield from _original_problems(in_text(erratum, own), own, "original")
    if live and _is_renamed(erratum, editions):
        yield _renamed_problem(erratum, editions)
    elif live and not erratum.amendment:
        found = list(_original_problems(erratum, draft, _key(erratum)))
        if found and not erratum.original_now:
            line, edition = erratum.line("original"), erratum.edition
            found = [problem("erratum-stale", erratum.path, line, 1, "warning", edition=edition)]
        yield from found


def _is_renamed(erratum: Erratum, editions: Editions) -> bool:
    """Whether the working text has the provision under another id, and the erratum does not say."""
    sections = editions.draft.sections
    now = newest_id(erratum.provision, editions.renamed)
    return erratum.provision not in sections and now in sections


def _renamed_problem(erratum: Erratum, editions: Editions) -> Problem:
    line, now = erratum.line("provision"), newest_id(erratum.provision, editions.renamed)
    values = {"id": erratum.provision, "now": now, "erratum": erratum.id}
    return problem("erratum-renamed", erratum.path, line, 1, "warning", **values)


def _key(erratum: Erratum) -> str:
    """The key that says what the working text is to be searched for."""
    return "original_now" if erratum.original_now else "original"


def _original_problems(erratum: Erratum, book: Book, key: str) -> Iterator[Problem]:
    section = book.sections.get(erratum.provision)
    if section is None:
        if not _may_lack(erratum):
            near = near_id(erratum.provision, book.sections)
            line = erratum.line("provision")
            yield problem("erratum-provision", erratum.path, line, id=erratum.provision, near=near)
    elif not erratum.amendment:
        original = erratum.original_now if key == "original_now" else erratum.original
        if len(occurrences(section.source, original)) == 1:
            return  # and nothing need be rendered to say so
        found = locate_problem(erratum, key, section.label, locate(section, original))
        if found:
            yield found


def _may_lack(erratum: Erratum) -> bool:
    """Whether a text need not have the provision: one to come, or, once accepted, one to go."""
    if erratum.amendment is None:
        return False
    accepted = erratum.state in ("accepted", "incorporated")
    action = erratum.amendment.action
    return action == "add" or (accepted and action in ("remove", "rename"))
