// On each provision: a bookmark, a note, and whether its text changed since this reader last read it.
// What the reader really reads is remembered; the first page lists the last of it.
(() => {
  "use strict";

  const D = globalThis.handbookDesk;
  if (!D || !D.here) return;
  const { announce } = globalThis.handbookPage;
  const { here, make, button, link } = D;
  const SECONDS = 5;

  const provisions = [...document.querySelectorAll(".hb-provision[data-hb-text]")].map((section) => ({
    section,
    id: section.id,
    text: section.dataset.hbText,
    former: (section.dataset.hbFormer || "").split(" ").filter(Boolean),
    edition: here.edition,
    label: section.querySelector(".hb-number").textContent.trim(),
    title: section.querySelector(".hb-title").textContent.trim(),
    // Answers are not compared edition by edition.
    bound: !section.classList.contains("hb-question"),
  }));
  const write = (p, change) => {
    const done = D.mark(p, change);
    if (!done) announce(D.NOT_KEPT);
    return done;
  };

  // The tools stand beside the others, and the rest floats: nothing on the page moves.
  const draw = (p, mark) => {
    const { bookmark, note } = mark || { bookmark: false, note: "" };
    p.section.classList.toggle("hb-kept", bookmark);
    p.keep.setAttribute("aria-pressed", String(bookmark));
    p.noted.classList.toggle("hb-noted", Boolean(note));
    p.noted.setAttribute("aria-label", `${p.label}的笔记${note ? "（有）" : ""}`);
  };
  const addTools = (p) => {
    p.keep = button("hb-tool", "收藏", `收藏${p.label}`);
    p.noted = button("hb-tool", "笔记");
    p.noted.setAttribute("aria-expanded", "false");
    p.section.querySelector(".hb-margin").append(p.keep, p.noted);
    p.keep.addEventListener("click", () => {
      const bookmark = p.keep.getAttribute("aria-pressed") !== "true";
      if (write(p, { bookmark })) announce(bookmark ? `已收藏${p.label}` : `已取消收藏${p.label}`);
      refresh(p);
    });
    p.noted.addEventListener("click", () => toggleNote(p));
  };
  const refresh = (p) => draw(p, D.find(D.load("marks"), p));

  const toggleNote = (p) => {
    if (p.panel) {
      p.panel.remove();
      p.panel = null;
      p.noted.setAttribute("aria-expanded", "false");
      return;
    }
    const mark = D.find(D.load("marks"), p);
    const area = make("textarea");
    area.id = `note-${p.id}`;
    area.rows = 3;
    area.maxLength = D.NOTE;
    area.value = mark ? mark.note : "";
    const label = make("label", "", `${p.label}的笔记`);
    label.htmlFor = area.id;
    const help = make("p", "hb-suggest-help");
    help.id = `note-help-${p.id}`;
    help.setAttribute("role", "status");
    area.setAttribute("aria-describedby", help.id);
    const say = (...words) => help.replaceChildren(...words, "只存在这台设备的浏览器里。", link(`${here.root}desk/index.html`, "我的书桌"));
    const changed = mark && !here.frozen ? D.change(mark, p) : null;
    if (changed) say(changed.other ? `与记的时候（${changed.then}）不同。` : "此条已修改。", ...(changed.link ? [link(changed.link.href, changed.link.words), " "] : []));
    else say();
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      const done = D.mark(p, { note: D.clean(area.value) });
      say(done ? "已保存。" : D.NOT_KEPT);
      refresh(p);
    };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    });
    const flush = () => { if (waiting) keep(); };
    area.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    p.panel = make("div", "hb-note", label, area, help);
    p.section.querySelector(":scope > .hb-text").after(p.panel);
    p.noted.setAttribute("aria-expanded", "true");
    area.focus();
  };

  // In the room between the rule and the title.
  const flag = (p, row) => {
    const changed = here.frozen ? null : D.change(row, p);
    if (!changed || changed.other) return;
    const words = make("p", "hb-flag", `上次读后有改动${row.edition === p.edition ? "" : `（上次读的是${changed.then}）`} `);
    if (changed.link) words.append(link(changed.link.href, changed.link.words, `${p.label}${changed.link.words}`));
    p.section.append(words);
  };

  const marks = D.load("marks");
  const rows = D.load("read");
  for (const p of provisions) {
    addTools(p);
    draw(p, D.find(marks, p));
    flag(p, D.lastRead(rows, p));
  }
  window.addEventListener("storage", (event) => {
    if (!event.key || event.key === `${D.root}/marks`) provisions.forEach(refresh);
  });

  // Read is what an address led to, or what lay under the reader's eyes, a third down the window, for
  // some seconds.
  let current = null;
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    if (current && document.visibilityState === "visible") timer = setTimeout(D.read, SECONDS * 1000, current);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const p = provisions.find((each) => each.section === target);
      if (isIntersecting) current = p;
      else if (current === p) current = null;
    }
    wait();
  }, { rootMargin: "-33% 0px -66.9% 0px" });
  provisions.forEach((p) => watch.observe(p.section));
  document.addEventListener("visibilitychange", wait);
  const arrive = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    const p = provisions.find((each) => each.id === id);
    if (p) D.read(p);
  };
  window.addEventListener("hashchange", arrive);
  arrive();

  // At the very end of the first page, where it moves nothing.
  const recent = document.getElementById("hb-desk-recent");
  if (recent && rows.length) {
    recent.querySelector("ul").append(...rows.slice(-6).reverse().map((each) => make("li", "",
      link(`${here.root}c/${each.id}/index.html`, `${each.label} ${each.title}`.trim() || each.id))));
    recent.hidden = false;
  }

  Object.assign(D, { provisions });
})();
