"""The command line: a module a command, thin — parse, call, print."""

from handbook.cli.main import main

__all__ = ["main"]
