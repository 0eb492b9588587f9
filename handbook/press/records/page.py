"""The pages that forms are laid on: those of a printed book, and the office's A4."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.press.records.labels import WideError
from handbook.press.records.layout import TallError, lay_out
from handbook.press.records.side import Side
from handbook.press.sheet import Sheet
from handbook.problems import InputError, problem
from handbook.source.forms import Form

TITLE = 14.0
"""What a form's title and the clauses below it take, in millimetres."""
NOTE = 6.0
"""What the sentence at a form's foot takes, in millimetres."""


@dataclass(frozen=True)
class FormPage:
    """A page and its margins in millimetres."""

    width: float
    height: float
    inside: float
    """The margin at the binding, or at the holes that a sheet is filed by."""
    outside: float
    top: float
    bottom: float
    name: str
    """What a message calls it."""

    @property
    def frame(self) -> tuple[float, float]:
        """The width and the greatest height of a form's frame."""
        return (
            self.width - self.inside - self.outside,
            self.height - self.top - self.bottom - TITLE - NOTE,
        )

    def lay_out(self, form: Form, file: str) -> tuple[Side, ...]:
        """The form's pages. Raises `InputError` where one cannot hold what it is to."""
        values: dict[str, object]
        try:
            return lay_out(form, *self.frame)
        except TallError as error:
            rule, values = "forms-tall", {"side": error.side, "needs": error.needs}
            values |= {"has": error.has}
        except WideError as error:
            rule, values = "forms-wide", {"label": error.label}
        values |= {"title": form.title, "paper": self.name}
        raise InputError([problem(rule, file, form.line, 1, "error", **values)])


A4 = FormPage(210, 297, 25, 18, 16, 18, "A4")
"""A single form: 25 mm at the left to file it by."""


def book_page(sheet: Sheet) -> FormPage:
    """A page of a book of this trim. Small books have smaller margins."""
    inside, outside = (20, 14) if sheet.width >= 170 else (18, 11)
    return FormPage(sheet.width, sheet.height, inside, outside, 14, 18, sheet.format)
