// Branches and their results, kept in this browser: an entry for the list, one for each branch.
// `localStorage` may be missing, full or closed (a folder, a private window): then `works` is false.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;

  // What was kept is checked as a file is: another page of the same folder may have written it.
  const check = (text, handbook) => {
    const { key, unit, branch, date, edition, records } = JSON.parse(text);
    const file = S.examine({
      format: 1, kind: "selfcheck", handbook, edition: edition || "-", unit: unit === undefined ? "" : unit, branch,
      date: date || "2000-01-01", results: [], asked: records === undefined ? [] : records,
    }, Infinity);
    return { key, unit: file.unit, branch: file.branch, date: date ? file.date : "", edition, records: file.asked };
  };

  S.openStore = (handbook) => {
    const root = `handbook-selfcheck:${handbook}`;
    const place = (key) => `${root}/${key}`;
    const store = { works: true, broken: [], root };
    const attempt = (action) => {
      try { return action(); } catch { store.works = false; return undefined; }
    };
    attempt(() => {
      localStorage.setItem(`${root}?`, "1");
      if (localStorage.getItem(`${root}?`) !== "1") throw new Error("not kept");
      localStorage.removeItem(`${root}?`);
    });

    store.read = (key) => {
      const text = attempt(() => localStorage.getItem(place(key)));
      if (!text) return null;
      try { return { ...check(text, handbook), key }; } catch {
        // Nothing is thrown away: what cannot be read stays beside what is written from now on.
        attempt(() => localStorage.setItem(`${place(key)}:broken`, text));
        if (!store.broken.includes(key)) store.broken.push(key);
        return null;
      }
    };

    // What a branch is called; its results are not looked at, which takes longer.
    store.named = (key) => {
      try {
        const { unit, branch } = JSON.parse(localStorage.getItem(place(key)));
        return { key, unit: S.line(unit || ""), branch: S.line(branch) };
      } catch { return null; }
    };

    store.keys = () => {
      try {
        const keys = JSON.parse(localStorage.getItem(root) || "[]");
        return Array.isArray(keys) ? keys.filter((key) => typeof key === "string" && /^[a-z0-9]{1,32}$/.test(key)) : [];
      } catch { return []; }
    };

    const putKeys = (keys) => localStorage.setItem(root, JSON.stringify(keys));

    // Whether it is kept.
    store.write = (branch) => {
      try {
        const { key, unit, branch: name, date, edition, records } = branch;
        localStorage.setItem(place(key), JSON.stringify({ key, unit, branch: name, date, edition, records }));
        const keys = store.keys();
        if (!keys.includes(key)) putKeys([...keys, key]);
        store.works = true;
      } catch { store.works = false; }
      return store.works;
    };

    store.remove = (key) => {
      try {
        putKeys(store.keys().filter((each) => each !== key));
        localStorage.removeItem(place(key));
      } catch { store.works = false; }
    };

    // Which branch was at hand last.
    store.remember = (key) => { try { localStorage.setItem(`${root}@`, key); } catch { /* the first */ } };
    store.remembered = () => { try { return localStorage.getItem(`${root}@`); } catch { return null; } };

    store.newKey = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 46656).toString(36)}`;
    return store;
  };
})();
