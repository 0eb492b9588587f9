// The page `selfcheck/`: judge the clauses one by one, keep the results through editions, hand them
// over by file or on paper. Nothing is sent.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;
  const root = document.getElementById("hb-selfcheck");
  if (!root || !S.book) return;
  const by = (id) => document.getElementById(`hb-sc-${id}`);
  const { make } = S;
  const { redline } = globalThis.handbookSuggest;
  const standard = S.prepare(S.book);
  const store = S.openStore(standard.handbook);
  const idOf = (field) => field.id.slice("c-".length);
  const fields = new Map([...root.querySelectorAll(".hb-sc-clause")].map((each) => [idOf(each), each]));
  const items = standard.items.filter((item) => item.clauses.some((id) => fields.has(id)));
  const alive = new Set(); // the clauses whose fields are there
  let branch = null;
  let placed = null;
  let asked = null; // what `placed` asks, by clause
  let unsaved = false;
  let hasTexts = false;

  const today = () => {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const titled = (edition) => (edition && standard.titles[edition]) || (edition ? `${edition}版` : "以前");
  const nameOf = (each) => [each.unit, each.branch].filter(Boolean).join(" ");
  const say = (text) => { by("live").textContent = text; };
  const fileNow = () => S.file(branch, standard, today());

  // Keep ---------------------------------------------------------------------

  const NOT_KEPT = "浏览器不让保存（隐私窗口、空间已满或者被禁止）。所填的只在本页，关掉就没有了，请马上导出文件。";
  const FOLDER = "网页是从文件夹打开的：换了文件夹或者浏览器、清除了浏览数据，就看不到所填的了，请常导出文件。";
  const HINT = by("storage").textContent;
  const showStorage = () => {
    const lost = store.broken.length ? "有保存的内容读不出来，已原样留在浏览器里。" : "";
    const words = lost + (store.works ? (location.protocol === "file:" ? FOLDER : "") : NOT_KEPT) || HINT;
    if (by("storage").textContent !== words) by("storage").textContent = words; // each change is read out
    by("storage").classList.toggle("hb-sc-soft", store.works && !lost);
  };
  let waiting = 0;
  const keepNow = () => {
    clearTimeout(waiting);
    waiting = 0;
    unsaved = !store.write(branch);
    showStorage();
  };
  const keep = () => {
    unsaved = true;
    clearTimeout(waiting);
    waiting = setTimeout(keepNow, 250);
  };
  const flush = () => { if (waiting) keepNow(); };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("beforeunload", (event) => {
    flush();
    if (unsaved) event.preventDefault();
  });
  window.addEventListener("storage", (event) => {
    if (!event.key || !event.key.startsWith(store.root) || waiting) return;
    const fresh = store.read(branch.key);
    if (fresh && event.key.endsWith(`/${branch.key}`)) {
      branch = fresh;
      say("另一个窗口改动了这个支部的结果，这里已经更新。");
    }
    draw();
  });

  // One record and what becomes of it -----------------------------------------

  const place = () => {
    placed = S.place(branch.records, standard);
    asked = new Map();
    for (const [number, places] of Object.entries(placed.asked)) {
      for (const [id, how] of places) asked.set(id, [...(asked.get(id) || []), [branch.records[number], how]]);
    }
  };
  const ownOf = (id) => (id in placed.kept ? branch.records[placed.kept[id]] : null);
  const askedAt = (id) => asked.get(id) || [];

  const bound = (id, values) => {
    const { sha256, label, title, text, path } = standard.clauses.get(id);
    return {
      ...S.EMPTY, ...values, id, sha256, label, title, text, path: [...path],
      edition: standard.edition, checked: today(), answered: {},
    };
  };
  const answer = (id) => {
    for (const [record] of askedAt(id)) record.answered = { ...record.answered, [id]: standard.edition };
  };
  const remarks = ({ note, evidence, by: who, due }) => ({ note, evidence, by: who, due });

  // The record of a clause, to be written to; a new one takes over the remarks of what is asked.
  const writable = (id) => {
    const own = ownOf(id);
    if (own) return own;
    const [former] = askedAt(id).filter(([, how]) => how === "same" || how === "renamed");
    const record = bound(id, former ? remarks(former[0]) : {});
    branch.records.push(record);
    place();
    return record;
  };
  const write = (id, values) => {
    Object.assign(writable(id), values, { checked: today(), edition: standard.edition });
    place();
    keep();
  };
  const judge = (id, verdict) => {
    const record = writable(id);
    answer(id);
    Object.assign(record, { verdict, checked: today(), edition: standard.edition });
    place();
    keep();
  };
  // An earlier result holds for the clause as it is now.
  const takeOver = (id, record) => {
    const own = ownOf(id);
    const said = own ? Object.fromEntries(Object.entries(remarks(own)).filter(([, value]) => value)) : {};
    const fresh = bound(id, { ...remarks(record), ...said, verdict: record.verdict });
    if (own) own.answered = { ...own.answered, [id]: standard.edition };
    answer(id);
    branch.records.push(fresh);
    place();
    keep();
  };
  const renew = (id) => {
    writable(id);
    answer(id);
    place();
    keep();
  };

  // Texts of clauses, which come after all else: a result judged before has its text from then.
  const takeTexts = () => {
    for (const [id, text] of Object.entries(S.texts || {})) {
      if (standard.clauses.has(id)) standard.clauses.get(id).text = text;
    }
    fillTexts();
  };
  const fillTexts = () => {
    for (const record of branch.records) {
      const clause = standard.clauses.get(record.id);
      if (record.text || !clause || !clause.text || clause.sha256 !== record.sha256) continue;
      record.text = clause.text;
      keep();
    }
  };

  // Draw ----------------------------------------------------------------------

  const HOW = { same: "这一条有改动", renamed: "这一条有改动", merged: "有条款并入了这一条", split: "这一条是从别的条款分出来的" };
  const said = (record) => [
    `${S.NAMES[record.verdict] || "未判定"}${record.checked ? `（${record.checked}）` : ""}`,
    record.note && `说明：${record.note}`, record.evidence && `佐证：${record.evidence}`,
    record.by && `责任人：${record.by}`, record.due && `完成期限：${record.due}`,
  ].filter(Boolean).join("；");
  const button = (text, label, action) => {
    const made = make("button", "hb-button", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", action);
    return made;
  };

  const question = (id, [record, how]) => {
    const clause = standard.clauses.get(id);
    const name = `${titled(record.edition)}${record.label} ${record.title}`;
    const change = make("p", "hb-redline");
    const help = !clause.text ? "现在的条文没有载入，请点条号去看。"
      : record.text ? "" : "导入的内容里没有旧文，下面是现在的条文。";
    if (record.text && clause.text) {
      for (const [tag, old, fresh] of redline(`${record.title}\n${record.text}`, `${clause.title}\n${clause.text}`)) {
        if (tag === "equal") { change.append(old); continue; }
        if (old) change.append(make("del", "", old));
        if (fresh) change.append(make("ins", "", fresh));
      }
    } else change.append(`${clause.title}\n${clause.text}`);
    return make("div", "hb-sc-asked",
      make("p", "", make("strong", "", `${HOW[how]}，请确认。`), `${name}：${said(record)}`),
      ...(help ? [make("p", "hb-suggest-help", help)] : []),
      change,
      make("p", "hb-sc-tools",
        button("沿用", `沿用${name}的结果`, () => {
          takeOver(id, record);
          redraw(id, `${clause.label}：沿用${S.NAMES[record.verdict] || "原结果"}`);
          focusOn(id);
        }),
        button("重新判定", `${clause.label}重新判定`, () => {
          renew(id);
          redraw(id, `${clause.label}：请重新判定`);
          focusOn(id);
        })));
  };
  const focusOn = (id) => {
    const field = fields.get(id);
    (field.querySelector("input[type=radio]:checked") || field.querySelector("input[type=radio]")).focus();
  };

  const drawClause = (id) => {
    const field = fields.get(id);
    if (!alive.has(id)) return;
    const own = ownOf(id);
    const record = own || S.EMPTY;
    field.dataset.verdict = record.verdict || "";
    for (const radio of field.querySelectorAll("input[type=radio]")) radio.checked = radio.value === (record.verdict || "");
    for (const input of field.querySelectorAll("[data-key]")) input.value = record[input.dataset.key];
    const more = field.querySelector(".hb-sc-remarks");
    const filled = ["by", "due", "note", "evidence"].map((key) => record[key]).filter(Boolean).join("，");
    more.querySelector("summary").textContent = filled && !more.open ? filled.slice(0, 60) : "说明、佐证和责任人";
    field.querySelector("[data-do=clear]").hidden = !record.verdict;
    field.querySelector(".hb-sc-due").hidden = !(own && S.isLate(own, branch.date || today()));
    for (const old of field.querySelectorAll(".hb-sc-asked")) old.remove();
    if (hasTexts) field.querySelector(".hb-sc-choices").before(...askedAt(id).map((each) => question(id, each)));
  };

  const cells = new Map([...by("strip").querySelectorAll("a")].map((link) => [link.dataset.item, link]));
  const drawStrip = () => {
    for (const item of items) {
      const link = cells.get(item.id);
      const verdicts = item.clauses.map((id) => (ownOf(id) || S.EMPTY).verdict || "");
      const count = (verdict) => verdicts.filter((each) => each === verdict).length;
      const open = count("partial") + count("unmet");
      const applies = verdicts.length - count("na");
      link.style.setProperty("--share", applies ? count("met") / applies : 1);
      link.lastElementChild.textContent = open ? `${open}` : count("") === verdicts.length ? "" : count("") ? "…" : "✓";
      link.dataset.open = open ? "1" : "";
      link.setAttribute("aria-label", `${item.label} ${item.title}：达标${count("met")}，部分达标${count("partial")}，未达标${count("unmet")}，不适用${count("na")}，未判定${count("")}`);
      link.title = link.getAttribute("aria-label");
    }
  };

  const drawStanding = () => {
    const here = S.standing(fileNow(), standard.sizes, standard.rule);
    const { counts } = here;
    const all = standard.clauses.size;
    const lacks = here.lacks.map((lack) => S.LACK[lack]);
    const more = [here.overdue && `，超期${here.overdue}`, asked.size && `，改版后待确认${asked.size}`].filter(Boolean).join("");
    by("standing").replaceChildren(
      make("p", "hb-sc-counts", make("strong", "", `已判定${all - counts[""]}／${all}`),
        `　达标${counts.met}，部分达标${counts.partial}，未达标${counts.unmet}，不适用${counts.na}${more}。`),
      make("p", "hb-sc-level", counts[""] === all ? "按标准：还没有开始判定"
        : `按标准：${S.LEVEL[here.level]}${lacks.length ? `（达标还差：${lacks.join("、")}）` : ""}`));
  };

  // Over the page, not in it: what one reads does not move when it comes.
  const drawNotice = () => {
    const waiting = Object.keys(placed.asked).length;
    const removed = Object.values(placed.archived).filter((why) => why === "removed").length;
    const moved = branch.edition && branch.edition !== standard.edition;
    by("notice").replaceChildren();
    document.documentElement.classList.toggle("hb-sc-told", Boolean(moved));
    if (!moved) return;
    const words = [`${Object.keys(placed.kept).length}条没有改动，结果照用`];
    if (waiting) words.push(`${waiting}个结果的条款有改动，请逐条确认`);
    if (removed) words.push(`${removed}个结果的条款已取消，放在归档里`);
    const phrases = [`上次自查用的是${titled(branch.edition)}，现在是${standard.title}：`, ...words.map((each, i) => `${each}${i + 1 < words.length ? "；" : "。"}`)];
    by("notice").append(make("p", "", ...phrases.map((each) => make("span", "", each))));
    const ways = make("p", "hb-sc-tools");
    if (waiting) ways.append(button("只看待确认的", "只看改版后待确认的条款", () => { filter.elements.state.value = "asked"; sift(); }));
    ways.append(button("知道了", "知道了，不再提示改版", () => { branch.edition = standard.edition; keepNow(); drawNotice(); by("branch").focus(); }));
    by("notice").append(ways);
  };

  const WHY = { removed: "条款已取消", answered: "已确认或者重新判定", older: "同一条有更晚的结果" };
  const drawArchive = () => {
    const numbers = Object.keys(placed.archived);
    by("archive").hidden = !numbers.length;
    by("archive-title").textContent = `归档（${numbers.length}）`;
    by("archived").replaceChildren(...numbers.map((number) => {
      const record = branch.records[number];
      const text = make("details", "hb-folded", make("summary", "", "原文"), make("p", "hb-sc-old", record.text));
      return make("li", "", make("p", "hb-erratum-head", make("span", "hb-erratum-id", record.label || record.id), record.title),
        make("p", "hb-suggest-reason", said(record)),
        make("p", "hb-source", make("span", "", titled(record.edition)), make("span", "", WHY[placed.archived[number]])),
        ...(record.text ? [text] : []));
    }));
  };

  const drawBranches = () => {
    const keys = store.keys().filter((key) => !store.broken.includes(key));
    if (!keys.includes(branch.key)) keys.push(branch.key);
    const names = keys.map((key) => (key === branch.key ? branch : store.named(key)));
    by("branch").replaceChildren(...keys.flatMap((key, i) => {
      if (!names[i]) return [];
      const option = make("option", "", nameOf(names[i]));
      option.value = key;
      option.selected = key === branch.key;
      return [option];
    }));
    by("date").value = branch.date;
  };

  const drawSums = () => { drawStrip(); drawStanding(); drawNotice(); drawArchive(); };
  const redraw = (id, words) => {
    drawClause(id);
    drawSums();
    const judged = [...standard.clauses.keys()].filter((each) => (ownOf(each) || S.EMPTY).verdict).length;
    if (words) say(`${words}。已判定${judged}／${standard.clauses.size}`);
  };
  const draw = () => {
    place();
    drawBranches();
    for (const id of standard.clauses.keys()) if (fields.has(id)) drawClause(id);
    drawSums();
    sift();
    showStorage();
  };

  // Fields ----------------------------------------------------------------------

  // Give a clause its fields and its result; what a reader chose before is taken as their judgement.
  const revive = (id) => {
    if (alive.has(id)) return;
    const field = fields.get(id);
    const more = by("fields").content.cloneNode(true);
    for (const input of more.querySelectorAll("[data-key]")) {
      input.id = `${input.dataset.key}-${id}`;
      input.previousElementSibling.htmlFor = input.id;
    }
    const text = more.querySelector(".hb-sc-text");
    text.addEventListener("toggle", () => { text.lastElementChild.textContent = standard.clauses.get(id).text; });
    more.querySelector(".hb-sc-remarks").addEventListener("toggle", () => drawClause(id));
    field.append(more);
    alive.add(id);
    drawClause(id);
  };
  // Let an item be laid out that is out of view; at once, so that not all are at the same time.
  const lay = (item) => {
    item.dataset.laid = "";
    item.getBoundingClientRect();
  };
  by("clauses").addEventListener("submit", (event) => event.preventDefault());
  by("clauses").addEventListener("change", (event) => {
    const field = event.target.closest(".hb-sc-clause");
    if (!field) return;
    const id = idOf(field);
    if (event.target.type === "radio") {
      revive(id);
      judge(id, event.target.value);
      redraw(id, `${standard.clauses.get(id).label}：${S.NAMES[event.target.value]}`);
      const more = field.querySelector(".hb-sc-remarks");
      if (event.target.value !== "met") more.open = true;
    } else if (event.target.dataset.key) {
      drawClause(id);
      drawSums();
    }
  });
  by("clauses").addEventListener("input", (event) => {
    const { key } = event.target.dataset;
    const field = event.target.closest(".hb-sc-clause");
    if (!key || !field) return;
    const value = key === "due" ? (S.isDay(event.target.value) ? event.target.value : "")
      : key === "by" ? S.line(event.target.value) : S.clean(event.target.value);
    write(idOf(field), { [key]: value });
  });
  by("clauses").addEventListener("click", (event) => {
    if (event.target.dataset.do !== "clear") return;
    const id = idOf(event.target.closest(".hb-sc-clause"));
    judge(id, "");
    redraw(id, `${standard.clauses.get(id).label}：已清除判定`);
    focusOn(id);
  });

  // Sift ------------------------------------------------------------------------

  const fits = (id, state) => {
    const own = ownOf(id) || S.EMPTY;
    if (!state) return true;
    if (state === "asked") return askedAt(id).length > 0;
    if (state === "none") return !own.verdict;
    if (state === "open") return S.OPEN.includes(own.verdict);
    if (state === "late") return S.isLate(own, branch.date || today());
    return own.verdict === state;
  };
  const filter = by("filter");
  const hide = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };
  // In how many clauses of each part something was found: the others have pages of their own.
  const countParts = (found, state, words) => {
    const query = new URLSearchParams(Object.entries({ state, words }).filter(([, value]) => value)).toString();
    const links = by("parts") ? by("parts").querySelectorAll("a") : [];
    links.forEach((link, part) => {
      link.search = query;
      link.dataset.found = query ? `（${found.filter((id) => standard.clauses.get(id).part === part).length}）` : "";
    });
  };
  const sift = () => {
    const state = filter.elements.state.value;
    const words = filter.elements.words.value.normalize("NFKC").trim();
    const found = [...standard.clauses.values()].filter(({ id, label, title }) => {
      const own = ownOf(id) || S.EMPTY;
      return fits(id, state) && (!words || [label, title, own.by, own.note].some((text) => text.normalize("NFKC").includes(words)));
    }).map(({ id }) => id);
    const shown = new Set(found.filter((id) => fields.has(id)));
    for (const [id, field] of fields) hide(field, !shown.has(id));
    const sections = new Map(items.map((item) => [`i-${item.id}`, item.clauses.some((id) => shown.has(id))]));
    let last = null;
    let any = false;
    for (const each of [...by("clauses").children, null]) {
      if (!each || each.tagName === "H2") {
        if (last) hide(last, !any);
        [last, any] = [each, false];
      } else if (sections.has(each.id)) {
        hide(each, !sections.get(each.id));
        any ||= sections.get(each.id);
      }
    }
    hide(by("none"), shown.size > 0);
    countParts(found, state, words);
    filter.querySelector("output").textContent = found.length > shown.size ? `本页${shown.size}条，共${found.length}条` : `${shown.size}条`;
  };
  filter.addEventListener("input", sift);
  filter.addEventListener("submit", (event) => event.preventDefault());

  // Dialog ------------------------------------------------------------------------

  // Ask; `inputs` are [label, value, longest]. Resolves to what was chosen and the values, or null.
  const ask = (title, text, ways, inputs = []) => new Promise((resolve) => {
    const dialog = by("dialog");
    by("dialog-title").textContent = title;
    by("dialog-text").textContent = text;
    const entries = inputs.map(([label, value, most], i) => {
      const input = make("input");
      Object.assign(input, { type: "text", value, maxLength: most, id: `hb-sc-ask-${i}`, autocomplete: "off" });
      const name = make("label", "", label);
      name.htmlFor = input.id;
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault(); // else it presses the button that has the focus next
        close(ways[0][0]);
      });
      return [make("p", "hb-field", name, input), input];
    });
    by("dialog-fields").replaceChildren(...entries.map(([line]) => line));
    const close = (chosen) => {
      dialog.removeEventListener("cancel", cancel);
      dialog.close();
      resolve(chosen && { chosen, values: entries.map(([, input]) => S.line(input.value)) });
    };
    const cancel = (event) => { event.preventDefault(); close(""); };
    dialog.addEventListener("cancel", cancel);
    by("dialog-ways").replaceChildren(...[...ways, ["", "取消"]].map(([way, name]) => button(name, name, () => close(way))));
    dialog.showModal();
  });
  const tell = (title, text) => ask(title, text, []);

  // Branches ------------------------------------------------------------------------

  const fresh = (unit, name) => ({ key: store.newKey(), unit, branch: name, date: "", edition: standard.edition, records: [] });
  const NAMES = (each) => [["单位", each.unit, 60], ["支部名称", each.branch, 60]];
  const named = async (title, each) => {
    const reply = await ask(title, "只写单位和支部的名称。", [["ok", "确定"]], NAMES(each));
    if (!reply) return null;
    const [unit, name] = reply.values;
    if (name) return { unit, branch: name };
    await tell(title, "支部名称不能空着。");
    return named(title, { unit, branch: name });
  };
  const switchTo = (next) => {
    flush();
    branch = next;
    store.remember(branch.key);
    fillTexts();
    draw();
    say(`现在是${nameOf(branch)}`);
  };
  by("branch").addEventListener("change", () => {
    flush();
    const next = store.read(by("branch").value);
    if (next) switchTo(next);
  });
  by("new").addEventListener("click", async () => {
    const names = await named("新增支部", { unit: branch.unit, branch: "" });
    if (!names) return;
    flush();
    if (branch.records.length || store.keys().includes(branch.key)) keepNow();
    switchTo(fresh(names.unit, names.branch));
    keepNow();
    drawBranches();
  });
  by("rename").addEventListener("click", async () => {
    const names = await named("支部改名", branch);
    if (!names) return;
    Object.assign(branch, names);
    keepNow();
    drawBranches();
    say(`已改名为${nameOf(branch)}`);
  });
  by("delete").addEventListener("click", async () => {
    const reply = await ask(`删除“${nameOf(branch)}”`, `它的${branch.records.length}个结果（包括归档）都会从这台设备上删去，找不回来。`,
      [["save", "导出后删除"], ["drop", "删除"]]);
    if (!reply) return;
    if (reply.chosen === "save") saveFile();
    clearTimeout(waiting);
    waiting = 0;
    unsaved = false;
    store.remove(branch.key);
    const others = store.keys().map(store.read).filter(Boolean);
    const gone = nameOf(branch);
    switchTo(others[0] || fresh("", "本支部"));
    say(`已删除${gone}`);
    by("branch").focus();
  });
  by("date").addEventListener("change", () => {
    branch.date = S.isDay(by("date").value) ? by("date").value : "";
    keep();
    draw();
  });

  // Files -----------------------------------------------------------------------------

  const download = (name, text, type) => {
    say(`已生成${S.download(name, text, type)}，在浏览器的下载目录里`);
  };
  const fileName = (ending) => `自查-${nameOf(branch)}-${branch.date || today()}.${ending}`;
  const saveFile = () => download(fileName("json"), `${JSON.stringify(fileNow(), null, 1)}\n`, "application/json");
  by("save").addEventListener("click", saveFile);
  by("csv").addEventListener("click", () => download(fileName("csv"), S.csv(S.table(fileNow())), "text/csv"));

  // The texts of all parts, for results of any of them.
  const everyText = async () => {
    const own = by("texts").getAttribute("src");
    await S.ownTexts;
    await S.loadTexts(root.dataset.texts.trim().split(" ").filter((address) => address !== own));
    takeTexts();
  };

  const alike = (record) => JSON.stringify([record.id, record.sha256, record.verdict, ...Object.values(remarks(record))]);
  const add = (into, records) => {
    const known = new Set(into.records.map(alike));
    const added = records.filter((record) => !known.has(alike(record)));
    into.records.push(...added.map((record) => {
      const clause = standard.clauses.get(record.id);
      return clause && clause.sha256 === record.sha256 ? { ...record, text: clause.text || record.text, title: clause.title, path: [...clause.path] } : record;
    }));
    return added.length;
  };
  const bring = async (file) => {
    if (file.size > S.SIZE) throw new S.Refusal("文件超过 4 MB，自查文件不会这么大。");
    await everyText();
    const text = S.decode(await file.arrayBuffer());
    if (!/^\ufeff?\s*\{/.test(text)) {
      const rows = S.parseTable(text).filter(S.says);
      const reply = await ask(`导入“${file.name}”`, `表格里有${rows.length}个结果，并入“${nameOf(branch)}”；同一条以自查日期晚的为准，原来的放入归档。`, [["ok", "并入"]]);
      return reply && `并入${add(branch, rows)}个结果`;
    }
    const brought = S.parse(text);
    if (brought.handbook !== standard.handbook) throw new S.Refusal(`是另一本手册《${brought.handbook}》的自查。`);
    flush();
    const same = [branch, ...store.keys().filter((key) => key !== branch.key).map(store.read)].find((each) => each
      && each.unit === brought.unit && each.branch === brought.branch);
    const records = S.recordsOf(brought);
    let into = null;
    if (same) {
      const reply = await ask(`导入“${file.name}”`, `已经有“${nameOf(same)}”。合并时同一条以自查日期晚的为准，原来的放入归档。`,
        [["merge", "合并"], ["apart", "另存一份"]]);
      if (!reply) return "";
      if (reply.chosen === "merge") into = same;
    }
    if (!into) into = { ...fresh(brought.unit, same ? `${brought.branch.slice(0, 50)}（导入）` : brought.branch), edition: brought.edition, date: "" };
    const added = add(into, records);
    if (branch.records.length) keepNow();
    switchTo(into);
    return `${nameOf(into)}：导入${added}个结果`;
  };
  by("open").addEventListener("click", () => by("file").click());
  by("file").addEventListener("change", async () => {
    const files = [...by("file").files];
    by("file").value = "";
    for (const file of files) {
      try {
        const done = await bring(file);
        if (!done) continue;
        keepNow();
        draw();
        say(done);
      } catch (error) {
        await tell(`“${file.name}”不能导入`, error instanceof S.Refusal ? error.message : "文件读不出来，请重新选择。");
      }
    }
    by("open").focus();
  });

  // Paper -----------------------------------------------------------------------------

  const print = (parts) => {
    by("paper").replaceChildren(...parts);
    root.classList.add("hb-sc-printing");
    window.print();
  };
  window.addEventListener("afterprint", () => root.classList.remove("hb-sc-printing"));
  by("report").addEventListener("click", () => print(S.report(fileNow(), standard)));
  by("list").addEventListener("click", () => print(S.rectification(fileNow(), standard)));

  // Begin -----------------------------------------------------------------------------

  // What stands in the address is on another page where the checklist has several.
  const elsewhere = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const there = standard.clauses.get(id.slice(2)) || standard.items.find((item) => item.id === id.slice(2));
    if (!/^[ci]-/.test(id) || !there || document.getElementById(id) || !by("parts")) return false;
    location.replace(by("parts").querySelectorAll("a")[there.part].href + location.hash);
    return true;
  };
  const begin = () => {
    for (const link of cells.values()) link.addEventListener("click", () => { filter.reset(); sift(); });
    const chosen = [...by("clauses").querySelectorAll("input:checked")];
    const key = store.remembered();
    const keys = store.keys();
    for (const each of new Set(keys.includes(key) ? [key, ...keys] : keys)) {
      branch = store.read(each);
      if (branch) break;
    }
    branch ||= fresh("", "本支部");
    place();
    for (const { name, value } of chosen) judge(name.slice(2), value);
    const query = new URLSearchParams(location.search);
    for (const name of ["state", "words"]) if (query.has(name)) filter.elements[name].value = query.get(name);
    draw();
    by("desk").inert = false;
    root.classList.add("hb-sc-on");
  };
  // What is in view comes next, in a task of its own; then there is time for the fields out of view,
  // the texts, and whether other branches can be read.
  const goOn = () => {
    const near = [...root.querySelectorAll(".hb-sc-item")].filter(S.isNear)
      .flatMap((item) => [...item.querySelectorAll(".hb-sc-clause")]).filter(S.isNear);
    for (const field of near) revive(idOf(field));
    const revivals = items.flatMap((item) => [
      ...item.clauses.map((id) => () => revive(id)), () => lay(document.getElementById(`i-${item.id}`))]);
    const checks = store.keys().filter((key) => key !== branch.key).map((key) => () => { store.read(key); });
    const rest = S.inSlices([...revivals, ...checks], () => {
      if (store.broken.length) { drawBranches(); showStorage(); }
      root.dataset.ready = "";
    });
    window.addEventListener("beforeprint", rest.now);
    S.ownTexts.then(() => {
      hasTexts = true;
      takeTexts();
      for (const id of asked.keys()) if (fields.has(id)) drawClause(id);
    });
  };
  if (!elsewhere()) {
    begin();
    setTimeout(goOn);
  }
})();
