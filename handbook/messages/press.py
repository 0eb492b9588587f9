"""Sentences about setting and printing."""

SENTENCES: dict[str, tuple[str, str]] = {
    "print-glyph": (
        "“{text}”（{code}）在所带字体里没有字形，印不出来",
        "“{text}” ({code}) is in none of the fonts and cannot be printed",
    ),
    "print-glyph.hint": ("请换一个字符", "use another character"),
    "print-template": ("版式模板有误：{what}", "a print template fails: {what}"),
    "print-template.hint": (
        "请改正 overrides/print/ 里的模板，或删除它以使用自带的",
        "mend the template in overrides/print/, or remove it to use our own",
    ),
}
