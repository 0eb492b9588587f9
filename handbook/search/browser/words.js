/* Queries taken apart (words.py), and what their words may stand for (forms.py). */
(function (search) {
  "use strict";

  const LONGEST_QUERY = 300, MOST_ALIKE = 8;
  const SPACES = new Set(" \t\r\n\u3000");
  const BETWEEN = new Set([...SPACES, ..."，、；。！？,;!?…·|｜"]);
  const OPENING = new Set("\"“”＂「『");
  const CLOSING = new Set("\"“”＂」』");
  const MINUS = new Set("-－−");

  search.parseQuery = (typed, fold) => {
    const chars = [...typed].slice(0, LONGEST_QUERY);
    const { words, without } = takeApart(chars, SPACES, fold);
    return { phrase: fold(chars.join("")), words, without, pieces: takeApart(chars, BETWEEN, fold).words };
  };

  const takeApart = (chars, between, fold) => {
    const words = new Map(), without = new Set();
    for (const [minus, quoted, part] of parts(chars, between)) {
      const text = fold(part);
      if (!text) continue;
      if (minus) without.add(text);
      else if (!words.has(text) || quoted) words.set(text, { text, exact: quoted });
    }
    return { words: [...words.values()], without: [...without] };
  };

  search.hasOperators = ({ words, without }) => without.length > 0 || words.some(w => w.exact);

  function* parts(text, between) {
    let at = 0;
    while (at < text.length) {
      if (between.has(text[at])) {
        at += 1;
        continue;
      }
      const minus = MINUS.has(text[at]) && (at === 0 || between.has(text[at - 1]));
      if (minus) at += 1;
      const quoted = at < text.length && OPENING.has(text[at]);
      if (quoted) at += 1;
      let end = at;
      while (end < text.length && !(quoted
        ? CLOSING.has(text[end])
        : between.has(text[end]) || OPENING.has(text[end]))) end += 1;
      yield [minus, quoted, text.slice(at, end).join("")];
      at = end + (quoted ? 1 : 0);
    }
  }

  search.joinWords = (words, known) => {
    const joined = [];
    let at = 0;
    const together = (from, to) => words.slice(from, to).map(word => word.text).join("");
    while (at < words.length) {
      let end = words.length;
      while (end > at + 1 && (words.slice(at, end).some(word => word.exact) ||
        !known.has(together(at, end)))) end -= 1;
      joined.push(end > at + 1 ? { text: together(at, end), exact: false } : words[at]);
      at = end;
    }
    return joined;
  };

  search.formsOf = (word, index) => {
    const found = new Map([[word, { text: word, how: "" }]]);
    const add = (how, texts) => {
      for (const text of texts) if (!found.has(text)) found.set(text, { text, how });
    };
    add("number", search.labelsOf(word));
    add("synonym", [...synonymsOf(word, index.words)].slice(0, MOST_ALIKE));
    add("pinyin", index.pinyin.meant(word, index));
    return [...found.values()];
  };

  function* synonymsOf(word, groups) {
    for (const group of groups) {
      let longest = null;
      for (const member of group) {
        const fits = member === word || (word.includes(member) && !/^[\x00-\x7f]*$/.test(member));
        if (fits && (longest === null || length(member) > length(longest))) longest = member;
      }
      if (longest === null) continue;
      for (const other of group) {
        if (other !== longest) yield word.replace(longest, () => other);
      }
    }
  }

  const length = text => [...text].length;
})(self.handbookSearch);
