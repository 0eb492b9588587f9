"""A Content-Security-Policy for each page, with the hashes of its inline scripts.

CSP Level 3, 8.3 (hashes) and 3.3 (the `meta` element). Nothing is fetched from another host,
no script runs that is not a file of the site or named by its hash. Styles written into elements are
allowed on the pages alone that have some, as a project's own tables with aligned columns do: such
an attribute cannot be named by a hash (6.7.3.3) without allowing scripts of that kind too.
A worker may be made of a script's text (`blob:`): in a folder that is how the search has one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
# Small letters alone: Markdown and the theme write no others. A fixed word is found at once.
_LIKELY = re.compile(r"style[\s=/>]")
_STYLED = re.compile(r"<style[\s/>]|<[^>]*\sstyle\s*=")
_HEAD = re.compile(r'(<meta charset="utf-8">)')


@lru_cache(maxsize=4096)
def script_hash(code: str) -> str:
    """The source expression of an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def inline_scripts(html: str) -> set[str]:
    """The code of the scripts that stand in a page itself."""
    return {
        m["code"]
        for m in _INLINE.finditer(html)
        if "src=" not in m["attributes"] and "application/json" not in m["attributes"]
    }


def is_styled(html: str) -> bool:
    """Whether styles are written into a page."""
    return _LIKELY.search(html) is not None and _STYLED.search(html) is not None


def policy(html: str) -> str:
    """The policy that lets this page work and nothing else."""
    codes = inline_scripts(html)
    scripts = " ".join(["'self'", *sorted(script_hash(code) for code in codes)])
    styles = "'self' 'unsafe-inline'" if is_styled(html) else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
        "manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
    )


def add_policy(html: str) -> str:
    """The page with its policy as early in the head as it can be."""
    meta = f'\\1\n      <meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return _HEAD.sub(meta, html, count=1)
