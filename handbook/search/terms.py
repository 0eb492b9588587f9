"""A query's words with their forms, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.search.forms import Form, forms_of
from handbook.search.index import Index
from handbook.search.scan import Found, find
from handbook.search.words import Word


@dataclass(frozen=True)
class Term:
    """A word with its forms, and where they stand."""

    forms: Sequence[tuple[Form, Found]]
    """The better first."""

    def chosen(self, place: int) -> tuple[Form, Found] | None:
        """The best form that stands in an entry."""
        return next((pair for pair in self.forms if place in pair[1].at), None)


class Scanner:
    """Finds texts in an index, each once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._found: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """Where a folded text stands."""
        if text not in self._found:
            self._found[text] = find(self.index, text)
        return self._found[text]

    def term(self, word: Word) -> Term:
        """A word with all its forms; a quoted one has none but itself."""
        forms = [Form(word.text)] if word.exact else forms_of(word.text, self.index)
        return Term([(form, self.find(form.text)) for form in forms])
