"""What commands on errata ask for, by option or on a terminal."""

from __future__ import annotations

import argparse
import datetime
import re
import sys

from handbook.messages import Language, say
from handbook.problems import InputError, problem

OFFICE = "编辑部"
"""Who takes a step, unless `--by` says otherwise."""
_BETWEEN = re.compile(r"[、，,；;]")


def add_step_options(parser: argparse.ArgumentParser, lang: Language) -> None:
    """Who takes a step, when, and why."""
    parser.add_argument("--by", action="append", metavar="OFFICE", help=say("about-by", lang))
    parser.add_argument(
        "--date", type=date_option(lang), metavar="YYYY-MM-DD", help=say("about-date", lang)
    )


def date_option(lang: Language):  # type: ignore[no-untyped-def]
    """A type for argparse: a date, or a sentence on how to write one."""

    def parse(text: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            what = say("option-date", lang, text=text)
            raise argparse.ArgumentTypeError(what) from None

    return parse


def offices(options: argparse.Namespace) -> tuple[str, ...]:
    """Everybody that `--by` names, each once, in order."""
    named = [part.strip() for text in options.by or () for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(filter(None, named))) or (OFFICE,)


def today(options: argparse.Namespace) -> datetime.date:
    """The date of a step: `--date`, or today."""
    return options.date or datetime.date.today()


def is_asked() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def ask(question: str) -> str:
    """What somebody at the terminal answers; empty where the input ends."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def confirm(key: str, options: argparse.Namespace) -> bool:
    """Whether the editor agrees. Raises `InputError` where neither `--yes` nor anybody says."""
    if options.yes:
        return True
    if not is_asked():
        raise InputError([problem("confirm-nobody", "docs/errata")])
    return ask(say(key, options.lang)).lower() in ("y", "yes", "是")
