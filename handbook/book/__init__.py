"""The Book: the frozen value that every output takes.

`load_book` reads a tree, reports every problem at once, and returns the chapters, bulletins,
methods and regulations with their provisions: number, source, shown text, the map between
the two, what each cites and what cites it.
"""

from handbook.book.editions import Edition, PrintRun, edition_book, read_editions
from handbook.book.export import book_json, dump_json
from handbook.book.load import load_book, read_book
from handbook.book.model import Book, Page, Section

__all__ = [
    "Book",
    "Edition",
    "Page",
    "PrintRun",
    "Section",
    "book_json",
    "dump_json",
    "edition_book",
    "load_book",
    "read_book",
    "read_editions",
]
