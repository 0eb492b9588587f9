// The page `suggest/`: mark words in a provision, write what shall stand there and why, and hand
// it over by file, mail, paper or forge. Nothing is sent; suggestions stay in this browser.
(() => {
  "use strict";

  const S = globalThis.handbookSuggest;
  const root = document.getElementById("hb-suggest");
  if (!root || !S.book) return;
  const by = (id) => document.getElementById(`hb-${id}`);
  const { book } = S;
  const base = new URL(".", document.currentScript.src.replace(/assets\/[^/]*$/, ""));
  const KINDS = { editorial: "文字性", technical: "技术性" };
  const area = by("markable");
  const state = { p: null, mark: null, drawn: null, edited: "", editing: "", list: [], pointer: false };
  let leaves = []; // [text node, its place in the shown text]

  const make = (tag, classes = "", ...children) => {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    element.append(...children);
    return element;
  };

  const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);

  const today = () => {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  const WHY = {
    number: (t) => `“${t}”是按条文顺序算出来的编号，不在原文里，不能标记。`,
    label: (t) => `“${t}”是按条文顺序算出来的编号，不在原文里，不能标记。引用错了条的，标记前后的文字，在理由里写明应当引用哪一条。`,
    mark: (t) => `“${t}”是自动排的序号，不在原文里，不能标记。`,
    note: (t) => `“${t}”是自动排的脚注标号，不在原文里，不能标记。请标记它前面或者后面的文字。`,
    name: (t) => `“${t.trim()}”是自查行固定的名称，不能标记。`,
    entity: (t) => `“${t}”在原文里是另一种写法，不能标记。请在理由里说明。`,
    block: () => "一次标记一段之内的文字。跨段的请分成几条建议。",
    cell: () => "一次标记一格之内的文字。跨格的请分成几条建议。",
    bar: () => "表格里不能写竖线“|”。",
    tick: () => "代码里不能写反引号“`”。",
    break: () => "这里不能分段。请写成一段，要分段的在理由里说明。",
    title: () => "标题不能整个删去。建议删除这一条的，在理由里说明。",
    many: () => "所标文字在原文里不能唯一确定，请换个范围标记。",
    empty: () => "",
  };
  const WIDENED = {
    sentence: "所标文字在本条不止一处，建议里连同所在的句子一起引用，不会改错地方。",
    block: "所标文字在本条不止一处，建议里连同所在的段落一起引用，不会改错地方。",
    lines: "所标文字在本条不止一处，建议里连同前后的文字一起引用，不会改错地方。",
  };

  // Load ---------------------------------------------------------------------

  const load = (shard) => new Promise((resolve, reject) => {
    if (S.shards[shard]) { resolve(S.shards[shard]); return; }
    const script = make("script");
    script.src = new URL(`suggest/data/${shard}.js`, base).href;
    script.addEventListener("load", () => resolve(S.shards[shard]));
    script.addEventListener("error", reject);
    document.head.append(script);
  });

  const open = async (id) => {
    const known = has(book.provisions, id) ? book.provisions[id] : null;
    by("find-status").textContent = known ? "" : `没有标识为“${id}”的条文。请按条号或标题找。`;
    if (!known) return false;
    let page;
    try { page = await load(book.shards[known[0]]); } catch { page = null; }
    if (!page) { by("find-status").textContent = "读不到条文，请刷新页面再试。"; return false; }
    state.p = S.prepare(page[id]);
    state.edition = book.editions[known[0]];
    state.editing = "";
    const { p } = state;
    by("above").replaceChildren(...p.above.map((text) => make("span", "", text)));
    by("back").href = new URL(p.url, base).href;
    by("back").textContent = `看${p.label}`;
    area.setAttribute("aria-label", `${p.label} ${p.title}，在这里标记文字`);
    by("sentence").replaceChildren(make("option", "", "请选择"), ...S.sentences(p).map((span) => {
      const text = S.shownText(p, ...span);
      const option = make("option", "", text.length > 36 ? `${text.slice(0, 36)}……` : text);
      option.value = span.join(",");
      return option;
    }));
    by("words").value = "";
    by("clause").hidden = false;
    document.title = `${p.label} 勘误建议`;
    try { history.replaceState(null, "", `?p=${encodeURIComponent(id)}`); } catch { /* a folder */ }
    mark(null);
    return true;
  };

  // Draw and read the provision ----------------------------------------------

  const draw = () => {
    const { p, mark: span } = state;
    const caret = caretPlace();
    leaves = [];
    const leaf = (holder, start, end) => {
      const cuts = [start, ...(span || []).filter((at) => at > start && at < end), end];
      for (let i = 0; i + 1 < cuts.length; i += 1) {
        const node = document.createTextNode(S.shownText(p, cuts[i], cuts[i + 1]));
        leaves.push([node, cuts[i]]);
        const inside = span && cuts[i] >= span[0] && cuts[i + 1] <= span[1];
        holder.append(inside ? make("mark", "", node) : node);
      }
    };
    const build = ([tag, classes, ...children]) => {
      const element = make(tag, classes);
      for (const child of children) {
        if (typeof child[0] === "number") leaf(element, child[0], child[1]);
        else element.append(build(child));
      }
      if (tag !== "table") return element;
      return make("div", "md-typeset__scrollwrap", make("div", "md-typeset__table", element));
    };
    const [head, ...blocks] = p.tree;
    const title = make("h2", "", make("span", "hb-number", p.number), " ");
    title.append(make("span", "hb-title", ...build(head).childNodes));
    area.replaceChildren(title, make("div", "hb-text", ...blocks.map(build)));
    state.drawn = span;
    if (caret !== null) setCaret(caret);
    if (area.querySelector("table")) window.dispatchEvent(new Event("resize")); // see handbook.js
  };

  // The shown characters that a range takes in, computed ones included; null for none.
  const spanOf = (range) => {
    let [low, high] = [Infinity, -1];
    for (const [node, start] of leaves) {
      if (!range.intersectsNode(node)) continue;
      const upTo = (offset) => S.chars(node.data.slice(0, offset)).length;
      const from = node === range.startContainer ? upTo(range.startOffset) : 0;
      const to = node === range.endContainer ? upTo(range.endOffset) : upTo(node.length);
      if (from >= to) continue;
      low = Math.min(low, start + from);
      high = Math.max(high, start + to);
    }
    return low < high ? [low, high] : null;
  };

  const here = (selection) => selection.rangeCount > 0
    && area.contains(selection.anchorNode) && area.contains(selection.focusNode);

  const caretPlace = () => {
    const selection = getSelection();
    if (!here(selection) || !selection.isCollapsed) return null;
    const found = leaves.find(([node]) => node === selection.focusNode);
    if (!found) return null;
    return found[1] + S.chars(found[0].data.slice(0, selection.focusOffset)).length;
  };

  const setCaret = (place) => {
    const found = leaves.find(([node, start]) => place <= start + S.chars(node.data).length) || leaves[0];
    if (!found) return;
    const offset = S.chars(found[0].data).slice(0, Math.max(place - found[1], 0)).join("").length;
    getSelection().collapse(found[0], offset);
  };

  // Mark ---------------------------------------------------------------------

  // Take a span of shown characters as marked, or say why it cannot be. While the reader still
  // holds the selection the words stay as they are; `settle` draws them.
  const mark = (wanted, live = false) => {
    const { p } = state;
    let span = wanted;
    let why = "";
    if (span) {
      const wrong = S.computed(p, ...span);
      const [from, to] = S.trim(p, ...span);
      if (from >= to) why = wrong ? WHY[wrong.kind](wrong.text) : "";
      else {
        const inner = S.computed(p, from, to);
        if (inner) why = WHY[inner.kind](inner.text);
        else if (wrong && wrong.text.trim()) why = `${WHY[wrong.kind](wrong.text)}已标记其余文字。`;
      }
      span = from < to && !S.computed(p, from, to) ? [from, to] : null;
    }
    const old = state.mark;
    state.mark = span;
    by("why").textContent = why;
    if (span && String(span) !== String(old)) {
      const words = S.shownText(p, ...span);
      const field = by("corrected");
      if (field.value === state.edited || !old) field.value = words;
      state.edited = words;
    }
    if (!live) { getSelection().removeAllRanges(); draw(); }
    by("edges").hidden = !span;
    by("form").hidden = !span;
    update();
  };

  const settle = () => {
    if (state.p && String(state.mark) !== String(state.drawn)) draw();
  };

  const read = () => {
    const selection = getSelection();
    // A drag may begin or end beside the text.
    const near = area.contains(selection.anchorNode) || area.contains(selection.focusNode);
    if (!state.p || !near) { settle(); return; }
    if (selection.isCollapsed) {
      if (!state.pointer) settle();
      return;
    }
    const range = selection.getRangeAt(0);
    const span = spanOf(range);
    if (span) mark(span, true);
    else if (range.intersectsNode(area.querySelector(".hb-number"))) {
      mark(null, true);
      by("why").textContent = WHY.number(state.p.number);
    }
  };

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { read(); showCaret(); }, 60);
  });
  area.addEventListener("pointerdown", () => { state.pointer = true; keyboard(false); });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => { state.pointer = false; });
  }
  area.addEventListener("blur", () => {
    read();
    const { anchorNode, focusNode } = getSelection();
    if (area.contains(anchorNode) || area.contains(focusNode)) getSelection().removeAllRanges();
    settle();
    keyboard(false);
  });

  // The keyboard moves a caret of ours through text that cannot be edited.
  const caret = make("span", "hb-caret");
  caret.setAttribute("aria-hidden", "true");
  by("clause").append(caret);
  let keys = false;
  const keyboard = (on) => { keys = on; showCaret(); };
  const showCaret = () => {
    const selection = getSelection();
    caret.hidden = !keys || document.activeElement !== area || !here(selection);
    if (caret.hidden) return;
    const range = document.createRange();
    range.setStart(selection.focusNode, selection.focusOffset);
    range.collapse(true);
    const box = range.getClientRects()[0];
    caret.hidden = !box;
    if (!box) return;
    const frame = by("clause").getBoundingClientRect();
    caret.style.left = `${box.left - frame.left}px`;
    caret.style.top = `${box.top - frame.top}px`;
    caret.style.height = `${box.height}px`;
  };

  const STEPS = {
    ArrowLeft: ["backward", "character"], ArrowRight: ["forward", "character"],
    ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"],
    Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"],
  };
  area.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || !state.p) return;
    if (event.key === "Enter" && state.mark) {
      event.preventDefault();
      by("corrected").focus();
    } else if (event.key === "Escape" && state.mark) {
      mark(null);
    } else if (has(STEPS, event.key)) {
      event.preventDefault();
      const [direction, unit] = STEPS[event.key];
      const selection = getSelection();
      if (!here(selection)) setCaret(state.mark ? state.mark[0] : 0);
      const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
      selection.modify(event.shiftKey ? "extend" : "move", direction,
        event.ctrlKey && unit === "character" ? "word" : unit);
      if (!here(selection)) selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
      keyboard(true);
    }
  });
  area.addEventListener("focus", () => {
    if (!state.pointer && !here(getSelection()) && state.p) {
      setCaret(state.mark ? state.mark[0] : 0);
      keyboard(true);
    }
  });

  by("edges").addEventListener("click", (event) => {
    const { edge, by: step } = event.target.dataset;
    if (!edge || !state.mark) return;
    const span = [...state.mark];
    const i = edge === "start" ? 0 : 1;
    span[i] += Number(step);
    if (span[0] >= span[1] || span[0] < 0 || span[1] > state.p.shown.length) return;
    const wrong = S.computed(state.p, ...span);
    if (wrong) by("why").textContent = WHY[wrong.kind](wrong.text);
    else mark(span);
  });
  by("unmark").addEventListener("click", () => { mark(null); area.focus(); });
  by("sentence").addEventListener("change", (event) => {
    const span = event.target.value.split(",").map(Number);
    mark(span.length === 2 ? span : null);
  });
  const findWords = () => {
    const words = S.clean(by("words").value).trim();
    if (!words) return;
    const found = S.find(state.p, words);
    if (found.length === 1) mark(found[0]);
    else by("why").textContent = found.length ? `“${words}”在本条有 ${found.length} 处，请多写前后几个字。` : `本条没有“${words}”，请照条文写，标点也要一样。`;
  };
  by("words-find").addEventListener("click", findWords);
  by("words").addEventListener("keydown", (event) => { if (event.key === "Enter") findWords(); });

  // The suggestion at hand ---------------------------------------------------

  const typed = (id) => S.clean(by(id).value);
  const unit = () => typed("unit").replace(/\s+/g, " ").trim();
  const kind = () => by("form").elements.kind.value;

  const context = (p, [start, end]) => {
    const [from, to] = S.sentence(p, start, end);
    const cut = (text, left) => (text.length <= 24 ? text
      : left ? `……${text.slice(-24)}` : `${text.slice(0, 24)}……`);
    return {
      before: cut(S.shownText(p, Math.min(from, start), start), true),
      old: S.shownText(p, start, end),
      after: cut(S.shownText(p, end, Math.max(to, end)), false),
    };
  };

  const drawRedline = (holder, { before, old, after }, fresh) => {
    const pieces = [];
    for (const [tag, out, into] of S.redline(old, fresh)) {
      if (tag === "equal") { pieces.push(out); continue; }
      if (out) pieces.push(make("del", "", out));
      if (into) pieces.push(make("ins", "", into));
    }
    holder.replaceChildren(before, ...pieces, after);
  };

  const proposal = () => S.propose(state.p, ...state.mark, typed("corrected").replace(/^\n+|\n+$/g, ""));

  const update = () => {
    const { p, mark: span } = state;
    if (!p || !span) return;
    const fresh = typed("corrected").replace(/^\n+|\n+$/g, "");
    drawRedline(by("redline"), context(p, span), fresh);
    const found = proposal();
    by("note").textContent = found.refused ? WHY[found.refused.kind](found.refused.text)
      : found.same ? `已标记“${S.shownText(p, ...span)}”。在下面改动，这里就显示对照。`
        : WIDENED[found.widened] || (fresh ? "" : "建议删去所标文字。");
    by("receipt").textContent = found.original
      ? `回执号 ${S.receipt(p.id, found.original, found.corrected)}` : "";
    by("error").textContent = "";
  };
  by("form").addEventListener("input", update);

  const missing = (found) => {
    if (found.refused) return ["corrected", WHY[found.refused.kind](found.refused.text)];
    if (found.same) return ["corrected", "“改为”和原文一样，还没有改动。"];
    if (!typed("reason").trim()) return ["reason", "请写明理由，编辑部门据此办理。"];
    for (const id of ["reason", "unit"]) {
      const hit = S.contact(typed(id));
      if (hit) return [id, `“${hit}”像是电话或者邮箱。建议要公开，请不要写个人的联系方式。`];
    }
    // A unit's name is no path, address or formula: `handbook errata import` refuses those too.
    if (/[\\/:*?"<>|=@[\]{}`]|^[.~+'-]|\.\./.test(unit())) return ["unit", "单位名称里有不该有的符号。"];
    return null;
  };

  by("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { p } = state;
    if (!state.mark) return;
    const found = proposal();
    const wrong = missing(found);
    if (wrong) {
      by(wrong[0]).focus();
      by("error").textContent = wrong[1];
      return;
    }
    const fresh = typed("corrected").replace(/^\n+|\n+$/g, "");
    const suggestion = {
      provision: p.id, label: p.label, title: p.title, sha256: p.sha256,
      original: found.original, corrected: found.corrected,
      reason: typed("reason").trim(), kind: kind(),
      by: unit() ? [unit()] : [], edition: state.edition,
      receipt: S.receipt(p.id, found.original, found.corrected),
      span: state.mark, typed: fresh, context: context(p, state.mark),
    };
    const replaced = [suggestion.receipt, state.editing];
    state.list = [...state.list.filter((each) => !replaced.includes(each.receipt)), suggestion];
    state.editing = "";
    by("reason").value = "";
    mark(null);
    keep();
    by("outbox-title").focus();
  });

  // The list, kept in this browser -------------------------------------------

  const key = `handbook-suggest:${book.title}:${book.edition_name}`;
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify(state.list)); } catch { /* only for this visit */ }
    drawList();
  };
  const isSuggestion = (each) => each && typeof each === "object"
    && ["provision", "label", "title", "sha256", "original", "corrected", "reason", "kind", "receipt", "typed", "edition"]
      .every((name) => typeof each[name] === "string")
    && Array.isArray(each.by) && each.by.every((name) => typeof name === "string")
    && Array.isArray(each.span) && each.span.length === 2 && each.span.every(Number.isInteger)
    && each.context && ["before", "old", "after"].every((name) => typeof each.context[name] === "string")
    && each.receipt === S.receipt(each.provision, each.original, each.corrected);
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "[]");
    state.list = Array.isArray(kept) ? kept.filter(isSuggestion) : [];
  } catch { /* nothing kept */ }

  const unitOf = (each) => each.by.join("、");

  const tool = (text, label, action) => {
    const button = make("button", "hb-tool", text);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
    return button;
  };

  const drawList = () => {
    const { list } = state;
    by("outbox").hidden = !list.length;
    by("outbox-title").textContent = `本次建议（${list.length}条）`;
    root.classList.toggle("hb-suggest-ready", list.length > 0);
    by("mail").hidden = true;
    by("done").textContent = "";
    by("list").replaceChildren(...list.map((each) => {
      const name = `${each.label} ${each.title}`;
      const line = make("p", "hb-redline");
      drawRedline(line, each.context, each.typed);
      const tools = make("p", "hb-suggest-tools",
        tool("修改", `修改${name}的建议`, () => edit(each)),
        tool("移除", `移除${name}的建议`, () => {
          state.list = state.list.filter((one) => one !== each);
          keep();
          by(state.list.length ? "outbox-title" : "find").focus();
        }));
      if (book.forge) tools.append(forgeLink(each, name));
      return make("li", "", make("p", "hb-erratum-head", make("span", "hb-erratum-id", each.receipt), name),
        line, make("p", "hb-suggest-reason", each.reason),
        make("p", "hb-source", make("span", "", KINDS[each.kind]), ...(unitOf(each) ? [make("span", "", unitOf(each))] : [])), tools);
    }));
    by("slips").replaceChildren(...list.map(slip));
  };

  const forgeLink = (each, name) => {
    const { forge } = book;
    const address = S.forgeAddress(each, book, today());
    if (!address) return make("span", "hb-suggest-help", `太长，${forge.name} 填不下，请下载建议文件`);
    const link = make("a", "hb-suggest-forge", `在 ${forge.name} 上${forge.opens === "file" ? "提交文件" : "提出议题"}`);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.setAttribute("aria-label", `${link.textContent}：${name}（新窗口，内容已填好，由您在那里提交）`);
    return link;
  };

  const edit = async (each) => {
    if (!(await open(each.provision))) return;
    if (state.p.sha256 === each.sha256) {
      mark(each.span);
      by("corrected").value = each.typed;
    }
    by("reason").value = each.reason;
    by("form").elements.kind.value = each.kind;
    by("unit").value = unitOf(each);
    state.editing = each.receipt;
    update();
    by("corrected").focus();
  };

  // Hand over ----------------------------------------------------------------

  by("download").addEventListener("click", () => {
    const names = S.packets(state.list, book, today()).map((packet) => {
      const blob = new Blob([`${JSON.stringify(packet, null, 2)}\n`], { type: "text/plain" });
      const link = make("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${packet.receipt}.json.txt`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      return link.download;
    });
    by("done").textContent = `已生成 ${names.join("、")}，在浏览器的下载目录里。记下回执号，凭它可以在勘误记录里查到办理结果。`;
  });

  const mailText = () => {
    const rows = [`《${book.title}》（${book.edition_name}）勘误建议`];
    if (book.notice) rows.push(book.notice);
    state.list.forEach((each, i) => {
      const { before, old, after } = each.context;
      rows.push("", `${state.list.length > 1 ? `${i + 1}. ` : ""}${each.label} ${each.title}`,
        `所在句：${before}${old}${after}`, `原文：${old}`, `改为：${each.typed || "（删去）"}`,
        `理由：${each.reason}`, `类别：${KINDS[each.kind]}`, `单位：${unitOf(each)}`,
        `回执号：${each.receipt}`);
    });
    return `${rows.join("\n")}\n`;
  };

  by("copy").addEventListener("click", async () => {
    const field = by("mail");
    field.value = mailText();
    field.hidden = false;
    let done = false;
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(field.value); done = true; } catch { /* below */ }
    }
    if (!done) {
      field.select();
      done = document.execCommand("copy");
    }
    by("done").textContent = done ? "已复制，粘贴到邮件里即可。" : "浏览器不允许复制，请从下面的框里选取。";
  });

  by("print").addEventListener("click", () => window.print());
  by("clear").addEventListener("click", () => {
    state.list = [];
    keep();
    by("find").focus();
  });

  // One A4 form for each suggestion, for print alone.
  const slip = (each) => {
    const row = (name, ...content) => make("tr", "", make("th", "", name), make("td", "", ...content));
    const change = make("span", "hb-redline");
    drawRedline(change, each.context, each.typed);
    const table = make("table", "hb-slip-table", make("tbody", "",
      row("条文", `${each.label} ${each.title}`),
      row("原文", each.context.old),
      row("改为", each.typed || "（删去）"),
      row("对照", change),
      row("理由", each.reason),
      row("类别", KINDS[each.kind]),
      row("回执号", each.receipt)));
    return make("section", "hb-slip",
      make("h2", "", "勘误建议表"),
      make("p", "hb-slip-book", `《${book.title}》（${book.edition_name}）${book.notice ? `　${book.notice}` : ""}`),
      table,
      make("p", "hb-slip-sign", make("span", "", `单位（盖章）：${unitOf(each)}`), make("span", "", "　　　　年　　月　　日")),
      make("p", "hb-slip-hint", `交${book.contact || "手册编辑部门"}。凭回执号可以在勘误记录里查到办理结果。`));
  };

  // Find a provision ---------------------------------------------------------

  const find = (words) => {
    const wanted = words.normalize("NFKC").replace(/\s/g, "");
    if (!wanted) return [];
    const rank = ([id, [, label, title]]) => {
      const name = label.normalize("NFKC");
      if (name === wanted || name === `第${wanted}条` || id === wanted) return 0;
      if (title === wanted) return 1;
      if (name.endsWith(wanted) || title.startsWith(wanted)) return 2;
      return `${name}${title}`.includes(wanted) ? 3 : 9;
    };
    return Object.entries(book.provisions).map((entry) => [rank(entry), entry])
      .filter(([score]) => score < 9).sort((a, b) => a[0] - b[0]).slice(0, 8).map(([, entry]) => entry);
  };
  const choose = async (id) => {
    by("find").value = "";
    by("found").replaceChildren();
    if (await open(id)) area.focus();
  };
  by("find").addEventListener("input", () => {
    const found = find(by("find").value);
    by("found").replaceChildren(...found.map(([id, [, label, title]]) => {
      const button = make("button", "", make("span", "hb-index-number", label), ` ${title}`);
      button.type = "button";
      button.addEventListener("click", () => choose(id));
      return make("li", "", button);
    }));
    by("find-status").textContent = by("find").value.trim() && !found.length ? "没有找到。" : "";
  });
  by("find").addEventListener("keydown", (event) => {
    const [first] = find(by("find").value);
    if (event.key === "Enter" && first) choose(first[0]);
  });

  // Begin --------------------------------------------------------------------

  root.querySelector(".hb-suggest-app").hidden = false;
  drawList();
  const asked = new URLSearchParams(location.search).get("p");
  // Words that were selected on the provision's own page come after the #, which is not sent.
  const words = new URLSearchParams(location.hash.slice(1)).get("w");
  if (asked) {
    open(asked).then((found) => {
      if (!found || !words) return;
      by("words").value = words.slice(0, 200);
      findWords();
    });
  }
})();
