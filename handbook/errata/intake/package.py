"""Office files with the same bytes for the same content, whenever and wherever they are made."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold."""
_TIME = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def fix_package(data: bytes, date: datetime.date | None) -> bytes:
    """The office file with no time in it but the content's own date."""
    stamp = f"{(date or datetime.date(*_EPOCH[:3])).isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = _TIME.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            part = zipfile.ZipInfo(info.filename, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3  # else it says what system wrote it
            new.writestr(part, content)
    return out.getvalue()
