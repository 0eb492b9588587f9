"""Sentences about replies that come in."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
