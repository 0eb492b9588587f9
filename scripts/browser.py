"""The browser of tests, pictures and measurements, which shows Chinese on any machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pylopdf_fonts_zh_cn

NAMES = ("chromium", "chromium-browser", "google-chrome")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{folder}</dir>
</fontconfig>
"""


def find_chromium() -> str | None:
    """The browser that scripts/test.py named, or one on the path."""
    return os.environ.get("HANDBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def browser_environment(folder: Path) -> dict[str, str]:
    """What the browser is to be started with, so that it has the fonts of our PDFs.

    A minimal Linux has none for Chinese: then words have other widths, and a print no words at
    all. A file is written into `folder`, which must last as long as the browser.
    """
    if not sys.platform.startswith("linux"):
        return dict(os.environ)
    fonts = folder / "fonts.conf"
    where = pylopdf_fonts_zh_cn.serif_path().parent
    fonts.write_text(FONTS.format(folder=where), encoding="utf-8")
    return os.environ | {"FONTCONFIG_FILE": str(fonts)}
