"""Why a build made a page anew, for `--explain`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook.site.watch import Note

_BASE = {"code": "why-code", "templates": "why-templates", "settings": "why-settings"}
_KINDS = {
    "section": "why-cited",
    "cited": "why-citing",
    "page": "why-headings",
    "folder": "why-headings",
    "outline": "why-headings",
    "errata": "why-errata",
    "erratum": "why-errata",
    "register": "why-errata",
    "stages": "why-history",
    "history": "why-history",
    "account": "why-history",
    "stale": "why-stale",
}
_MOST = 3
"""How many ids a reason names."""


@dataclass(frozen=True)
class Reason:
    """A page or a file of data, and why it was made anew."""

    path: str
    """Relative to `site/`."""
    key: str
    """The sentence."""
    what: str = ""
    """Ids or files, where the sentence names any."""


def base_reason(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, str]:
    """Why all pages were made anew: what every page depends on has changed."""
    changed = next((name for name in now if before.get(name) != now[name]), "")
    return _BASE.get(changed, "why-editions"), ""


def note_reason(notes: Sequence[Note]) -> tuple[str, str]:
    """Why a page was made anew that asked for these."""
    first = next((kind for kind, _ in notes if kind in ("section", "errata")), notes[0][0])
    key = _KINDS.get(first, "why-text")
    return key, names(of for kind, of in notes if _KINDS.get(kind) == key)


def text_reason(files: Sequence[str], own: str) -> tuple[str, str]:
    """Why a page was made anew that shows the texts of these files; `own` is its own."""
    if own in files:
        return "why-text", own
    if any(name.startswith("?") for name in files):
        return _KINDS.get(files[0].removeprefix("?"), "why-others"), ""
    return "why-text", names(files)


def names(found: Iterable[str]) -> str:
    """Some names in one text."""
    known = [name for name in dict.fromkeys(found) if name]
    return "、".join(known[:_MOST]) + ("……" if known[_MOST:] else "")
