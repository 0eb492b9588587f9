"""Search: the text of an edition is its own index, and scanning it finds everything.

`build_index` folds a Book into one text; `search` scans it, and `worker.js` does the same in a
reader's browser, inside Material's search dialog. `material` hands the files to MkDocs.
"""

from handbook.search.index import Entry, Index, build_index, index_json, make_index
from handbook.search.query import Hit, search
from handbook.search.text import fold, fold_with_places

__all__ = [
    "Entry",
    "Hit",
    "Index",
    "build_index",
    "fold",
    "fold_with_places",
    "index_json",
    "make_index",
    "search",
]
