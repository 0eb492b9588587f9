/*
 * Hands the search worker to `assets/search.js`. On pages opened as files, where browsers load no
 * worker, starts one of the text of the worker's script and reads the index for it, as scripts, when
 * it is first needed; a browser that allows not even that searches in the page. Loaded before the
 * theme's own script.
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

  /* A worker of the script's text; none where the browser does not allow it. */
  const Plain = window.Worker;
  const startWorker = main => new Promise(resolve => {
    const text = new Blob([`(${main})()`], { type: "text/javascript" });
    const worker = new Plain(URL.createObjectURL(text));
    worker.onmessage = () => {
      worker.onerror = null;
      resolve(worker); /* it said hello */
    };
    worker.onerror = event => {
      event.preventDefault();
      resolve(null);
    };
  }).catch(() => null);

  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const worker = new URL(address, document.baseURI);
      const root = new URL("../../../", worker);
      const files = {
        load: async (below, name) => {
          await loadScript(new URL(`${below}search/${name}.js`, root));
          const text = window.handbookSearchPart;
          delete window.handbookSearchPart;
          return text;
        },
        versions: async () => {
          if (!window.handbookVersions) await loadScript(new URL("../versions.js", root));
          return window.handbookVersions;
        },
      };
      const here = decodeURIComponent(root.pathname.split("/").at(-2));
      this.sending = this.start(worker, files, here);
      if (SEARCH.test(worker.pathname)) offer(this);
    }

    /* How a message is sent. */
    async start(address, files, here) {
      await loadScript(address);
      const { main, makeHandler, unpackText } = window.handbookSearch;
      const post = data => this.dispatchEvent(new MessageEvent("message", { data }));
      const worker = await startWorker(main);
      if (!worker) {
        const load = async (...which) => {
          const text = await files.load(...which);
          return before => unpackText(text, before);
        };
        const handle = makeHandler({ ...files, load, here, post, pause, slice: 200 });
        return async message => {
          const answer = await handle(message);
          if (answer) post(answer);
        };
      }
      const send = (type, data) => worker.postMessage({ type, data });
      const read = ({ id, name, values }) => files[name](...values).then(
        value => send("read", { id, value }), error => send("read", { id, failed: error.message }));
      worker.onmessage = ({ data }) => data.type === "read" ? read(data.data) : post(data);
      send("here", here);
      return message => worker.postMessage(message);
    }

    async postMessage(message) {
      (await this.sending)(message);
    }

    terminate() {}
  };
})();
