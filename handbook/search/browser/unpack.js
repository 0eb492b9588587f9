/* index.bin (publish.py): a line of JSON, then the texts in bytes. */
(function (search) {
  "use strict";

  /* Entries of the published shape; `before` are the entries of the parts before. */
  search.unpack = (bytes, before) => {
    const line = bytes.indexOf(10);
    const part = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const texts = decode(bytes.subarray(line + 1), part.alphabet, part.single).split("\0");
    const headings = before.map(entry => entry.heading);
    const parents = before.map(entry => entry.parent);
    part.entries = part.ids.map((id, i) => {
      const [ownLabel, title, text] = texts.slice(3 * i, 3 * i + 3);
      const label = ownLabel || title;
      const heading = part.plain[i] ? title : `${label} ${title}`;
      const parent = part.parent[i], page = part.page[i];
      headings.push(heading);
      parents.push(parent);
      const path = [];
      for (let up = parent; up >= 0; up = parents[up]) path.unshift(headings[up]);
      return {
        id, kind: part.kinds[part.kind[i]], label, title, heading, text, parent,
        path: part.paths[before.length + i] ?? path,
        url: page < 0 ? part.pages[-1 - page] : `${part.pages[page]}#${id}`,
      };
    });
    return part;
  };

  const decode = (bytes, alphabet, single) => {
    const chars = [...alphabet];
    const units = new Uint16Array(2 * bytes.length);
    let n = 0;
    for (let i = 0; i < bytes.length; i += 1) {
      let code = bytes[i];
      if (code >= single) {
        i += 1;
        code = single + (code - single) * 256 + bytes[i];
      }
      const char = chars[code];
      units[n++] = char.charCodeAt(0);
      if (char.length > 1) units[n++] = char.charCodeAt(1);
    }
    return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units.subarray(0, n));
  };
})(self.handbookSearch);
