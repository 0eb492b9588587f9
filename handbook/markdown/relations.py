"""The line of relations under a provision: 解答, 做法, 依据, 参见."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from handbook.markdown.resolver import Target

RELATIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("解答", frozenset({"question"})),
    ("做法", frozenset({"method", "part", "practice"})),
    ("依据", frozenset({"norm"})),
    ("参见", frozenset({"clause", "item", "chapter"})),
)
"""What a citing provision is to the cited one, by the kind of the citing one."""


def group_relations(citing: Iterable[Target]) -> list[tuple[str, list[Target]]]:
    """Citing provisions by relation, empty relations left out."""
    targets = list(citing)
    groups = ((name, [t for t in targets if t.kind in kinds]) for name, kinds in RELATIONS)
    return [(name, found) for name, found in groups if found]


def relations_element(citing: Iterable[Target]) -> Element | None:
    """The relations as a paragraph, or None where nothing cites."""
    groups = group_relations(citing)
    if not groups:
        return None
    line = Element("p", {"class": "hb-relations"})
    for name, targets in groups:
        group = SubElement(line, "span", {"class": "hb-relation"})
        SubElement(group, "span", {"class": "hb-relation-name"}).text = name
        for target in targets:
            link = SubElement(group, "a", {"href": target.href, "title": target.title})
            link.text = target.label
            link.tail = " "
    return line
