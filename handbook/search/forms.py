"""What else a word may stand for: a label's number, synonyms, pinyin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.search.index import Index
from handbook.search.names import labels_of
from handbook.search.rules import MOST_ALIKE


@dataclass(frozen=True)
class Form:
    """One thing to look for in place of a word."""

    text: str
    """Folded."""
    how: str = ""
    """Why: number, synonym or pinyin; empty for the word itself."""


def forms_of(word: str, index: Index) -> list[Form]:
    """The forms of a folded word, itself first; each text once."""
    found = {word: Form(word)}
    ways = (
        ("number", labels_of(word)),
        ("synonym", list(synonyms_of(word, index.words))[:MOST_ALIKE]),
        ("pinyin", index.pinyin.meant(word, index.text, index.phrases)),
    )
    for how, texts in ways:
        for text in texts:
            found.setdefault(text, Form(text, how))
    return list(found.values())


def synonyms_of(word: str, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    """The word with the longest member of each group in it put as the others put it.

    Letters and digits must be the whole word: “party” is not meant by “partyday”.
    """
    for group in groups:
        within = [m for m in group if m == word or (m in word and not m.isascii())]
        if not within:
            continue
        longest = max(within, key=len)
        yield from (word.replace(longest, other, 1) for other in group if other != longest)
