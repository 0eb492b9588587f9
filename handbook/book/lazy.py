"""Sections that are rendered when somebody first asks for what a reader sees of them.

Rules, the register and most of its commands ask for sources, numbers and titles alone; to render
10,000 clauses for them would take the greater part of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handbook.book.model import Section
from handbook.markdown import RenderedSection
from handbook.source import Document

_PLAIN = re.compile(r"[^\\`*_\[\]<>&{}|^~!]*")
"""A title that shows what its source says."""


@dataclass(frozen=True)
class LazyPage:
    """A page's sections as a reader sees them, rendered together and once."""

    document: Document
    render: Callable[[], Iterable[RenderedSection]]

    @cached_property
    def sections(self) -> Mapping[str, RenderedSection]:
        """The rendered sections by id."""
        return {section.id: section for section in self.render()}


class LazySection(Section):
    """A `Section` that takes what it shows from its page when it is first asked for.

    Its source is cut out of the document's text then, too.
    """

    @staticmethod
    def make(page: LazyPage, fields: dict[str, Any]) -> LazySection:
        """A section with all fields but its source and those that come of rendering."""
        section = object.__new__(LazySection)
        fields["_page"] = page
        object.__setattr__(section, "__dict__", fields)
        return section

    def __getattr__(self, name: str) -> Any:
        """A field that has not been asked for yet: all that the page shows of the section."""
        page = self.__dict__.get("_page")
        if page is None or name.startswith("_"):
            raise AttributeError(name)
        if name == "source":
            source = self.__dict__["source"] = self.heading.source(page.document.text)
            return source
        rendered = page.sections[self.id]
        fields = rendered_fields(rendered)
        self.__dict__.update({"label": rendered.title.text, **fields, **self.__dict__})
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def title(self) -> str:
        """The title as a reader sees it; nothing is rendered for one without marks."""
        found: str | None = self.__dict__.get("_title")
        if found is None:
            title = self.heading.title
            plain = _PLAIN.fullmatch(title)
            found = " ".join(title.split()) if plain else self.shown_title.text
            self.__dict__["_title"] = found
        return found


def rendered_fields(rendered: RenderedSection) -> dict[str, Any]:
    """The fields of a `Section` that come of rendering."""
    return {
        "shown_title": rendered.title,
        "shown": rendered.text,
        "check": rendered.check,
        "cites": rendered.references,
        "title_html": rendered.title_html,
        "body_html": rendered.body_html,
    }


def is_plain(title: str) -> bool:
    """Whether a title shows what its source says."""
    return bool(_PLAIN.fullmatch(title))
