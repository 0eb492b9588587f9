"""`handbook release`."""

from __future__ import annotations

import argparse
import datetime
import sys

from handbook.cli.errata.display import is_coloured, mark, print_redlines
from handbook.editions.balance import Balance, balance
from handbook.editions.findings import edition_problems, unaccounted
from handbook.editions.freeze import Release, plan_release, write_release
from handbook.editions.shelf import Shelf, load_shelf
from handbook.editions.verify import verify_editions
from handbook.errata.transaction import exclusive
from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.source import FOLDERS


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
    if touched := verify_editions(options.root, shelf.editions):
        raise InputError(touched)  # an account with such a text would blame the wrong one
    before = shelf.texts[shelf.editions[-1].id] if shelf.editions else None
    date = _date(options.date) or shelf.draft.settings.edition_date
    if date is None:
        raise InputError([problem("release-undated", "mkdocs.yml")])
    release, found = plan_release(shelf.draft, shelf.editions, before, options.edition, date)
    if asked := [p for p in found if p.rule.startswith("release-")]:
        raise InputError(asked)  # under another id or date the account would be another
    problems += [*found]
    problems += edition_problems(shelf.draft, shelf.editions, shelf.texts, shelf.register)
    sheet = balance(before, shelf.draft, shelf.register, options.edition) if before else Balance()
    problems += sheet.problems
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        _print_rest(sheet, options.lang)
        raise InputError(errors)
    _print_plan(shelf, release, date, sheet, options.lang)
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


def _print_rest(sheet: Balance, lang: Language) -> None:
    """Show what no erratum or amendment covers, as a redline."""
    changes = [change for change in sheet.uncovered if change.kind == "changed"]
    if changes:
        print(say("release-rest", lang, count=str(len(changes))), file=sys.stderr)
    for change in changes:
        (before, after), words = change.around, ("replace", change.old, change.new)
        ops = [("equal", before, before), words, ("equal", after, after)]
        print(f"  {change.path}:{change.line}  {change.title}", file=sys.stderr)
        print(f"    {mark(ops, is_coloured(sys.stderr))}", file=sys.stderr)


def _print_plan(
    shelf: Shelf, release: Release, date: datetime.date, sheet: Balance, lang: Language
) -> None:
    """Say all that a release will do."""
    newest = shelf.editions[-1] if shelf.editions else None
    follows = newest.title or newest.id if newest else ""
    head = "release-head" if newest else "release-head-first"
    print(say(head, lang, id=release.edition, date=date.isoformat(), before=follows))
    counts = (
        (folder, sum(name.startswith(f"docs/{folder}/") for name in release.files))
        for folder in FOLDERS
    )
    files = "、".join(f"docs/{folder} {count}" for folder, count in counts if count)
    print(say("release-files", lang, count=str(len(release.files)), files=files))
    if newest:
        count = str(len(sheet.applied))
        print(say("release-balance", lang, before=follows, count=count))
    print_redlines(shelf.draft, sheet.applied, lang)
    for key, ids in (("release-added", release.added), ("release-retired", release.retired)):
        if ids:
            print(say(key, lang, count=str(len(ids)), ids="、".join(ids)))
