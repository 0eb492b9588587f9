/*
 * The search in a reader's browser. Runs as a web worker over http; over `file:`, where there are
 * no workers, `worker_shim.js` loads it into the page.
 *
 * Material's messages: 0 set up → 1 ready, 2 query → 3 result. Ours: "open" loads the index, so
 * that a page that is only read costs nothing; "limit" sets groups and editions and answers the
 * last query again; "all" lists every hit of it. A result carries `answer` for `assets/search.js`.
 */
(function (search) {
  "use strict";

  const FIRST = 60;

  /* `load(root, name)` reads a part of the index below the root of an edition's site, and
   * `versions()` the list of editions (versions.json). In a page `pause()` lets it go on after each
   * `slice` entries. */
  search.makeHandler = ({ load, versions, here, post, pause, slice }) => {
    const indexes = new Map();
    let others = null, count = 0;
    let last = "", limit = { groups: [], editions: false }, most = FIRST;

    const readIndex = async root => {
      const head = await load(root, "index", []);
      const { entries, ...about } = head;
      const index = search.makeIndex(about);
      index.root = root;
      const add = async added => {
        for (let at = 0; at < added.length; at += slice) {
          await pause();
          search.addPart(index, added.slice(at, at + slice));
        }
      };
      await add(entries);
      const more = head.more.map(name => () => load(root, name, index.entries));
      for (const [i, next] of more.entries()) {
        post({ type: "loading", data: { done: i + 1, total: more.length + 1 } });
        await add((await next()).entries);
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

  const root = new URL("../../../", self.location.href);
  const here = root.pathname.split("/").at(-2);
  const read = async address => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response;
  };
  const load = async (below, name, before) => {
    const file = ending => new URL(`${below}search/${name}.${ending}`, root);
    if (!self.DecompressionStream) return (await read(file("json"))).json();
    const { body } = await read(file("bin"));
    const plain = new Response(body.pipeThrough(new DecompressionStream("gzip")));
    return search.unpack(new Uint8Array(await plain.arrayBuffer()), before);
  };
  const versions = async () => (await read(new URL("../versions.json", root))).json();
  const post = message => self.postMessage(message);
  const handle = search.makeHandler({
    load, versions, here, post, pause: async () => {}, slice: Infinity,
  });
  self.addEventListener("message", async event => {
    const message = await handle(event.data);
    if (message) post(message);
  });
})(self.handbookSearch);
