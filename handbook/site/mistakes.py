"""A mistake in a project's own template, as a finding that names its line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateSyntaxError

from handbook.problems import InputError, problem

OVERRIDES = "overrides"
"""The folder of a project's own templates."""


@contextmanager
def template_mistakes(root: Path) -> Iterator[None]:
    """Whatever goes wrong in a template of the project's own raises `InputError`."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        place = _place(error, root / OVERRIDES)
        if place is None:
            raise
        name, line = place[0].relative_to(root).as_posix(), place[1]
        what = " ".join(str(error).split()) or type(error).__name__
        raise InputError([problem("template-mistake", name, line, what=what)]) from None


def _place(error: Exception, folder: Path) -> tuple[Path, int] | None:
    """The file below `folder` in which it went wrong, and the line; None for our own mistakes."""
    if isinstance(error, TemplateSyntaxError):
        path = Path(error.filename or "")
        return (path, error.lineno) if path.is_relative_to(folder) else None
    # Jinja gives the frames of a template its own lines.
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(folder):
            return Path(frame.filename), frame.lineno or 1
    return None
