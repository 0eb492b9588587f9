"""Every glyph looks as the character looks that it claims to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook.proof.fonts import Face
from handbook.proof.record import Difference
from handbook.proof.reference import reference
from handbook.proof.sheets import Sheet


@dataclass
class GlyphCheck:
    """What the comparison of outlines came to."""

    checked: int = 0
    missing: int = 0
    """Glyphs without a character, and characters without a glyph, as often as they stand."""
    variants: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def check_glyphs(sheets: Sequence[Sheet], folios: Sequence[str]) -> GlyphCheck:
    """Compare each glyph that is used with the reference font's for the text that it claims."""
    used: dict[Face, dict[int, int]] = {}
    counts: dict[Face, dict[int, int]] = {}
    for sheet in sheets:
        for run in sheet.runs:
            first = used.setdefault(run.face, {})
            for code in run.codes:
                first.setdefault(code, sheet.index)
            if "\ufffd" in run.text or 0 in run.codes:
                count = counts.setdefault(run.face, {})
                for code in run.codes:
                    count[code] = count.get(code, 0) + 1
    result = GlyphCheck()
    for face, codes in used.items():
        for kind, code, expected, found in _face_faults(face, codes, result):
            sheet_index = codes.get(code, 0)
            if kind in ("unmapped", "glyph"):
                result.missing += counts.get(face, {}).get(code, 1)
            result.differences.append(
                Difference(sheet_index + 1, "", kind, expected, found, folios[sheet_index])  # type: ignore[arg-type]
            )
    return result


def _face_faults(
    face: Face, codes: dict[int, int], result: GlyphCheck
) -> Iterator[tuple[str, int, str, str]]:
    """Kind, code, and what was expected and found, of each glyph that is not as it should be."""
    font = reference(face.name)
    if face.fault or font is None:
        yield (
            "font",
            min(codes),
            "Noto Serif SC / Noto Sans SC",
            f"{face.name} {face.fault}".strip(),
        )
        return
    for code in sorted(codes):
        text = face.unicode.get(code, "")
        if not text:
            yield "unmapped", code, "", f"{face.name} {code}"
            continue
        if code == 0:
            yield "glyph", code, text, ".notdef"
            continue
        result.checked += 1
        found = font.find(text, face, code)
        if found is None:
            yield "outline", code, text, f"{face.name} {code}"
            continue
        glyph, is_first = found
        if abs(face.widths.get(code, face.width) - font.width(glyph)) > 1:
            yield "outline", code, text, f"{face.name} {code} W"
        if not is_first:
            result.variants.append(f"{face.name} {text} {glyph}")
