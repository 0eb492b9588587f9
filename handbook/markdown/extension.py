"""The Python-Markdown extension `handbook`.

Order of work: the preprocessor numbers the text's headings (unless the caller has), inline
processing resolves `[][id]`, and the last tree processor shapes sections: numbers before
titles, marks of lists, self-check lines, footnotes, back links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from handbook.markdown.cleaning import safe_url
from handbook.markdown.relations import relations_element
from handbook.markdown.resolver import Resolver, TextResolver
from handbook.markdown.shaping import Section, join_lines, mark_lists, shape
from handbook.source import Document, Numbered, number_headings, scan_headings

COMPUTED = "hb-computed"
"""The class of an element whose text stands nowhere in the source."""


class HandbookExtension(Extension):
    """Numbers, references, back links and cleaning; loads the dialect's other extensions."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "folder": ["handbook", "Which of the four folders the text is of; empty: none."],
            "meta": [{}, "The text's front matter: issue, short."],
            "resolver": ["", "A `Resolver`; without one the text answers for itself."],
            "numbered": [[], "The text's headings already numbered; else they are from 1."],
            "compose": [True, "Put sections into the page; False leaves them in md.handbook."],
            "plain": ["", "Turns the tree's text into what it stands for (see carriers)."],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the dialect: tables, footnotes, attr_list, def_list, admonition and ours."""
        footnotes = FootnoteExtension(UNIQUE_IDS=False)
        dialect = (TableExtension(), footnotes, AttrListExtension(), DefListExtension())
        md.registerExtensions([*dialect, AdmonitionExtension()], {})
        md.registerExtension(self)
        # No raw HTML and no indented code: both are text here.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")  # writes entities letter by letter
        md.inlinePatterns.register(EntityProcessor(md), "entity", 80)
        md.parser.blockprocessors.deregister("code")
        # Two or more lines of = or - under a text would be a heading without an id.
        md.parser.blockprocessors.deregister("setextheader")
        state = State(self)
        md.handbook = state  # type: ignore[attr-defined]
        if self.getConfig("folder") and not self.getConfig("numbered"):
            md.preprocessors.register(NumberPreprocessor(md, state), "handbook-number", 5)
        md.inlinePatterns.register(ReferenceProcessor(md, state), "handbook-reference", 175)
        md.treeprocessors.register(SectionTreeprocessor(md, state), "handbook-sections", -10)

    def reset(self) -> None:
        """Nothing is kept between texts but what `State` takes anew."""


class State:
    """What one conversion knows; a caller that converts many texts sets it anew for each."""

    def __init__(self, extension: HandbookExtension) -> None:
        self.extension = extension
        self.numbered: Sequence[Numbered] = extension.getConfig("numbered") or ()
        self.resolver: Resolver = extension.getConfig("resolver") or TextResolver()
        self.plain: Callable[[str, int], str] | None = extension.getConfig("plain") or None
        self.sections: list[Section] = []


class NumberPreprocessor(Preprocessor):
    """Number the headings of a text that stands by itself."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, lines: list[str]) -> list[str]:
        """Take the numbers; the lines stay as they are."""
        extension = self.state.extension
        text = "\n".join(lines)
        document = Document(extension.getConfig("folder"), "", text, 0, extension.getConfig("meta"))
        headings, _ = scan_headings(document)
        self.state.numbered = number_headings([(document, headings)])
        if not extension.getConfig("resolver"):
            self.state.resolver = TextResolver.of(self.state.numbered)
        return lines


class ReferenceProcessor(LinkInlineProcessor):
    """`[][id]` shows the target's label as a link, `[words][id]` those words."""

    ID = re.compile(r"\[([^\[\]\s]{1,80})\]")

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(r"\[", md)
        self.state = state

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The link, or nothing where this is not a reference of ours."""
        words, index, handled = self.getText(data, m.end(0))
        if not handled:
            return None, None, None
        found = self.ID.match(data, index)
        if not found or found[1].lower() in self.md.references:
            return None, None, None
        target = self.state.resolver.target(found[1])
        if target is None:
            broken = Element("span", {"class": "hb-broken"})
            broken.text = words or found[1]
            return broken, m.start(0), found.end()
        link = Element("a", {"class": "hb-ref", "href": target.href, "title": target.title})
        link.set("data-ref", target.id)
        link.text = words
        if not words:
            label = SubElement(link, "span", {"class": COMPUTED})
            label.text = target.label
        return link, m.start(0), found.end()


class EntityProcessor(InlineProcessor):
    """`&lt;` is the character it names, in the tree already and not first in the page."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});", md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """The character."""
        return html.unescape(m[0]), m.start(0), m.end(0)


class SectionTreeprocessor(Treeprocessor):
    """Shape the finished tree into sections."""

    def __init__(self, md: Markdown, state: State) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: Element) -> None:
        """Replace the flat page by its sections, or leave them to the caller."""
        for element in root.iter():
            for name in ("href", "src"):
                if (url := element.get(name)) is not None and not safe_url(url):
                    element.set(name, "#")
        if not self.state.extension.getConfig("folder"):
            join_lines(root)
            mark_lists(root)
            return
        lead, sections = shape(root, self.state.numbered, self.state.plain)
        self.state.sections = sections
        if not self.state.extension.getConfig("compose"):
            root[:] = []  # nothing for Python-Markdown to write
            return
        root[:] = lead
        for section in sections:
            root.append(self.compose(section))

    def compose(self, section: Section) -> Element:
        """One section as the plain extension shows it."""
        kind = section.numbered.kind if section.numbered else "part"
        box = Element("section", {"class": f"hb-section hb-{kind}"})
        if section.id:
            box.set("id", section.id)
        heading = SubElement(box, f"h{section.level}")
        if section.numbered and section.numbered.number is not None:
            number = SubElement(heading, "span", {"class": "hb-number"})
            number.text = section.numbered.label
            number.tail = " "
        title = SubElement(heading, "span", {"class": "hb-title"})
        title.text = section.heading.text
        title.extend(section.heading)
        box.extend(section.body)
        if (
            section.id
            and (line := relations_element(self.state.resolver.citing(section.id))) is not None
        ):
            box.append(line)
        return box


def makeExtension(**kwargs: Any) -> HandbookExtension:
    """Python-Markdown's entry point."""
    return HandbookExtension(**kwargs)
