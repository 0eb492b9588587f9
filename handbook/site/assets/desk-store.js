// The reader's desk, kept in this browser and nowhere else: marks (a bookmark, a note), and what was
// read. Each is bound to a provision, the hash of its text and the edition, so that a change is seen.
// `localStorage` may be missing, full or closed (a folder, a private window): then writing says false.
(() => {
  "use strict";

  const holder = document.querySelector("[data-hb-desk]");
  if (!holder) return;
  const here = { ...globalThis.handbookHere, ...JSON.parse(holder.dataset.hbDesk) };
  const root = `handbook-desk:${here.handbook}`;
  const MOST = { marks: 2000, read: 1000 };
  const NOTE = 4000;
  const NEXT = "next";

  // What no one sees: controls, bidirectional and zero-width characters, halves of surrogate pairs
  // (UTR #36, 3.1; the same as `handbook.errata.intake.cleaning`).
  const INVISIBLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad\u061c\u180e\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;
  const clean = (text) => text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "").trim();
  const isText = (most) => (v) => v === undefined || (typeof v === "string" && v.length <= most);
  const line = (v) => clean(v || "").replace(/\s+/g, " ");
  const FITS = {
    id: (v) => typeof v === "string" && /^[a-z0-9-]{3,64}$/.test(v),
    text: (v) => typeof v === "string" && /^[0-9a-f]{16}$/.test(v),
    edition: (v) => typeof v === "string" && /^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$/.test(v),
    label: isText(40),
    title: isText(200),
    date: (v) => v === undefined || v === "" || (typeof v === "string" && /^(19|20)\d\d-\d\d-\d\d$/.test(v)),
    bookmark: (v) => v === undefined || typeof v === "boolean",
    note: isText(NOTE),
  };
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

  // What was kept, or came in a file, as a row of ours; null where it is none. It may have been written
  // by anybody: it is shown as text and as nothing else.
  const row = (v, part) => {
    if (v === null || typeof v !== "object" || Array.isArray(v)) return null;
    const own = (key) => (has(v, key) ? v[key] : undefined);
    if (!Object.keys(FITS).every((key) => FITS[key](own(key)))) return null;
    const made = { id: v.id, text: v.text, edition: v.edition, label: line(own("label")), title: line(own("title")), date: own("date") || "" };
    if (part === "marks") Object.assign(made, { bookmark: own("bookmark") === true, note: clean(own("note") || "") });
    return made;
  };

  const load = (part) => {
    let text = null;
    try { text = localStorage.getItem(`${root}/${part}`); } catch { return []; }
    let rows = null;
    try { rows = JSON.parse(text || "[]"); } catch { /* below */ }
    if (Array.isArray(rows)) return rows.slice(-MOST[part]).map((each) => row(each, part)).filter(Boolean);
    // Nothing is thrown away: what cannot be read stays beside what is written from now on.
    try { localStorage.setItem(`${root}/${part}:broken`, text); } catch { /* full */ }
    return [];
  };

  // Whether it is kept.
  const save = (part, rows) => {
    try {
      localStorage.setItem(`${root}/${part}`, JSON.stringify(rows));
      return true;
    } catch { return false; }
  };

  const today = () => {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  // Change the mark of a provision, which may be kept under a former id. What is kept is read anew each
  // time: another window may have written it.
  const mark = (p, change) => {
    const rows = load("marks");
    const at = rows.findIndex((each) => each.id === p.id || p.former.includes(each.id));
    const old = at < 0 ? { text: p.text, edition: p.edition, bookmark: false, note: "" } : rows[at];
    const made = { ...old, id: p.id, label: p.label, title: p.title, ...change, date: today() };
    const kept = made.bookmark || made.note;
    rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, ...(kept ? [made] : []));
    return rows.length <= MOST.marks && save("marks", rows);
  };

  const find = (rows, p) => rows.find((each) => each.id === p.id || p.former.includes(each.id));
  // The draft is read beside the text in force, and neither is a change of the other.
  const isLine = (p) => (each) => (each.edition === NEXT) === (p.edition === NEXT);
  const lastRead = (rows, p) => find(rows.filter(isLine(p)), p);

  // A provision was read: it goes to the end of the list. An older edition that is looked up does not
  // take the place of the newer text that the reader knows.
  const read = (p) => {
    const rows = load("read");
    const old = lastRead(rows, p);
    const bound = here.frozen && old && old.edition !== p.edition ? old : p;
    const { id, label, title } = p;
    const made = { id, text: bound.text, edition: bound.edition, label, title, date: today() };
    return save("read", [...rows.filter((each) => each !== old), made].slice(-MOST.read));
  };

  const titled = (edition) => (edition === NEXT ? "草案" : has(here.titles, edition) ? here.titles[edition] : `${edition}${here.editions.includes(edition) ? "年版" : "版"}`);

  // Whether the text that a row is bound to is another one now: where the two are compared, or where
  // the other is to be read. `p.bound`: whether editions of it are compared at all.
  const change = (each, p) => {
    if (!each || each.text === p.text) return null;
    const at = (place, words) => ({ words, href: `${here.root}../${place}/c/${p.id}/index.html` });
    const compare = (edition) => ({
      words: `与${titled(edition)}对照`, href: `${here.root}${here.changes.replace("EDITION", edition)}#${p.id}`,
    });
    const { compared } = here;
    const known = each.edition === p.edition || compared.includes(each.edition) || here.editions.includes(each.edition);
    if (each.edition === NEXT && p.edition !== NEXT) return { other: true, then: "草案", link: at(NEXT, "看草案") };
    if (!known && each.edition !== NEXT) return { other: true, then: titled(each.edition), link: at("latest", "看现行文本") };
    let link = each.edition === p.edition ? null : at(each.edition, `看${titled(each.edition)}`);
    if (p.bound && compared.includes(each.edition)) link = compare(each.edition);
    else if (p.bound && !link && compared.length) link = compare(compared[compared.length - 1]);
    return { other: false, then: titled(each.edition), link };
  };

  // A provision's own address, short and lasting where the site's is known.
  const address = (id, edition) => (here.site ? `${here.site}${edition === NEXT ? here.place : edition}/c/${id}/` : "");

  const make = (tag, classes = "", ...children) => {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    element.append(...children);
    return element;
  };
  const button = (classes, text, label = "") => {
    const made = make("button", classes, text);
    made.type = "button";
    if (label) made.setAttribute("aria-label", label);
    return made;
  };
  const link = (href, text, label = "") => {
    const made = make("a", "", text);
    made.href = href;
    if (label) made.setAttribute("aria-label", label);
    return made;
  };
  const markdownText = (text) => text.replace(/[\\`*_[\]{}<>#|~]/g, "\\$&");

  globalThis.handbookDesk = Object.assign(globalThis.handbookDesk || {}, {
    here, root, holder, MOST, NOTE, clean, row, load, save, today, mark, find, lastRead, read, titled, change, address,
    make, button, link, markdownText,
    NOT_KEPT: "浏览器不让保存（隐私窗口、空间已满或者被禁止），书桌现在用不了。",
    // An address in a Markdown link ends at a bracket.
    markdown: (text, href) => `[${markdownText(text)}](${href.replace(/\(/g, "%28").replace(/\)/g, "%29")})`,
    forget: () => {
      try {
        for (const part of Object.keys(MOST)) {
          for (const end of ["", ":broken"]) localStorage.removeItem(`${root}/${part}${end}`);
        }
        return true;
      } catch { return false; }
    },
    works: () => {
      try {
        localStorage.setItem(`${root}?`, "1");
        const kept = localStorage.getItem(`${root}?`) === "1";
        localStorage.removeItem(`${root}?`);
        return kept;
      } catch { return false; }
    },
  });
})();
