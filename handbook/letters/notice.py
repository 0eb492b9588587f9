"""The notice that asks every department for erratum suggestions."""

from __future__ import annotations

import datetime
from pathlib import Path

from handbook.letters.letter import Attachment, Letter, date_words
from handbook.letters.words import Words
from handbook.source import Settings

ORGAN = "示例机关"
"""Who signs where no organ is named: a placeholder to be written over, and no real organ."""
ROWS = 5
"""Empty rows of the form, as many as stand on its page with the notes below."""


def notice_letter(
    root: Path,
    settings: Settings,
    date: datetime.date,
    deadline: datetime.date,
    organ: str = ORGAN,
    number: str = "",
) -> Letter:
    """The notice of `date`, to be answered by `deadline`.

    Raises `InputError` where the project's own words for it cannot be used.
    """
    blanks = {
        "book": f"《{settings.title}》",
        "edition": settings.edition_name,
        "deadline": date_words(deadline),
        "contact": settings.contact or "示例编辑部",
        "organ": organ,
    }
    words = Words(root, "notice.yml", blanks)
    return Letter(
        form="notice",
        organ=organ,
        number=number or f"示例〔{date.year}〕　号",
        title=words.text("title"),
        to=words.text("to"),
        parts=words.parts("parts"),
        date=date,
        remark=words.text("remark"),
        attachments=(suggestion_form(words),),
        imprint=f"{organ}办公室",
        notice=settings.notice,
        name=f"notice-{date.isoformat()}",
    )


def suggestion_form(words: Words) -> Attachment:
    """勘误征求意见汇总表, whose columns `errata import` knows."""
    heads, shares = words.texts("form", "heads"), words.texts("form", "shares")
    if len(heads) != len(shares) or not all(share.isdigit() for share in shares):
        raise words.refuse("form.shares")
    return Attachment(
        title=words.text("form", "title"),
        lead=words.text("form", "lead"),
        heads=heads,
        shares=tuple(int(share) for share in shares),
        rows=ROWS,
        notes=words.texts("form", "notes"),
    )
