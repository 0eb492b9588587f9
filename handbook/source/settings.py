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
    """How the books are set."""

    trim: str = "140x203"
    """Trim size in millimetres, width x height: 140x203 (大32开), 130x184, 148x210, 185x260."""
    bleed: float = 0.0
    """Bleed in millimetres on all sides; 0 for PDFs that are read on screen, 3 for press."""
    paper: str = ""
    """The paper's name for the job ticket."""
    profile: str = ""
    """Path of a CMYK output profile; without one no claim of PDF/X is made."""


@dataclass(frozen=True)
class SearchSettings:
    """How the search behaves."""

    enabled: bool = True
    """Whether the site has a search."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same."""


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


class _LenientLoader(yaml.SafeLoader):
    """Reads a `mkdocs.yml` whose tags (`!ENV`, `!!python/name:`) are MkDocs' business."""


_LenientLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def load_settings(root: Path) -> Settings:
    """Read `mkdocs.yml` below `root`. Raises `InputError` where the file cannot be used."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise InputError([problem("project-missing", str(root), dir=root, what="mkdocs.yml")])
    text, problems = read_text(root, path)
    if text is None:
        raise InputError(problems)
    try:
        config = yaml.load(text, _LenientLoader) or {}
    except yaml.YAMLError as error:
        raise InputError([yaml_problem("settings-syntax", "mkdocs.yml", error, 1)]) from None
    if not isinstance(config, dict):
        raise InputError([problem("settings-syntax", "mkdocs.yml", what="key: value")])
    options = _plugin_options(config.get("plugins"))
    settings, found = parse_settings(options, text)
    if found:
        raise InputError(found)
    return dataclasses.replace(
        settings,
        site_url=str(config.get("site_url") or ""),
        site_name=str(config.get("site_name") or ""),
        directory_urls=bool(config.get("use_directory_urls", True)),
    )


def _plugin_options(plugins: object) -> Mapping[str, Any]:
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
