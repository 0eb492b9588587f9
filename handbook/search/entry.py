"""A section as the search knows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handbook.search.text import Folded, fold, fold_with_places


@dataclass(frozen=True)
class Entry:
    """A section, or an erratum."""

    id: str
    kind: str
    label: str
    title: str
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    url: str
    """From the root of its edition's site."""
    heading: str
    """What stands over it: 第45条 and its title."""
    text: str
    """The text below the heading as a reader sees it."""
    parent: int = -1
    """The place in the index of the section above it; -1 for none. A parent stands before it."""
    start: int = 0
    """Where its folding starts in the index's text, in characters."""
    end: int = 0

    @property
    def shown(self) -> str:
        """Heading and text, which are searched as one."""
        return f"{self.heading}\n{self.text}"

    @cached_property
    def folded(self) -> Folded:
        """The folding of `shown` with the way back."""
        return fold_with_places(self.shown)

    @cached_property
    def folded_title(self) -> str:
        """The folding of the title alone."""
        return fold(self.title)

    @cached_property
    def title_span(self) -> tuple[int, int]:
        """Where the title stands in the index's text: the heading's end."""
        end = self.start + len(fold(self.heading))
        return end - len(self.folded_title), end
