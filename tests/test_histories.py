"""Random histories of errata and amendments: the account closes, and nothing else slips through."""

from __future__ import annotations

import contextlib
import io
import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.book import Book, edition_book, load_book, read_editions
from handbook.cli import main
from handbook.editions.balance import balance
from handbook.editions.compare import compare
from handbook.editions.history import last_seen, trace
from handbook.editions.ripple import find_stale
from handbook.editions.shelf import load_shelf
from handbook.editions.texts import open_texts
from handbook.site.addresses import short_addresses
from tests.conftest import MKDOCS
from tests.histories import HANDBOOK, RULES, History, write
from tests.test_editions import turn_to

seeds = st.integers(0, 2**32 - 1)


def often(examples: int) -> settings:
    """So many examples, however long each takes."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


def begin(root: Path, seed: int) -> History:
    """A project whose first edition is out, and its history so far."""
    history = History.begin(seed)
    history.chains = True
    dated = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    config = dated.replace("      require_check: true\n", "")
    write(root, {"mkdocs.yml": config, **history.written()})
    release(root, "2018")
    return history


def go_on(root: Path, history: History, edition: str, steps: int) -> None:
    """Errata and amendments on the way to an edition, in the text and in the register."""
    turn_to(root, edition, f"{edition}-06-28")
    for number in range(steps):
        history.step(edition, f"{edition}-01-{10 + number // 2:02d}", set())
    write(root, history.written())


def release(root: Path, edition: str) -> None:
    status = main(["-C", str(root), "--lang", "zh", "release", edition, "--yes"])
    assert status == 0, edition


@often(40)
@given(seeds)
def test_the_account_of_any_history_closes(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = begin(root, seed)
        for edition in ("2019", "2020"):
            go_on(root, history, edition, history.rng.randint(0, 7))
            shelf, problems = load_shelf(root)
            before = list(shelf.texts.values())[-1]
            account = balance(before, shelf.draft, shelf.register, edition)
            assert account.problems == (), (history.actions, account.problems)
            assert account.closes
            taken = [e for e in shelf.register.errata if e.history[-1].edition == edition]
            assert {e.id for e in account.applied} == {e.id for e in taken}
            assert [p for p in problems if p.severity == "error"] == []
            release(root, edition)


@often(60)
@given(seeds)
def test_each_change_of_any_history_has_its_cause(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = begin(root, seed)
        go_on(root, history, "2019", history.rng.randint(1, 7))
        old, new, window, _ = open_texts(root, "2018", "next")
        result = compare(old, new, window)
        odd = [(e.id, e.status, e.causes) for e in result.entries if result.undeclared(e)]
        assert odd == [], history.actions
        for entry in result.of("changed", "added", "removed", "moved"):
            assert entry.causes, (entry.id, history.actions)


CHARS = '字。x7 #*|[]\t\u3000-："`<&\\'


@often(120)
@given(seeds)
def test_one_stray_character_stops_the_release_and_its_line_is_named(seed: int) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = begin(root, seed)
        go_on(root, history, "2019", rng.randint(0, 5))
        path = rng.choice((*HANDBOOK, RULES))
        text = history.written()[path]
        at, char = rng.randint(0, len(text)), rng.choice(CHARS)
        line = text.count("\n", 0, at) + 1
        row = text.split("\n")[line - 1]
        if row.startswith("affirmed") and char in " \t#":
            return  # an editor may write that key anew (`affirm`); blanks and comments say nothing
        (root / path).write_text(text[:at] + char + text[at:], encoding="utf-8")
        problems = said(root)
        assert problems, (history.actions, path, line, row)
        named = {(file, number) for file, number in problems}
        assert (path, line) in named, (history.actions, path, line, row, char, problems)


def said(root: Path) -> list[tuple[str, int]]:
    """What the release refuses: file and line."""
    with (
        contextlib.redirect_stderr(io.StringIO()) as heard,
        contextlib.redirect_stdout(io.StringIO()),
    ):
        status = main(["-C", str(root), "--lang", "zh", "release", "2019", "--yes"])
    assert status == 2
    assert not (root / "editions/2019").exists()
    rows = re.findall(r"^([^\s：]+?):(\d+)(?::\d+)?：", heard.getvalue(), re.MULTILINE)
    return [(file, int(number)) for file, number in rows]


def cut(files: dict[str, str]) -> dict[str, str]:
    """Every heading's text by its id, cut by nothing but the lines that begin with #."""
    found: dict[str, str] = {}
    for text in files.values():
        for piece in re.split(r"^(?=#{1,3} )", text, flags=re.MULTILINE)[1:]:
            head, _, body = piece.partition("\n")
            words, id = re.fullmatch(r"(#+ .*) \{#([a-z0-9-]+)\}", head).groups()  # type: ignore[union-attr]
            found[id] = f"{words}\n{body}".rstrip()
    return found


BULLETIN = """---
issue: 1
published: 2018-06-15
affirmed:
  default: "2018"
{affirmed}---
# 学习参考第1期 {{#b-one}}

另见[][{intro}]。

## 支部设立 {{#a-one}}

{questions}"""


@often(40)
@given(seeds)
def test_flags_are_what_links_and_texts_alone_say(seed: int) -> None:
    """The set is computed anew from the files: links by pattern, texts by cutting at headings."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = begin(root, seed)
        first = {p: t for p, t in history.written().items() if p.startswith(("docs/h", "docs/r"))}
        go_on(root, history, "2019", rng.randint(0, 5))
        release(root, "2019")
        second = {p: t for p, t in history.written().items() if p.startswith(("docs/h", "docs/r"))}
        go_on(root, history, "2020", rng.randint(0, 4))
        third = {p: t for p, t in history.written().items() if p.startswith(("docs/h", "docs/r"))}
        ids = sorted(cut(third))
        affirmed, questions = {}, {}
        for number in range(6):
            links = rng.sample(ids, min(len(ids), rng.randint(0, 3)))
            questions[f"q-{number:03d}"] = links
            if rng.random() < 0.4:
                affirmed[f"q-{number:03d}"] = "2019"
        intro = rng.choice(ids)
        texts = "\n".join(
            f"### 问题{id} {{#{id}}}\n\n答复{''.join(f'，见[][{link}]' for link in links)}。\n"
            for id, links in questions.items()
        )
        rows = "".join(f'  {id}: "{edition}"\n' for id, edition in affirmed.items())
        bulletin = BULLETIN.format(affirmed=rows, intro=intro, questions=texts)
        write(root, {**history.written(), "docs/bulletins/2018-01.md": bulletin})
        former = {new: old for old, new in history.renamed}

        def names(id: str) -> list[str]:
            """An id and those it had before."""
            found = [id]
            while found[-1] in former:
                found.append(former[found[-1]])
            return found

        def plain(text: str) -> str:
            return re.sub(r"\]\[([a-z0-9-]+)\]", lambda m: f"][{names(m[1])[-1]}]", text)

        now = {id: plain(text) for id, text in cut(third).items()}
        then = {
            edition: {id: plain(text) for id, text in cut(files).items()}
            for edition, files in (("2018", first), ("2019", second))
        }
        cites = {**questions, "b-one": [intro]}
        citing_rules = {
            id: re.findall(r"\]\[([a-z0-9-]+)\]", text)
            for id, text in cut({RULES: third[RULES]}).items()
        }
        wanted = set()
        for citing, links in {**cites, **citing_rules}.items():
            edition = affirmed.get(citing, "2018")
            for link in links:
                old = next((then[edition][n] for n in names(link) if n in then[edition]), None)
                if old is not None and old != now.get(link):
                    wanted.add((citing, link))
        shelf, _ = load_shelf(root)
        found = find_stale(shelf.draft, shelf.texts, shelf.register)
        assert {(s.citing, s.cited) for s in found} == wanted, history.actions
        assert len(found) == len(wanted)
        for stale in found:  # and each says what changed it
            assert stale.causes, (stale, history.actions)


@often(25)
@given(seeds)
def test_every_id_has_an_address_in_every_edition(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        history = begin(root, seed)
        texts = {"2018": history.ids()}
        for edition in ("2019", "2020"):
            go_on(root, history, edition, history.rng.randint(1, 5))
            release(root, edition)
            texts[edition] = history.ids()
        draft = load_book(root)
        books: dict[str, Book] = {
            e.id: edition_book(root, e, draft.settings) for e in read_editions(root)
        }
        stages = trace(list(books.values()), load_shelf(root)[0].register)
        ever = last_seen(list(books.values()))
        later = dict(history.renamed)
        sooner = {new: old for old, new in history.renamed}
        for edition, book in books.items():
            pages = dict(short_addresses(book, ever, stages))
            assert {id for ids in texts.values() for id in ids} <= {
                page.split("/")[1] for page in pages if page.startswith("c/")
            }
            for id in ever:
                html = pages[f"c/{id}/index.html"].decode()
                here = id if id in texts[edition] else one_of(id, texts[edition], later, sooner)
                if here:
                    assert f'url=../../{book.url(here)}"' in html, (id, here, edition)
                else:
                    assert "refresh" not in html
                    assert re.search(r"自20\d\d年版起取消|里没有，20\d\d年版起才有", html), (
                        id,
                        edition,
                    )
                    target = re.findall(r"\.\./\.\./\.\./(\d+)/c/([a-z0-9-]+)/", html)
                    assert target and target[-1][1] in texts[target[-1][0]]


def one_of(id: str, ids: set[str], later: dict[str, str], sooner: dict[str, str]) -> str:
    """The id among `ids` that a heading had or got by renames alone."""
    for way in (later, sooner):
        now = id
        while now in way:
            now = way[now]
            if now in ids:
                return now
    return ""


def test_an_id_that_went_does_not_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = begin(tmp_path, 4)
    gone = next(h for h in history.clauses() if not history.lone(h) and not history.cited(h.id))
    go_on(tmp_path, history, "2019", 0)
    headings, at = history.place(gone)
    del headings[at]
    write(tmp_path, history.written())
    declare = ("errata", "from-change", "--all", "--by", "编辑部", "--why", "不再需要")
    root = ["-C", str(tmp_path), "--lang", "zh"]
    assert main([*root, *declare, "--base", "2018", "--date", "2019-01-10"]) == 0
    release(tmp_path, "2019")
    turn_to(tmp_path, "2020", "2020-06-28")
    headings.insert(at, gone)
    for path, text in history.written().items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert main([*root, *declare, "--base", "2019", "--date", "2020-01-10"]) == 0
    capsys.readouterr()
    assert main([*root, "release", "2020", "--yes"]) == 2
    assert f"标识“{gone.id}”已经取消，不能再用" in capsys.readouterr().err
    assert not (tmp_path / "editions/2020").exists()
