"""`handbook search`."""

from __future__ import annotations

import argparse
import json

from handbook.book import load_book
from handbook.messages import Language, say
from handbook.search import build_index, search


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `search`."""
    parser.add_argument("words", nargs="+", help=say("about-words", lang))
    parser.add_argument("--json", action="store_true", help=say("about-json", lang))
