// What a suggestion is written as: its receipt, its erratum file, the packet, a forge's address.
// Pure functions; the same forms as `handbook.errata` writes, which the tests compare.
(() => {
  "use strict";

  const S = (globalThis.handbookSuggest ||= { shards: {} });

  // SHA-256 (FIPS 180-4). `crypto.subtle` is only for secure contexts; a folder may be none.
  const roots = (power) => {
    const found = [];
    for (let n = 2; found.length < 64; n += 1) {
      if (found.every(([prime]) => n % prime)) {
        const root = n ** power;
        found.push([n, Math.floor((root - Math.floor(root)) * 2 ** 32)]);
      }
    }
    return found.map(([, word]) => word);
  };
  const K = roots(1 / 3);
  const START = roots(1 / 2).slice(0, 8);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  const sha256 = (text) => {
    const bytes = new TextEncoder().encode(text);
    const data = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
    data.set(bytes);
    data[bytes.length] = 0x80;
    const view = new DataView(data.buffer);
    view.setUint32(data.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(data.length - 4, (bytes.length << 3) >>> 0);
    const state = [...START];
    const w = new Array(64);
    for (let at = 0; at < data.length; at += 64) {
      for (let i = 0; i < 64; i += 1) {
        if (i < 16) { w[i] = view.getInt32(at + i * 4); continue; }
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
    }
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  const receipt = (...parts) => `r-${sha256(parts.join("\n")).slice(0, 8)}`;

  // Text from a field: no control, bidirectional or zero-width characters (UTR #36, 3.1).
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const clean = (text) => text.replace(/\r\n?/g, "\n").replace(/[\u2028\u2029]/g, "\n")
    .replace(CONTROL, "").replace(/[\ufffe\uffff]|[\ud800-\udfff]/gu, "");

  // Telephone numbers and mail addresses of persons do not enter the handbook's files.
  const CONTACT = /(?:^|\W)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\w)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
  const contact = (text) => {
    const found = CONTACT.exec(text);
    return found ? found[1] || found[0] : "";
  };

  // YAML: plain where PyYAML reads the same text back, in braces or out; else in double quotes.
  const ESCAPED = new RegExp(`${CONTROL.source}|[\\x85\\u2028\\u2029\\ufffe\\uffff\\ud800-\\udfff]`, "gu");
  const has = (pattern, text) => text.search(pattern) >= 0;
  const OTHER_TYPE = new RegExp(`^(?:${[
    "~|null|Null|NULL|=|<<",
    "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
    "[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+",
    "[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+",
    "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
    "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)",
    "\\d{4}-\\d\\d-\\d\\d",
    "\\d{4}-\\d\\d?-\\d\\d?(?:[Tt]|[ \\t]+)\\d\\d?:\\d\\d:\\d\\d(?:\\.\\d*)?(?:[ \\t]*(?:Z|[-+]\\d\\d?(?::\\d\\d)?))?",
  ].join("|")})$`);
  const isPlain = (value) => value !== "" && !/^[ ]|[ ]$|[\n\t]/.test(value)
    && !/^[,[\]{}#&*!|>'"%@`?:]|^-(?: |$)/.test(value)
    && !/[,?[\]{}]|:(?: |$)| #/.test(value) && !OTHER_TYPE.test(value);

  const scalar = (value) => {
    if (isPlain(value) && !has(ESCAPED, value)) return value;
    return JSON.stringify(value).replace(ESCAPED, (char) =>
      `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  };

  // Several lines that are plain stand in literal style.
  const line = (key, value) => {
    const rows = value.split("\n");
    const plain = !has(ESCAPED, value) && rows.every((row) => row === row.trimEnd());
    if (rows.length > 1 && plain && rows[0] && rows[0].trim() === rows[0] && rows[rows.length - 1]) {
      return `${key}: |-\n${rows.map((row) => (row ? `  ${row}` : "")).join("\n")}`;
    }
    return `${key}: ${scalar(value)}`;
  };

  // Who suggests where no unit is named; `handbook errata import` says the same.
  const READER = "读者";
  const units = ({ by }) => (by.length ? by : [READER]);

  const erratumText = (suggestion, date) => [
    "---",
    line("provision", suggestion.provision),
    line("edition", suggestion.edition),
    line("kind", suggestion.kind),
    line("original", suggestion.original),
    suggestion.corrected ? line("corrected", suggestion.corrected) : "corrected:",
    "history:",
    `  - {state: reported, date: ${date}, by: [${units(suggestion).map(scalar).join(", ")}]}`,
    "---",
    ...(suggestion.reason ? [suggestion.reason] : []),
    "",
  ].join("\n");

  const KEYS = ["provision", "label", "sha256", "original", "corrected", "reason", "kind", "by", "receipt"];
  // One packet for each edition that the suggestions are about; mostly that is one.
  const packets = (suggestions, book, date) =>
    [...new Set(suggestions.map((each) => each.edition))].map((edition) =>
      packet(suggestions.filter((each) => each.edition === edition), edition, book, date));
  const packet = (suggestions, edition, book, date) => {
    const receipts = suggestions.map((suggestion) => suggestion.receipt);
    return {
      format: 1,
      handbook: book.title,
      edition,
      receipt: receipts.length === 1 ? receipts[0] : receipt(...receipts),
      suggestions: suggestions.map((suggestion) =>
        Object.fromEntries(KEYS.map((key) => [key, suggestion[key]]))),
      created: date,
    };
  };

  // The forge's page for one suggestion, or "" where its address would be too long.
  const forgeAddress = (suggestion, book, date) => {
    const { forge } = book;
    const text = erratumText(suggestion, date);
    const name = `${suggestion.receipt}.md`;
    const path = `${forge.folder}/${name}`;
    const longest = Math.max(2, ...(text.match(/`+/g) || []).map((ticks) => ticks.length));
    const fence = "`".repeat(longest + 1);
    const values = {
      path, name, text,
      title: `勘误建议 ${suggestion.receipt}：${suggestion.label}`,
      body: `采纳前请存为 \`${path}\`：\n\n${fence}yaml\n${text}${fence}\n`,
    };
    const query = forge.fields.map(([key, what]) =>
      `${encodeURIComponent(key)}=${encodeURIComponent(values[what])}`).join("&");
    const address = `${forge.address}?${query}`;
    return address.length > forge.limit ? "" : address;
  };

  Object.assign(S, { sha256, receipt, clean, contact, scalar, erratumText, packets, forgeAddress });
})();
