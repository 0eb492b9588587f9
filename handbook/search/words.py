"""Take a query apart: words, "phrases", and -words that are not to stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.search.rules import LONGEST_QUERY
from handbook.search.text import fold

SPACES = frozenset(" \t\r\n\u3000")
"""What parts words."""
BETWEEN = SPACES | frozenset("，、；。！？,;!?…·|｜")
"""What may part words, too, where a text was copied that stands nowhere as a whole."""
OPENING = frozenset('"“”＂「『')
CLOSING = frozenset('"“”＂」』')
MINUS = frozenset("-－−")


@dataclass(frozen=True)
class Word:
    """A word of a query, folded."""

    text: str
    exact: bool = False
    """Whether it was quoted: nothing else is meant by it."""


@dataclass(frozen=True)
class Query:
    """A query taken apart."""

    phrase: str
    """All of it, folded; always looked for."""
    words: tuple[Word, ...]
    """What must stand in a section, in any order: what spaces and quotation marks part."""
    pieces: tuple[Word, ...]
    """The same, parted by punctuation too; taken where nothing has the whole."""
    without: tuple[str, ...]
    """What must not, folded."""

    @property
    def has_operators(self) -> bool:
        """Whether something was quoted or excluded."""
        return bool(self.without) or any(word.exact for word in self.words)


def parse_query(text: str) -> Query:
    """Take a query apart; a quotation that is still open goes to the end."""
    text = text[:LONGEST_QUERY]
    words, without = _take_apart(text, SPACES)
    return Query(fold(text), words, _take_apart(text, BETWEEN)[0], without)


def _take_apart(text: str, between: frozenset[str]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    words: dict[str, Word] = {}
    without: dict[str, None] = {}
    for minus, quoted, part in _parts(text, between):
        folded = fold(part)
        if not folded:
            continue
        if minus:
            without[folded] = None
        elif folded not in words or quoted:
            words[folded] = Word(folded, quoted)
    return tuple(words.values()), tuple(without)


def _parts(text: str, between: frozenset[str]) -> Iterator[tuple[bool, bool, str]]:
    """For each word whether a minus stands before it, whether it is quoted, and the word."""
    at = 0
    while at < len(text):
        if text[at] in between:
            at += 1
            continue
        minus = text[at] in MINUS and (at == 0 or text[at - 1] in between)
        at += minus
        quoted = at < len(text) and text[at] in OPENING
        at += quoted
        end = at
        while end < len(text) and not (
            text[end] in CLOSING if quoted else text[end] in between or text[end] in OPENING
        ):
            end += 1
        yield minus, quoted, text[at:end]
        at = end + quoted


def join_words(words: Sequence[Word], known: frozenset[str]) -> list[Word]:
    """Neighbours that are one known word together become that: party day → partyday."""
    joined: list[Word] = []
    at = 0
    while at < len(words):
        end = len(words)
        while end > at + 1 and (
            any(word.exact for word in words[at:end])
            or "".join(word.text for word in words[at:end]) not in known
        ):
            end -= 1
        joined.append(Word("".join(w.text for w in words[at:end])) if end > at + 1 else words[at])
        at = end
    return joined
