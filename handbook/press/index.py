"""The index of keywords: which clauses contain a word, words sorted by pinyin."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handbook.book import Section


@dataclass(frozen=True)
class Entry:
    """A keyword and where it stands."""

    word: str
    clauses: tuple[Section, ...]
    """The clauses whose title or text contains the word, in reading order."""


def keyword_index(
    keywords: Iterable[str], clauses: Iterable[Section]
) -> list[tuple[str, list[Entry]]]:
    """Entries by initial letter. A word that stands nowhere is left out."""
    texts = [(clause, f"{clause.title}\n{clause.shown.text}") for clause in clauses]
    entries = [
        Entry(word, tuple(clause for clause, text in texts if word in text))
        for word in dict.fromkeys(keywords)
        if word
    ]
    keyed = [(pinyin_key(entry.word), entry) for entry in entries if entry.clauses]
    keyed.sort(key=lambda pair: pair[0])
    return [
        (letter, [entry for _, entry in group])
        for letter, group in itertools.groupby(keyed, lambda pair: _letter(pair[0]))
    ]


def pinyin_key(word: str) -> tuple[tuple[str, str], ...]:
    """Sorts words as a Chinese index does: by each character's sound, then by the character.

    `pypinyin` reads a character by the word it stands in: 调整 is tiáo, 调查 is diào.
    """
    from pypinyin import Style, lazy_pinyin  # loads its dictionary, so only for an index

    # What is not Han comes back letter by letter; the stubs do not know of lists here.
    sounds = lazy_pinyin(
        word,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors=list,  # type: ignore[arg-type]
    )
    return tuple(zip(sounds, word, strict=True))


def _letter(key: Sequence[tuple[str, str]]) -> str:
    first = key[0][0][0].upper()
    return first if "A" <= first <= "Z" else "#"
