"""Shape a rendered tree into sections, a heading each, in the anatomy a page needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import NBSP_PLACEHOLDER

from handbook.source import Numbered, chinese_number

CHECK = "自查："
"""How the self-check line of a clause begins."""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass
class Section:
    """A heading's element and the block elements below it."""

    id: str | None
    level: int
    heading: Element
    body: list[Element]
    numbered: Numbered | None


def shape(
    root: Element,
    numbered: Sequence[Numbered],
    plain: Callable[[str, int], str] | None = None,
) -> tuple[list[Element], list[Section]]:
    """Blocks before the first heading, and the sections in order.

    `plain` turns text of the tree, with an offset near by, into what it stands for.
    """
    notes = take_footnotes(root)
    join_lines(root)
    mark_lists(root)
    lead: list[Element] = []
    sections: list[Section] = []
    by_id = {entry.heading.id: entry for entry in numbered if entry.heading.id}
    for element in root:
        level = _HEADINGS.get(element.tag)
        if level:
            id = element.attrib.pop("id", None)
            sections.append(Section(id, level, element, [], by_id.get(id or "")))
        else:
            (sections[-1].body if sections else lead).append(element)
    for section in sections:
        mark_check(section, plain)
        place_footnotes(section, notes)
    return lead, sections


def wide(char: str) -> bool:
    """Whether no space belongs between `char` and its like: Han, its punctuation, and carriers."""
    return char > "\x7f"


def join_lines(root: Element) -> None:
    """Take out line breaks between two wide characters, where a browser would show a space."""

    def join(text: str) -> str:
        return re.sub(
            r"(.)[ \t]*\n[ \t]*(?=(.))",
            lambda m: m[1] if wide(m[1]) and wide(m[2]) else m[0],
            text,
        )

    for element in root.iter():
        if element.text and "\n" in element.text:
            element.text = join(element.text)
        if element.tail and "\n" in element.tail:
            element.tail = join(element.tail)


def list_mark(depth: int, number: int) -> str:
    """The mark of a list item: （一）, then 1., then （1） (GB/T 9704—2012, 7.3.3)."""
    if depth == 0:
        return f"（{chinese_number(number)}）"
    return f"{number}." if depth == 1 else f"（{number}）"


def mark_lists(root: Element, depth: int = 0) -> None:
    """Write the marks of ordered lists as text, so that every output shows the same ones."""
    for element in root:
        if element.tag != "ol" or element.get("class") == "hb-footnotes":
            mark_lists(element, depth)
            continue
        element.set("class", f"hb-list hb-list-{depth}")
        first = int(element.attrib.pop("start", "1"))
        for number, item in enumerate(element, first):
            mark = Element("span", {"class": "hb-computed hb-mark"})
            mark.text = list_mark(depth, number)
            # A loose list wraps each item's text in a paragraph.
            holder = (
                item[0]
                if len(item) and item[0].tag == "p" and not (item.text or "").strip()
                else item
            )
            mark.tail, holder.text = holder.text, None
            holder.insert(0, mark)
            mark_lists(item, depth + 1)


def mark_check(section: Section, plain: Callable[[str, int], str] | None) -> None:
    """Set the last paragraph apart if it is the clause's self-check line."""
    if not section.body or section.level != 3:
        return
    last = section.body[-1]
    first = last[0] if last.tag == "p" and len(last) else None
    if first is None or (last.text or "").strip() or first.tag != "strong":
        return
    name = first.text or ""
    if plain and section.numbered:
        name = plain(name, section.numbered.heading.start)
    if name == CHECK:
        last.set("class", "hb-check")
        first.set("class", "hb-check-name")


def take_footnotes(root: Element) -> dict[str, Element]:
    """Remove Python-Markdown's list of footnotes; its items by their ids."""
    box = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
    if box is None:
        return {}
    parent = next(e for e in root.iter() if box in list(e))
    parent.remove(box)
    return {item.get("id", ""): item for item in box.iter("li")}


def place_footnotes(section: Section, notes: dict[str, Element]) -> None:
    """Put the footnotes that a section cites at its end, numbered ①② within the section."""
    marks: dict[str, str] = {}
    for element in list(_iter_all(section)):
        if element.tag != "sup" or not (element.get("id") or "").startswith("fnref"):
            continue
        link = element[0]
        target = link.get("href", "").lstrip("#")
        if target not in marks:
            marks[target] = _CIRCLED[len(marks)] if len(marks) < 20 else f"[{len(marks) + 1}]"
        element.set("class", "hb-computed hb-footnote-ref")
        link.attrib.pop("class", None)
        link.text = marks[target]
    for target, mark in marks.items():
        item = notes.get(target)
        if item is None:
            continue
        note = Element("p", {"class": "hb-footnote", "id": target})
        label = SubElement(note, "span", {"class": "hb-computed hb-mark"})
        label.text = mark
        for paragraph in item.iter("p"):
            append_text(note, paragraph.text)
            for part in list(paragraph):
                if part.get("class") != "footnote-backref":
                    part.tail = (part.tail or "").replace(NBSP_PLACEHOLDER, "")
                    note.append(part)
        # The self-check line stays the clause's last.
        at = len(section.body)
        if at and section.body[-1].get("class") == "hb-check":
            at -= 1
        section.body.insert(at, note)


def append_text(element: Element, text: str | None) -> None:
    """Add text at the end of an element that has a child, less what leads to the backlink."""
    text = (text or "").replace(NBSP_PLACEHOLDER, "")
    element[-1].tail = (element[-1].tail or "") + text


def _iter_all(section: Section) -> Iterator[Element]:
    for element in section.body:
        yield from element.iter()
