"""`handbook verify`."""

from __future__ import annotations

import argparse
import sys

from handbook.book import read_editions
from handbook.cli.output import print_problems
from handbook.editions import verify_edition, verify_editions
from handbook.messages import Language, say
from handbook.problems import InputError, problem


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `verify`."""
    parser.add_argument("edition", nargs="?", help=say("about-verify-edition", lang))


def run(options: argparse.Namespace) -> int:
    """Say what was touched in an edition, or in all of them; 1 if anything was."""
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
