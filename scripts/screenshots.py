"""Make the README's pictures from the real build: `.venv/bin/python scripts/screenshots.py`.

Takes `site/` as `handbook build` left it, a Chromium, and `pdftoppm` for the pages of the PDF.
`--all DIR [KIND…]` writes instead every kind of page (or those named) at three widths, light and
dark, for looking at.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from browser import browser_environment, find_chromium
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site" / "latest"
PICTURES = ROOT / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
KINDS = {
    "home": "latest/index.html",
    "clauses": "latest/handbook/index.html",
    "chapter": "latest/handbook/02-activities.html",
    "clause": "latest/handbook/02-activities.html#party-day-frequency",
    "old-edition": "2018/handbook/02-activities.html#party-day-frequency",
    "draft": "next/handbook/02-activities.html",
    "bulletins": "latest/bulletins/index.html",
    "bulletin": "latest/bulletins/2018-03.html",
    "methods": "latest/methods/index.html",
    "method": "latest/methods/ten-ones.html",
    "regulations": "latest/regulations/index.html",
    "regulation": "latest/regulations/working-rules.html",
    "errata": "latest/errata/index.html",
    "erratum": "latest/errata/2018-001.html",
    "suggestion": "latest/suggest/index.html?p=party-day-frequency",
    "editions": "latest/editions/index.html",
    "comparison": "latest/changes/2018.html",
    "programme": "latest/programme/index.html",
    "plan": "latest/programme/plan.html",
    "distribution": "latest/programme/distribution.html",
    "records": "latest/records/index.html",
    "record-book": "latest/records/branch-book.html",
    "mine": "latest/mine/index.html",
    "my-copy": "mine/index.html?e=2018&p=1",
    "printing": "latest/mine/2018-1.html",
    "selfcheck": "latest/selfcheck/index.html",
    "overview": "latest/selfcheck/overview.html",
    "desk": "latest/desk/index.html",
    "missing": "latest/404.html",
    "search": "latest/index.html?q=组织生活",
    "nothing-found": "latest/index.html?q=组织生火会议",
}
"""Every kind of page, below `site/`."""
WIDTHS = (390, 768, 1440)
SPREAD = (34, 35)
"""The pages of handbook.pdf, counted from 1, that lie side by side."""


def launch(playwright: object, folder: Path) -> Browser:
    """A Chromium: the one named, or one on the path, or Playwright's own."""
    return playwright.chromium.launch(  # type: ignore[attr-defined]
        executable_path=find_chromium(), args=FLAGS, env=browser_environment(folder)
    )


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


def shoot_kind(browser: Browser, url: str, target: Path) -> None:
    """A kind of page at each width, light and dark: `chapter-390-dark.png`."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            path = target.with_name(f"{target.name}-{width}-{scheme}.png")
            shoot(browser, url, path, width, 900, color_scheme=scheme)


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
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = launch(playwright, Path(scratch))
        if sys.argv[1:2] == ["--all"]:
            folder = Path(sys.argv[2])
            folder.mkdir(parents=True, exist_ok=True)
            for kind, name in KINDS.items():
                if kind in (sys.argv[3:] or KINDS):
                    print(kind, flush=True)
                    shoot_kind(browser, f"{SITE.parent.as_uri()}/{name}", folder / kind)
            return 0
        PICTURES.mkdir(exist_ok=True)
        clause = (SITE / "handbook/02-activities.html").as_uri() + "#party-day-frequency"
        shoot(browser, clause, PICTURES / "site.png", 1280, 800)
        spread(browser, PICTURES / "spread.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
