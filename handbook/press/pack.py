"""The press pack (付印包): all that a print shop needs for one printing, as bytes by file name.

`make_pack` is pure but for reading the profile and the frozen text: the same sources and the same
run give the same bytes. `write_pack` puts a pack in its place whole.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.book import Book, dump_json
from handbook.press.booklet import Paper, impose
from handbook.press.changes import Changes
from handbook.press.checks import Checks, Made, check_pack
from handbook.press.cover import CoverJob, copy_url, set_cover
from handbook.press.exchange import exchange
from handbook.press.inks import plates, read_ink
from handbook.press.interior import Interior, Run, labels, set_interior
from handbook.press.job import Delivery, Job, JobFile, job_json, set_job
from handbook.press.output_intent import Profile, read_profile
from handbook.press.record import Volume
from handbook.press.records.content import cover_words
from handbook.press.sheet import Sheet
from handbook.press.spine import Spine, spine_width
from handbook.problems import InputError, problem
from handbook.proof import certificate_json

INTERIOR, COVER, SUMS = "interior.pdf", "cover.pdf", "SHA256SUMS"
BINDINGS = ("auto", "saddle", "perfect", "sewn")


@dataclass(frozen=True)
class Pack:
    """A press pack before it is written."""

    files: Mapping[str, bytes]
    """Content by file name, `SHA256SUMS` among them."""
    interior: Interior
    spine: Spine | None
    checks: Checks
    """What certificate and preflight found."""
    profile: Profile | None = None
    """None: the files make no claim of PDF/X."""


def make_pack(
    book: Book,
    volume: Volume,
    run: Run,
    project: Path,
    changes: Changes | None = None,
    deliveries: Iterable[Delivery] = (),
) -> Pack:
    """Set, check and describe one printing. `book` has the printing's corrections.

    Raises `InputError` for settings, text or templates that cannot be used.
    """
    settings, title = book.settings.print, volume.title or book.settings.title
    sheet = press_sheet(book, volume)
    profile = read_profile(project, book.settings)
    ink = read_ink("ink", settings.ink, settings.ink_cmyk)
    cover_ink = read_ink("cover_ink", settings.cover_ink, settings.ink_cmyk)
    address = copy_url(book, CoverJob(volume, sheet, printing=run.printing))
    interior = set_interior(book, volume, sheet, run, ink, profile, address, changes)
    bound = interior.bound
    whole = _spine(book, volume, bound.pages // 2)
    spine = None if bound.binding == "saddle" else whole
    number = settings.number if volume.folder == "handbook" else ""
    year, blanks = cover_words(book, volume.folder) if volume.is_record else (None, ())
    front = CoverJob(
        volume, sheet, spine, run.printing, number, cover_ink, subtitle=year, blanks=blanks
    )
    cover = exchange(
        set_cover(book, front),
        labels(book, volume, run, "　封面"),
        profile=profile,
    )
    made = Made(sheet, plates(ink), plates(cover_ink), spine, profile is not None)
    checks = check_pack(book, volume, interior, cover, made, changes)
    paper: Paper = "A4" if sheet.width <= 148.5 and sheet.height <= 210 else "A3"
    files = {
        INTERIOR: interior.pdf,
        COVER: cover,
        "booklet.pdf": impose(interior.bare, paper),
        "certificate.json": dump_json(certificate_json(checks.certificate)).encode(),
        "preflight.json": dump_json(checks.as_json()).encode(),
        "preflight.pdf": checks.page(book, title),
    }
    job = Job(
        title,
        book.settings.edition,
        book.settings.edition_name,
        run.printing,
        sheet,
        bound.pages,
        bound.padding,
        bound.binding,
        run.copies,
        settings.paper,
        settings.grammage,
        settings.cover_paper,
        settings.cover_grammage,
        made.inks,
        made.cover_inks,
        spine,
        profile.identifier if profile else "",
        run.errata,
        tuple(deliveries),
        tuple(_file(name, data) for name, data in sorted(files.items())),
        interior.imprint.text_sha256,
        printed=run.printed,
    )
    files["job.json"] = dump_json(job_json(job)).encode()
    files["job.pdf"] = set_job(book, job)
    files[SUMS] = _sums(files)
    return Pack(files, interior, spine, checks, profile)


def press_sheet(book: Book, volume: Volume) -> Sheet:
    """Trim and bleed of a volume on press. Raises `InputError`."""
    settings = book.settings.print
    ranges = (("bleed", settings.bleed, 0, 10), ("safe", settings.safe, 0, 20))
    wrong = [
        problem("press-figure", "mkdocs.yml", key=f"print.{key}", value=f"{v:g}", low=a, high=b)
        for key, v, a, b in ranges
        if not a <= v <= b
    ]
    if settings.binding not in BINDINGS:
        form, value = "、".join(BINDINGS), settings.binding
        wrong.append(
            problem("settings-value", "mkdocs.yml", key="print.binding", value=value, form=form)
        )
    if wrong:
        raise InputError(wrong)
    return Sheet.of(book.settings, settings.bleed, "k", volume.trim)


def _spine(book: Book, volume: Volume, leaves: int) -> Spine:
    settings = book.settings.print
    measured = settings.spine if volume.folder == "handbook" else 0
    return spine_width(
        leaves,
        settings.grammage,
        settings.bulk or None,
        settings.cover_grammage,
        measured or None,
    )


def _file(name: str, data: bytes) -> JobFile:
    return JobFile(name, hashlib.sha256(data).hexdigest(), len(data))


def _sums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum -c` reads."""
    rows = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return "".join(rows).encode()


def pack_path(edition: str, volume: Volume, printing: str) -> str:
    """Where a pack is, relative to the project's root: press/2018/handbook-1."""
    return f"press/{edition}/{volume.folder}-{printing}"


def other_files(folder: Path, pack: Pack) -> list[str]:
    """Of what copies are printed from, the files of a written pack that are not this one's."""
    return [name for name in (COVER, INTERIOR) if _read(folder / name) != pack.files[name]]


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def write_pack(root: Path, place: str, pack: Pack) -> Path:
    """Write a pack whole or not at all, in the place of an older one; return its folder."""
    target = root / place
    cache = root / ".cache" / "handbook"
    fresh, aside = (cache / f"press-{name}" for name in ("fresh", "old"))
    for folder in (fresh, aside):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        for name, data in pack.files.items():
            (fresh / name).write_bytes(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.replace(aside)
        try:
            fresh.replace(target)
        except OSError:
            if aside.exists():
                aside.replace(target)
            raise
    except OSError as error:
        what = error.strerror or str(error)
        raise InputError([problem("write-failed", place, what=what)]) from None
    finally:
        for folder in (fresh, aside):
            shutil.rmtree(folder, ignore_errors=True)
    return target


@dataclass(frozen=True)
class Ticket:
    """What a written pack says of its printing."""

    printed: datetime.date | None = None
    copies: int | None = None
    errata: tuple[str, ...] | None = None


def read_job(folder: Path) -> Ticket:
    """The job ticket of a written pack; nothing where there is none to be read."""
    try:
        data = json.loads((folder / "job.json").read_bytes())
        printed = datetime.date.fromisoformat(data["printed"])
        return Ticket(printed, int(data["copies"]), tuple(str(id) for id in data["errata"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Ticket()
