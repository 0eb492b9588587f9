"""What the MkDocs plugin puts into a site so that Material's search dialog is ours.

Material 9.7 and 9.8: the header has a search box where `material/search` is among the plugins
and enabled; the page's script fetches `search/search_index.json` (over `file:` it loads
`search_index.js`), hands it to the worker named in the page, and talks to that by messages.
We give it an empty index and our worker under the name of its own, which fetches the index when a
reader first opens the search. `assets/search.js` adds to the dialog what Material's lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import material

from handbook.book import Book, dump_json
from handbook.search.entries import build_index
from handbook.search.publish import index_files

if TYPE_CHECKING:  # to import MkDocs takes longer than all else here
    from mkdocs.config.defaults import MkDocsConfig

HERE = Path(__file__).parent
SHIM = "assets/javascripts/search-shim.js"
"""The stand-in for `Worker` on pages opened as files; harmless elsewhere."""
WORKERS = "assets/javascripts/workers"
ASSETS = ("search.css", "search-dialog.js", "search.js", "search-marks.js")
"""What every page loads for the dialog, and to mark what was searched for."""
SCRIPTS = (
    "fold", "names", "pinyin", "index", "words", "scan", "rank", "near", "query", "item", "unpack",
    "worker",
)  # fmt: skip
"""The worker's parts in the order they are put together."""
COMMENT = re.compile(r" */\*(?:(?!\*/).)*\*/$", re.DOTALL | re.MULTILINE)
"""A comment up to the end of a line."""
UNUSED = re.compile(r"assets/(javascripts/lunr/.*|(javascripts|stylesheets)/.*\.map)")
"""Files of the theme that only its own search needs, or its makers, by their place in the site."""
# Material reads nothing of this but the separator, for `search.highlight`.
STUB = {"config": {"lang": ["zh"], "separator": "[\\s]+", "pipeline": [], "fields": {}}, "docs": []}


def enable_search(config: MkDocsConfig, plugin: Any, editions: bool = False) -> None:
    """Make Material show its search box; for the event `on_config`.

    `plugin.config.enabled` must be true. Should the theme's own search be listed too, it is
    turned off, so that it neither takes time nor writes its index. `editions` says whether others
    stand beside this one, so that a reader may search them all.
    """
    other = config.plugins.get("material/search")
    if other is not None and other is not plugin:
        other.config.enabled = False
    # MkDocs would register the plugin's events twice.
    dict.__setitem__(config.plugins, "material/search", plugin)
    polyfills = config.extra.setdefault("polyfills", [])
    if SHIM not in polyfills:
        polyfills.append(SHIM)
    config.extra["handbook_search_editions"] = editions
    theme = str(Path(material.__path__[0]) / "templates")
    config.theme.dirs.insert(config.theme.dirs.index(theme), str(HERE / "theme"))
    config.extra_css.append("assets/search.css")
    config.extra_javascript += ["assets/search.js", "assets/search-marks.js"]


def search_files(book: Book, errata: Iterable[Mapping[str, Any]] = ()) -> dict[str, bytes]:
    """The files of the search by their place in the site; for the event `on_files`.

    `errata` are the rows of `errata.json` that a reader may find. The worker's place is that of
    the theme's own, which is to be removed from the files first.
    """
    files = {f"search/{name}": data for name, data in index_files(build_index(book, errata))}
    return files | fixed_files()


def fixed_files() -> dict[str, bytes]:
    """Those of them that are the same for every text."""
    stub = dump_json(STUB)
    files = {
        "search/search_index.json": stub.encode(),
        "search/search_index.js": f"var __index={stub.rstrip()};\n".encode(),
        worker_place(): worker_script().encode(),
        SHIM: (HERE / "worker_shim.js").read_bytes(),
    }
    return files | {f"assets/{name}": (HERE / "assets" / name).read_bytes() for name in ASSETS}


def worker_script() -> str:
    """The worker, put together; comments and indentation are left out."""
    parts = [(HERE / "browser" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    lines = COMMENT.sub("", "".join(parts)).splitlines()
    text = "".join(f"{line.strip()}\n" for line in lines if line.strip())
    # Its own text makes a worker where no file may (`worker_shim.js`).
    return f"(function main() {{\n{text}self.handbookSearch.main = main;\n}})();\n"


def worker_place() -> str:
    """Where the installed theme has its search worker; the name carries a hash."""
    workers = Path(material.__path__[0]) / "templates" / WORKERS
    (worker,) = workers.glob("search.*.js")
    return f"{WORKERS}/{worker.name}"
