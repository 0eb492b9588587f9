"""Sentences about editions and comparing them."""

SENTENCES: dict[str, tuple[str, str]] = {
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
    "release-order": (
        "发布日期 {date} 不在{before}版（{published}）之后",
        "the date {date} is not after that of edition {before} ({published})",
    ),
    "release-order.hint": (
        "各版按发布日期先后接续；请核对 mkdocs.yml 的 edition_date 或者 --date",
        "editions follow one another by their dates; check edition_date in mkdocs.yml, or --date",
    ),
    "edition-unreadable": (
        "版次记录读不出来，不是 UTF-8 的 YAML 键值",
        "the record of this edition cannot be read as keys of YAML in UTF-8",
    ),
    "edition-unreadable.hint": (
        "请从版本库恢复 edition.yml",
        "restore edition.yml from the repository",
    ),
    "edition-key": (
        "{id}版的版次记录里，“{key}”没有写，或者写得不对",
        "“{key}” is missing or wrong in the record of edition {id}",
    ),
    "edition-key.hint": (
        "请从版本库恢复 edition.yml",
        "restore edition.yml from the repository",
    ),
    "edition-line-ends": (
        "{id}版有 {count} 个文件的行尾被改成了 CR LF，文字没有改",
        "{count} files of edition {id} have CR LF at the ends of their lines; the words are as"
        " released",
    ),
    "edition-line-ends.hint": (
        "请在 .gitattributes 最后一行写 /editions/** -text，再重新检出 editions/",
        "let the last line of .gitattributes be /editions/** -text, and check editions/ out again",
    ),
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
    "affirm-unknown.hint": ("最接近的是 {near}", "did you mean {near}?"),
    "affirm-stale": (
        "{citing} 引用的{cited}已由 {causes} 修改，请重申或修订",
        "{citing} cites {cited}, which {causes} changed: affirm or revise it",
    ),
    "affirm-stale.hint": (
        "上次重申是{affirmed}版；答复不受影响的，运行 handbook affirm {id}",
        "last affirmed under {affirmed}; if it still holds, run handbook affirm {id}",
    ),
    "affirm-edition": (
        "重申写的是“{edition}”，没有这一版",
        "it is affirmed under “{edition}”, and there is no such edition",
    ),
    "affirm-edition.hint": ("已有的版次：{known}", "known editions: {known}"),
    "affirm-id": (
        "重申写的“{id}”不在这个文件里",
        "“{id}”, which is affirmed, is not in this file",
    ),
    "affirm-id.hint": ("最接近的是 {near}", "did you mean {near}?"),
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
    "release-head": (
        "版次 {id}：{date} 发布，接续 {before}，写入 editions/{id}/",
        "edition {id}: published {date}, follows {before}, goes into editions/{id}/",
    ),
    "release-head-first": (
        "版次 {id}：{date} 发布，是第一版，写入 editions/{id}/",
        "edition {id}: published {date}, the first, goes into editions/{id}/",
    ),
    "release-files": (
        "将冻结 {count} 个文件：{files}，另有 SHA256SUMS 和 edition.yml",
        "{count} files will be frozen: {files}; SHA256SUMS and edition.yml",
    ),
    "release-balance": (
        "差额核对：{before}加下列 {count} 项勘误和修订，就是工作稿；手册和配套制度逐字节一致",
        "balance: {before} with these {count} errata and amendments is the working text, byte for"
        " byte of handbook and regulations",
    ),
    "release-rest": (
        "差额 {count} 处，〔上一版→工作稿〕：",
        "not accounted for, in {count} places, 〔last edition→working text〕:",
    ),
    "release-added": ("新增标识 {count} 个：{ids}", "{count} new ids: {ids}"),
    "release-retired": ("取消的标识 {count} 个：{ids}", "{count} retired ids: {ids}"),
    "release-dry": (
        "以上是预演，没有写入；确认无误后加 --yes",
        "nothing was written; add --yes to release {id}",
    ),
    "released": ("已发布：{path}", "released: {path}"),
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
    "step-made": (
        "{name}：重做{made}页，{kept}页未变",
        "{name}: {made} pages made, {kept} as they were",
    ),
    "step-swap": ("换上新的 site/……", "putting the new site/ in place…"),
    "step-print": ("排印 PDF……", "setting the PDFs…"),
}
