"""`handbook serve`."""

from __future__ import annotations

import argparse
import sys
import threading

from handbook.cli.output import print_problems
from handbook.messages import Language, say
from handbook.problems import InputError, problem
from handbook.source import load_settings


def add_arguments(parser: argparse.ArgumentParser, lang: Language) -> None:
    """The options of `serve`."""
    parser.add_argument("--address", default="127.0.0.1:8000", help=say("about-address", lang))


def run(options: argparse.Namespace) -> int:
    """Show the draft and reload it at every change, until interrupted."""
    load_settings(options.root)
    host, _, port = options.address.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise InputError([problem("serve-address", "--address", value=options.address)])
    # The theme takes a while to import; `check` and the like do without.
    from handbook.site.preview import Preview
    from handbook.site.serving import Changes, Server

    changes = Changes(options.root)
    preview = Preview(options.root, f"http://{host}:{port}/", options.lang)
    try:
        server = Server(preview, changes, (host.strip("[]"), int(port)))
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError(
            [problem("serve-busy", "--address", value=options.address, what=what)]
        ) from None

    def said(seconds: float) -> None:
        print_problems(preview.problems, options.lang, sys.stderr)
        text = say("serve-shown", options.lang, milliseconds=f"{seconds * 1000:.0f}")
        print(text, file=sys.stderr, flush=True)

    print_problems(preview.problems, options.lang, sys.stderr)
    bound = f"http://{host}:{server.server_address[1]}/"
    print(say("serve-at", options.lang, address=bound), file=sys.stderr, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        server.watch(said)
    finally:
        changes.stop()
        server.shutdown()
        server.server_close()
    return 0
