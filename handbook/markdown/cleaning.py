"""What may not pass from a source into a page: HTML, and addresses that run or fetch."""

from __future__ import annotations

import re

TAG = re.compile(
    r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?|!--.*?--|![A-Z][^<>]*|\?[^<>]*)>", re.S
)
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
SCHEMES = frozenset({"http", "https", "mailto"})


def safe_url(url: str) -> bool:
    """Whether a link may lead to `url`: relative, or of a scheme that only shows something.

    Browsers pass over white space and control characters in a scheme (WHATWG URL, 4.4).
    """
    found = _SCHEME.match(re.sub(r"[\x00-\x20\x7f\u200b-\u200f\ufeff]", "", url))
    return found is None or found[1].lower() in SCHEMES


def find_tags(masked: str) -> list[re.Match[str]]:
    """Raw HTML in a text whose code spans are blanked; autolinks `<https://…>` are not HTML."""
    return list(TAG.finditer(masked))
