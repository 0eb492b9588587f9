"""Sentences about the site: what a build made, and forges."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Why a page was made anew (`build --explain`)
    "about-explain": (
        "说明哪些页面重做了、为什么",
        "say which pages were made anew, and why",
    ),
    "why-nothing": ("没有改动，什么都不用重做", "nothing has changed, nothing was made anew"),
    "why-new": ("新的页面", "a new page"),
    "why-gone": ("已删去", "taken away"),
    "why-text": ("正文改了", "its text changed"),
    "why-cited": (
        "所引条目的条号、标题或位置变了",
        "what it cites has another number, title or place",
    ),
    "why-citing": ("引用它的条目变了", "what cites it changed"),
    "why-headings": ("目录里的条号或标题变了", "numbers or titles that it lists changed"),
    "why-errata": ("相关勘误有变化", "errata that bear on it changed"),
    "why-history": ("版次沿革有变化", "its history changed"),
    "why-stale": ("所引条文有改动，待重申", "what it cites was changed, to be affirmed"),
    "why-others": ("其他页面变了", "other pages changed"),
    "why-navigation": ("导航、目录或前后页变了", "navigation, contents or neighbours changed"),
    "why-mkdocs": ("MkDocs 生成的页面变了", "a page that MkDocs makes changed"),
    "why-templates": ("模板改了（overrides/）", "templates changed (overrides/)"),
    "why-settings": ("设置改了（mkdocs.yml）", "settings changed (mkdocs.yml)"),
    "why-code": ("程序或主题的版本变了", "another version of the program or the theme"),
    "why-editions": ("版次或印次变了", "editions or printings changed"),
    "why-data": ("由正文、勘误生成的数据变了", "data made of texts and errata changed"),
    "why-given": ("要列出的勘误或沿革变了", "errata or histories that it lists changed"),
    # All of it in one file
    "about-zip": (
        "把整个网站打成 site/site.zip，解压到U盘即可用",
        "put the whole site into site/site.zip as well, ready for a stick",
    ),
    "zip-failed": ("不能写入：{what}", "cannot write: {what}"),
    "zip-failed.hint": (
        "网站已经换好，只缺这个压缩包；腾出空间后再运行一次",
        "the site itself is in place; free some space, then run it again",
    ),
    "step-zip": ("打包 site.zip……", "packing site.zip…"),
    "zip-made": (
        "site/{name}：{size} MB，解压后双击 index.html",
        "site/{name}: {size} MB; unpack it, then open index.html",
    ),
    # The preview
    "serve-at": ("预览在 {address}，按 Ctrl+C 结束", "the preview is at {address}; Ctrl+C ends it"),
    "serve-shown": ("改动已显示（{milliseconds} 毫秒）", "the change is shown ({milliseconds} ms)"),
    "serve-address": ("不是地址：“{value}”", "“{value}” is no address"),
    "serve-address.hint": ("写成 127.0.0.1:8000", "write it as 127.0.0.1:8000"),
    "serve-busy": ("不能用 {value}：{what}", "cannot use {value}: {what}"),
    "serve-busy.hint": (
        "换一个端口，如 --address 127.0.0.1:8001",
        "take another port, such as --address 127.0.0.1:8001",
    ),
    # Templates
    "template-mistake": ("模板有误：{what}", "the template has a mistake: {what}"),
    "template-mistake.hint": (
        "按行号改正，或者删去这个文件、用程序自带的模板",
        "mend the line named, or remove the file to use our own template",
    ),
    # MkDocs
    "plugin-missing": (
        "plugins 里没有 handbook 插件",
        "plugins does not list the handbook plugin",
    ),
    "plugin-missing.hint": ("在 plugins 下加一行 - handbook", "add - handbook below plugins"),
    "serve-reading": ("读不出来：{what}", "cannot be read: {what}"),
    "serve-reading.hint": ("再保存一次", "save it once more"),
    # Forges
    "forge-kind": ("不认识的 forge.kind：“{kind}”", "forge.kind cannot be “{kind}”"),
    "forge-kind.hint": ("可用的有：{known}；不用就留空", "known: {known}; or leave it empty"),
    "forge-url": ("forge.url 不是网址：“{url}”", "forge.url is no address: “{url}”"),
    "forge-url.hint": (
        "填仓库的网址，如 https://github.com/示例单位/手册",
        "give the repository's address, such as https://github.com/office/handbook",
    ),
}
