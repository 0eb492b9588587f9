"""`handbook errata`: the life of errata, a module a group of subcommands.

Each module in `GROUPS` has `add_commands(commands, lang)`, which adds its subcommands to the
given subparsers, each with `set_defaults(errata_run=function)`, which takes the options and
returns the status.
"""

from __future__ import annotations

import argparse
from types import ModuleType

from handbook.cli.errata import apply, from_change, intake, life, listing, new, papers, slip
from handbook.messages import Language

GROUPS: tuple[ModuleType, ...] = (listing, new, from_change, intake, life, apply, slip, papers)


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """All subcommands of `errata`."""
    commands = parser.add_subparsers(dest="errata_command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.add_commands(commands, lang)


def run(options: argparse.Namespace) -> int:
    """Run the subcommand."""
    status: int = options.errata_run(options)
    return status
