"""The settings: the `handbook` plugin's options in `mkdocs.yml`, typed and documented."""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handbook.problems import InputError, Problem, problem
from handbook.source.document import is_date, read_text, yaml_problem


@dataclass(frozen=True)
class ForgeSettings:
    """Where the sources live, for links that propose a change."""

    kind: str = ""
    """github, gitlab, gitea, forgejo or gitee; empty for none."""
    url: str = ""
    """The repository's address, without a trailing slash."""
    branch: str = "main"
    """The branch that changes go to."""


@dataclass(frozen=True)
class PrintSettings:
    """How the books are set, and what the print shop is told of them (`handbook press`)."""

    trim: str = "140x203"
    """Trim size (GB/T 788—1999): 大32开 (140x203), 32开 (130x184), A5 (148x210), 16开 (185x260),
    or width x height in millimetres."""
    bleed: float = 3.0
    """Bleed of the press files in millimetres on all sides, 0 to 10; screen PDFs have none."""
    binding: str = "auto"
    """saddle (骑马订), perfect (无线胶订), sewn (锁线胶订).

    auto: saddle up to 64 pages, else perfect.
    """
    paper: str = "胶版纸"
    """The text paper's name for the job ticket."""
    grammage: float = 80.0
    """g/m² of the text paper; the spine is computed from it."""
    bulk: float = 0.0
    """cm³/g of the text paper (松厚度), as the mill names it; 0: 1.3, as offset paper has."""
    cover_paper: str = "白卡纸"
    """The cover board's name for the job ticket."""
    cover_grammage: float = 250.0
    """g/m² of the cover board."""
    spine: float = 0.0
    """The handbook's spine in millimetres as measured on a dummy; 0: it is computed."""
    number: str = ""
    """The handbook's ISBN (ISBN 978-…), or another number as words, for the back cover."""
    profile: str = ""
    """Path of the CMYK output profile (ICC) that the print shop names, from the project's root.
    With it the press files are PDF/X-4; without one they make no claim of PDF/X."""
    condition: str = ""
    """The output condition's name in the ICC's registry, such as FOGRA39; empty: as the profile
    calls itself."""
    ink: str = "k"
    """Inks of the interior: k (black alone), process (the second colour from process inks), or
    the second ink's name as the print shop knows it, such as PANTONE 1805 C."""
    cover_ink: str = "process"
    """Inks of the cover, written as those of the interior."""
    ink_cmyk: tuple[float, ...] = (0.0, 100.0, 90.0, 35.0)
    """The second colour in per cent of cyan, magenta, yellow and black: what is printed, or what
    stands for a spot ink on screen."""
    image_ppi: float = 300.0
    """Pixels per inch at the printed size below which an image is noted (GWG 2015: 224)."""
    image_ppi_least: float = 150.0
    """Pixels per inch below which a pack is not made (GWG 2015: 149)."""
    hairline: float = 0.25
    """Points; a thinner rule is a finding."""
    total_ink: float = 320.0
    """Per cent of all inks together that the paper takes (GWG 2015, sheet-fed)."""
    safe: float = 3.0
    """Millimetres from the trimmed edge within which nothing stands but what bleeds."""


@dataclass(frozen=True)
class SearchSettings:
    """How the search behaves."""

    enabled: bool = True
    """Whether the site has a search."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same."""


@dataclass(frozen=True)
class ReachedSettings:
    """When a branch has reached the standard (达标), by the results of its self-check."""

    share: float = 0.95
    """The least share of 达标 among the clauses that apply, 0 to 1."""
    clean: tuple[str, ...] = ()
    """Ids of clauses, items or chapters in which every clause that applies must be 达标."""
    judged: bool = True
    """Whether every clause must have a result."""
    assigned: bool = False
    """Whether all that is 部分达标 or 未达标 must have a responsible person and a due date."""
    on_time: bool = False
    """Whether nothing that is 部分达标 or 未达标 may be past its due date."""


@dataclass(frozen=True)
class NearlySettings(ReachedSettings):
    """When a branch that has not reached the standard has nearly reached it (基本达标)."""

    share: float = 0.8
    """The least share of 达标 among the clauses that apply, 0 to 1."""


@dataclass(frozen=True)
class SelfcheckSettings:
    """By what rule the results of a self-check put a branch in one of three classes."""

    not_applicable: str = "apart"
    """How 不适用 counts in the share: apart (left out of it) or met (as 达标)."""
    reached: ReachedSettings = field(default_factory=ReachedSettings)
    """When a branch is 达标."""
    nearly: NearlySettings = field(default_factory=NearlySettings)
    """When a branch that is not is 基本达标."""


@dataclass(frozen=True)
class Settings:
    """All options of the `handbook` plugin, and what of `mkdocs.yml` the Book needs."""

    title: str = "标准化手册"
    """The handbook's full title, without 《》."""
    publisher: str = ""
    """Who answers for the text; printed on title page and colophon."""
    notice: str = ""
    """A sentence that stands on every page and in every PDF, such as 示例文本，非官方手册."""
    contact: str = ""
    """Where erratum suggestions go, as words for the colophon."""
    edition: str = "draft"
    """The id that the draft will have as an edition."""
    edition_title: str = ""
    """What the edition is called, such as 2018年版; default: the id and 年版."""
    edition_date: datetime.date | None = None
    """The date that the draft will have as an edition."""
    require_check: bool = False
    """Whether every clause must end with a self-check line."""
    forge: ForgeSettings = field(default_factory=ForgeSettings)
    """The forge that holds the sources."""
    print: PrintSettings = field(default_factory=PrintSettings)
    """How the books are set."""
    search: SearchSettings = field(default_factory=SearchSettings)
    """How the search behaves."""
    selfcheck: SelfcheckSettings = field(default_factory=SelfcheckSettings)
    """Who has reached the standard."""
    keywords: tuple[str, ...] = ()
    """Words of the printed index; each is listed with the clauses that contain it."""
    site_url: str = field(default="", metadata={"outer": True})
    """MkDocs' `site_url`: the published address of `latest/`'s parent."""
    site_name: str = field(default="", metadata={"outer": True})
    """MkDocs' `site_name`."""
    directory_urls: bool = field(default=False, metadata={"outer": True})
    """MkDocs' `use_directory_urls`."""

    @property
    def edition_name(self) -> str:
        """What the edition is called in prose."""
        return self.edition_title or f"{self.edition}年版"


class LenientLoader(yaml.SafeLoader):
    """Reads a `mkdocs.yml` whose tags (`!ENV`, `!!python/name:`) are MkDocs' business."""


LenientLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def load_settings(root: Path) -> Settings:
    """Read `mkdocs.yml` below `root`. Raises `InputError` where the file cannot be used."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise InputError([problem("project-missing", str(root), dir=root, what="mkdocs.yml")])
    text, problems = read_text(root, path)
    if text is None:
        raise InputError(problems)
    try:
        config = yaml.load(text, LenientLoader) or {}
    except yaml.YAMLError as error:
        raise InputError([yaml_problem("settings-syntax", "mkdocs.yml", error, 1)]) from None
    if not isinstance(config, dict):
        raise InputError([problem("settings-syntax", "mkdocs.yml", what="key: value")])
    options = _plugin_options(config.get("plugins"))
    if not isinstance(options, dict):
        raise InputError(
            [problem("settings-value", "mkdocs.yml", key="handbook", value=options, form="map")]
        )
    settings, found = parse_settings(options, text)
    if found:
        raise InputError(found)
    return dataclasses.replace(
        settings,
        site_url=str(config.get("site_url") or ""),
        site_name=str(config.get("site_name") or ""),
        directory_urls=bool(config.get("use_directory_urls", True)),
    )


def _plugin_options(plugins: object) -> object:
    """The options under `handbook` in MkDocs' list (or map) of plugins."""
    if isinstance(plugins, dict):
        return plugins.get("handbook") or {}
    for entry in plugins if isinstance(plugins, list) else []:
        if isinstance(entry, dict) and "handbook" in entry:
            return entry["handbook"] or {}
    return {}


def parse_settings(options: Mapping[str, Any], text: str = "") -> tuple[Settings, list[Problem]]:
    """Options as `Settings`; `text` is the file they came from, to name lines."""
    problems: list[Problem] = []
    settings = _parse(Settings, options, "", text.split("\n"), problems)
    return settings, problems


_T = typing.TypeVar("_T")


def _parse(
    cls: type[_T],
    options: Mapping[str, Any],
    prefix: str,
    lines: list[str],
    problems: list[Problem],
) -> _T:
    hints = typing.get_type_hints(cls)
    fields = {f.name: f for f in dataclasses.fields(cls) if not f.metadata}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in options.items():
        line = next((n for n, t in enumerate(lines, 1) if t.strip().startswith(f"{key}:")), 1)
        if key not in fields:
            known = ", ".join(fields)
            problems.append(
                problem("settings-key", "mkdocs.yml", line, key=prefix + str(key), known=known)
            )
            continue
        if dataclasses.is_dataclass(hints[key]) and isinstance(value, dict):
            inner = typing.cast("type[Any]", hints[key])
            values[key] = _parse(inner, value, f"{prefix}{key}.", lines, problems)
            continue
        parsed, form = _value(hints[key], value)
        if form:
            problems.append(
                problem(
                    "settings-value", "mkdocs.yml", line, key=prefix + key, value=value, form=form
                )
            )
        else:
            values[key] = parsed
    return cls(**values)


def _value(hint: Any, value: Any) -> tuple[Any, str]:
    """The value in the option's type, or what the option takes."""
    if isinstance(hint, types.UnionType):
        return (value, "") if value is None or is_date(value) else (None, "YYYY-MM-DD")
    if hint is str:
        return (str(value), "") if isinstance(value, str | int) else (None, "文字 text")
    if hint is bool:
        return (value, "") if isinstance(value, bool) else (None, "true / false")
    if hint is float:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return (float(value), "") if good else (None, "数 number")
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            return None, "列表 list"
        inner = typing.get_args(hint)[0]
        parts = [_value(inner, each) for each in value]
        return (tuple(p for p, _ in parts), next((form for _, form in parts if form), ""))
    return None, "map"
