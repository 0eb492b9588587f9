/* What letters may mean in pinyin (pinyin.py). */
(function (search) {
  "use strict";

  const LETTERS = /^[a-z]{2,30}$/;
  const LONGEST_SYLLABLE = 6, MOST_SPELLINGS = 8, MOST_INITIALS = 8, FEWEST_INITIALS = 4;
  const INITIAL = /[zcs]h|./g;
  const RARE = 8, MOST_ALIKE = 8;

  search.makePinyin = readings => {
    const sounds = new Map(Object.entries(readings));
    const sets = new Map();
    for (const [sound, chars] of sounds) {
      for (let length = 1; length <= sound.length; length += 1) {
        const start = sound.slice(0, length);
        if (!sets.has(start)) sets.set(start, new Set());
        for (const char of chars) sets.get(start).add(char);
      }
    }
    const starts = new Map([...sets].map(([start, chars]) => [start, [...chars].join("")]));

    const spellings = word => {
      const found = [], dead = new Set();
      const read = (at, before) => {
        if (at === word.length) {
          found.push(before);
          return true;
        }
        let alive = false;
        for (let length = Math.min(LONGEST_SYLLABLE, word.length - at); length > 0; length -= 1) {
          const chars = sounds.get(word.slice(at, at + length));
          if (found.length >= MOST_SPELLINGS || chars === undefined || dead.has(at + length)) continue;
          alive = read(at + length, [...before, chars]) || alive;
        }
        if (!alive) dead.add(at);
        return alive;
      };
      read(0, []);
      return found.filter(spelling => spelling.length > 1);
    };

    const unfinished = word => {
      const found = [];
      const most = Math.min(LONGEST_SYLLABLE, word.length - 1);
      for (let length = 1; length <= most; length += 1) {
        const last = starts.get(word.slice(word.length - length));
        if (!last) continue;
        const head = word.slice(0, word.length - length);
        for (const first of spellings(head)) found.push([...first, last]);
        if (sounds.has(head)) found.push([sounds.get(head), last]);
      }
      return found.slice(0, MOST_SPELLINGS);
    };

    const initials = word => {
      const ways = [[...word]];
      const double = word.match(INITIAL);
      if (double.length < word.length) ways.push(double);
      return ways.map(way => way.map(initial => starts.get(initial) ?? ""))
        .filter(s => s.every(Boolean) && s.length >= 2 && s.length <= MOST_INITIALS);
    };

    /*
     * How often the parts have each string that one of the spellings allows: looked for where the
     * characters stand that its rarest place allows.
     */
    const count = (spellings, index, parts) => {
      const counts = new Map();
      for (const spelling of spellings) {
        const last = spelling.length;
        const ids = spelling.map(chars => [...chars].map(char => index.ids[char.charCodeAt(0)]).filter(Boolean));
        const often = ids.map(each => each.reduce((sum, id) => sum + index.totals[id], 0));
        const rarest = often.indexOf(Math.min(...often));
        /* A bit for each place of the spelling tells which characters may stand there. */
        spelling.forEach((chars, i) => {
          for (const char of chars) allowed[char.charCodeAt(0)] |= 1 << i;
        });
        for (const { codes, from, order } of parts) {
          const found = [];
          for (const id of ids[rarest]) {
            if (id + 1 >= from.length) continue;
            for (let k = from[id]; k < from[id + 1]; k += 1) {
              const start = order[k] - rarest;
              if (start < 0 || start + last > codes.length) continue;
              let i = 0;
              while (i < last && allowed[codes[start + i]] & 1 << i) i += 1;
              if (i === last) found.push(start);
            }
          }
          let end = 0;
          for (const start of Uint32Array.from(found).sort()) {
            if (start < end) continue;
            end = start + last;
            let match = "";
            for (let at = start; at < end; at += 1) match += String.fromCharCode(codes[at]);
            counts.set(match, (counts.get(match) ?? 0) + 1);
          }
        }
        for (const chars of spelling) for (const char of chars) allowed[char.charCodeAt(0)] = 0;
      }
      return counts;
    };
    const allowed = new Int32Array(0x10000);

    const likeliest = (known, inText, whole) => {
      const found = new Map();
      for (const words of [...known.keys(), ...inText.keys()]) {
        found.set(words, (known.get(words) ?? 0) + (inText.get(words) ?? 0));
      }
      const rank = words => whole.has(words) ? 2 : known.has(words) ? 1 : 0;
      const most = Math.max(0, ...found.values());
      return [...found.keys()].filter(words => rank(words) === 2 || found.get(words) * RARE >= most)
        .sort((a, b) => rank(b) - rank(a) || found.get(b) - found.get(a)).slice(0, MOST_ALIKE);
    };

    const meant = (word, index) => {
      if (!LETTERS.test(word)) return [];
      const { joined, whole } = index.phrases();
      const known = [joined], texts = index.parts;
      for (const ways of [spellings(word), unfinished(word)]) {
        const found = likeliest(count(ways, index, known), count(ways, index, texts), whole);
        if (found.length) return found;
      }
      for (const way of initials(word)) {
        const many = way.length >= FEWEST_INITIALS ? count([way], index, texts) : new Map();
        const often = new Map([...many].filter(([, n]) => n > 1));
        const found = likeliest(count([way], index, known), often, whole);
        if (found.length) return found;
      }
      return [];
    };
    return { meant };
  };
})(self.handbookSearch);
