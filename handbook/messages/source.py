"""Sentences about source files: front matter, headings, bodies; and of reading and building."""

SENTENCES: dict[str, tuple[str, str]] = {
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
    "no-permission": ("没有读写权限", "there is no permission to read or write this"),
    "no-permission.hint": (
        "请向系统管理员要权限，或者改用自己有权限的目录",
        "ask for it, or use a folder of your own",
    ),
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
        "请在标题末尾空一格加上 {{#some-id}}",
        "add a space and {{#some-id}} to the end of the heading",
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
    "near-none": ("请核对标识", "check the id"),
    "reference-unknown.hint": ("最接近的是 {near}", "did you mean {near}?"),
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
    "picture-missing": ("没有图片“{url}”", "there is no picture “{url}”"),
    "picture-missing.hint": (
        "图片放在文件旁边，写相对地址",
        "put it beside the text, and write its relative address",
    ),
    "link-scheme": ("链接“{url}”的协议不允许", "the link “{url}” has a scheme that is not allowed"),
    "link-scheme.hint": (
        "只能用 http、https、mailto 或相对地址",
        "use http, https, mailto or a relative address",
    ),
}
