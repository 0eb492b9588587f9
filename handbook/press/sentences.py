"""What can go wrong in setting that the user can mend, as findings with their place."""

from __future__ import annotations

from handbook.book import Book
from handbook.problems import Problem, problem


def glyph_problem(book: Book, text: str) -> Problem:
    """Where a character stands that no font has."""
    codes = " ".join(f"U+{ord(char):04X}" for char in text)
    for page in book.pages:
        document = page.document
        at = document.text.find(text)
        if at >= 0:
            column = at - document.text.rfind("\n", 0, at)
            line = document.line_at(at)
            return problem("print-glyph", document.path, line, column, text=text, code=codes)
    return problem("print-glyph", "mkdocs.yml", text=text, code=codes)


def template_problem(folder: str, what: str) -> Problem:
    """What Typst says of a template, on one line."""
    return problem("print-template", folder, what=" ".join(what.split()))
