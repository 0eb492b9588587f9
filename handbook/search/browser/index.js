/* The index (index.py): grows part by part as the files come. */
(function (search) {
  "use strict";

  const SEPARATOR = "\n";

  /* `data` is index.json, all of it or without its `entries`. */
  search.makeIndex = data => {
    const { fold, foldWithPlaces } = search.makeFolding(data.folding);
    const index = {
      edition: data.edition, title: data.title, ranking: data.ranking, root: "",
      fold, foldWithPlaces,
      asking: data.ranking.asking,
      entries: [],
      parents: new Int32Array(0), weights: new Uint8Array(0), partOf: new Int32Array(0),
      names: new Map(),
      parts: [], /* { text, first: place, starts, titles, heads } */
      pinyin: search.makePinyin(data.readings),
    };
    index.words = data.synonyms
      .map(group => [...new Set(group.map(fold).filter(Boolean))])
      .filter(group => group.length > 1);
    index.known = new Set(index.words.flat());
    const terms = data.terms.map(fold);
    index.phrases = () => index.allPhrases ??= search.makePhrases([...new Set(
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
    const part = {
      first, starts: new Int32Array(n + 1), titles: new Int32Array(n), heads: new Int32Array(n),
    };
    const texts = [];
    let start = 0;
    entries.forEach((entry, i) => {
      const title = fold(entry.title), label = fold(entry.label);
      const text = fold(`${entry.heading}\n${entry.text}`);
      part.starts[i] = start;
      part.heads[i] = start + fold(entry.heading).length;
      part.titles[i] = part.heads[i] - title.length;
      texts.push(text);
      start += text.length + SEPARATOR.length;
      index.entries.push({ ...entry, foldedTitle: title });
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
    part.starts[n] = start;
    part.text = texts.join(SEPARATOR);
    index.parts.push(part);
    index.allPhrases = undefined;
  };

  /* A part's text as numbers, which a walk reads twice as fast; made when first asked for. */
  search.codesOf = part => {
    if (part.codes) return part.codes;
    part.codes = new Uint16Array(part.text.length);
    for (let at = 0; at < part.codes.length; at += 1) part.codes[at] = part.text.charCodeAt(at);
    return part.codes;
  };
})(self.handbookSearch);
