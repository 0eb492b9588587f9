"""Which errata and amendments made the changes from one text to another.

An erratum explains a change whose words it took or put (`traces`). What no erratum explains so is
laid to those that are known to have gone into the provision between the two texts: amendments, and
errata whose traces later changes have wiped out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handbook.book import Section
from handbook.editions.outline import Span
from handbook.editions.pieces import Explain
from handbook.editions.traces import Traces, source_span, trace
from handbook.editions.window import Window
from handbook.errata import Erratum
from handbook.markdown import Shown


@dataclass(frozen=True)
class Attribution:
    """The causes of the changes of one provision that both texts have."""

    old: Section
    new: Section
    traces: Traces
    rest: tuple[str, ...]
    """What a change has for its cause that no trace explains."""
    certain: tuple[str, ...] = ()
    """The errata that are known to have gone in here and found their words."""

    @property
    def title(self) -> Explain:
        """The causes of changes of the title."""
        return self._explain(lambda s: s.shown_title, lambda s: (0, _line_end(s)))

    @property
    def body(self) -> Explain:
        """The causes of changes of the text below the title."""
        return self._explain(lambda s: s.shown, lambda s: (_line_end(s), len(s.source)))

    def _explain(
        self, shown: Callable[[Section], Shown], bounds: Callable[[Section], Span]
    ) -> Explain:
        def explain(old: Span, new: Span) -> tuple[str, ...]:
            before = source_span(shown(self.old), old, bounds(self.old))
            after = source_span(shown(self.new), new, bounds(self.new))
            return self.traces.causes(before, after) or self.rest

        return explain


def attribute(old: Section, new: Section, window: Window) -> Attribution:
    """What explains the changes of a provision."""
    first, last = (new, old) if window.backward else (old, new)
    about = window.about(old.id, new.id)
    corrections = [e for e in about if e.amendment is None]
    likely = corrections
    traces = trace(first.source, last.source, likely)
    if not traces.whole:
        likely = [e for e in corrections if e.id in window.sure or _shows(e, first, last)]
        traces = trace(first.source, last.source, likely)
    declared = window.amendments("text", old, new)
    wiped = tuple(e.id for e in likely if e.id in window.sure and e.id not in traces.applied)
    certain = tuple(e.id for e in likely if e.id in window.sure and e.id in traces.applied)
    if window.backward:
        traces = traces.turned()
    return Attribution(old, new, traces, declared + wiped, certain)


def _shows(erratum: Erratum, before: Section, after: Section) -> bool:
    """Whether two texts look as if an erratum lay between them."""
    before_text, after_text = before.source, after.source
    went = max(before_text.count(each) for each in (erratum.original, erratum.current))
    left = max(after_text.count(each) for each in (erratum.original, erratum.current))
    if erratum.corrected in erratum.current or erratum.corrected in erratum.original:
        return left < went  # words are left out: what is gone tells
    return went > 0 and after_text.count(erratum.corrected) > before_text.count(erratum.corrected)


def _line_end(section: Section) -> int:
    end = section.source.find("\n")
    return len(section.source) if end < 0 else end
