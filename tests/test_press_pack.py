"""Press packs: real ones of the sample, looked at with the trade's own tools."""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from pypdf import PageObject, PdfReader

from handbook.book import load_book, read_editions
from handbook.book.records import with_records
from handbook.cli import main
from handbook.errata.model import compute_receipt
from handbook.press import VOLUMES, Sheet, set_volume
from handbook.press.binding import bind
from handbook.press.exchange import Labels, exchange
from handbook.press.output_intent import read_profile
from handbook.press.pack import Pack, write_pack
from handbook.press.remember import PRINTING, add_row
from handbook.problems import InputError
from tests.conftest import ROOT, Tree, copy_sample

MM = 72 / 25.4
PROFILE = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
FILES = {
    "SHA256SUMS", "booklet.pdf", "certificate.json", "cover.pdf", "interior.pdf", "job.json",
    "job.pdf", "preflight.json", "preflight.pdf",
}  # fmt: skip
ONE, TWO = "2018-001", "2018-003"


def press(root: Path, *words: str) -> int:
    return main(["-C", str(root), "--lang", "zh", "press", *words])


@functools.cache
def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"no {name}: scripts/test.py installs it where it may")
    return path


def said(name: str, *words: str | Path) -> str:
    """What one of the trade's tools says; it must be content."""
    done = subprocess.run([tool(name), *map(str, words)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def words(pdf: Path, page: int | None = None) -> str:
    pages = PdfReader(pdf).pages
    chosen = pages if page is None else [pages[page - 1]]
    return "".join("".join(each.extract_text().split()) for each in chosen)


def contents(page: PageObject) -> bytes:
    """A page's content stream, all of it."""
    stream = page.get_contents()
    return stream.get_data() if stream is not None else b""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a profile, its packs made: 2018/1, 2018/2 with errata, 2019's regulations."""
    root = copy_sample(tmp_path_factory.mktemp("press"))
    for path in (root / "editions").glob("*/edition.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("printings:")] + "printings: []\n", encoding="utf-8")
        shutil.rmtree(path.parent / "printings", ignore_errors=True)
    if PROFILE.is_file():
        (root / "print").mkdir()
        shutil.copyfile(PROFILE, root / "print/shop.icc")
        settings(root, profile="print/shop.icc")
    assert press(root, "2018", "--date", "2018-05-28", "--copies", "5900") == 0
    second = ("--printing", "2", "--date", "2018-12-03", "--copies", "800")
    assert press(root, "2018", *second, "--errata", f"{TWO},{ONE}") == 0
    assert press(root, "2019", "--book", "regulations") == 0
    return root


def settings(root: Path, **values: object) -> None:
    """Set options of `print` in mkdocs.yml."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    rows = "".join(f"        {key}: {value}\n" for key, value in values.items())
    if "      print:\n" in text:
        text = text.replace("      print:\n", f"      print:\n{rows}", 1)
    else:
        text = text.replace("  - handbook:\n", f"  - handbook:\n      print:\n{rows}", 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def first(project: Path) -> Path:
    return project / "press/2018/handbook-1"


@pytest.fixture(scope="module")
def second(project: Path) -> Path:
    return project / "press/2018/handbook-2"


# The pack


def test_a_pack_is_whole_and_its_sums_hold(project: Path) -> None:
    for name in ("2018/handbook-1", "2018/handbook-2", "2019/regulations-1"):
        folder = project / "press" / name
        assert {path.name for path in folder.iterdir()} == FILES
        sums = dict(
            reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines()
        )
        assert set(sums) == FILES - {"SHA256SUMS"}
        for file, digest in sums.items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
        job = json.loads((folder / "job.json").read_text("utf-8"))
        schema = json.loads((ROOT / "handbook/schemas/job.schema.json").read_text("utf-8"))
        jsonschema.validate(job, schema)
        assert {row["name"]: row["sha256"] for row in job["files"]}.items() <= sums.items()


def test_two_packs_of_the_same_sources_have_the_same_bytes(
    project: Path, first: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    other = tmp_path / "elsewhere"
    for name in ("docs", "editions", "overrides", "print"):
        if (project / name).is_dir():
            shutil.copytree(project / name, other / name)
    shutil.copyfile(project / "mkdocs.yml", other / "mkdocs.yml")
    assert press(other, "2018", "--date", "2018-05-28", "--copies", "5900") == 0
    after = {path.name: path.read_bytes() for path in (other / "press/2018/handbook-1").iterdir()}
    assert after == before
    text = b"".join(before.values())
    assert str(tmp_path).encode() not in text and str(project).encode() not in text


def test_a_pack_takes_the_place_of_the_old_one_whole_or_not_at_all(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [path.name for path in first.iterdir()]
    pack = Pack({name: (first / name).read_bytes() for name in names}, *[None] * 3)  # type: ignore[arg-type]
    target = write_pack(tmp_path, "press/2018/handbook-1", pack)
    (target / "note.txt").write_text("of the old one")
    before = {path: path.read_bytes() for path in target.iterdir()}

    def fail(name: str, left: Iterator[int]) -> Callable[..., object]:
        real = getattr(Path, name)

        def step(self: Path, *arguments: object) -> object:
            if next(left) == 0:
                raise OSError(28, "no space left", str(self))
            return real(self, *arguments)

        return step

    for steps in range(len(names) + 2):
        left = itertools.count(steps, -1)
        with monkeypatch.context() as patch:
            for name in ("write_bytes", "replace"):
                patch.setattr(Path, name, fail(name, left))
            with pytest.raises(InputError):
                write_pack(tmp_path, "press/2018/handbook-1", pack)
        assert {path: path.read_bytes() for path in target.iterdir()} == before
    write_pack(tmp_path, "press/2018/handbook-1", pack)
    assert {path.name for path in target.iterdir()} == set(names)


# The interior, by independent tools


@pytest.mark.parametrize("name", ["2018/handbook-1", "2018/handbook-2", "2019/regulations-1"])
def test_interior_and_cover_are_sound_files(project: Path, name: str) -> None:
    for file in ("interior.pdf", "cover.pdf", "booklet.pdf", "job.pdf", "preflight.pdf"):
        path = project / "press" / name / file
        assert "No syntax or stream encoding errors" in said("qpdf", "--check", path)
        fonts = said("pdffonts", path).splitlines()[2:]
        assert fonts and all(re.split(r"\s+", row.strip())[-5] == "yes" for row in fonts)
        assert len(said("pdfimages", "-list", path).splitlines()) == 2


@pytest.mark.parametrize("name", ["2018/handbook-1", "2019/regulations-1"])
def test_interior_pages_ink_black_alone(project: Path, name: str) -> None:
    folder = project / "press" / name
    for row in said("gs", "-q", "-o", "-", "-sDEVICE=inkcov", folder / "interior.pdf").splitlines():
        assert row.split()[:3] == ["0.00000"] * 3
    colours = set()
    for page in PdfReader(folder / "interior.pdf").pages:
        pattern = rb"(?:[\d.]+ )+(?:k|K|g|G|rg|RG|scn|SCN|sc|SC)\b"
        colours |= set(re.findall(pattern, contents(page)))
        assert "/Annots" not in page
    # Solid black: nothing is screened, not even a rule.
    assert {colour.lower() for colour in colours} == {b"0 0 0 1 k"}
    cover = said("gs", "-q", "-o", "-", "-sDEVICE=inkcov", folder / "cover.pdf").split()
    assert cover[0] == "0.00000" and float(cover[1]) > 0 and float(cover[3]) > 0


def test_boxes_are_as_asked_on_every_page(first: Path) -> None:
    pages = int(re.search(r"Pages:\s+(\d+)", said("pdfinfo", first / "interior.pdf"))[1])  # type: ignore[index]
    boxes = said("pdfinfo", "-box", "-f", "1", "-l", str(pages), first / "interior.pdf")
    media = {row.split(":")[1] for row in re.findall(r"Page +\d+ (MediaBox.*)", boxes)}
    bleed = {row.split(":")[1] for row in re.findall(r"Page +\d+ (BleedBox.*)", boxes)}
    trim = {row.split(":")[1] for row in re.findall(r"Page +\d+ (TrimBox.*)", boxes)}
    assert media == bleed and len(media) == len(trim) == 1
    left, low, right, high = map(float, trim.pop().split())
    assert [left, low] == pytest.approx([3 * MM, 3 * MM], abs=0.02)
    assert [right - left, high - low] == pytest.approx([140 * MM, 203 * MM], abs=0.02)
    width, height = map(float, media.pop().split()[2:])
    assert [width, height] == pytest.approx([146 * MM, 209 * MM], abs=0.02)
    # MuPDF sees the same.
    seen = re.findall(r'TrimBox l="([\d.]+)"', said("mutool", "pages", first / "interior.pdf"))
    assert len(seen) == pages and {round(float(each), 2) for each in seen} == {8.5}


def test_pdfx_4_is_claimed_where_a_profile_is_named(first: Path) -> None:
    if not PROFILE.is_file():
        pytest.skip("no CMYK profile: scripts/test.py installs libgs-common where it may")
    for name in ("interior.pdf", "cover.pdf"):
        data = (first / name).read_bytes()
        assert data.startswith(b"%PDF-1.6")
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in data
        assert b"<pdf:Trapped>False</pdf:Trapped>" in data
        reader = PdfReader(io.BytesIO(data))
        (intent,) = (each.get_object() for each in reader.root_object["/OutputIntents"])  # type: ignore[attr-defined]
        assert intent["/S"] == "/GTS_PDFX" and intent["/OutputConditionIdentifier"]
        assert intent["/DestOutputProfile"].get_object().get_data() == PROFILE.read_bytes()
        info = reader.trailer["/Info"].get_object()
        assert info["/Trapped"] == "/False" and info["/CreationDate"] == "D:20180528000000Z"
        first_id, now = reader.trailer["/ID"]
        assert len(first_id) == 16 and first_id == now
        assert not {"/AcroForm", "/OpenAction", "/JavaScript"} & set(reader.root_object)


def test_without_a_profile_no_claim_is_made(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = released(tree)
    assert press(root, "2018") == 0
    assert "不声明 PDF/X" in capsys.readouterr().err
    folder = root / "press/2018/handbook-1"
    data = (folder / "interior.pdf").read_bytes()
    assert b"PDF/X" not in data and b"/OutputIntent" not in data
    assert json.loads((folder / "job.json").read_text("utf-8"))["profile"] == ""
    assert "不声明PDF/X" in words(folder / "job.pdf")


def released(tree: Tree, extra: str = "", **files: str) -> Path:
    """A small handbook whose first edition is out."""
    from tests.conftest import MKDOCS

    text = MKDOCS.replace('edition: "2018"', 'edition: "2018"\n      edition_date: 2018-05-20')
    root = tree({"mkdocs.yml": text + extra, **files})
    assert main(["-C", str(root), "--lang", "zh", "release", "2018", "--yes"]) == 0
    return root


# Pages


@pytest.mark.parametrize(
    ("pages", "binding", "parts", "expected"),
    [
        (61, "auto", 32, ("saddle", 64, 3)),
        (64, "auto", 32, ("saddle", 64, 0)),
        (65, "auto", 32, ("perfect", 80, 15)),
        (113, "perfect", 32, ("perfect", 128, 15)),
        (113, "sewn", 16, ("sewn", 120, 7)),
        (97, "saddle", 32, ("saddle", 100, 3)),
        (3, "perfect", 4, ("perfect", 4, 1)),
    ],
)
def test_pages_are_filled_up_to_what_the_binding_folds(
    pages: int, binding: str, parts: int, expected: tuple[str, int, int]
) -> None:
    bound = bind(pages, binding, parts)
    assert (bound.binding, bound.pages, bound.padding) == expected


def test_the_page_count_is_that_of_the_job_ticket_and_the_colophon(project: Path) -> None:
    for name, multiple in (("2018/handbook-1", 16), ("2019/regulations-1", 4)):
        folder = project / "press" / name
        job = json.loads((folder / "job.json").read_text("utf-8"))
        reader = PdfReader(folder / "interior.pdf")
        assert len(reader.pages) == job["pages"] and job["pages"] % multiple == 0
        for page in reader.pages[job["pages"] - job["padding"] :]:
            assert not page.extract_text()
        sheets = re.search(r"印张([\d.]+)字数", words(folder / "interior.pdf", 2))
        assert sheets and float(sheets[1]) == job["sheets"]


def test_chapters_open_on_rectos(project: Path) -> None:
    for name, edition, part, count in (
        ("2018/handbook-1", "2018", "handbook", 6),
        ("2019/regulations-1", "2019", "regulations", 3),
    ):
        reader = PdfReader(project / "press" / name / "interior.pdf")
        numbers = {page.indirect_reference: n for n, page in enumerate(reader.pages, 1)}
        book = load_book(project / "editions" / edition, read_editions(project)[0].settings(
            load_book(project).settings
        ))  # fmt: skip
        opened = [
            numbers[reader.named_destinations[page.head.id].page]  # type: ignore[index]
            for page in book.folder(part)  # type: ignore[arg-type]
        ]
        assert len(opened) == count and all(page % 2 for page in opened)


def test_no_page_opens_with_the_self_check_line_of_a_paragraph(tree: Tree) -> None:
    """A hundred clauses of every length; each page's first line is looked at."""
    words = "支部每月至少召开一次会议，由书记主持，记录人当场记下到会人数和决定事项。"
    clauses = [
        f"### 条 {{#cl-{n}}}\n\n{words * (1 + n % 7)}{words[: n % 29]}办理。\n"
        + ("\n1. 会前通知。\n2. 会后公布。\n" if n % 3 == 0 else "")
        + f"\n**自查：** {words * (1 + n % 3)}\n"
        for n in range(100)
    ]
    chapter = "# 章 {#ch-one}\n\n## 项 {#it-one}\n\n" + "\n".join(clauses)
    book = load_book(tree({"docs/handbook/01-one.md": chapter}))
    pages = PdfReader(io.BytesIO(set_volume(book, VOLUMES[0]))).pages
    assert len(pages) > 30
    for page in pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        assert not any(line.startswith("自查") for line in lines[:2]), lines[:3]


# Printings


def test_a_second_printing_differs_by_its_errata_alone(
    project: Path, first: Path, second: Path
) -> None:
    colophons = words(first / "interior.pdf", 2), words(second / "interior.pdf", 2)
    assert "2018年5月28日第1次印刷" in colophons[0] and "印数5900册" in colophons[0]
    assert "勘误E2018-" not in colophons[0]
    assert "2018年12月3日第2次印刷" in colophons[1]
    assert f"本次印刷已改正2018年版的勘误E{ONE}、E{TWO}，其余文字与该版相同" in colophons[1]
    assert "mine/?e=2018&p=2" in colophons[1]
    for colophon, folder in zip(colophons, (first, second), strict=True):
        certificate = json.loads((folder / "certificate.json").read_text("utf-8"))
        assert certificate["text_sha256"] in colophon
        assert certificate["identical"] == certificate["provisions"] == 173
        assert certificate["pdf_sha256"] == (
            hashlib.sha256((folder / "interior.pdf").read_bytes()).hexdigest()
        )
    texts = [words(folder / "interior.pdf") for folder in (first, second)]
    texts = [text.replace(colophon, "") for text, colophon in zip(texts, colophons, strict=True)]
    for id in (ONE, TWO):
        head = (ROOT / f"docs/errata/{id}.md").read_text("utf-8").split("---")[1]
        erratum = yaml.safe_load(head)
        old, new = ("".join(erratum[key].split()) for key in ("original", "corrected"))
        assert old in texts[0] and new in texts[1]
        texts[1] = texts[1].replace(new, old)
    assert sorted(texts[0]) == sorted(texts[1])
    job = json.loads((second / "job.json").read_text("utf-8"))
    assert job["errata"] == [ONE, TWO] and "、".join((ONE, TWO)) in words(second / "job.pdf")


def test_a_confirmed_printing_enters_its_edition(
    project: Path, first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = project / "editions/2018/edition.yml"
    before = record.read_bytes()
    pack = {path.name: path.read_bytes() for path in first.iterdir()}
    assert press(project, "2018", "--printing", "1", "--confirm") == 0
    assert record.read_bytes() == before.replace(
        b"printings: []\n",
        b'printings:\n  - {id: "1", printed: 2018-05-28, copies: 5900, errata: [], '
        b"map: printings/1.json}\n",
    )
    edition = read_editions(project)[0]
    (run,) = edition.printings
    assert (run.id, run.copies, run.errata, run.map) == ("1", 5900, (), "printings/1.json")
    lines = json.loads((project / "editions/2018/printings/1.json").read_text("utf-8"))
    # The sample's own record of this printing is still what its pack prints.
    assert lines == json.loads((ROOT / "editions/2018/printings/1.json").read_text("utf-8"))
    handbook = load_book(project / "editions/2018", edition.settings(load_book(project).settings))
    assert {s.id for s in handbook.of_kind("clause")} <= set(lines)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == pack
    assert main(["-C", str(project), "verify"]) == 0
    capsys.readouterr()
    # It is out: neither confirmed again nor made with other figures; its pack can be made anew.
    assert press(project, "2018", "--printing", "1", "--confirm") == 2
    assert "已经登记" in capsys.readouterr().err
    assert press(project, "2018", "--printing", "1", "--copies", "6000") == 2
    assert "登记的是 5900" in capsys.readouterr().err
    assert press(project, "2018", "--printing", "1") == 0
    assert {path.name: path.read_bytes() for path in first.iterdir()} == pack
    # The next one is the second, whose options its own pack remembers.
    other = second_bytes = (project / "press/2018/handbook-2/interior.pdf").read_bytes()
    (project / "press/2018/handbook-2/interior.pdf").write_bytes(other[:-1] + b"\r")
    rows = record.read_bytes()
    capsys.readouterr()
    assert press(project, "2018", "--confirm") == 2
    assert "interior.pdf" in capsys.readouterr().err and record.read_bytes() == rows
    (project / "press/2018/handbook-2/interior.pdf").write_bytes(second_bytes)
    assert press(project, "2018", "--confirm") == 0
    assert [run.errata for run in read_editions(project)[0].printings] == [(), (ONE, TWO)]
    assert main(["-C", str(project), "verify"]) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: 1\nprintings: []\n", b"a: 1\nprintings:\n  - {id: 1}\n"),
        (b"a: 1\n", b"a: 1\nprintings:\n  - {id: 1}\n"),
        (b"a: 1\nprintings:\n  - {id: 0}", b"a: 1\nprintings:\n  - {id: 0}\n  - {id: 1}\n"),
        (b"a: 1\r\nprintings: []\r\n", b"a: 1\r\nprintings:\r\n  - {id: 1}\r\n"),
        (b"a: 1\nprintings: [{id: 0}]\n", None),
        (b"a: 1\nprintings: []\nb: 2\n", None),
    ],
)
def test_a_row_is_added_below_the_lock(before: bytes, after: bytes | None) -> None:
    assert add_row(before, "{id: 1}") == after


# What a user gets wrong


Mistake = Callable[..., str]


@pytest.fixture
def mistake(capsys: pytest.CaptureFixture[str]) -> Mistake:
    """The one line that a mistake is answered with; nothing is written."""

    def run(*arguments: str, root: Path, status: int = 2) -> str:
        there = sorted(path for path in (root / "press").rglob("*"))
        capsys.readouterr()
        assert press(root, *arguments) == status
        assert sorted(path for path in (root / "press").rglob("*")) == there
        lines = [x for x in capsys.readouterr().err.splitlines() if not x.startswith("[")]
        assert len(lines) == 2, lines
        return lines[0]

    return run


def test_mistakes_are_answered_in_a_line_each(tree: Tree, mistake: Mistake) -> None:
    receipt = compute_receipt("set-up", "3人以上", "三人以上")
    root = released(tree, **{f"docs/errata/{receipt}.md": ERRATUM})
    later = ("2018", "--printing", "9", "--date", "2018-12-03", "--errata")
    for arguments, answer in (
        (("2017",), "没有“2017”这一版"),
        (("2018", "--book", "methods"), "没有“methods”这本书"),
        (("2018", "--printing", "../x"), "不能作印次"),
        (("2018", "--printing", "9"), "第 9 次印刷没有写日期"),
        (("2018", "--copies", "many"), "印数“many”不是正整数"),
        (("2018", "--date", "yesterday"), "“yesterday”不是日期"),
        ((*later, "2018-999"), "勘误登记册里没有 2018-999"),
        ((*later, receipt), "还没有采纳"),
        (("2018", "--confirm"), "登记印次要写明印数"),
    ):
        assert answer in mistake(*arguments, root=root)


@pytest.mark.parametrize("book", ["regulations", "records/discipline-minutes"])
def test_every_book_counts_its_own_printings(project: Path, book: str, mistake: Mistake) -> None:
    this = ("2019", "--book", book)
    assert press(project, *this, "--copies", "210") == 0
    assert press(project, *this, "--confirm") == 0
    edition = next(e for e in read_editions(project) if e.id == "2019")
    assert edition.runs() == ()
    (run,) = edition.runs(book)
    assert (run.id, run.copies, run.map) == ("1", 210, f"printings/{book}/1.json")
    lines = json.loads((project / "editions/2019" / run.map).read_text("utf-8"))
    frozen = load_book(project / "editions/2019", edition.settings(load_book(project).settings))
    known = {s.id for page in with_records(frozen).pages for s in page.sections}
    assert lines and set(lines) <= known and all(lines.values())
    assert main(["-C", str(project), "verify"]) == 0
    assert "已经登记" in mistake(*this, "--printing", "1", "--confirm", root=project)
    # A map that stands nowhere else: no printing of the handbook can have its name.
    assert not PRINTING.fullmatch(f"{book}/1")


ERRATUM = """---
provision: set-up
edition: next
kind: editorial
original: 3人以上
corrected: 三人以上
history:
  - {state: reported, date: 2018-10-08, by: [示例单位 04]}
---
"""


@pytest.mark.parametrize(
    ("option", "value", "answer"),
    [
        ("trim", "大大开", "print.trim"),
        ("bleed", 30, "print.bleed"),
        ("binding", "spiral", "print.binding"),
        ("grammage", 8000, "print.grammage"),
        ("ink_cmyk", "[0, 100]", "print.ink_cmyk"),
        ("cover_ink", '"#9e1b1b"', "print.cover_ink"),
        ("number", "ISBN 978-7-5000-1234-5", "校验码"),
        ("profile", "nowhere.icc", "找不到输出特性文件“nowhere.icc”"),
        ("profile", "mkdocs.yml", "不是 CMYK 输出特性文件"),
        ("profile", "../../../../../../../../../../etc/hostname", ""),
    ],
)
def test_settings_that_cannot_be_are_named(
    tree: Tree, mistake: Mistake, option: str, value: object, answer: str
) -> None:
    root = released(tree, f"      print:\n        {option}: {value}\n")
    assert answer in mistake("2018", root=root)


def test_a_pack_with_an_error_is_not_written(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    """A template of the project's own that prints red, in a book of one colour."""
    root = released(tree, **{"overrides/print/head.typ": HEAD})
    assert press(root, "2018") == 1
    errors = capsys.readouterr().err
    assert "interior.pdf" in errors and "没有写出" in errors
    assert not (root / "press").exists()


def test_an_image_too_coarse_for_print_is_found(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = released(tree, **{"overrides/print/head.typ": IMAGE})
    assert press(root, "2018") == 1  # a hundred pixels on 40 mm
    errors = capsys.readouterr().err
    assert "100 × 100 px, 64 ppi" in errors and "≥ 150 ppi" in errors and "没有写出" in errors


IMAGE = """#import "page.typ": *
#let grey = image(bytes((128,) * 10000), format: (encoding: "luma8", width: 100, height: 100),
  width: 40mm)
#let running-head = grey
"""
HEAD = """#import "page.typ": *
#let running-head = block(text(fill: rgb("#ff0000"), "红"))
"""


# Trims and inks


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("大32开", (140, 203)), ("32开", (130, 184)), ("A5", (148, 210)), ("16开", (185, 260)),
        ("170x240", (170, 240)), ("170 × 240.5", (170, 240.5)),
    ],
)  # fmt: skip
def test_a_trim_has_a_name_or_a_size(tree: Tree, name: str, size: tuple[float, float]) -> None:
    book = load_book(released(tree, f'      print:\n        trim: "{name}"\n'))
    sheet = Sheet.of(book.settings)
    assert (sheet.width, sheet.height) == size


def test_a_second_ink_is_a_plate_of_its_own(tree: Tree) -> None:
    for ink, plates in (("PANTONE 1805 C", ["K", "PANTONE 1805 C"]), ("process", ["M", "Y", "K"])):
        options = f'      print:\n        ink: "{ink}"\n        cover_ink: "{ink}"\n'
        root = released(tree, options)
        assert press(root, "2018") == 0
        folder = root / "press/2018/handbook-1"
        job = json.loads((folder / "job.json").read_text("utf-8"))
        assert sorted(job["inks"]) == sorted(job["cover_inks"]) == sorted(plates)
        data = b"".join(contents(page) for page in PdfReader(folder / "interior.pdf").pages)
        assert (b"1 scn" in data) == (ink != "process")
        assert b" rg" not in data and b" g\n" not in data
        shutil.rmtree(root / "editions")
        shutil.rmtree(root / "press")


def test_a_profile_is_read_by_what_it_is(tmp_path: Path, tree: Tree) -> None:
    if not PROFILE.is_file():
        pytest.skip("no CMYK profile: scripts/test.py installs libgs-common where it may")
    root = released(tree, f"      print:\n        profile: {PROFILE}\n        condition: FOGRA39\n")
    profile = read_profile(root, load_book(root).settings)
    assert profile and profile.name == "Artifex CMYK SWOP Profile"
    assert profile.identifier == "FOGRA39"
    for wrong in ("default_rgb.icc", "default_gray.icc"):
        shutil.copyfile(PROFILE.with_name(wrong), root / "wrong.icc")
        text = (root / "mkdocs.yml").read_text("utf-8").replace(str(PROFILE), "wrong.icc")
        (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
        with pytest.raises(InputError):
            read_profile(root, load_book(root).settings)
        (tmp_path / "mkdocs.yml").write_text(text.replace("wrong.icc", str(PROFILE)), "utf-8")


def test_another_date_or_title_is_another_file(first: Path) -> None:
    import datetime

    pdf = (first / "interior.pdf").read_bytes()
    day = datetime.date(2018, 5, 28)
    files = {
        exchange(pdf, Labels("手册", "单位", day, "2018/1")),
        exchange(pdf, Labels("手册", "单位", day, "2018/2")),
        exchange(pdf, Labels("手册", "单位", day, "2018/1"), padding=1),
    }
    ids = {str(PdfReader(io.BytesIO(file)).trailer["/ID"]) for file in files}
    assert len(ids) == 3
