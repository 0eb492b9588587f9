"""`handbook errata import | template`: what departments send, and the form to send it in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook.book import load_book, read_editions
from handbook.cli.errata.asking import date_option, today
from handbook.cli.errata.desk import Desk, open_desk
from handbook.errata import erratum_text
from handbook.errata.intake import Inquiry, Reply, intake_text, load_intake
from handbook.errata.revise import revise_file
from handbook.errata.transaction import Write, commit, exclusive
from handbook.messages import Language, say
from handbook.problems import InputError, problem

if TYPE_CHECKING:  # what reads office files is loaded by the commands that do
    from handbook.errata.intake.bring_in import Intaking
    from handbook.errata.intake.report import Report


def add_commands(commands: Any, lang: Language) -> None:
    """`import` and `template`."""
    about = say("about-errata-import", lang)
    parser = commands.add_parser("import", help=about, description=about)
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=say("about-import-files", lang)
    )
    parser.add_argument("--edition", metavar="ID", help=say("about-import-edition", lang))
    parser.add_argument("--unit", default="", metavar="UNIT", help=say("about-import-unit", lang))
    parser.add_argument(
        "--date", type=date_option(lang), metavar="YYYY-MM-DD", help=say("about-date", lang)
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help=say("about-import-report", lang)
    )
    parser.add_argument("--json", action="store_true", help=say("about-json", lang))
    parser.add_argument("--dry-run", action="store_true", help=say("about-dry-run", lang))
    parser.set_defaults(errata_run=run_import)
    about = say("about-errata-template", lang)
    parser = commands.add_parser("template", help=about, description=about)
    parser.add_argument("dir", type=Path, metavar="DIR", help=say("about-template-dir", lang))
    parser.set_defaults(errata_run=run_template)


def run_import(options: argparse.Namespace) -> int:
    """Bring the files in, all of them or none; print what became of each row."""
    from handbook.errata.intake.bring_in import Intaking
    from handbook.errata.intake.read import read_reply
    from handbook.errata.intake.report import Report
    from handbook.errata.intake.texts import Texts

    if options.report and options.report.suffix.lower() not in (".csv", ".xlsx"):
        raise InputError([problem("import-report", options.report.name)])
    sources = [read_reply(path, options.unit) for path in options.files]
    with exclusive(options.root):
        desk = open_desk(options, strict=True)
        intakes, broken = load_intake(options.root)
        errors = [p for p in (*desk.found, *broken) if p.severity == "error"]
        if errors:
            raise InputError(errors)
        texts = Texts(desk.book, read_editions(options.root))
        asked = [u for each in intakes if isinstance(each, Inquiry) for u in each.asked]
        edition = options.edition or ""
        intaking = Intaking(texts, desk.register, today(options), edition, asked)
        known = {each.sha256: each for each in intakes if isinstance(each, Reply)}
        replies: list[tuple[Reply | None, Reply]] = []
        reports = []
        for source in sources:
            before = known.get(source.sha256)
            reply = intaking.bring_in(source, before)
            known[source.sha256] = reply
            replies.append((before, reply))
            sections = texts.get(reply.edition).book.sections
            reports.append(Report(source, reply, sections))
        if not options.dry_run:
            commit(options.root, _writes(desk, intaking, replies))
    _print(reports, intaking, options)
    return 0


def _writes(
    desk: Desk, intaking: Intaking, replies: Sequence[tuple[Reply | None, Reply]]
) -> Iterator[Write]:
    """The new errata, those that more units stand by, and the account of every file."""
    for erratum in intaking.new.values():
        yield Write(erratum.path, None, erratum_text(erratum).encode())
    for id, erratum in intaking.changed.items():
        path = desk.register.by_id[id].path
        text = (desk.root / path).read_bytes()
        yield Write(path, text, revise_file(text, erratum)[0])
    # A file may be named twice on the command line: the first before counts, and the last after.
    first = {reply.path: before for before, reply in reversed(replies)}
    last = {reply.path: reply for _, reply in replies}
    for path, reply in last.items():
        old = (desk.root / path).read_bytes() if first[path] else None
        yield Write(path, old, old if first[path] == reply else intake_text(reply).encode())


def _print(reports: Sequence[Report], intaking: Intaking, options: argparse.Namespace) -> None:
    from handbook.errata.intake.report import report_csv, report_xlsx

    lang: Language = options.lang
    if options.report:
        table = report_xlsx if options.report.suffix.lower() == ".xlsx" else report_csv
        options.report.write_bytes(table(reports, lang))
    if options.json:
        data = {"format": 1, "files": [report.as_json() for report in reports]}
        print(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1))
    else:
        for report in reports:
            print("\n".join(report.lines(lang)))
    joined = sum(report.counts["joined"] for report in reports)
    counts = {"new": str(len(intaking.new)), "joined": str(joined)}
    print(say("import-done", lang, **counts), file=sys.stderr)
    if options.dry_run:
        print(say("nothing-written", lang), file=sys.stderr)


def run_template(options: argparse.Namespace) -> int:
    """Write the form as xlsx and docx; print where."""
    from handbook.errata.intake.template import NAME
    from handbook.errata.intake.template_sheet import template_xlsx
    from handbook.errata.intake.template_word import template_docx

    book = load_book(options.root)
    options.dir.mkdir(parents=True, exist_ok=True)
    for ending, data in (("xlsx", template_xlsx(book)), ("docx", template_docx(book))):
        path = options.dir / f"{NAME}.{ending}"
        path.write_bytes(data)
        print(path)
    return 0
