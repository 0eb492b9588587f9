"""`handbook errata slip`: the sheet that is laid into copies already out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handbook.book import Book, Edition, edition_book, read_editions
from handbook.cli.errata.paper import add_command, load_tree, set_pdf, write_file
from handbook.errata.export import slip_json
from handbook.errata.issued import Printing, read_printings
from handbook.errata.slip import Slip, make_slip
from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.programme import Holder, load_distribution
from handbook.source import FOLDERS


def add_commands(commands: Any, lang: Language) -> None:
    """`slip`."""
    slip = add_command(commands, "slip", run_slip, lang)
    slip.add_argument("--edition", metavar="ID", help=say("about-slip-edition", lang))
    slip.add_argument("--printing", metavar="ID/N", help=say("about-slip-printing", lang))
    slip.add_argument(
        "--book", choices=FOLDERS, default="handbook", help=say("about-slip-book", lang)
    )
    slip.add_argument(
        "--format", choices=["A5", "A6"], default="A5", help=say("about-slip-size", lang)
    )
    slip.add_argument("--single", action="store_true", help=say("about-slip-single", lang))
    slip.add_argument("--json", action="store_true", help=say("about-slip-json", lang))
    slip.add_argument("--output", type=Path, metavar="FILE", help=say("about-output-file", lang))


def run_slip(options: argparse.Namespace) -> int:
    """Set the slip of an edition or of one of its printings."""
    draft, register = load_tree(options.root, options.lang)
    ledger = load_distribution(options.root)
    editions = read_editions(options.root)
    edition, printing = _choose(options, draft, editions)
    book = edition_book(options.root, edition, draft.settings) if edition else draft
    # What went into an edition or into one before it is in its text.
    before = [each.id for each in editions[: editions.index(edition) + 1]] if edition else None
    slip = make_slip(book, register, options.book, before, printing)
    holders = (
        ledger.holders(printing.name, options.book)
        if ledger is not None and printing is not None
        else ()
    )
    if options.json:
        data = slip_json(slip, book.settings.edition) | {
            "holders": [vars(each) for each in holders]
        }
        print(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1))
        return 0
    if slip.amendments:
        print(say("slip-amendments", options.lang, count=str(slip.amendments)), file=sys.stderr)
    if printing is not None and not slip.rows:
        print(say("slip-current", options.lang, printing=printing.name))
        return 0
    if not slip.rows:
        raise InputError(
            [problem("slip-nothing", "docs/errata", edition=book.settings.edition_name)]
        )
    if not slip.by_page:
        print(say("slip-by-clause", options.lang), file=sys.stderr)
    elif slip.unplaced:
        print(say("slip-unplaced", options.lang, count=str(slip.unplaced)), file=sys.stderr)
    from handbook.press.slip import set_slip

    overrides = options.root / "overrides" / "print"
    pdf = set_pdf(lambda: set_slip(slip, book.settings, options.format, options.single, overrides))
    run = f"-{printing.run.id}" if printing else ""
    own = options.root / "press" / book.settings.edition
    name = f"{options.book}{run}-errata-{options.format}.pdf"
    write_file(options, options.output or own / name, pdf)
    if printing is not None:
        _print_extent(slip, printing, options)
        if ledger is not None:
            _print_holders(holders, printing, options)
    return 0


def _print_extent(slip: Slip, printing: Printing, options: argparse.Namespace) -> None:
    """How many errata on how many leaves of its copies."""
    blanks = {
        "printing": printing.name,
        "errata": str(len(slip.errata)),
        "rows": str(len(slip.rows)),
        "leaves": str(slip.leaves),
    }
    print(say("slip-extent" if slip.by_page else "slip-extent-clauses", options.lang, **blanks))


def _print_holders(
    holders: Sequence[Holder], printing: Printing, options: argparse.Namespace
) -> None:
    """Whom to send the slip: a line a department, parted by tabs for a table."""
    blanks = {
        "printing": printing.name,
        "units": str(len(holders)),
        "copies": str(sum(holder.copies for holder in holders)),
    }
    print(say("slip-to" if holders else "slip-to-nobody", options.lang, **blanks))
    for holder in holders:
        print(f"{holder.unit}\t{holder.copies}")


def _choose(
    options: argparse.Namespace, draft: Book, editions: Sequence[Edition]
) -> tuple[Edition | None, Printing | None]:
    """The edition and the printing that the options name; no edition is the draft."""
    by_id = {edition.id: edition for edition in editions}
    issued = read_printings(options.root, editions, options.book)
    printings = {printing.name: printing for printing in issued}
    name = options.edition
    if options.printing:
        chosen = printings.get(options.printing)
        if chosen is None or name not in (None, chosen.edition.id):
            known = "、".join(printings) or "—"
            raise InputError(
                [problem("printing-unknown", "editions", printing=options.printing, known=known)]
            )
        return chosen.edition, chosen
    if name is None and editions:
        name = editions[-1].id
    if name in (None, "next") or (name == draft.settings.edition and name not in by_id):
        return None, None
    if name not in by_id:
        known = "、".join([*by_id, draft.settings.edition])
        raise InputError([problem("edition-unknown", "editions", edition=name, known=known)])
    mapped = [p for p in printings.values() if p.edition.id == name and p.lines]
    # A book that no print run is known of goes by its numbers.
    return by_id[name], mapped[-1] if mapped else None
