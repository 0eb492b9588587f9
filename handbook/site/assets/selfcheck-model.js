// Where results of a self-check stand in an edition, in which class a branch is, and many branches
// together. Pure functions; the same as `handbook.selfcheck` has, which the tests compare.
(() => {
  "use strict";

  const S = (globalThis.handbookSelfcheck ||= {});
  const VERDICTS = ["met", "partial", "unmet", "na", ""];
  const LEVELS = ["reached", "nearly", "short"];
  const OPEN = ["partial", "unmet"];

  // The clauses in which the text that an id had in an edition goes on, and how it came there.
  const reach = (id, edition, standard) => {
    const order = [...standard.sizes.keys()];
    const since = order.indexOf(edition);
    const at = new Map([[id, "same"]]);
    for (const [taken, how, old, fresh] of standard.events) {
      if (order.indexOf(taken) <= since || !at.has(old)) continue;
      const was = at.get(old);
      if (how !== "split") at.delete(old);
      if (!at.has(fresh)) at.set(fresh, how === "renamed" && was !== "same" ? was : how);
    }
    return [...at].filter(([each]) => standard.clauses.has(each));
  };

  // Where records stand: each, by its place in the list, is in exactly one of the three. One whose
  // clause has the same text is kept; one whose clause changed, or went on in others, is asked there
  // until the branch has answered; the rest is archived. Nothing is rewritten, so nothing is lost.
  const place = (records, standard) => {
    const [kept, asked, archived] = [{}, {}, {}];
    records.forEach((record, number) => {
      const here = reach(record.id, record.edition, standard);
      const done = new Set(Object.entries(record.answered).flatMap(([at, edition]) =>
        reach(at, edition, standard).map(([id]) => id)));
      const same = here.find(([id, how]) => (how === "same" || how === "renamed")
        && standard.clauses.get(id).sha256 === record.sha256);
      const waiting = here.filter(([id]) => !done.has(id));
      if (same && !done.has(same[0])) {
        const rival = kept[same[0]];
        if (rival !== undefined && records[rival].checked > record.checked) {
          archived[number] = "older";
          return;
        }
        if (rival !== undefined) archived[rival] = "older";
        kept[same[0]] = number;
      } else if (waiting.length && !same) asked[number] = waiting;
      else archived[number] = here.length ? "answered" : "removed";
    });
    return { kept, asked, archived };
  };

  const countsOf = (verdicts) => {
    const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
    for (const verdict of verdicts) counts[verdict] += 1;
    return counts;
  };

  const isLate = (row, date) => OPEN.includes(row.verdict) && row.due !== "" && row.due < date;

  // The class of a branch by one of its files, which is judged by itself.
  const standing = (results, sizes, rule) => {
    const rows = results.results;
    const counts = countsOf(rows.map((row) => row.verdict));
    counts[""] += Math.max(0, (sizes.get(results.edition) || 0) - rows.length);
    const apart = rule.not_applicable === "apart";
    const counted = counts.met + (apart ? 0 : counts.na);
    const applicable = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0) - (apart ? counts.na : 0);
    const overdue = rows.filter((row) => isLate(row, results.date)).length;
    const lacks = (level) => [
      [!counted || counted < level.share * applicable, "share"],
      [rows.some((row) => level.clean.some((id) => id === row.id || row.path.includes(id))
        && !["met", "na"].includes(row.verdict)), "clean"],
      [level.judged && counts[""] > 0, "judged"],
      [level.assigned && rows.some((row) => OPEN.includes(row.verdict) && !(row.by && row.due)), "assigned"],
      [level.on_time && overdue > 0, "on_time"],
    ].filter(([wrong]) => wrong).map(([, name]) => name);
    const missing = lacks(rule.reached);
    const level = !missing.length ? "reached" : lacks(rule.nearly).length ? "short" : "nearly";
    return { level, counts, counted, applicable, overdue, lacks: missing };
  };

  const says = (record) => Boolean(record.verdict || record.note || record.evidence || record.by || record.due);
  const recordsOf = (file) => [...file.results.filter(says), ...file.asked, ...file.archive];

  // Of code points, as Python orders texts.
  const compare = (a, b) => {
    const [x, y] = [Array.from(a), Array.from(b)];
    for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
      if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
    }
    return x.length - y.length;
  };

  const named = (counts) => Object.fromEntries(VERDICTS.map((verdict) => [verdict || "none", counts[verdict]]));

  const branchOf = (file, standard, here) => {
    const records = recordsOf(file);
    const placed = place(records, standard);
    const verdicts = new Map();
    for (const [number, places] of Object.entries(placed.asked)) {
      for (const [id, how] of places) {
        if (how === "same" || how === "renamed") verdicts.set(id, records[number].verdict);
      }
    }
    for (const [id, number] of Object.entries(placed.kept)) verdicts.set(id, records[number].verdict);
    return {
      verdicts,
      row: {
        unit: file.unit, branch: file.branch, date: file.date, edition: file.edition, files: 1,
        level: here.level, lacks: here.lacks, counts: named(here.counts), counted: here.counted,
        applicable: here.applicable, overdue: here.overdue,
        asked: Object.keys(placed.asked).length, archived: Object.keys(placed.archived).length,
      },
    };
  };

  // Many branches' files: who has reached the standard, how that grew, what is missing most.
  const overview = (files, standard) => {
    const branches = new Map();
    for (const file of files) {
      const key = `${file.unit}\n${file.branch}`;
      const here = standing(file, standard.sizes, standard.rule);
      const known = branches.get(key) || { files: 0, days: new Map(), latest: null };
      known.files += 1;
      known.days.set(file.date, here.level);
      if (!known.latest || known.latest.row.date <= file.date) known.latest = branchOf(file, standard, here);
      branches.set(key, known);
    }
    const all = [...branches.values()].sort((a, b) => compare(a.latest.row.unit, b.latest.row.unit)
      || compare(a.latest.row.branch, b.latest.row.branch));
    const days = [...new Set(all.flatMap((branch) => [...branch.days.keys()]))].sort();
    const growth = days.map((date) => {
      const point = { date, reached: 0, nearly: 0, short: 0 };
      for (const branch of all) {
        const day = [...branch.days.keys()].filter((each) => each <= date).sort().pop();
        if (day) point[branch.days.get(day)] += 1;
      }
      return point;
    });
    const clauses = [...standard.clauses.values()].map((clause) => ({
      id: clause.id, label: clause.label, title: clause.title,
      counts: named(countsOf(all.map((branch) => branch.latest.verdicts.get(clause.id) || ""))),
    }));
    const byId = new Map(clauses.map((clause) => [clause.id, clause]));
    const items = standard.items.map((item) => {
      const counts = named(countsOf([]));
      for (const id of item.clauses) {
        for (const name of Object.keys(counts)) counts[name] += byId.get(id).counts[name];
      }
      return { id: item.id, label: item.label, title: item.title, counts };
    });
    const lacking = ({ counts }) => counts.partial + counts.unmet;
    return {
      format: 1, handbook: standard.handbook, edition: standard.edition, rule: standard.rule,
      branches: all.map((branch) => ({ ...branch.latest.row, files: branch.files })),
      growth, items,
      clauses: clauses.filter(lacking).sort((a, b) => lacking(b) - lacking(a)),
    };
  };

  // The page's data as these functions take it. Texts come later, if they are asked for at all;
  // `starts` has the first item of each part of the checklist.
  const prepare = (book) => {
    const clauses = new Map();
    const items = book.items.map(([id, label, title, chapter, rows], place) => {
      const part = (book.starts || []).filter((start) => start > 0 && start <= place).length;
      for (const [clause, sha256, number, name, text = ""] of rows) {
        clauses.set(clause, { id: clause, sha256, label: number, title: name, text, part, path: [chapter, id] });
      }
      return { id, label, title, chapter, part, clauses: rows.map(([clause]) => clause) };
    });
    return { ...book, sizes: new Map(book.sizes), items, clauses };
  };

  Object.assign(S, { VERDICTS, LEVELS, OPEN, reach, place, standing, overview, prepare, says, recordsOf, isLate });
})();
