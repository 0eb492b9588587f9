"""Sentences about forges."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Forges
    "forge-kind": ("不认识的 forge.kind：“{kind}”", "forge.kind cannot be “{kind}”"),
    "forge-kind.hint": ("可用的有：{known}；不用就留空", "known: {known}; or leave it empty"),
    "forge-url": ("forge.url 不是网址：“{url}”", "forge.url is no address: “{url}”"),
    "forge-url.hint": (
        "填仓库的网址，如 https://github.com/示例单位/手册",
        "give the repository's address, such as https://github.com/office/handbook",
    ),
}
