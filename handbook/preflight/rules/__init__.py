"""The rules, a module a family: each has `RULES` and a `check` that yields findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule
from handbook.preflight.rules import (
    actions,
    boxes,
    colour,
    edges,
    fonts,
    identity,
    images,
    ink,
    intent,
    layers,
    lines,
    notes,
    sequence,
    streams,
    transparency,
)


class Family(Protocol):
    """A module of rules."""

    @property
    def RULES(self) -> tuple[Rule, ...]:
        """What it looks at."""

    def check(self, file: File, expected: Expected) -> Iterator[Finding]:
        """What it finds."""


FAMILIES: tuple[Family, ...] = (
    streams, identity, intent, boxes, sequence, colour, ink, fonts, images, lines, edges,
    transparency, layers, notes, actions,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)
