"""A PDF made ready for the press: boxes, blank pages, metadata; PDF/X-4 where there is a profile.

Typst writes the pages; here the file around them becomes one that prepress software takes without
a question. Nothing of a page's content is touched.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
)

from handbook.press.output_intent import Profile, add_output_intent

PRODUCER = "standards-handbook"
_SPACE = uuid.UUID("6f0a5a2e-6f5c-5d5c-9a56-7c1f1f1c9c0b")
"""In which the documents' ids are names (RFC 9562, 5.5)."""


@dataclass(frozen=True)
class Labels:
    """What a file says of itself in its metadata."""

    title: str
    author: str
    date: datetime.date
    """Of the printing; all times in the file are its midnight, UTC."""
    version: str
    """The printing, as `xmpMM:VersionID` has it."""


def exchange(pdf: bytes, labels: Labels, padding: int = 0, profile: Profile | None = None) -> bytes:
    """The PDF with boxes on every page, `padding` blank pages at its end, and its metadata.

    With a profile it is PDF/X-4 (ISO 15930-7): one output intent, XMP that says so, an id in the
    trailer. The id is made of the content, so that the same content has the same bytes.
    """
    reader = PdfReader(io.BytesIO(pdf))
    for key in ("/Metadata", "/ViewerPreferences", "/OpenAction", "/AA"):
        reader.root_object.pop(key, None)
    for page in reader.pages:  # a footnote's mark leads to its note; paper has no links
        assert page.indirect_reference is not None
        page.indirect_reference.get_object().pop("/Annots", None)  # type: ignore[union-attr]
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.6"
    last = writer.pages[-1]
    for _ in range(padding):
        page = writer.add_blank_page(float(last.mediabox.width), float(last.mediabox.height))
        page[NameObject("/TrimBox")] = RectangleObject(last.trimbox)
    for page in writer.pages:
        page[NameObject("/BleedBox")] = RectangleObject(page.mediabox)
    digest = hashlib.sha256(pdf)
    for part in (labels, padding, profile and (profile.identifier, profile.name)):
        digest.update(repr(part).encode())
    digest.update(profile.data if profile else b"")
    if profile:
        add_output_intent(writer, profile)
    _describe(writer, labels, digest.hexdigest(), profile is not None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _describe(writer: PdfWriter, labels: Labels, digest: str, pdfx: bool) -> None:
    """Info, XMP and the trailer's id, all three alike."""
    day = f"D:{labels.date:%Y%m%d}000000Z"
    writer.metadata = {
        "/Title": labels.title,
        **({"/Author": labels.author} if labels.author else {}),
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": day,
        "/ModDate": day,
    }
    info = writer._info
    assert isinstance(info, DictionaryObject)
    info[NameObject("/Trapped")] = NameObject("/False")
    # Prepress software reads the packet without decoding the file: it is not compressed.
    packet = DecodedStreamObject()
    packet.set_data(_xmp(labels, digest, pdfx).encode())
    packet[NameObject("/Type")] = NameObject("/Metadata")
    packet[NameObject("/Subtype")] = NameObject("/XML")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(packet)
    id = ByteStringObject(bytes.fromhex(digest[:32]))
    writer._ID = ArrayObject([id, id])


def _xmp(labels: Labels, digest: str, pdfx: bool) -> str:
    """The metadata packet (ISO 16684-1); with `pdfx` what ISO 15930-7, 6.9 asks for."""
    when = f"{labels.date.isoformat()}T00:00:00Z"
    document = uuid.uuid5(_SPACE, f"{labels.title}\n{labels.version}")
    author = f"<dc:creator><rdf:Seq><rdf:li>{escape(labels.author)}</rdf:li></rdf:Seq></dc:creator>"
    claim = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" if pdfx else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(labels.title)}</rdf:li></rdf:Alt></dc:title>
{author if labels.author else ""}
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate>
<xmp:ModifyDate>{when}</xmp:ModifyDate>
<xmp:MetadataDate>{when}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{uuid.uuid5(_SPACE, digest)}</xmpMM:InstanceID>
<xmpMM:VersionID>{escape(labels.version or "1")}</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
{claim}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
