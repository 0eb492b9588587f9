"""The reference fonts: how a character looks, and which forms of it their own GSUB knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from handbook.proof.charstrings import inlined
from handbook.proof.fonts import Face, Outline

FACES = {
    "NotoSerifSC-Regular": pylopdf_fonts_zh_cn.serif_path,
    "NotoSansSC-Regular": pylopdf_fonts_zh_cn.sans_path,
}
"""The faces that our books are set in, by their PostScript names."""
FEATURES = frozenset(
    {"ccmp", "locl", "rlig", "liga", "clig", "calt", "vert", "vrt2", "sups", "subs"}
    | {"lnum", "onum", "pnum", "tnum", "fwid", "hwid", "pwid"}
)
"""Features that give a character another form. Those that put another character in its place
(`trad`, `smpl`, `expt`, `hist` and the like) are none of them (OpenType feature tags)."""


@lru_cache(maxsize=4)
def reference(name: str) -> Reference | None:
    """The reference font with a PostScript name."""
    find = FACES.get(name)
    return Reference(Path(find())) if find else None


class Reference:
    """One of the reference fonts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.font = TTFont(path, lazy=True)
        self.cmap: dict[int, str] = self.font.getBestCmap()
        self.strings: Any = self.font["CFF "].cff[0].CharStrings
        self.drawn: dict[str, Outline] = {}
        self.programs: dict[str, bytes | None] = {}

    def outline(self, glyph: str) -> Outline:
        """How a glyph looks."""
        if glyph not in self.drawn:
            pen = RecordingPen()
            self._drawing[glyph].draw(pen)
            self.drawn[glyph] = tuple(pen.value)
        return self.drawn[glyph]

    def width(self, glyph: str) -> float:
        """A glyph's advance in font units, thousandths of the em."""
        return float(self.font["hmtx"][glyph][0])

    def program(self, glyph: str) -> bytes | None:
        """A glyph's charstring, its subroutines in place."""
        if glyph not in self.programs:
            self.programs[glyph] = inlined(self.strings[glyph])
        return self.programs[glyph]

    def find(self, text: str, face: Face, code: int) -> tuple[str, bool] | None:
        """The glyph of a text that looks like a code of a face; None for none.

        With it goes whether it is the text's first form.
        """
        glyphs = tuple(self.cmap.get(ord(char), "") for char in text)
        if len(glyphs) == 1 and glyphs[0]:
            program = face.glyph_program(code)
            if program is not None and program == self.program(glyphs[0]):
                return glyphs[0], True
        outline = face.outline(code)
        if outline is None:
            return None
        if len(glyphs) == 1 and glyphs[0] and self.outline(glyphs[0]) == outline:
            return glyphs[0], True
        if not all(glyphs):
            return None
        for glyph in self._forms(glyphs):
            if self.outline(glyph) == outline:
                return glyph, False
        return None

    def _forms(self, glyphs: tuple[str, ...]) -> Iterator[str]:
        """Other forms of a character, and ligatures of several; never another character's own."""
        single, joined = self._substitutions
        seen: set[str] = set(glyphs)
        todo = [*joined.get(glyphs, ())] if len(glyphs) > 1 else [*glyphs]
        own = set() if len(glyphs) > 1 else self._encoded
        while todo:
            glyph = todo.pop()
            if glyph not in glyphs:
                yield glyph
            for form in single.get(glyph, ()):
                if form not in seen and form not in own:
                    seen.add(form)
                    todo.append(form)

    @cached_property
    def _drawing(self) -> Any:
        """Charstrings of their own to draw: drawing takes the bytes from those that it runs."""
        return TTFont(self.path, lazy=True)["CFF "].cff[0].CharStrings

    @cached_property
    def _encoded(self) -> set[str]:
        return set(self.cmap.values())

    @cached_property
    def _substitutions(self) -> tuple[dict[str, set[str]], dict[tuple[str, ...], set[str]]]:
        """GSUB's single and alternate substitutions, and its ligatures, of `FEATURES`."""
        table = self.font["GSUB"].table
        used = {
            at
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag in FEATURES
            for at in record.Feature.LookupListIndex
        }
        single: dict[str, set[str]] = {}
        joined: dict[tuple[str, ...], set[str]] = {}
        for at in used:
            for part in table.LookupList.Lookup[at].SubTable:
                part = getattr(part, "ExtSubTable", part)
                if part.LookupType == 1:
                    for glyph, form in part.mapping.items():
                        single.setdefault(glyph, set()).add(form)
                elif part.LookupType == 3:
                    for glyph, forms in part.alternates.items():
                        single.setdefault(glyph, set()).update(forms)
                elif part.LookupType == 4:
                    for first, ligatures in part.ligatures.items():
                        for ligature in ligatures:
                            key = (first, *ligature.Component)
                            joined.setdefault(key, set()).add(ligature.LigGlyph)
        return single, joined
