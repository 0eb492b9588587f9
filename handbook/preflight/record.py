"""What preflight is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from handbook.messages import Language, say

Severity = Literal["error", "warning", "note"]
ORDER: tuple[Severity, ...] = ("error", "warning", "note")
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of default user space."""
MM = 72 / 25.4
"""Points to a millimetre."""
SHOWN = 12
"""Runs of page numbers that a line names."""
PROCESS = ("C", "M", "Y", "K")


def page_words(pages: tuple[int, ...]) -> str:
    """1–3, 7, 9 …: runs drawn together, and no more than fit on a line."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], page]
        else:
            runs.append([page])
    words = ["–".join(map(str, run)) for run in runs]
    return ", ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")


@dataclass(frozen=True)
class Rule:
    """One thing that is looked at."""

    name: str
    """Also the key of its sentence in `handbook.messages`."""
    clause: str
    """The standard's clause, or that it is a setting of ours."""
    severity: Severity = "error"
    """Of its findings, unless one says otherwise."""

    def title(self, lang: Language = "zh") -> str:
        """What it looks at, in a word or two."""
        return say(f"{self.name}.name", lang)

    def finding(self, measured: str = "", expected: str = "") -> Finding:
        """A finding about the whole file."""
        return Finding(self.name, self.severity, self.clause, measured, expected)


@dataclass(frozen=True)
class Limits:
    """The figures that a print shop may want otherwise."""

    ink: float = 320
    """Per cent of all inks together at one place (GWG2015, sheet-fed offset)."""
    black_text: float = 12
    """Points: black text below this is K alone (GWG2015, rich black text)."""
    image_low: float = 149
    """Pixels per inch at printed size: below is an error (GWG2015, sheet-fed offset)."""
    image_wanted: float = 300
    """Below is a warning. Ours; GWG2015 has 224."""
    bitmap_low: float = 549
    """The same for images of one bit (GWG2015, at second hand)."""
    bitmap_wanted: float = 799
    hairline: float = 0.25
    """Points: thinner lines are an error. Ours."""
    safe: float = 3
    """Millimetres inside the trim that only what bleeds may enter. Ours."""
    tolerance: float = 0.1
    """Millimetres by which boxes may be off. Ours."""


@dataclass(frozen=True)
class Expected:
    """What the file was made to be; what is left out is not compared."""

    width: float | None = None
    """Millimetres of the trimmed page."""
    height: float | None = None
    bleed: float | None = None
    """Millimetres at least, on all sides."""
    pages: int | None = None
    multiple: int = 1
    """The binding's: 4 for saddle stitching."""
    inks: tuple[str, ...] | None = None
    """Names of inks: C, M, Y, K and spot colours. `("K",)` is a one-colour interior."""
    pdfx: bool | None = None
    """True: must be PDF/X-4. None: held to it if it claims to be."""
    blanks: frozenset[int] | None = None
    """Pages that may be blank, from 1; None: not known, so that blank pages are only listed."""
    rectos: tuple[int, ...] = ()
    """Pages on which a chapter opens, from 1."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, on one page or several."""

    rule: str
    severity: Severity
    clause: str
    measured: str = ""
    expected: str = ""
    pages: tuple[int, ...] = ()
    """From 1, rising; empty where it is about the whole file."""
    box: Box | None = None
    """Where on the first of them: left, top, right, bottom in millimetres from the trimmed page's
    upper left corner."""

    @property
    def page(self) -> int:
        """The first page; 0 for the whole file."""
        return self.pages[0] if self.pages else 0

    @property
    def page_words(self) -> str:
        """1–3, 7, 9 …, as findings name their pages."""
        return page_words(self.pages)

    def message(self, lang: Language = "zh") -> str:
        """What is wrong, in one sentence."""
        return say(self.rule, lang, **self._values)

    def hint(self, lang: Language = "zh") -> str:
        """What to do about it, in one sentence."""
        return say(f"{self.rule}.hint", lang, **self._values)

    @property
    def _values(self) -> Mapping[str, str]:
        return {"measured": self.measured, "expected": self.expected}


@dataclass(frozen=True)
class FontFact:
    """A font that inks something."""

    name: str
    kind: str
    """Type0, TrueType, Type1, Type3, ..."""
    embedded: bool
    subset: bool
    unicode: bool
    """Whether it carries a ToUnicode map."""


@dataclass(frozen=True)
class ImageFact:
    """An image where it is placed."""

    page: int
    width: int
    height: int
    """Pixels."""
    space: str
    ppi: float
    """The lower of both directions, at printed size."""


@dataclass(frozen=True)
class Report:
    """All that was found in a file, and what it is made of."""

    sha256: str
    size: int
    """Bytes."""
    version: str
    """Of PDF."""
    claim: str
    """PDF/X-4, or whatever the file says that it is; empty if it says nothing."""
    condition: str
    """The output intent's identifier."""
    profile: str
    """What the embedded profile calls itself."""
    pages: int
    trim: tuple[float, float]
    """Width and height of the first page's trim in millimetres."""
    bleed: float
    """Millimetres, the least of all sides and pages."""
    inks: tuple[str, ...]
    fonts: tuple[FontFact, ...]
    images: tuple[ImageFact, ...]
    blanks: tuple[int, ...]
    """Blank pages, from 1."""
    rules: tuple[Rule, ...]
    """All that was looked at; rules are left out that compare with what nobody told."""
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)
