"""The rules on one document: front matter, bodies, references."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handbook.markdown.cleaning import find_tags, safe_url
from handbook.problems import Problem, problem
from handbook.source import Document, Numbered, Settings, scan_references
from handbook.source.document import is_date, is_inside
from handbook.source.references import mask_code

CHECK_LINE = re.compile(r"^\*\*自查：\*\*[ \t]*(?P<text>.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\([ \t]*<?(?P<url>[^)\s>]*)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([ \t]*<?(?P<url>[^)\s>]*)")
_NOTE_CITED = re.compile(r"\[\^(?P<label>[^\]\s]+)\](?!:)")
_NOTE_TEXT = re.compile(r"^\[\^(?P<label>[^\]\s]+)\]:", re.MULTILINE)
_NAMES = {"clause": "条", "question": "问", "norm": "条", "practice": "做法"}


@dataclass(frozen=True)
class Key:
    """What a front-matter key takes."""

    form: str
    """In words, for the message."""
    accepts: Callable[[object], bool]
    required: bool = True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_affirmed(value: object) -> bool:
    """An edition id, or a map of ids to edition ids with a default."""
    if isinstance(value, dict):
        return bool(value) and all(isinstance(k, str) and _is_text(v) for k, v in value.items())
    return _is_text(value)


_DATE = "日期 YYYY-MM-DD"
_AFFIRMED = Key('版次，如 "2018"（加引号）', _is_affirmed)
FRONT_MATTER: Mapping[str, Mapping[str, Key]] = {
    "handbook": {},
    "bulletins": {
        "issue": Key("正整数", lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0),
        "published": Key(_DATE, is_date),
        "affirmed": _AFFIRMED,
    },
    "methods": {"unit": Key("文字", _is_text), "affirmed": _AFFIRMED},
    "regulations": {
        "short": Key("文字", _is_text),
        "adopted": Key(_DATE, is_date),
        "trial": Key("true / false", lambda v: isinstance(v, bool), required=False),
        "affirmed": _AFFIRMED,
    },
}
"""The keys of each folder's front matter (design: Sources)."""


def front_matter_problems(document: Document) -> Iterator[Problem]:
    """Unknown, missing and wrong keys."""
    keys = FRONT_MATTER[document.folder]
    for key, value in document.meta.items():
        line = document.meta_lines.get(key, 2)
        if key not in keys:
            known = "、".join(keys) or "—"
            yield problem("front-matter-key", document.path, line, key=key, known=known)
        elif not keys[key].accepts(value):
            yield problem(
                "front-matter-value",
                document.path,
                line,
                key=key,
                value=value,
                form=keys[key].form,
            )
    for key, rule in keys.items():
        if rule.required and key not in document.meta:
            yield problem("front-matter-missing", document.path, key=key, form=rule.form)


def body_problems(
    document: Document, settings: Settings | None, numbered: Iterable[Numbered]
) -> Iterator[Problem]:
    """What is wrong with the texts below the headings; `numbered` are the document's own."""
    masked = mask_code(document.text)
    start = document.body_start
    for tag in find_tags(masked[start:]):
        at = start + tag.start()
        yield _at("raw-html", document, at, tag=document.text[at : start + tag.end()])
    for link in _LINK.finditer(masked, start):
        if not safe_url(link["url"]):
            yield _at("link-scheme", document, link.start("url"), url=link["url"])
    yield from _footnote_problems(document, masked)
    for entry in numbered:
        yield from _text_problems(entry, settings)


def _footnote_problems(document: Document, masked: str) -> Iterator[Problem]:
    cited = {m["label"]: m.start() for m in _NOTE_CITED.finditer(masked, document.body_start)}
    texts = {m["label"]: m.start() for m in _NOTE_TEXT.finditer(masked, document.body_start)}
    for label in sorted(cited.keys() - texts.keys()):
        yield _at("footnote-unknown", document, cited[label], label=label)
    for label in sorted(texts.keys() - cited.keys()):
        yield _at("footnote-unused", document, texts[label], label=label)


def _text_problems(entry: Numbered, settings: Settings | None) -> Iterator[Problem]:
    if entry.kind not in _NAMES:
        return
    name, line, title = entry.document.path, entry.heading.line, entry.heading.title
    text = entry.document.text[entry.heading.start : entry.heading.end]
    body = text.partition("\n")[2]
    checks = list(CHECK_LINE.finditer(body))
    rest = CHECK_LINE.sub("", body)
    if not rest.strip():
        yield problem("clause-empty", name, line, what=_NAMES[entry.kind], title=title)
    if entry.kind != "clause":
        return
    if not checks:
        if settings and settings.require_check:
            yield problem("check-missing", name, line, title=title)
        return
    at = line + 1 + body.count("\n", 0, checks[-1].start())
    if not checks[-1]["text"].strip():
        yield problem("check-empty", name, at, title=title)
    if body[checks[-1].end() :].strip():
        yield problem("check-misplaced", name, at, title=title)


def reference_problems(document: Document, known: Container[str]) -> Iterator[Problem]:
    """References that lead nowhere. A regular Markdown reference is none of ours."""
    defined = set(re.findall(r"^ {0,3}\[([^\]^][^\]]*)\]:", document.body, re.MULTILINE))
    for found in scan_references(document.body):
        if found.target not in known and found.target not in defined:
            yield _at(
                "reference-unknown",
                document,
                document.body_start + found.id_start,
                id=found.target,
                near=near_id(found.target, known),
            )


def picture_problems(document: Document, root: Path) -> Iterator[Problem]:
    """Pictures that are not among the sources; one beside its text goes wherever that goes."""
    for found in _PICTURE.finditer(mask_code(document.text), document.body_start):
        url = found["url"]
        place = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(url)))
        if not urlsplit(url).scheme and not (is_inside(root, place) and (root / place).is_file()):
            yield _at("picture-missing", document, found.start("url"), url=url)


def near_id(id: str, known: object) -> str:
    """The ids most like one that does not exist, for a hint; empty where none is."""
    ids = [k for k in known if isinstance(k, str)] if isinstance(known, Iterable) else []
    return "、".join(difflib.get_close_matches(id, ids, n=2, cutoff=0.6))


def _at(rule: str, document: Document, offset: int, **values: str) -> Problem:
    text = document.text
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return problem(rule, document.path, document.line_at(offset), column, "error", **values)
