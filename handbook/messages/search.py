"""Sentences about search."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Search
    "about-search-edition": (
        "查哪一版：版次、next（工作文本，默认）、latest 或者 all",
        "which edition: its id, next (the working text, the default), latest or all",
    ),
    "about-search-in": ("只查一类", "one part only"),
    "search-nothing": ("没有“{words}”", "nothing has “{words}”"),
    "search-tried": ("也查了：{forms}", "looked for too: {forms}"),
    "search-elsewhere": ("其他范围里有 {count} 处", "{count} elsewhere"),
    "search-parts": ("下面是含有{parts}的内容：", "these have {parts}:"),
    "search-alike": ("是不是要查：{words}", "did you mean: {words}"),
    "search-also": ("另见 {editions}", "also in {editions}"),
}
