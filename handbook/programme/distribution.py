"""The ledger of distribution as frozen values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stock:
    """One kind of thing that was handed out: copies of one printing are alike."""

    key: str
    """Its name in the rows of the units."""
    title: str
    """What a page calls it."""
    book: str
    """handbook, bulletins, methods, regulations, or records/NAME."""
    edition: str = ""
    """Empty for a record book of which no edition records the printing."""
    run: str = ""
    """The printing's id within the edition."""
    copies: int | None = None
    """How many were printed, where no edition's record says it."""
    line: int = field(default=1, compare=False)

    @property
    def printing(self) -> str:
        """2018/1, as commands call it; empty where there is none."""
        return f"{self.edition}/{self.run}" if self.edition else ""


@dataclass(frozen=True)
class Unit:
    """What one department has."""

    name: str
    copies: Mapping[str, int]
    """By the stock's key; what it has none of may be left out."""
    received: datetime.date | None = None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Holder:
    """A department with some copies of a printing."""

    unit: str
    copies: int


@dataclass(frozen=True)
class Distribution:
    """The whole ledger."""

    stock: tuple[Stock, ...] = ()
    units: tuple[Unit, ...] = ()

    def total(self, key: str) -> int:
        """How many copies of a stock the departments have together."""
        return sum(unit.copies.get(key, 0) for unit in self.units)

    def holders(self, printing: str, book: str = "handbook") -> tuple[Holder, ...]:
        """The departments that have copies of a printing, such as 2018/1, in the ledger's order.

        That is empty for a record book whose printing no edition records.
        """
        keys = [s.key for s in self.stock if s.printing == printing and s.book == book]
        found = ((u.name, sum(u.copies.get(key, 0) for key in keys)) for u in self.units)
        return tuple(Holder(name, copies) for name, copies in found if copies)
