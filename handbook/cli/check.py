"""`handbook check`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handbook.book import Book, Edition, edition_book, read_editions
from handbook.book.rules import picture_problems
from handbook.editions.findings import edition_problems
from handbook.errata import Register, load_register
from handbook.errata.intake import check_intake
from handbook.messages import Language, say
from handbook.problems import InputError, Problem
from handbook.programme import check_distribution
from handbook.review.base import committed_bytes, extract_tree, find_base
from handbook.review.formats import FORMATS
from handbook.review.report import Report, check_tree, review
from handbook.review.tree import Tree, read_tree


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `check`."""
    parser.add_argument("--base", metavar="REF", help=say("about-base", lang))
    parser.add_argument(
        "--format", choices=list(FORMATS), default="text", help=say("about-format", lang)
    )
    parser.add_argument("--all", action="store_true", help=say("about-writing", lang))


def run(options: argparse.Namespace) -> int:
    """Print every finding, or those that a branch brings; 1 if there is any."""
    if options.base is None:
        tree = read_tree(options.root, find_problems, bytes_too=options.all)
        report = check_tree(tree, everything=options.all)
    else:
        report = check_branch(options.root, options.base, everything=options.all)
    print(FORMATS[options.format](report, options.lang), end="")
    if options.format == "text":
        _print_counts(report, options.lang)
    return 1 if report.findings else 0


def _print_counts(report: Report, lang: Language) -> None:
    counts = {"errors": str(report.errors), "warnings": str(report.warnings)}
    print(say("found" if report.findings else "found-nothing", lang, **counts), file=sys.stderr)
    if report.known:
        known = {"known": str(report.known), "base": report.base}
        print(say("found-known", lang, **known), file=sys.stderr)


def check_branch(root: Path, ref: str, everything: bool = False) -> Report:
    """What the branch at hand brings beyond a ref. Raises `InputError` for one that is not there.

    The head is the work tree as it is, with changes that are not yet committed.
    """
    base = find_base(root, ref)
    head = read_tree(root, find_problems, lambda path: committed_bytes(root, path))
    with tempfile.TemporaryDirectory(prefix="handbook-base-") as folder:
        before = _read_commit(root, base.commit, base.prefix, Path(folder) / "base")
        if before is None:  # the branch brings the handbook itself
            return check_tree(head, everything)
        tip = None
        if base.moved:
            tip = _read_commit(root, base.tip, base.prefix, Path(folder) / "tip")
        return review(before, head, tip, ref, base.prefix, everything)


def _read_commit(root: Path, commit: str, prefix: str, folder: Path) -> Tree | None:
    """The project at a commit; None where that has no handbook that can be read."""
    folder.mkdir()
    extract_tree(root, commit, prefix, folder)
    try:
        return read_tree(folder, find_problems)
    except InputError:
        return None


def find_problems(book: Book) -> tuple[Register, list[Problem]]:
    """The register, and the findings of every rule beyond the Book's own."""
    problems: list[Problem] = []
    editions = read_editions(book.root)
    texts = _Texts(book, editions)
    register, found = load_register(book, texts)
    problems += [*found, *check_intake(book.root, register.errata)]
    problems += check_distribution(book.root, editions, book.settings.edition)
    for document in (*(page.document for page in book.pages), *book.others):
        problems += picture_problems(document, book.root)
    if any(document.folder == "records" for document in book.others):
        from handbook.press.records.books import misfits  # reading a typesetter in takes a while

        problems += misfits(book)
    with contextlib.suppress(InputError):  # a frozen text that cannot be read: `texts` says why
        problems += edition_problems(book, editions, texts, register)
    return register, [*problems, *texts.problems]


class _Texts(Mapping[str, Book]):
    """The Books of frozen editions by id, oldest first; each is read when it is asked for.

    There may be fifty, and few of them are ever asked for.
    """

    def __init__(self, draft: Book, editions: Sequence[Edition]) -> None:
        self.draft = draft
        self.editions = {edition.id: edition for edition in editions}
        self.books: dict[str, Book] = {}
        self.problems: list[Problem] = []
        """Why texts could not be read: they were touched."""

    def __getitem__(self, id: str) -> Book:
        if id not in self.books:
            try:
                edition = self.editions[id]
                self.books[id] = edition_book(self.draft.root, edition, self.draft.settings)
            except InputError as error:
                self.problems += [p for p in error.problems if p not in self.problems]
                raise KeyError(id) from None
        return self.books[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.editions)

    def __len__(self) -> int:
        return len(self.editions)
