"""One suggestion as it was given, cleaned, and judged by itself: before any text is looked at."""

from __future__ import annotations

import dataclasses
import datetime
import re
from dataclasses import dataclass

from handbook.errata.intake.answers import is_deletion
from handbook.errata.intake.cleaning import (
    LONGEST,
    UNIT_LONGEST,
    find_contact,
    mask_contact,
    strip_invisible,
)
from handbook.errata.model import Kind
from handbook.markdown.cleaning import find_tags

# What a name has that is meant for a shell, a path, a formula or a page.
_NO_NAME = re.compile(r"[\\/:*?\"<>|=@\[\]{}`\x00-\x1f]|^[.~+'-]|\.\.")


@dataclass(frozen=True)
class Fault:
    """Why a row is refused, whatever the text says."""

    rule: str
    """A key of `handbook.messages`."""
    values: tuple[tuple[str, str], ...] = ()
    """What fills the sentence's blanks; never contact data."""


@dataclass(frozen=True)
class Suggestion:
    """One row, or one suggestion of a packet."""

    sheet: str
    row: int
    """The row's number as the sender sees it, from 1."""
    units: tuple[str, ...]
    place: str
    """The words that say where; in a packet the provision's id."""
    original: str
    corrected: str
    """Empty deletes."""
    reason: str
    kind: Kind | None = None
    """None where the row does not say."""
    date: datetime.date | None = None
    edition: str = ""
    """The words that say whose text it is about."""
    nil: bool = False
    """Whether the row says that there is nothing to suggest."""
    markdown: bool = False
    """Whether original and correction are source (from a packet) rather than typed words."""
    cleaned: bool = False
    """Whether invisible characters were taken out."""
    fault: Fault | None = None
    """Why it cannot be used, whatever the text says."""


def finish(given: Suggestion) -> Suggestion:
    """The suggestion without what no one sees, a word for deletion taken as such, and judged."""
    fields = ("place", "original", "corrected", "reason", "edition")
    texts = {name: strip_invisible(getattr(given, name)) for name in fields}
    units = [strip_invisible(unit) for unit in given.units]
    values = {n: text if given.markdown else text.strip() for n, (text, _) in texts.items()}
    done = dataclasses.replace(
        given,
        sheet=mask_contact(strip_invisible(given.sheet)[0])[:UNIT_LONGEST],
        units=tuple(unit.strip() for unit, _ in units if unit.strip()),
        cleaned=any(changed for _, changed in (*texts.values(), *units)),
        **values,  # type: ignore[arg-type]
    )
    deletes = bool(done.original) and is_deletion(done.corrected)
    if deletes:
        done = dataclasses.replace(done, corrected="")
    return dataclasses.replace(done, fault=given.fault or _fault(done, deletes or done.markdown))


def _fault(given: Suggestion, may_delete: bool) -> Fault | None:
    for unit in given.units:
        if unit.startswith("="):
            return Fault("intake-row-formula")
        if find_contact(unit):
            return Fault("intake-row-contact")
        if len(unit) > UNIT_LONGEST or _NO_NAME.search(unit):
            return Fault("intake-row-unit", (("unit", unit[:UNIT_LONGEST]),))
    if not given.units:
        return Fault("intake-row-no-unit")
    if max(map(len, (given.place, given.original, given.corrected, given.reason))) > LONGEST:
        return Fault("intake-row-long", (("size", str(LONGEST)),))
    return None if given.nil else _change_fault(given, may_delete)


def _change_fault(given: Suggestion, may_delete: bool) -> Fault | None:
    if not given.original:
        return Fault("intake-row-no-original")
    if not given.corrected and not may_delete:
        return Fault("intake-row-no-correction")
    if given.original == given.corrected:
        return Fault("erratum-same")
    if any(tag[0] not in given.original for tag in find_tags(given.corrected)):
        return Fault("intake-row-html")
    # A number that the handbook itself prints may be corrected; it is no one's own then.
    known = set(find_contact(given.original))
    if set(find_contact(given.corrected)) - known:
        return Fault("intake-row-contact")
    return None
