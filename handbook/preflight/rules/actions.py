"""Nothing that acts: scripts, actions, forms, sound, film, files within the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from handbook.preflight.clauses import both, pdf, x4
from handbook.preflight.open import dictionary, entry, items
from handbook.preflight.pages import File, page_notes
from handbook.preflight.record import Expected, Finding, Rule, Severity

SCRIPT = Rule("pdf-javascript", both(x4("6.18"), pdf("12.6.4.16")))
ACTION = Rule("pdf-action", both(x4("6.18"), pdf("12.6")))
FORM = Rule("pdf-form", both(x4("6.26"), pdf("12.7")))
MEDIA = Rule("pdf-media", both(x4(), pdf("13")))
ATTACHED = Rule("pdf-embedded-file", both(x4(), pdf("7.11.4")))
RULES = (SCRIPT, ACTION, FORM, MEDIA, ATTACHED)

_MEDIA_NOTES = ("/Sound", "/Movie", "/Screen", "/3D", "/RichMedia")
_MEDIA_ACTIONS = ("/Sound", "/Movie", "/Rendition", "/GoTo3DView", "/RichMediaExecute")
_JUMPS = ("/GoTo", "/Named", "/Thread")
"""Actions that only turn pages on a screen."""
OUTLINE = 20_000
"""Outline items that are looked at."""
CHAIN = 16
"""Actions one after another (12.6.2) that are looked at."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on whatever the file would do."""
    root, names = file.root, dictionary(file.root, "/Names")
    if "/JavaScript" in names:
        yield SCRIPT.finding("/Names /JavaScript")
    if "/EmbeddedFiles" in names or "/Collection" in root or "/AF" in root:
        yield ATTACHED.finding("/EmbeddedFiles")
    if "/OpenAction" in root and not isinstance(entry(root, "/OpenAction"), ArrayObject):
        yield from _actions(entry(root, "/OpenAction"))
    yield from _additional(root)
    form = dictionary(root, "/AcroForm")
    if items(form, "/Fields") or "/XFA" in form:
        yield FORM.finding("/AcroForm")
    for item in _outline(root):
        yield from _actions(entry(item, "/A"))
    for page in file.pages:
        found = [*_additional(page.dictionary)]
        for note in page_notes(page):
            kind = entry(note, "/Subtype")
            found += [*_actions(entry(note, "/A")), *_additional(note)]
            if kind in _MEDIA_NOTES:
                found.append(MEDIA.finding(str(kind)[1:]))
            if kind == "/FileAttachment":
                found.append(ATTACHED.finding("FileAttachment"))
        for each in found:
            rule = next(rule for rule in RULES if rule.name == each.rule)
            yield page.finding(rule, each.measured, severity=each.severity)


def _additional(holder: DictionaryObject) -> Iterator[Finding]:
    """Actions on events (12.6.3)."""
    events = dictionary(holder, "/AA")
    for event in list(events)[:32]:
        yield from _actions(entry(events, event))


def _actions(action: Any) -> Iterator[Finding]:
    """An action and those that follow it."""
    for _ in range(CHAIN):
        if not isinstance(action, DictionaryObject):
            return
        kind = str(entry(action, "/S"))
        if kind == "/JavaScript":
            yield SCRIPT.finding("JavaScript")
        elif kind in _MEDIA_ACTIONS:
            yield MEDIA.finding(kind[1:])
        else:
            level: Severity = "warning" if kind in _JUMPS else "error"
            yield Finding(ACTION.name, level, ACTION.clause, kind.lstrip("/"))
        action = entry(action, "/Next")
        if isinstance(action, ArrayObject):
            action = action[0].get_object() if action else None


def _outline(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """The outline's items; a loop in it ends where it began."""
    waiting: list[Any] = [entry(dictionary(root, "/Outlines"), "/First")]
    seen: set[int] = set()
    while waiting and len(seen) < OUTLINE:
        item = waiting.pop()
        if isinstance(item, DictionaryObject) and id(item) not in seen:
            seen.add(id(item))
            yield item
            waiting += [entry(item, "/Next"), entry(item, "/First")]
