"""What the file says that it is: version, PDF/X-4 in its metadata, trapping, identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf.generic import ArrayObject, NameObject

from handbook.preflight.clauses import both, pdf, x4
from handbook.preflight.open import decoded, entry, filters, items
from handbook.preflight.pages import File
from handbook.preflight.record import Expected, Finding, Rule

NO_CLAIM = Rule("pdf-no-claim", x4("6.10"), "note")
CLAIM = Rule("pdf-claim", x4("6.10"))
VERSION = Rule("pdf-version", x4("6.1"), "warning")
XMP = Rule("pdf-xmp", both(x4("6.10"), pdf("14.3.2")))
DATES = Rule("pdf-xmp-entries", x4("6.10"))
TRAPPED = Rule("pdf-trapped", both(x4(), pdf("14.11.6")))
AGREE = Rule("pdf-info", both(x4("6.10"), pdf("14.3.3")))
ID = Rule("pdf-id", both(x4("6.10"), pdf("14.4")))
RULES = (NO_CLAIM, CLAIM, VERSION, XMP, DATES, TRAPPED, AGREE, ID)

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFXID = "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_MM = "{http://ns.adobe.com/xap/1.0/mm/}"
NEEDED = {
    "xmp:CreateDate": f"{_XMP}CreateDate",
    "xmp:ModifyDate": f"{_XMP}ModifyDate",
    "xmp:MetadataDate": f"{_XMP}MetadataDate",
    "xmpMM:DocumentID": f"{_MM}DocumentID",
    "xmpMM:VersionID": f"{_MM}VersionID",
    "xmpMM:RenditionClass": f"{_MM}RenditionClass",
}
X4 = "PDF/X-4"
METADATA = 1_000_000
"""Bytes of metadata that are read."""


def check(file: File, expected: Expected) -> Iterator[Finding]:
    """Findings on the file's own account of itself."""
    if not is_held(file, expected):
        yield NO_CLAIM.finding()
        return
    version = header_version(file)
    if version > "1.6":
        yield VERSION.finding(version, "1.6")
    found = read_xmp(file)
    if found is None:
        yield XMP.finding("—", "XMP")
    else:
        if filters(entry(file.root, "/Metadata")):
            yield XMP.finding(", ".join(filters(entry(file.root, "/Metadata"))), "XMP")
        if found.get(PDFXID) != X4:
            yield CLAIM.finding(found.get(PDFXID) or "—", X4)
        lacking = [name for name, key in NEEDED.items() if not found.get(key)]
        if lacking:
            yield DATES.finding("—", ", ".join(lacking))
    yield from _trapped(file, found or {})
    identifiers = file.reader.trailer.get("/ID")
    given = identifiers.get_object() if identifiers is not None else None
    if not isinstance(given, ArrayObject) or len(given) != 2 or not all(map(str, given)):
        yield ID.finding("—", "/ID")


def _trapped(file: File, found: dict[str, str]) -> Iterator[Finding]:
    value = entry(file.info, "/Trapped")
    if not isinstance(value, NameObject) or value not in ("/True", "/False"):
        yield TRAPPED.finding(str(value or "—").lstrip("/"), "True | False")
    elif found and found.get(f"{_PDF}Trapped", str(value)[1:]) != str(value)[1:]:
        yield AGREE.finding(f"pdf:Trapped {found[f'{_PDF}Trapped']}", f"Trapped {str(value)[1:]}")
    for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        info, xmp = _digits(str(entry(file.info, key) or "")), _digits(found.get(_XMP + name, ""))
        if info and xmp and info != xmp:
            yield AGREE.finding(f"xmp:{name} {xmp}", f"{key[1:]} {info}")


def _digits(date: str) -> str:
    """Year to second of a date in PDF's form or in XMP's."""
    digits = "".join(char for char in date.split("+")[0].removeprefix("D:") if char.isdigit())
    return digits[:14] if len(digits) >= 14 else ""


def is_held(file: File, expected: Expected) -> bool:
    """Whether the file is held to PDF/X-4: because it was asked for, or because it says so."""
    return expected.pdfx if expected.pdfx is not None else bool(claim(file))


def claim(file: File) -> str:
    """The standard that the file claims; `?` if it has an output intent for PDF/X and no more."""
    said = (read_xmp(file) or {}).get(PDFXID) or str(entry(file.info, "/GTS_PDFXVersion") or "")
    intents = any(entry(it, "/S") == "/GTS_PDFX" for it in items(file.root, "/OutputIntents"))
    return said or ("?" if intents else "")


def header_version(file: File) -> str:
    """The version of PDF: the header's, or the catalog's where that is higher."""
    header = file.reader.pdf_header.removeprefix("%PDF-")[:3]
    return max(header, str(entry(file.root, "/Version") or "").lstrip("/"))


def read_xmp(file: File) -> dict[str, str] | None:
    """Simple properties of the file's metadata by their names in full; None if there are none."""
    data = decoded(entry(file.root, "/Metadata"))
    if not data or len(data) > METADATA:
        return None
    try:
        tree = fromstring(data.strip(b"\0 \t\r\n"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    found: dict[str, str] = {}
    for each in tree.iter(f"{_RDF}Description"):
        found |= {key: value for key, value in each.attrib.items() if not key.startswith(_RDF)}
        found |= {child.tag: _text(child) for child in each}
    return found


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()
