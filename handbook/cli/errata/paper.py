"""Set and write papers: what all commands that put out files for paper share."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from handbook.book import Book, load_book
from handbook.cli.output import print_problems
from handbook.errata import Register, load_register
from handbook.messages import Language, say
from handbook.problems import InputError, Problem, problem


def add_command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], lang: Language
) -> argparse.ArgumentParser:
    """A subcommand with its sentence and what it runs."""
    about = say(f"about-errata-{name}", lang)
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(errata_run=run)
    return parser


def load_tree(root: Path, lang: Language) -> tuple[Book, Register]:
    """The working text and the register. Raises `InputError` with their errors."""
    book = load_book(root)
    register, problems = load_register(book)
    stop_at_errors(problems, lang)
    return book, register


def stop_at_errors(problems: Iterable[Problem], lang: Language) -> None:
    """Errors end the command; what is only to be warned of is said."""
    problems = list(problems)
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    print_problems(problems, lang, sys.stderr)


def set_pdf(work: Callable[[], bytes]) -> bytes:
    """Set a PDF; what the user can mend comes as a finding."""
    from handbook.press.sentences import template_problem
    from handbook.press.typeset import MissingGlyphError, TemplateError

    try:
        return work()
    except MissingGlyphError as error:
        codes = " ".join(f"U+{ord(char):04X}" for char in error.text)
        found = problem("print-glyph", "docs/errata", text=error.text, code=codes)
        raise InputError([found]) from None
    except TemplateError as error:
        raise InputError([template_problem("overrides/print", str(error))]) from None


def write_file(options: argparse.Namespace, path: Path, data: bytes) -> None:
    """Write a file, so that it is either the old one or the new, and say where it is."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("paper-unwritable", str(path), what=what)]) from None
    print(say("paper-written", options.lang, path=str(path)))
