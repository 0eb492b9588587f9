"""How a rule names what it stands on.

Of ISO 15930-7 the number is given as far as its published list of contents settles it; where that
list leaves it open, only clause 6 is named, beside the clause of the PDF standard that defines the
thing. Limits that come from the Ghent Workgroup name its heading in GWG2015. What is neither is a
setting of ours, and says so.
"""

from __future__ import annotations

OURS = "本工具的设定 (a setting of ours)"
"""Not from a standard: the trade's habit, to be set otherwise where a print shop says so."""


def x4(number: str = "6") -> str:
    """A clause of PDF/X-4."""
    return f"ISO 15930-7:2010, {number}"


def pdf(number: str) -> str:
    """A clause of PDF 1.7, which defines what PDF/X-4 takes from PDF 1.6."""
    return f"ISO 32000-1:2008, {number}"


def gwg(heading: str) -> str:
    """A heading of the Ghent Workgroup's specification of 2015."""
    return f"GWG2015, {heading}"


def both(*sources: str) -> str:
    """Several sources of one rule."""
    return "; ".join(sources)
