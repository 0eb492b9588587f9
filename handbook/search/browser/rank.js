/*
 * Which sections a query finds, and in what order (rank.py, rules.py). At ten megabytes a frequent
 * word is in tens of thousands of sections, so weights are kept in typed arrays by place, and an
 * object is made only of what is shown.
 */
(function (search) {
  "use strict";

  const WHOLE = 3, WORDS = 2, LIKE = 1, PARTLY = 0;
  const NAMED = 15, MOST = 999, MOST_TERMS = 12;
  const PLACES = 0x400000; /* with the largest score, places below this fit into 53 bits */

  search.makeScanner = index => {
    const known = new Map();
    const find = text => {
      if (!known.has(text)) known.set(text, search.find(index, text));
      return known.get(text);
    };
    const term = word => {
      const forms = word.exact ? [{ text: word.text, how: "" }] : search.formsOf(word.text, index);
      return forms.map(form => ({ form, found: find(form.text) }));
    };
    return { index, find, term };
  };

  /* `scores` by place, 0 for what was not found; whether it is `exact`; what to mark; other forms. */
  search.rank = (scanner, query) => {
    const { index } = scanner;
    const n = index.entries.length;
    const ranked = { scores: new Float64Array(n), exact: new Uint8Array(n), apart: new Uint8Array(n) };
    const barred = new Uint8Array(n);
    for (const text of query.without) for (const place of scanner.find(text).places) barred[place] = 1;
    let whole = [], apart = [], exactly = false;
    if (query.phrase) {
      whole = scanner.term({ text: query.phrase, exact: search.hasOperators(query) });
      exactly = rankWhole(index, query, whole, barred, ranked);
    }
    const words = search.joinWords(exactly ? query.words : query.pieces, index.known).slice(0, MOST_TERMS);
    if (!(words.length === 1 && words[0].text === query.phrase)) {
      apart = words.map(scanner.term);
      rankWords(index, apart, barred, ranked);
    }
    const tried = new Map();
    for (const { form, found } of [whole, ...apart].flat()) {
      if (form.how && found.places.length) tried.set(`${form.how} ${form.text}`, form);
    }
    ranked.tried = [...tried.values()];
    ranked.needles = place => ranked.apart[place]
      ? apart.map(term => chosen(term, place)).filter(Boolean).map(({ form }) => form.text)
      : [(chosen(whole, place) ?? whole[0]).form.text];
    return ranked;
  };

  /*
   * The places that have a score and are wanted: the best `most` of them in order, equal ones in
   * reading order, and how many there are. A number holds weight and place, the best is the least.
   */
  search.best = (scores, most, wanted) => {
    let keys = [], worst = Infinity, total = 0;
    const trim = () => {
      keys = Array.from(Float64Array.from(keys).sort().subarray(0, most));
      worst = keys.length < most ? Infinity : keys[most - 1];
    };
    for (let place = 0; place < scores.length; place += 1) {
      if (!scores[place] || (wanted && !wanted(place))) continue;
      total += 1;
      const key = place - scores[place] * PLACES;
      if (key > worst) continue;
      keys.push(key);
      if (keys.length >= 4 * most) trim();
    }
    trim();
    return { total, places: keys.map(key => key - Math.floor(key / PLACES) * PLACES) };
  };

  const chosen = (term, place) => {
    for (const pair of term) if (pair.found.slot[place]) return pair;
    return undefined;
  };

  const named = (index, phrase) =>
    [...(index.names.get(phrase) ?? []), ...(index.names.get(search.arabic(phrase)) ?? [])];

  const rankWhole = (index, query, term, barred, { scores, exact }) => {
    const n = index.entries.length;
    const exactly = new Uint8Array(n), like = new Uint8Array(n), all = new Uint8Array(n);
    const meant = [];
    const add = place => {
      if (!all[place]) meant.push(place);
      all[place] = 1;
    };
    for (const place of named(index, query.phrase)) exactly[place] = 1, add(place);
    for (const { form, found } of term) {
      for (const place of named(index, form.text)) like[place] = 1, add(place);
      for (const place of found.places) add(place);
    }
    const titles = weighTitles(index, [term]);
    const literal = term[0].found;
    for (const place of meant) {
      const isExact = exactly[place] || literal.slot[place] > 0;
      if (barred[place] && !isExact) continue;
      const { found } = chosen(term, place) ?? term[0];
      const isName = exactly[place] || (!isExact && like[place]);
      exact[place] = isExact ? 1 : 0;
      scores[place] = combine(
        !isExact ? LIKE : barred[place] ? PARTLY : WHOLE,
        isName ? NAMED : titles(place),
        index.weights[place],
        standsApart(index, found, place) ? index.ranking.gaps.length : 0,
        search.timesAt(found, place),
      );
    }
    return literal.places.length > 0;
  };

  /* Whether no letter or digit runs on at either end of one occurrence: 45 does not in 145. */
  const standsApart = (index, found, place) => {
    const slot = found.slot[place];
    if (!slot) return false;
    if (!found.latin) return true;
    const needle = found.text;
    const first = search.isLatin(needle.charCodeAt(0));
    const last = search.isLatin(needle.charCodeAt(needle.length - 1));
    const { codes } = index.parts[index.partOf[place]];
    for (let i = found.from[slot - 1]; i < found.from[slot]; i += 1) {
      const at = found.at[i], end = at + needle.length;
      if (!(at > 0 && first && search.isLatin(codes[at - 1])) &&
        !(end < codes.length && last && search.isLatin(codes[end]))) return true;
    }
    return false;
  };

  const rankWords = (index, terms, barred, { scores, exact, apart }) => {
    const n = index.entries.length;
    const full = (1 << terms.length) - 1;
    if (!full) return;
    const own = new Int32Array(n), titled = new Int32Array(n), above = new Int32Array(n);
    terms.forEach((term, i) => {
      for (const { found } of term) {
        for (const place of found.places) {
          own[place] |= 1 << i;
          if (found.titled[place]) titled[place] |= 1 << i;
        }
      }
    });
    const titles = weighTitles(index, terms);
    const { parents, weights, ranking: { gaps } } = index;
    const near = gap => {
      let steps = 0;
      for (const most of gaps) if (gap <= most) steps += 1;
      return steps;
    };
    const founds = [];
    for (let place = 0; place < n; place += 1) {
      const up = parents[place];
      if (up >= 0 && terms.length > 1) above[place] = above[up] | titled[up];
      if (!own[place] || (own[place] | above[place]) !== full || barred[place]) continue;
      founds.length = 0;
      let alike = false, count = 0;
      for (const term of terms) {
        const pair = chosen(term, place);
        if (!pair) continue;
        founds.push(pair.found);
        if (pair.form.how) alike = true;
        count += search.timesAt(pair.found, place);
      }
      const score = combine(
        alike ? LIKE : WORDS,
        titles(place),
        weights[place],
        founds.length < terms.length ? 0 : near(search.narrowest(founds, place)),
        count,
      );
      if (score > scores[place]) {
        scores[place] = score;
        exact[place] = 0;
        apart[place] = 1;
      }
    }
  };

  /* How much of a section's title is what was looked for, and of the titles above; 0 to 14. */
  const weighTitles = (index, terms) => {
    const covered = new Int32Array(index.entries.length);
    let any = false;
    for (const term of terms) {
      const longest = new Map();
      for (const { form, found } of term) {
        for (const place of found.titledPlaces) {
          longest.set(place, Math.max(longest.get(place) ?? 0, form.text.length));
        }
      }
      for (const [place, length] of longest) covered[place] += length, any = true;
    }
    const part = (place, base, steps) => covered[place]
      ? base + Math.min(steps, Math.floor(steps * covered[place] / index.entries[place].foldedTitle.length))
      : 0;
    return place => {
      if (!any) return 0;
      let above = 0, steps = 3;
      for (let up = index.parents[place]; up >= 0; up = index.parents[up]) {
        above = Math.max(above, part(up, 1, steps));
        steps = 2;
      }
      return Math.min(part(place, 5, 6) + above, NAMED - 1);
    };
  };

  const combine = (exactness, title, kind, nearness, count) =>
    (((exactness * 16 + title) * 8 + kind) * 8 + nearness) * (MOST + 1) + Math.min(count, MOST);
})(self.handbookSearch);
