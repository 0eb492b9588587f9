"""Official documents of the consultation: the notice to departments and the letters that answer.

`notice_letter` and `reply_letter` compose a `Letter`, which is data; `write_docx` lays it out
after GB/T 9704—2012. The PDF of the same letter is set by `handbook.press.notice`.
"""

from handbook.letters.letter import Attachment, Letter, Part
from handbook.letters.notice import notice_letter
from handbook.letters.word import write_docx

__all__ = ["Attachment", "Letter", "Part", "notice_letter", "write_docx"]
