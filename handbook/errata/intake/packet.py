"""Read an offline packet: what the page `suggest/` makes of words marked in a clause.

`handbook/schemas/packet.schema.json` is its form. A packet's receipts are computed from what it
says, so a slip in copying shows.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handbook.errata.intake.archive import refuse
from handbook.errata.intake.cleaning import strip_invisible
from handbook.errata.intake.suggestions import Fault, Suggestion, finish
from handbook.errata.keys import KINDS
from handbook.errata.model import RECEIPT, compute_receipt

SIZE = 2 << 20
"""Bytes of a packet."""
MOST = 1000
"""Suggestions of a packet."""
ANYBODY = "读者"
"""Who suggested it, where the packet does not say."""

_TEXTS = ("provision", "original", "corrected", "receipt")


@dataclass(frozen=True)
class Packet:
    """A packet's suggestions and whose text they are about."""

    edition: str
    """An edition's id or `next`."""
    receipt: str
    suggestions: tuple[Suggestion, ...]


def packet_receipt(receipts: Sequence[str]) -> str:
    r"""The receipt of a packet: its suggestion's own, or one over those of all of them.

    Over several it is `r-` and the first 8 hex digits of the sha256 of their receipts in their
    order, joined by one line feed (U+000A) each, nothing before or after.
    """
    if len(receipts) == 1:
        return receipts[0]
    joined = "\n".join(receipts).encode()
    return f"r-{hashlib.sha256(joined).hexdigest()[:8]}"


def read_packet(data: bytes, name: str, default_unit: str = "") -> Packet:
    """A packet as suggestions. Raises `InputError` for what is none, or is not whole."""
    if len(data) > SIZE:
        refuse("intake-size", name, size=SIZE >> 20)
    try:
        packet = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        refuse("intake-packet", name, what="JSON")
    if not isinstance(packet, dict) or packet.get("format") != 1:
        refuse("intake-packet", name, what="format: 1")
    rows, edition = packet.get("suggestions"), packet.get("edition")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        refuse("intake-packet", name, what="suggestions")
    if not isinstance(edition, str) or not edition.strip():
        refuse("intake-packet", name, what="edition")
    for number, row in enumerate(rows, 1):
        if (key := _wrong_key(row)) is not None:
            refuse("intake-packet", name, what=f"suggestions[{number}].{key}")
    receipt = packet.get("receipt")
    if receipt != packet_receipt([row["receipt"] for row in rows]):
        refuse("intake-packet-receipt", name, receipt=_word(receipt))
    created = _date(packet.get("created"))
    return Packet(
        strip_invisible(edition)[0],
        str(receipt),
        tuple(_suggestion(row, n, created, default_unit) for n, row in enumerate(rows, 1)),
    )


def _wrong_key(row: Any) -> str | None:
    """The key of a suggestion that has not the form it should have, or None."""
    if not isinstance(row, dict):
        return ""
    for key in _TEXTS:
        if not isinstance(row.get(key), str):
            return key
    if not RECEIPT.fullmatch(row["receipt"]):
        return "receipt"
    if not isinstance(row.get("reason", ""), str):
        return "reason"
    units = row.get("by", [])
    if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        return "by"
    return None if row.get("kind", "technical") in KINDS[:2] else "kind"


def _suggestion(
    row: dict[str, Any], number: int, created: datetime.date | None, default_unit: str
) -> Suggestion:
    provision, original, corrected, receipt = (row[key] for key in _TEXTS)
    units = tuple(unit for unit in row.get("by", []) if unit.strip())
    whole = _receipt(provision, original, corrected) == receipt
    return finish(
        Suggestion(
            "",
            number,
            units or (default_unit or ANYBODY,),
            provision,
            original,
            corrected,
            row.get("reason", ""),
            row.get("kind"),
            created,
            markdown=True,
            fault=None if whole else Fault("intake-row-receipt", (("receipt", receipt),)),
        )
    )


def _receipt(provision: str, original: str, corrected: str) -> str:
    try:
        return compute_receipt(provision, original, corrected)
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can say and UTF-8 cannot
        return ""


def _date(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _word(value: object) -> str:
    return strip_invisible(str(value))[0][:20]
