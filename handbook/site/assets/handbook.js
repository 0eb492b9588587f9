// What a page does beyond links: copy and say so, filter the change log, open the search.
(() => {
  "use strict";

  const toast = document.createElement("div");
  toast.className = "hb-toast";
  toast.setAttribute("role", "status");
  toast.setAttribute("aria-live", "polite");
  document.body.append(toast);

  const announce = (text) => {
    toast.textContent = text;
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => { toast.textContent = ""; }, 2500);
  };

  // Browsers offer the clipboard only in secure contexts; a folder on a stick may be none.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* fall through */ }
    }
    const { activeElement } = document;
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (range) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
    if (activeElement) activeElement.focus();
    return done;
  };

  globalThis.handbookPage = { copy, announce };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-hb-search]")) return;
    // Material opens its dialog when the field has the focus.
    document.querySelector(".md-search__input").focus();
  });

  // Material searches at each keyup; words pasted with the mouse or spoken come without one.
  const field = document.querySelector(".md-search__input");
  if (field) {
    field.addEventListener("input", () => {
      field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    });
  }

  // On a small screen the contents of the page are in the drawer.
  const drawer = document.querySelector("[data-hb-toc]");
  if (drawer) {
    for (const part of document.querySelectorAll(".md-sidebar--secondary .md-nav--secondary > *")) {
      const copy = part.cloneNode(true);
      copy.removeAttribute("data-md-component");
      drawer.append(copy);
    }
  }

  // As text it can be copied, and found in the page.
  for (const holder of document.querySelectorAll(".hb-edition")) {
    holder.textContent = globalThis.handbookHere.title;
  }

  // What stands at the foot of every printed page: the edition and the notice.
  const running = [".hb-crumbs > span:first-child", ".md-copyright__highlight"]
    .map((each) => document.querySelector(each)?.textContent.trim()).filter(Boolean).join("　");
  document.documentElement.style.setProperty("--hb-running", JSON.stringify(running));

  // A table too wide for the screen scrolls in its box; the keyboard must get there (WCAG 2.1.1).
  const mindTables = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", "可左右滚动的表格");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  window.addEventListener("load", mindTables);
  window.addEventListener("resize", mindTables);

  const form = document.getElementById("hb-filter");
  if (form) {
    form.hidden = false;
    const rows = [...document.querySelectorAll(".hb-errata > li")];
    const empty = document.getElementById("hb-filter-empty");
    const fields = [...form.querySelectorAll("select, input")];
    const update = () => {
      let shown = 0;
      for (const row of rows) {
        // Words typed need only occur; what is chosen from a list must be equal.
        const fits = fields.every((f) => !f.value || (f.tagName === "INPUT"
          ? row.dataset[f.name].includes(f.value.trim()) : row.dataset[f.name] === f.value));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      empty.hidden = shown > 0;
      form.querySelector("output").textContent = `${shown} 条`;
      const query = new URLSearchParams();
      for (const f of fields) if (f.value) query.set(f.name, f.value);
      const text = query.toString();
      // A folder's page has no origin of its own, and some browsers then refuse a new address.
      try { history.replaceState(null, "", text ? `?${text}` : location.pathname); } catch { /* as it was */ }
    };
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = fields.find((f) => f.name === name);
      if (field) field.value = value;
    }
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    update();
  }
})();
