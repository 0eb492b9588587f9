"""A report printed for a person, a program or a forge: a small module a format.

Each has `render(report, lang)`, which gives the whole output as text and knows the form that its
reader documents; none of them reads a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.messages import Language
from handbook.review.formats import github, gitlab, json, markdown, sarif, text
from handbook.review.report import Report

FORMATS: Mapping[str, Callable[[Report, Language], str]] = {
    "text": text.render,
    "json": json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "markdown": markdown.render,
}
"""What `check --format` takes."""

__all__ = ["FORMATS"]
