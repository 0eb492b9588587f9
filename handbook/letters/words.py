"""The words of the letters: YAML that an office can change without reading Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from handbook.letters.letter import Part
from handbook.problems import InputError, problem
from handbook.source.document import parse_yaml, read_text, yaml_problem

OURS = Path(__file__).parent / "templates"
OVERRIDES = "overrides/letters"
"""Where a project keeps words that come before ours, file by file."""


class Words:
    """One file of words with its blanks; every mistake in it has its place."""

    def __init__(self, root: Path, name: str, blanks: Mapping[str, str]) -> None:
        self.blanks = blanks
        own = root / OVERRIDES / name
        self.file = f"{OVERRIDES}/{name}" if own.is_file() else name
        text, problems = read_text(root, own) if own.is_file() else read_text(OURS, OURS / name)
        if text is None or problems:
            raise InputError(problems)
        try:
            self.data: Any = parse_yaml(text)
        except yaml.YAMLError as error:
            raise InputError([yaml_problem("letter-words", self.file, error, 1)]) from None

    def refuse(self, what: str) -> InputError:
        """What is wrong with the file, as a finding."""
        return InputError([problem("letter-words", self.file, what=what)])

    def find(self, *path: str) -> Any:
        """What stands under a key, down into mappings."""
        value = self.data
        for key in path:
            if not isinstance(value, dict) or key not in value:
                raise self.refuse(".".join(path))
            value = value[key]
        return value

    def text(self, *path: str, **more: str) -> str:
        """A text with its blanks filled."""
        return self.fill(self.find(*path), **more)

    def fill(self, value: object, **more: str) -> str:
        """The text with what its blanks stand for; braces in what fills them are left alone."""
        try:
            return str(value).format_map({**self.blanks, **more})
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise self.refuse(str(error)) from None

    def texts(self, *path: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.find(*path)
        if not isinstance(values, list):
            raise self.refuse(".".join(path))
        return tuple(self.fill(value) for value in values)

    def parts(self, *path: str) -> tuple[Part, ...]:
        """Paragraphs, each {text: …}, {one: …} or {two: …, rest: …}."""
        return tuple(self._part(value) for value in self.find(*path))

    def _part(self, value: object) -> Part:
        if isinstance(value, dict):
            if "two" in value:
                return Part("two", self.fill(value["two"]), self.fill(value.get("rest", "")))
            if "one" in value:
                return Part("one", self.fill(value["one"]))
            if "text" in value:
                return Part("text", self.fill(value["text"]))
        raise self.refuse("parts: text / one / two")
