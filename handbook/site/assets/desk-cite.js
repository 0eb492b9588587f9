// The tools beside each provision. Cite it: as official letters do, by its address, in Markdown; and
// words of it exactly as they stand, list marks and all.
(() => {
  "use strict";

  const D = globalThis.handbookDesk;
  if (!D || !D.here) return;
  const { copy, announce } = globalThis.handbookPage;
  const { make, button, link, here } = D;

  // The margin is beside the text: nothing on the page moves when they come.
  for (const provision of document.querySelectorAll(".hb-provision[data-hb-text]")) {
    const address = provision.querySelector(".hb-number");
    address.title = "固定链接";
    const number = address.textContent;
    const cite = button("hb-tool", "引用", `引用${number}`);
    cite.dataset.hbCite = here.cite + number;
    const tools = make("div", "hb-margin", cite);
    const lead = (href, text, label) => {
      const tool = link(href, text, label);
      tool.className = "hb-tool";
      tools.append(tool);
      return tool;
    };
    lead(`${here.root}${here.suggest}?p=${provision.id}`, "有误？", `${number}有误？`).rel = "nofollow";
    if (here.selfcheck && provision.matches(".hb-clause")) lead(`${here.root}${here.selfcheck}#c-${provision.id}`, "自查", `自查${number}`);
    provision.querySelector("h3").after(tools);
  }

  const addressOf = (provision) => D.address(provision.id, here.edition)
    || `${location.href.split(/[?#]/)[0]}#${provision.id}`;
  const citeOf = (provision) => provision.querySelector("[data-hb-cite]").dataset.hbCite;
  const take = async (text, said) => announce(await copy(text) ? `已复制：${said}` : "浏览器不允许复制，请手工选取");

  // The menu: one for the page, beside the button that opened it (ARIA Authoring Practices, menu button).
  const FORMS = [
    ["公文式", citeOf],
    ["链接", addressOf],
    ["Markdown", (provision) => D.markdown(citeOf(provision), addressOf(provision))],
  ];
  const menu = make("div", "hb-menu");
  menu.setAttribute("role", "menu");
  let opener = null;
  const items = FORMS.map(([name, form]) => {
    const item = button("", name);
    item.setAttribute("role", "menuitem");
    item.tabIndex = -1;
    item.addEventListener("click", async () => {
      const from = opener;
      const text = form(from.closest(".hb-provision"));
      close();
      await take(text, text);
      from.focus();
    });
    return item;
  });
  menu.append(...items);
  const close = () => {
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener = null;
    menu.remove();
  };
  const open = (tool, last) => {
    close();
    opener = tool;
    tool.setAttribute("aria-expanded", "true");
    menu.setAttribute("aria-label", tool.getAttribute("aria-label"));
    tool.after(menu);
    menu.style.left = `${tool.offsetLeft - 12}px`;
    items[last ? items.length - 1 : 0].focus();
  };
  const tools = document.querySelectorAll(".hb-provision[data-hb-text] [data-hb-cite]");
  for (const tool of tools) {
    tool.setAttribute("aria-haspopup", "menu");
    tool.setAttribute("aria-expanded", "false");
    tool.addEventListener("click", () => { if (opener === tool) close(); else open(tool); });
    tool.addEventListener("keydown", (event) => {
      if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      open(tool, event.key === "ArrowUp");
    });
  }
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[(to + items.length) % items.length].focus();
    else if (event.key === "Escape") {
      const from = opener;
      close();
      from.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", (event) => {
    if (opener && event.relatedTarget !== opener && !menu.contains(event.relatedTarget)) close();
  });

  // The words of a range as the page shows them: a line for each block, a tab between cells.
  const BLOCK = "p, li, dt, dd, td, th, pre, blockquote, h3, h4, div";
  const wordsIn = (range, provision) => {
    let text = "";
    let block = null;
    for (const box of provision.querySelectorAll(":scope > h3 .hb-title, :scope > .hb-text")) {
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!range.intersectsNode(node)) continue;
        const end = node === range.endContainer ? range.endOffset : node.length;
        const part = node.data.slice(node === range.startContainer ? range.startOffset : 0, end);
        const holder = node.parentElement.closest(BLOCK);
        if (!part.trim() && node.parentElement.matches("div, ul, ol, dl, blockquote, table, thead, tbody, tr")) continue;
        if (block && holder !== block) {
          const row = holder.closest("tr");
          text += row && row === block.closest("tr") ? "\t" : "\n";
        }
        block = holder;
        text += holder.matches("pre") ? part : part.replace(/[ \n\r\t\f]+/g, " ");
      }
    }
    return text.replace(/ *([\n\t]) */g, "$1").replace(/\n{2,}/g, "\n").replace(/ {2,}/g, " ").trim();
  };

  // Quotation marks within quotation marks are single, and within those double again
  // (GB/T 15834—2011, 4.8.3.3). An apostrophe closes nothing.
  const quoted = (words) => {
    let depth = 0;
    const inner = words.replace(/[“”‘’]/g, (sign) => {
      if (sign === "‘") depth += 1;
      if (sign === "’" && (depth -= 1) < 0) {
        depth = 0;
        return sign;
      }
      return { "“": "‘", "”": "’", "‘": "“", "’": "”" }[sign];
    });
    return `“${inner}”`;
  };
  const asText = (words, provision) => `${quoted(words)}（${citeOf(provision)}）`;
  const asMarkdown = (words, provision) => [
    ...words.split("\n").map((line) => `> ${D.markdownText(line).replace(/^(\d+)\./, "$1\\.").replace(/^[-+]/, "\\$&")}`),
    `> ——${D.markdown(citeOf(provision), addressOf(provision))}`,
  ].join("\n>\n");

  // The bar under words that are selected: it floats, and takes no room on the page.
  const bar = make("div", "hb-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "所选文字");
  const chosen = { words: "", provision: null };
  const quote = button("hb-tool", "引用所选");
  const quoteMarkdown = button("hb-tool", "Markdown", "引用所选，Markdown");
  const wrong = make("a", "hb-tool", "有误？");
  wrong.rel = "nofollow";
  bar.append(quote, quoteMarkdown, wrong);
  quote.addEventListener("click", () => {
    show();
    const text = asText(chosen.words, chosen.provision);
    take(text, text.length > 60 ? `${text.slice(0, 24)}……${text.slice(-32)}` : text);
  });
  quoteMarkdown.addEventListener("click", () => {
    show();
    take(asMarkdown(chosen.words, chosen.provision), `所选文字，注明${citeOf(chosen.provision)}`);
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays

  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const near = range.commonAncestorContainer;
    const provision = (near.nodeType === 1 ? near : near.parentElement).closest(".hb-provision[data-hb-text]");
    if (!provision || !provision.querySelector("[data-hb-cite]")) return null;
    const words = wordsIn(range, provision);
    return words && words.length <= 5000 ? { range, words, provision } : null;
  };
  const show = (keyboard) => {
    const found = selected();
    if (!found) {
      if (!bar.contains(document.activeElement)) bar.remove();
      return;
    }
    const { range, words, provision } = found;
    const fresh = !bar.isConnected;
    Object.assign(chosen, { words, provision });
    const suggest = provision.querySelector(".hb-margin a[rel=nofollow]");
    wrong.hidden = !suggest;
    // After the #, which is not sent.
    if (suggest) wrong.href = suggest.href + (words.includes("\n") || words.length > 200 ? "" : `#w=${encodeURIComponent(words)}`);
    const text = provision.querySelector(":scope > .hb-text");
    if (text.nextSibling !== bar) text.after(bar);
    const frame = provision.getBoundingClientRect();
    const rects = [...range.getClientRects()].filter((rect) => rect.width && rect.height);
    const last = rects[rects.length - 1] || frame;
    const left = Math.min(last.right - frame.left - 60, frame.width - bar.offsetWidth);
    bar.style.left = `${Math.max(left, text.offsetLeft)}px`;
    bar.style.top = `${Math.min(last.bottom, frame.bottom) - frame.top + 6}px`;
    if (fresh && keyboard) announce("按 Tab 到“引用所选”");
  };

  let pointer = false;
  let keyboard = false;
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (!pointer) show(keyboard); }, 120);
  };
  document.addEventListener("pointerdown", (event) => {
    pointer = !bar.contains(event.target);
    keyboard = false;
    if (opener && !menu.contains(event.target) && event.target !== opener) close();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => { pointer = false; soon(); });
  }
  document.addEventListener("keydown", (event) => {
    keyboard = true;
    if (event.key !== "Escape" || !bar.isConnected) return;
    bar.remove();
    getSelection().removeAllRanges();
  });
  document.addEventListener("selectionchange", soon);

  Object.assign(D, { quoted, wordsIn });
})();
