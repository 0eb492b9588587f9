"""What can go wrong in setting that the user can mend, as findings with their place."""

from __future__ import annotations

from handbook.book import Book
from handbook.messages import MESSAGES
from handbook.problems import Problem, problem

MESSAGES.update(
    {
        "print-glyph": (
            "“{text}”（{code}）在所带字体里没有字形，印不出来",
            "“{text}” ({code}) is in none of the fonts and cannot be printed",
        ),
        "print-glyph.hint": ("请换一个字符", "use another character"),
        "print-template": ("版式模板有误：{what}", "a print template fails: {what}"),
        "print-template.hint": (
            "请改正 overrides/print/ 里的模板，或删除它以使用自带的",
            "mend the template in overrides/print/, or remove it to use our own",
        ),
    }
)


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
