"""Make the README's pictures from the real build: `.venv/bin/python scripts/screenshots.py`.

Takes `site/` as `handbook build` left it, a Chromium, and `pdftoppm` for the pages of the PDF.
`--all DIR` writes instead every kind of page at three widths, light and dark, for looking at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site" / "latest"
PICTURES = ROOT / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
KINDS = (
    "index.html",
    "handbook/index.html",
    "handbook/02-activities.html",
    "bulletins/2018-03.html",
    "methods/ten-ones.html",
    "regulations/working-rules.html",
    "errata/index.html",
    "errata/2018-001.html",
    "programme/plan.html",
    "records/branch-book.html",
)
SPREAD = (34, 35)
"""The pages of handbook.pdf, counted from 1, that lie side by side."""


def launch(playwright: object) -> Browser:
    """A Chromium: the one named, or one on the path, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("HANDBOOK_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)  # type: ignore[attr-defined]


def shoot(
    browser: Browser, url: str, target: Path, width: int, height: int, **more: object
) -> None:
    """One picture of one page."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(300)
    page.screenshot(path=target)
    context.close()


def spread(browser: Browser, target: Path) -> None:
    """Two facing pages of the handbook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, last = SPREAD
        pdf = SITE / "print" / "handbook.pdf"
        pages = ["-f", str(first), "-l", str(last)]
        subprocess.run(["pdftoppm", "-r", "100", "-png", *pages, pdf, folder / "p"], check=True)
        images = "".join(f'<img src="{p.as_uri()}">' for p in sorted(folder.glob("p*.png")))
        style = "body{margin:0;padding:24px;background:#ddd8d0;display:flex;gap:2px}"
        html = folder / "spread.html"
        html.write_text(f"<style>{style}</style>{images}", encoding="utf-8")
        shoot(browser, html.as_uri(), target, 1154, 848)


def main() -> int:
    """Make the pictures."""
    if not SITE.is_dir():
        print("run handbook build first", file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if sys.argv[1:2] == ["--all"]:
            folder = Path(sys.argv[2])
            folder.mkdir(parents=True, exist_ok=True)
            for name in KINDS:
                for width in (390, 768, 1440):
                    for scheme in ("light", "dark"):
                        stem = name.removesuffix(".html").replace("/", "-")
                        target = folder / f"{stem}-{width}-{scheme}.png"
                        url = (SITE / name).as_uri()
                        shoot(browser, url, target, width, 900, color_scheme=scheme)
            return 0
        PICTURES.mkdir(exist_ok=True)
        clause = (SITE / "handbook/02-activities.html").as_uri() + "#party-day-frequency"
        shoot(browser, clause, PICTURES / "site.png", 1280, 800)
        spread(browser, PICTURES / "spread.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
