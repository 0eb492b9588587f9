/* A part of the index (pack.py): a line of JSON, then the texts in bytes. */
(function (search) {
  "use strict";

  const NUMBER = /[0-9]{1,9}(?=[^0-9]*$)/;

  /* Entries of the published shape; `before` are the entries of the parts before. */
  search.unpack = (bytes, before) => {
    const line = bytes.indexOf(10);
    const part = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const texts = decode(bytes.subarray(line + 1), part.alphabet, part.single).split("\0");
    if (part.sounds !== undefined) unpackTables(part);
    const first = before.length, entries = [], last = [], paths = new Map([[-1, []]]);
    const pathBelow = place => {
      if (!paths.has(place)) {
        const { heading, parent } = place < first ? before[place] : entries[place - first];
        paths.set(place, [...pathBelow(parent), heading]);
      }
      return paths.get(place);
    };
    part.ids.forEach((id, i) => {
      const title = texts[2 * i], kind = part.kind[i], parent = part.parent[i], page = part.page[i];
      let label = part.labels[i];
      if (label === 0) label = title;
      else last[kind] = label = label === 1 ? nextLabel(last[kind] ?? "") : label;
      entries.push({
        id, kind: part.kinds[kind], label, title, heading: part.plain[i] ? title : `${label} ${title}`,
        text: texts[2 * i + 1], parent, path: part.paths[first + i] ?? pathBelow(parent),
        url: page < 0 ? part.pages[-1 - page] : `${part.pages[page]}#${id}`,
      });
    });
    part.entries = entries;
    return part;
  };

  /* The same of index.js, where the bytes are in base64. */
  search.unpackText = (text, before) =>
    search.unpack(Uint8Array.from(atob(text), char => char.charCodeAt(0)), before);

  const nextLabel = label =>
    label.replace(NUMBER, number => String(Number(number) + 1).padStart(number.length, "0"));

  const unpackTables = part => {
    const chars = [...part.alphabet.filter(run => [...run].length === 1), ...part.known];
    const sounds = part.sounds.split(" "), forms = part.forms.split(" ");
    part.readings = {};
    part.folding.forms = {};
    chars.forEach((char, i) => {
      for (const sound of sounds[i].split(",")) {
        if (sound) part.readings[sound] = (part.readings[sound] ?? "") + char;
      }
      if (forms[i]) part.folding.forms[char] = forms[i];
    });
  };

  const decode = (bytes, alphabet, single) => {
    const runs = alphabet.join(""), from = new Uint32Array(alphabet.length + 1);
    alphabet.forEach((run, code) => { from[code + 1] = from[code] + run.length; });
    const codes = new Uint16Array(bytes.length);
    let count = 0, length = 0;
    for (let i = 0; i < bytes.length; i += 1) {
      let code = bytes[i];
      if (code >= single) code = single + (code - single) * 256 + bytes[i += 1];
      codes[count++] = code;
      length += from[code + 1] - from[code];
    }
    const units = new Uint16Array(length), spelled = new Uint16Array(runs.length);
    for (let i = 0; i < runs.length; i += 1) spelled[i] = runs.charCodeAt(i);
    let n = 0;
    for (let i = 0; i < count; i += 1) {
      for (let at = from[codes[i]]; at < from[codes[i] + 1]; at += 1) units[n++] = spelled[at];
    }
    return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units);
  };
})(self.handbookSearch);
