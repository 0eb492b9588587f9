"""Results of a self-check through editions and files: kept, asked or archived, and none lost."""

from __future__ import annotations

import copy
import csv
import dataclasses
import io
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from handbook.book import load_book
from handbook.cli import main
from handbook.editions.shelf import Shelf, load_sound_shelf
from handbook.errata import load_register
from handbook.problems import InputError
from handbook.selfcheck import Record, Standard, make_overview, place, standard_of
from handbook.selfcheck.load import clean, one_line, parse_results
from handbook.selfcheck.standard import Clause, Event
from handbook.selfcheck.standing import standing
from handbook.site.build import build_site
from handbook.site.reasons import Reason
from handbook.site.selfcheck import checklist_parts
from handbook.source.settings import NearlySettings, ReachedSettings, SelfcheckSettings
from tests.conftest import MKDOCS, ROOT, Tree
from tests.histories import HANDBOOK, Heading, History
from tests.histories import write as write_history
from tests.selfchecks import draw, write, write_chapters

SCHEMAS = ROOT / "handbook" / "schemas"
ASSETS = ROOT / "handbook" / "site" / "assets"
HISTORIES = 1000
RULE = SelfcheckSettings()


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return load_sound_shelf(ROOT)


@pytest.fixture(scope="session")
def now(shelf: Shelf) -> Standard:
    return standard_of(shelf.latest, shelf.texts, shelf.register)


@pytest.fixture(scope="session")
def then(shelf: Shelf) -> Standard:
    """The edition before it."""
    first = next(iter(shelf.texts))
    return standard_of(shelf.texts[first], {first: shelf.texts[first]}, shelf.register)


@pytest.fixture(scope="module")
def functions(chromium: Browser) -> Iterator[Page]:
    """An empty page with the functions of the browser."""
    page = chromium.new_page()
    for name in ("selfcheck-model.js", "selfcheck-files.js"):
        page.add_script_tag(path=str(ASSETS / name))
    yield page
    page.close()


def ask(page: Page, script: str, value: object) -> Any:
    """What a function of JSON returns, as JSON."""
    return json.loads(
        page.evaluate(f"json => JSON.stringify(({script})(JSON.parse(json)))", json.dumps(value))
    )


# The migration, against a model that knows the headings themselves


class Told(History):
    """A history that remembers which heading went into which, as objects and not as ids."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng, chains=True)
        self.told: list[tuple[int, str, Heading, Heading]] = []
        self.now = 0

    def _split(self, one: Heading, busy: set[str]) -> dict[str, str]:
        keys = super()._split(one, busy)
        headings, at = self.place(one)
        self.told.append((self.now, "split", one, headings[at + 1]))
        return keys

    def _merge(self, one: Heading, busy: set[str]) -> dict[str, str] | None:
        headings, at = self.place(one)
        other = headings[at + 1] if at + 1 < len(headings) else one
        keys = super()._merge(one, busy)
        if keys is not None:
            self.told.append((self.now, "merged", other, one))
        return keys

    def handbook(self) -> list[Heading]:
        return [h for path in HANDBOOK for h in self.files[path] if h.level == 3]

    def reach(self, heading: Heading, since: int) -> list[Heading]:
        """Where the text of a heading went, of those that are there today."""
        found = [heading]
        for edition, how, old, new in self.told:
            if edition <= since or not any(h is old for h in found):
                continue
            if how == "merged":
                found = [h for h in found if h is not old]
            if not any(h is new for h in found):
                found.append(new)
        return [h for h in found if any(h is each for each in self.handbook())]


@dataclasses.dataclass
class Found:
    """A result of the model: of which heading it is, and where it was decided about."""

    heading: Heading
    edition: int
    record: Record
    answers: list[tuple[Heading, int]] = dataclasses.field(default_factory=list)


def events_of(errata: dict[str, str]) -> list[Event]:
    """The amendments of a model's register, read with no more than a pattern."""
    events: list[Event] = []
    for text in errata.values():
        keys = dict(re.findall(r"^(\w+): (.+)$", text, re.MULTILINE))
        edition = re.search(r'edition: "(\d+)"', text)
        assert edition is not None
        one, action = keys["provision"], keys.get("action")
        ids = re.findall(r"[\w-]+", keys.get("to", "") + " " + keys.get("from", ""))
        if action == "rename":
            events.append(Event(edition[1], "renamed", one, ids[0]))
        elif action == "split":
            events.append(Event(edition[1], "split", one, ids[0]))
        elif action == "merge":
            events.append(Event(edition[1], "merged", ids[0], one))
    return events


def standard_from(history: Told, editions: list[str]) -> Standard:
    clauses = {
        h.id: Clause(h.id, h.sha256, h.id, h.title, h.text, ("ch-one", "item-one"))
        for h in history.handbook()
    }
    sizes = {edition: len(clauses) for edition in editions}
    events = tuple(events_of(history.errata))
    return Standard("手册", editions[-1], "", clauses, (), sizes, sizes, events, RULE)  # type: ignore[arg-type]


def play(seed: int) -> tuple[Standard, list[Record], dict[str, Any]]:
    """A random history with results found on the way, and where the model says that they stand."""
    history = Told(random.Random(seed))
    begun = History.begin(seed)
    history.files, history.fresh = begun.files, begun.fresh
    rng = random.Random(-seed - 1)
    founds: list[Found] = []
    editions: list[str] = []
    for number in range(rng.randint(2, 5)):
        edition = str(2018 + number)
        editions.append(edition)
        history.now = number
        for step in range(rng.randint(0, 6) if number else 0):
            history.step(edition, f"{edition}-01-{10 + step:02d}", set())
        for found in founds:
            done = {id(h) for at, since in found.answers for h in history.reach(at, since)}
            for here in history.reach(found.heading, found.edition):
                if id(here) not in done and rng.random() < 0.15:
                    answered = {**found.record.answered, here.id: edition}
                    found.record = dataclasses.replace(found.record, answered=answered)
                    found.answers.append((here, number))
        for heading in history.handbook():
            for _ in range(rng.choice((0, 1, 1, 2)) if rng.random() < 0.6 else 0):
                day = f"{edition}-0{rng.randint(1, 9)}-01"
                record = Record(heading.id, heading.sha256, "met", edition, checked=day)
                founds.append(Found(heading, number, record))
    expected: dict[str, Any] = {"kept": {}, "asked": {}, "archived": {}}
    best: dict[str, tuple[str, int]] = {}
    for n, found in enumerate(founds):
        here = history.reach(found.heading, found.edition)
        done = {id(h) for at, since in found.answers for h in history.reach(at, since)}
        own = [h for h in here if h is found.heading]
        if own and own[0].sha256 == found.record.sha256 and id(own[0]) not in done:
            rival = best.get(own[0].id)
            mine = found.record.checked, n
            if rival and rival > mine:
                expected["archived"][str(n)] = "older"
                continue
            if rival:
                expected["archived"][str(rival[1])] = "older"
            best[own[0].id] = mine
            expected["kept"][own[0].id] = n
            continue
        same = bool(own) and own[0].sha256 == found.record.sha256
        waiting = {h.id for h in here if id(h) not in done}
        if waiting and not same:
            expected["asked"][str(n)] = waiting
        else:
            expected["archived"][str(n)] = "answered" if here else "removed"
    return standard_from(history, editions), [f.record for f in founds], expected


PLACE = """cases => cases.map(({ sizes, events, clauses, records }) => {
  const known = new Map(clauses.map(([id, sha256]) => [id, { sha256 }]));
  return handbookSelfcheck.place(records, { sizes: new Map(sizes), events, clauses: known }); })"""


@pytest.mark.browser
def test_no_result_of_a_thousand_histories_is_lost(functions: Page) -> None:
    """Kept, asked or archived; as the model says, and in Python as in the browser."""
    cases, placements = [], []
    seen: set[str] = set()
    for seed in range(HISTORIES):
        standard, records, expected = play(seed)
        placed = place(records, standard).as_json()
        numbers = [
            *placed["kept"].values(),
            *map(int, placed["asked"]),
            *map(int, placed["archived"]),
        ]
        assert sorted(numbers) == list(range(len(records))), seed
        plain = placed | {"asked": {n: {id for id, _ in p} for n, p in placed["asked"].items()}}
        assert plain == expected, seed
        seen |= {how for places in placed["asked"].values() for _, how in places}
        seen |= set(placed["archived"].values())
        placements.append(placed)
        events = [[e.edition, e.how, e.old, e.new] for e in standard.events]
        clauses = [[c.id, c.sha256] for c in standard.clauses.values()]
        rows = [dataclasses.asdict(record) for record in records]
        sizes = list(standard.sizes.items())
        cases.append({"sizes": sizes, "events": events, "clauses": clauses, "records": rows})
    assert seen == {"same", "renamed", "merged", "split", "removed", "answered", "older"}
    assert ask(functions, PLACE, cases) == placements


@pytest.mark.parametrize("seed", range(4))
def test_the_amendments_of_a_register_lead_to_todays_clauses(tmp_path: Path, seed: int) -> None:
    history = Told(random.Random(seed))
    begun = History.begin(seed)
    history.files, history.fresh = begun.files, begun.fresh
    for step in range(12):
        history.step("2018", f"2018-01-{10 + step:02d}", set())
    config = MKDOCS.replace("      require_check: true\n", "")
    write_history(tmp_path, {"mkdocs.yml": config, **history.written()})
    book = load_book(tmp_path)
    register, _ = load_register(book)
    standard = standard_of(book, {}, register)
    assert list(standard.events) == events_of(history.errata)
    assert {c.id: c.sha256 for c in standard.clauses.values()} == {
        h.id: h.sha256 for h in history.handbook()
    }


def test_results_of_2018_in_the_edition_of_2019(now: Standard, then: Standard) -> None:
    """Exactly the clauses that errata corrected are asked; all others keep their results."""
    records = parse_results(json.dumps(draw(then, 1)).encode(), "x").records
    placed = place(records, now)
    changed = {id for id, c in then.clauses.items() if now.clauses[id].sha256 != c.sha256}
    assert len(changed) == 6 and len(placed.kept) == 167
    assert {records[n].id for n in placed.asked} == changed
    assert not placed.archived


# Files: the schema, Python and the browser take and refuse the same

PARSE = """texts => texts.map((text) => {
  try { return handbookSelfcheck.parse(text); } catch (error) {
    if (!(error instanceof handbookSelfcheck.Refusal)) throw error;
    return error.message; } })"""

VALUES = st.sampled_from([
    None, True, 0, 1, 1.0, -1, "", " ", "x", "met", "na", "1999-02-29", "2019-06-30", "2019-13-01",
    "2019-6-30", "1700-01-01", "a" * 61, "字" * 60, "\U00020bb7" * 60, "\U00020bb7" * 61, "<b>x",
    "\u200b", "\u202eabc\r\nd", " a \t b ", [], ["ch-one"], ["ch-one"] * 5, [1], {}, {"a-b": 1},
    {"abc": "2019"}, {"A": "2019"}, {"abc": "x" * 33}, "f" * 64, "F" * 64, "x" * 2001, "\ud800",
])  # fmt: skip
KEYS = [f.name for f in dataclasses.fields(Record)] + ["extra", "__proto__"]
HEADS = ["format", "kind", "handbook", "edition", "unit", "branch", "date", "results", "asked"]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["head", "results", "asked", "archive"]),
        st.integers(0, 30),
        st.one_of(VALUES, st.just("DELETE")),
    ),
    min_size=1,
    max_size=3,
)


def small(standard: Standard) -> dict[str, Any]:
    """A file of three results, one of them asked and one archived."""
    whole = draw(standard, 5, (1, 1, 1, 1))
    rows = whole["results"][:3]
    return whole | {"results": rows[:1], "asked": rows[1:2], "archive": rows[2:]}


@pytest.mark.browser
def test_files_are_taken_and_refused_alike(functions: Page, now: Standard) -> None:
    schema = json.loads((SCHEMAS / "selfcheck.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.FormatChecker(["date"])
    )
    good = small(now)
    documents: list[Any] = [good, [], None, "x", 1, {}, {"kind": "selfcheck"}]

    @settings(max_examples=700, deadline=None)
    @given(CHANGES)
    def gather(changes: list[tuple[str, int, Any]]) -> None:
        document = copy.deepcopy(good)
        for where, key, value in changes:
            rows = document.get(where)
            row = rows[0] if isinstance(rows, list) and rows else None
            target = row if isinstance(row, dict) else document
            names = HEADS if target is document else KEYS
            name = names[key % len(names)]
            if value == "DELETE":
                target.pop(name, None)
            else:
                target[name] = value
        documents.append(document)

    gather()
    texts = [json.dumps(document) for document in documents]
    answers = ask(functions, PARSE, texts)
    taken = 0
    for document, text, answer in zip(documents, texts, answers, strict=True):
        try:
            results = parse_results(text.encode(), "x.json")
        except InputError as error:
            assert isinstance(answer, str) and answer, (text, answer)
            assert error.problems[0].message() and error.problems[0].hint("en")
            rule = error.problems[0].rule
            # What JSON Schema cannot say: a name of nothing but unseen characters, an id twice.
            invisible = validator.is_valid(json.loads(text)) and not one_line(document["branch"])
            assert (
                not validator.is_valid(json.loads(text)) or invisible or rule == "selfcheck-twice"
            )
            continue
        assert validator.is_valid(json.loads(text)), text
        taken += 1
        rows = {key: list(getattr(results, key)) for key in ("results", "asked", "archive")}
        plain = {
            key: [json.loads(json.dumps(dataclasses.asdict(r))) for r in rows[key]] for key in rows
        }
        head = {k: getattr(results, k) for k in ("handbook", "edition", "unit", "branch", "date")}
        assert answer == head | plain
    assert 50 < taken < len(texts) - 50


@pytest.mark.browser
@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 5000, '{"kind":"selfcheck","format":NaN}', '{"a":1}', '"selfcheck"', "\ufeff"],
)
def test_what_is_no_file_is_refused_in_words(functions: Page, text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_results(text.encode(), "x.json")
    assert refused.value.problems[0].rule in ("selfcheck-json", "selfcheck-kind")
    (answer,) = ask(functions, PARSE, [text])
    assert isinstance(answer, str) and answer.endswith("。")


@pytest.mark.browser
@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_texts_are_cleaned_alike(functions: Page, texts: list[str]) -> None:
    shape = "v => v.map((t) => [handbookSelfcheck.clean(t), handbookSelfcheck.line(t)])"
    assert ask(functions, shape, texts) == [[clean(t), one_line(t)] for t in texts]


@pytest.mark.browser
def test_a_table_survives_a_spreadsheet_and_starts_no_formula(
    functions: Page, now: Standard
) -> None:
    data = draw(now, 7, (5, 3, 2, 1))
    nasty = ['=HYPERLINK("http://x")', "+1", "-1", "@x", "＝1", 'a"b,c', "甲\n乙", "'=x", "，；"]
    for row, note in zip(data["results"], nasty, strict=False):
        row["note"] = note
    text = ask(functions, "d => handbookSelfcheck.csv(handbookSelfcheck.table(d))", data)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 174 and all(len(row) == len(rows[0]) for row in rows)
    assert not any(re.match(r"[=+\-@\t\r＝＋－＠]", cell) for row in rows for cell in row)
    again = ask(functions, "t => handbookSelfcheck.parseTable(t)", text)
    for record, row, note in zip(again, data["results"], nasty, strict=False):
        assert (record["id"], record["verdict"]) == (row["id"], row["verdict"])
        assert record["note"] == note or note == "'=x"
    # A spreadsheet in between: tabs, other dates, columns about, the byte order mark gone.
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for row in rows:
        writer.writerow([re.sub(r"^(\d{4})-0?(\d+)-0?(\d+)$", r"\1/\2/\3", c) for c in row[::-1]])
    turned = ask(functions, "t => handbookSelfcheck.parseTable(t)", out.getvalue())
    assert turned == again
    refused = "t => { try { handbookSelfcheck.parseTable(t) } catch (e) { return e.message } }"
    assert "判定" in ask(functions, refused, text.replace("达标", "优秀", 3))
    assert "标识" in ask(functions, refused, "条号,判定\n第1条,达标\n")


# The checklist in parts


def reasons_of(root: Path) -> set[str]:
    """What a build makes below `latest/`."""
    reasons: list[Reason] = []
    build_site(root, lambda *_, **__: None, pdf=False, reasons=reasons)
    return {r.path.removeprefix("latest/") for r in reasons if r.path.startswith("latest/")}


def test_a_long_checklist_has_parts_of_whole_chapters(tmp_path: Path) -> None:
    book = load_book(write_chapters(tmp_path, 5, 40))
    for most, sizes in ((300, [200]), (100, [80, 80, 40]), (80, [80, 80, 40]), (10, [40] * 5)):
        parts = checklist_parts(book, most)
        assert [len(part.of_kind("clause")) for part in parts] == sizes
        assert [part.number for part in parts] == list(range(1, len(parts) + 1))
        chapters = [page.head.id for part in parts for page in part.chapters]
        assert chapters == [f"ch-{n}" for n in range(1, 6)], "each chapter once, in order"
    assert [part.uri for part in checklist_parts(book, 100)] == [
        "selfcheck/index.md",
        "selfcheck/2.md",
        "selfcheck/3.md",
    ]


def test_an_edit_makes_its_own_part_alone(tmp_path: Path) -> None:
    root = write_chapters(tmp_path, 4, 160)
    assert {f"selfcheck/{n}.html" for n in ("index", 2, 3, 4)} <= reasons_of(root)
    path = root / "docs" / "handbook" / "02-chapter.md"
    text = path.read_text(encoding="utf-8").replace("查记录2之7。", "查名册2之7。")
    path.write_text(text, encoding="utf-8")
    made = {name for name in reasons_of(root) if name.startswith("selfcheck/")}
    assert made == {"selfcheck/2.html", "selfcheck/data/2.js", "selfcheck/text/2.js"}
    path.write_text(text.replace("正文2之7。", "正文2之7，改了。"), encoding="utf-8")
    made = {name for name in reasons_of(root) if name.startswith("selfcheck/")}
    assert made == {"selfcheck/data/2.js", "selfcheck/text/2.js"}, "the page shows no such text"


def test_what_the_pages_load_is_the_standard(functions: Page, tmp_path: Path) -> None:
    root = write_chapters(tmp_path, 3, 160)
    reasons_of(root)
    book = load_book(root)
    standard = standard_of(book, {}, load_register(book)[0])
    folder = root / "site" / "latest" / "selfcheck"
    for name in ("data.js", *(f"{kind}/{n}.js" for kind in ("data", "text") for n in (1, 2, 3))):
        functions.add_script_tag(path=str(folder / name))
    script = """() => { const S = handbookSelfcheck;
      const { clauses, items, chapters } = S.prepare(S.book);
      return [[...clauses.values()], items, chapters, S.texts]; }"""
    clauses, items, chapters, texts = ask(functions, script, None)
    shown = [(c.id, c.sha256, c.label, c.title, list(c.path)) for c in standard.clauses.values()]
    assert [(c["id"], c["sha256"], c["label"], c["title"], c["path"]) for c in clauses] == shown
    assert texts == {c.id: c.text for c in standard.clauses.values()}
    assert [(i["id"], i["part"], tuple(i["clauses"])) for i in items] == [
        (item.id, n, item.clauses) for n, item in enumerate(standard.items)
    ]
    assert chapters == {page.head.id: page.head.heading_text for page in book.folder("handbook")}


# The classes and the overview

OVERVIEW = """({ book, files }) => { const S = handbookSelfcheck;
  return S.overview(files.map((file) => S.parse(JSON.stringify(file))), S.prepare(book)); }"""


def book_data(standard: Standard, rule: SelfcheckSettings) -> dict[str, Any]:
    """The page's data for a standard."""
    from handbook.selfcheck.overview import plain_rule

    rows = {c.id: [c.id, c.sha256, c.label, c.title, ""] for c in standard.clauses.values()}
    items = [
        [i.id, i.label, i.title, i.chapter, [rows[id] for id in i.clauses]] for i in standard.items
    ]
    events = [[e.edition, e.how, e.old, e.new] for e in standard.events]
    return {
        "handbook": standard.handbook,
        "edition": standard.edition,
        "sizes": list(standard.sizes.items()),
        "events": events,
        "rule": plain_rule(rule),
        "items": items,
    }


def random_files(now: Standard, then: Standard, seed: int) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    files = []
    for n in range(rng.randint(1, 14)):
        day = rng.choice(["2018-07-31", "2018-12-20", "2019-06-20", "2019-12-20", "2020-06-20"])
        weights = rng.choice(
            [(90, 5, 3, 2), (300, 1, 1, 20), (1, 0, 0, 0), (3, 0, 0, 1), (9, 1, 0, 0)]
        )
        judged = rng.choice([1.0, 1.0, 0.95])
        name = f"第{rng.randint(1, 5)}党支部"
        unit = rng.choice(["示例单位 01", "示例单位 02", "", "\U00020bb7单位", "～"])
        standard = rng.choice([now, then])
        data = draw(standard, seed * 100 + n, weights, day, name, unit, judged)
        if rng.random() < 0.2:
            data["results"] = data["results"][: rng.randint(0, 170)]
        if rng.random() < 0.2:
            data["edition"] = "1999"
        for row in data["results"]:
            if rng.random() < 0.02:
                row["by"] = row["due"] = ""
        files.append(data)
    return files


@pytest.mark.browser
def test_the_overview_of_the_browser_is_that_of_the_command(
    functions: Page, now: Standard, then: Standard
) -> None:
    rng = random.Random(11)
    schema = json.loads((SCHEMAS / "selfcheck-overview.schema.json").read_text(encoding="utf-8"))
    levels: set[str] = set()
    lacks: set[str] = set()
    for seed in range(14):
        choose = [rng.random() < 0.5 for _ in range(6)]
        clean_ids = rng.choice([(), ("ch-activities",), ("item-party-day", "party-day-plan")])
        rule = SelfcheckSettings(
            "met" if choose[0] else "apart",
            ReachedSettings(rng.choice([0.9, 0.95, 165 / 173]), clean_ids, *choose[1:4]),
            NearlySettings(rng.choice([0.5, 0.8, 0.9]), (), *choose[3:]),
        )
        standard = dataclasses.replace(now, rule=rule)
        files = random_files(now, then, seed)
        results = [parse_results(json.dumps(file).encode(), "x") for file in files]
        made = json.loads(json.dumps(make_overview(results, standard).as_json()))
        jsonschema.validate(made, schema)
        assert ask(functions, OVERVIEW, {"book": book_data(now, rule), "files": files}) == made
        levels |= {branch["level"] for branch in made["branches"]}
        lacks |= {lack for branch in made["branches"] for lack in branch["lacks"]}
    assert levels == {"reached", "nearly", "short"}
    assert lacks == {"share", "clean", "judged", "assigned", "on_time"}


def judged(standard: Standard, **verdicts: str) -> Any:
    """A file in which all is 达标 but the clauses named."""
    data = draw(standard, 1, (1, 0, 0, 0))
    for row in data["results"]:
        verdict = verdicts.get(row["id"].replace("-", "_"))
        if verdict is not None:
            row |= {"verdict": verdict, "by": "书记" if verdict else "", "due": "2019-01-31"}
    return parse_results(json.dumps(data).encode(), "x")


def test_the_samples_rule_is_the_one_that_its_page_tells(now: Standard) -> None:
    """达标: 165 to 173 of 173, 不适用 among them, the second chapter clean, nothing overdue."""
    ids = [id for id, c in now.clauses.items() if c.path[0] != "ch-activities"]

    def level(count: int, verdict: str = "unmet", **more: str) -> str:
        named = {id.replace("-", "_"): verdict for id in ids[:count]}
        return standing(judged(now, **named, **more), now.sizes, now.rule).level

    assert level(8) == "reached" and level(9) == "nearly"
    assert level(33) == "nearly" and level(35) == "short"
    assert level(60, "na") == "reached"
    assert level(0, party_day_plan="partial") == "nearly"
    assert level(1, verdict="") == "short"
    late = dataclasses.replace(judged(now, set_up_where_due="partial"), date="2019-02-01")
    found = standing(late, now.sizes, now.rule)
    assert (found.level, found.overdue, found.lacks) == ("nearly", 1, ("on_time",))


def test_a_file_is_judged_by_its_own_edition_and_none_is_better_for_what_it_leaves_out(
    now: Standard, then: Standard
) -> None:
    whole = judged(then)
    assert standing(whole, now.sizes, now.rule).level == "reached"
    part = dataclasses.replace(whole, results=whole.results[:100])
    found = standing(part, now.sizes, now.rule)
    assert found.counts[""] == 73 and found.level == "short"
    assert standing(dataclasses.replace(whole, results=()), {}, now.rule).level == "short"


def test_a_rule_that_names_what_there_is_not_is_refused(tree: Tree) -> None:
    settings = "      selfcheck: {not_applicable: x, reached: {share: 1.5, clean: [no-such-id]}}\n"
    root = tree({"mkdocs.yml": MKDOCS + settings})
    book = load_book(root)
    with pytest.raises(InputError) as refused:
        standard_of(book, {}, load_register(book)[0])
    rules = sorted(p.rule for p in refused.value.problems)
    assert rules == ["selfcheck-clean", "settings-value", "settings-value"]


# The command


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, now: Standard, then: Standard) -> Path:
    """Three branches: two with dated files, one with one."""
    folder = tmp_path_factory.mktemp("files")
    lots = [(then, "2018-07-31", (90, 20, 9, 1)), (then, "2018-12-20", (300, 4, 0, 1))]
    for number, (standard, date, weights) in enumerate([*lots, (now, "2019-12-20", (1, 0, 0, 0))]):
        for branch in range(1 if number == 0 else 2):
            name = f"第{'一二'[branch]}党支部"
            data = draw(standard, number * 7 + branch, weights, date, name)
            write(folder, f"{branch}-{date}.json", data)
    write(folder, "z.json", draw(then, 99, (2, 1, 1, 1), "2019-06-20", '=HYPERLINK("x")', "@单位"))
    return folder


def merge(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["-C", str(ROOT), "selfcheck", "merge", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_merge_makes_a_workbook_without_formulas_and_the_same_bytes(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    targets = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for target in targets:
        assert merge(capsys, files, "-o", target)[0] == 0
    assert targets[0].read_bytes() == targets[1].read_bytes()
    book = load_workbook(targets[0])
    assert book.sheetnames == ["增长情况", "支部", "分项情况", "缺得最多的条款"]
    growth = [[cell.value for cell in row] for row in book["增长情况"].iter_rows(min_row=2)]
    assert [row[0] for row in growth] == ["2018-07-31", "2018-12-20", "2019-06-20", "2019-12-20"]
    assert [row[4] for row in growth] == [1, 2, 3, 3]
    assert growth[-1][1] == 2 and growth[-1][5] == "66.7%"
    assert len(book["增长情况"]._charts) == 1
    assert book["分项情况"].max_row == 28
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
    named = [row[1].value for row in book["支部"].iter_rows(min_row=2)]
    assert '=HYPERLINK("x")' in named
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_merge_prints_json_and_text(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = merge(capsys, files / "*.json", "--format", "json")
    made = json.loads(out)
    assert status == 0
    assert {b["branch"]: b["files"] for b in made["branches"]} == {
        "第一党支部": 3, "第二党支部": 2, '=HYPERLINK("x")': 1,
    }  # fmt: skip
    old = next(b for b in made["branches"] if b["files"] == 1)
    assert old["asked"] == 6 and old["archived"] == 0
    status, out, _ = merge(capsys, files)
    assert status == 0
    assert out.startswith("3 个支部：达标 2，基本达标 0，未达标 1")
    assert "| 2019-12-20 | 2" in out
    target = tmp_path / "o.json"
    assert merge(capsys, files, "-o", target)[:2] == (0, "")
    assert json.loads(target.read_bytes()) == made


def test_merge_says_every_file_that_it_cannot_read(
    files: Path, now: Standard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "other.json", draw(now, 1) | {"handbook": "另一本"})
    write(tmp_path, "broken.json", {"kind": "selfcheck", "format": 2})
    (tmp_path / "large.json").write_bytes(b" " * (5 << 20))
    target = tmp_path / "out.xlsx"
    status, _, err = merge(capsys, files, tmp_path, tmp_path / "no.json", "-o", target)
    assert status == 2 and not target.exists()
    for name in ("other.json", "broken.json", "large.json", "no.json"):
        assert f"{name}:1：" in err
    status, _, err = merge(capsys, files, tmp_path, "-o", target, "--skip")
    assert status == 0 and target.exists() and "跳过了 3 个文件" in err
    assert merge(capsys, files, "-o", tmp_path / "out.pdf")[0] == 2
    assert merge(capsys, files, "--format", "xlsx")[0] == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert merge(capsys, empty)[0] == 2
