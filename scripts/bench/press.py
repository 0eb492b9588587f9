"""Make the press pack of a book of 540 pages, beside bare setting: `python scripts/bench/press.py`.

Two processes of ours. `bare` is Typst alone: the interior's XML through the templates to a PDF,
nothing else. `press` is all that a pack needs of its pages: interior, cover, preflight,
certificate and page map. Both count from the loaded Book to the last byte; the goal is that all of
it costs at most five times the bare setting. WeasyPrint and Chromium set the same text in the same
run, as in pdf.py, which counts whole processes; our whole process is given beside them.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from content import write_handbook
from pdf import ROOT, TOOLS, available

sys.path[:0] = [str(ROOT)]
GOAL = 5.0
"""How many times the bare setting a whole pack may cost."""


def run_bare(root: Path) -> dict[str, float]:
    from handbook.book import load_book
    from handbook.press import VOLUMES, set_volume
    from handbook.press.imprint import Imprint
    from handbook.press.pack import press_sheet

    book = load_book(root)
    started = time.perf_counter()
    set_volume(book, VOLUMES[0], press_sheet(book, VOLUMES[0]), imprint=Imprint("1"))
    return {"all": time.perf_counter() - started}


def run_press(root: Path) -> dict[str, float]:
    import handbook.press.pack as pack
    from handbook.book import load_book
    from handbook.press import VOLUMES
    from handbook.press.interior import Run
    from handbook.proof import page_map

    steps = {"set_interior": "interior", "set_cover": "cover", "check_pack": "checks"}
    times: dict[str, float] = {}
    for name, step in steps.items():
        setattr(pack, name, timed(getattr(pack, name), step, times))
    # What else a pack holds is not part of the goal.
    pack.impose = lambda *_: b""
    pack.set_job = lambda *_: b""
    pack.Checks.page = lambda *_: b""
    book = load_book(root)
    started = time.perf_counter()
    made = pack.make_pack(book, VOLUMES[0], Run("1", datetime.date(2018, 5, 28), 5900), root)
    middle = time.perf_counter()
    page_map(made.interior.pdf, book)
    ended = time.perf_counter()
    certificate, bound = made.checks.certificate, made.interior.bound
    assert certificate.holds, certificate.differences[:3]
    assert all(report.ok for report in made.checks.reports.values())
    return {**times, "map": ended - middle, "all": ended - started, "pages": bound.pages}


def timed(function, step: str, times: dict[str, float]):
    def wrapper(*args, **kwargs):
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            times[step] = time.perf_counter() - started

    return wrapper


OURS = {"bare": run_bare, "press": run_press}


def measure(name: str, root: Path) -> dict[str, float]:
    """The figures of one of ours, and the seconds of its whole process."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--one", name, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return {**json.loads(done.stdout), "process": time.perf_counter() - started}


def measure_peer(tool: str, root: Path, folder: Path) -> float:
    """Seconds of a peer's whole process."""
    command = [sys.executable, str(Path(__file__).with_name("pdf.py")), "--one", tool]
    started = time.perf_counter()
    subprocess.run([*command, str(root), str(folder / f"{tool}.pdf")], check=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, default=19, help="of 40 clauses; 19: 540 pages")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "ROOT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        name, root = options.one
        print(json.dumps(OURS[name](Path(root))))
        return
    peers = [tool for tool in available() if tool in TOOLS and tool != "us"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "large"
        write_handbook(root, options.chapters, 40)
        rounds: list[dict[str, float]] = []
        best: dict[str, dict[str, float]] = {}
        for _ in range(options.runs):  # in turns, so that a slow spell of the machine is everyone's
            found = {what: measure(what, root) for what in OURS}
            rounds.append({tool: measure_peer(tool, root, folder) for tool in peers})
            for what, figures in found.items():
                if what not in best or figures["all"] < best[what]["all"]:
                    best[what] = figures
        bare, press = best["bare"], best["press"]
        print(f"bare Typst   {bare['all']:7.2f} s")
        print(f"press        {press['all']:7.2f} s{press['pages']:6.0f} pages", end="")
        print(f"{press['all'] / bare['all']:7.1f}x, goal {GOAL:g}x")
        for step in ("interior", "cover", "checks", "map"):
            print(f"  {step:11}{press[step]:7.2f} s")
        print(f"whole process{press['process']:6.2f} s")
        for tool in peers:
            seconds = min(each[tool] for each in rounds)
            print(
                f"{tool:13}{seconds:6.2f} s{seconds / press['process']:19.1f}x, sets the pages only"
            )


if __name__ == "__main__":
    main()
