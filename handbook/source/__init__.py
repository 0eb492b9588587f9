"""The tree of sources as it stands: files, front matter, headings and their computed numbers.

Knows nothing of Markdown bodies beyond their headings and references, so that numbers and
back links are known before any page is rendered.
"""

from handbook.source.document import FOLDERS, Document, read_document, read_text
from handbook.source.headings import Heading, HeadingParts, parse_heading, scan_headings
from handbook.source.numbering import Numbered, chinese_number, number_headings
from handbook.source.references import Reference, scan_references
from handbook.source.settings import Settings, load_settings

__all__ = [
    "FOLDERS",
    "Document",
    "Heading",
    "HeadingParts",
    "Numbered",
    "Reference",
    "Settings",
    "chinese_number",
    "load_settings",
    "number_headings",
    "parse_heading",
    "read_document",
    "read_text",
    "scan_headings",
    "scan_references",
]
