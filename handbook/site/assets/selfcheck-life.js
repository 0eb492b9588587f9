// How the checklist comes to life: what is in view first, the rest while nothing else is to be done,
// and the texts of the clauses when they arrive.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;
  const SLICE = 6; // milliseconds

  const later = (work) => (globalThis.requestIdleCallback
    ? requestIdleCallback(work, { timeout: 300 }) : setTimeout(work, 16));

  // Do jobs in short slices, so that the page answers in between. `now` does what is left at once.
  S.inSlices = (jobs, end) => {
    const left = [...jobs];
    let done = false;
    const finish = () => {
      if (left.length || done) return;
      done = true;
      end();
    };
    const slice = () => {
      const until = performance.now() + SLICE;
      while (left.length && performance.now() < until) left.shift()();
      if (left.length) later(slice); else finish();
    };
    later(slice);
    return { now: () => { while (left.length) left.shift()(); finish(); } };
  };

  // Whether a part of it is in the window, or in the next one.
  S.isNear = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < 2 * window.innerHeight;
  };

  // Texts: the script of the part at hand is in the page, those of the others are asked for here.
  // `arrived` is called by each of them; what cannot be loaded counts as come, with nothing in it.
  const asked = new Map();
  S.loadTexts = (addresses) => Promise.all(addresses.map((address) => {
    if (!asked.has(address)) {
      asked.set(address, new Promise((resolve) => {
        const script = document.createElement("script");
        script.addEventListener("load", resolve);
        script.addEventListener("error", resolve);
        script.src = address;
        document.head.append(script);
      }));
    }
    return asked.get(address);
  }));
  S.ownTexts = new Promise((resolve) => {
    if (S.texts || document.readyState === "complete") { resolve(); return; }
    S.arrived = resolve;
    window.addEventListener("load", resolve);
  });
})();
