"""Set the same text with us, WeasyPrint and Chromium: `python scripts/bench/pdf.py`.

Each run is a process of its own and counts the whole way from Markdown to the PDF's last byte.
All three read the sources with `load_book`. The peers get one HTML page with the same text, notes
and relations, and a print stylesheet of the same trim, faces and sizes; running heads and page
numbers at references where they can set them. All three write tagged PDF. WeasyPrint is for this
benchmark only (`pip install weasyprint==70.0`); Chromium is the one on the path or in
HANDBOOK_CHROMIUM.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree.ElementTree import tostring

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

PEERS = {"weasyprint": 15.0, "chromium": 4.0}
"""How many times faster than a peer we mean to be."""


def set_with_us(root: Path, out: Path) -> None:
    from handbook.book import load_book
    from handbook.press import VOLUMES, set_volume

    out.write_bytes(set_volume(load_book(root), VOLUMES[0]))


def set_with_weasyprint(root: Path, out: Path) -> None:
    import weasyprint

    page = write_page(root, out.with_suffix(".html"))
    weasyprint.HTML(filename=str(page)).write_pdf(str(out), pdf_variant="pdf/ua-1")


def set_with_chromium(root: Path, out: Path) -> None:
    page = write_page(root, out.with_suffix(".html"))
    command = [
        str(find_chromium()), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={out.with_suffix('.profile')}", "--allow-file-access-from-files",
        "--generate-pdf-document-outline", "--no-pdf-header-footer", f"--print-to-pdf={out}",
        page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


CSS = """
@font-face { font-family: Serif; src: url("SERIF") }
@font-face { font-family: Sans; src: url("SANS") }
@page { size: 140mm 203mm; margin: 24mm 23mm 25mm 25mm;
  @top-left { content: string(chapter); font: 7.8pt Sans }
  @top-right { content: string(clause); font: 7.8pt Sans }
  @bottom-left { content: "NOTICE"; font: 7.2pt Sans }
  @bottom-right { content: counter(page); font: 8.5pt Sans } }
html { font: 9.75pt/1.82 Serif; text-align: justify; hanging-punctuation: allow-end }
body, p, ol, ul { margin: 0 } h1, h2, h3, strong { font-family: Sans; font-weight: normal }
h1 { string-set: chapter content(); break-before: right; font-size: 23pt }
h2 { font-size: 14pt } h3 { string-set: clause attr(data-label); font-size: 10pt; margin: 1em 0 0 }
h1, h2, h3 { break-after: avoid } h3 b { color: #9e1b1b; font-size: 8.5pt; font-weight: normal;
  display: inline-block; width: 14.5mm; margin-left: -14.5mm }
ol, ul { list-style: none; padding-left: 2.5em } .hb-mark { margin-left: -2.5em }
.hb-check { border-left: 1.1pt solid #9e1b1b; padding-left: .9em; font-size: 8.5pt }
.hb-relations { font: 7.2pt/1.5 Sans; color: #666 }
table { width: 100%; border-collapse: collapse; border-top: .9pt solid; border-bottom: .9pt solid }
thead { display: table-header-group; border-bottom: .5pt solid } td, th { font-weight: normal;
  text-align: left } tr { break-inside: avoid } a { color: inherit; text-decoration: none }
a.hb-ref::after, .hb-relation a::after { font: 6.8pt Sans;
  content: "（" target-counter(attr(href), page) "页）" }
nav a { display: block } nav a::after { content: " " target-counter(attr(href), page) }
"""


def write_page(root: Path, path: Path) -> Path:
    """The handbook as one HTML page."""
    import pylopdf_fonts_zh_cn as fonts

    from handbook.book import load_book
    from handbook.markdown.relations import relations_element

    book = load_book(root)
    css = CSS.replace("NOTICE", book.settings.notice)
    css = css.replace("SERIF", fonts.serif_path().as_uri())
    css = css.replace("SANS", fonts.sans_path().as_uri())
    title = html.escape(book.settings.title)
    parts = [
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{css}</style><h1>{title}</h1><nav>"
    ]
    sections = [s for page in book.folder("handbook") for s in page.sections]
    parts += [
        f'<a href="#{s.id}">{html.escape(s.heading_text)}</a>' for s in sections if s.kind == "item"
    ]
    parts.append("</nav>")
    for section in sections:
        level = section.heading.level
        parts.append(
            f'<h{level} id="{section.id}" data-label="{section.label}"><b>{section.label}</b>'
            f"{section.title_html}</h{level}>"
        )
        parts.append(re.sub(r'href="[^"#]*#', 'href="#', section.body_html))
        line = relations_element(book.resolver("").citing(section.id))
        if line is not None:
            parts.append(re.sub(r'href="[^"#]*#', 'href="#', tostring(line, encoding="unicode")))
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


TOOLS = {"us": set_with_us, "weasyprint": set_with_weasyprint, "chromium": set_with_chromium}


def measure(tool: str, root: Path, folder: Path) -> tuple[float, int]:
    """Seconds of a whole process, and pages."""
    import pypdfium2

    out = folder / f"{tool}.pdf"
    started = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--one", tool, str(root), str(out)], check=True)
    seconds = time.perf_counter() - started
    return seconds, len(pypdfium2.PdfDocument(out))


def available() -> list[str]:
    """The tools that are here; what is missing is said in a line."""
    tools = ["us"]
    if importlib.util.find_spec("weasyprint"):
        tools.append("weasyprint")
    else:
        print("WeasyPrint is not installed: pip install weasyprint==70.0")
    if find_chromium():
        tools.append("chromium")
    else:
        print("Chromium is not on the path")
    return tools


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--chapters", type=int, default=24, help="of the made book, 40 clauses each"
    )
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--one", nargs=3, metavar=("TOOL", "ROOT", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        tool, root, out = options.one
        TOOLS[tool](Path(root), Path(out))
        return
    from content import write_handbook

    tools = available()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_handbook(folder / "large", options.chapters, 40)
        for label, root in (("our book", ROOT), ("large book", folder / "large")):
            # In turns, so that a slow spell of the machine is everyone's.
            rounds = [{t: measure(t, root, folder) for t in tools} for _ in range(options.runs)]
            results = {tool: min(found[tool] for found in rounds) for tool in tools}
            ours = results["us"][0]
            for tool, (seconds, pages) in results.items():
                goal = f", goal {PEERS[tool]:g}x" if tool in PEERS else ""
                times = f"{seconds:7.2f} s{pages:6} pages{seconds / ours:7.1f}x{goal}"
                print(f"{label:11}{tool:11}{times}")


if __name__ == "__main__":
    main()
