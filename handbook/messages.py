"""Every sentence a user reads on the command line, in Chinese and English.

A rule `x` has two entries: `x`, what is wrong, and `x.hint`, what to do. Keys without a
`.hint` are plain sentences of commands.
"""

from __future__ import annotations

import locale
import os
from typing import Literal

Language = Literal["zh", "en"]

MESSAGES: dict[str, tuple[str, str]] = {
    # Files
    "file-encoding": (
        "文件不是 UTF-8 编码，看起来是 {encoding}",
        "the file is not UTF-8; it looks like {encoding}",
    ),
    "file-encoding.hint": ("请另存为 UTF-8", "save it as UTF-8"),
    "file-outside": (
        "文件经符号链接指到了项目目录之外",
        "the file leads out of the project through a symlink",
    ),
    "file-outside.hint": ("请换成真实文件", "replace the link by a real file"),
    "file-name": ("文件名“{name}”不合规定", "the file name “{name}” is not of the agreed form"),
    "file-name.hint": ("请改为 {form}", "rename it to {form}"),
    "file-empty": ("文件没有内容", "the file is empty"),
    "file-empty.hint": ("请写入内容或者删除文件", "write it or remove the file"),
    "file-control": (
        "含有不可见的控制字符 {code}",
        "an invisible control character {code} stands here",
    ),
    "file-control.hint": ("请删除该字符", "remove the character"),
    "project-missing": (
        "{dir} 不是手册项目：没有 {what}",
        "{dir} is not a handbook: it has no {what}",
    ),
    "project-missing.hint": (
        "请在手册目录里运行，或用 -C 指明目录",
        "run it in a handbook's folder, or name one with -C",
    ),
    "settings-syntax": (
        "mkdocs.yml 的 YAML 写法有误：{what}",
        "mkdocs.yml is not valid YAML: {what}",
    ),
    "settings-syntax.hint": ("请按行号改正", "mend the line named"),
    "settings-key": (
        "handbook 插件没有“{key}”这个选项",
        "the handbook plugin has no option “{key}”",
    ),
    "settings-key.hint": ("可用的选项：{known}", "known options: {known}"),
    "settings-value": ("选项 {key} 的值“{value}”不对", "option {key} cannot be “{value}”"),
    "settings-value.hint": ("应当是{form}", "it takes {form}"),
    # Front matter
    "front-matter-syntax": (
        "文件头（front matter）写法有误：{what}",
        "the front matter is not valid YAML: {what}",
    ),
    "front-matter-syntax.hint": (
        "文件头以单独一行 --- 开始和结束，中间是 YAML",
        "front matter is YAML between two lines of ---",
    ),
    "front-matter-key": ("文件头里不认识“{key}”", "unknown front-matter key “{key}”"),
    "front-matter-key.hint": ("这里可以写：{known}", "known here: {known}"),
    "front-matter-missing": ("文件头缺少“{key}”", "the front matter lacks “{key}”"),
    "front-matter-missing.hint": ("请补上 {key}: {form}", "add {key}: {form}"),
    "front-matter-value": ("“{key}”的值“{value}”不对", "“{key}” cannot be “{value}”"),
    "front-matter-value.hint": ("应当是{form}", "it takes {form}"),
    "issue-duplicate": (
        "第{issue}期与 {other} 的期号重复",
        "issue {issue} is also that of {other}",
    ),
    "issue-duplicate.hint": ("每期一个期号，请改正", "give each bulletin its own number"),
    # Headings
    "id-missing": ("{what}“{title}”没有编号标识（id）", "{what} “{title}” has no id"),
    "id-missing.hint": (
        "请在标题末尾加上 {{#some-id}}",
        "add {{#some-id}} to the end of the heading",
    ),
    "id-malformed": ("标识“{id}”不合规定", "the id “{id}” is malformed"),
    "id-malformed.hint": (
        "只用小写字母、数字和连字符，3至64个字符",
        "use 3 to 64 of a–z, 0–9 and -",
    ),
    "id-duplicate": ("标识“{id}”已用在 {other}", "the id “{id}” stands in {other} already"),
    "id-duplicate.hint": (
        "标识在全书唯一且永不重用，请换一个",
        "ids are unique and never reused; choose another",
    ),
    "heading-attribute": ("标题属性“{text}”不认识", "unknown heading attribute “{text}”"),
    "heading-attribute.hint": (
        "只写 {{#标识}}，注意事项加 .note",
        "write {{#id}}, and .note for a point to note",
    ),
    "heading-skipped": (
        "标题从{before}级跳到了{level}级",
        "the heading jumps from level {before} to level {level}",
    ),
    "heading-skipped.hint": ("请逐级使用标题", "use the levels in order"),
    "heading-first": ("文件应当以一级标题开始", "the file must begin with a level-1 heading"),
    "heading-first.hint": (
        "请把“# 标题 {{#标识}}”放在正文最前面",
        "put “# Title {{#id}}” before all text",
    ),
    "heading-second": ("一个文件只能有一个一级标题", "a file has one level-1 heading"),
    "heading-second.hint": (
        "请拆成两个文件，或把它降为二级",
        "split the file, or lower the heading",
    ),
    "heading-empty": ("标题没有文字", "the heading has no words"),
    "heading-empty.hint": ("请写上标题", "write a title"),
    "heading-setext": ("标题用了下划线写法", "the heading is underlined"),
    "heading-setext.hint": ("请改用 # 写标题", "write headings with #"),
    "heading-nested": (
        "标题“{title}”写在了列表、引用或表格里",
        "the heading “{title}” stands inside a list, quotation or table",
    ),
    "heading-nested.hint": ("标题应当单独成行，前后空一行", "set headings on lines of their own"),
    # Bodies
    "clause-empty": ("{what}“{title}”没有正文", "{what} “{title}” has no text"),
    "clause-empty.hint": ("请写出要求，或删除该标题", "write it or remove the heading"),
    "check-missing": ("条“{title}”没有自查行", "clause “{title}” has no self-check line"),
    "check-missing.hint": (
        "请在最后另起一段写“**自查：** …”",
        "end it with a paragraph “**自查：** …”",
    ),
    "check-empty": ("条“{title}”的自查行没有内容", "the self-check line of “{title}” says nothing"),
    "check-empty.hint": ("请写明查什么证据", "say what evidence to look at"),
    "check-misplaced": (
        "自查行不是“{title}”的最后一段",
        "the self-check line is not the last paragraph of “{title}”",
    ),
    "check-misplaced.hint": ("请把它移到条的末尾", "move it to the end of the clause"),
    "reference-unknown": ("引用的标识“{id}”不存在", "the reference “{id}” points nowhere"),
    "reference-unknown.hint": ("{near}", "{near}"),
    "reference-retired": (
        "引用的“{id}”已经取消",
        "the reference “{id}” points at a retired provision",
    ),
    "reference-retired.hint": ("请改引现行条文", "cite what is in force"),
    "footnote-unknown": ("脚注 [^{label}] 没有内容", "the footnote [^{label}] has no text"),
    "footnote-unknown.hint": ("请写一行“[^{label}]: …”", "write a line “[^{label}]: …”"),
    "footnote-unused": ("脚注 [^{label}] 没有被引用", "the footnote [^{label}] is not cited"),
    "footnote-unused.hint": (
        "请在正文里写 [^{label}]，或删除它",
        "cite it in the text or remove it",
    ),
    "raw-html": ("正文里有 HTML 标签“{tag}”，不会生效", "raw HTML “{tag}” is not accepted"),
    "raw-html.hint": (
        "请改用 Markdown 写法；要写尖括号请用 \\<",
        "use Markdown; write \\< for the character",
    ),
    "link-scheme": ("链接“{url}”的协议不允许", "the link “{url}” has a scheme that is not allowed"),
    "link-scheme.hint": (
        "只能用 http、https、mailto 或相对地址",
        "use http, https, mailto or a relative address",
    ),
    # Errata
    "erratum-provision": (
        "勘误指向的“{id}”不存在",
        "the erratum points at “{id}”, which does not exist",
    ),
    "erratum-provision.hint": ("{near}", "{near}"),
    "erratum-zero": (
        "“{label}”里找不到原文“{original}”",
        "“{original}” does not occur in {label}",
    ),
    "erratum-zero.hint": (
        "这里没有相近的文字，请核对条款和原文",
        "nothing there is like it; check the provision and the words",
    ),
    "erratum-zero-near": (
        "“{label}”里找不到原文“{original}”",
        "“{original}” does not occur in {label}",
    ),
    "erratum-zero-near.hint": (
        "最接近的是“{near}”，不同之处：{diff}",
        "the nearest text is “{near}”; what differs: {diff}",
    ),
    "erratum-zero-width": (
        "“{label}”里找不到原文“{original}”，只是全角半角不同",
        "“{original}” does not occur in {label} but for full and half width",
    ),
    "erratum-zero-width.hint": (
        "请照抄“{near}”，不同之处：{diff}",
        "copy “{near}”; what differs: {diff}",
    ),
    "erratum-zero-space": (
        "“{label}”里找不到原文“{original}”，只是空格不同",
        "“{original}” does not occur in {label} but for spaces",
    ),
    "erratum-zero-space.hint": (
        "请照抄“{near}”，不同之处：{diff}",
        "copy “{near}”; what differs: {diff}",
    ),
    "erratum-zero-wrap": (
        "“{label}”里找不到原文“{original}”，只是换行不同",
        "“{original}” does not occur in {label} but for line breaks",
    ),
    "erratum-zero-wrap.hint": (
        "请照抄“{near}”，⏎ 是换行",
        "copy “{near}”, where ⏎ is a line break",
    ),
    "erratum-zero-digits": (
        "“{label}”里找不到原文“{original}”，只是数字写法不同",
        "“{original}” does not occur in {label} but for how numbers are written",
    ),
    "erratum-zero-digits.hint": (
        "请照抄“{near}”，不同之处：{diff}",
        "copy “{near}”; what differs: {diff}",
    ),
    "erratum-zero-shown": (
        "“{label}”的源文件里没有原文“{original}”，它是显示出来的样子",
        "“{original}” is how {label} looks, not how its source reads",
    ),
    "erratum-zero-shown.hint": (
        "源文件里写作“{near}”，请照抄",
        "the source reads “{near}”; copy that",
    ),
    "erratum-zero-computed": (
        "“{label}”的原文“{original}”含有自动生成的编号",
        "“{original}” in {label} holds numbers that are computed",
    ),
    "erratum-zero-computed.hint": (
        "请避开编号取原文，或者照抄源文件里的 [][标识]",
        "choose words without the number, or copy the [][id] of the source",
    ),
    "erratum-many": (
        "“{label}”里原文“{original}”出现了{count}次",
        "“{original}” occurs {count} times in {label}",
    ),
    "erratum-many.hint": (
        "请多引几个字，使它只出现一次",
        "quote more words, so that it occurs once",
    ),
    "erratum-same": ("原文与改文相同", "the correction equals the original"),
    "erratum-same.hint": ("请改正，或删除这条建议", "mend it or remove the suggestion"),
    "erratum-transition": (
        "不能从“{before}”变为“{after}”",
        "no step leads from {before} to {after}",
    ),
    "erratum-transition.hint": (
        "{before}之后只能是：{allowed}",
        "after {before} comes one of: {allowed}",
    ),
    "erratum-first": (
        "经过以 {state} 开头",
        "the history begins with {state}",
    ),
    "erratum-first.hint": (
        "第一步应当是 reported",
        "the first step is reported",
    ),
    "erratum-frozen": (
        "{edition}版已经发布，不能再从中撤出勘误",
        "edition {edition} is published; no erratum can leave it",
    ),
    "erratum-frozen.hint": ("请另提一条新的勘误", "suggest another erratum instead"),
    "erratum-order": ("状态的日期早于前一个状态", "a state is dated before the one it follows"),
    "erratum-order.hint": ("请按时间先后排列", "order them by date"),
    "erratum-duplicate-of": (
        "重复的对象“{of}”不存在",
        "the erratum it repeats, “{of}”, does not exist",
    ),
    "erratum-duplicate-of.hint": (
        "请写 of: 另一条勘误的编号",
        "write of: with the id of another erratum",
    ),
    "erratum-duplicate-chain": (
        "重复的对象“{of}”自己也是重复的",
        "the erratum it repeats, “{of}”, is a duplicate itself",
    ),
    "erratum-duplicate-chain.hint": ("请改为 of: {other}", "write of: {other}"),
    "erratum-number-twice": (
        "这个编号已用在 {other}",
        "{other} has this number already",
    ),
    "erratum-number-twice.hint": ("请取下一个空号", "take the next free number"),
    "erratum-name": ("文件名“{name}”与内容不符", "the file name “{name}” does not fit its content"),
    "erratum-name.hint": ("应当是 {form}", "it should be {form}"),
    "erratum-edition": ("没有“{edition}”这一版", "there is no edition “{edition}”"),
    "erratum-edition.hint": ("可写：{known}", "known: {known}"),
    "erratum-reason": ("没有写理由", "the erratum gives no reason"),
    "erratum-reason.hint": (
        "请在第二个 --- 之后写明理由与依据",
        "write the reason below the second ---",
    ),
    "erratum-contact": (
        "含有联系方式“{text}”",
        "“{text}” looks like somebody's contact data",
    ),
    "erratum-contact.hint": (
        "联系方式不进入登记册，请删去",
        "contact data never enter the register; remove it",
    ),
    "erratum-key-twice": ("“{key}”写了两次", "“{key}” stands twice"),
    "erratum-key-twice.hint": ("请留下一个", "keep one of them"),
    "erratum-stale": (
        "{edition}版的原文在现行文本中已经变了",
        "the working text no longer has what edition {edition} says",
    ),
    "erratum-stale.hint": (
        "请运行 errata rebase，写明 original_now",
        "run errata rebase to say what it reads now (original_now)",
    ),
    "erratum-conflict": ("与 {other} 改到了同一处", "it changes the same words as {other}"),
    "erratum-conflict.hint": (
        "请合并为一条，或者撤回其中一条",
        "make one of the two, or withdraw one",
    ),
    "erratum-heading": (
        "改动涉及标题的级别、标识或者新增、删去标题",
        "it changes a heading's level or id, or adds or removes a heading",
    ),
    "erratum-heading.hint": (
        "标题的文字可以勘误，其余请按修订办理",
        "a title's words can be corrected; the rest is an amendment",
    ),
    "erratum-reference": (
        "改文引用的标识“{id}”不存在",
        "the correction refers to “{id}”, which does not exist",
    ),
    "erratum-reference.hint": ("请核对 [][标识]", "check the [][id]"),
    "erratum-table": ("改动会打乱表格的列", "it would upset the columns of a table"),
    "erratum-table.hint": (
        "每行的竖线“|”应当与表头一样多",
        "each row has as many bars as the head",
    ),
    "erratum-computed": (
        "改动碰到自动生成的“{text}”",
        "it touches “{text}”, which is computed",
    ),
    "erratum-computed.hint": (
        "编号、列表序号和注号由程序生成：引用写 [][标识]，序号不用改",
        "numbers and marks are computed: write [][id] to refer, leave list marks alone",
    ),
    "erratum-amendment": (
        "修订不能自动并入",
        "an amendment cannot be applied by itself",
    ),
    "erratum-amendment.hint": (
        "请直接改正文，并在文件里写明前后的 sha256",
        "change the text by hand and write both sha256 into the file",
    ),
    # Editions
    "release-id": ("“{id}”不能作版次的标识", "“{id}” cannot be an edition's id"),
    "release-id.hint": (
        "用字母、数字、点和连字符，如 2019",
        "use letters, digits, dots and -, as in 2019",
    ),
    "release-taken": ("版次“{id}”已经有了", "there is an edition “{id}” already"),
    "release-taken.hint": (
        "已发布的版次不能重做，请用新的标识",
        "what is released stays; choose another id",
    ),
    "release-draft": (
        "mkdocs.yml 里的草案版次是“{draft}”，不是“{id}”",
        "the draft in mkdocs.yml is “{draft}”, not “{id}”",
    ),
    "release-draft.hint": (
        '请把 edition 改为 "{id}"，并核对 edition_title 和 edition_date',
        'set edition to "{id}" there, and check edition_title and edition_date',
    ),
    "id-retired": (
        "标识“{id}”已经取消，不能再用",
        "the id “{id}” was retired and never comes back",
    ),
    "id-retired.hint": ("请换一个新标识", "choose a new id"),
    "edition-record": ("这里没有 edition.yml", "there is no edition.yml here"),
    "edition-record.hint": (
        "请从版本库恢复，或删除这个不完整的目录",
        "restore it from the repository, or remove the folder",
    ),
    "edition-missing": ("已发布版次的文件不见了", "a file of a released edition is missing"),
    "edition-missing.hint": ("请从版本库恢复", "restore it from the repository"),
    "edition-sums": (
        "{id}版的校验清单与发布时不同",
        "the checksums of edition {id} are not those it was released with",
    ),
    "edition-sums.hint": ("请从版本库恢复 SHA256SUMS", "restore SHA256SUMS from the repository"),
    "edition-touched": (
        "{id}版已经发布，这个文件被改动过",
        "edition {id} is released, and this file was changed",
    ),
    "edition-touched.hint": (
        "请恢复原样；要改正文字，请在 docs/errata/ 提出勘误",
        "restore it; to correct the text, write an erratum in docs/errata/",
    ),
    "edition-extra": (
        "{id}版已经发布，这个文件是后来放进去的",
        "edition {id} is released, and this file was put there since",
    ),
    "edition-extra.hint": ("请移走；新内容写在 docs/ 里", "move it away; new text goes into docs/"),
    "edition-chain": (
        "{id}版应当写 supersedes: {before}",
        "edition {id} should say supersedes: {before}",
    ),
    "edition-chain.hint": ("请从版本库恢复 edition.yml", "restore edition.yml from the repository"),
    "edition-lock": (
        "{id}版的 edition.yml 与{after}版所记的不同",
        "the edition.yml of {id} is not what {after} wrote down of it",
    ),
    "edition-lock.hint": ("请从版本库恢复", "restore it from the repository"),
    # Commands
    "site-url-missing": (
        "mkdocs.yml 没有 site_url，PDF 里不印二维码",
        "mkdocs.yml has no site_url; the PDFs carry no QR code",
    ),
    "site-url-missing.hint": ("发布前请填写网址", "set it before publishing"),
    "found": ("发现 {errors} 处错误、{warnings} 处提醒", "{errors} errors, {warnings} warnings"),
    "found-nothing": ("检查通过，没有发现问题", "no problems found"),
    "cannot-go-on": ("以上问题改正后才能继续", "mend these first"),
    "usage": ("命令写法有误：{what}", "usage: {what}"),
    "about": (
        "标准化手册：编、查、勘误、排印",
        "publish a standards handbook that keeps its own errata",
    ),
    "about-C": ("手册所在目录，默认当前目录", "the handbook's folder; default: the current one"),
    "about-lang": ("界面语言", "the language to speak"),
    "about-build": ("生成网站和 PDF", "build the site and the PDFs"),
    "about-no-pdf": ("不排 PDF", "leave the PDFs out"),
    "about-clean": ("不用缓存，全部重做", "use no cache"),
    "about-check": ("检查全部源文件", "check all sources"),
    "about-format": ("输出格式", "output format"),
    "about-serve": ("预览工作稿，随改随看", "preview the draft, live"),
    "about-address": ("预览地址", "the preview's address"),
    "about-errata": ("登记、审核、合入勘误", "report, judge and apply errata"),
    "about-search": ("在终端里检索", "search in the terminal"),
    "about-words": ("要找的词", "what to look for"),
    "about-json": ("输出 JSON", "print JSON"),
    "mkdocs": ("MkDocs 不能生成网站：{what}", "MkDocs cannot build the site: {what}"),
    "mkdocs.hint": ("请按提示修改 mkdocs.yml 或所指的文件", "mend mkdocs.yml or the file named"),
    "search-nothing": ("没有找到“{words}”", "nothing has “{words}”"),
    "interrupted": ("已中断", "interrupted"),
    "built": ("完成：{path}（{seconds} 秒）", "done: {path} ({seconds} s)"),
    "step-load": ("读取源文件……", "reading the sources…"),
    "step-loaded": (
        "{chapters} 章 {items} 项 {clauses} 条，{questions} 问，{norms} 条规范，"
        "{methods} 个工作法，{errata} 条勘误",
        "{chapters} chapters, {items} items, {clauses} clauses, {questions} questions,"
        " {norms} norms, {methods} methods, {errata} errata",
    ),
    "step-site": ("生成网站 {name}……", "building the site {name}…"),
    "step-print": ("排印 PDF……", "setting the PDFs…"),
}


def say(key: str, lang: Language = "zh", /, **values: str) -> str:
    """The sentence for `key` with its blanks filled."""
    text = MESSAGES[key][0 if lang == "zh" else 1]
    return text.format(**values)


def language(option: str | None = None) -> Language:
    """The language to speak: `--lang`, else the locale; Chinese unless that is English."""
    if option:
        return "en" if option.lower().startswith("en") else "zh"
    named = next(
        (v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))),
        None,
    )
    if named is None:  # only Windows knows one that no variable names
        named = (locale.getlocale()[0] or "") if os.name == "nt" else ""
    return "en" if named.lower().startswith("en") else "zh"
