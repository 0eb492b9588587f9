"""Compiled templates, kept in the cache: to compile takes longer than to render a page."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from handbook.site.swap import CACHE

SIZE = 16
"""How many bytes of hash stand before a template's code, so that damaged code never runs."""


def content_digest(data: bytes) -> bytes:
    """A hash of a template's code."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


class Compiled(BytecodeCache):
    """What was compiled before; what cannot be read or written is compiled again."""

    def __init__(self, root: Path) -> None:
        self.folder = root / CACHE / "templates"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template's code, if it is that of the template as it stands."""
        with contextlib.suppress(Exception):
            data = (self.folder / bucket.key).read_bytes()
            if content_digest(data[SIZE:]) == data[:SIZE]:
                bucket.bytecode_from_string(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f".{bucket.key}.{os.getpid()}"
            data = bucket.bytecode_to_string()
            draft.write_bytes(content_digest(data) + data)
            draft.replace(self.folder / bucket.key)
