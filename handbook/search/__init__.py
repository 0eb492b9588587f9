"""Search: the text of an edition is its own index, and scanning it finds everything.

`build_index` folds a Book into one text; `search` scans it, and the scripts in `browser/` do the
same in a reader's browser, inside Material's search dialog. `publish` writes the index down,
`material` hands the files to MkDocs.
"""
