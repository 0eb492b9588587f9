"""`handbook errata from-change`: the erratum for a change that is in the text already."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.book import edition_book, read_editions
from handbook.cli.errata.asking import add_step_options, offices, today
from handbook.errata import Erratum, Register, erratum_text
from handbook.errata.locate import occurrences
from handbook.errata.model import free_number
from handbook.errata.transaction import Write, commit, exclusive
from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.review.base import committed_bytes, extract_tree, find_base
from handbook.review.coverage import Coverage, cover
from handbook.review.declare import Signature, declare
from handbook.review.parts import split_parts
from handbook.review.steps import entering, match_errata
from handbook.review.tree import BOUND, Tree, read_tree
from handbook.review.uncovered import Uncovered
from handbook.source import load_settings


def add_commands(commands: Any, lang: Language) -> None:
    """`from-change`."""
    about = say("about-from-change", lang)
    parser = commands.add_parser("from-change", help=about, description=about)
    place = say("about-change-place", lang)
    parser.add_argument("place", nargs="?", metavar="FILE:LINE", help=place)
    parser.add_argument("--all", action="store_true", help=say("about-change-all", lang))
    parser.add_argument("--base", required=True, metavar="REF", help=say("about-change-base", lang))
    parser.add_argument("--why", required=True, metavar="TEXT", help=say("about-new-reason", lang))
    kinds = ("technical", "editorial")
    parser.add_argument("--kind", choices=kinds, default=kinds[0], help=say("about-new-kind", lang))
    add_step_options(parser, lang)
    parser.set_defaults(errata_run=run)


@dataclass(frozen=True)
class _Baseline:
    """The text that the change is counted from."""

    files: dict[str, bytes]
    entering: Callable[[Register], list[Erratum]]
    """The errata of a register that enter the text since."""
    names: frozenset[str] = frozenset()
    """Stems that no new erratum may have."""


def run(options: argparse.Namespace) -> int:
    """Write the errata; print the file of each."""
    if bool(options.place) == options.all:
        raise InputError([problem("change-which", "docs/errata")])
    if not options.why.strip():
        raise InputError([problem("change-why", "docs/errata")])
    with exclusive(options.root), _baseline(options.root, options.base) as base:
        tree = _read(options.root)
        made = _declare_all(options, tree, base)
        writes = [Write(e.path, None, erratum_text(e).encode()) for e in made]
        commit(options.root, writes)
    for erratum in made:
        print(say("new-written", options.lang, id=erratum.id, path=erratum.path))
    if not made:
        print(say("change-nothing", options.lang), file=sys.stderr)
    return 0


def _read(root: Path) -> Tree:
    """The work tree. Raises `InputError` where its register cannot be relied on."""
    tree = read_tree(root, read=lambda path: _bytes(root, path))
    errors = [
        p for p in tree.problems if p.severity == "error" and p.rule.startswith("front-matter-")
    ]
    if errors:
        raise InputError(errors)
    return tree


def _bytes(root: Path, path: str) -> bytes:
    with contextlib.suppress(InputError):
        return committed_bytes(root, path)
    return root.joinpath(path).read_bytes()


@contextlib.contextmanager
def _baseline(root: Path, ref: str) -> Iterator[_Baseline]:
    """The base at a git ref, or a frozen edition by its id."""
    if ref in [edition.id for edition in read_editions(root)]:
        folder, draft = root / "editions" / ref, load_settings(root).edition
        paths = [p for name in BOUND for p in sorted((folder / "docs" / name).glob("*.md"))]
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}
        yield _Baseline(files, lambda register: _entered(register, draft))
        return
    base = find_base(root, ref)
    with tempfile.TemporaryDirectory(prefix="handbook-base-") as name:
        trees = []
        for commit_id in dict.fromkeys((base.commit, base.tip)):
            folder = Path(name) / commit_id
            folder.mkdir()
            extract_tree(root, commit_id, base.prefix, folder)
            trees.append(read_tree(folder))
        before = trees[0]
        names = frozenset(id for tree in trees for id in tree.register.by_id)
        yield _Baseline(
            before.bound, lambda register: entering(match_errata(before.register, register)), names
        )


def _entered(register: Register, edition: str) -> list[Erratum]:
    found = [e for e in register.in_state("incorporated") if e.history[-1].edition == edition]
    return sorted(found, key=lambda e: (e.history[-1].date, e.id))


def _declare_all(options: argparse.Namespace, tree: Tree, base: _Baseline) -> list[Erratum]:
    """An erratum for the change named, or for each: one after another, as they may overlap."""
    made: list[Erratum] = []
    after = split_parts(tree.bound)
    names = {*base.names, *tree.register.by_id}
    names |= {path.stem for path in (options.root / "docs" / "errata").glob("*.md")}
    coverage = _cover(tree, base, made)
    left = _wanted(options, coverage)
    while left:
        signature = Signature(
            free_number(today(options).year, names),
            today(options),
            offices(options),
            options.why.strip(),
            tree.book.settings.edition,
            options.kind,
        )
        erratum = declare(left[0], coverage, after, signature)
        if erratum is None:  # what no erratum can say is to be put back
            raise InputError([left[0].problem(options.base)])
        made.append(_about(tree, erratum))
        names.add(erratum.id)
        coverage = _cover(tree, base, made)
        if left[0] in coverage.uncovered:
            raise AssertionError(f"{erratum.id} does not cover {left[0]}")
        left = list(coverage.uncovered) if options.all else []
    return made


def _cover(tree: Tree, base: _Baseline, made: list[Erratum]) -> Coverage:
    register = Register.of([*tree.register.errata, *made])
    return cover(base.files, tree.bound, base.entering(register), tree.book.settings)


def _wanted(options: argparse.Namespace, coverage: Coverage) -> list[Uncovered]:
    """The changes to declare. Raises `InputError` where the place named has none."""
    if options.all:
        return list(coverage.uncovered)
    path, _, line = options.place.replace("\\", "/").rpartition(":")
    found = [
        u
        for u in coverage.uncovered
        if u.path == path and line.isdecimal() and u.line <= int(line) <= u.end
    ]
    if not found:
        places = "、".join(f"{u.path}:{u.line}" for u in coverage.uncovered[:5]) or "—"
        raise InputError([problem("change-none", "docs", place=options.place, known=places)])
    return found[:1]


def _about(tree: Tree, erratum: Erratum) -> Erratum:
    """The erratum, about the newest edition whose readers have the words that it corrects."""
    for edition in reversed(read_editions(tree.book.root)):
        with contextlib.suppress(InputError):
            book = edition_book(tree.book.root, edition, tree.book.settings)
            section = book.sections.get(erratum.provision)
            if section and (
                section.sha256 == erratum.amendment.old_sha256
                if erratum.amendment
                else len(occurrences(section.source, erratum.original)) == 1
            ):
                return dataclasses.replace(erratum, edition=edition.id)
        break
    return erratum
