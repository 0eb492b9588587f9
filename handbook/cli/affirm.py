"""`handbook affirm`."""

from __future__ import annotations

import argparse

from handbook.book import Book, load_book, read_editions
from handbook.book.rules import near_id
from handbook.editions.affirm import affirm, affirmable
from handbook.errata.raw import splice_text
from handbook.errata.transaction import Write, commit, exclusive
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `affirm`."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=say("about-affirm-ids", lang))
    parser.add_argument("--edition", help=say("about-affirm-edition", lang))


def run(options: argparse.Namespace) -> int:
    """Write that the answers still hold under the edition at hand."""
    book = load_book(options.root)
    edition = options.edition or book.settings.edition
    known = dict.fromkeys([*(e.id for e in read_editions(options.root)), book.settings.edition])
    if edition not in known:
        names = "、".join(known)
        raise InputError([problem("affirm-edition", "--edition", edition=edition, known=names)])
    unknown = [id for id in options.ids if not affirmable(book, id)]
    if unknown:
        answers = [id for id in book.sections if affirmable(book, id)]
        raise InputError(
            problem("affirm-unknown", "docs", id=id, near=near_id(id, answers)) for id in unknown
        )
    with exclusive(options.root):
        commit(options.root, list(_writes(book, options.ids, edition)))
    for id in options.ids:
        section = book.sections[id]
        named = section.label != section.title
        label = f"{section.label} {section.title}" if named else section.title
        print(say("affirmed", options.lang, label=label, edition=edition))
    return 0


def _writes(book: Book, ids: list[str], edition: str) -> list[Write]:
    by_page: dict[str, list[str]] = {}
    for id in ids:
        by_page.setdefault(book.page_of(id).document.path, []).append(id)
    writes = []
    for page in book.pages:
        document = page.document
        if document.path not in by_page:
            continue
        new = affirm(document, tuple(by_page[document.path]), page.head.id, edition)
        # Front matter alone changes: what follows it stays, byte for byte.
        tail = len(document.text) - document.body_start
        before = (book.root / document.path).read_bytes()
        old_head, new_head = document.text[:-tail], new[: len(new) - tail]
        splice = splice_text(before, 0, old_head, new_head)
        after = splice.apply(before) if splice else new.encode()
        writes.append(Write(document.path, before, after))
    return writes
