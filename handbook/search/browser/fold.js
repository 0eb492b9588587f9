/* Folding (text.py): what a reader takes for the same folds to the same characters. */
(function (search) {
  "use strict";

  const isDigit = char => char >= "0" && char <= "9";

  search.makeFolding = rules => {
    const known = new Map(Object.entries(rules.chars));
    const same = new Map(Object.entries(rules.same));
    const forms = new Map();
    for (const [form, chars] of Object.entries(rules.forms)) {
      for (const char of chars) forms.set(char, form);
    }
    const joints = new Set(rules.joints);
    const isSoft = char => {
      const code = char.codePointAt(0);
      return rules.soft.some(([first, last]) => first <= code && code <= last);
    };

    const foldChar = char => {
      let folded = known.get(char);
      if (folded !== undefined) return folded;
      folded = "";
      for (const part of char.normalize("NFKD")) {
        for (const plain of part.toLowerCase()) {
          for (const last of same.get(plain) ?? plain) {
            if (!isSoft(last)) folded += forms.get(last) ?? last;
          }
        }
      }
      known.set(char, folded);
      return folded;
    };

    /* Each character folded, the joints still in, and the characters (not code units) they
     * came from. */
    const foldPieces = text => {
      const pieces = [], from = [];
      let place = 0;
      for (const char of text) {
        for (const piece of foldChar(char)) {
          pieces.push(piece);
          from.push(place);
        }
        place += 1;
      }
      return { pieces, from };
    };
    const isLoose = (pieces, i) => joints.has(pieces[i]) &&
      !(i > 0 && i + 1 < pieces.length && isDigit(pieces[i - 1]) && isDigit(pieces[i + 1]));

    /* The folded text alone. Most characters fold to themselves: those runs are copied whole. */
    const AS_IS = 1, OTHER = 2;
    const kinds = new Uint8Array(0x10000);
    const kindOf = (text, i, code) => {
      if (code >= 0xd800 && code < 0xe000) return OTHER;
      const char = text[i];
      return (kinds[code] = foldChar(char) === char && !joints.has(char) ? AS_IS : OTHER);
    };
    const fold = text => {
      let folded = "", from = 0;
      for (let i = 0; i < text.length;) {
        const code = text.charCodeAt(i);
        if ((kinds[code] || kindOf(text, i, code)) === AS_IS) {
          i += 1;
          continue;
        }
        folded += text.slice(from, i);
        const char = String.fromCodePoint(text.codePointAt(i));
        folded += foldChar(char);
        i += char.length;
        from = i;
      }
      folded += text.slice(from);
      return hasJoint.test(folded) ? dropLoose(folded) : folded;
    };
    const escaped = [...rules.joints].map(char => "\\" + char).join("");
    const hasJoint = new RegExp(`[${escaped}]`);
    /* A joint that does not stand between two digits. */
    const joint = new RegExp(`[${escaped}]`, "g");
    const dropLoose = text => text.replace(joint, (char, i) =>
      i > 0 && i + 1 < text.length && isDigit(text[i - 1]) && isDigit(text[i + 1]) ? char : "");

    /* The folded text, and for each of its code units the place of the character it came from. */
    const foldWithPlaces = text => {
      const { pieces, from } = foldPieces(text);
      const places = [];
      let folded = "";
      pieces.forEach((piece, i) => {
        if (isLoose(pieces, i)) return;
        folded += piece;
        for (let unit = 0; unit < piece.length; unit += 1) places.push(from[i]);
      });
      return { text: folded, places };
    };
    return { fold, foldWithPlaces };
  };
})(self.handbookSearch ??= {});
