// The report and the rectification list of a branch, for paper. They are built when asked for.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;

  const make = (tag, classes = "", ...children) => {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    element.append(...children);
    return element;
  };
  S.make = make;

  // Hand a text over as a file; the name it got.
  S.download = (name, text, type) => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name.replace(/[\\/:*?"<>|\s]+/g, "-");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    return link.download;
  };

  // Heads and rows of texts.
  S.makeTable = (classes, heads, rows, label = "") => {
    const figures = (rows[0] || []).map((value) => typeof value === "number");
    const row = (cells, tag) => make("tr", "", ...cells.map((text, i) => {
      const cell = make(tag, figures[i] ? "hb-figure" : "", `${text}`);
      if (tag === "th") cell.scope = "col";
      else if (i === 0) cell.classList.add("hb-tabular");
      return cell;
    }));
    const table = make("table", classes, make("thead", "", row(heads, "th")),
      make("tbody", "", ...rows.map((cells) => row(cells, "td"))));
    if (label) table.setAttribute("aria-label", label);
    return table;
  };

  const LEVEL = { reached: "达标", nearly: "基本达标", short: "未达标" };
  const share = (level) => `${Math.round(level.share * 1000) / 10}%`;
  S.LEVEL = LEVEL;

  // What the rule of the settings demands, in words; `nameOf` names a clause, an item, a chapter.
  S.ruleWords = (rule, nameOf) => ["reached", "nearly"].map((name) => {
    const level = rule[name];
    const words = [`达标的条款占${rule.not_applicable === "met" ? "全部条款（不适用的计入达标）" : "适用条款"}的${share(level)}以上`];
    if (level.clean.length) words.push(`${level.clean.map(nameOf).join("、")}没有部分达标和未达标的`);
    if (level.judged) words.push("每条都有判定");
    if (level.assigned) words.push("部分达标、未达标的都有责任人和期限");
    if (level.on_time) words.push("没有超期未改的");
    return `${LEVEL[name]}：${words.join("；")}`;
  });

  const LACK = {
    share: "达标条款的比例不够", clean: "重点条款有缺项", judged: "还有条款没有判定",
    assigned: "没有全部落实责任人和期限", on_time: "有超期未改的",
  };
  S.LACK = LACK;

  const day = (date) => {
    const [year, month, of] = date.split("-").map(Number);
    return `${year}年${month}月${of}日`;
  };

  const head = (title, file, standard) => [
    make("h2", "hb-sc-paper-title", title),
    make("p", "hb-sc-paper-head", `《${standard.handbook}》（${standard.title}）`),
    make("p", "hb-sc-paper-head", make("span", "", [file.unit, file.branch].filter(Boolean).join(" ")), make("span", "", day(file.date))),
  ];
  const sign = () => make("p", "hb-sc-sign", make("span", "", "党支部书记：　　　　　　"), make("span", "", "　　　　年　　月　　日"));

  const itemOf = (standard) => new Map(standard.items.flatMap((item) => item.clauses.map((id) => [id, item])));

  S.report = (file, standard) => {
    const here = S.standing(file, standard.sizes, standard.rule);
    const rows = new Map(file.results.map((row) => [row.id, row]));
    const table = standard.items.map((item) => {
      const verdicts = item.clauses.map((id) => rows.get(id).verdict);
      return [item.label, item.title, verdicts.length, ...S.VERDICTS.map((verdict) => verdicts.filter((each) => each === verdict).length)];
    });
    const { counts } = here;
    const lacks = here.lacks.map((lack) => LACK[lack]);
    const left = file.results.filter((row) => row.verdict === "na");
    return [
      ...head("对标自查报告", file, standard),
      make("p", "", `共${file.results.length}条，达标${counts.met}条，部分达标${counts.partial}条，未达标${counts.unmet}条，不适用${counts.na}条，未判定${counts[""]}条。按标准为${LEVEL[here.level]}${lacks.length ? `；达标还差：${lacks.join("、")}` : ""}。`),
      ...(file.asked.length ? [make("p", "", `改版后待确认的原有结果${file.asked.length}条，未计入。`)] : []),
      S.makeTable("hb-sc-table", ["项", "名称", "条数", "达标", "部分达标", "未达标", "不适用", "未判定"], table),
      ...(left.length ? [make("h3", "", "不适用的条款"), S.makeTable("hb-sc-table", ["条款", "标题", "理由"], left.map((row) => [row.label, row.title, row.note]))] : []),
      sign(),
    ];
  };

  S.rectification = (file, standard) => {
    const items = itemOf(standard);
    const rows = file.results.filter((row) => S.OPEN.includes(row.verdict));
    return [
      ...head("整改清单", file, standard),
      make("p", "", rows.length ? `部分达标和未达标的条款共${rows.length}条。` : "没有部分达标和未达标的条款。"),
      ...(rows.length ? [S.makeTable("hb-sc-table hb-sc-wide", ["序号", "条款", "判定", "问题", "整改措施", "责任人", "完成期限", "复核结论"],
        rows.map((row, i) => [`${i + 1}`, `${row.label} ${row.title}（${items.get(row.id).label}）`, S.NAMES[row.verdict],
          [row.note, row.evidence && `佐证：${row.evidence}`].filter(Boolean).join("\n"), "", row.by,
          `${row.due}${S.isLate(row, file.date) ? "\n已超期" : ""}`, ""]))] : []),
      sign(),
    ];
  };
})();
