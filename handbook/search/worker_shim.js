/*
 * A stand-in for `Worker` on pages opened as files, where browsers have none: loads the worker's
 * script into the page, and the index as a script, `search/index.js`, when it is first needed.
 */
(function () {
  "use strict";

  if (location.protocol !== "file:") return;

  function loadScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`cannot load ${address}`));
      document.head.append(script);
    });
  }

  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const worker = new URL(address, document.baseURI);
      const loadIndex = async () => {
        await loadScript(new URL("../../../search/index.js", worker));
        return window.handbookIndex;
      };
      this.handler = loadScript(worker).then(() => window.handbookSearch.makeHandler(loadIndex));
    }

    async postMessage(message) {
      const handle = await this.handler;
      const answer = await handle(message);
      if (answer) this.dispatchEvent(new MessageEvent("message", { data: answer }));
    }

    terminate() {}
  };
})();
