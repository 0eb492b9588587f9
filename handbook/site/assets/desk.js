// The page `desk/`: what the reader kept, what changed since, what was read last. Nothing is sent.
(() => {
  "use strict";

  const D = globalThis.handbookDesk;
  if (!D || !D.here || !D.book) return;
  const { here, make, button, link, book } = D;
  const by = (id) => document.getElementById(`hb-desk-${id}`);
  const say = (text) => { by("live").textContent = text; };

  // All provisions of this folder of the site, in their order.
  const places = new Map();
  book.pages.forEach(([url, page, edition, bound], n) => {
    for (const [id, label, title, text] of book.provisions[n]) {
      places.set(id, { id, label, title, text, edition, page, bound: bound === 1, former: [], href: `${here.root}${url}#${id}` });
    }
  });
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  for (const [old, id] of Object.entries(book.former)) if (places.has(id)) places.get(id).former.push(old);
  const placeOf = (id) => places.get(id) || (has(book.former, id) ? places.get(book.former[id]) : undefined);
  const nameOf = (each) => `${each.label} ${each.title}`.trim() || each.id;
  const order = new Map([...places.keys()].map((id, n) => [id, n]));

  // What became of the text that a row is bound to, in words, with where to see it.
  const stateOf = (row) => {
    const p = placeOf(row.id);
    const elsewhere = { words: "说明", href: `${here.root}c/${row.id}/index.html` };
    if (!p) {
      const since = has(book.gone, row.id) ? `自${book.gone[row.id]}起已取消` : "这一版里没有此条";
      return { said: since, link: elsewhere, changed: false };
    }
    const found = D.change(row, p);
    if (!found) return { said: "", link: null, changed: false };
    if (found.other || (here.frozen && row.edition === "next")) return { said: `与所记的${found.then}不同`, link: found.link, changed: false };
    return { said: "此条已修改", link: found.link, changed: true };
  };
  const stateLine = (row, state) => {
    if (!state.said) return [];
    const line = make("p", "hb-desk-state", make("span", "", state.said), " ");
    if (state.link) line.append(link(state.link.href, state.link.words, `${nameOf(row)}，${state.link.words}`));
    return [line];
  };
  const head = (row) => {
    const p = placeOf(row.id);
    const { label, title } = p || row;
    const name = make("span", "", make("span", "hb-index-number", label || row.id), ` ${title}`);
    if (!p) return make("p", "hb-desk-name", name);
    const way = link(p.href, "");
    way.append(name);
    return make("p", "hb-desk-name", way);
  };
  const act = (text, row, action) => {
    const made = button("hb-tool", text, `${text}：${nameOf(placeOf(row.id) || row)}`);
    made.addEventListener("click", action);
    return made;
  };
  const meta = (row, verb) => make("span", "hb-range", `${verb}${D.titled(row.edition)}${row.date ? `，${row.date}` : ""}`);

  const NEW = { former: [] };
  const put = (row, change, said) => {
    const p = placeOf(row.id) || { ...NEW, ...row };
    if (D.mark(p, change)) say(said);
    else say(D.NOT_KEPT);
  };

  // Draw ----------------------------------------------------------------------

  const groupsOf = (marks) => {
    const groups = new Map();
    const at = (row) => { const p = placeOf(row.id); return p ? order.get(p.id) : Infinity; };
    for (const row of [...marks].sort((a, b) => at(a) - at(b) || 0)) {
      const p = placeOf(row.id);
      const page = p ? p.page : "不在这一版";
      groups.set(page, [...(groups.get(page) || []), row]);
    }
    return groups;
  };

  const drawMark = (row) => {
    const state = stateOf(row);
    const area = make("textarea");
    area.rows = Math.min(Math.max(row.note.split("\n").length, 1), 8);
    area.maxLength = D.NOTE;
    area.value = row.note;
    area.placeholder = "写笔记";
    area.setAttribute("aria-label", `${nameOf(row)}的笔记`);
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      row.note = D.clean(area.value);
      put(row, { note: row.note }, "已保存");
      stand();
    };
    const flush = () => { if (waiting) keep(); };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    });
    area.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    const tools = make("p", "hb-desk-tools", meta(row, "记的是"));
    if (state.changed) {
      tools.append(act("已核对", row, () => {
        const { text, edition } = placeOf(row.id);
        put(row, { text, edition }, `已按现在的条文记：${nameOf(row)}`);
        redraw();
      }));
    }
    if (row.note) {
      tools.append(act(row.bookmark ? "取消收藏" : "收藏", row, () => {
        put(row, { bookmark: !row.bookmark }, row.bookmark ? "已取消收藏" : "已收藏");
        redraw();
      }));
    }
    tools.append(act("移除", row, async () => {
      if (row.note && !await ask(`移除${nameOf(row)}？`, "笔记一起删去，不能恢复。", "移除")) return;
      put(row, { bookmark: false, note: "" }, `已移除：${nameOf(row)}`);
      redraw();
    }));
    return make("li", row.bookmark ? "hb-kept" : "", head(row), ...stateLine(row, state), area, tools);
  };

  const drawRead = (row) => make("li", "", head(row), meta(row, "读的是"));
  const isChanged = (row) => {
    const p = placeOf(row.id);
    if (!p || here.frozen || (row.edition === "next") !== (p.edition === "next")) return false;
    return Boolean(D.change(row, p));
  };
  const drawChanged = (row) => {
    const p = placeOf(row.id);
    const tools = make("p", "hb-desk-tools", meta(row, "上次读的是"), act("知道了", row, () => {
      say(D.read(p) ? `已记为读过：${nameOf(p)}` : D.NOT_KEPT);
      draw();
      by("changed-title").focus();
    }));
    const { link: way } = D.change(row, p);
    if (way) tools.prepend(link(way.href, way.words, `${nameOf(p)}，${way.words}`), " ");
    return make("li", "", head(row), tools);
  };

  const list = (id, rows, make1) => {
    by(id).replaceChildren(...rows.map(make1));
    by(`${id}-none`).hidden = rows.length > 0;
  };
  const draw = () => {
    const marks = D.load("marks");
    const read = D.load("read").reverse();
    by("marks").replaceChildren(...[...groupsOf(marks)].flatMap(([page, rows]) => [
      make("h3", "", page), make("ul", "hb-cards", ...rows.map(drawMark))]));
    by("marks-none").hidden = marks.length > 0;
    const changed = read.filter(isChanged);
    list("changed", changed, drawChanged);
    by("seen").hidden = changed.length < 2;
    list("read", read.slice(0, 30), drawRead);
    stand();
  };
  const stand = () => {
    const marks = D.load("marks");
    const read = D.load("read");
    const notes = marks.filter((row) => row.note).length;
    const kept = marks.filter((row) => row.bookmark).length;
    by("standing").textContent = `收藏${kept}条，笔记${notes}条，读过${read.length}条，其中有改动${read.filter(isChanged).length}条。`;
    for (const id of ["save", "markdown", "clear"]) by(id).disabled = !marks.length && !read.length;
  };
  const redraw = () => { draw(); by("marks-title").focus(); };

  // Hand over -----------------------------------------------------------------

  const dialog = by("dialog");
  const ask = (title, text, yes) => new Promise((resolve) => {
    by("dialog-title").textContent = title;
    by("dialog-text").textContent = text;
    by("yes").textContent = yes;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
  by("yes").addEventListener("click", () => dialog.close("yes"));
  by("no").addEventListener("click", () => dialog.close(""));

  const download = (name, text, type) => {
    const way = make("a");
    way.href = URL.createObjectURL(new Blob([text], { type }));
    way.download = name;
    way.click();
    setTimeout(() => URL.revokeObjectURL(way.href), 10000);
    say(`已生成 ${name}，在浏览器的下载目录里。`);
  };
  by("save").addEventListener("click", () => download(`书桌-${D.today()}.json`, `${JSON.stringify(D.file(), null, 1)}\n`, "application/json"));
  by("markdown").addEventListener("click", () => {
    const groups = [...groupsOf(D.load("marks"))].map(([page, rows]) => [page, rows.map((row) => {
      const p = placeOf(row.id);
      const href = p ? D.address(p.id, p.edition) || new URL(p.href, location.href).href : "";
      return { mark: { ...row, label: p ? p.label : row.label, title: p ? p.title : row.title }, href, said: stateOf(row).said };
    })]);
    download(`书桌-${D.today()}.md`, D.markdownFile(groups), "text/markdown");
  });
  by("open").addEventListener("click", () => by("file").click());
  by("file").addEventListener("change", async () => {
    const [chosen] = by("file").files;
    if (!chosen) return;
    let said = "";
    try {
      if (chosen.size > D.SIZE) D.parse({ byteLength: chosen.size });
      const brought = D.parse(await chosen.arrayBuffer());
      const { marks, read, tooLong } = D.merge({ marks: D.load("marks"), read: D.load("read") }, brought);
      if (marks.length > D.MOST.marks) throw new D.Refusal(`并到一起超过${D.MOST.marks}条，没有导入。`);
      const done = D.save("marks", marks) && D.save("read", read);
      said = !done ? D.NOT_KEPT : [
        `已导入收藏和笔记${brought.marks.length}条，读过的${brought.read.length}条。`,
        brought.wrong ? `有${brought.wrong}条不合规定，没有导入。` : "",
        tooLong.length ? `${tooLong.join("、")}的两份笔记合起来太长，留的是这里的。` : "",
      ].join("");
    } catch (error) {
      said = error instanceof D.Refusal ? error.message : "文件读不出来。";
    }
    by("file").value = "";
    draw();
    say(said);
  });
  by("seen").addEventListener("click", () => {
    for (const row of D.load("read").filter(isChanged)) D.read(placeOf(row.id));
    draw();
    say("都记为读过了");
  });
  by("clear").addEventListener("click", async () => {
    if (!await ask("全部删除？", "这台设备的浏览器里的收藏、笔记和读过的记录都会删去，不能恢复。要留的请先导出。", "全部删除")) return;
    say(D.forget() ? "已全部删除" : D.NOT_KEPT);
    draw();
  });

  by("app").hidden = false;
  const FOLDER = "网页是从文件夹打开的：换了文件夹或者浏览器、清除了浏览数据，就看不到了，请常导出文件。";
  const works = D.works();
  by("storage").textContent = works ? (location.protocol === "file:" ? FOLDER : "") : D.NOT_KEPT;
  by("storage").classList.toggle("hb-desk-soft", works);
  window.addEventListener("storage", (event) => {
    if ((!event.key || event.key.startsWith(D.root)) && document.activeElement.tagName !== "TEXTAREA") draw();
  });
  draw();
})();
