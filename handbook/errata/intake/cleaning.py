"""What a stranger's text may not bring into the tree: invisible controls, contact data, markup."""

from __future__ import annotations

import re

from handbook.source.document import CONTROL

LONGEST = 4000
"""Characters of one field; a longer one is no quotation but a paste gone wrong."""
UNIT_LONGEST = 60
"""Characters of a unit's name."""
MASK = "〔联系方式已略〕"
"""What stands where contact data stood."""

# Beyond what the sources refuse: soft hyphen, Mongolian vowel separator, interlinear annotation,
# invisible operators, tag characters (Unicode 15.0, 23.9), and halves of surrogate pairs.
_INVISIBLE = re.compile(
    f"{CONTROL.pattern}|[\xad\u061c\u180e\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTACT = re.compile(
    r"(?<![\w.])(?:"
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # a mobile number
    r"|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,6})?"  # a landline with its area code
    r"|\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # GB 11643—1999
    r")(?!\w)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:(?:QQ|qq)号?|(?:微信|V信)号?)[ :]*[a-zA-Z0-9_-]{5,}",
    re.ASCII,
)
# What Markdown would read as a mark in a text that was typed as plain words.
_INLINE = re.compile(r"[\\`*_\[\]{}]|&(?=[a-zA-Z#])")


def strip_invisible(text: str) -> tuple[str, bool]:
    """The text without characters that no one sees, and whether it had any."""
    cleaned = _INVISIBLE.sub("", text)
    return cleaned, cleaned != text


def find_contact(text: str) -> list[str]:
    """Telephone numbers, addresses and identity numbers in a text, full-width ones too."""
    return [text[found.start() : found.end()] for found in _CONTACT.finditer(half_width(text))]


def mask_contact(text: str) -> str:
    """The text with contact data left out (design: never written into the tree)."""
    pieces: list[str] = []
    at = 0
    for found in _CONTACT.finditer(half_width(text)):
        pieces += [text[at : found.start()], MASK]
        at = found.end()
    return "".join([*pieces, text[at:]])


def half_width(text: str) -> str:
    """The text with full-width letters, digits, marks and spaces in their half-width form.

    No character becomes two, so places in one are places in the other.
    """
    return text.translate(_WIDE)


def escape_markdown(text: str) -> str:
    """Plain words as Markdown that shows just these words."""
    text = _INLINE.sub(lambda found: "&amp;" if found[0] == "&" else f"\\{found[0]}", text)
    return text.replace("<", "&lt;")


def paragraphs(text: str) -> str:
    """A typed text of several lines as Markdown: a paragraph a line, no line a list or heading."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(_shield(escape_markdown(line)) for line in lines if line)


def _shield(line: str) -> str:
    """A line whose first characters would begin a block, with a backslash before the mark."""
    found = re.match(r"(\d+)([.)])|[#>+\-=|:~!]", line)
    if not found:
        return line
    at = found.end(1) if found[1] else 0
    return f"{line[:at]}\\{line[at:]}" if line[at] in ".)#>+-!" else f"&#{ord(line[at])};{line[1:]}"
