"""The roll-out as data: so far who has which printing of which book.

`docs/programme/distribution.yml` is the ledger of distribution. `load_distribution` reads it,
`distribution_problems` holds it against the printings that editions know of, and its `holders`
are those to whom an errata slip goes. Pages that show it are the site's.
"""

from handbook.programme.distribution import Distribution, Holder, Stock, Unit
from handbook.programme.read import PATH, load_distribution, read_distribution
from handbook.programme.rules import check_distribution, distribution_problems

__all__ = [
    "PATH",
    "Distribution",
    "Holder",
    "Stock",
    "Unit",
    "check_distribution",
    "distribution_problems",
    "load_distribution",
    "read_distribution",
]
