"""The forms of a record page, below the text that explains them: what is asked, and the PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.book.load import RECORDS
from handbook.book.model import relative_url
from handbook.site.pages import make_environment
from handbook.site.places import Place
from handbook.source import Document
from handbook.source.forms import Field, Form, Record, read_record

_HEADING = re.compile(r'<h[1-3] [^>]*\bid="(?P<id>[^"]+)"')


def put_forms(html: str, src_uri: str, url: str, place: Place) -> str:
    """The page with its forms; `url` is its own address, relative to its edition's site."""
    path = f"docs/{src_uri}"
    document = next((d for d in place.book.others if d.path == path), None)
    if document is None or document.folder != RECORDS:
        return html
    record = read_record(document)[0]
    template = make_environment(place.root).get_template("forms.html")

    def address(name: str) -> str:
        return relative_url(f"print/{RECORDS}/{name}", url) if place.prints else ""

    parts = _HEADING.split(
        html
    )  # text, id, text, id, …: what a heading's text is comes after its id
    marks = [found[0] for found in _HEADING.finditer(html)]
    text = parts[0]
    for n, (mark, id, body) in enumerate(zip(marks, parts[1::2], parts[2::2], strict=True)):
        forms = [form for form in record.forms if form.section == id]
        books = _books(place, document, record) if not n else ()
        shown = ""
        if forms or books:
            shown = template.render(
                books=[(title, address(f"{stem}.pdf")) for title, stem in books],
                forms=[(form, list(asked(form))) for form in forms],
                stem=document.stem,
                address=address,
            )
        text += mark + body + shown
    return text


def _books(place: Place, document: Document, record: Record) -> Iterator[tuple[str, str]]:
    """Title and file of the record books that a page is about: its own; all on the index."""
    index = document.stem == "index"
    for each in place.book.others if index else (document,):
        if each.folder == RECORDS and each.stem != "index":
            forms = record.forms if each is document else read_record(each)[0].forms
            title = re.search(r"^# ([^\n{]+)", each.body, re.MULTILINE)
            if title and any(form.pages for form in forms):
                yield title[1].strip(), each.stem


def asked(form: Form) -> Iterator[str]:
    """What a form asks for, in words: 议题；表决（方式、赞成、反对、弃权）."""
    for side in form.sides:
        for row in side:
            # What goes on overleaf has been named.
            yield from (_asked(each) for each in row if not each.label.endswith("（续）"))


def _asked(field: Field) -> str:
    inner = "、".join((*field.options, *(column.label for column in field.columns)))
    return f"{field.label}（{inner}）" if field.label and inner else field.label or inner
