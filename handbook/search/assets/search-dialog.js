/*
 * Writes Material's search dialog where it stands in the header, with a name of its own, which a
 * dialog must have (ARIA 1.2, 6.2.5), and with what `search.js` fills: limits, a status that tells
 * what was looked for, and below it recent queries or near ones. Material's own line of status would
 * say less, so it is not shown.
 */
{
  const { currentScript } = document;
  const icon = name => `<svg class="hb-icon hb-icon-${name}" viewBox="0 0 24 24"></svg>`;
  const groups = [
    ["", "全部"], ["handbook", "手册"], ["bulletins", "学习参考"], ["methods", "工作法"],
    ["regulations", "制度"], ["errata", "勘误"],
  ].map(([value, name]) => `<label><input type="radio" name="hb-search-group" value="${value}"${
    value ? "" : " checked"}><span>${name}</span></label>`);
  if ("editions" in currentScript.dataset) {
    groups.push('<label><input type="checkbox" name="hb-search-editions"><span>所有版次</span></label>');
  }
  currentScript.insertAdjacentHTML("beforebegin", `
<div class="md-search" data-md-component="search" role="dialog" aria-label="查找">
  <label class="md-search__overlay" for="__search"></label>
  <div class="md-search__inner" role="search">
    <form class="md-search__form" name="search">
      <input type="text" class="md-search__input" name="query" aria-label="搜索" placeholder="搜索" autocapitalize="off" autocorrect="off" autocomplete="off" spellcheck="false" data-md-component="search-query" required>
      <label class="md-search__icon md-icon" for="__search">${icon("magnify")}${icon("arrow-left")}</label>
      <nav class="md-search__options" aria-label="清空当前内容">
        <button type="button" class="md-search__icon md-icon" title="复制检索链接" aria-label="复制检索链接" data-hb-search-share>${icon("share-variant")}</button>
        <button type="reset" class="md-search__icon md-icon" title="清空当前内容" aria-label="清空当前内容" tabindex="-1">${icon("close")}</button>
      </nav>
    </form>
    <div class="md-search__output">
      <div class="md-search__scrollwrap" tabindex="0" data-md-scrollfix>
        <div class="hb-search-bar">
          <fieldset class="hb-search-groups">
            <legend>检索范围</legend>
            ${groups.join("\n            ")}
          </fieldset>
          <p class="hb-search-status" role="status"></p>
        </div>
        <div class="md-search-result" data-md-component="search-result">
          <div class="md-search-result__meta" hidden></div>
          <div class="hb-search-extra"></div>
          <ol class="md-search-result__list" role="presentation"></ol>
        </div>
      </div>
    </div>
  </div>
</div>`);
}
