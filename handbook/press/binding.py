"""How a book is bound, and how many pages it has for that."""

from __future__ import annotations

from dataclasses import dataclass

SADDLE_UP_TO = 64
"""Pages up to which `auto` stitches through the fold: sixteen sheets folded into one another still
close and lie flat; a thicker book gets a spine."""
SADDLE_MULTIPLE = 4
"""A folded sheet has four pages."""


@dataclass(frozen=True)
class Bound:
    """A book as it is bound."""

    binding: str
    """saddle, perfect or sewn."""
    pages: int
    """Sides of the interior, blank ones at the end included."""
    padding: int
    """How many of them are blank at the end."""


def bind(pages: int, binding: str, parts: int) -> Bound:
    """The pages of a book filled up to what its binding folds.

    Saddle stitching folds sheets of four pages. A glued or sewn book is gathered of printed
    sheets: a sheet (印张) has as many pages as the whole sheet of paper has leaves (`parts`,
    开数), and half of one is the least that is run without waste: 16 pages of 32开, 8 of 16开.
    `binding` auto stitches up to `SADDLE_UP_TO` pages.
    """
    stitched = binding == "saddle" or (binding == "auto" and pages <= SADDLE_UP_TO)
    multiple = SADDLE_MULTIPLE if stitched else half_sheet(parts)
    padding = -pages % multiple
    kind = "saddle" if stitched else "perfect" if binding == "auto" else binding
    return Bound(kind, pages + padding, padding)


def half_sheet(parts: int) -> int:
    """Pages of half a sheet; never less than a folded leaf of paper has."""
    return max(SADDLE_MULTIPLE, parts // 2)


def saddle_limit(binding: str) -> int:
    """Up to how many pages a setting of the binding stitches."""
    return {"auto": SADDLE_UP_TO, "saddle": 100_000}.get(binding, 0)
