"""XML and templates → PDF, by Typst, in a folder of its own and with the fonts of a wheel."""

from __future__ import annotations

import functools
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

TEMPLATES = Path(__file__).parent / "templates"
_NO_GLYPH = re.compile(r"the text `?\"(?P<text>.+?)\"`? could not be displayed", re.DOTALL)


class MissingGlyphError(Exception):
    """No font has a character of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


class TemplateError(Exception):
    """A template does not compile; the message is Typst's own, with file and line."""


@functools.cache
def _fonts() -> typst.Fonts:
    """The two faces of the wheel and no other, so that bytes do not depend on the machine."""
    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def typeset(xml: bytes, template: str, overrides: Path | None = None, press: bool = False) -> bytes:
    """The PDF/UA-1 of a volume. `template` is the name of its main file without the ending.

    What `overrides` holds comes before our own templates, file by file. For the press it is a
    plain PDF 1.6 without tags, on which PDF/X-4 rests (ISO 15930-7).
    """
    return typeset_all([xml], template, overrides, press)[0]


def typeset_all(
    xmls: Sequence[bytes], template: str, overrides: Path | None = None, press: bool = False
) -> list[bytes]:
    """The PDFs of many documents of one template, by all processors, in their order."""
    workers = max(1, min(os.cpu_count() or 1, len(xmls) // PER_THREAD))

    def work(first: int) -> list[bytes]:
        with tempfile.TemporaryDirectory(prefix="handbook-press-") as name:
            _lay_templates(Path(name), overrides)
            return [_typeset(xml, Path(name), template, press) for xml in xmls[first::workers]]

    with ThreadPoolExecutor(workers) as pool:  # Typst does not hold the interpreter's lock
        shares = list(pool.map(work, range(workers)))
    return [shares[at % workers][at // workers] for at in range(len(xmls))]


PER_THREAD = 8
"""How many documents make another thread worth its own copy of the templates."""


def _typeset(xml: bytes, folder: Path, template: str, press: bool) -> bytes:
    (folder / "book.xml").write_bytes(xml)
    main = folder / f"{template}.typ"
    pdf, settled = _compile(main, {}, press)
    if not settled:
        # A reference drops its page number where its target is on the same page; rarely that
        # moves the target away again, and back. Then every reference keeps its number.
        pdf, _ = _compile(main, {"pages": "always"}, press)
    return pdf


def _lay_templates(folder: Path, overrides: Path | None) -> None:
    shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True)
    if overrides is not None and overrides.is_dir():
        for path in sorted(overrides.rglob("*")):
            # A symlink must not carry a file from outside into what the templates can read.
            if path.is_file() and path.resolve().is_relative_to(overrides.resolve()):
                target = folder / path.relative_to(overrides)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def _compile(main: Path, inputs: dict[str, str], press: bool) -> tuple[bytes, bool]:
    """The PDF, and whether its layout came to rest."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(main),
            root=str(main.parent),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["1.6"] if press else ["ua-1"],
            pdf_tags=not press,
            sys_inputs=inputs,
            timestamp=0,  # asked for by nothing of ours; the document's date is the edition's
        )
    except typst.TypstError as error:
        if found := _NO_GLYPH.search(error.message):
            raise MissingGlyphError(found["text"]) from None
        raise TemplateError(error.diagnostic or error.message) from None
    return pdf, not any("converge" in str(warning) for warning in warnings)
