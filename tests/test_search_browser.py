"""The worker in a real browser: it agrees with Python, and it works in Material's dialog."""

from __future__ import annotations

import functools
import http.server
import json
import os
import random
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from handbook.book import Book
from handbook.search import Index, build_index, fold, index_json, make_index, search
from handbook.search import material as search_material
from handbook.search.material import enable_search, search_files
from handbook.site.csp import add_policy
from tests.test_search import ALPHABET, entry

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("HANDBOOK_CHROMIUM") or "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}; set HANDBOOK_CHROMIUM"
    ),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WORKER = Path(search_material.HERE / "worker.js").read_text(encoding="utf-8")
# Arguments and results travel as JSON text: Playwright's own way takes seconds for much of it.
HITS = """json => {
  const [data, queries] = JSON.parse(json);
  const index = handbookSearch.makeIndex(data);
  return JSON.stringify(queries.map(query => handbookSearch.search(index, query).map(hit =>
    [hit.entry.id, hit.score, hit.exact, hit.headingSpans, hit.spans, hit.excerpt])));
}"""
FOLDINGS = """json => {
  const [data, chars] = JSON.parse(json);
  const { fold } = handbookSearch.makeIndex(data);
  return JSON.stringify(chars.map(char => /\\p{Cn}/u.test(char) ? null : fold(char).text));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """An empty page with the worker's functions."""
    page = browser.new_page()
    page.add_script_tag(content=WORKER)
    yield page
    page.close()


def python_hits(index: Index, query: str) -> list[Any]:
    """What Python finds, in the shape of `HITS`."""
    hits = [
        [h.entry.id, h.score, h.exact, h.heading_spans, h.spans, h.excerpt]
        for h in search(index, query)
    ]
    return json.loads(json.dumps(hits))


def ask(page: Any, script: str, *values: object) -> Any:
    """What a script of the page returns, by JSON both ways."""
    return json.loads(page.evaluate(script, json.dumps(values)))


def agree(page: Any, index: Index, queries: list[str]) -> None:
    """Both find the same, in the same order, and mark the same."""
    found = ask(page, HITS, index_json(index), queries)
    for query, hits in zip(queries, found, strict=True):
        assert hits == python_hits(index, query), query


# Agreement


def test_folding_agrees(page: Any) -> None:
    """On every character of Python's Unicode that the browser's has too."""
    chars = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in ("Cn", "Cs")]
    folded = ask(page, FOLDINGS, index_json(make_index("e", [])), chars)
    pairs = zip(chars, folded, strict=True)
    assert [c for c, text in pairs if text is not None and text != fold(c)] == []


def test_parts_of_the_sample_agree(page: Any, sample: Book) -> None:
    index = build_index(sample)
    rand = random.Random(45)
    queries = [
        "第45条",
        "45条",
        "问3-14",
        "问3—14",
        "支部 表决",
        "党 党",
        "工作规范",
        "１",
        "条",
        "。",
    ]
    for _ in range(3000):
        shown = rand.choice(index.entries).shown
        start = rand.randrange(len(shown))
        queries.append(shown[start : start + rand.randint(2, 12)])
    for _ in range(500):
        queries.append(" ".join(rand.choice(queries) for _ in range(rand.randint(2, 3))))
    agree(page, index, queries)


def test_random_texts_agree(page: Any) -> None:
    rand = random.Random(173)
    strange = "\U00020bb7\U0001f9fe\ufb01\u0130\u1e9e\u03a3\u0345\u2028\u115f가ﾊﾞ\ud7a3<>&\"'"

    def text(longest: int) -> str:
        return "".join(rand.choice(ALPHABET + strange) for _ in range(rand.randint(1, longest)))

    for _ in range(20):
        index = make_index(
            "e",
            [
                entry(f"s{n}", text(12), text(200), rand.choice(["clause", "norm", "part"]))
                for n in range(12)
            ],
        )
        shown = "".join(e.shown for e in index.entries)
        cuts = [rand.randrange(len(shown)) for _ in range(150)]
        queries = [shown[cut : cut + rand.randint(1, 12)] for cut in cuts]
        agree(page, index, queries + [text(4) for _ in range(50)])


def test_characters_unknown_to_the_browser_are_found(page: Any) -> None:
    """The index says how its own characters fold, whatever Unicode the browser knows."""
    data = index_json(make_index("e", [entry("a", "第1条 甲", "旧\U000323b0字")]))
    data["folding"]["chars"]["\U000323b0"] = "新"
    data["text"] = data["text"].replace("\U000323b0", "新")
    data["entries"][0]["end"] -= 1
    ((hit,),) = ask(page, HITS, data, ["\U000323b0字"])
    assert hit[4] == [[1, 3]]


# Results as HTML


def test_hostile_text_is_escaped(page: Any) -> None:
    hostile = "<img src=x onerror=alert(1)> & \"'</small><script>alert(2)</script> &lt;b&gt;"
    section = entry("a", f"第1条 {hostile}", f"{hostile} 甲乙", label="第1条")
    index = make_index("e", [section])
    for query in ["img src", "script", "alert(1)", "lt b gt", "甲乙"]:
        elements, text = page.evaluate(
            """([data, query]) => {
              const index = handbookSearch.makeIndex(data);
              const [hit] = handbookSearch.search(index, query);
              const box = document.createElement("div");
              box.innerHTML = handbookSearch.makeItem(hit)[0].title;
              const names = [...box.querySelectorAll("*")].map(element => element.localName);
              return [names, box.textContent];
            }""",
            [index_json(index), query],
        )
        assert set(elements) <= {"mark", "small", "br"}
        assert "mark" in elements
        assert hostile in text


# Material's dialog


class ProbeConfig(Config):
    enabled = Type(bool, default=True)


class Probe(BasePlugin[ProbeConfig]):
    """The least a plugin does to have the search."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.load_config({})

    def on_config(self, config: MkDocsConfig) -> None:
        enable_search(config, self)

    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        for name, data in search_files(self.book).items():
            if (old := files.get_file_from_path(name)) is not None:
                files.remove(old)
            files.append(File.generated(config, name, content=data))
        for page in self.book.folder("handbook"):
            uri = page.document.path.removeprefix("docs/")
            files.append(File.generated(config, uri, content=f"# {page.head.title}\n"))
        files.append(File.generated(config, "index.md", content="# 首页\n"))

    def on_post_page(self, output: str, page: object, config: MkDocsConfig) -> str:
        return add_policy(output)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample: Book) -> Path:
    root = tmp_path_factory.mktemp("probe")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: probe\nuse_directory_urls: false\nplugins: []\n"
        "theme: {name: material, language: zh, font: false, features: [search.highlight]}\n"
    )
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins["probe"] = Probe(sample)
    build(config)
    return root / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The site's address over http and as files."""
    if request.param == "file":
        yield f"{site.as_uri()}/"
        return
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_material_dialog(browser: Any, address: str, sample: Book) -> None:
    clause = next(s for s in sample.provisions if s.label == "第45条")
    page = browser.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}handbook/01-organization.html")
    page.wait_for_load_state("networkidle")
    assert not any("search/index." in url for url in requests), "nothing is loaded to read a page"
    box = page.locator("[data-md-component=search-query]")
    results = page.locator(".md-search-result__item")
    box.click()
    box.fill("第45条")
    box.press("Shift")  # Material listens for keys let go
    first = results.first
    first.wait_for()
    assert first.locator("a").count() == 1
    assert (
        first.locator("h1")
        .inner_text()
        .startswith("\n".join([clause.heading_text, " › ".join(sample.path_text(clause))]))
    )
    assert first.locator("mark").all_inner_texts() == ["第45条"]
    href = first.locator("a").get_attribute("href")
    file, fragment = sample.url(clause.id).split("#")
    assert href.startswith(f"{address}{file}?h=")
    assert href.endswith(f"#{fragment}")
    box.fill("<img src=x>")
    box.press("Shift")
    page.wait_for_function("!document.querySelector('.md-search-result__item')")
    box.fill("主题党日")
    box.press("Shift")
    first.wait_for()
    assert results.count() == 10
    box.press("Enter")
    page.wait_for_url("**#*")
    assert complaints == []
    assert all(url.startswith(address) for url in requests)
    page.close()
