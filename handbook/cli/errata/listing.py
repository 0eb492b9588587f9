"""`handbook errata list | show`: what there is, and one erratum with all that is known of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from handbook.book import Book, Section
from handbook.cli.errata.desk import Desk, open_desk
from handbook.cli.errata.display import (
    cut,
    in_context,
    is_coloured,
    mark,
    one_line,
    pad,
    place,
    print_places,
    side,
    title,
)
from handbook.cli.output import print_problems
from handbook.errata import STATES, Erratum, errata_json, redline
from handbook.errata.register import Register
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_commands(commands: Any, lang: Language) -> None:
    """`list` and `show`."""
    about = say("about-errata-list", lang)
    parser = commands.add_parser("list", help=about, description=about)
    parser.add_argument("--state", action="append", choices=STATES, help=say("about-state", lang))
    parser.add_argument("--chapter", metavar="ID|N", help=say("about-chapter", lang))
    parser.add_argument("--reporter", metavar="TEXT", help=say("about-reporter", lang))
    parser.add_argument("--json", action="store_true", help=say("about-json", lang))
    parser.set_defaults(errata_run=run_list)
    about = say("about-errata-show", lang)
    parser = commands.add_parser("show", help=about, description=about)
    parser.add_argument("ids", nargs="+", metavar="ID", help=say("about-ids", lang))
    parser.set_defaults(errata_run=run_show)


def run_list(options: argparse.Namespace) -> int:
    """Print the errata that fit, one a line."""
    desk = open_desk(options)
    print_problems(sorted(desk.found), options.lang, sys.stderr)
    errata = list(_chosen(desk, options))
    if options.json:
        rows = errata_json(Register.of(errata), desk.book)["errata"]
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1))
        return 0
    for erratum in errata:
        print("  ".join(_row(desk, erratum)))
    if not errata:
        print(say("list-nothing", options.lang), file=sys.stderr)
    return 0


def _chosen(desk: Desk, options: argparse.Namespace) -> Iterator[Erratum]:
    heading = _heading(desk.book, options.chapter) if options.chapter else None
    for erratum in desk.register.errata:
        section = desk.book.sections.get(erratum.provision)
        above = (erratum.provision, *(section.path if section else ()))
        if (
            (not options.state or erratum.state in options.state)
            and (heading is None or heading.id in above)
            and (not options.reporter or _is_by(erratum, options.reporter))
        ):
            yield erratum


def _is_by(erratum: Erratum, words: str) -> bool:
    """Whether one of those who reported it is called so; spaces do not count."""
    wanted = "".join(words.split())
    return any(wanted in "".join(office.split()) for office in erratum.history[0].by)


def _heading(book: Book, name: str) -> Section:
    """A chapter by its number, or any heading by its id or label."""
    for section in book.sections.values():
        is_numbered = section.kind == "chapter" and str(section.number) == name
        if is_numbered or name in (section.id, section.label):
            return section
    raise InputError([problem("chapter-unknown", "docs/handbook", name=name)])


def _row(desk: Desk, erratum: Erratum) -> Iterator[str]:
    section = desk.book.sections.get(erratum.provision)
    yield pad(erratum.id, 10)
    yield pad(say(f"state-{erratum.state}", desk.lang), 12)
    yield pad(cut(section.label if section else erratum.provision, 20), 20)
    yield cut(_change(erratum), 72)


def _change(erratum: Erratum) -> str:
    if erratum.amendment:
        return f"{erratum.kind}: {erratum.amendment.action}"
    return mark(redline(erratum.original, erratum.corrected), colour=False)


def run_show(options: argparse.Namespace) -> int:
    """Print all that is known of the errata named."""
    desk = open_desk(options)
    for number, erratum in enumerate(desk.pick(options.ids)):
        if number:
            print()
        for name, value in _fields(desk, erratum):
            print(f"{pad(say(f'show-{name}', desk.lang), 10)}{value}" if name else f"  {value}")
        _show_missing(desk, erratum)
    return 0


def _fields(desk: Desk, erratum: Erratum) -> Iterator[tuple[str, str]]:
    lang, colour = desk.lang, is_coloured(sys.stdout)
    section = desk.book.sections.get(erratum.provision)
    ops, line = in_context(section, erratum)
    receipt = "" if erratum.id == erratum.receipt else f"（{erratum.receipt}）"
    kind, state = say(f"kind-{erratum.kind}", lang), say(f"state-{erratum.state}", lang)
    yield "id", f"{erratum.id}{receipt}  {kind}  {state}"
    yield "file", erratum.path
    yield "place", f"{title(desk.book, erratum)}  {place(desk.book, erratum, line)}"
    yield "edition", one_line(erratum.edition)
    change = erratum.amendment
    if change is None:
        yield "before", side(ops, 1, colour)
        yield "after", side(ops, 2, colour)
        yield "redline", mark(ops, colour)
        if erratum.original_now:
            yield "quoted", one_line(erratum.original)
    else:
        yield "action", change.action
        for key, value in (("after", change.after), ("to", "、".join(change.to)),
                           ("from", "、".join(change.sources)), ("old", change.old_sha256),
                           ("new", change.new_sha256)):  # fmt: skip
            if value:
                yield f"amendment-{key}", value
    if erratum.group:
        ids = (e.id for e in desk.register.errata if e.group == erratum.group and e != erratum)
        yield "group", f"{erratum.group}  {'、'.join(ids)}"
    same = [e.id for e in desk.register.errata if e.history[-1].of == erratum.id]
    if same:
        yield "same", "、".join(same)
    for row in erratum.reason.split("\n"):
        if row.strip():
            yield "reason", one_line(row)
    yield from _history(erratum, lang)


def _history(erratum: Erratum, lang: Language) -> Iterator[tuple[str, str]]:
    yield "history", ""
    for entry in erratum.history:
        more = "  ".join(filter(None, (entry.of, entry.edition)))
        words = [entry.date.isoformat(), say(f"state-{entry.state}", lang), "、".join(entry.by)]
        text = "  ".join(filter(None, [*words, more, entry.why]))
        yield "", one_line(text)


def _show_missing(desk: Desk, erratum: Erratum) -> None:
    """Where an open erratum's words are not found: why, and what is nearest."""
    missed = desk.missed(erratum)
    if missed:
        print_problems([missed], desk.lang, sys.stdout)
        if section := desk.book.sections.get(erratum.provision):
            print_places(section, erratum.current, desk.lang, sys.stdout)
