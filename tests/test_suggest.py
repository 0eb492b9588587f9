"""What the page of suggestions is made of: data, addresses of forges, a redirect."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from handbook.book import Book, Edition, load_book
from handbook.cli import main
from handbook.site.csp import script_hash
from handbook.site.data import data_files
from handbook.site.forges import LIMIT, forge_page, forge_problems
from handbook.site.marking import markable, whole_text
from handbook.site.places import DRAFT, LATEST, Place
from handbook.site.suggest import edition_of, provision_data, query_redirect
from handbook.source.settings import ForgeSettings
from tests.conftest import MKDOCS, Tree

RICH = """# 活动 {#ch-rich}

本章规定活动。

## 记录 {#item-rich}

### 强**调**标题 {#rich-a}

支部**应当**及时成立*临时*党小组，见[工作规范][rich-b]和[网页](https://example.org/a_b)。换行
的一句话，**整段加粗
跨行**，代码`x = 1`结束。English words
wrap here too。转义 \\*星号\\* 和 5 \\< 6。**[粗链][rich-b]**完。

| 栏目 | 填写 | **说明** |
|---|---|---|
| 会议 | 名称 | 名称 |
| 主持**人** |  | [见][rich-b] |

1. 第一项**要点**；
2. 第二项；
   1. 小项甲；
   2. 小项乙。
3. 第三项。

另有：

- 甲；
- 乙和**丙**。

**自查：** 查记录，查记录。

### 访问 {#rich-b}

支部每季度访问一次，每季度总结一次。支部每季度访问一次。脚注在此[^1]，然后按照[][rich-a]，继续。

> 引文一段。

[^1]: 脚注文字，按[][rich-a]执行。

**自查：** 查。
"""


def leaves(tree: Any) -> Iterator[tuple[int, int]]:
    for child in tree:
        if isinstance(child, list) and child and isinstance(child[0], int):
            yield child[0], child[1]
        elif isinstance(child, list):
            yield from leaves(child[2:])


def test_every_provision_shows_its_whole_text(sample: Book) -> None:
    """The tree's pieces, in order, are the shown text less the separators of its blocks."""
    for section in sample.provisions:
        marked = markable(section)
        text = marked.text.text
        pieces = list(leaves(list(marked.tree)))
        assert pieces == sorted(pieces)
        covered = {i for start, end in pieces for i in range(start, end)}
        assert {text[i] for i in range(len(text)) if i not in covered} <= set("\n\t ")
        assert all(place is None or i in covered for i, place in enumerate(places(section)))


def places(section: Any) -> list[int | None]:
    text = whole_text(section)
    return [text.to_source(i) for i in range(len(text.text))]


def test_marks_of_inline_elements_are_known_in_the_source(tree: Tree) -> None:
    book = load_book(tree({"docs/handbook/02-rich.md": RICH}))
    section = book.sections["rich-a"]
    found = {
        section.source[a:b] + "…" + section.source[c:d]
        for _, _, a, b, c, d in markable(section).wraps
    }
    assert found == {"**…**", "*…*", "`…`", "[…][rich-b]", "[…](https://example.org/a_b)"}


def test_the_data_is_sharded_by_heading(sample: Book) -> None:
    data = data_files(Place(DRAFT, sample.root, sample)).items()
    files = {name: made.decode() for name, made in data if name.startswith("suggest/")}
    head = json.loads(files["suggest/data.js"].removeprefix("handbookSuggest.book = ")[:-2])
    assert head["title"] == sample.settings.title
    assert head["provisions"].keys() == {s.id for s in sample.provisions}
    for name, script in files.items():
        if name == "suggest/data.js":
            continue
        shard, _, data = script.removeprefix("handbookSuggest.shards[").partition("] = ")
        assert name == f"suggest/data/{json.loads(shard)}.js"
        for id, provision in json.loads(data[:-2]).items():
            section = sample.sections[id]
            assert head["shards"][head["provisions"][id][0]] == json.loads(shard)
            assert provision["source"] == section.source
            assert provision["sha256"] == section.sha256
            assert head["editions"][head["provisions"][id][0]] == "next"
            assert provision["shown"] == f"{section.title}\n{section.shown.text}"
            for shown, start, length in provision["runs"]:
                seen = provision["shown"][shown : shown + length]
                there = section.source[start : start + length]
                assert seen.replace(" ", "\n") == there.replace(" ", "\n")


def test_a_suggestion_names_the_text_that_it_is_about(sample: Book) -> None:
    frozen = (Edition("2017", "2017年版"), Edition("2018", "2018年版"))
    clause, question = sample.folder("handbook")[0], sample.folder("bulletins")[0]

    def named(name: str, editions: tuple[Edition, ...] = frozen) -> tuple[str, str]:
        place = Place(name, sample.root, sample, editions=editions)
        return edition_of(place, clause), edition_of(place, question)

    assert named(DRAFT) == named(LATEST, ()) == ("next", "next")
    assert named(LATEST) == ("2018", "next")  # its bulletins are today's
    assert named("2017") == ("2017", "2017")


def test_a_title_and_a_text_have_one_map(tree: Tree) -> None:
    book = load_book(tree({"docs/handbook/02-rich.md": RICH}))
    data = provision_data(book, book.sections["rich-a"])
    assert data["shown"].startswith("强调标题\n支部应当及时成立")
    place = whole_text(book.sections["rich-a"]).source_span(1, 2)
    assert place and data["source"][slice(*place)] == "调"


VALUES: Any = {
    "path": "docs/errata/r-0123abcd.md",
    "name": "r-0123abcd.md",
    "text": "---\noriginal: 每季度 & 一次?\n---\n理由=100%。\n",
    "title": "勘误建议 r-0123abcd：第41条",
    "body": "请存为文件：\n",
}
GITHUB = ForgeSettings("github", "https://github.com/office/book/", "main")


def test_forges_open_a_page_with_everything_filled_in() -> None:
    expected = {
        "github": ("/office/book/new/main", {"filename": "path", "value": "text"}),
        "gitea": ("/office/book/_new/main/docs/errata", {"filename": "name", "value": "text"}),
        "forgejo": ("/office/book/_new/main/docs/errata", {"filename": "name", "value": "text"}),
        "gitlab": (
            "/office/book/-/issues/new",
            {"issue[title]": "title", "issue[description]": "body"},
        ),
    }
    for kind, (path, fields) in expected.items():
        page = forge_page(ForgeSettings(kind, "https://forge.example/office/book", "main"))
        assert page is not None
        parts = urlsplit(page.fill(VALUES))
        assert (parts.netloc, parts.path) == ("forge.example", path)
        query = parse_qs(parts.query, strict_parsing=True)
        assert query == {key: [VALUES[what]] for key, what in fields.items()}


def test_a_forge_that_fills_nothing_in_has_no_page() -> None:
    assert forge_page(ForgeSettings("gitee", "https://gitee.com/office/book")) is None
    assert forge_page(ForgeSettings()) is None
    assert forge_page(ForgeSettings("github", "javascript:alert(1)")) is None
    page = forge_page(ForgeSettings("github", "https://github.com/office/book", "发布/一"))
    assert page is not None
    assert page.address.endswith("/new/%E5%8F%91%E5%B8%83/%E4%B8%80")
    assert len(page.fill({**VALUES, "text": "字" * 900})) > LIMIT


def test_a_wrong_forge_is_named() -> None:
    assert not list(forge_problems(ForgeSettings()))
    assert not list(forge_problems(GITHUB))
    rules = [p.rule for p in forge_problems(ForgeSettings("githib", "github.com/office/book"))]
    assert rules == ["forge-kind", "forge-url"]


def test_a_wrong_forge_stops_the_build(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    settings = MKDOCS + "      forge: {kind: githib, url: 'https://github.com/office/book'}\n"
    root = tree({"mkdocs.yml": settings})
    assert main(["-C", str(root), "--lang", "zh", "build", "--no-pdf"]) == 2
    said = capsys.readouterr()
    assert "githib" in said.out + said.err and "Traceback" not in said.err


def test_the_redirect_takes_the_query_along_and_runs_no_other_script() -> None:
    html = query_redirect('../latest/suggest/"x".html', "勘误建议").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    code = re.search(r"<script>(.*?)</script>", html)
    assert policy and code
    assert policy[1] == f"default-src 'none'; script-src {script_hash(code[1])}"
    assert "location.search" in code[1]
    assert 'href="../latest/suggest/&quot;x&quot;.html"' in html


def test_no_other_page_has_the_scripts(built: Path) -> None:
    chapter = (built / "latest/handbook/02-activities.html").read_text(encoding="utf-8")
    assert "suggest.js" not in chapter
    page = (built / "latest/suggest/index.html").read_text(encoding="utf-8")
    assert "示例文本，非官方手册" in page and "<noscript>" in page
    assert (built / "suggest/index.html").is_file()
    assert (built / "latest/suggest/data/item-party-day.js").is_file()
