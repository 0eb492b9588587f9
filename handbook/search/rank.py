"""Which sections a query finds, and in what order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.search import rules
from handbook.search.forms import Form
from handbook.search.index import Index
from handbook.search.names import arabic
from handbook.search.scan import narrowest
from handbook.search.terms import Scanner, Term
from handbook.search.weights import combine, stands_apart, weigh_title
from handbook.search.words import Query, Word, join_words


@dataclass(frozen=True)
class Ranked:
    """An entry that was found, weighed."""

    place: int
    score: int
    exact: bool
    """Whether the query as a whole stands in it, or names it."""
    needles: tuple[str, ...]
    """The folded texts to mark in it."""


def rank(scanner: Scanner, query: Query) -> tuple[list[Ranked], list[Form]]:
    """The sections that a query finds, the best first, and the other forms that stand there.

    A section is weighed as often as it can be read: the whole query as one word, or all words
    wherever they stand. The better weight counts.
    """
    index = scanner.index
    best: dict[int, Ranked] = {}
    barred = {place for text in query.without for place in scanner.find(text).at}
    terms = []
    if query.phrase:
        whole = scanner.term(Word(query.phrase, query.has_operators))
        best = {each.place: each for each in _rank_whole(index, query, whole, barred)}
        terms = [whole]
    known = frozenset(word for group in index.words for word in group)
    exactly = bool(terms) and bool(terms[0].forms[0][1].at)
    words = join_words(query.words if exactly else query.pieces, known)[: rules.MOST_TERMS]
    if [word.text for word in words] != [query.phrase]:
        apart = [scanner.term(word) for word in words]
        for ranked in _rank_words(index, apart, barred):
            if ranked.place not in best or ranked.score > best[ranked.place].score:
                best[ranked.place] = ranked
        terms += apart
    pairs = (pair for term in terms for pair in term.forms)
    tried = dict.fromkeys(form for form, found in pairs if form.how and found.at)
    return sorted(best.values(), key=lambda ranked: (-ranked.score, ranked.place)), list(tried)


def _rank_whole(index: Index, query: Query, term: Term, barred: set[int]) -> Iterator[Ranked]:
    """The sections that the query or another form of it names, and those that have it."""
    named = _named(index, query.phrase)
    like = {place for form, _ in term.forms for place in _named(index, form.text)}
    literal = term.forms[0][1]
    for place in {*named, *like, *(place for _, found in term.forms for place in found.at)}:
        exact = place in named or place in literal.at
        if place in barred and not exact:
            continue
        form, found = term.chosen(place) or term.forms[0]
        whole = rules.PARTLY if place in barred else rules.WHOLE
        is_name = place in named or (not exact and place in like)
        times = found.at.get(place, ())
        score = combine(
            whole if exact else rules.LIKE,
            rules.NAMED if is_name else weigh_title(index, place, [term]),
            index.entries[place],
            len(rules.GAPS) if any(stands_apart(index.text, form.text, at) for at in times) else 0,
            len(times),
        )
        yield Ranked(place, score, exact, (form.text,))


def _named(index: Index, phrase: str) -> set[int]:
    """The sections that a folded text names."""
    return {place for name in (phrase, arabic(phrase)) for place in index.names.get(name, ())}


def _rank_words(index: Index, terms: Sequence[Term], barred: set[int]) -> Iterator[Ranked]:
    """The sections that have all words, one at least themselves, the others in titles above."""
    if not terms:
        return
    above = [_below_titles(index, term) for term in terms] if len(terms) > 1 else [set[int]()]
    for place in {place for term in terms for _, found in term.forms for place in found.at}:
        if place in barred:
            continue
        own = [term.chosen(place) for term in terms]
        if not all(pair or place in up for pair, up in zip(own, above, strict=True)):
            continue
        pairs = [pair for pair in own if pair]
        exact = not any(form.how for form, _ in pairs)
        spans = [
            [(index.unit(at), index.unit(at + len(form.text))) for at in found.at[place]]
            for form, found in pairs
        ]
        nearness = sum(narrowest(spans) <= gap for gap in rules.GAPS)
        if len(pairs) < len(terms):
            nearness = 0
        score = combine(
            rules.WORDS if exact else rules.LIKE,
            weigh_title(index, place, terms),
            index.entries[place],
            nearness,
            sum(len(found.at[place]) for _, found in pairs),
        )
        yield Ranked(place, score, False, tuple(form.text for form, _ in pairs))


def _below_titles(index: Index, term: Term) -> set[int]:
    """The entries below a title that has one of the term's forms."""
    titled = {place for _, found in term.forms for place in found.titled}
    below: set[int] = set()
    for place, entry in enumerate(index.entries):
        if entry.parent in titled or entry.parent in below:
            below.add(place)
    return below
