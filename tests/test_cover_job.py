"""Cover, booklet and job ticket: the finished PDFs, and the figures on them against hand sums."""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import re
from collections.abc import Callable

import jsonschema
import pypdfium2 as pdfium
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ContentStream

from handbook.book import Book
from handbook.press import Sheet, Volume, set_volume
from handbook.press.booklet import Leaf, impose, plan_booklet
from handbook.press.cover import CoverJob, set_cover
from handbook.press.ink import Ink
from handbook.press.isbn import check_digit, ean_modules, read_isbn
from handbook.press.job import (
    Delivery,
    Job,
    JobFile,
    count_reams,
    count_sheets,
    job_json,
    parent_sheet,
    set_job,
)
from handbook.press.record import ROOM
from handbook.press.spine import Spine, spine_width
from handbook.problems import InputError
from tests.conftest import ROOT

MM = 72 / 25.4
HANDBOOK = Volume("handbook")
SHEET = Sheet(140, 203, 3, "k")
ISBN = "ISBN 978-7-5000-1234-4"


# The spine


@pytest.mark.parametrize(
    ("leaves", "grammage", "bulk", "cover", "width", "low", "high"),
    [
        # 120 leaves x 80 g x 1.3 cm3/g = 12480 um; at 1.23 and 1.37: 11808 and 13152.
        (120, 80, None, 0, 12.5, 11.8, 13.2),
        # The same and two boards of 250 g at 1.0: 500 um more.
        (120, 80, None, 250, 13.0, 12.3, 13.7),
        # 56 x 70 x 1.3 = 5096, + 400; 1.23: 4821.6 + 400; 1.37: 5370.4 + 400.
        (56, 70, None, 200, 5.5, 5.2, 5.8),
        # Light paper that the mill calls 1.8: 270 x 60 x 1.8 = 29160; 1.73: 28026; 1.87: 30294.
        (270, 60, 1.8, 0, 29.2, 28.0, 30.3),
        # Coated paper, 0.8: 100 x 105 x 0.8 = 8400, + 600; 0.73: 7665 + 600; 0.87: 9135 + 600.
        (100, 105, 0.8, 300, 9.0, 8.2, 9.8),
    ],
)
def test_the_spine_is_the_sum_worked_by_hand(
    leaves: int,
    grammage: float,
    bulk: float | None,
    cover: float,
    width: float,
    low: float,
    high: float,
) -> None:
    spine = spine_width(leaves, grammage, bulk, cover)
    assert (spine.width_mm, spine.low_mm, spine.high_mm) == (width, low, high)
    assert spine.bulk_stated == (bulk is not None)


def test_a_measured_spine_overrides_the_sum() -> None:
    spine = spine_width(120, 80, cover_grammage=250, measured_mm=12.4)
    assert (spine.low_mm, spine.width_mm, spine.high_mm, spine.measured) == (12.4, 12.4, 12.4, True)


def test_what_no_paper_has_is_refused_in_one_line_each() -> None:
    with pytest.raises(InputError) as error:
        spine_width(100, 8000, bulk=13, measured_mm=0)
    said = [p.message() for p in error.value.problems]
    assert len(said) == 3 and all("print." in line for line in said)


@given(st.integers(1, 600), st.floats(25, 400), st.floats(0.5, 3), st.floats(0, 600))
def test_the_width_lies_in_its_own_range(
    leaves: int, grammage: float, bulk: float, cover: float
) -> None:
    spine = spine_width(leaves, grammage, bulk, cover)
    assert spine.low_mm <= spine.width_mm <= spine.high_mm
    assert spine.has_title == (spine.low_mm >= 5)


def bound(low: float, width: float | None = None) -> Spine:
    return Spine(width or low, low, width or low, 60, 80, 1.3, 0)


# The cover


Cover = Callable[[CoverJob], bytes]


@pytest.fixture(scope="module")
def cover(sample: Book) -> Cover:
    """Set a cover of the sample, each but once."""
    return functools.cache(functools.partial(set_cover, sample))


def characters(pdf: bytes) -> list[tuple[str, float, float]]:
    """Each character with the middle of its box in millimetres from the sheet's lower left."""
    text = pdfium.PdfDocument(pdf)[0].get_textpage()
    found = []
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(at)
            found.append((char, (left + right) / 2 / MM, (bottom + top) / 2 / MM))
    return found


def within(pdf: bytes, left: float, right: float) -> str:
    return "".join(char for char, x, _ in characters(pdf) if left <= x <= right)


@pytest.mark.parametrize("bleed", [0, 3])
@pytest.mark.parametrize("trim", [(130, 184), (140, 203), (185, 260)])
@pytest.mark.parametrize("spine", [None, bound(6.3), bound(12, 12.6)])
def test_the_trim_goes_around_back_spine_and_front(
    cover: Cover, trim: tuple[float, float], bleed: float, spine: Spine | None
) -> None:
    pdf = cover(CoverJob(HANDBOOK, Sheet(*trim, bleed, "k"), spine))
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    wide = 2 * trim[0] + (spine.width_mm if spine else 0)
    assert float(page.trimbox.width) / MM == pytest.approx(wide, abs=0.01)
    assert float(page.trimbox.height) / MM == pytest.approx(trim[1], abs=0.01)
    for side in ("left", "bottom"):
        inside = getattr(page.trimbox, side) - getattr(page.bleedbox, side)
        assert float(inside) / MM == pytest.approx(bleed, abs=0.01)
    for side in ("right", "top"):
        inside = getattr(page.bleedbox, side) - getattr(page.trimbox, side)
        assert float(inside) / MM == pytest.approx(bleed, abs=0.01)
    # Nothing that is read stands within 10 mm of the trim or of a fold, but on the spine.
    folds = (bleed + trim[0], bleed + wide - trim[0])
    for char, x, y in characters(pdf):
        assert bleed + 10 < x < bleed + wide - 10 and bleed + 10 < y < bleed + trim[1] - 10, char
        on_spine = folds[0] + 1 < x < folds[1] - 1
        assert on_spine or all(abs(x - fold) > 10 for fold in folds), char


def test_the_front_has_title_edition_and_divisions_and_the_notice_is_on_both(
    sample: Book,
    cover: Cover,
) -> None:
    pdf = cover(CoverJob(HANDBOOK, SHEET, bound(12), number=ISBN))
    front, back = within(pdf, 155, 300), within(pdf, 0, 143)
    for words in ("党和国家机关", "党支部建设标准化手册", sample.settings.edition_name):
        assert words in front
    for page in sample.folder("handbook"):
        assert page.head.label + page.head.title in front
    assert "第1–26条" in front and "第155–173条" in front
    assert "示例出版单位" in front
    assert "示例文本，非官方手册" in front and "示例文本，非官方手册" in back
    assert "我手里这本" in back and "第1次印刷" in back
    assert "ISBN978-7-5000-1234-4" in back and "787500012344" in back


def test_the_spine_reads_from_top_to_bottom(sample: Book, cover: Cover) -> None:
    pdf = cover(CoverJob(HANDBOOK, SHEET, bound(12)))
    on_spine = [(c, x, y) for c, x, y in characters(pdf) if 143.5 < x < 154.5]
    title = sample.settings.title
    assert "".join(char for char, _, _ in on_spine).startswith(title)
    tops = [y for _, _, y in on_spine[: len(title)]]
    assert tops == sorted(tops, reverse=True)
    middle = 3 + 140 + 6
    assert all(abs(x - middle) < 1.5 for _, x, _ in on_spine[: len(title)])
    # The year stands side by side where there is room, and one below the other where there is not.
    for width, side_by_side in ((12, True), (6, False)):
        pdf = cover(CoverJob(HANDBOOK, SHEET, bound(width)))
        digits = [y for char, x, y in characters(pdf) if char.isdigit() and 143 < x < 143 + width]
        assert (max(digits) - min(digits) < 0.6) == side_by_side and len(digits) == 4


def test_the_title_is_on_the_spine_only_where_that_is_sure_to_be_wide_enough(
    sample: Book,
    cover: Cover,
) -> None:
    for low, wide, has_title in ((4.9, 5.3, False), (5.0, 5.4, True)):
        pdf = cover(CoverJob(HANDBOOK, SHEET, bound(low, wide)))
        on_spine = within(pdf, 143, 143 + wide)
        assert (sample.settings.title in on_spine) == has_title
        assert bool(on_spine) == has_title


def colours(pdf: bytes) -> set[str]:
    """Every colour that any operator of a page sets, without its amounts of black."""
    reader = PdfReader(io.BytesIO(pdf))
    found = set()
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"k", b"K"):
                cyan, magenta, yellow, _ = (round(float(o), 2) for o in operands)
                found.add("K" if not (cyan or magenta or yellow) else "mix")
            elif operator in (b"g", b"G", b"rg", b"RG", b"sc", b"SC", b"scn", b"SCN", b"cs", b"CS"):
                found.add(operator.decode())
    return found


def test_the_inks_are_those_that_were_asked_for(cover: Cover) -> None:
    def inks(ink: Ink | None) -> bytes:
        return cover(CoverJob(HANDBOOK, SHEET, bound(12), number=ISBN, ink=ink))

    assert colours(inks(None)) == {"K"}
    assert colours(inks(Ink())) == {"K", "mix"}
    spot = inks(Ink("PANTONE 1805 C"))
    assert colours(spot) == {"K", "cs", "scn"}
    page = PdfReader(io.BytesIO(spot)).pages[0]
    spaces = page["/Resources"]["/ColorSpace"]  # type: ignore[index]
    assert [space[1] for space in spaces.values() if space[0] == "/Separation"] == [
        "/PANTONE 1805 C"
    ]


def test_the_same_job_gives_the_same_bytes_with_its_fonts(sample: Book, cover: Cover) -> None:
    for ink in (None, Ink(), Ink("专色红", (0, 100, 80, 20))):
        job = CoverJob(HANDBOOK, SHEET, bound(12), number=ISBN, ink=ink)
        assert set_cover(sample, job) == cover(job)


WIDTHS = "3211 2221 2122 1411 1132 1231 1114 1312 1213 3112".split()  # noqa: SIM905
"""A digit's elements, spaces and bars in turn, as GS1 prints them for number set A."""
FIRST = "AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA".split()  # noqa: SIM905


def scan(row: list[bool]) -> str:
    """The digits of an EAN-13 symbol from a line of dark and light pixels, as a scanner does."""
    runs: list[int] = []
    last = False
    for dark in row:
        if dark == last and runs:
            runs[-1] += 1
        elif dark or runs:
            runs.append(1)
        last = dark
    runs = runs[:59]
    unit = sum(runs) / 95
    widths = [round(run / unit) for run in runs]
    assert widths[:3] == [1, 1, 1] and widths[-3:] == [1, 1, 1] and widths[27:32] == [1] * 5
    digits, kinds = "", ""
    for at in (*range(3, 27, 4), *range(32, 56, 4)):
        code = "".join(map(str, widths[at : at + 4]))
        if code in WIDTHS:
            digits, kinds = digits + str(WIDTHS.index(code)), kinds + "A"
        else:
            digits, kinds = digits + str(WIDTHS.index(code[::-1])), kinds + "B"
    assert kinds[6:] == "AAAAAA"
    return str(FIRST.index(kinds[:6])) + digits


def pixels(pdf: bytes, scale: float) -> list[list[bool]]:
    """A page as rows of dark and light."""
    image = pdfium.PdfDocument(pdf)[0].render(scale=scale, grayscale=True)
    data, stride, width = bytes(image.buffer), image.stride, image.width
    rows = range(image.height)
    return [[value < 128 for value in data[y * stride : y * stride + width]] for y in rows]


@pytest.mark.parametrize("number", [ISBN, "9787020002207", "ISBN 979-10-90636-07-1"])
def test_a_scanner_reads_the_bars(cover: Cover, number: str) -> None:
    scale = 10
    page = pixels(cover(CoverJob(HANDBOOK, SHEET, bound(12), number=number)), scale)
    unit = MM * scale
    # A line through the middle of the bars, over the back's right half.
    row = page[round((209 - 3 - 20 - 12) * unit)][round(70 * unit) : round(140 * unit)]
    assert scan(row) == re.sub(r"\D", "", number)
    first = row.index(True)
    last = len(row) - 1 - row[::-1].index(True)
    assert (last - first) / unit == pytest.approx(95 * 0.264, abs=0.3)
    # 15 mm and more from the trim (GB/T 12906—2008).
    assert 140 + 3 - (70 + last / unit) >= 15


def test_the_code_leads_to_my_copy_of_this_printing(sample: Book, cover: Cover) -> None:
    scale = 4
    job = CoverJob(HANDBOOK, SHEET, bound(12), printing="2")
    page = pixels(cover(job), scale)
    edition = sample.settings.edition
    url = f"{sample.settings.site_url}mine/?e={edition}&p=2"
    expected = segno.make(url, error="m", micro=False).matrix
    unit = MM * scale
    # The code is the block of ink on the back below its title.
    top, bottom, right = round(52 * unit), round(90 * unit), round(55 * unit)
    block = [row[:right] for row in page[top:bottom]]
    ys = [y for y, row in enumerate(block) if any(row)]
    xs = [x for row in block for x, dark in enumerate(row) if dark]
    y1, y2, x1, x2 = ys[0], ys[-1] + 1, min(xs), max(xs) + 1
    count = len(expected)
    read = [
        [
            block[round(y1 + (y2 - y1) * (r + 0.5) / count)][
                round(x1 + (x2 - x1) * (c + 0.5) / count)
            ]
            for c in range(count)
        ]
        for r in range(count)
    ]
    assert read == [[bool(module) for module in row] for row in expected]
    assert url in within(cover(job), 0, 143)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("ISBN 978-7-5000-1234-5", "是 5，应当是 4"),
        ("9787500012345", "是 5，应当是 4"),
        ("ISBN 7-02-000220-X", "不是13位"),
        ("ISBN 977-7-5000-1234-4", "不是13位"),
        ("ISBN 978-7-5000", "不是13位"),
        ("ISBN 九七八", "不是13位"),
    ],
)
def test_a_wrong_isbn_is_one_clear_line(
    sample: Book, cover: Cover, number: str, words: str
) -> None:
    with pytest.raises(InputError) as error:
        set_cover(sample, CoverJob(HANDBOOK, SHEET, number=number))
    (found,) = error.value.problems
    assert words in found.message() and number in found.message()


def test_an_internal_number_is_printed_as_words(cover: Cover) -> None:
    number = "内部资料准印号 示例2018-0001"
    pdf = cover(CoverJob(HANDBOOK, SHEET, bound(12), number=number))
    assert read_isbn(number) == ""
    assert number.replace(" ", "") in within(pdf, 0, 143)


@given(st.from_regex(r"97[89][0-9]{9}", fullmatch=True))
@settings(max_examples=200)
def test_one_wrong_digit_is_always_found(twelve: str) -> None:
    whole = twelve + check_digit(twelve)
    assert read_isbn(whole) == whole and len(ean_modules(whole)) == 95
    for at in range(3, 13):
        other = whole[:at] + str((int(whole[at]) + 1) % 10) + whole[at + 1 :]
        with pytest.raises(InputError):
            read_isbn(other)


def test_other_books_have_covers_of_their_own(sample: Book, cover: Cover) -> None:
    job = CoverJob(Volume("methods", "工作法"), SHEET, None, ink=None)
    pdf = cover(job)
    front = within(pdf, 143, 290)
    assert "工作法" in front and sample.settings.title in front
    assert "我手里这本" not in within(pdf, 0, 290)
    year = cover(dataclasses.replace(job, subtitle="2019年度"))
    assert "2019年度" in within(year, 143, 290)


def test_a_record_book_has_lines_to_write_on(cover: Cover) -> None:
    volume = Volume("records/branch-book", "党支部手册")
    job = CoverJob(volume, Sheet(185, 260, 3), subtitle="2020年度", blanks=("支部全称", "起止日期"))
    front = within(cover(job), 188, 376)
    assert all(words in front for words in ("党支部手册", "2020年度", "支部全称", "起止日期"))


@pytest.mark.parametrize(("year", "spine"), [("2020年度", "年度"), (f"20{ROOM}年度", "")])
def test_a_year_that_is_left_to_be_written_is_not_on_the_spine(
    cover: Cover, year: str, spine: str
) -> None:
    volume = Volume("records/branch-book", "党支部手册")
    pdf = cover(CoverJob(volume, Sheet(185, 260, 3), bound(12), subtitle=year))
    found = within(pdf, 188, 200)
    assert found.startswith("党支部手册") and ("年度" in found) is bool(spine)
    assert "年度" in within(pdf, 200, 400)


@pytest.mark.parametrize("trim", [(105, 120), (140, 203), (420, 594)])
def test_what_has_no_room_on_the_spine_gives_way_to_the_title(
    sample: Book, trim: tuple[float, float]
) -> None:
    names = {"title": "省直机关基层党组织标准化规范化建设工作手册", "publisher": "示例单位" * 8}
    book = dataclasses.replace(sample, settings=dataclasses.replace(sample.settings, **names))
    pdf = set_cover(book, CoverJob(HANDBOOK, Sheet(*trim), bound(9)))
    on_spine = [(c, y) for c, x, y in characters(pdf) if trim[0] < x < trim[0] + 9]
    assert "".join(char for char, _ in on_spine).startswith(names["title"])
    assert all(14 < y < trim[1] - 14 for _, y in on_spine)


def test_what_a_title_says_is_never_run(sample: Book, cover: Cover) -> None:
    evil = "#panic()$x$<b>\\[a]"
    book = dataclasses.replace(
        sample, settings=dataclasses.replace(sample.settings, title=evil, publisher=evil)
    )
    pdf = set_cover(book, CoverJob(HANDBOOK, SHEET, bound(20)))
    assert within(pdf, 163, 310).count(evil) == 2


# The booklet


def fold(sides: list[Leaf]) -> list[int | None]:
    """The pages as they are read: sheets laid into one another, folded, booklet after booklet."""
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    pages: list[int | None] = []
    booklet: list[tuple[Leaf, Leaf]] = []
    for front, back in [*sheets, (Leaf(None, None, 0), Leaf(None, None, 0))]:
        if front.depth == 0 and booklet:
            for outer, inner in booklet:  # the first half: each sheet's right leaf
                # Turned on the short edge, the back's left lies behind the front's right.
                pages += [outer.right, inner.left]
            for outer, inner in reversed(booklet):
                pages += [inner.right, outer.left]
            booklet = []
        booklet.append((front, back))
    return pages


@given(st.integers(1, 700), st.integers(1, 40))
def test_folded_it_reads_from_first_to_last(pages: int, gathering: int) -> None:
    sides = plan_booklet(pages, gathering)
    read = fold(sides)
    assert read[:pages] == list(range(pages))
    assert read[pages:] == [None] * (len(read) - pages) and len(read) - pages < 4
    sizes = [0]
    for side in sides[::2]:
        if side.depth == 0:
            sizes.append(0)
        sizes[-1] += 1
    assert max(sizes[1:]) <= gathering and max(sizes[1:]) - min(sizes[1:]) <= 1


@pytest.fixture(scope="module")
def interior(sample: Book) -> bytes:
    return set_volume(sample, Volume("regulations", "配套制度"), SHEET)


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("paper", "gathering"), [("A4", 20), ("A3", 3)])
def test_every_half_of_a_sheet_has_its_page(interior: bytes, paper: str, gathering: int) -> None:
    pages = [squeeze(page.get_textpage().get_text_range()) for page in pdfium.PdfDocument(interior)]
    document = pdfium.PdfDocument(impose(interior, paper, gathering))  # type: ignore[arg-type]
    halves = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        text = page.get_textpage()
        left = squeeze(text.get_text_bounded(0, 0, width / 2, height))
        right = squeeze(text.get_text_bounded(width / 2, 0, width, height))
        halves.append((left, right))
    sides = plan_booklet(len(pages), gathering)
    assert len(sides) == len(halves)
    found = {}
    for side, (left, right) in zip(sides, halves, strict=True):
        for place, text in ((side.left, left), (side.right, right)):
            if place is None:
                assert text == ""
            else:
                found[place] = text
    assert [found[n] for n in range(len(pages))] == pages


def place_of(pdf: bytes, char: str, page: int) -> tuple[float, float, float]:
    """Left and bottom edge and height of a character's first standing, in millimetres."""
    text = pdfium.PdfDocument(pdf)[page].get_textpage()
    at = text.get_text_range().index(char)
    left, bottom, _, top = text.get_charbox(at)
    return left / MM, bottom / MM, (top - bottom) / MM


def test_pages_stand_in_the_middle_at_their_own_size(interior: bytes) -> None:
    x, y, size = place_of(interior, "配", 0)  # a title page, right on the first sheet
    booklet = impose(interior)
    left, bottom, high = place_of(booklet, "配", 0)
    assert high == pytest.approx(size, abs=0.01)
    assert left == pytest.approx(148.5 + (148.5 - 140) / 2 + x - 3, abs=0.02)
    assert bottom == pytest.approx((210 - 203) / 2 + y - 3, abs=0.02)


def test_a_page_larger_than_its_half_is_made_smaller_and_never_larger(sample: Book) -> None:
    large = set_volume(sample, Volume("regulations", "配套制度"), Sheet(185, 260))
    size = place_of(large, "配", 0)[2]
    assert place_of(impose(large, "A3"), "配", 0)[2] == pytest.approx(size, abs=0.01)
    scale = min(148.5 / 185, 210 / 260)
    assert place_of(impose(large, "A4"), "配", 0)[2] == pytest.approx(size * scale, abs=0.02)


def test_creep_moves_inner_pages_to_the_fold(interior: bytes) -> None:
    plain, moved = impose(interior), impose(interior, thickness=0.1)
    sides = plan_booklet(len(pdfium.PdfDocument(interior)))
    for number, side in list(enumerate(sides))[2:8]:
        assert side.right is not None
        for pdf_side, sign in (("left", 1), ("right", -1)):
            page_a, page_b = (pdfium.PdfDocument(pdf)[number] for pdf in (plain, moved))
            boxes = []
            for page in (page_a, page_b):
                text = page.get_textpage()
                lefts = [text.get_charbox(n)[0] / MM for n in range(text.count_chars())]
                lefts = [x for x in lefts if x and (x < 148.5) == (pdf_side == "left")]
                boxes.append(min(lefts, default=0.0))
            if boxes[0]:
                assert boxes[1] - boxes[0] == pytest.approx(sign * side.depth * 0.1, abs=0.01)


def test_the_booklet_keeps_its_fonts_and_says_how_to_print_it(interior: bytes) -> None:
    booklet = impose(interior, gathering=2)
    assert booklet == impose(interior, gathering=2)
    reader = PdfReader(io.BytesIO(booklet))
    preferences = reader.root_object["/ViewerPreferences"]
    assert preferences["/Duplex"] == "/DuplexFlipShortEdge"  # type: ignore[index]
    assert preferences["/PrintScaling"] == "/None"  # type: ignore[index]
    fonts = set()
    for page in reader.pages:
        assert "/Group" not in page
        for form in page["/Resources"]["/XObject"].values():  # type: ignore[index]
            assert "/Group" not in form.get_object()
            for font in form["/Resources"].get("/Font", {}).values():
                fonts.add(font["/BaseFont"])
    before = PdfReader(io.BytesIO(interior))
    names = {
        font["/BaseFont"]
        for page in before.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
    }
    assert fonts == names and len(names) == 2
    assert len(booklet) < 2 * len(interior)


# The job ticket


JOB = Job(
    title="党和国家机关党支部建设标准化手册",
    edition="2018",
    edition_name="2018年版",
    printing="1",
    sheet=SHEET,
    pages=112,
    padding=1,
    binding="perfect",
    copies=5900,
    paper="双胶纸",
    grammage=80,
    cover_paper="铜版纸",
    cover_grammage=250,
    spine=spine_width(56, 80, None, 250),
    errata=("2018-001", "2018-003"),
    deliveries=tuple(Delivery(f"示例单位 {n:02d}", 50) for n in range(1, 104)),
    files=(JobFile("interior.pdf", "ab" * 32, 1234567), JobFile("cover.pdf", "cd" * 32, 2345)),
    text_sha256="ef" * 32,
    notes=("先送样书。",),
)


@pytest.mark.parametrize(
    ("trim", "name", "parts"),
    [
        ((140, 203), "大度889×1194", 32),
        ((130, 184), "正度787×1092", 32),
        ((185, 260), "正度787×1092", 16),
        ((148, 210), "A系列890×1240", 32),
        ((210, 285), "大度889×1194", 16),
        ((105, 144), "大度889×1194", 64),
    ],
)
def test_the_whole_sheet_is_the_trade_s(trim: tuple[int, int], name: str, parts: int) -> None:
    parent = parent_sheet(Sheet(*trim))
    assert (f"{parent.name}{parent.width}×{parent.height}", parent.parts) == (name, parts)


def test_sheets_and_reams_are_those_worked_by_hand() -> None:
    # 112 sides of 32开: 3.5 印张; 5,900 copies: 20,650 half-sheets' worth, 20.65 令.
    assert (count_sheets(JOB), count_reams(JOB)) == (3.5, 20.65)
    # 540 sides of 16开: 33.75; 1,000 copies: 33.75 令.
    other = dataclasses.replace(JOB, sheet=Sheet(185, 260), pages=540, copies=1000)
    assert (count_sheets(other), count_reams(other)) == (33.75, 33.75)


@given(st.floats(105, 420), st.floats(120, 594))
def test_every_trim_that_a_book_may_have_is_cut_from_some_sheet(
    width: float, height: float
) -> None:
    parent = parent_sheet(Sheet(width, height))
    assert parent.parts * width * height < parent.width * parent.height


def test_the_data_is_as_its_schema_says() -> None:
    path = ROOT / "handbook" / "schemas" / "job.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    bare = Job("工作笔记", "2018", "2018年版", "1", Sheet(148, 210), 64, 0, "saddle", 0)
    for job in (JOB, bare):
        data = json.loads(json.dumps(job_json(job), ensure_ascii=False))
        jsonschema.validate(data, schema)
    data = job_json(JOB)
    assert data["delivered"] == 103 * 50 and data["sheets"] == 3.5
    assert data["spine"]["low_mm"] < data["spine"]["width_mm"] < data["spine"]["high_mm"]
    assert data["files"][0]["sha256"] == "ab" * 32


def text_of(pdf: bytes) -> list[str]:
    return [squeeze(page.get_textpage().get_text_range()) for page in pdfium.PdfDocument(pdf)]


def test_the_form_says_all_of_it_on_two_pages(sample: Book) -> None:
    pdf = set_job(sample, JOB)
    assert pdf == set_job(sample, JOB)
    first, second = text_of(pdf)
    for words in (
        "付印单", "《党和国家机关党支部建设标准化手册》", "2018年版第1次印刷",
        "140毫米×203毫米（大32开）", "四边各3毫米", "112面（56张），其中末尾空白1面", "80克双胶纸",
        "大度889×1194毫米，32开", "印张3.5", "20.65令（5900册，不含加放）", "250克铜版纸",
        "6.3毫米（6至6.7毫米）；印书名", "±0.07立方厘米/克", "286.3毫米×203毫米",
        "2018-001、2018-003", "无线胶订", "不声明PDF/X", "ab" * 32, "cd" * 32, "ef" * 32,
        "先送样书。", "示例文本，非官方手册",
    ):  # fmt: skip
        assert words in first, words
    assert "103个单位，共5150册；印数5900册" in second
    assert all(f"示例单位{n:02d}50" in second for n in range(1, 104))


def test_what_is_not_decided_has_room_to_be_written_in(sample: Book) -> None:
    bare = Job("工作笔记", "2018", "2018年版", "1", Sheet(148, 210), 64, 0, "saddle", 0)
    (only,) = text_of(set_job(sample, bare))
    assert "骑马订" in only and "无（骑马订）" in only and "0册" not in only and "0克" not in only
    stated = dataclasses.replace(
        JOB, profile="示例输出条件", spine=spine_width(56, 80, measured_mm=6.1), deliveries=()
    )
    (only,) = text_of(set_job(sample, stated))
    assert "PDF/X-4，输出条件：示例输出条件" in only and "6.1毫米，按样书实测" in only
