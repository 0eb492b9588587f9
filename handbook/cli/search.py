"""`handbook search`."""

from __future__ import annotations

import argparse
import json
import sys

from handbook.editions.shelf import Shelf, load_sound_shelf, register_of
from handbook.errata import errata_json
from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.search.editions import search_editions
from handbook.search.entries import build_index
from handbook.search.hit import Hit
from handbook.search.index import Index
from handbook.search.query import Answer
from handbook.search.rules import GROUPS


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `search`."""
    parser.add_argument("words", nargs="+", help=say("about-words", lang))
    parser.add_argument("--edition", default="next", help=say("about-search-edition", lang))
    parser.add_argument("--in", dest="group", choices=GROUPS, help=say("about-search-in", lang))
    parser.add_argument("--json", action="store_true", help=say("about-json", lang))


def run(options: argparse.Namespace) -> int:
    """Print what the site's search finds, the best first; 1 if nothing has the words."""
    words = " ".join(options.words)
    indexes = _indexes(load_sound_shelf(options.root), options.edition)
    groups = [options.group] if options.group else []
    answer = search_editions(indexes, words, groups)
    if options.json:
        rows = [hit.as_json() for hit in answer.hits]
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1))
    else:
        for line in _about(answer, words, options.lang):
            print(line, file=sys.stderr)
        titles = {index.edition: index.title for index in indexes}
        for hit in answer.hits:
            print(_lines(hit, titles, options.lang, marked=sys.stdout.isatty()))
    return 0 if answer.hits and not answer.is_partial else 1


def _indexes(shelf: Shelf, edition: str) -> list[Index]:
    """The indexes of the editions named, the newest first."""
    known = {"next": shelf.draft, "latest": shelf.latest, **shelf.texts}
    if edition == "all":
        chosen = [shelf.draft, *list(shelf.texts.values())[::-1]]
    elif edition in known:
        chosen = [known[edition]]
    else:
        names = ", ".join([*known, "all"])
        raise InputError([problem("edition-unknown", "editions", edition=edition, known=names)])
    frozen = set(map(id, shelf.texts.values()))
    indexes = []
    for book in chosen:
        own = id(book) in frozen
        register = register_of(shelf.register, book) if own else shelf.register
        indexes.append(build_index(book, errata_json(register, book, frozen=own)["errata"]))
    return indexes


def _about(answer: Answer, words: str, lang: Language) -> list[str]:
    """What was looked for, where that needs saying."""
    lines = []
    if not answer.hits or answer.is_partial:
        lines.append(say("search-nothing", lang, words=words))
    if answer.tried:
        forms = "、".join(dict.fromkeys(form.text for form in answer.tried))
        lines.append(say("search-tried", lang, forms=forms))
    if answer.elsewhere:
        lines.append(say("search-elsewhere", lang, count=str(answer.elsewhere)))
    if answer.alike:
        lines.append(say("search-alike", lang, words="、".join(answer.alike)))
    if answer.hits and answer.parts:
        parts = "".join(f"“{part}”" for part in answer.parts)
        lines.append(say("search-parts", lang, parts=parts))
    return lines


def _lines(hit: Hit, titles: dict[str, str], lang: Language, marked: bool) -> str:
    """Heading and excerpt of a hit; on a terminal what was found stands out."""
    start, end = hit.excerpt
    text = hit.entry.text
    pieces, at = [], start
    for low, high in hit.spans if marked else ():
        if start <= low and high <= end:
            pieces += [text[at:low], "\033[1;31m", text[low:high], "\033[0m"]
            at = high
    pieces.append(text[at:end])
    above = [titles[hit.edition]] if len(titles) > 1 else []
    line = f"{hit.entry.heading}  {'／'.join([*above, *hit.entry.path])}"
    if hit.also:
        line += f"（{say('search-also', lang, editions='、'.join(titles[e] for e in hit.also))}）"
    return f"{line}\n    {''.join(pieces)}"
