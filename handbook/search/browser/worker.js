/*
 * The search in a reader's browser. Runs as a web worker; over `file:`, where pages may load none,
 * `worker_shim.js` starts one of this script's own text and reads the files for it, or, where a
 * browser allows not even that, calls `makeHandler` in the page.
 *
 * Material's messages: 0 set up → 1 ready, 2 query → 3 result. Ours: "open" loads the index, so
 * that a page that is only read costs nothing; "limit" sets groups and editions and answers the
 * last query again; "all" lists every hit of it; "here" and "read" are the shim's. A result carries
 * `answer` for `assets/search.js`.
 */
(function (search) {
  "use strict";

  const FIRST = 60, AHEAD = 4;

  /*
   * `load(root, name)` reads a part of the index below the root of an edition's site: it gives a
   * function that makes it of the entries before. `versions()` gives the list of editions
   * (versions.json), of which `here` is the one that is searched. `pause()` lets others go on: what
   * came meanwhile is heard before a scan, and in a page each `slice` entries are followed by it.
   */
  search.makeHandler = ({ load, versions, here, post, pause, slice }) => {
    const indexes = new Map();
    let others = null, count = 0;
    let last = "", limit = { groups: [], editions: false }, most = FIRST;

    const readIndex = async root => {
      const { entries, ...about } = (await load(root, "index"))([]);
      const index = search.makeIndex(about);
      index.root = root;
      const add = async added => {
        for (let at = 0; at < added.length; at += slice) {
          await pause();
          search.addPart(index, added.slice(at, at + slice));
        }
      };
      /* The next parts are on their way while one is added. */
      const coming = [], left = [...about.more];
      const ask = () => {
        if (!left.length) return;
        const part = load(root, left.shift());
        part.catch(() => {}); /* is said when its turn comes */
        coming.push(part);
      };
      for (let i = 0; i < AHEAD; i += 1) ask();
      await add(entries);
      for (let done = 1; coming.length; done += 1) {
        post({ type: "loading", data: { done, total: about.more.length + 1 } });
        const part = (await coming.shift())(index.entries);
        ask();
        await add(part.entries);
      }
      return index;
    };
    const getIndex = root => {
      if (!indexes.has(root)) {
        const reading = readIndex(root);
        reading.catch(() => indexes.delete(root)); /* perhaps the network is back next time */
        indexes.set(root, reading);
      }
      return indexes.get(root);
    };

    /* The other editions; those that cannot be read are left out. */
    const getOthers = async () => {
      const found = [];
      for (const { version, title, aliases = [] } of await versions().catch(() => [])) {
        const own = version === here || aliases.includes(here);
        const root = own ? "" : `../${encodeURIComponent(version)}/`;
        const index = await getIndex(root).catch(() => null);
        if (!index) continue;
        index.title = title ?? index.title;
        if (!own) found.push(index);
      }
      return found;
    };

    const answer = async () => {
      const ticket = ++count;
      const query = last;
      if (!query.trim()) return { type: 3, data: { items: [], answer: { query: "" } } };
      try {
        const searched = [await getIndex("")];
        if (limit.editions) searched.push(...await (others ??= getOthers()));
        await pause();
        if (ticket !== count) return null; /* the reader has typed on */
        const found = search.searchEditions(searched, query, limit.groups);
        const titles = searched.length > 1 ? new Map(searched.map(i => [i.edition, i.title])) : null;
        const { hits, ...about } = found;
        const items = hits(most).map(hit => search.makeItem(hit, titles));
        return { type: 3, data: { items, answer: { ...about, query, shown: items.length } } };
      } catch (error) {
        console.error(error);
        return { type: 3, data: { items: [], answer: { query, failed: true } } };
      }
    };

    return async ({ type, data }) => {
      if (type === 0) return { type: 1 };
      if (type === 2) {
        last = data;
        most = FIRST;
        return answer();
      }
      if (type === "open") getIndex("").catch(() => {});
      if (type === "all") most = Infinity;
      if (type === "limit") {
        limit = data;
        most = FIRST;
      }
      return (type === "limit" || type === "all") && last ? answer() : null;
    };
  };

  if (typeof document !== "undefined") return;

  const post = message => self.postMessage(message);
  const turns = new MessageChannel(), waiting = [];
  turns.port1.onmessage = () => waiting.shift()();
  const pause = () => new Promise(resolve => {
    waiting.push(resolve);
    turns.port2.postMessage(0);
  });

  /* Files from where the script came. */
  const fromServer = () => {
    const root = new URL("../../../", self.location.href);
    const read = async address => {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response;
    };
    const load = async (below, name) => {
      const file = ending => new URL(`${below}search/${name}.${ending}`, root);
      if (!self.DecompressionStream) {
        self.importScripts(file("js"));
        const text = self.handbookSearchPart;
        return before => search.unpackText(text, before);
      }
      const { body } = await read(file("bin"));
      const plain = new Response(body.pipeThrough(new DecompressionStream("gzip")));
      const bytes = new Uint8Array(await plain.arrayBuffer());
      return before => search.unpack(bytes, before);
    };
    const versions = async () => (await read(new URL("../versions.json", root))).json();
    return { load, versions, here: root.pathname.split("/").at(-2) };
  };

  /* Files that the page reads for us. */
  const asked = [];
  const fromPage = here => {
    const read = (name, ...values) => new Promise((resolve, reject) => {
      const id = asked.push({ resolve, reject }) - 1;
      post({ type: "read", data: { id, name, values } });
    });
    const load = async (below, name) => {
      const text = await read("load", below, name);
      return before => search.unpackText(text, before);
    };
    return { load, versions: () => read("versions"), here };
  };

  const handlerOf = files => search.makeHandler({ ...files, post, pause, slice: Infinity });
  let handle = null;
  if (self.location.protocol === "blob:") post({ type: "hello" });
  else handle = handlerOf(fromServer());
  self.addEventListener("message", async ({ data }) => {
    if (data.type === "here") handle = handlerOf(fromPage(data.data));
    else if (data.type === "read") {
      const { id, value, failed } = data.data;
      if (failed) asked[id].reject(new Error(failed));
      else asked[id].resolve(value);
      asked[id] = null;
    } else {
      const message = await handle(data);
      if (message) post(message);
    }
  });
})(self.handbookSearch);
