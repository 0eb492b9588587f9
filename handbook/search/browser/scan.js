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
    const n = index.entries.length;
    const slot = new Int32Array(n), titled = new Uint8Array(n), titledPlaces = [];
    const starts = index.parts.map(part => search.startsIn(index, part, needle));
    const at = new Uint32Array(starts.reduce((sum, each) => sum + each.length, 0));
    const places = new Uint32Array(Math.min(n, at.length));
    const from = new Uint32Array(places.length + 1);
    let found = 0, count = 0;
    index.parts.forEach((part, k) => {
      const { first, starts: bounds, titles, heads } = part, here = starts[k];
      let i = 0;
      for (let m = 0; m < here.length; m += 1) {
        const start = here[m];
        while (bounds[i + 1] <= start) i += 1;
        const place = first + i;
        if (!slot[place]) {
          from[found] = count;
          places[found] = place;
          slot[place] = found += 1;
        }
        at[count] = start;
        count += 1;
        if (titles[i] <= start && start + needle.length <= heads[i] && !titled[place]) {
          titled[place] = 1;
          titledPlaces.push(place);
        }
      }
    });
    from[found] = count;
    const latin = search.isLatin(needle.charCodeAt(0)) || search.isLatin(needle.charCodeAt(needle.length - 1));
    return { text: needle, places: places.subarray(0, found), from, at, slot, titled, titledPlaces, latin };
  };

  /* Whether a code unit is a digit or a letter of ASCII. */
  search.isLatin = code => (code > 47 && code < 58) || (code > 96 && code < 123) || (code > 64 && code < 91);

  /* Where a text starts in a part, in order, none overlapping. */
  search.startsIn = ({ ids }, { codes, from, order }, needle) => {
    let least = Infinity, rarest = 0, first = 0;
    for (let i = 0; i < needle.length; i += 1) {
      const id = ids[needle.charCodeAt(i)];
      if (!id || id + 1 >= from.length) return [];
      const count = from[id + 1] - from[id];
      if (count < least) least = count, rarest = i, first = from[id];
    }
    const places = order.subarray(first, first + least);
    if (needle.length === 1) return places;
    const units = [];
    for (let i = 0; i < needle.length; i += 1) units.push(needle.charCodeAt(i));
    const last = codes.length - units.length, found = new Uint32Array(least);
    let end = 0, count = 0;
    for (let k = 0; k < least; k += 1) {
      const start = places[k] - rarest;
      if (start < end || start > last) continue;
      let i = 0;
      while (i < units.length && codes[start + i] === units[i]) i += 1;
      if (i < units.length) continue;
      found[count++] = start;
      end = start + units.length;
    }
    return found.subarray(0, count);
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
