"""The built site: what stands in it, that it is the same every time, and asks no other host."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import jsonschema
import pytest

from handbook.book import Book
from handbook.cli import main
from handbook.site.csp import add_policy, script_hash
from tests.conftest import CHAPTER, ROOT, Tree, copy_sample

SCHEMAS = ROOT / "handbook" / "schemas"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_published_addresses_are_there(built: Path) -> None:
    for name in (
        "index.html",
        "errata.json",
        "latest/index.html",
        "next/index.html",
        "latest/book.json",
        "latest/c/party-day-frequency/index.html",
        "latest/n/41/index.html",
        "latest/print/handbook.pdf",
        "latest/print/bulletins.pdf",
        "latest/print/methods.pdf",
        "latest/print/regulations.pdf",
        "latest/handbook/index.html",
        "latest/bulletins/index.html",
        "latest/methods/index.html",
        "latest/errata/index.html",
        "latest/programme/plan.html",
    ):
        assert (built / name).is_file(), name
    address = (built / "latest/n/41/index.html").read_text(encoding="utf-8")
    assert "../../handbook/02-activities.html#party-day-frequency" in address


def test_what_is_published_fits_its_schema(built: Path) -> None:
    for data, schema in (("latest/book.json", "book"), ("errata.json", "errata")):
        shape = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(json.loads((built / data).read_text(encoding="utf-8")), shape)


def test_counts_on_the_pages_are_the_programme_s(built: Path) -> None:
    clauses = (built / "latest/handbook/index.html").read_text(encoding="utf-8")
    assert "6章 27项 173条" in clauses
    assert len(re.findall(r'<span class="hb-index-number">第\d+条</span>', clauses)) == 173
    questions = (built / "latest/bulletins/index.html").read_text(encoding="utf-8")
    assert "5期 15个方面 67个问题和注意事项" in questions
    log = (built / "latest/errata/index.html").read_text(encoding="utf-8")
    assert log.count('<li class="hb-erratum"') == 17


def test_every_page_says_that_it_is_demonstration_text(built: Path) -> None:
    pages = [p for p in (built / "latest").rglob("*.html") if p.parent.parent.name not in "cn"]
    assert len(pages) > 60
    for page in pages:
        html = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in html:  # a page that is never seen
            assert "示例文本，非官方手册" in html, page


def test_pages_load_nothing_from_another_host(built: Path) -> None:
    loads = re.compile(r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(https?:)?//', re.I)
    for page in (built / "latest").rglob("*.html"):
        for found in loads.finditer(page.read_text(encoding="utf-8")):
            assert "canonical" in found[0], (page, found[0])


def test_every_page_has_a_policy_that_names_its_inline_scripts(built: Path) -> None:
    """Every page of every edition, short addresses and what stands above them too."""
    for page in built.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy, page
        assert "default-src 'none'" in policy[1] and "unsafe" not in policy[1], page
        assert not re.search(r"<[^>]*\son[a-z]+=|javascript:|<style|<[^>]*\sstyle=", html), page
        for attributes, code in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
            if "src=" not in attributes and "application/json" not in attributes:
                assert script_hash(code) in policy[1]


def test_styles_in_a_page_are_allowed_where_its_own_text_has_some(tree: Tree) -> None:
    """A table with aligned columns; and none once it has gone, though the shell is kept."""
    page = "docs/notes/index.md"
    plain, aligned = "# 说明\n\n|甲|\n|-|\n|1|\n", "# 说明\n\n|甲|\n|-:|\n|1|\n"
    root = tree({page: plain})
    for text, allowed in ((plain, False), (aligned, True), (plain, False)):
        (root / page).write_text(text, encoding="utf-8")
        assert main(["-C", str(root), "build", "--no-pdf"]) == 0
        html = (root / "site/latest/notes/index.html").read_text(encoding="utf-8")
        assert ("style-src 'self' 'unsafe-inline'" in html) is allowed
        assert ('style="text-align' in html) is allowed


def test_a_policy_goes_before_all_it_governs() -> None:
    html = add_policy('<head>\n<meta charset="utf-8">\n<script>x()</script></head>')
    assert html.index("Content-Security-Policy") < html.index("<script>")


def test_links_between_pages_lead_somewhere(built: Path) -> None:
    """Every relative link of every page, with its anchor."""
    site = built / "latest"
    anchors: dict[Path, set[str]] = {}
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        anchors[page.resolve()] = set(re.findall(r'\bid="([^"]+)"', html))
    for page in list(anchors):
        if page.name == "404.html":
            continue
        for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', page.read_text(encoding="utf-8")):
            if re.match(r"https?:|mailto:", href):
                continue
            address, _, anchor = href.partition("#")
            address = address.partition("?")[0]
            target = (page.parent / address).resolve() if address else page
            if target.is_dir():
                target = target / "index.html"
            assert target.is_file(), (page, href)
            if anchor and target in anchors and not anchor.startswith("__"):
                assert anchor in anchors[target], (page, href)


def test_two_builds_in_two_folders_are_byte_identical(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    root = copy_sample(tmp_path / "another-folder")
    assert main(["-C", str(root), "build"]) == 0
    one, two = files_of(built), files_of(root / "site")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_mkdocs_builds_the_draft_by_itself(built: Path, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "plain")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    plain, whole = files_of(root / "site/next"), files_of(built / "next")
    differ = {name for name in plain if plain[name] != whole.get(name)}
    pages = {name for name in differ if not name.startswith("records/")}
    assert pages <= {"index.html"}  # home and records list the PDFs only where they are


def test_serve_shows_the_draft(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "serve")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "handbook", "-C", str(root), "serve", "--address", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            page = wait_for(f"http://{address}/handbook/02-activities.html")
        finally:
            server.terminate()
    assert "主题党日" in page


def wait_for(url: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def test_a_failed_build_leaves_the_old_site(tree: Tree) -> None:
    root = tree()
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    before = files_of(root / "site")
    page = root / "docs/handbook/01-one.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n见[][nowhere]。\n", encoding="utf-8")
    assert main(["-C", str(root), "build", "--no-pdf"]) == 2
    assert files_of(root / "site") == before


def test_a_handbook_of_one_folder_builds(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree()
    assert main(["-C", str(root), "--lang", "zh", "build", "--no-pdf"]) == 0
    assert "没有 site_url" in capsys.readouterr().err
    html = (root / "site/latest/handbook/01-one.html").read_text(encoding="utf-8")
    assert "第2条" in html
    assert "还没有勘误" in (root / "site/latest/errata/index.html").read_text(encoding="utf-8")


def test_a_project_s_templates_come_before_ours(tree: Tree) -> None:
    root = tree({"overrides/handbook/errata.html": "<h1>我们自己的勘误页</h1>"})
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    html = (root / "site/latest/errata/index.html").read_text(encoding="utf-8")
    assert "我们自己的勘误页" in html


def test_the_search_command_finds_the_clause(
    sample: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(ROOT), "search", "主题党日", "定期", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert hits[0]["id"] == "party-day-frequency"


def test_a_picture_goes_where_its_text_goes(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    picture = (ROOT / "pictures" / "site.png").read_bytes()
    text = CHAPTER.replace("应当成立党支部。", "应当成立党支部。\n\n![流程](flow.png)")
    root = tree({"docs/handbook/01-one.md": text, "docs/handbook/flow.png": picture})
    assert main(["-C", str(root), "build", "--no-pdf"]) == 0
    shown = root / "site/latest/handbook"
    assert 'src="flow.png"' in (shown / "01-one.html").read_text(encoding="utf-8")
    assert (shown / "flow.png").read_bytes() == picture
    (root / "docs/handbook/flow.png").unlink()
    assert main(["-C", str(root), "check"]) == 1
    assert "docs/handbook/01-one.md:11：没有图片“flow.png”" in capsys.readouterr().out
