"""Self-check: what a branch found when it compared itself with the handbook's clauses.

A result is bound to a clause's id and to the sha256 of its text, with the text as it was. Nothing
rewrites it when the edition changes: `place` tells where each result stands in the edition at
hand (kept, asked, archived), `standing` puts a branch in a class, `overview` merges many files.
`site/assets/selfcheck-model.js` has the same three in the reader's browser.
"""

from handbook.selfcheck.load import read_results
from handbook.selfcheck.migrate import Placement, place
from handbook.selfcheck.model import Record, Results
from handbook.selfcheck.overview import Overview, make_overview
from handbook.selfcheck.standard import Standard, standard_of
from handbook.selfcheck.standing import Standing, standing

__all__ = [
    "Overview",
    "Placement",
    "Record",
    "Results",
    "Standard",
    "Standing",
    "make_overview",
    "place",
    "read_results",
    "standard_of",
    "standing",
]
