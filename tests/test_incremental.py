"""A build after an edit is that of a build from nothing, byte for byte; and it makes little.

`HANDBOOK_ROUNDS` says how many random edits are made on the small handbook, a fortieth of them on
the sample: 40 for every day, 200 before a release. `HANDBOOK_SEED` plays others, or the same again.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.book.keep import Keep
from handbook.cli import main
from handbook.site.build import build_site
from handbook.site.pieces import Pieces
from handbook.site.reasons import Reason
from tests.conftest import MKDOCS, ROOT, copy_sample

ROUNDS = int(os.environ.get("HANDBOOK_ROUNDS", "40"))
SEED = int(os.environ.get("HANDBOOK_SEED", "20180520"))
WORDS = [
    "党员",
    "支部",
    "会议",
    "记录",
    "及时",
    "应当",
    "可以",
    "全体",
    "𠮷",
    "A&B",
    "`码`",
    "“引”",
]
ERRATUM = """---
provision: {id}
edition: next
kind: editorial
original: {original}
corrected: {corrected}
history:
  - {{state: reported, date: 2018-10-08, by: [示例单位 04]}}
---
理由。
"""
CLAUSE = """### {title} {{#{id}}}

{text}按照[][{cited}]办理。

**自查：** 查记录。
"""
Edit = Callable[[random.Random, Path], None]


def tree_of(folder: Path) -> dict[str, bytes | None]:
    """Every file with its content, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def build(root: Path, clean: bool = False) -> list[Reason]:
    reasons: list[Reason] = []
    build_site(root, lambda *_, **__: None, pdf=False, clean=clean, reasons=reasons)
    return reasons


def copy_sources(root: Path, target: Path) -> None:
    """The same sources in a folder that has a cache of its own."""
    for name in ("docs", "overrides", "editions"):
        shutil.rmtree(target / name, ignore_errors=True)
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name)
    shutil.copyfile(root / "mkdocs.yml", target / "mkdocs.yml")


def assert_same_site(root: Path, clean: Path, what: str) -> None:
    copy_sources(root, clean)
    build(clean, clean=True)
    mine, other = tree_of(root / "site"), tree_of(clean / "site")
    differing = [name for name in {*mine, *other} if mine.get(name, 0) != other.get(name, 0)]
    assert not differing, (what, sorted(differing)[:20])


# Edits: each leaves sources that can be built


def chapters(root: Path) -> list[Path]:
    return sorted((root / "docs/handbook").glob("*.md"))


def sources(root: Path) -> list[Path]:
    folders = ("handbook", "bulletins", "methods", "regulations")
    return [p for folder in folders for p in sorted((root / "docs" / folder).glob("*.md"))]


def ids_of(path: Path) -> list[str]:
    return re.findall(r"^###? .*\{#([a-z0-9-]+)[ }]", path.read_text(encoding="utf-8"), re.M)


def rewrite(path: Path, old: str, new: str, count: int = 1) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, count), encoding="utf-8")


def edit_text(rng: random.Random, root: Path) -> None:
    path = rng.choice(sources(root))
    lines = path.read_text(encoding="utf-8").split("\n")
    plain = [i for i, line in enumerate(lines) if re.match(r"[\u4e00-\u9fff]", line)]
    if plain:
        at = rng.choice(plain)
        lines[at] += rng.choice(WORDS) + "。"
        path.write_text("\n".join(lines), encoding="utf-8")


def edit_title(rng: random.Random, root: Path) -> None:
    path = rng.choice(chapters(root))
    text = path.read_text(encoding="utf-8")
    found = rng.choice(list(re.finditer(r"^(#{1,3} )([^\n{]*)", text, re.M)))
    new = f"{found[1]}{rng.choice(WORDS[:8])}{found[2][:12]}".rstrip() + " "
    path.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")


def rename_id(rng: random.Random, root: Path) -> None:
    """An id with all that refers to it; one that an erratum names stays."""
    path = rng.choice(chapters(root))
    used = "".join(p.read_text(encoding="utf-8") for p in (root / "docs/errata").glob("*.md"))
    ids = [id for id in ids_of(path) if id not in used]
    if ids:
        old, new = rng.choice(ids), f"id-{rng.randrange(10**6)}"
        for each in (root / "docs").rglob("*.md"):
            text = each.read_text(encoding="utf-8")
            each.write_text(re.sub(rf"(?<=[\[#]){old}(?=[\] }}])", new, text), encoding="utf-8")


def move_chapter(rng: random.Random, root: Path) -> None:
    path = rng.choice(chapters(root))
    name = f"{rng.randrange(100):02d}-{path.name[3:]}"
    if not (path.parent / name).exists():
        path.rename(path.parent / name)


def rename_chapter(rng: random.Random, root: Path) -> None:
    path = rng.choice(chapters(root))
    path.rename(path.with_name(f"{path.name[:3]}part-{rng.randrange(10**6)}.md"))


def add_clause(rng: random.Random, root: Path) -> None:
    path = rng.choice(chapters(root))
    cited = rng.choice([id for p in chapters(root) for id in ids_of(p)])
    fields = {"title": rng.choice(WORDS[:8]), "id": f"c-{rng.randrange(10**6)}", "cited": cited}
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + CLAUSE.format(**fields, text=rng.choice(WORDS)))


def add_chapter(rng: random.Random, root: Path) -> None:
    n = rng.randrange(10**6)
    cited = rng.choice([id for p in chapters(root) for id in ids_of(p)])
    clause = CLAUSE.format(title="新条", id=f"c-{n}", text="新", cited=cited)
    path = root / f"docs/handbook/{rng.randrange(100):02d}-new-{n}.md"
    path.write_text(f"# 新章 {{#ch-{n}}}\n\n## 新项 {{#i-{n}}}\n\n{clause}", encoding="utf-8")


def remove_chapter(rng: random.Random, root: Path) -> None:
    """A chapter that nothing refers to."""
    texts = {p: p.read_text(encoding="utf-8") for p in (root / "docs").rglob("*.md")}
    for path in rng.sample(chapters(root), len(chapters(root))):
        others = "".join(text for each, text in texts.items() if each != path)
        ids = re.findall(r"\{#([a-z0-9-]+)", texts[path])
        if len(chapters(root)) > 2 and not any(
            re.search(rf"[\[ ]{id}[\]\n]", others) for id in ids
        ):
            path.unlink()
            return


def edit_errata(rng: random.Random, root: Path) -> None:
    """A new erratum, the next state of one, or one less."""
    folder = root / "docs/errata"
    folder.mkdir(exist_ok=True)
    found = sorted(folder.glob("r-*.md"))
    path = rng.choice(found) if found else None
    if path and rng.random() < 0.3:
        path.unlink()
    elif path and "state: held" not in path.read_text(encoding="utf-8") and rng.random() < 0.6:
        step = "  - {state: held, date: 2018-11-01, by: [编辑部], why: 待查}\n"
        rewrite(path, "---\n理由", f"{step}---\n理由")
    else:
        new_erratum(rng, root)


def new_erratum(rng: random.Random, root: Path) -> None:
    from handbook.errata.model import compute_receipt

    path = rng.choice(chapters(root))
    text = path.read_text(encoding="utf-8")
    clauses = list(re.finditer(r"^### .*\{#([a-z0-9-]+)\}\n\n([\u4e00-\u9fff]{6,})", text, re.M))
    if not clauses:
        return
    found = rng.choice(clauses)
    whole = text[found.start() :].split("\n### ")[0]
    original = found[2][:6]
    if whole.count(original) == 1:
        receipt = compute_receipt(found[1], original, "改后")
        body = ERRATUM.format(id=found[1], original=original, corrected="改后")
        (root / f"docs/errata/{receipt}.md").write_text(body, encoding="utf-8")


def edit_template(rng: random.Random, root: Path) -> None:
    """A template of the project's own: one that looks at everything, or at nothing; or none."""
    folder = root / "overrides/handbook"
    path = folder / rng.choice(["document.html", "clauses.html", "home.html", "erratum.html"])
    if path.is_file() and rng.random() < 0.5:
        path.unlink()
        return
    folder.mkdir(parents=True, exist_ok=True)
    shown = rng.choice(
        [
            "{{ book.sections | length }} {{ register.errata | length }}",
            "{% for s in book.sections.values() %}{{ s.shown.text[:9] }}{% endfor %}",
            "{% for p in book.pages %}{{ p.document.sha256[:6] }}{% endfor %}",
            "{{ book.sha256 }} {{ place.account }}",
            "<script>1</script>{{ view.url }}",
            f"{rng.random()}",
        ]
    )
    ours = (ROOT / "handbook/site/templates" / path.name).read_text(encoding="utf-8")
    path.write_text(f"{ours}\n<p>{shown}</p>\n", encoding="utf-8")


def edit_theme(rng: random.Random, root: Path) -> None:
    path = root / "overrides/partials/copyright.html"
    if path.is_file():
        path.unlink()
        path.parent.rmdir()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{rng.random()} {{{{ page.title }}}}</p>", encoding="utf-8")


def edit_settings(rng: random.Random, root: Path) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    new = rng.choice(
        [
            re.sub(r"^site_name: .*", f"site_name: 手册{rng.randrange(99)}", text, flags=re.M),
            re.sub(r"^( +notice: ).*", rf"\g<1>示例{rng.randrange(99)}", text, flags=re.M),
            text.replace("use_directory_urls: false", "use_directory_urls: true")
            if rng.random() < 0.5
            else text.replace("use_directory_urls: true", "use_directory_urls: false"),
            re.sub(r"^copyright: .*\n", "", text, flags=re.M),
            f"copyright: 版权{rng.randrange(99)}\n{text}"
            if "\ncopyright" not in f"\n{text}"
            else text,
        ]
    )
    path.write_text(new, encoding="utf-8")


def edit_others(rng: random.Random, root: Path) -> None:
    """Pages and files that MkDocs takes as they are."""
    ids = [id for p in chapters(root) for id in ids_of(p)]
    page = root / "docs/programme/index.md"
    kind = rng.randrange(4)
    others = [p for p in (root / "docs").rglob("*.md") if p.parent != page.parent]
    cited = any("programme/" in p.read_text(encoding="utf-8") for p in others)
    if kind == 0 and page.is_file() and not cited:
        shutil.rmtree(page.parent)
    elif kind == 1:
        (root / "docs/img").mkdir(exist_ok=True)
        (root / "docs/img/a.svg").write_text(f"<svg>{rng.random()}</svg>", encoding="utf-8")
    elif kind == 2:
        shutil.rmtree(root / "docs/img", ignore_errors=True)
    else:
        page.parent.mkdir(exist_ok=True)
        page.write_text(
            f"# 推进{rng.randrange(9)}\n\n见[][{rng.choice(ids)}]。\n", encoding="utf-8"
        )


def touch_site(rng: random.Random, root: Path) -> None:
    """Somebody else writes into the site: a build puts it right."""
    site = root / "site"
    files = [p for p in sorted(site.rglob("*.html")) if p.parent.parent.name not in ("c", "n")]
    path = rng.choice(files)
    kind = rng.randrange(5)
    if kind == 0:
        path.unlink()
    elif kind == 4:
        (site / "latest/c/odd").mkdir(parents=True, exist_ok=True)
    elif kind == 1:
        path.write_text("anything", encoding="utf-8")
    elif kind == 2:
        (site / "next/odd.txt").write_text("odd", encoding="utf-8")
        (site / "odd").mkdir(exist_ok=True)
    else:
        shutil.rmtree(rng.choice([site, site / "latest", site / "next/c"]), ignore_errors=True)


def damage_cache(rng: random.Random, root: Path) -> None:
    """What is kept is damaged or gone: it decides nothing."""
    cache = root / ".cache/handbook"
    path = rng.choice([p for p in sorted(cache.rglob("*")) if p.is_file() and p.name != "lock"])
    data = bytearray(path.read_bytes())
    if data and rng.random() < 0.7:
        for _ in range(40):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
    else:
        path.unlink()


EDITS: dict[Edit, int] = {
    edit_text: 8,
    edit_title: 4,
    rename_id: 3,
    move_chapter: 3,
    rename_chapter: 2,
    add_clause: 3,
    add_chapter: 1,
    remove_chapter: 2,
    edit_errata: 5,
    edit_template: 3,
    edit_theme: 1,
    edit_settings: 2,
    edit_others: 3,
    touch_site: 2,
    damage_cache: 2,
}
"""Each with how often it is made."""


def make_small(root: Path) -> None:
    (root / "docs/handbook").mkdir(parents=True)
    (root / "docs/bulletins").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    rng = random.Random(1)
    for n in range(4):
        clauses = [
            CLAUSE.format(
                title=f"第{n}之{i}",
                id=f"c-{n}-{i}",
                text=f"条文应当及时办理，其序是甲{n}{i}。",
                cited="c-0-0",
            )
            for i in range(3)
        ]
        text = f"# 章{n} {{#ch-{n}}}\n\n引言。\n\n## 项{n} {{#item-{n}}}\n\n" + "\n".join(clauses)
        (root / f"docs/handbook/{n * 9:02d}-ch-{n}.md").write_text(text, encoding="utf-8")
    (root / "docs/bulletins/2018-01.md").write_text(
        "---\nissue: 1\npublished: 2018-09-10\naffirmed: '2018'\n---\n# 第1期 {#b-one}\n\n"
        "## 设立 {#a-one}\n\n### 怎么办？ {#q-one}\n\n按照[][c-1-1]办。\n",
        encoding="utf-8",
    )
    (root / "docs/errata").mkdir()
    new_erratum(rng, root)


def play(root: Path, clean: Path, rounds: int, rng: random.Random) -> None:
    """Make random edits, one or two before each build, and compare."""
    build(root)
    for number in range(rounds):
        edits = rng.choices(list(EDITS), list(EDITS.values()), k=rng.choice((1, 1, 1, 2)))
        for edit in edits:
            edit(rng, root)
        what = f"seed {SEED}, round {number}: {', '.join(e.__name__ for e in edits)}"
        build(root)
        assert_same_site(root, clean, what)


def test_any_edit_gives_the_site_of_a_clean_build(tmp_path: Path) -> None:
    root, clean = tmp_path / "root", tmp_path / "clean"
    make_small(root)
    clean.mkdir()
    play(root, clean, ROUNDS, random.Random(SEED))


def test_any_edit_of_the_sample_gives_the_site_of_a_clean_build(tmp_path: Path) -> None:
    root, clean = copy_sample(tmp_path / "root"), tmp_path / "clean"
    clean.mkdir()
    rng = random.Random(SEED)
    build(root)
    for edit in (edit_text, edit_others, edit_errata, edit_template, edit_text)[: ROUNDS // 40]:
        edit(rng, root)
        build(root)
        assert_same_site(root, clean, edit.__name__)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = tmp_path / "small"
    make_small(root)
    build(root)
    return root


def pages_made(reasons: list[Reason], place: str = "latest") -> dict[str, str]:
    return {
        r.path.removeprefix(f"{place}/"): r.key
        for r in reasons
        if r.path.startswith(place) and r.path.endswith(".html")
    }


def test_nothing_is_made_where_nothing_changed(small: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (small / "site").rglob("*")}
    assert build(small) == []
    assert {p: p.stat().st_mtime_ns for p in (small / "site").rglob("*")} == before


def test_a_text_edit_makes_its_own_page_alone(small: Path) -> None:
    rewrite(small / "docs/handbook/09-ch-1.md", "甲11", "乙11")
    assert pages_made(build(small)) == {"handbook/09-ch-1.html": "why-text"}


def test_a_new_title_reaches_what_cites_it(small: Path) -> None:
    """Its own page, what it is cited by, the index; not pages that do not name it."""
    rewrite(small / "docs/handbook/09-ch-1.md", "### 第1之1", "### 新名")
    made = pages_made(build(small))
    assert {"handbook/09-ch-1.html", "bulletins/2018-01.html", "handbook/index.html"} <= set(made)
    assert "handbook/27-ch-3.html" not in made
    assert made["bulletins/2018-01.html"] == "why-cited", "the title stands in the answer's link"


def test_a_number_reaches_the_title_that_shows_it(small: Path, tmp_path: Path) -> None:
    """A title may cite: what other pages show of it changes with what it cites."""
    rewrite(small / "docs/handbook/09-ch-1.md", "### 第1之1", "### 照[][c-2-0]办")
    build(small)
    index = small / "site/latest/handbook/index.html"
    assert "照第7条办" in index.read_text(encoding="utf-8")
    more = CLAUSE.format(title="又一条", id="c-more", text="条文。", cited="c-0-0")
    path = small / "docs/handbook/09-ch-1.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    build(small)
    assert "照第8条办" in index.read_text(encoding="utf-8")
    clean = tmp_path / "clean"
    clean.mkdir()
    assert_same_site(small, clean, "a title that cites")


@pytest.mark.parametrize("name", ["latest/c/odd", "next/n/odd"])
def test_what_somebody_adds_to_the_short_addresses_is_taken_away(small: Path, name: str) -> None:
    before = tree_of(small / "site")
    (small / "site" / name).mkdir()
    build(small)
    assert tree_of(small / "site") == before


def test_an_erratum_s_state_reaches_its_provision_and_the_log(small: Path) -> None:
    (path,) = (small / "docs/errata").glob("*.md")
    step = "  - {state: held, date: 2018-11-01, by: [编辑部], why: 待查}\n"
    rewrite(path, "---\n理由", f"{step}---\n理由")
    made = pages_made(build(small))
    chapter = next(p for p in made if p.startswith("handbook/"))
    assert made[chapter] == "why-errata"
    assert {p.partition("/")[0] for p in made} <= {"handbook", "errata", "index.html"}
    assert len(made) <= 4


def test_explain_says_what_was_made_and_why(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(small / "docs/handbook/09-ch-1.md", "甲11", "乙11")
    assert main(["-C", str(small), "build", "--no-pdf", "--explain"]) == 0
    said = capsys.readouterr().out
    assert "latest/handbook/09-ch-1.html  正文改了：docs/handbook/09-ch-1.md\n" in said
    assert main(["-C", str(small), "--lang", "en", "build", "--no-pdf", "--explain"]) == 0
    assert "nothing has changed" in capsys.readouterr().out


def test_plain_mkdocs_makes_the_same_draft(small: Path) -> None:
    """`mkdocs build` writes what `handbook build` writes, but for what only the latter knows."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    ours = tree_of(small / "site/next")
    mkdocs_build(load_config(str(small / "mkdocs.yml"), site_dir=str(small / "plain")))
    plain = tree_of(small / "plain")
    extra = {name for name in ours if name.partition("/")[0] in ("c", "n")}
    assert {name: ours[name] for name in ours if name not in extra} == plain


def test_a_kept_result_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    keep = Keep(path)
    keep.put("kind", "key", ["value"] * 2000)
    keep.close()
    data = path.read_bytes()
    at = data.rindex(b"value")
    path.write_bytes(data[:at] + b"VALUE" + data[at + 5 :])
    assert Keep(path).get("kind", "key") is None
    path.write_bytes(b"no database")
    again = Keep(path)
    assert again.get("kind", "key") is None
    again.put("kind", "key", 1)
    again.close()
    assert Keep(path).get("kind", "key") == 1


@given(st.data())
def test_a_file_of_pieces_is_that_of_all_of_them_made_anew(data: st.DataObject) -> None:
    """Whatever was there before; and no piece is made that stood in it."""
    made: list[str] = []

    def join(pieces: Pieces, keys: list[str], head: bytes) -> bytes:
        def make(n: int) -> bytes:
            made.append(keys[n])
            return texts[keys[n]]

        return pieces.join("file", head, keys, make, b"]")

    keys = st.lists(st.sampled_from("abcdefgh"), unique=True)
    texts = {key: data.draw(st.binary(max_size=3)) for key in "abcdefgh"}
    before, after = data.draw(keys), data.draw(keys)
    with tempfile.TemporaryDirectory() as name:
        old = Pieces()
        (Path(name) / "file").write_bytes(join(old, before, b"[["))
        made.clear()
        new = Pieces(Path(name), old.layouts)
        found = join(new, after, b"[")
    assert found == b"[" + b",".join(texts[key] for key in after if texts[key]) + b"]"
    assert set(made) == set(after) - set(before)
    assert new.layouts["file"].keys == tuple(after)


def test_what_is_made_in_runs_is_made_anew_where_it_differs(tmp_path: Path) -> None:
    """Also after a build that asked for none of it."""
    keys = [f"key-{n}" for n in range(100)]
    made: list[int] = []

    def make(n: int) -> str:
        made.append(n)
        return f"<{keys[n]}>"

    def together() -> str:
        with contextlib.closing(Keep(tmp_path / "kept.sqlite")) as keep:
            return "".join(keep.in_runs("part", keys, make, "".join))

    assert together() == "".join(f"<{key}>" for key in keys)
    with contextlib.closing(Keep(tmp_path / "kept.sqlite")) as other:
        other.put("scan", "key", 1)
    made.clear()
    keys[50] = "another"
    assert together() == "".join(f"<{key}>" for key in keys)
    assert made == [50]
