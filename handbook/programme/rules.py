"""The ledger of distribution held against what was printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.book import Edition
from handbook.problems import Problem, problem
from handbook.programme.distribution import Distribution, Stock
from handbook.programme.read import PATH, read_distribution


def check_distribution(root: Path, editions: Sequence[Edition], coming: str = "") -> list[Problem]:
    """Every finding on the ledger of a project; `coming` is the id that its draft will have."""
    ledger, problems = read_distribution(root)
    if ledger is not None:
        problems += distribution_problems(root, ledger, [*editions, Edition(coming)])
    return problems


def distribution_problems(
    root: Path, ledger: Distribution, editions: Sequence[Edition]
) -> Iterator[Problem]:
    """Printings that nobody knows, and more copies handed out than were printed."""
    for stock in ledger.stock:
        printed = stock.copies
        if stock.book.startswith("records/") and not (root / f"docs/{stock.book}.md").is_file():
            yield problem("distribution-book", PATH, stock.line, book=stock.book)
        elif stock.edition:
            found = _printed(stock, editions)
            if found is None:
                yield _unknown(stock, editions)
                continue
            printed = found or printed
        total = ledger.total(stock.key)
        if printed and total > printed:
            name = f"{stock.title} {stock.printing}".strip()
            yield problem(
                "distribution-over", PATH, stock.line, name=name, total=total, printed=printed
            )


def _printed(stock: Stock, editions: Sequence[Edition]) -> int | None:
    """The copies of a printing; 0 where they are not known yet, None where there is no such.

    The pack of a printing is made, and its delivery planned, before it is confirmed: an edition
    without a printing of the book yet does not make the ledger wrong.
    """
    edition = next((e for e in editions if e.id == stock.edition), None)
    if edition is None:
        return None
    runs = edition.runs(stock.book)
    if not runs:
        return 0
    run = next((run for run in runs if run.id == stock.run), None)
    return None if run is None else run.copies


def _unknown(stock: Stock, editions: Sequence[Edition]) -> Problem:
    known = "、".join(f"{e.id}/{run.id}" for e in editions for run in e.runs(stock.book))
    return problem(
        "distribution-unknown", PATH, stock.line, printing=stock.printing, known=known or "—"
    )
