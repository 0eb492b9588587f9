// What a page does beyond links: copy a citation, filter the change log, open the search.
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
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  document.addEventListener("click", async (event) => {
    const tool = event.target.closest("[data-hb-cite]");
    if (!tool) return;
    const address = location.href.split("#")[0] + "#" + tool.dataset.hbAnchor;
    const done = await copy(`${tool.dataset.hbCite}\n${address}`);
    announce(done ? `已复制：${tool.dataset.hbCite}` : "浏览器不允许复制，请手工选取");
    tool.focus();
  });

  document.addEventListener("keydown", (event) => {
    const label = event.target.closest && event.target.closest("label[for='__search'][role='button']");
    if (label && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      label.click();
    }
  });

  const form = document.getElementById("hb-filter");
  if (form) {
    form.hidden = false;
    const rows = [...document.querySelectorAll(".hb-errata > li")];
    const empty = document.getElementById("hb-filter-empty");
    const fields = [...form.querySelectorAll("select")];
    const update = () => {
      let shown = 0;
      for (const row of rows) {
        const fits = fields.every((f) => !f.value || row.dataset[f.name] === f.value);
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
    form.addEventListener("change", update);
    update();
  }
})();
