"""Sentences about finished PDFs that were read back."""

_MEND = ("请用源文件重新制作 PDF", "make the PDF anew from its sources")

SENTENCES: dict[str, tuple[str, str]] = {
    "proof-file": ("读不了这个 PDF：{what}", "cannot read this PDF: {what}"),
    "proof-file.hint": (
        "请给一个未加密、完整的 PDF 文件",
        "give a whole PDF file without encryption",
    ),
    "proof-unknown": (
        "版权页写的是“{title}”“{edition}”，本项目里没有这本书",
        "its colophon says “{title}”, “{edition}”; this project has no such book",
    ),
    "proof-unknown.hint": (
        "已有的版本：{known}；请在出这本书的项目里核对",
        "known editions: {known}; verify it in the project that it comes from",
    ),
    "proof-text": (
        "{place}应为“{expected}”，印成“{found}”",
        "{place}should read “{expected}”, reads “{found}”",
    ),
    "proof-missing": ("{place}缺这一段：{expected}", "{place}{expected} is missing"),
    "proof-extra": ("{place}多出“{found}”", "{place}“{found}” is in no source"),
    "proof-order": (
        "{place}“{found}”不在它该在的位置",
        "{place}“{found}” stands elsewhere than where it is read",
    ),
    "proof-note": (
        "{place}脚注应为“{expected}”，印成“{found}”",
        "{place}a footnote should read “{expected}”, reads “{found}”",
    ),
    "proof-head": (
        "书眉应为“{expected}”，印成“{found}”",
        "the running head should be “{expected}”, is “{found}”",
    ),
    "proof-folio": (
        "页码应为 {expected}，印成 {found}：缺页、多页或者页序不对",
        "the folio should be {expected}, is {found}: a page is missing, doubled or out of order",
    ),
    "proof-page": ("没有印着页码 {expected} 的一页", "no page bears the folio {expected}"),
    "proof-reference": (
        "{place}所注页码应为“{expected}”，印成“{found}”",
        "{place}the page of a reference should be “{expected}”, is “{found}”",
    ),
    "proof-index": (
        "索引应为“{expected}”，印成“{found}”",
        "the index should read “{expected}”, reads “{found}”",
    ),
    "proof-hash": (
        "版权页上的正文校验值 {found} 不是这份文本的",
        "the sum {found} in the colophon is not that of this text",
    ),
    "proof-front": (
        "书名页或者版权页上多出“{found}”",
        "title page or colophon say “{found}” besides",
    ),
    "proof-hidden": ("看不见的文字“{found}”", "text that cannot be seen: “{found}”"),
    "proof-covered": ("“{found}”上压着线条或者色块", "a rule or area lies over “{found}”"),
    "proof-ink": ("“{found}”处没有墨迹", "no ink where “{found}” should be"),
    "proof-struck": ("“{found}”应有删除线", "“{found}” should be struck out"),
    "proof-annotation": ("页上有批注：{found}", "an annotation lies on the page: {found}"),
    "proof-layer": ("页上有可以隐藏的图层：{found}", "a layer that can be hidden: {found}"),
    "proof-drawing": (
        "页上有不是文字的图形：{found}",
        "something is drawn that is no text: {found}",
    ),
    "proof-unread": (
        "页面内容里有不认识的指令：{found}",
        "the page has an operator that our books do not have: {found}",
    ),
    "proof-outline": (
        "声称是“{expected}”的字形不是这个字（{found}）",
        "a glyph that claims to be “{expected}” does not look like it ({found})",
    ),
    "proof-unmapped": (
        "字形没有对应的字符（{found}）",
        "a glyph stands for no character ({found})",
    ),
    "proof-glyph": ("“{expected}”没有字形", "“{expected}” has no glyph"),
    "proof-font": (
        "字体应为 {expected}，实为 {found}",
        "the font should be {expected}, is {found}",
    ),
    "proof-spoken": (
        "朗读的“{found}”和印出的文字不同",
        "what is spoken, “{found}”, is not what is inked",
    ),
    "proof-holds": (
        "{title}{edition}{printing}：{identical}/{provisions} 处与源文件一致，"
        "缺字 {missing}，核对字形 {outlines} 个，正文校验 {sha256}",
        "{title}, {edition}{printing}: {identical} of {provisions} texts as in the sources, "
        "{missing} missing glyphs, {outlines} outlines compared, sum of the text {sha256}",
    ),
    "proof-fails": (
        "{title}{edition}{printing}：{identical}/{provisions} 处与源文件一致，{count} 处不符",
        "{title}, {edition}{printing}: {identical} of {provisions} texts as in the sources, "
        "{count} differences",
    ),
} | {
    f"proof-{kind}.hint": _MEND
    for kind in (
        *("text", "missing", "extra", "order", "note", "head", "folio", "page", "reference"),
        *("index", "hash", "front", "hidden", "covered", "ink", "struck", "annotation", "layer"),
        *("drawing", "unread", "outline", "unmapped", "glyph", "font", "spoken"),
    )
}
