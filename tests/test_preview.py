"""`handbook serve`: an edit is shown, problems are shown, and nothing is written."""

from __future__ import annotations

import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.book import load_book
from handbook.book.revise import revise_book
from handbook.cli import main
from handbook.site.build import build_site
from handbook.site.preview import RELOAD, Preview
from handbook.site.serving import Changes, Server
from tests.conftest import CHAPTER, Tree

SECOND = CHAPTER.replace("ch-one", "ch-two").replace("item-one", "item-two")
SECOND = SECOND.replace("{#set-up}", "{#second}").replace("{#joint}", "{#third}")
ONE = "docs/handbook/01-one.md"


@pytest.fixture
def project(tree: Tree) -> Path:
    return tree({"docs/handbook/02-two.md": SECOND, "docs/programme/index.md": "# 推进\n\n甲\n"})


@pytest.fixture
def served(project: Path) -> Iterator[tuple[Path, str]]:
    """A preview that watches its files, and its address."""
    changes = Changes(project)
    preview = Preview(project, "http://127.0.0.1/", "zh")
    server = Server(preview, changes, ("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=server.watch, args=[lambda seconds: None], daemon=True).start()
    yield project, f"http://127.0.0.1:{server.server_address[1]}"
    changes.stop()
    server.shutdown()
    server.server_close()


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return str(answer.read().decode())


LONG = 60.0
"""Seconds after which nothing more is to come, on however busy a machine."""


def told(address: str, version: str) -> str:
    """The version after `version`, of which the server tells by itself."""
    until = time.monotonic() + LONG
    while (now := get(f"{address}/livereload/{version}")) == version:
        assert time.monotonic() < until, "the change went unnoticed"
    return now


def shown(url: str, *words: str) -> str:
    """A page with all these words: a save has several steps, and each of them may be shown."""
    until = time.monotonic() + LONG
    while not all(word in (page := get(url)) for word in words):
        assert time.monotonic() < until, page
        time.sleep(0.05)
    return page


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_page_is_what_a_build_writes_but_for_the_reload(project: Path) -> None:
    build_site(project, lambda *_, **__: None, pdf=False)
    preview = Preview(project, "https://handbook.example/", "zh")
    for name in ("handbook/01-one.html", "programme/index.html", "handbook/index.html"):
        built = (project / "site/latest" / name).read_text(encoding="utf-8")
        shown = preview.answer(name)
        assert shown is not None and RELOAD in shown
        assert body(shown.decode()) == body(built)
    for name in ("book.json", "search/index.json", "suggest/data.js", "c/set-up/index.html"):
        assert preview.answer(name) == (project / "site/latest" / name).read_bytes(), name
    assert preview.answer("assets/handbook.css") is not None
    assert preview.answer("nothing.html") is None
    assert preview.answer("../mkdocs.yml") is None


def body(html: str) -> str:
    return html.split("<article")[1].split("</article>")[0]


def test_the_pdfs_are_set_when_they_are_asked_for(project: Path) -> None:
    pdf = Preview(project, "http://127.0.0.1/", "zh").answer("print/handbook.pdf")
    assert pdf is not None and pdf.startswith(b"%PDF")


def test_an_edit_is_shown_and_nothing_is_written(served: tuple[Path, str]) -> None:
    root, address = served
    before = {path for path in root.rglob("*") if ".cache" not in path.parts}
    version = get(f"{address}/livereload/")
    for old, new in (("应当成立", "必须成立"), ("### 应建必建", "### 该建就建")):
        rewrite(root / ONE, old, new)
        version = told(address, version)
        shown(f"{address}/handbook/01-one.html", new.removeprefix("### "))
    rewrite(root / "docs/programme/index.md", "甲", "乙")
    told(address, version)
    shown(f"{address}/programme/index.html", "<p>乙</p>")
    assert {path for path in root.rglob("*") if ".cache" not in path.parts} == before


def test_what_is_wrong_is_shown_until_it_is_mended(served: tuple[Path, str]) -> None:
    root, address = served
    version = get(f"{address}/livereload/")
    rewrite(root / ONE, "{#set-up}", "")
    told(address, version)
    page = f"{address}/handbook/02-two.html"
    assert "livereload.js" in shown(page, f"{ONE}:7")
    rewrite(root / ONE, "### 应建必建 ", "### 应建必建 {#set-up}")
    shown(page, "<article")
    template = root / "overrides/handbook/document.html"
    template.parent.mkdir(parents=True)  # a folder that was not there when the preview began
    template.write_text("甲\n{{ view.nothing() }}", encoding="utf-8")
    shown(page, "overrides/handbook/document.html:2")
    template.write_text("{{ view.root", encoding="utf-8")
    shown(page, "overrides/handbook/document.html:1")
    template.unlink()
    shown(page, "<article")
    shutil.move(root / "docs", root / "away")
    shown(page, "docs/handbook/")
    shutil.move(root / "away", root / "docs")
    shown(page, "<article")
    rewrite(root / ONE, "应当成立", "必须成立")
    shown(f"{address}/handbook/01-one.html", "必须成立")


def test_a_file_that_is_half_written_does_not_end_the_preview(project: Path) -> None:
    """A save may be seen after any of its bytes, or the file not be there for a moment."""
    preview = Preview(project, "http://127.0.0.1/", "zh")
    for name, step in (("mkdocs.yml", 4), (ONE, 32), ("docs/programme/index.md", 1)):
        path = project / name
        whole = path.read_bytes()
        for end in range(0, len(whole), step):
            path.write_bytes(whole[:end])
            preview.change({path})
            for page in ("handbook/02-two.html", "programme/index.html"):
                preview.answer(page)
        path.unlink()
        preview.change({path})
        path.write_bytes(whole)
        preview.change({path})
        answer = preview.answer("handbook/02-two.html")
        assert answer and b"<article" in answer, name


def test_the_browser_shows_an_edit_by_itself(served: tuple[Path, str], chromium: Browser) -> None:
    root, address = served
    page = chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    with page.expect_response(lambda answer: answer.url.endswith("/livereload/")):
        page.goto(f"{address}/handbook/01-one.html")
    page.wait_for_timeout(200)  # it has been told the version and asks for the next
    rewrite(root / ONE, "应当成立", "必须成立")
    page.get_by_text("必须成立").wait_for()
    page.close()
    assert not errors


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("应当成立", "按照[][second]成立"),
        ("{#joint}", "{#joint-2}"),
        ("### 联合支部", "### 新名"),
        ("[][set-up]", "[][nowhere]"),
        ("**自查：** 查党员名册。", ""),
    ],
)
def test_a_revised_book_is_the_book_of_the_new_text(project: Path, old: str, new: str) -> None:
    """Or there is none, where more than a text has changed or something is wrong."""
    book = load_book(project)
    rewrite(project / ONE, old, new)
    revised = revise_book(book, ONE, (project / ONE).read_bytes())
    if "second" not in new:
        assert revised is None
        return
    assert revised is not None
    fresh = load_book(project)
    for id, section in fresh.sections.items():
        mine = revised.sections[id]
        names = ("label", "title", "source", "sha256", "line", "end_line", "shown", "body_html")
        for name in (*names, "check", "cites", "title_html", "path", "number"):
            assert getattr(mine, name) == getattr(section, name), (id, name)
    assert revised.cited_by == fresh.cited_by


def test_an_address_that_is_none_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ("8000x", "127.0.0.1:99999999", "nowhere"):
        assert main(["-C", str(project), "serve", "--address", address]) == 2
    assert "127.0.0.1:8000" in capsys.readouterr().err
