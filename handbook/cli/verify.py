"""`handbook verify`."""

from __future__ import annotations

import argparse
import sys

from handbook.book import read_editions
from handbook.cli.output import print_problems
from handbook.cli.preflight_report import add_preflight_arguments, report_preflight
from handbook.cli.verify_pdf import names_pdf, verify_pdf
from handbook.editions.verify import verify_edition, verify_editions
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `verify`."""
    parser.add_argument(
        "edition", nargs="?", metavar="EDITION|FILE.pdf", help=say("about-verify-edition", lang)
    )
    add_preflight_arguments(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Say what was touched in an edition, or in all of them, or what a PDF shows; 1 if anything."""
    if options.preflight:
        if options.edition is None:
            raise InputError([problem("preflight-no-name", "--preflight")])
        return report_preflight(options.edition, options)
    if options.edition is not None and names_pdf(options.edition):
        return verify_pdf(options.root, str(options.edition), options.lang)
    editions = read_editions(options.root)
    if options.edition is None:
        problems = verify_editions(options.root, editions)
    else:
        chosen = next((e for e in editions if e.id == options.edition), None)
        if chosen is None:
            known = "、".join(e.id for e in editions) or "—"
            raise InputError(
                [problem("edition-unknown", "editions", edition=options.edition, known=known)]
            )
        problems = list(verify_edition(options.root, chosen))
    print_problems(problems, options.lang, sys.stdout)
    if not problems:
        ids = options.edition or "、".join(e.id for e in editions) or "—"
        print(say("verified", options.lang, ids=ids), file=sys.stderr)
    return 1 if problems else 0
