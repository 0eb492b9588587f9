"""The history of a provision as its page tells it: 初版即有, 有改动, 移位, 条号变动."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.book import Section
from handbook.book.load import LOCKED
from handbook.editions.history import Stage
from handbook.site.places import DRAFT, Place

if TYPE_CHECKING:
    from handbook.site.pages import View


@dataclass(frozen=True)
class Past:
    """A line of the history."""

    stage: Stage
    title: str
    """What that edition is called."""
    what: str
    href: str
    """The provision in the site of that edition; empty where it is there no more."""
    compared: str
    """Its place on the page that compares that edition with the one before; empty for none."""


def stages_of(place: Place | None, section: Section) -> Sequence[Stage]:
    """What became of a section up to here; empty where there is one text and nothing to tell."""
    if place is None or len(place.texts) + place.is_draft < 2:
        return ()
    return place.stages.get(section.id, ())


def changed_in(place: Place | None, section: Section) -> tuple[str, ...]:
    """The editions in which a section was changed or new, the first of all left out."""
    stages = stages_of(place, section)
    first = next(iter(place.texts), "") if place else ""
    return tuple(s.edition for s in stages if s.is_change and s.edition != first)


def past_of(view: View, section: Section) -> list[Past]:
    """The history, editions in which nothing happened left out."""
    place = view.place
    stages = stages_of(place, section)
    if place is None:
        return []
    found = []
    tell = [s for n, s in enumerate(stages) if not n or s.is_change or s.renumbered]
    for stage in tell:
        draft = place.is_draft and stage is stages[-1]
        name = DRAFT if draft else stage.edition
        href = "" if stage.status == "removed" else view.elsewhere(name, stage.id)
        since = stage is tell[-1] and stage is not stages[-1]
        first = stage.edition == next(iter(place.texts))
        words = "，".join([*_words(stage, first), *(["此后未改"] if since else [])])
        title = stage.title + ("草案" if draft else "")
        found.append(Past(stage, title, words, href, _compared(view, place, section, stage, draft)))
    return found


def _words(stage: Stage, first: bool) -> Iterator[str]:
    if stage.status == "new":
        yield "初版即有" if first else "新设"
    if stage.status == "removed":
        yield "取消"
    if stage.status == "changed":
        yield "有改动"
    if stage.moved:
        yield "移位"
    if stage.renamed_from:
        yield f"标识由 {stage.renamed_from} 改为 {stage.id}"
    if stage.renumbered:
        yield "条号变动"


def _compared(view: View, place: Place, section: Section, stage: Stage, draft: bool) -> str:
    ids = list(place.texts)
    at = len(ids) if draft else ids.index(stage.edition)
    bound = view.book.page_of(section.id).document.folder in LOCKED
    if at == 0 or not bound or not (stage.is_change or stage.renumbered):
        return ""
    if draft:
        return f"{view.to(f'changes/{ids[-1]}.md')}#{stage.id}"
    return f"{view.compared(stage.edition, ids[at - 1])}#{stage.id}"
