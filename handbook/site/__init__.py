"""The site: pages composed from the Book, and the thin MkDocs plugin that publishes them.

`pages.compose_pages` is a pure function from Book and register to pages, `plugin` hands them to
MkDocs. `build.build_site` makes what differs of each folder of the site (`folder`): bodies whose
answers have changed (`watch`), what the theme puts around them (`shells`), data (`data`); and
puts all of it in place at once (`swap`).
"""
