"""A provision as a reader can mark it: one text, the map to its source, and the tree it stands in.

The text is the title, a line feed, and the shown text; the tree is the page's XHTML with each
piece of text replaced by its place in that text, so that a page can show the provision as it
looks and still know which character is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from handbook.book import Section
from handbook.markdown import Shown

Node = list[Any]
"""`[tag, class, child, …]`; a child is a Node or `[start, end]` in the text."""
Wrap = tuple[int, int, int, int, int, int]
"""An inline element: start and end in the text, then in the source where its opening mark begins
and ends, and where its closing mark begins and ends: `**` and `**`, `[` and `][some-id]`."""

_CLOSE_LINK = re.compile(r"\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])(?:\{:?[^{}\n]*\})?")
_OPEN = {
    "strong": re.compile(r"(?:\*\*|__)\Z"),
    "em": re.compile(r"[*_]\Z"),
    "code": re.compile(r"`+ ?\Z"),
    "a": re.compile(r"[\[<]\Z"),
}
_CLASSES = re.compile(r"hb-[a-z0-9-]+")
_KEPT = frozenset(
    {"p", "ol", "ul", "li", "dl", "dt", "dd", "div", "blockquote", "pre", "hr", "br"}
) | (
    frozenset({"table", "thead", "tbody", "tr", "th", "td", "strong", "em", "code", "sup", "span"})
)
"""What looks on this page as on the provision's own; all else is a `span` here."""


@dataclass(frozen=True)
class Markable:
    """What the page needs to let a reader mark words of a provision."""

    text: Shown
    """Title, line feed, shown text; places are those in the provision's source."""
    tree: tuple[Node, ...]
    """The heading, then the blocks below it."""
    wraps: tuple[Wrap, ...]
    """Inline elements, inner ones before those around them."""


def markable(section: Section) -> Markable:
    """A section ready to be marked."""
    text = whole_text(section)
    try:
        head = fromstring(f"<h2>{section.title_html}</h2>")
        body = fromstring(f"<div>{section.body_html}</div>")
        reader = _Reader(text, section.source)
        tree = (reader.node(head, "h2"), *reader.children(body))
    except (ParseError, ValueError):
        # What XML cannot hold is shown plainly: its words can be marked all the same.
        return Markable(text, tuple(_plain(text.text)), ())
    return Markable(text, tree, tuple(reader.wraps))


def whole_text(section: Section) -> Shown:
    """Title and text in one, with one map."""
    title, body = section.shown_title, section.shown
    shift = len(title.text) + 1
    runs = (*title.runs, *((shown + shift, source, n) for shown, source, n in body.runs))
    return Shown(f"{title.text}\n{body.text}", runs)


def _plain(text: str) -> Iterator[Node]:
    """A paragraph for each line."""
    at = 0
    for line in text.split("\n"):
        yield ["p" if at else "h2", "", [at, at + len(line)]]
        at += len(line) + 1


class _Reader:
    """Walks the page's elements and its shown text side by side."""

    def __init__(self, text: Shown, source: str) -> None:
        self.text = text
        self.source = source
        self.at = 0
        self.wraps: list[Wrap] = []

    def node(self, element: Element, tag: str = "") -> Node:
        """An element with all in it; a link is only words here."""
        name = tag or (element.tag if element.tag in _KEPT else "span")
        classes = " ".join(_CLASSES.findall(element.get("class", "")))
        inner = len(self.wraps)
        children = list(self.children(element))
        places = list(_leaves(children))
        if element.tag in _OPEN and places:
            self._wrap(element.tag, places[0][0], places[-1][1], self.wraps[inner:])
        return [name, classes, *children]

    def children(self, element: Element) -> Iterator[Node]:
        """What stands in an element, in order."""
        if leaf := self._leaf(element.text):
            yield leaf
        for child in element:
            yield self.node(child)
            if leaf := self._leaf(child.tail):
                yield leaf

    def _leaf(self, text: str | None) -> Node | None:
        """A piece of text as its place in the shown text, where white space is folded."""
        if not text:
            return None
        start, shown = self.at, self.text.text
        for place, word in enumerate(text.split()):
            if not shown.startswith(word, self.at):
                self.at += 1  # the one separator before it
                if not shown.startswith(word, self.at):
                    raise ValueError("the page says something else than its shown text")
                if place == 0 and shown[self.at - 1] != " ":
                    start = self.at
            self.at += len(word)
        if text[-1].isspace() and shown.startswith(" ", self.at):
            self.at += 1
        return [start, self.at] if start < self.at else None

    def _wrap(self, tag: str, start: int, end: int, inside: list[Wrap]) -> None:
        """Note where an inline element's marks stand in the source, if they can be told."""
        places = [p for i in range(start, end) if (p := self.text.to_source(i)) is not None]
        if not places:
            return
        low = min([places[0], *(wrap[2] for wrap in inside)])
        high = max([places[-1] + 1, *(wrap[5] for wrap in inside)])
        opened = _OPEN[tag].search(self.source[:low])
        if opened is None:
            return
        if tag == "a" and opened[0] == "[":
            closed = _CLOSE_LINK.match(self.source, high)
            stop = closed.end() if closed else None
        else:
            mark = ">" if tag == "a" else opened[0][::-1]
            stop = high + len(mark) if self.source.startswith(mark, high) else None
        if stop is not None:
            self.wraps.append((start, end, opened.start(), low, high, stop))


def _leaves(children: list[Node]) -> Iterator[Node]:
    for child in children:
        if isinstance(child[0], int):
            yield child
        else:
            yield from _leaves(child[2:])
