"""Addresses of a forge's page for a new file, or a new issue, with everything filled in.

What each forge takes is in its own manual or source: GitHub `new/BRANCH?filename=&value=`, Gitea
and Forgejo `_new/BRANCH/DIR?filename=&value=`. GitLab fills no file in, but an issue; Gitee
neither. Nothing is sent: the reader opens the page and decides there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from handbook.problems import Problem, problem
from handbook.source.settings import ForgeSettings

LIMIT = 8000
"""How long an address may be, in bytes; forges and proxies refuse longer ones."""
FOLDER = "docs/errata"
KINDS = ("github", "gitlab", "gitea", "forgejo", "gitee")
"""What the setting `forge.kind` may say."""
_SAFE = "!~*'()"
"""What a browser's `encodeURIComponent` leaves as it is besides letters, digits and `-_.`."""

Value = Literal["path", "name", "text", "title", "body"]
"""The file's path, its name, its text; an issue's title and body."""


@dataclass(frozen=True)
class ForgePage:
    """A page of a forge that takes what it shows from its address."""

    name: str
    """What the forge is called."""
    opens: Literal["file", "issue"]
    address: str
    """Without the query."""
    fields: tuple[tuple[str, Value], ...]
    """Parameters of the query, and what each takes."""

    def fill(self, values: Mapping[Value, str]) -> str:
        """The address with its query; one longer than `LIMIT` is of no use."""
        pairs = (f"{quote(key, _SAFE)}={quote(values[what], _SAFE)}" for key, what in self.fields)
        return f"{self.address}?{'&'.join(pairs)}"


def forge_page(forge: ForgeSettings) -> ForgePage | None:
    """The page of the forge named in the settings; None where it can fill in nothing."""
    url, branch = forge.url.rstrip("/"), quote(forge.branch, "/")
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return None
    if forge.kind == "github":
        fields: tuple[tuple[str, Value], ...] = (("filename", "path"), ("value", "text"))
        return ForgePage("GitHub", "file", f"{url}/new/{branch}", fields)
    if forge.kind in ("gitea", "forgejo"):
        name = "Gitea" if forge.kind == "gitea" else "Forgejo"
        address = f"{url}/_new/{branch}/{FOLDER}"
        return ForgePage(name, "file", address, (("filename", "name"), ("value", "text")))
    if forge.kind == "gitlab":
        fields = (("issue[title]", "title"), ("issue[description]", "body"))
        return ForgePage("GitLab", "issue", f"{url}/-/issues/new", fields)
    return None


def forge_problems(forge: ForgeSettings) -> Iterator[Problem]:
    """What is wrong with the setting `forge`."""
    if forge.kind and forge.kind not in KINDS:
        yield problem("forge-kind", "mkdocs.yml", kind=forge.kind, known="、".join(KINDS))
    parts = urlsplit(forge.url)
    if (forge.kind or forge.url) and (parts.scheme not in ("http", "https") or not parts.netloc):
        yield problem("forge-url", "mkdocs.yml", url=forge.url)
