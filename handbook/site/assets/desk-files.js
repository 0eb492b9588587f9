// The desk as a file: what one must be like, how it joins what is there, and the same in Markdown.
// Everything in a file comes from outside: `row` in desk-store.js checks it.
(() => {
  "use strict";

  const D = globalThis.handbookDesk;
  if (!D || !D.here) return;
  const SIZE = 2 * 1024 * 1024;
  class Refusal extends Error {}

  // The rows of a file's bytes, and how many were none. Throws `Refusal` with what is wrong.
  const parse = (bytes) => {
    if (bytes.byteLength > SIZE) throw new Refusal(`文件超过 ${SIZE / 1024 / 1024} MB，书桌文件不会这么大。`);
    let whole = null;
    try { whole = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)); } catch { /* below */ }
    if (whole === null || typeof whole !== "object" || whole.kind !== "desk") throw new Refusal("不是我的书桌导出的文件。");
    if (whole.format !== 1) throw new Refusal("文件是较新的格式，这里读不了。");
    if (whole.handbook !== D.here.handbook) throw new Refusal("这是另一本书的书桌文件。");
    const found = { wrong: 0 };
    for (const part of Object.keys(D.MOST)) {
      const rows = whole[part] === undefined ? [] : whole[part];
      if (!Array.isArray(rows) || rows.length > D.MOST[part]) throw new Refusal(`文件里的“${part}”不是列表，或者超过${D.MOST[part]}条。`);
      const seen = new Set();
      found[part] = rows.map((each) => D.row(each, part)).filter((each) => {
        const key = each && `${each.id} ${part === "read" && each.edition === "next"}`;
        const fits = each && !seen.has(key);
        if (fits) seen.add(key);
        else found.wrong += 1;
        return fits;
      });
    }
    return found;
  };

  // Two notes on one provision: neither is lost. null where they are too long for one.
  const join = (a, b) => {
    if (!b || a.includes(b)) return a;
    if (!a || b.includes(a)) return b;
    const both = `${a}\n———\n${b}`;
    return both.length > D.NOTE ? null : both;
  };

  // What is there, joined with what a file brings: what is there stays bound to its text.
  const merge = (own, brought) => {
    const marks = new Map(own.marks.map((each) => [each.id, { ...each }]));
    const tooLong = [];
    for (const each of brought.marks) {
      const there = marks.get(each.id);
      if (!there) { marks.set(each.id, each); continue; }
      const note = join(there.note, each.note);
      if (note === null) tooLong.push(there.label || there.id);
      else there.note = note;
      there.bookmark ||= each.bookmark;
    }
    const line = (each) => `${each.id} ${each.edition === "next"}`;
    const known = new Set(own.read.map(line));
    const read = [...brought.read.filter((each) => !known.has(line(each))), ...own.read].slice(-D.MOST.read);
    return { marks: [...marks.values()], read, tooLong };
  };

  const file = () => ({
    format: 1, kind: "desk", handbook: D.here.handbook, edition: D.here.edition, date: D.today(),
    marks: D.load("marks"), read: D.load("read"),
  });

  // `groups`: [heading, [[mark, its place, what is to be said]]].
  const markdown = (groups) => {
    const lines = [`# 我的书桌`, "", `${D.markdownText(`《${D.here.handbook}》`)}，${D.today()}导出`];
    for (const [heading, rows] of groups) {
      lines.push("", `## ${D.markdownText(heading)}`);
      for (const { mark, href, said } of rows) {
        const name = `${mark.label} ${mark.title}`.trim() || mark.id;
        lines.push("", `### ${href ? D.markdown(name, href) : D.markdownText(name)}`, "");
        lines.push([mark.bookmark && "收藏", D.titled(mark.edition), mark.date, said].filter(Boolean).map(D.markdownText).join("，"));
        if (mark.note) lines.push("", ...mark.note.split("\n").map((each) => `> ${D.markdownText(each)}`.trimEnd()));
      }
    }
    return `${lines.join("\n")}\n`;
  };

  Object.assign(D, { SIZE, Refusal, parse, merge, file, markdownFile: markdown });
})();
