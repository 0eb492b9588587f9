"""`handbook`: parse the arguments, run one command, turn its outcome into an exit status."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NoReturn

from handbook import __version__
from handbook.cli.output import print_problems
from handbook.errata.transaction import replay
from handbook.messages import Language, language, say
from handbook.problems import InputError, problem
from handbook.site.swap import finish

COMMANDS = (
    "new", "build", "check", "serve", "search", "errata", "affirm", "release", "verify", "diff",
    "press", "selfcheck",
)  # fmt: skip
"""The commands; each is a module beside this one."""


class _Parser(argparse.ArgumentParser):
    """Argparse that speaks the user's language in one line."""

    lang: Language = "zh"

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{say('usage', self.lang, what=message)}\n{self.format_usage()}")


def make_parser(lang: Language, words: Collection[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of all commands; only those among `words` know their own options.

    *Why:* to import all of them takes longer than most of them run.
    """
    _Parser.lang = lang
    parser = _Parser(prog="handbook", description=say("about", lang))
    parser.add_argument(
        "-C", dest="root", type=Path, default=Path(), metavar="DIR", help=say("about-C", lang)
    )
    parser.add_argument("--lang", choices=["zh", "en"], help=say("about-lang", lang))
    parser.add_argument("--version", action="version", version=f"handbook {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        about = say(f"about-{name}", lang)
        command = commands.add_parser(name, help=about, description=about)
        if name in words:
            module = importlib.import_module(f"handbook.cli.{name}")
            module.add_arguments(command, lang)
            command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0; `check` and `verify` 1 with findings; 2 for what the user must mend; 130 if interrupted.
    Of a process of its own, whose arguments are not given, this is the end.
    """
    status = _run(arguments)
    if arguments is None:
        with contextlib.suppress(BrokenPipeError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)  # the system takes back at once what it takes long to free one by one
    return status


def _run(arguments: Sequence[str] | None) -> int:
    argv = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(_lang_option(argv))
    _use_utf8()
    # Books and registers of thousands are kept till the end: looking for cycles in them is idle.
    gc.set_threshold(2_000_000, 20, 100)
    options = make_parser(lang, argv).parse_args(argv)
    options.lang = lang
    options.root = options.root.absolute()
    try:
        if replay(options.root) | finish(options.root):
            print(say("replayed", lang), file=sys.stderr)
        status: int = options.run(options)
    except InputError as error:
        print_problems(error.problems, lang, sys.stderr)
        print(say("cannot-go-on", lang), file=sys.stderr)
        return 2
    except PermissionError as error:
        place = str(error.filename or options.root)
        print_problems([problem("no-permission", place)], lang, sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(say("interrupted", lang), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return status


def _lang_option(argv: Sequence[str]) -> str | None:
    """`--lang`, known before parsing so that the parser itself speaks it."""
    for i, word in enumerate(argv):
        if word == "--lang" and i + 1 < len(argv):
            return argv[i + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _use_utf8() -> None:
    """Print Chinese whatever the console's own encoding is (Windows, `LANG=C`)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
