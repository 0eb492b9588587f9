// From words marked in a shown text, and what shall stand there, to an original and a corrected
// text of the source. Pure functions; places are counted in characters (code points), as the
// Book counts them.
(() => {
  "use strict";

  const S = globalThis.handbookSuggest;
  const ENDS = "。！？；\n";
  const chars = (text) => Array.from(text);

  // Redline: what changed, in pieces that one can read. Numbers and words are never cut.
  const TOKEN = /[A-Za-z0-9]+(?:[.,:/_-][A-Za-z0-9]+)*[%％‰]?|[零〇一二三四五六七八九十百千万亿]+(?:分之[零〇一二三四五六七八九十百千万亿]+)?|[^\S\n]+|\n|./gu;

  // [tag, old, new] of every piece, by the longest common subsequence of the tokens.
  const differ = (old, fresh) => {
    const a = old.match(TOKEN) || [];
    const b = fresh.match(TOKEN) || [];
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head
      && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
    const x = a.slice(head, a.length - tail);
    const y = b.slice(head, b.length - tail);
    const ops = [["equal", a.slice(0, head).join(""), a.slice(0, head).join("")]];
    if (x.length * y.length > 4e6) ops.push(["replace", x.join(""), y.join("")]);
    else ops.push(...align(x, y));
    const rest = a.slice(a.length - tail).join("");
    ops.push(["equal", rest, rest]);
    return join(ops);
  };

  const align = (x, y) => {
    const wide = y.length + 1;
    const best = new Uint16Array((x.length + 1) * wide);
    for (let i = x.length - 1; i >= 0; i -= 1) {
      for (let j = y.length - 1; j >= 0; j -= 1) {
        best[i * wide + j] = x[i] === y[j] ? best[(i + 1) * wide + j + 1] + 1
          : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
      }
    }
    const ops = [];
    let [i, j] = [0, 0];
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) {
        ops.push(["equal", x[i], y[j]]);
        i += 1;
        j += 1;
      } else if (j >= y.length || (i < x.length && best[(i + 1) * wide + j] >= best[i * wide + j + 1])) {
        ops.push(["change", x[i], ""]);
        i += 1;
      } else {
        ops.push(["change", "", y[j]]);
        j += 1;
      }
    }
    return ops;
  };

  const join = (ops) => {
    const joined = [];
    for (const [tag, old, fresh] of ops) {
      if (!old && !fresh) continue;
      const last = joined[joined.length - 1];
      if (last && (last[0] === "equal") === (tag === "equal")) {
        last[1] += old;
        last[2] += fresh;
      } else joined.push([tag, old, fresh]);
    }
    for (const op of joined) {
      if (op[0] !== "equal") op[0] = op[1] && op[2] ? "replace" : op[1] ? "delete" : "insert";
    }
    return joined;
  };

  // For the eye: two equal characters between two changes are part of the change.
  const redline = (old, fresh) => {
    const ops = differ(old, fresh);
    for (let at = 1; at < ops.length - 1; at += 1) {
      const [tag, text] = ops[at];
      const near = [ops[at - 1], ops[at + 1]].map((op) => Math.max(op[1].length, op[2].length));
      if (tag === "equal" && !text.includes("\n")
        && (text.length <= 2 || text.length * 2 <= Math.min(...near))) {
        ops.splice(at - 1, 3, ["replace", ops[at - 1][1] + text + ops[at + 1][1],
          ops[at - 1][2] + text + ops[at + 1][2]]);
        at = Math.max(at - 2, 0);
      }
    }
    return ops;
  };

  // A provision of the data, ready to be asked.
  const prepare = (data) => {
    const shown = chars(data.shown);
    const places = new Array(shown.length).fill(-1);
    for (const [start, place, length] of data.runs) {
      for (let i = 0; i < length; i += 1) places[start + i] = place + i;
    }
    const about = new Array(shown.length).fill(null); // the elements that each character is in
    const walk = (node, above) => {
      const path = [...above, node];
      for (const child of node.slice(2)) {
        if (typeof child[0] === "number") about.fill(path, child[0], child[1]);
        else walk(child, path);
      }
    };
    data.tree.forEach((node) => walk(node, []));
    // 自查： is the name of the line, and as fixed as a number.
    about.forEach((path, at) => {
      if (path && path[path.length - 1][1] === "hb-check-name") places[at] = -1;
    });
    const taken = new Set(places);
    return { ...data, shown, places, taken, about, source: chars(data.source), markdown: data.source };
  };

  const text = (p, start, end) => p.shown.slice(start, end).join("");
  const within = (p, at, wanted) => (p.about[at] || []).some(([tag, classes]) =>
    tag === wanted || ` ${classes} `.includes(` ${wanted} `));

  // What a character without a place is.
  const computedKind = (p, at) => {
    if (p.shown[at] === "\t") return "cell";
    if (p.shown[at] === "\n") return "block";
    if (within(p, at, "hb-footnote-ref") || (within(p, at, "hb-footnote") && within(p, at, "hb-mark"))) return "note";
    if (within(p, at, "hb-mark")) return "mark";
    if (within(p, at, "hb-check-name")) return "name";
    return within(p, at, "hb-computed") ? "label" : "entity";
  };

  // The first computed character of a span as {kind, text}; null where all can be marked.
  const computed = (p, start, end) => {
    for (let at = start; at < end; at += 1) {
      if (p.places[at] >= 0) continue;
      let [from, to] = [at, at + 1];
      const same = (i) => p.places[i] < 0 && p.about[i] === p.about[at] && p.shown[i] !== "\n";
      while (from > 0 && same(from - 1)) from -= 1;
      while (to < p.shown.length && same(to)) to += 1;
      return { kind: computedKind(p, at), text: text(p, from, to) };
    }
    return null;
  };

  // Marks of lists and notes at the ends of a span are left out: who drags over a whole line
  // means its words.
  const trim = (p, start, end) => {
    const edge = (at) => p.places[at] < 0 && ["mark", "note", "name", "block", "cell"].includes(computedKind(p, at));
    const blank = (at) => p.shown[at] === " ";
    let [from, to] = [start, end];
    while (from < to && (edge(from) || blank(from))) from += 1;
    while (to > from && (edge(to - 1) || blank(to - 1))) to -= 1;
    return [from, to];
  };

  // The block (paragraph, item, cell, title) around a character.
  const block = (p, at) => {
    const parts = (i) => p.places[i] < 0 && (p.shown[i] === "\n" || p.shown[i] === "\t");
    let [start, end] = [at, at + 1];
    while (start > 0 && !parts(start - 1)) start -= 1;
    while (end < p.shown.length && !parts(end)) end += 1;
    return [start, end];
  };

  // The sentence around a span, within its block.
  const sentence = (p, start, end) => {
    const [first, last] = block(p, start);
    let [from, to] = [start, end];
    while (from > first && !ENDS.includes(p.shown[from - 1])) from -= 1;
    while (to < last && !ENDS.includes(p.shown[to - 1])) to += 1;
    return trim(p, from, to);
  };

  // All sentences, for those who would rather choose than drag.
  const sentences = (p) => {
    const found = [];
    for (let at = 0; at < p.shown.length;) {
      const [from, to] = sentence(p, at, at + 1);
      if (from < to) found.push([from, to]);
      at = Math.max(to, at + 1);
    }
    return found;
  };

  const count = (whole, part) => {
    let found = 0;
    for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) found += 1;
    return found;
  };

  // Where typed words stand in the shown text; cells and paragraphs are never crossed.
  const find = (p, words) => {
    const found = [];
    const wanted = chars(words);
    for (let at = 0; wanted.length && at + wanted.length <= p.shown.length; at += 1) {
      if (wanted.every((char, i) => p.shown[at + i] === char)) found.push([at, at + wanted.length]);
    }
    return found;
  };

  // What is typed is meant as it looks: Markdown's signs in it are written so that they show.
  const escape = (typed, atStart) => {
    let safe = typed.replace(/[\\`*_[\]{}]/g, "\\$&")
      .replace(/&(?=[a-zA-Z][a-zA-Z0-9]*;|#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};)/g, "&amp;")
      .replace(/<(?=[a-zA-Z/!?])/g, "&lt;");
    if (atStart) {
      safe = safe.replace(/^(\d+)\.(?=\s|$)/, "$1\\.").replace(/^[-+#>]|^!(?=!!)/, "\\$&");
    }
    return safe;
  };

  // What parts a new paragraph, or a new item of a list, from the one around `at`; null where
  // there can be none.
  const divider = (p, at) => {
    const path = p.about[at] || [];
    const plain = path.length === 1 && path[0][0] === "p" && !path[0][1];
    if (plain) return "\n\n";
    const inItem = path.some(([tag]) => tag === "li")
      && path.every(([tag]) => ["ol", "ul", "li", "p"].includes(tag));
    const first = block(p, at)[0];
    const place = p.places.slice(first).find((each) => each >= 0);
    if (!inItem || place === undefined) return null;
    const before = p.source.slice(0, place).join("");
    const found = /(?:^|\n)([ \t]*)(?:(\d+)\.|([-*+]))([ \t]+)$/.exec(before);
    if (!found) return null;
    return `\n${found[1]}${found[2] ? `${Number(found[2]) + 1}.` : found[3]}${found[4]}`;
  };

  // The suggestion that replaces the shown characters from `start` to `end` by what was typed:
  // {original, corrected, widened} or {refused: {kind, text}}, or {same: true}.
  const propose = (p, start, end, typed) => {
    const wrong = start < end ? computed(p, start, end) : { kind: "empty", text: "" };
    if (wrong) return { refused: wrong };
    const old = text(p, start, end);
    if (old === typed) return { same: true };
    const edit = edits(p, start, old, typed);
    if (edit.refused) return edit;
    const change = rewrite(p, start, end, edit);
    return change.refused ? change : widen(p, start, end, change);
  };

  // Which characters go, and what comes before or after which.
  const edits = (p, start, old, typed) => {
    const edit = { gone: new Set(), before: new Map(), after: new Map() };
    let at = start;
    for (const [tag, out, fresh] of differ(old, typed)) {
      const size = chars(out).length;
      if (tag !== "equal") {
        for (let i = at; i < at + size; i += 1) edit.gone.add(i);
        if (fresh) {
          const behind = !size && at > start;
          const host = behind ? at - 1 : at;
          const [first] = block(p, host);
          const lead = p.places.slice(first, host).every((place) => place < 0);
          const refused = fitting(p, host, fresh);
          if (refused) return { refused };
          const rows = fresh.split(/\n+/);
          const parted = rows.map((row, i) =>
            (within(p, host, "code") ? row : escape(row, i > 0 || (lead && !behind))));
          edit[behind ? "after" : "before"].set(host, parted.join(rows.length > 1 ? divider(p, host) : ""));
        }
      }
      at += size;
    }
    return edit;
  };

  const fitting = (p, host, fresh) => {
    if (fresh.includes("|") && (within(p, host, "td") || within(p, host, "th"))) return { kind: "bar", text: "" };
    if (fresh.includes("`") && within(p, host, "code")) return { kind: "tick", text: "" };
    const inside = p.wraps.some(([from, to]) => from <= host && host < to);
    if (fresh.includes("\n") && (inside || divider(p, host) === null)) return { kind: "break", text: "" };
    return null;
  };

  const rewrite = (p, start, end, { gone, before, after }) => {
    let [low, high] = [p.places[start], p.places[end - 1] + 1];
    // An element with nothing left in it goes with its signs.
    const empty = p.wraps.filter(([from, to]) => {
      for (let i = from; i < to; i += 1) if (!gone.has(i) || before.has(i) || after.has(i)) return false;
      return true;
    });
    for (const wrap of empty) [low, high] = [Math.min(low, wrap[2]), Math.max(high, wrap[5])];
    const shownAt = new Map();
    for (let i = start; i < end; i += 1) shownAt.set(p.places[i], i);
    // A backslash goes with the character that it guards.
    const guards = (at) => p.source[at] === "\\" && !p.taken.has(at) && p.taken.has(at + 1);
    if (guards(low - 1)) low -= 1;
    const isSign = (at) => (guards(at) && gone.has(shownAt.get(at + 1)))
      || empty.some(([, , a, b, c, d]) => (a <= at && at < b) || (c <= at && at < d));
    let corrected = "";
    let gap = "";
    for (let at = low; at < high; at += 1) {
      const i = shownAt.get(at);
      if (i === undefined) {
        if (/\s/.test(p.source[at])) gap += p.source[at]; // a line's end within a paragraph
        else if (!isSign(at)) { corrected += gap + p.source[at]; gap = ""; }
        continue;
      }
      if (!gone.has(i) || before.has(i)) corrected += gap;
      gap = "";
      corrected += (before.get(i) || "") + (gone.has(i) ? "" : p.source[at]) + (after.get(i) || "");
    }
    corrected += gap;
    return corrected.trim() ? { low, high, corrected } : emptied(p, start, end, { low, high, corrected: "" });
  };

  // Nothing is left of the marked words: a list's item goes with its number, a line with its end.
  const emptied = (p, start, end, change) => {
    const [first, last] = block(p, start);
    const [from, to] = trim(p, first, last);
    const whole = from >= start && to <= end;
    if (whole && within(p, start, "h2")) return { refused: { kind: "title", text: "" } };
    let { low, high } = change;
    const { source } = p;
    const lone = source[low - 1] === "\n" && (high === source.length || source[high] === "\n");
    if (!whole) {
      if (lone && start > from) low = p.places[start - 1] + 1;
      else if (lone) high = p.places[end];
      return { low, high, corrected: "" };
    }
    const nested = p.about[start].some((node) => node[0] === "li"
      && node.slice(2).some((child) => child[0] === "ol" || child[0] === "ul"));
    if (within(p, start, "li") && !nested) {
      while (low > 0 && source[low - 1] !== "\n") low -= 1;
      while (high < source.length && source[high] !== "\n") high += 1;
      if (high < source.length) high += 1;
      else if (low > 0) low -= 1;
    }
    return { low, high, corrected: "" };
  };

  // An original must stand exactly once in the source: else the sentence, the block, then whole
  // lines around it are quoted with it.
  const widen = (p, start, end, change) => {
    const { source, markdown } = p;
    const around = (span) => {
      const places = p.places.slice(...span).filter((place) => place >= 0);
      return [places[0], places[places.length - 1] + 1];
    };
    const steps = [
      ["", () => [change.low, change.high]],
      ["sentence", () => around(sentence(p, start, end))],
      ["block", () => around(trim(p, ...block(p, start)))],
    ];
    let [low, high] = [change.low, change.high];
    const made = (widened) => {
      const original = source.slice(low, high).join("");
      if (!original.trim() || count(markdown, original) !== 1) return null;
      const corrected = source.slice(low, change.low).join("") + change.corrected
        + source.slice(change.high, high).join("");
      return { original, corrected, widened };
    };
    for (const [name, span] of steps) {
      const [a, b] = span();
      [low, high] = [Math.min(low, a), Math.max(high, b)];
      const found = made(name);
      if (found) return found;
    }
    for (;;) {
      while (low > 0 && source[low - 1] !== "\n") low -= 1;
      while (high < source.length && source[high] !== "\n") high += 1;
      const found = made("lines");
      if (found) return found;
      if (low === 0 && high === source.length) return { refused: { kind: "many", text: "" } };
      if (low > 0) low -= 1;
      if (high < source.length) high += 1;
    }
  };

  Object.assign(S, {
    chars, redline, prepare, computed, trim, block, sentence, sentences, find, propose,
    shownText: text,
  });
})();
