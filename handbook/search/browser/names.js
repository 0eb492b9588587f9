/* Names of sections, and numbers in Chinese (names.py). */
(function (search) {
  "use strict";

  const DIGITS = "零一二三四五六七八九";
  const UNITS = new Map([["十", 10], ["百", 100], ["千", 1000]]);
  const NUMERAL = /(第?)([〇零一二两三四五六七八九十百千]{1,9})(条|项|章|期|问)?/g;
  const QUESTION = /^问([0-9]+)-0*([0-9]+)$/;
  const CLAUSE = /^第([0-9]+)条$/;
  const NUMBERED = /^第?([0-9]+)([条项期])$/;
  const CHAPTER = /^第?([0-9]{1,3})章$/;

  const wholeNumber = numeral => {
    const plain = [...numeral.replace(/〇/g, "零").replace(/两/g, "二")];
    if (!plain.some(char => UNITS.has(char))) {
      return Number(plain.map(char => DIGITS.indexOf(char)).join(""));
    }
    let total = 0, digit = 0, last = 10000;
    for (const char of plain) {
      const unit = UNITS.get(char);
      if (unit === undefined) {
        digit = DIGITS.indexOf(char);
      } else {
        if (unit >= last) return null;
        total += (digit || 1) * unit;
        digit = 0;
        last = unit;
      }
    }
    return total + digit;
  };

  search.arabic = text => text.replace(NUMERAL, (match, before, numeral, unit = "") => {
    const number = wholeNumber(numeral);
    if (number === null || !(before || unit || match === text)) return match;
    return `${before}${number}${unit}`;
  });

  const chinese = number => {
    let text = "", zero = false;
    for (const [unit, name] of [[100, "百"], [10, "十"], [1, ""]]) {
      const digit = Math.floor(number / unit);
      number %= unit;
      if (digit) {
        text += (zero && text ? "零" : "") + DIGITS[digit] + name;
        zero = false;
      } else if (text) {
        zero = true;
      }
    }
    return (text.startsWith("一十") ? text.slice(1) : text) || "零";
  };

  search.namesOf = (kind, label, title) => {
    const names = [title, label, label.replace("第", "")];
    if (kind === "chapter") {
      const number = search.arabic(label);
      names.push(number, number.replace("第", ""));
    }
    const clause = CLAUSE.exec(label);
    if (clause) names.push(clause[1], `手册第${clause[1]}条`, `手册${clause[1]}条`);
    const question = QUESTION.exec(label);
    if (question) {
      const [, issue, number] = question;
      names.push(label.slice(1), `问${issue}-${number}`, `${issue}-${number}`);
      names.push(`学习参考第${issue}期问${number}`);
    }
    return names;
  };

  search.labelsOf = word => {
    const number = search.arabic(word);
    const chapter = CHAPTER.exec(number);
    if (chapter) return [`第${chinese(Number(chapter[1]))}章`];
    const numbered = NUMBERED.exec(number);
    if (numbered) return [`第${numbered[1]}${numbered[2]}`];
    return number !== word && /[第条项期问]/.test(word) ? [number] : [];
  };
})(self.handbookSearch);
