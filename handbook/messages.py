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
    "erratum-conflict": (
        "与 {other} 改到了同一处：“{mine}”，{other} 是“{theirs}”",
        "it changes the same words as {other}: “{mine}”, while {other} has “{theirs}”",
    ),
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
    "affirm-unknown": (
        "“{id}”不是可以重申的答复、做法或制度",
        "“{id}” is nothing that can be affirmed",
    ),
    "affirm-unknown.hint": ("{near}", "{near}"),
    "affirm-stale": (
        "{citing}引用的{cited}已由{causes}改动，上次重申是{affirmed}版",
        "{citing} cites {cited}, which {causes} changed since it was affirmed under {affirmed}",
    ),
    "affirm-stale.hint": (
        "请修改答复，或者运行 handbook affirm {id} 重申",
        "revise it, or run handbook affirm {id}",
    ),
    "reference-draft": (
        "引用的“{id}”只在草案里有，{edition}版还没有",
        "the reference “{id}” is in the draft only, not in edition {edition}",
    ),
    "reference-draft.hint": ("请等新版发布后再引用", "cite it when the new edition is out"),
    "verified": ("已核对：{ids}，与发布时一致", "verified: {ids}, as released"),
    "affirmed": ("已重申：{label}（{edition}版）", "affirmed: {label} (edition {edition})"),
    "release-undated": ("没有发布日期", "the edition has no date"),
    "release-undated.hint": (
        "请在 mkdocs.yml 写 edition_date，或用 --date",
        "set edition_date in mkdocs.yml, or give --date",
    ),
    "release-date": ("“{value}”不是日期", "“{value}” is no date"),
    "release-date.hint": ("应写成 2019-06-28", "write it as 2019-06-28"),
    "release-files": ("将冻结 {count} 个文件", "{count} files will be frozen"),
    "release-change": ("  {name}　{provision}", "  {name}  {provision}"),
    "release-added": ("新增标识：{ids}", "new ids: {ids}"),
    "release-retired": ("取消的标识：{ids}", "retired ids: {ids}"),
    "release-dry": (
        "以上是预演，没有写入；确认无误后加 --yes",
        "nothing was written; add --yes to release {id}",
    ),
    "released": ("已发布：{path}", "released: {path}"),
    # Review of a pull request; how Chinese is written
    "base-no-git": ("找不到 git 程序", "there is no git to be found"),
    "base-no-git.hint": ("请先安装 git", "install git"),
    "base-no-repository": ("{dir} 不在 git 仓库里", "{dir} is in no git repository"),
    "base-no-repository.hint": ("--base 需要在 git 仓库里运行", "--base works in a git repository"),
    "base-unknown": ("仓库里没有“{ref}”", "the repository knows no “{ref}”"),
    "base-unknown.hint": (
        "请写分支、标签或者提交号，如 origin/main；远程分支先运行 git fetch origin",
        "name a branch, tag or commit, such as origin/main; "
        "git fetch origin gets those of the remote",
    ),
    "base-shallow": (
        "这是浅克隆，其中没有“{ref}”与当前提交的共同历史",
        "this clone is shallow and lacks what “{ref}” and HEAD have in common",
    ),
    "base-shallow.hint": (
        "请运行 git fetch --unshallow origin（GitHub、Gitea 的 "
        "checkout 用 fetch-depth: 0，GitLab 用 GIT_DEPTH: 0）",
        "run git fetch --unshallow origin (checkout takes "
        "fetch-depth: 0 on GitHub and Gitea, GIT_DEPTH: 0 on GitLab)",
    ),
    "uncovered-changed": (
        "“{title}”由“{old}”改成“{new}”，没有勘误或者修订说明",
        "“{title}” changed from “{old}” to “{new}” and no erratum or amendment says so",
    ),
    "uncovered-changed.hint": (
        "请运行 handbook errata from-change {place} --base {base} --why 理由，或者改回原文",
        "run handbook errata from-change {place} --base {base} --why REASON, or put it back",
    ),
    "uncovered-added": (
        "新增了“{title}”，没有修订说明",
        "“{title}” is new and no amendment says so",
    ),
    "uncovered-added.hint": (
        "请运行 handbook errata from-change {place} --base {base} --why 理由，或者删去",
        "run handbook errata from-change {place} --base {base} --why REASON, or take it out",
    ),
    "uncovered-removed": (
        "删去了“{title}”，没有修订说明",
        "“{title}” is gone and no amendment says so",
    ),
    "uncovered-removed.hint": (
        "请运行 handbook errata from-change {place} --base {base} --why 理由，或者恢复",
        "run handbook errata from-change {place} --base {base} --why REASON, or put it back",
    ),
    "uncovered-moved": (
        "“{title}”换了位置，没有修订说明",
        "“{title}” stands elsewhere and no amendment says so",
    ),
    "uncovered-moved.hint": (
        "请运行 handbook errata from-change {place} --base {base} --why 理由，或者移回",
        "run handbook errata from-change {place} --base {base} --why REASON, or move it back",
    ),
    "uncovered-meta": (
        "文件头由“{old}”改成“{new}”，没有修订说明",
        "the front matter changed from “{old}” to “{new}” and no amendment says so",
    ),
    "uncovered-meta.hint": (
        "请运行 handbook errata from-change {place} --base {base} --why 理由，或者改回",
        "run handbook errata from-change {place} --base {base} --why REASON, or put it back",
    ),
    "uncovered-form": (
        "“{title}”的标识写法变了，没有修订说明",
        "the id of “{title}” is spelt otherwise and no amendment says so",
    ),
    "uncovered-form.hint": ("请恢复标题行原样", "put the heading line back as it was"),
    "uncovered-blank": (
        "“{title}”后面的空行变了，没有修订说明",
        "the blank lines after “{title}” changed and no amendment says so",
    ),
    "uncovered-blank.hint": ("请恢复原样", "put them back as they were"),
    "uncovered-ends": ("行尾符号（CR LF）或者 BOM 变了", "line ends (CR LF) or the BOM changed"),
    "uncovered-ends.hint": (
        "请恢复原样，并核对编辑器的行尾设置",
        "put them back, and look at your editor's line ends",
    ),
    "uncovered-file": (
        "这个文件变了，引用它的条文没有修订说明",
        "this file changed, and no amendment of what shows it says so",
    ),
    "uncovered-file.hint": (
        "请恢复原样，或者给引用它的条文写一条 rewrite 修订",
        "put it back, or amend (rewrite) the heading that shows it",
    ),
    "amendment-idle": (
        "修订写的是 {action}，可是文本里“{id}”并非如此",
        "the amendment says {action}, which is not what happened to “{id}”",
    ),
    "amendment-idle.hint": (
        "请核对 provision、action、to、from",
        "check provision, action, to and from",
    ),
    "amendment-old": ("old_sha256 与修订前的文本不符", "old_sha256 is not that of the text before"),
    "amendment-old.hint": ("应当是 {sha256}", "it should be {sha256}"),
    "erratum-not-applied": (
        "状态是已并入，正文却没有改（{place}）",
        "it is said to be in the text, and is not ({place})",
    ),
    "erratum-not-applied.hint": (
        "请用 handbook errata apply 并入，或者删去这一步状态",
        "let handbook errata apply do it, or take that step back",
    ),
    "erratum-gone": ("勘误 {id} 不见了", "the erratum {id} is gone"),
    "erratum-gone.hint": (
        "登记册只增不减：请恢复文件，改用 withdraw 撤回",
        "the register only grows: put it back, and withdraw it",
    ),
    "erratum-past": (
        "原有的一步状态（{date} {state}）被删改",
        "a step of its history ({date} {state}) was changed or removed",
    ),
    "erratum-past.hint": ("已有的经过不能改，只能往后添加", "what happened stays; only add to it"),
    "erratum-fixed": (
        "{id} 采纳之后又改了 {key}",
        "{id} was accepted and its {key} changed afterwards",
    ),
    "erratum-fixed.hint": ("请改回，另提一条新的勘误", "put it back, and suggest another erratum"),
    "erratum-published": (
        "{id} 已经随{edition}版发布，不能再改",
        "{id} is part of edition {edition}, which is published",
    ),
    "erratum-published.hint": (
        "请恢复文件，另提一条新的勘误",
        "put the file back, and suggest another erratum",
    ),
    "rival-number": (
        "编号 {id} 已被基准分支上的另一条勘误占用",
        "{id} is another erratum on the base branch by now",
    ),
    "rival-number.hint": (
        "请先合并基准分支，再取下一个空号",
        "merge the base branch, then take the next free number",
    ),
    "rival-changed": (
        "“{label}”的这处文字已由 {other} 改过",
        "{other} has changed these words of {label} already",
    ),
    "rival-changed.hint": (
        "请先合并基准分支，再运行 errata rebase，或者标为 {other} 的重复（duplicate）",
        "merge the base branch, then run errata rebase, or make it a duplicate of {other}",
    ),
    "rival-overlap": (
        "与 {other}（{state}）改到“{label}”的同一处",
        "{other} ({state}) is about the same words of {label}",
    ),
    "rival-overlap.hint": (
        "请先商定：并成一条，或者把其中一条标为重复（duplicate）",
        "agree first: make one of the two, or mark one a duplicate",
    ),
    "gb-comma": ("“{found}”：逗号是半角的", "“{found}”: the comma is a Western one"),
    "gb-comma.hint": ("请用“，”（{clause}）", "use “，” ({clause})"),
    "gb-semicolon": ("“{found}”：分号是半角的", "“{found}”: the semicolon is a Western one"),
    "gb-semicolon.hint": ("请用“；”（{clause}）", "use “；” ({clause})"),
    "gb-colon": ("“{found}”：冒号是半角的", "“{found}”: the colon is a Western one"),
    "gb-colon.hint": ("请用“：”（{clause}）", "use “：” ({clause})"),
    "gb-question": ("“{found}”：问号是半角的", "“{found}”: the question mark is a Western one"),
    "gb-question.hint": ("请用“？”（{clause}）", "use “？” ({clause})"),
    "gb-exclamation": (
        "“{found}”：叹号是半角的",
        "“{found}”: the exclamation mark is a Western one",
    ),
    "gb-exclamation.hint": ("请用“！”（{clause}）", "use “！” ({clause})"),
    "gb-stop": ("“{found}”：句号是半角的", "“{found}”: the full stop is a Western one"),
    "gb-stop.hint": ("请用“。”（{clause}）", "use “。” ({clause})"),
    "gb-brackets": ("“{found}”：括号是半角的", "“{found}”: the brackets is a Western one"),
    "gb-brackets.hint": ("请用“（）”（{clause}）", "use “（）” ({clause})"),
    "gb-quotes": ("“{found}”：引号是半角的", "“{found}”: the quotation marks is a Western one"),
    "gb-quotes.hint": ("请用““””（{clause}）", "use ““”” ({clause})"),
    "gb-ellipsis": ("“{found}”：省略号的形式不对", "“{found}”: this is no Chinese ellipsis"),
    "gb-ellipsis.hint": ("请用“……”（{clause}）", "use “……” ({clause})"),
    "gb-ellipsis-etc": (
        "“{found}”：省略号与“等”不能同时用",
        "“{found}”: …… and 等 do not go together",
    ),
    "gb-ellipsis-etc.hint": ("请留一个（{clause}）", "keep one of them ({clause})"),
    "gb-dash": ("“{found}”：破折号的形式不对", "“{found}”: this is no Chinese dash"),
    "gb-dash.hint": ("请用“——”（{clause}）", "use “——” ({clause})"),
    "gb-quotes-nested": (
        "“{found}”：引号里面又用双引号",
        "“{found}”: double marks inside double ones",
    ),
    "gb-quotes-nested.hint": ("里面一层用单引号（{clause}）", "use single ones inside ({clause})"),
    "gb-quotes-single": ("“{found}”：单引号用在了外层", "“{found}”: single marks outside"),
    "gb-quotes-single.hint": ("外面一层用双引号（{clause}）", "use double ones outside ({clause})"),
    "gb-titles-nested": (
        "“{found}”：书名号里面又用双书名号",
        "“{found}”: double title marks inside double ones",
    ),
    "gb-titles-nested.hint": ("里面一层用“〈〉”（{clause}）", "use 〈〉 inside ({clause})"),
    "gb-enumeration": (
        "“{found}”：并列的引号、书名号之间用了顿号",
        "“{found}”: 、 between quotations or titles",
    ),
    "gb-enumeration.hint": ("通常不用顿号（{clause}）", "leave 、 out ({clause})"),
    "gb-approximate": (
        "“{found}”：概数的两个数字之间用了顿号",
        "“{found}”: 、 inside an approximate number",
    ),
    "gb-approximate.hint": (
        "请删去顿号（{clause}；GB/T 15835—2011, 5.2.1）",
        "leave 、 out ({clause}; GB/T 15835—2011, 5.2.1)",
    ),
    "gb-etc": ("“{found}”：“等”前用了顿号", "“{found}”: 、 before 等"),
    "gb-etc.hint": ("请删去顿号（{clause}）", "leave 、 out ({clause})"),
    "gb-ordinal-words": (
        "“{found}”：“第一”“首先”之类后面用了顿号",
        "“{found}”: 、 behind an ordinal in words",
    ),
    "gb-ordinal-words.hint": ("请用逗号（{clause}）", "use ， ({clause})"),
    "gb-ordinal-han": (
        "“{found}”：汉字序次语后面的标点不对",
        "“{found}”: the wrong mark behind a Chinese ordinal",
    ),
    "gb-ordinal-han.hint": ("请用顿号（{clause}）", "use 、 ({clause})"),
    "gb-ordinal-arabic": (
        "“{found}”：阿拉伯数字序次语后面用了顿号",
        "“{found}”: 、 behind an Arabic ordinal",
    ),
    "gb-ordinal-arabic.hint": ("请用下脚点“.”（{clause}）", "use . ({clause})"),
    "gb-ordinal-brackets": (
        "“{found}”：带括号的序次语后面又用点号",
        "“{found}”: a mark behind an ordinal in brackets",
    ),
    "gb-ordinal-brackets.hint": ("请删去点号（{clause}）", "leave it out ({clause})"),
    "gb-title-end": ("“{found}”：标题末尾用了点号", "“{found}”: a title that ends with a mark"),
    "gb-title-end.hint": ("请删去（{clause}）", "leave it out ({clause})"),
    "gb-stacked": ("“{found}”：两个点号叠在一起", "“{found}”: two marks in a row"),
    "gb-stacked.hint": ("请留一个（{clause}）", "keep one ({clause})"),
    "gb-pairs": ("“{found}”：引号、括号或者书名号不成对", "“{found}”: half a pair of marks"),
    "gb-pairs.hint": ("请补上另一半（{clause}）", "add the other half ({clause})"),
    "gb-some": ("“{found}”：含“几”的概数用了阿拉伯数字", "“{found}”: 几 with Arabic figures"),
    "gb-some.hint": (
        "请用汉字数字，如“二十几”（{clause}）",
        "use Chinese numerals, as 二十几 ({clause})",
    ),
    "gb-date-mixed": (
        "“{found}”：一个日期用了两种数字",
        "“{found}”: one date in two kinds of numerals",
    ),
    "gb-date-mixed.hint": ("请统一，如“12月5日”（{clause}）", "use one, as 12月5日 ({clause})"),
    "gb-decimal": ("“{found}”：小数的写法不对", "“{found}”: this is no decimal fraction"),
    "gb-decimal.hint": ("请写成“0.46”的样子（{clause}）", "write it as 0.46 ({clause})"),
    "gb-range": ("“{found}”：数值范围的连接号不对", "“{found}”: the wrong mark in a range"),
    "gb-range.hint": ("请用“～”或者“—”（{clause}）", "use ～ or — ({clause})"),
    "gb-range-unit": (
        "“{found}”：范围的前一个数省略了会引起歧义的单位",
        "“{found}”: the first number lacks what the second has",
    ),
    "gb-range-unit.hint": ("请写成“15%～30%”的样子（{clause}）", "write it as 15%～30% ({clause})"),
    "gb-year": ("“{found}”：年份简写成了两位", "“{found}”: a year of two figures"),
    "gb-year.hint": ("请写四位（{clause}）", "write four ({clause})"),
    "gb-digits": ("“{found}”：全角数字", "“{found}”: full-width figures"),
    "gb-digits.hint": ("请用半角（{clause}）", "use half-width ones ({clause})"),
    "gb-zero": ("“{found}”：“零”和“〇”用错", "“{found}”: 零 and 〇 confused"),
    "gb-zero.hint": (
        "编号、年份用“〇”，计量用“零”（{clause}）",
        "〇 names, as in years; 零 counts ({clause})",
    ),
    "gb-mixed": ("“{found}”：一个数用了两种数字", "“{found}”: one number in two kinds of numerals"),
    "gb-mixed.hint": (
        "请统一，如“4000”或者“四千”（{clause}）",
        "use one, as 4000 or 四千 ({clause})",
    ),
    "annotations-left": (
        "另有 {count} 处（共 {all} 处）列在下面的日志和作业摘要里",
        "{count} more of {all} stand in the log below and in the job's summary",
    ),
    "summary-title": ("手册检查", "Handbook check"),
    "summary-good": ("没有发现问题", "No problems found"),
    "summary-base": (
        "与 {base} 相比；原来已有的 {known} 处不计",
        "Compared with {base}; {known} findings that were there before are left out",
    ),
    "summary-findings": ("发现", "Findings"),
    "summary-changes": ("改动的条文", "What changes"),
    "summary-errata": ("勘误与修订", "Errata and amendments"),
    "summary-changed": ("改", "changed"),
    "summary-added": ("增", "added"),
    "summary-removed": ("删", "removed"),
    "summary-cause": ("依据 {id}（{by}）：{reason}", "{id} ({by}): {reason}"),
    "summary-uncovered": (
        "没有勘误或者修订说明",
        "No erratum or amendment says so",
    ),
    "summary-left": ("……另有 {count} 项，见日志", "… {count} more, see the log"),
    "found-known": (
        "{base} 上已有的 {known} 处不计",
        "{known} that {base} has already are left out",
    ),
    "about-base": (
        "只报这个分支比 REF 多出的问题，如 origin/main",
        "only what this branch brings beyond REF, such as origin/main",
    ),
    "about-writing": (
        "连同全部文字的标点和数字用法（GB/T 15834、15835）",
        "punctuation and numerals of all text too (GB/T 15834, 15835)",
    ),
    "change-which": (
        "没有说明是哪一处改动",
        "which change is meant?",
    ),
    "change-which.hint": (
        "请写 文件:行号，或者用 --all",
        "name it as FILE:LINE, or say --all",
    ),
    "change-why": ("没有写理由", "no reason is given"),
    "change-why.hint": ("请用 --why 写明理由", "give it with --why"),
    "change-none": (
        "{place} 没有待说明的改动",
        "nothing at {place} needs an erratum",
    ),
    "change-none.hint": ("待说明的有：{known}", "these places do: {known}"),
    "change-nothing": ("没有待说明的改动", "no change needs an erratum"),
    "about-from-change": (
        "为正文里已有的改动补写勘误或者修订文件",
        "write the erratum or amendment for a change that is in the text already",
    ),
    "about-change-place": (
        "改动所在的文件和行号，如 docs/handbook/01-x.md:12",
        "where the change is, such as docs/handbook/01-x.md:12",
    ),
    "about-change-all": ("所有待说明的改动", "every change that needs one"),
    "about-change-base": (
        "与哪个分支或者版次相比，如 origin/main、2018",
        "what to compare with: a branch or an edition, such as origin/main, 2018",
    ),
    # A new handbook
    "about-new": (
        "新建一本小手册，马上可以生成",
        "make a small handbook of your own, ready to build",
    ),
    "about-new-dir": ("新目录", "the folder to make"),
    "about-new-title": ("手册全称", "the handbook's full title"),
    "about-new-publisher": ("出版单位", "who publishes it"),
    "about-new-forge": ("写哪个平台的流水线文件", "whose workflow files to write"),
    "about-new-workflows": (
        "只把流水线文件写进已有的手册",
        "write just the workflow files, into a handbook that is there",
    ),
    "about-new-install": (
        "流水线里安装程序的命令",
        "what installs the program in the workflows",
    ),
    "new-there": ("{dir} 已经存在，而且不是空目录", "{dir} is there already, and not empty"),
    "new-there.hint": ("请换一个目录", "choose another folder"),
    "new-words": ("{option} 里有不可见的控制字符", "{option} holds invisible control characters"),
    "new-words.hint": ("请删去", "take them out"),
    "new-refused": ("写不进去：{what}", "cannot write there: {what}"),
    "new-refused.hint": ("请核对目录的权限和磁盘空间", "look at its permissions and the disk"),
    "handbook-written": (
        "已新建 {dir}；进入该目录，运行 handbook check 和 handbook build",
        "made {dir}; go there and run handbook check and handbook build",
    ),
    "workflows-written": ("已写入 {dir} 的流水线文件", "wrote the workflow files of {dir}"),
    # Commands
    "site-url-missing": (
        "mkdocs.yml 没有 site_url，PDF 里不印二维码",
        "mkdocs.yml has no site_url; the PDFs carry no QR code",
    ),
    "site-url-missing.hint": ("发布前请填写网址", "set it before publishing"),
    # Writing, all or nothing
    "write-failed": ("不能写入：{what}", "cannot write: {what}"),
    "write-failed.hint": (
        "什么都没有改动；腾出空间或取得权限后再试",
        "nothing was changed; free some space or get the rights, then try again",
    ),
    "write-unfinished": ("写入中断，也未能撤回：{what}", "writing stopped half way: {what}"),
    "write-unfinished.hint": (
        "排除故障后再运行任何一条 handbook 命令，会自动补完或撤回",
        "mend that and run any handbook command: it finishes or undoes the work",
    ),
    "write-changed": ("文件刚刚被别的程序改过", "another program has just changed the file"),
    "write-changed.hint": ("什么都没有改动，请再试一次", "nothing was changed; try again"),
    "write-foreign": (
        "上一条命令只写了一半，而这个文件后来又被改过",
        "a command was stopped half way, and this file was edited since",
    ),
    "write-foreign.hint": (
        "请先还原这个文件；要保持现状就删除 {folder}",
        "restore the file first; to leave all as it is, remove {folder}",
    ),
    "write-broken": ("写入日志已经损坏", "the journal of a stopped command is broken"),
    "write-broken.hint": (
        "请核对 docs/ 后删除 {folder}",
        "look through docs/, then remove {folder}",
    ),
    "write-locked": (
        "另一条 handbook 命令正在写入",
        "another handbook command is writing",
    ),
    "write-locked.hint": ("请等它结束后再试", "try again when it is done"),
    "replayed": (
        "上一条命令中途停止，现已补完或撤回，所有文件完整一致",
        "a command that was stopped half way has been finished or undone; all files agree",
    ),
    # Commands on errata
    "errata-unknown": ("没有“{id}”这条勘误", "there is no erratum “{id}”"),
    "errata-unknown.hint": ("{near}", "{near}"),
    "errata-which": ("没有说明是哪些勘误", "which errata is not said"),
    "errata-which.hint": (
        "请写编号，或者用 {option}，二者取一",
        "name their ids or give {option}, one of the two",
    ),
    "chapter-unknown": ("没有“{name}”这一章", "there is no chapter “{name}”"),
    "chapter-unknown.hint": (
        "请写章的序号，如 2，或任何标题的标识",
        "write its number, such as 2, or the id of any heading",
    ),
    "why-missing": ("不采纳而没有说明理由", "a rejection without a reason"),
    "why-missing.hint": (
        "请用 --why 写明，提出单位会看到",
        "give it with --why: whoever asked will read it",
    ),
    "confirm-nobody": (
        "需要编辑确认，但这里没有终端",
        "an editor must agree, and there is no terminal",
    ),
    "confirm-nobody.hint": (
        "先用 --dry-run 看清改动，再加 --yes",
        "look at the changes with --dry-run, then add --yes",
    ),
    "new-missing": ("还缺 {names}", "{names} is missing"),
    "new-missing.hint": (
        "请补上这些选项，或在终端里运行、逐项回答",
        "add the options, or run it in a terminal and answer",
    ),
    "new-exists": ("这条建议已经登记为 {id}（{state}）", "this is registered as {id} ({state})"),
    "new-exists.hint": (
        "不必重复登记；要补记提出单位请改该文件的 by",
        "there is no need for another; add yourself to its by",
    ),
    "apply-frozen": (
        "{edition}版已经发布，不能再载入勘误",
        "edition {edition} is published and takes no more errata",
    ),
    "apply-frozen.hint": (
        "请把 mkdocs.yml 里的 edition 改为下一版",
        "set edition in mkdocs.yml to the next one",
    ),
    "apply-edition": (
        "工作文本将成为{draft}版，不是{edition}版",
        "the working text becomes edition {draft}, not {edition}",
    ),
    "apply-edition.hint": ("请改选项 --edition 或 mkdocs.yml", "mend --edition or mkdocs.yml"),
    "reopen-deleted": (
        "这条勘误删去了文字，不知道该补回到哪里",
        "it deleted words, and where they stood nobody can tell",
    ),
    "reopen-deleted.hint": (
        "请用 git 还原，或另提一条勘误",
        "restore them with git, or suggest another erratum",
    ),
    "erratum-line-ends": (
        "{ids} 会把两种换行符并成一个",
        "{ids} would join two kinds of line ends to one",
    ),
    "erratum-line-ends.hint": (
        "请先把文件的换行符统一",
        "first give the file one kind of line ends",
    ),
    "amendment-absent": ("修订所说的“{id}”还不在文本里", "“{id}” is not in the text yet"),
    "amendment-absent.hint": (
        "请先照修订改好正文",
        "change the text as the amendment says, then run it again",
    ),
    "amendment-there": ("修订取消的“{id}”还在文本里", "“{id}” is still in the text"),
    "amendment-there.hint": (
        "请先照修订改好正文",
        "change the text as the amendment says, then run it again",
    ),
    "amendment-text": (
        "“{label}”现在的 sha256 是 {now}，与修订的 new_sha256 不同",
        "the sha256 of {label} is {now}, not the amendment's new_sha256",
    ),
    "amendment-text.hint": (
        "请改好正文，或者更正修订里的 {wanted}",
        "change the text, or mend {wanted} in the amendment",
    ),
    "amendment-place": ("“{label}”不在“{after}”之后", "{label} does not stand behind “{after}”"),
    "amendment-place.hint": (
        "请移动该条，或更正修订里的 after",
        "move it, or mend the amendment's after",
    ),
    "rebase-done": (
        "现行文本已经是“{corrected}”",
        "the working text reads “{corrected}” already",
    ),
    "rebase-done.hint": (
        "不必再改，请办结这条勘误（reject 或 withdraw）",
        "nothing is left to correct: settle it with reject or withdraw",
    ),
    "rebase-settled": ("这条勘误已经办结（{state}）", "this erratum is settled ({state})"),
    "rebase-settled.hint": ("不需要 rebase", "it needs no rebase"),
    "option-date": (
        "“{text}”不是日期，应当写成 2018-10-20 这样",
        "“{text}” is no date such as 2018-10-20",
    ),
    "state-reported": ("待办理", "reported"),
    "state-held": ("待定", "held"),
    "state-accepted": ("已采纳", "accepted"),
    "state-incorporated": ("已载入", "incorporated"),
    "state-rejected": ("未采纳", "rejected"),
    "state-duplicate": ("重复", "duplicate"),
    "state-withdrawn": ("已撤回", "withdrawn"),
    "kind-technical": ("技术性", "technical"),
    "kind-editorial": ("文字性", "editorial"),
    "kind-amendment": ("修订", "amendment"),
    "show-id": ("编号", "id"),
    "show-file": ("文件", "file"),
    "show-place": ("位置", "place"),
    "show-edition": ("版次", "edition"),
    "show-before": ("原文", "before"),
    "show-after": ("改为", "after"),
    "show-redline": ("对照", "redline"),
    "show-quoted": ("引自原版", "quoted as"),
    "show-action": ("修订", "action"),
    "show-amendment-after": ("排在其后", "after"),
    "show-amendment-to": ("成为", "to"),
    "show-amendment-from": ("并入", "from"),
    "show-amendment-old": ("原 sha256", "old sha256"),
    "show-amendment-new": ("新 sha256", "new sha256"),
    "show-group": ("同组", "group"),
    "show-same": ("重复提出", "duplicates"),
    "show-reason": ("理由", "reason"),
    "show-history": ("经过", "history"),
    "nearest": ("相近 {score}：{text}", "{score} alike: {text}"),
    "took-nearest": ("原文未找到，取最接近的：{text}", "not found; the nearest: {text}"),
    "rebased": ("现在是：{text}", "now reads: {text}"),
    "group-apart": (
        "提醒：同组“{group}”的勘误状态不一：{ids}",
        "note: the errata of group “{group}” are in different states: {ids}",
    ),
    "list-nothing": ("没有符合条件的勘误", "no erratum fits"),
    "apply-nothing": ("没有已采纳而未载入的勘误", "no accepted erratum waits to go in"),
    "rebase-nothing": ("没有需要 rebase 的勘误", "no erratum is stale"),
    "nothing-written": ("没有写入任何文件", "nothing was written"),
    "new-written": ("已登记：{id}，{path}", "registered as {id}: {path}"),
    "ask-provision": ("哪一条（标识、条号或第12条）？", "which provision (id, number or label)? "),
    "ask-original": ("原文（照抄）？", "the words that are wrong, exactly? "),
    "ask-corrected": ("改为（删去就直接回车）？", "what should stand there (nothing: delete)? "),
    "ask-reason": ("理由与依据？", "why? "),
    "ask-by": ("哪个单位提出？", "which unit suggests it? "),
    "ask-action": ("修订方式？", "which action? "),
    "ask-why": ("不采纳的理由？", "why is it rejected? "),
    "ask-nearest": ("以最接近的文字为原文，载入以上勘误？[y/N] ", "take the nearest text? [y/N] "),
    "ask-rebase": ("把以上文字写作 original_now？[y/N] ", "write that as original_now? [y/N] "),
    "about-errata-accept": (
        "采纳：取下一个编号；对已载入的，是把它从文本里撤出",
        "accept: give the next number; take an incorporated one out of the text again",
    ),
    "about-errata-hold": ("待定", "hold: judge it later"),
    "about-errata-reject": ("不采纳", "reject, with a reason"),
    "about-errata-withdraw": ("撤回", "withdraw"),
    "about-errata-duplicate": ("记为重复", "mark as a duplicate"),
    "about-errata-list": ("列出勘误", "list errata"),
    "about-errata-show": ("显示一条勘误的全部内容", "show all that is known of an erratum"),
    "about-errata-new": ("登记一条勘误建议", "register a suggestion"),
    "about-errata-apply": (
        "把已采纳的勘误载入工作文本，全部成功或者全部不动",
        "put accepted errata into the working text, all or none",
    ),
    "about-errata-rebase": (
        "原文已变的，写明现在的文字（original_now）",
        "say what the originals of stale errata read today (original_now)",
    ),
    "about-ids": ("勘误编号或回执号", "ids or receipts of errata"),
    "about-why": ("理由，提出单位会看到", "the reason, for whoever asked"),
    "about-by": ("办理单位，可写几个，默认编辑部", "who does it; default 编辑部"),
    "about-date": ("日期，默认今天", "the date; default today"),
    "about-of": ("与哪一条重复", "the erratum that it repeats"),
    "about-state": ("只列某个状态，可写几次", "only this state; may be repeated"),
    "about-chapter": (
        "只列某章（序号或任何标题的标识）",
        "only this chapter (number, or a heading's id)",
    ),
    "about-reporter": ("只列某单位提出的", "only those reported by a unit so called"),
    "about-accepted": ("全部已采纳的", "all that are accepted"),
    "about-nearest": (
        "原文不符而只有一处相近时，经确认取该处文字",
        "where just one text is like the original, take it if the editor agrees",
    ),
    "about-edition": ("载入哪一版，默认工作文本将成为的版次", "the edition; default the draft's"),
    "about-all": ("所有未办结的", "all open ones"),
    "about-yes": ("不再询问", "do not ask"),
    "about-dry-run": ("只显示改动，不写入", "show the changes and write nothing"),
    "about-new-provision": ("条款的标识、条号或第12条", "the provision's id, number or label"),
    "about-new-original": ("原文，照抄源文件", "the words that are wrong, as the source has them"),
    "about-new-corrected": ("改文；空为删去", "what should stand there; empty deletes"),
    "about-new-reason": ("理由与依据", "the reason"),
    "about-new-edition": ("针对哪一版，默认工作文本", "whose text it is about; default the draft"),
    "about-new-group": ("几处同一问题的组名", "a name for several places of one matter"),
    "about-new-kind": ("种类", "kind"),
    "about-new-action": ("修订（--kind amendment）的方式与所需各项", "for --kind amendment"),
    # Papers: slip, notice, replies
    "letter-words": (
        "信函文字有误：{what}",
        "the words of a letter cannot be used: {what}",
    ),
    "letter-words.hint": (
        "请对照自带的文字改正，或删除 overrides/letters/ 里的文件以使用自带的",
        "mend them by the pattern of ours, or remove the file in overrides/letters/",
    ),
    "edition-unknown": ("没有“{edition}”这一版", "there is no edition “{edition}”"),
    "edition-unknown.hint": ("可用的：{known}", "known: {known}"),
    "printing-unknown": ("没有“{printing}”这一印次", "there is no printing “{printing}”"),
    "printing-unknown.hint": (
        "写成“版次/印次”，如 2018/1；已登记的：{known}",
        "write edition/printing, such as 2018/1; known: {known}",
    ),
    "slip-nothing": (
        "{edition}没有可以列入勘误表的勘误",
        "no erratum goes onto a slip for {edition}",
    ),
    "slip-nothing.hint": (
        "勘误采纳之后才列入勘误表",
        "errata go onto the slip once they are accepted",
    ),
    "slip-amendments": (
        "另有 {count} 处修订不能列入勘误表，请另行通知",
        "{count} amendments cannot go onto a slip; notify them otherwise",
    ),
    "slip-by-clause": (
        "没有印次的页码对照，按条列出",
        "no printing has a page map; listed by clause",
    ),
    "letter-nobody": ("还没有单位回复", "nobody has answered yet"),
    "letter-nobody.hint": (
        "用 errata import 导入收到的回复",
        "bring in the replies with errata import",
    ),
    "deadline-early": ("截止日期早于通知日期", "the deadline is before the notice's date"),
    "deadline-early.hint": ("请改正 --deadline 或 --date", "mend --deadline or --date"),
    "paper-unwritable": ("不能写入：{what}", "cannot be written: {what}"),
    "paper-unwritable.hint": ("请用 --output 换一个位置", "name another place with --output"),
    "paper-written": ("已写入：{path}", "written: {path}"),
    "paper-faces": (
        "PDF 用所带的 Noto Serif SC 代替仿宋、楷体和小标宋；"
        "正式行文请用 docx，其中已按标准指定字体",
        "the PDF has Noto Serif SC for 仿宋, 楷体 and 小标宋; send the docx, which names them",
    ),
    "outcome-not-located": ("未找到原文", "not located"),
    "outcome-refused": ("未受理", "refused"),
    "ledger-sums": ("汇总", "Sums"),
    "ledger-units": ("单位", "Units"),
    "ledger-suggestions": ("建议", "Suggestions"),
    "ledger-what": ("事项", "What"),
    "ledger-count": ("数目", "Count"),
    "ledger-asked": ("征求意见的单位", "units asked"),
    "ledger-answered": ("已回复", "answered"),
    "ledger-suggesting": ("其中有建议", "of these with suggestions"),
    "ledger-nil": ("其中无意见", "of these without any"),
    "ledger-silent": ("未回复", "not answered"),
    "ledger-unasked": ("未征求而提出的单位", "answered unasked"),
    "ledger-unit": ("单位", "Unit"),
    "ledger-reply": ("回复", "Reply"),
    "ledger-date": ("日期", "Date"),
    "ledger-reply-yes": ("有建议", "suggests"),
    "ledger-reply-nil": ("无意见", "nil"),
    "ledger-reply-no": ("未回复", "none"),
    "ledger-place": ("条款", "Provision"),
    "ledger-original": ("原文", "Original"),
    "ledger-corrected": ("建议改为", "Correction"),
    "ledger-outcome": ("结果", "Outcome"),
    "ledger-id": ("编号", "Id"),
    "ledger-why": ("说明", "Why"),
    "ledger-deletion": ("（删去）", "(delete)"),
    "about-errata-slip": ("排印勘误表", "set the errata slip as PDF"),
    "about-errata-notice": (
        "写征求勘误建议的通知（docx 和 PDF）",
        "write the notice that asks for suggestions (docx and PDF)",
    ),
    "about-errata-replies": (
        "回复情况表和给各单位的复函",
        "the ledger of replies, and a letter to each unit",
    ),
    "about-slip-edition": ("哪一版；默认最新一版", "the edition; default the newest"),
    "about-slip-printing": ("哪一印次，如 2018/1", "the printing, such as 2018/1"),
    "about-slip-book": ("哪一本", "the book"),
    "about-slip-size": ("成品尺寸", "the slip's size"),
    "about-slip-single": ("一页一张，不拼版", "one to a page, not as many as a sheet takes"),
    "about-output-file": ("写到哪个文件", "the file to write"),
    "about-output-dir": ("写到哪个文件夹", "the folder to write to"),
    "about-deadline": ("回复截止日期，默认一个月后", "when to answer; default a month later"),
    "about-organ": ("发文机关，默认示例机关", "the organ that sends it"),
    "about-number": ("发文字号，默认留空", "the document's number; default room for it"),
    "about-letters-pdf": ("复函合为一个 PDF", "all letters in one PDF, too"),
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
    "about-affirm": ("重申答复在现行版次下仍然有效", "record that an answer still holds"),
    "about-affirm-ids": (
        "问答、做法、制度条文或整篇的标识",
        "ids of answers, norms or whole documents",
    ),
    "about-affirm-edition": (
        "在哪一版之下重申，默认草案的版次",
        "under which edition; default: the draft's",
    ),
    "about-verify": ("核对已发布的版次有没有被改动", "verify that editions are as released"),
    "about-verify-edition": ("版次，默认全部", "an edition; default: all"),
    "about-release": ("把工作稿冻结为一版", "freeze the working text as an edition"),
    "about-release-id": ("版次，如 2019", "the edition's id, such as 2019"),
    "about-release-yes": ("确认写入；不加时只预演", "write it; without this, only show it"),
    "about-release-date": ("发布日期，默认 edition_date", "its date; default: edition_date"),
    "about-search": ("在终端里检索", "search in the terminal"),
    "about-words": ("要找的词", "what to look for"),
    "about-json": ("输出 JSON", "print JSON"),
    "mkdocs": ("MkDocs 不能生成网站：{what}", "MkDocs cannot build the site: {what}"),
    "mkdocs.hint": ("请按提示修改 mkdocs.yml 或所指的文件", "mend mkdocs.yml or the file named"),
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
    # Intake of replies
    "intake-missing": ("读不了这个文件：{what}", "the file cannot be read: {what}"),
    "intake-missing.hint": ("请核对文件名", "check its name"),
    "intake-size": ("文件超过 {size} MB", "the file has more than {size} MB"),
    "intake-size.hint": (
        "请删去图片和附件，只留表格",
        "take out pictures and attachments, and leave the table",
    ),
    "intake-bomb": (
        "文件解开后超过 {size} MB，不像一张表",
        "the file unpacks to more than {size} MB, which no form does",
    ),
    "intake-bomb.hint": (
        "请把表格复制到新文件里再发来",
        "copy the table into a new file",
    ),
    "intake-rows": ("表格超过 {rows} 行", "the table has more than {rows} rows"),
    "intake-rows.hint": ("请分成几个文件", "split it into several files"),
    "intake-entity": (
        "文件的 {part} 里定义了实体，可能要读取别的文件",
        "{part} in the file declares a document type, which could read other files",
    ),
    "intake-entity.hint": (
        "请用 WPS 或 Office 打开后另存一份",
        "open it in WPS or Office and save it anew",
    ),
    "intake-macros": ("文件带有宏", "the file has macros"),
    "intake-macros.hint": (
        "请另存为不带宏的 .xlsx 或 .docx",
        "save it as .xlsx or .docx without macros",
    ),
    "intake-password": ("文件设了密码", "the file has a password"),
    "intake-password.hint": ("请去掉密码后再发来", "take the password off"),
    "intake-old": ("这是旧格式 .{old}", "this is the old format .{old}"),
    "intake-old.hint": ("请另存为 .{new}", "save it as .{new}"),
    "intake-foreign": ("文件内容是 {form}，不是表格", "the file is {form} and no table"),
    "intake-foreign.hint": (
        "请发来填好的 .xlsx、.docx 或 .csv",
        "send the form as .xlsx, .docx or .csv",
    ),
    "intake-unknown": (
        "认不出这是什么文件",
        "this is none of the kinds of file that can be read",
    ),
    "intake-unknown.hint": (
        "可以读 .xlsx、.docx、.csv 和网页上下载的建议包",
        "they are .xlsx, .docx, .csv and the packets of the site",
    ),
    "intake-damaged": ("文件已损坏", "the file is damaged"),
    "intake-damaged.hint": (
        "请用 WPS 或 Office 打开后另存一份",
        "open it in WPS or Office and save it anew",
    ),
    "intake-heading": (
        "没有找到表头，也没有写“无意见”",
        "no table has headings that are understood, and nothing says 无意见",
    ),
    "intake-heading.hint": (
        "表头要有“条款”“原文”和“建议修改为”",
        "the head needs 条款, 原文 and 建议修改为",
    ),
    "intake-packet": ("建议包写法有误：{what}", "the packet is not of the agreed form: {what}"),
    "intake-packet.hint": (
        "请从网页上重新下载，不要改动内容",
        "download it from the site again and leave its content alone",
    ),
    "intake-packet-receipt": (
        "建议包的内容与回执 {receipt} 不符",
        "the packet's content does not fit its receipt {receipt}",
    ),
    "intake-packet-receipt.hint": (
        "请从网页上重新下载，不要改动内容",
        "download it from the site again and leave its content alone",
    ),
    "intake-syntax": ("YAML 写法有误：{what}", "it is not valid YAML: {what}"),
    "intake-syntax.hint": ("请按行号改正", "mend the line named"),
    "intake-erratum": (
        "第 {row} 行所说的勘误 {id} 不在登记册里",
        "the erratum {id} of row {row} is not in the register",
    ),
    "intake-erratum.hint": (
        "登记过的建议不能删去：请恢复文件，或者用 withdraw 撤回",
        "what came in is not deleted: restore its file, or withdraw it",
    ),
    "intake-row-no-unit": ("没有写单位", "it names no unit"),
    "intake-row-no-unit.hint": (
        "请在表里补上，或用 --unit 指明",
        "add it to the form, or name it with --unit",
    ),
    "intake-row-unit": ("单位名称“{unit}”不能用", "“{unit}” cannot be a unit's name"),
    "intake-row-unit.hint": (
        "名称里不要有路径、引号等符号，不超过60个字",
        "no paths, quotation marks or the like, at most 60 characters",
    ),
    "intake-row-formula": ("单位一栏是公式", "its unit is a formula"),
    "intake-row-formula.hint": ("请粘贴为数值", "paste it as a value"),
    "intake-row-contact": ("含有联系方式", "it has contact data"),
    "intake-row-contact.hint": (
        "联系方式不进入登记册，请删去",
        "contact data never enter the register; remove them",
    ),
    "intake-row-long": ("一栏超过 {size} 字", "a cell has more than {size} characters"),
    "intake-row-long.hint": (
        "原文和改文只写要改的一处",
        "quote and correct one place only",
    ),
    "intake-row-no-original": (
        "没有写原文",
        "it quotes no words",
    ),
    "intake-row-no-original.hint": (
        "请照抄要改的字句；新增、删去整条的，按修订办理",
        "quote the words to change; a clause added or removed is an amendment",
    ),
    "intake-row-no-correction": ("没有写改为什么", "it does not say what shall stand there"),
    "intake-row-no-correction.hint": (
        "要求删去的，请写“删去”",
        "write 删去 where the words shall go",
    ),
    "intake-row-html": ("改文里有 HTML 标签", "the correction has HTML tags"),
    "intake-row-html.hint": ("请只写文字", "write plain words"),
    "intake-row-receipt": (
        "内容与回执 {receipt} 不符",
        "its content does not fit its receipt {receipt}",
    ),
    "intake-row-receipt.hint": (
        "请从网页上重新提出",
        "suggest it on the site again",
    ),
    "intake-row-many": (
        "所指的地方有 {count} 处这样的原文",
        "the words stand {count} times in what it names",
    ),
    "intake-row-many.hint": (
        "请写明哪一条，多引几个字",
        "name the clause and quote more words",
    ),
    "intake-row-words": (
        "所指的条款里没有这样的原文",
        "the words do not stand in the provision that it names",
    ),
    "intake-row-words.hint": ("请照抄书上的字句", "copy the words of the book"),
    "intake-row-place": (
        "看不出指的是哪一条",
        "it is not clear which provision it means",
    ),
    "intake-row-place.hint": (
        "请写条号和标题，如“第12条 支委会次数”",
        "name it by number and title",
    ),
    "intake-row-already": ("现行文本已经是这样", "the text says so already"),
    "intake-row-already.hint": ("请核对版次", "check the edition"),
    "intake-row-marks": (
        "改动碰到编号、引用或排版记号，不能照搬到源文件",
        "it touches computed numbers, references or marks, and cannot be carried over",
    ),
    "intake-row-marks.hint": (
        "请在网页上标出要改的字，或由编辑手工登记",
        "mark the words on the site, or have an editor report it",
    ),
    "became-new": ("新建 {id}", "new: {id}"),
    "became-joined": ("与 {id} 相同，单位一并记入", "the same as {id}; the unit joins it"),
    "became-duplicate": ("与 {id} 重复", "duplicate of {id}"),
    "became-not-located": ("没有定位：{why}", "not located: {why}"),
    "became-refused": ("退回：{why}", "refused: {why}"),
    "became-nil": ("无意见", "nothing to suggest"),
    "import-file": ("{file}（按 {edition} 的文本）", "{file} (in the text of {edition})"),
    "import-row": ("第{row}行", "row {row}"),
    "import-score": ("（原文相似度 {score}）", " (the words fit by {score})"),
    "import-cleaned": ("（已去掉不可见字符）", " (invisible characters were taken out)"),
    "import-near": ("最接近：{label}“{text}”（{score} 分）", "nearest: {label} “{text}” ({score})"),
    "import-unread": (
        "{table}没有可识别的表头，其中 {rows} 行没有读",
        "{table} has no headings that are understood; its {rows} rows were not read",
    ),
    "import-sum": (
        "共 {rows} 行：新建 {new}，并入 {joined}，重复 {duplicate}，"
        "没有定位 {lost}，退回 {refused}，"
        "无意见 {nil}；另有空行 {blank}",
        "{rows} rows: {new} new, {joined} joined, {duplicate} duplicates, {lost} not located,"
        " {refused} refused, {nil} nil; {blank} blank",
    ),
    "import-done": (
        "新建 {new} 条勘误，{joined} 行并入已有的",
        "{new} new errata; {joined} rows joined one",
    ),
    "import-report": (
        "报告只能存为 .csv 或 .xlsx",
        "a report is a .csv or an .xlsx",
    ),
    "import-report.hint": ("请改 --report 的文件名", "change the name after --report"),
    "about-errata-import": (
        "把各单位填回的征求意见表收进登记册",
        "bring the forms that units sent into the register",
    ),
    "about-import-files": (
        "xlsx、docx、csv，或者网页上下载的建议包",
        "xlsx, docx, csv, or packets of the site",
    ),
    "about-import-edition": (
        "按哪一版的条号和文字查找，默认最新一版；next 是现行文本",
        "in whose text to look; default: the newest edition; next is the working text",
    ),
    "about-import-unit": (
        "表里没有写单位时，是哪个单位的",
        "whose the rows are that name no unit",
    ),
    "about-import-report": (
        "另存一份处理情况表（.csv 或 .xlsx）",
        "also write what became of each row (.csv or .xlsx)",
    ),
    "about-errata-template": (
        "生成空白的征求意见汇总表（xlsx 和 docx）",
        "write the empty consultation form (xlsx and docx)",
    ),
    "about-template-dir": ("放在哪个目录", "the folder to write to"),
    # Forges
    "forge-kind": ("不认识的 forge.kind：“{kind}”", "forge.kind cannot be “{kind}”"),
    "forge-kind.hint": ("可用的有：{known}；不用就留空", "known: {known}; or leave it empty"),
    "forge-url": ("forge.url 不是网址：“{url}”", "forge.url is no address: “{url}”"),
    "forge-url.hint": (
        "填仓库的网址，如 https://github.com/示例单位/手册",
        "give the repository's address, such as https://github.com/office/handbook",
    ),
    # Comparing
    "diff-unknown": (
        "没有“{name}”这一版，也没有这个目录",
        "“{name}” is neither an edition nor a directory with a handbook",
    ),
    "diff-unknown.hint": (
        "可写版次 {known}，或者含有 docs/handbook/ 的目录",
        "name one of {known}, or a directory that has docs/handbook/",
    ),
    "diff-output": (
        "PDF 不能显示在终端里",
        "a PDF cannot be shown in a terminal",
    ),
    "diff-output.hint": (
        "请用 --output 文件名.pdf 写到文件",
        "write it to a file: --output FILE.pdf",
    ),
    "about-diff": (
        "比较两版文字，每处改动注明勘误或修订",
        "compare two texts, each change with the erratum or amendment that made it",
    ),
    "about-diff-text": (
        "版次、next（草案）或者含有 docs/ 的目录",
        "an edition's id, next (the working text), or a directory with docs/",
    ),
    "about-diff-output": ("写到文件", "write to a file"),
    "about-diff-all": (
        "连同学习参考和工作法",
        "bulletins and methods too",
    ),
    "diff-changed": ("修改", "changed"),
    "diff-added": ("新增", "added"),
    "diff-removed": ("删去", "removed"),
    "diff-moved": ("移位", "moved"),
    "diff-renumbered": ("条号变动", "renumbered"),
    "diff-same": ("未变", "same"),
    "diff-colon": ("：", ": "),
    "diff-undeclared": ("没有登记的勘误或修订", "no erratum or amendment says so"),
    "diff-renamed": ("标识 {old} 改为 {new}", "id {old} became {new}"),
    "diff-markup": (
        "文字未变，只是链接、强调等标记有改动",
        "the words are the same; only links, emphasis or the like differ",
    ),
    "diff-written": ("已写入 {path}", "written: {path}"),
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
