// A branch's file: what one must be like, how it is written, and the same as a table (csv).
// Everything in a file comes from outside: it is checked here, and shown as text and nothing else.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;
  const SIZE = 4 * 1024 * 1024;
  const MOST = 3000;
  const NAMES = { met: "达标", partial: "部分达标", unmet: "未达标", na: "不适用", "": "" };

  // What no one sees: controls, bidirectional and zero-width characters, halves of surrogate pairs
  // (UTR #36, 3.1; the same as `handbook.errata.intake.cleaning`).
  const INVISIBLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad\u061c\u180e\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;
  const clean = (text) => text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "").trim();
  const line = (text) => text.replace(INVISIBLE, "").trim().split(/\s+/).join(" ");

  const isText = (most, least = 0) => [(v) => typeof v === "string"
    && (v.length <= most || [...v].length <= most) && v.length >= least, `${least ? `${least}到` : "不超过"}${most}个字`];
  const isId = (v) => typeof v === "string" && /^[a-z0-9-]{3,64}$/.test(v);
  const isDay = (v) => {
    if (typeof v !== "string" || !/^(19|20)\d\d-\d\d-\d\d$/.test(v)) return false;
    const day = new Date(`${v}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === v;
  };
  const DAY = [(v) => v === "" || isDay(v), "2019-06-30 这样的日期"];
  const RECORD = {
    id: [isId, "条文的标识"],
    sha256: [(v) => typeof v === "string" && /^[0-9a-f]{64}$/.test(v), "sha256"],
    verdict: [(v) => typeof v === "string" && S.VERDICTS.includes(v), "met、partial、unmet、na 或者空"],
    edition: isText(32),
    label: isText(40),
    title: isText(200),
    text: isText(20000),
    path: [(v) => Array.isArray(v) && v.length <= 4 && v.every(isId), "章和项的标识"],
    note: isText(2000),
    evidence: isText(2000),
    by: isText(60),
    due: DAY,
    checked: DAY,
    answered: [(v) => v !== null && typeof v === "object" && !Array.isArray(v) && Object.keys(v).length <= 20
      && Object.entries(v).every(([id, edition]) => isId(id) && isText(32)[0](edition)), "标识和版次"],
  };
  const NEEDED = ["id", "sha256", "verdict"];
  const HEAD = {
    format: [(v) => v === 1, "1"],
    kind: [(v) => v === "selfcheck", "selfcheck"],
    handbook: isText(200, 1),
    edition: isText(32, 1),
    branch: isText(60, 1),
    date: [isDay, "2019-06-30 这样的日期"],
    unit: isText(60),
  };
  const LISTS = { results: "结果", asked: "待确认", archive: "归档" };
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const EMPTY = {
    verdict: "", edition: "", label: "", title: "", text: "", path: [], note: "", evidence: "", by: "", due: "",
    checked: "", answered: {},
  };

  class Refusal extends Error {}
  const refuse = (why) => { throw new Refusal(why); };
  const wrong = (key, form) => refuse(`“${key}”的内容不合规定，应当是${form}。`);

  const record = (row, at) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) wrong(at, "一条结果");
    for (const [key, [fits, form]] of Object.entries(RECORD)) {
      if ((has(row, key) || NEEDED.includes(key)) && !fits(has(row, key) ? row[key] : undefined)) wrong(`${at}.${key}`, form);
    }
    const own = Object.fromEntries(Object.keys(RECORD).filter((key) => has(row, key)).map((key) => [key, row[key]]));
    const made = { ...EMPTY, ...own, path: [...(own.path || [])], answered: { ...(own.answered || {}) } };
    for (const key of ["note", "evidence", "text"]) made[key] = clean(made[key]);
    for (const key of ["edition", "label", "title", "by"]) made[key] = line(made[key]);
    return made;
  };

  // A file's text as a branch's results. Throws `Refusal` with what is wrong, in a sentence.
  const parse = (text) => {
    let whole;
    try { whole = JSON.parse(text); } catch { refuse("文件不是完整的 JSON。请用自查页导出的文件，不要另存或者改动。"); }
    return examine(whole);
  };

  // The same of what a file says; `most` results at most.
  const examine = (whole, most = MOST) => {
    if (whole === null || typeof whole !== "object" || Array.isArray(whole) || !has(whole, "kind") || whole.kind !== "selfcheck") {
      refuse("不是对标自查导出的文件。");
    }
    for (const [key, [fits, form]] of Object.entries(HEAD)) {
      if (!fits(has(whole, key) ? whole[key] : key === "unit" ? "" : undefined)) wrong(key, form);
    }
    const lists = Object.keys(LISTS).map((key) => {
      const rows = has(whole, key) ? whole[key] : [];
      if (!Array.isArray(rows)) wrong(key, "列表");
      return [key, rows];
    });
    if (lists.reduce((sum, [, rows]) => sum + rows.length, 0) > most) refuse(`结果超过${most}条。`);
    const [results, asked, archive] = lists.map(([key, rows]) => rows.map((row, i) => record(row, `${LISTS[key]}第${i + 1}条`)));
    const seen = new Set();
    for (const { id } of results) {
      if (seen.has(id)) refuse(`同一条有两个结果：${id}。`);
      seen.add(id);
    }
    const branch = line(whole.branch);
    if (!branch) wrong("branch", HEAD.branch[1]);
    return {
      handbook: line(whole.handbook), edition: line(whole.edition), unit: line(has(whole, "unit") ? whole.unit : ""),
      branch, date: whole.date, results, asked, archive,
    };
  };

  // The bytes of a text file; offices save tables as GBK too.
  const decode = (bytes) => {
    if (bytes.byteLength > SIZE) refuse(`文件超过 ${SIZE / 1024 / 1024} MB，自查文件不会这么大。`);
    const head = new Uint8Array(bytes.slice(0, 2));
    const wide = head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "";
    for (const encoding of wide ? [wide] : ["utf-8", "gb18030"]) {
      try { return new TextDecoder(encoding, { fatal: true }).decode(bytes); } catch { /* the next */ }
    }
    return refuse("文件的编码读不出来，请用 UTF-8 保存。");
  };

  const KEYS = Object.keys(RECORD);
  const written = (each) => Object.fromEntries(KEYS.map((key) => [key, each[key]]));

  // What a branch's file says; every clause of the edition is in `results`.
  const file = (branch, standard, today) => {
    const placed = S.place(branch.records, standard);
    const results = [...standard.clauses.values()].map((clause) => {
      const own = has(placed.kept, clause.id) ? branch.records[placed.kept[clause.id]] : null;
      const { id, sha256, label, title, path } = clause;
      if (!own) return written({ ...EMPTY, id, sha256, label, title, path, edition: standard.edition });
      return written({ ...own, id, label, title, path, text: clause.text || own.text });
    });
    const listed = (part) => Object.keys(part).map((number) => written(branch.records[number]));
    return {
      format: 1, kind: "selfcheck", handbook: standard.handbook, edition: standard.edition,
      unit: branch.unit, branch: branch.branch, date: branch.date || today,
      results, asked: listed(placed.asked), archive: listed(placed.archived),
    };
  };

  // Tables. What a spreadsheet would take for a formula has an apostrophe before it; full-width
  // signs too, which Excel reads as the narrow ones.
  const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
  const cell = (value) => {
    const text = FORMULA.test(value) ? `'${value}` : `${value}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (rows) => `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

  const COLUMNS = [
    ["状态", null], ["条号", "label"], ["标题", "title"], ["判定", "verdict"], ["说明", "note"],
    ["佐证", "evidence"], ["责任人", "by"], ["完成期限", "due"], ["自查日期", "checked"],
    ["版次", "edition"], ["标识", "id"], ["文本校验", "sha256"],
    ["当时的条文", "text"],
  ];
  const table = (data) => [COLUMNS.map(([name]) => name),
    ...Object.entries({ results: "有效", asked: "待确认", archive: "归档" }).flatMap(([key, state]) =>
      data[key].map((row) => COLUMNS.map(([, field]) => (field === null ? state
        : field === "verdict" ? NAMES[row.verdict] : row[field]))))];

  // Rows of a csv (RFC 4180), whatever it is parted by.
  const rowsOf = (text) => {
    const body = text.replace(/^\ufeff/, "");
    const head = body.slice(0, 4096);
    const mark = [",", "\t", ";"].sort((a, b) => head.split(b).length - head.split(a).length)[0];
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < body.length; at += 1) {
      const char = body[at];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (char !== '"') row[row.length - 1] += char;
        else if (body[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; } else quoted = false;
      } else if (char === '"' && row[row.length - 1] === "") quoted = true;
      else if (char === mark) row.push("");
      else if (char === "\n" || char === "\r") {
        if (char === "\r" && body[at + 1] === "\n") at += 1;
        rows.push([""]);
      } else row[row.length - 1] += char;
      if (rows.length > MOST + 1) refuse(`表格超过${MOST}行。`);
    }
    return rows.filter((row) => row.some((each) => each.trim()));
  };

  // The results of a csv, as records. A spreadsheet may have turned dates about: 2019/6/30.
  const parseTable = (text) => {
    const [heads, ...rows] = rowsOf(text);
    const places = COLUMNS.map(([name, key]) => [name, key, (heads || []).findIndex((head) => head.trim() === name)]);
    for (const [name, key, place] of places) {
      if (place < 0 && ["id", "sha256", "verdict"].includes(key)) refuse(`表格里没有“${name}”这一栏。请用自查页导出的表格。`);
    }
    const verdicts = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [name, key]));
    return rows.map((cells, i) => {
      const row = {};
      for (const [, key, place] of places) {
        if (!key || place < 0) continue;
        const value = (cells[place] || "").trim();
        row[key] = /^'[=+\-@＝＋－＠]/.test(value) ? value.slice(1) : value;
      }
      if (!has(verdicts, row.verdict)) wrong(`第${i + 2}行的判定`, "达标、部分达标、未达标、不适用或者空");
      row.verdict = verdicts[row.verdict];
      for (const key of ["due", "checked"]) {
        const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(row[key] || "");
        if (parts) row[key] = `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
      }
      return record(row, `第${i + 2}行`);
    });
  };

  Object.assign(S, { SIZE, NAMES, EMPTY, Refusal, clean, line, isDay, parse, examine, decode, file, csv, table, parseTable });
})();
