"""Intake: what departments send, as drafts of errata, with an account of every row.

Four verbs, a module each: `read_reply` (`read`) takes a file apart into suggestions, whatever its
form, with nothing in it trusted; `Intaking.bring_in` (`bring_in`) resolves each in the text that
it is about and asks the register; `Report` (`report`) tells what became of each row; and
`intake_text` (`ledger`) keeps that in `docs/errata/intake/`. The form that units are sent is made
by `template_sheet` and `template_word`.
"""

from handbook.errata.intake.ledger import Inquiry, Intake, Nearest, Reply, Row, intake_text
from handbook.errata.intake.load import check_intake, load_intake

__all__ = [
    "Inquiry",
    "Intake",
    "Nearest",
    "Reply",
    "Row",
    "check_intake",
    "intake_text",
    "load_intake",
]
