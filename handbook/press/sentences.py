"""What can go wrong in setting that the user can mend, as findings with their place."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.book import Book
from handbook.errata import Erratum
from handbook.problems import Problem, problem


def glyph_problem(book: Book, text: str, errata: Iterable[Erratum] = ()) -> Problem:
    """Where a character stands that no font has: in the text, or in errata that are quoted."""
    codes = " ".join(f"U+{ord(char):04X}" for char in text)
    for page in book.pages:
        document = page.document
        at = document.text.find(text)
        if at >= 0:
            column = at - document.text.rfind("\n", 0, at)
            line = document.line_at(at)
            return problem("print-glyph", document.path, line, column, text=text, code=codes)
    for erratum in errata:
        for n, step in enumerate(erratum.history, 1):
            if text in step.why or text in "".join(step.by):
                line = erratum.line(f"history[{n}]")
                return problem("print-glyph", erratum.path, line, text=text, code=codes)
        if text in erratum.original + erratum.corrected:
            line = erratum.line("original")
            return problem("print-glyph", erratum.path, line, text=text, code=codes)
    return problem("print-glyph", "mkdocs.yml", text=text, code=codes)


def template_problem(folder: str, what: str) -> Problem:
    """What Typst says of a template, on one line."""
    return problem("print-template", folder, what=" ".join(what.split()))
