"""`handbook errata notice | replies`: what is asked of departments, and what they are told."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from handbook.book import Book, load_book
from handbook.cli.errata.asking import date_option, today
from handbook.cli.errata.paper import (
    add_command,
    load_tree,
    set_pdf,
    stop_at_errors,
    write_file,
)
from handbook.errata import Register
from handbook.errata.intake.load import load_intake
from handbook.errata.ledger import Ledger, ledger_json, make_ledger
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_commands(commands: Any, lang: Language) -> None:
    """`notice` and `replies`."""
    notice = add_command(commands, "notice", run_notice, lang)
    replies = add_command(commands, "replies", run_replies, lang)
    for parser in (notice, replies):
        parser.add_argument(
            "--date", type=date_option(lang), metavar="YYYY-MM-DD", help=say("about-date", lang)
        )
        parser.add_argument("--organ", metavar="NAME", help=say("about-organ", lang))
        parser.add_argument("--number", metavar="TEXT", help=say("about-number", lang))
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help=say("about-output-dir", lang)
        )
    notice.add_argument(
        "--deadline", type=date_option(lang), metavar="YYYY-MM-DD",
        help=say("about-deadline", lang),
    )  # fmt: skip
    replies.add_argument("--pdf", action="store_true", help=say("about-letters-pdf", lang))
    replies.add_argument("--json", action="store_true", help=say("about-json", lang))


def run_notice(options: argparse.Namespace) -> int:
    """Write the notice as docx and PDF."""
    from handbook.letters import notice_letter, write_docx
    from handbook.letters.notice import ORGAN
    from handbook.press.notice import set_letters

    book = load_book(options.root)
    date = today(options)
    deadline = options.deadline or date + datetime.timedelta(days=31)
    if deadline < date:
        raise InputError([problem("deadline-early", "--deadline")])
    letter = notice_letter(
        options.root, book.settings, date, deadline, options.organ or ORGAN, options.number or ""
    )
    folder = options.output or options.root / "build" / "notice"
    overrides = options.root / "overrides" / "print"
    pdf = set_pdf(lambda: set_letters([letter], letter.title, overrides))
    write_file(options, folder / f"{letter.name}.docx", write_docx(letter))
    write_file(options, folder / f"{letter.name}.pdf", pdf)
    print(say("paper-faces", options.lang), file=sys.stderr)
    return 0


def run_replies(options: argparse.Namespace) -> int:
    """Print the ledger; with `--output` write it and the letters."""
    from handbook.letters.tables import ledger_markdown, ledger_tables, write_workbook

    book, register = load_tree(options.root, options.lang)
    intakes, problems = load_intake(options.root)
    stop_at_errors(problems, options.lang)
    ledger = make_ledger(register, intakes)
    tables = ledger_tables(ledger, book, options.lang)
    markdown = "\n".join(ledger_markdown(tables))
    if options.json:
        print(json.dumps(ledger_json(ledger), ensure_ascii=False, sort_keys=True, indent=1))
    elif options.output is None:
        print(markdown, end="")
    if options.output is None:
        return 0
    if not ledger.answered:
        raise InputError([problem("letter-nobody", "docs/errata/intake")])
    write_file(options, options.output / "ledger.md", markdown.encode())
    write_file(options, options.output / "ledger.xlsx", write_workbook(tables, ledger))
    _write_letters(options, book, register, ledger)
    return 0


def _write_letters(
    options: argparse.Namespace, book: Book, register: Register, ledger: Ledger
) -> None:
    from handbook.letters import write_docx
    from handbook.letters.notice import ORGAN
    from handbook.letters.reply import Correspondence
    from handbook.press.notice import set_letters

    post = Correspondence(
        options.root, book, register, today(options), options.organ or ORGAN, options.number or ""
    )
    letters = [post.letter(answer) for answer in ledger.answered]
    for letter in letters:
        write_file(options, options.output / "letters" / f"{letter.name}.docx", write_docx(letter))
    if options.pdf:
        overrides = options.root / "overrides" / "print"
        pdf = set_pdf(lambda: set_letters(letters, letters[0].title, overrides))
        write_file(options, options.output / "letters.pdf", pdf)
        print(say("paper-faces", options.lang), file=sys.stderr)
