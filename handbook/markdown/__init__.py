"""Our Markdown: Python-Markdown with numbers, references and back links, and without raw HTML.

`HandbookExtension` is what `markdown.markdown(…, extensions=["handbook"])` loads. The Book
renders with the same extension through `render_document`, which also yields each provision's
shown text and the map from it to the source.
"""

from handbook.markdown.extension import HandbookExtension, makeExtension
from handbook.markdown.render import RenderedSection, render_document
from handbook.markdown.resolver import Resolver, Target, TextResolver
from handbook.markdown.shown import Shown

__all__ = [
    "HandbookExtension",
    "RenderedSection",
    "Resolver",
    "Shown",
    "Target",
    "TextResolver",
    "makeExtension",
    "render_document",
]
