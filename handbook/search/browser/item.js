/* A hit as Material (9.8) shows it. */
(function (search) {
  "use strict";

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const MOST_TERMS = 8, LONGEST_TERM = 60;

  /* Material puts what we answer into the page as HTML. */
  const escapeHtml = text => text.replace(/[&<>"']/g, char => ESCAPES[char]);

  /* The characters from start to end as HTML, the spans in them marked. */
  const mark = (chars, start, end, spans) => {
    const html = (from, to) => escapeHtml(chars.slice(from, to).join(""));
    let marked = "", at = start;
    for (const [from, to] of spans) {
      if (to <= start || from >= end) continue;
      const low = Math.max(from, start), high = Math.min(to, end);
      marked += html(at, low) + "<mark>" + html(low, high) + "</mark>";
      at = high;
    }
    return marked + html(at, end);
  };

  /*
   * A group of one document. Where no document of a group has a location without a fragment,
   * Material shows the last one as the article, its title alone: so path and excerpt are part of
   * the title. `titles` names the editions where several were searched.
   */
  search.makeItem = (hit, titles = null) => {
    const { entry, headingSpans, spans, excerpt: [start, end] } = search.present(hit);
    const { chars, headingChars } = entry;
    const ends = char => search.ENDS.includes(char);
    const before = start > 0 && !ends(chars[start - 1]) ? "…" : "";
    const after = end < chars.length && !ends(chars[end - 1]) && chars[end] !== "\n" ? "…" : "";
    const editions = titles ? [hit.index.edition, ...hit.also].map(id => titles.get(id) ?? id).join("、") : "";
    const path = [editions, ...entry.path].filter(Boolean).join(" › ");
    const shown = before + mark(chars, start, end, spans) + after;
    const title = [
      mark(headingChars, 0, headingChars.length, headingSpans),
      path && `<small>${escapeHtml(path)}</small>`,
      shown && `<small class="hb-search-excerpt">${shown}</small>`,
    ].filter(Boolean).join("<br>");
    const terms = termsOf(headingChars, headingSpans, chars, spans);
    return [{ location: locate(hit.index.root + entry.url, terms), title, text: "", score: hit.score,
      terms: Object.fromEntries(terms.map(term => [term, true])) }];
  };

  /* What was found as it stands on the page. */
  const termsOf = (headingChars, headingSpans, chars, spans) => {
    const found = [
      ...headingSpans.map(([start, end]) => headingChars.slice(start, end)),
      ...spans.map(([start, end]) => chars.slice(start, end)),
    ].filter(part => part.length <= LONGEST_TERM).map(part => part.join(""));
    return [...new Set(found)].slice(0, MOST_TERMS);
  };

  /* The address with the terms as its query: `assets/search.js` marks them on the page. */
  const locate = (url, terms) => {
    const [page, id] = url.split("#");
    const query = terms.map(term => `h=${encodeURIComponent(term)}`).join("&");
    return page + (query && `?${query}`) + (id ? `#${id}` : "");
  };
})(self.handbookSearch);
