"""Sentences about record books and their forms."""

SENTENCES: dict[str, tuple[str, str]] = {
    "forms-key": ("{where}里不认识“{key}”", "unknown key “{key}” in {where}"),
    "forms-key.hint": ("这里可以写：{known}", "known here: {known}"),
    "forms-twice": ("{where}里“{key}”写了两次", "“{key}” stands twice in {where}"),
    "forms-twice.hint": ("请留下一个", "keep one of them"),
    "forms-missing": ("{where}缺少“{key}”", "{where} lacks “{key}”"),
    "forms-missing.hint": ("请补上 {key}:", "add {key}:"),
    "forms-value": ("“{key}”不能是“{value}”", "“{key}” cannot be “{value}”"),
    "forms-value.hint": ("应当是{form}", "it takes {form}"),
    "forms-unfit": (
        "{where}是 {kind}，用不上“{key}”",
        "{where} is a {kind} and has no use for “{key}”",
    ),
    "forms-unfit.hint": ("请删去“{key}”，或改 kind", "remove “{key}”, or change the kind"),
    "forms-duplicate": ("表的标识“{id}”重复", "the form id “{id}” stands twice"),
    "forms-duplicate.hint": ("同一页里每张表一个标识", "give each form of a page its own id"),
    "forms-odd": (
        "表“{title}”一份有{length}页，整本排{pages}页不是整份数",
        "a copy of form “{title}” has {length} pages; {pages} pages are not whole copies",
    ),
    "forms-odd.hint": (
        "请把 pages 改为{length}的倍数",
        "make pages a multiple of {length}",
    ),
    "forms-section": (
        "“{id}”不是本页标题的标识",
        "“{id}” is not the id of a heading of this page",
    ),
    "forms-section.hint": ("最接近的是 {near}", "did you mean {near}?"),
    "forms-tall": (
        "表“{title}”第{side}面要{needs}行，{paper}只放得下{has}行",
        "side {side} of form “{title}” needs {needs} lines; {paper} holds {has}",
    ),
    "forms-tall.hint": (
        "请减少 rows，或把一部分移到 overleaf",
        "lower some rows, or move a part to overleaf",
    ),
    "forms-wide": (
        "表“{title}”里“{label}”所在的一行太挤，{paper}放不下",
        "the row of “{label}” in form “{title}” is too full for {paper}",
    ),
    "forms-wide.hint": (
        "请减少栏目，或缩短栏目名称",
        "use fewer columns, or shorter labels",
    ),
}
