"""A pull request under review: what it brings, and whether it may.

`find_base` and `extract_tree` read the tree at a git ref without touching the work tree, and
`review` sets two trees against each other: findings that were there before are left out, every
changed byte of handbook and regulations must answer to an erratum or an amendment of the same
branch, lives of errata only go on, and lines that change are written as the standards ask.
`formats` prints the report for a person or a forge. All but reading is pure.
"""

from handbook.review.base import Base, committed_bytes, extract_tree, find_base
from handbook.review.coverage import Coverage, cover
from handbook.review.findings import Finding
from handbook.review.report import Report, check_tree, cover_trees, review
from handbook.review.steps import Step, entering, match_errata
from handbook.review.tree import Tree, read_tree
from handbook.review.uncovered import Uncovered

__all__ = [
    "Base",
    "Coverage",
    "Finding",
    "Report",
    "Step",
    "Tree",
    "Uncovered",
    "check_tree",
    "committed_bytes",
    "cover",
    "cover_trees",
    "entering",
    "extract_tree",
    "find_base",
    "match_errata",
    "read_tree",
    "review",
]
