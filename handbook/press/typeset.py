"""XML and templates → PDF, by Typst, in a folder of its own and with the fonts of a wheel."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
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


def typeset(xml: bytes, template: str, overrides: Path | None = None) -> bytes:
    """The PDF/UA-1 of a volume. `template` is the name of its main file without the ending.

    What `overrides` holds comes before our own templates, file by file.
    """
    with tempfile.TemporaryDirectory(prefix="handbook-press-") as name:
        folder = Path(name)
        _lay_templates(folder, overrides)
        (folder / "book.xml").write_bytes(xml)
        main = folder / f"{template}.typ"
        pdf, settled = _compile(main, {})
        if not settled:
            # A reference drops its page number where its target is on the same page; rarely that
            # moves the target away again, and back. Then every reference keeps its number.
            pdf, _ = _compile(main, {"pages": "always"})
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


def _compile(main: Path, inputs: dict[str, str]) -> tuple[bytes, bool]:
    """The PDF, and whether its layout came to rest."""
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(main),
            root=str(main.parent),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs=inputs,
            timestamp=0,  # asked for by nothing of ours; the document's date is the edition's
        )
    except typst.TypstError as error:
        if found := _NO_GLYPH.search(error.message):
            raise MissingGlyphError(found["text"]) from None
        raise TemplateError(error.diagnostic or error.message) from None
    return pdf, not any("converge" in str(warning) for warning in warnings)
