"""`handbook new`."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.scaffold import WORKFLOWS, scaffold_files, workflow_files
from handbook.scaffold.files import INSTALL
from handbook.source.document import CONTROL

ALL = "all"


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `new`."""
    parser.add_argument("dir", type=Path, metavar="DIR", help=say("about-new-dir", lang))
    parser.add_argument("--title", default="我的标准化手册", help=say("about-new-title", lang))
    parser.add_argument("--publisher", default="", help=say("about-new-publisher", lang))
    forges = [ALL, *WORKFLOWS, "none"]
    parser.add_argument("--forge", choices=forges, default=ALL, help=say("about-new-forge", lang))
    workflows = say("about-new-workflows", lang)
    parser.add_argument("--workflows", action="store_true", help=workflows)
    install = say("about-new-install", lang)
    parser.add_argument("--install", default=INSTALL, metavar="COMMAND", help=install)


def run(options: argparse.Namespace) -> int:
    """Write a new handbook, or just the workflow files of one that is there."""
    forges = {ALL: list(WORKFLOWS), "none": []}.get(options.forge, [options.forge])
    files = workflow_files(forges, options.install)
    target: Path = options.root / options.dir
    if options.workflows:
        _write(target, files)
        key = "workflows-written"
    else:
        for name in ("title", "publisher"):
            if CONTROL.search(words := getattr(options, name)) or "\n" in words:
                raise InputError([problem("new-words", str(options.dir), option=f"--{name}")])
        year = datetime.date.today().year
        _write_new(target, {**scaffold_files(options.title, options.publisher, year), **files})
        key = "handbook-written"
    print(say(key, options.lang, dir=str(options.dir)))
    return 0


def _write_new(target: Path, files: Mapping[str, str]) -> None:
    """Make the folder with all in it, or nothing.

    Raises `InputError` where something is there already, or the disk refuses.
    """
    if target.is_symlink() or (target.exists() and not _is_empty(target)):
        raise InputError([problem("new-there", str(target), dir=target)])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".handbook-", dir=target.parent) as folder:
            made = Path(folder) / "new"
            made.mkdir()
            _write(made, files)
            with contextlib.suppress(FileNotFoundError):
                target.rmdir()
            made.rename(target)
    except OSError as error:
        raise _refusal(target, error) from None


def _is_empty(target: Path) -> bool:
    return target.is_dir() and not any(target.iterdir())


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.parent, delete=False
            ) as file:
                file.write(text)
            Path(file.name).chmod(0o644)
            shutil.move(file.name, path)
    except OSError as error:
        raise _refusal(folder, error) from None


def _refusal(target: Path, error: OSError) -> InputError:
    return InputError([problem("new-refused", str(target), what=error.strerror or str(error))])
