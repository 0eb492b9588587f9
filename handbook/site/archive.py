"""`site.zip`: all of `site/` in one file, to be unpacked on a stick and opened by a double click.

Its files are those of the site, byte for byte, the draft's too, so that every link leads
somewhere. Nothing in it depends on when or where it was made. A zip has no links, so that a file
which editions share is stored once for each of them.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from handbook.problems import InputError, problem
from handbook.source.walk import walk_files

ARCHIVE = "site.zip"
"""Its name in `site/`; no part of itself."""
_DENSE = (".png", ".jpg", ".gz", ".woff2", ".docx", ".xlsx", ".zip")
"""What gains nothing; a PDF still loses half, its fonts stand in it as they are."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say (APPNOTE 4.4.6)."""
_UNIX = 3
"""The system whose permissions are written (APPNOTE 4.4.2), wherever it is made."""
_MODE = stat.S_IFREG | 0o644


def write_archive(site: Path, cache: Path) -> int:
    """Write the archive of `site/` into it, at once; its size in bytes. Raises `InputError`."""
    part = cache / ARCHIVE
    try:
        pack(site, part)
        size = part.stat().st_size
        os.replace(part, site / ARCHIVE)  # noqa: PTH105
    except OSError as error:
        part.unlink(missing_ok=True)
        what = error.strerror or str(error)
        raise InputError([problem("zip-failed", f"{site.name}/{ARCHIVE}", what=what)]) from None
    return size


def pack(site: Path, target: Path) -> None:
    """Write every file of a site, but an archive that is there, into a zip."""
    files = sorted((path, entry.path) for path, entry in walk_files(f"{site}", (ARCHIVE,)))
    with ZipFile(target, "w") as archive:
        for path, source in files:
            archive.writestr(_entry(path), Path(source).read_bytes())


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, _TIME)
    entry.create_system = _UNIX
    entry.external_attr = _MODE << 16
    entry.compress_type = ZIP_STORED if path.endswith(_DENSE) else ZIP_DEFLATED
    return entry
