"""`handbook diff`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from handbook.cli.output import print_problems
from handbook.cli.redline_text import redline_text
from handbook.editions.compare import compare
from handbook.editions.entries import Comparison, folders_of
from handbook.editions.texts import open_texts
from handbook.messages import Language, say
from handbook.problems import InputError, problem

Write = Callable[[Comparison, argparse.Namespace], bytes]


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `diff`."""
    parser.add_argument("old", metavar="OLD", help=say("about-diff-text", lang))
    parser.add_argument("new", metavar="NEW", help=say("about-diff-text", lang))
    parser.add_argument(
        "--format", choices=list(FORMATS), default="text", help=say("about-format", lang)
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=say("about-diff-output", lang))
    parser.add_argument("--all", action="store_true", help=say("about-diff-all", lang))


def run(options: argparse.Namespace) -> int:
    """Print or write what changed from one text to another."""
    if options.format == "pdf" and options.output is None and sys.stdout.isatty():
        raise InputError([problem("diff-output", "--output")])
    old, new, window, problems = open_texts(options.root, options.old, options.new)
    print_problems(problems, options.lang, sys.stderr)  # such a file is the cause of nothing
    result = compare(old, new, window, folders_of(options.all))
    data = FORMATS[options.format](result, options)
    if options.output is not None:
        _replace(options.output, data)
        print(say("diff-written", options.lang, path=str(options.output)), file=sys.stderr)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return 0


def _text(result: Comparison, options: argparse.Namespace) -> bytes:
    plain = bool(options.output) or not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return redline_text(result, options.lang, coloured=not plain).encode()


def _html(result: Comparison, options: argparse.Namespace) -> bytes:
    from handbook.site.redline import redline_document

    return redline_document(result, options.root).encode()


def _pdf(result: Comparison, options: argparse.Namespace) -> bytes:
    from handbook.press.comparison import set_comparison

    return set_comparison(result, options.root)


def _json(result: Comparison, options: argparse.Namespace) -> bytes:
    text = json.dumps(result.as_json(), ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


FORMATS: Mapping[str, Write] = {"text": _text, "html": _html, "pdf": _pdf, "json": _json}


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises `InputError` where the disk refuses."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # A temporary file is its maker's alone; this one is meant to be read.
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("write-failed", str(path), what=what)]) from None
