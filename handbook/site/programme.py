"""Views of the roll-out's data on the pages of `docs/programme/`.

A paragraph that is nothing but a link to a data file, `[印发台账](distribution.yml)`, becomes what
that file holds. On a forge, where the page is plain Markdown, the link leads to the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.programme import PATH, Distribution, Stock, load_distribution
from handbook.site.pages import make_environment
from handbook.site.places import Place

_LINK = re.compile(r"^\[[^\]\n]+\]\(distribution\.yml\)[ \t]*$", re.MULTILINE)
_MARK = "handbook-view-distribution"
FOLDER = PATH.removeprefix("docs/").rpartition("/")[0]


@dataclass(frozen=True)
class Column:
    """What the table says of one stock."""

    stock: Stock
    run: str
    """2018年版第1印; empty for a record book."""
    printed: int
    """0 where it is not known."""
    total: int
    units: int
    """How many departments have any."""


def mark_views(markdown: str, src_uri: str) -> str:
    """Put a mark where a page shows a data file."""
    if src_uri.rpartition("/")[0] != FOLDER:
        return markdown
    return _LINK.sub(_MARK, markdown)


def put_views(html: str, place: Place) -> str:
    """Put the view in the mark's place. Raises `InputError` where the data cannot be read."""
    mark = f"<p>{_MARK}</p>"
    return html.replace(mark, distribution_html(place)) if mark in html else html


def distribution_html(place: Place) -> str:
    """The ledger of distribution as a table, a row a department."""
    ledger = load_distribution(place.root) or Distribution()
    template = make_environment(place.root).get_template("distribution.html")
    return template.render(ledger=ledger, columns=[_column(place, ledger, s) for s in ledger.stock])


def _column(place: Place, ledger: Distribution, stock: Stock) -> Column:
    edition = next((e for e in place.editions if e.id == stock.edition), None)
    runs = {run.id: run.copies for run in edition.runs(stock.book)} if edition else {}
    recorded = runs.get(stock.run, 0)
    name = (edition.title if edition else "") or stock.edition
    return Column(
        stock,
        f"{name}第{stock.run}印" if stock.edition else "",
        recorded or stock.copies or 0,
        ledger.total(stock.key),
        sum(1 for unit in ledger.units if unit.copies.get(stock.key)),
    )
