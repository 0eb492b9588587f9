"""The search in a real browser: it agrees with Python hit for hit, and works in the dialog."""

from __future__ import annotations

import dataclasses
import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page
from pypinyin import lazy_pinyin

from handbook.book import Book
from handbook.editions.shelf import load_sound_shelf
from handbook.errata import errata_json
from handbook.search.editions import search_editions
from handbook.search.entries import build_index
from handbook.search.entry import Entry
from handbook.search.index import Index, make_index
from handbook.search.material import worker_script
from handbook.search.publish import PART, index_files, index_json
from handbook.search.query import Answer
from handbook.search.text import fold
from tests.conftest import ROOT
from tests.test_search import ALPHABET, entry

pytestmark = pytest.mark.browser
# Arguments and results travel as JSON text: Playwright's own way takes seconds for much of it.
ANSWERS = """json => {
  const [indexes, queries] = JSON.parse(json), s = handbookSearch;
  const made = indexes.map(data => s.makeIndex(data));
  return JSON.stringify(queries.map(([query, groups]) => {
    const answer = s.searchEditions(made, query, groups);
    const hits = answer.hits(Infinity).map(s.present).map(hit => [hit.index.edition, hit.entry.id,
      hit.score, hit.exact, hit.also, hit.headingSpans, hit.spans, hit.excerpt]);
    const { parts, alike, elsewhere } = answer;
    return [hits, answer.tried.map(({ text, how }) => [text, how]), parts, alike, elsewhere];
  }));
}"""
NONE = ("Cn", "Cs", "Co")
"""Characters that are none: unassigned, half of one, of private use."""
FOLDINGS = """json => {
  const [data, chars] = JSON.parse(json);
  const { fold } = handbookSearch.makeIndex(data);
  return JSON.stringify(chars.map(char => /\\p{Cn}/u.test(char) ? null : fold(char)));
}"""


@pytest.fixture(scope="module")
def index() -> Index:
    """The sample with its register."""
    shelf = load_sound_shelf(ROOT)
    return build_index(shelf.draft, errata_json(shelf.register, shelf.draft)["errata"])


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page with the worker's functions."""
    page = chromium.new_page()
    page.add_script_tag(content=worker_script())
    yield page
    page.close()


def plain(answer: Answer) -> Any:
    """An answer in the shape of `ANSWERS`."""
    hits = [
        [
            h.edition, h.entry.id, h.score, h.exact, h.also, h.heading_spans, h.spans, h.excerpt
        ]
        for h in answer.hits
    ]  # fmt: skip
    tried = [[form.text, form.how] for form in answer.tried]
    return json.loads(json.dumps([hits, tried, answer.parts, answer.alike, answer.elsewhere]))


def ask(page: Page, script: str, *values: object) -> Any:
    """What a script of the page returns, by JSON both ways."""
    return json.loads(page.evaluate(script, json.dumps(values)))


def agree(page: Page, indexes: list[Index], queries: list[tuple[str, list[str]]]) -> None:
    """Both find the same, in the same order, mark the same, and offer the same."""
    found = ask(page, ANSWERS, [index_json(index) for index in indexes], queries)
    for (query, groups), answer in zip(queries, found, strict=True):
        assert answer == plain(search_editions(indexes, query, groups)), query


# Agreement


def test_folding_agrees(page: Page) -> None:
    """On every character of Python's Unicode that the browser's has too."""
    chars = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in NONE]
    data = index_json(make_index("e", [entry("a", "甲", "".join(chars))]))
    data["folding"]["chars"] = {}
    folded = ask(page, FOLDINGS, data, chars)
    pairs = zip(chars, folded, strict=True)
    assert [c for c, text in pairs if text is not None and text != fold(c)] == []


def written_queries() -> list[str]:
    queries = yaml.safe_load((ROOT / "tests" / "queries.yml").read_text(encoding="utf-8"))
    more = [
        "第45条",
        "3-14",
        "问3—1",
        "第二章",
        "２章",
        "条",
        "。",
        "党",
        "party day 记录",
        "-党员",
    ]
    return [query["query"] for query in queries] + more


def made_queries(index: Index, rand: random.Random) -> Iterator[str]:
    """Parts of the text, words, operators, pinyin, synonyms, and what nothing has."""

    def part(most: int) -> str:
        shown = rand.choice(index.entries).shown
        start = rand.randrange(len(shown))
        return shown[start : start + rand.randint(1, most)]

    def letters(text: str) -> str:
        sounds = lazy_pinyin(text)
        whole = "".join(sounds)
        return rand.choice([whole, whole[: rand.randint(2, 9)], "".join(s[0] for s in sounds)])

    synonyms = [word for group in index.synonyms for word in group]
    asking = ["怎么办", "几次", "多久", "什么时候", "吗"]
    for _ in range(1000):
        yield part(12)
    for _ in range(300):
        yield " ".join(part(4) for _ in range(rand.randint(2, 4)))
    for form in ['"{}"', "“{}” {}", "{} -{}", "-{} {}", '"{}', "「{}」{}", '{} -"{}"'] * 40:
        yield form.format(part(4), part(4))
    for _ in range(300):
        title = rand.choice(index.entries).title
        start = rand.randrange(len(title))
        yield letters(title[start : start + rand.randint(1, 5)])
    for _ in range(200):
        yield (
            rand.choice(synonyms) + rand.choice(["", " ", "、"]) + rand.choice([*synonyms, "记录"])
        )
    for _ in range(200):
        yield part(6) + rand.choice([part(6), *asking])


def test_the_sample_agrees(page: Page, index: Index) -> None:
    rand = random.Random(45)
    queries = [*written_queries(), *made_queries(index, rand)]
    groups = [[], [], [], ["handbook"], ["errata", "methods"]]
    agree(page, [index], [(query, rand.choice(groups)) for query in queries])
    assert len(queries) > 2000


def test_several_editions_agree(page: Page, index: Index) -> None:
    """A later edition with a clause gone, one changed, and one moved."""
    rand = random.Random(2019)
    entries = list(index.entries)
    at = next(i for i, one in enumerate(entries) if one.kind == "clause")
    entries[at : at + 2] = [
        entry("new", "第1条 应建必建", "有正式党员三人以上的，应当成立党支部。")
    ]
    parts = [dataclasses.replace(one, parent=-1) if one.parent >= at else one for one in entries]
    later = make_index("2019", parts, "2019年版", index.synonyms, index.terms)
    queries = [*written_queries(), *rand.sample(list(made_queries(index, rand)), 250)]
    agree(page, [later, index], [(query, rand.choice([[], ["handbook"]])) for query in queries])


def test_random_texts_agree(page: Page) -> None:
    rand = random.Random(173)
    strange = (
        "\U00020bb7\U0001f9fe\ufb01\u0130\u1e9e\u03a3\u0345\u2028\u115f가ﾊﾞ\ud7a3<>&\"'後會長zhangc"
    )

    def text(longest: int) -> str:
        return "".join(rand.choice(ALPHABET + strange) for _ in range(rand.randint(1, longest)))

    for _ in range(20):
        entries: list[Entry] = []
        for n in range(12):
            made = entry(f"s{n}", text(12), text(200), rand.choice(["clause", "norm", "part"]))
            parent = rand.randrange(-1, n)
            entries.append(dataclasses.replace(made, parent=parent))
        index = make_index("e", entries, "", [[text(3), text(3)]], [text(4)])
        shown = "".join(e.shown for e in index.entries)
        cuts = [rand.randrange(len(shown)) for _ in range(100)]
        queries = [shown[cut : cut + rand.randint(1, 12)] for cut in cuts]
        queries += [text(4) for _ in range(50)]
        queries += [f"{text(3)} {rand.choice(['', '-'])}{text(3)}" for _ in range(30)]
        queries += [f"“{text(3)}”{text(2)}" for _ in range(20)]
        agree(page, [index], [(query, []) for query in queries])


def test_characters_unknown_to_the_browser_are_found(page: Page) -> None:
    """The index says how its own characters fold, whatever Unicode the browser knows."""
    data = index_json(make_index("e", [entry("a", "第1条 甲", "旧\U000323b0字")]))
    data["folding"]["chars"]["\U000323b0"] = "新"
    ((hits, *_),) = ask(page, ANSWERS, [data], [["\U000323b0字", []]])
    assert hits[0][6] == [[1, 3]]


def test_packed_parts_say_what_the_published_ones_say(page: Page, index: Index) -> None:
    """The files for browsers give the very entries and tables of the JSON, in several parts too."""
    long = [entry(f"s{n}", f"第{n}条 𠮷甲", "字\U0001f9fe" * (PART // 12)) for n in range(5)]
    many = [*index.entries, *long, entry("odd", "另起", "\0甲")]
    files = dict(index_files(make_index("e", many, "", index.synonyms, index.terms)))
    data = json.loads(files["index.json"])
    packed = [list(files[name]) for name in files if name.endswith(".bin")]
    assert len(packed) > 2
    unpacked = ask(
        page,
        """async json => {
          const [parts] = JSON.parse(json);
          const entries = [];
          let tables = null;
          for (const part of parts) {
            const stream = new Blob([new Uint8Array(part)]).stream();
            const plain = new Response(stream.pipeThrough(new DecompressionStream("gzip")));
            const data = handbookSearch.unpack(
              new Uint8Array(await plain.arrayBuffer()), entries);
            entries.push(...data.entries);
            tables ??= [data.readings, data.folding];
          }
          return JSON.stringify([entries, ...tables]);
        }""",
        packed,
    )
    unpacked, readings, folding = unpacked
    assert {sound: set(chars) for sound, chars in readings.items()} == {
        sound: set(chars) for sound, chars in data["readings"].items()
    }
    assert folding == data["folding"]
    published = [
        one for name in data["files"] for one in json.loads(files[f"{name}.json"])["entries"]
    ]
    published[-1]["text"] = published[-1]["text"].replace("\0", "\ufffd")
    for one in (*unpacked, *published):
        del one["parent"]  # of the file, or of all
    assert unpacked == published


# Results as HTML


def test_hostile_text_is_escaped(page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)> & \"'</small><script>alert(2)</script> &lt;b&gt;"
    section = entry("a", f"第1条 {hostile}", f"{hostile} 甲乙", label="第1条")
    index = make_index("e", [section])
    for query in ["img src", "script", "alert(1)", "lt b gt", "甲乙"]:
        elements, text, location = page.evaluate(
            """([data, query]) => {
              const index = handbookSearch.makeIndex(data);
              const [hit] = handbookSearch.search(index, query).hits(1);
              const [item] = handbookSearch.makeItem(hit, new Map([["e", "<i>版</i>"]]));
              const box = document.createElement("div");
              box.innerHTML = item.title;
              const names = [...box.querySelectorAll("*")].map(element => element.localName);
              return [names, box.textContent, item.location];
            }""",
            [index_json(index), query],
        )
        assert set(elements) <= {"mark", "small", "br"}
        assert "mark" in elements
        assert hostile in text
        assert not set("<>\"' ") & set(location)


# Loading


def test_other_editions_are_read_when_asked_for(page: Page) -> None:
    """Those that cannot be read are left out, and nothing is said of it."""
    new = index_json(make_index("2019", [entry("a", "第1条 甲", "党日")], "2019年版")) | {
        "more": []
    }
    old = index_json(make_index("2018", [entry("b", "第2条 乙", "党日")], "2018年版")) | {
        "more": []
    }
    answers = ask(
        page,
        """async json => {
          const [roots, versions] = JSON.parse(json);
          const read = [];
          const handle = handbookSearch.makeHandler({
            load: async root => {
              read.push(root);
              if (!roots[root]) throw new Error("gone");
              return () => structuredClone(roots[root]);
            },
            versions: async () => versions,
            here: "2019", post: () => {}, pause: async () => {}, slice: 1,
          });
          const items = answer =>
            answer.data.items.map(([{ location, title }]) => [location, title]);
          const said = [await handle({ type: 0 })];
          said.push(items(await handle({ type: 2, data: "党日" })), [...read]);
          said.push(items(await handle({ type: "limit", data: { groups: [], editions: true } })));
          said.push(items(await handle({ type: 2, data: "2" })), [...read]);
          return JSON.stringify(said);
        }""",
        {"": new, "../2018/": old},
        [{"version": "2019"}, {"version": "2018"}, {"version": "2017"}],
    )
    ready, one, read, both, second, later = answers
    assert ready == {"type": 1}
    assert (len(one), read) == (1, [""])
    assert [place.partition("?")[0] for place, _ in both] == ["a.html", "../2018/a.html"]
    assert "2018年版" in both[1][1]
    assert [place.partition("#")[2] for place, _ in second] == ["b"]
    assert later == ["", "../2018/", "../2017/"]


# Material's dialog


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, built: Path, served: str) -> str:
    """The site's address over http and as files."""
    return f"{served}/latest/" if request.param == "http" else f"{(built / 'latest').as_uri()}/"


@pytest.fixture
def reader(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of the site that complains about whatever its console says."""
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}handbook/01-organization.html")
    page.wait_for_load_state("networkidle")
    assert not any("search/index." in url for url in requests), "nothing is loaded to read a page"
    yield page
    assert complaints == []
    own = (address.rpartition("latest/")[0], "blob:")
    assert all(url.startswith(own) for url in requests)
    context.close()


def until(page: Page, script: str) -> None:
    """Wait until an expression is true. Playwright's own way to wait needs a laxer policy."""
    for _ in range(400):
        if page.evaluate(script):
            return
        page.wait_for_timeout(25)
    raise AssertionError(script)


def says(page: Page, words: str) -> None:
    """Wait until the dialog says something."""
    page.locator(".hb-search-status", has_text=words).wait_for()


def ask_dialog(page: Page, query: str) -> Locator:
    """Type into the dialog and wait for its answer; the results."""
    page.evaluate("document.querySelector('.hb-search-status').textContent = ''")
    page.locator("[data-md-component=search-query]").fill(query)
    until(page, "/找到|没有/.test(document.querySelector('.hb-search-status').textContent)")
    return page.locator(".md-search-result__item")


def test_the_page_is_never_what_searches(reader: Page) -> None:
    """In a folder, too, a worker does, though none may be loaded there."""
    reader.locator("[data-md-component=search-query]").click()
    ask_dialog(reader, "党员")
    assert [worker for worker in reader.workers if "search" in worker.url or "blob:" in worker.url]


def test_a_browser_without_workers_searches_in_the_page(chromium: Browser, built: Path) -> None:
    page = chromium.new_page()
    page.add_init_script("window.Worker = class { constructor() { throw new Error('none'); } };")
    page.goto(f"{(built / 'latest').as_uri()}/index.html")
    page.locator("[data-md-component=search-query]").click()
    assert ask_dialog(page, "zzsh").count()
    assert page.workers == []
    page.close()


def test_a_result_leads_to_the_clause_with_the_words_marked(
    reader: Page, address: str, sample: Book
) -> None:
    """Number, title, path and sentence; and on the page the words, though a link cuts them."""
    clause = sample.sections["party-day-content"]
    reader.locator("[data-md-component=search-query]").click()
    results = ask_dialog(reader, "交纳党费，按照第97条")
    assert results.count() == 1
    lines = results.first.locator("h1").inner_text().split("\n")
    assert lines[:2] == [clause.heading_text, " › ".join(sample.path_text(clause))]
    assert "交纳党费，按照第97条和" in lines[2]
    assert results.first.locator("mark").all_inner_texts() == ["交纳党费，按照第97条"]
    reader.keyboard.press("Enter")
    reader.wait_for_url("**#party-day-content")
    marks = reader.locator("mark[data-hb-found]")
    assert "".join(marks.all_inner_texts()) == "交纳党费，按照第97条"
    assert marks.count() == 2
    assert reader.locator("#party-day-content mark").first.is_visible()


def test_all_of_it_by_keyboard(reader: Page, address: str) -> None:
    search_open = reader.locator("#__search")
    reader.keyboard.press("/")
    until(reader, "document.activeElement.matches('.md-search__input')")
    ask_dialog(reader, "述职评议")
    for _ in range(6):
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement.name") == "hb-search-group":
            break
    for _ in range(4):
        reader.keyboard.press("ArrowRight")
    assert reader.evaluate("document.activeElement.value") == "regulations"
    assert search_open.is_checked()
    until(
        reader,
        """[...document.querySelectorAll(".md-search-result__item h1")]
          .every(title => /述职评议办法|工作规范/.test(title.textContent))""",
    )
    reader.keyboard.press("Shift+Tab")
    reader.keyboard.press("ArrowDown")
    until(reader, "document.activeElement.matches('.md-search-result__link')")
    reader.keyboard.press("Escape")
    assert not search_open.is_checked()


def test_nothing_found(reader: Page) -> None:
    """It says what was tried, and offers what is near; a click on it looks for that."""
    reader.locator("[data-md-component=search-query]").click()
    ask_dialog(reader, "组织声活会")
    said = reader.locator(".hb-search-status").inner_text()
    assert "没有“组织声活会”" in said
    assert "拼音" in said
    reader.locator(".hb-search-extra a", has_text="组织生活会").first.click()
    says(reader, "找到")
    assert reader.locator("[data-md-component=search-query]").input_value() == "组织生活会"
    reader.locator(".hb-search-groups label", has_text="勘误").click()
    says(reader, "范围里没有")
    reader.locator(".hb-search-extra button").click()
    reader.locator(".md-search-result__item").first.wait_for()
    ask_dialog(reader, "<img src=x>")
    assert reader.locator(".md-search-result__item").count() == 0


def test_recent_queries_stay_in_the_browser(reader: Page) -> None:
    field = reader.locator("[data-md-component=search-query]")
    field.click()
    ask_dialog(reader, "zzsh").first.locator("a").click()
    reader.wait_for_url("**#ch-activities")
    field.click()
    recent = reader.locator(".hb-search-extra a")
    assert recent.all_inner_texts() == ["zzsh"]
    # The dialog takes keys from the moment that it is open.
    until(reader, "document.getElementById('__search').checked")
    reader.keyboard.press("ArrowDown")
    until(reader, "document.activeElement.matches('.hb-search-extra a')")
    reader.keyboard.press("Enter")
    says(reader, "组织生活（拼音）")
    field.fill("")
    reader.locator(".hb-search-extra button").click()
    assert recent.count() == 0


def test_a_link_to_share(reader: Page, address: str) -> None:
    reader.goto(f"{address}index.html?q=表决&in=regulations")
    results = reader.locator(".md-search-result__item")
    results.first.wait_for()
    assert reader.locator("[name=hb-search-group]:checked").input_value() == "regulations"
    assert all("第" in text for text in results.locator("h1").all_inner_texts())
    reader.evaluate(
        """document.execCommand = () => {
          window.copied = document.activeElement.value;
          return true;
        }"""
    )
    reader.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.locator("[data-hb-search-share]").click()
    until(reader, "window.copied")
    assert (
        reader.evaluate("decodeURI(window.copied)") == f"{address}index.html?q=表决&in=regulations"
    )
    reader.keyboard.press("Escape")
    until(reader, "!location.search")
