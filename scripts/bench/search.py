"""Search in 1, 10 and 100 MB of text, in a real browser, beside Material's own and Pagefind.

`.venv/bin/python scripts/bench/search.py [MEGABYTES …] [--peers]`. The peers are no dependency of
ours: `pip install jieba` into the venv for Material's, `npm install pagefind` in the folder named
by `PAGEFIND` (default: here). They are given the smallest text only.

The text is made of characters that follow one another as in the sample (a Markov chain of order
2), in clauses below items below chapters. Of every text the same 2,000 parts of 2 to 12 characters
are asked for; recall is how many of the pages that have them are found, precision how many of the
pages found have them (so what means the same counts against it). For speed several
words, words like others, pinyin, frequent words and what nothing has are asked for too. Times are
those a page waits for, from the message to the worker to its answer; of ours the least of three,
since other processes may share the machine, and beside it the first alone. `longest_task` is what
the page itself was kept from answering, while the index loads and while it is searched; `memory`
what the page's process and its worker hold.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from handbook.book import load_book
from handbook.search.entries import build_index
from handbook.search.entry import Entry
from handbook.search.index import make_index
from handbook.search.material import HERE, worker_script
from handbook.search.publish import index_files

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("HANDBOOK_CHROMIUM", "/usr/bin/chromium")
POOL = 3_000_000
"""So much is made; larger texts shuffle its sentences, further apart than gzip sees."""
PAGE = """<!doctype html><meta charset="utf-8"><script src="shim.js"></script><body><script>
const worker = new Worker("assets/javascripts/workers/search.js");
const answers = [];
worker.addEventListener("message", ({ data }) => {
  if (data.type === 3) answers.shift()(data.data);
});
const ask = query => new Promise(resolve => {
  answers.push(resolve);
  worker.postMessage({ type: 2, data: query });
});
let longest = 0;
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ type: "longtask" });
async function time(queries) {
  const times = [], firsts = [];
  longest = 0;
  for (const query of queries) {
    let least = Infinity;
    for (let run = 0; run < 3; run += 1) {
      const start = performance.now();
      await ask(query);
      const took = performance.now() - start;
      if (run === 0) firsts.push(took);
      least = Math.min(least, took);
      if (queries.length === 1) break;
    }
    times.push(least);
  }
  await new Promise(resolve => setTimeout(resolve, 100)); // long tasks are told of a little later
  return { times, firsts, longest };
}
</script>"""
LUNR = """<!doctype html><meta charset="utf-8"><body><script>
const worker = new Worker("WORKER");
const ask = (message, type) => new Promise(resolve => {
  worker.onmessage = ({ data }) => { if (data.type === type) resolve(data.data); };
  worker.postMessage(message);
});
async function load() {
  const start = performance.now();
  const { config, docs } = await (await fetch("search/search_index.json")).json();
  await ask({ type: 0, data: { config, docs, options: { suggest: false } } }, 1);
  return performance.now() - start;
}
async function run(queries) {
  const times = [], found = [];
  for (const query of queries) {
    const start = performance.now();
    const { items } = await ask({ type: 2, data: query }, 3);
    times.push(performance.now() - start);
    found.push(items.flat().map(({ location }) => location.split("#")[0]));
  }
  return { times, found };
}
</script>"""
PAGEFIND = """<!doctype html><html lang="zh"><meta charset="utf-8"><body><script type="module">
const pagefind = await import("./pagefind/pagefind.js");
window.load = async () => {
  const start = performance.now();
  await pagefind.init();
  await pagefind.search("党员");
  return performance.now() - start;
};
window.run = async queries => {
  const times = [], found = [];
  for (const query of queries) {
    const start = performance.now();
    const { results } = await pagefind.search(query);
    times.push(performance.now() - start);
    found.push((await Promise.all(results.map(each => each.data()))).map(({ url }) => url));
  }
  return { times, found };
};
</script>"""


# The text


def make_sentences(rand: random.Random) -> list[str]:
    """Sentences that read like the sample's from two characters to the next."""
    sample = [entry.text for entry in build_index(load_book(ROOT)).entries]
    follow: defaultdict[str, list[str]] = defaultdict(list)
    text = "。".join(sample)
    for i in range(len(text) - 2):
        follow[text[i : i + 2]].append(text[i + 2])
    state, made = text[:2], []
    for _ in range(POOL // 3):
        following = follow.get(state)
        char = rand.choice(following) if following else "。"
        made.append(char)
        state = state[1] + char
    found = re.findall("[^。；\n]{4,}[。；]", "".join(made))
    return [sentence.replace("\t", "，") for sentence in found]


def make_entries(megabytes: int) -> list[Entry]:
    """Chapters, items and clauses of so many million bytes in all; a page an item."""
    rand = random.Random(megabytes)
    sentences = make_sentences(random.Random(1))
    titles = [s[:6].strip("，、（）") or "条文" for s in sentences[:20_000]]
    entries: list[Entry] = []
    size, clause, chapter, item = 0, 0, -1, -1
    while size < megabytes * 1_000_000:
        if clause % 60 == 0:
            chapter = len(entries)
            label = f"第{clause // 60 + 1}部"
            entries.append(_entry("chapter", label, rand.choice(titles), "", -1, []))
        if clause % 6 == 0:
            item = len(entries)
            label = f"第{clause // 6 + 1}项"
            path = [entries[chapter].heading]
            entries.append(_entry("item", label, rand.choice(titles), "", chapter, path))
        clause += 1
        text = "".join(rand.choice(sentences) for _ in range(4))
        path = [entries[chapter].heading, entries[item].heading]
        entries.append(_entry("clause", f"第{clause}条", rand.choice(titles), text, item, path))
        size += len(entries[-1].shown.encode())
    return entries


def _entry(kind: str, label: str, title: str, text: str, parent: int, path: list[str]) -> Entry:
    id = f"{kind}-{label[1:-1]}"
    page = f"p{(int(label[1:-1]) - 1) // (6 if kind == 'clause' else 1)}.html"
    return Entry(
        id, kind, label, title, tuple(path), f"{page}#{id}", f"{label} {title}", text, parent
    )


def parts_of(entries: list[Entry], count: int) -> list[str]:
    """Parts of 2 to 12 characters of clauses."""
    rand = random.Random(2000)
    clauses = [entry for entry in entries if entry.kind == "clause"]
    found: list[str] = []
    while len(found) < count:
        entry = rand.choice(clauses)
        start = rand.randrange(len(entry.text))
        part = entry.text[start : start + rand.randint(2, 12)]
        if len(part) > 1 and any(unicodedata.category(char)[0] in "LN" for char in part):
            found.append(part)
    return found


def other_queries(parts: list[str]) -> list[str]:
    """What else people ask, in equal shares."""
    rand = random.Random(7)
    several = [f"{rand.choice(parts)[:3]} {rand.choice(parts)[:3]}" for _ in range(80)]
    missing = [rand.choice(parts)[:5] + rand.choice(parts)[:5] for _ in range(80)]
    pinyin = ["zuzhishenghuo", "zzsh", "dangke", "dk", "zhuanzheng", "dangyuan", "ztdr", "zbdydh"]
    often = ["党员", "支部", "的", "会议 记录", "党员 支部", "书记", "不少于", "机关党委"]
    names = ["第45条", "四十五条", "45", '"支部" -党员', "party dues", "三会一课", "主題黨日"]
    many = ["党员 支部 会议 记录 书记 委员", '"党员" "支部"', "-党员 支部", '"党员大会" 表决']
    return [*several, *missing, *pinyin * 10, *often * 10, *names * 10, *many * 10]


# Measuring


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def say(name: str, **values: object) -> None:
    """A row of the result."""
    print(f"{name:<28}" + "  ".join(f"{key} {value}" for key, value in values.items()), flush=True)


def spread(times: list[float]) -> dict[str, str]:
    """Median and 95th percentile of milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return {"p50": f"{statistics.median(times):.1f} ms", "p95": f"{p95:.1f} ms"}


def memory(browser: Any) -> float:
    """What the largest of the browser's page processes holds, in million bytes; Linux alone."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    held = [0.0]
    for process in processes:
        status = Path(f"/proc/{process['id']}/status")
        if process["type"] == "renderer" and status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            held.append(int(lines["VmRSS"].split()[0]) * 1024 / 1e6)
    return max(held)


def packed(data: bytes) -> int:
    """The size as a server sends it."""
    return len(gzip.compress(data, 9))


def bench_ours(browser: Any, megabytes: int, folder: Path) -> list[Entry]:
    """Our worker over http, and its stand-in on a page opened as a file."""
    entries = make_entries(megabytes)
    settings = load_book(ROOT).settings
    start = time.perf_counter()
    index = make_index("bench", entries, "", settings.search.synonyms, settings.keywords)
    files = dict(index_files(index))
    built = time.perf_counter() - start
    size = sum(len(entry.shown.encode()) + 1 for entry in entries)
    for name, data in {
        **{f"search/{name}": data for name, data in files.items()},
        "assets/javascripts/workers/search.js": worker_script().encode(),
        "shim.js": (HERE / "worker_shim.js").read_bytes(),
        "bench.html": PAGE.encode(),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    payload = sum(len(data) for name, data in files.items() if name.endswith(".bin"))
    say(
        f"ours, {megabytes} MB",
        payload=f"{payload / 1e6:.2f} MB ({payload / size:.3f} of the text)",
        script=f"{packed(worker_script().encode()) / 1e3:.0f} kB",
        built=f"{built:.1f} s",
        sections=len(entries),
    )
    parts = parts_of(entries, 2000)
    queries = parts if megabytes <= 10 else parts[:300]  # or it takes an hour
    others = other_queries(queries)[:: 1 if megabytes <= 10 else 8]
    with served(folder) as address:
        for how, base in {"http": address, "file": f"{folder.as_uri()}/"}.items():
            page = browser.new_page()
            page.goto(f"{base}bench.html")
            before = memory(browser)
            loaded = page.evaluate("() => time(['党员'])")
            page.evaluate("queries => time(queries)", ["zzsh", "不会有的词"])
            plain = page.evaluate("queries => time(queries)", queries)
            other = page.evaluate("queries => time(queries)", others)
            say(
                f"  {how}",
                load=f"{loaded['times'][0]:.0f} ms",
                longest_task=f"{loaded['longest']:.0f} ms",
                memory=f"{memory(browser):.0f} MB ({before:.0f} MB before)",
            )
            for name, results in {
                "parts": [plain],
                "other queries": [other],
                "all queries": [plain, other],
            }.items():
                first = spread([time for each in results for time in each["firsts"]])["p95"]
                longest = f"{max(each['longest'] for each in results):.0f} ms"
                times = [time for each in results for time in each["times"]]
                say(f"    {name}", **spread(times), first_p95=first, longest_task=longest)
            page.close()
    if megabytes == 1:
        page = browser.new_page()
        page.add_script_tag(content=worker_script())
        say("  2,000 parts", **_quality(entries, parts, _pages_found(page, files, queries)))
        page.close()
    return entries


def _pages_found(page: Any, files: dict[str, bytes], queries: list[str]) -> list[list[str]]:
    data = json.loads(files["index.json"])
    entries = [json.loads(files[f"{name}.json"])["entries"] for name in data["files"]]
    data["entries"] = list(itertools.chain(*entries))
    script = """json => {
      const [data, queries] = JSON.parse(json);
      const index = handbookSearch.makeIndex(data);
      return JSON.stringify(queries.map(query => handbookSearch.search(index, query).hits(Infinity)
        .map(({ entry }) => entry.url.split("#")[0])));
    }"""
    found: list[list[str]] = json.loads(page.evaluate(script, json.dumps([data, queries])))
    return found


def _quality(entries: list[Entry], parts: list[str], found: list[list[str]]) -> dict[str, str]:
    """Recall and precision by page, over all parts."""
    texts = {page: "\n".join(e.text for e in own) for page, own in by_page(entries).items()}
    there, listed, both = 0, 0, 0
    for part, pages in zip(parts, found, strict=True):
        have = {page for page, text in texts.items() if part in text}
        there, listed = there + len(have), listed + len(set(pages))
        both += len(have & set(pages))
    return {"recall": f"{both / there:.3f}", "precision": f"{both / listed:.3f}"}


def by_page(entries: list[Entry]) -> dict[str, list[Entry]]:
    """The entries of each page."""
    pages: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind != "chapter":
            pages[entry.url.partition("#")[0]].append(entry)
    return pages


def bench_lunr(browser: Any, entries: list[Entry], folder: Path) -> None:
    """Material's own search as it ships: lunr in a worker, words cut by jieba."""
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    for name, found in by_page(entries).items():
        lines = [f"{'#' if e.kind == 'item' else '##'} {e.heading}\n\n{e.text}\n" for e in found]
        (docs / name).with_suffix(".md").write_text("\n".join(lines), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: bench\nuse_directory_urls: false\nplugins: [search]\n"
        "theme: {name: material, language: zh, font: false, features: [navigation.prune]}\n",
        encoding="utf-8",
    )
    start = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    site = folder / "site"
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.js")
    (site / "bench.html").write_text(LUNR.replace("WORKER", str(worker.relative_to(site))))
    index = (site / "search/search_index.json").read_bytes()
    size = sum(len(entry.shown.encode()) + 1 for entry in entries)
    say(
        "lunr and jieba",
        payload=f"{packed(index) / 1e6:.2f} MB ({packed(index) / size:.3f} of the text)",
        script=f"{packed(worker.read_bytes()) / 1e3:.0f} kB and lunr's languages",
        built=f"{time.perf_counter() - start:.1f} s with the pages",
    )
    _ask(browser, site, entries)


def bench_pagefind(browser: Any, entries: list[Entry], folder: Path) -> None:
    """Pagefind: an index in pieces, loaded as they are asked for."""
    for name, found in by_page(entries).items():
        body = "".join(f"<h2 id='{e.id}'>{e.heading}</h2><p>{e.text}</p>" for e in found)
        html = f"<!doctype html><html lang='zh'><meta charset='utf-8'><body>{body}</body></html>"
        (folder / name).write_text(html, encoding="utf-8")
    command = Path(os.environ.get("PAGEFIND", ".")) / "node_modules/.bin/pagefind"
    start = time.perf_counter()
    subprocess.run([str(command), "--site", str(folder)], check=True, capture_output=True)
    built = time.perf_counter() - start
    (folder / "bench.html").write_text(PAGEFIND, encoding="utf-8")
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    data = sum(path.stat().st_size for path in files if path.suffix.startswith(".pf_"))
    size = sum(len(entry.shown.encode()) + 1 for entry in entries)
    wasm = max(path.stat().st_size for path in files if "wasm." in path.name)
    say(
        "Pagefind",
        payload=f"{data / 1e6:.2f} MB ({data / size:.3f} of the text) in {len(files)} pieces",
        script=f"{wasm / 1e3:.0f} kB of WebAssembly",
        built=f"{built:.1f} s",
    )
    _ask(browser, folder, entries)


def _ask(browser: Any, site: Path, entries: list[Entry]) -> None:
    parts = parts_of(entries, 2000)
    with served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}bench.html")
        page.wait_for_function("window.load")
        load = page.evaluate("() => load()")
        result = page.evaluate("queries => run(queries)", parts)
        found = [[url.strip("/") for url in urls] for urls in result["found"]]
        say("  http", load=f"{load:.0f} ms", **spread(result["times"]))
        say("  2,000 parts", **_quality(entries, parts, found))
        page.close()


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("megabytes", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        flags = ["--no-sandbox", "--disable-gpu", "--js-flags=--max-old-space-size=4096"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        smallest: list[Entry] = []
        for megabytes in sorted(options.megabytes):
            folder = Path(scratch) / str(megabytes)
            folder.mkdir()
            entries = bench_ours(browser, megabytes, folder)
            smallest = smallest or entries
        if options.peers:
            for bench in (bench_lunr, bench_pagefind):
                folder = Path(scratch) / bench.__name__
                folder.mkdir()
                bench(browser, smallest, folder)
        browser.close()


if __name__ == "__main__":
    main()
