"""`handbook search`."""

from __future__ import annotations

import argparse
import json
import sys

from handbook.book import load_book
from handbook.messages import Language, say
from handbook.search import Hit, build_index, search


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `search`."""
    parser.add_argument("words", nargs="+", help=say("about-words", lang))
    parser.add_argument("--json", action="store_true", help=say("about-json", lang))


def run(options: argparse.Namespace) -> int:
    """Print what the site's search finds, the best first; 1 if that is nothing."""
    book = load_book(options.root)
    hits = search(build_index(book), " ".join(options.words))
    if options.json:
        rows = [hit.as_json(book.settings.edition) for hit in hits]
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1))
    elif hits:
        for hit in hits:
            print(_line(hit, marked=sys.stdout.isatty()))
    else:
        print(say("search-nothing", options.lang, words=" ".join(options.words)), file=sys.stderr)
    return 0 if hits else 1


def _line(hit: Hit, marked: bool) -> str:
    """Heading and excerpt of a hit; on a terminal what was found stands out."""
    start, end = hit.excerpt
    text = hit.entry.text
    pieces, at = [], start
    for low, high in hit.spans if marked else ():
        if start <= low and high <= end:
            pieces += [text[at:low], "\033[1;31m", text[low:high], "\033[0m"]
            at = high
    pieces.append(text[at:end])
    return f"{hit.entry.heading}  {'／'.join(hit.entry.path)}\n    {''.join(pieces)}"
