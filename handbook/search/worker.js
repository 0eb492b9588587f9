/*
 * The search in a reader's browser: scans the folded text, in Material's search dialog.
 *
 * `handbook/search/query.py` does the same in Python, function by function, and
 * `tests/test_search_browser.py` holds the two together. Runs as a web worker over http; over
 * `file:`, where there are no workers, `worker_shim.js` loads it into the page.
 */
(function (scope) {
  "use strict";

  const SPACES = /[ \t\r\n\u3000]+/;
  const KINDS = { clause: 3, question: 2, norm: 1 };
  const NAME = 3, HEADING = 2, PHRASE = 1, WORDS = 0;
  const MOST = 999;
  const ENDS = "。！？；\n";
  const LONGEST = 120, BEFORE = 40;

  /* Fold (text.py) ------------------------------------------------------------------------- */

  function makeFolding(rules) {
    const known = new Map(Object.entries(rules.chars));
    const same = new Map(Object.entries(rules.same));
    const joints = new Set(rules.joints);

    function isSoft(char) {
      const code = char.codePointAt(0);
      return rules.soft.some(([first, last]) => first <= code && code <= last);
    }

    function foldChar(char) {
      let folded = known.get(char);
      if (folded === undefined) {
        folded = "";
        for (const part of char.normalize("NFKD")) {
          const plain = part.toLowerCase();
          for (const one of plain) {
            for (const last of same.get(one) ?? one) if (!isSoft(last)) folded += last;
          }
        }
        known.set(char, folded);
      }
      return folded;
    }

    /* The folded text, and for each of its code units the place of the character (not the code
     * unit) that it came from. */
    return function fold(text) {
      const pieces = [], from = [];
      let place = 0;
      for (const char of text) {
        for (const piece of foldChar(char)) {
          pieces.push(piece);
          from.push(place);
        }
        place += 1;
      }
      const places = [];
      let folded = "";
      pieces.forEach((piece, i) => {
        if (joints.has(piece) && !(isDigit(pieces[i - 1]) && isDigit(pieces[i + 1]))) return;
        folded += piece;
        for (let unit = 0; unit < piece.length; unit += 1) places.push(from[i]);
      });
      return { text: folded, places };
    };
  }

  function isDigit(char) {
    return char !== undefined && char >= "0" && char <= "9" && char.length === 1;
  }

  /* Index (index.py) ----------------------------------------------------------------------- */

  function makeIndex(data) {
    const fold = makeFolding(data.folding);
    const names = new Map();
    const entries = data.entries.map((entry, place) => {
      for (const name of [entry.label, entry.label.replace(/^第/, ""), entry.title]) {
        const folded = fold(name).text;
        if (!names.has(folded)) names.set(folded, new Set());
        names.get(folded).add(place);
      }
      return { ...entry, foldedHeading: fold(entry.heading).text, folded: null, chars: null };
    });
    return { fold, names, entries, text: data.text };
  }

  /* What is made of an entry when it is first found. */
  function prepare(index, entry) {
    if (!entry.folded) {
      entry.folded = index.fold(entry.heading + "\n" + entry.text);
      entry.headingChars = Array.from(entry.heading);
      entry.chars = Array.from(entry.text);
    }
    return entry;
  }

  /* The last entry that starts at or before a place of the text. */
  function entryAt(entries, at) {
    let low = 0, high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle].start <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /* Query (query.py) ----------------------------------------------------------------------- */

  function search(index, query) {
    const phrase = index.fold(query).text;
    if (!phrase) return [];
    const folded = query.split(SPACES).map(part => index.fold(part).text);
    const words = [...new Set(folded.filter(word => word))];
    const named = index.names.get(phrase) ?? new Set();
    const whole = findPlaces(index, phrase);
    const alone = words.length === 1 && words[0] === phrase;
    const parts = alone ? new Map() : findAll(index, words);
    const places = [...new Set([...named, ...whole.keys(), ...parts.keys()])];
    const hits = places.sort((a, b) => a - b).map(place => {
      const entry = prepare(index, index.entries[place]);
      const exact = named.has(place) || whole.has(place);
      let rank = WORDS;
      if (named.has(place)) rank = NAME;
      else if (whole.has(place)) rank = entry.foldedHeading.includes(phrase) ? HEADING : PHRASE;
      const count = Math.min(whole.get(place) || parts.get(place) || 0, MOST);
      const score = (rank * 4 + (KINDS[entry.kind] ?? 0)) * (MOST + 1) + count;
      const { headingSpans, spans } = findSpans(entry, exact ? [phrase] : words);
      return { entry, score, exact, headingSpans, spans, excerpt: excerpt(entry.chars, spans) };
    });
    return hits.sort((a, b) => b.score - a.score);
  }

  function findPlaces(index, needle) {
    const found = new Map();
    let at = index.text.indexOf(needle);
    while (at >= 0) {
      const place = entryAt(index.entries, at);
      found.set(place, (found.get(place) ?? 0) + 1);
      at = index.text.indexOf(needle, at + needle.length);
    }
    return found;
  }

  function findAll(index, words) {
    const [first, ...rest] = words.map(word => findPlaces(index, word));
    const found = new Map();
    for (const [place, count] of first) {
      if (!rest.every(counts => counts.has(place))) continue;
      found.set(place, rest.reduce((sum, counts) => sum + counts.get(place), count));
    }
    return found;
  }

  function findSpans(entry, needles) {
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
  }

  /* Excerpt (excerpt.py) ------------------------------------------------------------------- */

  function excerpt(chars, spans) {
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
  }

  /* Material's dialog ---------------------------------------------------------------------- */

  const FAILED = { location: "", title: "搜索数据没有载入，请稍后再试", text: "", score: 0, terms: {} };
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  /* Material puts what we answer into the page as HTML. */
  function escapeHtml(text) {
    return text.replace(/[&<>"']/g, char => ESCAPES[char]);
  }

  /* The characters from start to end as HTML, the spans in them marked. */
  function mark(chars, start, end, spans) {
    const html = (from, to) => escapeHtml(chars.slice(from, to).join(""));
    let marked = "", at = start;
    for (const [from, to] of spans) {
      if (to <= start || from >= end) continue;
      const low = Math.max(from, start), high = Math.min(to, end);
      marked += html(at, low) + "<mark>" + html(low, high) + "</mark>";
      at = high;
    }
    return marked + html(at, end);
  }

  /*
   * A hit as an item of Material's (9.8) result, a group of one document. Where no document of a
   * group has a location without a fragment, Material shows the last one as the article, its
   * title alone: so path and excerpt are part of the title.
   */
  function makeItem(hit) {
    const { entry, excerpt: [start, end] } = hit;
    const shown = mark(entry.chars, start, end, hit.spans);
    const before = start > 0 && !ENDS.includes(entry.chars[start - 1]) ? "…" : "";
    const after = end < entry.chars.length && !ENDS.includes(entry.chars[end - 1]) &&
      entry.chars[end] !== "\n" ? "…" : "";
    const small = [escapeHtml(entry.path.join(" › ")), before + shown + after];
    const title = [
      mark(entry.headingChars, 0, entry.headingChars.length, hit.headingSpans),
      ...small.filter(line => line).map(line => `<small>${line}</small>`),
    ].join("<br>");
    return [{ location: entry.url, title, text: "", score: hit.score, terms: makeTerms(hit) }];
  }

  /* What was found as it stands on the page; the theme's `search.highlight` marks it there. */
  function makeTerms({ entry, headingSpans, spans }) {
    const found = [
      ...headingSpans.map(([start, end]) => entry.headingChars.slice(start, end)),
      ...spans.map(([start, end]) => entry.chars.slice(start, end)),
    ];
    return Object.fromEntries(found.map(chars => [chars.join(""), true]));
  }

  /*
   * Answers to Material's messages: 0 set up → 1 ready, 2 query → 3 result. The index is fetched
   * by `load` when the first letter is typed, so that a page that is only read costs nothing.
   */
  function makeHandler(load) {
    let loading = null;
    return async function handle({ type, data }) {
      if (type === 0) return { type: 1 };
      if (type !== 2) return null;
      if (!data.trim()) return { type: 3, data: { items: [] } };
      loading ??= load().then(makeIndex);
      try {
        return { type: 3, data: { items: search(await loading, data).map(makeItem) } };
      } catch (error) {
        console.error(error);
        loading = null; /* perhaps the network is back when the next letter comes */
        return { type: 3, data: { items: [[FAILED]] } };
      }
    };
  }

  scope.handbookSearch = { makeIndex, search, makeItem, makeHandler };

  if (typeof document === "undefined") {
    const address = new URL("../../../search/index.json", scope.location.href);
    const handle = makeHandler(async () => (await fetch(address)).json());
    scope.addEventListener("message", async event => {
      const answer = await handle(event.data);
      if (answer) scope.postMessage(answer);
    });
  }
})(self);
