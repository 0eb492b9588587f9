"""`handbook serve`."""

from __future__ import annotations

import argparse

from handbook.messages import Language, say
from handbook.source import load_settings


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `serve`."""
    parser.add_argument("--address", default="127.0.0.1:8000", help=say("about-address", lang))


def run(options: argparse.Namespace) -> int:
    """Show the draft and reload it at every change, until interrupted."""
    load_settings(options.root)
    from mkdocs.commands.serve import serve

    serve(str(options.root / "mkdocs.yml"), dev_addr=options.address)
    return 0
