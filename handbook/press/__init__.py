"""Set the books: Book → XML → Typst → PDF.

A volume's text goes to the templates as one XML document and is never Typst source, so that no
text can become markup. `write_books` makes the screen PDFs of handbook, bulletins, methods and
regulations; the templates are in `templates/`, and a project's `overrides/print/` comes before
them file by file.
"""

from handbook.press.books import VOLUMES, set_volume, write_books
from handbook.press.changes import Changes, edition_changes
from handbook.press.content import volume_xml
from handbook.press.record import Volume
from handbook.press.records.books import record_volumes, write_records
from handbook.press.sheet import Sheet
from handbook.press.slip import write_slips
from handbook.press.typeset import typeset

__all__ = [
    "VOLUMES",
    "Changes",
    "Sheet",
    "Volume",
    "edition_changes",
    "record_volumes",
    "set_volume",
    "typeset",
    "volume_xml",
    "write_books",
    "write_records",
    "write_slips",
]
