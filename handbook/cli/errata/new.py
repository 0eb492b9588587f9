"""`handbook errata new`: one suggestion, found in its provision, as a file of its own."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from typing import Any

from handbook.book import Book
from handbook.book.rules import near_id
from handbook.cli.errata.asking import add_step_options, ask, is_asked, offices, today
from handbook.cli.errata.desk import Desk, writing_desk
from handbook.cli.errata.display import print_places, print_redlines
from handbook.cli.output import print_problems
from handbook.errata import Amendment, Entry, Erratum, plan_change
from handbook.errata.keys import ACTIONS, KINDS
from handbook.errata.life import Revision
from handbook.errata.locate import place_problem
from handbook.errata.rules import NEXT
from handbook.messages import Language, say
from handbook.problems import InputError, Problem, problem

ASKED = ("provision", "original", "corrected", "reason", "by")
"""What must be said, in the order in which it is asked for."""
_CORRECTION_ONLY = ("original", "corrected")


def add_commands(commands: Any, lang: Language) -> None:
    """`new`."""
    about = say("about-errata-new", lang)
    parser = commands.add_parser("new", help=about, description=about)
    for name in ("provision", "original", "corrected", "reason", "edition", "group"):
        help = say(f"about-new-{name}", lang)
        parser.add_argument(f"--{name}", metavar=name.upper(), help=help)
    kinds = say("about-new-kind", lang)
    parser.add_argument("--kind", choices=KINDS, default="technical", help=kinds)
    add_step_options(parser, lang)
    actions = say("about-new-action", lang)
    parser.add_argument("--action", choices=ACTIONS, help=actions)
    for name in ("after", "to", "from", "old-sha256", "new-sha256"):
        parser.add_argument(f"--{name}", default="", help=actions)
    parser.set_defaults(errata_run=run)


def run(options: argparse.Namespace) -> int:
    """Write the suggestion; print its receipt and its file."""
    _ask_for_missing(options)
    with writing_desk(options) as desk:
        erratum = _make(options, desk)
        there = desk.register.find(erratum.id)
        if there:
            state = say(f"state-{there.state}", options.lang)
            raise InputError([problem("new-exists", there.path, id=there.id, state=state)])
        if erratum.amendment is None:
            _require_place(desk, erratum)
        warnings = [*desk.save([Revision(None, erratum)]), *_effects(desk, erratum)]
    print_redlines(desk.book, [erratum], options.lang)
    print_problems(warnings, options.lang, sys.stderr)
    print(say("new-written", options.lang, id=erratum.id, path=erratum.path))
    return 0


def _ask_for_missing(options: argparse.Namespace) -> None:
    """Ask for what no option says. Raises `InputError` where there is nobody to ask."""
    amendment = options.kind == "amendment"
    names = [n for n in ASKED if not (amendment and n in _CORRECTION_ONLY)]
    names += ["action"] if amendment else []
    missing = [name for name in names if getattr(options, name) is None]
    if missing and is_asked():
        for name in missing:
            answer = ask(say(f"ask-{name}", options.lang))
            # An empty correction deletes; of all else it says nothing.
            if answer or name == "corrected":
                setattr(options, name, [answer] if name == "by" else answer)
        missing = [name for name in names if getattr(options, name) is None]
    if missing:
        named = "、".join(f"--{name}" for name in missing)
        raise InputError([problem("new-missing", "docs/errata", names=named)])


def _make(options: argparse.Namespace, desk: Desk) -> Erratum:
    edition = options.edition or NEXT
    amendment = None
    if options.kind == "amendment":
        provision = options.provision
        amendment = _amendment(options, desk)
    else:
        provision = _provision(desk.text(edition) or desk.book, options.provision)
    made = Erratum(
        id="",
        provision=provision,
        edition=edition,
        kind=options.kind,
        original=options.original if amendment is None else "",
        corrected=options.corrected if amendment is None else "",
        history=(Entry("reported", today(options), offices(options)),),
        reason=options.reason.strip(),
        group=options.group or "",
        amendment=amendment,
    )
    receipt = made.receipt
    return dataclasses.replace(made, id=receipt, path=f"docs/errata/{receipt}.md")


def _amendment(options: argparse.Namespace, desk: Desk) -> Amendment:
    """The amendment, with the hashes that the texts tell unless they are given."""
    old, new = options.old_sha256, options.new_sha256
    newest = max(desk.editions.frozen, default="")
    before = desk.text(newest) if newest else None
    if not old and before and options.action not in ("add", "rename", "move"):
        section = before.sections.get(options.provision)
        old = section.sha256 if section else ""
    if not new and options.action in ("add", "rewrite", "split", "merge"):
        section = desk.book.sections.get(options.provision)
        new = section.sha256 if section else ""
    to = tuple(options.to.replace(",", " ").split())
    sources = tuple(getattr(options, "from").replace(",", " ").split())
    made = [s.sha256 for id in to if (s := desk.book.sections.get(id))]
    known = options.action == "split" and len(made) == len(to)
    return Amendment(
        options.action, old, new, to, options.after, sources, tuple(made) if known else ()
    )


def _provision(book: Book, name: str) -> str:
    """The id of what is named by id, by label (第12条, 问3-14) or by a clause's number."""
    if name in book.sections:
        return name
    words = "".join(name.split())
    label = f"第{words}条" if words.isascii() and words.isdecimal() else words
    found = [s.id for s in book.sections.values() if "".join(s.label.split()) == label]
    if len(found) == 1:
        return found[0]
    near = near_id(name, book.sections)
    raise InputError([problem("erratum-provision", "docs/errata", id=name, near=near)])


def _require_place(desk: Desk, erratum: Erratum) -> None:
    """Raises `InputError`, the nearest texts printed, where the words are not found just once."""
    text = desk.text(erratum.edition) or desk.book
    missed = place_problem(text, erratum)
    if missed:
        section = text.sections[erratum.provision]
        print_places(section, erratum.original, desk.lang, sys.stderr)
        raise InputError([dataclasses.replace(missed, file=section.file, line=section.line)])


def _effects(desk: Desk, erratum: Erratum) -> list[Problem]:
    """What keeps the correction, once accepted, from going in: the editor had better know now."""
    if erratum.amendment or desk.missed(erratum):
        return []
    document = desk.book.page_of(erratum.provision).document
    return plan_change(document, erratum, desk.book.sections, desk.book.settings)[1]
