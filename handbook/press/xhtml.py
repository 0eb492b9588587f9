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
_KEPT = frozenset({"class", "alt"})


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


def read_xhtml(tag: str, xhtml: str, place: Place) -> Element:
    """The fragment as children of an element `tag`, ready for the templates."""
    root = fromstring(f"<{tag}>{_FORBIDDEN.sub('', xhtml)}</{tag}>")
    seen: set[str] = set()
    for element in list(root.iter()):
        _collapse(element)
        if element.tag == "table":
            _measure(element, place.measure)
        attributes = {key: element.attrib[key] for key in _KEPT.intersection(element.keys())}
        if element.tag == "a":
            attributes |= _link(element, place)
        elif element.tag == "sup" and (note := _note(element)):
            attributes |= {"note": note, "first": "0" if note in seen else "1"}
            seen.add(note)
        elif element.get("class") == "hb-footnote":
            attributes["id"] = element.get("id", "")
        elif element.tag in ("td", "th") and (found := _ALIGN.search(element.get("style", ""))):
            attributes["align"] = found[1]
        elif element.tag == "table":
            attributes |= {key: element.get(key, "") for key in ("columns", "form")}
        element.attrib.clear()
        element.attrib.update(attributes)
    return root


def _collapse(element: Element) -> None:
    element.text = _SPACE.sub(" ", element.text or "")
    for child in element:
        tail = _SPACE.sub(" ", child.tail or "")
        child.tail = tail.lstrip(" ") if child.tag == "br" else tail


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


def _measure(table: Element, measure: float) -> None:
    rows = tuple(
        tuple("".join(cell.itertext()).strip() for cell in row) for row in table.iter("tr")
    )
    table.set("columns", " ".join(f"{share:g}" for share in column_shares(rows, measure)))
    # A form's empty cells want a line to write on.
    table.set("form", "1" if any(not cell for row in rows[1:] for cell in row) else "")
