"""Write the two tables of the search: simplified forms, and readings in pinyin.

    pip install opencc-python-reimplemented && python scripts/search_tables.py

They change as seldom as the characters do, so they stand in the repository and a build needs
neither OpenCC nor the second that pypinyin takes to load. `traditional.txt` comes from OpenCC's
`TSCharacters.txt` (Apache License 2.0), `readings.txt` from pypinyin's dictionaries (MIT).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

TABLES = Path(__file__).parent.parent / "handbook" / "search" / "tables"
HAN = range(0x4E00, 0xA000)
SHARE = 0.05
"""A reading is kept that a character has in one word of twenty, or in eight words."""


def is_common(char: str) -> bool:
    """Whether a character is one of GB 2312, the simplified characters in use."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def traditional() -> dict[str, str]:
    """Traditional characters by their simplified form, where that is in use."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        char, _, forms = line.partition("\t")
        form = forms.split(" ")[0]
        if len(char) == len(form) == 1 and char != form and is_common(form):
            pairs[char] = form
    return {char: form for char, form in pairs.items() if form not in pairs}


def readings(skip: set[str]) -> dict[str, set[str]]:
    """The characters of each syllable; a character has one by itself, and those of words."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.style import convert

    in_words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, sounds in phrases_dict.items():
        for char, sound in zip(word, sounds, strict=False):
            in_words[char][convert(sound[0], Style.NORMAL, strict=True)] += 1
    found: defaultdict[str, set[str]] = defaultdict(set)
    for char in map(chr, HAN):
        alone = lazy_pinyin(char, style=Style.NORMAL)[0]
        if char in skip or not alone.isascii() or not alone.isalpha():
            continue
        total = sum(in_words[char].values())
        others = {s for s, n in in_words[char].items() if n >= min(8, max(2, SHARE * total))}
        for sound in {alone, *others}:
            if sound.isascii() and sound.isalpha():
                found[sound].add(char)
    return found


def main() -> None:
    """Write both tables."""
    forms = traditional()
    lines = [f"{form}{''.join(sorted(c for c in forms if forms[c] == form))}\n"
             for form in sorted(set(forms.values()))]  # fmt: skip
    (TABLES / "traditional.txt").write_text("".join(lines), encoding="utf-8")
    sounds = readings(set(forms))
    lines = [f"{sound} {''.join(sorted(sounds[sound]))}\n" for sound in sorted(sounds)]
    (TABLES / "readings.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
