"""What letters may mean in pinyin: initials (zzsh) or syllables (zuzhishenghuo) of 组织生活.

No list of words is needed: letters become a pattern of characters that are read so, and the
text says which of the many it allows really stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from handbook.search.rules import MOST_ALIKE

LETTERS = re.compile("[a-z]{2,30}")
LONGEST_SYLLABLE = 6
MOST_SPELLINGS = 8
MOST_INITIALS = 8
FEWEST_INITIALS = 4
"""Fewer initials than these are looked for in titles and keywords only: too much else fits."""
INITIAL = re.compile("[zcs]h|.")
RARE = 8
"""What stands there so many times less than the likeliest is not meant, unless it is a title."""

Spelling = Sequence[str]
"""For each character those that it may be."""


@dataclass(frozen=True)
class Pinyin:
    """The readings of a text's characters."""

    sounds: Mapping[str, str]
    """The characters of each syllable."""

    @cached_property
    def starts(self) -> Mapping[str, str]:
        """The characters whose reading starts with some letters: z, zh, zho, zhon, zhong."""
        found: dict[str, dict[str, None]] = {}
        for sound, chars in self.sounds.items():
            for length in range(1, len(sound) + 1):
                found.setdefault(sound[:length], {}).update(dict.fromkeys(chars))
        return {start: "".join(chars) for start, chars in found.items()}

    def spellings(self, word: str) -> list[Spelling]:
        """The ways to read letters as syllables, two at least, the longest first ones first."""
        found: list[Spelling] = []
        dead: set[int] = set()

        def read(at: int, before: list[str]) -> bool:
            if at == len(word):
                found.append(before)
                return True
            alive = False
            for length in range(min(LONGEST_SYLLABLE, len(word) - at), 0, -1):
                sound = word[at : at + length]
                if len(found) >= MOST_SPELLINGS or sound not in self.sounds or at + length in dead:
                    continue
                alive = read(at + length, [*before, self.sounds[sound]]) or alive
            if not alive:
                dead.add(at)
            return alive

        read(0, [])
        return [spelling for spelling in found if len(spelling) > 1]

    def unfinished(self, word: str) -> list[Spelling]:
        """The ways to read letters whose last syllable is still being typed."""
        found: list[Spelling] = []
        for length in range(1, min(LONGEST_SYLLABLE, len(word) - 1) + 1):
            if last := self.starts.get(word[-length:]):
                head = word[:-length]
                whole = [[self.sounds[head]]] if head in self.sounds else []
                found += [[*first, last] for first in [*self.spellings(head), *whole]]
        return found[:MOST_SPELLINGS]

    def initials(self, word: str) -> list[list[Spelling]]:
        """The ways to read letters as initials: a letter each; then zh, ch and sh as one."""
        ways = dict.fromkeys((tuple(word), tuple(INITIAL.findall(word))))
        spellings = ([self.starts.get(initial, "") for initial in way] for way in ways)
        return [[s] for s in spellings if all(s) and 2 <= len(s) <= MOST_INITIALS]

    def meant(self, word: str, text: str, phrases: Sequence[str]) -> tuple[str, ...]:
        """What a word of letters may mean in a folded text, the likeliest first.

        `phrases` are words and titles that are known to be meant.
        """
        if not LETTERS.fullmatch(word):
            return ()
        known = "\n".join(phrases)
        for spellings in (self.spellings(word), self.unfinished(word)):
            if found := _likeliest(_count(spellings, known), _count(spellings, text), phrases):
                return found
        for spellings in self.initials(word):
            many = len(spellings[0]) >= FEWEST_INITIALS
            in_text = _count(spellings, text) if many else {}
            often = {words: n for words, n in in_text.items() if n > 1}
            if found := _likeliest(_count(spellings, known), often, phrases):
                return found
        return ()


def _count(spellings: Sequence[Spelling], text: str) -> dict[str, int]:
    """How often a text has each string that one of the spellings allows."""
    counts: dict[str, int] = {}
    for match in _matches(spellings, text):
        counts[match] = counts.get(match, 0) + 1
    return counts


def _matches(spellings: Sequence[Spelling], text: str) -> Iterator[str]:
    for spelling in spellings:
        pattern = "".join(f"[{chars}]" for chars in spelling)
        yield from (match[0] for match in re.finditer(pattern, text))


def _likeliest(
    known: Mapping[str, int], in_text: Mapping[str, int], phrases: Sequence[str]
) -> tuple[str, ...]:
    """Known phrases first, then parts of them, then what else the text has; the frequent first."""
    whole = set(phrases)
    found = {words: known.get(words, 0) + in_text.get(words, 0) for words in [*known, *in_text]}
    rank = {words: 2 if words in whole else int(words in known) for words in found}
    most = max(found.values(), default=0)
    likely = [words for words in found if rank[words] == 2 or found[words] * RARE >= most]
    # Sorting keeps the order of what ties.
    return tuple(sorted(likely, key=lambda words: (-rank[words], -found[words])))[:MOST_ALIKE]
