"""Notices and letters on paper: the same data as the docx, set after GB/T 9704—2012.

The wheel has no 仿宋, 楷体 and 小标宋: Noto Serif SC stands for all three, Noto Sans SC for 黑体.
For sending out, the docx names the faces that the standard asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from handbook.letters.letter import Attachment, Letter
from handbook.press.typeset import typeset
from handbook.press.xhtml import clean


def set_letters(letters: Sequence[Letter], title: str, overrides: Path | None = None) -> bytes:
    """One PDF with all the letters, each from a recto and with its own page numbers.

    Raises what `typeset` raises.
    """
    return typeset(letters_xml(letters, title), "notice", overrides)


def letters_xml(letters: Sequence[Letter], title: str) -> bytes:
    """The letters as the template reads them; `title` is the document's."""
    newest = max(letter.date for letter in letters)
    attributes = {"title": title, "author": letters[0].organ, "date": newest.isoformat()}
    root = Element("book", {key: clean(value) for key, value in attributes.items()})
    for letter in letters:
        root.append(_letter(letter))
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _letter(letter: Letter) -> Element:
    attributes = {
        "form": letter.form,
        "organ": letter.organ,
        "number": letter.number,
        "title": "\n".join(letter.title_lines),
        "to": letter.to,
        "date-words": letter.date_words,
        "remark": letter.remark,
        "imprint": letter.imprint,
        "notice": letter.notice,
    }
    element = Element("letter", {key: clean(value) for key, value in attributes.items()})
    for part in letter.parts:
        attributes = {"level": part.level, "rest": clean(part.rest)}
        SubElement(element, "part", attributes).text = clean(part.text)
    for line in letter.annexes:
        SubElement(element, "annex").text = clean(line)
    for number, attachment in enumerate(letter.attachments, 1):
        name = f"附件{number}" if len(letter.attachments) > 1 else "附件"
        element.append(_attachment(attachment, name))
    return element


def _attachment(attachment: Attachment, name: str) -> Element:
    attributes = {
        "name": name,
        "title": clean(attachment.title),
        "lead": clean(attachment.lead),
        "rows": str(attachment.rows),
    }
    element = Element("attachment", attributes)
    for head, share in zip(attachment.heads, attachment.shares, strict=True):
        SubElement(element, "column", {"share": str(share)}).text = clean(head)
    for note in attachment.notes:
        SubElement(element, "note").text = clean(note)
    return element
