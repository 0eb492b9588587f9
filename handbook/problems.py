"""What is wrong with the sources, as data with a place.

A *user's* mistake is a `Problem` (a finding of `check`) or, where the command cannot go on,
an `InputError` that carries problems. Anything else that raises is ours to mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from handbook.messages import MESSAGES, Language, say

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: a rule, its place in the tree, and what the sentence is about."""

    file: str
    """Path relative to the project's root, with forward slashes."""
    line: int
    """1-based; 1 where the finding is about the whole file."""
    rule: str
    """The rule's name, a key of `handbook.messages.MESSAGES`."""
    column: int = 1
    """1-based, in characters."""
    severity: Severity = "error"
    values: tuple[tuple[str, str], ...] = field(default=())
    """Values for the sentence's blanks."""

    def message(self, lang: Language = "zh") -> str:
        """What is wrong, in one sentence."""
        return say(self.rule, lang, **dict(self.values))

    def hint(self, lang: Language = "zh") -> str:
        """What to do about it, in one sentence."""
        values, key = dict(self.values), f"{self.rule}.hint"
        if values.get("near") == "" and "{near}" in MESSAGES[key][0]:
            key = "near-none"  # nothing is like what was named
        return say(key, lang, **values)

    def as_json(self, lang: Language = "zh") -> dict[str, str | int]:
        """The shape that `check --format json` prints."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message(lang),
            "hint": self.hint(lang),
        }


def problem(
    rule: str,
    file: str,
    line: int = 1,
    column: int = 1,
    severity: Severity = "error",
    **values: object,
) -> Problem:
    """Make a `Problem`; keyword values fill the blanks of the rule's sentence."""
    blanks = tuple((key, str(value)) for key, value in values.items())
    return Problem(file, line, rule, column, severity, blanks)


class InputError(Exception):
    """The user must mend something before the command can work (exit status 2)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.message('en')}" for p in self.problems))
