"""The output intent: for which printing condition the file was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from handbook.preflight.clauses import both, pdf, x4
from handbook.preflight.open import decoded, entry, items
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule
from handbook.preflight.rules.identity import is_held

_INTENT = both(x4("6.4"), pdf("14.11.5"))
COUNT = Rule("pdf-intent", _INTENT)
IDENTIFIER = Rule("pdf-intent-identifier", _INTENT)
PROFILE = Rule("pdf-intent-profile", _INTENT)
CLASS = Rule("pdf-intent-class", both(x4("6.4"), "ICC.1:2010, 7.2.5"))
SPACE = Rule("pdf-intent-space", both(x4("6.4"), "ICC.1:2010, 7.2.6"))
RULES = (COUNT, IDENTIFIER, PROFILE, CLASS, SPACE)
HEADER = 128
"""Bytes of an ICC profile's header."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on the output intent, where the file must have one."""
    if not is_held(file, expected):
        return
    intents = find_intents(file.root)
    if len(intents) != 1:
        yield COUNT.finding(f"{len(intents)} × GTS_PDFX", "1 × GTS_PDFX")
    for intent in intents[:1]:
        if not condition(intent):
            yield IDENTIFIER.finding("—", "OutputConditionIdentifier")
        profile = read_profile(intent)
        if profile is None:
            yield PROFILE.finding("—", "DestOutputProfile")
            continue
        if profile[12:16] != b"prtr":
            yield CLASS.finding(_ascii(profile[12:16]), "prtr")
        if profile[16:20] != b"CMYK":
            yield SPACE.finding(_ascii(profile[16:20]), "CMYK")


def find_intents(root: DictionaryObject) -> list[DictionaryObject]:
    """The catalog's output intents for PDF/X."""
    found = items(root, "/OutputIntents")
    return [
        intent
        for intent in found
        if isinstance(intent, DictionaryObject) and entry(intent, "/S") == "/GTS_PDFX"
    ]


def condition(intent: DictionaryObject) -> str:
    """The identifier of the printing condition."""
    return str(entry(intent, "/OutputConditionIdentifier") or "")


def read_profile(intent: DictionaryObject) -> bytes | None:
    """The embedded ICC profile; None where there is none that is one (ICC.1:2010, 7.2)."""
    stream: Any = entry(intent, "/DestOutputProfile")
    data = decoded(stream) if isinstance(stream, StreamObject) else None
    if data is None or len(data) < HEADER or data[36:40] != b"acsp":
        return None
    # A profile cut short still has its header; its size stands in the first four bytes.
    return data if int.from_bytes(data[:4], "big") <= len(data) else None


def profile_name(profile: bytes) -> str:
    """What a profile calls itself: its description (ICC.1:2010, 9.2.41)."""
    count = int.from_bytes(profile[HEADER : HEADER + 4], "big")
    for n in range(min(count, 100)):
        row = profile[HEADER + 4 + 12 * n : HEADER + 16 + 12 * n]
        if row[:4] == b"desc":
            at, size = int.from_bytes(row[4:8], "big"), int.from_bytes(row[8:12], "big")
            tag = profile[at : at + min(size, 400)]
            if tag[:4] == b"mluc":
                long, start = int.from_bytes(tag[20:24], "big"), int.from_bytes(tag[24:28], "big")
                return tag[start : start + long].decode("utf-16-be", "replace").strip("\0")
            length = int.from_bytes(tag[8:12], "big")
            return tag[12 : 12 + length].decode("latin-1").strip("\0")
    return ""


def _ascii(raw: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "?" for byte in raw).strip() or "—"
