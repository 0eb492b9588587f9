// Editions: choose another one and stay on the provision; see what changed since the last visit;
// find the edition that was in force on a day. `../versions.js` tells which editions there are.
(() => {
  "use strict";

  const base = JSON.parse(document.getElementById("__config").textContent).base;
  const root = new URL(`${base}/`, location.href);
  const here = root.pathname.replace(/\/+$/, "").split("/").pop();

  const provisionAt = () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const all = [...document.querySelectorAll(".hb-provision[id], .hb-group[id]")];
    if (named && all.includes(named)) return named.id;
    const top = all.filter((e) => e.getBoundingClientRect().top < 160);
    const last = top[top.length - 1] || all[0];
    return last && window.scrollY > 0 ? last.id : document.querySelector(".hb-head[id]")?.id;
  };

  const selector = (versions) => {
    const inner = document.querySelector(".md-header__inner");
    if (!inner || !versions.length) return;
    const select = document.createElement("select");
    select.className = "hb-versions";
    select.setAttribute("aria-label", "版次");
    for (const { version, title, aliases } of versions) {
      const option = new Option(title, version);
      option.selected = version === here || (here === "latest" && aliases.includes("latest"));
      select.add(option);
    }
    select.addEventListener("change", () => {
      const chosen = versions.find((v) => v.version === select.value);
      const place = chosen.aliases.includes("latest") ? "latest" : chosen.version;
      const id = provisionAt();
      const way = id ? `c/${encodeURIComponent(id)}/index.html` : "index.html";
      location.href = new URL(`../${place}/${way}`, root).href;
    });
    const title = inner.querySelector(".md-header__title");
    title.after(select);
  };

  // What the reader saw last is kept in this browser only.
  const changesSince = (versions) => {
    const order = versions.map((v) => v.version).filter((v) => v !== "next").reverse();
    const newest = order[order.length - 1];
    if (here !== "latest" || !newest) return;
    let seen = null;
    try {
      seen = localStorage.getItem("hb-edition-seen");
      localStorage.setItem("hb-edition-seen", newest);
    } catch { return; }
    const since = order.indexOf(seen);
    if (since < 0 || since === order.length - 1) return;
    const later = new Set(order.slice(since + 1));
    const changed = [...document.querySelectorAll("[data-hb-changed]")].filter((e) =>
      e.dataset.hbChanged.split(" ").some((v) => later.has(v)));
    const head = document.querySelector(".hb-head");
    if (!head || !changed.length) return;
    const note = document.createElement("p");
    note.className = "hb-banner";
    note.setAttribute("role", "status");
    const name = versions.find((v) => v.version === seen).title;
    note.append(`您上次看的是${name}。此后本页有改动：`);
    for (const section of changed) {
      const link = document.createElement("a");
      link.href = `#${section.id}`;
      link.textContent = section.querySelector(".hb-number, .hb-title").textContent;
      note.append(link, " ");
      section.classList.add("hb-changed");
    }
    head.append(note);
  };

  const inForce = () => {
    const form = document.getElementById("hb-inforce");
    if (!form) return;
    form.hidden = false;
    const rows = [...document.querySelectorAll("[data-hb-edition]")];
    const field = form.elements.d;
    const output = form.querySelector("output");
    const update = () => {
      if (!field.value) { output.textContent = ""; return; }
      const row = rows.find((r) => r.dataset.hbFrom <= field.value);
      output.textContent = "";
      if (!row) { output.textContent = "当日还没有发布任何版次"; return; }
      const link = row.querySelector("a").cloneNode(true);
      const id = new URLSearchParams(location.search).get("p");
      if (id && /^[a-z0-9-]{3,64}$/.test(id)) {
        link.href = new URL(`../${row.dataset.hbEdition}/c/${id}/index.html`, root).href;
      }
      output.append("当日有效的是", link);
    };
    field.value = new URLSearchParams(location.search).get("d") || "";
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    update();
  };

  const script = document.createElement("script");
  script.src = new URL("../versions.js", root).href;
  script.addEventListener("load", () => {
    selector(self.handbookVersions || []);
    changesSince(self.handbookVersions || []);
  });
  document.head.append(script);
  inForce();
})();
