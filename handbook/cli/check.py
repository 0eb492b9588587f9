"""`handbook check`."""

from __future__ import annotations

import argparse
import json
import sys

from handbook.book import read_book
from handbook.cli.output import print_problems
from handbook.errata import load_register
from handbook.messages import Language, say


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `check`."""
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help=say("about-format", lang)
    )


def run(options: argparse.Namespace) -> int:
    """Print every finding on the sources; 1 if there is any."""
    book, problems = read_book(options.root)
    _, found = load_register(book)
    problems = sorted({*problems, *found})
    if options.format == "json":
        rows = [p.as_json(options.lang) for p in problems]
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1))
        return 1 if problems else 0
    print_problems(problems, options.lang, sys.stdout)
    errors = sum(p.severity == "error" for p in problems)
    if problems:
        counts = {"errors": str(errors), "warnings": str(len(problems) - errors)}
        print(say("found", options.lang, **counts), file=sys.stderr)
        return 1
    print(say("found-nothing", options.lang), file=sys.stderr)
    return 0
