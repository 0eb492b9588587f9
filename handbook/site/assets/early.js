/*
 * Runs in the head, so that what only scripts can do has its room from the first paint on, and
 * gives what Material's own scripts ask for: where they keep what, by the site's root.
 */
document.documentElement.classList.replace("no-js", "js");
{
  const { src, dataset } = document.currentScript;
  const root = dataset.scope ? new URL(dataset.scope, location) : new URL("..", src);
  window.__md_scope = root;
  window.__md_hash = text =>
    [...text].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0);
  window.__md_get = (key, storage = localStorage, scope = root) =>
    JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
  window.__md_set = (key, value, storage = localStorage, scope = root) => {
    try {
      storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch { /* a reader's browser may keep nothing */ }
  };
}
