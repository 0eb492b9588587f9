/* The reader's choice of light or dark, which Material keeps, before the page is painted. */
{
  const kept = window.__md_get("__palette");
  if (kept?.color) {
    const { color } = kept;
    if (color.media === "(prefers-color-scheme)") {
      const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
      const own = `[data-md-color-media='(prefers-color-scheme: ${scheme})']`;
      const input = document.querySelector(own);
      for (const part of ["media", "scheme", "primary", "accent"]) {
        color[part] = input.getAttribute(`data-md-color-${part}`);
      }
    }
    for (const [part, value] of Object.entries(color)) {
      document.body.setAttribute(`data-md-color-${part}`, value);
    }
  }
}
