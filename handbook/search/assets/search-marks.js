// Marks on the page what was searched for: `?h=words` for each, in the section the address names, also
// where links or tables cut the words apart, which the theme's own `search.highlight` cannot.
(() => {
  "use strict";

  // The text of an element without white space, which pages and sources break differently, and for
  // each character the node and place it stands at.
  const readText = (box) => {
    const nodes = [], places = [];
    let text = "";
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("button, .hb-margin, .hb-relations, script, style")) continue;
      for (let i = 0; i < node.data.length; i += 1) {
        if (/\s/.test(node.data[i])) continue;
        text += node.data[i];
        nodes.push(node);
        places.push(i);
      }
    }
    return { text, nodes, places };
  };

  const markText = (box, terms) => {
    const { text, nodes, places } = readText(box);
    const found = new Uint8Array(text.length);
    for (const term of terms) {
      const needle = term.replace(/\s+/g, "");
      for (let at = text.indexOf(needle); needle && at >= 0; at = text.indexOf(needle, at + needle.length)) {
        found.fill(1, at, at + needle.length);
      }
    }
    // Runs of marked characters of one node, the last first, so that places before stay true.
    for (let end = text.length; end > 0;) {
      if (!found[end - 1]) {
        end -= 1;
        continue;
      }
      let start = end - 1;
      while (start > 0 && found[start - 1] && nodes[start - 1] === nodes[end - 1]) start -= 1;
      const range = document.createRange();
      range.setStart(nodes[start], places[start]);
      range.setEnd(nodes[start], places[end - 1] + 1);
      const mark = document.createElement("mark");
      mark.dataset.hbFound = "";
      range.surroundContents(mark);
      end = start;
    }
    return found.includes(1);
  };

  const features = () => {
    try {
      return JSON.parse(document.getElementById("__config").textContent).features;
    } catch {
      return [];
    }
  };

  const markPage = () => {
    const terms = new URLSearchParams(location.search).getAll("h").slice(0, 20);
    if (!terms.length || features().includes("search.highlight")) return; // then Material marks
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no id */ }
    const section = target?.closest("section, article") ?? target;
    const whole = document.querySelector(".md-content__inner");
    if (!(section && markText(section, terms)) && whole) markText(whole, terms);
  };

  markPage();
})();
