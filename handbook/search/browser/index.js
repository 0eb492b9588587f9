/* The index (index.py): grows part by part as the files come. */
(function (search) {
  "use strict";

  const SEPARATOR = "\n";

  /* `data` is index.json, perhaps with `entries`. */
  search.makeIndex = data => {
    const { fold, foldWithPlaces } = search.makeFolding(data.folding);
    const index = {
      edition: data.edition, title: data.title, ranking: data.ranking, root: "",
      fold, foldWithPlaces,
      asking: data.ranking.asking,
      entries: [],
      parents: new Int32Array(0), weights: new Uint8Array(0), partOf: new Int32Array(0),
      names: new Map(),
      parts: [], /* { first: place, starts, titles, heads, codes, from, order } */
      ids: new Uint16Array(0x10000), /* of each code unit, from 1 on as they are met; 0: never */
      totals: [0], /* how often those stand in all parts */
      pinyin: search.makePinyin(data.readings),
    };
    index.words = data.synonyms
      .map(group => [...new Set(group.map(fold).filter(Boolean))])
      .filter(group => group.length > 1);
    index.known = new Set(index.words.flat());
    const terms = data.terms.map(fold);
    index.phrases = () => index.allPhrases ??= search.makePhrases(index, [...new Set(
      [...index.entries.map(entry => entry.foldedTitle), ...terms, ...index.words.flat()]
        .filter(Boolean))]);
    if (data.entries) search.addPart(index, data.entries);
    return index;
  };

  const grow = (array, more) => {
    const grown = new array.constructor(array.length + more.length);
    grown.set(array);
    grown.set(more, array.length);
    return grown;
  };

  /* Folds entries of the published shape and adds them. */
  search.addPart = (index, entries) => {
    const { fold } = index;
    const first = index.entries.length, n = entries.length;
    const starts = new Int32Array(n + 1), titles = new Int32Array(n), heads = new Int32Array(n);
    const texts = [];
    entries.forEach((entry, i) => {
      const title = fold(entry.title), label = fold(entry.label);
      const text = fold(`${entry.heading}\n${entry.text}`);
      heads[i] = starts[i] + fold(entry.heading).length;
      titles[i] = heads[i] - title.length;
      starts[i + 1] = starts[i] + text.length + SEPARATOR.length;
      texts.push(text);
      entry.foldedTitle = title;
      index.entries.push(entry);
      for (const name of search.namesOf(entry.kind, label, title)) {
        if (!name) continue;
        const places = index.names.get(name);
        if (!places) index.names.set(name, [first + i]);
        else if (places[places.length - 1] !== first + i) places.push(first + i);
      }
    });
    index.parents = grow(index.parents, entries.map(entry => entry.parent));
    index.weights = grow(index.weights, entries.map(entry => index.ranking.kinds[entry.kind] ?? 0));
    index.partOf = grow(index.partOf, entries.map(() => index.parts.length));
    index.parts.push({ first, starts, titles, heads, ...search.sortCodes(index, texts.join(SEPARATOR)) });
    index.allPhrases = undefined;
  };

  /*
   * A text as numbers, and where each of them stands: those of the one with an id in order, in
   * `order` from `from[id]` to `from[id + 1]`. A scan looks only where the rarest character of
   * what it looks for stands, which is some hundred times less than the text.
   */
  search.sortCodes = (index, text) => {
    const { ids, totals } = index;
    const codes = new Uint16Array(text.length);
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at] = text.charCodeAt(at);
      if (!ids[code]) ids[code] = totals.push(0) - 1;
      totals[ids[code]] += 1;
    }
    const from = new Uint32Array(totals.length + 1);
    for (let at = 0; at < codes.length; at += 1) from[ids[codes[at]] + 1] += 1;
    for (let id = 1; id < from.length; id += 1) from[id] += from[id - 1];
    const order = new Uint32Array(codes.length), next = from.slice();
    for (let at = 0; at < codes.length; at += 1) order[next[ids[codes[at]]]++] = at;
    return { codes, from, order };
  };
})(self.handbookSearch);
