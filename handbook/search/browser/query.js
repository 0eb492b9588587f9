/* A query in one edition (query.py) or in several (editions.py), and hits (hit.py, excerpt.py). */
(function (search) {
  "use strict";

  const MOST_SECTIONS = 20, LONGEST_NEAR = 40;
  const ENDS = "。！？；\n";
  const LONGEST = 120, BEFORE = 40;

  const noAnswer = { total: 0, exact: 0, hits: () => [], tried: [], parts: [], alike: [], elsewhere: 0 };
  const isPartial = answer => answer.parts.length > 0 || answer.alike.length > 0;
  const distinct = list => [...new Set(list)];
  const distinctForms = forms => {
    const known = new Map();
    for (const form of forms) {
      const key = `${form.how} ${form.text}`;
      if (!known.has(key)) known.set(key, form);
    }
    return [...known.values()];
  };

  /* `hits(most)` makes the best hits, so many at most; `total` there are, `exact` of them exactly. */
  search.search = (index, typed, groups = []) => {
    const query = search.parseQuery(typed, index.fold);
    if (!query.phrase) return noAnswer;
    const scanner = search.makeScanner(index);
    const { entries, ranking } = index;
    const wanted = groups.length
      ? place => groups.includes(ranking.groups[entries[place].kind])
      : null;
    const makeHit = (place, { scores, exact, needles }) => ({
      index, entry: entries[place], score: scores[place], exact: Boolean(exact?.[place]),
      needles: needles(place), also: [],
    });

    const ranked = search.rank(scanner, query);
    const { tried } = ranked;
    const hits = most => search.best(ranked.scores, most, wanted).places.map(place => makeHit(place, ranked));
    const { total } = search.best(ranked.scores, 1, wanted);
    if (total) {
      const { total: exact } = search.best(ranked.exact, 1, wanted);
      return { ...noAnswer, total, exact, hits, tried };
    }
    const { total: elsewhere } = search.best(ranked.scores, 1);
    if (elsewhere) return { ...noAnswer, tried, elsewhere };

    const words = search.withoutAsking(index, [...query.phrase].slice(0, LONGEST_NEAR).join(""));
    let asked = null;
    if (!(words.length === 1 && words[0] === query.phrase)) {
      const plain = words.map(text => ({ text, exact: false }));
      asked = search.rank(scanner, { phrase: "", words: plain, pieces: plain, without: query.without });
    }
    const pairs = search.rankPairs(index, search.pairsOf(words));
    const has = place => asked !== null && asked.scores[place] > 0;
    const allowed = place => wanted === null || wanted(place);
    const made = [
      ...asked ? search.best(asked.scores, MOST_SECTIONS, allowed).places.map(place => makeHit(place, asked)) : [],
      ...search.best(pairs.scores, MOST_SECTIONS, place => !has(place) && allowed(place)).places
        .map(place => makeHit(place, pairs)),
    ].slice(0, MOST_SECTIONS);
    const first = search.best(pairs.scores, 1).places;
    return {
      ...noAnswer,
      total: made.length, hits: most => made.slice(0, most),
      tried: distinctForms([...tried, ...asked?.tried ?? []]),
      parts: asked?.scores.some(Boolean) ? words
        : first.length ? search.partsOf(words, foldedText(index, first[0])) : [],
      alike: search.wordsLike(index, query.phrase),
    };
  };

  const foldedText = (index, place) => {
    const { codes, starts, first } = index.parts[index.partOf[place]];
    return new TextDecoder("utf-16le", { ignoreBOM: true })
      .decode(codes.slice(starts[place - first], starts[place - first + 1] - 1));
  };

  search.searchEditions = (indexes, typed, groups = []) => {
    if (indexes.length === 1) return search.search(indexes[0], typed, groups);
    const answers = indexes.map(index => search.search(index, typed, groups));
    const tried = distinctForms(answers.flatMap(answer => answer.tried));
    const whole = answers.filter(answer => answer.total && !isPartial(answer));
    if (whole.length) return { ...noAnswer, ...merge(whole), tried };
    if (answers.some(answer => answer.elsewhere)) {
      return { ...noAnswer, tried, elsewhere: search.searchEditions(indexes, typed).total };
    }
    return {
      ...noAnswer, ...merge(answers, MOST_SECTIONS), tried,
      parts: distinct(answers.flatMap(answer => answer.parts)),
      alike: distinct(answers.flatMap(answer => answer.alike)),
    };
  };

  const merge = (answers, most = Infinity) => {
    const merged = new Map();
    for (const hit of answers.flatMap(answer => answer.hits(Infinity)).sort((a, b) => b.score - a.score)) {
      const key = `${hit.entry.id}\0${hit.entry.heading}\0${hit.entry.text}`;
      const first = merged.get(key);
      if (first) first.also.push(hit.index.edition);
      else merged.set(key, hit);
    }
    const hits = [...merged.values()].slice(0, most);
    const exact = hits.filter(hit => hit.exact).length;
    return { total: hits.length, exact, hits: count => hits.slice(0, count) };
  };

  /* What to mark in a hit's heading and text, and the part of the text to show. */
  search.present = hit => {
    const { entry, index } = hit;
    entry.folded ??= index.foldWithPlaces(`${entry.heading}\n${entry.text}`);
    entry.headingChars ??= [...entry.heading];
    entry.chars ??= [...entry.text];
    const { headingSpans, spans } = findSpans(entry, hit.needles);
    return { ...hit, headingSpans, spans, excerpt: excerpt(entry.chars, spans) };
  };

  const findSpans = (entry, needles) => {
    const { text, places } = entry.folded;
    const found = [];
    for (const needle of needles) {
      let at = text.indexOf(needle);
      while (at >= 0) {
        found.push([places[at], places[at + needle.length - 1] + 1]);
        at = text.indexOf(needle, at + needle.length);
      }
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged = [];
    for (const [start, end] of found) {
      const last = merged[merged.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
      else merged.push([start, end]);
    }
    const length = entry.headingChars.length, below = length + 1;
    return {
      headingSpans: merged.filter(([start]) => start < length)
        .map(([start, end]) => [start, Math.min(end, length)]),
      spans: merged.filter(([, end]) => end > below)
        .map(([start, end]) => [Math.max(start, below) - below, end - below]),
    };
  };

  const excerpt = (chars, spans) => {
    const [first, last] = spans[0] ?? [0, 0];
    let start = first;
    while (start > 0 && !ENDS.includes(chars[start - 1])) start -= 1;
    let end = Math.max(last - 1, start);
    while (end < chars.length && !ENDS.includes(chars[end])) end += 1;
    end = Math.min(end + 1, chars.length);
    if (end - start > LONGEST) {
      start = Math.max(start, first - BEFORE);
      end = Math.min(end, Math.max(start + LONGEST, last));
    }
    return [start, chars[end - 1] === "\n" ? end - 1 : end];
  };
  search.ENDS = ENDS;
})(self.handbookSearch);
