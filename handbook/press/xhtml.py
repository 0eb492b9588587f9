"""Page XHTML made ready for paper: links that lead somewhere in print, notes, column shares."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

from handbook.press.columns import column_shares

# XHTML's white space. U+3000 is a character of the text and stays.
_SPACE = re.compile(r"[ \t\r\n]+")
# Characters that XML 1.0 (2.2) has no way to hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
# What stands between the children of these is white space alone.
_CONTAINERS = frozenset(
    {"body", "ol", "ul", "dl", "table", "thead", "tbody", "tr", "div", "blockquote"}
)


@dataclass(frozen=True)
class Place:
    """Where a text stands in print, and where the site's links lead from there."""

    here: frozenset[str]
    """Ids that stand in the same volume."""
    address: Callable[[str], str]
    """The public address of an id elsewhere; empty where there is none."""
    base: str
    """The public address of the page that the XHTML is of; empty where there is none."""
    measure: float = 29.0
    """The width of the type area in ems of a table's type."""


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def read_xhtml(tag: str, xhtml: str, place: Place) -> Element:
    """The fragment as children of an element `tag`, ready for the templates.

    What the templates ask for is an attribute: a list item's mark, a link's target, a note's id,
    a table's columns. White space between blocks is gone.
    """
    root = fromstring(f"<{tag}>{clean(xhtml)}</{tag}>")
    for element in root.iter():
        _collapse(element, element.tag in _CONTAINERS)
    seen: set[str] = set()
    for element in list(root.iter()):
        attributes = _attributes(element, place, seen)
        element.attrib.clear()
        element.attrib.update(attributes)
    return root


def _attributes(element: Element, place: Place, seen: set[str]) -> dict[str, str]:
    """The attributes that the templates read; `seen` holds the notes cited so far."""
    match element.tag:
        case "a":
            return _link(element, place)
        case "sup" if note := _note(element):
            first = "" if note in seen else "1"
            seen.add(note)
            return {"note": note, "first": first}
        case "table":
            return _columns(element, place.measure)
        case "td" | "th" if found := _ALIGN.search(element.get("style", "")):
            return {"align": found[1]}
        case "li":
            return {"mark": _take_mark(element)}
        case "img":
            return {"alt": element.get("alt", "")}
        case "div" | "p" | "strong":
            return _role(element)
        case _:
            return {}


ROLES = {
    "admonition": "note",
    "admonition-title": "title",
    "hb-check": "check",
    "hb-check-name": "name",
    "hb-footnote": "footnote",
}
"""What a paragraph is for, by its class in the page."""


def _role(element: Element) -> dict[str, str]:
    found = next((ROLES[c] for c in element.get("class", "").split() if c in ROLES), "")
    if found != "footnote":
        return {"role": found} if found else {}
    return {"role": found, "id": element.get("id", ""), "mark": _take_mark(element)}


def _collapse(element: Element, container: bool) -> None:
    element.text = _SPACE.sub(" ", element.text or "")
    if container and element.text == " ":
        element.text = None
    for child in element:
        tail = _SPACE.sub(" ", child.tail or "")
        child.tail = tail.lstrip(" ") if child.tag == "br" or (container and tail == " ") else tail


def _take_mark(item: Element) -> str:
    """Remove the mark that a list's item, or a note, begins with."""
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    if not len(holder) or "hb-mark" not in holder[0].get("class", "").split():
        return ""
    mark = holder[0]
    holder.remove(mark)
    holder.text = (mark.tail or "").lstrip(" ")
    return mark.text or ""


def _link(element: Element, place: Place) -> dict[str, str]:
    ref = element.get("data-ref")
    if ref is not None:
        if ref in place.here:
            return {"ref": ref}
        address = place.address(ref)
        return {"href": address} if address else {}
    href = element.get("href", "")
    if urlsplit(href).scheme in ("http", "https", "mailto"):
        return {"href": href}
    fragment = href.removeprefix("#")
    if href.startswith("#"):
        return {"ref": fragment} if fragment in place.here else {}
    if not place.base or not href or urlsplit(href).scheme or href.startswith("/"):
        return {}
    head, _, path = place.base.partition("://")
    host, _, folder = path.partition("/")
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(folder), href))
    return {"href": f"{head}://{host}{joined}"}


def _note(element: Element) -> str:
    """The id of the footnote that a mark stands for."""
    if "hb-footnote-ref" not in element.get("class", "").split() or not len(element):
        return ""
    return element[0].get("href", "").removeprefix("#")


def _columns(table: Element, measure: float) -> dict[str, str]:
    rows = tuple(
        tuple("".join(cell.itertext()).strip() for cell in row) for row in table.iter("tr")
    )
    shares = " ".join(f"{share:g}" for share in column_shares(rows, measure))
    # A form's empty cells want a line to write on.
    form = any(not cell for row in rows[1:] for cell in row)
    return {"columns": shares, "form": "1" if form else ""}


def take_roles(body: Element, role: str) -> Element:
    """Move a body's paragraphs of one role into an element of that name."""
    taken = Element(role)
    for child in [child for child in body if child.get("role") == role]:
        body.remove(child)
        taken.append(child)
    return taken
