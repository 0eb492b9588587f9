"""A pull request under review: what it brings, and whether it may.

`find_base` and `extract_tree` read the tree at a git ref without touching the work tree, and
`review` sets two trees against each other: findings that were there before are left out, every
changed byte of handbook and regulations must answer to an erratum or an amendment of the same
branch, lives of errata only go on, and lines that change are written as the standards ask.
`formats` prints the report for a person or a forge. All but reading is pure.
"""
