"""What surrounds the text: running heads, folios, contents and the index of keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from handbook.book import Book, Page, Section
from handbook.proof.expected import range_text
from handbook.proof.flow import Flow, Parts
from handbook.proof.match import Found
from handbook.proof.plan import INDEX, INDEX_HEAD, Plan
from handbook.proof.record import Difference
from handbook.proof.sheets import text_of
from handbook.proof.sums import squeeze

INDEX_NOTE = "数字是条号；黑体的，条题中就有该词。"
_ENTRY = re.compile(r"(?P<word>[^，]+?)(?P<numbers>\d+(?:，\d+)*)(?!\d)")
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def roman(number: int) -> str:
    """A small Roman numeral, as the pages before the text are counted."""
    text = ""
    for letters, value in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def folio_differences(parts: Parts, notice: str) -> Iterator[Difference]:
    """Pages whose number is not the one that follows, and feet that say something else."""
    expected = 1
    for sheet, folio, rest in zip(parts.sheets, parts.folios, parts.feet, strict=True):
        at = sheet.index
        if at < parts.first:
            due = roman(at + 1)
        else:
            due, expected = str(expected), expected + 1
        blank = not parts.bodies[at] and not parts.heads[at]
        front = at < parts.first and not parts_contents(parts, at)
        if folio != due and not (folio == "" and (blank or front)):
            yield Difference(at + 1, "", "folio", due, folio or "—", folio)
            expected = int(folio) + 1 if folio.isdecimal() else expected
        if rest not in ("", squeeze(notice)):
            yield Difference(at + 1, "", "extra", squeeze(notice), rest, folio)
    if parts.first == len(parts.sheets):
        yield Difference(0, "", "page", "1", "—")


def parts_contents(parts: Parts, sheet: int) -> bool:
    """Whether a sheet is one of the contents."""
    return any(at == sheet for at, _ in parts.contents.runs)


def head_differences(
    parts: Parts,
    plan: Plan,
    standing: Mapping[int, Sequence[Section]],
    behind: Sequence[tuple[int, str]],
) -> Iterator[Difference]:
    """Running heads that are not the page's: its chapter, and the range that stands on it.

    `standing` are the sections that have text on a sheet; `behind` is what stands behind them:
    the sheet with which it begins, and its title.
    """
    by_id = {section.id: page for page in plan.pages for section in page.sections}
    head: Page | None = None
    before: Section | None = None
    for sheet, (said, folio) in enumerate(zip(parts.heads, parts.folios, strict=True)):
        here = standing.get(sheet, ())
        head = by_id.get(here[-1].id, head) if here else head
        opens = any(section.kind == "chapter" for section in here)
        others = [title for first, title in behind if sheet >= first]
        if head is None or sheet < parts.first or not plan.has_heads:
            allowed = {""}
        elif others:
            allowed = {others[-1]}
        else:
            leaves = [s for s in here if s.level > 1 and s.kind not in DIVISIONS]
            rows = [leaves] if leaves or before is None else [[], [before]]
            title = squeeze(head.head.heading_text)
            allowed = {title + _aside(head, row) for row in rows}
            before = leaves[-1] if leaves else before
        if said not in allowed and (said or not (opens or not parts.bodies[sheet])):
            yield Difference(sheet + 1, "", "head", max(allowed, key=len), said, folio)


DIVISIONS = frozenset({"item", "area", "aspect", "practices"})
"""Kinds of heading that gather others below them."""


def _aside(page: Page, leaves: Sequence[Section]) -> str:
    """What stands at the right of a running head."""
    first, last = (leaves[0], leaves[-1]) if leaves else (None, None)
    if first and last and first.is_provision and last.is_provision and last in page.sections:
        return squeeze(range_text(first, last))
    is_method = page.head.kind == "method"
    return squeeze(str(page.document.meta.get("unit", ""))) if is_method else ""


def index_differences(
    book: Book, flow: Flow, start: int, folios: Sequence[str]
) -> Iterator[Difference]:
    """Entries of the index that name other clauses than those that have the word, or lack."""
    text = flow.text
    at = start + len(INDEX_HEAD + INDEX_NOTE)
    texts = [
        (str(s.number), squeeze(s.title + "\n" + s.shown.text))
        for s in book.provisions
        if s.kind == "clause"
    ]

    def numbers(word: str) -> str:
        return "，".join(number for number, said in texts if word in said)

    def difference(expected: str, found: str) -> Difference:
        sheet = flow.sheet_at(min(at, len(text) - 1))
        return Difference(sheet + 1, INDEX, "index", expected, found, folios[sheet])

    wanted = {squeeze(word): "" for word in book.settings.keywords if word}
    due = {word: rows for word in wanted if (rows := numbers(word))}
    if not text.startswith(INDEX_HEAD + INDEX_NOTE, start):
        yield difference(INDEX_HEAD + INDEX_NOTE, text[start:at])
    while at < len(text):
        found = _ENTRY.match(text, at)
        if found is None:
            yield difference("", text[at : at + 60])
            break
        word, rows = found["word"], found["numbers"]
        if word not in due and word[1:] in due and (word[0].isascii() or word[0] == "#"):
            word = word[1:]  # its group's initial
        expected = due.pop(word, None)
        if expected != rows:
            yield difference(f"{word}{expected if expected else numbers(word)}", found[0])
        at = found.end()
    for word, rows in due.items():
        yield difference(f"{word}{rows}", "")


def index_start(flow: Flow, found: Sequence[Found]) -> int | None:
    """Where in the flow the index begins: behind the last section; None where there is none."""
    end = max((one.end for one in found if not one.missing), default=0)
    at = flow.text.find(INDEX_HEAD + INDEX_NOTE[:3], max(0, end - 4000))
    return at if at >= 0 else None


def front_differences(parts: Parts, words: Sequence[str]) -> Iterator[Difference]:
    """What title page and colophon say beyond the words that they may say.

    Of words that begin alike the first one counts.
    """
    if not words:
        return
    known = re.compile("|".join(words))
    for sheet in parts.sheets[: parts.drawn]:
        said = known.sub("", text_of(parts.bodies[sheet.index]))
        if said:
            yield Difference(sheet.index + 1, "", "front", "", said[:60])
