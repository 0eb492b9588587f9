"""How heavy, how quick and how still pages are: `.venv/bin/python scripts/bench/pages.py [RUNS]`.

Takes `site/` as `handbook build` left it, serves it here, and opens it in a real Chromium whose
processor is throttled to a quarter. Weight is all that a page loads, each file compressed by gzip
as a server would send it; LCP, CLS and the longest task are what the browser itself reports, the
median of the runs. The self-check is measured with an empty browser, and with four branches in it
that have judged every clause.
The readers' own fonts are used, so that none are loaded. A machine at rest is a fair one.
"""

from __future__ import annotations

import functools
import gzip
import statistics
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import browser_environment, find_chromium
from playwright.sync_api import Browser, Response, StorageState, sync_playwright

SITE = Path(__file__).resolve().parent.parent.parent / "site"
PAGES = {
    "home": "latest/index.html",
    "a chapter": "latest/handbook/02-activities.html",
    "clause landing": "latest/c/party-day-frequency/index.html",
    "clause index": "latest/handbook/index.html",
    "change log": "latest/errata/index.html",
    "self-check": "latest/selfcheck/index.html",
}
WIDTHS = (390, 1280)
SLOWER = 4
SETTLED = 1000
"""Milliseconds after which a page is taken to be at rest."""
OBSERVE = """
self.seen = {lcp: 0, cls: 0, task: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.lcp = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.task = Math.max(seen.task, entry.duration);
}).observe({type: "longtask", buffered: true});
"""
CHECKED = "self-check"
JUDGE = """async () => {
  for (const each of document.querySelectorAll(".hb-sc-clause input[value=met]")) each.click();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const root = Object.keys(localStorage).find((key) => /^handbook-selfcheck:[^/@?]*$/.test(key));
  const [key] = JSON.parse(localStorage[root]);
  const branch = JSON.parse(localStorage[`${root}/${key}`]);
  const keys = [key, "a", "b", "c"];
  for (const each of keys.slice(1)) {
    localStorage[`${root}/${each}`] = JSON.stringify({...branch, key: each, branch: each});
  }
  localStorage[root] = JSON.stringify(keys);
}"""
"""Judges every clause, and copies the branch three times."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the table clean."""


def judged(browser: Browser, address: str) -> StorageState:
    """What a browser keeps when all is judged on the page of the self-check."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#hb-selfcheck[data-ready]", state="attached")
    page.evaluate(JUDGE)
    state = context.storage_state()
    context.close()
    return state


def measure(
    browser: Browser, address: str, width: int, state: StorageState | None
) -> tuple[int, float, float, float]:
    """Compressed bytes, LCP and longest task in milliseconds, and CLS of one page.

    The browser knows nothing but what `state` keeps.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, storage_state=state)
    context.add_init_script(OBSERVE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("seen")
    # A page that leads on has gone before its body can be asked for: the file itself is weighed.
    paths = {unquote(urlsplit(answer.url).path) for answer in answers if answer.ok}
    weight = sum(len(gzip.compress((SITE / path[1:]).read_bytes(), 6)) for path in paths)
    context.close()
    return weight, seen["lcp"], seen["task"], seen["cls"]


def main() -> int:
    """Measure all and print a table."""
    if not SITE.is_dir():
        print("run handbook build first", file=sys.stderr)
        return 2
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"median of {runs} runs, processor {SLOWER}x slower; goals: 300 kB, LCP 1000 ms, CLS 0")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox"],
            env=browser_environment(Path(scratch)),
        )
        base = f"http://127.0.0.1:{server.server_address[1]}"
        cases: list[tuple[str, str, StorageState | None]] = [
            (name, f"{base}/{page}", None) for name, page in PAGES.items()
        ]
        checked = f"{base}/{PAGES[CHECKED]}"
        cases.append((f"{CHECKED}, full", checked, judged(browser, checked)))
        for name, address, state in cases:
            for width in WIDTHS:
                found = [measure(browser, address, width, state) for _ in range(runs)]
                weight, lcp, task, cls = (
                    statistics.median(column) for column in zip(*found, strict=True)
                )
                print(
                    f"{name:16} {width:5} px {weight / 1000:6.0f} kB"
                    f"  LCP {lcp:5.0f} ms  longest task {task:5.0f} ms  CLS {cls:.4f}"
                )
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
