"""`handbook selfcheck merge`: many branches' files in one overview."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.cli.output import print_problems
from handbook.editions.shelf import load_sound_shelf
from handbook.messages import Language, say
from handbook.problems import InputError, Problem, problem

if TYPE_CHECKING:
    from handbook.selfcheck import Overview, Results, Standard

FORMATS = ("text", "json", "xlsx")


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The one subcommand."""
    commands = parser.add_subparsers(dest="selfcheck_command", required=True, metavar="COMMAND")
    about = say("about-selfcheck-merge", lang)
    merge = commands.add_parser("merge", help=about, description=about)
    merge.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=say("about-selfcheck-files", lang)
    )
    merge.add_argument(
        "-o", dest="output", type=Path, metavar="FILE", help=say("about-selfcheck-output", lang)
    )
    merge.add_argument("--format", choices=FORMATS, help=say("about-selfcheck-format", lang))
    merge.add_argument("--skip", action="store_true", help=say("about-selfcheck-skip", lang))


def run(options: argparse.Namespace) -> int:
    """Merge the files and print or write the overview."""
    kind = _format(options.format, options.output)
    # What reads and writes office files takes a while to import.
    from handbook.selfcheck import standard_of
    from handbook.selfcheck.overview import Gathering

    shelf = load_sound_shelf(options.root)
    standard = standard_of(shelf.latest, shelf.texts, shelf.register)
    gathering, problems = Gathering(standard), list[Problem]()
    for path in _files(options.files, problems):
        try:
            gathering.add(_read(path, standard))
        except InputError as error:
            problems += error.problems
    if problems and not options.skip:
        raise InputError(problems)
    print_problems(problems, options.lang, sys.stderr)
    if problems:
        print(say("selfcheck-skipped", options.lang, count=str(len(problems))), file=sys.stderr)
    _put(gathering.overview(), kind, options.output, options.lang)
    return 0


def _format(asked: str | None, output: Path | None) -> str:
    """What to write. Raises `InputError` where the file's name says otherwise, or nothing."""
    if output is None and asked != "xlsx":
        return asked or "text"
    name = output.name if output else "xlsx"
    ending = name.lower().rpartition(".")[2]
    if output is None or ending not in ("xlsx", "json") or asked not in (None, ending):
        raise InputError([problem("selfcheck-output", name, name=name)])
    return ending


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    """The files named, those of folders too, and of patterns where the shell left them."""
    for path in paths:
        if path.is_dir():
            found: Iterable[Path] = sorted(path.glob("*.json"))
            if not found:
                problems.append(problem("selfcheck-none", path.name))
            yield from found
        elif "*" in path.name and not path.exists():
            yield from sorted(path.parent.glob(path.name)) or [path]
        else:
            yield path


def _read(path: Path, standard: Standard) -> Results:
    from handbook.selfcheck import read_results

    results = read_results(path)
    if results.handbook != standard.handbook:
        raise InputError([problem("selfcheck-handbook", path.name, title=results.handbook)])
    return results


def _put(overview: Overview, kind: str, output: Path | None, lang: Language) -> None:
    from handbook.letters.tables import table_markdown
    from handbook.selfcheck.tables import level_counts, overview_tables, write_workbook

    if kind == "xlsx":
        data = write_workbook(overview, lang)
    elif kind == "json":
        rows = overview.as_json()
        data = (json.dumps(rows, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    else:
        counts = {level: str(count) for level, count in level_counts(overview).items()}
        parts = [say("selfcheck-sum", lang, total=str(len(overview.branches)), **counts)]
        parts += [f"## {t.title}\n\n{table_markdown(t)}" for t in overview_tables(overview, lang)]
        data = "\n\n".join(parts).encode()
    if output is None:
        print(data.decode(), end="" if kind == "json" else "\n")
        return
    draft = output.with_name(f".{output.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(output)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(
            [problem("write-failed", output.name, what=error.strerror or "")]
        ) from None
    print(say("selfcheck-written", lang, path=str(output)), file=sys.stderr)
