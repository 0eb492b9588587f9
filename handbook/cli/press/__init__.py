"""`handbook press`: the press pack of a printing, and its confirmation."""

from __future__ import annotations

import argparse
import dataclasses

from handbook.cli.output import Progress
from handbook.cli.press.confirm import check_confirmable, confirm, note_dropped
from handbook.cli.press.report import report
from handbook.cli.press.request import find_edition, find_volume, read_run
from handbook.editions.shelf import load_sound_shelf
from handbook.errata.transaction import exclusive
from handbook.messages import Language, say
from handbook.programme import load_distribution


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `press`."""
    parser.add_argument("edition", metavar="EDITION", help=say("about-press-edition", lang))
    parser.add_argument("--book", default="handbook", help=say("about-press-book", lang))
    parser.add_argument("--printing", metavar="N", help=say("about-press-printing", lang))
    parser.add_argument("--errata", nargs="+", metavar="ID", help=say("about-press-errata", lang))
    parser.add_argument("--copies", metavar="N", help=say("about-press-copies", lang))
    parser.add_argument("--date", metavar="YYYY-MM-DD", help=say("about-press-date", lang))
    parser.add_argument("--confirm", action="store_true", help=say("about-press-confirm", lang))


def run(options: argparse.Namespace) -> int:
    """Make the pack and write it, or confirm the one that is there; 1 where it has an error."""
    from handbook.press.changes import edition_changes
    from handbook.press.job import Delivery
    from handbook.press.pack import make_pack, pack_path, write_pack
    from handbook.press.printing import choose_errata, printing_book

    progress = Progress(options.lang)
    progress("step-load")
    shelf = load_sound_shelf(options.root)
    edition = find_edition(options.edition, shelf)
    frozen = shelf.texts[edition.id]
    volume = find_volume(options.book, frozen)
    wanted = read_run(options, edition, volume)
    errata = choose_errata(shelf.register, frozen, volume.folder, wanted.errata)
    wanted = dataclasses.replace(wanted, errata=tuple(e.id for e in errata))
    if options.confirm:
        check_confirmable(edition, volume, wanted)
    note_dropped(edition, volume, wanted, options.lang)
    book = printing_book(frozen, errata)
    ledger = load_distribution(options.root)
    holders = ledger.holders(f"{edition.id}/{wanted.printing}", volume.folder) if ledger else ()
    if ledger and not holders and volume.is_record:
        holders = ledger.holders("", volume.folder)
    deliveries = [Delivery(holder.unit, holder.copies) for holder in holders]
    progress("press-step-set")
    changes = edition_changes(shelf, edition.id)
    pack = make_pack(book, volume, wanted, options.root, changes, deliveries)
    if not report(pack, book, options.lang):
        return 1
    place = pack_path(edition.id, volume, wanted.printing)
    with exclusive(options.root):
        folder = options.root / place
        if options.confirm:
            confirm(options, edition, volume, book, wanted, pack, folder)
        if not options.confirm or not folder.is_dir():  # what was sent to the press stays as it is
            write_pack(options.root, place, pack)
    print(say("press-written", options.lang, path=place))
    return 0
