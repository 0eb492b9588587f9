"""Search: the text of an edition is its own index, and scanning it finds everything.

`build_index` folds a Book into one text; `search` scans it, and the scripts in `browser/` do the
same in a reader's browser, inside Material's search dialog. `publish` writes the index down,
`material` hands the files to MkDocs.
"""

from handbook.search.editions import search_editions
from handbook.search.entries import build_index
from handbook.search.entry import Entry
from handbook.search.hit import Hit
from handbook.search.index import Index, make_index
from handbook.search.query import Answer, search
from handbook.search.text import fold, fold_with_places

__all__ = [
    "Answer",
    "Entry",
    "Hit",
    "Index",
    "build_index",
    "fold",
    "fold_with_places",
    "make_index",
    "search",
    "search_editions",
]
