"""The life of errata: one suggested change to one provision, one file each.

`load_register` reads `docs/errata/` and checks it against the Book, `locate` finds an erratum's
original in its provision, `apply_errata` makes new texts of the files it changes, `redline` shows
a change so that one can read it. Everything but reading the folder is pure.
"""

from handbook.errata.apply import Change, apply_change, plan_change, reverse_change
from handbook.errata.export import errata_json
from handbook.errata.load import load_errata, parse_erratum
from handbook.errata.locate import Located, locate, quote_shown
from handbook.errata.model import (
    STATES,
    TRANSITIONS,
    Amendment,
    Entry,
    Erratum,
    State,
    compute_receipt,
)
from handbook.errata.plan import Plan, apply_errata, plan_errata
from handbook.errata.redline import Op, context, redline
from handbook.errata.register import Register, load_register
from handbook.errata.write import erratum_text

__all__ = [
    "STATES",
    "TRANSITIONS",
    "Amendment",
    "Change",
    "Entry",
    "Erratum",
    "Located",
    "Op",
    "Plan",
    "Register",
    "State",
    "apply_change",
    "apply_errata",
    "compute_receipt",
    "context",
    "errata_json",
    "erratum_text",
    "load_errata",
    "load_register",
    "locate",
    "parse_erratum",
    "plan_change",
    "plan_errata",
    "quote_shown",
    "redline",
    "reverse_change",
]
