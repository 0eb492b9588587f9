"""`handbook errata apply | rebase`: corrections into the text, and errata after the text."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from handbook.cli.errata.asking import add_step_options, confirm, offices, today
from handbook.cli.errata.desk import Desk, writing_desk
from handbook.cli.errata.display import (
    is_coloured,
    mark,
    place,
    print_places,
    print_redlines,
    title,
)
from handbook.cli.errata.life import note_groups, print_revisions
from handbook.cli.output import print_problems
from handbook.errata import Entry, Erratum, redline
from handbook.errata.incorporate import incorporate, take_nearest
from handbook.errata.life import Revision
from handbook.errata.model import LIVE
from handbook.errata.rebase import is_stale, propose
from handbook.errata.renamed import newest_id, renames, repoint
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_commands(commands: Any, lang: Language) -> None:
    """`apply` and `rebase`."""
    about = say("about-errata-apply", lang)
    parser = commands.add_parser("apply", help=about, description=about)
    parser.add_argument("ids", nargs="*", metavar="ID", help=say("about-ids", lang))
    parser.add_argument("--accepted", action="store_true", help=say("about-accepted", lang))
    parser.add_argument("--nearest", action="store_true", help=say("about-nearest", lang))
    parser.add_argument("--edition", metavar="ID", help=say("about-edition", lang))
    add_step_options(parser, lang)
    _add_yes(parser, lang)
    parser.set_defaults(errata_run=run_apply)
    about = say("about-errata-rebase", lang)
    parser = commands.add_parser("rebase", help=about, description=about)
    parser.add_argument("ids", nargs="*", metavar="ID", help=say("about-ids", lang))
    parser.add_argument("--all", action="store_true", help=say("about-all", lang))
    _add_yes(parser, lang)
    parser.set_defaults(errata_run=run_rebase)


def _add_yes(parser: argparse.ArgumentParser, lang: Language) -> None:
    parser.add_argument("--yes", action="store_true", help=say("about-yes", lang))
    parser.add_argument("--dry-run", action="store_true", help=say("about-dry-run", lang))


def run_apply(options: argparse.Namespace) -> int:
    """Show what changes, then change text and register, or neither."""
    _require_choice(options, options.accepted, "--accepted")
    with writing_desk(options, strict=True) as desk:
        errata = _chosen(options, desk)
        if not errata:
            print(say("apply-nothing", options.lang), file=sys.stderr)
            return 0
        guessed: list[Erratum] = []
        if options.nearest:
            errata, guessed = _with_nearest(desk, errata)
        edition = options.edition or desk.book.settings.edition
        entry = Entry("incorporated", today(options), offices(options), edition=edition)
        made, problems = incorporate(desk.book, desk.register, errata, entry, desk.editions.frozen)
        if problems:
            raise InputError(problems)
        print_redlines(desk.book, errata, options.lang)
        _note_guesses(guessed, options.lang)
        if options.dry_run or (guessed and not confirm("ask-nearest", options)):
            print(say("nothing-written", options.lang), file=sys.stderr)
            return 0
        warnings = desk.save(made.revisions, made.plan)
        print_revisions(made.revisions, options.lang)
        print_problems(warnings, options.lang, sys.stderr)
        note_groups(desk, errata)
    return 0


def _require_choice(options: argparse.Namespace, all: bool, option: str) -> None:
    if bool(options.ids) == all:
        raise InputError([problem("errata-which", "docs/errata", option=option)])


def _chosen(options: argparse.Namespace, desk: Desk) -> list[Erratum]:
    """The errata to apply, in the register's order: that is the order they are replayed in."""
    if options.accepted:
        # A file that cannot be read may be one of them: all or nothing.
        errors = [p for p in desk.found if p.severity == "error"]
        if errors:
            raise InputError(errors)
        return list(desk.register.in_state("accepted"))
    named = {erratum.id for erratum in desk.pick(options.ids)}
    return [erratum for erratum in desk.register.errata if erratum.id in named]


def _with_nearest(desk: Desk, errata: Sequence[Erratum]) -> tuple[list[Erratum], list[Erratum]]:
    """The errata, those that are not found with the nearest text; and those by themselves."""
    taken = {}
    for erratum in errata:
        if desk.missed(erratum):
            near = take_nearest(desk.book, erratum)
            if near:
                taken[erratum.id] = near
            elif section := desk.book.sections.get(erratum.provision):
                print_places(section, erratum.current, desk.lang, sys.stderr)
    return [taken.get(erratum.id, erratum) for erratum in errata], list(taken.values())


def _note_guesses(errata: Sequence[Erratum], lang: Language) -> None:
    for erratum in errata:
        ops = redline(erratum.original, erratum.current)
        marked = mark(ops, is_coloured(sys.stdout))
        print(f"{erratum.id}  {say('took-nearest', lang, text=marked)}")


def run_rebase(options: argparse.Namespace) -> int:
    """Show what stale errata's originals read today, and write it."""
    _require_choice(options, options.all, "--all")
    with writing_desk(options) as desk:
        picked = desk.register.in_state(*LIVE) if options.all else desk.pick(options.ids)
        _require_live(picked)
        renamed = renames(desk.register.errata)
        stale = [e for e in picked if is_stale(desk.book, e) or _moved(desk, e, renamed)]
        if not stale:
            print(say("rebase-nothing", options.lang), file=sys.stderr)
            return 0
        revisions, status = _proposals(desk, stale, renamed)
        if not revisions:
            return status
        if options.dry_run or not confirm("ask-rebase", options):
            print(say("nothing-written", options.lang), file=sys.stderr)
            return status
        warnings = desk.save(revisions)
        print_revisions(revisions, options.lang)
        print_problems(warnings, options.lang, sys.stderr)
    return status


def _moved(desk: Desk, erratum: Erratum, renamed: Mapping[str, str]) -> str:
    """The id that an erratum's provision has by now, where the text has its own no more."""
    now = newest_id(erratum.provision, renamed)
    sections = desk.book.sections
    return now if erratum.provision not in sections and now in sections else ""


def _require_live(errata: Sequence[Erratum]) -> None:
    settled = [e for e in errata if e.state not in LIVE]
    if settled:
        raise InputError(problem("rebase-settled", e.path, state=e.state) for e in settled)


def _proposals(
    desk: Desk, errata: Sequence[Erratum], renamed: Mapping[str, str]
) -> tuple[list[Revision], int]:
    """Print what each should say; 1 where there is one that an editor must mend by hand."""
    revisions: list[Revision] = []
    texts, status = desk.texts(errata), 0
    for before in errata:
        erratum = before
        now = _moved(desk, before, renamed)
        if now:
            erratum = repoint(before, now)
        print(f"{erratum.id}  {title(desk.book, erratum)}  {place(desk.book, erratum, None)}")
        if now:
            values = {"then": before.provision, "now": now}
            print(f"    {say('rebased-provision', desk.lang, **values)}")
            if not is_stale(desk.book, erratum):
                revisions.append(Revision(before, erratum))
                continue
        proposal, problems = propose(desk.book, desk.register, texts, erratum)
        if proposal is None:
            print_problems(problems, desk.lang, sys.stdout)
            status = 1
            continue
        ops = redline(erratum.original, proposal.found)
        print(f"    {say('rebased', desk.lang, text=mark(ops, is_coloured(sys.stdout)))}")
        after = dataclasses.replace(erratum, original_now=proposal.now)
        revisions.append(Revision(before, after))
    return revisions, status
