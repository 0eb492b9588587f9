"""Render one document: each section's XHTML, its shown text, and the map to its source."""

from __future__ import annotations

import bisect
import html
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.serializers import to_xhtml_string

from handbook.markdown.carriers import PERIOD, load, offsets_of, unloader
from handbook.markdown.extension import COMPUTED, HandbookExtension, State
from handbook.markdown.resolver import Resolver
from handbook.markdown.shaping import Section
from handbook.markdown.shown import Shown
from handbook.source import Document, Heading, Numbered
from handbook.source.references import REFERENCE, mask_code

BLOCKS = frozenset({"p", "li", "ol", "ul", "dl", "dt", "dd", "div", "blockquote", "hr", "pre"}) | (
    frozenset({"table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
)
# What is source but never shown: addresses of links, attribute lists, labels of footnotes.
_SYNTAX = re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|\{:?[^{}\n]*\}|\[\^[^\]\s]+\]:?")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_ASCII = re.compile(r"[\x00-\x09\x0b-\x7f]")
_ASCII_ANY = re.compile(r"[\x00-\x7f]")
_SPACES = " \t\n\r"
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
    original = document.text
    loaded = load(original, document.body_start)
    # Ids of footnotes must be equal at both ends, so their labels stay as they are.
    for found in _FOOTNOTE_LABEL.finditer(original, document.body_start):
        loaded = loaded[: found.start()] + found[0] + loaded[found.end() :]
    plain = unloader(loaded, original)
    md, state = _engine()
    state.numbered, state.resolver, state.plain = numbered, resolver, plain
    md.reset()
    md.convert(loaded[document.body_start :])
    headings = {entry.heading.id: entry.heading for entry in numbered}
    result = []
    for section in state.sections:
        heading = headings.get(section.id)
        if heading is not None and section.id:
            reader = _Reader(original, heading, plain)
            result.append(_section(md, reader, section, section.id))
    return result


@lru_cache(maxsize=1)
def _engine() -> tuple[Markdown, State]:
    """The one converter of this process: to make it costs as much as to render half a page."""
    md = Markdown(extensions=[HandbookExtension(compose=False)], output_format="xhtml")
    # The caller has numbered the headings of the whole book.
    md.preprocessors.deregister("handbook-number")
    state: State = md.handbook  # type: ignore[attr-defined]
    return md, state


def _section(md: Markdown, reader: _Reader, section: Section, id: str) -> RenderedSection:
    title = reader.shown([section.heading])
    text = reader.shown(section.body)
    check = None
    if section.body and section.body[-1].get("class") == "hb-check":
        check = reader.shown([section.body[-1]]).text.removeprefix("自查：").strip()
    links = (link.get("data-ref") for element in section.body for link in element.iter("a"))
    inner = Element("span")
    inner.text = section.heading.text
    inner.extend(section.heading)
    body = "\n".join(_html(md, element) for element in section.body)
    near = reader.heading.start
    return RenderedSection(
        id,
        reader.plain(_html(md, inner)[len("<span>") : -len("</span>")], near),
        reader.plain(body, near),
        title,
        text,
        check,
        tuple(dict.fromkeys(link for link in links if link)),
    )


def _html(md: Markdown, element: Element) -> str:
    tail, element.tail = element.tail, None
    text = to_xhtml_string(element)
    element.tail = tail
    for process in md.postprocessors:
        text = process.run(text)
    return text


class _Reader:
    """Reads elements as a reader does, and finds each character's place in the source."""

    def __init__(self, original: str, heading: Heading, plain: Callable[[str, int], str]) -> None:
        self.original = original
        self.heading = heading
        self.plain = plain
        self.visible: list[tuple[int, str]] | None = None

    def shown(self, elements: Sequence[Element]) -> Shown:
        """The shown text of block elements."""
        flow = Flow()
        for element in elements:
            flow.add(element)
        raw = "".join(flow.pieces)
        near = self.heading.start
        places = offsets_of(raw, near, len(self.original) <= PERIOD)
        text = self.plain(raw, near)
        self._place_ascii(raw, places, flow.computed)
        return Shown.make(text, places, self.heading.to_source)

    def _place_ascii(
        self, raw: str, places: list[int | None], computed: Sequence[tuple[int, int]]
    ) -> None:
        """Place the characters between two carriers: the first fit that is not syntax."""
        fixed = iter([*computed, (len(raw), len(raw))])
        low, high = next(fixed)
        begin = self.heading.start
        for found in _ASCII.finditer(raw):
            i = found.start()
            while i >= high and high < len(raw):
                low, high = next(fixed)
            if low <= i < high:
                continue
            if i and (before := places[i - 1]) is not None:
                begin = before + 1
            after = next((p for p in places[i + 1 : i + 40] if p is not None), None)
            # Footnotes stand out of order: then the next carrier sets no bound.
            end = after if after is not None and after >= begin else self.heading.end
            place = self._find(found[0], begin, end)
            if place is None:
                continue
            # An entity shows one character for several: no place for it alone.
            if self.original[place] in (found[0], "\n"):
                places[i] = place
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
    ids = ((found.start("id") - 1, found.end()) for found in REFERENCE.finditer(code))
    syntax = itertools.chain(ids, _spans(_SYNTAX, code))
    hidden = [heading.cut, *((a + low, b + low) for a, b in syntax)]
    hidden.sort()
    entities = {a + low: b - a for a, b in _spans(_ENTITY, code)}
    gone = -1
    for found in _ASCII_ANY.finditer(text, low, high):
        at = found.start()
        while hidden and hidden[0][1] <= at:
            hidden.pop(0)
        if at < gone or (hidden and hidden[0][0] <= at):
            continue
        size = entities.get(at)
        if size is None:
            yield at, found[0]
        else:
            gone = at + size
            yield at, html.unescape(text[at:gone])


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


class Flow:
    """Text in reading order: blocks parted by line feeds, cells by tabs, spaces folded."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.computed: list[tuple[int, int]] = []
        """Spans that stand nowhere in the source, ascending."""
        self.length = 0
        self.pending = ""
        """The separator owed before the next character."""

    def add(self, element: Element, computed: bool = False) -> None:
        """Add an element and all in it, but not its tail."""
        computed = computed or COMPUTED in element.get("class", "")
        cell = element.tag in ("td", "th")
        block = not cell and (element.tag in BLOCKS or element.tag == "br")
        if block:
            self._part("\n")
        if element.text:
            # Python-Markdown has escaped what stands in a code span already.
            code = element.tag == "code"
            self._emit(html.unescape(element.text) if code else element.text, computed)
        for child in element:
            self.add(child, computed)
            if child.tail:
                self._emit(child.tail, computed)
        if cell:
            self._part("\t")
        elif block:
            self._part("\n")

    def _part(self, separator: str) -> None:
        if separator == "\n" or self.pending != "\n":
            self.pending = separator

    def _emit(self, text: str, computed: bool) -> None:
        words = text.split()
        if not words:
            self.pending = self.pending or " "
            return
        if text[0] in _SPACES:
            self.pending = self.pending or " "
        if self.pending and self.length:
            self._write(self.pending, self.pending != " ")
        self._write(" ".join(words), computed)
        self.pending = " " if text[-1] in _SPACES else ""

    def _write(self, text: str, computed: bool) -> None:
        if computed:
            self.computed.append((self.length, self.length + len(text)))
        self.pieces.append(text)
        self.length += len(text)
