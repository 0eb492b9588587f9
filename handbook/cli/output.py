"""Print findings and progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import TextIO

from handbook.messages import Language, say
from handbook.problems import Problem


def print_problems(problems: Iterable[Problem], lang: Language, to: TextIO) -> None:
    """A line a finding: file, line, what is wrong, what to do."""
    for p in problems:
        print(problem_line(p, lang), file=to)


def problem_line(p: Problem, lang: Language) -> str:
    """File, line, what is wrong, what to do."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return f"{p.file}:{p.line}{colon}{p.message(lang)}{stop}{p.hint(lang)}"


class Progress:
    """Says on standard error which step runs and how long the work has taken."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.started = time.monotonic()

    def __call__(self, key: str, **values: object) -> None:
        """Begin a step."""
        text = say(key, self.lang, **{name: str(value) for name, value in values.items()})
        print(f"[{self.seconds():5.1f}s] {text}", file=sys.stderr, flush=True)

    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self.started
