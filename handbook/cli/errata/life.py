"""`handbook errata accept | hold | reject | withdraw | duplicate`: one step for several errata."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from handbook.cli.errata.asking import add_step_options, ask, is_asked, offices, today
from handbook.cli.errata.desk import Desk, writing_desk
from handbook.cli.errata.display import print_redlines
from handbook.cli.output import print_problems
from handbook.errata.incorporate import reopen
from handbook.errata.life import Revision, take_steps
from handbook.errata.model import Entry, Erratum, State
from handbook.errata.plan import Plan
from handbook.messages import Language, say
from handbook.problems import InputError, problem

STEPS: dict[str, State] = {
    "accept": "accepted",
    "hold": "held",
    "reject": "rejected",
    "withdraw": "withdrawn",
    "duplicate": "duplicate",
}


def add_commands(commands: Any, lang: Language) -> None:
    """The commands that take a step."""
    for name in STEPS:
        about = say(f"about-errata-{name}", lang)
        parser = commands.add_parser(name, help=about, description=about)
        parser.add_argument("ids", nargs="+", metavar="ID", help=say("about-ids", lang))
        parser.add_argument("--why", default="", metavar="TEXT", help=say("about-why", lang))
        add_step_options(parser, lang)
        if name == "reject":
            parser.add_argument("--duplicate-of", metavar="ID", help=say("about-of", lang))
        if name == "duplicate":
            of = say("about-of", lang)
            parser.add_argument("--of", dest="duplicate_of", required=True, metavar="ID", help=of)
        parser.set_defaults(errata_run=run, step=name)


def run(options: argparse.Namespace) -> int:
    """Take the step for all errata named, or for none."""
    with writing_desk(options) as desk:
        errata = desk.pick(options.ids)
        entry = _entry(options, desk)
        again = [e for e in errata if (e.state, entry.state) == ("incorporated", "accepted")]
        taken_out, problems = reopen(desk.book, desk.register, again, entry)
        rest = [e for e in errata if e not in again]
        revisions, found = take_steps(desk.register, rest, entry, desk.names())
        if problems or found:
            raise InputError([*problems, *found])
        if again:
            print_redlines(desk.book, again, options.lang)
        revisions += taken_out.revisions
        _save(desk, revisions, taken_out.plan)
    note_groups(desk, errata)
    return 0


def _entry(options: argparse.Namespace, desk: Desk) -> Entry:
    state = STEPS[options.step]
    of = getattr(options, "duplicate_of", None)
    if of:
        state, of = "duplicate", desk.pick([of])[0].id
    why = " ".join(options.why.split())
    if state == "rejected" and not why:  # whoever asked is owed an answer
        why = ask(say("ask-why", options.lang)) if is_asked() else ""
        if not why:
            raise InputError([problem("why-missing", "docs/errata")])
    return Entry(state, today(options), offices(options), why=why, of=of or "")


def _save(desk: Desk, revisions: Sequence[Revision], plan: Plan) -> None:
    warnings = desk.save(revisions, plan)
    print_revisions(revisions, desk.lang)
    print_problems(warnings, desk.lang, sys.stderr)


def print_revisions(revisions: Iterable[Revision], lang: Language) -> None:
    """Where each erratum stands now, and under which name."""
    for revision in revisions:
        before, after = revision.before, revision.after
        state = say(f"state-{after.state}", lang)
        was = f"  ← {before.id}" if before and revision.renamed else ""
        print(f"{after.id}  {state}  {after.path}{was}")


def note_groups(desk: Desk, errata: Iterable[Erratum]) -> None:
    """Say so where errata of one matter are no longer in one state."""
    groups = {erratum.group for erratum in errata if erratum.group}
    for group in sorted(groups):
        members = [e for e in desk.register.errata if e.group == group]
        if len({e.state for e in members}) > 1:
            ids = "、".join(f"{e.id} {say(f'state-{e.state}', desk.lang)}" for e in members)
            print(say("group-apart", desk.lang, group=group, ids=ids), file=sys.stderr)
