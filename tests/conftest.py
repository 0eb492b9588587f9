"""What the tests share: the sample, small trees made on the spot, and a browser."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from handbook.book import Book, load_book
from handbook.cli import main
from handbook.errata import load_register
from handbook.errata.model import compute_receipt
from handbook.errata.write import erratum_text

ROOT = Path(__file__).parent.parent

MKDOCS = """site_name: 小手册
use_directory_urls: false
theme: {name: material, language: zh}
plugins:
  - handbook:
      title: 小手册
      notice: 示例文本，非官方手册
      edition: "2018"
      require_check: true
"""
CHAPTER = """# 组织设置 {#ch-one}

本章规定支部怎样设立。

## 支部设立 {#item-one}

### 应建必建 {#set-up}

有正式党员3人以上的，应当成立党支部。

**自查：** 查党员名册。

### 联合支部 {#joint}

不足3人的，按照[][set-up]就近联合。

**自查：** 查联合支部的批复。
"""
Tree = Callable[..., Path]


@pytest.fixture(scope="session")
def sample() -> Book:
    """The sample's Book."""
    return load_book(ROOT)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Make a project of a few files; `None` leaves a file out, bytes are written as they are."""

    def make(files: Mapping[str, str | bytes | None] | None = None) -> Path:
        contents: dict[str, str | bytes | None] = {
            "mkdocs.yml": MKDOCS,
            "docs/handbook/01-one.md": CHAPTER,
        }
        contents.update(files or {})
        for name, content in contents.items():
            if content is None:
                continue
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(data)
        return tmp_path

    return make


def copy_sample(target: Path) -> Path:
    """The sample's sources in a folder of their own."""
    for name in ("docs", "overrides", "editions"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)
    shutil.copyfile(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


SURVEY = datetime.date(2018, 11, 20)
"""The last decision on what the survey of 2018 brought in."""


def copy_survey(target: Path) -> Path:
    """The sample's sources as the survey left them: the text of 2018, its 17 errata judged."""
    copy_sample(target)
    for name in ("handbook", "methods", "regulations"):
        shutil.rmtree(target / "docs" / name)
        (target / "editions" / "2018" / "docs" / name).rename(target / "docs" / name)
    shutil.rmtree(target / "editions")
    (target / "docs" / "programme" / "distribution.yml").unlink(missing_ok=True)
    settings = (target / "mkdocs.yml").read_text(encoding="utf-8")
    for old, new in (('"2020"', '"2018"'), ("2020年版", "2018年版"), ("2020-06-30", "2018-05-20")):
        assert old in settings
        settings = settings.replace(old, new)
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for path in (target / "docs" / "bulletins").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^affirmed:\n(  .*\n)+", 'affirmed: "2018"\n', text)
        path.write_text(text, encoding="utf-8")
    folder = target / "docs" / "errata"
    for each in load_register(load_book(ROOT))[0].errata:
        (target / each.path).unlink()
        history = tuple(
            entry
            for entry in each.history
            if entry.date <= SURVEY and entry.state != "incorporated"
        )
        judged = any(entry.state == "accepted" for entry in history)
        id = each.id if judged else compute_receipt(each.provision, each.original, each.corrected)
        then = dataclasses.replace(each, id=id, edition="next", history=history)
        (folder / f"{id}.md").write_text(erratum_text(then), encoding="utf-8")
    for path in (folder / "intake").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('edition: "2018"', "edition: next"), encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The Book of the sample as the survey of 2018 left it; its sources are at its root."""
    return load_book(copy_survey(tmp_path_factory.mktemp("survey")))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's whole `site/`, built once."""
    root = copy_sample(tmp_path_factory.mktemp("sample"))
    assert main(["-C", str(root), "build"]) == 0
    return root / "site"


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """The address of the built site on a server of our own."""
    handler = functools.partial(QuietHandler, directory=str(built))
    server = FileServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class FileServer(ThreadingHTTPServer):
    """A server for a browser, which opens many connections at once."""

    request_queue_size = 128


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a browser is started with."""
    from browser import browser_environment  # of scripts/, which pytest alone puts on the path

    return browser_environment(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="session")
def chromium(browser_env: dict[str, str]) -> Iterator[Browser]:
    """A real Chromium."""
    from browser import find_chromium

    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: scripts/test.py installs one where it may")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_FLAGS, env=dict(browser_env)
        )
        yield browser
        browser.close()
