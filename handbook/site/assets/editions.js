// Editions: choose another one and stay on the provision; see what changed since the last visit;
// find the edition that was in force on a day, and the page of one's own copy. `../versions.js`
// tells which editions there are.
(() => {
  "use strict";

  const base = JSON.parse(document.getElementById("__config").textContent).base;
  const root = new URL(`${base}/`, location.href);
  const here = root.pathname.replace(/\/+$/, "").split("/").pop();

  // What was in force on a day only scripts can find, so that they lead there.
  for (const past of document.querySelectorAll(".hb-past > ul")) {
    const { inforce } = globalThis.handbookHere;
    const link = document.createElement("a");
    link.textContent = "查某日有效的文本";
    link.href = new URL(`../latest/${inforce}?p=${past.closest("[id]").id}`, root).href;
    const item = document.createElement("li");
    item.append(link);
    past.append(item);
  }

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

  // What the reader saw last is kept in this browser only, until they have taken note of what is new.
  const changesSince = (versions) => {
    const order = versions.map((v) => v.version).filter((v) => v !== "next").reverse();
    const newest = order[order.length - 1];
    if (!newest || here === "next") return;
    const shown = here === "latest" ? newest : here;
    const see = (edition) => { try { localStorage.setItem("hb-edition-seen", edition); } catch { /* told again */ } };
    let seen = null;
    try { seen = localStorage.getItem("hb-edition-seen"); } catch { return; }
    const since = order.indexOf(seen);
    if (since < 0) { see(shown); return; }
    if (here !== "latest" || since === order.length - 1) return;
    const pattern = document.querySelector("[data-hb-changes]")?.dataset.hbChanges;
    const all = pattern && new URL(pattern.replace("EDITION", seen), location.href);
    if (all && all.pathname === location.pathname) { see(newest); return; }
    const later = new Set(order.slice(since + 1));
    const changed = [...document.querySelectorAll("[data-hb-changed]")].filter((e) =>
      e.dataset.hbChanged.split(" ").some((v) => later.has(v)));
    const head = document.querySelector(".hb-head, .hb-home-head");
    if (!head || !(changed.length || head.matches(".hb-home-head"))) return;
    const titled = (edition) => versions.find((v) => v.version === edition).title;
    const note = document.createElement("p");
    note.className = "hb-banner hb-since";
    note.setAttribute("role", "status");
    note.append(`您上次看的是${titled(seen)}，现行的是${titled(newest)}。`);
    if (changed.length) note.append("此后本页有改动：");
    const link = (href, text) => {
      const a = document.createElement("a");
      a.href = href;
      a.textContent = text;
      note.append(a, " ");
    };
    for (const section of changed) {
      link(`#${section.id}`, section.querySelector(".hb-number, .hb-title, h2").textContent);
      section.classList.add("hb-changed");
    }
    if (all) link(all.href, "全部改动");
    const done = document.createElement("button");
    done.type = "button";
    done.className = "hb-tool";
    done.textContent = "知道了";
    done.addEventListener("click", () => {
      see(newest);
      note.remove();
      changed.forEach((section) => section.classList.remove("hb-changed"));
    });
    note.append(done);
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
    field.value = new URLSearchParams(location.search).get("d") || field.value; // it may be filled in by now
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    update();
  };

  // 我手里这本: on to the page of the printing that the address names; a button to print its slip.
  const mine = () => {
    const query = new URLSearchParams(location.search);
    const [edition, printing] = ["e", "p"].map((key) => (query.get(key) || "").slice(0, 32));
    const runs = [...document.querySelectorAll("[data-hb-printing]")];
    const found = runs.find((run) => run.dataset.hbPrinting === `${edition}/${printing}`);
    const note = document.getElementById("hb-mine-unknown");
    if (found) location.replace(found.href);
    else if (note && (edition || printing)) {
      const heading = document.getElementById(`e-${edition}`);
      const name = `${heading ? heading.firstChild.textContent.trim() : edition}${printing && `第${printing}次印刷`}`;
      note.textContent = printing || !heading ? `没有“${name}”的记录，请照书上写的选。` : `请选${name}的印次。`;
      note.hidden = false;
    }
    const print = document.querySelector("[data-hb-print]");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
  };

  const script = document.createElement("script");
  script.src = new URL("../versions.js", root).href;
  script.addEventListener("load", () => {
    selector(self.handbookVersions || []);
    changesSince(self.handbookVersions || []);
  });
  document.head.append(script);
  inForce();
  mine();
})();
