"""Render one document: each section's XHTML, its shown text, and the map to its source."""

from __future__ import annotations

import bisect
import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.serializers import to_xhtml_string

from handbook.markdown.carriers import is_carrier, load, offset_of, unload
from handbook.markdown.extension import COMPUTED, HandbookExtension, State
from handbook.markdown.resolver import Resolver
from handbook.markdown.shaping import Section
from handbook.markdown.shown import Shown
from handbook.source import Document, Heading, Numbered
from handbook.source.references import mask_code

BLOCKS = frozenset({"p", "li", "ol", "ul", "dl", "dt", "dd", "div", "blockquote", "hr", "pre"}) | (
    frozenset({"table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
)
# What is source but never shown: ids of references, addresses of links, attribute lists.
_SYNTAX = re.compile(
    r"(?<=\])\[[^\[\]\s]{1,80}\]|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|\{:?[^{}\n]*\}|\[\^[^\]\s]+\]:?"
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_FOOTNOTE_LABEL = re.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True)
class RenderedSection:
    """What one heading and its text look like."""

    id: str
    title_html: str
    body_html: str
    title: Shown
    text: Shown
    check: str | None
    """The self-check line's text without its name, or None."""
    references: tuple[str, ...]
    """Ids that the text cites, in order, each once."""


def render_document(
    document: Document, numbered: Sequence[Numbered], resolver: Resolver
) -> list[RenderedSection]:
    """The sections of a document whose headings all have ids."""
    extension = HandbookExtension(
        numbered=list(numbered),
        resolver=resolver,
        compose=False,
        plain=lambda text, near: unload(text, document.text, near),
    )
    md = Markdown(extensions=[extension], output_format="xhtml")
    loaded = load(document.text, document.body_start)
    # Ids of footnotes must be equal at both ends, so their labels stay as they are.
    for found in _FOOTNOTE_LABEL.finditer(document.text, document.body_start):
        loaded = loaded[: found.start()] + found[0] + loaded[found.end() :]
    md.convert(loaded[document.body_start :])
    state: State = md.handbook  # type: ignore[attr-defined]
    headings = {entry.heading.id: entry.heading for entry in numbered}
    result = []
    for section in state.sections:
        heading = headings.get(section.id)
        if heading is not None and section.id:
            result.append(_section(md, document, section, section.id, heading))
    return result


def _section(
    md: Markdown, document: Document, section: Section, id: str, heading: Heading
) -> RenderedSection:
    walker = _Walker(document.text, heading)
    title = walker.shown([section.heading])
    text = walker.shown(section.body)
    check = None
    if section.body and section.body[-1].get("class") == "hb-check":
        check = walker.shown([section.body[-1]]).text.removeprefix("自查：").strip()
    references = dict.fromkeys(
        link.get("data-ref", "") for element in section.body for link in element.iter("a")
        if link.get("data-ref")
    )  # fmt: skip
    inner = Element("span")
    inner.text = section.heading.text
    inner.extend(section.heading)
    title_html = _html(md, inner, document.text, heading).removeprefix("<span>")
    return RenderedSection(
        id,
        title_html.removesuffix("</span>"),
        "\n".join(_html(md, element, document.text, heading) for element in section.body),
        title,
        text,
        check,
        tuple(references),
    )


def _html(md: Markdown, element: Element, original: str, heading: Heading) -> str:
    tail, element.tail = element.tail, None
    text = to_xhtml_string(element)
    element.tail = tail
    for process in md.postprocessors:
        text = process.run(text)
    return unload(text, original, heading.start)


class _Walker:
    """Reads elements as a reader does, and finds each character's place in the source."""

    def __init__(self, original: str, heading: Heading) -> None:
        self.original = original
        self.heading = heading
        self.visible: list[tuple[int, str]] | None = None

    def shown(self, elements: Sequence[Element]) -> Shown:
        """The shown text of block elements."""
        chars: list[str] = []
        places: list[int | None] = []
        computed: list[bool] = []
        last = self.heading.start
        for char, is_computed in _flow(elements):
            place: int | None = None
            if is_carrier(char):
                place = last = offset_of(char, last)
                char = self.original[place]
            chars.append(char)
            places.append(place)
            computed.append(is_computed)
        self._place_ascii(chars, places, computed)
        text = "".join(chars)
        source = [None if p is None else self.heading.to_source(p) for p in places]
        return Shown.make(text, source)

    def _place_ascii(
        self, chars: list[str], places: list[int | None], computed: list[bool]
    ) -> None:
        """Place the characters between two carriers: the first fit that is not syntax."""
        begin = self.heading.start
        after = self.heading.end  # the next carrier's place, found from the right
        ends = [after] * len(chars)
        for i in range(len(chars) - 1, -1, -1):
            ends[i] = after
            if (place := places[i]) is not None:
                after = place
        for i, char in enumerate(chars):
            place = places[i]
            if place is None and not computed[i]:
                # Footnotes stand out of order: then the next carrier sets no bound.
                end = ends[i] if ends[i] >= begin else self.heading.end
                place = self._find(char, begin, end)
                # An entity shows one character for several: no place for it alone.
                if place is not None and self.original[place] in (char, "\n"):
                    places[i] = place
            if place is not None:
                begin = place + 1

    def _find(self, char: str, begin: int, end: int) -> int | None:
        if self.visible is None:
            self.visible = list(visible_ascii(self.original, self.heading))
        at = bisect.bisect_left(self.visible, (begin, ""))
        for place, found in itertools.islice(self.visible, at, None):
            if place >= end:
                return None
            if found == char or (char == " " and found == "\n"):
                return place
        return None


def visible_ascii(text: str, heading: Heading) -> Iterator[tuple[int, str]]:
    """ASCII characters of a section that may be shown, with their offsets, in order."""
    low, high = heading.start, heading.end
    code = mask_code(text[low:high])
    hidden = [heading.cut, *((a + low, b + low) for a, b in _spans(_SYNTAX, code))]
    entities = {a + low: b - a for a, b in _spans(_ENTITY, code)}
    at = low
    for start, stop in [*sorted(hidden), (high, high)]:
        while at < start:
            size = entities.get(at, 1)
            char = html.unescape(text[at : at + size])
            if char < "\x80":
                yield at, char
            at += size
        at = max(at, stop)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


def _flow(elements: Sequence[Element]) -> Iterator[tuple[str, bool]]:
    """Characters in reading order with whether they are computed; blocks parted by line feeds."""
    pending = ""  # separator owed before the next character
    started = False

    def emit(text: str, computed: bool) -> Iterator[tuple[str, bool]]:
        nonlocal pending, started
        for char in text:
            if char in " \t\n\r":
                if started and not pending:
                    pending = " "
                continue
            if pending and started:
                yield pending, pending != " "
            pending = ""
            started = True
            yield char, computed

    def part(separator: str) -> None:
        nonlocal pending
        if separator == "\n" or pending != "\n":
            pending = separator

    def walk(element: Element, computed: bool) -> Iterator[tuple[str, bool]]:
        computed = computed or COMPUTED in (element.get("class") or "").split()
        block = element.tag in BLOCKS
        cell = element.tag in ("td", "th")
        if block and not cell:
            part("\n")
        if element.tag == "br":
            part("\n")
        if element.text:
            yield from emit(element.text, computed)
        for child in element:
            yield from walk(child, computed)
            if child.tail:
                yield from emit(child.tail, computed)
        if cell:
            part("\t")
        elif block:
            part("\n")

    for element in elements:
        yield from walk(element, False)
