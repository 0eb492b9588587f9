"""`handbook release`."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Mapping

from handbook.editions import plan_release, write_release
from handbook.editions.balance import Balance, balance
from handbook.editions.findings import edition_problems, unaccounted
from handbook.editions.shelf import load_shelf
from handbook.errata.transaction import exclusive
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `release`."""
    parser.add_argument("edition", metavar="ID", help=say("about-release-id", lang))
    parser.add_argument("--yes", action="store_true", help=say("about-release-yes", lang))
    parser.add_argument("--date", help=say("about-release-date", lang))


def run(options: argparse.Namespace) -> int:
    """Show what a release would write, and write it with `--yes`."""
    try:
        shelf, problems = load_shelf(options.root)
    except InputError as error:
        raise InputError({*error.problems, *unaccounted(options.root)}) from None
    problems += edition_problems(shelf.draft, shelf.editions, shelf.texts, shelf.register)
    before = shelf.texts[shelf.editions[-1].id] if shelf.editions else None
    date = _date(options.date) or shelf.draft.settings.edition_date
    if date is None:
        raise InputError([problem("release-undated", "mkdocs.yml")])
    release, found = plan_release(shelf.draft, shelf.editions, before, options.edition, date)
    problems += found
    sheet = balance(before, shelf.draft, shelf.register, options.edition) if before else Balance()
    problems += sheet.problems
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    _describe(options.lang, release.files, release.retired, release.added, sheet)
    if not options.yes:
        print(say("release-dry", options.lang, id=options.edition))
        return 0
    with exclusive(options.root):
        path = write_release(options.root, release)
    print(say("released", options.lang, path=path.relative_to(options.root).as_posix()))
    return 0


def _date(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError([problem("release-date", "--date", value=text)]) from None


def _describe(
    lang: Language,
    files: Mapping[str, bytes],
    retired: tuple[str, ...],
    added: tuple[str, ...],
    sheet: Balance,
) -> None:
    print(say("release-files", lang, count=str(len(files))))
    for erratum in sheet.applied:
        print(say("release-change", lang, name=erratum.name, provision=erratum.provision))
    for key, ids in (("release-added", added), ("release-retired", retired)):
        if ids:
            print(say(key, lang, count=str(len(ids)), ids="、".join(ids)))
