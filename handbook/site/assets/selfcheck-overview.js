// The page `selfcheck/overview.html`: many branches' files together. They are read here, and kept
// nowhere.
(() => {
  "use strict";

  const S = globalThis.handbookSelfcheck;
  const root = document.getElementById("hb-overview");
  if (!root || !S.book) return;
  const by = (id) => document.getElementById(`hb-ov-${id}`);
  const { make, makeTable } = S;
  const standard = S.prepare(S.book);
  const MOST = 6000;
  const files = [];
  let made = null;

  const nameOf = (id) => {
    const clause = standard.clauses.get(id);
    if (clause) return `${clause.label}${clause.title}`;
    const item = standard.items.find((each) => each.id === id);
    return item ? `${item.label}${item.title}` : standard.chapters[id] || id;
  };
  by("rules").replaceChildren(...S.ruleWords(standard.rule, nameOf).map((words) => make("li", "", `${words}。`)));

  // Growth: a line a class, told apart by its dashes and marks, and the figures below it.
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (tag, values, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const curve = (growth) => {
    const [width, height, left, right, top, bottom] = [640, 260, 44, 84, 16, 36];
    const total = Math.max(1, ...growth.map((point) => point.reached + point.nearly + point.short));
    const days = growth.map((point) => Date.parse(point.date));
    const span = Math.max(1, days[days.length - 1] - days[0]);
    const x = (i) => left + ((days[i] - days[0]) / span) * (width - left - right);
    const y = (count) => top + (1 - count / total) * (height - top - bottom);
    const chart = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "hb-sc-curve", "aria-label": `增长曲线，数字见下表。${growth.map((point) => `${point.date}达标${point.reached}个`).join("，")}` });
    for (const count of [...new Set([0, Math.round(total / 2), total])]) {
      chart.append(draw("line", { x1: left, x2: width - right, y1: y(count), y2: y(count), class: "hb-sc-grid" }),
        draw("text", { x: left - 8, y: y(count) + 4, "text-anchor": "end" }, `${count}`));
    }
    const last = growth.length - 1;
    const placed = [];
    for (const level of S.LEVELS) {
      const points = growth.map((point, i) => [x(i), y(point[level])]);
      chart.append(draw("polyline", { points: points.map((point) => point.join(",")).join(" "), class: `hb-sc-line hb-sc-${level}` }));
      for (const [cx, cy] of points) chart.append(draw("circle", { cx, cy, r: 3.5, class: `hb-sc-point hb-sc-${level}` }));
      let at = points[last][1] + 4;
      while (placed.some((other) => Math.abs(other - at) < 15)) at += at > height / 2 ? -15 : 15;
      placed.push(at);
      chart.append(draw("text", { x: points[last][0] + 10, y: at }, `${S.LEVEL[level]} ${growth[last][level]}`));
    }
    let edge = -Infinity;
    growth.forEach((point, i) => {
      if (x(i) - edge < 78 && i) return;
      edge = x(i);
      chart.append(draw("text", { x: x(i), y: height - 12, "text-anchor": i ? "middle" : "start" }, point.date));
    });
    return chart;
  };

  const COUNTS = ["met", "partial", "unmet", "na", "none"];
  const HEADS = ["达标", "部分达标", "未达标", "不适用", "未判定"];
  const figures = (counts) => COUNTS.map((name) => counts[name]);
  const tables = (overview) => ({
    growth: [["截止日期", "达标", "基本达标", "未达标", "合计", "达标率"], overview.growth.map((point) => {
      const total = point.reached + point.nearly + point.short;
      return [point.date, point.reached, point.nearly, point.short, total, `${((100 * point.reached) / total).toFixed(1)}%`];
    })],
    branches: [["单位", "支部", "截止日期", "版次", "类别", ...HEADS, "超期", "待确认", "归档", "文件", "达标还差"],
      overview.branches.map((row) => [row.unit, row.branch, row.date, row.edition, S.LEVEL[row.level], ...figures(row.counts), row.overdue,
        row.asked, row.archived, row.files, row.lacks.map((lack) => S.LACK[lack]).join("、")])],
    items: [["项", "名称", ...HEADS], overview.items.map((row) => [row.label, row.title, ...figures(row.counts)])],
    clauses: [["条款", "标题", ...HEADS], overview.clauses.map((row) => [row.label, row.title, ...figures(row.counts)])],
  });

  const boxed = (classes, heads, rows, label) => make("div", "md-typeset__scrollwrap", makeTable(`hb-sc-table ${classes}`, heads, rows, label));

  const show = () => {
    made = S.overview(files, standard);
    const parts = tables(made);
    const count = (level) => made.branches.filter((row) => row.level === level).length;
    by("status").textContent = files.length
      ? `${files.length}个文件，${made.branches.length}个支部：达标${count("reached")}，基本达标${count("nearly")}，未达标${count("short")}。` : "";
    by("result").hidden = !files.length;
    if (!files.length) return;
    by("growth").replaceChildren(...(made.growth.length > 1 ? [curve(made.growth)] : []), boxed("", ...parts.growth, "增长情况"));
    by("branches").replaceChildren(boxed("hb-sc-many", ...parts.branches, "各支部"));
    by("items").replaceChildren(boxed("", ...parts.items, "分项情况"));
    by("clauses").replaceChildren(made.clauses.length ? boxed("", ...parts.clauses, "缺得最多的条款") : make("p", "hb-empty", "没有部分达标和未达标的条款。"));
    window.dispatchEvent(new Event("resize")); // tables that scroll become focusable, see handbook.js
  };

  by("open").addEventListener("click", () => by("files").click());
  by("files").addEventListener("change", async () => {
    const chosen = [...by("files").files];
    by("files").value = "";
    by("wrong").replaceChildren();
    for (const file of chosen) {
      try {
        if (files.length >= MOST) throw new S.Refusal(`一次最多汇总${MOST}个文件，更多的请用命令 handbook selfcheck merge。`);
        if (file.size > S.SIZE) throw new S.Refusal("文件太大，自查文件不会这么大。");
        const data = S.parse(S.decode(await file.arrayBuffer()));
        if (data.handbook !== standard.handbook) throw new S.Refusal(`是另一本手册《${data.handbook}》的自查。`);
        // Of a branch and a day the file chosen last counts, as the terminal's order has it.
        files.push(data);
      } catch (error) {
        by("wrong").append(make("li", "", `${file.name}：${error instanceof S.Refusal ? error.message : "文件读不出来。"}`));
      }
    }
    show();
    by("open").focus();
  });

  by("csv").addEventListener("click", () => {
    const parts = tables(made);
    const names = { growth: "增长情况", branches: "各支部", items: "分项情况", clauses: "缺得最多的条款" };
    const rows = Object.entries(names).flatMap(([key, name], i) => [...(i ? [[]] : []), [name], parts[key][0], ...parts[key][1]]);
    S.download("自查汇总.csv", S.csv(rows), "text/csv");
  });
  by("print").addEventListener("click", () => window.print());
  by("desk").hidden = false;
})();
