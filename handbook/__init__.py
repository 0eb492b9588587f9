"""Publish a standards handbook: sources → book → {site, print, errata, editions}.

The package is a library first. `source` reads the tree and numbers its headings, `markdown`
renders one file, `book` assembles the frozen `Book`; every output takes a `Book` and never
reads the sources again.
"""

__version__ = "0.1.0"
