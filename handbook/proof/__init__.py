"""Proof: read a finished PDF back, and say whether it shows what its source says.

`certify` compares the text by provision, every glyph's outline with the reference font's, and what
is inked with what is said; `page_map` tells on which page and line each provision stands.
"""

from handbook.proof.certify import certify, page_map
from handbook.proof.expected import Atom, Unit
from handbook.proof.identity import Identity, identify
from handbook.proof.plan import Plan, contents_unit, plan_volume
from handbook.proof.record import (
    Certificate,
    Difference,
    Line,
    certificate_json,
    page_map_json,
)
from handbook.proof.sums import text_sha256

__all__ = [
    "Atom",
    "Certificate",
    "Difference",
    "Identity",
    "Line",
    "Plan",
    "Unit",
    "certificate_json",
    "certify",
    "contents_unit",
    "identify",
    "page_map",
    "page_map_json",
    "plan_volume",
    "text_sha256",
]
