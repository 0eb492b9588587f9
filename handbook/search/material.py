"""What the MkDocs plugin puts into a site so that Material's search dialog is ours.

Material 9.7 and 9.8: the header has a search box where `material/search` is among the plugins
and enabled; the page's script fetches `search/search_index.json` (over `file:` it loads
`search_index.js`), hands it to the worker named in the page, and talks to that by messages.
We give it an empty index and our worker under the name of its own, which fetches
`search/index.json` when a reader first types.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import material
from mkdocs.config.defaults import MkDocsConfig

from handbook.book import Book, dump_json
from handbook.search.index import build_index, index_json

HERE = Path(__file__).parent
SHIM = "assets/javascripts/search-shim.js"
"""The stand-in for `Worker` on pages opened as files; harmless elsewhere."""
WORKERS = "assets/javascripts/workers"
UNUSED = re.compile(r"assets/javascripts/(lunr/.*|workers/.*\.map)")
"""Files of the theme that only its own search needs, by their place in the site."""
# Material reads nothing of this but the separator, for `search.highlight`.
STUB = {"config": {"lang": ["zh"], "separator": "[\\s]+", "pipeline": [], "fields": {}}, "docs": []}


def enable_search(config: MkDocsConfig, plugin: Any) -> None:
    """Make Material show its search box; for the event `on_config`.

    `plugin.config.enabled` must be true. Should the theme's own search be listed too, it is
    turned off, so that it neither takes time nor writes its index.
    """
    other = config.plugins.get("material/search")
    if other is not None and other is not plugin:
        other.config.enabled = False
    # MkDocs would register the plugin's events twice.
    dict.__setitem__(config.plugins, "material/search", plugin)
    polyfills = config.extra.setdefault("polyfills", [])
    if SHIM not in polyfills:
        polyfills.append(SHIM)


def search_files(book: Book) -> dict[str, bytes]:
    """The files of the search by their place in the site; for the event `on_files`.

    The worker's place is that of the theme's own, which is to be removed from the files first.
    """
    index = dump_json(index_json(build_index(book)))
    stub = dump_json(STUB)
    return {
        "search/index.json": index.encode(),
        "search/index.js": f"self.handbookIndex={index.rstrip()};\n".encode(),
        "search/search_index.json": stub.encode(),
        "search/search_index.js": f"var __index={stub.rstrip()};\n".encode(),
        worker_place(): (HERE / "worker.js").read_bytes(),
        SHIM: (HERE / "worker_shim.js").read_bytes(),
    }


def worker_place() -> str:
    """Where the installed theme has its search worker; the name carries a hash."""
    workers = Path(material.__path__[0]) / "templates" / WORKERS
    (worker,) = workers.glob("search.*.js")
    return f"{WORKERS}/{worker.name}"
