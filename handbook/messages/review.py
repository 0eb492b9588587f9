"""Sentences about the review of a pull request and of how Chinese is written."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
