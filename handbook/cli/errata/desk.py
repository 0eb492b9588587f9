"""An editor's desk: the text, the register, and the one way in which errata are written."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from handbook.book import Book, read_book
from handbook.book.rules import near_id
from handbook.errata import Erratum, Register, apply_errata, load_errata
from handbook.errata.incorporate import splice_changes
from handbook.errata.life import Revision, revise_register
from handbook.errata.locate import place_problem
from handbook.errata.model import LIVE, NUMBER
from handbook.errata.plan import Plan, with_documents
from handbook.errata.raw import plain_text
from handbook.errata.revise import reread, revise_file
from handbook.errata.rules import Editions, erratum_problems, read_editions
from handbook.errata.transaction import Write, commit, exclusive
from handbook.errata.write import erratum_text
from handbook.messages import Language
from handbook.problems import InputError, Problem, problem
from handbook.source import load_settings

# Findings under which nobody can say where a heading's text begins and ends.
_UNSAFE = ("file-encoding", "file-outside", "front-matter-syntax", "id-", "heading-")


@dataclass
class Desk:
    """What a command on errata works with."""

    root: Path
    lang: Language
    book: Book
    """The working text."""
    register: Register
    found: list[Problem]
    """What is wrong with the files of errata by themselves."""
    editions: Editions
    _texts: dict[str, Book] = field(default_factory=dict)

    def pick(self, ids: Iterable[str]) -> list[Erratum]:
        """The errata named, each once. Raises `InputError` with all that are not there."""
        picked: dict[str, Erratum] = {}
        problems: list[Problem] = []
        for id in ids:
            erratum = self.register.find(id) or self.register.find(_in_full(id))
            if erratum is not None:
                picked[erratum.id] = erratum
                continue
            path = f"docs/errata/{id}.md"
            problems += [p for p in self.found if p.file == path] or [
                problem("errata-unknown", "docs/errata", id=id, near=self._near(id))
            ]
        if problems:
            raise InputError(problems)
        return list(picked.values())

    def _near(self, id: str) -> str:
        return near_id(id, self.register.by_id)

    def text(self, edition: str) -> Book | None:
        """The text of an edition, read when it is first asked for; None where it has none."""
        if edition not in self.editions.frozen:
            return self.editions.book(edition)
        root = self.root / "editions" / edition
        if edition not in self._texts and (root / "docs" / "handbook").is_dir():
            self._texts[edition] = read_book(root, self.book.settings, lazy=True)[0]
        return self._texts.get(edition)

    def texts(self, errata: Iterable[Erratum]) -> dict[str, Book]:
        """The texts of the frozen editions that errata are about."""
        named = sorted({e.edition for e in errata} & set(self.editions.frozen))
        return {id: text for id in named if (text := self.text(id))}

    def missed(self, erratum: Erratum) -> Problem | None:
        """Why an open erratum's words are not found just once in the working text."""
        if erratum.amendment or erratum.state not in LIVE:
            return None
        return place_problem(self.book, erratum)

    def names(self) -> list[str]:
        """The stems of all files in the register's folder, readable or not."""
        return [path.stem for path in (self.root / "docs" / "errata").glob("*.md")]

    def save(self, revisions: Sequence[Revision], plan: Plan | None = None) -> list[Problem]:
        """Write errata and text, all or nothing; returns what is only to be warned of.

        Raises `InputError` where the register would have an error that it had not before.
        """
        writes, revisions, problems = self._erratum_writes(revisions)
        problems += self._new_problems(revisions, plan)
        errors = [p for p in problems if p.severity == "error"]
        if errors:
            raise InputError(errors)
        commit(self.root, [*writes, *self._text_writes(plan or Plan())])
        self.register = revise_register(self.register, revisions)
        return sorted(set(problems))

    def _erratum_writes(
        self, revisions: Iterable[Revision]
    ) -> tuple[list[Write], list[Revision], list[Problem]]:
        writes: list[Write] = []
        written: list[Revision] = []
        problems: list[Problem] = []
        for revision in revisions:
            before, after = revision.before, revision.after
            old = (self.root / before.path).read_bytes() if before else None
            new, found = revise_file(old or erratum_text(after).encode(), after)
            problems += found
            written.append(Revision(before, reread(after, plain_text(new))))
            if before is None or revision.renamed:
                writes.append(Write(after.path, None, new))
                if before:
                    writes.append(Write(before.path, old, None))
            else:
                writes.append(Write(after.path, old, new))
        return writes, written, problems

    def _new_problems(self, revisions: Sequence[Revision], plan: Plan | None) -> Iterator[Problem]:
        """What the rules have against the errata as they are to be, in the text as it is to be."""
        register = revise_register(self.register, revisions)
        book = with_documents(self.book, plan.documents) if plan else self.book
        texts = self.texts(revision.after for revision in revisions)
        editions = dataclasses.replace(self.editions, draft=book, texts=texts)
        for revision in revisions:
            yield from erratum_problems(revision.after, register.by_id, editions)
        accepted = [r.after for r in revisions if r.after.state == "accepted"]
        provisions = {erratum.provision for erratum in accepted}
        had = _executable(self.book, self.register, provisions)
        yield from (p for p in _executable(book, register, provisions) if p not in had)

    def _text_writes(self, plan: Plan) -> Iterator[Write]:
        for path, document in plan.documents.items():
            old = (self.root / path).read_bytes()
            text = next(p.document for p in self.book.pages if p.document.path == path).text
            if plain_text(old) != text:
                raise InputError([problem("write-changed", path)])
            new, _, refused = splice_changes(old, (c for c in plan.changes if c.path == path))
            if refused:
                raise InputError([problem("erratum-line-ends", path, ids="、".join(refused))])
            if plain_text(new) != document.text:
                raise AssertionError(f"{path}: not the text that was planned")
            yield Write(path, old, new)


@contextmanager
def writing_desk(options: argparse.Namespace, strict: bool = False) -> Iterator[Desk]:
    """A desk that no other command can change anything under."""
    load_settings(options.root)  # a folder that is no handbook gets no lock either
    with exclusive(options.root):
        yield open_desk(options, strict)


def open_desk(options: argparse.Namespace, strict: bool = False) -> Desk:
    """Read text and register. Raises `InputError` where they cannot be worked with at all.

    `strict` is for commands that change the text.
    """
    root: Path = options.root
    book, problems = read_book(root, lazy=True)
    unsafe = [p for p in problems if p.severity == "error" and p.rule.startswith(_UNSAFE)]
    if strict and unsafe:
        raise InputError(unsafe)
    errata, found = load_errata(root)
    return Desk(root, options.lang, book, Register.of(errata), found, read_editions(book))


def _executable(book: Book, register: Register, provisions: set[str]) -> list[Problem]:
    """What keeps the accepted errata of some provisions from going in together."""
    errata = [
        erratum
        for id in sorted(provisions)
        for erratum in register.by_provision.get(id, ())
        if erratum.state == "accepted" and not erratum.amendment
    ]
    return apply_errata(book, errata)[1]


def _in_full(id: str) -> str:
    """A number as files have it: 2018-3 is 2018-003."""
    year, _, number = id.partition("-")
    full = f"{year}-{int(number):03d}" if number.isascii() and number.isdecimal() else id
    return full if NUMBER.fullmatch(full) else id
