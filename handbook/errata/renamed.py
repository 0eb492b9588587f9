"""Errata whose provision was renamed since: which id it has in which text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from handbook.book import Book
from handbook.errata.model import Erratum


def in_text(erratum: Erratum, book: Book) -> Erratum:
    """The erratum with the id that its provision has in a text."""
    then = erratum.provision_then
    if then and erratum.provision not in book.sections and then in book.sections:
        return dataclasses.replace(erratum, provision=then, provision_then="")
    return erratum


def renames(errata: Iterable[Erratum]) -> dict[str, str]:
    """The new id of each heading that an incorporated amendment renamed."""
    return {
        e.provision: e.amendment.to[0]
        for e in errata
        if e.state == "incorporated" and e.amendment and e.amendment.action == "rename"
        if e.amendment.to
    }


def newest_id(id: str, renamed: Mapping[str, str]) -> str:
    """The id that a heading has after all renames."""
    seen = {id}
    while (now := renamed.get(id)) and now not in seen:
        seen.add(now)
        id = now
    return id


def repoint(erratum: Erratum, id: str) -> Erratum:
    """The erratum pointing at its provision by a new id; what was quoted, and its receipt, stay."""
    then = erratum.quoted_provision
    return dataclasses.replace(erratum, provision=id, provision_then=then if then != id else "")
