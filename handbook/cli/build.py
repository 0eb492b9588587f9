"""`handbook build`."""

from __future__ import annotations

import argparse

from handbook.cli.output import Progress
from handbook.messages import Language, say


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `build`."""
    parser.add_argument("--no-pdf", action="store_true", help=say("about-no-pdf", lang))
    parser.add_argument("--clean", action="store_true", help=say("about-clean", lang))


def run(options: argparse.Namespace) -> int:
    """Build the site and the PDFs."""
    progress = Progress(options.lang)
    # MkDocs and the theme take a while to import; `check` and the like do without.
    from handbook.site import build_site

    path = build_site(options.root, progress, pdf=not options.no_pdf, clean=options.clean)
    progress("built", path=path, seconds=f"{progress.seconds():.1f}")
    return 0
