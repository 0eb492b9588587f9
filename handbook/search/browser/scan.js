/* Finding a folded text in all sections at once (scan.py). */
(function (search) {
  "use strict";

  /*
   * Where a folded text stands: the places of the entries in order; for the i-th of them, `at`
   * from `from[i]` to `from[i + 1]` (in the text of its part); `slot` of each entry, 0 where it has
   * none; `titled`, whether it stands in the entry's title; `latin`, whether a letter or digit is
   * at an end of it.
   */
  search.find = (index, needle) => {
    const slot = new Int32Array(index.entries.length);
    const titled = new Uint8Array(index.entries.length);
    const places = [], from = [], at = [], titledPlaces = [];
    for (const { text, first, starts, titles, heads } of index.parts) {
      let i = 0;
      for (let here = text.indexOf(needle); here >= 0; here = text.indexOf(needle, here + needle.length)) {
        if (starts[i + 1] <= here) i = entryAt(starts, i + 1, here);
        const place = first + i;
        if (!slot[place]) {
          slot[place] = places.push(place);
          from.push(at.length);
        }
        at.push(here);
        if (titles[i] <= here && here + needle.length <= heads[i] && !titled[place]) {
          titled[place] = 1;
          titledPlaces.push(place);
        }
      }
    }
    from.push(at.length);
    const latin = search.isLatin(needle[0]) || search.isLatin(needle[needle.length - 1]);
    return { text: needle, places, from, at, slot, titled, titledPlaces, latin };
  };

  search.isLatin = char => (char >= "0" && char <= "9") || (char >= "a" && char <= "z") ||
    (char >= "A" && char <= "Z");

  /* The last entry from `low` on that starts at or before a place of the text. */
  const entryAt = (starts, low, here) => {
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= here) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  search.timesAt = (found, place) => {
    const slot = found.slot[place];
    return slot ? found.from[slot] - found.from[slot - 1] : 0;
  };

  /*
   * How many characters stand between occurrences in an entry, one of each text, that lie
   * nearest together.
   */
  search.narrowest = (founds, place) => {
    if (founds.length === 1) return 0;
    if (founds.length === 2) return narrower(founds[0], founds[1], place);
    const heads = founds.map(found => found.from[found.slot[place] - 1]);
    const ends = founds.map(found => found.from[found.slot[place]]);
    const lengths = founds.map(found => found.text.length);
    let best = -1;
    for (;;) {
      let which = 0, last = 0, sum = 0;
      for (let i = 0; i < founds.length; i += 1) {
        const start = founds[i].at[heads[i]];
        if (start < founds[which].at[heads[which]]) which = i;
        last = Math.max(last, start + lengths[i]);
        sum += lengths[i];
      }
      const gap = Math.max(0, last - founds[which].at[heads[which]] - sum);
      best = best < 0 ? gap : Math.min(best, gap);
      heads[which] += 1;
      if (heads[which] === ends[which]) return best;
    }
  };

  /* The same for two, which is what people ask most. */
  const narrower = (one, other, place) => {
    let i = one.from[one.slot[place] - 1], k = other.from[other.slot[place] - 1];
    const iEnd = one.from[one.slot[place]], kEnd = other.from[other.slot[place]];
    let best = Infinity;
    while (i < iEnd && k < kEnd && best > 0) {
      const a = one.at[i], b = other.at[k];
      best = Math.min(best, Math.max(0, a <= b ? b - a - one.text.length : a - b - other.text.length));
      if (a <= b) i += 1;
      else k += 1;
    }
    return best;
  };
})(self.handbookSearch);
