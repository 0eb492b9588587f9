// The search dialog beyond Material's: limits, what was looked for, recent and near queries, a link
// to share, every part of it by keyboard.
(() => {
  "use strict";

  const RECENT = "handbook-search-recent", MOST_RECENT = 8;
  const HOW = { number: "条号", synonym: "近义", pinyin: "拼音" };
  const HELP = "可输入词语、条号（45、问3-14）或拼音（zzsh）；加引号逐字查，加减号排除。";

  const dialog = document.querySelector(".md-search");
  const bar = dialog?.querySelector(".hb-search-bar");
  if (!bar) return;
  const field = dialog.querySelector(".md-search__input");
  const list = dialog.querySelector(".md-search-result__list");
  const status = bar.querySelector(".hb-search-status");
  const extra = dialog.querySelector(".hb-search-extra");
  const editions = bar.querySelector("[name=hb-search-editions]");
  const toggle = document.getElementById("__search");
  const groupNow = () => bar.querySelector("[name=hb-search-group]:checked").value;

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // Material searches at each key let go.
  const searchFor = (query) => {
    field.value = query;
    field.focus();
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  };

  // Kept in this browser only; a browser may refuse to keep anything.
  const readRecent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT));
      return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  };
  const keepRecent = (queries) => {
    try { localStorage.setItem(RECENT, JSON.stringify(queries.slice(0, MOST_RECENT))); } catch { /* none kept */ }
  };
  const remember = (query) => {
    const plain = query.trim().slice(0, 100);
    if (plain) keepRecent([plain, ...readRecent().filter((each) => each !== plain)]);
  };

  // Links, so that Material's arrow keys reach them; the span is what its Enter key asks for.
  const offer = (title, queries, more = []) => {
    if (!queries.length && !more.length) return;
    extra.append(element("h2", title));
    const items = queries.map((query) => {
      const link = element("a", "", { href: `?q=${encodeURIComponent(query)}` });
      link.append(element("span", query, { "data-md-score": "-1" }));
      link.dataset.query = query;
      return link;
    });
    const ul = element("ul");
    for (const each of [...items, ...more]) {
      const li = element("li");
      li.append(each);
      ul.append(li);
    }
    extra.append(ul);
  };

  const button = (text, act) => {
    const made = element("button", text, { type: "button" });
    made.addEventListener("click", act);
    return made;
  };

  const say = (...parts) => {
    status.replaceChildren(...parts.map((part) => typeof part === "string" ? part : element("b", part[0])));
  };

  const showStart = () => {
    extra.replaceChildren();
    say(HELP);
    const recent = readRecent();
    const forget = button("清除最近检索", () => {
      keepRecent([]);
      showStart();
      field.focus();
    });
    if (recent.length) offer("最近检索", recent, [forget]);
  };

  const quote = (words) => words.map((word) => `“${word}”`).join("");

  const showAnswer = (answer) => {
    extra.replaceChildren();
    if (!answer?.query) {
      showStart();
      return;
    }
    if (answer.failed) {
      say("检索数据没有载入，请稍后再试。");
      return;
    }
    const forms = answer.tried.slice(0, 4).map(({ how, text }) => `${text}（${HOW[how]}）`).join("、");
    if (answer.elsewhere) {
      say("这个范围里没有", [`“${answer.query}”`], `；全部范围里有 ${answer.elsewhere} 处。`);
      offer("换个范围", [], [button(`在全部范围里查（${answer.elsewhere} 处）`, () => {
        bar.querySelector("[name=hb-search-group][value='']").click();
        field.focus();
      })]);
      return;
    }
    if (answer.total && !answer.parts.length && !answer.alike.length) {
      const exact = answer.exact && answer.exact < answer.total ? `，逐字 ${answer.exact} 处` : "";
      const cut = answer.shown < answer.total ? `，先列 ${answer.shown} 处` : "";
      say("找到 ", [`${answer.total}`], ` 处${exact}${cut}${forms ? `；也查了${forms}` : ""}。`);
      if (cut) offer("", [], [button(`列出全部 ${answer.total} 处`, () => send("all"))]);
      return;
    }
    const tried = `逐字、分词、繁简、条号、近义、拼音都查过${forms ? `（${forms}）` : ""}`;
    say("没有", [`“${answer.query}”`], `。${tried}。`, answer.total ? `下面是含有${quote(answer.parts)}的内容。` : "");
    offer("是不是要查", answer.alike);
    if (!answer.total && !answer.alike.length) offer("", [], [element("span", "可少输几个字，或换个说法。")]);
  };

  let worker = null;
  const send = (type, data) => worker?.postMessage({ type, data });
  const sendLimit = () => send("limit", {
    groups: groupNow() ? [groupNow()] : [],
    editions: Boolean(editions?.checked),
  });

  const listen = () => {
    if (worker || !window.handbookSearchWorker) return;
    worker = window.handbookSearchWorker;
    worker.addEventListener("message", ({ data: { type, data } }) => {
      if (type === 3) showAnswer(data.answer);
      if (type === "loading" && field.value.trim()) say(`正在载入（${data.done}/${data.total}）……`);
    });
    readLink();
    sendLimit();
  };

  // A shared link: ?q=words&in=group&editions=all. Material itself reads q.
  const readLink = () => {
    const link = new URLSearchParams(location.search);
    if (!link.has("q")) return;
    for (const each of bar.querySelectorAll("[name=hb-search-group]")) {
      if (each.value === link.get("in")) each.checked = true;
    }
    if (editions) editions.checked = link.get("editions") === "all";
  };

  // Material takes q out of the address when the dialog closes; ours go with it.
  toggle?.addEventListener("change", () => {
    const url = new URL(location.href);
    if (toggle.checked || !(url.searchParams.has("in") || url.searchParams.has("editions"))) return;
    for (const name of ["q", "in", "editions"]) url.searchParams.delete(name);
    try { history.replaceState({}, "", url.href); } catch { /* a folder's page may not */ }
  });

  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* fall through */ }
    }
    const area = element("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;opacity:0";
    dialog.append(area); // elsewhere the focus would leave the dialog and close it
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  dialog.querySelector("[data-hb-search-share]").addEventListener("click", async (event) => {
    const link = new URL(location.href.split(/[?#]/)[0]);
    link.searchParams.set("q", field.value);
    if (groupNow()) link.searchParams.set("in", groupNow());
    if (editions?.checked) link.searchParams.set("editions", "all");
    const done = await copy(link.href);
    event.target.closest("button").focus();
    say(done ? "已复制检索链接。" : `浏览器不允许复制，链接是 ${link.href}`);
  });

  bar.addEventListener("change", () => {
    if (field.value.trim()) say("正在查……");
    sendLimit();
  });

  extra.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-query]");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation(); // Material closes the dialog on a click on any link
    searchFor(link.dataset.query);
  });

  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) remember(field.value);
  });

  // Keyboard. Material claims every Tab, arrow and Enter while the dialog is open; within the
  // limits, and to get there, they do what they do elsewhere.
  let before = null;
  document.addEventListener("keydown", (event) => {
    if (!toggle?.checked) return;
    const typing = event.target === field;
    if (event.key === "Tab" && dialog.contains(event.target)) event.stopPropagation();
    else if (bar.contains(event.target) && event.key !== "Escape") event.stopPropagation();
    else if (extra.contains(event.target) && event.target.localName === "button" && /^(Enter| )$/.test(event.key)) event.stopPropagation();
    else if (typing && event.isComposing) event.stopPropagation();
    else if (typing && event.key === "Enter" && !list.children.length) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape") {
      const back = before;
      setTimeout(() => back?.isConnected && back.focus());
    }
  }, true);

  dialog.addEventListener("focusin", (event) => {
    if (event.relatedTarget && !dialog.contains(event.relatedTarget)) before = event.relatedTarget;
    send("open");
    if (event.target === field && !field.value.trim()) showStart();
  });
  dialog.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !dialog.contains(event.relatedTarget) && toggle?.checked) toggle.click();
  });

  window.addEventListener("handbook-search", listen);
  listen();
})();
