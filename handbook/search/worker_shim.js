/*
 * Hands the search worker to `assets/search.js`. On pages opened as files, where browsers have no
 * workers, stands in for it: loads the worker's script into the page, and the index as scripts when
 * it is first needed. Loaded before the theme's own script.
 */
(function () {
  "use strict";

  const SEARCH = /\/workers\/search\.[^/]*$/;
  const offer = worker => {
    window.handbookSearchWorker = worker;
    window.dispatchEvent(new Event("handbook-search"));
  };

  if (location.protocol !== "file:") {
    window.Worker = class extends window.Worker {
      constructor(address, options) {
        super(address, options);
        if (SEARCH.test(address)) offer(this);
      }
    };
    return;
  }

  const loadScript = address => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => reject(new Error(`cannot load ${address}`));
    document.head.append(script);
  });

  const pause = () => new Promise(resolve => setTimeout(resolve));

  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const worker = new URL(address, document.baseURI);
      const root = new URL("../../../", worker);
      const load = async (below, name) => {
        await loadScript(new URL(`${below}search/${name}.js`, root));
        const part = window.handbookSearchPart;
        delete window.handbookSearchPart;
        return part;
      };
      const versions = async () => {
        if (!window.handbookVersions) await loadScript(new URL("../versions.js", root));
        return window.handbookVersions;
      };
      const here = decodeURIComponent(root.pathname.split("/").at(-2));
      const post = data => this.dispatchEvent(new MessageEvent("message", { data }));
      this.post = post;
      this.handler = loadScript(worker).then(() =>
        window.handbookSearch.makeHandler({ load, versions, here, post, pause, slice: 200 }));
      if (SEARCH.test(worker.pathname)) offer(this);
    }

    async postMessage(message) {
      const handle = await this.handler;
      await pause(); /* the page goes on first, as it would beside a worker */
      const answer = await handle(message);
      if (answer) this.post(answer);
    }

    terminate() {}
  };
})();
