"""Sentences about errata: their files, their rules, and writing them all or nothing."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Errata
    "erratum-provision": (
        "勘误指向的“{id}”不存在",
        "the erratum points at “{id}”, which does not exist",
    ),
    "erratum-provision.hint": ("最接近的是 {near}", "did you mean {near}?"),
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
    "erratum-renamed": (
        "“{id}”在现行文本中已改用标识“{now}”",
        "“{id}” is called “{now}” in the working text",
    ),
    "erratum-renamed.hint": (
        "请运行 handbook errata rebase {erratum}，写明 provision_now",
        "run handbook errata rebase {erratum} to say so (provision_now)",
    ),
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
}
