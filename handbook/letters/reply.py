"""The letter that answers one unit: each suggestion, and what became of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.book import Book
from handbook.errata import Erratum, Register
from handbook.errata.ledger import Answer, Suggestion
from handbook.errata.wording import plain_words
from handbook.letters.letter import Letter, Part, date_words
from handbook.letters.notice import ORGAN
from handbook.letters.words import Words
from handbook.source import chinese_number

_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Correspondence:
    """What all letters of one day have in common."""

    root: Path
    book: Book
    """The text whose numbers and titles the letters name."""
    register: Register
    date: datetime.date
    organ: str = ORGAN
    number: str = ""
    """发文字号; empty leaves room for it."""

    def letter(self, answer: Answer) -> Letter:
        """The letter to a unit that has answered. Raises `InputError` where our words fail."""
        settings = self.book.settings
        blanks = {
            "book": f"《{settings.title}》",
            "edition": settings.edition_name,
            "count": str(len(answer.suggestions)),
            "unit": answer.unit,
        }
        words = Words(self.root, "reply.yml", blanks)
        return Letter(
            form="letter",
            organ=self.organ,
            number=self.number or f"示例函〔{self.date.year}〕　号",
            title=words.text("title"),
            to=answer.unit,
            parts=tuple(self._parts(words, answer)),
            date=self.date,
            notice=settings.notice,
            name=f"reply-{_UNSAFE.sub('-', answer.unit).strip('-')[:60]}",
        )

    def _parts(self, words: Words, answer: Answer) -> Iterator[Part]:
        yield Part("text", words.text("nil" if answer.nil else "intro"))
        for number, suggestion in enumerate(answer.suggestions, 1):
            place = self.place(words, suggestion)
            ordinal = chinese_number(number)
            yield Part("one", words.text("heading", ordinal=ordinal, place=place))
            yield Part("text", self._change(words, suggestion) + self.outcome(words, suggestion))
        yield Part("text", words.text("closing"))

    def place(self, words: Words, suggestion: Suggestion) -> str:
        """第41条“定期开展”; the sender's own words where it was not found."""
        if suggestion.erratum is not None:
            return self._where(suggestion.erratum)
        given = suggestion.row.place if suggestion.row else ""
        return words.text("unknown-place", place=given)

    def _where(self, erratum: Erratum) -> str:
        section = self.book.sections.get(erratum.provision)
        if section is None:
            return f"“{erratum.provision}”"
        if section.number is not None and section.is_provision:
            return f"{section.label}“{section.title}”"
        head = self.book.page_of(section.id).head
        return f"《{head.title}》“{section.title}”" if section is not head else f"《{head.title}》"

    def _change(self, words: Words, suggestion: Suggestion) -> str:
        original = self._plain(suggestion.original)
        corrected = self._plain(suggestion.corrected)
        if not original:
            return ""
        key = "change" if corrected else "deletion"
        return words.text(key, original=original, corrected=corrected)

    def _plain(self, markdown: str) -> str:
        sections = self.book.sections
        text = plain_words(markdown, lambda id: sections[id].label if id in sections else "")
        # 引号里再用引号时，外面一层用双引号，里面一层用单引号 (GB/T 15834—2011, 4.8.3.2).
        return text.replace("“", "‘").replace("”", "’").replace("\n", "")

    def outcome(self, words: Words, suggestion: Suggestion) -> str:
        """What became of it, in a sentence or two."""
        erratum = suggestion.erratum
        if erratum is None:
            row = suggestion.row
            why = _sentence(row.why) if row else ""
            return words.text("outcomes", suggestion.outcome, why=why)
        other = self.register.find(erratum.history[-1].of)
        blanks = {
            "other": name(other) if other else erratum.history[-1].of,
            "other-place": self._where(other) if other else "",
            "other-outcome": self._say(words, "others", other) if other else "",
        }
        return self._say(words, "outcomes", erratum, **blanks)

    def _say(self, words: Words, key: str, erratum: Erratum, **blanks: str) -> str:
        last = erratum.history[-1]
        return words.text(
            key,
            erratum.state,
            id=name(erratum),
            why=words.text("reason", why=last.why.rstrip("。")) if last.why else "",
            date=date_words(last.date),
            **{"edition-in": last.edition, **blanks},
        )


def name(erratum: Erratum) -> str:
    """E2018-003 as letters cite it; a receipt as it is."""
    return erratum.id if erratum.id.startswith("r-") else f"E{erratum.id}"


def _sentence(text: str) -> str:
    return f"{text.rstrip('。')}。" if text else ""
