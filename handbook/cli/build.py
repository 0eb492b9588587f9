"""`handbook build`."""

from __future__ import annotations

import argparse

from handbook.cli.output import Progress
from handbook.messages import Language, say


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `build`."""
    parser.add_argument("--no-pdf", action="store_true", help=say("about-no-pdf", lang))
    parser.add_argument("--zip", action="store_true", help=say("about-zip", lang))
    parser.add_argument("--clean", action="store_true", help=say("about-clean", lang))
    parser.add_argument("--explain", action="store_true", help=say("about-explain", lang))


def run(options: argparse.Namespace) -> int:
    """Build the site and the PDFs, and say with `--explain` what was made anew and why."""
    progress = Progress(options.lang)
    # The theme takes a while to import; `check` and the like do without.
    from handbook.site.build import build_site
    from handbook.site.reasons import Reason

    reasons: list[Reason] = []
    pdf = not options.no_pdf
    path = build_site(options.root, progress, pdf, options.clean, reasons, options.zip)
    if options.explain:
        for reason in reasons:
            what = f"{'：' if options.lang == 'zh' else ': '}{reason.what}" if reason.what else ""
            print(f"{reason.path}  {say(reason.key, options.lang)}{what}")
        if not reasons:
            print(say("why-nothing", options.lang))
    progress("built", path=path, seconds=f"{progress.seconds():.1f}")
    return 0
