/* What to offer when nothing has the query (near.py). */
(function (search) {
  "use strict";

  const MOST_PAIRS = 24, MOST_WORDS = 3, LIKE = 300;

  search.withoutAsking = (index, phrase) => {
    for (const [asked, matter] of index.asking) phrase = phrase.split(asked).join(` ${matter} `);
    return [...new Set(phrase.split(" ").filter(Boolean))];
  };

  /* Code units serve: characters beyond U+FFFF make no pairs. */
  const pairsOf = text => {
    const pairs = [];
    for (let i = 0; i + 1 < text.length; i += 1) {
      if (!isHalf(text.charCodeAt(i)) && !isHalf(text.charCodeAt(i + 1))) pairs.push(text.slice(i, i + 2));
    }
    return pairs;
  };
  const isHalf = code => code >= 0xd800 && code < 0xe000;

  search.pairsOf = words => [...new Set(words.flatMap(pairsOf))].slice(0, MOST_PAIRS);

  search.partsOf = (words, text) => {
    const found = new Set();
    for (const word of words) {
      const chars = [...word];
      let at = 0;
      while (at < chars.length) {
        let end = at + 1;
        while (end < chars.length && text.includes(chars.slice(at, end + 1).join(""))) end += 1;
        if (end - at > 1) found.add(chars.slice(at, end).join(""));
        at = end;
      }
    }
    return [...found];
  };

  /* Which pairs stand in each section, a bit for each, and which in its title. */
  search.rankPairs = (index, pairs) => {
    const n = index.entries.length;
    const own = new Int32Array(n), titled = new Int32Array(n);
    const counts = pairs.map((pair, i) => {
      const bit = 1 << i;
      let count = 0;
      for (const part of index.parts) {
        const { first, starts, titles, heads } = part;
        let k = 0;
        for (const at of search.startsIn(index, part, pair)) {
          while (starts[k + 1] <= at) k += 1;
          if (!(own[first + k] & bit)) count += 1;
          own[first + k] |= bit;
          if (titles[k] <= at && at + pair.length <= heads[k]) titled[first + k] |= bit;
        }
      }
      return count;
    });
    const rarities = counts.map(count => 32 - Math.clz32(Math.floor(n / Math.max(1, count))));
    const scores = new Float64Array(n);
    for (let place = 0; place < n; place += 1) {
      let score = 0;
      for (let left = own[place]; left; left &= left - 1) {
        const bit = left & -left;
        score += rarities[31 - Math.clz32(bit)] * (titled[place] & bit ? 2 : 1);
      }
      scores[place] = score * (16 + index.weights[place]);
    }
    return { scores, needles: place => pairs.filter((_, i) => own[place] & 1 << i) };
  };

  search.wordsLike = (index, phrase) => {
    const { phrases, pairs: known, sizes } = index.phrases();
    const pairs = new Set(pairsOf(phrase));
    const shared = new Uint16Array(phrases.length), alike = [];
    for (const pair of pairs) for (const i of known().get(pair) ?? []) shared[i] += 1;
    shared.forEach((n, i) => {
      const share = n && Math.floor(2000 * n / (pairs.size + sizes[i]));
      if (share >= LIKE && phrases[i] !== phrase) alike.push([share, i]);
    });
    return alike
      .sort((a, b) => b[0] - a[0] || a[1] - b[1])
      .slice(0, MOST_WORDS).map(([, i]) => phrases[i]);
  };

  /* Titles, keywords and synonyms, and which have each pair; made when first asked for. */
  search.makePhrases = (index, phrases) => {
    const sizes = [];
    let made = null;
    const pairs = () => {
      if (made) return made;
      made = new Map();
      phrases.forEach((words, i) => {
        const own = new Set(pairsOf(words));
        sizes.push(own.size);
        for (const pair of own) {
          const list = made.get(pair);
          if (list) list.push(i);
          else made.set(pair, [i]);
        }
      });
      return made;
    };
    return { phrases, joined: search.sortCodes(index, phrases.join("\n")), whole: new Set(phrases), pairs, sizes };
  };
})(self.handbookSearch);
